//! Opens files and pipes: decompresses them and checks that they are text.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::compression::Compression;
use super::decoding::{DecodingReader, FoundEncoding, TextEncoding};
use super::error::DatasetError;

/// Limits on what is read, so that a hostile file cannot use up all memory.
///
/// ```
/// let limits = interlocks_dataset::Limits::default().with_line(1 << 16);
/// assert_eq!(limits.line, 65_536);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest line, in bytes; 1 MiB by default.
    pub line: u64,
    /// The most bytes decompressed from one file; 64 GiB by default.
    pub unpacked: u64,
    /// The most bytes decompressed from each byte of a file; 200 by default. Tables shrink to a tenth or a fiftieth.
    /// The first 64 MiB are free.
    pub ratio: u64,
}

impl Limits {
    /// Sets the longest line, in bytes.
    #[must_use]
    pub fn with_line(self, line: u64) -> Limits {
        Limits { line, ..self }
    }

    /// Sets the most bytes decompressed from one file.
    #[must_use]
    pub fn with_unpacked(self, unpacked: u64) -> Limits {
        Limits { unpacked, ..self }
    }

    /// Sets the most bytes decompressed from each byte of a file.
    #[must_use]
    pub fn with_ratio(self, ratio: u64) -> Limits {
        Limits { ratio, ..self }
    }
}

/// No limits, for reading the beginning of a file only.
pub(crate) const NO_LIMIT: Limits = Limits { line: u64::MAX, unpacked: u64::MAX, ratio: u64::MAX };

/// The number of bytes to which any file may decompress.
const FREE_OF_RATIO: u64 = 1 << 26;

impl Default for Limits {
    fn default() -> Limits {
        Limits { line: 1 << 20, unpacked: 1 << 36, ratio: 200 }
    }
}

/// A buffered [`CheckedReader`], for reading line by line.
pub(crate) type TextReader = BufReader<CheckedReader>;

/// Opens a file, compressed or not.
///
/// # Errors
/// [`DatasetError::Read`] if it cannot be opened.
pub(crate) fn open(path: &Path, limits: Limits, encoding: Option<TextEncoding>) -> Result<CheckedReader, DatasetError> {
    let fail = |source| DatasetError::Read { path: path.display().to_string(), source };
    let file = File::open(path).map_err(fail)?;
    if file.metadata().map_err(fail)?.is_dir() {
        return Err(fail(io::Error::other("it is a folder, not a file")));
    }
    unpack(Box::new(file), limits, encoding).map_err(fail)
}

/// Decompresses a stream that begins as gzip or Zstandard, and decodes text that is not UTF-8.
///
/// # Errors
/// An error of reading the first bytes.
pub(crate) fn unpack(
    mut packed: Box<dyn Read + Send>,
    limits: Limits,
    encoding: Option<TextEncoding>,
) -> io::Result<CheckedReader> {
    let mut start = Vec::new();
    packed.by_ref().take(4).read_to_end(&mut start)?;
    let compression = Compression::detect(&start);
    let whole = io::Cursor::new(start).chain(packed);
    let found = FoundEncoding::default();
    let Some(compression) = compression else {
        let text = DecodingReader::new(whole, encoding, found.clone());
        return Ok(CheckedReader { found, ..CheckedReader::new(Box::new(text), limits) });
    };
    let packed = Arc::new(AtomicU64::new(0));
    let counted = CountingReader { inner: whole, count: Arc::clone(&packed) };
    let plain = compression.decompress(Box::new(BufReader::with_capacity(1 << 16, counted)))?;
    let text = DecodingReader::new(plain, encoding, found.clone());
    Ok(CheckedReader { packed: Some(packed), found, ..CheckedReader::new(Box::new(text), limits) })
}

/// Decompresses a member of a zip archive, which may be compressed itself.
///
/// # Errors
/// An error of reading the first bytes.
#[cfg(feature = "containers")]
pub(crate) fn unpack_deflated(
    member: crate::formats::PackedMember,
    limits: Limits,
    encoding: Option<TextEncoding>,
) -> io::Result<CheckedReader> {
    if !member.is_deflated {
        return unpack(member.plain(), limits, encoding);
    }
    let packed = Arc::new(AtomicU64::new(0));
    let counted = CountingReader { inner: member.bytes, count: Arc::clone(&packed) };
    let text = unpack(Box::new(flate2::read::DeflateDecoder::new(counted)), limits, encoding)?;
    // A member that is compressed twice is measured by its inner compression.
    let packed = text.packed.clone().or(Some(packed));
    Ok(CheckedReader { packed, ..text })
}

/// A reader that counts the bytes it passes on.
struct CountingReader<R> {
    inner: R,
    count: Arc<AtomicU64>,
}

impl<R: Read> Read for CountingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Returns `true` if a byte is neither white space nor part of a byte-order mark.
pub(super) fn is_sign(byte: u8) -> bool {
    !(byte.is_ascii_whitespace() || [0xef, 0xbb, 0xbf].contains(&byte))
}

/// Returns the first line of a text that is not blank, trimmed, or its first MiB; and the whole text again.
///
/// # Errors
/// An error of reading the beginning.
#[cfg(feature = "formats")]
pub(super) fn first_line(mut text: CheckedReader) -> io::Result<(Vec<u8>, CheckedReader)> {
    const LONGEST: usize = 1 << 20;
    const CHUNK: u64 = 1 << 14;
    let mut head = Vec::new();
    let line = loop {
        let read = text.by_ref().take(CHUNK).read_to_end(&mut head)?;
        let start = head.iter().position(|byte| is_sign(*byte)).unwrap_or(head.len());
        let end = memchr::memchr(b'\n', &head[start..]).map(|at| start + at);
        if end.is_some() || read == 0 || head.len() >= LONGEST {
            break head[start..end.unwrap_or(head.len())].trim_ascii_end().to_vec();
        }
    };
    Ok((line, again(head, text)))
}

/// Puts the beginning of a text before the rest of it.
fn again(head: Vec<u8>, rest: CheckedReader) -> CheckedReader {
    CheckedReader::new(Box::new(io::Cursor::new(head).chain(rest)), NO_LIMIT)
}

/// The reason why a stream is not text, with the place of the offending byte.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct NotText {
    pub line: u64,
    pub column: u64,
    pub message: String,
}

/// A reader that passes bytes on until it finds one that cannot belong to a text.
///
/// UTF-16, NUL bytes, lines that are too long and streams that decompress to too many bytes are errors.
#[derive(Debug)]
pub(crate) struct CheckedReader<R = Box<dyn Read + Send>> {
    inner: R,
    limits: Limits,
    /// The number of compressed bytes that were read, if the stream is compressed.
    packed: Option<Arc<AtomicU64>>,
    /// The encoding of the text, if it is not UTF-8.
    found: FoundEncoding,
    total: u64,
    line: u64,
    column: u64,
}

impl<R: Read> CheckedReader<R> {
    fn new(inner: R, limits: Limits) -> CheckedReader<R> {
        CheckedReader { inner, limits, packed: None, found: FoundEncoding::default(), total: 0, line: 1, column: 0 }
    }

    /// Returns where the encoding of the text is found once it was read.
    pub(crate) fn encoding(&self) -> FoundEncoding {
        self.found.clone()
    }

    fn refuse(&self, message: impl Into<String>) -> io::Error {
        io::Error::other(NotText { line: self.line, column: self.column.max(1), message: message.into() })
    }

    fn inspect(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.total += bytes.len() as u64;
        if self.total > self.limits.unpacked {
            return Err(
                self.refuse(format!("the file decompresses to more than {} bytes; split it", self.limits.unpacked))
            );
        }
        let packed = self.packed.as_ref().map_or(u64::MAX, |packed| packed.load(Ordering::Relaxed));
        if self.total > packed.saturating_mul(self.limits.ratio).max(FREE_OF_RATIO) {
            let ratio = self.limits.ratio;
            return Err(self.refuse(format!(
                "the file decompresses to more than {ratio} times its size; if you trust it, decompress it first"
            )));
        }
        let nul = memchr::memchr(0, bytes);
        self.measure_lines(&bytes[..nul.unwrap_or(bytes.len())])?;
        if nul.is_some() {
            self.column += 1;
            return Err(
                self.refuse("NUL byte found: this is not a text file, or it is UTF-16; save it as CSV in UTF-8")
            );
        }
        Ok(())
    }
}

impl<R: Read> CheckedReader<R> {
    /// Counts lines and rejects one that is too long. Moves on by the longest allowed line at a time, so that
    /// short lines cost next to nothing.
    fn measure_lines(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut at = 0;
        while at < bytes.len() {
            let room = self.limits.line.saturating_sub(self.column);
            let reach = usize::try_from(room).unwrap_or(usize::MAX).saturating_add(1).min(bytes.len() - at);
            match memchr::memrchr(b'\n', &bytes[at..at + reach]) {
                Some(end) => {
                    self.line += memchr::memchr_iter(b'\n', &bytes[at..=at + end]).count() as u64;
                    self.column = 0;
                    at += end + 1;
                }
                None => {
                    self.column += reach as u64;
                    at += reach;
                    if self.column > self.limits.line {
                        let limit = self.limits.line;
                        let cause = if memchr::memchr(b'\r', bytes).is_some() {
                            "if its lines end in CR alone, save it with LF or CRLF"
                        } else {
                            "is this a CSV file?"
                        };
                        return Err(self.refuse(format!("the line is longer than {limit} bytes; {cause}")));
                    }
                }
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for CheckedReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        self.inspect(&out[..count])?;
        Ok(count)
    }
}

/// Converts an I/O error into a [`DatasetError`]; errors of [`CheckedReader`] keep their place.
pub(super) fn reading_error(file: &str, error: io::Error) -> DatasetError {
    let refusal = error.get_ref().and_then(|inner| inner.downcast_ref::<NotText>()).cloned();
    match refusal {
        Some(NotText { line, column, message }) => {
            DatasetError::Rejected { file: file.to_owned(), line, column, message }
        }
        None if matches!(
            error.kind(),
            io::ErrorKind::InvalidData
                | io::ErrorKind::UnexpectedEof
                | io::ErrorKind::Other
                | io::ErrorKind::InvalidInput
        ) =>
        {
            let message = format!("the file cannot be decompressed or read: {error}; is it truncated or damaged?");
            DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message }
        }
        None => DatasetError::Read { path: file.to_owned(), source: error },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> io::Result<String> {
        let limits = Limits { line: 1000, unpacked: 100_000, ..Limits::default() };
        let mut text = String::new();
        unpack(Box::new(io::Cursor::new(bytes.to_vec())), limits, None)?.read_to_string(&mut text)?;
        Ok(text)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn packed_text_is_read_as_it_is() {
        let plain = b"person,company\nann,acme\n";
        assert_eq!(text(plain).unwrap().as_bytes(), plain);
        assert_eq!(text(&gzip(plain)).unwrap().as_bytes(), plain);
        let twice = [gzip(plain), gzip(plain)].concat();
        assert_eq!(text(&twice).unwrap().len(), 2 * plain.len());
        let frame = ruzstd::encoding::compress_to_vec(&plain[..], ruzstd::encoding::CompressionLevel::Fastest);
        let frames = [frame.clone(), frame].concat();
        assert_eq!(text(&frames).unwrap().len(), 2 * plain.len());
    }

    #[test]
    fn what_is_no_text_is_refused_where_it_shows() {
        let refused = |bytes: &[u8]| {
            let error = text(bytes).unwrap_err();
            error.get_ref().unwrap().downcast_ref::<NotText>().unwrap().clone()
        };
        let nul = refused(b"a,b\nc,\0d\n");
        assert_eq!((nul.line, nul.column), (2, 3));
        assert!(refused(&[b'a', 0, b',', 0]).message.contains("UTF-16"));
        assert!(refused(&[b'x'; 1001]).message.contains("longer than 1000 bytes"));
        let bomb = gzip(&b"0123456789012345678\n".repeat(50_000));
        assert!(refused(&bomb).message.contains("decompresses to more than 100000 bytes"));
    }

    #[test]
    fn a_small_file_that_decompresses_to_much_is_refused() {
        let read = |bytes: Vec<u8>| {
            io::copy(&mut unpack(Box::new(io::Cursor::new(bytes)), Limits::default(), None)?, &mut io::sink())
        };
        let rows = b"a,b\n".repeat(1 << 18);
        assert_eq!(read(gzip(&rows)).unwrap(), rows.len() as u64);
        let bomb = gzip(&rows).repeat(FREE_OF_RATIO as usize / rows.len() + 1);
        assert!(read(bomb).unwrap_err().to_string().contains("times its size"));
    }

    #[test]
    fn damaged_packing_is_an_error_not_a_panic() {
        let mut damaged = gzip(b"person,company\nann,acme\n");
        damaged.truncate(20);
        assert!(text(&damaged).is_err());
        assert!(text(&[0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3]).is_err());
    }
}
