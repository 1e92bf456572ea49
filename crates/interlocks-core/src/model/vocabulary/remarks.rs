//! Lines of a table that are no rows: titles and footers, such as a source, a total, or the day of the data.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dates::read_date;
use super::tables::{VALUES, rows};
use super::values::value_key;
use crate::model::PartialDate;

/// Words with which a line begins that is no row; `true` for those before the day of the data.
static WORDS: LazyLock<HashMap<&'static str, bool>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (phrase, meaning) in rows(VALUES) {
        match meaning {
            "remark" => _ = words.entry(phrase).or_insert(false),
            "as-of" => _ = words.insert(phrase, true),
            _ => {}
        }
    }
    words
});

/// The most words of a phrase of the table, and of a date.
const MOST_WORDS: usize = 5;

/// The beginning of a line that is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It begins with a word such as `Source` and a colon.
    Titled,
    /// It begins with the word alone. A company may be called so.
    Plain,
}

/// Returns how a cell begins that is no value but a source, a note, a total, or the day of the data; `None` for any other.
///
/// ```
/// use interlocks_core::model::vocabulary::{Remark, read_remark};
/// assert_eq!(read_remark("Quelle: Geschäftsbericht"), Some(Remark::Titled));
/// assert_eq!(read_remark("as of 31 December 2023"), Some(Remark::Titled));
/// assert_eq!(read_remark("Total"), Some(Remark::Plain));
/// assert_eq!(read_remark("Stand Alone AG"), None);
/// ```
pub fn read_remark(text: &str) -> Option<Remark> {
    let key = value_key(text);
    let bare = key.trim_start_matches(['*', '(', '[', '-', '–', ' ']);
    let titled = || {
        let (word, _) = bare.split_once([':', '：'])?;
        WORDS.contains_key(word.trim()).then_some(Remark::Titled)
    };
    let dated = || {
        let words: Vec<&str> = bare.split(' ').collect();
        stated_at(&words).map(|_| Remark::Titled)
    };
    let plain = || {
        let words: Vec<&str> = bare.split(' ').collect();
        let begins = |length: usize| WORDS.get(words.get(..length)?.join(" ").trim_end_matches('.')).copied();
        let is_remark = (1..=MOST_WORDS).rev().find_map(begins) == Some(false);
        is_remark.then_some(Remark::Plain)
    };
    titled().or_else(dated).or_else(plain)
}

/// Returns the day of the data that a title or a footer states: `Stand: 31.12.2023`, `Boards as of 30 June 2023`.
///
/// ```
/// use interlocks_core::model::vocabulary::stated_day;
/// let day = |text: &str| stated_day(text).map(|date| date.to_string()).unwrap_or_default();
/// assert_eq!(day("Stand: 31.12.2023"), "2023-12-31");
/// assert_eq!(day("Liste arrêtée au 30 juin 2023"), "2023-06-30");
/// assert_eq!(day("Annual report 2023"), "");
/// ```
pub fn stated_day(text: &str) -> Option<PartialDate> {
    let key = value_key(text);
    let words: Vec<&str> = key.split(' ').collect();
    (0..words.len()).find_map(|at| stated_at(words.get(at..)?))
}

/// Returns the date after a phrase such as "as of", with which the words begin.
fn stated_at(words: &[&str]) -> Option<PartialDate> {
    let begins = |length: usize| {
        let phrase = words.get(..length)?.join(" ");
        let phrase = phrase.trim_matches([':', '(', ')', ',', '.', ' ']);
        // A short word is a preposition, which stands before any number.
        let is_as_of = WORDS.get(phrase) == Some(&true);
        is_as_of.then(|| date_of(words.get(length..)?, phrase.chars().count() > 3))?
    };
    (1..=MOST_WORDS).rev().find_map(begins)
}

/// Returns the date with which the words begin: a day, or less if `may_be_long`.
fn date_of(words: &[&str], may_be_long: bool) -> Option<PartialDate> {
    (1..=MOST_WORDS.min(words.len())).rev().find_map(|length| {
        let text = words.get(..length)?.join(" ");
        let text = text.trim_matches([':', '(', ')', ',', ';', ' ', '*']);
        let text =
            text.strip_suffix('.').filter(|text| text.ends_with(|sign: char| sign.is_ascii_digit())).unwrap_or(text);
        let date = read_date(text)?.date(None)?;
        (may_be_long || date.days().is_one_day()).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footers_are_told_from_names() {
        for text in [
            "Source: Annual report",
            "Quelle: Geschäftsbericht",
            "Fuente: CNMV",
            "Źródło: GPW",
            "Source : rapport annuel",
            "Bron: jaarverslag",
            "Stand: 31.12.2023",
            "* Note: unaudited",
            "Stan na 31.12.2023",
            "Kilde: Proff",
        ] {
            assert_eq!(read_remark(text), Some(Remark::Titled), "{text}");
        }
        for text in ["Total", "Summe", "Source", "Source Annual Report 2023", "Razem", "Total 25"] {
            assert_eq!(read_remark(text), Some(Remark::Plain), "{text}");
        }
        for text in
            ["Anna Quill", "Standard Oil", "Sourcegraph Inc", "A. Orr", "", "Al Gore", "Per Holm", "Stand Alone AG"]
        {
            assert_eq!(read_remark(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_of_the_data_is_found_in_titles() {
        for text in [
            "Stand: 31.12.2023",
            "Stand 31.12.2023",
            "Organe zum 31. Dezember 2023",
            "as of 31 December 2023",
            "Boards of directors as at 31 December 2023 (unaudited)",
            "Liste arrêtée au 31 décembre 2023",
            "stan na 31.12.2023",
            "Stan na dzień 31.12.2023 r.",
            "Situación a 31/12/2023",
            "Aggiornato al 31/12/2023",
            "Stand per 31-12-2023",
            "Reporting date: 2023-12-31",
            "по состоянию на 31.12.2023",
            "Stav k 31.12.2023",
        ] {
            let day = stated_day(text).map(|date| date.to_string());
            assert_eq!(day.as_deref(), Some("2023-12-31"), "{text}");
        }
        for text in ["Annual report 2023", "Boards 2001-2010", "Stand der Technik", "Al 12", "per 100 shares", ""] {
            assert_eq!(stated_day(text), None, "{text}");
        }
    }
}
