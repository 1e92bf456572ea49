//! Tables with several seats a row: names joined by `;`, a column a company, a column a month.
//!
//! Researchers and desks keep boards so: one row a board with its directors in one cell, one row a person
//! with `company1`, `company2` …, an incidence table of zeros and ones, or a panel with a column for every
//! month. Ids are the names, as in a table of seats alone.

mod layout;
mod panel;

use std::io::Read;

use crate::blocks::Blocks;
use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};
use crate::loader::Loader;
use crate::record::items;

use super::ImportFormat;
use super::mode::Side;
use super::row_sink::{At, RowSink};
use crate::formats::csv::{NOT_UTF8, Quotes, for_each_record, plain_reader, separator};
use crate::formats::sniff::Head;
use layout::{Layout, Shape, mark};

/// The format.
pub const WIDE: ImportFormat = ImportFormat {
    word: "wide",
    about: "a table with several seats a row: names joined by ;, a column a company, or a column a month",
    is_it: |head: &Head| {
        let is_table =
            head.name.is_empty() || [".csv", ".tsv", ".txt"].iter().any(|ending| head.name.ends_with(ending));
        is_table && Sample::of(head.text.as_bytes()).layout(&ColumnNames::default()).is_some()
    },
    read,
    long_lines: true,
    repeats: false,
    together: None,
};

/// Bytes that are looked at to find the layout.
const LOOKED_AT: u64 = 1 << 16;

/// Rows that are looked at.
const ROWS: usize = 50;

/// The header and some rows.
struct Sample {
    separator: u8,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sample {
    fn of(bytes: &[u8]) -> Sample {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let separator = separator(bytes);
        let cells = |record: csv::ByteRecord| -> Vec<String> {
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
        };
        let mut rows = plain_reader(separator, bytes).into_byte_records().map_while(Result::ok).map(cells);
        let header = rows.next().unwrap_or_default();
        let mut rows: Vec<Vec<String>> = rows.take(ROWS).collect();
        // The last one may be cut off where we stopped looking.
        if rows.len() > 1 && rows.len() < ROWS {
            rows.pop();
        }
        Sample { separator, header, rows }
    }

    fn layout(&self, names: &ColumnNames) -> Option<Layout> {
        Layout::of(names, &self.header, &self.rows)
    }
}

fn read(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut head = Vec::new();
    text.by_ref().take(LOOKED_AT).read_to_end(&mut head).map_err(|error| reading_error(file, error))?;
    let sample = Sample::of(&head);
    let Some(layout) = sample.layout(&loader.columns) else {
        let message = "no layout with several seats a row is known that fits: one is a row a board with directors joined \
                       by ; (company,directors), one a row a person with company1, company2 …, one a table of zeros and \
                       ones, one person,company and a column for every month; name columns with --columns";
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message: message.to_owned() });
    };
    let mut holds_seats = vec![false; sample.header.len()];
    layout.shape.columns().into_iter().for_each(|column| holds_seats[column] = true);
    let table = Wide { header: sample.header, layout, holds_seats };
    let mut intake = RowSink::of(loader, file, number);
    table.put_headings(&mut intake);
    let mut blocks = Blocks::new(text, file, Some(sample.separator), head, 1);
    let progress = loader.progress.clone();
    let (mut memory, mut is_header) = (Vec::new(), true);
    let style = (sample.separator, Quotes::Meant);
    while let Some(block) = blocks.next(memory)? {
        let rows = for_each_record(&block, style, file, |line, cells| match cells {
            _ if std::mem::take(&mut is_header) => {}
            Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
            Ok(cells) => table.row(&mut intake, At::line(line), cells),
            Err(cell) => {
                intake.reject(Table::Seats, At { line, column: cell as u64 + 1 }, NOT_UTF8.to_owned());
            }
        })?;
        intake.end_block(block.number);
        progress.report(|progress| progress.advance(block.bytes.len() as u64, rows));
        memory = block.bytes;
    }
    RowSink::hand_over(vec![intake], loader)
}

/// A table with several seats a row.
struct Wide {
    header: Vec<String>,
    layout: Layout,
    /// For every column whether seats stand in it, rather than what they share.
    holds_seats: Vec<bool>,
}

/// What all seats of a row share.
struct Shared<'a> {
    at: At,
    known: Vec<(Field, &'a str)>,
    further: Vec<(&'a str, &'a str)>,
}

impl Shared<'_> {
    fn put(&self, intake: &mut RowSink<'_>, own: &[(Field, &str)]) {
        let known: Vec<(Field, &str)> = own.iter().chain(&self.known).copied().collect();
        intake.put(Table::Seats, self.at, &known, &self.further);
    }

    /// Somebody without a seat, or a board without anybody: there they are all the same.
    fn put_alone(&self, intake: &mut RowSink<'_>, of: Side) {
        let (table, field) = of.table();
        if let Some((_, id)) = self.known.iter().find(|(known, _)| *known == field) {
            intake.put(table, self.at, &[(Field::Id, id)], &self.further);
        }
    }
}

impl Wide {
    /// Whoever has a column is there, whether anything is marked in it or not.
    fn put_headings(&self, intake: &mut RowSink<'_>) {
        if let Shape::Marks { of, columns, .. } = &self.layout.shape {
            let (table, _) = of.other().table();
            for &column in columns {
                intake.put(table, At { line: 1, column: column as u64 + 1 }, &[(Field::Id, &self.header[column])], &[]);
            }
        }
    }

    /// Takes a row: a seat for each that stands in it.
    fn row(&self, intake: &mut RowSink<'_>, at: At, cells: &[&str]) {
        let cell = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        let Layout { shape, fields } = &self.layout;
        let columns = (0..self.header.len()).filter(|column| !self.holds_seats[*column] && !cell(*column).is_empty());
        let (known, further): (Vec<usize>, Vec<usize>) = columns.partition(|column| fields[*column].is_some());
        let known = known.into_iter().filter_map(|column| Some((fields[column]?, cell(column)))).collect();
        let further = further.into_iter().map(|column| (self.header[column].as_str(), cell(column))).collect();
        let shared = Shared { at, known, further };
        if cells.len() > self.header.len() {
            intake.leave_out("cells beyond the last heading", at);
        }
        match shape {
            Shape::Names { of, columns } => {
                let (_, other) = of.other().table();
                let names: Vec<String> = columns.iter().flat_map(|column| items(cell(*column))).collect();
                if names.is_empty() {
                    shared.put_alone(intake, *of);
                }
                names.iter().for_each(|name| shared.put(intake, &[(other, name)]));
            }
            Shape::Marks { of, columns, .. } => {
                let (_, other) = of.other().table();
                if !columns.iter().any(|column| mark(cell(*column)) == Some(true)) {
                    shared.put_alone(intake, *of);
                }
                for &column in columns {
                    match mark(cell(column)) {
                        Some(true) => shared.put(intake, &[(other, &self.header[column])]),
                        Some(false) => {}
                        None => {
                            let shown: String = cell(column).chars().take(40).collect();
                            intake.reject(
                                Table::Seats,
                                at,
                                format!("'{shown}' is no mark: 1 and 0, x and nothing, yes and no"),
                            );
                        }
                    }
                }
            }
            Shape::Panel { dates } => {
                for stay in panel::stays(dates, cell) {
                    let inferred = if stay.start_is_first { "start" } else { "" };
                    let own = [(Field::Role, stay.role), (Field::Start, &stay.start), (Field::End, &stay.end)];
                    let mut further = shared.further.clone();
                    further.push(("inferred", inferred));
                    Shared { at, known: shared.known.clone(), further }.put(intake, &own);
                }
            }
        }
    }
}
