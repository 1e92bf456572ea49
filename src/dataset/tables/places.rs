//! Where rows were read.

use crate::model::Place;
use crate::store::{Archive, ArchiveError, ArchiveWriter, Packed};

/// File and line of every row, as one number: the lines of all files are counted through.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Where the lines of each file begin in the count; files without rows share a number.
    bases: Vec<u64>,
    lines: Packed,
}

impl Places {
    /// The lines of several files in the order of rows: file number, and its lines.
    pub fn gathered(parts: Vec<(u32, Vec<u64>)>) -> Places {
        let files = parts.iter().map(|(file, _)| *file as usize + 1).max().unwrap_or(0);
        let mut longest = vec![0u64; files];
        for (file, lines) in &parts {
            let most = lines.iter().copied().max().unwrap_or(0);
            longest[*file as usize] = longest[*file as usize].max(most + 1);
        }
        let mut base = 0;
        let bases: Vec<u64> = longest
            .iter()
            .map(|lines| {
                base += lines;
                base - lines
            })
            .collect();
        let mut counted = Vec::with_capacity(parts.iter().map(|(_, lines)| lines.len()).sum());
        for (file, lines) in parts {
            counted.extend(lines.into_iter().map(|line| bases[file as usize] + line));
        }
        Places { bases, lines: Packed::of_wide(&counted) }
    }

    /// Where a row was read.
    pub fn get(&self, row: usize) -> Place {
        let counted = self.lines.wide(row);
        let file = self.bases.partition_point(|base| *base <= counted).saturating_sub(1);
        Place { file: file as u32, line: counted - self.bases.get(file).copied().unwrap_or(0).min(counted) }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines changed by a function of the column.
    #[must_use]
    pub fn mapped(&self, change: impl Fn(&Packed) -> Packed) -> Places {
        Places { bases: self.bases.clone(), lines: change(&self.lines) }
    }

    /// Adds the places to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.packed(&format!("{name}.bases"), &Packed::of_wide(&self.bases));
        out.packed(name, &self.lines);
    }

    /// Reads the places of a table of `len` rows from an archive.
    ///
    /// # Errors
    /// When they are missing or do not fit.
    pub fn load(name: &str, len: usize, archive: &Archive) -> Result<Places, ArchiveError> {
        let (bases, lines) = (archive.packed(&format!("{name}.bases"))?, archive.packed(name)?);
        if lines.len() != len {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(Places { bases: (0..bases.len()).map(|file| bases.wide(file)).collect(), lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_back_across_files() {
        let parts = vec![(2, vec![5, 2]), (0, vec![1]), (2, vec![900]), (3, vec![7])];
        let flat: Vec<Place> = parts
            .iter()
            .flat_map(|(file, lines)| lines.iter().map(|line| Place { file: *file, line: *line }))
            .collect();
        let places = Places::gathered(parts);
        assert_eq!((0..5).map(|row| places.get(row)).collect::<Vec<Place>>(), flat);
        assert_eq!(places.get(9).line, 0);
    }
}
