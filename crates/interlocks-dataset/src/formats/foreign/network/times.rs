//! Times of lines and vertices: numbers, dates, intervals and sets of them.
//!
//! Programs measure time in dates or in numbers. A number is a year if it looks like one; any other number is no date, because
//! nothing says what it counts from.

use std::borrow::Cow;

use interlocks_core::model::PartialDate;
use interlocks_core::model::vocabulary::{WrittenDate, read_date};

use super::Attributes;
use super::sides::plain;

/// The numbers with a fraction that are years; four digits always are.
const YEARS: std::ops::RangeInclusive<f64> = 1500.0..=2199.0;

/// A point in time as a file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Point {
    /// Nothing, or infinity.
    None,
    /// "Still there".
    Running,
    /// A date.
    Date(PartialDate),
    /// A text that is not a date.
    Unread,
}

fn point(text: &str) -> Point {
    let text = text.trim().trim_matches('"').trim();
    if text.is_empty() || text == ".." {
        return Point::None;
    }
    if let Ok(date) = text.parse() {
        return Point::Date(date);
    }
    let digits = match text.parse::<f64>() {
        Ok(number) if number.is_infinite() => return Point::None,
        // Half of the year 2005 is some day of that year.
        Ok(number) if YEARS.contains(&number) => format!("{:.0}", number.trunc()),
        // Programs keep 20030601 as a number too.
        Ok(number) if number.fract() == 0.0 && (15_000_101.0..=21_991_231.0).contains(&number) => {
            format!("{number:.0}")
        }
        Ok(_) => return Point::Unread,
        Err(_) => text.to_owned(),
    };
    match read_date(&digits) {
        Some(WrittenDate::Running) => Point::Running,
        Some(WrittenDate::NoValue) => Point::None,
        Some(written) => written.date(None).map_or(Point::Unread, Point::Date),
        None => Point::Unread,
    }
}

/// Returns a date in our notation; a text that is not a date stays.
pub(super) fn date_text(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text == ".." || text.parse::<PartialDate>().is_ok() {
        return Cow::Borrowed(text);
    }
    match point(text) {
        Point::Date(date) => Cow::Owned(date.to_string()),
        Point::None => Cow::Borrowed(""),
        Point::Running => Cow::Borrowed(".."),
        Point::Unread => Cow::Borrowed(text),
    }
}

/// Returns `true` if a text states a time that is not a date.
pub(super) fn is_unread(text: &str) -> bool {
    point(text) == Point::Unread
}

/// One end of an interval.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bound {
    /// The text; empty if there is none.
    pub(super) text: String,
    /// `true` if the point itself does not belong to the interval.
    pub(super) is_open: bool,
}

/// A time of a line or vertex.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Time {
    /// From one point to another.
    Interval(Bound, Bound),
    /// It is there from the first point at the latest to the last at the earliest. Nothing says when it began or ended.
    Seen(String, String),
}

impl Time {
    /// Returns the time as attributes `start` and `end`, whose names begin with `before`. Texts that are not dates stay.
    pub(super) fn as_attributes(&self, before: &str) -> Attributes {
        let (start, end) = match self {
            Time::Interval(start, end) => (start_text(start), end_text(end)),
            Time::Seen(first, last) => (seen_from(first), seen_until(last)),
        };
        let cells = [(format!("{before}start"), start), (format!("{before}end"), end)];
        cells.into_iter().filter(|cell| !cell.1.is_empty()).collect()
    }
}

/// Returns `true` if a date is one day.
fn is_day(date: &PartialDate) -> bool {
    date.earliest() == date.latest()
}

/// Returns `true` if a text has a time of day.
fn has_time_of_day(text: &str) -> bool {
    text.contains(':')
}

fn start_text(bound: &Bound) -> String {
    match point(&bound.text) {
        // The first day is the one after the bound.
        Point::Date(date) if bound.is_open && is_day(&date) && !has_time_of_day(&bound.text) => {
            date.latest().plus(1).to_string()
        }
        Point::None | Point::Running => String::new(),
        _ => date_text(&bound.text).into_owned(),
    }
}

/// Our end is the first day that no longer counts; that of a closed interval is its last day. A year or a month stays: the
/// interval ended at some time in it.
fn end_text(bound: &Bound) -> String {
    match point(&bound.text) {
        Point::Date(date) if is_day(&date) && !bound.is_open => {
            let next = date.latest().plus(1);
            let is_midnight = bound.text.contains("00:00") && !bound.text.contains("23:59");
            match has_time_of_day(&bound.text) {
                false => next.to_string(),
                // Some programs write midnight for a day, so the day may count or not.
                true if is_midnight => format!("{date}/{next}"),
                true => next.to_string(),
            }
        }
        Point::Running => "..".to_owned(),
        Point::None => String::new(),
        _ => date_text(&bound.text).into_owned(),
    }
}

fn seen_from(first: &str) -> String {
    match point(first) {
        Point::Date(date) => format!("../{}", date.latest()),
        _ => date_text(first).into_owned(),
    }
}

fn seen_until(last: &str) -> String {
    match point(last) {
        Point::Date(date) => format!("{}/..", date.earliest().plus(1)),
        _ => date_text(last).into_owned(),
    }
}

/// Attributes whose value is a set of times, without case, blanks and punctuation.
const SETS: &[&str] =
    &["interval", "intervals", "timeset", "timeinterval", "timeintervals", "spell", "spells", "lifetime", "dynamic"];
/// Attributes whose value is one or more points in time.
const POINTS: &[&str] = &["timestamp", "timestamps", "timepoints"];

/// Returns the index of an attribute whose value is a set of times, and `true` if they are points.
pub(super) fn find(attributes: &Attributes) -> Option<(usize, bool)> {
    attributes.iter().enumerate().find_map(|(at, (name, text))| {
        let name = plain(name);
        let is_points = POINTS.contains(&name.as_ref());
        (!text.trim().is_empty() && (is_points || SETS.contains(&name.as_ref()))).then_some((at, is_points))
    })
}

/// Reads `<[2001.0, 2005.0]; [2007.0, 2009.0)>`. A bracket with two points is an interval, unless `is_points`; any other number
/// of them are points.
pub(super) fn times(text: &str, is_points: bool) -> Option<Vec<Time>> {
    let inside = text.trim().trim_start_matches('<').trim_end_matches('>').trim();
    let mut times = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    let parts: Vec<&str> = inside.split(';').map(str::trim).filter(|part| !part.is_empty()).collect();
    for part in &parts {
        let is_bracketed = part.starts_with(['[', '(', ']']) && part.ends_with([']', ')', '[']);
        if !is_bracketed && !is_points && part.contains(',') {
            return None;
        }
        let points: Vec<&str> = part.trim_matches(['[', ']', '(', ')']).split(',').map(str::trim).collect();
        match points.as_slice() {
            [start, end] if is_bracketed && !is_points => {
                let opens = part.starts_with(['(', ']']);
                let closes = part.ends_with([')', '[']);
                let bound = |text: &str, is_open| Bound { text: text.trim_matches('"').to_owned(), is_open };
                times.push(Time::Interval(bound(start, opens), bound(end, closes)));
            }
            // Gephi takes a date alone for a point in time.
            points if is_bracketed || is_points || matches!(point(part), Point::Date(_)) => {
                seen.extend(points.iter().map(|point| (*point).to_owned()));
            }
            _ => return None,
        }
    }
    times.extend(seen.into_iter().filter(|text| !text.is_empty()).map(|text| Time::Seen(text.clone(), text)));
    (!times.is_empty()).then(|| joined(times))
}

/// Joins years at which a line is there if they follow one another.
pub(super) fn joined(times: Vec<Time>) -> Vec<Time> {
    let year = |text: &str| match point(text) {
        Point::Date(date) => date.to_string().parse::<i32>().ok(),
        _ => None,
    };
    let mut joined: Vec<Time> = Vec::new();
    for time in times {
        match (joined.last_mut(), &time) {
            (Some(Time::Seen(_, last)), Time::Seen(next, end))
                if year(last).zip(year(next)).is_some_and(|(a, b)| b == a + 1) =>
            {
                end.clone_into(last);
            }
            _ => joined.push(time),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, is_points: bool) -> Vec<String> {
        let times = times(text, is_points).unwrap_or_default();
        let cell = |cells: &Attributes, name: &str| {
            cells.iter().find(|cell| cell.0 == name).map_or(String::new(), |cell| cell.1.clone())
        };
        times
            .iter()
            .map(|time| time.as_attributes(""))
            .map(|cells| format!("{} {}", cell(&cells, "start"), cell(&cells, "end")))
            .collect()
    }

    #[test]
    fn sets_of_times_are_read() {
        assert_eq!(shown("<[2001.0, 2005.0]; [2007, 2009]>", false), ["2001 2005", "2007 2009"]);
        assert_eq!(shown("[2001-02-03, 2004-12-31]", false), ["2001-02-03 2005-01-01"]);
        assert_eq!(shown("(2001-02-03, 2004-12-31)", false), ["2001-02-04 2004-12-31"]);
        assert_eq!(shown("<[-Infinity, Infinity]>", false), [" "]);
        assert_eq!(shown("<[2001.0, 2002.0, 2003.0]>", false), ["../2001-12-31 2003-01-02/.."]);
        assert_eq!(shown("<[2001.0, 2003.0]>", true), ["../2001-12-31 2001-01-02/..", "../2003-12-31 2003-01-02/.."]);
        assert_eq!(shown("2001", true), ["../2001-12-31 2001-01-02/.."]);
        assert_eq!(shown("[1.0, 5.0]", false), ["1.0 5.0"]);
        assert_eq!(shown("2001-05-01", false), ["../2001-05-01 2001-05-02/.."]);
        assert_eq!(shown("five years", false), Vec::<String>::new());
    }

    #[test]
    fn numbers_that_look_like_years_are_years() {
        for (text, expected) in [
            ("2001.0", "2001"),
            ("2005.5", "2005"),
            ("2.0030601E7", "2003-06-01"),
            ("2004-12-31T10:00:00.000+01:00", "2004-12-31"),
            ("1.0413504E12", "1.0413504E12"),
            ("7.0", "7.0"),
            ("12", "12"),
            ("present", ".."),
            ("2011~", "2011~"),
        ] {
            assert_eq!(date_text(text), expected, "{text}");
        }
        assert!(is_unread("7.0") && !is_unread("2001.0") && !is_unread(""));
    }

    #[test]
    fn a_last_day_counts_and_an_open_end_does_not() {
        let end = |text: &str, is_open| end_text(&Bound { text: text.to_owned(), is_open });
        assert_eq!(end("2004-12-31", false), "2005-01-01");
        assert_eq!(end("2004-12-31", true), "2004-12-31");
        assert_eq!(end("2004-12-31T00:00:00", false), "2004-12-31/2005-01-01");
        assert_eq!(end("2004-12-31T23:59:59", false), "2005-01-01");
        assert_eq!(end("2004-12", false), "2004-12");
    }
}
