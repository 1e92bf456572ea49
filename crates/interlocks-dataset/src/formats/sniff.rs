//! The beginning of a file, by which its format is known.

use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use crate::input::{self, CheckedReader, Limits};

/// Bytes that are looked at.
pub const LOOKED_AT: u64 = 1 << 16;

/// Looking takes little of a file, whatever is in it.
const NO_LIMIT: Limits = Limits { line: u64::MAX, unpacked: u64::MAX };

/// The name of a file and its first bytes, unpacked.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// The name without its folder and without `.gz` or `.zst`, in small letters.
    pub name: String,
    pub text: String,
}

impl Head {
    /// The head of a file; none when it cannot be read as text. A pipe has none: what was looked at would
    /// be gone.
    pub fn of(path: &Path) -> Option<Head> {
        if !std::fs::metadata(path).ok()?.is_file() {
            return None;
        }
        let stream = input::open(path, NO_LIMIT).ok()?;
        Some(Head { name: plain_name(path)?, ..Head::of_stream(stream)? })
    }

    /// The head of what begins with some bytes, and has no name.
    pub fn of_bytes(bytes: &[u8]) -> Option<Head> {
        Head::of_stream(input::unpack(Box::new(io::Cursor::new(bytes.to_vec())), NO_LIMIT).ok()?)
    }

    /// What can be read of the beginning: a stream may be cut off in the middle of a packed block.
    fn of_stream(mut stream: CheckedReader) -> Option<Head> {
        let mut bytes = Vec::new();
        let read = stream.by_ref().take(LOOKED_AT).read_to_end(&mut bytes);
        if read.is_err() && bytes.is_empty() {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned();
        Some(Head { name: String::new(), text })
    }

    /// The first line that says something.
    pub fn first_line(&self) -> &str {
        self.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("")
    }

    /// The JSON object on the first line, if one stands there.
    pub fn first_object(&self) -> Option<serde_json::Map<String, Value>> {
        serde_json::from_str(self.first_line()).ok()
    }

    /// Whether the file begins as JSON and these keys stand in its beginning.
    pub fn has_keys(&self, keys: &[&str]) -> bool {
        let begins = self.text.trim_start().starts_with(['{', '[']);
        begins && keys.iter().all(|key| self.text.contains(&format!("\"{key}\"")))
    }
}

/// The name of a file without its folder and without what says how it is packed, in small letters.
pub fn plain_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
    Some(plain.to_owned())
}
