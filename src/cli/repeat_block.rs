//! The block of a report by which programs can repeat it: a comment at the end of the page that no reader sees.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter};

use interlocks::dataset::InputFile;

const BEGIN: &str = "<!-- interlocks-report ";
const END: &str = " -->";

/// How a report was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatBlock {
    /// The version of the program.
    pub version: String,
    /// The words after `interlocks report`.
    pub arguments: Vec<String>,
    /// The files that were read; none if they cannot be read again.
    pub files: Vec<InputFile>,
}

impl RepeatBlock {
    /// Returns the block of this version of the program.
    pub fn new(arguments: Vec<String>, files: &[InputFile]) -> RepeatBlock {
        RepeatBlock { version: env!("CARGO_PKG_VERSION").to_owned(), arguments, files: files.to_vec() }
    }

    /// Returns the block as a comment on a line of its own, in HTML and in Markdown.
    pub fn comment(&self) -> serde_json::Result<String> {
        let mut text = Vec::new();
        self.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Plain))?;
        Ok(format!("{BEGIN}{}{END}\n", String::from_utf8_lossy(&text)))
    }

    /// Finds the block of a page: the last one.
    pub fn find(page: &str) -> Option<RepeatBlock> {
        let (_, text) = page.rsplit_once(BEGIN)?;
        serde_json::from_str(text.split_once(END)?.0).ok()
    }

    /// Returns the block of a report in JSON.
    pub fn of_json(report: &Value) -> Option<RepeatBlock> {
        let repeat = report.pointer("/results/repeat")?;
        Some(RepeatBlock {
            version: repeat["version"].as_str()?.to_owned(),
            arguments: serde_json::from_value(report.pointer("/options/arguments")?.clone()).ok()?,
            files: serde_json::from_value(repeat.pointer("/inputs/files")?.clone()).ok()?,
        })
    }
}

/// Writes JSON whose strings have letters, digits and a few plain signs; all others are written by number, so that no text
/// ends the comment or means anything in HTML or Markdown.
struct Plain;

impl Formatter for Plain {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        for c in fragment.chars() {
            if c.is_ascii_alphanumeric() || " _./:,@%+=".contains(c) {
                write!(out, "{c}")?;
            } else {
                c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            }
        }
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        CompactFormatter.begin_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_comment_and_the_last_block_counts() {
        let words = ["a b", "--between", "-->", "<!-- interlocks-report {}", "株式会社 🦀", "\"\\\n[x](y)", "O'Neil"];
        let file = InputFile { name: "--><script>".into(), sha256: "0".repeat(64), bytes: 3, rows: Some(2) };
        let block = RepeatBlock::new(words.map(str::to_owned).to_vec(), &[file]);
        let comment = block.comment().unwrap();
        assert_eq!((comment.matches("--").count(), comment.lines().count()), (2, 1));
        assert!(!comment.contains("<script") && !comment.contains("[x"));
        let page = format!("{}<p>text</p>\n{comment}", RepeatBlock::new(Vec::new(), &[]).comment().unwrap());
        assert_eq!(RepeatBlock::find(&page), Some(block));
        assert_eq!(RepeatBlock::find("<!-- interlocks-report {\"version\": 1} -->"), None);
        assert_eq!(RepeatBlock::find("# A page\n"), None);
    }
}
