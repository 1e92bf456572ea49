//! The fixed degree sequence model (FDSM): the degrees of both sides fixed exactly, sampled by trades (Strona et al.
//! 2014; fastball, Godard and Neal 2022).
//!
//! A trade takes two rows at random and redistributes the entries that only one of them has, keeping the length of each
//! row. Trades that change nothing count as well; every network with the same degrees is then equally likely in the
//! long run (Carstens 2015).

use rayon::prelude::*;

use interlocks_core::random::SplitMix64;
use interlocks_core::stop::check;

/// The number of independent Markov chains, regardless of the number of threads.
const CHAINS: usize = 64;
/// Trades per row between two samples; `BURN_IN` times as many before the first.
const TRADES_PER_ROW: usize = 5;
const BURN_IN: usize = 4;

/// The rows of a two-mode network: for each node of one side its neighbours on the other, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BipartiteRows {
    starts: Vec<usize>,
    entries: Vec<u32>,
}

/// A pair of rows and the number of entries they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowPair {
    /// The first row.
    pub a: u32,
    /// The second row.
    pub b: u32,
    /// The number of shared entries.
    pub shared: u32,
}

/// Counts over all samples for one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleCounts {
    /// The number of samples in which the pair shares at least as much as in the data.
    pub at_least: u32,
    /// The sum of the numbers shared over all samples.
    pub sum: u64,
}

impl BipartiteRows {
    /// Creates rows from lists, each in ascending order.
    pub fn from_lists<'l>(lists: impl IntoIterator<Item = &'l [u32]>) -> BipartiteRows {
        let mut rows = BipartiteRows { starts: vec![0], entries: Vec::new() };
        for list in lists {
            rows.entries.extend_from_slice(list);
            rows.starts.push(rows.entries.len());
        }
        rows
    }

    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns `true` if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the entries of a row.
    pub fn row(&self, at: usize) -> &[u32] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    /// Returns the transposed network, with `columns` rows.
    #[must_use]
    pub fn transposed(&self, columns: usize) -> BipartiteRows {
        let mut starts = vec![0; columns + 1];
        self.entries.iter().for_each(|column| starts[*column as usize + 1] += 1);
        for at in 0..columns {
            starts[at + 1] += starts[at];
        }
        let (mut next, mut entries) = (starts.clone(), vec![0; self.entries.len()]);
        for at in 0..self.len() {
            for column in self.row(at) {
                entries[next[*column as usize]] = at as u32;
                next[*column as usize] += 1;
            }
        }
        BipartiteRows { starts, entries }
    }

    /// Makes one trade between two random rows.
    fn trade(&mut self, random: &mut SplitMix64, buffer: &mut TradeBuffer) {
        let rows = self.len() as u64;
        if rows < 2 {
            return;
        }
        let (one, next) = (random.below(rows), random.below(rows - 1));
        let other = if next >= one { next + 1 } else { next };
        let (one, other) = (one.min(other) as usize, one.max(other) as usize);
        if buffer.deal(self.row(one), self.row(other), random) {
            self.entries[self.starts[one]..self.starts[one + 1]].copy_from_slice(&buffer.one);
            self.entries[self.starts[other]..self.starts[other + 1]].copy_from_slice(&buffer.other);
        }
    }
}

/// The buffers of a trade.
#[derive(Default)]
struct TradeBuffer {
    one: Vec<u32>,
    other: Vec<u32>,
}

impl TradeBuffer {
    /// Redistributes the entries that only one of two rows has; returns `false` if there is nothing to redistribute.
    /// Both rows are merged in ascending order, so the results are in order as well: each entry goes to the first row
    /// with a probability of the entries it still lacks divided by those that remain.
    fn deal(&mut self, one: &[u32], other: &[u32], random: &mut SplitMix64) -> bool {
        let common = common_entries(one, other);
        let (mut lacks, mut left) = (one.len() - common, one.len() + other.len() - 2 * common);
        if lacks == 0 || lacks == left {
            return false;
        }
        self.one.clear();
        self.other.clear();
        let (mut i, mut j) = (0, 0);
        while i < one.len() || j < other.len() {
            let (x, y) = (one.get(i).copied().unwrap_or(u32::MAX), other.get(j).copied().unwrap_or(u32::MAX));
            i += usize::from(x <= y);
            j += usize::from(y <= x);
            if x == y {
                self.one.push(x);
                self.other.push(x);
            } else if random.below(left as u64) < lacks as u64 {
                self.one.push(x.min(y));
                (lacks, left) = (lacks - 1, left - 1);
            } else {
                self.other.push(x.min(y));
                left -= 1;
            }
        }
        true
    }
}

/// Returns the number of entries common to two sorted lists.
fn common_entries(one: &[u32], other: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(i), other.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// Counts, for each pair of rows, how often it shares at least as much as in the data in random networks with the same
/// degrees.
///
/// The chains are independent, each with random numbers derived from the seed, and each starts at the observed network,
/// so the result is the same on any number of threads. Trades are made on the side with fewer nodes.
///
/// Cost: per sample, five trades per row and the lengths of both rows of every pair.
pub fn sample_counts(
    rows: &BipartiteRows,
    columns: usize,
    pairs: &[RowPair],
    count: u32,
    seed: u64,
) -> Vec<SampleCounts> {
    let chains = CHAINS.min(count as usize);
    let transposed = columns < rows.len();
    let start = if transposed { rows.transposed(columns) } else { rows.clone() };
    let chain = |number: usize| {
        let own = (number + 1) * count as usize / chains - number * count as usize / chains;
        let mut chain = Chain {
            rows: start.clone(),
            random: SplitMix64::for_run(seed, number as u64),
            buffer: TradeBuffer::default(),
        };
        let mut counts = vec![SampleCounts::default(); pairs.len()];
        chain.trades(BURN_IN * TRADES_PER_ROW * chain.rows.len());
        for _ in 0..own {
            check();
            chain.trades(TRADES_PER_ROW * chain.rows.len());
            let transposed = transposed.then(|| chain.rows.transposed(rows.len()));
            count_pairs(transposed.as_ref().unwrap_or(&chain.rows), pairs, &mut counts);
        }
        counts
    };
    let none = || vec![SampleCounts::default(); pairs.len()];
    (0..chains).into_par_iter().map(chain).reduce(none, |mut all, more| {
        for (one, more) in all.iter_mut().zip(more) {
            one.at_least += more.at_least;
            one.sum += more.sum;
        }
        all
    })
}

struct Chain {
    rows: BipartiteRows,
    random: SplitMix64,
    buffer: TradeBuffer,
}

impl Chain {
    fn trades(&mut self, count: usize) {
        (0..count).for_each(|_| self.rows.trade(&mut self.random, &mut self.buffer));
    }
}

fn count_pairs(rows: &BipartiteRows, pairs: &[RowPair], counts: &mut [SampleCounts]) {
    for (pair, counts) in pairs.iter().zip(counts) {
        let now = common_entries(rows.row(pair.a as usize), rows.row(pair.b as usize));
        counts.at_least += u32::from(now >= pair.shared as usize);
        counts.sum += now as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    /// Returns all networks with the same row and column degrees.
    fn alike(rows: &BipartiteRows, columns: usize) -> Vec<BipartiteRows> {
        let mut room = vec![0usize; columns];
        rows.entries.iter().for_each(|column| room[*column as usize] += 1);
        let (mut found, mut lists) = (Vec::new(), Vec::new());
        complete(rows, &mut room, &mut lists, &mut found);
        found
    }

    fn complete(rows: &BipartiteRows, room: &mut [usize], lists: &mut Vec<Vec<u32>>, found: &mut Vec<BipartiteRows>) {
        if lists.len() == rows.len() {
            found.push(BipartiteRows::from_lists(lists.iter().map(Vec::as_slice)));
            return;
        }
        let length = rows.row(lists.len()).len();
        for chosen in 0u32..1 << room.len() {
            let list: Vec<u32> = (0..room.len() as u32).filter(|column| chosen >> column & 1 == 1).collect();
            if list.len() != length || list.iter().any(|column| room[*column as usize] == 0) {
                continue;
            }
            list.iter().for_each(|column| room[*column as usize] -= 1);
            lists.push(list);
            complete(rows, room, lists, found);
            lists.pop().iter().flatten().for_each(|column| room[*column as usize] += 1);
        }
    }

    fn all_pairs(rows: &BipartiteRows) -> Vec<RowPair> {
        let ends = 0..rows.len() as u32;
        let pair = |a: u32, b: u32| {
            let shared = common_entries(rows.row(a as usize), rows.row(b as usize)) as u32;
            RowPair { a, b, shared }
        };
        ends.clone()
            .flat_map(|a| ends.clone().filter(move |b| a < *b).map(move |b| (a, b)))
            .map(|(a, b)| pair(a, b))
            .collect()
    }

    /// Networks whose degrees allow several arrangements, some wide and some tall.
    fn cases() -> [(BipartiteRows, usize); 4] {
        let rows = |lists: &[&[u32]]| BipartiteRows::from_lists(lists.iter().copied());
        [
            (rows(&[&[0, 1], &[1, 2], &[0, 3], &[2]]), 4),
            (rows(&[&[0, 1, 2], &[0, 1], &[3, 4]]), 5),
            (rows(&[&[0], &[0, 1], &[1], &[2], &[0, 2]]), 3),
            (rows(&[&[], &[0, 1, 2, 3], &[0, 2], &[1, 3]]), 4),
        ]
    }

    #[test]
    fn every_network_with_these_degrees_is_equally_likely() {
        for (rows, columns) in cases() {
            let all = alike(&rows, columns);
            let mut chain =
                Chain { rows: rows.clone(), random: SplitMix64::for_run(5, 0), buffer: TradeBuffer::default() };
            let mut counts: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
            let count = 1_000 * all.len();
            for _ in 0..count {
                chain.trades(4 * rows.len());
                *counts.entry(chain.rows.entries.clone()).or_default() += 1;
            }
            assert!(all.len() > 2 && counts.len() == all.len(), "{} of {}", counts.len(), all.len());
            assert!(all.iter().all(|one| counts.contains_key(&one.entries)));
            // A thousand each on average, with a standard deviation of 32.
            assert!(counts.values().all(|count| (840..1160).contains(count)), "{counts:?}");
        }
    }

    #[test]
    fn shares_of_samples_near_those_of_all_networks() {
        for (rows, columns) in cases() {
            let (all, pairs) = (alike(&rows, columns), all_pairs(&rows));
            let count = 20_000;
            for (pair, counts) in pairs.iter().zip(sample_counts(&rows, columns, &pairs, count, 3)) {
                let now = |one: &BipartiteRows| common_entries(one.row(pair.a as usize), one.row(pair.b as usize));
                let share = all.iter().filter(|one| now(one) >= pair.shared as usize).count() as f64 / all.len() as f64;
                let mean = all.iter().map(|one| now(one) as f64).sum::<f64>() / all.len() as f64;
                assert!((f64::from(counts.at_least) / f64::from(count) - share).abs() < 0.018, "{pair:?}");
                assert!((counts.sum as f64 / f64::from(count) - mean).abs() < 0.03, "{pair:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn trades_keep_degrees_and_order(lists in prop::collection::vec(prop::collection::btree_set(0u32..8, 0..8), 0..6), seed: u64) {
            let lists: Vec<Vec<u32>> = lists.into_iter().map(|list| list.into_iter().collect()).collect();
            let rows = BipartiteRows::from_lists(lists.iter().map(Vec::as_slice));
            let mut chain = Chain { rows: rows.clone(), random: SplitMix64::for_run(seed, 1), buffer: TradeBuffer::default() };
            chain.trades(20);
            let degrees = |rows: &BipartiteRows| rows.transposed(8).starts;
            prop_assert_eq!(degrees(&rows), degrees(&chain.rows));
            prop_assert_eq!(&rows.starts, &chain.rows.starts);
            for at in 0..rows.len() {
                prop_assert!(chain.rows.row(at).is_sorted_by(|x, y| x < y));
            }
            prop_assert_eq!(rows.transposed(8).transposed(rows.len()), rows);
        }
    }

    #[test]
    fn nothing_to_trade_is_no_failure() {
        let one = BipartiteRows::from_lists([&[0, 2][..]]);
        assert_eq!(sample_counts(&one, 3, &[], 7, 1), []);
        assert_eq!(sample_counts(&BipartiteRows::from_lists([]), 0, &[], 7, 1), []);
        assert!(BipartiteRows::from_lists([]).is_empty());
        let twins = BipartiteRows::from_lists([&[0, 1][..], &[0, 1]]);
        let counts = sample_counts(&twins, 2, &[RowPair { a: 0, b: 1, shared: 2 }], 7, 1);
        assert_eq!(counts, [SampleCounts { at_least: 7, sum: 14 }]);
    }
}
