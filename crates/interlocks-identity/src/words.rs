//! The different words of all names, with their spelling classes and the names they may stand for.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::random::mix64;
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
    /// By word.
    shapes: Vec<Shape>,
    /// By word: bits for the names that it may stand for.
    root_bits: Vec<u64>,
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
        let shapes = all.par_iter().map(|word| Shape::new(texts.get(*word))).collect();
        let bits = |list: &Vec<u32>| list.iter().fold(0, |bits, root| bits | 1 << (mix64(u64::from(*root)) % 64));
        let root_bits = lists.iter().map(bits).collect();
        (
            Words { shapes, root_bits, class, skeleton, starts, roots, classes: classes.len(), texts: flat, offsets },
            numbers,
        )
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
        self.shapes[word as usize].initial()
    }

    /// Returns `true` if a word is an initial.
    pub(crate) fn is_initial(&self, word: u32) -> bool {
        self.shapes[word as usize].len == 1
    }

    /// Returns `true` if two given names may be forms of one name, which differ.
    pub(crate) fn is_form(&self, a: u32, b: u32) -> bool {
        if self.class(a) == self.class(b) {
            return true;
        }
        if self.shape(a).has_digit() || self.shape(b).has_digit() {
            return false;
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

    /// Returns what is told of the letters of a word at a glance.
    pub(crate) fn shape(&self, word: u32) -> Shape {
        self.shapes[word as usize]
    }

    /// Returns `false` if two names are certainly no forms of one name, nor is one the beginning of the other.
    pub(crate) fn may_be_form(&self, a: u32, b: u32) -> bool {
        if self.is_initial(a) || self.is_initial(b) {
            return false;
        }
        self.root_bits[a as usize] & self.root_bits[b as usize] != 0 || self.shape(a).may_be_within(self.shape(b))
    }

    /// Returns `true` if two words differ by one edit, by two from eight letters on, or are alike from the beginning.
    pub(crate) fn is_near(&self, one: u32, other: u32) -> bool {
        let (x, y) = (self.shape(one), self.shape(other));
        if !(x.may_be_edited(y) || x.may_begin_alike(y)) {
            return false;
        }
        let (a, b) = (self.text(one), self.text(other));
        x.may_be_edited(y) && strsim::osa_distance(a, b) <= x.edits(y)
            || x.may_begin_alike(y) && strsim::jaro_winkler(a, b) >= 0.92
    }
}

/// What is told of the letters of a word at a glance. Most pairs of words differ in so much that nothing else needs to be looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    /// A bit for each letter, and one for all else.
    letters: u32,
    /// The first two bytes.
    first: [u8; 2],
    /// The number of bytes.
    len: u16,
}

/// The most letters that only one of two near words has.
const MOST_LETTERS: usize = 4;

/// The bit of all but letters.
const OTHER: u32 = 1 << 26;

impl Shape {
    fn new(word: &str) -> Shape {
        let bytes = word.as_bytes();
        let bit = |byte: &u8| if byte.is_ascii_lowercase() { 1 << (byte - b'a') } else { OTHER };
        let at = |at: usize| bytes.get(at).copied().unwrap_or_default();
        Shape {
            letters: bytes.iter().map(bit).fold(0, std::ops::BitOr::bitor),
            first: [at(0), at(1)],
            len: u16::try_from(bytes.len()).unwrap_or(u16::MAX),
        }
    }

    /// Returns the number of bytes.
    pub(crate) fn len(self) -> usize {
        usize::from(self.len)
    }

    /// Returns `true` for a word with a digit: another number is another word, however alike.
    fn has_digit(self) -> bool {
        self.letters & OTHER != 0
    }

    /// Returns the first letter: 0 to 25, or 26 for a digit.
    fn initial(self) -> u8 {
        if self.first[0].is_ascii_lowercase() { self.first[0] - b'a' } else { 26 }
    }

    /// Returns `true` unless two words are certainly not near, and neither is the other with an article.
    pub(crate) fn may_be_near(self, other: Shape) -> bool {
        self.differ(other) <= MOST_LETTERS
            && (self.may_be_edited(other) || self.may_begin_alike(other) || self.may_have_article(other))
    }

    /// Returns `false` if certainly neither word is a part of the other.
    fn may_be_within(self, other: Shape) -> bool {
        let (short, long) = if self.len < other.len { (self, other) } else { (other, self) };
        short.letters & !long.letters == 0
    }

    /// Returns the edits by which two near words differ at most.
    fn edits(self, other: Shape) -> usize {
        if self.len.min(other.len) >= 8 { 2 } else { 1 }
    }

    /// Returns the number of letters that only one of the words has.
    fn differ(self, other: Shape) -> usize {
        (self.letters ^ other.letters).count_ones() as usize
    }

    fn may_be_edited(self, other: Shape) -> bool {
        if self.has_digit() || other.has_digit() {
            return false;
        }
        let edits = self.edits(other);
        let longer = usize::from(self.len.abs_diff(other.len));
        self.len.min(other.len) >= 3 && longer <= edits && self.differ(other) <= 2 * edits
    }

    fn may_begin_alike(self, other: Shape) -> bool {
        if self.has_digit() || other.has_digit() {
            return false;
        }
        let is_long = self.len.min(other.len) >= 5 && self.len.abs_diff(other.len) <= 3;
        is_long && self.first == other.first && self.differ(other) <= MOST_LETTERS
    }

    fn may_have_article(self, other: Shape) -> bool {
        let first = if self.len > other.len { self.first } else { other.first };
        self.len.abs_diff(other.len) == 2 && matches!(first, [b'a' | b'e', b'l']) && self.differ(other) <= 2
    }
}
