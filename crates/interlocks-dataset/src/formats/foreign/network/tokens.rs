//! Reads text files line by line and splits lines into words; a quoted text is one word.

use std::io::{BufRead, BufReader};

use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};

/// Reads a text line by line.
pub(crate) struct TextLines<'f> {
    reader: BufReader<CheckedReader>,
    file: &'f str,
    /// The number of the last line, from 1.
    pub(crate) number: u64,
    bytes: Vec<u8>,
}

impl<'f> TextLines<'f> {
    /// Creates a reader for the text of a file.
    pub(crate) fn new(file: &'f str, text: CheckedReader) -> TextLines<'f> {
        TextLines { reader: BufReader::with_capacity(1 << 16, text), file, number: 0, bytes: Vec::new() }
    }

    /// Returns the next line, trimmed; `None` at the end. A line that is not UTF-8 is read as Latin-1, which older files
    /// use.
    ///
    /// # Errors
    /// If the text cannot be read.
    pub(crate) fn next(&mut self) -> Result<Option<String>, DatasetError> {
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

    /// Returns the error that rejects the file at the last line.
    pub(crate) fn rejection(&self, message: impl Into<String>) -> DatasetError {
        let (file, line) = (self.file.to_owned(), self.number.max(1));
        DatasetError::Rejected { file, line, column: 1, message: message.into() }
    }
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

    #[test]
    fn a_quoted_text_is_one_word() {
        let texts = |line: &str| -> Vec<String> { words(line, &[',']).into_iter().map(|word| word.text).collect() };
        assert_eq!(texts("1 \"Ann Smith\" 0.5,x 'b c'"), ["1", "Ann Smith", "0.5", "x", "b c"]);
        assert_eq!(texts("1 \"Ann"), ["1", "Ann"]);
        assert_eq!(texts("  "), Vec::<String>::new());
        assert_eq!(texts("\"\" é\"x"), ["", "é\"x"]);
    }
}
