//! Tables of comma-, semicolon- or tab-separated values, quoted as RFC 4180.

use std::io::{BufRead, Read};

use crate::model::Place;

use super::super::cells::Row;
use super::super::columns::{Field, Table, names, required};
use super::super::error::DatasetError;
use super::super::input::{TextReader, reading_error};
use super::super::loader::Loader;
use super::super::problem::{Problem, Severity};

/// A quoted cell over more lines than this is an opening quote that nobody closed.
const MOST_LINES_IN_A_ROW: u64 = 1_000;

/// Reads one table.
pub fn read(loader: &mut Loader, table: Table, file: &str, mut text: TextReader) -> Result<(), DatasetError> {
    loader.begin(table);
    let number = loader.file(file);
    let reject = |line, column, message| DatasetError::Rejected { file: file.to_owned(), line, column, message };
    let head = text.fill_buf().map_err(|error| reading_error(file, error))?;
    let mark = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    let separator = separator(&head[mark..]);
    text.consume(mark);
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(true).from_reader(text);
    let header = reader.byte_headers().map_err(|error| csv_error(file, error))?.clone();
    if header.is_empty() || header.iter().all(<[u8]>::is_empty) {
        return Err(reject(1, 1, empty_message(table)));
    }
    let header: Vec<String> = header.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
    let fields = loader.columns.fields(table, header.iter().map(String::as_str));
    for &needed in required(table) {
        if !fields.contains(&Some(needed)) {
            return Err(reject(1, 1, missing_message(table, needed, &header)));
        }
    }
    rows(loader, table, file, number, &mut reader, &header, &fields)
}

fn rows<R: Read>(
    loader: &mut Loader,
    table: Table,
    file: &str,
    number: u32,
    reader: &mut csv::Reader<R>,
    header: &[String],
    fields: &[Option<Field>],
) -> Result<(), DatasetError> {
    let mut record = csv::ByteRecord::new();
    loop {
        let line_before = reader.position().line();
        if !reader.read_byte_record(&mut record).map_err(|error| csv_error(file, error))? {
            return Ok(());
        }
        let line = record.position().map_or(line_before, csv::Position::line);
        if reader.position().line() - line > MOST_LINES_IN_A_ROW {
            let message = format!(
                "a quoted cell that starts on this line runs over more than {MOST_LINES_IN_A_ROW} lines; is its closing quote missing?"
            );
            return Err(DatasetError::Rejected { file: file.to_owned(), line, column: 1, message });
        }
        let problem = |column: usize, message: String| Problem {
            severity: Severity::Error,
            file: file.to_owned(),
            line,
            column: column as u64 + 1,
            message,
        };
        let blank = record.iter().all(|cell| cell.trim_ascii().is_empty());
        if !blank && record.len() < header.len() && lacks_needed(table, fields, record.len()) {
            let message = format!("the row has {} cells where the header has {}", record.len(), header.len());
            loader.drop_row(table, problem(record.len(), message));
            continue;
        }
        let mut row = Row::new(file, Place { file: number, line });
        let mut unreadable = None;
        for (at, cell) in record.iter().enumerate() {
            match (std::str::from_utf8(cell), header.get(at)) {
                (Ok(text), Some(name)) => row.set(fields[at], name, text, at as u64 + 1),
                (Ok(text), None) if text.trim().is_empty() => {}
                (Ok(_), None) => {
                    unreadable = Some((
                        at,
                        format!(
                            "the row has {} cells where the header has {}; is a separator inside a cell not quoted?",
                            record.len(),
                            header.len()
                        ),
                    ));
                }
                (Err(_), _) => unreadable = Some((at, "the cell is not UTF-8; save the file as UTF-8".to_owned())),
            }
        }
        match unreadable {
            Some((at, message)) => loader.drop_row(table, problem(at, message)),
            None => loader.row(table, &row),
        }
    }
}

/// Whether a row cut off after `cells` cells lacks one the table cannot do without. Trailing
/// empty cells are often left out, and then nothing is lost.
fn lacks_needed(table: Table, fields: &[Option<Field>], cells: usize) -> bool {
    let present = |needed: &Field| fields[..cells].contains(&Some(*needed));
    !required(table).iter().all(present)
}

/// The separator that occurs most often in the first line.
fn separator(head: &[u8]) -> u8 {
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| line.iter().filter(|&&byte| byte == separator).count();
    // The comma wins a tie: it comes last in what `max_by_key` compares.
    [b'\t', b';', b','].into_iter().max_by_key(|&separator| count(separator)).unwrap_or(b',')
}

fn empty_message(table: Table) -> String {
    let columns: Vec<&str> = required(table).iter().map(|field| field.name()).collect();
    format!("the file is empty; the first line must name the columns, at least {}", columns.join(" and "))
}

fn missing_message(table: Table, needed: Field, header: &[String]) -> String {
    let found: Vec<String> = header.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
    let known = names(table, needed);
    format!(
        "no column for {needed}: none of {} is in the header ({}); name yours with --columns {needed}=NAME",
        known[..known.len().min(6)].join(", "),
        found.join(", "),
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
