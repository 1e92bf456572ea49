//! Reads the records of tables with a header (CSV, TSV) in parallel. Cells are looked up by the column names of the
//! file.

use std::collections::HashMap;

use super::jsonl_records;
use super::row_sink::{Position, RowSink};
use crate::blocks::Block;
use crate::columns::Table;
use crate::error::DatasetError;
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record, plain_reader, separator};
use crate::formats::sniff::Head;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// The column names of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heading {
    names: Vec<String>,
    /// The index of the first column of each name.
    at: HashMap<String, usize>,
}

impl Heading {
    fn new(names: Vec<String>) -> Heading {
        let mut at = HashMap::with_capacity(names.len());
        for (column, name) in names.iter().enumerate() {
            at.entry(name.clone()).or_insert(column);
        }
        Heading { names, at }
    }

    /// Returns the heading of a file, read as a table.
    pub(crate) fn from_head(head: &Head) -> Heading {
        let bytes = head.text.as_bytes();
        let first = plain_reader(separator(bytes), bytes).into_records().next();
        let names = first.and_then(Result::ok).unwrap_or_default();
        Heading::new(names.iter().map(|name| name.trim().to_owned()).collect())
    }

    /// Returns the heading with other names for its columns.
    pub(crate) fn renamed(self, name: fn(&str) -> &str) -> Heading {
        Heading::new(self.names.iter().map(|own| name(own).to_owned()).collect())
    }

    /// Returns `true` if the table has all these columns.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.at.contains_key(*name))
    }

    /// Returns the column names, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// One record; its cells are trimmed.
pub(crate) struct Record<'r> {
    heading: &'r Heading,
    cells: &'r [&'r str],
}

impl<'r> Record<'r> {
    /// Returns the cell of a column; empty if there is no such column.
    pub(crate) fn get(&self, name: &str) -> &'r str {
        self.heading.at.get(name).and_then(|column| self.cells.get(*column)).copied().unwrap_or("")
    }

    /// Returns the cells that are not empty with their column names, except for the `known` columns.
    pub(crate) fn except(&self, known: &[&str]) -> Vec<(&'r str, &'r str)> {
        let cells = self.heading.names.iter().map(String::as_str).zip(self.cells.iter().copied());
        cells.filter(|(name, cell)| !cell.is_empty() && !known.contains(name)).collect()
    }
}

/// Parses the records of a format; each thread has its own parser.
pub(crate) trait RecordParser: Send {
    /// Parses a record with at least one cell that is not empty.
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>);
}

/// Reads all records of a table with one worker per thread, and adds the rows to the loader. `finish` gets the
/// workers, in no order, and may add rows that need the whole table.
///
/// # Errors
/// If the file cannot be read, is empty, or lacks one of the `needed` columns.
pub(crate) fn read<W: RecordParser>(
    loader: &mut Loader,
    file: &str,
    text: CheckedReader,
    (quotes, needed): (Quotes, &[&str]),
    worker: impl Fn(&Heading) -> W,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    read_renamed(loader, file, text, (quotes, needed, |name| name), worker, finish)
}

/// Reads a table as [`read`] does, after its columns got other names.
///
/// # Errors
/// See [`read`].
pub(crate) fn read_renamed<W: RecordParser>(
    loader: &mut Loader,
    file: &str,
    mut text: CheckedReader,
    (quotes, needed, name): (Quotes, &[&str], fn(&str) -> &str),
    worker: impl Fn(&Heading) -> W,
    finish: impl FnOnce(Vec<W>, &mut RowSink<'_>, &mut Loader),
) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut opened = OpenedTable::new(file, &mut text, quotes)?;
    let heading = Heading::new(std::mem::take(&mut opened.names)).renamed(name);
    if let Some(missing) = needed.iter().find(|name| !heading.has(&[name])) {
        let message = format!("no column {missing}, which this format requires");
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message });
    }
    let style = (opened.separator, quotes);
    let read_block = |sink: &mut RowSink<'_>, worker: &mut W, block: &Block| {
        for_each_record(block, style, file, |line, cells| match cells {
            Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
            Ok(cells) => {
                if cells.len() > heading.names.len() {
                    sink.skip_unused("cells beyond the last heading", Position::at_line(line));
                }
                worker.parse_record(sink, Position::at_line(line), &Record { heading: &heading, cells });
            }
            Err(cell) => {
                sink.reject(Table::Seats, Position { line, column: cell as u64 + 1 }, NOT_UTF8.to_owned());
            }
        })
    };
    loader.progress.report(|progress| progress.advance(opened.read, 0));
    let blocks = opened.blocks(text, file);
    jsonl_records::read_blocks(loader, (file, number), blocks, || worker(&heading), read_block, finish)
}
