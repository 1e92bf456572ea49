//! Partitions and vectors of Pajek.

use super::super::super::mode::Mode;
use super::super::super::row_sink::Position;
use super::super::sides;

/// A partition or a vector: one value per vertex.
pub(super) struct ValueList {
    /// `partition` or `vector`.
    pub(super) word: String,
    name: String,
    pub(super) at: Position,
    /// The number of vertices, if it is stated.
    pub(super) size: Option<usize>,
    pub(super) values: Vec<String>,
}

impl ValueList {
    /// Creates an empty list.
    pub(super) fn new(word: &str, name: String, at: Position) -> ValueList {
        ValueList { word: word.to_owned(), name, at, size: None, values: Vec::new() }
    }

    /// Returns the name of the attribute. A number is a class of vertices, not a statement on people and companies.
    pub(super) fn attribute(&self) -> String {
        match self.name.as_str() {
            "" => self.word.clone(),
            name if sides::may_state_mode(name) => format!("{} {name}", self.word),
            name => name.to_owned(),
        }
    }

    /// Returns the modes of two classes if the name of the partition says that they are modes: `2-mode`, `sides`, or which
    /// of the two are people.
    pub(super) fn modes(&self) -> Option<[(&'static str, Mode); 2]> {
        let mut values: Vec<&str> = self.values.iter().map(String::as_str).collect();
        values.sort_unstable();
        values.dedup();
        let (first, second) = match values.as_slice() {
            ["1", "2"] => ("1", "2"),
            ["0", "1"] => ("0", "1"),
            _ => return None,
        };
        let name = self.name.to_lowercase();
        let is_about_modes = name
            .split(|sign: char| !sign.is_alphanumeric())
            .any(|word| matches!(word, "mode" | "modes" | "side" | "sides" | "bipartite" | "bipartition"));
        match sides::modes_in_words(&self.name).as_slice() {
            [one, other] if one != other => Some([(first, *one), (second, *other)]),
            [] if is_about_modes => Some([(first, Mode::People), (second, Mode::Companies)]),
            _ => None,
        }
    }
}
