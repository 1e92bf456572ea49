//! Suggestions for a name that was not found.

use rayon::prelude::*;

use super::super::entities::EntityTable;
use super::{BoardGraph, CompanyIx, Entity, PersonIx, fold_name, sorted_words};
use interlocks_core::model::EntityKind;

/// Up to this many entities, all are compared.
const COMPARE_ALL: usize = 200_000;

/// The number of similar words considered for each word of the name.
const SIMILAR_WORDS: usize = 8;

/// The number of entities compared because they have such words, and because their id is close.
const CANDIDATES: usize = 4096;

/// The Jaro-Winkler similarity above which an entity is suggested.
const MIN_SIMILARITY: f64 = 0.75;

impl BoardGraph {
    /// Returns the ids, with the names, of the three entities whose id or name is most similar to `wanted`, which is already folded.
    /// In a large graph only the entities that have the most similar words, and those whose id is close
    /// in the order of ids, are compared.
    pub(super) fn closest(&self, wanted: &str, kind: Option<EntityKind>) -> Vec<String> {
        const LONGEST: usize = 200;
        if wanted.len() >= LONGEST {
            return Vec::new();
        }
        let mut entities = Vec::new();
        if kind != Some(EntityKind::Company) {
            entities.extend(candidates(&self.people, wanted).into_iter().map(|at| Entity::Person(PersonIx::new(at))));
        }
        if kind != Some(EntityKind::Person) {
            entities
                .extend(candidates(&self.companies, wanted).into_iter().map(|at| Entity::Company(CompanyIx::new(at))));
        }
        let wanted_words = sorted_words(wanted).join(" ");
        let similarity = |text: &str| {
            let text = fold_name(text);
            let reordered = strsim::jaro_winkler(&sorted_words(&text).join(" "), &wanted_words);
            strsim::jaro_winkler(&text, wanted).max(reordered)
        };
        let mut scored: Vec<(f64, Entity)> = entities
            .into_par_iter()
            .map(|entity| (similarity(&self.id(entity)).max(similarity(&self.name(entity))), entity))
            .filter(|(score, _)| *score > MIN_SIMILARITY)
            .collect();
        scored.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let shown = |entity: Entity| {
            let (id, name) = (self.id(entity), self.name(entity));
            if id == name { id } else { format!("{id} ({name})") }
        };
        scored.into_iter().take(3).map(|(_, entity)| shown(entity)).collect()
    }
}

/// Returns the numbers of the entities to compare with `wanted`.
fn candidates(table: &EntityTable, wanted: &str) -> Vec<u32> {
    if table.len() <= COMPARE_ALL {
        return (0..table.len() as u32).collect();
    }
    let words = &table.index().names;
    // The rows that have a similar word for each of the words; a word that would leave none is ignored.
    let similar: Vec<Vec<usize>> = wanted.split(' ').map(|word| similar_words(table, word)).collect();
    let mut found: Vec<u32> = Vec::new();
    for words_of_one in similar.iter().filter(|list| !list.is_empty()) {
        let rows = words.rows_with_any_word(words_of_one.iter().copied());
        let rows: Vec<u32> = rows.take_while(|row| (*row as usize) < table.len()).collect();
        found = if found.is_empty() { rows } else { intersection_or_first(found, &rows) };
    }
    found.truncate(CANDIDATES);
    let at = table.ids.search(|id| id.cmp(wanted)).0;
    let close = at.saturating_sub(CANDIDATES / 2)..(at + CANDIDATES / 2).min(table.len());
    found.extend(close.map(|at| at as u32));
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the rows that are in both lists, or the first list if there are none.
fn intersection_or_first(first: Vec<u32>, second: &[u32]) -> Vec<u32> {
    let both: Vec<u32> = first.iter().copied().filter(|row| second.binary_search(row).is_ok()).collect();
    if both.is_empty() { first } else { both }
}

/// Returns the words of names that are most similar to a word and begin with the same letter.
fn similar_words(table: &EntityTable, word: &str) -> Vec<usize> {
    let words = &table.index().names;
    let Some(letter) = word.chars().next() else { return Vec::new() };
    let range = words.words_with_prefix(letter.encode_utf8(&mut [0; 4]));
    let mut scored: Vec<(f64, usize)> = words
        .words()
        .range(range.start, range.end)
        .zip(range.clone())
        .map(|(other, number)| (strsim::jaro_winkler(other, word), number))
        .filter(|(score, _)| *score > MIN_SIMILARITY)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(SIMILAR_WORDS).map(|(_, number)| number).collect()
}
