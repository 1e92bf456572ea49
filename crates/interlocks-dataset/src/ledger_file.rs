//! Small tables that people and programs add rows to, such as decisions: each row says who, when and why.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::LoadOptions;
use crate::columns::HeadingKey;
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record};
use crate::problem::{Problem, Severity};

/// The kind of a table that rows are added to: what it holds, and its columns.
#[derive(Clone, Copy, Debug)]
pub struct LedgerKind {
    /// What it holds, such as `decisions`.
    pub of: &'static str,
    /// The columns of a new file.
    pub columns: &'static [&'static str],
    /// How many of them, from the first, a file must have to be added to.
    pub needed: usize,
}

/// A row of such a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// A cell for each column of the kind; empty if the file has no such column.
    pub cells: Vec<String>,
}

/// The rows of such a table, and what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct LedgerTable {
    /// The rows that could be read, in the order of the file.
    pub rows: Vec<LedgerRow>,
    /// What is wrong with other rows.
    pub problems: Vec<Problem>,
    /// For each column of the kind, its number in the file, from 1; 1 if the file has no such column.
    pub numbers: Vec<u64>,
}

impl LedgerKind {
    /// Reads a table: comma-, semicolon- or tab-separated, with its columns in any order and others among them.
    ///
    /// # Errors
    /// If it cannot be read, or lacks a column that is needed.
    pub fn read(self, path: &Path) -> Result<LedgerTable, DatasetError> {
        self.read_file(&DataFile::on_disk(path))
    }

    fn read_file(self, file: &DataFile) -> Result<LedgerTable, DatasetError> {
        let (name, options) = (file.name(), LoadOptions::default());
        let mut text = file.open(options.limits, None)?;
        let opened = OpenedTable::new(name, &mut text, Quotes::Meant)?;
        let keys: Vec<HeadingKey> = opened.names.iter().map(|name| HeadingKey::new(name)).collect();
        let places: Vec<Option<usize>> =
            self.columns.iter().map(|column| keys.iter().position(|key| key.is(column))).collect();
        if let Some(missing) = places.iter().take(self.needed).position(Option::is_none) {
            let (missing, columns) = (self.columns[missing], self.columns.join(", "));
            let message = format!(
                "no column {missing}: the header has {}; a file of {} is a table with the columns {columns}",
                first_names(&opened.names),
                self.of
            );
            return Err(DatasetError::Rejected { file: name.to_owned(), line: 1, column: 1, message });
        }
        let numbers = places.iter().map(|place| place.map_or(1, |at| at as u64 + 1)).collect();
        let mut table = LedgerTable { numbers, ..LedgerTable::default() };
        let (separator, width) = ((opened.separator, opened.quotes), opened.names.len());
        let mut blocks = opened.blocks(text, name);
        let mut memory = Vec::new();
        while let Some(block) = blocks.next(memory)? {
            for_each_record(&block, separator, name, |line, cells| table.add(name, &places, width, line, cells))?;
            memory = block.bytes;
        }
        Ok(table)
    }
}

/// Returns the names of a header, shortened.
fn first_names(names: &[String]) -> String {
    let names = names.iter().take(20).map(|name| name.chars().take(40).collect::<String>());
    names.collect::<Vec<String>>().join(", ")
}

impl LedgerTable {
    /// Adds a record of the file; `Err` is the number of a cell that is not UTF-8.
    fn add(&mut self, file: &str, places: &[Option<usize>], width: usize, line: u64, cells: Result<&[&str], usize>) {
        let mut wrong = |at: usize, message: String| {
            let (severity, file) = (Severity::Error, file.to_owned());
            self.problems.push(Problem { severity, file, line, column: at as u64 + 1, message });
        };
        let cells = match cells {
            Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => return,
            Ok(cells) => cells,
            Err(at) => return wrong(at, NOT_UTF8.to_owned()),
        };
        if let Some(at) = (width..cells.len()).rev().find(|at| !cells[*at].is_empty()) {
            let have = cells.len();
            return wrong(
                at,
                format!(
                    "the row has {have} cells where the header has {width}; is a separator inside a cell not quoted?"
                ),
            );
        }
        let cell = |place: &Option<usize>| place.and_then(|at| cells.get(at)).copied().unwrap_or("").to_owned();
        self.rows.push(LedgerRow { line, cells: places.iter().map(cell).collect() });
    }
}

/// A file that rows are added to at its end. Nothing that it holds is ever changed.
#[derive(Debug)]
pub struct LedgerFile {
    kind: LedgerKind,
    path: PathBuf,
    separator: u8,
    line_end: &'static str,
    /// For each column of the file, the column of the kind that it is.
    columns: Vec<Option<usize>>,
}

impl LedgerFile {
    /// Opens a file to add rows to it. If there is none, it is created with a header.
    ///
    /// # Errors
    /// [`DatasetError::Rejected`] if the file is not of the kind, or one at whose end a row would not be read back; the file
    /// stays as it is. [`DatasetError::Read`] if it cannot be read, created or written.
    pub fn open(path: &Path, kind: LedgerKind) -> Result<LedgerFile, DatasetError> {
        let fail = |source| DatasetError::Read { path: path.display().to_string(), source };
        let columns = (0..kind.columns.len()).map(Some).collect();
        let mut file = LedgerFile { kind, path: path.to_owned(), separator: b',', line_end: "\n", columns };
        match std::fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                OpenOptions::new().write(true).create_new(true).open(path).map_err(fail)?;
            }
            Err(error) => return Err(fail(error)),
            Ok(about) if !about.is_file() => {
                return Err(file.rejected(1, "this is not a file that rows can be added to"));
            }
            Ok(_) => drop(OpenOptions::new().append(true).open(path).map_err(fail)?),
        }
        let bytes = std::fs::read(path).map_err(fail)?;
        if bytes.is_empty() {
            let header = file.line(kind.columns).map_err(fail)?;
            file.append(&header).map_err(fail)?;
            return Ok(file);
        }
        file.take_layout(&bytes)?;
        file.check_end(bytes)?;
        Ok(file)
    }

    /// Adds a row, one cell for each column of the kind, and returns once it is on disk.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&self, cells: &[&str]) -> io::Result<()> {
        self.add_all(&[cells.iter().map(|cell| (*cell).to_owned()).collect()])
    }

    /// Adds rows in one piece, and returns once they are on disk.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add_all(&self, rows: &[Vec<String>]) -> io::Result<()> {
        let mut lines = Vec::new();
        for row in rows {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            lines.extend(self.line(&cells)?);
        }
        self.append(&lines)
    }

    /// Returns a line of cells, one for each column of the kind.
    fn line(&self, cells: &[&str]) -> io::Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().delimiter(self.separator).from_writer(Vec::new());
        let cell = |column: &Option<usize>| column.and_then(|at| cells.get(at)).copied().unwrap_or("");
        writer.write_record(self.columns.iter().map(cell))?;
        let mut line = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        line.pop_if(|byte| *byte == b'\n');
        line.extend_from_slice(self.line_end.as_bytes());
        Ok(line)
    }

    /// Adds lines in one piece. A last line without an end gets one first.
    fn append(&self, lines: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().read(true).append(true).open(&self.path)?;
        let mut bytes = if ends_in_a_line(&mut file)? { Vec::new() } else { self.line_end.as_bytes().to_vec() };
        bytes.extend_from_slice(lines);
        file.write_all(&bytes)?;
        file.sync_data()
    }

    /// Takes the layout of a file with a header.
    fn take_layout(&mut self, bytes: &[u8]) -> Result<(), DatasetError> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(self.rejected(1, "the file is not UTF-8; rows can be added only to a file in UTF-8"));
        };
        let known = self.kind.columns;
        let file = DataFile::in_memory(self.path.display().to_string(), bytes.to_vec());
        let opened =
            OpenedTable::new(file.name(), &mut file.open(LoadOptions::default().limits, None)?, Quotes::Meant)?;
        let column = |name: &String| known.iter().position(|column| name.eq_ignore_ascii_case(column));
        let columns: Vec<Option<usize>> = opened.names.iter().map(column).collect();
        let missing: Vec<&str> =
            (0..self.kind.needed).filter(|at| !columns.contains(&Some(*at))).map(|at| known[at]).collect();
        let is_repeated = (0..known.len()).any(|at| columns.iter().filter(|own| **own == Some(at)).count() > 1);
        if !missing.is_empty() || is_repeated {
            let lack =
                if is_repeated { "has a column twice".to_owned() } else { format!("lacks {}", missing.join(", ")) };
            let message = format!(
                "rows can be added only to a file of {}, with the columns {}; the header {lack}: {}. Name another file, which is created if there is none",
                self.kind.of,
                known.join(", "),
                first_names(&opened.names)
            );
            return Err(self.rejected(1, &message));
        }
        self.separator = opened.separator;
        self.line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        self.columns = columns;
        Ok(())
    }

    /// Refuses a file at whose end a row would not be read back as it was written, such as one that ends within quotes.
    fn check_end(&self, mut bytes: Vec<u8>) -> Result<(), DatasetError> {
        let fail = |source| DatasetError::Read { path: self.path.display().to_string(), source };
        let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        let read = |bytes: Vec<u8>| {
            let file = DataFile::in_memory(self.path.display().to_string(), bytes);
            self.kind.read_file(&file).map(|table| table.rows)
        };
        let count = read(bytes.clone())?.len();
        let probe: Vec<&str> = self.kind.columns.iter().map(|_| "a, \"b\"; c").collect();
        if !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r") {
            bytes.extend_from_slice(self.line_end.as_bytes());
        }
        bytes.extend(self.line(&probe).map_err(fail)?);
        let is_written = |at: usize| self.columns.contains(&Some(at));
        let is_probe = |row: &LedgerRow| (0..probe.len()).all(|at| !is_written(at) || row.cells[at] == probe[at]);
        match read(bytes)?.as_slice() {
            rows @ [.., last] if rows.len() == count + 1 && is_probe(last) => Ok(()),
            _ => Err(self.rejected(lines, "a row added here would not be read back; is a quote above not closed?")),
        }
    }

    fn rejected(&self, line: u64, message: &str) -> DatasetError {
        let file = self.path.display().to_string();
        DatasetError::Rejected { file, line, column: 1, message: message.to_owned() }
    }
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
