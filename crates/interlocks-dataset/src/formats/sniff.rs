//! The beginning of a file, by which its format is recognized.

use std::io::{self, Read};

use serde_json::Value;

use crate::input::{self, CheckedReader, NO_LIMIT};

/// The number of bytes that are examined.
pub(crate) const SNIFFED_BYTES: u64 = 1 << 16;

/// The name of a file and its first bytes, decompressed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Head {
    /// The name without its folder and without `.gz` or `.zst`, in lower case.
    pub name: String,
    /// The beginning of the text.
    pub text: String,
}

impl Head {
    /// Returns the head of a stream without a name that begins with these bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Head> {
        Head::from_stream("", input::unpack(Box::new(io::Cursor::new(bytes.to_vec())), NO_LIMIT, None).ok()?)
    }

    /// Reads the beginning as far as possible: it may end inside a compressed block.
    pub(crate) fn from_stream(name: &str, mut stream: CheckedReader) -> Option<Head> {
        let mut bytes = Vec::new();
        let read = stream.by_ref().take(SNIFFED_BYTES).read_to_end(&mut bytes);
        if read.is_err() && bytes.is_empty() {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
        Some(Head { name: plain_name(name), text })
    }

    /// Returns the first line that is not blank.
    pub(crate) fn first_line(&self) -> &str {
        self.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("")
    }

    /// Returns the JSON object on the first line, if there is one.
    pub(crate) fn first_object(&self) -> Option<serde_json::Map<String, Value>> {
        serde_json::from_str(self.first_line()).ok()
    }

    /// Returns `true` if the file begins as JSON and its beginning contains these keys.
    pub(crate) fn has_keys(&self, keys: &[&str]) -> bool {
        let begins = self.text.trim_start().starts_with(['{', '[']);
        begins && keys.iter().all(|key| self.text.contains(&format!("\"{key}\"")))
    }
}

/// Returns the name of a file, or of a part of one, without its folder and without `.gz` or `.zst`, in lower case.
pub(crate) fn plain_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\', '#']).next().unwrap_or(name).to_lowercase();
    let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
    plain.to_owned()
}
