//! Reads headings of columns that stand for a day, a month or a year.

use interlocks_core::model::PartialDate;
use interlocks_core::model::vocabulary::{fold, read_date};

/// Words before the number of a year: `FY2008`, `Jahr 2008`.
const YEAR_WORDS: &[&str] = &[
    "ano",
    "annee",
    "anno",
    "ar",
    "cy",
    "exercice",
    "ejercicio",
    "esercizio",
    "fy",
    "geschaftsjahr",
    "gj",
    "jaar",
    "jahr",
    "rok",
    "y",
    "year",
    "yr",
];

/// The fewest headings such as `2008-09` that show by their row that they are financial years.
const MIN_FINANCIAL_YEARS: usize = 3;

/// The meaning of headings such as `2008-09` in a row of headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pairs {
    /// Each number after the dash is the year after the one before it: financial years.
    FinancialYears,
    /// The same, but there are too few to tell financial years from months.
    Open,
    /// At least one is a month and nothing else.
    Months,
}

/// Returns the columns whose headings are dates, with the dates.
pub(super) fn dates(header: &[String]) -> Vec<(usize, PartialDate)> {
    let pairs = pairs(header);
    let dated = |(at, heading): (usize, &String)| Some((at, date(heading.trim(), pairs)?));
    header.iter().enumerate().filter_map(dated).collect()
}

/// Says how headings such as `2008-09` are read; `None` if there are none, or if they are months.
pub(super) fn note(header: &[String]) -> Option<String> {
    let first = header.iter().find(|heading| pair(heading.trim()).is_some())?.trim();
    match pairs(header) {
        Pairs::FinancialYears => {
            Some(format!("headings such as '{first}' are financial years, each on some days of its two years"))
        }
        Pairs::Open => Some(format!(
            "headings such as '{first}' may be months or financial years, so a date may be any day of both years; write 2008 for a year, 2008-09-30 for a day"
        )),
        Pairs::Months => None,
    }
}

/// Splits a heading such as `2008-09` or `2008/09` into its numbers.
fn pair(heading: &str) -> Option<(u16, u16)> {
    let (year, other) = heading.split_once(['-', '/'])?;
    let (year, other) = (year.trim(), other.trim());
    let is_digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits(year, 4) && is_digits(other, 2)).then_some(())?;
    Some((year.parse().ok()?, other.parse().ok()?))
}

fn pairs(header: &[String]) -> Pairs {
    let pairs: Vec<(u16, u16)> = header.iter().filter_map(|heading| pair(heading.trim())).collect();
    let is_no_month = |(_, other): &(u16, u16)| !(1..=12).contains(other);
    if pairs.is_empty() || !pairs.iter().all(|(year, other)| (year + 1) % 100 == *other) {
        Pairs::Months
    } else if pairs.len() >= MIN_FINANCIAL_YEARS || pairs.iter().any(is_no_month) {
        Pairs::FinancialYears
    } else {
        Pairs::Open
    }
}

/// Returns the date of a heading.
fn date(heading: &str, pairs: Pairs) -> Option<PartialDate> {
    if let (Some((year, _)), Pairs::FinancialYears | Pairs::Open) = (pair(heading), pairs) {
        return format!("{year:04}/{:04}", year + 1).parse().ok();
    }
    if let Ok(date) = heading.parse() {
        return Some(date);
    }
    year_after_a_word(heading)
        .or_else(|| read_date(heading)?.date(None).filter(|date| !date.to_string().ends_with('~')))
        .or_else(|| month_of_a_short_year(heading))
}

/// Reads `Y2008`, `FY 2008`, `Jahr 2008`.
fn year_after_a_word(heading: &str) -> Option<PartialDate> {
    let folded = fold(heading);
    let at = folded.find(|sign: char| sign.is_ascii_digit())?;
    let (word, year) = folded.split_at(at);
    let word = word.trim_end_matches([' ', '_', '-', '.']);
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && YEAR_WORDS.contains(&word)).then(|| year.parse().ok())?
}

/// Reads `Dec-08`, `Dec 08` and `Dez'08`: a month in words and the last two digits of a year.
fn month_of_a_short_year(heading: &str) -> Option<PartialDate> {
    let at = heading.find(|sign: char| sign.is_ascii_digit())?;
    let (month, year) = heading.split_at(at);
    let number: u8 = if year.len() == 2 { year.parse().ok()? } else { return None };
    let century = if number < 50 { 20 } else { 19 };
    let month = month.trim_end_matches([' ', '-', '_', '/', '.', '\'', '’']);
    let is_word = !month.is_empty() && month.chars().all(char::is_alphabetic);
    is_word.then(|| read_date(&format!("{month} {century}{year}"))?.date(None))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates_of(headings: &[&str]) -> Vec<String> {
        let header: Vec<String> = headings.iter().map(|heading| (*heading).to_owned()).collect();
        dates(&header).into_iter().map(|(_, date)| date.to_string()).collect()
    }

    #[test]
    fn headings_of_years_and_months_are_read_as_people_write_them() {
        for headings in [
            ["2008", "2009"],
            ["2008.0", "2009.0"],
            ["Y2008", "Y2009"],
            ["FY2008", "FY2009"],
            ["FY 2008", "FY 2009"],
            ["Jahr 2008", "Jahr 2009"],
            ["année 2008", "année 2009"],
            ["year_2008", "year_2009"],
        ] {
            assert_eq!(dates_of(&headings), ["2008", "2009"], "{headings:?}");
        }
        for headings in [
            ["2008-12", "2009-12"],
            ["Dec-08", "Dec-09"],
            ["Dec 2008", "Dec 2009"],
            ["Dez 08", "Dez 09"],
            ["Dec'08", "Dec'09"],
            ["12/2008", "12/2009"],
            ["December 2008", "December 2009"],
        ] {
            assert_eq!(dates_of(&headings), ["2008-12", "2009-12"], "{headings:?}");
        }
        assert_eq!(dates_of(&["31.12.2008", "2009-12-31"]), ["2008-12-31", "2009-12-31"]);
        assert_eq!(dates_of(&["Dec-98", "person", "shoe 12", "present", "", "N2008"]), ["1998-12"]);
    }

    #[test]
    fn the_row_of_headings_tells_financial_years_from_months() {
        let years = ["2008/2009", "2009/2010", "2010/2011"];
        assert_eq!(dates_of(&["2008-09", "2009-10", "2010-11"]), years);
        assert_eq!(dates_of(&["2008/09", "2009/10", "2010/11"]), years);
        assert_eq!(dates_of(&["2011-12", "2012-13"]), ["2011/2012", "2012/2013"]);
        assert_eq!(dates_of(&["2008-09", "2008-10", "2008-11"]), ["2008-09", "2008-10", "2008-11"]);
        assert_eq!(dates_of(&["1999-00", "2000-01"]), ["1999/2000", "2000/2001"]);
        let note = |headings: &[&str]| {
            note(&headings.iter().map(|heading| (*heading).to_owned()).collect::<Vec<_>>()).unwrap_or_default()
        };
        assert!(note(&["2008-09", "2009-10", "2010-11"]).contains("are financial years"));
        assert!(note(&["2008-09", "2009-10"]).contains("may be months or financial years"));
        assert_eq!(note(&["2008-09", "2008-10", "2008"]), "");
    }
}
