//! The index of the words of names and aliases.

use std::ops::Range;

use super::super::entities::EntityTable;
use super::{MatchedPart, fold_into, fold_name, has_words, ids, sorted_words};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, WordIndex};
use interlocks_dataset::{Field, items};

/// The index of the names and aliases of people, or of companies.
#[derive(Debug)]
pub(crate) struct NameIndex {
    pub(super) names: WordIndex,
    aliases: WordIndex,
}

impl NameIndex {
    pub(crate) fn new(table: &EntityTable) -> NameIndex {
        let names = WordIndex::new(table.len(), |rows: Range<usize>, each| {
            let mut text = String::new();
            table.for_each_name(rows.start, rows.end, |row, name| {
                fold_into(name, &mut text);
                each(row, &text);
            });
        });
        let column = table.attributes.column(Field::Aliases);
        let aliases = WordIndex::new(column.map_or(0, |_| table.len()), |rows, each| {
            for (row, list) in rows.filter_map(|row| Some((row, column?.get(row)))) {
                for alias in items(list) {
                    each(row, &fold_name(&alias));
                }
            }
        });
        NameIndex { names, aliases }
    }

    pub(crate) fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        self.names.save(&format!("{prefix}.names.words"), out);
        self.aliases.save(&format!("{prefix}.alias.words"), out);
    }

    pub(crate) fn load(prefix: &str, archive: &Archive) -> Result<NameIndex, ArchiveError> {
        Ok(NameIndex {
            names: WordIndex::load(&format!("{prefix}.names.words"), archive)?,
            aliases: WordIndex::load(&format!("{prefix}.alias.words"), archive)?,
        })
    }
}

impl EntityTable {
    /// Returns the numbers of the first `most` entities of which a part matches `wanted`, which is already folded.
    pub(super) fn matching(&self, part: MatchedPart, wanted: &str, most: usize) -> Vec<u32> {
        let index = self.index();
        let name_is = |row: &u32| fold_name(&self.name(*row as usize)) == wanted;
        let alias_is = |row: &u32| self.any_alias(*row, |alias| alias == wanted);
        let words = sorted_words(wanted);
        let is_reordered = |name: &str| sorted_words(name) == words;
        let has_some = |name: &str| has_words(name, &words);
        match part {
            MatchedPart::Id => ids::with_folded_id(&self.ids, wanted, most),
            MatchedPart::Name => self.valid(index.names.rows_with_text(wanted)).filter(name_is).take(most).collect(),
            MatchedPart::Alias => {
                self.valid(index.aliases.rows_with_text(wanted)).filter(alias_is).take(most).collect()
            }
            MatchedPart::Within => self.with_text(wanted, |text| text.contains(wanted), most),
            // One word has no order.
            MatchedPart::Reordered | MatchedPart::SomeWords if words.len() < 2 => Vec::new(),
            MatchedPart::Reordered => self.with_text(longest(&words), is_reordered, most),
            MatchedPart::SomeWords => self.with_text(longest(&words), has_some, most),
        }
    }

    /// Returns the numbers of the entities with all words in their name, in an alias or in their id.
    pub(super) fn search(&self, folded: &str, words: &[&str]) -> Vec<u32> {
        const COMPARE_ALL: usize = 200_000;
        let all = 0..self.len() as u32;
        let has_words = |text: &str| words.iter().all(|word| text.contains(word));
        if words.is_empty() {
            return all.collect();
        }
        if self.len() <= COMPARE_ALL {
            let in_id = |row: u32| has_words(&fold_name(&self.ids.get(row as usize)));
            let in_name = |row: u32| has_words(&fold_name(&self.name(row as usize)));
            return all.filter(|row| in_name(*row) || in_id(*row) || self.any_alias(*row, has_words)).collect();
        }
        let index = self.index();
        // A row has one name, so that the index knows exactly whose name has all words.
        let mut found = index.names.rows_containing_all(words, self.len());
        if !index.aliases.words().is_empty() {
            let aliases = index.aliases.rows_containing_all(words, self.len());
            found.extend(aliases.into_iter().filter(|row| self.any_alias(*row, has_words)));
        }
        found.extend(ids::with_folded_id(&self.ids, folded, usize::MAX));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the numbers of the first `most` entities with a name or an alias that contains `part` and matches.
    fn with_text(&self, part: &str, matches: impl Fn(&str) -> bool, most: usize) -> Vec<u32> {
        let index = self.index();
        let is_found =
            |row: &u32| matches(&fold_name(&self.name(*row as usize))) || self.any_alias(*row, |alias| matches(alias));
        match (index.names.rows_containing(part), index.aliases.rows_containing(part)) {
            (Some(names), Some(aliases)) => {
                // The first `most` of each contain the first `most` of both.
                let mut rows: Vec<u32> = self.valid(names).filter(is_found).take(most).collect();
                rows.extend(self.valid(aliases).filter(is_found).take(most));
                rows.sort_unstable();
                rows.dedup();
                rows.truncate(most);
                rows
            }
            _ => (0..self.len() as u32).filter(is_found).take(most).collect(),
        }
    }

    /// Returns the leading rows that exist: a forged index may return any number.
    fn valid(&self, rows: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let len = self.len();
        rows.take_while(move |row| (*row as usize) < len)
    }

    fn any_alias(&self, row: u32, matches: impl Fn(&str) -> bool) -> bool {
        let list = self.attributes.text(Field::Aliases, row as usize);
        !list.is_empty() && items(list).iter().any(|alias| matches(&fold_name(alias)))
    }
}

/// Returns the longest word.
fn longest<'w>(words: &[&'w str]) -> &'w str {
    words.iter().copied().max_by_key(|word| word.len()).unwrap_or_default()
}
