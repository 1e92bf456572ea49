//! Tables with columns of their own: every record is a row of cells that go by the names the file gives them.

use std::collections::HashMap;

use super::jsonl_records;
use super::row_sink::{At, RowSink};
use crate::blocks::Block;
use crate::columns::Table;
use crate::error::DatasetError;
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record, plain_reader, separator};
use crate::formats::sniff::Head;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// The names of the columns of a table.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    names: Vec<String>,
    /// Where the first column of a name stands.
    at: HashMap<String, usize>,
}

impl Heading {
    fn of(names: Vec<String>) -> Heading {
        let mut at = HashMap::with_capacity(names.len());
        for (column, name) in names.iter().enumerate() {
            at.entry(name.clone()).or_insert(column);
        }
        Heading { names, at }
    }

    /// The columns that a file begins with, if it is a table.
    pub fn of_head(head: &Head) -> Heading {
        let bytes = head.text.as_bytes();
        let first = plain_reader(separator(bytes), bytes).into_records().next();
        let names = first.and_then(Result::ok).unwrap_or_default();
        Heading::of(names.iter().map(|name| name.trim().to_owned()).collect())
    }

    /// Whether all these columns are there.
    pub fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.at.contains_key(*name))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// One record: cells without the space around them.
pub struct Record<'r> {
    heading: &'r Heading,
    cells: &'r [&'r str],
}

impl<'r> Record<'r> {
    /// The cell of a column; empty where there is no such column.
    pub fn get(&self, name: &str) -> &'r str {
        self.heading.at.get(name).and_then(|column| self.cells.get(*column)).copied().unwrap_or("")
    }

    /// All cells that say something, by the names of their columns, save those that are `known`.
    pub fn others(&self, known: &[&str]) -> Vec<(&'r str, &'r str)> {
        let cells = self.heading.names.iter().map(String::as_str).zip(self.cells.iter().copied());
        cells.filter(|(name, cell)| !cell.is_empty() && !known.contains(name)).collect()
    }
}

/// What reads the records of a format; each thread has its own.
pub trait Records: Send {
    /// Takes a record that says something.
    fn record(&mut self, intake: &mut RowSink<'_>, at: At, record: &Record<'_>);
}

/// Reads all records of a table, a worker a thread, and hands what they made to the loader. `finish` gets
/// the workers, in no order, and may add rows of what only the whole table can tell.
///
/// # Errors
/// When the file cannot be read, or is empty, or lacks one of the columns that are `needed`.
pub fn read<W: Records>(
    loader: &mut Loader,
    file: &str,
    mut text: CheckedReader,
    (quotes, needed): (Quotes, &[&str]),
    worker: impl Fn(&Heading) -> W,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut opened = OpenedTable::new(file, &mut text, quotes)?;
    let heading = Heading::of(std::mem::take(&mut opened.names));
    if let Some(missing) = needed.iter().find(|name| !heading.has(&[name])) {
        let message = format!("no column {missing}, without which this is no table of the format");
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message });
    }
    let style = (opened.separator, quotes);
    let take = |intake: &mut RowSink<'_>, worker: &mut W, block: &Block| {
        for_each_record(block, style, file, |line, cells| match cells {
            Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
            Ok(cells) => {
                if cells.len() > heading.names.len() {
                    intake.leave_out("cells beyond the last heading", At::line(line));
                }
                worker.record(intake, At::line(line), &Record { heading: &heading, cells });
            }
            Err(cell) => {
                intake.reject(Table::Seats, At { line, column: cell as u64 + 1 }, NOT_UTF8.to_owned());
            }
        })
    };
    loader.progress.report(|progress| progress.advance(opened.read, 0));
    let blocks = opened.blocks(text, file);
    jsonl_records::read_blocks(loader, (file, number), blocks, || worker(&heading), take, finish)
}
