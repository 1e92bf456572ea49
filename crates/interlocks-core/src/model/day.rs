//! Calendar days, and closed ranges of days.

use std::fmt;

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

    pub(super) fn civil(self) -> Option<jiff::civil::Date> {
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

/// A string with an ISO date, or null.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        // The format `date` knows no year before 0, which has a sign here.
        schemars::json_schema!({
            "type": ["string", "null"],
            "pattern": r"^([0-9]{4}|-[0-9]{3,4})-[0-9]{2}-[0-9]{2}$",
        })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_calendar_are_those_that_have_a_date() {
        for number in [FIRST_CALENDAR_DAY, LAST_CALENDAR_DAY, 0, i32::MIN, i32::MAX] {
            for day in [number.saturating_sub(1), number, number.saturating_add(1)].map(Day::from_number) {
                assert_eq!(day.is_calendar(), day.civil().is_some(), "{}", day.number());
            }
        }
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

    #[test]
    fn a_day_is_written_as_its_fields() {
        for (year, month) in (-9999i16..=9999).flat_map(|year| (1..=12).map(move |month| (year, month))) {
            let day = (year.unsigned_abs() % 28 + 1) as u8;
            let written = Day::from_ymd(year, month, day).map(|day| day.to_string());
            assert_eq!(written, Some(format!("{year:04}-{month:02}-{day:02}")));
        }
        assert_eq!([Day::MIN, Day::MAX].map(|limit| limit.to_string()), ["..", ".."]);
    }
}
