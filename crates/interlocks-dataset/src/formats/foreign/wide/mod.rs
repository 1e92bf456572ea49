//! Tables with several seats per row, as researchers and newsrooms keep them.
//!
//! There is no standard; four layouts are read: one row per board with its directors in one cell; one row per person with
//! `company1`, `company2` …; an incidence table of zeros and ones; and a panel with one column per day, month or year. A
//! table is recognised by its header and its first rows. Ids are the names, as in a plain table of seats. Every name or mark
//! becomes a seat; people and companies without a seat are kept; there are no ties. Cells beyond the last heading are left
//! out and counted.

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
use super::mode::Mode;
use super::row_sink::{Position, RowSink};
use crate::formats::csv::{NOT_UTF8, Quotes, for_each_record, plain_reader, separator};
use crate::formats::sniff::Head;
use layout::{Layout, Shape, parse_mark};

/// Tables with several seats per row.
pub(crate) const WIDE: ImportFormat = ImportFormat {
    name: "wide",
    about: "a table with several seats per row: names joined by ;, a column per company, or a column per month",
    matches: |head: &Head| {
        let is_table =
            head.name.is_empty() || [".csv", ".tsv", ".txt"].iter().any(|ending| head.name.ends_with(ending));
        is_table && Sample::parse(head.text.as_bytes()).layout(&ColumnNames::default()).is_some()
    },
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// The number of bytes that are read to detect the layout.
const SAMPLE_BYTES: u64 = 1 << 16;

/// The most rows that are read to detect the layout.
const SAMPLE_ROWS: usize = 50;

/// The header and the first rows of a table.
struct Sample {
    separator: u8,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sample {
    fn parse(bytes: &[u8]) -> Sample {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let separator = separator(bytes);
        let cells = |record: csv::ByteRecord| -> Vec<String> {
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
        };
        let mut rows = plain_reader(separator, bytes).into_byte_records().map_while(Result::ok).map(cells);
        let header = rows.next().unwrap_or_default();
        let mut rows: Vec<Vec<String>> = rows.take(SAMPLE_ROWS).collect();
        // The last row of the sample may be cut off.
        if rows.len() > 1 && rows.len() < SAMPLE_ROWS {
            rows.pop();
        }
        Sample { separator, header, rows }
    }

    fn layout(&self, names: &ColumnNames) -> Option<Layout> {
        Layout::detect(names, &self.header, &self.rows)
    }
}

fn read(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut head = Vec::new();
    text.by_ref().take(SAMPLE_BYTES).read_to_end(&mut head).map_err(|error| reading_error(file, error))?;
    let sample = Sample::parse(&head);
    let Some(layout) = sample.layout(&loader.columns) else {
        let message = "the table fits none of the layouts with several seats per row: one row per board with directors joined \
                       by ; (company,directors); one row per person with company1, company2 …; a table of zeros and \
                       ones; person,company and one column per month. Name columns with --columns";
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message: message.to_owned() });
    };
    let mut holds_seats = vec![false; sample.header.len()];
    layout.shape.columns().into_iter().for_each(|column| holds_seats[column] = true);
    let table = Wide { header: sample.header, layout, holds_seats };
    let mut sink = RowSink::new(loader, file, number);
    table.push_headings(&mut sink);
    let mut blocks = Blocks::new(text, file, Some(sample.separator), head, 1);
    let progress = loader.progress.clone();
    let (mut memory, mut is_header) = (Vec::new(), true);
    let style = (sample.separator, Quotes::Meant);
    while let Some(block) = blocks.next(memory)? {
        let rows = for_each_record(&block, style, file, |line, cells| match cells {
            _ if std::mem::take(&mut is_header) => {}
            Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
            Ok(cells) => table.push_row(&mut sink, Position::at_line(line), cells),
            Err(cell) => {
                sink.reject(Table::Seats, Position { line, column: cell as u64 + 1 }, NOT_UTF8.to_owned());
            }
        })?;
        sink.end_block(block.number);
        progress.report(|progress| progress.advance(block.bytes.len() as u64, rows));
        memory = block.bytes;
    }
    RowSink::finish(vec![sink], loader)
}

/// A table with several seats a row.
struct Wide {
    header: Vec<String>,
    layout: Layout,
    /// For every column, `true` if it has seats and not a value that all seats of the row share.
    holds_seats: Vec<bool>,
}

/// The cells that all seats of a row share.
struct Shared<'a> {
    at: Position,
    known: Vec<(Field, &'a str)>,
    extra: Vec<(&'a str, &'a str)>,
}

impl Shared<'_> {
    fn push(&self, sink: &mut RowSink<'_>, own: &[(Field, &str)]) {
        let known: Vec<(Field, &str)> = own.iter().chain(&self.known).copied().collect();
        sink.push(Table::Seats, self.at, &known, &self.extra);
    }

    /// Adds a person without a seat, or a company without people.
    fn push_without_seat(&self, sink: &mut RowSink<'_>, of: Mode) {
        let (table, field) = of.table();
        if let Some((_, id)) = self.known.iter().find(|(known, _)| *known == field) {
            sink.push(table, self.at, &[(Field::Id, id)], &self.extra);
        }
    }
}

impl Wide {
    /// Adds the person or company of every column of marks, even if nothing is marked.
    fn push_headings(&self, sink: &mut RowSink<'_>) {
        if let Shape::Marks { of, columns, .. } = &self.layout.shape {
            let (table, _) = of.other().table();
            for &column in columns {
                sink.push(
                    table,
                    Position { line: 1, column: column as u64 + 1 },
                    &[(Field::Id, &self.header[column])],
                    &[],
                );
            }
        }
    }

    /// Adds the seats of a row.
    fn push_row(&self, sink: &mut RowSink<'_>, at: Position, cells: &[&str]) {
        let cell = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        let Layout { shape, fields } = &self.layout;
        let columns = (0..self.header.len()).filter(|column| !self.holds_seats[*column] && !cell(*column).is_empty());
        let (known, extra): (Vec<usize>, Vec<usize>) = columns.partition(|column| fields[*column].is_some());
        let known = known.into_iter().filter_map(|column| Some((fields[column]?, cell(column)))).collect();
        let extra = extra.into_iter().map(|column| (self.header[column].as_str(), cell(column))).collect();
        let shared = Shared { at, known, extra };
        if cells.len() > self.header.len() {
            sink.skip_unused("cells beyond the last heading", at);
        }
        match shape {
            Shape::Names { of, columns } => {
                let (_, other) = of.other().table();
                let names: Vec<String> = columns.iter().flat_map(|column| items(cell(*column))).collect();
                if names.is_empty() {
                    shared.push_without_seat(sink, *of);
                }
                names.iter().for_each(|name| shared.push(sink, &[(other, name)]));
            }
            Shape::Marks { of, columns, .. } => {
                let (_, other) = of.other().table();
                if !columns.iter().any(|column| parse_mark(cell(*column)) == Some(true)) {
                    shared.push_without_seat(sink, *of);
                }
                for &column in columns {
                    match parse_mark(cell(column)) {
                        Some(true) => shared.push(sink, &[(other, &self.header[column])]),
                        Some(false) => {}
                        None => {
                            let shown: String = cell(column).chars().take(40).collect();
                            sink.reject(
                                Table::Seats,
                                at,
                                format!("'{shown}' is not a mark; use 1 or 0, x or an empty cell, yes or no"),
                            );
                        }
                    }
                }
            }
            Shape::Panel { dates } => {
                for spell in panel::spells(dates, cell) {
                    let inferred = if spell.start_is_first { "start" } else { "" };
                    let own = [(Field::Role, spell.role), (Field::Start, &spell.start), (Field::End, &spell.end)];
                    let mut extra = shared.extra.clone();
                    extra.push(("inferred", inferred));
                    Shared { at, known: shared.known.clone(), extra }.push(sink, &own);
                }
            }
        }
    }
}
