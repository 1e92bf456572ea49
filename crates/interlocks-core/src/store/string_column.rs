//! Columns of strings.

use super::bit_packed::BitPacked;
use super::bytes::Bytes;
use super::partition_point;

/// A column of strings in one block of memory.
///
/// The lengths are bit-packed, and the start is stored for every 32nd string only, so a string costs its bytes
/// and a few bits. [`get`](StringColumn::get) adds up 31 lengths at most.
///
/// ```
/// use interlocks_core::store::StringColumn;
/// let names = StringColumn::from_iter(["Ann", "", "Bo"]);
/// assert_eq!((names.get(0), names.get(1), names.get(2), names.len()), ("Ann", "", "Bo", 3));
/// ```
#[derive(Clone, Debug, Default)]
pub struct StringColumn {
    bytes: Bytes,
    lengths: BitPacked,
    starts: BitPacked,
}

/// Consecutive strings of a column, with their places.
pub(super) struct StringBlock<'c> {
    column: &'c StringColumn,
    starts: [usize; StringColumn::BLOCK + 1],
}

impl StringBlock<'_> {
    /// Returns a string by its place in the block.
    pub(super) fn get(&self, at: usize) -> &str {
        self.column.slice(self.starts[at], self.starts[at + 1] - self.starts[at])
    }
}

/// The number of strings per stored start.
const STRIDE: usize = 32;

impl StringColumn {
    /// The number of strings in a [`block`](StringColumn::block).
    pub(super) const BLOCK: usize = 16;

    /// Creates the column from its parts; `None` if their lengths do not agree.
    pub(super) fn from_parts(bytes: Bytes, lengths: BitPacked, starts: BitPacked) -> Option<StringColumn> {
        (starts.len() == lengths.len().div_ceil(STRIDE)).then_some(StringColumn { bytes, lengths, starts })
    }

    pub(super) fn parts(&self) -> (&Bytes, &BitPacked, &BitPacked) {
        (&self.bytes, &self.lengths, &self.starts)
    }

    /// Returns the number of strings.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Returns `true` if there are no strings.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Returns the string with a number; empty beyond the last, or if its bytes are damaged.
    pub fn get(&self, number: usize) -> &str {
        if number >= self.len() {
            return "";
        }
        let first = number / STRIDE * STRIDE;
        let mut lengths = [0; STRIDE];
        self.lengths.unpack(first, &mut lengths[..=number - first]);
        let skipped: usize = lengths[..number - first].iter().map(|length| *length as usize).sum();
        let start = (self.starts.get_wide(number / STRIDE) as usize).saturating_add(skipped);
        self.slice(start, lengths[number - first] as usize)
    }

    /// Returns the strings of a block of [`BLOCK`](StringColumn::BLOCK), for reading several of them in any order.
    pub(super) fn block(&self, block: usize) -> StringBlock<'_> {
        let from = block * StringColumn::BLOCK;
        let first = from / STRIDE * STRIDE;
        let mut lengths = [0; STRIDE];
        let end = (from + StringColumn::BLOCK).min(self.len()).max(first);
        self.lengths.unpack(first, &mut lengths[..end - first]);
        let mut at = self.starts.get_wide(from / STRIDE) as usize;
        at = lengths[..from - first].iter().fold(at, |at, length| at.saturating_add(*length as usize));
        let mut starts = [at; StringColumn::BLOCK + 1];
        for (number, length) in lengths[from - first..].iter().take(StringColumn::BLOCK).enumerate() {
            at = at.saturating_add(*length as usize);
            starts[number + 1] = at;
        }
        StringBlock { column: self, starts }
    }

    fn slice(&self, start: usize, length: usize) -> &str {
        let bytes = self.bytes.get(start..start.saturating_add(length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Returns the lengths of the strings `from..to` in bytes, in order; their bytes are not read.
    pub fn lengths(&self, from: usize, to: usize) -> impl Iterator<Item = u32> + '_ {
        self.lengths.range(from, to)
    }

    /// Returns the strings `from..to`, in order; much faster than calling [`get`](StringColumn::get) for each.
    pub fn range(&self, from: usize, to: usize) -> impl Iterator<Item = &str> + '_ {
        let first = from / STRIDE * STRIDE;
        let skipped: usize = self.lengths.range(first, from).map(|length| length as usize).sum();
        let mut start = (self.starts.get_wide(from / STRIDE) as usize).saturating_add(skipped);
        self.lengths.range(from, to).map(move |length| {
            let text = self.slice(start, length as usize);
            start = start.saturating_add(length as usize);
            text
        })
    }

    /// Returns all strings, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        self.range(0, self.len())
    }

    /// Returns the number of the first string that is not `below`, by binary search, as
    /// [`slice::partition_point`] does.
    pub fn partition_point(&self, below: impl Fn(&str) -> bool) -> usize {
        partition_point(0, self.len(), |number| below(self.get(number)))
    }

    /// Returns the number of a string, by binary search: the strings must be in ascending order.
    pub fn position(&self, wanted: &str) -> Option<usize> {
        let at = self.partition_point(|text| text < wanted);
        (at < self.len() && self.get(at) == wanted).then_some(at)
    }

    /// Returns the numbers of the strings that contain `part` and for which `matches` is `true`, in order; `None` if
    /// they are more than `most`. Searches the memory of all strings at once.
    pub fn find_containing(&self, part: &str, most: usize, matches: impl Fn(&str) -> bool) -> Option<Vec<usize>> {
        if part.is_empty() {
            let found: Vec<usize> =
                (0..self.len()).filter(|at| matches(self.get(*at))).take(most.saturating_add(1)).collect();
            return (found.len() <= most).then_some(found);
        }
        let bytes = self.bytes.as_slice();
        let finder = memchr::memmem::Finder::new(part);
        let mut found = Vec::new();
        let (mut number, mut start, mut from) = (0, 0, 0);
        while let Some(hit) = bytes.get(from..).and_then(|rest| finder.find(rest)).map(|at| from + at) {
            // The string in which the hit begins: first its stride, then the string in it.
            let stride = self.starts.partition_point_wide(|first| first <= hit as u64).saturating_sub(1);
            if stride > number / STRIDE {
                (number, start) = (stride * STRIDE, self.starts.get_wide(stride) as usize);
            }
            let mut end = start + self.lengths.get(number) as usize;
            while end <= hit && number + 1 < self.len() {
                number += 1;
                (start, end) = (end, end + self.lengths.get(number) as usize);
            }
            // A hit may extend into the next string.
            let inside = hit >= start && hit + part.len() <= end;
            if inside && matches(self.slice(start, end - start)) {
                found.push(number);
                if found.len() > most {
                    return None;
                }
            }
            from = if inside { end.max(hit + 1) } else { hit + 1 };
        }
        Some(found)
    }
}

impl<'a> FromIterator<&'a str> for StringColumn {
    fn from_iter<I: IntoIterator<Item = &'a str>>(texts: I) -> StringColumn {
        let mut builder = StringColumnBuilder::default();
        for text in texts {
            builder.push(text);
        }
        builder.finish()
    }
}

/// Builds a [`StringColumn`], with random access to the strings that were added.
#[derive(Clone, Debug, Default)]
pub struct StringColumnBuilder {
    text: String,
    ends: Vec<u64>,
}

impl StringColumnBuilder {
    /// Adds a string and returns its number.
    pub fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u64);
        (self.ends.len() - 1) as u32
    }

    /// Returns the number of strings so far.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns `true` if there are no strings yet.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the offset at which a string begins.
    fn start(&self, number: usize) -> usize {
        if number == 0 { 0 } else { self.ends[number - 1] as usize }
    }

    /// Returns the string with a number.
    pub fn get(&self, number: u32) -> &str {
        &self.text[self.start(number as usize)..self.ends[number as usize] as usize]
    }

    /// Returns all strings so far.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        (0..self.len() as u32).map(|number| self.get(number))
    }

    /// Returns the finished column.
    pub fn finish(self) -> StringColumn {
        let lengths: Vec<u32> =
            (0..self.len()).map(|number| (self.ends[number] as usize - self.start(number)) as u32).collect();
        let starts: Vec<u64> = (0..self.len()).step_by(STRIDE).map(|number| self.start(number) as u64).collect();
        StringColumn {
            bytes: self.text.into_bytes().into(),
            lengths: BitPacked::from_slice(&lengths),
            starts: BitPacked::from_wide_slice(&starts),
        }
    }
}

/// A run of strings to be concatenated with others by [`StringColumn::from_runs`]; it needs less memory than a
/// [`StringColumnBuilder`] but has no random access.
#[derive(Clone, Debug, Default)]
pub struct StringRun {
    text: String,
    lengths: Vec<u32>,
}

impl StringRun {
    /// Adds a string.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.lengths.push(text.len() as u32);
    }

    /// Returns the number of strings so far.
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Returns `true` if there are no strings yet.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Returns the strings in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        let mut start = 0;
        self.lengths.iter().map(move |length| {
            let end = start + *length as usize;
            let text = &self.text[start..end];
            start = end;
            text
        })
    }

    /// Releases memory that was reserved but not used.
    pub fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.lengths.shrink_to_fit();
    }
}

impl StringColumn {
    /// Concatenates several runs.
    pub fn from_runs(runs: Vec<StringRun>) -> StringColumn {
        let mut text = Vec::with_capacity(runs.iter().map(|run| run.text.len()).sum());
        let mut lengths = Vec::with_capacity(runs.iter().map(StringRun::len).sum());
        for run in runs {
            text.extend_from_slice(run.text.as_bytes());
            lengths.extend_from_slice(&run.lengths);
        }
        let mut starts = Vec::with_capacity(lengths.len().div_ceil(STRIDE));
        let mut start = 0u64;
        for stride in lengths.chunks(STRIDE) {
            starts.push(start);
            start += stride.iter().map(|length| u64::from(*length)).sum::<u64>();
        }
        StringColumn {
            bytes: text.into(),
            lengths: BitPacked::from_slice(&lengths),
            starts: BitPacked::from_wide_slice(&starts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_are_read_back_by_number(texts in prop::collection::vec("\\PC{0,9}", 0..150), from in 0usize..150) {
            let packed = StringColumn::from_iter(texts.iter().map(String::as_str));
            prop_assert!(packed.iter().eq(texts.iter().map(String::as_str)));
            for (number, text) in texts.iter().enumerate() {
                prop_assert_eq!(packed.get(number), text);
            }
            prop_assert_eq!(packed.get(texts.len()), "");
            let from = from.min(texts.len());
            prop_assert!(packed.range(from, texts.len()).eq(texts[from..].iter().map(String::as_str)));
        }
    }
}
