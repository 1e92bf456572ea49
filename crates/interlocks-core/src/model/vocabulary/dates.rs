//! Dates as people and programs write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::{fold, words};
use super::tables::{DATE_WORDS, MONTHS, rows};
use super::values::{CellValue, cell_value};
use crate::model::PartialDate;

/// The order of day, month and year in dates such as 05/06/2011.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
}

/// A date cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenDate {
    /// A date.
    Date(PartialDate),
    /// A date of which day or month may come first. Both are days of the calendar.
    Ambiguous {
        /// The date if the day comes first.
        day_first: PartialDate,
        /// The date if the month comes first.
        month_first: PartialDate,
    },
    /// A word for "no value".
    NoValue,
    /// A word for a date that exists and is not known: "unknown", "unbekannt", "?".
    Unknown,
    /// A word for "still serving".
    Running,
}

/// Reads a date cell; `None` if it cannot be read as a date.
///
/// Besides the notation of [`PartialDate`], these are read: `2003.0`, `2001-6-1`, `2001/06/23`, `20030601`, timestamps,
/// `03/2011`, `1.6.2011`, `23/06/2011`, `12-Mar-2013`, `June 2001`, `c. 2001`, `before 2001`, `Q3 2011`, `FY2011`, `1990s`,
/// `2011-2013`, and words for no value and for "still serving", in many languages.
///
/// ```
/// use interlocks_core::model::vocabulary::{WrittenDate, read_date};
/// let date = |text: &str| match read_date(text) {
///     Some(WrittenDate::Date(date)) => date.to_string(),
///     other => format!("{other:?}"),
/// };
/// assert_eq!(date("12-Mar-2013"), "2013-03-12");
/// assert_eq!(date("1.6.2011"), "2011-06-01");
/// assert_eq!(date("Q3 2011"), "2011-07/2011-09");
/// assert_eq!(date("present"), "Some(Running)");
/// assert_eq!(date("soon"), "None");
/// ```
pub fn read_date(text: &str) -> Option<WrittenDate> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    if let Ok(date) = text.parse() {
        return Some(WrittenDate::Date(date));
    }
    if text.is_empty() {
        return Some(WrittenDate::NoValue);
    }
    match cell_value(text) {
        Some(CellValue::Nothing) => return Some(WrittenDate::NoValue),
        Some(CellValue::Unknown) => return Some(WrittenDate::Unknown),
        Some(CellValue::Running) => return Some(WrittenDate::Running),
        None => {}
    }
    numeric(without_time(text)).or_else(|| in_words(text))
}

impl WrittenDate {
    /// Returns the date. Where day or month may come first, `order` decides; without it, the date is any day from the
    /// earlier to the later of the two.
    pub fn date(self, order: Option<DateOrder>) -> Option<PartialDate> {
        match (self, order) {
            (WrittenDate::Date(date), _) => Some(date),
            (WrittenDate::Ambiguous { day_first, .. }, Some(DateOrder::DayFirst)) => Some(day_first),
            (WrittenDate::Ambiguous { month_first, .. }, Some(DateOrder::MonthFirst)) => Some(month_first),
            (WrittenDate::Ambiguous { day_first, month_first }, None) => {
                let (first, last) = if day_first.earliest() < month_first.earliest() {
                    (day_first, month_first)
                } else {
                    (month_first, day_first)
                };
                PartialDate::interval(first, last).ok()
            }
            (WrittenDate::NoValue | WrittenDate::Unknown | WrittenDate::Running, _) => None,
        }
    }
}

/// Returns the order that a date shows, if only one is possible: 23/06/2011 begins with the day.
///
/// ```
/// use interlocks_core::model::vocabulary::{DateOrder, date_order};
/// assert_eq!(date_order("23/06/2011"), Some(DateOrder::DayFirst));
/// assert_eq!(date_order("06-23-2011"), Some(DateOrder::MonthFirst));
/// assert_eq!(date_order("05/06/2011"), None);
/// ```
pub fn date_order(text: &str) -> Option<DateOrder> {
    let parts: Vec<&str> = without_time(text.trim()).split(['/', '-']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (first, second): (u8, u8) = (first.trim().parse().ok()?, second.trim().parse().ok()?);
    match (year.trim().len(), first, second) {
        (4, 13..=31, 1..=12) => Some(DateOrder::DayFirst),
        (4, 1..=12, 13..=31) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

fn date(text: &str) -> Option<WrittenDate> {
    text.parse().ok().map(WrittenDate::Date)
}

/// Returns the part of a timestamp before the time of day.
fn without_time(text: &str) -> &str {
    let Some((day, time)) = text.split_once(['T', ' ']) else { return text };
    let is_time = time.trim_start().as_bytes().first().is_some_and(u8::is_ascii_digit) && time.contains(':');
    if is_time && day.contains(['-', '/', '.']) { day.trim_end_matches(',') } else { text }
}

/// Reads dates that are digits and separators.
fn numeric(text: &str) -> Option<WrittenDate> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || b"-/. ".contains(&byte)) {
        return None;
    }
    // Programs write the years of a column with gaps as numbers with a fraction.
    let text = text.strip_suffix(".00").or(text.strip_suffix(".0")).unwrap_or(text);
    let is_dotted = text.contains('.');
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [digits] => from_digits(digits),
        [year, month] if year.len() == 4 && month.len() <= 2 => date(&format!("{year}-{month:0>2}")),
        [month, year] if year.len() == 4 && month.len() <= 2 => date(&format!("{year}-{month:0>2}")),
        [from, to] if from.len() == 4 && to.len() == 4 => date(&format!("{from}/{to}")),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => ymd(year, month, day),
        [first, second, year] if year.len() == 4 && first.len() <= 2 && second.len() <= 2 => {
            let (day_first, month_first) = (ymd(year, second, first), ymd(year, first, second));
            match (day_first, month_first) {
                // Dots are written where the day comes first.
                (day_first @ Some(_), _) if is_dotted => day_first,
                (Some(WrittenDate::Date(day_first)), Some(WrittenDate::Date(month_first))) if first != second => {
                    Some(WrittenDate::Ambiguous { day_first, month_first })
                }
                (one, other) => one.or(other),
            }
        }
        _ => None,
    }
}

/// Reads year, month and day. Databases write zeros for what is not known.
fn ymd(year: &str, month: &str, day: &str) -> Option<WrittenDate> {
    let is_zero = |part: &str| part.bytes().all(|byte| byte == b'0');
    match (is_zero(year), is_zero(month), is_zero(day)) {
        (true, true, true) => return Some(WrittenDate::NoValue),
        (false, true, true) => return date(year),
        (false, false, true) => return date(&format!("{year}-{month:0>2}")),
        _ => {}
    }
    date(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Reads `20110623` and `201106`.
fn from_digits(digits: &str) -> Option<WrittenDate> {
    let is_century = digits.starts_with("18") || digits.starts_with("19") || digits.starts_with("20");
    match digits.len() {
        8 => ymd(&digits[..4], &digits[4..6], &digits[6..]),
        6 if is_century => date(&format!("{}-{}", &digits[..4], &digits[4..])),
        4 => date(digits),
        _ => None,
    }
}

/// The meaning of a word beside a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DateWord {
    About,
    Before,
    After,
    Quarter,
    Half,
    Fiscal,
    /// Early, mid or late: the unit that is named holds the day.
    Within,
    Month(u8),
}

/// The words of the tables, folded and joined by blanks.
static WORDS: LazyLock<HashMap<&str, DateWord>> = LazyLock::new(|| {
    let months = rows(MONTHS).filter_map(|(word, month)| Some((word, DateWord::Month(month.parse().ok()?))));
    let others = rows(DATE_WORDS).map(|(phrase, meaning)| {
        let word = match meaning {
            "about" => DateWord::About,
            "before" => DateWord::Before,
            "after" => DateWord::After,
            "quarter" => DateWord::Quarter,
            "half" => DateWord::Half,
            "fiscal" => DateWord::Fiscal,
            _ => DateWord::Within,
        };
        (phrase, word)
    });
    let mut known = HashMap::new();
    for (phrase, word) in months.chain(others).filter(|(phrase, _)| !phrase.is_empty()) {
        known.entry(phrase).or_insert(word);
    }
    known
});

/// The numbers, the month and the other words of a cell.
#[derive(Debug, Default)]
struct Said {
    numbers: Vec<String>,
    month: Option<u8>,
    words: Vec<DateWord>,
}

/// Reads dates with words, in any order.
fn in_words(text: &str) -> Option<WrittenDate> {
    let folded = fold(text);
    if let Some(range) = decade_or_century(&folded) {
        return date(&range);
    }
    let said = said(&folded)?;
    let is_year = |number: &String| number.len() == 4;
    let years: Vec<&String> = said.numbers.iter().filter(|number| is_year(number)).collect();
    let [year] = years.as_slice() else { return None };
    let others: Vec<&String> = said.numbers.iter().filter(|number| !is_year(number)).collect();
    let unit = said.words.iter().find(|word| matches!(word, DateWord::Quarter | DateWord::Half | DateWord::Fiscal));
    let months = match (unit, others.as_slice()) {
        (Some(DateWord::Quarter), [part]) => Some((part.parse::<u8>().ok().filter(|part| (1..=4).contains(part))?, 3)),
        (Some(DateWord::Half), [part]) => Some((part.parse::<u8>().ok().filter(|part| (1..=2).contains(part))?, 6)),
        (Some(DateWord::Fiscal), []) => {
            // A fiscal year is named after the year in which it begins or ends.
            let number: u16 = year.parse().ok()?;
            return date(&format!("{}/{}", number.checked_sub(1)?, number + 1));
        }
        (Some(_), _) => return None,
        (None, _) => None,
    };
    let stated = match (months, said.month, others.as_slice()) {
        (Some((part, length)), None, _) => format!("{year}-{:02}/{year}-{:02}", (part - 1) * length + 1, part * length),
        (None, Some(month), []) => format!("{year}-{month:02}"),
        (None, Some(month), [day]) => format!("{year}-{month:02}-{day:0>2}"),
        (None, None, []) => (*year).clone(),
        _ => return None,
    };
    let has = |wanted: DateWord| said.words.contains(&wanted);
    let stated = match (has(DateWord::About), has(DateWord::Before), has(DateWord::After)) {
        (false, false, false) => stated,
        (true, false, false) if !stated.contains('/') => format!("{stated}~"),
        (false, true, false) => format!("../{}", stated.rsplit('/').next().unwrap_or_default()),
        (false, false, true) => format!("{}/..", stated.split('/').next().unwrap_or_default()),
        _ => return None,
    };
    date(&stated)
}

/// Splits a text into numbers, months and words for dates; `None` if it has any other word.
fn said(folded: &str) -> Option<Said> {
    let mut said = Said::default();
    // `Q3`, `FY2011` and `23rd` are a word and a number.
    let mut spaced = String::with_capacity(folded.len() + 4);
    let mut last: Option<char> = None;
    for sign in folded.chars() {
        if last.is_some_and(|last| last.is_ascii_digit() != sign.is_ascii_digit() && last.is_alphanumeric())
            && sign.is_alphanumeric()
        {
            spaced.push(' ');
        }
        spaced.push(sign);
        last = Some(sign);
    }
    let words: Vec<String> = words(&spaced).into_iter().map(|word| word.text).collect();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=4.min(words.len() - at))
            .rev()
            .find_map(|length| WORDS.get(words[at..at + length].join(" ").as_str()).map(|word| (length, *word)));
        let word = words[at].as_str();
        // In Chinese, Japanese and Korean the name of a month begins with its number.
        if word.bytes().all(|byte| byte.is_ascii_digit()) && longest.is_none() {
            said.numbers.push(word.to_owned());
            at += 1;
        } else if let Some((length, found)) = longest {
            match found {
                DateWord::Month(_) if said.month.is_some() => return None,
                DateWord::Month(month) => said.month = Some(month),
                other => said.words.push(other),
            }
            at += length;
        } else if FILLERS.contains(&word) {
            at += 1;
        } else {
            return None;
        }
    }
    Some(said)
}

/// Words that stand in dates without a meaning of their own: endings of numbers, prepositions, and signs for year and day.
const FILLERS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "of", "de", "del", "the", "in", "im", "den", "am", "le", "el", "di", "r", "g", "年",
    "月", "日", "년", "월", "일", "г", "года", "р", "року", "ano",
];

/// Reads `1990s`, `199x`, `199u`, `1990er`, `19xx` and `20th century` as the years of it.
fn decade_or_century(folded: &str) -> Option<String> {
    let text: String = folded.chars().filter(|sign| !" '’.".contains(*sign)).collect();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let value: u16 = number.parse().ok()?;
    match (digits, rest) {
        (4, "s" | "er" | "erjahre" | "ies") if value.is_multiple_of(10) => Some(format!("{value}/{}", value + 9)),
        (3, "x" | "u") => Some(format!("{value}0/{value}9")),
        (2, "xx" | "uu") => Some(format!("{value}00/{value}99")),
        (2, "thcentury" | "jahrhundert" | "jh" | "jhd" | "esiecle" | "secolo") => {
            Some(format!("{}01/{value}00", value.checked_sub(1)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read_date(text) {
            Some(WrittenDate::Date(date)) => date.to_string(),
            Some(WrittenDate::Ambiguous { day_first, month_first }) => format!("{day_first} or {month_first}"),
            Some(WrittenDate::NoValue) => "none".to_owned(),
            Some(WrittenDate::Unknown) => "unknown".to_owned(),
            Some(WrittenDate::Running) => "running".to_owned(),
            None => "unreadable".to_owned(),
        }
    }

    #[test]
    fn dates_as_people_write_them() {
        for (text, expected) in [
            ("2011-06", "2011-06"),
            ("FY0000", "unreadable"),
            ("2003.0", "2003"),
            ("2001-6-1", "2001-06-01"),
            ("2001/06/23", "2001-06-23"),
            ("2001.06.23", "2001-06-23"),
            ("20030601", "2003-06-01"),
            ("200306", "2003-06"),
            ("2005-06-01 00:00:00", "2005-06-01"),
            ("2011-02-01T00:00:00Z", "2011-02-01"),
            ("01/02/2011 10:30", "2011-02-01 or 2011-01-02"),
            ("03/2011", "2011-03"),
            ("3-2011", "2011-03"),
            ("1.6.2011", "2011-06-01"),
            ("01. 06. 2011", "2011-06-01"),
            ("23/06/2011", "2011-06-23"),
            ("06/23/2011", "2011-06-23"),
            ("05/06/2011", "2011-06-05 or 2011-05-06"),
            ("05-05-2011", "2011-05-05"),
            ("31/02/2011", "unreadable"),
            ("12-Mar-2013", "2013-03-12"),
            ("Mar 12, 2013", "2013-03-12"),
            ("23rd of June 2001", "2001-06-23"),
            ("1er juin 2001", "2001-06-01"),
            ("1. März 2011", "2011-03-01"),
            ("15 de marzo de 2011", "2011-03-15"),
            ("June 2001", "2001-06"),
            ("giugno 2001", "2001-06"),
            ("2011年6月23日", "2011-06-23"),
            ("c. 2001", "2001~"),
            ("circa 2001", "2001~"),
            ("um 2001", "2001~"),
            ("before 2001", "../2001"),
            ("since June 2001", "2001-06/.."),
            ("Q3 2011", "2011-07/2011-09"),
            ("2011-Q3", "2011-07/2011-09"),
            ("3. Quartal 2011", "2011-07/2011-09"),
            ("H1 2011", "2011-01/2011-06"),
            ("FY2011", "2010/2012"),
            ("2011-2013", "2011/2013"),
            ("1990s", "1990/1999"),
            ("199x", "1990/1999"),
            ("19XX", "1900/1999"),
            ("20th century", "1901/2000"),
            ("present", "running"),
            ("heute", "running"),
            ("à ce jour", "running"),
            ("NA", "none"),
            ("n/a", "none"),
            ("NaT", "none"),
            ("-", "none"),
            (".", "none"),
            ("soon", "unreadable"),
            ("12.5", "unreadable"),
            ("2011-13-01", "unreadable"),
            ("2011-00-00", "2011"),
            ("2011-02-00", "2011-02"),
            ("0000-00-00", "none"),
            ("00/00/2011", "2011"),
            ("05/06/11", "unreadable"),
            ("June", "unreadable"),
            ("2001 2002 2003", "unreadable"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
