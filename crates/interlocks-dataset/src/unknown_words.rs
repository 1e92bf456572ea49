//! Words of the data that no table of words has. Each is kept as text, and named once with the number of its rows.

use std::collections::HashMap;

use interlocks_core::model::Place;
use interlocks_core::model::vocabulary::{TieKind, read_tie};

use super::loader::{Loader, shortened};

impl Loader {
    /// Warns of each kind of tie that is not known, at its first tie.
    pub(super) fn report_unknown_kinds_of_ties(&mut self) {
        let words = self.ties.iter().map(|tie| (tie.kind.as_str(), tie.place));
        for (place, word, count) in unknown(words, |word| read_tie(word).kind == TieKind::Unknown) {
            let ties = if count == 1 { "1 tie counts".to_owned() } else { format!("{count} ties count") };
            self.warn(
                place,
                format!("the kind of tie '{}' is not known: {ties} as a tie without a meaning", shortened(&word)),
            );
        }
    }
}

/// Returns the words of some rows that are not known, each with its first place and the number of its rows, in the order of
/// their first rows. Each different word is read once.
fn unknown<'w>(
    words: impl Iterator<Item = (&'w str, Place)>,
    is_unknown: impl Fn(&str) -> bool,
) -> Vec<(Place, String, u64)> {
    let mut numbers: HashMap<&str, Option<usize>> = HashMap::new();
    let mut found: Vec<(Place, String, u64)> = Vec::new();
    for (word, place) in words.filter(|(word, _)| !word.is_empty()) {
        let number = *numbers.entry(word).or_insert_with(|| {
            is_unknown(word).then(|| {
                found.push((place, word.to_owned(), 0));
                found.len() - 1
            })
        });
        if let Some((.., count)) = number.and_then(|number| found.get_mut(number)) {
            *count += 1;
        }
    }
    found
}
