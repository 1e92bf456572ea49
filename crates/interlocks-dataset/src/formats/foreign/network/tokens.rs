//! Reads text files line by line and splits lines into words; a quoted text is one word.

use std::io::{self, BufRead, BufReader};

use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};

/// Finds the ends of lines: a line feed, a carriage return, or both.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct LineEnds {
    after_return: bool,
}

impl LineEnds {
    /// Takes the next byte and returns `true` if it begins the end of a line. The line feed after a carriage return does not.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let is_end = byte == b'\r' || (byte == b'\n' && !self.after_return);
        self.after_return = byte == b'\r';
        is_end
    }

    /// Takes all bytes and returns the number of lines that end in them.
    pub(crate) fn count(&mut self, bytes: &[u8]) -> u64 {
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|at| {
            let after_return = if *at == 0 { self.after_return } else { bytes[at - 1] == b'\r' };
            bytes[*at] == b'\r' || !after_return
        });
        let count = ends.count() as u64;
        self.after_return = bytes.last().map_or(self.after_return, |byte| *byte == b'\r');
        count
    }
}

/// Returns the lines of the beginning of a file, trimmed, without blank ones.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty())
}

/// Reads a text line by line.
///
/// A line ends in a line feed, a carriage return or both. A carriage return within quotes is part of the text, except in a
/// file whose first line ends in one: there, every carriage return ends a line.
pub(crate) struct TextLines<'f> {
    reader: BufReader<CheckedReader>,
    file: &'f str,
    /// The number of the last line, from 1.
    pub(crate) number: u64,
    bytes: Vec<u8>,
    /// `true` if the first line ended in a carriage return alone.
    returns_end_lines: bool,
}

impl<'f> TextLines<'f> {
    /// Creates a reader for the text of a file.
    pub(crate) fn new(file: &'f str, text: CheckedReader) -> TextLines<'f> {
        let reader = BufReader::with_capacity(1 << 16, text);
        TextLines { reader, file, number: 0, bytes: Vec::new(), returns_end_lines: false }
    }

    /// Returns the next line, trimmed; `None` at the end. A line that is not UTF-8 is read as Latin-1, which older files
    /// use.
    ///
    /// # Errors
    /// If the text cannot be read.
    pub(crate) fn next(&mut self) -> Result<Option<String>, DatasetError> {
        if !self.read_line().map_err(|error| reading_error(self.file, error))? {
            return Ok(None);
        }
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.number == 1).unwrap_or(&self.bytes);
        let text = std::str::from_utf8(bytes)
            .map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned);
        Ok(Some(text.trim().to_owned()))
    }

    /// Reads the next line with its end; returns `false` at the end of the text.
    fn read_line(&mut self) -> io::Result<bool> {
        self.bytes.clear();
        loop {
            let buffer = self.reader.fill_buf()?;
            let Some(end) = memchr::memchr2(b'\n', b'\r', buffer) else {
                if buffer.is_empty() {
                    break;
                }
                let length = buffer.len();
                self.bytes.extend_from_slice(buffer);
                self.reader.consume(length);
                continue;
            };
            let byte = buffer[end];
            self.bytes.extend_from_slice(&buffer[..=end]);
            self.reader.consume(end + 1);
            if byte == b'\n' {
                break;
            }
            if self.reader.fill_buf()?.first() == Some(&b'\n') {
                self.bytes.push(b'\n');
                self.reader.consume(1);
                break;
            }
            self.returns_end_lines |= self.number == 0;
            if self.returns_end_lines || !is_within_quotes(&self.bytes) {
                break;
            }
        }
        if self.bytes.is_empty() {
            return Ok(false);
        }
        self.number += 1;
        Ok(true)
    }

    /// Returns the error that rejects the file at the last line.
    pub(crate) fn rejection(&self, message: impl Into<String>) -> DatasetError {
        let (file, line) = (self.file.to_owned(), self.number.max(1));
        DatasetError::Rejected { file, line, column: 1, message: message.into() }
    }
}

/// Returns `true` if a double quote is open at the end of the text.
fn is_within_quotes(text: &[u8]) -> bool {
    memchr::memchr_iter(b'"', text).count() % 2 == 1
}

/// A word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The text, without quotes.
    pub(crate) text: String,
    /// `true` if the word was quoted.
    pub(crate) is_quoted: bool,
}

/// Returns the words of a line; `extra` characters separate words like spaces. An open quote ends with the line.
pub(crate) fn words(line: &str, extra: &[char]) -> Vec<Word> {
    let mut words = Vec::new();
    let is_gap = |letter: char| letter.is_whitespace() || extra.contains(&letter);
    let mut rest = line.trim_start_matches(is_gap);
    while let Some(first) = rest.chars().next() {
        let (text, after) = if matches!(first, '"' | '\'') {
            let inside = &rest[1..];
            inside.split_once(first).unwrap_or((inside, ""))
        } else {
            rest.split_at(rest.find(is_gap).unwrap_or(rest.len()))
        };
        words.push(Word { text: text.to_owned(), is_quoted: matches!(first, '"' | '\'') });
        rest = after.trim_start_matches(is_gap);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Limits, unpack};

    fn lines_of(text: &str) -> Vec<String> {
        let limits = Limits { line: u64::MAX, ..Limits::default() };
        let stream = unpack(Box::new(io::Cursor::new(text.as_bytes().to_vec())), limits, None).unwrap();
        let (mut lines, mut found) = (TextLines::new("x", stream), Vec::new());
        while let Some(line) = lines.next().unwrap() {
            found.push(format!("{} {line}", lines.number));
        }
        found
    }

    #[test]
    fn lines_end_in_line_feeds_carriage_returns_or_both() {
        for text in ["a\nb\nc", "a\rb\rc\r", "a\r\nb\r\nc\r\n", "a\nb\rc", "a\rb\nc", "a\r\nb\rc\n"] {
            assert_eq!(lines_of(text), ["1 a", "2 b", "3 c"], "{text:?}");
            let mut ends = LineEnds::default();
            let one_by_one = text.bytes().filter(|byte| ends.take(*byte)).count() as u64;
            let (first, rest) = text.as_bytes().split_at(2);
            let mut ends = LineEnds::default();
            assert_eq!(ends.count(first) + ends.count(rest), one_by_one, "{text:?}");
        }
        assert_eq!(lines_of("a\n1 \"b\rc\"\rd\n"), ["1 a", "2 1 \"b\rc\"", "3 d"]);
        assert_eq!(lines_of("a\r1 \"b\r2 \"c\"\r"), ["1 a", "2 1 \"b", "3 2 \"c\""]);
    }

    #[test]
    fn a_quoted_text_is_one_word() {
        let texts = |line: &str| -> Vec<String> { words(line, &[',']).into_iter().map(|word| word.text).collect() };
        assert_eq!(texts("1 \"Ann Smith\" 0.5,x 'b c'"), ["1", "Ann Smith", "0.5", "x", "b c"]);
        assert_eq!(texts("1 \"Ann"), ["1", "Ann"]);
        assert_eq!(texts("  "), Vec::<String>::new());
        assert_eq!(texts("\"\" é\"x"), ["", "é\"x"]);
    }
}
