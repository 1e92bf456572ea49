//! Interned strings and dictionary columns: each distinct string once, and one number per row.

use std::hash::BuildHasher;

use hashbrown::HashMap;
use hashbrown::hash_table::HashTable;
use rayon::prelude::*;

use super::bit_packed::BitPacked;
use super::string_column::{StringColumn, StringColumnBuilder};

/// Assigns numbers to distinct strings, from 0 in the order of their first occurrence.
///
/// ```
/// use interlocks_core::store::Interner;
/// let mut interner = Interner::default();
/// let numbers = ["chair", "director", "chair"].map(|text| interner.intern(text));
/// assert_eq!(numbers, [0, 1, 0]);
/// assert_eq!(interner.get(1), "director");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Interner {
    texts: StringColumnBuilder,
    /// Strings of up to 16 bytes are keys without a hash of their own; most cells are that short.
    short: HashMap<u128, u32>,
    long: HashTable<u32>,
    hasher: hashbrown::DefaultHashBuilder,
}

impl Interner {
    /// Returns the number of a string, which is new if the string is.
    #[inline]
    pub fn intern(&mut self, text: &str) -> u32 {
        self.intern_if(text, |_| true).unwrap_or_default()
    }

    /// Returns the number of a string. A new string gets a number only if `accept` returns `true` for it.
    #[inline]
    pub fn intern_if(&mut self, text: &str, accept: impl FnOnce(&str) -> bool) -> Option<u32> {
        match short_key(text) {
            Some(key) => match self.short.get(&key) {
                Some(&number) => Some(number),
                None if accept(text) => {
                    let number = self.texts.push(text);
                    self.short.insert(key, number);
                    Some(number)
                }
                None => None,
            },
            None => self.intern_long(text, accept),
        }
    }

    fn intern_long(&mut self, text: &str, accept: impl FnOnce(&str) -> bool) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        if let Some(&number) = self.long.find(hash, |&number| self.texts.get(number) == text) {
            return Some(number);
        }
        if !accept(text) {
            return None;
        }
        let number = self.texts.push(text);
        self.long.insert_unique(hash, number, |&number| self.hasher.hash_one(self.texts.get(number)));
        Some(number)
    }

    /// Returns the number of distinct strings.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns `true` if there are no strings.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Returns the string with a number.
    pub fn get(&self, number: u32) -> &str {
        self.texts.get(number)
    }

    /// Returns the distinct strings in the order of their numbers.
    pub fn into_texts(self) -> StringColumnBuilder {
        self.texts
    }
}

/// Returns a string of up to 16 bytes as a number, padded with NUL; `None` if it is longer or ends in NUL.
#[inline]
fn short_key(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() > 16 || bytes.last() == Some(&0) {
        return None;
    }
    // Two overlapping words, each shifted to its place; the bytes they share are equal.
    let len = bytes.len() as u32;
    Some(match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let rest = u128::from(u64::from_le_bytes(*last)) << (8 * (len - 8));
            u128::from(u64::from_le_bytes(*first)) | rest
        }
        _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let rest = u64::from(u32::from_le_bytes(*last)) << (8 * (len - 4));
                u128::from(u64::from(u32::from_le_bytes(*first)) | rest)
            }
            _ => bytes.iter().rev().fold(0, |key, byte| key << 8 | u128::from(*byte)),
        },
    })
}

/// Merges several lists of strings: returns the distinct strings in ascending order, and for each list the new number
/// of each of its strings.
///
/// The result does not depend on how the strings are distributed over the lists, so it is the same for any number of
/// threads. Cost: a parallel sort of all strings.
pub fn merge_texts(lists: &[&StringColumnBuilder]) -> (StringColumn, Vec<Vec<u32>>) {
    let mut all: Vec<ListedText<'_>> = Vec::with_capacity(lists.iter().map(|list| list.len()).sum());
    for (from, list) in (0u32..).zip(lists) {
        all.extend(list.iter().zip(0u32..).map(|(text, number)| ListedText::new(text, from, number)));
    }
    all.par_sort_unstable();
    let mut new_numbers: Vec<Vec<u32>> = lists.iter().map(|list| vec![0; list.len()]).collect();
    let mut texts = StringColumnBuilder::default();
    for group in all.chunk_by(|a, b| a.head == b.head && a.text == b.text) {
        let number = texts.push(group[0].text);
        for listed in group {
            new_numbers[listed.list as usize][listed.number as usize] = number;
        }
    }
    (texts.finish(), new_numbers)
}

/// A text of a list. The order of fields is the order of texts: the first bytes decide most comparisons without a look at the
/// text itself.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ListedText<'t> {
    /// The first bytes as a number, padded with NUL.
    head: u64,
    text: &'t str,
    list: u32,
    number: u32,
}

impl ListedText<'_> {
    fn new(text: &str, list: u32, number: u32) -> ListedText<'_> {
        let mut head = [0; 8];
        let len = text.len().min(8);
        head[..len].copy_from_slice(&text.as_bytes()[..len]);
        ListedText { head: u64::from_be_bytes(head), text, list, number }
    }
}

/// A dictionary column: strings of which few are distinct.
///
/// The dictionary is sorted, so code 0 is the empty string if any row has it.
#[derive(Clone, Debug, Default)]
pub struct DictColumn {
    /// The code of each row: an index into `words`.
    pub codes: BitPacked,
    /// The dictionary.
    pub words: StringColumn,
}

/// A per-row view of a function that was evaluated once for each distinct string of a [`DictColumn`].
///
/// It is made by [`DictColumn::map_values`].
#[derive(Debug)]
pub struct PerValue<'c, T> {
    codes: &'c BitPacked,
    values: Vec<T>,
}

impl<T> PerValue<'_, T> {
    /// Returns the value for a row; `None` if the column is empty.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&T> {
        self.values.get(self.codes.get(row) as usize)
    }
}

impl DictColumn {
    /// Returns the string of a row; empty if the column is empty.
    pub fn get(&self, row: usize) -> &str {
        self.words.get(self.codes.get(row) as usize)
    }

    /// Builds a column from the string of each row.
    pub fn from_texts(texts: &[&str]) -> DictColumn {
        let mut words = Interner::default();
        let codes: Vec<u32> = texts.iter().map(|text| words.intern(text)).collect();
        let (words, renumbered) = merge_texts(&[&words.into_texts()]);
        let number = |code: &u32| renumbered.first().and_then(|new| new.get(*code as usize)).copied().unwrap_or(0);
        DictColumn { codes: BitPacked::from_slice(&codes.iter().map(number).collect::<Vec<u32>>()), words }
    }

    /// Concatenates the columns of several tables, each with the number of rows of its table; `None` for a table that
    /// does not have the column.
    pub fn concat(parts: &[(Option<&DictColumn>, usize)]) -> DictColumn {
        let lists: Vec<StringColumnBuilder> = parts
            .iter()
            .map(|(part, _)| {
                let mut list = StringColumnBuilder::default();
                match part {
                    Some(part) => part.words.iter().for_each(|word| _ = list.push(word)),
                    None => _ = list.push(""),
                }
                list
            })
            .collect();
        let (words, new_codes) = merge_texts(&lists.iter().collect::<Vec<_>>());
        let mut codes = Vec::with_capacity(parts.iter().map(|(_, len)| len).sum());
        for ((part, len), new_codes) in parts.iter().zip(&new_codes) {
            match part {
                Some(part) => {
                    codes.extend(part.codes.iter().map(|code| new_codes.get(code as usize).copied().unwrap_or(0)));
                }
                None => codes.resize(codes.len() + len, new_codes[0]),
            }
        }
        DictColumn { codes: BitPacked::from_slice(&codes), words }
    }

    /// Evaluates `f` once for each distinct string and returns a per-row view of the results.
    ///
    /// ```
    /// use interlocks_core::store::{BitPacked, DictColumn, StringColumn};
    /// let roles = DictColumn {
    ///     codes: BitPacked::from_slice(&[1, 0, 1]),
    ///     words: StringColumn::from_iter(["chair", "director"]),
    /// };
    /// let is_chair = roles.map_values(|role| role == "chair");
    /// assert_eq!(is_chair.get(1), Some(&true));
    /// ```
    pub fn map_values<T>(&self, f: impl Fn(&str) -> T) -> PerValue<'_, T> {
        PerValue { codes: &self.codes, values: self.words.iter().map(f).collect() }
    }

    /// Returns `true` if every string is empty.
    pub fn is_blank(&self) -> bool {
        self.words.iter().all(str::is_empty)
    }

    /// Returns the column with its rows in another order: row `i` is the old row `order[i]`.
    #[must_use]
    pub fn reordered(&self, order: &[u32]) -> DictColumn {
        DictColumn { codes: self.codes.reordered(order), words: self.words.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn merging_does_not_depend_on_the_lists(texts in prop::collection::vec("[ab\u{0}]{0,3}|[ab]{15,19}", 0..60), cut in 0usize..60) {
            let lists = |parts: &[&[String]]| -> (Vec<String>, Vec<Vec<u32>>) {
                let mut codes = Vec::new();
                let builders: Vec<StringColumnBuilder> = parts.iter().map(|part| {
                    let mut interner = Interner::default();
                    codes.push(part.iter().map(|text| interner.intern(text)).collect::<Vec<u32>>());
                    interner.into_texts()
                }).collect();
                let (words, moved) = merge_texts(&builders.iter().collect::<Vec<_>>());
                let codes = codes.iter().zip(&moved).map(|(c, m)| c.iter().map(|n| m[*n as usize]).collect()).collect();
                (words.iter().map(str::to_owned).collect(), codes)
            };
            let (a, b) = texts.split_at(cut.min(texts.len()));
            let (words, codes) = lists(&[a, b]);
            let (one, whole) = lists(&[&texts]);
            prop_assert_eq!(&words, &one);
            prop_assert_eq!(codes.concat(), whole.concat());
            let sorted: BTreeSet<&String> = texts.iter().collect();
            prop_assert!(words.iter().eq(sorted));
            prop_assert!(codes.concat().iter().map(|c| &words[*c as usize]).eq(texts.iter()));
        }

        #[test]
        fn the_key_of_a_short_text_is_its_bytes(text in "[ -~]{0,16}") {
            let mut bytes = [0u8; 16];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            prop_assert_eq!(short_key(&text), Some(u128::from_le_bytes(bytes)));
        }
    }
}
