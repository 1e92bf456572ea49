//! Blocks: the records that share a key, and which pairs of them have to be looked at.

use std::ops::Range;

use interlocks_core::model::DayRange;

use crate::outline::Outline;

/// Blocks of fewer records are compared whole.
const SMALL: usize = if cfg!(test) { 2 } else { 32 };

/// Where fewer than one in so many records of a block must be compared with all, each of them is.
const FEW: usize = 8;

/// The records of a block that one task compares with the others.
const PART: usize = if cfg!(test) { 3 } else { 512 };

/// A record in a block.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub key: u64,
    pub person: u32,
    /// `false` if two such records need not be compared.
    pub is_main: bool,
}

/// The buckets by which records are sorted by their keys: each fits into the cache.
pub(crate) const BUCKETS: usize = 256;

/// The entries of a unit of work, by bucket.
pub(crate) struct Buckets {
    entries: Vec<Entry>,
    /// The entries of bucket `b` are `entries[starts[b]..starts[b + 1]]`.
    starts: Vec<u32>,
}

impl Buckets {
    /// Sorts entries into buckets; those of a bucket keep their order.
    pub(crate) fn new(entries: &[Entry]) -> Buckets {
        let bucket = |entry: &Entry| (entry.key >> 56) as usize;
        let mut starts = vec![0u32; BUCKETS + 1];
        entries.iter().for_each(|entry| starts[bucket(entry) + 1] += 1);
        (0..BUCKETS).for_each(|at| starts[at + 1] += starts[at]);
        let mut next = starts.clone();
        let mut sorted = entries.to_vec();
        for entry in entries {
            let at = &mut next[bucket(entry)];
            sorted[*at as usize] = *entry;
            *at += 1;
        }
        Buckets { entries: sorted, starts }
    }

    /// Returns the entries of a bucket.
    pub(crate) fn of(&self, bucket: usize) -> &[Entry] {
        &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}

/// The records that share a key, with their outlines beside each other.
#[derive(Clone, Copy)]
pub(crate) struct Block<'a> {
    pub entries: &'a [Entry],
    pub outlines: &'a [Outline],
}

impl Block<'_> {
    /// Returns the number of pairs.
    pub(crate) fn pairs(&self) -> u64 {
        let len = self.entries.len() as u64;
        len * (len - 1) / 2
    }

    /// Returns `true` if all pairs are looked at.
    pub(crate) fn is_small(&self) -> bool {
        self.entries.len() < SMALL
    }

    /// Returns the parts of a block: ranges of the records that are compared with the others.
    pub(crate) fn parts(&self) -> Vec<Range<usize>> {
        let len = self.entries.len();
        (0..len).step_by(PART).map(|from| from..(from + PART).min(len)).collect()
    }

    /// Calls a function for the pairs of a part that can reach the floor, each once.
    ///
    /// A pair has at most what the rarer of the two names gives when all of it agrees. Records of common names reach the floor only if
    /// their births agree, so they are compared with those of overlapping births alone; the others are compared with each other.
    pub(crate) fn each_pair(&self, part: Range<usize>, mut each: impl FnMut(usize, usize)) {
        let Block { entries, outlines } = *self;
        if self.is_small() {
            for at in part {
                let others = at + 1..entries.len();
                others.filter(|y| entries[at].is_main || entries[*y].is_main).for_each(|y| each(at, y));
            }
            return;
        }
        let main = entries.iter().filter(|entry| entry.is_main).count();
        if main * FEW < entries.len() {
            return self.each_of_few(part, each);
        }
        // Those that need not be compared with each other come last.
        let strong = |is_main: bool| {
            (0..entries.len()).filter(move |at| outlines[*at].is_strong() && entries[*at].is_main == is_main)
        };
        let mains = strong(true).count();
        let strong: Vec<usize> = strong(true).chain(strong(false)).collect();
        for at in part.start.min(mains)..part.end.min(mains) {
            strong[at + 1..].iter().for_each(|y| each(strong[at], *y));
        }
        let mut dated: Vec<(DayRange, u32, usize)> =
            (0..entries.len()).filter_map(|at| Some((outlines[at].birth()?, entries[at].person, at))).collect();
        dated.sort_unstable_by_key(|(birth, person, _)| (birth.first, *person));
        for at in part.start.min(dated.len())..part.end.min(dated.len()) {
            let (birth, _, x) = dated[at];
            for (.., y) in dated[at + 1..].iter().take_while(|(other, ..)| other.first <= birth.last) {
                let is_done = outlines[x].is_strong() && outlines[*y].is_strong();
                if !is_done && (entries[x].is_main || entries[*y].is_main) {
                    each(x, *y);
                }
            }
        }
    }

    /// Calls a function for the pairs of a part of a block in which few records must be compared with all.
    fn each_of_few(&self, part: Range<usize>, mut each: impl FnMut(usize, usize)) {
        let Block { entries, outlines } = *self;
        for at in part.filter(|at| entries[*at].is_main) {
            let (x, own) = (&entries[at], &outlines[at]);
            for (other, y) in entries.iter().enumerate() {
                let is_done = y.is_main && other <= at || x.person == y.person;
                let may_agree = || match (own.birth(), outlines[other].birth()) {
                    (Some(a), Some(b)) => a.meets(b),
                    _ => false,
                };
                if !is_done && (own.is_strong() && outlines[other].is_strong() || may_agree()) {
                    each(at, other);
                }
            }
        }
    }
}
