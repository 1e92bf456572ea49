//! A build that reads UTF-8 only.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use super::FoundEncoding;

/// An encoding of text. This build has only UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding(());

impl FromStr for TextEncoding {
    type Err = String;

    fn from_str(name: &str) -> Result<TextEncoding, String> {
        match name.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Ok(TextEncoding(())),
            _ => Err("this build reads UTF-8 only; build it with --features encodings".to_owned()),
        }
    }
}

impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("UTF-8")
    }
}

/// A reader that passes everything on.
pub(crate) struct DecodingReader<R>(R);

impl<R: Read> DecodingReader<R> {
    pub(crate) fn new(inner: R, _: Option<TextEncoding>, _: FoundEncoding) -> DecodingReader<R> {
        DecodingReader(inner)
    }
}

impl<R: Read> Read for DecodingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.read(out)
    }
}
