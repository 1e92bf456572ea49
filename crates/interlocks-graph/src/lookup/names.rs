//! The words of names and aliases, indexed.

use std::ops::Range;

use super::super::entities::EntityTable;
use super::{Part, fold_into, folded, ids};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, WordIndex};
use interlocks_dataset::{Field, items};

/// Which people, or companies, go by which words.
#[derive(Debug)]
pub(crate) struct NameIndex {
    pub(super) names: WordIndex,
    aliases: WordIndex,
}

impl NameIndex {
    pub fn of(table: &EntityTable) -> NameIndex {
        let names = WordIndex::of(table.len(), |rows: Range<usize>, each| {
            let mut text = String::new();
            table.for_each_name(rows.start, rows.end, |row, name| {
                fold_into(name, &mut text);
                each(row, &text);
            });
        });
        let column = table.attributes.column(Field::Aliases);
        let aliases = WordIndex::of(column.map_or(0, |_| table.len()), |rows, each| {
            for (row, list) in rows.filter_map(|row| Some((row, column?.get(row)))) {
                for alias in items(list) {
                    each(row, &folded(&alias));
                }
            }
        });
        NameIndex { names, aliases }
    }

    pub fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        self.names.save(&format!("{prefix}.names.words"), out);
        self.aliases.save(&format!("{prefix}.alias.words"), out);
    }

    pub fn load(prefix: &str, archive: &Archive) -> Result<NameIndex, ArchiveError> {
        Ok(NameIndex {
            names: WordIndex::load(&format!("{prefix}.names.words"), archive)?,
            aliases: WordIndex::load(&format!("{prefix}.alias.words"), archive)?,
        })
    }
}

impl EntityTable {
    /// The first entities of which some part is what is wanted, which is folded already; by number,
    /// not more than `most`.
    pub(super) fn named(&self, part: Part, wanted: &str, most: usize) -> Vec<u32> {
        let index = self.index();
        let name_is = |row: &u32| folded(&self.name(*row as usize)) == wanted;
        let alias_is = |row: &u32| self.any_alias(*row, |alias| alias == wanted);
        let held = |row: &u32| {
            folded(&self.name(*row as usize)).contains(wanted) || self.any_alias(*row, |alias| alias.contains(wanted))
        };
        match part {
            Part::Id => ids::with_folded_id(&self.ids, wanted, most),
            Part::Name => self.rows(index.names.equal(wanted)).filter(name_is).take(most).collect(),
            Part::Alias => self.rows(index.aliases.equal(wanted)).filter(alias_is).take(most).collect(),
            Part::Within => match (index.names.holding(wanted), index.aliases.holding(wanted)) {
                (Some(names), Some(aliases)) => {
                    // The first of each are enough for the first of both.
                    let mut rows: Vec<u32> = self.rows(names).filter(held).take(most).collect();
                    rows.extend(self.rows(aliases).filter(held).take(most));
                    rows.sort_unstable();
                    rows.dedup();
                    rows.truncate(most);
                    rows
                }
                _ => (0..self.len() as u32).filter(held).take(most).collect(),
            },
        }
    }

    /// What an index answers that are rows: a forged one may answer anything.
    fn rows(&self, rows: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        let len = self.len();
        rows.take_while(move |row| (*row as usize) < len)
    }

    fn any_alias(&self, row: u32, fits: impl Fn(&str) -> bool) -> bool {
        let list = self.attributes.text(Field::Aliases, row as usize);
        !list.is_empty() && items(list).iter().any(|alias| fits(&folded(alias)))
    }
}
