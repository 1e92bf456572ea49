//! Cells that stand for no value, for "still serving", or for nobody.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::fold::fold;
use super::tables::{VALUES, rows};

/// The meaning of a date cell without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellValue {
    /// There is no value.
    Nothing,
    /// There is a value, which is not known.
    Unknown,
    /// The end of something that still runs.
    Running,
}

/// Cells by their folded text, blanks folded: for dates, for names, and statuses of companies.
struct Values {
    statuses: HashSet<Cow<'static, str>>,
    dates: HashMap<Cow<'static, str>, CellValue>,
    nobody: HashSet<Cow<'static, str>>,
}

impl Values {
    fn add(&mut self, phrase: Cow<'static, str>, meaning: &str) {
        match meaning {
            "unknown" => _ = self.dates.insert(phrase, CellValue::Unknown),
            "none" => _ = self.dates.entry(phrase).or_insert(CellValue::Nothing),
            // A word with both meanings stands for a seat that still runs: an end that is not known would be empty.
            "running" => _ = self.dates.insert(phrase, CellValue::Running),
            "status" => _ = self.statuses.insert(phrase),
            // A single letter is an initial, or somebody's own id.
            "nobody" if phrase.len() > 1 || !phrase.chars().all(char::is_alphanumeric) => {
                self.nobody.insert(phrase);
            }
            _ => {}
        }
    }
}

static KNOWN: LazyLock<Values> = LazyLock::new(|| {
    let mut values = Values { statuses: HashSet::new(), dates: HashMap::new(), nobody: HashSet::new() };
    for (phrase, meaning) in rows(VALUES) {
        let is_abbreviation = phrase.contains('.') && phrase.contains(char::is_alphabetic);
        let bare = is_abbreviation.then(|| Cow::Owned(without_full_stops(phrase)));
        for key in bare.into_iter().chain([Cow::Borrowed(phrase)]) {
            values.add(key, meaning);
        }
    }
    values
});

/// Returns a cell as it is looked up: folded, with single blanks.
pub(super) fn value_key(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Returns what a date cell says that is not a date.
pub(super) fn cell_value(text: &str) -> Option<CellValue> {
    spellings(text, |key| KNOWN.dates.get(key).copied())
}

/// Looks a cell up as it is written, then without brackets around it, then without the full stops of abbreviations: `lfd.` is
/// `lfd`, and `b. a. w.` is `baw`.
fn spellings<T>(text: &str, find: impl Fn(&str) -> Option<T>) -> Option<T> {
    let key = value_key(text);
    find(&key).or_else(|| {
        let bare = key.trim_matches(is_frame).trim();
        let is_word = bare.chars().any(char::is_alphabetic);
        if !is_word || (bare.len() == key.len() && !bare.contains('.')) {
            return None;
        }
        find(bare).or_else(|| find(&without_full_stops(bare)))
    })
}

/// Signs that people put around a word that is no value.
fn is_frame(sign: char) -> bool {
    matches!(sign, '(' | ')' | '[' | ']' | '<' | '>' | '{' | '}' | '*' | '"' | '\'' | '„' | '“' | '”' | '«' | '»' | '…')
}

/// Returns a text without full stops. Single letters that have them are one word: `n. n.` becomes `nn`.
fn without_full_stops(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut after_letter = false;
    for part in text.split_inclusive(['.', ' ']) {
        let word = part.trim_end_matches(['.', ' ']);
        if word.is_empty() {
            continue;
        }
        let is_letter = word.chars().nth(1).is_none();
        if !(bare.is_empty() || after_letter && is_letter) {
            bare.push(' ');
        }
        bare.push_str(word);
        after_letter = is_letter && part.ends_with('.');
    }
    bare
}

/// Returns `true` for a cell that states no value: none, null, n/a, unknown, a dash.
///
/// ```
/// use interlocks_core::model::vocabulary::is_no_value;
/// assert!(is_no_value("None") && is_no_value("n/a") && !is_no_value("Anna Quill"));
/// ```
pub fn is_no_value(text: &str) -> bool {
    matches!(cell_value(text), Some(CellValue::Nothing | CellValue::Unknown))
}

/// Returns `true` for the status of a company: active, dissolved, in liquidation, in many languages.
///
/// ```
/// use interlocks_core::model::vocabulary::is_company_status;
/// assert!(is_company_status("Active") && is_company_status("w likwidacji") && !is_company_status("Georgia"));
/// ```
pub fn is_company_status(text: &str) -> bool {
    spellings(text, |key| KNOWN.statuses.contains(key).then_some(())).is_some()
}

/// Returns `true` for a name that stands for no person: vacant, to be confirmed, n/a, unknown.
///
/// ```
/// use interlocks_core::model::vocabulary::is_nobody;
/// assert!(is_nobody("Vacant") && is_nobody("TBC") && is_nobody("N/A") && is_nobody("unbesetzt"));
/// assert!(!is_nobody("Anna Quill"));
/// ```
pub fn is_nobody(name: &str) -> bool {
    may_be_nobody(name) && stands_for_nobody(name)
}

/// The words with which the names of nobody begin, and titles.
static FIRST_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let phrases = KNOWN.nobody.iter().filter_map(|phrase| first_word(phrase)).map(str::to_owned);
    phrases.chain(TITLES.iter().map(|title| (*title).to_owned())).collect()
});

/// Returns the first letters and digits of a text.
fn first_word(text: &str) -> Option<&str> {
    text.split(|sign: char| !sign.is_alphanumeric()).find(|word| !word.is_empty())
}

/// Returns `false` for most names of people at a small cost: they begin with another word.
fn may_be_nobody(name: &str) -> bool {
    let start = name.split_ascii_whitespace().next().unwrap_or_default().trim_end_matches([',', ';']);
    let letters = start.strip_suffix('.').unwrap_or(start);
    let is_word = letters.len() > 1 && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_word || name.contains('(') {
        return true;
    }
    FIRST_WORDS.contains(letters.to_ascii_lowercase().as_str())
}

/// Returns `true` for a name that stands for no person.
fn stands_for_nobody(name: &str) -> bool {
    let is_known = |name: &str| spellings(name, |key| KNOWN.nobody.contains(key).then_some(())).is_some();
    // "N.N. (from 1 May)": a remark says nothing about who it is.
    let without_remark =
        || name.trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map(|(name, _)| name);
    is_known(name) || without_remark().is_some_and(is_known) || after_titles(name).is_some_and(is_known)
}

/// Returns the words after the titles with which a name begins: "N.N." of "Prof. Dr. N.N."; `None` if it has none.
fn after_titles(name: &str) -> Option<&str> {
    let mut rest = name.trim_start();
    while let Some((word, after)) = rest.split_once(' ') {
        if !TITLES.contains(&fold(word.trim_end_matches('.')).as_str()) {
            break;
        }
        rest = after.trim_start();
    }
    (rest.len() < name.trim_start().len()).then_some(rest)
}

/// Titles before the name of a person.
const TITLES: &[&str] = &[
    "dr", "dott", "dra", "frau", "fru", "herr", "hr", "ing", "m", "mag", "mevr", "miss", "mme", "mr", "mrs", "ms",
    "pan", "pani", "prof", "sig", "sir", "sr", "sra",
];

#[cfg(test)]
mod tests {
    use super::super::tables::{VALUES, rows};
    use super::*;

    #[test]
    fn full_stops_blanks_and_brackets_do_not_matter() {
        for name in [
            "N.N.",
            "N. N.",
            "n.n.",
            "N N",
            "NN",
            "N.N",
            "N. N",
            "(N.N.)",
            "Prof. Dr. N. N.",
            "Herr N.N.",
            "N.N. (ab 1. Mai)",
            "TBA",
            "t.b.d.",
            "T.B.C.",
            "n. a.",
            "k.A.",
            "k. A.",
            "o.A.",
            "[vacant]",
            "Vakant*",
            "Sans titulaire",
            "sin nombrar",
            "da nominare",
            "nieobsadzone",
            "wakat",
            "vacature",
            "vakant",
            "unbesetzt",
            "ledig plats",
        ] {
            assert!(is_nobody(name), "{name}");
        }
        // Initials alone may be those of a person.
        for name in
            ["A.B.", "N. Nolan", "N. M.", "Dr. N.", "Anna (vacant)", "Nina N.", "T. Ba", "", "(", ".", "Prof. Dr."]
        {
            assert!(!is_nobody(name) || name == ".", "{name}");
        }
    }

    #[test]
    fn nobody_is_passed_over_at_a_glance() {
        let mut found = 0;
        for (phrase, _) in rows(VALUES) {
            let dotted = phrase.split(' ').map(|word| format!("{word}.")).collect::<Vec<_>>();
            let spelled: Vec<String> = phrase.chars().map(|letter| format!("{letter}.")).collect();
            for text in [phrase.to_owned(), phrase.to_uppercase(), dotted.join(" "), dotted.concat(), spelled.concat()]
            {
                for name in [
                    text.clone(),
                    format!("[{text}]"),
                    format!("Dr. {text}"),
                    format!("{text} (2012)"),
                    format!(" {text},"),
                ] {
                    let is_one = stands_for_nobody(&name);
                    assert!(!is_one || may_be_nobody(&name), "{name}");
                    found += usize::from(is_one);
                }
            }
        }
        assert!(found > 10_000, "{found}");
        assert!(!may_be_nobody("Quill, Ann J.") && !may_be_nobody("Ann Quill"));
    }

    #[test]
    fn words_for_still_serving_are_read_in_each_language() {
        for end in [
            "lfd.",
            "lfd",
            "lauf.",
            "bis auf Weiteres",
            "b.a.w.",
            "b. a. w.",
            "unbefristet",
            "unlimited",
            "permanent",
            "indefinite",
            "à durée indéterminée",
            "tot heden",
            "t.h.",
            "tillsvidare",
            "t.v.",
            "do chwili obecnej",
            "z.Zt.",
            "z. Zt.",
            "zzt.",
            "z.Z.",
            "derz.",
            "p.t.",
            "d.d.",
            "f.n.",
            "cont.",
            "u.f.n.",
            "t.č.",
            "наст. вр.",
            "до н.в.",
            "[present]",
            "(current)",
            "fino a revoca",
            "nuv.",
            "nyk.",
            "súč.",
            "obec.",
            "bezterm.",
        ] {
            assert_eq!(cell_value(end), Some(CellValue::Running), "{end}");
        }
        for end in ["soon", "l.", "b. w.", "heuer", "1.5.2012", "1. May"] {
            assert_eq!(cell_value(end), None, "{end}");
        }
    }

    #[test]
    fn a_phrase_with_full_stops_is_read_without_them_too() {
        for (phrase, meaning) in rows(VALUES).filter(|(phrase, _)| phrase.contains('.') && phrase.len() > 2) {
            let is_date_word = matches!(meaning, "running" | "none" | "unknown");
            let closed = format!("{phrase}.");
            let has_letters = phrase.contains(char::is_alphabetic);
            if is_date_word
                && has_letters
                && phrase.chars().all(|sign| sign.is_alphabetic() || sign == '.' || sign == ' ')
            {
                assert_eq!(cell_value(&closed), cell_value(phrase), "{closed}");
            }
        }
    }
}
