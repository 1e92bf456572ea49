//! Reads seats: the table that may have tens of millions of rows.

use std::sync::Arc;

use crate::RoleTable;
use crate::TableCount;
use crate::columns::Field;
use crate::ids::Ids;
use crate::problem::Problems;
use crate::record::{Row, RowReader, ending_without_date, is_no_end, is_unknown_start};
use crate::row_parsers;
use crate::tables::{Attributes, BlockLines, ColumnName, Dates, Lines, Places};
use interlocks_core::model::{DateError, Day, Ending, PartialDate};
use interlocks_core::store::{BitPacked, Interner, StringColumn, StringColumnBuilder, merge_texts};

use super::columns::{AttributeColumns, Part, Routes, merge_attributes, merge_column};
use super::log::{Log, merge_logs};

/// The fields of seats that are kept as texts.
const KEPT: &[Field] = &[
    Field::Id,
    Field::Committee,
    Field::Source,
    Field::Confidence,
    Field::Note,
    Field::PersonName,
    Field::CompanyName,
];

/// Reads seats.
#[derive(Debug)]
pub(crate) struct SeatReader {
    pub log: Log,
    pub empty_end: Ending,
    people: References,
    companies: References,
    capacities: CapacityReader,
    dates: DateReader,
    block: SeatRows,
    pub(super) columns: AttributeColumns,
    routes: Routes,
    blocks: Vec<SeatBlock>,
}

/// The rows of a block that is being read.
#[derive(Debug, Default)]
struct SeatRows {
    numbers: [Vec<u32>; KEYS],
    lines: BlockLines,
}

const PERSON: usize = 0;
const COMPANY: usize = 1;
const CAPACITY: usize = 2;
const START: usize = 3;
const END: usize = 4;
const KEYS: usize = 5;

#[derive(Debug)]
struct SeatBlock {
    number: usize,
    lines: Lines,
    numbers: [BitPacked; KEYS],
    columns: Vec<BitPacked>,
}

/// The result of one worker.
#[derive(Debug)]
pub(crate) struct SeatPart {
    log: Log,
    people: StringColumnBuilder,
    companies: StringColumnBuilder,
    known: [u32; 2],
    capacities: StringColumnBuilder,
    dates: StringColumnBuilder,
    texts: Vec<(ColumnName, StringColumnBuilder)>,
    blocks: Vec<SeatBlock>,
}

/// The references of one column: rows for known ids, texts for unresolved ones.
#[derive(Debug)]
struct References {
    known: Arc<Ids>,
    unresolved: Interner,
    last: (String, u32),
}

impl References {
    fn new(known: Arc<Ids>) -> References {
        References { known, unresolved: Interner::default(), last: (String::new(), 0) }
    }

    /// Returns the row of an id, or a number beyond all rows for an unresolved one.
    #[inline]
    fn number(&mut self, id: &str) -> u32 {
        if self.known.is_numbered() {
            return self.looked_up(id);
        }
        // Registers are sorted by company or by person.
        if id == self.last.0 && !id.is_empty() {
            return self.last.1;
        }
        let number = self.looked_up(id);
        self.last.0.clear();
        self.last.0.push_str(id);
        self.last.1 = number;
        number
    }

    #[inline]
    fn looked_up(&mut self, id: &str) -> u32 {
        match self.known.row(id) {
            Some(row) => row,
            None => self.known.texts.len() as u32 + self.unresolved.intern(id),
        }
    }
}

/// Parses each different date once.
#[derive(Debug, Default)]
struct DateReader {
    texts: Interner,
    /// The results by number of the text.
    read: Vec<Result<ReadDate, DateError>>,
    /// For dates such as 2011-06-23, by year, month and day: one more than their number, or 0. Most dates are of this
    /// form.
    plain: Vec<u32>,
}

/// A parsed date.
#[derive(Clone, Copy, Debug)]
struct ReadDate {
    number: u32,
    earliest: Day,
    latest: Day,
}

impl DateReader {
    /// Returns the index of a date such as 2011-06-23 in the table of plain dates.
    #[inline]
    fn place(text: &str) -> Option<usize> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let [a, b, c, d, dash, e, f, stroke, g, h] = *bytes;
        let digit = |byte: u8| usize::from(byte.wrapping_sub(b'0'));
        let digits = [a, b, c, d, e, f, g, h].map(digit);
        if dash != b'-' || stroke != b'-' || digits.iter().any(|digit| *digit > 9) {
            return None;
        }
        let (year, month, day) = (
            digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3],
            digits[4] * 10 + digits[5],
            digits[6] * 10 + digits[7],
        );
        (month <= 12 && day <= 31).then_some((year * 13 + month) * 32 + day)
    }

    #[inline]
    fn number(&mut self, text: &str) -> u32 {
        const PLACES: usize = 10_000 * 13 * 32;
        match DateReader::place(text) {
            None => self.new_number(text),
            Some(place) => match self.plain.get(place) {
                Some(&number) if number > 0 => number - 1,
                _ => {
                    if self.plain.is_empty() {
                        // Pages of the table that are never written take no memory.
                        self.plain = vec![0; PLACES];
                    }
                    let number = self.new_number(text);
                    self.plain[place] = number + 1;
                    number
                }
            },
        }
    }

    fn new_number(&mut self, text: &str) -> u32 {
        let number = self.texts.intern(text);
        if number as usize == self.read.len() {
            let read = |date: PartialDate| ReadDate { number, earliest: date.earliest(), latest: date.latest() };
            self.read.push(text.parse().map(read));
        }
        number
    }

    /// Parses the date in a cell; an unreadable one leaves a problem.
    #[inline]
    fn date(&mut self, reading: &mut RowReader<'_, '_>, field: Field) -> Option<ReadDate> {
        let number = self.number(reading.row.text(field));
        match &self.read[number as usize] {
            Ok(date) => Some(*date),
            Err(error) => {
                reading.error(field, format!("{field}: {error}"));
                None
            }
        }
    }
}

/// Determines the capacity of each different combination of role, `board` and `executive` once.
#[derive(Debug, Default)]
struct CapacityReader {
    roles: RoleTable,
    cells: Interner,
    read: Vec<(u32, Vec<(Field, String)>)>,
    texts: Interner,
    key: String,
}

impl CapacityReader {
    #[inline]
    fn number(&mut self, role: &str, board: &str, executive: &str) -> &(u32, Vec<(Field, String)>) {
        let number = if board.is_empty() && executive.is_empty() {
            self.cells.intern(role)
        } else {
            self.key.clear();
            for part in [role, "\u{1f}", board, "\u{1f}", executive] {
                self.key.push_str(part);
            }
            self.cells.intern(&self.key)
        };
        if number as usize == self.read.len() {
            let (capacity, unread) = row_parsers::capacity(role, board, executive, &self.roles);
            self.read.push((self.texts.intern(&capacity.key()), unread));
        }
        &self.read[number as usize]
    }
}

impl SeatReader {
    /// Creates a reader that knows some people and companies.
    pub(crate) fn new(people: Arc<Ids>, companies: Arc<Ids>, empty_end: Ending, roles: RoleTable) -> SeatReader {
        SeatReader {
            log: Log::default(),
            empty_end,
            people: References::new(people),
            companies: References::new(companies),
            capacities: CapacityReader { roles, ..CapacityReader::default() },
            dates: DateReader::default(),
            block: SeatRows::default(),
            columns: AttributeColumns::default(),
            routes: Routes::default(),
            blocks: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, row: &Row<'_>) {
        let Log { problems, read, dropped, .. } = &mut self.log;
        *read += 1;
        let mut reading = RowReader { row, empty_end: self.empty_end, problems, failed: false };
        let (role, board, executive) = (row.text(Field::Role), row.text(Field::Board), row.text(Field::Executive));
        let (capacity, unread) = self.capacities.number(role, board, executive);
        for (field, message) in unread {
            reading.warning(*field, message.clone());
        }
        let (start, end) = spell(&mut self.dates, &mut reading);
        let (person, company) = (reading.required(Field::Person), reading.required(Field::Company));
        let confidence = reading.confidence();
        if reading.failed {
            *dropped += 1;
            return;
        }
        let at = self.block.lines.len();
        let numbers = [self.people.number(person), self.companies.number(company), *capacity, start, end];
        for (column, number) in self.block.numbers.iter_mut().zip(numbers) {
            column.push(number);
        }
        self.block.lines.push(row.place.line);
        for &(cell, column) in self.routes.for_row(row, &mut self.columns, KEPT) {
            let text = row.cells.get(cell).copied().unwrap_or("");
            match (row.header.fields[cell], confidence) {
                (Some(Field::Confidence), None) => self.columns.set(column, at, ""),
                (Some(Field::Confidence), Some(_)) => self.columns.set(column, at, &text.to_lowercase()),
                _ => self.columns.set(column, at, text),
            }
        }
    }

    pub(crate) fn end_block(&mut self, number: usize, file: u32) {
        self.log.end_block(number);
        let columns = self.columns.end_block(self.block.lines.len());
        let numbers = std::array::from_fn(|key| {
            let packed = BitPacked::from_slice(&self.block.numbers[key]);
            self.block.numbers[key].clear();
            packed
        });
        let lines = self.block.lines.end_block(file);
        self.blocks.push(SeatBlock { number, lines, numbers, columns });
    }

    pub(crate) fn finish(self) -> SeatPart {
        SeatPart {
            log: self.log,
            known: [self.people.known.texts.len() as u32, self.companies.known.texts.len() as u32],
            people: self.people.unresolved.into_texts(),
            companies: self.companies.unresolved.into_texts(),
            capacities: self.capacities.texts.into_texts(),
            dates: self.dates.texts.into_texts(),
            texts: self.columns.into_texts(),
            blocks: self.blocks,
        }
    }
}

/// Returns the numbers of start and end; problems are reported in this order.
#[inline]
fn spell(dates: &mut DateReader, reading: &mut RowReader<'_, '_>) -> (u32, u32) {
    let row = reading.row;
    let (start_text, end_text) = (row.text(Field::Start), row.text(Field::End));
    let start = if is_unknown_start(start_text) { None } else { dates.date(reading, Field::Start) };
    let dateless = ending_without_date(end_text, row.text(Field::EndStatus), reading.empty_end);
    let end = if dateless.is_some() { None } else { dates.date(reading, Field::End) };
    if let (Some(start), Some(end)) = (&start, &end)
        && end.latest <= start.earliest
    {
        let date = |read: &ReadDate| dates.texts.get(read.number).parse::<PartialDate>().ok();
        row_parsers::check_order(reading, date(start).as_ref(), date(end).as_ref());
    }
    let number = match dateless {
        Some(Ending::Running) => Dates::RUNNING,
        Some(_) => Dates::UNKNOWN,
        None => match end {
            Some(end) if is_no_end(end.earliest) => Dates::RUNNING,
            Some(end) => Dates::end_number(end.number),
            None => Dates::UNKNOWN,
        },
    };
    (start.map_or(Dates::NO_START, |start| Dates::start_number(start.number)), number)
}

/// The seats of one table in the order of rows; people and companies may be unresolved.
#[derive(Debug)]
pub(crate) struct SeatTable {
    pub person: BitPacked,
    pub company: BitPacked,
    /// The numbers of known people and companies; references from there on are unresolved.
    pub known: [u32; 2],
    pub people: StringColumn,
    pub companies: StringColumn,
    pub capacity: BitPacked,
    pub start: BitPacked,
    pub end: BitPacked,
    pub capacities: StringColumn,
    pub dates: StringColumn,
    pub attributes: Attributes,
    pub lines: Vec<Lines>,
}

impl SeatTable {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.person.len()
    }

    /// Returns the places of the rows.
    pub(crate) fn places(&mut self) -> Places {
        Places::from_lines(std::mem::take(&mut self.lines))
    }
}

/// Merges the results of all workers, in the order of rows.
pub(crate) fn merge_seats(parts: Vec<SeatPart>) -> (SeatTable, TableCount, Problems) {
    let known = parts.first().map_or([0; 2], |part| part.known);
    let (mut logs, mut texts, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    let mut lists: [Vec<StringColumnBuilder>; 4] = Default::default();
    for (worker, part) in parts.into_iter().enumerate() {
        logs.push(part.log);
        texts.push(part.texts);
        for (list, own) in lists.iter_mut().zip([part.people, part.companies, part.capacities, part.dates]) {
            list.push(own);
        }
        blocks.extend(part.blocks.into_iter().map(|block| (worker, block)));
    }
    blocks.sort_by_key(|(_, block)| block.number);
    let [people, companies, capacities, dates] = lists.map(|list| merge_texts(&list.iter().collect::<Vec<_>>()));
    let column = |key: usize, renumbered: &[Vec<u32>], kept: u32| {
        let parts: Vec<Part<'_>> = blocks
            .iter()
            .map(|(worker, block)| Part {
                rows: block.lines.len(),
                codes: Some(&block.numbers[key]),
                renumbered: &renumbered[*worker],
            })
            .collect();
        merge_column(&parts, kept)
    };
    let attributes: Vec<(usize, usize, &[BitPacked])> =
        blocks.iter().map(|(worker, block)| (*worker, block.lines.len(), block.columns.as_slice())).collect();
    let mut table = SeatTable {
        person: column(PERSON, &people.1, known[0]),
        company: column(COMPANY, &companies.1, known[1]),
        known,
        capacity: column(CAPACITY, &capacities.1, 0),
        start: column(START, &dates.1, 1),
        end: column(END, &dates.1, 2),
        attributes: merge_attributes(&texts, &attributes),
        people: people.0,
        companies: companies.0,
        capacities: capacities.0,
        dates: dates.0,
        lines: Vec::new(),
    };
    table.lines = blocks.into_iter().map(|(_, block)| block.lines).collect();
    let (count, problems) = merge_logs(logs);
    (table, count, problems)
}
