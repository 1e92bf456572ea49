//! The dates of a row, of which a record may state one several times.

use std::borrow::Cow;

use interlocks_core::model::vocabulary::{WrittenDate, read_date};
use interlocks_core::model::{Day, PartialDate};

use crate::columns::Field;

/// Returns `true` if the field is a date of a person, a company, a seat, a tie or a deal.
pub(crate) fn is_date(field: Field) -> bool {
    use Field::{Birth, Date, Death, Dissolved, End, Founded, Start};
    matches!(field, Birth | Date | Death | Dissolved | End | Founded | Start)
}

/// Returns `true` if the text is neither empty nor a word or zeros for "no value".
pub(crate) fn is_stated(text: &str) -> bool {
    !text.is_empty() && (is_plain_date(text.as_bytes()) || read_date(text) != Some(WrittenDate::NoValue))
}

/// Returns `true` if the text is empty or can be read as a date.
pub(crate) fn is_readable(text: &str) -> bool {
    matches!(text, "" | "..") || is_plain_date(text.as_bytes()) || read_date(text).is_some()
}

/// Returns `true` if the text is a year, a month or one of the first 28 days of a month. Most dates are, and this
/// test is faster than parsing.
fn is_plain_date(text: &[u8]) -> bool {
    let digits = |from: usize, to: usize| text[from..to].iter().all(u8::is_ascii_digit);
    let between = |from: usize, first: &[u8; 2], last: &[u8; 2]| {
        digits(from, from + 2) && (first..=last).contains(&&[text[from], text[from + 1]])
    };
    let year = text.len() >= 4 && digits(0, 4) && text[0] != b'0';
    match text.len() {
        4 => year,
        7 => year && text[4] == b'-' && between(5, b"01", b"12"),
        10 => year && text[4] == b'-' && text[7] == b'-' && between(5, b"01", b"12") && between(8, b"01", b"28"),
        _ => false,
    }
}

/// Returns one date for several texts that state it.
///
/// A text that holds another, as a year holds its days, says nothing against it: the finest counts. Where texts disagree,
/// any of them may be right: the date is any day from the first to the last. So `still serving` beside a day is that day or
/// a later one.
pub(crate) fn agreed<'t>(texts: &[&'t str]) -> Cow<'t, str> {
    let mut dates: Vec<(&'t str, PartialDate)> = Vec::new();
    let (mut running, mut unread) = ("", "");
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        match read_date(text) {
            Some(WrittenDate::Running) => running = text,
            Some(WrittenDate::NoValue) => {}
            Some(WrittenDate::Unknown) => unread = text,
            Some(written) => dates.extend(written.date(None).map(|date| (text, date))),
            None if text == ".." => running = text,
            None => unread = text,
        }
    }
    let holds = |wide: &PartialDate, one: &PartialDate| {
        wide.earliest() <= one.earliest() && one.latest() <= wide.latest() && wide.days() != one.days()
    };
    let finest: Vec<&(&str, PartialDate)> =
        dates.iter().filter(|(_, date)| !dates.iter().any(|(_, other)| holds(date, other))).collect();
    let first = finest.iter().map(|(_, date)| date.earliest()).min();
    let last = finest.iter().map(|(_, date)| date.latest()).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Cow::Borrowed([running, unread].into_iter().find(|text| !text.is_empty()).unwrap_or_default());
    };
    let last = if running.is_empty() { last } else { Day::MAX };
    let same = finest.iter().find(|(_, date)| (date.earliest(), date.latest()) == (first, last));
    // The day of a limit is written as the open end of an interval.
    same.map_or_else(|| Cow::Owned(format!("{first}/{last}")), |(text, _)| Cow::Borrowed(*text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_finest_of_dates_that_agree_counts() {
        for (texts, expected) in [
            (vec!["2003-05-01", "2003"], "2003-05-01"),
            (vec!["2003", "2003-05-01"], "2003-05-01"),
            (vec!["2003", "2003-05", "2003-05-01T00:00:00Z"], "2003-05-01T00:00:00Z"),
            (vec!["2003~", "2004-02"], "2004-02"),
            (vec!["../2010", "2003", "1990s"], "1990-01-01/2003-12-31"),
            (vec!["2003", "2003"], "2003"),
            (vec!["", "2003", " "], "2003"),
            (vec!["2003", "2005-06"], "2003-01-01/2005-06-30"),
            (vec!["2003", "2003-05-01", "2004-02-02"], "2003-05-01/2004-02-02"),
            (vec!["n/a", "2003"], "2003"),
            (vec!["present", "2009"], "2009-01-01/.."),
            (vec!["present", "n/a"], "present"),
            (vec!["soon", "n/a"], "soon"),
            (vec!["soon", "2003"], "2003"),
            (vec!["05/06/2011", "2011-06-05"], "2011-06-05"),
            (vec![], ""),
        ] {
            let read = agreed(&texts);
            assert_eq!(read, expected, "{texts:?}");
            assert!(read == "soon" || is_readable(&read));
        }
    }

    proptest! {
        #[test]
        fn a_plain_date_is_a_date(text in "[0-9]{4}(-[0-3][0-9]){0,2}|[0-9./-]{0,10}") {
            prop_assert!(!is_plain_date(text.as_bytes()) || text.parse::<PartialDate>().is_ok());
        }

        #[test]
        fn what_agrees_is_within_what_was_stated(dates in prop::collection::vec("200[0-3](-0[1-3](-0[1-9])?)?", 1..5)) {
            let texts: Vec<&str> = dates.iter().map(String::as_str).collect();
            let read: PartialDate = agreed(&texts).parse().unwrap();
            let all: Vec<PartialDate> = texts.iter().map(|text| text.parse().unwrap()).collect();
            prop_assert!(all.iter().map(PartialDate::earliest).min() <= Some(read.earliest()));
            prop_assert!(all.iter().map(PartialDate::latest).max() >= Some(read.latest()));
            // Every date has a day in the result.
            prop_assert!(all.iter().all(|date| date.earliest() <= read.latest() && read.earliest() <= date.latest()));
            let mut reversed = texts.clone();
            reversed.reverse();
            let other: PartialDate = agreed(&reversed).parse().unwrap();
            prop_assert_eq!(other.days(), read.days());
        }
    }
}
