//! The table of people and the table of companies, in the order of ids.

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::lookup::NameIndex;
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, FrontCoded, StringColumn};
use interlocks_dataset::tables::{Attributes, Entities};

/// Returns `true` if the strings are strictly ascending.
fn is_ascending(texts: &StringColumn) -> bool {
    const CHUNK: usize = 1 << 15;
    let chunks = (0..texts.len().div_ceil(CHUNK)).into_par_iter();
    chunks
        .map(|chunk| texts.range(chunk * CHUNK, (chunk + 1) * CHUNK + 1))
        .all(|texts| texts.is_sorted_by(|a, b| a < b))
}

/// People or companies by number: ids, names and all other columns.
#[derive(Debug, Default)]
pub(super) struct EntityTable {
    pub(super) ids: FrontCoded,
    /// Empty if the name is the id.
    names: StringColumn,
    pub(super) attributes: Attributes,
    /// Built for the first lookup by name, or loaded from a snapshot.
    index: OnceLock<NameIndex>,
    /// For each row its place in the order of names; see [`EntityTable::name_places`].
    name_places: OnceLock<Vec<u32>>,
}

/// The first bytes of a name and its row; most names differ in these bytes.
type NameHead = ([u64; 2], u32);

fn name_head(name: &str) -> [u64; 2] {
    let mut head = [0; 16];
    let len = name.len().min(16);
    head[..len].copy_from_slice(&name.as_bytes()[..len]);
    let (first, second) = head.split_at(8);
    [first, second].map(|eight| eight.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

impl EntityTable {
    /// Sorts a table by id and returns the number of each row; `None` if the rows are sorted already.
    pub(super) fn new(table: Entities) -> (EntityTable, Option<Vec<u32>>) {
        if is_ascending(&table.ids.texts) {
            let ids = FrontCoded::from_sorted_rows(table.len(), |from, to| table.ids.texts.range(from, to));
            return (
                EntityTable { ids, names: table.names, attributes: table.attributes, ..EntityTable::default() },
                None,
            );
        }
        let mut rows: Vec<(&str, u32)> = table.ids.texts.iter().zip(0u32..).collect();
        rows.par_sort_unstable();
        let mut numbers = vec![0u32; rows.len()];
        for (number, (_, row)) in rows.iter().enumerate() {
            numbers[*row as usize] = number as u32;
        }
        let order: Vec<u32> = rows.iter().map(|(_, row)| *row).collect();
        let ids = FrontCoded::from_sorted_rows(rows.len(), |from, to| rows[from..to].iter().map(|(id, _)| *id));
        let names = StringColumn::from_iter(order.iter().map(|row| table.names.get(*row as usize)));
        let attributes = table.attributes.reordered(&order);
        (EntityTable { ids, names, attributes, ..EntityTable::default() }, Some(numbers))
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns the name of an entity, or its id if it has no name.
    pub(super) fn name(&self, number: usize) -> Cow<'_, str> {
        let name = self.names.get(number);
        if name.is_empty() { Cow::Owned(self.ids.get(number)) } else { Cow::Borrowed(name) }
    }

    /// Calls `each` with the number and name of every entity of `from..to`.
    pub(super) fn for_each_name(&self, from: usize, to: usize, mut each: impl FnMut(usize, &str)) {
        for (number, name) in (from..to.min(self.len())).zip(self.names.range(from, to)) {
            if name.is_empty() { each(number, &self.ids.get(number)) } else { each(number, name) }
        }
    }

    /// Calls `each` with the number, id and name of every entity of `from..to`, in order; the name is the id where there is none.
    pub(super) fn for_each(&self, from: usize, to: usize, mut each: impl FnMut(usize, &str, &str)) {
        let mut names = self.names.range(from, to.min(self.len()));
        self.ids.for_each(from, to, |number, id| {
            let name = names.next().filter(|name| !name.is_empty());
            each(number, id, name.unwrap_or(id));
        });
    }

    /// Returns the numbers of the entities whose id begins with their name, ascending; those without a name are among them.
    pub(super) fn named_by_id(&self) -> Vec<u32> {
        const CHUNK: usize = 1 << 15;
        let chunks = (0..self.len()).into_par_iter().step_by(CHUNK);
        chunks.flat_map_iter(|from| self.named_by_id_in(from, (from + CHUNK).min(self.len()))).collect()
    }

    /// [`named_by_id`](EntityTable::named_by_id) among `from..to`.
    fn named_by_id_in(&self, from: usize, to: usize) -> Vec<u32> {
        // Most names are longer than the ids, so that few blocks are decoded.
        const BLOCK: usize = 16;
        let mut lengths = self.ids.lengths(from, to).zip(self.names.lengths(from, to));
        let mut named = Vec::new();
        for from in (from..to).step_by(BLOCK) {
            let to = (from + BLOCK).min(to);
            let may_be_named = lengths.by_ref().take(BLOCK).fold(false, |found, (id, name)| found | (name <= id));
            if may_be_named {
                let mut names = self.names.range(from, to);
                self.ids.for_each(from, to, |number, id| {
                    if names.next().is_some_and(|name| id.starts_with(name)) {
                        named.push(number as u32);
                    }
                });
            }
        }
        named
    }

    /// Returns the index of names and aliases, which is built if it does not exist yet.
    pub(super) fn index(&self) -> &NameIndex {
        self.index.get_or_init(|| NameIndex::new(self))
    }

    /// Sorts all names once, so that few of many names are found without reading them. Costs 24 bytes a row while it sorts, and
    /// keeps four.
    pub(super) fn sort_names(&self) {
        self.name_places.get_or_init(|| {
            let mut heads: Vec<NameHead> = Vec::with_capacity(self.len());
            self.for_each_name(0, self.len(), |row, name| heads.push((name_head(name), row as u32)));
            heads.par_sort_unstable_by(|x, y| {
                let names = || self.name(x.1 as usize).cmp(&self.name(y.1 as usize)).then(x.1.cmp(&y.1));
                x.0.cmp(&y.0).then_with(names)
            });
            let mut places = vec![0; heads.len()];
            heads.iter().zip(0..).for_each(|((_, row), place)| places[*row as usize] = place);
            places
        });
    }

    /// Returns the place of each row in the order of names, then of ids, if the names were sorted.
    fn name_places(&self) -> Option<&[u32]> {
        self.name_places.get().map(Vec::as_slice)
    }

    /// Returns the first `most` of some rows in the order of names, then of ids.
    pub(super) fn first_by_name(&self, rows: Vec<u32>, most: usize) -> Vec<u32> {
        match self.name_places() {
            Some(places) => first_by(rows, most, |row| places[*row as usize]),
            None => first_by(rows, most, |row| (self.name(*row as usize), *row)),
        }
    }

    pub(super) fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        out.add_front_coded(&format!("{prefix}.ids"), &self.ids);
        out.add_string_column(&format!("{prefix}.names"), &self.names);
        self.attributes.save(prefix, out);
        self.index().save(prefix, out);
    }

    pub(super) fn load(prefix: &str, archive: &Archive) -> Result<EntityTable, ArchiveError> {
        let (ids, names) =
            (archive.front_coded(&format!("{prefix}.ids"))?, archive.string_column(&format!("{prefix}.names"))?);
        if names.len() != ids.len() || u32::try_from(ids.len()).is_err() {
            return Err(ArchiveError::Section(format!("{prefix}.names")));
        }
        let attributes = Attributes::load(prefix, ids.len(), archive)?;
        let index = OnceLock::from(NameIndex::load(prefix, archive)?);
        Ok(EntityTable { ids, names, attributes, index, ..EntityTable::default() })
    }
}

/// Returns the first `most` items in the order of their keys, each of which is made once.
fn first_by<K: Ord>(items: Vec<u32>, most: usize, key: impl Fn(&u32) -> K) -> Vec<u32> {
    let mut keyed: Vec<(K, u32)> = items.into_iter().map(|item| (key(&item), item)).collect();
    if most < keyed.len() {
        keyed.select_nth_unstable(most);
        keyed.truncate(most);
    }
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, item)| item).collect()
}
