//! Columns in one file: a header, named sections, and a checksum for every 64 KiB.
//!
//! All numbers are little-endian; sections begin at multiples of 8.
//!
//! | bytes | content |
//! |---|---|
//! | 0..8 | `\x89ILK\r\n\x1a\n` |
//! | 8..12 | version of the format |
//! | 12..16 | number of sections |
//! | 16..24 | end of the sections, which is the start of the index |
//! | 24..32 | length of the file |
//! | 32..36 | CRC-32 of the index |
//! | 36..40 | CRC-32 of bytes 0..36 |
//! | 40..64 | zero |
//! | 64.. | sections |
//! | index | a CRC-32 for every 64 KiB of the sections; then a row of 64 bytes for each section: name (36 bytes), bits per number (4), offset (8), length (8), count (8) |
//!
//! A file is opened without reading the sections. All values in a file are checked before they are
//! used: lengths against the size of the file, counts against the bytes available for them.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::bit_packed::BitPacked;
use super::bytes::Bytes;
use super::front_coded::FrontCoded;
use super::interner::DictColumn;
use super::mapped::{Map, PAGE};
use super::string_column::StringColumn;

const MAGIC: [u8; 8] = *b"\x89ILK\r\n\x1a\n";
const HEADER: usize = 64;
const ROW: usize = 64;
const NAME: usize = 36;

/// The reason why a file cannot be read as an archive.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// The file cannot be opened or read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The file does not begin as an archive does.
    #[error("it is not a snapshot of interlocks; build one with 'interlocks build', or read the data instead")]
    NotAnArchive,
    /// The file was written by another version.
    #[error(
        "it is a snapshot of format {found}, and this version reads format {expected}; run 'interlocks build' again"
    )]
    Version {
        /// The version of the file.
        found: u32,
        /// The version that this program reads.
        expected: u32,
    },
    /// The file does not have the length that its header states.
    #[error(
        "it is truncated or has extra data: expected {expected} bytes, found {found}; run 'interlocks build' again"
    )]
    Length {
        /// The length of the file, in bytes.
        found: u64,
        /// The length that the header states.
        expected: u64,
    },
    /// A checksum differs at this offset.
    #[error("it is damaged at byte {0} (checksum mismatch); run 'interlocks build' again")]
    Damaged(u64),
    /// A section is missing, or its shape is wrong.
    #[error("its section '{0}' is missing or has the wrong shape; run 'interlocks build' again")]
    Section(String),
}

/// The position and shape of a section.
#[derive(Clone, Copy, Debug)]
struct Section {
    /// Bits per number; 0 for plain bytes.
    width: u32,
    offset: u64,
    length: u64,
    /// The number of rows; 0 for plain bytes.
    count: u64,
}

/// An archive that is open for reading.
#[derive(Clone, Debug)]
pub struct Archive {
    map: Arc<Map>,
    sections: HashMap<String, Section>,
}

impl Archive {
    /// Returns `true` if a file begins with the bytes that mark an archive.
    pub fn is_archive(path: &Path) -> bool {
        let mut start = [0u8; MAGIC.len()];
        let read = File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut start));
        read.is_ok() && start == MAGIC
    }

    /// Opens an archive whose content has version `version`. Reads the header and the index only.
    ///
    /// # Errors
    /// If the file is not an archive, or its header or index is damaged. The sections are checked when
    /// they are read; see [`Archive::check_pages_read`].
    pub fn open(path: &Path, version: u32) -> Result<Archive, ArchiveError> {
        let file = File::open(path)?;
        if file.metadata()?.len() < HEADER as u64 {
            return Err(ArchiveError::NotAnArchive);
        }
        let mut map = Map::new(&file)?;
        let raw = map.raw();
        if !raw.starts_with(&MAGIC) {
            return Err(ArchiveError::NotAnArchive);
        }
        if u64_at(raw, 8) as u32 != version {
            return Err(ArchiveError::Version { found: u64_at(raw, 8) as u32, expected: version });
        }
        if crc32fast::hash(&raw[..36]) != u64_at(raw, 36) as u32 {
            return Err(ArchiveError::Damaged(0));
        }
        let (count, end, expected) = ((u64_at(raw, 8) >> 32) as usize, u64_at(raw, 16), u64_at(raw, 24));
        if expected != raw.len() as u64 {
            return Err(ArchiveError::Length { found: raw.len() as u64, expected });
        }
        let end = usize::try_from(end).ok().filter(|end| (HEADER..=raw.len()).contains(end));
        let end = end.ok_or(ArchiveError::Damaged(16))?;
        let index = &raw[end..];
        if crc32fast::hash(index) != u64_at(raw, 32) as u32 {
            return Err(ArchiveError::Damaged(end as u64));
        }
        let pages = (end - HEADER).div_ceil(PAGE);
        let rows = index.get(pages.saturating_mul(4)..).filter(|rows| rows.len() == count.saturating_mul(ROW));
        let rows = rows.ok_or(ArchiveError::Damaged(end as u64))?;
        let sums = index[..pages * 4].chunks_exact(4).map(|sum| u64_at(sum, 0) as u32).collect();
        let sections = rows.chunks_exact(ROW).map(parse_section).collect();
        map.set_checksums(HEADER..end, sums);
        Ok(Archive { map: Arc::new(map), sections })
    }

    /// Checks every byte against its checksum, in parallel. Do this before reading all of the archive: later reads
    /// are not checked again.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`].
    pub fn check_all(&self) -> Result<(), ArchiveError> {
        self.map.check_all();
        self.check_pages_read()
    }

    /// Checks that no damaged page has been read so far.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`].
    pub fn check_pages_read(&self) -> Result<(), ArchiveError> {
        self.map.damage().map_or(Ok(()), |offset| Err(ArchiveError::Damaged(offset)))
    }

    /// Returns the size of the file in bytes. A count in it can be eight times as large at most: one bit per row.
    pub fn size(&self) -> usize {
        self.map.raw().len()
    }

    /// Returns `true` if there is a section with this name.
    pub fn has(&self, name: &str) -> bool {
        self.sections.contains_key(name)
    }

    fn section(&self, name: &str) -> Option<(Bytes, Section)> {
        let section = *self.sections.get(name)?;
        let (start, len) = (usize::try_from(section.offset).ok()?, usize::try_from(section.length).ok()?);
        let inside = start.checked_add(len)? <= self.size();
        inside.then(|| (Bytes::mapped(Arc::clone(&self.map), start, len), section))
    }

    /// Returns the column of numbers with this name.
    ///
    /// # Errors
    /// [`ArchiveError::Section`] if it is missing or its shape is wrong.
    pub fn bit_packed(&self, name: &str) -> Result<BitPacked, ArchiveError> {
        let found = self.section(name).and_then(|(bytes, section)| {
            // A column of zeros has no bytes, so its length cannot be checked against them.
            let len = usize::try_from(section.count).ok().filter(|len| *len <= self.size().saturating_mul(8))?;
            BitPacked::from_parts(bytes, section.width, len)
        });
        found.ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }

    /// Returns the column of strings with this name.
    ///
    /// # Errors
    /// [`ArchiveError::Section`] if it is missing or its shape is wrong.
    pub fn string_column(&self, name: &str) -> Result<StringColumn, ArchiveError> {
        let (lengths, starts) = (self.bit_packed(&format!("{name}.l"))?, self.bit_packed(&format!("{name}.s"))?);
        let bytes = self.section(&format!("{name}.t"));
        let column = bytes.and_then(|(bytes, _)| StringColumn::from_parts(bytes, lengths, starts));
        column.ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }

    /// Returns the front-coded strings with this name.
    ///
    /// # Errors
    /// [`ArchiveError::Section`] if they are missing or their shape is wrong.
    pub fn front_coded(&self, name: &str) -> Result<FrontCoded, ArchiveError> {
        let (prefix_lengths, suffixes) = (self.bit_packed(&format!("{name}.p"))?, self.string_column(name)?);
        FrontCoded::from_parts(prefix_lengths, suffixes).ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }

    /// Returns the dictionary column with this name.
    ///
    /// # Errors
    /// [`ArchiveError::Section`] if it is missing or its shape is wrong.
    pub fn dict_column(&self, name: &str) -> Result<DictColumn, ArchiveError> {
        let (codes, words) = (self.bit_packed(&format!("{name}.c"))?, self.string_column(&format!("{name}.w"))?);
        Ok(DictColumn { codes, words })
    }

    /// Returns the bytes that [`ArchiveWriter::add_bytes`] wrote with this name.
    ///
    /// # Errors
    /// [`ArchiveError::Section`] if they are missing.
    pub fn bytes(&self, name: &str) -> Result<Bytes, ArchiveError> {
        self.section(name).map(|(bytes, _)| bytes).ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }
}

/// Reads a little-endian number; missing bytes are 0.
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0u8; 8];
    for (to, from) in word.iter_mut().zip(bytes.iter().skip(at)) {
        *to = *from;
    }
    u64::from_le_bytes(word)
}

/// Parses the name, position and shape of a section from a row of the index.
fn parse_section(row: &[u8]) -> (String, Section) {
    let name = row[..NAME].split(|&byte| byte == 0).next().unwrap_or_default();
    let section = Section {
        width: u64_at(row, NAME) as u32,
        offset: u64_at(row, 40),
        length: u64_at(row, 48),
        count: u64_at(row, 56),
    };
    (String::from_utf8_lossy(name).into_owned(), section)
}

/// Builds an archive section by section. Columns are shared, not copied.
#[derive(Debug, Default)]
pub struct ArchiveWriter {
    /// Name, bytes, bits per number, number of rows.
    sections: Vec<(String, Bytes, u32, u64)>,
}

impl ArchiveWriter {
    fn push(&mut self, name: String, bytes: &Bytes, width: u32, count: u64) {
        debug_assert!(name.len() <= NAME, "{name} is too long for a section");
        self.sections.push((name, bytes.clone(), width, count));
    }

    /// Adds a column of numbers.
    pub fn add_bit_packed(&mut self, name: &str, column: &BitPacked) {
        self.push(name.to_owned(), column.bytes(), column.width(), column.len() as u64);
    }

    /// Adds a column of strings.
    pub fn add_string_column(&mut self, name: &str, column: &StringColumn) {
        let (bytes, lengths, starts) = column.parts();
        self.push(format!("{name}.t"), bytes, 0, 0);
        self.add_bit_packed(&format!("{name}.l"), lengths);
        self.add_bit_packed(&format!("{name}.s"), starts);
    }

    /// Adds front-coded strings.
    pub fn add_front_coded(&mut self, name: &str, column: &FrontCoded) {
        let (prefix_lengths, suffixes) = column.parts();
        self.add_bit_packed(&format!("{name}.p"), prefix_lengths);
        self.add_string_column(name, suffixes);
    }

    /// Adds a dictionary column.
    pub fn add_dict_column(&mut self, name: &str, column: &DictColumn) {
        self.add_bit_packed(&format!("{name}.c"), &column.codes);
        self.add_string_column(&format!("{name}.w"), &column.words);
    }

    /// Adds plain bytes.
    pub fn add_bytes(&mut self, name: &str, bytes: impl Into<Bytes>) {
        self.push(name.to_owned(), &bytes.into(), 0, 0);
    }

    /// Writes the archive and returns its length in bytes.
    ///
    /// # Errors
    /// The errors of `out`.
    pub fn write(&self, version: u32, out: &mut impl Write) -> io::Result<u64> {
        let mut offset = HEADER as u64;
        let mut rows = Vec::new();
        for (name, bytes, width, count) in &self.sections {
            let mut row = [0u8; ROW];
            row[..name.len().min(NAME)].copy_from_slice(&name.as_bytes()[..name.len().min(NAME)]);
            row[36..40].copy_from_slice(&width.to_le_bytes());
            row[40..48].copy_from_slice(&offset.to_le_bytes());
            row[48..56].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
            row[56..64].copy_from_slice(&count.to_le_bytes());
            rows.extend_from_slice(&row);
            offset = (offset + bytes.len() as u64).next_multiple_of(8);
        }
        let mut index: Vec<u8> = self.checksums().iter().flat_map(|sum| sum.to_le_bytes()).collect();
        index.extend_from_slice(&rows);
        let length = offset + index.len() as u64;
        let mut header = [0u8; HEADER];
        header[..8].copy_from_slice(&MAGIC);
        header[8..12].copy_from_slice(&version.to_le_bytes());
        header[12..16].copy_from_slice(&(self.sections.len() as u32).to_le_bytes());
        header[16..24].copy_from_slice(&offset.to_le_bytes());
        header[24..32].copy_from_slice(&length.to_le_bytes());
        header[32..36].copy_from_slice(&crc32fast::hash(&index).to_le_bytes());
        let own = crc32fast::hash(&header[..36]);
        header[36..40].copy_from_slice(&own.to_le_bytes());
        out.write_all(&header)?;
        for (_, bytes, _, _) in &self.sections {
            out.write_all(bytes.as_slice())?;
            out.write_all(&[0u8; 8][..bytes.len().next_multiple_of(8) - bytes.len()])?;
        }
        out.write_all(&index)?;
        Ok(length)
    }

    /// Returns the checksums of the pages that the sections will fill.
    fn checksums(&self) -> Vec<u32> {
        let mut pieces: Vec<&[u8]> = Vec::new();
        for (_, bytes, _, _) in &self.sections {
            pieces.push(bytes.as_slice());
            pieces.push(&[0u8; 8][..bytes.len().next_multiple_of(8) - bytes.len()]);
        }
        let mut pages: Vec<Vec<&[u8]>> = Vec::new();
        let mut room = 0;
        for mut piece in pieces {
            while !piece.is_empty() {
                if room == 0 {
                    pages.push(Vec::new());
                    room = PAGE;
                }
                let (now, later) = piece.split_at(piece.len().min(room));
                room -= now.len();
                if let Some(page) = pages.last_mut() {
                    page.push(now);
                }
                piece = later;
            }
        }
        let sum = |page: &Vec<&[u8]>| {
            let mut hasher = crc32fast::Hasher::new();
            page.iter().for_each(|part| hasher.update(part));
            hasher.finalize()
        };
        pages.par_iter().map(sum).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written() -> Vec<u8> {
        let mut writer = ArchiveWriter::default();
        writer.add_bit_packed(
            "numbers",
            &BitPacked::from_slice(&(0..40_000).map(|n| n * 7 % 1000).collect::<Vec<u32>>()),
        );
        writer.add_string_column("names", &StringColumn::from_iter(["Ann", "Bo", "Zoë"]));
        writer.add_front_coded("ids", &FrontCoded::from_sorted(["a", "ab", "b"]));
        writer.add_bytes("about", b"hello".to_vec());
        let mut bytes = Vec::new();
        writer.write(1, &mut bytes).unwrap();
        bytes
    }

    fn opened(bytes: &[u8]) -> Result<Archive, ArchiveError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.ilk");
        std::fs::write(&path, bytes).unwrap();
        Archive::open(&path, 1)
    }

    /// Opens, checks and reads every section.
    fn read(bytes: &[u8]) -> Result<(), ArchiveError> {
        let archive = opened(bytes)?;
        let (numbers, names) = (archive.bit_packed("numbers")?, archive.string_column("names")?);
        assert!(numbers.iter().count() == numbers.len() && names.iter().count() == names.len());
        archive.front_coded("ids")?.position("ab");
        archive.check_all()
    }

    #[test]
    fn what_was_written_is_read() {
        let archive = opened(&written()).unwrap();
        archive.check_all().unwrap();
        assert_eq!(archive.bit_packed("numbers").unwrap().get(39_999), 39_999 * 7 % 1000);
        assert_eq!(archive.string_column("names").unwrap().get(2), "Zoë");
        assert_eq!(archive.front_coded("ids").unwrap().position("ab"), Some(1));
        assert_eq!(archive.bytes("about").unwrap().as_slice(), b"hello");
        assert!(matches!(archive.bit_packed("none"), Err(ArchiveError::Section(_))));
        assert!(matches!(Archive::open(Path::new("Cargo.toml"), 1), Err(ArchiveError::NotAnArchive)));
    }

    #[test]
    fn every_single_altered_byte_and_every_cut_is_refused() {
        let good = written();
        for at in (0..good.len()).step_by(good.len() / 400).chain(0..200).chain(good.len() - 400..good.len()) {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            // Bytes 40 to 63 are not read.
            assert!(read(&bad).is_err() || (40..64).contains(&at), "byte {at}");
            assert!(read(&good[..at]).is_err());
        }
        assert!(read(&[&good[..], b"x"].concat()).is_err());
    }

    proptest! {
        #[test]
        fn no_index_however_hostile_panics(changes in prop::collection::vec((0usize..1000, any::<u8>()), 1..9)) {
            let mut bytes = written();
            let end = u64_at(&bytes, 16) as usize;
            let count = bytes.len() - end;
            for (at, byte) in changes {
                bytes[end + at % count] = byte;
            }
            // A forger also corrects the checksums.
            let sum = crc32fast::hash(&bytes[end..]);
            bytes[32..36].copy_from_slice(&sum.to_le_bytes());
            let own = crc32fast::hash(&bytes[..36]);
            bytes[36..40].copy_from_slice(&own.to_le_bytes());
            let _ = read(&bytes);
        }
    }
}
