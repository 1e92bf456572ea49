//! Partial dates: the meaning of `2011`, `2011-06`, `2011-06-23`, `2011~` and `2011-06/2013-12`.
//!
//! The notation is a subset of the Extended Date/Time Format (ISO 8601-2:2019, EDTF): dates known
//! to the day, the month or the year, the qualifiers `~` (about) and `?` (doubtful), and closed
//! intervals. A date is a closed range of days; each qualifier widens that range by one unit
//! of the stated precision on each side.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

/// One calendar day, as the number of days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// [`Day::MIN`] and [`Day::MAX`] are limits, not calendar days: they mean "no earlier limit
/// is known" and "still running".
///
/// ```
/// use interlocks_core::model::Day;
/// let joined = Day::from_ymd(2011, 6, 23).unwrap();
/// assert_eq!(joined.plus(8).to_string(), "2011-07-01");
/// assert_eq!(joined.plus_years(9).since(joined), 3_288);
/// assert_eq!(Day::from_ymd(2011, 2, 30), None);
/// assert_eq!(Day::MAX.to_string(), "..");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The limit before every calendar day.
    pub const MIN: Day = Day(i32::MIN);
    /// The limit after every calendar day: the end of a spell that is still running.
    pub const MAX: Day = Day(i32::MAX);

    /// Returns the day `number` days after 1970-01-01.
    pub const fn from_number(number: i32) -> Day {
        Day(number)
    }

    /// Returns the days since 1970-01-01; negative before it.
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Returns the day of a calendar date, or `None` if there is no such date (30 February).
    pub fn from_ymd(year: i16, month: u8, day: u8) -> Option<Day> {
        let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        Some(Day(days_from_civil(date)))
    }

    /// Returns the year of the day; `None` for a limit beyond the calendar.
    pub fn year(self) -> Option<i16> {
        self.civil().map(jiff::civil::Date::year)
    }

    /// Returns year, month and day; `None` for a limit beyond the calendar.
    ///
    /// ```
    /// use interlocks_core::model::Day;
    /// assert_eq!(Day::from_number(0).ymd(), Some((1970, 1, 1)));
    /// assert_eq!(Day::MAX.ymd(), None);
    /// ```
    pub fn ymd(self) -> Option<(i16, u8, u8)> {
        self.civil().map(|date| (date.year(), date.month() as u8, date.day() as u8))
    }

    /// Returns the first day of the calendar year. A limit is returned unchanged.
    pub fn start_of_year(self) -> Day {
        self.civil().and_then(|date| Day::from_ymd(date.year(), 1, 1)).unwrap_or(self)
    }

    /// Returns `true` if this is a calendar day and not one of the two limits.
    pub const fn is_calendar(self) -> bool {
        FIRST_CALENDAR_DAY <= self.0 && self.0 <= LAST_CALENDAR_DAY
    }

    /// Returns the day `days` later (earlier when negative). A limit is returned unchanged.
    pub fn plus(self, days: i32) -> Day {
        if self == Day::MIN || self == Day::MAX {
            return self;
        }
        Day(self.0.saturating_add(days).clamp(i32::MIN + 1, i32::MAX - 1))
    }

    /// Returns the same day of the year `years` later (earlier when negative); 28 February if that year
    /// has no 29th. A limit is returned unchanged, and a day beyond the calendar becomes one.
    pub fn plus_years(self, years: i32) -> Day {
        let later = |date: jiff::civil::Date| date.checked_add(jiff::Span::new().try_years(years).ok()?).ok();
        match self.civil() {
            Some(date) => later(date).map_or(if years < 0 { Day::MIN } else { Day::MAX }, |d| Day(days_from_civil(d))),
            None => self,
        }
    }

    /// Returns the first day of the period that contains this day, if every year is cut into periods of `months`
    /// months: 1 for months, 3 for quarters, 12 for years. `None` for the limits.
    ///
    /// ```
    /// use interlocks_core::model::Day;
    /// let day = Day::from_ymd(2011, 6, 23);
    /// assert_eq!(day.and_then(|day| day.start_of_period(3)), Day::from_ymd(2011, 4, 1));
    /// ```
    pub fn start_of_period(self, months: u8) -> Option<Day> {
        let date = self.civil()?;
        let month = date.month().unsigned_abs() - 1;
        Day::from_ymd(date.year(), month - month.checked_rem(months)? + 1, 1)
    }

    /// Returns the same day of the month `months` later (earlier when negative), or the last day of that month if it
    /// has no such day. `None` for the limits and beyond the calendar.
    pub fn plus_months(self, months: i32) -> Option<Day> {
        let later = self.civil()?.checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
        Some(Day(days_from_civil(later)))
    }

    /// Returns the signed number of days from `earlier` to `self`.
    pub fn since(self, earlier: Day) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    fn civil(self) -> Option<jiff::civil::Date> {
        let since_epoch = jiff::SignedDuration::from_secs(i64::from(self.0) * SECONDS_OF_DAY);
        jiff::civil::date(1970, 1, 1).checked_add(since_epoch).ok()
    }
}

/// The number of -9999-01-01, the first day of jiff's calendar.
const FIRST_CALENDAR_DAY: i32 = -4_371_587;

/// The number of 9999-12-31, the last day of jiff's calendar.
const LAST_CALENDAR_DAY: i32 = 2_932_896;

/// The seconds of a civil day.
const SECONDS_OF_DAY: i64 = 86_400;

/// Returns the days since 1970-01-01. A duration is much cheaper than a span, and data has a great many dates.
fn days_from_civil(date: jiff::civil::Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    // At most ten thousand years fit into 32 bits.
    (date.duration_since(epoch).as_secs() / SECONDS_OF_DAY) as i32
}

/// Writes `YYYY-MM-DD`; a limit is written `..`, like an open end of an EDTF interval.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((year, month, day)) = self.ymd() else { return f.write_str("..") };
        let Ok(year @ ..=9999) = u16::try_from(year) else { return write!(f, "{year:04}-{month:02}-{day:02}") };
        // Answers have a great many dates: the general way costs four times as much.
        let digits = |number: u16| [number / 10 % 10, number % 10].map(|digit| b'0' + digit as u8);
        let ([a, b], [c, d]) = (digits(year / 100), digits(year % 100));
        let ([e, g], [h, i]) = (digits(month.into()), digits(day.into()));
        let text = [a, b, c, d, b'-', e, g, b'-', h, i];
        f.write_str(str::from_utf8(&text).unwrap_or_default())
    }
}

/// Serializes as an ISO string, or as null for a limit.
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_calendar() { serializer.collect_str(self) } else { serializer.serialize_none() }
    }
}

/// A closed range of days: every day from `first` to `last`, both included.
///
/// It is used for *one* day that is not known exactly, such as the start of a seat. For a period use
/// [`DaySpan`](super::DaySpan), whose end is excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DayRange {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl DayRange {
    /// Creates the range from `first` to `last`, both included. The caller ensures `first <= last`.
    pub const fn new(first: Day, last: Day) -> DayRange {
        DayRange { first, last }
    }

    /// Creates the range of one day.
    pub const fn exactly(day: Day) -> DayRange {
        DayRange { first: day, last: day }
    }

    /// Returns `true` if the range has only one day.
    pub fn is_one_day(self) -> bool {
        self.first == self.last
    }

    /// Returns the number of days from the first to the last; 0 for one day.
    pub fn width(self) -> i64 {
        self.last.since(self.first)
    }

    /// Returns `true` if both ranges have a day in common.
    pub fn meets(self, other: DayRange) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// The precision in which a date is stated, the coarsest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year: `2011`.
    Year,
    /// Year and month: `2011-06`.
    Month,
    /// Year, month and day: `2011-06-23`.
    Day,
}

/// One end of a date as written: year, optional month and day (0 if absent), optional qualifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Stated {
    year: i16,
    month: u8,
    day: u8,
    about: bool,
    doubtful: bool,
}

/// A date that may be known only to the month or the year, approximately, or as an interval.
///
/// The text form is a subset of EDTF (ISO 8601-2:2019). The date means *one* day, anywhere in a closed range:
///
/// | text | earliest | latest |
/// |---|---|---|
/// | `2011-06-23` | 2011-06-23 | 2011-06-23 |
/// | `2011-06` | 2011-06-01 | 2011-06-30 |
/// | `2011` | 2011-01-01 | 2011-12-31 |
/// | `2011~` (about), `2011?` (doubtful) | 2010-01-01 | 2012-12-31 |
/// | `2011%` (both) | 2009-01-01 | 2013-12-31 |
/// | `2011-06/2013` | 2011-06-01 | 2013-12-31 |
/// | `2011/..` (then or later) | 2011-01-01 | [`Day::MAX`] |
/// | `../2011` (then or earlier) | [`Day::MIN`] | 2011-12-31 |
///
/// A qualifier widens the range by one unit of the stated precision on each side. Years have four digits.
/// `Display` writes the date as it was stated.
///
/// ```
/// use interlocks_core::model::{PartialDate, Precision};
/// let joined: PartialDate = "2011-06".parse()?;
/// assert_eq!(joined.earliest().to_string(), "2011-06-01");
/// assert_eq!(joined.latest().to_string(), "2011-06-30");
/// assert_eq!(joined.precision(), Precision::Month);
///
/// let about: PartialDate = "2011~".parse()?;
/// assert_eq!(about.earliest().to_string(), "2010-01-01");
/// assert_eq!(about.latest().to_string(), "2012-12-31");
/// assert_eq!(about.to_string(), "2011~");
///
/// assert!("2011-02-30".parse::<PartialDate>().is_err());
/// # Ok::<(), interlocks_core::model::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    from: Stated,
    to: Stated,
    earliest: Day,
    latest: Day,
}

impl PartialDate {
    /// Returns the first day that the date may be.
    pub fn earliest(&self) -> Day {
        self.earliest
    }

    /// Returns the last day that the date may be.
    pub fn latest(&self) -> Day {
        self.latest
    }

    /// Returns all days that the date may be.
    pub fn days(&self) -> DayRange {
        DayRange::new(self.earliest, self.latest)
    }

    /// Returns the precision in which the date is stated; for an interval, that of its coarser end that is stated.
    pub fn precision(&self) -> Precision {
        match (self.from, self.to) {
            (Stated::OPEN, end) | (end, Stated::OPEN) => end.precision(),
            (from, to) => from.precision().min(to.precision()),
        }
    }

    /// Creates the interval from the first day of `from` to the last day of `to`.
    ///
    /// # Errors
    /// [`DateError::Backwards`] if `to` ends before `from` begins.
    pub fn interval(from: PartialDate, to: PartialDate) -> Result<PartialDate, DateError> {
        PartialDate::between(from.from, to.to).ok_or_else(|| DateError::Backwards(format!("{from}/{to}")))
    }

    /// Returns the date that may be any of these days, written as short as it can be; `None` for days outside the years 1 to 9999
    /// and for a range without a stated end.
    ///
    /// ```
    /// use interlocks_core::model::PartialDate;
    /// for text in ["2011", "2011-06", "2011-06-23", "2011-06-23/2013-01-02", "../2011-06-23", "2011-06-23/.."] {
    ///     let date: PartialDate = text.parse()?;
    ///     assert_eq!(PartialDate::from_days(date.days()).map(|date| date.to_string()).as_deref(), Some(text));
    /// }
    /// # Ok::<(), interlocks_core::model::DateError>(())
    /// ```
    pub fn from_days(days: DayRange) -> Option<PartialDate> {
        let stated = |day: Day, open: Day| {
            if day == open {
                return Some(Stated::OPEN);
            }
            let date = day.civil().filter(|date| date.year() > 0)?;
            let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
            Some(Stated { year: date.year(), month, day, about: false, doubtful: false })
        };
        let (from, to) = (stated(days.first, Day::MIN)?, stated(days.last, Day::MAX)?);
        if from == Stated::OPEN && to == Stated::OPEN {
            return None;
        }
        let units = [Stated { month: 0, day: 0, ..from }, Stated { day: 0, ..from }];
        let whole = units.into_iter().find(|unit| from != Stated::OPEN && unit.days() == Some(days));
        let (from, to) = whole.map_or((from, to), |unit| (unit, unit));
        PartialDate::between(from, to)
    }

    fn between(from: Stated, to: Stated) -> Option<PartialDate> {
        let earliest = if from == Stated::OPEN { Day::MIN } else { from.days()?.first };
        let latest = if to == Stated::OPEN { Day::MAX } else { to.days()?.last };
        (earliest <= latest).then_some(PartialDate { from, to, earliest, latest })
    }
}

impl Stated {
    /// An end of an interval that is not known.
    const OPEN: Stated = Stated { year: 0, month: 0, day: 0, about: false, doubtful: false };

    /// Parses an end of an interval.
    fn parse_end(text: &str) -> Option<Stated> {
        if text == ".." { Some(Stated::OPEN) } else { Stated::parse(text) }
    }

    fn is_in_calendar(self) -> bool {
        self == Stated::OPEN || self.days().is_some()
    }

    fn precision(self) -> Precision {
        match (self.month, self.day) {
            (0, _) => Precision::Year,
            (_, 0) => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// Returns the days it may be: the stated unit, and one unit more on each side for each qualifier.
    fn days(self) -> Option<DayRange> {
        let wider = i32::from(self.about) + i32::from(self.doubtful);
        let (first, last) = match self.precision() {
            Precision::Day => {
                let day = Day::from_ymd(self.year, self.month, self.day)?;
                (day.plus(-wider), day.plus(wider))
            }
            Precision::Month => {
                let months = i32::from(self.year) * 12 + i32::from(self.month) - 1;
                (first_of_month(months - wider)?, first_of_month(months + wider + 1)?.plus(-1))
            }
            Precision::Year => {
                let months = i32::from(self.year) * 12;
                (first_of_month(months - 12 * wider)?, first_of_month(months + 12 * (wider + 1))?.plus(-1))
            }
        };
        Some(DayRange::new(first, last))
    }

    fn parse(text: &str) -> Option<Stated> {
        let (digits, about, doubtful) = match text.as_bytes().last()? {
            b'~' => (&text[..text.len() - 1], true, false),
            b'?' => (&text[..text.len() - 1], false, true),
            b'%' => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        let mut parts = digits.split('-');
        let year = number(parts.next()?, 4)?;
        let month = parts.next().map_or(Some(0), |m| number(m, 2).filter(|m| (1..=12).contains(m)))?;
        let day = parts.next().map_or(Some(0), |d| number(d, 2).filter(|d| (1..=31).contains(d)))?;
        if parts.next().is_some() || year == 0 {
            return None;
        }
        Some(Stated { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()?, about, doubtful })
    }
}

/// Returns the first day of a month, counted from January of year 0.
fn first_of_month(months: i32) -> Option<Day> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = u8::try_from(months.rem_euclid(12) + 1).ok()?;
    // January 10000 follows the last month with a four-digit year.
    if year == 10_000 && month == 1 {
        return Day::from_ymd(9999, 12, 31).map(|day| day.plus(1));
    }
    Day::from_ymd(year, month, 1)
}

/// Parses exactly `width` ASCII digits.
fn number(text: &str, width: usize) -> Option<i16> {
    let digits = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// The reason why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text is not in the notation.
    #[error("'{0}' is not a date; write it as 2011, 2011-06, 2011-06-23, 2011~ (about) or 2011-06/2013-12 (between)")]
    NotADate(String),
    /// The text is in the notation but the calendar has no such day.
    #[error("'{0}' is not a day of the calendar")]
    NoSuchDay(String),
    /// An interval whose end lies before its start.
    #[error("the interval '{0}' ends before it begins")]
    Backwards(String),
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<PartialDate, DateError> {
        let (from, to) = match text.split_once('/') {
            Some((from, to)) => (Stated::parse_end(from.trim()), Stated::parse_end(to.trim())),
            None => (Stated::parse(text), Stated::parse(text)),
        };
        let (Some(from), Some(to)) = (from, to) else {
            return Err(DateError::NotADate(shortened(text)));
        };
        if from == Stated::OPEN && to == Stated::OPEN {
            return Err(DateError::NotADate(shortened(text)));
        }
        if !from.is_in_calendar() || !to.is_in_calendar() {
            return Err(DateError::NoSuchDay(shortened(text)));
        }
        PartialDate::between(from, to).ok_or_else(|| DateError::Backwards(shortened(text)))
    }
}

/// Shortens a text for an error message: a cell may be megabytes long.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Stated::OPEN {
            return f.write_str("..");
        }
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        f.write_str(match (self.about, self.doubtful) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        })
    }
}

/// Writes the date as it was stated, such as `2011-06` or `2011~`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)?;
        if self.from != self.to {
            write!(f, "/{}", self.to)?;
        }
        Ok(())
    }
}

/// Serializes as the text it was stated in.
impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(text: &str) -> (String, String) {
        let date: PartialDate = text.parse().unwrap();
        (date.earliest().to_string(), date.latest().to_string())
    }

    #[test]
    fn days_of_the_calendar_are_those_that_have_a_date() {
        for number in [FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY, 0, i32::MIN, i32::MAX] {
            for day in [number.saturating_sub(1), number, number.saturating_add(1)].map(Day::from_number) {
                assert_eq!(day.is_calendar(), day.civil().is_some(), "{}", day.number());
            }
        }
    }

    #[test]
    fn a_month_or_a_year_stands_for_every_day_in_it() {
        assert_eq!(range("2011"), ("2011-01-01".into(), "2011-12-31".into()));
        assert_eq!(range("2012-02"), ("2012-02-01".into(), "2012-02-29".into()));
        assert_eq!(range("2011-06-23"), ("2011-06-23".into(), "2011-06-23".into()));
        assert_eq!(range("9999"), ("9999-01-01".into(), "9999-12-31".into()));
    }

    #[test]
    fn an_interval_may_be_open_on_one_side() {
        let date = |text: &str| text.parse::<PartialDate>();
        let (after, before) = (date("2001/..").unwrap(), date("../2001-06").unwrap());
        assert_eq!((after.earliest().to_string().as_str(), after.latest()), ("2001-01-01", Day::MAX));
        assert_eq!((before.earliest(), before.latest().to_string().as_str()), (Day::MIN, "2001-06-30"));
        assert_eq!((after.precision(), before.precision()), (Precision::Year, Precision::Month));
        assert_eq!((after.to_string().as_str(), before.to_string().as_str()), ("2001/..", "../2001-06"));
        for text in ["..", "../..", "/..", "../", "2001/...", "2001-13/.."] {
            assert!(date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_qualifier_widens_by_one_unit_on_each_side() {
        assert_eq!(range("2011?"), ("2010-01-01".into(), "2012-12-31".into()));
        assert_eq!(range("2011-01~"), ("2010-12-01".into(), "2011-02-28".into()));
        assert_eq!(range("2012-03-01~"), ("2012-02-29".into(), "2012-03-02".into()));
        assert_eq!(range("2011%"), ("2009-01-01".into(), "2013-12-31".into()));
    }

    #[test]
    fn an_interval_runs_from_its_first_to_its_last_day() {
        assert_eq!(range("2011-06/2013"), ("2011-06-01".into(), "2013-12-31".into()));
        assert!(matches!("2013/2011".parse::<PartialDate>(), Err(DateError::Backwards(_))));
    }

    #[test]
    fn what_is_not_a_date_says_so() {
        for text in ["", "11", "2011-6", "2011-13", "2011-06-31x", "23.06.2011", "..", "2011-", "0000", "٢٠١١"] {
            assert!(matches!(text.parse::<PartialDate>(), Err(DateError::NotADate(_))), "{text}");
        }
        assert!(matches!("2011-02-30".parse::<PartialDate>(), Err(DateError::NoSuchDay(_))));
        assert!("x".repeat(5_000_000).parse::<PartialDate>().unwrap_err().to_string().len() < 300);
    }

    #[test]
    fn every_day_is_found_again() {
        let mut number = FIRST_CALENDAR_DAY;
        for year in -9999..=9999 {
            for month in 1..=12 {
                for day in (1..=31).filter_map(|day| Day::from_ymd(year, month, day).map(|found| (day, found))) {
                    assert_eq!(day.1.number(), number);
                    assert_eq!(day.1.ymd(), Some((year, month, day.0)));
                    number += 1;
                }
            }
        }
        assert_eq!(number - 1, LAST_CALENDAR_DAY);
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day::from_number(0)));
        assert_eq!(Day::from_ymd(1969, 12, 31), Some(Day::from_number(-1)));
        let spell = Day::from_ymd(2019, 5, 30).unwrap().since(Day::from_ymd(2011, 6, 30).unwrap());
        assert_eq!(spell, 2_891);
    }

    proptest! {
        #[test]
        fn a_written_date_reads_back_the_same(year in 2i16..9998, month in 0u8..13, day in 0u8..29,
                                              qualifier in 0usize..4) {
            let day = if month == 0 { 0 } else { day };
            let stated = Stated { year, month, day, about: qualifier & 1 == 1, doubtful: qualifier & 2 == 2 };
            let date: PartialDate = stated.to_string().parse().unwrap();
            prop_assert_eq!(date.to_string(), stated.to_string());
            prop_assert!(date.earliest() <= date.latest());
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = text.parse::<PartialDate>();
        }

        #[test]
        fn the_range_is_what_counting_days_gives(number in -700_000i32..2_900_000) {
            // Oracle: step from day to day and compare the calendar fields as written.
            let day = Day::from_number(number);
            let text = day.to_string();
            prop_assert_eq!(text.parse::<PartialDate>().unwrap().days(), DayRange::exactly(day));
            let month: PartialDate = text[..7].parse().unwrap();
            let mut first = day;
            while first.plus(-1).to_string().starts_with(&text[..7]) { first = first.plus(-1); }
            let mut last = day;
            while last.plus(1).to_string().starts_with(&text[..7]) { last = last.plus(1); }
            prop_assert_eq!(month.days(), DayRange::new(first, last));
        }
    }
}
