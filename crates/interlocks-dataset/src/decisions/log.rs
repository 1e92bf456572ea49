//! A file of decisions that rows are added to, one by one.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use interlocks_core::model::Place;

use super::read::{COLUMNS, DecisionFile, read};
use super::settle::Records;
use super::{Decision, DecisionRow, Decisions};
use crate::LoadOptions;
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::formats::csv::{OpenedTable, Quotes};
use crate::problem::{Problem, Problems, Severity};
use crate::tables::Entities;

/// The columns that a file must have to be added to: all but `keep`.
const NEEDED: usize = 7;

/// A file of decisions that grows like a ledger: rows are added at its end, and nothing that it holds is ever changed.
///
/// ```
/// use interlocks_dataset::{Decision, DecisionLog};
/// # let folder = std::env::temp_dir().join("interlocks-doc-log");
/// # std::fs::create_dir_all(&folder).unwrap();
/// # std::fs::remove_file(folder.join("same.csv")).ok();
/// let mut log = DecisionLog::open(&folder.join("same.csv"))?;
/// let mut row = DecisionLog::row_of(["R7", "A3"], Decision::Unsure);
/// row.who = "M. Lee".to_owned();
/// assert!(log.add(&row).unwrap());
/// assert_eq!(DecisionLog::open(&folder.join("same.csv"))?.last(["A3", "R7"]).unwrap().who, "M. Lee");
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Debug)]
pub struct DecisionLog {
    path: PathBuf,
    layout: Layout,
    rows: Vec<DecisionRow>,
    problems: Problems,
}

/// How the rows of a file are written.
#[derive(Clone, Debug)]
struct Layout {
    separator: u8,
    line_end: &'static str,
    /// For each column of the file, the column of [`COLUMNS`] that it is.
    columns: Vec<Option<usize>>,
}

impl Layout {
    /// The layout of a new file.
    fn new() -> Layout {
        Layout { separator: b',', line_end: "\n", columns: (0..COLUMNS.len()).map(Some).collect() }
    }

    /// Returns a line of cells, one for each of [`COLUMNS`].
    fn line(&self, cells: [&str; COLUMNS.len()]) -> io::Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.separator).from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|column| column.map_or("", |at| cells[at])))?;
        let mut line = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        line.pop_if(|byte| *byte == b'\n');
        line.extend_from_slice(self.line_end.as_bytes());
        Ok(line)
    }

    /// Returns the line of a row.
    fn row(&self, row: &DecisionRow) -> io::Result<Vec<u8>> {
        let decision = if row.decision == Decision::Open { "" } else { row.decision.as_str() };
        let probability = row.probability.map(|number| format!("{number:.4}")).unwrap_or_default();
        self.line([&row.a, &row.b, decision, &probability, &row.who, &row.when, &row.why, &row.keep])
    }
}

impl DecisionLog {
    /// Opens a file to add rows to it. If there is none, it is created with a header.
    ///
    /// # Errors
    /// [`DatasetError::Rejected`] if the file is no file of decisions, or one at whose end a row would not be read back; the file
    /// stays as it is. [`DatasetError::Read`] if it cannot be read, created or written.
    pub fn open(path: &Path) -> Result<DecisionLog, DatasetError> {
        let fail = |source| DatasetError::Read { path: path.display().to_string(), source };
        let mut log = DecisionLog {
            path: path.to_owned(),
            layout: Layout::new(),
            rows: Vec::new(),
            problems: Problems::default(),
        };
        match std::fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                OpenOptions::new().write(true).create_new(true).open(path).map_err(fail)?;
            }
            Err(error) => return Err(fail(error)),
            Ok(about) if !about.is_file() => {
                return Err(log.rejected(1, "this is not a file that rows can be added to"));
            }
            Ok(_) => drop(OpenOptions::new().append(true).open(path).map_err(fail)?),
        }
        let bytes = std::fs::read(path).map_err(fail)?;
        if bytes.is_empty() {
            let header = log.layout.line(COLUMNS).map_err(fail)?;
            log.append(&header).map_err(fail)?;
            return Ok(log);
        }
        log.layout = log.layout_of(&bytes)?;
        let (rows, problems) = rows_of(path, bytes.clone())?;
        log.check_end(bytes, rows.len())?;
        (log.rows, log.problems) = (rows, problems);
        Ok(log)
    }

    /// Returns a row for two records that says nothing else.
    pub fn row_of([a, b]: [&str; 2], decision: Decision) -> DecisionRow {
        DecisionRow {
            a: a.min(b).to_owned(),
            b: a.max(b).to_owned(),
            decision,
            probability: None,
            who: String::new(),
            when: String::new(),
            why: String::new(),
            keep: String::new(),
            place: Place::default(),
        }
    }

    /// Returns the rows that could be read, in the order of the file. Of a pair the last row counts.
    pub fn rows(&self) -> &[DecisionRow] {
        &self.rows
    }

    /// Returns the row that counts for a pair.
    pub fn last(&self, [a, b]: [&str; 2]) -> Option<&DecisionRow> {
        let pair = (a.min(b), a.max(b));
        self.rows.iter().rev().find(|row| row.pair() == pair)
    }

    /// Returns the rows of the file that could not be read.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.listed().iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// Adds a row at the end of the file, and returns once it is on disk. A row that says what the row says that counts is not added:
    /// then the result is `false`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&mut self, row: &DecisionRow) -> io::Result<bool> {
        let row = DecisionRow { place: Place::default(), ..row.clone() };
        if self.last([&row.a, &row.b]).is_some_and(|last| last.says_the_same(&row)) {
            return Ok(false);
        }
        let line = self.layout.row(&row)?;
        self.append(&line)?;
        self.rows.push(row);
        Ok(true)
    }

    /// Adds a line in one piece. A last line without an end gets one first.
    fn append(&self, line: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).open(&self.path)?;
        let mut bytes = if ends_in_a_line(&mut file)? { Vec::new() } else { self.layout.line_end.as_bytes().to_vec() };
        bytes.extend_from_slice(line);
        file.write_all(&bytes)?;
        file.sync_data()
    }

    /// Returns the layout of a file with a header.
    fn layout_of(&self, bytes: &[u8]) -> Result<Layout, DatasetError> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(self.rejected(1, "the file is not UTF-8; rows can be added only to a file in UTF-8"));
        };
        let file = DataFile::in_memory(self.path.display().to_string(), bytes.to_vec());
        let options = LoadOptions::default();
        let opened = OpenedTable::new(file.name(), &mut file.open(options.limits, None)?, Quotes::Meant)?;
        let column = |name: &String| COLUMNS.iter().position(|column| name.eq_ignore_ascii_case(column));
        let columns: Vec<Option<usize>> = opened.names.iter().map(column).collect();
        let missing: Vec<&str> = (0..NEEDED).filter(|at| !columns.contains(&Some(*at))).map(|at| COLUMNS[at]).collect();
        let is_repeated = (0..COLUMNS.len()).any(|at| columns.iter().filter(|own| **own == Some(at)).count() > 1);
        if !missing.is_empty() || is_repeated {
            let found: Vec<String> = opened.names.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
            let (missing, found) = (missing.join(", "), found.join(", "));
            let lack = if is_repeated { "has a column twice".to_owned() } else { format!("lacks {missing}") };
            let message = format!(
                "rows can be added only to a file of decisions, with the columns {}; the header {lack}: {found}. Name another file, which is created if there is none",
                COLUMNS.join(", "),
            );
            return Err(self.rejected(1, &message));
        }
        let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Ok(Layout { separator: opened.separator, line_end, columns })
    }

    /// Refuses a file at whose end a row would not be read back as it was written, such as one that ends within quotes.
    fn check_end(&self, mut bytes: Vec<u8>, count: usize) -> Result<(), DatasetError> {
        let fail = |source| DatasetError::Read { path: self.path.display().to_string(), source };
        let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let probe = DecisionRow { why: "a, \"b\"; c".to_owned(), ..DecisionLog::row_of(["a", "b"], Decision::Unsure) };
        if !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r") {
            bytes.extend_from_slice(self.layout.line_end.as_bytes());
        }
        bytes.extend(self.layout.row(&probe).map_err(fail)?);
        let read = rows_of(&self.path, bytes)?.0;
        match read.last() {
            Some(last)
                if read.len() == count + 1 && last.says_the_same(&DecisionRow { place: last.place, ..probe }) =>
            {
                Ok(())
            }
            _ => Err(self.rejected(lines, "a row added here would not be read back; is a quote above not closed?")),
        }
    }

    fn rejected(&self, line: u64, message: &str) -> DatasetError {
        let file = self.path.display().to_string();
        DatasetError::Rejected { file, line, column: 1, message: message.to_owned() }
    }
}

/// Returns the rows of a file, and what is wrong with it. Ids that the data does not have are no trouble here.
fn rows_of(path: &Path, bytes: Vec<u8>) -> Result<(Vec<DecisionRow>, Problems), DatasetError> {
    let file = DataFile::in_memory(path.display().to_string(), bytes);
    let (nobody, before, mut problems) = (Entities::default(), Decisions::default(), Problems::default());
    let records = Records { people: &nobody, companies: &nobody, before: &before };
    let DecisionFile { rows, .. } = read(&file, 0, &LoadOptions::default(), &records, &mut problems)?;
    Ok((rows, problems))
}

/// Returns `true` if a file is empty or ends with the end of a line.
fn ends_in_a_line(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(matches!(last[0], b'\n' | b'\r'))
}
