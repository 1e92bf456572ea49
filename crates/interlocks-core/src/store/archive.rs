//! Columns in one file: a header, named sections, and a checksum for every 64 KiB.
//!
//! All numbers are little-endian; sections begin at multiples of 8.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | `\x89ILK\r\n\x1a\n` |
//! | 8..12 | version of the format |
//! | 12..16 | number of sections |
//! | 16..24 | end of the sections, where the index begins |
//! | 24..32 | length of the file |
//! | 32..36 | CRC-32 of the index |
//! | 36..40 | CRC-32 of bytes 0..36 |
//! | 40..64 | zero |
//! | 64.. | sections |
//! | index | a CRC-32 for every 64 KiB of the sections; then a row of 64 bytes a section: name (36 bytes), bits a number (4), offset (8), length (8), count (8) |
//!
//! A file is opened without reading the sections. Whatever a file says is checked before it is
//! used: lengths against the size of the file, counts against the bytes that would hold them.

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

/// Why a file is no archive that can be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("it is no snapshot of interlocks: its first bytes are others")]
    ImportFormat,
    #[error("it is a snapshot of format {found}, and this version reads format {expected}; build it again")]
    Version { found: u32, expected: u32 },
    #[error("it is cut off or has grown: the file has {found} bytes and says it has {expected}; build it again")]
    Length { found: u64, expected: u64 },
    #[error("it was altered or damaged at byte {0}: the checksum differs; build it again")]
    Damaged(u64),
    #[error("its section '{0}' is missing or does not fit; build it again")]
    Section(String),
}

/// Where a section lies and what shape it has.
#[derive(Clone, Copy, Debug)]
struct Place {
    width: u32,
    offset: u64,
    length: u64,
    count: u64,
}

/// An archive that is open for reading.
#[derive(Clone, Debug)]
pub struct Archive {
    map: Arc<Map>,
    sections: HashMap<String, Place>,
}

impl Archive {
    /// Whether a file begins as an archive does.
    pub fn is_one(path: &Path) -> bool {
        let mut start = [0u8; MAGIC.len()];
        let read = File::open(path).and_then(|mut file| io::Read::read_exact(&mut file, &mut start));
        read.is_ok() && start == MAGIC
    }

    /// Opens an archive of a version of its contents.
    ///
    /// # Errors
    /// When it is none, or header or index do not hold together. The sections are checked when
    /// they are read, see [`Archive::sound`].
    pub fn open(path: &Path, version: u32) -> Result<Archive, ArchiveError> {
        let file = File::open(path)?;
        if file.metadata()?.len() < HEADER as u64 {
            return Err(ArchiveError::ImportFormat);
        }
        let mut map = Map::of(&file)?;
        let raw = map.raw();
        if !raw.starts_with(&MAGIC) {
            return Err(ArchiveError::ImportFormat);
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
        let sections = rows.chunks_exact(ROW).map(section).collect();
        map.cover(HEADER..end, sums);
        Ok(Archive { map: Arc::new(map), sections })
    }

    /// Checks every byte against its checksum, in parallel: worth while before all is read.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`].
    pub fn check_all(&self) -> Result<(), ArchiveError> {
        self.map.check_all();
        self.sound()
    }

    /// Whether all that was read so far passed its checksums.
    ///
    /// # Errors
    /// [`ArchiveError::Damaged`].
    pub fn sound(&self) -> Result<(), ArchiveError> {
        self.map.damage().map_or(Ok(()), |offset| Err(ArchiveError::Damaged(offset)))
    }

    /// The size of the file in bytes: no count in it can be larger than eight times that.
    pub fn size(&self) -> usize {
        self.map.raw().len()
    }

    /// Whether there is a section of this name.
    pub fn has(&self, name: &str) -> bool {
        self.sections.contains_key(name)
    }

    fn bytes(&self, name: &str) -> Option<(Bytes, Place)> {
        let place = *self.sections.get(name)?;
        let (start, len) = (usize::try_from(place.offset).ok()?, usize::try_from(place.length).ok()?);
        let inside = start.checked_add(len)? <= self.size();
        inside.then(|| (Bytes::Mapped { map: Arc::clone(&self.map), start, len }, place))
    }

    /// The column of numbers of this name.
    ///
    /// # Errors
    /// When it is missing or does not fit.
    pub fn packed(&self, name: &str) -> Result<BitPacked, ArchiveError> {
        let found = self.bytes(name).and_then(|(bytes, place)| {
            // A column of zeros has no bytes that could speak for its length.
            let len = usize::try_from(place.count).ok().filter(|len| *len <= self.size().saturating_mul(8))?;
            BitPacked::over(bytes, place.width, len)
        });
        found.ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }

    /// The texts of this name.
    ///
    /// # Errors
    /// When they are missing or do not fit.
    pub fn texts(&self, name: &str) -> Result<StringColumn, ArchiveError> {
        let (lengths, starts) = (self.packed(&format!("{name}.l"))?, self.packed(&format!("{name}.s"))?);
        let texts = self.bytes(&format!("{name}.t")).and_then(|(bytes, _)| StringColumn::over(bytes, lengths, starts));
        texts.ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }

    /// The sorted texts of this name.
    ///
    /// # Errors
    /// When they are missing or do not fit.
    pub fn sorted(&self, name: &str) -> Result<FrontCoded, ArchiveError> {
        let (shared, rests) = (self.packed(&format!("{name}.p"))?, self.texts(name)?);
        FrontCoded::over(shared, rests).ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }

    /// The column of this name.
    ///
    /// # Errors
    /// When it is missing or does not fit.
    pub fn coded(&self, name: &str) -> Result<DictColumn, ArchiveError> {
        Ok(DictColumn { codes: self.packed(&format!("{name}.c"))?, words: self.texts(&format!("{name}.w"))? })
    }

    /// Plain bytes, as [`ArchiveWriter::plain`] wrote them.
    ///
    /// # Errors
    /// When they are missing.
    pub fn plain(&self, name: &str) -> Result<Bytes, ArchiveError> {
        self.bytes(name).map(|(bytes, _)| bytes).ok_or_else(|| ArchiveError::Section(name.to_owned()))
    }
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0u8; 8];
    for (to, from) in word.iter_mut().zip(bytes.iter().skip(at)) {
        *to = *from;
    }
    u64::from_le_bytes(word)
}

fn section(row: &[u8]) -> (String, Place) {
    let name = row[..NAME].split(|&byte| byte == 0).next().unwrap_or_default();
    let place = Place {
        width: u64_at(row, NAME) as u32,
        offset: u64_at(row, 40),
        length: u64_at(row, 48),
        count: u64_at(row, 56),
    };
    (String::from_utf8_lossy(name).into_owned(), place)
}

/// Sections on their way into a file. Columns are shared, not copied.
#[derive(Debug, Default)]
pub struct ArchiveWriter {
    sections: Vec<(String, Bytes, u32, u64)>,
}

impl ArchiveWriter {
    fn push(&mut self, name: String, bytes: &Bytes, width: u32, count: u64) {
        debug_assert!(name.len() <= NAME, "{name} is too long for a section");
        self.sections.push((name, bytes.clone(), width, count));
    }

    /// Adds a column of numbers.
    pub fn packed(&mut self, name: &str, column: &BitPacked) {
        self.push(name.to_owned(), column.bytes(), column.width(), column.len() as u64);
    }

    /// Adds texts.
    pub fn texts(&mut self, name: &str, texts: &StringColumn) {
        let (bytes, lengths, starts) = texts.parts();
        self.push(format!("{name}.t"), bytes, 0, 0);
        self.packed(&format!("{name}.l"), lengths);
        self.packed(&format!("{name}.s"), starts);
    }

    /// Adds sorted texts.
    pub fn sorted(&mut self, name: &str, texts: &FrontCoded) {
        let (shared, rests) = texts.parts();
        self.packed(&format!("{name}.p"), shared);
        self.texts(name, rests);
    }

    /// Adds a column of texts.
    pub fn coded(&mut self, name: &str, column: &DictColumn) {
        self.packed(&format!("{name}.c"), &column.codes);
        self.texts(&format!("{name}.w"), &column.words);
    }

    /// Adds bytes as they are.
    pub fn plain(&mut self, name: &str, bytes: impl Into<Bytes>) {
        self.push(name.to_owned(), &bytes.into(), 0, 0);
    }

    /// Writes the file and answers its length.
    ///
    /// # Errors
    /// What the writer answers.
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
        let mut index: Vec<u8> = self.sums().iter().flat_map(|sum| sum.to_le_bytes()).collect();
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
            out.write_all(bytes.all())?;
            out.write_all(&[0u8; 8][..bytes.len().next_multiple_of(8) - bytes.len()])?;
        }
        out.write_all(&index)?;
        Ok(length)
    }

    /// The checksums of the pages that the sections will fill.
    fn sums(&self) -> Vec<u32> {
        let mut pieces: Vec<&[u8]> = Vec::new();
        for (_, bytes, _, _) in &self.sections {
            pieces.push(bytes.all());
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
        writer.packed("numbers", &BitPacked::of(&(0..40_000).map(|n| n * 7 % 1000).collect::<Vec<u32>>()));
        writer.texts("names", &StringColumn::of(["Ann", "Bo", "Zoë"]));
        writer.sorted("ids", &FrontCoded::of(["a", "ab", "b"]));
        writer.plain("about", b"hello".to_vec());
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
        let (numbers, names) = (archive.packed("numbers")?, archive.texts("names")?);
        assert!(numbers.iter().count() == numbers.len() && names.iter().count() == names.len());
        archive.sorted("ids")?.position("ab");
        archive.check_all()
    }

    #[test]
    fn what_was_written_is_read() {
        let archive = opened(&written()).unwrap();
        archive.check_all().unwrap();
        assert_eq!(archive.packed("numbers").unwrap().get(39_999), 39_999 * 7 % 1000);
        assert_eq!(archive.texts("names").unwrap().get(2), "Zoë");
        assert_eq!(archive.sorted("ids").unwrap().position("ab"), Some(1));
        assert_eq!(archive.plain("about").unwrap().all(), b"hello");
        assert!(matches!(archive.packed("none"), Err(ArchiveError::Section(_))));
        assert!(matches!(Archive::open(Path::new("Cargo.toml"), 1), Err(ArchiveError::ImportFormat)));
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
            // A forger also mends the checksums.
            let sum = crc32fast::hash(&bytes[end..]);
            bytes[32..36].copy_from_slice(&sum.to_le_bytes());
            let own = crc32fast::hash(&bytes[..36]);
            bytes[36..40].copy_from_slice(&own.to_le_bytes());
            let _ = read(&bytes);
        }
    }
}
