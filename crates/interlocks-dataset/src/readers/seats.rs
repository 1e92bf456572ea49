//! Reads seats: the table that may have tens of millions of rows.

use std::borrow::Cow;
use std::sync::Arc;

use crate::RoleTable;
use crate::TableCount;
use crate::columns::Field;
use crate::ids::Ids;
use crate::loader::shortened;
use crate::problem::Problems;
use crate::record::{Header, Row, RowReader, ambiguous_date, unread_date};
use crate::row_parsers;
use crate::tables::{Attributes, BlockLines, ColumnName, Lines, Places};
use interlocks_core::model::vocabulary::{DateOrder, WrittenDate, is_nobody, read_date};
use interlocks_core::model::{DateError, Ending, PartialDate};
use interlocks_core::store::{BitPacked, Interner, StringColumn, StringColumnBuilder, merge_texts};
use interlocks_core::text::clean_name;

use super::columns::{AttributeColumns, Part, Routes, merge_attributes, merge_column};
use super::dates::{DateReader, OrderEvidence, settled_dates, spell};
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
    Field::PersonKey,
    Field::Birth,
    Field::Death,
    Field::Gender,
    Field::Nationality,
    Field::CompanyKey,
    Field::Number,
    Field::Lei,
    Field::Cik,
    Field::Isin,
    Field::Country,
    Field::Record,
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
    lives: LifeReader,
    block: SeatRows,
    pub(super) columns: AttributeColumns,
    routes: Routes,
    /// The headings of the columns of fields.
    headings: Vec<(Field, String)>,
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
    headings: Vec<(Field, String)>,
    blocks: Vec<SeatBlock>,
}

/// The references of one column: rows for known ids, texts for unresolved ones.
#[derive(Debug)]
struct References {
    known: Arc<Ids>,
    unresolved: Interner,
    /// `true` for people, some of whom stand for nobody, such as "vacant".
    are_people: bool,
    last: LastReference,
}

/// The last reference that was looked up.
#[derive(Debug, Default)]
struct LastReference {
    id: String,
    number: u32,
    is_cleaned: bool,
}

/// The number of somebody who is no person.
const NOBODY: u32 = u32::MAX;

impl References {
    fn new(known: Arc<Ids>) -> References {
        References { known, unresolved: Interner::default(), are_people: false, last: LastReference::default() }
    }

    /// Creates references to people.
    fn to_people(known: Arc<Ids>) -> References {
        References { are_people: true, ..References::new(known) }
    }

    /// Returns the row of an id, or a number beyond all rows for an unresolved one; [`NOBODY`] if it stands for no person.
    /// Also returns `true` if the id was cleaned.
    #[inline]
    fn number(&mut self, id: &str) -> (u32, bool) {
        if self.known.is_numbered() {
            return self.looked_up(id);
        }
        // Registers are sorted by company or by person.
        let LastReference { id: last, number, is_cleaned } = &mut self.last;
        if id == last && !id.is_empty() {
            return (*number, *is_cleaned);
        }
        last.clear();
        last.push_str(id);
        let found = self.looked_up(id);
        (self.last.number, self.last.is_cleaned) = found;
        found
    }

    #[inline]
    fn looked_up(&mut self, id: &str) -> (u32, bool) {
        if let Some(row) = self.known.row(id) {
            return (row, false);
        }
        let clean = clean_name(id);
        let is_cleaned = matches!(clean, Cow::Owned(_));
        if is_cleaned && let Some(row) = self.known.row(&clean) {
            return (row, true);
        }
        let number = self.unresolved.intern_if(&clean, |id| !(self.are_people && is_nobody(id)));
        (number.map_or(NOBODY, |number| self.known.texts.len() as u32 + number), is_cleaned)
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

/// Reads each different date of birth or death once.
#[derive(Debug, Default)]
struct LifeReader {
    order: Option<DateOrder>,
    cells: Interner,
    read: Vec<LifeDate>,
}

/// A date of birth or death that was read.
#[derive(Debug)]
struct LifeDate {
    /// The date in the notation of this project; empty if there is none.
    text: String,
    /// What every row with this cell is warned of.
    doubt: Option<Doubt>,
}

#[derive(Debug)]
enum Doubt {
    Unread(DateError),
    Ambiguous,
}

impl LifeDate {
    fn new(text: &str, order: Option<DateOrder>) -> LifeDate {
        let error = match text.parse::<PartialDate>() {
            Ok(_) => return LifeDate { text: text.to_owned(), doubt: None },
            Err(_) if text.is_empty() => return LifeDate { text: String::new(), doubt: None },
            Err(error) => error,
        };
        let Some(written) = read_date(text) else {
            return LifeDate { text: String::new(), doubt: Some(Doubt::Unread(error)) };
        };
        let is_ambiguous = order.is_none() && matches!(written, WrittenDate::Ambiguous { .. });
        let text = written.date(order).map(|date| date.to_string()).unwrap_or_default();
        LifeDate { text, doubt: is_ambiguous.then_some(Doubt::Ambiguous) }
    }
}

impl LifeReader {
    /// Returns a date of birth or death in the notation of this project; one that is in doubt leaves a warning.
    fn text(&mut self, reading: &mut RowReader<'_, '_>, field: Field, text: &str) -> &str {
        let number = self.cells.intern(text) as usize;
        if number == self.read.len() {
            self.read.push(LifeDate::new(text, self.order));
        }
        let LifeDate { text: date, doubt } = &self.read[number];
        match doubt {
            None => {}
            Some(Doubt::Unread(error)) => reading.warning(field, unread_date(field, error)),
            Some(Doubt::Ambiguous) => reading.warning(field, format!("{field}: {}", ambiguous_date(text))),
        }
        date
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
            dates: DateReader::new(date_order),
            lives: LifeReader { order: date_order, ..LifeReader::default() },
            block: SeatRows::default(),
            columns: AttributeColumns::default(),
            routes: Routes::default(),
            headings: Vec::new(),
            blocks: Vec::new(),
        }
    }

    pub(crate) fn row(&mut self, row: &Row<'_>) {
        let log = &mut self.log;
        log.read += 1;
        let (empty_end, date_order) = (self.empty_end, self.dates.order);
        let mut reading = RowReader { row, empty_end, date_order, log, failed: false };
        let (role, board, executive) = (row.text(Field::Role), row.text(Field::Board), row.text(Field::Executive));
        let (capacity, unread) = self.capacities.number(role, board, executive);
        for (field, message) in unread {
            reading.warning(*field, message.clone());
        }
        let (start, end) = spell(&mut self.dates, &mut reading);
        const IN_EACH: &str = "; a name that stands for several rows must be in each of them";
        let person = reading.required_or(Field::Person, IN_EACH);
        let company = reading.required_or(Field::Company, IN_EACH);
        let confidence = reading.confidence();
        if reading.failed {
            reading.log.dropped += 1;
            return;
        }
        let (person_number, person_cleaned) = self.people.number(person);
        if person_number == NOBODY {
            let message = format!("'{}' stands for no person; the row is left out", shortened(person));
            reading.warning(Field::Person, message);
            reading.log.dropped += 1;
            return;
        }
        let at = self.block.lines.len();
        let (company_number, company_cleaned) = self.companies.number(company);
        reading.log.cleaned += u64::from(person_cleaned) + u64::from(company_cleaned);
        let numbers = [person_number, company_number, *capacity, start, end];
        for (column, number) in self.block.numbers.iter_mut().zip(numbers) {
            column.push(number);
        }
        self.block.lines.push(row.place.line);
        if !self.routes.are_of(row.header) {
            add_headings(&mut self.headings, row.header);
        }
        for &(cell, column) in self.routes.for_row(row, &mut self.columns, KEPT) {
            let text = row.cells.get(cell).copied().unwrap_or("");
            match (row.header.fields[cell], confidence) {
                (Some(Field::Confidence), None) => self.columns.set(column, at, ""),
                (Some(Field::Confidence), Some(_)) => self.columns.set(column, at, &text.to_lowercase()),
                (Some(Field::PersonName | Field::CompanyName), _) => self.columns.set(column, at, &clean_name(text)),
                (Some(field @ (Field::Birth | Field::Death)), _) => {
                    self.columns.set(column, at, self.lives.text(&mut reading, field, text));
                }
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
        let (dates, evidence) = self.dates.finish();
        SeatPart {
            log: self.log,
            known: [self.people.known.texts.len() as u32, self.companies.known.texts.len() as u32],
            people: self.people.unresolved.into_texts(),
            companies: self.companies.unresolved.into_texts(),
            capacities: self.capacities.texts.into_texts(),
            dates,
            evidence,
            headings: self.headings,
            texts: self.columns.into_texts(),
            blocks: self.blocks,
        }
    }
}

/// Keeps the first heading of each field in the alphabet, so that it does not depend on who read which row.
fn add_headings(headings: &mut Vec<(Field, String)>, header: &Header) {
    for (name, field) in header.names.iter().zip(&header.fields) {
        let Some(field) = field else { continue };
        match headings.iter_mut().find(|(own, _)| own == field) {
            None => headings.push((*field, name.clone())),
            Some((_, heading)) if name < heading => heading.clone_from(name),
            Some(_) => {}
        }
    }
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
    /// The headings of the columns of attributes.
    pub headings: Vec<(Field, String)>,
    pub lines: Vec<Lines>,
    /// `true` if somebody made the table by hand, so that people and companies may be named instead of their ids.
    pub is_by_hand: bool,
}

impl SeatTable {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.person.len()
    }

    /// Keeps the column of a field as an unknown column, under its heading.
    pub(crate) fn set_aside(&mut self, field: Field) {
        let heading = self.headings.iter().find(|(own, _)| *own == field).map(|(_, heading)| heading.as_str());
        self.attributes.set_aside(field, heading.unwrap_or(field.name()));
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
    let mut headings = Vec::new();
    let mut lists: [Vec<StringColumnBuilder>; 4] = Default::default();
    for (worker, part) in parts.into_iter().enumerate() {
        logs.push(part.log);
        evidence.push(part.evidence);
        texts.push(part.texts);
        headings.extend(part.headings);
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
        headings: {
            headings.sort_unstable();
            headings.dedup();
            headings
        },
        people: people.0,
        companies: companies.0,
        capacities: capacities.0,
        dates: date_texts,
        ambiguous_date,
        lines: Vec::new(),
        is_by_hand: true,
    };
    table.lines = blocks.into_iter().map(|(_, block)| block.lines).collect();
    let (count, problems) = merge_logs(logs);
    (table, count, problems)
}
