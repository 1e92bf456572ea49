//! The places of rows: file and line.

use rayon::prelude::*;

use interlocks_core::model::Place;
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked};

/// The file and line of every row, stored as one number: lines are counted across all files.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The number of the first line of each file; files without rows share a number.
    bases: Vec<u64>,
    lines: BitPacked,
}

impl Places {
    /// Builds the places of rows from the lines of several pieces of files.
    pub(crate) fn from_lines(parts: Vec<Lines>) -> Places {
        let files = parts.iter().map(|part| part.file as usize + 1).max().unwrap_or(0);
        let mut longest = vec![0u64; files];
        for part in &parts {
            let most = &mut longest[part.file as usize];
            *most = (*most).max(part.last + 1);
        }
        let bases = first_lines(&longest);
        let mut counted = vec![0u64; parts.iter().map(Lines::len).sum()];
        let (mut rest, mut pieces) = (counted.as_mut_slice(), Vec::new());
        for part in &parts {
            let (own, later) = rest.split_at_mut(part.len());
            pieces.push((part, own));
            rest = later;
        }
        pieces.into_par_iter().for_each(|(part, own)| {
            let first = bases[part.file as usize] + part.first;
            own.iter_mut().zip(part.beyond.iter()).for_each(|(line, beyond)| *line = first + u64::from(beyond));
        });
        Places { bases, lines: BitPacked::from_wide_slice(&counted) }
    }

    /// Builds the places of rows one by one.
    pub fn new(places: impl Iterator<Item = Place>) -> Places {
        let places: Vec<Place> = places.collect();
        let mut lines = vec![0u64; places.iter().map(|place| place.file as usize + 1).max().unwrap_or(0)];
        for place in &places {
            let lines = &mut lines[place.file as usize];
            *lines = (*lines).max(place.line + 1);
        }
        let bases = first_lines(&lines);
        let counted: Vec<u64> = places.iter().map(|place| bases[place.file as usize] + place.line).collect();
        Places { bases, lines: BitPacked::from_wide_slice(&counted) }
    }

    /// Returns the place of a row.
    pub fn get(&self, row: usize) -> Place {
        let counted = self.lines.get_wide(row);
        let file = self.bases.partition_point(|base| *base <= counted).saturating_sub(1);
        Place { file: file as u32, line: counted - self.bases.get(file).copied().unwrap_or(0).min(counted) }
    }

    /// Appends the rows of one more file, one per line from line 1.
    #[must_use]
    pub fn with_file(&self, file: u32, rows: usize) -> Places {
        let mut counted: Vec<u64> = (0..self.lines.len()).map(|row| self.lines.get_wide(row)).collect();
        let base = counted.iter().max().map_or(0, |last| last + 1);
        let mut bases = self.bases.clone();
        bases.resize((file as usize + 1).max(bases.len()), base);
        counted.extend((1..=rows as u64).map(|line| base + line));
        Places { bases, lines: BitPacked::from_wide_slice(&counted) }
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns `true` if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Applies a function to the column of lines.
    #[must_use]
    pub fn mapped(self, change: impl Fn(BitPacked) -> BitPacked) -> Places {
        Places { bases: self.bases, lines: change(self.lines) }
    }

    /// Writes the places to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.add_bit_packed(&format!("{name}.bases"), &BitPacked::from_wide_slice(&self.bases));
        out.add_bit_packed(name, &self.lines);
    }

    /// Reads the places of a table of `len` rows from an archive.
    ///
    /// # Errors
    /// If they are missing or of the wrong length.
    pub fn load(name: &str, len: usize, archive: &Archive) -> Result<Places, ArchiveError> {
        let (bases, lines) = (archive.bit_packed(&format!("{name}.bases"))?, archive.bit_packed(name)?);
        if lines.len() != len {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(Places { bases: (0..bases.len()).map(|file| bases.get_wide(file)).collect(), lines })
    }
}

/// Returns the number of the first line of each file, given their lines.
fn first_lines(lines: &[u64]) -> Vec<u64> {
    let mut base = 0;
    let first = lines.iter().map(|lines| {
        base += lines;
        base - lines
    });
    first.collect()
}

/// The lines of the rows of the block that is being read.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockLines {
    lines: Vec<u64>,
}

impl BlockLines {
    /// Adds the line of a row.
    pub(crate) fn push(&mut self, line: u64) {
        self.lines.push(line);
    }

    /// Returns the number of rows in the block so far.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns the lines so far as a piece of a file, and starts the next block.
    pub(crate) fn end_block(&mut self, file: u32) -> Lines {
        let first = self.lines.iter().copied().min().unwrap_or(0);
        let last = self.lines.iter().copied().max().unwrap_or(0);
        let beyond: Vec<u32> = self.lines.iter().map(|line| (line - first) as u32).collect();
        self.lines.clear();
        Lines { file, first, last, beyond: BitPacked::from_slice(&beyond) }
    }
}

/// The lines of a piece of a file.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
    file: u32,
    first: u64,
    last: u64,
    beyond: BitPacked,
}

impl Lines {
    /// Returns the number of rows.
    pub(crate) fn len(&self) -> usize {
        self.beyond.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_back_across_files() {
        let flat: Vec<Place> =
            [(2, 5), (2, 2), (0, 1), (2, 900), (3, 7)].map(|(file, line)| Place { file, line }).to_vec();
        let places = Places::new(flat.iter().copied());
        assert_eq!((0..5).map(|row| places.get(row)).collect::<Vec<Place>>(), flat);
        assert_eq!(places.get(9).line, 0);
    }
}
