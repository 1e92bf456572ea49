//! An inverted index over short texts: finds the rows that have a name or a part of one.
//!
//! The distinct words are sorted in one block of memory: a word is found by binary search, words with a common
//! prefix are adjacent, and a part of a word is searched for in that block and not in all texts. For each word the
//! rows that have it are stored as gaps, in separate lists for each position of the word in the text. A query for
//! a text of three words takes the rows with the first word at the beginning, the second inside and the third at the
//! end.
//!
//! The alternative was a finite-state map of whole names. It finds exact names and prefixes
//! but not a part of a name, and takes more memory than the words, of which millions of names share few.

mod build;
mod rows;

use std::ops::Range;

use super::archive::{Archive, ArchiveError, ArchiveWriter};
use super::bit_packed::BitPacked;
use super::bytes::Bytes;
use super::string_column::StringColumn;

use rows::{Intersection, Union};

/// An inverted index of the words of the texts of rows. Words are separated by single spaces.
///
/// A query returns candidates in ascending order: every row that matches is among them, and the caller checks
/// the texts of the candidates. Queries for a single word return exactly the rows that match.
///
/// ```
/// use interlocks_core::store::WordIndex;
/// let names = ["ann lee", "bo", "joanna lee-may"];
/// let index = WordIndex::new(names.len(), |rows, each| rows.for_each(|row| each(row, names[row])));
/// assert_eq!(index.rows_with_text("bo").collect::<Vec<u32>>(), [1]);
/// assert_eq!(index.rows_containing("ann").unwrap().collect::<Vec<u32>>(), [0, 2]);
/// assert_eq!(index.rows_containing("nna le").unwrap().collect::<Vec<u32>>(), [2]);
/// ```
#[derive(Clone, Debug)]
pub struct WordIndex {
    /// The distinct words, ascending.
    words: StringColumn,
    /// CSR offsets: the lists of word `w` are the bytes `starts[w]..starts[w + 1]` of `lists`.
    starts: BitPacked,
    /// For each word: a bit mask of the positions it has, the lengths of all its lists but the last, and the lists.
    lists: Bytes,
}

/// The position of a word in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    /// It is the whole text.
    Whole,
    First,
    Inner,
    Last,
}

impl Position {
    const ALL: [Position; 4] = [Position::Whole, Position::First, Position::Inner, Position::Last];
    const BEFORE_LAST: [Position; 2] = [Position::First, Position::Inner];
    const AFTER_FIRST: [Position; 2] = [Position::Inner, Position::Last];
}

/// The lists of more words than this are not joined, because going through all rows finds the first few matches
/// sooner.
const MOST_WORDS: usize = 4096;

impl WordIndex {
    /// Returns the distinct words, ascending.
    pub fn words(&self) -> &StringColumn {
        &self.words
    }

    /// Returns the rows that may have exactly this text.
    pub fn rows_with_text(&self, text: &str) -> impl Iterator<Item = u32> + '_ {
        let words: Vec<&str> = text.split(' ').collect();
        let last = words.len() - 1;
        let unions = words.iter().enumerate().map(|(at, word)| {
            let position = match at {
                _ if last == 0 => Position::Whole,
                0 => Position::First,
                at if at == last => Position::Last,
                _ => Position::Inner,
            };
            self.union(self.words.position(word), &[position])
        });
        intersect(unions.collect()).into_iter().flatten()
    }

    /// Returns the rows that may have a text that contains `part`; `None` if so many words match that it is better
    /// to check all rows one by one.
    pub fn rows_containing(&self, part: &str) -> Option<impl Iterator<Item = u32> + '_> {
        let words: Vec<&str> = part.split(' ').collect();
        let last = words.len() - 1;
        let unions = words.iter().enumerate().filter_map(|(at, word)| {
            let (numbers, positions) = match at {
                _ if last == 0 => (self.words.find_containing(word, MOST_WORDS, |_| true)?, &Position::ALL[..]),
                0 => {
                    let ending = self.words.find_containing(word, MOST_WORDS, |whole| whole.ends_with(word))?;
                    (ending, &Position::BEFORE_LAST[..])
                }
                at if at == last => {
                    (self.words_with_prefix(word).take(MOST_WORDS + 1).collect(), &Position::AFTER_FIRST[..])
                }
                _ => (self.words.position(word).into_iter().collect(), &[Position::Inner][..]),
            };
            (numbers.len() <= MOST_WORDS).then(|| self.union(numbers, positions))
        });
        intersect(unions.collect())
    }

    /// Returns the rows, among the first `rows`, with a text that contains each of some parts of words. Parts have no spaces. If
    /// every row has one text, these are exactly the rows that match; of a row with several, the parts may be in different ones.
    ///
    /// Cost: the lists of all words that have the parts; memory: a bit a row for each part.
    pub fn rows_containing_all(&self, parts: &[&str], rows: usize) -> Vec<u32> {
        let union = |part: &&str| {
            let words = self.words.find_containing(part, usize::MAX, |_| true).unwrap_or_default();
            self.union(words, &Position::ALL)
        };
        let mut unions: Vec<Union<'_>> = parts.iter().map(union).collect();
        unions.sort_by_key(Union::bytes);
        let mut unions = unions.into_iter();
        let Some(first) = unions.next() else { return (0..rows as u32).collect() };
        let mut found: Vec<u32> = first.rows_below(rows).iter().collect();
        for union in unions {
            if found.is_empty() {
                break;
            }
            let others = union.rows_below(rows);
            found.retain(|row| others.contains(*row));
        }
        found
    }

    /// Returns the rows with a text that has any of these words, given by number.
    pub fn rows_with_any_word(&self, words: impl IntoIterator<Item = usize>) -> impl Iterator<Item = u32> + '_ {
        self.union(words, &Position::ALL)
    }

    /// Returns the numbers of the words that begin with a prefix.
    pub fn words_with_prefix(&self, prefix: &str) -> Range<usize> {
        let from = self.words.partition_point(|word| word < prefix);
        from..self.words.partition_point(|word| word < prefix || word.starts_with(prefix)).max(from)
    }

    /// Returns the lists of a word by position; a list may be empty.
    fn lists(&self, word: usize) -> [&[u8]; 4] {
        let mut lists: [&[u8]; 4] = [&[]; 4];
        let range = self.starts.get_wide(word) as usize..self.starts.get_wide(word + 1) as usize;
        let Some((&mask, mut rest)) = self.lists.get(range).and_then(<[u8]>::split_first) else { return lists };
        let present: Vec<usize> = (0..4).filter(|position| mask & 1 << position != 0).collect();
        let lengths: Vec<usize> =
            present.iter().skip(1).map(|_| rows::read_varint(&mut rest).unwrap_or(0) as usize).collect();
        for (at, position) in present.iter().enumerate() {
            let length = lengths.get(at).copied().unwrap_or(rest.len()).min(rest.len());
            (lists[*position], rest) = rest.split_at(length);
        }
        lists
    }

    fn union(&self, words: impl IntoIterator<Item = usize>, positions: &[Position]) -> Union<'_> {
        let lists = words.into_iter().flat_map(|word| {
            let lists = self.lists(word);
            positions.iter().map(move |position| lists[*position as usize]).filter(|list| !list.is_empty())
        });
        Union::new(lists)
    }

    /// Adds the index to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.add_string_column(name, &self.words);
        out.add_bit_packed(&format!("{name}.o"), &self.starts);
        out.add_bytes(&format!("{name}.r"), self.lists.clone());
    }

    /// Loads the index with this name from an archive.
    ///
    /// # Errors
    /// [`ArchiveError::Section`] if it is missing or its shape is wrong.
    pub fn load(name: &str, archive: &Archive) -> Result<WordIndex, ArchiveError> {
        let (words, starts) = (archive.string_column(name)?, archive.bit_packed(&format!("{name}.o"))?);
        if starts.len() != words.len() + 1 {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(WordIndex { words, starts, lists: archive.bytes(&format!("{name}.r"))? })
    }
}

/// The cost of checking a candidate, in bytes of a list that could be read instead.
const CHECK_COST: usize = 8;

/// Returns the rows that may be in all of several unions; `None` if there are no unions. The cheapest union leads. A
/// union that is more expensive to read than checking the candidates is left out, as the caller checks them anyway.
fn intersect(mut unions: Vec<Union<'_>>) -> Option<Intersection<'_>> {
    unions.sort_by_key(Union::cost);
    let mut unions = unions.into_iter();
    let driver = unions.next()?;
    let worth = driver.bytes().saturating_mul(CHECK_COST);
    Some(Intersection::new(driver, unions.filter(|union| union.cost() <= worth).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_that_has_a_text_is_a_candidate(texts in prop::collection::vec(prop::collection::vec("[aéb]{0,2}( [ab]{0,2}){0,3}", 0..3), 0..40), part in "[aéb]{0,2}( [ab]{0,2}){0,3}") {
            let index = WordIndex::new(texts.len(), |rows, each| {
                for row in rows {
                    texts[row].iter().for_each(|text| each(row, text));
                }
            });
            let rows = |fits: &dyn Fn(&str) -> bool| -> Vec<u32> {
                (0..texts.len()).filter(|row| texts[*row].iter().any(|text| fits(text))).map(|row| row as u32).collect()
            };
            let equal: Vec<u32> = index.rows_with_text(&part).collect();
            prop_assert!(equal.is_sorted_by(|a, b| a < b));
            prop_assert!(rows(&|text| text == part).iter().all(|row| equal.contains(row)));
            let containing: Vec<u32> = index.rows_containing(&part).unwrap().collect();
            prop_assert!(containing.is_sorted_by(|a, b| a < b));
            prop_assert!(rows(&|text| text.contains(&part)).iter().all(|row| containing.contains(row)));
            let parts: Vec<&str> = part.split(' ').collect();
            let all = index.rows_containing_all(&parts, texts.len());
            let has = |row: &usize, part: &str| texts[*row].iter().any(|text| text.contains(part));
            let with_all = (0..texts.len()).filter(|row| parts.iter().all(|part| has(row, part)));
            let with_all: Vec<u32> = with_all.map(|row| row as u32).collect();
            // A row without a text has the empty part nowhere; one with an empty text has the empty word.
            prop_assert_eq!(&all, &with_all);
            prop_assert!(index.rows_containing_all(&parts, 7).iter().eq(all.iter().filter(|row| **row < 7)));
            if !part.contains(' ') {
                // The candidates for a single word are exact.
                prop_assert_eq!(equal, rows(&|text| text == part));
                prop_assert_eq!(containing, rows(&|text| text.contains(&part)));
            }
            let alike = index.rows_with_any_word(index.words_with_prefix(&part)).collect::<Vec<u32>>();
            prop_assert_eq!(alike, rows(&|text| text.split(' ').any(|word| word.starts_with(&part))));
        }

        #[test]
        fn no_index_however_hostile_panics(lists in prop::collection::vec(any::<u8>(), 0..50), starts in prop::collection::vec(0u64..70, 4)) {
            let index = WordIndex { words: StringColumn::from_iter(["a", "ab", "b"]), starts: BitPacked::from_wide_slice(&starts), lists: lists.into() };
            for text in ["a", "ab", "b a", "a b ab", ""] {
                index.rows_with_text(text).count();
                index.rows_containing(text).into_iter().flatten().count();
                assert!(index.rows_containing_all(&[text], 5).iter().all(|row| *row < 5));
            }
        }
    }
}
