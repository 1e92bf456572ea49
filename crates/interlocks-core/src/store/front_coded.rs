//! Front-coded columns of sorted, distinct strings.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::bit_packed::BitPacked;
use super::partition_point;
use super::string_column::{StringColumn, StringRun};

/// Front-coded strings, in strictly ascending order of their bytes.
///
/// The first of every 16 strings is stored whole. Of each other string only the length of the prefix that it shares
/// with the string before and the remaining suffix are stored. Ids of registers shrink to a fraction in this way
/// (Witten, Moffat and Bell, *Managing Gigabytes*, 1999). [`get`](FrontCoded::get) decodes 16 strings at most;
/// [`position`](FrontCoded::position) is a binary search over the whole strings and then decodes 16 at most.
///
/// ```
/// use interlocks_core::store::FrontCoded;
/// let ids = FrontCoded::from_sorted(["acme", "acme-2", "beta"]);
/// assert_eq!(ids.get(1), "acme-2");
/// assert_eq!((ids.position("beta"), ids.position("gamma")), (Some(2), None));
/// ```
#[derive(Clone, Debug, Default)]
pub struct FrontCoded {
    prefix_lengths: BitPacked,
    suffixes: StringColumn,
}

/// The number of strings per whole one.
const STRIDE: usize = StringColumn::BLOCK;

impl FrontCoded {
    /// Codes strings, which must ascend strictly.
    pub fn from_sorted<'a>(texts: impl IntoIterator<Item = &'a str>) -> FrontCoded {
        FrontCoded::from_chunks(vec![encode(texts)])
    }

    /// Codes `len` strings, which must ascend strictly, in parallel; `rows(from, to)` returns the strings `from..to`.
    pub fn from_sorted_rows<'a, I: Iterator<Item = &'a str>>(
        len: usize,
        rows: impl Fn(usize, usize) -> I + Sync,
    ) -> FrontCoded {
        const CHUNK: usize = STRIDE << 12;
        let chunks: Vec<usize> = (0..len).step_by(CHUNK).collect();
        let coded = chunks.into_par_iter().map(|from| encode(rows(from, (from + CHUNK).min(len)))).collect();
        FrontCoded::from_chunks(coded)
    }

    fn from_chunks(chunks: Vec<(Vec<u32>, StringRun)>) -> FrontCoded {
        let (prefix_lengths, suffixes): (Vec<Vec<u32>>, Vec<StringRun>) = chunks.into_iter().unzip();
        FrontCoded {
            prefix_lengths: BitPacked::from_slice(&prefix_lengths.concat()),
            suffixes: StringColumn::from_runs(suffixes),
        }
    }

    /// Creates the column from its parts; `None` if their lengths differ.
    pub(super) fn from_parts(prefix_lengths: BitPacked, suffixes: StringColumn) -> Option<FrontCoded> {
        (prefix_lengths.len() == suffixes.len()).then_some(FrontCoded { prefix_lengths, suffixes })
    }

    pub(super) fn parts(&self) -> (&BitPacked, &StringColumn) {
        (&self.prefix_lengths, &self.suffixes)
    }

    /// Returns the number of strings.
    pub fn len(&self) -> usize {
        self.prefix_lengths.len()
    }

    /// Returns `true` if there are no strings.
    pub fn is_empty(&self) -> bool {
        self.prefix_lengths.is_empty()
    }

    /// Returns the string with a number; empty beyond the last.
    pub fn get(&self, number: usize) -> String {
        if number >= self.len() {
            return String::new();
        }
        let first = number / STRIDE * STRIDE;
        let mut prefixes = [0; STRIDE];
        self.prefix_lengths.unpack(first, &mut prefixes[..=number - first]);
        prefixes[0] = 0;
        let block = self.suffixes.block(number / STRIDE);
        // Backwards: of each string before, the bytes in front of those that are known. Few strings have any.
        let mut parts = [""; STRIDE];
        let (mut count, mut wanted) = (0, usize::MAX);
        for at in (0..=number - first).rev() {
            let prefix = prefixes[at] as usize;
            if prefix >= wanted {
                continue;
            }
            let suffix = block.get(at);
            parts[count] = suffix.get(..suffix.len().min(wanted - prefix)).unwrap_or_default();
            (count, wanted) = (count + 1, prefix);
            if wanted == 0 {
                break;
            }
        }
        let mut text = String::with_capacity(parts[..count].iter().map(|part| part.len()).sum());
        parts[..count].iter().rev().for_each(|part| text.push_str(part));
        text
    }

    /// Changes `text` from the string before `number` to the string with that number.
    fn decode_next(&self, text: &mut String, number: usize, suffix: &str) {
        let prefix = if number.is_multiple_of(STRIDE) { 0 } else { self.prefix_lengths.get(number) as usize };
        // The length may be wrong in a damaged file; then nothing is kept.
        text.truncate(if text.is_char_boundary(prefix) { prefix } else { 0 });
        text.push_str(suffix);
    }

    /// Calls `each` with the number and text of every string of `from..to`, in order.
    pub fn for_each(&self, from: usize, to: usize, mut each: impl FnMut(usize, &str)) {
        let mut text = String::new();
        let first = from / STRIDE * STRIDE;
        for (at, suffix) in (first..to.min(self.len())).zip(self.suffixes.range(first, to)) {
            self.decode_next(&mut text, at, suffix);
            if at >= from {
                each(at, &text);
            }
        }
    }

    /// Returns the lengths of the strings `from..to` in bytes, in order; no string is decoded.
    pub fn lengths(&self, from: usize, to: usize) -> impl Iterator<Item = u32> + '_ {
        let suffixes = self.suffixes.lengths(from, to);
        self.prefix_lengths.range(from, to).zip(suffixes).map(|(prefix, suffix)| prefix.saturating_add(suffix))
    }

    /// Binary search with a comparison, as in [`slice::binary_search_by`]: returns the number of the first string for
    /// which `order` does not return `Less`, and `true` if it returned `Equal` for it.
    pub fn search(&self, order: impl Fn(&str) -> Ordering) -> (usize, bool) {
        let blocks = self.len().div_ceil(STRIDE);
        // The first string of a block is whole.
        let beyond = partition_point(0, blocks, |block| order(self.suffixes.get(block * STRIDE)) != Ordering::Greater);
        let block = beyond.saturating_sub(1) * STRIDE;
        let mut text = String::new();
        let end = (block + STRIDE).min(self.len());
        for (at, suffix) in (block..end).zip(self.suffixes.range(block, end)) {
            self.decode_next(&mut text, at, suffix);
            match order(&text) {
                Ordering::Less => {}
                Ordering::Equal => return (at, true),
                Ordering::Greater => return (at, false),
            }
        }
        (end, false)
    }

    /// Returns the number of a string; `None` if it is not in the column.
    pub fn position(&self, wanted: &str) -> Option<usize> {
        let (at, found) = self.search(|text| text.cmp(wanted));
        found.then_some(at)
    }
}

/// Returns the prefix length and the suffix of each string. All chunks but the last must have a multiple of
/// [`STRIDE`] strings.
fn encode<'a>(texts: impl IntoIterator<Item = &'a str>) -> (Vec<u32>, StringRun) {
    let (mut prefix_lengths, mut suffixes, mut before) = (Vec::new(), StringRun::default(), "");
    for (number, text) in texts.into_iter().enumerate() {
        let common = if number % STRIDE == 0 { 0 } else { common_prefix(before, text) };
        prefix_lengths.push(common as u32);
        suffixes.push(&text[common..]);
        before = text;
    }
    (prefix_lengths, suffixes)
}

/// Returns the length in bytes of the longest common prefix that ends at a character boundary.
fn common_prefix(a: &str, b: &str) -> usize {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    (0..=common).rev().find(|&at| a.is_char_boundary(at) && b.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn texts_are_found_and_read_back(texts in prop::collection::btree_set("[ab¢é]{0,5}", 0..90), other in "[ab¢é]{0,5}") {
            let list: Vec<&str> = texts.iter().map(String::as_str).collect();
            let coded = FrontCoded::from_sorted(list.iter().copied());
            for (number, text) in list.iter().enumerate() {
                prop_assert_eq!(coded.get(number), *text);
                prop_assert_eq!(coded.position(text), Some(number));
            }
            prop_assert_eq!(coded.position(&other).is_some(), texts.contains(&other));
            let expected = list.partition_point(|text| **text < *other);
            prop_assert_eq!(coded.search(|text| text.cmp(&other)).0, expected);
            let mut seen = BTreeSet::new();
            coded.for_each(list.len() / 3, list.len(), |_, text| { seen.insert(text.to_owned()); });
            let lengths: Vec<u32> = list.iter().map(|text| text.len() as u32).collect();
            prop_assert_eq!(coded.lengths(list.len() / 2, list.len()).collect::<Vec<u32>>(), &lengths[list.len() / 2..]);
            prop_assert_eq!(seen, list[list.len() / 3..].iter().map(std::string::ToString::to_string).collect());
        }
    }
}
