//! Words of sentences in answers: lists, counted nouns, and days as text.

use std::fmt::Display;

use crate::model::{Day, DayRange, DaySpan, PartialDate};

/// Joins words by commas and a final `and`: `a, b and c`.
///
/// ```
/// use interlocks_core::wording::and_list;
/// assert_eq!(and_list(&["Ann"]), "Ann");
/// assert_eq!(and_list(&["Ann", "Bob", "Cid"]), "Ann, Bob and Cid");
/// ```
pub fn and_list<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// Writes a number with its noun, in the plural unless the number is 1.
///
/// The plural is the regular one of English (`-s`, and `-ies` for `-y` after a consonant), and `people` for `person`.
///
/// ```
/// use interlocks_core::wording::counted;
/// assert_eq!(counted(1, "person"), "1 person");
/// assert_eq!(counted(2, "person"), "2 people");
/// assert_eq!(counted(0, "listed company"), "0 listed companies");
/// assert_eq!(counted(-3, "day"), "-3 days");
/// ```
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    if count == N::from(1) { format!("1 {noun}") } else { format!("{count} {}", plural(noun)) }
}

fn plural(noun: &str) -> String {
    if let Some(before) = noun.strip_suffix("person") {
        return format!("{before}people");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// Writes a day, or a range of days, with its preposition.
///
/// An end of the range that is not a calendar day ([`Day::is_calendar`]) counts as unknown.
///
/// ```
/// use interlocks_core::model::{Day, DayRange, PartialDate};
/// use interlocks_core::wording::on_days;
/// let days = |date: &str| date.parse::<PartialDate>().map(|date| date.days());
/// assert_eq!(on_days(days("2011-06-23")?), "on 2011-06-23");
/// assert_eq!(on_days(days("2021-11")?), "in November 2021");
/// assert_eq!(on_days(days("2021")?), "in 2021");
/// assert_eq!(on_days(days("2021-11-05/2021-12-01")?), "between 2021-11-05 and 2021-12-01");
/// let first = days("2021")?.first;
/// assert_eq!(on_days(DayRange::new(first, Day::MAX)), "on 2021-01-01 or later");
/// assert_eq!(on_days(DayRange::new(Day::MIN, first)), "on 2021-01-01 or earlier");
/// assert_eq!(on_days(DayRange::new(Day::MIN, Day::MAX)), "on an unknown day");
/// # Ok::<(), interlocks_core::model::DateError>(())
/// ```
pub fn on_days(days: DayRange) -> String {
    let DayRange { first, last } = days;
    match (first.is_calendar(), last.is_calendar()) {
        (true, true) if first == last => format!("on {first}"),
        (true, true) => match whole_unit(days) {
            Some(unit) => format!("in {unit}"),
            None => format!("between {first} and {last}"),
        },
        (true, false) => format!("on {first} or later"),
        (false, true) => format!("on {last} or earlier"),
        (false, false) => "on an unknown day".to_owned(),
    }
}

/// Writes since when something has been true: `since November 2021`.
///
/// ```
/// use interlocks_core::model::PartialDate;
/// use interlocks_core::wording::since_days;
/// let since = |date: &str| date.parse::<PartialDate>().map(|date| since_days(date.days()));
/// assert_eq!(since("2011-06-23")?, "since 2011-06-23");
/// assert_eq!(since("2021-11")?, "since November 2021");
/// assert_eq!(since("2021-11-05/2021-12-01")?, "since a day between 2021-11-05 and 2021-12-01");
/// # Ok::<(), interlocks_core::model::DateError>(())
/// ```
pub fn since_days(days: DayRange) -> String {
    let DayRange { first, last } = days;
    match (first.is_calendar(), last.is_calendar()) {
        (true, true) => format!("since {}", days_text(days)),
        (true, false) => format!("since {first} or later"),
        (false, true) => format!("since {last} or earlier"),
        (false, false) => "since an unknown day".to_owned(),
    }
}

/// Writes a day, or a range of days, without a preposition: `2011-06-23`, `November 2021`, `2021`,
/// `a day between 2021-11-05 and 2021-12-01`. Both ends are calendar days.
pub fn days_text(days: DayRange) -> String {
    let DayRange { first, last } = days;
    if days.is_one_day() {
        return first.to_string();
    }
    whole_unit(days).unwrap_or_else(|| format!("a day between {first} and {last}"))
}

/// Writes a span with its first and its last day, as people read it.
///
/// ```
/// use interlocks_core::model::{Day, DaySpan, PartialDate};
/// use interlocks_core::wording::first_to_last;
/// let day = |date: &str| date.parse::<PartialDate>().map(|date| date.earliest());
/// let (from, to) = (day("2011-06-30")?, day("2019-05-30")?);
/// assert_eq!(first_to_last(&DaySpan { from, to }), "2011-06-30 to 2019-05-29");
/// assert_eq!(first_to_last(&DaySpan { from, to: from.plus(1) }), "2011-06-30");
/// assert_eq!(first_to_last(&DaySpan { from, to: Day::MAX }), "since 2011-06-30");
/// assert_eq!(first_to_last(&DaySpan { from: Day::MIN, to }), "until 2019-05-29");
/// assert_eq!(first_to_last(&DaySpan::ALWAYS), "any time");
/// # Ok::<(), interlocks_core::model::DateError>(())
/// ```
pub fn first_to_last(span: &DaySpan) -> String {
    match (span.from.is_calendar(), span.to.is_calendar()) {
        (true, true) => {
            let last = span.to.plus(-1);
            if last == span.from { last.to_string() } else { format!("{} to {last}", span.from) }
        }
        (true, false) => format!("since {}", span.from),
        (false, true) => format!("until {}", span.to.plus(-1)),
        (false, false) => "any time".to_owned(),
    }
}

/// Writes a day, or a range of days, as ISO 8601 does: `2011-06-23`, `2021-11-01/2021-11-30`.
pub fn iso_days(days: DayRange) -> String {
    if days.is_one_day() { days.first.to_string() } else { format!("{}/{}", days.first, days.last) }
}

/// The English names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the calendar month (`November 2021`) or the year (`2021`) that begins and ends with a range.
fn whole_unit(days: DayRange) -> Option<String> {
    let written = days.first.to_string();
    let (year, month) = (written.get(..4)?, written.get(..7)?);
    let is_whole = |unit: &str| unit.parse::<PartialDate>().is_ok_and(|date| date.days() == days);
    if is_whole(year) {
        return Some(year.to_owned());
    }
    let name = MONTHS.get(written.get(5..7)?.parse::<usize>().ok()?.checked_sub(1)?)?;
    is_whole(month).then(|| format!("{name} {year}"))
}

/// Returns the range of days from a first to a last day, either of which may be unknown.
pub fn open_range(first: Option<Day>, last: Option<Day>) -> DayRange {
    DayRange::new(first.unwrap_or(Day::MIN), last.unwrap_or(Day::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(date: &str) -> DayRange {
        date.parse::<PartialDate>().unwrap().days()
    }

    #[test]
    fn months_and_years_have_their_names_and_other_ranges_both_days() {
        for (date, text) in [
            ("2012-02", "in February 2012"),
            ("2012-02-01/2012-02-29", "in February 2012"),
            ("2012-02-01/2012-02-28", "between 2012-02-01 and 2012-02-28"),
            ("2012-01/2012-12", "in 2012"),
            ("2012/2013", "between 2012-01-01 and 2013-12-31"),
            ("2012-12-31", "on 2012-12-31"),
        ] {
            assert_eq!(on_days(days(date)), text, "{date}");
        }
        assert_eq!(iso_days(days("2012-02")), "2012-02-01/2012-02-29");
        assert_eq!(iso_days(days("2012-02-03")), "2012-02-03");
    }

    #[test]
    fn an_unknown_end_is_said_to_be_unknown() {
        let day = days("2012-02-03").first;
        assert_eq!(on_days(open_range(Some(day), None)), "on 2012-02-03 or later");
        assert_eq!(since_days(open_range(None, Some(day))), "since 2012-02-03 or earlier");
        assert_eq!(since_days(open_range(None, None)), "since an unknown day");
    }

    #[test]
    fn nouns_have_their_plurals() {
        assert_eq!(counted(2usize, "day"), "2 days");
        assert_eq!(counted(0u64, "deal"), "0 deals");
        assert_eq!(counted(3i64, "other person"), "3 other people");
        assert_eq!(and_list::<&str>(&[]), "");
    }
}
