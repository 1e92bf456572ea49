//! Lines of words: a line is cut at spaces, and what stands between quotes is one word.

use std::io::{BufRead, BufReader};

use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};

/// A text that is read line by line.
pub struct TextLines<'f> {
    reader: BufReader<CheckedReader>,
    file: &'f str,
    /// The number of the line that was read last, counted from 1.
    pub number: u64,
    bytes: Vec<u8>,
}

impl<'f> TextLines<'f> {
    pub fn new(file: &'f str, text: CheckedReader) -> TextLines<'f> {
        TextLines { reader: BufReader::with_capacity(1 << 16, text), file, number: 0, bytes: Vec::new() }
    }

    /// The next line, without its end; none at the end. One that is not UTF-8 is taken as Latin-1, which
    /// older files are.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn next(&mut self) -> Result<Option<String>, DatasetError> {
        self.bytes.clear();
        let read = self.reader.read_until(b'\n', &mut self.bytes).map_err(|error| reading_error(self.file, error))?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| self.number == 1).unwrap_or(&self.bytes);
        let text = std::str::from_utf8(bytes)
            .map_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect(), str::to_owned);
        Ok(Some(text.trim().to_owned()))
    }

    /// Why the file cannot be read, at the line that was read last.
    pub fn rejection(&self, message: impl Into<String>) -> DatasetError {
        let (file, line) = (self.file.to_owned(), self.number.max(1));
        DatasetError::Rejected { file, line, column: 1, message: message.into() }
    }
}

/// A word, and whether it was quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub is_quoted: bool,
}

/// The words of a line; `extra` separates like a space does. A quote that is not closed ends with the line.
pub fn words(line: &str, extra: &[char]) -> Vec<Word> {
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

    #[test]
    fn quotes_hold_words_together() {
        let texts = |line: &str| -> Vec<String> { words(line, &[',']).into_iter().map(|word| word.text).collect() };
        assert_eq!(texts("1 \"Ann Smith\" 0.5,x 'b c'"), ["1", "Ann Smith", "0.5", "x", "b c"]);
        assert_eq!(texts("1 \"Ann"), ["1", "Ann"]);
        assert_eq!(texts("  "), Vec::<String>::new());
        assert_eq!(texts("\"\" é\"x"), ["", "é\"x"]);
    }
}
