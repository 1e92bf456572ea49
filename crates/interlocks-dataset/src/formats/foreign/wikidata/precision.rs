//! Dates and their precision, as Wikidata gives them: a day, and how much of it is known.

use interlocks_core::model::vocabulary::read_date;

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Day,
    Month,
    Year,
    Decade,
    Century,
    Millennium,
    /// Ten thousand years or more.
    Coarser,
}

impl Precision {
    /// Reads `wikibase:timePrecision`, a number from 0 to 14, or its name.
    pub(crate) fn parse(text: &str) -> Option<Precision> {
        let text = text.trim().to_lowercase();
        let number: Option<u8> = text.strip_suffix(".0").unwrap_or(&text).parse().ok();
        Some(match (number, text.as_str()) {
            (Some(11..=14), _) | (_, "day") => Precision::Day,
            (Some(10), _) | (_, "month") => Precision::Month,
            (Some(9), _) | (_, "year") => Precision::Year,
            (Some(8), _) | (_, "decade") => Precision::Decade,
            (Some(7), _) | (_, "century") => Precision::Century,
            (Some(6), _) | (_, "millennium") => Precision::Millennium,
            (Some(..=5), _) => Precision::Coarser,
            _ => return None,
        })
    }
}

/// Returns the days that a date may be. Wikidata fills unknown parts with the first month and day, so without a precision
/// the first of a month stands for the month, and the first of January for the year.
///
/// The 1990s are the years 1990 to 1999, and the 20th century the years 1901 to 2000. A year such as 1900 is written for the
/// century that it ends and for that which it begins, so either is possible; so it is with millennia. `None` if the text is
/// not a date, or if it is not within the years 1 to 9999.
pub(crate) fn stated_date(text: &str, precision: Option<Precision>) -> Option<String> {
    let text = text.trim().trim_start_matches('+');
    if is_before_calendar(text) {
        return None;
    }
    let date = read_date(text)?.date(None)?;
    let (first, last) = (date.earliest(), date.latest());
    let shown = first.to_string();
    let (year, month) = (shown.get(..4)?, shown.get(..7)?);
    let number: i32 = year.parse().ok()?;
    Some(match precision {
        _ if !first.is_calendar() || !last.is_calendar() => date.to_string(),
        Some(Precision::Coarser) => return None,
        Some(Precision::Millennium) => years(number, 1000),
        Some(Precision::Century) => years(number, 100),
        Some(Precision::Decade) => format!("{}/{}", four(number - number % 10), four(number - number % 10 + 9)),
        // A date that is known less exactly than its precision says stays as it is.
        _ if first != last => date.to_string(),
        Some(Precision::Year) => year.to_owned(),
        Some(Precision::Month) => month.to_owned(),
        Some(Precision::Day) => shown,
        None if shown.ends_with("-01-01") => year.to_owned(),
        None if shown.ends_with("-01") => month.to_owned(),
        None => shown,
    })
}

/// Returns `true` if a date is in a year before the year 1.
pub(crate) fn is_before_calendar(text: &str) -> bool {
    text.trim().starts_with('-')
}

/// Returns the years of a century or a millennium.
fn years(year: i32, length: i32) -> String {
    let last = (year + length - 1) / length * length;
    let to = if year % length == 0 { year + length - 1 } else { last };
    format!("{}/{}", four(last - length + 1), four(to))
}

/// Writes a year of the calendar: 1 to 9999.
fn four(year: i32) -> String {
    format!("{:04}", year.clamp(1, 9999))
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_core::model::PartialDate;

    #[test]
    fn a_date_is_as_exact_as_its_precision() {
        for (text, precision, expected) in [
            ("2011-06-23T00:00:00Z", "", "2011-06-23"),
            ("+2011-06-23T00:00:00Z", "11", "2011-06-23"),
            ("2011-06-01T00:00:00Z", "", "2011-06"),
            ("2011-06-01T00:00:00Z", "11", "2011-06-01"),
            ("2011-01-01T00:00:00Z", "9", "2011"),
            ("2011-01-01T00:00:00Z", "", "2011"),
            ("2011-00-00T00:00:00Z", "9", "2011"),
            ("2011", "10", "2011"),
            ("2011-06-23", "month", "2011-06"),
            ("1990-01-01T00:00:00Z", "8", "1990/1999"),
            ("1995-06-01T00:00:00Z", "8", "1990/1999"),
            ("1995", "decade", "1990/1999"),
            ("1901-01-01T00:00:00Z", "7", "1901/2000"),
            ("1950-01-01T00:00:00Z", "7", "1901/2000"),
            ("1900-01-01T00:00:00Z", "7", "1801/1999"),
            ("1500-01-01T00:00:00Z", "6", "1001/2000"),
            ("2000-01-01T00:00:00Z", "6", "1001/2999"),
            ("0005-01-01T00:00:00Z", "8", "0001/0009"),
            ("9000-01-01T00:00:00Z", "6", "8001/9999"),
            ("2000-01-01T00:00:00Z", "5", ""),
            ("2000-01-01T00:00:00Z", "0", ""),
            ("-0500-01-01T00:00:00Z", "9", ""),
            ("soon", "9", ""),
        ] {
            let read = stated_date(text, Precision::parse(precision)).unwrap_or_default();
            assert_eq!(read, expected, "{text} {precision}");
            assert!(read.is_empty() || read.parse::<PartialDate>().is_ok(), "{read}");
        }
        assert_eq!(Precision::parse("15"), None);
        assert_eq!(Precision::parse("about"), None);
    }
}
