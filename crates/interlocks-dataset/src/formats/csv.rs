//! Tables of comma-, semicolon- or tab-separated values, quoted as in RFC 4180.
//!
//! Workers read blocks of whole records in parallel. A block without quotes is split at separators and line ends;
//! any other is read by the `csv` crate.

use std::io::Read;

use interlocks_core::model::Place;
use interlocks_core::wording::counted;

use super::sniff::Head;
use super::table_kind::table_of;
use crate::blocks::{Block, Blocks, par_blocks, quote_end};
use crate::columns::{ColumnNames, Field, Table, names, required};
use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};
use crate::loader::Loader;
use crate::problem::{Problem, Severity};
use crate::progress::ProgressHandle;
use crate::readers::TableReader;
use crate::record::{Header, Row};
use crate::remarks::remark;

/// The most lines of a quoted cell; a longer one has an unclosed quote.
const MOST_LINES_IN_A_ROW: u64 = 1_000;

/// The error for a cell that is not UTF-8.
pub(crate) const NOT_UTF8: &str = "the cell is not UTF-8; save the file as UTF-8";

/// The longest header, in bytes.
const LONGEST_HEADER: u64 = 1 << 21;

/// Reads one table of a dataset.
pub(crate) fn read(loader: &mut Loader, table: Table, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    loader.declare_table(table);
    let (opened, _) = open(loader, table, file, &mut text)?;
    read_opened(loader, table, file, text, opened)
}

/// Reads a table that stands alone: what it holds follows from its header and the name of its file. It need not list all
/// people or companies.
pub(crate) fn read_single(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    let (opened, table) = open(loader, Table::Seats, file, &mut text)?;
    // A header that is none is refused as one of seats.
    read_opened(loader, table.unwrap_or(Table::Seats), file, text, opened)
}

/// Opens a table at its header. Also returns the table that the header is, if it is one that is known; `table` is the one that
/// is expected.
fn open(
    loader: &Loader,
    table: Table,
    file: &str,
    text: &mut CheckedReader,
) -> Result<(OpenedTable, Option<Table>), DatasetError> {
    let mut opened = OpenedTable::new(file, text, Quotes::Meant)?;
    opened.skip_lines(loader.skip_rows).map_err(|error| csv_error(file, error))?;
    if opened.names.iter().all(String::is_empty) {
        return Err(DatasetError::Rejected {
            file: file.to_owned(),
            line: 1,
            column: 1,
            message: empty_message(table),
        });
    }
    let found = opened.skip_to_header(|names| table_of(file, names, &loader.columns));
    Ok((opened, found))
}

fn read_opened(
    loader: &mut Loader,
    table: Table,
    file: &str,
    text: CheckedReader,
    opened: OpenedTable,
) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let header = Header::new(&loader.columns, table, opened.names.clone());
    if let Some(message) = missing_column(table, &header) {
        let message = loader.columns.unmet_in(table).unwrap_or(message);
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message });
    }
    loader.note_unused_columns(file, header.unused());
    loader.add_titles(file, &opened.titles);
    if opened.skipped > 0 {
        let message = format!("skipped {} before the header", counted(opened.skipped, "line"));
        let file = file.to_owned();
        loader.problems.push(Problem { severity: Severity::Warning, file, line: 1, column: 1, message });
    }
    loader.progress.report(|progress| progress.advance(opened.read, 0));
    let separator = opened.separator;
    let blocks = opened.blocks(text, file);
    let needed = required(table).iter().flat_map(|field| header.columns_of(*field)).collect();
    let parser = TableParser { table, file, number, separator, header, needed, progress: loader.progress.clone() };
    let readers = parser.read(loader, blocks)?;
    loader.add_readers(table, readers)?;
    Ok(())
}

/// The most lines before the header of a table: titles and notes.
const MOST_TITLE_LINES: u64 = 20;

/// The meaning of quotes around cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    /// Quotes enclose cells.
    Meant,
    /// Quotes are part of the text; cells are separated by tabs and every line is a record.
    Literal,
}

/// A table whose header was read.
#[derive(Clone)]
pub(crate) struct OpenedTable {
    /// The separator of cells.
    pub separator: u8,
    /// The meaning of quotes.
    pub quotes: Quotes,
    /// The trimmed names of the columns; empty if the file is empty.
    pub names: Vec<String>,
    /// The number of bytes up to the end of the header.
    pub read: u64,
    /// The number of lines before the header.
    skipped: u64,
    /// The texts of those lines.
    titles: Vec<String>,
    /// The line on which the header begins.
    header_line: u64,
    /// The bytes read after the header; they begin on `line`.
    body: Vec<u8>,
    line: u64,
}

impl OpenedTable {
    /// Reads the header.
    ///
    /// # Errors
    /// If the beginning cannot be read.
    pub(crate) fn new(file: &str, text: &mut CheckedReader, quotes: Quotes) -> Result<OpenedTable, DatasetError> {
        let mut head = Vec::new();
        text.by_ref().take(LONGEST_HEADER).read_to_end(&mut head).map_err(|error| reading_error(file, error))?;
        let mark = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        let told = told_separator(&head[mark..]).filter(|_| quotes == Quotes::Meant);
        let start = mark + told.map_or(0, |(_, length)| length);
        let line = 1 + u64::from(told.is_some());
        let mut opened = OpenedTable {
            separator: told.map_or(b'\t', |(separator, _)| separator),
            quotes,
            names: Vec::new(),
            read: start as u64,
            skipped: 0,
            titles: Vec::new(),
            header_line: line,
            body: head.split_off(start),
            line,
        };
        if told.is_none() && quotes == Quotes::Meant {
            opened.separator = separator(&opened.body);
        }
        opened.read_header().map_err(|error| csv_error(file, error))?;
        Ok(opened)
    }

    /// Reads the header at the beginning of the body.
    fn read_header(&mut self) -> csv::Result<()> {
        let mut reader = reader(self.separator, self.quotes, self.body.as_slice());
        let mut header = csv::ByteRecord::new();
        reader.read_byte_record(&mut header)?;
        let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX).min(self.body.len());
        self.names = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        self.header_line = self.line;
        self.line += line_ends(&self.body, 0..end);
        self.read += end as u64;
        self.body = self.body.split_off(end);
        Ok(())
    }

    /// Takes the header from some lines further on.
    fn skip_lines(&mut self, count: usize) -> csv::Result<()> {
        for _ in 0..count {
            self.separator = separator(self.body.trim_ascii_start());
            self.read_header()?;
        }
        Ok(())
    }

    /// Goes on to the first of some lines that is a header, and returns its table; stays if none is.
    fn skip_to_header(&mut self, table: impl Fn(&[String]) -> Option<Table>) -> Option<Table> {
        if let Some(found) = table(&self.names) {
            return Some(found);
        }
        let mut later = self.clone();
        // Lines that end in carriage returns alone have one number.
        let mut titles = 0;
        while titles < MOST_TITLE_LINES
            && later.header_line - self.header_line < MOST_TITLE_LINES
            && !later.body.is_empty()
        {
            later.titles.push(later.names.join(" ").trim().to_owned());
            later.separator = separator(later.body.trim_ascii_start());
            later.read_header().ok()?;
            titles += 1;
            if let Some(found) = table(&later.names) {
                later.skipped = titles.max(later.header_line - self.header_line);
                *self = later;
                return Some(found);
            }
        }
        None
    }

    /// Returns the records after the header in blocks.
    pub(crate) fn blocks(self, text: CheckedReader, file: &str) -> Blocks {
        let separator = (self.quotes == Quotes::Meant).then_some(self.separator);
        Blocks::new(text, file, separator, self.body, self.line)
    }
}

/// Calls `visit` for each record of a block with the line on which it begins and its cells, or the number of the
/// first cell that is not UTF-8. Returns the number of records.
///
/// # Errors
/// If a quoted cell is too long.
pub(crate) fn for_each_record(
    block: &Block,
    (separator, quotes): (u8, Quotes),
    file: &str,
    mut visit: impl FnMut(u64, Result<&[&str], usize>),
) -> Result<u64, DatasetError> {
    let mut records = reader(separator, quotes, block.bytes.as_slice());
    let mut record = csv::ByteRecord::new();
    let (mut line, mut at, mut rows) = (block.line, 0, 0);
    while records.read_byte_record(&mut record).map_err(|error| csv_error(file, error))? {
        let offset = |position: Option<&csv::Position>| {
            usize::try_from(position.map_or(0, csv::Position::byte)).unwrap_or(usize::MAX).min(block.bytes.len())
        };
        let start = offset(record.position());
        // Line ends before the record belong to the previous one or to blank lines.
        let blank = block.bytes[start..].iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        line += line_ends(&block.bytes, at..start + blank);
        at = start + blank;
        let end = offset(Some(records.position()));
        let lines = line_ends(&block.bytes, at.min(end)..end);
        if lines > MOST_LINES_IN_A_ROW {
            return Err(long_cell(file, line));
        }
        let mut unreadable = None;
        let text = |(at, cell)| {
            std::str::from_utf8(cell).map_or_else(
                |_| {
                    unreadable.get_or_insert(at);
                    ""
                },
                trimmed,
            )
        };
        let cells: Vec<&str> = record.iter().enumerate().map(text).collect();
        visit(line, unreadable.map_or(Ok(&cells), Err));
        rows += 1;
    }
    Ok(rows)
}

/// Calls `visit` for each record of a text with the line on which it begins and its cells: all records but blank lines are
/// those of [`for_each_record`], without a copy of the cells. Every carriage return must be followed by a line feed; `quoted`
/// says whether a cell may be quoted. Returns the number of records.
///
/// # Errors
/// If a quoted cell is too long.
fn for_each_row(
    text: &str,
    first: u64,
    (separator, quoted): (u8, bool),
    file: &str,
    mut visit: impl FnMut(u64, &[&str]),
) -> Result<u64, DatasetError> {
    let bytes = text.as_bytes();
    let mut cells: Vec<&str> = Vec::new();
    let (mut line, mut rows) = (first, 0);
    let (mut record, mut start) = (0, 0);
    // Some cell is not a part of the text: it has quotes within quotes.
    let (mut is_escaped, mut inner_lines) = (false, 0);
    let mut unescaped = Unescaped::default();
    loop {
        let mut from = start;
        let is_quoted = quoted && bytes.get(start) == Some(&b'"');
        if is_quoted {
            from = quote_end(bytes, start + 1);
            inner_lines += memchr::memchr_iter(b'\n', &bytes[start..from]).count() as u64;
        }
        let end = memchr::memchr2(separator, b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at);
        let is_last = end == bytes.len() || bytes[end] == b'\n';
        let cell = &text[start..end];
        if is_quoted {
            let cell = if is_last { cell.strip_suffix('\r').unwrap_or(cell) } else { cell };
            let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
            let inner = inner.filter(|inner| memchr::memchr(b'"', inner.as_bytes()).is_none());
            is_escaped |= inner.is_none();
            cells.push(inner.map_or(cell, trimmed));
        } else {
            cells.push(trimmed(cell));
        }
        if is_last {
            if inner_lines > MOST_LINES_IN_A_ROW {
                return Err(long_cell(file, line));
            }
            let is_blank = matches!(&bytes[record..end], b"" | b"\r");
            if is_escaped {
                unescaped.read(&text[record..end], separator);
                unescaped.visit(|cells| visit(line, cells));
            } else if !is_blank {
                visit(line, &cells);
            }
            rows += u64::from(!is_blank);
            line += 1 + inner_lines;
            (record, is_escaped, inner_lines) = (end + 1, false, 0);
            cells.clear();
            if end + 1 >= bytes.len() {
                return Ok(rows);
            }
        }
        start = end + 1;
    }
}

/// The cells of a record that has quotes within quotes, which are no parts of its text.
#[derive(Default)]
struct Unescaped {
    text: String,
    ends: Vec<usize>,
}

impl Unescaped {
    /// Adds the cells of a record.
    fn read(&mut self, record: &str, separator: u8) {
        let record = record.strip_suffix('\r').unwrap_or(record);
        let mut start = 0;
        loop {
            let bytes = record.as_bytes();
            let from = if bytes.get(start) == Some(&b'"') { quote_end(bytes, start + 1) } else { start };
            let end = memchr::memchr(separator, &bytes[from..]).map_or(bytes.len(), |at| from + at);
            self.push(&record[start..end]);
            if end == bytes.len() {
                return;
            }
            start = end + 1;
        }
    }

    /// Adds a cell: what is between quotes, where two quotes are one, and what follows up to the end of the cell.
    fn push(&mut self, cell: &str) {
        let mut rest = cell;
        if let Some(quoted) = cell.strip_prefix('"') {
            rest = quoted;
            while let Some(quote) = memchr::memchr(b'"', rest.as_bytes()) {
                self.text.push_str(&rest[..quote]);
                rest = &rest[quote + 1..];
                match rest.strip_prefix('"') {
                    Some(more) => rest = more,
                    None => break,
                }
                self.text.push('"');
            }
        }
        self.text.push_str(rest);
        self.ends.push(self.text.len());
    }

    /// Calls `visit` with the cells, and forgets them.
    fn visit(&mut self, visit: impl FnOnce(&[&str])) {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let cells: Vec<&str> = starts.zip(&self.ends).map(|(start, end)| trimmed(&self.text[start..*end])).collect();
        visit(&cells);
        self.text.clear();
        self.ends.clear();
    }
}

fn long_cell(file: &str, line: u64) -> DatasetError {
    let message = format!(
        "a quoted cell that starts on this line has more than {MOST_LINES_IN_A_ROW} lines; is its closing quote missing?"
    );
    DatasetError::Rejected { file: file.to_owned(), line, column: 1, message }
}

/// Returns the table whose header a file has on one of its first lines; `None` if it has none.
pub(crate) fn table(head: &Head, columns: &ColumnNames) -> Option<Table> {
    let mut lines = header_lines(head.text.as_bytes(), 0);
    lines.find_map(|line| table_of(&head.name, &first_records(&line, 0).0, columns))
}

/// A line of a table that may be its header.
pub(crate) struct HeaderLine<'t> {
    /// The separator of cells.
    pub separator: u8,
    /// The text from this line on.
    pub text: &'t [u8],
    /// The number of lines before it.
    pub before: u64,
}

/// Returns the lines of a text that may be the header of a table: the first one, or one below titles. JSON has none: its keys
/// on one line would pass for headings.
pub(crate) fn header_lines(text: &[u8], skip_rows: usize) -> impl Iterator<Item = HeaderLine<'_>> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let (told, start) = told_separator(text).map_or((None, 0), |(separator, length)| (Some(separator), length));
    let is_json = matches!(text.trim_ascii_start(), [b'{' | b'[', ..]);
    let lines = std::iter::successors((!is_json).then_some(&text[start..]), |rest| Some(&rest[first_line(rest)?.1..]));
    let lines = lines.zip(u64::from(told.is_some())..).skip(skip_rows);
    lines.take(MOST_TITLE_LINES as usize + 1).map(move |(text, before)| {
        let separator = told.unwrap_or_else(|| separator(text.trim_ascii_start()));
        HeaderLine { separator, text, before }
    })
}

/// Returns the cells of a line that may be a header, and those of some records below it.
pub(crate) fn first_records(line: &HeaderLine<'_>, most: usize) -> (Vec<String>, Vec<Vec<String>>) {
    let cells = |record: csv::ByteRecord| -> Vec<String> {
        record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
    };
    let reader = reader(line.separator, Quotes::Meant, line.text);
    let mut records = reader.into_byte_records().map_while(Result::ok).map(cells);
    (records.next().unwrap_or_default(), records.take(most).collect())
}

/// Parses the records of one table.
struct TableParser<'a> {
    table: Table,
    file: &'a str,
    number: u32,
    separator: u8,
    header: Header,
    /// The columns that every row needs.
    needed: Vec<usize>,
    progress: ProgressHandle,
}

impl TableParser<'_> {
    /// Reads all blocks with one worker per thread.
    fn read(&self, loader: &Loader, blocks: Blocks) -> Result<Vec<TableReader>, DatasetError> {
        par_blocks(
            blocks,
            &self.progress,
            || loader.reader(self.table),
            |reader, block| {
                let rows = self.block(reader, block)?;
                reader.end_block(block.number, self.number);
                Ok(rows)
            },
        )
    }

    /// Reads a block and returns its number of rows.
    fn block(&self, reader: &mut TableReader, block: &Block) -> Result<u64, DatasetError> {
        match simdutf8::basic::from_utf8(&block.bytes) {
            Ok(text) if !has_lone_return(&block.bytes) => {
                let row = |line, cells: &[&str]| self.row(reader, line, cells);
                for_each_row(text, block.line, (self.separator, block.quoted), self.file, row)
            }
            _ => self.records(reader, block),
        }
    }

    /// Reads a block with bytes that are not UTF-8, or with carriage returns that end records.
    fn records(&self, reader: &mut TableReader, block: &Block) -> Result<u64, DatasetError> {
        for_each_record(block, (self.separator, Quotes::Meant), self.file, |line, cells| match cells {
            Ok(cells) => self.row(reader, line, cells),
            Err(cell) => reader.drop_row(self.problem(line, cell, NOT_UTF8.to_owned())),
        })
    }

    fn problem(&self, line: u64, cell: usize, message: String) -> Problem {
        Problem { severity: Severity::Error, file: self.file.to_owned(), line, column: cell as u64 + 1, message }
    }

    /// Reads one row; one with too few or too many cells is dropped.
    fn row(&self, reader: &mut TableReader, line: u64, cells: &[&str]) {
        if let Some(text) = remark(cells, &self.needed) {
            return reader.add_remark(line, text);
        }
        let mut unreadable = None;
        let header = &self.header;
        let (have, want) = (cells.len(), header.width);
        if have < want && lacks_needed(self.table, header, have) {
            let blank = cells.iter().all(|cell| cell.is_empty());
            unreadable = (!blank).then(|| (have, format!("the row has {have} cells where the header has {want}")));
            if blank {
                return;
            }
        } else if let Some(at) = (want..have).rev().find(|at| !cells[*at].is_empty()) {
            let message = format!(
                "the row has {have} cells where the header has {want}; is a separator inside a cell not quoted?"
            );
            unreadable = Some((at, message));
        }
        match unreadable {
            Some((at, message)) => reader.drop_row(self.problem(line, at, message)),
            None => {
                let place = Place { file: self.number, line };
                reader.row(&Row { place, file: self.file, header, cells: &cells[..have.min(want)], character: None });
            }
        }
    }
}

/// Trims a cell; fast for cells that begin and end with a printable ASCII character.
#[inline]
fn trimmed(cell: &str) -> &str {
    let plain = |byte: Option<&u8>| byte.is_none_or(|byte| (0x21..0x7f).contains(byte));
    let bytes = cell.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) { cell } else { cell.trim() }
}

/// Returns the number of line ends in a part of a text: line feeds, and carriage returns that none follows.
fn line_ends(text: &[u8], part: std::ops::Range<usize>) -> u64 {
    let ends = memchr::memchr2_iter(b'\n', b'\r', &text[part.clone()]).map(|at| part.start + at);
    ends.filter(|at| text[*at] == b'\n' || text.get(at + 1) != Some(&b'\n')).count() as u64
}

/// Returns `true` if some carriage return is not followed by a line feed: it ends a record.
fn has_lone_return(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

pub(super) fn plain_reader<R: Read>(separator: u8, bytes: R) -> csv::Reader<R> {
    reader(separator, Quotes::Meant, bytes)
}

fn reader<R: Read>(separator: u8, quotes: Quotes, bytes: R) -> csv::Reader<R> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false).quoting(quotes == Quotes::Meant);
    builder.from_reader(bytes)
}

/// Returns `true` if a row of `cells` cells lacks a required one. Trailing empty cells are often omitted, which is
/// harmless.
fn lacks_needed(table: Table, header: &Header, cells: usize) -> bool {
    !required(table).iter().all(|needed| header.columns_of(*needed).all(|column| column < cells))
}

/// Returns the separator that a first line such as `sep=;` names, and the length of the line. Spreadsheets write it.
fn told_separator(head: &[u8]) -> Option<(u8, usize)> {
    let (line, length) = first_line(head)?;
    let line = line.trim_ascii();
    match line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line) {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] => Some((*separator, length)),
        _ => None,
    }
}

/// Returns the first line, and its length with its end: a line feed, a carriage return, or both.
pub(crate) fn first_line(text: &[u8]) -> Option<(&[u8], usize)> {
    let end = memchr::memchr2(b'\n', b'\r', text)?;
    let (line, rest) = text.split_at(end);
    Some((line, end + if rest.starts_with(b"\r\n") { 2 } else { 1 }))
}

/// Returns the separator that occurs most often in the first line.
pub(crate) fn separator(head: &[u8]) -> u8 {
    let line = first_line(head).map_or(head, |(line, _)| line);
    let count = |separator: u8| line.iter().filter(|&&byte| byte == separator).count();
    // `max_by_key` returns the last of equal elements, so the comma is preferred.
    [b'\t', b';', b','].into_iter().max_by_key(|&separator| count(separator)).unwrap_or(b',')
}

fn empty_message(table: Table) -> String {
    let columns: Vec<&str> = required(table).iter().map(|field| field.name()).collect();
    format!("the file is empty; the first line must name the columns, at least {}", columns.join(" and "))
}

/// Returns the error message for a header that lacks a required column.
pub(crate) fn missing_column(table: Table, header: &Header) -> Option<String> {
    let needed = required(table).iter().find(|needed| !header.has(**needed))?;
    Some(missing_message(table, *needed, &header.names))
}

fn missing_message(table: Table, needed: Field, header: &[String]) -> String {
    let found: Vec<String> = header.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
    format!(
        "no column for {needed}: the header has {}; accepted names are {}; or choose a column with --columns {needed}=COLUMN",
        found.join(", "),
        names(table, needed).join(", "),
    )
}

fn csv_error(file: &str, error: csv::Error) -> DatasetError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => reading_error(file, error),
        _ => DatasetError::Rejected {
            file: file.to_owned(),
            line: 1,
            column: 1,
            message: "the table cannot be read as comma-separated values".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn rows_are_the_records_of_the_library(parts in prop::collection::vec("[aé ,\"\n]|\r\n|\"\"|\",\"", 0..30)) {
            let text = parts.concat();
            let mut quick = Vec::new();
            let quoted = text.contains('"');
            let rows = for_each_row(&text, 7, (b',', quoted), "x", |line, cells| {
                quick.push((line, cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()));
            }).unwrap();
            let block = Block { number: 0, line: 7, bytes: text.clone().into_bytes(), quoted };
            let mut slow = Vec::new();
            for_each_record(&block, (b',', Quotes::Meant), "x", |line, cells| {
                slow.push((line, cells.unwrap().iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>()));
            }).unwrap();
            prop_assert_eq!(&quick, &slow, "{:?}", text);
            prop_assert_eq!(rows, slow.len() as u64);
        }
    }

    #[test]
    fn a_cell_of_too_many_lines_is_refused() {
        let text = format!("a,\"{}\"\n", "\n".repeat(1_001));
        let error = for_each_row(&text, 3, (b',', true), "x", |_, _| {}).unwrap_err();
        assert!(error.to_string().contains("more than 1000 lines"), "{error}");
        assert!(error.to_string().contains(":3:"), "{error}");
    }
}
