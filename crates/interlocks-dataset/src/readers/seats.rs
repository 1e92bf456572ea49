//! Reads seats: the table that may have tens of millions of rows.

use std::sync::Arc;

use crate::RoleTable;
use crate::TableCount;
use crate::columns::Field;
use crate::ids::Ids;
use crate::loader::shortened;
use crate::problem::Problems;
use crate::record::{Row, RowReader, ending_without_date, is_no_end, is_unknown_start, unread_date};
use crate::row_parsers;
use crate::tables::{Attributes, BlockLines, ColumnName, Dates, Lines, Places};
use interlocks_core::model::vocabulary::{DateOrder, WrittenDate, date_order, is_nobody, read_date};
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
    evidence: OrderEvidence,
    texts: Vec<(ColumnName, StringColumnBuilder)>,
    blocks: Vec<SeatBlock>,
}

/// The references of one column: rows for known ids, texts for unresolved ones.
#[derive(Debug)]
struct References {
    known: Arc<Ids>,
    unresolved: Interner,
    /// `true` for people, some of whom stand for nobody, such as "vacant".
    are_people: bool,
    last: (String, u32),
}

/// The number of somebody who is no person.
const NOBODY: u32 = u32::MAX;

impl References {
    fn new(known: Arc<Ids>) -> References {
        References { known, unresolved: Interner::default(), are_people: false, last: (String::new(), 0) }
    }

    /// Creates references to people.
    fn to_people(known: Arc<Ids>) -> References {
        References { are_people: true, ..References::new(known) }
    }

    /// Returns the row of an id, or a number beyond all rows for an unresolved one; [`NOBODY`] if it stands for no person.
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
            None => {
                let number = self.unresolved.intern_if(id, |id| !(self.are_people && is_nobody(id)));
                number.map_or(NOBODY, |number| self.known.texts.len() as u32 + number)
            }
        }
    }
}

/// Reads each different date once.
#[derive(Debug, Default)]
struct DateReader {
    order: Option<DateOrder>,
    /// The cells as they are written.
    cells: Interner,
    /// The results by number of the cell.
    read: Vec<Result<DateCell, DateError>>,
    /// The dates in the notation of this project; see [`AMBIGUOUS`].
    texts: Interner,
    /// For dates such as 2011-06-23, by year, month and day: one more than the number of their cell, or 0. Most dates are
    /// of this form.
    plain: Vec<u32>,
    evidence: OrderEvidence,
}

/// The text of an ambiguous date, until the order of the column is known: the date if the day comes first, this, the date if
/// the month comes first, this, the cell.
const AMBIGUOUS: char = '\u{1f}';

/// The orders that the dates of a table show.
#[derive(Clone, Copy, Debug, Default)]
struct OrderEvidence {
    day_first: bool,
    month_first: bool,
}

/// A date cell that was read.
#[derive(Clone, Copy, Debug)]
enum DateCell {
    Date(ReadDate),
    NoValue,
    Running,
}

/// A date that was read.
#[derive(Clone, Copy, Debug)]
struct ReadDate {
    /// The number of its text.
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
        let number = self.cells.intern(text);
        if number as usize == self.read.len() {
            let read = self.read(text);
            self.read.push(read);
        }
        number
    }

    fn read(&mut self, text: &str) -> Result<DateCell, DateError> {
        let (written, error) = match text.parse() {
            Ok(date) => (WrittenDate::Date(date), None),
            Err(error) => match read_date(text) {
                Some(written) => (written, Some(error)),
                None => return Err(error),
            },
        };
        if error.is_some()
            && let Some(order) = date_order(text)
        {
            self.evidence.day_first |= order == DateOrder::DayFirst;
            self.evidence.month_first |= order == DateOrder::MonthFirst;
        }
        let Some(date) = written.date(self.order) else {
            return Ok(if written == WrittenDate::Running { DateCell::Running } else { DateCell::NoValue });
        };
        let number = match (written, self.order, error) {
            (WrittenDate::Ambiguous { day_first, month_first }, None, _) => {
                self.texts.intern(&format!("{day_first}{AMBIGUOUS}{month_first}{AMBIGUOUS}{text}"))
            }
            (_, _, Some(_)) => self.texts.intern(&date.to_string()),
            (_, _, None) => self.texts.intern(text),
        };
        Ok(DateCell::Date(ReadDate { number, earliest: date.earliest(), latest: date.latest() }))
    }

    /// Reads a date cell; an unreadable one leaves a problem, and counts as no value.
    #[inline]
    fn cell(&mut self, reading: &mut RowReader<'_, '_>, field: Field) -> Option<DateCell> {
        let number = self.number(reading.row.text(field));
        match &self.read[number as usize] {
            Ok(cell) => Some(*cell),
            Err(error) => {
                reading.warning(field, unread_date(field, error));
                None
            }
        }
    }
}

/// Replaces ambiguous dates by dates, once all dates of a table are known: if some show one order and none the other, that is
/// the order. Also returns a date of which the order stays open.
fn settled_dates(texts: StringColumn, evidence: &[OrderEvidence]) -> (StringColumn, Option<String>) {
    if !texts.iter().any(|text| text.contains(AMBIGUOUS)) {
        return (texts, None);
    }
    let any = |shows: fn(&OrderEvidence) -> bool| evidence.iter().any(shows);
    let order = match (any(|evidence| evidence.day_first), any(|evidence| evidence.month_first)) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    };
    let mut open = None;
    let settled = texts.iter().map(|text| {
        let parts: Vec<&str> = text.split(AMBIGUOUS).collect();
        let [day_first, month_first, cell] = parts.as_slice() else { return text.to_owned() };
        let (Ok(day_first), Ok(month_first)) = (day_first.parse(), month_first.parse()) else { return text.to_owned() };
        if order.is_none() {
            open.get_or_insert_with(|| (*cell).to_owned());
        }
        let date = WrittenDate::Ambiguous { day_first, month_first }.date(order);
        date.map(|date| date.to_string()).unwrap_or_default()
    });
    let settled: Vec<String> = settled.collect();
    (StringColumn::from_iter(settled.iter().map(String::as_str)), open)
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
    pub(crate) fn new(
        people: Arc<Ids>,
        companies: Arc<Ids>,
        empty_end: Ending,
        date_order: Option<DateOrder>,
        roles: RoleTable,
    ) -> SeatReader {
        SeatReader {
            log: Log::default(),
            empty_end,
            people: References::to_people(people),
            companies: References::new(companies),
            capacities: CapacityReader { roles, ..CapacityReader::default() },
            dates: DateReader { order: date_order, ..DateReader::default() },
            block: SeatRows::default(),
            columns: AttributeColumns::default(),
            routes: Routes::default(),
            blocks: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, row: &Row<'_>) {
        let Log { problems, read, dropped, .. } = &mut self.log;
        *read += 1;
        let (empty_end, date_order) = (self.empty_end, self.dates.order);
        let mut reading = RowReader { row, empty_end, date_order, problems, failed: false };
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
        let person_number = self.people.number(person);
        if person_number == NOBODY {
            let message = format!("'{}' stands for no person; the row is left out", shortened(person));
            reading.warning(Field::Person, message);
            *dropped += 1;
            return;
        }
        let at = self.block.lines.len();
        let numbers = [person_number, self.companies.number(company), *capacity, start, end];
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
            evidence: self.dates.evidence,
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
    let start = if is_unknown_start(start_text) { None } else { dates.cell(reading, Field::Start) };
    let start = match start {
        Some(DateCell::Date(start)) => Some(start),
        _ => None,
    };
    let dateless = ending_without_date(end_text, row.text(Field::EndStatus), reading.empty_end);
    let number = match dateless {
        Some(Ending::Running) => Dates::RUNNING,
        Some(_) => Dates::UNKNOWN,
        None => match dates.cell(reading, Field::End) {
            Some(DateCell::Date(end)) => {
                if let Some(start) = start.filter(|start| end.latest <= start.earliest) {
                    let date = |read: ReadDate| dates.texts.get(read.number).parse::<PartialDate>().ok();
                    row_parsers::check_order(reading, date(start).as_ref(), date(end).as_ref());
                }
                if is_no_end(end.earliest) { Dates::RUNNING } else { Dates::end_number(end.number) }
            }
            Some(DateCell::Running) => Dates::RUNNING,
            Some(DateCell::NoValue) if reading.empty_end == Ending::Running => Dates::RUNNING,
            Some(DateCell::NoValue) | None => Dates::UNKNOWN,
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
    /// A date of which day or month may come first, if nothing settles it.
    pub ambiguous_date: Option<String>,
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
    let (mut logs, mut texts, mut blocks, mut evidence) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut lists: [Vec<StringColumnBuilder>; 4] = Default::default();
    for (worker, part) in parts.into_iter().enumerate() {
        logs.push(part.log);
        evidence.push(part.evidence);
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
    let (date_texts, ambiguous_date) = settled_dates(dates.0, &evidence);
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
        dates: date_texts,
        ambiguous_date,
        lines: Vec::new(),
    };
    table.lines = blocks.into_iter().map(|(_, block)| block.lines).collect();
    let (count, problems) = merge_logs(logs);
    (table, count, problems)
}
