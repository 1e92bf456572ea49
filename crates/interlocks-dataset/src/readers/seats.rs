//! Reading seats: the table that may have tens of millions of rows.

use std::sync::Arc;

use crate::TableCount;
use crate::columns::Field;
use crate::ids::Ids;
use crate::problem::Problems;
use crate::record::{Reading, Row, ending_word};
use crate::row_parsers;
use crate::tables::{Attributes, BlockLines, ColumnName, Dates, Lines, Places};
use interlocks_core::model::{DateError, Day, Ending, PartialDate};
use interlocks_core::store::{BitPacked, Interner, StringColumn, StringColumnBuilder, merge_texts};

use super::columns::{AttributeColumns, Part, Routes, gathered_attributes, gathered_column};
use super::log::{Log, merged_logs};

/// The fields of seats that are kept as they are written.
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
pub struct SeatReader {
    pub log: Log,
    pub empty_end: Ending,
    people: References,
    companies: References,
    capacities: CapacityReader,
    dates: DateReader,
    block: SeatRows,
    columns: AttributeColumns,
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

/// All that one worker has read.
#[derive(Debug)]
pub struct SeatPart {
    log: Log,
    people: StringColumnBuilder,
    companies: StringColumnBuilder,
    known: [u32; 2],
    capacities: StringColumnBuilder,
    dates: StringColumnBuilder,
    words: Vec<(ColumnName, StringColumnBuilder)>,
    blocks: Vec<SeatBlock>,
}

/// References of one column: to rows that are known, and to strangers by their text.
#[derive(Debug)]
struct References {
    known: Arc<Ids>,
    strangers: Interner,
    last: (String, u32),
}

impl References {
    fn new(known: Arc<Ids>) -> References {
        References { known, strangers: Interner::default(), last: (String::new(), 0) }
    }

    /// The row of an id, or a number beyond all rows for a stranger.
    #[inline]
    fn number(&mut self, id: &str) -> u32 {
        if self.known.is_numbered() {
            return self.looked_up(id);
        }
        // Registers come company by company, or person by person.
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
            None => self.known.texts.len() as u32 + self.strangers.intern(id),
        }
    }
}

/// Reads each different date once.
#[derive(Debug, Default)]
struct DateReader {
    words: Interner,
    /// By number; the days are worked out once.
    read: Vec<Result<ReadDate, DateError>>,
    /// One more than the number of a date of eight digits, by year, month and day: most dates are
    /// such, and few years of a table are another.
    plain: Vec<u32>,
}

/// A date that was read.
#[derive(Clone, Copy, Debug)]
struct ReadDate {
    number: u32,
    earliest: Day,
    latest: Day,
}

impl DateReader {
    /// The place of a date such as 2011-06-23 in the table of plain dates.
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
                        // Memory that is never touched is never taken.
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
        let number = self.words.intern(text);
        if number as usize == self.read.len() {
            let read = |date: PartialDate| ReadDate { number, earliest: date.earliest(), latest: date.latest() };
            self.read.push(text.parse().map(read));
        }
        number
    }

    /// The date in a cell and its number, or a problem.
    #[inline]
    fn date(&mut self, reading: &mut Reading<'_, '_>, field: Field) -> Option<ReadDate> {
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

/// Reads each different role once, together with what `board` and `executive` say of it.
#[derive(Debug, Default)]
struct CapacityReader {
    cells: Interner,
    read: Vec<(u32, Vec<(Field, String)>)>,
    words: Interner,
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
            let (capacity, unread) = row_parsers::capacity(role, board, executive);
            self.read.push((self.words.intern(&capacity.key()), unread));
        }
        &self.read[number as usize]
    }
}

impl SeatReader {
    /// A reader that knows some people and companies.
    pub fn new(people: Arc<Ids>, companies: Arc<Ids>, empty_end: Ending) -> SeatReader {
        SeatReader {
            log: Log::default(),
            empty_end,
            people: References::new(people),
            companies: References::new(companies),
            capacities: CapacityReader::default(),
            dates: DateReader::default(),
            block: SeatRows::default(),
            columns: AttributeColumns::default(),
            routes: Routes::default(),
            blocks: Vec::new(),
        }
    }

    pub fn row(&mut self, row: &Row<'_>) {
        let Log { problems, read, dropped, .. } = &mut self.log;
        *read += 1;
        let mut reading = Reading { row, empty_end: self.empty_end, problems, failed: false };
        let (role, board, executive) = (row.text(Field::Role), row.text(Field::Board), row.text(Field::Executive));
        let (capacity, unread) = self.capacities.number(role, board, executive);
        for (field, message) in unread {
            reading.warning(*field, message.clone());
        }
        let (start, end) = spell(&mut self.dates, &mut reading);
        let (person, company) = (reading.necessary(Field::Person), reading.necessary(Field::Company));
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
        for &(cell, column) in self.routes.of(row, &mut self.columns, KEPT) {
            let text = row.cells.get(cell).copied().unwrap_or("");
            match (row.header.fields[cell], confidence) {
                (Some(Field::Confidence), None) => self.columns.set(column, at, ""),
                (Some(Field::Confidence), Some(_)) => self.columns.set(column, at, &text.to_lowercase()),
                _ => self.columns.set(column, at, text),
            }
        }
    }

    pub fn end_block(&mut self, number: usize, file: u32) {
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

    pub fn done(self) -> SeatPart {
        SeatPart {
            log: self.log,
            known: [self.people.known.texts.len() as u32, self.companies.known.texts.len() as u32],
            people: self.people.strangers.into_texts(),
            companies: self.companies.strangers.into_texts(),
            capacities: self.capacities.words.into_texts(),
            dates: self.dates.words.into_texts(),
            words: self.columns.into_words(),
            blocks: self.blocks,
        }
    }
}

/// The numbers of start and end, in the order in which problems are told.
#[inline]
fn spell(dates: &mut DateReader, reading: &mut Reading<'_, '_>) -> (u32, u32) {
    let row = reading.row;
    let (start_text, end_text) = (row.text(Field::Start), row.text(Field::End));
    let start = if start_text.is_empty() { None } else { dates.date(reading, Field::Start) };
    let word = ending_word(end_text, row.text(Field::EndStatus), reading.empty_end);
    let end = if word.is_some() { None } else { dates.date(reading, Field::End) };
    if let (Some(start), Some(end)) = (&start, &end)
        && end.latest <= start.earliest
    {
        let date = |read: &ReadDate| dates.words.get(read.number).parse::<PartialDate>().ok();
        row_parsers::check_order(reading, date(start).as_ref(), date(end).as_ref());
    }
    let number = match word {
        Some(Ending::Running) => Dates::RUNNING,
        Some(_) => Dates::UNKNOWN,
        None => end.map_or(Dates::UNKNOWN, |end| Dates::end_number(end.number)),
    };
    (start.map_or(Dates::NO_START, |start| Dates::start_number(start.number)), number)
}

/// The seats of one table in the order of rows, with people and companies that may be strangers.
#[derive(Debug)]
pub struct SeatTable {
    pub person: BitPacked,
    pub company: BitPacked,
    /// How many people and companies were known: numbers from there on are strangers.
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
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Where the rows were read.
    pub fn places(&mut self) -> Places {
        Places::gathered(std::mem::take(&mut self.lines))
    }
}

/// What all workers have read, in the order of rows.
pub fn gathered_seats(parts: Vec<SeatPart>) -> (SeatTable, TableCount, Problems) {
    let known = parts.first().map_or([0; 2], |part| part.known);
    let (mut logs, mut words, mut blocks) = (Vec::new(), Vec::new(), Vec::new());
    let mut lists: [Vec<StringColumnBuilder>; 4] = Default::default();
    for (worker, part) in parts.into_iter().enumerate() {
        logs.push(part.log);
        words.push(part.words);
        for (list, own) in lists.iter_mut().zip([part.people, part.companies, part.capacities, part.dates]) {
            list.push(own);
        }
        blocks.extend(part.blocks.into_iter().map(|block| (worker, block)));
    }
    blocks.sort_by_key(|(_, block)| block.number);
    let [people, companies, capacities, dates] = lists.map(|list| merge_texts(&list.iter().collect::<Vec<_>>()));
    let column = |key: usize, moved: &[Vec<u32>], kept: u32| {
        let parts: Vec<Part<'_>> = blocks
            .iter()
            .map(|(worker, block)| Part {
                rows: block.lines.len(),
                codes: Some(&block.numbers[key]),
                moved: &moved[*worker],
            })
            .collect();
        gathered_column(&parts, kept)
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
        attributes: gathered_attributes(&words, &attributes),
        people: people.0,
        companies: companies.0,
        capacities: capacities.0,
        dates: dates.0,
        lines: Vec::new(),
    };
    table.lines = blocks.into_iter().map(|(_, block)| block.lines).collect();
    let (count, problems) = merged_logs(logs);
    (table, count, problems)
}
