//! Both sides' degrees fixed: the fixed degree sequence model, sampled by trades (Strona et al. 2014;
//! fastball, Godard and Neal 2022).
//!
//! A trade takes two rows at random and deals what only one of them holds to both anew, each as many
//! as it had. Trades that change nothing count as well: every network with the same degrees is then
//! equally likely in the long run (Carstens 2015).

use rayon::prelude::*;

use interlocks_core::random::SplitMix64;

/// Chains that run side by side; their number does not depend on that of threads.
const CHAINS: usize = 64;
/// Trades a row between two samples, and this many times as many before the first.
const TRADES: usize = 5;
const WARMING: usize = 4;

/// Rows of a two-mode network: for each node of one side those of the other, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    starts: Vec<usize>,
    entries: Vec<u32>,
}

/// A pair of rows, and what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shared {
    pub a: u32,
    pub b: u32,
    pub shared: u32,
}

/// What samples say of one pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// In how many the pair shares as much as it does, or more.
    pub at_least: u32,
    /// What it shares in all of them.
    pub sum: u64,
}

impl Rows {
    /// Rows given as lists, each in order.
    pub fn of<'l>(lists: impl IntoIterator<Item = &'l [u32]>) -> Rows {
        let mut rows = Rows { starts: vec![0], entries: Vec::new() };
        for list in lists {
            rows.entries.extend_from_slice(list);
            rows.starts.push(rows.entries.len());
        }
        rows
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A row.
    pub fn row(&self, at: usize) -> &[u32] {
        &self.entries[self.starts[at]..self.starts[at + 1]]
    }

    /// The same network by its columns, of which there are so many.
    #[must_use]
    pub fn transposed(&self, columns: usize) -> Rows {
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
        Rows { starts, entries }
    }

    /// One trade between two rows drawn at random.
    fn trade(&mut self, draws: &mut SplitMix64, dealt: &mut Dealt) {
        let rows = self.len() as u64;
        if rows < 2 {
            return;
        }
        let (one, next) = (draws.below(rows), draws.below(rows - 1));
        let other = if next >= one { next + 1 } else { next };
        let (one, other) = (one.min(other) as usize, one.max(other) as usize);
        if dealt.deal(self.row(one), self.row(other), draws) {
            self.entries[self.starts[one]..self.starts[one + 1]].copy_from_slice(&dealt.one);
            self.entries[self.starts[other]..self.starts[other + 1]].copy_from_slice(&dealt.other);
        }
    }
}

/// Memory for a trade.
#[derive(Default)]
struct Dealt {
    one: Vec<u32>,
    other: Vec<u32>,
}

impl Dealt {
    /// Deals what only one of two rows holds to both; false where there is nothing to be dealt. Both are
    /// in order, and are read together, so that what is dealt is in order as well: each entry goes to
    /// the first with the share of what it still lacks.
    fn deal(&mut self, one: &[u32], other: &[u32], draws: &mut SplitMix64) -> bool {
        let common = shared(one, other);
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
            } else if draws.below(left as u64) < lacks as u64 {
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

/// How many entries two lists in order share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(i), other.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// For every pair of rows, how often it shares as much as it does in networks drawn at random from
/// all with the same degrees.
///
/// Chains are independent, each with its own numbers from the seed, and each begins at the network
/// itself; so the answer is the same for any number of threads. Trades are made on the side that has
/// fewer nodes. Cost: for every sample five trades a row, and the lengths of both rows of all pairs.
pub fn samples(rows: &Rows, columns: usize, pairs: &[Shared], count: u32, seed: u64) -> Vec<Seen> {
    let chains = CHAINS.min(count as usize);
    let turned = columns < rows.len();
    let start = if turned { rows.transposed(columns) } else { rows.clone() };
    let chain = |number: usize| {
        let own = (number + 1) * count as usize / chains - number * count as usize / chains;
        let mut chain =
            Chain { rows: start.clone(), draws: SplitMix64::for_run(seed, number as u64), dealt: Dealt::default() };
        let mut seen = vec![Seen::default(); pairs.len()];
        chain.trades(WARMING * TRADES * chain.rows.len());
        for _ in 0..own {
            chain.trades(TRADES * chain.rows.len());
            let turned = turned.then(|| chain.rows.transposed(rows.len()));
            look(turned.as_ref().unwrap_or(&chain.rows), pairs, &mut seen);
        }
        seen
    };
    let none = || vec![Seen::default(); pairs.len()];
    (0..chains).into_par_iter().map(chain).reduce(none, |mut all, more| {
        for (one, more) in all.iter_mut().zip(more) {
            one.at_least += more.at_least;
            one.sum += more.sum;
        }
        all
    })
}

struct Chain {
    rows: Rows,
    draws: SplitMix64,
    dealt: Dealt,
}

impl Chain {
    fn trades(&mut self, count: usize) {
        (0..count).for_each(|_| self.rows.trade(&mut self.draws, &mut self.dealt));
    }
}

fn look(rows: &Rows, pairs: &[Shared], seen: &mut [Seen]) {
    for (pair, seen) in pairs.iter().zip(seen) {
        let now = shared(rows.row(pair.a as usize), rows.row(pair.b as usize));
        seen.at_least += u32::from(now >= pair.shared as usize);
        seen.sum += now as u64;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    /// All networks with the row lengths and column degrees of one, row by row.
    fn alike(rows: &Rows, columns: usize) -> Vec<Rows> {
        let mut room = vec![0usize; columns];
        rows.entries.iter().for_each(|column| room[*column as usize] += 1);
        let (mut found, mut lists) = (Vec::new(), Vec::new());
        complete(rows, &mut room, &mut lists, &mut found);
        found
    }

    fn complete(rows: &Rows, room: &mut [usize], lists: &mut Vec<Vec<u32>>, found: &mut Vec<Rows>) {
        if lists.len() == rows.len() {
            found.push(Rows::of(lists.iter().map(Vec::as_slice)));
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

    fn all_pairs(rows: &Rows) -> Vec<Shared> {
        let ends = 0..rows.len() as u32;
        let pair = |a: u32, b: u32| {
            let shared = shared(rows.row(a as usize), rows.row(b as usize)) as u32;
            Shared { a, b, shared }
        };
        ends.clone()
            .flat_map(|a| ends.clone().filter(move |b| a < *b).map(move |b| (a, b)))
            .map(|(a, b)| pair(a, b))
            .collect()
    }

    /// Networks that are not forced, some wide and some tall.
    fn cases() -> [(Rows, usize); 4] {
        let rows = |lists: &[&[u32]]| Rows::of(lists.iter().copied());
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
            let mut chain = Chain { rows: rows.clone(), draws: SplitMix64::for_run(5, 0), dealt: Dealt::default() };
            let mut counts: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
            let count = 1_000 * all.len();
            for _ in 0..count {
                chain.trades(4 * rows.len());
                *counts.entry(chain.rows.entries.clone()).or_default() += 1;
            }
            assert!(all.len() > 2 && counts.len() == all.len(), "{} of {}", counts.len(), all.len());
            assert!(all.iter().all(|one| counts.contains_key(&one.entries)));
            // A thousand each, and a standard deviation of thirty-two.
            assert!(counts.values().all(|count| (840..1160).contains(count)), "{counts:?}");
        }
    }

    #[test]
    fn shares_of_samples_near_those_of_all_networks() {
        for (rows, columns) in cases() {
            let (all, pairs) = (alike(&rows, columns), all_pairs(&rows));
            let count = 20_000;
            for (pair, seen) in pairs.iter().zip(samples(&rows, columns, &pairs, count, 3)) {
                let now = |one: &Rows| shared(one.row(pair.a as usize), one.row(pair.b as usize));
                let share = all.iter().filter(|one| now(one) >= pair.shared as usize).count() as f64 / all.len() as f64;
                let mean = all.iter().map(|one| now(one) as f64).sum::<f64>() / all.len() as f64;
                assert!((f64::from(seen.at_least) / f64::from(count) - share).abs() < 0.018, "{pair:?}");
                assert!((seen.sum as f64 / f64::from(count) - mean).abs() < 0.03, "{pair:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn trades_keep_degrees_and_order(lists in prop::collection::vec(prop::collection::btree_set(0u32..8, 0..8), 0..6), seed: u64) {
            let lists: Vec<Vec<u32>> = lists.into_iter().map(|list| list.into_iter().collect()).collect();
            let rows = Rows::of(lists.iter().map(Vec::as_slice));
            let mut chain = Chain { rows: rows.clone(), draws: SplitMix64::for_run(seed, 1), dealt: Dealt::default() };
            chain.trades(20);
            let degrees = |rows: &Rows| rows.transposed(8).starts;
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
        let one = Rows::of([&[0, 2][..]]);
        assert_eq!(samples(&one, 3, &[], 7, 1), []);
        assert_eq!(samples(&Rows::of([]), 0, &[], 7, 1), []);
        assert!(Rows::of([]).is_empty());
        let twins = Rows::of([&[0, 1][..], &[0, 1]]);
        let seen = samples(&twins, 2, &[Shared { a: 0, b: 1, shared: 2 }], 7, 1);
        assert_eq!(seen, [Seen { at_least: 7, sum: 14 }]);
    }
}
