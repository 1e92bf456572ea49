//! The different words of all names, with their spelling classes and the names they may stand for.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::store::{StringColumnBuilder, merge_texts};

use crate::name::{skeleton, spelling_class, stands_for};

/// Stands for a word that a name does not have.
pub(crate) const NO_WORD: u32 = u32::MAX;

/// The words, in alphabetical order; classes and skeletons are numbered likewise.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// The words, one after the other: word `w` is `texts[offsets[w]..offsets[w + 1]]`. Comparing asks for them so often that a packed
    /// column would take most of the time.
    texts: String,
    offsets: Vec<u32>,
    class: Vec<u32>,
    skeleton: Vec<u32>,
    /// The classes of the names that word `w` may stand for, and its own: `roots[starts[w]..starts[w + 1]]`, ascending.
    starts: Vec<u32>,
    roots: Vec<u32>,
    classes: usize,
    /// By word: a bit for each letter that it has.
    letters: Vec<u32>,
}

impl Words {
    /// Reads the words of several lists; also returns the numbers of the words of each list.
    pub(crate) fn new(lists: &[&StringColumnBuilder]) -> (Words, Vec<Vec<u32>>) {
        let (texts, numbers) = merge_texts(lists);
        let all: Vec<usize> = (0..texts.len()).collect();
        // The names that words stand for need classes, too, though nobody may have such a name.
        let read: Vec<(String, Vec<String>)> = all
            .par_iter()
            .map(|&word| {
                let text = texts.get(word);
                (spelling_class(text), stands_for(text).iter().map(|full| spelling_class(full)).collect())
            })
            .collect();
        let mut classes: Vec<&str> = read.iter().map(|(class, _)| class.as_str()).collect();
        classes.extend(read.iter().flat_map(|(_, full)| full.iter().map(String::as_str)));
        classes.par_sort_unstable();
        classes.dedup();
        let number = |class: &str| classes.binary_search(&class).map_or(NO_WORD, |at| at as u32);
        let mut skeletons: Vec<String> = classes.par_iter().map(|class| skeleton(class)).collect();
        let of_class = skeletons.clone();
        skeletons.par_sort_unstable();
        skeletons.dedup();
        let of_class: Vec<u32> =
            of_class.par_iter().map(|text| skeletons.binary_search(text).map_or(NO_WORD, |at| at as u32)).collect();
        let class: Vec<u32> = read.par_iter().map(|(class, _)| number(class)).collect();
        let lists: Vec<Vec<u32>> = read
            .par_iter()
            .map(|(own, full)| {
                let mut roots: Vec<u32> = full.iter().chain([own]).map(|class| number(class)).collect();
                roots.sort_unstable();
                roots.dedup();
                roots
            })
            .collect();
        let mut starts = vec![0];
        let mut roots = Vec::new();
        for list in &lists {
            roots.extend_from_slice(list);
            starts.push(roots.len() as u32);
        }
        let mut offsets = vec![0];
        let mut flat = String::new();
        for text in texts.iter() {
            flat.push_str(text);
            offsets.push(flat.len() as u32);
        }
        let skeleton = class.iter().map(|class| of_class[*class as usize]).collect();
        let letters = all.par_iter().map(|word| letters(texts.get(*word))).collect();
        (Words { letters, class, skeleton, starts, roots, classes: classes.len(), texts: flat, offsets }, numbers)
    }

    /// Returns the number of words.
    pub(crate) fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Returns the number of classes.
    pub(crate) fn class_count(&self) -> usize {
        self.classes
    }

    /// Returns a word.
    pub(crate) fn text(&self, word: u32) -> &str {
        let at = word as usize;
        &self.texts[self.offsets[at] as usize..self.offsets[at + 1] as usize]
    }

    /// Returns the spelling class of a word.
    pub(crate) fn class(&self, word: u32) -> u32 {
        self.class[word as usize]
    }

    /// Returns the skeleton of a word: its class without vowels.
    pub(crate) fn skeleton(&self, word: u32) -> u32 {
        self.skeleton[word as usize]
    }

    /// Returns the classes of the names that a word may stand for, and its own class.
    pub(crate) fn roots(&self, word: u32) -> &[u32] {
        let at = word as usize;
        let rows: Range<usize> = self.starts[at] as usize..self.starts[at + 1] as usize;
        &self.roots[rows]
    }

    /// Returns the first letter of a word: 0 to 25, or 26 for a digit.
    pub(crate) fn initial(&self, word: u32) -> u8 {
        self.text(word).bytes().next().filter(u8::is_ascii_lowercase).map_or(26, |byte| byte - b'a')
    }

    /// Returns `true` if a word is an initial.
    pub(crate) fn is_initial(&self, word: u32) -> bool {
        self.text(word).len() == 1
    }

    /// Returns `true` if two given names may be forms of one name, which differ.
    pub(crate) fn is_form(&self, a: u32, b: u32) -> bool {
        if self.class(a) == self.class(b) {
            return true;
        }
        let (mut x, mut y) = (self.roots(a).iter().peekable(), self.roots(b).iter().peekable());
        while let (Some(one), Some(other)) = (x.peek(), y.peek()) {
            match one.cmp(other) {
                std::cmp::Ordering::Less => _ = x.next(),
                std::cmp::Ordering::Greater => _ = y.next(),
                std::cmp::Ordering::Equal => return true,
            }
        }
        let (a, b) = (self.text(a), self.text(b));
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        // Fred and Fredrik, Stine and Kristine.
        short.len() >= 3 && long.starts_with(short) || short.len() >= 4 && long.ends_with(short)
    }

    /// Returns `true` if two words differ by one edit, by two from eight letters on, or are alike from the beginning.
    pub(crate) fn is_near(&self, one: u32, other: u32) -> bool {
        let (a, b) = (self.text(one), self.text(other));
        let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
        if short < 3 || long - short > 3 {
            return false;
        }
        // Most pairs differ in so many letters that nothing else needs to be looked at.
        let differ = (self.letters[one as usize] ^ self.letters[other as usize]).count_ones() as usize;
        let edits = if short >= 8 { 2 } else { 1 };
        long - short <= edits && differ <= 2 * edits && strsim::osa_distance(a, b) <= edits
            || short >= 5 && differ <= 4 && a.as_bytes()[..2] == b.as_bytes()[..2] && strsim::jaro_winkler(a, b) >= 0.92
    }
}

/// Returns a bit for each letter of a word, and one for digits.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| bits | 1 << if byte.is_ascii_lowercase() { byte - b'a' } else { 26 })
}
