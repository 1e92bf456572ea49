//! What somebody may have meant who asked for a name that nobody has.

use rayon::prelude::*;

use super::super::entities::EntityTable;
use super::{BoardGraph, CompanyIx, Entity, PersonIx, folded};
use interlocks_core::model::EntityKind;

/// Among so many all are compared.
const MANY: usize = 200_000;

/// Words that are like one that was asked for.
const WORDS: usize = 8;

/// Entities that are compared because they have such words, or an id close by.
const CANDIDATES: usize = 4096;

/// Less like than this is no suggestion.
const LIKE: f64 = 0.75;

impl BoardGraph {
    /// The ids of the three entities whose id or name is most like what was wanted, which is folded
    /// already. Among very many only those are compared that have words most like the wanted ones,
    /// and those whose id is close by in the order of ids.
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
        let like = |text: &str| strsim::jaro_winkler(&folded(text), wanted);
        let mut scored: Vec<(f64, Entity)> = entities
            .into_par_iter()
            .map(|entity| (like(&self.id(entity)).max(like(&self.name(entity))), entity))
            .filter(|(score, _)| *score > LIKE)
            .collect();
        scored.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.into_iter().take(3).map(|(_, entity)| self.id(entity)).collect()
    }
}

/// Who is worth comparing with what was wanted, by number.
fn candidates(table: &EntityTable, wanted: &str) -> Vec<u32> {
    if table.len() <= MANY {
        return (0..table.len() as u32).collect();
    }
    let words = &table.index().names;
    // For each word, who has one like it; then who has most of them.
    let alike: Vec<Vec<usize>> = wanted.split(' ').map(|word| words_like(table, word)).collect();
    let mut held: Vec<u32> = Vec::new();
    for words_of_one in alike.iter().filter(|list| !list.is_empty()) {
        let rows = words.with_any(words_of_one.iter().copied());
        let rows: Vec<u32> = rows.take_while(|row| (*row as usize) < table.len()).collect();
        held = if held.is_empty() { rows } else { met_or_first(held, &rows) };
    }
    held.truncate(CANDIDATES);
    let at = table.ids.search(|id| id.cmp(wanted)).0;
    let close = at.saturating_sub(CANDIDATES / 2)..(at + CANDIDATES / 2).min(table.len());
    held.extend(close.map(|at| at as u32));
    held.sort_unstable();
    held.dedup();
    held
}

/// The rows of both lists; where there are none, those of the first.
fn met_or_first(first: Vec<u32>, second: &[u32]) -> Vec<u32> {
    let both: Vec<u32> = first.iter().copied().filter(|row| second.binary_search(row).is_ok()).collect();
    if both.is_empty() { first } else { both }
}

/// The words of names that are most like a word and begin with the same letter.
fn words_like(table: &EntityTable, word: &str) -> Vec<usize> {
    let words = &table.index().names;
    let Some(letter) = word.chars().next() else { return Vec::new() };
    let range = words.beginning(letter.encode_utf8(&mut [0; 4]));
    let mut scored: Vec<(f64, usize)> = words
        .words()
        .range(range.start, range.end)
        .zip(range.clone())
        .map(|(other, number)| (strsim::jaro_winkler(other, word), number))
        .filter(|(score, _)| *score > LIKE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.into_iter().take(WORDS).map(|(_, number)| number).collect()
}
