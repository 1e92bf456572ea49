//! Words of names that are no name: titles, honours, generations, particles.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word is beside the names of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// A title that is no name: *Dr*, *Sir*.
    Title,
    /// A title of nobility that is no name: what follows is the family name alone.
    Noble,
    /// A title that is also a name: *Dean*, *Duke*. It is dropped only where two words remain.
    Soft,
    /// Letters after a name: *KBE*, *MBA*.
    Post,
    /// A generation: *Jr*, *III*.
    Generation,
    /// A part of family names that does not count: *von*, *de la*.
    Particle,
}

/// The generation that a name states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Generation {
    /// None.
    #[default]
    Unstated = 0,
    /// *Sr*: the father of a junior.
    Senior = 1,
    /// *Jr*, *II*.
    Second = 2,
    /// *III*.
    Third = 3,
    /// *IV*.
    Fourth = 4,
}

static WORDS: LazyLock<HashMap<&'static str, WordKind>> = LazyLock::new(|| {
    let lines = include_str!("../../tables/titles.csv").lines().skip(1);
    let kind = |kind: &str| match kind {
        "title" => Some(WordKind::Title),
        "noble" => Some(WordKind::Noble),
        "soft" => Some(WordKind::Soft),
        "post" => Some(WordKind::Post),
        "generation" => Some(WordKind::Generation),
        "particle" => Some(WordKind::Particle),
        _ => None,
    };
    lines.filter_map(|line| line.split_once(',')).filter_map(|(word, name)| Some((word, kind(name)?))).collect()
});

/// Returns what a folded word is; `None` for a name.
pub(crate) fn word_kind(word: &str) -> Option<WordKind> {
    WORDS.get(word).copied()
}

/// Returns the generation that a folded word states.
pub(crate) fn generation(word: &str) -> Generation {
    match word {
        "sr" | "senior" | "snr" => Generation::Senior,
        "jr" | "junior" | "jnr" | "jun" | "ii" => Generation::Second,
        "iii" => Generation::Third,
        "iv" => Generation::Fourth,
        _ => Generation::Unstated,
    }
}
