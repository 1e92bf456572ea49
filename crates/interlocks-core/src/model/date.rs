//! Partial dates: the meaning of `2011`, `2011-06`, `2011-06-23`, `2011~` and `2011-06/2013-12`.
//!
//! The notation is a subset of the Extended Date/Time Format (ISO 8601-2:2019, EDTF): dates known
//! to the day, the month or the year, the qualifiers `~` (about) and `?` (doubtful), and closed
//! intervals. A date is a closed range of days; each qualifier widens that range by one unit
//! of the stated precision on each side.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::day::{Day, DayRange};

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

/// A string in one of the forms in which dates are stated.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for PartialDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PartialDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let end = r"(\.\.|([0-9]{4}|-[0-9]{3,4})(-[0-9]{2}(-[0-9]{2})?)?[~?%]?)";
        schemars::json_schema!({
            "type": "string",
            "description": "A date as the data states it (EDTF): a day (1999-05-01), a month (1999-05) or a year (1999). A / stands \
                between the ends of an interval, of which one may be open (..). A ~ after a date says that it is approximate, a ? \
                that it is uncertain, a % both.",
            "pattern": format!("^{end}(/{end})?$"),
            "examples": ["1999-05-01", "1999-05", "1999", "1999/2001-06", "1999~", "../1999"],
        })
    }
}

/// The schema of a field with a [`PartialDate`], or with the word `unknown`.
#[cfg(feature = "schema")]
#[derive(Debug)]
pub enum DateOrUnknown {}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DateOrUnknown {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DateOrUnknown".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let date = generator.subschema_for::<PartialDate>();
        schemars::json_schema!({
            "description": "A date as the data states it; `unknown` if it states none.",
            "anyOf": [date, {"type": "string", "const": "unknown"}],
        })
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
