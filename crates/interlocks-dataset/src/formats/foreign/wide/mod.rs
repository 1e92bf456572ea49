//! Tables with several seats per row, as researchers and newsrooms keep them.
//!
//! There is no standard; five layouts are read: one row per board with its directors in one cell, or in columns such as
//! `Chairman` and `Director1`; one row per person with `company1`, `company2` …; an incidence table of zeros and ones; a
//! panel with one column per day, month or year; and a panel with one row per person, company and year. A table is
//! recognised by its header and its first rows. Ids are the names, as in a plain table of seats. Every name or mark becomes
//! a seat; people and companies without a seat are kept; there are no ties. Cells beyond the last heading are left out and
//! counted.

mod headings;
mod layout;
mod names;
mod panel;
mod row;
mod years;

use std::io::Read;

use crate::blocks::Blocks;
use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};
use crate::loader::Loader;
use crate::remarks::{Remarks, remark};
use interlocks_core::wording::counted;

use super::ImportFormat;
use super::row_sink::{Position, RowSink};
use crate::formats::csv::{NOT_UTF8, Quotes, first_records, for_each_record, header_lines};
use crate::formats::sniff::Head;
use crate::formats::table_kind::is_of_holdings;
use layout::{Layout, Shape, parse_years};
use row::{RowSeats, Shared};
use years::Panel;

/// Tables with several seats per row.
pub(crate) const WIDE: ImportFormat = ImportFormat {
    name: "wide",
    about: "a table with several seats per row or rows per seat: joined names, a column per month, a row per year",
    matches: |head: &Head| {
        let is_table =
            head.name.is_empty() || [".csv", ".tsv", ".txt"].iter().any(|ending| head.name.ends_with(ending));
        is_table && Sample::parse(head.text.as_bytes(), &ColumnNames::default(), 0).is_some()
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

/// The header and the layout of a table.
struct Sample {
    separator: u8,
    header: Vec<String>,
    layout: Layout,
    /// The number of records before the first row: the header, and titles above it.
    skipped: u64,
    /// The texts of the titles.
    titles: Vec<String>,
}

impl Sample {
    /// Finds a header with a known layout in the first lines.
    fn parse(bytes: &[u8], names: &ColumnNames, skip_rows: usize) -> Option<Sample> {
        let mut titles = Vec::new();
        for line in header_lines(bytes, skip_rows) {
            let (header, mut rows) = first_records(&line, SAMPLE_ROWS);
            if is_of_holdings(names, &header) {
                return None;
            }
            // The last row of the sample may be cut off.
            if rows.len() > 1 && rows.len() < SAMPLE_ROWS {
                rows.pop();
            }
            if let Some(layout) = Layout::detect(names, &header, &rows) {
                return Some(Sample { separator: line.separator, header, layout, skipped: line.before + 1, titles });
            }
            // A table of seats is read as such, even if the text of some cell looks like a header.
            let seats = names.fields(Table::Seats, header.iter().map(String::as_str));
            if [Field::Person, Field::Company].iter().all(|field| seats.contains(&Some(*field))) {
                return None;
            }
            titles.push(header.join(" ").trim().to_owned());
        }
        None
    }
}

fn read(loader: &mut Loader, file: &str, mut text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut head = Vec::new();
    text.by_ref().take(SAMPLE_BYTES).read_to_end(&mut head).map_err(|error| reading_error(file, error))?;
    let Some(Sample { separator, header, layout, skipped, titles }) =
        Sample::parse(&head, &loader.columns, loader.skip_rows)
    else {
        let message = "the table fits none of the layouts with several seats per row: one row per board with joined directors \
                       (company,directors); one row per person with company1, company2 …; a table of zeros and ones; \
                       person,company and one column per month; person,company,year. Name columns with --columns";
        return Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message: message.to_owned() });
    };
    loader.add_titles(file, &titles);
    let needed: Vec<usize> =
        (0..header.len()).filter(|at| matches!(layout.fields[*at], Some(Field::Person | Field::Company))).collect();
    let mut remarks = Remarks::default();
    let mut holds_seats = vec![false; header.len()];
    layout.shape.columns().into_iter().chain(layout.year).for_each(|column| holds_seats[column] = true);
    let unused = (0..header.len()).filter(|at| layout.fields[*at].is_none() && !holds_seats[*at]);
    loader.note_unused_columns(file, unused.map(|at| header[at].as_str()).filter(|name| !name.is_empty()));
    if let (Shape::Panel { .. }, Some(note)) = (&layout.shape, headings::note(&header)) {
        loader.notes.push(format!("{file}: {note}"));
    }
    let table = Wide { header, layout, holds_seats };
    let mut sink = RowSink::new(loader, file, number);
    table.push_headings(&mut sink);
    let mut blocks = Blocks::new(text, file, Some(separator), head, 1);
    let progress = loader.progress.clone();
    let mut panel = Panel::default();
    let (mut memory, mut to_skip) = (Vec::new(), skipped);
    let style = (separator, Quotes::Meant);
    while let Some(block) = blocks.next(memory)? {
        let rows = for_each_record(&block, style, file, |line, cells| match cells {
            _ if to_skip > 0 => to_skip -= 1,
            Ok(cells) if cells.iter().all(|cell| cell.is_empty()) => {}
            Ok(cells) => match remark(cells, &needed) {
                Some(text) => remarks.add(line, text),
                None => table.push_row(&mut sink, &mut panel, Position::at_line(line), cells),
            },
            Err(cell) => {
                sink.reject(Table::Seats, Position { line, column: cell as u64 + 1 }, NOT_UTF8.to_owned());
            }
        })?;
        sink.end_block(block.number);
        progress.report(|progress| progress.advance(block.bytes.len() as u64, rows));
        memory = block.bytes;
    }
    let newest = match &table.layout.shape {
        Shape::Panel { dates } => dates.iter().map(|(_, date)| date.latest()).max(),
        _ => panel.described_until(),
    };
    loader.described_until = loader.described_until.max(newest);
    loader.add_remarks(file, remarks);
    let (rows, seats) = panel.finish(&mut sink);
    if rows > 0 {
        let rows = counted(rows, "row");
        let seats = counted(seats, "seat");
        loader.notes.push(format!(
            "{file}: {rows} of a panel are {seats}: consecutive years are one seat, a missing year a gap"
        ));
        sink.end_block(usize::MAX);
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
    fn push_row(&self, sink: &mut RowSink<'_>, panel: &mut Panel, at: Position, cells: &[&str]) {
        let cell = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        let Layout { shape, fields, year } = &self.layout;
        let columns = (0..self.header.len()).filter(|column| !self.holds_seats[*column] && !cell(*column).is_empty());
        let (known, extra): (Vec<usize>, Vec<usize>) = columns.partition(|column| fields[*column].is_some());
        let known = known.into_iter().filter_map(|column| Some((fields[column]?, cell(column)))).collect();
        let extra = extra.into_iter().map(|column| (self.header[column].as_str(), cell(column))).collect();
        let shared = Shared { at, known, extra };
        if cells.len() > self.header.len() {
            sink.skip_unused("cells beyond the last heading", at);
        }
        let years = year.map(|year| parse_years(cell(year)));
        if years == Some(None) && !year.is_some_and(|year| cell(year).is_empty()) {
            sink.skip_unused("years that cannot be read", at);
        }
        let mut row = RowSeats { shared, years, cells, sink, panel };
        match shape {
            Shape::Names { of, columns, joiner } => row.names(*of, columns, *joiner),
            Shape::Plain => row.push(&[]),
            Shape::Marks { of, columns, .. } => row.marks(*of, columns, &self.header),
            Shape::Panel { dates } => row.spells(dates),
        }
    }
}
