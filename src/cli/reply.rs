//! An answer that goes to a program that asked, in place of a file or standard output.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::output::{Answer, InputRow, PageRow, Table};

/// The rows of an answer that are wanted: part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The number of the first row, from 0.
    pub from: usize,
    /// The most rows.
    pub limit: usize,
}

/// The notes to the reader of an answer, for the program that asked.
pub type Notes = Arc<Mutex<Vec<String>>>;

/// Where an answer goes, and what is known of its data.
pub struct Reply {
    out: RefCell<Box<dyn Write + Send>>,
    inputs: Arc<[InputRow]>,
    cut: Option<Cut>,
    /// `true` if the command makes no more rows than [`Reply::first_rows`].
    makes_first_rows: Cell<bool>,
    /// The notes to the reader, if the program wants them beside the answer.
    notes: Option<Notes>,
    /// The number of rows of the whole answer, if it is known though not all are made.
    rows_in_all: Cell<Option<usize>>,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply").field("inputs", &self.inputs).field("cut", &self.cut).finish_non_exhaustive()
    }
}

impl Reply {
    /// Returns a reply that is written to `out`. `inputs` are the files of the data, whose checksums are not computed again.
    pub fn new(out: Box<dyn Write + Send>, inputs: Arc<[InputRow]>, cut: Option<Cut>) -> Reply {
        let (makes_first_rows, rows_in_all) = (Cell::new(false), Cell::new(None));
        Reply { out: RefCell::new(out), inputs, cut, makes_first_rows, notes: None, rows_in_all }
    }

    /// Returns a reply that also puts the notes to the reader into a list.
    #[must_use]
    pub fn with_notes(self, notes: Notes) -> Reply {
        Reply { notes: Some(notes), ..self }
    }

    /// Adds a note to the reader.
    pub fn note(&self, text: &str) {
        if let Some(notes) = &self.notes {
            notes.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
        }
    }

    /// Returns the files of the data.
    pub fn inputs(&self) -> &[InputRow] {
        &self.inputs
    }

    /// Returns `true` if only some of the rows are wanted.
    pub fn is_cut(&self) -> bool {
        self.cut.is_some()
    }

    /// Returns the number of rows, from the first, that a command has to make: one more than are wanted, which tells that there are
    /// more. A command that asks makes no further ones. `None` for all.
    pub fn first_rows(&self) -> Option<usize> {
        let Cut { from, limit } = self.cut?;
        self.makes_first_rows.set(true);
        Some(from.saturating_add(limit).saturating_add(1))
    }

    /// Says how many rows the whole answer has, of which only the first were made.
    pub fn rows_in_all(&self, count: usize) {
        self.rows_in_all.set(Some(count));
    }

    /// Returns the part of an answer that is wanted, and where it lies in the whole; `None` for all of it. Only a list is cut.
    pub fn cut(&self, answer: &Answer) -> Option<Answer> {
        let Cut { from, limit } = self.cut?;
        let Value::Array(rows) = &answer.results else { return None };
        let part: Vec<Value> = rows.iter().skip(from).take(limit).cloned().collect();
        let end = from.saturating_add(part.len());
        let next = (end < rows.len()).then_some(end);
        let of = match self.rows_in_all.get() {
            None if self.makes_first_rows.get() && next.is_some() => None,
            known => Some(known.unwrap_or(rows.len())),
        };
        Some(Answer {
            command: answer.command,
            as_of: answer.as_of,
            options: answer.options.clone(),
            model: answer.model.clone(),
            page: Some(PageRow { from, rows: part.len(), of, next }),
            results: Value::Array(part),
            if_same: answer.if_same.clone(),
            table: Table::default(),
        })
    }

    /// Lets a function write.
    ///
    /// # Errors
    /// Those of the function, and of the receiver.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut out = self.out.borrow_mut();
        let mut out = BufWriter::with_capacity(64 << 10, &mut *out);
        write(&mut out)?;
        out.flush()
    }
}
