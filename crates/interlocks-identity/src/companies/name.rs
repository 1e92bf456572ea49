//! A name of a company as it is compared: words in Latin letters, numbers apart, without the legal form.

use any_ascii::any_ascii;
use interlocks_core::model::vocabulary::{CompanyForm, CompanyName};

use super::words::{full, is_silent};

/// A name, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParsedName {
    /// The words in their order, abbreviations written in full.
    pub words: Vec<String>,
    /// The same words as they are written, in one.
    pub written: String,
    /// The numbers: `Fund II` and `Fund 2` have the same.
    pub numbers: Vec<u32>,
    /// The legal form.
    pub form: Option<CompanyForm>,
}

/// The Roman numbers of two letters and more that are no words.
const ROMAN: &[(&str, u32)] = &[
    ("ii", 2),
    ("iii", 3),
    ("iv", 4),
    ("vi", 6),
    ("vii", 7),
    ("viii", 8),
    ("ix", 9),
    ("xi", 11),
    ("xii", 12),
    ("xiii", 13),
    ("xiv", 14),
    ("xv", 15),
    ("xvi", 16),
    ("xvii", 17),
    ("xviii", 18),
    ("xix", 19),
    ("xx", 20),
];

/// Numbers that are words elsewhere, and count as numbers at the end of a name.
const AT_END: &[(&str, u32)] = &[
    ("i", 1),
    ("v", 5),
    ("x", 10),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
];

impl ParsedName {
    /// Takes a name apart.
    pub(crate) fn new(text: &str) -> ParsedName {
        let CompanyName { words, form } = CompanyName::new(text);
        let all = in_latin(&words);
        let spoken: Vec<&String> = all.iter().filter(|word| !is_silent(word)).collect();
        let spoken = if spoken.is_empty() { all.iter().collect() } else { spoken };
        let mut name = ParsedName { form, ..ParsedName::default() };
        for (at, word) in spoken.iter().enumerate() {
            match number(word, at > 0 && at + 1 == spoken.len()) {
                Some(number) => name.numbers.push(number),
                None => {
                    name.written.push_str(word);
                    name.words.push(full(word).to_owned());
                }
            }
        }
        // *No. 3*, *Nr. 3*: the word says only that a number follows.
        let says_number = |word: &String| ["no", "nr", "number", "nummer"].contains(&word.as_str());
        if !name.numbers.is_empty() && name.words.len() > 1 {
            name.words.retain(|word| !says_number(word));
        }
        if name.words.is_empty() {
            name.numbers.clear();
            name.written = spoken.iter().map(|word| word.as_str()).collect();
            name.words = spoken.into_iter().cloned().collect();
        }
        name
    }
}

/// Returns words in Latin letters; signs of Chinese, Japanese and Korean that follow each other are one word.
fn in_latin(words: &[String]) -> Vec<String> {
    let is_sign = |word: &String| word.chars().next().is_some_and(|sign| sign >= '\u{3005}');
    let mut found: Vec<String> = Vec::with_capacity(words.len());
    let mut goes_on = false;
    for word in words {
        // The silent words of Cyrillic are known in their own letters.
        if is_silent(word) {
            goes_on = false;
            continue;
        }
        let latin: String =
            any_ascii(word).chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_lowercase()).collect();
        match found.last_mut().filter(|_| goes_on && is_sign(word)) {
            Some(last) => last.push_str(&latin),
            None if latin.is_empty() => {}
            None => found.push(latin),
        }
        goes_on = is_sign(word);
    }
    if found.is_empty() { words.to_vec() } else { found }
}

/// Returns the number that a word is.
fn number(word: &str, is_end: bool) -> Option<u32> {
    let listed = |list: &[(&str, u32)]| list.iter().find(|(own, _)| *own == word).map(|(_, number)| *number);
    word.parse().ok().or_else(|| listed(ROMAN)).or_else(|| is_end.then(|| listed(AT_END)).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let name = ParsedName::new(text);
        format!("{} {:?} {}", name.words.join(" "), name.numbers, name.form.map_or("", |form| form.class()))
    }

    #[test]
    fn names_are_words_numbers_and_a_form() {
        for (name, right) in [
            ("The Acme Trading Co. Ltd", "acme trading [] ltd"),
            ("Bell & Sons, Mfg. Intl. plc", "bell sons manufacturing international [] plc"),
            ("Marlow Fund III LP", "marlow fund [3] lp"),
            ("Marlow Fund No. 3 L.P.", "marlow fund [3] lp"),
            ("Fund V", "fund [5] "),
            ("V Sports", "v sports [] "),
            ("3M Company", "3m [] co"),
            ("360 Ltd", "360 [] ltd"),
            ("ООО «Щербаков и сыновья»", "shcherbakov synovya [] ooo"),
            ("テスト株式会社", "tesuto [] kk"),
            ("The", "the [] "),
            ("", " [] "),
            ("--", " [] "),
        ] {
            assert_eq!(shown(name), right, "{name}");
        }
    }
}
