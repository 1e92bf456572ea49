//! The index of the words of names and aliases.

use std::ops::Range;

use super::super::entities::EntityTable;
use super::{MatchedPart, fold_into, fold_name, ids};
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
        let contains = |row: &u32| {
            fold_name(&self.name(*row as usize)).contains(wanted)
                || self.any_alias(*row, |alias| alias.contains(wanted))
        };
        match part {
            MatchedPart::Id => ids::with_folded_id(&self.ids, wanted, most),
            MatchedPart::Name => self.valid(index.names.rows_with_text(wanted)).filter(name_is).take(most).collect(),
            MatchedPart::Alias => {
                self.valid(index.aliases.rows_with_text(wanted)).filter(alias_is).take(most).collect()
            }
            MatchedPart::Within => match (index.names.rows_containing(wanted), index.aliases.rows_containing(wanted)) {
                (Some(names), Some(aliases)) => {
                    // The first `most` of each contain the first `most` of both.
                    let mut rows: Vec<u32> = self.valid(names).filter(contains).take(most).collect();
                    rows.extend(self.valid(aliases).filter(contains).take(most));
                    rows.sort_unstable();
                    rows.dedup();
                    rows.truncate(most);
                    rows
                }
                _ => (0..self.len() as u32).filter(contains).take(most).collect(),
            },
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
