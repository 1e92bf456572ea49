//! People or companies in the order of their ids.

use std::borrow::Cow;
use std::sync::OnceLock;

use rayon::prelude::*;

use super::lookup::NameIndex;
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, FrontCoded, StringColumn};
use interlocks_dataset::tables::{Attributes, Entities};

/// Whether texts rise strictly.
fn rising(texts: &StringColumn) -> bool {
    const CHUNK: usize = 1 << 15;
    let chunks = (0..texts.len().div_ceil(CHUNK)).into_par_iter();
    chunks
        .map(|chunk| texts.range(chunk * CHUNK, (chunk + 1) * CHUNK + 1))
        .all(|texts| texts.is_sorted_by(|a, b| a < b))
}

/// Ids, names and everything else, by number.
#[derive(Debug, Default)]
pub(super) struct EntityTable {
    pub ids: FrontCoded,
    /// Empty where the id is the name.
    names: StringColumn,
    pub attributes: Attributes,
    /// Made when the first name is looked for, unless it came with a snapshot.
    index: OnceLock<NameIndex>,
}

impl EntityTable {
    /// Puts a table in the order of ids, and answers the number of each row; none where that is
    /// the order the rows have.
    pub fn of(table: Entities) -> (EntityTable, Option<Vec<u32>>) {
        if rising(&table.ids.texts) {
            let ids = FrontCoded::of_rows(table.len(), |from, to| table.ids.texts.range(from, to));
            return (
                EntityTable { ids, names: table.names, attributes: table.attributes, index: OnceLock::new() },
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
        let ids = FrontCoded::of_rows(rows.len(), |from, to| rows[from..to].iter().map(|(id, _)| *id));
        let names = StringColumn::of(order.iter().map(|row| table.names.get(*row as usize)));
        let attributes = table.attributes.reordered(&order);
        (EntityTable { ids, names, attributes, index: OnceLock::new() }, Some(numbers))
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// The name of an entity; its id where it has no other.
    pub fn name(&self, number: usize) -> Cow<'_, str> {
        let name = self.names.get(number);
        if name.is_empty() { Cow::Owned(self.ids.get(number)) } else { Cow::Borrowed(name) }
    }

    /// Calls with every name from number `from` to before `to`.
    pub fn for_each_name(&self, from: usize, to: usize, mut each: impl FnMut(usize, &str)) {
        for (number, name) in (from..to.min(self.len())).zip(self.names.range(from, to)) {
            if name.is_empty() { each(number, &self.ids.get(number)) } else { each(number, name) }
        }
    }

    /// The words of names and aliases.
    pub fn index(&self) -> &NameIndex {
        self.index.get_or_init(|| NameIndex::of(self))
    }

    pub fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        out.sorted(&format!("{prefix}.ids"), &self.ids);
        out.texts(&format!("{prefix}.names"), &self.names);
        self.attributes.save(prefix, out);
        self.index().save(prefix, out);
    }

    pub fn load(prefix: &str, archive: &Archive) -> Result<EntityTable, ArchiveError> {
        let (ids, names) = (archive.sorted(&format!("{prefix}.ids"))?, archive.texts(&format!("{prefix}.names"))?);
        if names.len() != ids.len() || u32::try_from(ids.len()).is_err() {
            return Err(ArchiveError::Section(format!("{prefix}.names")));
        }
        let attributes = Attributes::load(prefix, ids.len(), archive)?;
        let index = OnceLock::from(NameIndex::load(prefix, archive)?);
        Ok(EntityTable { ids, names, attributes, index })
    }
}
