//! Where rows were read.

use rayon::prelude::*;

use interlocks_core::model::Place;
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked};

/// File and line of every row, as one number: the lines of all files are counted through.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Where the lines of each file begin in the count; files without rows share a number.
    bases: Vec<u64>,
    lines: BitPacked,
}

impl Places {
    /// The lines of several pieces of files in the order of rows.
    pub(crate) fn gathered(parts: Vec<Lines>) -> Places {
        let files = parts.iter().map(|part| part.file as usize + 1).max().unwrap_or(0);
        let mut longest = vec![0u64; files];
        for part in &parts {
            let most = &mut longest[part.file as usize];
            *most = (*most).max(part.last + 1);
        }
        let mut base = 0;
        let bases: Vec<u64> = longest
            .iter()
            .map(|lines| {
                base += lines;
                base - lines
            })
            .collect();
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

    /// The places of rows, one by one.
    pub fn of(places: impl Iterator<Item = Place>) -> Places {
        let piece = |place: Place| {
            let mut lines = BlockLines::default();
            lines.push(place.line);
            lines.end_block(place.file)
        };
        Places::gathered(places.map(piece).collect())
    }

    /// Where a row was read.
    pub fn get(&self, row: usize) -> Place {
        let counted = self.lines.get_wide(row);
        let file = self.bases.partition_point(|base| *base <= counted).saturating_sub(1);
        Place { file: file as u32, line: counted - self.bases.get(file).copied().unwrap_or(0).min(counted) }
    }

    /// The places with the rows of one more file behind them, a line each from the first.
    #[must_use]
    pub fn with_file(&self, file: u32, rows: usize) -> Places {
        let mut counted: Vec<u64> = (0..self.lines.len()).map(|row| self.lines.get_wide(row)).collect();
        let base = counted.iter().max().map_or(0, |last| last + 1);
        let mut bases = self.bases.clone();
        bases.resize((file as usize + 1).max(bases.len()), base);
        counted.extend((1..=rows as u64).map(|line| base + line));
        Places { bases, lines: BitPacked::from_wide_slice(&counted) }
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
    pub fn mapped(self, change: impl Fn(BitPacked) -> BitPacked) -> Places {
        Places { bases: self.bases, lines: change(self.lines) }
    }

    /// Adds the places to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.add_bit_packed(&format!("{name}.bases"), &BitPacked::from_wide_slice(&self.bases));
        out.add_bit_packed(name, &self.lines);
    }

    /// Reads the places of a table of `len` rows from an archive.
    ///
    /// # Errors
    /// When they are missing or do not fit.
    pub fn load(name: &str, len: usize, archive: &Archive) -> Result<Places, ArchiveError> {
        let (bases, lines) = (archive.bit_packed(&format!("{name}.bases"))?, archive.bit_packed(name)?);
        if lines.len() != len {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(Places { bases: (0..bases.len()).map(|file| bases.get_wide(file)).collect(), lines })
    }
}

/// The lines of rows that are being read.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockLines {
    lines: Vec<u64>,
}

impl BlockLines {
    /// Adds the line of a row.
    pub fn push(&mut self, line: u64) {
        self.lines.push(line);
    }

    /// How many rows there are in the block so far.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The lines so far as a piece of a file; the next block starts anew.
    pub fn end_block(&mut self, file: u32) -> Lines {
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
    /// How many rows there are.
    pub fn len(&self) -> usize {
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
        let places = Places::of(flat.iter().copied());
        assert_eq!((0..5).map(|row| places.get(row)).collect::<Vec<Place>>(), flat);
        assert_eq!(places.get(9).line, 0);
    }
}
