//! Fast lookup of the row of an id.

use std::hash::BuildHasher;

use hashbrown::hash_table::HashTable;
use rayon::prelude::*;

use interlocks_core::store::StringColumn;

/// The rows of the ids of one table.
///
/// Register ids often are a common prefix and a number of fixed width (`p0000001`, `00445790`); they are looked up
/// by the number. All other ids are hashed, in shards that are filled in parallel.
#[derive(Debug, Default)]
pub struct Ids {
    /// The ids, by row.
    pub texts: StringColumn,
    finder: Finder,
}

#[derive(Debug)]
enum Finder {
    Numbered { shape: Shape, first: u64, rows: Rows },
    Hashed { hasher: hashbrown::DefaultHashBuilder, shards: Vec<HashTable<u32>> },
}

/// The rows of ids by their number, from the smallest number on.
#[derive(Debug)]
enum Rows {
    /// Number and row rise together without a gap; holds the number of rows.
    Consecutive(u64),
    Table(Vec<u32>),
}

impl Rows {
    #[inline]
    fn get(&self, number: u64) -> Option<u32> {
        match self {
            Rows::Consecutive(count) => (number < *count).then_some(number as u32),
            Rows::Table(rows) => rows.get(usize::try_from(number).ok()?).copied().filter(|row| *row != NONE),
        }
    }
}

impl Default for Finder {
    fn default() -> Finder {
        Finder::Hashed { hasher: Default::default(), shards: Vec::new() }
    }
}

/// A row whose id an earlier row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateRow {
    /// The row.
    pub row: u32,
    /// The first row with the same id.
    pub first: u32,
}

/// Marks a number without a row.
const NONE: u32 = u32::MAX;

/// The number of shards of hashed ids; it does not affect results.
const SHARDS: usize = 64;

impl Ids {
    /// Indexes ids. If several rows have the same id, lookups find the first; the others are returned.
    pub fn new(texts: StringColumn) -> (Ids, Vec<DuplicateRow>) {
        let (finder, repeated) = numbered(&texts).unwrap_or_else(|| hashed(&texts));
        (Ids { texts, finder }, repeated)
    }

    /// Returns `true` if rows are found without hashing.
    pub fn is_numbered(&self) -> bool {
        matches!(self.finder, Finder::Numbered { .. })
    }

    /// Returns the row of an id.
    #[inline]
    pub fn row(&self, id: &str) -> Option<u32> {
        match &self.finder {
            Finder::Numbered { shape, first, rows } => {
                let number = shape.number(id)?.checked_sub(*first)?;
                rows.get(number)
            }
            Finder::Hashed { hasher, shards } => {
                let hash = hasher.hash_one(id);
                let shard = shards.get(shard_of(hash))?;
                shard.find(hash, |row| self.texts.get(*row as usize) == id).copied()
            }
        }
    }
}

fn shard_of(hash: u64) -> usize {
    // These bits are not used by the table inside the shard.
    (hash >> 24) as usize % SHARDS
}

/// The common form of ids: a prefix followed by a fixed number of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Shape {
    prefix: String,
    digits: usize,
}

impl Shape {
    fn new(id: &str) -> Option<Shape> {
        let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
        (1..=18).contains(&digits).then(|| Shape { prefix: id[..id.len() - digits].to_owned(), digits })
    }

    #[inline]
    fn number(&self, id: &str) -> Option<u64> {
        let (prefix, digits) = id.as_bytes().split_at_checked(self.prefix.len())?;
        // Prefixes are a byte or two: a loop beats a call.
        let fits = digits.len() == self.digits && prefix.iter().zip(self.prefix.bytes()).all(|(a, b)| *a == b);
        if fits { decimal(digits) } else { None }
    }
}

/// Parses up to 18 digits.
#[inline]
fn decimal(digits: &[u8]) -> Option<u64> {
    let (head, tail) = digits.split_at(digits.len().saturating_sub(8));
    let head = head
        .iter()
        .try_fold(0u64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')))?;
    let mut eight = [b'0'; 8];
    for (to, from) in eight[8 - tail.len()..].iter_mut().zip(tail) {
        *to = *from;
    }
    Some(head * 100_000_000 + eight_digits(u64::from_le_bytes(eight))?)
}

/// Parses eight digits at once: pairs, then fours, then all (Lemire, Quickly parsing eight digits, 2018).
#[inline]
fn eight_digits(text: u64) -> Option<u64> {
    let digits = text.wrapping_sub(0x3030_3030_3030_3030);
    let above_nine = digits.wrapping_add(0x7676_7676_7676_7676);
    if (digits | above_nine | text) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(0x000f_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(0x0000_2710_0000_0001);
    Some(low.wrapping_add(high) >> 32)
}

const CHUNK: usize = 1 << 14;

fn chunks(texts: &StringColumn) -> impl IndexedParallelIterator<Item = (usize, usize)> + '_ {
    let len = texts.len();
    (0..len.div_ceil(CHUNK)).into_par_iter().map(move |chunk| (chunk * CHUNK, ((chunk + 1) * CHUNK).min(len)))
}

/// Builds a lookup by number if all ids have one shape and the numbers are not too far apart.
fn numbered(texts: &StringColumn) -> Option<(Finder, Vec<DuplicateRow>)> {
    let shape = Shape::new(texts.iter().next()?)?;
    let numbers: Option<Vec<Vec<u64>>> =
        chunks(texts).map(|(from, to)| texts.range(from, to).map(|id| shape.number(id)).collect()).collect();
    let numbers = numbers?;
    let all = || numbers.iter().flatten().copied();
    let (first, last) = (all().min()?, all().max()?);
    let span = usize::try_from(last - first).ok()?.checked_add(1)?;
    if span > texts.len().saturating_mul(4).saturating_add(1 << 10) {
        return None;
    }
    let consecutive = all().zip(first..).all(|(number, expected)| number == expected);
    if consecutive {
        return Some((Finder::Numbered { shape, first, rows: Rows::Consecutive(texts.len() as u64) }, Vec::new()));
    }
    let mut rows = vec![NONE; span];
    let mut repeated = Vec::new();
    for (number, row) in all().zip(0u32..) {
        let slot = &mut rows[(number - first) as usize];
        if *slot == NONE {
            *slot = row;
        } else {
            repeated.push(DuplicateRow { row, first: *slot });
        }
    }
    Some((Finder::Numbered { shape, first, rows: Rows::Table(rows) }, repeated))
}

fn hashed(texts: &StringColumn) -> (Finder, Vec<DuplicateRow>) {
    let hasher = hashbrown::DefaultHashBuilder::default();
    let hashes: Vec<Vec<u64>> =
        chunks(texts).map(|(from, to)| texts.range(from, to).map(|id| hasher.hash_one(id)).collect()).collect();
    let mut buckets: Vec<Vec<(u64, u32)>> = vec![Vec::new(); SHARDS];
    for (hash, row) in hashes.into_iter().flatten().zip(0u32..) {
        buckets[shard_of(hash)].push((hash, row));
    }
    let filled = buckets.into_par_iter().map(|bucket| {
        let mut shard: HashTable<u32> = HashTable::with_capacity(bucket.len());
        let mut repeated = Vec::new();
        for (hash, row) in bucket {
            match shard.find(hash, |old| texts.get(*old as usize) == texts.get(row as usize)) {
                Some(&first) => repeated.push(DuplicateRow { row, first }),
                // The shard has capacity for all, so nothing is rehashed.
                None => _ = shard.insert_unique(hash, row, |row| hasher.hash_one(texts.get(*row as usize))),
            }
        }
        (shard, repeated)
    });
    let (shards, repeated): (Vec<HashTable<u32>>, Vec<Vec<DuplicateRow>>) = filled.unzip();
    let mut repeated = repeated.concat();
    repeated.sort_unstable_by_key(|repeated| repeated.row);
    (Finder::Hashed { hasher, shards }, repeated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #[test]
        fn decimals_are_read_as_the_library_reads_them(text in "[0-9]{1,18}|[0-9/:;a\u{80}é]{1,10}") {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            prop_assert_eq!(decimal(text.as_bytes()), if digits { text.parse().ok() } else { None });
        }

        #[test]
        fn ids_are_found_as_in_a_plain_map(ids in prop::collection::vec("p0[0-9]{2}|[ab]{1,2}", 0..80), only in any::<bool>(), other in "p?[0-9a]{2,3}") {
            let ids: Vec<&str> = ids.iter().map(String::as_str).filter(|id| !only || id.starts_with('p')).collect();
            let (found, repeated) = Ids::new(StringColumn::from_iter(ids.iter().copied()));
            let mut slow: HashMap<&str, u32> = HashMap::new();
            let mut again = Vec::new();
            for (row, id) in ids.iter().enumerate() {
                let first = *slow.entry(id).or_insert(row as u32);
                if first != row as u32 {
                    again.push(DuplicateRow { row: row as u32, first });
                }
            }
            prop_assert_eq!(repeated, again);
            for id in ids.iter().copied().chain([other.as_str(), "", "p", "p000000000000000000001"]) {
                prop_assert_eq!(found.row(id), slow.get(id).copied(), "{}", id);
            }
        }
    }
}
