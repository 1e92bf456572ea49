//! Columns of texts of which few differ: each text once, and a number a row.

use std::hash::BuildHasher;

use hashbrown::HashMap;
use hashbrown::hash_table::HashTable;
use rayon::prelude::*;

use super::bit_packed::BitPacked;
use super::string_column::{StringColumn, StringColumnBuilder};

/// Gives equal texts equal numbers, counted from 0 in the order they come.
#[derive(Clone, Debug, Default)]
pub struct Interner {
    texts: StringColumnBuilder,
    /// StringColumn of up to 16 bytes are their own key: most cells are that short.
    short: HashMap<u128, u32>,
    long: HashTable<u32>,
    hasher: hashbrown::DefaultHashBuilder,
}

impl Interner {
    /// The number of a text.
    #[inline]
    pub fn number(&mut self, text: &str) -> u32 {
        match short_key(text) {
            Some(key) => match self.short.get(&key) {
                Some(&number) => number,
                None => {
                    let number = self.texts.push(text);
                    self.short.insert(key, number);
                    number
                }
            },
            None => self.long_number(text),
        }
    }

    fn long_number(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        if let Some(&number) = self.long.find(hash, |&number| self.texts.get(number) == text) {
            return number;
        }
        let number = self.texts.push(text);
        self.long.insert_unique(hash, number, |&number| self.hasher.hash_one(self.texts.get(number)));
        number
    }

    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text with a number.
    pub fn text(&self, number: u32) -> &str {
        self.texts.get(number)
    }

    /// The texts alone, by number.
    pub fn into_texts(self) -> StringColumnBuilder {
        self.texts
    }
}

/// A text of up to 16 bytes as a number. NUL is the padding, so a text that ends in it has none.
#[inline]
fn short_key(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() > 16 || bytes.last() == Some(&0) {
        return None;
    }
    // Two words, each shifted to where it stands; where they overlap they agree.
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

/// The different texts of several lists in order, and for each list where its texts went.
///
/// The outcome depends on the texts alone, not on how they are spread over the lists: it is the
/// same for any number of threads.
pub fn merged(lists: &[&StringColumnBuilder]) -> (StringColumn, Vec<Vec<u32>>) {
    let mut all: Vec<(&str, u32, u32)> = Vec::with_capacity(lists.iter().map(|list| list.len()).sum());
    for (from, list) in (0u32..).zip(lists) {
        all.extend(list.iter().zip(0u32..).map(|(text, number)| (text, from, number)));
    }
    all.par_sort_unstable();
    let mut moved: Vec<Vec<u32>> = lists.iter().map(|list| vec![0; list.len()]).collect();
    let mut texts = StringColumnBuilder::default();
    for group in all.chunk_by(|a, b| a.0 == b.0) {
        let number = texts.push(group[0].0);
        for &(_, list, old) in group {
            moved[list as usize][old as usize] = number;
        }
    }
    (texts.finish(), moved)
}

/// A column of texts of which few differ.
///
/// Number 0 is the empty text where any row has it.
#[derive(Clone, Debug, Default)]
pub struct DictColumn {
    pub codes: BitPacked,
    pub words: StringColumn,
}

/// What a question to the texts of a column comes to, row by row, without a text being read again.
#[derive(Debug)]
pub struct PerValue<'c, T> {
    codes: &'c BitPacked,
    answers: Vec<T>,
}

impl<T> PerValue<'_, T> {
    /// The answer for a row; none where the column holds nothing.
    #[inline]
    pub fn get(&self, row: usize) -> Option<&T> {
        self.answers.get(self.codes.get(row) as usize)
    }
}

impl DictColumn {
    /// The text of a row; empty where the column holds nothing.
    pub fn get(&self, row: usize) -> &str {
        self.words.get(self.codes.get(row) as usize)
    }

    /// Gathers the columns of several tables behind one another: each with its number of rows, or
    /// none where a table does not have the column.
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
        let (words, moved) = merged(&lists.iter().collect::<Vec<_>>());
        let mut codes = Vec::with_capacity(parts.iter().map(|(_, len)| len).sum());
        for ((part, len), moved) in parts.iter().zip(&moved) {
            match part {
                Some(part) => codes.extend(part.codes.iter().map(|code| moved[code as usize])),
                None => codes.resize(codes.len() + len, moved[0]),
            }
        }
        DictColumn { codes: BitPacked::of(&codes), words }
    }

    /// A question put to every text once, to be answered row by row.
    pub fn asked<T>(&self, question: impl Fn(&str) -> T) -> PerValue<'_, T> {
        PerValue { codes: &self.codes, answers: self.words.iter().map(question).collect() }
    }

    /// Whether no row has a text.
    pub fn is_blank(&self) -> bool {
        self.words.iter().all(str::is_empty)
    }

    /// The column with its rows in another order: row `i` is what `order[i]` was.
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
                    codes.push(part.iter().map(|text| interner.number(text)).collect::<Vec<u32>>());
                    interner.into_texts()
                }).collect();
                let (words, moved) = merged(&builders.iter().collect::<Vec<_>>());
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
