//! Reads the dates of seats: most rows repeat a date, so each different one is read once.

use crate::columns::Field;
use crate::record::{RowReader, ending_without_date, is_no_end, is_unknown_start, unread_date};
use crate::row_parsers;
use crate::tables::Dates;
use interlocks_core::model::vocabulary::{DateOrder, WrittenDate, date_order, read_date};
use interlocks_core::model::{DateError, Day, Ending, PartialDate};
use interlocks_core::store::{Interner, StringColumn, StringColumnBuilder};

/// Reads each different date once.
#[derive(Debug, Default)]
pub(super) struct DateReader {
    pub order: Option<DateOrder>,
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
pub(super) struct OrderEvidence {
    day_first: bool,
    month_first: bool,
}

/// A date cell that was read.
#[derive(Clone, Copy, Debug)]
enum DateCell {
    Date(ReadDate),
    NoValue,
    Unknown,
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
    /// Creates a reader; `order` is that of ambiguous dates, if it is given.
    pub(super) fn new(order: Option<DateOrder>) -> DateReader {
        DateReader { order, ..DateReader::default() }
    }

    /// Returns the dates, and the orders that they show.
    pub(super) fn finish(self) -> (StringColumnBuilder, OrderEvidence) {
        (self.texts.into_texts(), self.evidence)
    }

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
            return Ok(match written {
                WrittenDate::Running => DateCell::Running,
                WrittenDate::Unknown => DateCell::Unknown,
                _ => DateCell::NoValue,
            });
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
pub(super) fn settled_dates(texts: StringColumn, evidence: &[OrderEvidence]) -> (StringColumn, Option<String>) {
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

/// Returns the numbers of start and end; problems are reported in this order.
#[inline]
pub(super) fn spell(dates: &mut DateReader, reading: &mut RowReader<'_, '_>) -> (u32, u32) {
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
                if is_no_end(end.earliest) {
                    reading.log.no_ends += 1;
                    Dates::RUNNING
                } else {
                    Dates::end_number(end.number)
                }
            }
            Some(DateCell::Running) => Dates::RUNNING,
            Some(DateCell::NoValue) if reading.empty_end == Ending::Running => Dates::RUNNING,
            Some(DateCell::NoValue | DateCell::Unknown) | None => Dates::UNKNOWN,
        },
    };
    (start.map_or(Dates::NO_START, |start| Dates::start_number(start.number)), number)
}
