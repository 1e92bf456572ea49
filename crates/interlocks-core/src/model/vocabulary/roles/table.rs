//! The table of phrases.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::model::vocabulary::fold::{Word, is_cjk, joined, words};
use crate::model::vocabulary::tables::{ROLES, rows};

macro_rules! meanings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The meaning of a phrase in a title.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(super) enum Meaning {
            $($(#[$doc])* $variant,)*
        }

        impl Meaning {
            /// Returns the meaning with a name in the table.
            fn from_name(name: &str) -> Option<Meaning> {
                match name {
                    $($name => Some(Meaning::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

meanings! {
    /// A board that directs or supervises.
    Organ = "organ",
    /// The management board of a two-tier system.
    ExecutiveOrgan = "executive-organ",
    /// A body that is no board.
    OtherOrgan = "other-organ",
    /// A committee of a board.
    Committee = "committee",
    /// A member of the body named beside it.
    Member = "member",
    /// A person who leads the body named beside it, otherwise the board.
    Head = "head",
    /// A person who leads the body named beside it, otherwise the company.
    President = "president",
    /// A deputy of the person named beside it.
    Deputy = "deputy",
    /// A director: on the board, unless a department or region qualifies the word.
    Director = "director",
    /// On the board.
    Board = "board",
    /// On the board, and an executive.
    BoardExecutive = "board-executive",
    /// On the board, and the chief executive.
    BoardChief = "board-chief",
    /// The chair of the board.
    Chair = "chair",
    /// The chair of the board, and an executive.
    ExecutiveChair = "executive-chair",
    /// The chair of the board, and the chief executive.
    ChairChief = "chair-chief",
    /// A deputy of the chair of the board.
    DeputyChair = "deputy-chair",
    /// The lead independent director.
    Lead = "lead",
    /// The chief executive.
    Chief = "chief",
    /// An executive.
    Officer = "officer",
    /// A director of a function, such as finance, who may or may not be on the board.
    FunctionDirector = "finance-like",
    /// An employee or office that is neither on the board nor executive.
    Staff = "staff",
    /// A department or region, which makes a director an employee.
    Department = "department",
    /// Executive.
    Executive = "executive",
    /// Not executive.
    NonExecutive = "non-executive",
    /// An observer of the board, without a vote.
    Observer = "observer",
    /// An adviser.
    Adviser = "adviser",
    /// A person who speaks for the board named beside it, otherwise a word without influence.
    Representative = "representative",
    /// An alternate of a director.
    Alternate = "alternate",
    /// Honorary.
    Honorary = "honorary",
    /// No longer in office.
    Former = "former",
    /// Not yet in office.
    Future = "future",
    /// States that the office is not on the board.
    OffBoard = "off-board",
    /// A word without influence.
    Neutral = "neutral",
    /// A word that the table does not have.
    Unknown = "",
}

/// The phrases of the bundled table.
pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(rows(ROLES)));

/// Phrases with their meanings.
pub(super) struct Phrases {
    /// By the words of a phrase, joined by blanks.
    meanings: HashMap<&'static str, Meaning>,
    /// By first word, the largest number of words of a phrase.
    longest: HashMap<&'static str, usize>,
}

/// Words that join two titles.
const CONJUNCTIONS: &[&str] = &[
    "a", "ac", "alebo", "and", "e", "ed", "en", "es", "et", "i", "ir", "ja", "och", "oder", "og", "or", "oraz", "ou",
    "si", "sowie", "un", "und", "ve", "y", "και", "и", "та", "і", "與", "与", "並", "并", "兼", "及", "和", "겸", "및",
];

/// Words that subordinate the title after them to the one before them.
const LINKS: &[&str] = &[
    "af", "al", "alla", "av", "d", "da", "de", "dei", "del", "dell", "della", "dello", "dem", "den", "der", "des",
    "dla", "do", "dos", "du", "for", "het", "hos", "la", "le", "na", "of", "the", "til", "to", "van", "vom", "von",
    "voor", "zum", "zur", "на", "της", "του", "των",
];

/// Words of boards in the genitive, in languages that write it without a preposition: "Pełnomocnik Zarządu".
const GENITIVES: &[&str] =
    &["consiliului", "directoratului", "predstavenstva", "rady", "zarzadu", "правления", "ради", "совета"];

/// How a part of a title is joined to the part before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// It is the first part.
    First,
    /// By "and".
    And,
    /// By punctuation.
    Break,
}

/// A phrase that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub meaning: Meaning,
    /// `true` if it begins with a preposition or an article.
    pub is_link: bool,
    /// `true` if it is in the genitive, which says what a preposition says elsewhere.
    pub is_genitive: bool,
}

/// The phrases between two joints.
#[derive(Debug)]
pub(super) struct Chunk {
    pub joint: Joint,
    pub found: Vec<Found>,
}

impl Phrases {
    /// Collects phrases. Those with a meaning that does not exist are ignored; a test checks that there are none.
    fn new(rows: impl Iterator<Item = (&'static str, &'static str)>) -> Phrases {
        let mut phrases = Phrases { meanings: HashMap::with_capacity(10_000), longest: HashMap::with_capacity(10_000) };
        for (phrase, meaning) in rows {
            let Some(meaning) = Meaning::from_name(meaning) else { continue };
            let first = phrase.split(' ').next().unwrap_or(phrase);
            let longest = phrases.longest.entry(first).or_default();
            *longest = phrase.split(' ').count().max(*longest);
            phrases.meanings.insert(phrase, meaning);
        }
        phrases
    }

    /// Finds the phrases in a title.
    pub(super) fn meanings(&self, title: &str) -> Vec<Chunk> {
        let words = words(title);
        let mut chunks = Chunks { done: Vec::new(), open: Vec::new(), joint: Joint::First };
        let mut at = 0;
        while let Some(word) = words.get(at) {
            if word.after_break {
                chunks.close(Joint::Break);
            }
            let (length, meaning) = self.longest_at(&words[at..], !chunks.open.is_empty());
            let text = word.text.as_str();
            let is_conjunction = CONJUNCTIONS.contains(&text);
            if length <= 1 && is_conjunction && matches!(meaning, Meaning::Neutral | Meaning::Unknown) {
                chunks.close(Joint::And);
            } else {
                let mut own = words[at..].iter().take(length.max(1));
                let is_genitive = own.any(|word| GENITIVES.contains(&word.text.as_str()));
                chunks.open.push(Found { meaning, is_link: LINKS.contains(&text), is_genitive });
            }
            at += length.max(1);
        }
        chunks.close(Joint::First);
        chunks.done
    }

    /// Returns the number of words of the longest phrase with which the words begin, and its meaning; 0 if there is none.
    fn longest_at(&self, words: &[Word], follows: bool) -> (usize, Meaning) {
        let text = words[0].text.as_str();
        let longest = self.longest.get(text).copied().unwrap_or(0).min(words.len());
        // "Direktor a.D." is "Direktor a. D.". Where no title stands before it, "A.D." is an amministratore delegato.
        let spelled = if words[0].is_dotted && follows { self.meanings.get(spelled(text).as_str()) } else { None };
        for length in (1..=longest).rev() {
            if let (1, Some(meaning)) = (length, spelled) {
                return (1, *meaning);
            }
            if words[1..length].iter().any(|word| word.after_break) {
                continue;
            }
            if let Some(meaning) = self.meanings.get(joined(&words[..length]).as_str()) {
                return (length, *meaning);
            }
        }
        if let Some(meaning) = spelled {
            return (1, *meaning);
        }
        let is_number = text.chars().all(char::is_numeric);
        let is_initial = text.chars().count() == 1 && text.chars().all(|sign| !is_cjk(sign));
        (0, if is_number || is_initial { Meaning::Neutral } else { Meaning::Unknown })
    }
}

/// Returns the letters of an abbreviation with blanks between them.
fn spelled(word: &str) -> String {
    let mut spelled: String = word.chars().flat_map(|letter| [letter, ' ']).collect();
    spelled.pop();
    spelled
}

/// The chunks of a title while it is read.
struct Chunks {
    done: Vec<Chunk>,
    open: Vec<Found>,
    joint: Joint,
}

impl Chunks {
    fn close(&mut self, next: Joint) {
        if !self.open.is_empty() {
            let found = std::mem::take(&mut self.open);
            self.done.push(Chunk { joint: self.joint, found });
            self.joint = next;
        } else if self.done.is_empty() || next == Joint::Break {
            self.joint = next;
        }
    }
}

/// Splits a line of a table with quoted cells.
#[cfg(test)]
pub(super) fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for sign in line.chars() {
        match sign {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            sign => cell.push(sign),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_no_phrase_is_there_twice() {
        let lines = ROLES.lines().skip(1).count();
        assert_eq!(rows(ROLES).count(), lines);
        for (phrase, meaning) in rows(ROLES) {
            assert!(Meaning::from_name(meaning).is_some() && !phrase.is_empty(), "{phrase},{meaning}");
        }
        assert_eq!(Phrases::new(rows(ROLES)).meanings.len(), lines);
    }
}
