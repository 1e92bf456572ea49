//! Names of people, taken apart: family name, given names, generation. Titles and letters after the name are left out.

mod nicknames;
mod spelling;
mod titles;

use std::borrow::Cow;

use any_ascii::any_ascii_char;
use interlocks_core::model::vocabulary::{fold, has_legal_form, is_nobody};

pub(crate) use nicknames::stands_for;
pub(crate) use spelling::{skeleton, spelling_class};
pub(crate) use titles::Generation;
use titles::{WordKind, generation, word_kind};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum NameKind {
    /// A person.
    #[default]
    Person,
    /// An organisation: the name has a legal form.
    Organisation,
    /// Nobody: *vacant*, *n/a*.
    Nobody,
}

/// A name, taken apart. Words are in lower case, without accents, in Latin letters.
///
/// The family name of an organisation is the whole name, with its words in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ParsedName {
    /// What the name is the name of.
    pub kind: NameKind,
    /// The words of the family name, without particles; none if the name has no family name.
    pub family: Vec<String>,
    /// The given names and middle names or initials; none if only a family name is stated.
    pub given: Vec<String>,
    /// The generation.
    pub generation: Generation,
    /// `true` if the name says which of its words are the family name: by a comma or capitals.
    pub is_order_known: bool,
}

impl ParsedName {
    /// Takes a name apart.
    pub(crate) fn new(text: &str) -> ParsedName {
        if is_nobody(text) {
            return ParsedName { kind: NameKind::Nobody, ..ParsedName::default() };
        }
        let plain = without_remarks(text);
        let may_be_form = plain.split_whitespace().count() > 1 || !plain.is_ascii();
        if may_be_form && has_legal_form(&plain) {
            return ParsedName {
                kind: NameKind::Organisation,
                family: tokens(&plain).into_iter().map(|token| legal_form(token.word)).collect(),
                is_order_known: true,
                ..ParsedName::default()
            };
        }
        let (front, after) = match plain.split_once([',', '，']) {
            Some((front, after)) => (front, Some(after)),
            None => (&*plain, None),
        };
        let mut front = tokens(front);
        let after = after.map(tokens).unwrap_or_default();
        let mut name = ParsedName::default();
        name.take_generations(&mut front);
        let mut after = after;
        name.take_generations(&mut after);
        let is_addition = after.iter().all(is_addition) || begins_title(&after);
        if is_addition || front.is_empty() {
            let rest = if front.is_empty() { after } else { front };
            name.set_in_order(without_titles(rest));
        } else {
            let given = without_titles(after);
            let family = without_titles(front);
            name.is_order_known = true;
            name.set_parts(&family.words, &given.words);
        }
        name
    }

    fn take_generations(&mut self, tokens: &mut Vec<Token>) {
        let whole = tokens.len();
        let mut at = 0;
        tokens.retain(|token| {
            at += 1;
            // A senior at the beginning is a Spanish gentleman.
            let stated = if whole > 1 && at > 1 || whole == 1 { generation(&token.word) } else { Generation::Unstated };
            if stated != Generation::Unstated {
                self.generation = stated;
            }
            stated == Generation::Unstated
        });
    }

    /// Divides words in the order of speech, or with the family name in capitals, into given and family names.
    fn set_in_order(&mut self, name: Untitled) {
        let Untitled { words, is_peer } = name;
        if is_peer {
            // Lord Pettifer of Marlow
            let end = words.iter().position(|token| token.word == "of").unwrap_or(words.len());
            return self.set_parts(&words[..end], &[]);
        }
        let is_capital = |token: &&Token| token.is_capital;
        let before = words.iter().take_while(is_capital).count();
        let after = words.iter().rev().take_while(is_capital).count();
        let (split, first) = if before > 0 && before < words.len() && words[0].word.len() > 1 {
            (before, true)
        } else if after > 0 && after < words.len() {
            (words.len() - after, false)
        } else {
            speech_order(&words)
        };
        self.is_order_known = before != after || words.first().is_some_and(|token| token.is_run);
        if let Some(at) = chinese_family(&words) {
            let mut given = words;
            let family = given.remove(at);
            return self.set_parts(&[family], &given);
        }
        let (front, back) = words.split_at(split);
        match (first, words.len()) {
            (_, 1) => self.set_parts(&words, &[]),
            (true, _) => self.set_parts(front, back),
            (false, _) => self.set_parts(back, front),
        }
    }

    fn set_parts(&mut self, family: &[Token], given: &[Token]) {
        let is_name = |token: &&Token| token.kind != Some(WordKind::Particle);
        self.family = family.iter().filter(is_name).map(|token| token.word.clone()).collect();
        if self.family.is_empty() {
            self.family = family.iter().map(|token| token.word.clone()).collect();
        }
        self.given = given.iter().filter(is_name).map(|token| token.word.clone()).collect();
    }
}

/// Returns the short form of a word for a legal form, and other words unchanged.
fn legal_form(word: String) -> String {
    let short = match word.as_str() {
        "limited" => "ltd",
        "incorporated" => "inc",
        "corporation" => "corp",
        "company" => "co",
        "aktiengesellschaft" => "ag",
        _ => return word,
    };
    short.to_owned()
}

/// Family names of Spanish in alphabetical order, where the first of two is the one that people go by.
const SPANISH: &[&str] = &[
    "aguilar",
    "alonso",
    "alvarez",
    "blanco",
    "caballero",
    "cabrera",
    "campos",
    "cano",
    "carrasco",
    "castillo",
    "castro",
    "chavez",
    "contreras",
    "cortes",
    "cruz",
    "delgado",
    "diaz",
    "dominguez",
    "fernandez",
    "flores",
    "fuentes",
    "garcia",
    "garrido",
    "gil",
    "gomez",
    "gonzalez",
    "guerrero",
    "gutierrez",
    "guzman",
    "hernandez",
    "herrera",
    "iglesias",
    "jimenez",
    "lopez",
    "lozano",
    "marin",
    "martinez",
    "medina",
    "mendez",
    "mendoza",
    "molina",
    "morales",
    "moreno",
    "munoz",
    "navarro",
    "nieto",
    "nunez",
    "ortega",
    "ortiz",
    "pena",
    "perez",
    "prieto",
    "ramirez",
    "ramos",
    "reyes",
    "rios",
    "rivera",
    "rodriguez",
    "rojas",
    "romero",
    "rubio",
    "ruiz",
    "salazar",
    "sanchez",
    "santos",
    "sanz",
    "serrano",
    "silva",
    "soto",
    "suarez",
    "torres",
    "vargas",
    "vazquez",
    "vega",
    "velasquez",
    "velazquez",
];

/// A word of a name.
#[derive(Clone, Debug)]
struct Token {
    /// The word, folded, in Latin letters.
    word: String,
    /// `true` if it is written in capitals only, and is no initial.
    is_capital: bool,
    /// `true` if it is a sign of a name that is written without blanks.
    is_run: bool,
    /// `true` if a hyphen joins it to the word before.
    is_joined: bool,
    /// `true` if it begins with a small letter.
    is_small: bool,
    /// What the word is beside the names of a person; `None` for a name.
    kind: Option<WordKind>,
}

/// Returns where words in the order of speech are divided, and whether the family name is in front.
fn speech_order(words: &[Token]) -> (usize, bool) {
    if words.last().is_some_and(|token| token.is_run) {
        return (1, true);
    }
    let is_particle = |token: &Token| token.kind == Some(WordKind::Particle);
    let mut split = words.len().saturating_sub(1);
    // Tolland J. R.
    let is_initial = |token: &Token| token.word.len() == 1;
    if words.last().is_some_and(is_initial) && !words.first().is_none_or(is_initial) {
        return (words.iter().position(is_initial).unwrap_or(1), true);
    }
    let is_spanish = |at: usize| SPANISH.binary_search(&words[at].word.as_str()).is_ok();
    if split >= 2 && is_spanish(split) && is_spanish(split - 1) {
        return (split - 1, false);
    }
    while split > 1 && (words[split].is_joined || is_particle(&words[split - 1])) {
        split -= 1;
    }
    (split, false)
}

/// Returns the place of the family name before a given name such as *Wai-ming*.
fn chinese_family(words: &[Token]) -> Option<usize> {
    let last = words.len().checked_sub(3)? + 2;
    let is_given =
        words[last].is_joined && words[last].is_small && !words[last - 1].is_small && !words[last - 1].is_joined;
    is_given.then_some(last - 2)
}

/// Words without titles.
struct Untitled {
    words: Vec<Token>,
    /// `true` if a title of nobility stood before them.
    is_peer: bool,
}

/// Returns a name without what stands in brackets. A name in quotation marks stays.
fn without_remarks(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', '[']) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0usize;
    let kept = text.chars().filter(|sign| {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    });
    Cow::Owned(kept.collect())
}

fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '‐' | '‑')
}

fn is_apostrophe(sign: char) -> bool {
    matches!(sign, '\'' | '’' | '`' | '´' | 'ʼ')
}

/// Returns `true` for a sign that ends a word.
fn is_separator(sign: char) -> bool {
    is_hyphen(sign) || sign.is_whitespace() || matches!(sign, '.' | '/' | '–' | '"' | '“' | '”' | ',' | ';')
}

/// Splits a text into words, in Latin letters.
fn tokens(text: &str) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::new();
    let mut joins = false;
    for piece in text.split_inclusive(is_separator) {
        let is_joined = std::mem::take(&mut joins);
        joins = piece.ends_with(is_hyphen);
        let is_dotted = piece.ends_with('.');
        let piece = piece.trim_end_matches(is_separator);
        let is_joined = is_joined && !found.is_empty();
        let mut piece = Cow::Borrowed(piece);
        if piece.contains(is_apostrophe) {
            piece = Cow::Owned(piece.replace(is_apostrophe, ""));
        }
        if piece.is_empty() {
            continue;
        }
        let is_capital = piece.chars().filter(|sign| sign.is_alphabetic()).count() > 1
            && !piece.chars().any(char::is_lowercase)
            && piece.chars().any(char::is_uppercase);
        let is_small = piece.starts_with(char::is_lowercase);
        let token =
            |word: String| Token { kind: word_kind(&word), word, is_capital, is_run: false, is_joined, is_small };
        // "Th." and "Oe." are initials; "St." is none.
        let is_abbreviated =
            is_dotted && piece.chars().count() == 2 && !is_capital && !piece.eq_ignore_ascii_case("st");
        if is_abbreviated && word_kind(&fold(&piece)).is_none() {
            found.extend(latin(&fold(&piece)).chars().next().map(|letter| token(letter.to_string())));
            continue;
        }
        if piece.is_ascii() {
            found.push(token(piece.to_ascii_lowercase()));
            continue;
        }
        if piece.chars().any(is_ideograph) {
            found.extend(ideographs(&piece));
            continue;
        }
        let word = latin(&fold(&piece));
        if !word.is_empty() {
            found.push(token(word));
        }
    }
    found
}

/// Returns `true` for the signs of Chinese and Korean names, a syllable each.
fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ac00}'..='\u{d7af}')
}

/// Returns the words of a name that is written without blanks: the first sign is the family name.
fn ideographs(piece: &str) -> Vec<Token> {
    let mut syllables = piece.chars().map(|sign| latin(&any_ascii_char(sign).to_lowercase()));
    let family = syllables.next().unwrap_or_default();
    let given: String = syllables.collect();
    let token = |word: String| Token {
        kind: word_kind(&word),
        word,
        is_capital: false,
        is_run: true,
        is_joined: false,
        is_small: false,
    };
    [family, given].into_iter().filter(|word| !word.is_empty()).map(token).collect()
}

/// Returns the letters and digits of a folded word in Latin letters.
fn latin(word: &str) -> String {
    let mut letters = String::with_capacity(word.len());
    for sign in word.chars() {
        if sign.is_ascii_alphanumeric() {
            letters.push(sign);
        } else if !sign.is_ascii() {
            letters.extend(any_ascii_char(sign).chars().filter(char::is_ascii_alphanumeric));
        }
    }
    letters.make_ascii_lowercase();
    letters
}

/// Returns `true` for a word that adds to a name after a comma.
fn is_addition(token: &Token) -> bool {
    matches!(token.kind, Some(WordKind::Title | WordKind::Post | WordKind::Generation))
}

/// Returns `true` if words are a title of nobility: *1st Baron Clifford of Chudleigh*, *Duke of Ellerton*.
fn begins_title(words: &[Token]) -> bool {
    let is_rank = |token: &Token| {
        token.word.starts_with(|sign: char| sign.is_ascii_digit()) || matches!(token.kind, Some(WordKind::Noble))
    };
    words.first().is_some_and(is_rank)
}

/// Drops titles from the front and letters from the end; two words remain where a title is also a name.
fn without_titles(mut words: Vec<Token>) -> Untitled {
    let mut is_peer = false;
    let mut from = 0;
    while from + 1 < words.len() {
        let rest = words.len() - from - 1;
        match words[from].kind {
            Some(WordKind::Title) => {}
            // Honoris causa.
            Some(WordKind::Soft) if words[from].word == "h" && words[from + 1].word == "c" && rest > 2 => from += 1,
            Some(WordKind::Noble) => is_peer = true,
            Some(WordKind::Soft) if rest >= 2 => {
                // Duke of Ellerton
                is_peer |= words[from + 1].word == "of";
                if is_peer {
                    from += 1;
                }
            }
            _ => break,
        }
        from += 1;
    }
    words.drain(..from.min(words.len().saturating_sub(1)));
    while words.len() > 2 && words.last().is_some_and(|token| token.kind == Some(WordKind::Post)) {
        words.pop();
    }
    Untitled { words, is_peer }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let name = ParsedName::new(text);
        format!("{}|{}|{}", name.family.join(" "), name.given.join(" "), name.generation as u8)
    }

    #[test]
    fn names_are_taken_apart() {
        for (text, parts) in [
            ("WHITCOMBE, Alastair John", "whitcombe|alastair john|0"),
            ("Whitcombe, Alastair", "whitcombe|alastair|0"),
            ("Alastair John Whitcombe", "whitcombe|alastair john|0"),
            ("WHITCOMBE Alastair John", "whitcombe|alastair john|0"),
            ("Alastair WHITCOMBE", "whitcombe|alastair|0"),
            ("ALASTAIR WHITCOMBE", "whitcombe|alastair|0"),
            ("Sir Rowland Pettifer KBE", "pettifer|rowland|0"),
            ("Rowland Pettifer, KBE", "pettifer|rowland|0"),
            ("Lord Pettifer of Marlow", "pettifer||0"),
            ("Baroness Ashdene", "ashdene||0"),
            ("Rt Hon. Dame Marian Ashdene DBE", "ashdene|marian|0"),
            ("Dr. Ing. h.c. Friedrich Wendel", "wendel|friedrich|0"),
            ("Pauline Dean", "dean|pauline|0"),
            ("Dean Pauline", "pauline|dean|0"),
            ("Harold T. Brannigan Jr.", "brannigan|harold t|2"),
            ("Brannigan, Harold, III", "brannigan|harold|3"),
            ("Jan van der Meulen", "meulen|jan|0"),
            ("J. v.d. Meulen", "meulen|j v d|0"),
            ("María García López", "garcia lopez|maria|0"),
            ("Mary Smith-Jones", "smith jones|mary|0"),
            ("Mohammed Al-Husseini", "husseini|mohammed|0"),
            ("Bobby Chan Wai-ming", "chan|bobby wai ming|0"),
            ("Maria da Costa", "costa|maria|0"),
            ("Jean-Pierre Lacombe", "lacombe|jean pierre|0"),
            ("SMITH-JONES, Mary", "smith jones|mary|0"),
            ("Patrick O'Donovan", "odonovan|patrick|0"),
            ("Bjørn Sæther", "saether|bjorn|0"),
            ("Weiß, Gerhard", "weiss|gerhard|0"),
            ("Юрій Шевчук", "shevchuk|yurii|0"),
            ("王小明", "wang|xiaoming|0"),
            ("Adrian Fell (alternate to J. Tolland)", "fell|adrian|0"),
            ("thomas clifford, 1st baron clifford of chudleigh", "clifford|thomas|0"),
            ("isabelle", "isabelle||0"),
            ("", "||0"),
            ("J. R. Tolland", "tolland|j r|0"),
            ("Tolland J. R.", "tolland|j r|0"),
            ("Tolland James R.", "tolland james|r|0"),
        ] {
            assert_eq!(shown(text), parts, "{text}");
        }
    }

    #[test]
    fn spanish_names_are_in_order() {
        assert!(SPANISH.is_sorted());
    }

    #[test]
    fn organisations_and_nobody_are_told() {
        assert_eq!(ParsedName::new("Fell Nominees Limited").kind, NameKind::Organisation);
        assert_eq!(ParsedName::new("Vacant").kind, NameKind::Nobody);
        assert_eq!(ParsedName::new("Adrian Fell").kind, NameKind::Person);
    }
}
