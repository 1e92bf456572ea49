//! Which rows hold which words: an index over short texts, to find a name or a part of one.
//!
//! The different words stand sorted in one piece of memory, so a word is found by halving, the
//! words that begin alike lie together, and a part of a word is searched for in that memory and
//! not in all texts. For each word the rows that hold it are kept as gaps, apart by where in the text the
//! word stands: a text of three words that is asked for as a whole is looked for where the first
//! begins a text, the second stands inside and the third ends one.
//!
//! A finite-state map of whole names was the other choice: it answers exact names and beginnings
//! but no part of a name, and takes more memory than the words, which few millions of names share.

mod build;
mod rows;

use std::ops::Range;

use super::archive::{Archive, ArchiveError, ArchiveWriter};
use super::bit_packed::BitPacked;
use super::bytes::Bytes;
use super::string_column::StringColumn;

use rows::{Meeting, Union};

/// An index of the words of texts, which rows hold; words are what stands between single spaces.
///
/// It answers candidates: every row that holds a text is among them, and whoever asks looks at the
/// texts of the candidates again.
///
/// ```
/// use interlocks_core::store::WordIndex;
/// let names = ["ann lee", "bo", "joanna lee-may"];
/// let index = WordIndex::of(names.len(), |rows, each| rows.for_each(|row| each(row, names[row])));
/// assert_eq!(index.equal("bo").collect::<Vec<u32>>(), [1]);
/// assert_eq!(index.holding("ann").unwrap().collect::<Vec<u32>>(), [0, 2]);
/// assert_eq!(index.holding("nna le").unwrap().collect::<Vec<u32>>(), [2]);
/// ```
#[derive(Clone, Debug)]
pub struct WordIndex {
    /// The different words, rising.
    words: StringColumn,
    /// Where the lists of each word begin; one more at the end.
    starts: BitPacked,
    /// For each word which places it has, the lengths of all its lists but the last, and the lists.
    lists: Bytes,
}

/// Where in a text a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is the whole text.
    Whole,
    First,
    Inner,
    Last,
}

impl Place {
    const ALL: [Place; 4] = [Place::Whole, Place::First, Place::Inner, Place::Last];
    const BEFORE_LAST: [Place; 2] = [Place::First, Place::Inner];
    const AFTER_FIRST: [Place; 2] = [Place::Inner, Place::Last];
}

/// Of more different words than these the lists are not joined; going through all rows finds
/// the first few sooner.
const MOST_WORDS: usize = 4096;

impl WordIndex {
    /// The different words, rising.
    pub fn words(&self) -> &StringColumn {
        &self.words
    }

    /// Rows that may have this very text, in order.
    pub fn equal(&self, text: &str) -> impl Iterator<Item = u32> + '_ {
        let words: Vec<&str> = text.split(' ').collect();
        let last = words.len() - 1;
        let unions = words.iter().enumerate().map(|(at, word)| {
            let place = match at {
                _ if last == 0 => Place::Whole,
                0 => Place::First,
                at if at == last => Place::Last,
                _ => Place::Inner,
            };
            self.union(self.words.position(word), &[place])
        });
        meeting(unions.collect()).into_iter().flatten()
    }

    /// Rows that may have a text of which this is a part, in order; none where so many words fit
    /// that looking at all rows one by one is better.
    pub fn holding(&self, part: &str) -> Option<impl Iterator<Item = u32> + '_> {
        let words: Vec<&str> = part.split(' ').collect();
        let last = words.len() - 1;
        let unions = words.iter().enumerate().filter_map(|(at, word)| {
            let (numbers, places) = match at {
                _ if last == 0 => (self.words.holding(word, MOST_WORDS, |_| true)?, &Place::ALL[..]),
                0 => (self.words.holding(word, MOST_WORDS, |whole| whole.ends_with(word))?, &Place::BEFORE_LAST[..]),
                at if at == last => (self.beginning(word).take(MOST_WORDS + 1).collect(), &Place::AFTER_FIRST[..]),
                _ => (self.words.position(word).into_iter().collect(), &[Place::Inner][..]),
            };
            (numbers.len() <= MOST_WORDS).then(|| self.union(numbers, places))
        });
        meeting(unions.collect())
    }

    /// Rows with a text that has any of these words, in order.
    pub fn with_any(&self, words: impl IntoIterator<Item = usize>) -> impl Iterator<Item = u32> + '_ {
        self.union(words, &Place::ALL)
    }

    /// The numbers of the words that begin with a text.
    pub fn beginning(&self, text: &str) -> Range<usize> {
        let from = self.words.partition_point(|word| word < text);
        from..self.words.partition_point(|word| word < text || word.starts_with(text)).max(from)
    }

    /// The lists of a word, by place; empty ones where it has none.
    fn lists(&self, word: usize) -> [&[u8]; 4] {
        let mut lists: [&[u8]; 4] = [&[]; 4];
        let range = self.starts.wide(word) as usize..self.starts.wide(word + 1) as usize;
        let Some((&mask, mut rest)) = self.lists.get(range).and_then(<[u8]>::split_first) else { return lists };
        let present: Vec<usize> = (0..4).filter(|place| mask & 1 << place != 0).collect();
        let lengths: Vec<usize> = present.iter().skip(1).map(|_| rows::read(&mut rest).unwrap_or(0) as usize).collect();
        for (at, place) in present.iter().enumerate() {
            let length = lengths.get(at).copied().unwrap_or(rest.len()).min(rest.len());
            (lists[*place], rest) = rest.split_at(length);
        }
        lists
    }

    fn union(&self, words: impl IntoIterator<Item = usize>, places: &[Place]) -> Union<'_> {
        let lists = words.into_iter().flat_map(|word| {
            let lists = self.lists(word);
            places.iter().map(move |place| lists[*place as usize]).filter(|list| !list.is_empty())
        });
        Union::of(lists)
    }

    /// Adds the index to an archive.
    pub fn save(&self, name: &str, out: &mut ArchiveWriter) {
        out.texts(name, &self.words);
        out.packed(&format!("{name}.o"), &self.starts);
        out.plain(&format!("{name}.r"), self.lists.clone());
    }

    /// The index of this name in an archive.
    ///
    /// # Errors
    /// When it is missing or does not fit.
    pub fn load(name: &str, archive: &Archive) -> Result<WordIndex, ArchiveError> {
        let (words, starts) = (archive.texts(name)?, archive.packed(&format!("{name}.o"))?);
        if starts.len() != words.len() + 1 {
            return Err(ArchiveError::Section(name.to_owned()));
        }
        Ok(WordIndex { words, starts, lists: archive.plain(&format!("{name}.r"))? })
    }
}

/// Looking at a candidate costs about as much as going through so many bytes of a list.
const LOOK: usize = 8;

/// Rows that may be in all of several unions; none where there are no unions. The cheapest leads, and what
/// costs more to go through than to look at the candidates is left to whoever looks at them.
fn meeting(mut unions: Vec<Union<'_>>) -> Option<Meeting<'_>> {
    unions.sort_by_key(Union::cost);
    let mut unions = unions.into_iter();
    let driver = unions.next()?;
    let worth = driver.bytes().saturating_mul(LOOK);
    Some(Meeting::of(driver, unions.filter(|union| union.cost() <= worth).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_that_holds_a_text_is_a_candidate(texts in prop::collection::vec(prop::collection::vec("[aéb]{0,2}( [ab]{0,2}){0,3}", 0..3), 0..40), part in "[aéb]{0,2}( [ab]{0,2}){0,3}") {
            let index = WordIndex::of(texts.len(), |rows, each| {
                for row in rows {
                    texts[row].iter().for_each(|text| each(row, text));
                }
            });
            let rows = |fits: &dyn Fn(&str) -> bool| -> Vec<u32> {
                (0..texts.len()).filter(|row| texts[*row].iter().any(|text| fits(text))).map(|row| row as u32).collect()
            };
            let equal: Vec<u32> = index.equal(&part).collect();
            prop_assert!(equal.is_sorted_by(|a, b| a < b));
            prop_assert!(rows(&|text| text == part).iter().all(|row| equal.contains(row)));
            let holding: Vec<u32> = index.holding(&part).unwrap().collect();
            prop_assert!(holding.is_sorted_by(|a, b| a < b));
            prop_assert!(rows(&|text| text.contains(&part)).iter().all(|row| holding.contains(row)));
            if !part.contains(' ') {
                // A single word needs no second look.
                prop_assert_eq!(equal, rows(&|text| text == part));
                prop_assert_eq!(holding, rows(&|text| text.contains(&part)));
            }
            let alike = index.with_any(index.beginning(&part)).collect::<Vec<u32>>();
            prop_assert_eq!(alike, rows(&|text| text.split(' ').any(|word| word.starts_with(&part))));
        }

        #[test]
        fn no_index_however_hostile_panics(lists in prop::collection::vec(any::<u8>(), 0..50), starts in prop::collection::vec(0u64..70, 4)) {
            let index = WordIndex { words: StringColumn::of(["a", "ab", "b"]), starts: BitPacked::of_wide(&starts), lists: lists.into() };
            for text in ["a", "ab", "b a", "a b ab", ""] {
                index.equal(text).count();
                index.holding(text).into_iter().flatten().count();
            }
        }
    }
}
