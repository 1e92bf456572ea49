//! The bytes of a column: owned, or part of a memory-mapped file.

use std::ops::Range;
use std::sync::Arc;

use super::mapped::Map;

/// Read-only bytes, cheap to clone.
///
/// Bytes of a mapped file are checked against their checksums when they are first read. Bytes that
/// fail the check are not returned, and the map records the damage.
#[derive(Clone, Debug)]
pub struct Bytes(Storage);

#[derive(Clone, Debug)]
enum Storage {
    Owned(Arc<Vec<u8>>),
    Mapped { map: Arc<Map>, start: usize, len: usize },
}

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes(Storage::Owned(Arc::default()))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes(Storage::Owned(Arc::new(bytes)))
    }
}

impl Bytes {
    /// Creates the bytes `start..start + len` of a mapped file.
    pub(super) fn mapped(map: Arc<Map>, start: usize, len: usize) -> Bytes {
        Bytes(Storage::Mapped { map, start, len })
    }

    /// Returns the number of bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Storage::Owned(bytes) => bytes.len(),
            Storage::Mapped { len, .. } => *len,
        }
    }

    /// Returns `true` if there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the bytes of a range; `None` if the range is out of bounds or damaged.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        match &self.0 {
            Storage::Owned(bytes) => bytes.get(range),
            Storage::Mapped { map, start, len } => {
                if range.start > range.end || range.end > *len {
                    return None;
                }
                map.get(start + range.start..start + range.end)
            }
        }
    }

    /// Returns all bytes; an empty slice if any of them are damaged.
    pub fn as_slice(&self) -> &[u8] {
        self.get(0..self.len()).unwrap_or_default()
    }
}
