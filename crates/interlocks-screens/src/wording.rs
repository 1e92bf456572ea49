//! Phrases that the rows of several screens share.

use std::fmt;

use std::collections::BTreeSet;

use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
pub(crate) use interlocks_core::wording::counted;
use interlocks_core::wording::{MONTHS, and_list};
use interlocks_graph::{BoardGraph, Entity};

/// Returns the name of a person or company.
pub(crate) fn name(graph: &BoardGraph, entity: Entity) -> String {
    graph.name(entity).into_owned()
}

/// Returns days as a phrase: `from 2009-01-01 to 2009-12-31`, the last day included.
pub(crate) fn days_phrase(days: &DaySet) -> String {
    let phrase = |span: &DaySpan| match (span.from.is_calendar(), span.to.is_calendar()) {
        (true, true) if span.from.plus(1) == span.to => format!("on {}", span.from),
        (true, true) => format!("from {} to {}", span.from, span.to.plus(-1)),
        (true, false) => format!("since {}", span.from),
        (false, true) => format!("until {}", span.to.plus(-1)),
        (false, false) => "at any time".to_owned(),
    };
    let phrases: Vec<String> = days.as_slice().iter().map(phrase).collect();
    if phrases.is_empty() { "on no day".to_owned() } else { phrases.join(" and ") }
}

/// Returns ` on 2016-05-01`, or nothing if the day has no date.
pub(crate) fn on_day(day: Day) -> String {
    if day.is_calendar() { format!(" on {day}") } else { String::new() }
}

/// Returns one day that is known as a range, as it follows `since`: `2021-11-05`, `November 2021`, `2021`,
/// `the 1990s`, `some day between 2021-11-05 and 2021-12-31`.
pub(crate) fn day_phrase(range: DayRange) -> String {
    if range.is_one_day() {
        return range.first.to_string();
    }
    if !range.last.is_calendar() {
        return format!("{} or later", range.first);
    }
    let between = || format!("some day between {} and {}", range.first, range.last);
    if !range.first.is_calendar() {
        return between();
    }
    let (first, next) = (range.first.to_string(), range.last.plus(1));
    let Some((year, month)) = first.strip_suffix("-01").and_then(|text| text.rsplit_once('-')) else {
        return between();
    };
    let name = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match name {
        Some(name) if is_next_month(range.first, next) => format!("{name} {year}"),
        _ if month == "01" && next == range.first.plus_years(1) => year.to_owned(),
        _ if month == "01" && year.ends_with('0') && next == range.first.plus_years(10) => format!("the {year}s"),
        _ => between(),
    }
}

/// Returns `true` if a day is the first of the month after the one that begins on `first`.
fn is_next_month(first: Day, day: Day) -> bool {
    (28..=31).contains(&(day.number() - first.number())) && day.to_string().ends_with("-01")
}

/// Returns texts in their order, each once.
pub(crate) fn each_once(mut texts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

/// Returns names as a list: `A, B and C`; `none` if there are none.
pub(crate) fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { and_list(names) }
}

/// Returns an amount in whole units with a comma after every thousand: `1,234,567`.
pub(crate) fn whole_amount(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if amount < 0.0 { format!("-{text}") } else { text }
}

/// Returns `true` if a phrase has these words one after the other.
pub(crate) fn has_words(phrase: &str, words: &str) -> bool {
    format!(" {phrase} ").contains(&format!(" {words} "))
}

/// Returns a noun with its indefinite article: `an executive officer`, `a director`.
pub(crate) fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

/// Returns `possibly ` if something is not certain.
pub(crate) fn possibly(certain: bool) -> &'static str {
    if certain { "" } else { "possibly " }
}

/// A number of years in a sentence: `1 year`, `3 years`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Years(pub(crate) i32);

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} year{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_core::model::PartialDate;

    #[test]
    fn whole_months_years_and_decades_are_written_as_such() {
        for (date, expected) in [
            ("2021-11-05", "2021-11-05"),
            ("2021-11", "November 2021"),
            ("2020-02", "February 2020"),
            ("2021-12", "December 2021"),
            ("2021", "2021"),
            ("1990/1999", "the 1990s"),
            ("1991/2000", "some day between 1991-01-01 and 2000-12-31"),
            ("2021-11-05/2021-12-31", "some day between 2021-11-05 and 2021-12-31"),
            ("2021-11-01/2021-12-31", "some day between 2021-11-01 and 2021-12-31"),
        ] {
            let range = date.split_once('/').map_or_else(
                || date.parse::<PartialDate>().unwrap().days(),
                |(first, last)| {
                    let date = |text: &str| text.parse::<PartialDate>().unwrap();
                    DayRange::new(date(first).earliest(), date(last).latest())
                },
            );
            assert_eq!(day_phrase(range), expected);
        }
        assert_eq!(day_phrase(DayRange::new(Day::from_number(0), Day::MAX)), "1970-01-01 or later");
    }

    #[test]
    fn amounts_have_a_comma_after_every_thousand() {
        assert_eq!(["120,000", "1,000", "999", "-1,234,567"], [120e3, 1e3, 999.0, -1_234_567.0].map(whole_amount));
    }
}
