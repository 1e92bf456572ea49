//! Bytes of a column: owned, or part of a mapped file.

use std::ops::Range;
use std::sync::Arc;

use super::mapped::Map;

/// Bytes that are only read.
///
/// Bytes of a mapped file are checked against their checksums when they are first touched; what
/// fails the check is not handed out, and the map remembers it.
#[derive(Clone, Debug)]
pub enum Bytes {
    Owned(Arc<Vec<u8>>),
    Mapped { map: Arc<Map>, start: usize, len: usize },
}

impl Default for Bytes {
    fn default() -> Bytes {
        Bytes::Owned(Arc::default())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        Bytes::Owned(Arc::new(bytes))
    }
}

impl Bytes {
    /// How many bytes there are.
    pub fn len(&self) -> usize {
        match self {
            Bytes::Owned(bytes) => bytes.len(),
            Bytes::Mapped { len, .. } => *len,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of a range; none where the range does not lie inside, or is damaged.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        match self {
            Bytes::Owned(bytes) => bytes.get(range),
            Bytes::Mapped { map, start, len } => {
                if range.start > range.end || range.end > *len {
                    return None;
                }
                map.get(start + range.start..start + range.end)
            }
        }
    }

    /// All bytes; none of them where some are damaged.
    pub fn all(&self) -> &[u8] {
        self.get(0..self.len()).unwrap_or_default()
    }
}
