//! Decoding by the WHATWG Encoding Standard.

use std::fmt;
use std::io::{self, Read};
use std::str::FromStr;

use chardetng::EncodingDetector;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::FoundEncoding;

/// An encoding of text, by its name: `windows-1252`, `iso-8859-2`, `utf-16le`, `shift_jis` and others of the WHATWG
/// Encoding Standard.
///
/// ```
/// use interlocks_dataset::TextEncoding;
/// assert!("cp1252".parse::<TextEncoding>().is_ok() && "latin1".parse::<TextEncoding>().is_ok());
/// assert!("klingon".parse::<TextEncoding>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextEncoding(&'static Encoding);

impl FromStr for TextEncoding {
    type Err = String;

    fn from_str(name: &str) -> Result<TextEncoding, String> {
        // Programs call code pages by their number.
        let page = name.trim().to_ascii_lowercase();
        let page = page
            .strip_prefix("cp")
            .filter(|number| number.starts_with("125"))
            .map(|number| format!("windows-{number}"));
        let known = Encoding::for_label(page.as_deref().unwrap_or(name).as_bytes());
        known.map(TextEncoding).ok_or_else(|| {
            format!("'{name}' is not an encoding; use utf-8, utf-16le, windows-1252, windows-1250, windows-1251, iso-8859-2, shift_jis …")
        })
    }
}

/// The name in the standard.
impl fmt::Display for TextEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0.name())
    }
}

/// The size of the parts in which text is decoded, and the most bytes from which an encoding is guessed.
const CHUNK: usize = 1 << 16;

/// A reader that passes UTF-8 on and decodes other text.
///
/// The encoding is the given one; that of a byte-order mark; or, if the text before the first byte that is not UTF-8 is
/// ASCII, one that is guessed from there on. Text that is neither is passed on as it is, and is reported cell by cell.
pub(crate) struct DecodingReader<R> {
    inner: R,
    state: State,
    found: FoundEncoding,
    /// Bytes read from `inner`, not yet decoded.
    pending: Vec<u8>,
    /// Decoded bytes, and how many of them were passed on.
    ready: Vec<u8>,
    passed: usize,
    at_end: bool,
}

enum State {
    /// Nothing was read yet.
    Start,
    /// All was ASCII so far.
    Ascii,
    /// Bytes are passed on unchanged.
    Unchanged,
    Decoding(Box<Decoder>),
}

impl<R: Read> DecodingReader<R> {
    pub(crate) fn new(inner: R, encoding: Option<TextEncoding>, found: FoundEncoding) -> DecodingReader<R> {
        let state = match encoding {
            Some(TextEncoding(encoding)) if encoding != UTF_8 => decoding(encoding),
            Some(_) => State::Unchanged,
            None => State::Start,
        };
        let (pending, ready) = Default::default();
        DecodingReader { inner, state, found, pending, ready, passed: 0, at_end: false }
    }

    /// Reads and decodes the next part into `ready`.
    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.passed = 0;
        while self.ready.is_empty() && !self.at_end {
            let before = self.pending.len();
            self.inner.by_ref().take(CHUNK as u64).read_to_end(&mut self.pending)?;
            self.at_end = self.pending.len() - before < CHUNK;
            self.choose();
            match &mut self.state {
                State::Decoding(decoder) => {
                    let room = decoder.max_utf8_buffer_length(self.pending.len()).unwrap_or(self.pending.len() * 3);
                    let mut text = String::with_capacity(room);
                    let _ = decoder.decode_to_string(&self.pending, &mut text, self.at_end);
                    self.pending.clear();
                    self.ready = text.into_bytes();
                }
                _ => std::mem::swap(&mut self.ready, &mut self.pending),
            }
        }
        Ok(())
    }

    /// Chooses how to go on with the pending bytes.
    fn choose(&mut self) {
        if matches!(self.state, State::Start) {
            self.state = match self.pending.as_slice() {
                [0xff, 0xfe, ..] => decoding(UTF_16LE),
                [0xfe, 0xff, ..] => decoding(UTF_16BE),
                _ => State::Ascii,
            };
        }
        if !matches!(self.state, State::Ascii) {
            return;
        }
        let body = self.pending.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&self.pending);
        if body.is_ascii() {
            return;
        }
        let is_utf8 = match std::str::from_utf8(body) {
            Ok(_) => true,
            // A sequence may be cut off at the end of a part, but not at the end of the file.
            Err(error) => {
                let is_cut_off = error.error_len().is_none() && !self.at_end;
                is_cut_off || !body[..error.valid_up_to()].is_ascii()
            }
        };
        if is_utf8 {
            self.state = State::Unchanged;
            return;
        }
        let mut detector = EncodingDetector::new();
        detector.feed(body, self.at_end);
        let encoding = detector.guess(None, false);
        // Whoever reads the answer is told once.
        self.found.set(encoding.name());
        self.state = decoding(encoding);
    }
}

fn decoding(encoding: &'static Encoding) -> State {
    State::Decoding(Box::new(encoding.new_decoder_with_bom_removal()))
}

impl<R: Read> Read for DecodingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.passed == self.ready.len() {
            if matches!(self.state, State::Unchanged) && self.pending.is_empty() {
                return self.inner.read(out);
            }
            self.fill()?;
        }
        let rest = &self.ready[self.passed..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.passed += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(bytes: &[u8], encoding: Option<&str>) -> (Vec<u8>, Option<&'static str>) {
        let found = FoundEncoding::default();
        let encoding = encoding.map(|name| name.parse().unwrap());
        let mut out = Vec::new();
        DecodingReader::new(bytes, encoding, found.clone()).read_to_end(&mut out).unwrap();
        (out, found.name())
    }

    #[test]
    fn text_of_other_encodings_is_decoded() {
        let text = "person,company\nJörg Kühn,Größe AG\nJosé Peña,Café S.A.\n";
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(decoded(&latin, None), (text.as_bytes().to_vec(), Some("windows-1252")));
        assert_eq!(decoded(&latin, Some("cp1252")), (text.as_bytes().to_vec(), None));
        let russian = "person,company\nИван Петров,Газпром нефть\nСергей Иванов,Северсталь\n";
        let (page, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(decoded(&page, None), (russian.as_bytes().to_vec(), Some("windows-1251")));
        for mark in [&[0xff, 0xfe][..], &[0xfe, 0xff]] {
            let wide = text
                .encode_utf16()
                .flat_map(|unit| if mark[0] == 0xff { unit.to_le_bytes() } else { unit.to_be_bytes() });
            let bytes: Vec<u8> = mark.iter().copied().chain(wide).collect();
            assert_eq!(decoded(&bytes, None), (text.as_bytes().to_vec(), None));
        }
        // The only accent may be the last byte.
        assert_eq!(decoded(b"person,company\nann,Caf\xe9", None).0, "person,company\nann,Café".as_bytes());
        // Whatever comes late in a long file counts.
        let long = [b"a,b\n".repeat(CHUNK), latin.to_vec()].concat();
        assert_eq!(decoded(&long, None).1, Some("windows-1252"));
    }

    #[test]
    fn utf8_with_a_damaged_cell_stays_as_it_is() {
        let bytes = b"J\xc3\xb6rg,acme\nK\xfchn,acme\n";
        assert_eq!(decoded(bytes, None), (bytes.to_vec(), None));
    }

    proptest! {
        #[test]
        fn utf8_is_passed_on(text in "\\PC{0,40}", repeats in 1usize..4000) {
            let text = text.repeat(repeats);
            prop_assert_eq!(decoded(text.as_bytes(), None), (text.clone().into_bytes(), None));
        }
    }
}
