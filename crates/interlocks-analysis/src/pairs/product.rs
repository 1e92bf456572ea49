//! All pairs of companies that share a person, by a sparse product over people.
//!
//! The product is computed row by row (Gustavson 1978): for a company, for each of its directors, each of their other
//! boards has one more shared person. The work is the number of wedges, Σ k(k−1)/2 over people with k boards; the overlap
//! of two spells is tested in the same pass. Rows are distributed over threads by wedges, not by companies, so that one
//! nominee with thousands of boards does not delay a thread. A pair is kept beyond its row only if it is asked for.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::tenure_index::{IndexedTenure, TenureGroup, TenureIndex};
use super::{PairOptions, PairOrder, Side, Tenures, Weight};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// The number of pairs, of shared people over all pairs, and of different shared people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PairCount {
    /// The number of pairs.
    pub pairs: u64,
    /// The sum over pairs of the number of people they share.
    pub shared: u64,
    /// The number of different people that are shared (of companies, for pairs of people).
    pub people: u64,
}

/// A pair in short: what [`expand_pair`](super::expand_pair) needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairKey {
    /// The number of the first company (for pairs of people, person).
    pub a: u32,
    /// The number of the second company (for pairs of people, person).
    pub b: u32,
    /// The number they share.
    pub shared: u32,
    /// The weight.
    pub weight: f64,
}

/// Memory of one worker: one slot per end, all zero between rows.
struct Row {
    shared: Vec<u32>,
    newman: Vec<f64>,
    touched: Vec<u32>,
    memory: Vec<u32>,
}

impl Row {
    fn new(ends: usize, newman: bool) -> Row {
        let newman = vec![0.0; if newman { ends } else { 0 }];
        Row { shared: vec![0; ends], newman, touched: Vec::new(), memory: Vec::new() }
    }

    /// Adds up what an end shares with every higher end.
    fn fill(&mut self, tenures: &TenureIndex, end: usize) {
        for group in tenures.groups_at(end) {
            let share = if self.newman.is_empty() { 0.0 } else { 1.0 / (tenures.degree(group.number) as f64 - 1.0) };
            for &other in group.reached(&mut self.memory) {
                let shared = &mut self.shared[other as usize];
                if *shared == 0 {
                    self.touched.push(other);
                }
                *shared += 1;
                if let Some(newman) = self.newman.get_mut(other as usize) {
                    *newman += share;
                }
            }
        }
    }

    /// Calls with each end, the number shared and the Newman weight, and resets the memory to zero.
    fn drain(&mut self, mut each: impl FnMut(u32, u32, f64)) {
        for end in self.touched.drain(..) {
            let newman = self.newman.get_mut(end as usize).map_or(0.0, std::mem::take);
            each(end, std::mem::take(&mut self.shared[end as usize]), newman);
        }
    }
}

/// Returns the number of pieces into which the rows are cut; it does not change results.
fn pieces() -> usize {
    64 * rayon::current_num_threads()
}

/// The number of ends whose tenures are read into the cache together.
const BLOCK: usize = 64;

/// Counts all pairs without keeping any.
pub(super) fn count_pairs(tenures: &Tenures) -> PairCount {
    match &tenures.certain {
        Some(certain) => count_certain_pairs(&tenures.possible, certain),
        None => count_all_pairs(&tenures.possible),
    }
}

/// Counts the pairs that are certain; what they share counts whether certain or not.
fn count_certain_pairs(possible: &TenureIndex, certain: &TenureIndex) -> PairCount {
    let sharing: Vec<AtomicU64> = (0..possible.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
    let (pairs, shared) = possible
        .balanced(pieces())
        .into_par_iter()
        .map_init(
            || (vec![u32::MAX; possible.ends()], Vec::new()),
            |(met, memory), ends| {
                let (mut pairs, mut shared) = (0, 0);
                for end in ends {
                    check();
                    for group in certain.groups_at(end) {
                        for &other in group.reached(memory) {
                            pairs += u64::from(std::mem::replace(&mut met[other as usize], end as u32) != end as u32);
                        }
                    }
                    for group in possible.groups_at(end) {
                        let kept = group.reached(memory).iter().filter(|other| met[**other as usize] == end as u32);
                        let kept = kept.count() as u64;
                        if kept > 0 {
                            mark(&sharing, group.own[0].group_end());
                        }
                        shared += kept;
                    }
                }
                (pairs, shared)
            },
        )
        .reduce(|| (0, 0), |x, y| (x.0 + y.0, x.1 + y.1));
    PairCount { pairs, shared, people: marked(&sharing) }
}

/// Marks a via, which is identified by the end of its group of tenures.
fn mark(sharing: &[AtomicU64], group_end: u32) {
    let (word, bit) = (&sharing[(group_end as usize - 1) / 64], 1 << ((group_end - 1) % 64));
    if word.load(Relaxed) & bit == 0 {
        word.fetch_or(bit, Relaxed);
    }
}

fn marked(sharing: &[AtomicU64]) -> u64 {
    sharing.iter().map(|word| u64::from(word.load(Relaxed).count_ones())).sum()
}

fn count_all_pairs(tenures: &TenureIndex) -> PairCount {
    let sharing: Vec<AtomicU64> = (0..tenures.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
    let mark_sharing = |group_end: u32| mark(&sharing, group_end);
    let (pairs, shared) = tenures
        .balanced(pieces())
        .into_par_iter()
        .map_init(
            || Counting::new(tenures.ends()),
            |counting, ends| {
                let (mut pairs, mut shared) = (0, 0);
                for first in ends.clone().step_by(BLOCK) {
                    let block = first..(first + BLOCK).min(ends.end);
                    tenures.touch(block.clone());
                    check();
                    for end in block {
                        let row = counting.row(tenures, end, &mark_sharing);
                        (pairs, shared) = (pairs + row.0, shared + row.1);
                    }
                }
                (pairs, shared)
            },
        )
        .reduce(|| (0, 0), |x, y| (x.0 + y.0, x.1 + y.1));
    PairCount { pairs, shared, people: marked(&sharing) }
}

/// Memory of one counting worker: for every end the last row that reached it.
struct Counting {
    met: Vec<u32>,
    /// Ends that a via other than the one with most ends connects to this row.
    others: Vec<u32>,
    memory: Vec<u32>,
}

impl TenureGroup<'_> {
    /// Returns `true` if a tenure at a higher end links that end to this one.
    #[inline]
    fn meets(&self, other: &IndexedTenure) -> bool {
        match self.own {
            // Nearly always there is one spell here.
            [own] => own.links(other),
            several => several.iter().any(|own| own.links(other)),
        }
    }

    /// Counts the higher ends that this via connects to this one.
    ///
    /// Overlaps are unpredictable, so the loop does not branch on them: a mispredicted branch costs ten times the sum.
    fn count_reached(&self) -> u64 {
        let (mut count, mut last) = (0, u32::MAX);
        for other in self.beyond {
            let meets = self.meets(other);
            count += u64::from(meets & (other.end != last));
            last = if meets { other.end } else { last };
        }
        count
    }

    /// Writes the higher ends that this via connects to this one into memory.
    fn reached<'a>(&self, memory: &'a mut Vec<u32>) -> &'a [u32] {
        if memory.len() < self.beyond.len() {
            memory.resize(self.beyond.len(), 0);
        }
        let (mut count, mut last) = (0, u32::MAX);
        for other in self.beyond {
            let meets = self.meets(other);
            memory[count] = other.end;
            count += usize::from(meets & (other.end != last));
            last = if meets { other.end } else { last };
        }
        &memory[..count]
    }

    /// Returns `true` if this via connects a higher end to this one.
    fn reaches(&self, end: u32) -> bool {
        let first = self.beyond.partition_point(|other| other.end < end);
        self.beyond[first..].iter().take_while(|other| other.end == end).any(|other| self.meets(other))
    }
}

impl Counting {
    fn new(ends: usize) -> Counting {
        Counting { met: vec![u32::MAX; ends], others: Vec::new(), memory: Vec::new() }
    }

    /// Returns the pairs of a row, and the shared people in all of them.
    ///
    /// The ends of the via with most of them are counted, not marked; only the ends that others reach are looked up
    /// among them. The thousands of boards of a nominee are read in order and touch no other memory.
    fn row(&mut self, tenures: &TenureIndex, end: usize, mark_sharing: &impl Fn(u32)) -> (u64, u64) {
        let Some(most) = tenures.groups_at(end).max_by_key(|group| group.beyond.len()) else { return (0, 0) };
        let reached = most.count_reached();
        if reached > 0 {
            mark_sharing(most.own[0].group_end());
        }
        let (mut pairs, mut shared) = (reached, reached);
        self.others.clear();
        for group in tenures.groups_at(end).filter(|group| group.own[0].group_end() != most.own[0].group_end()) {
            let reached_ends = group.reached(&mut self.memory);
            shared += reached_ends.len() as u64;
            for &other in reached_ends {
                let row = &mut self.met[other as usize];
                if *row != end as u32 {
                    *row = end as u32;
                    self.others.push(other);
                }
            }
            if !reached_ends.is_empty() {
                mark_sharing(group.own[0].group_end());
            }
        }
        pairs += self.others.iter().filter(|other| !most.reaches(**other)).count() as u64;
        (pairs, shared)
    }
}

/// Returns the pairs that share at least `min`, in the order that is asked for. With `top` and the order of weights, never more than `top` pairs are kept per worker.
///
/// If only certain pairs are wanted, these are found in a second index. For a day known as a range they are those that are
/// certain on some of its days.
pub(super) fn pair_keys(graph: &BoardGraph, tenures: &Tenures, options: &PairOptions) -> Vec<PairKey> {
    let sizes = sizes(graph, options);
    let names = Names { graph, side: options.side };
    let Tenures { possible, certain } = tenures;
    // Together several people may be certain on every day of a range, though each index misses some of its days.
    let certain = certain.as_ref().filter(|_| !options.query.asks_every_day());
    let kept: Vec<Vec<PairKey>> = possible
        .balanced(pieces())
        .into_par_iter()
        .map_init(
            || {
                let row = Row::new(possible.ends(), options.weight == Weight::Newman);
                (row, vec![u32::MAX; certain.map_or(0, TenureIndex::ends)], Vec::new())
            },
            |(row, met, memory), ends| {
                let mut best = TopPairs::new(options.top.filter(|_| options.order == PairOrder::Weight));
                for end in ends {
                    check();
                    let a = end as u32;
                    for group in certain.iter().flat_map(|certain| certain.groups_at(end)) {
                        group.reached(memory).iter().for_each(|other| met[*other as usize] = a);
                    }
                    row.fill(possible, end);
                    row.drain(|b, shared, newman| {
                        let is_wanted = shared as usize >= options.min && options.wants_ends(a, b);
                        if is_wanted && met.get(b as usize).is_none_or(|row| *row == a) {
                            best.push(sizes.key(options.weight, [a, b], shared, newman), &names);
                        }
                    });
                }
                best.finish()
            },
        )
        .collect();
    // Each piece is freed once it is appended: a hub makes millions of pairs.
    let mut all = Vec::with_capacity(kept.iter().map(Vec::len).sum());
    kept.into_iter().for_each(|piece| all.extend(piece));
    let mut kept = all;
    sort(graph, options, &mut kept);
    kept.truncate(options.top.unwrap_or(usize::MAX));
    kept
}

/// The ties of some consecutive ends to higher ends, as compressed rows.
#[derive(Clone, Debug, Default)]
pub struct TieRows {
    /// For each end, the number of ties.
    pub degrees: Vec<u32>,
    /// The higher end of each tie, in ascending order for each end.
    pub others: Vec<u32>,
    /// The number of people that each tie shares (for pairs of people, companies).
    pub shared: Vec<u32>,
    /// The weight of each tie; empty if it is the number shared.
    pub weights: Vec<f64>,
}

/// Returns the pairs that share a person at the clock, as rows of all ends in order: the one-mode network in which
/// [`pairs`](super::pairs()) are the ties. Of the options, the clock, the side and the weight are used. If only certain
/// answers are wanted, a tie is the people who certainly link the two, or else those who do so together.
///
/// Cost: the wedges; if days are the weight, also the shared people of all pairs. The rows are cut into pieces for the
/// threads; the pieces together do not depend on their number.
pub fn tie_rows(graph: &BoardGraph, options: &PairOptions) -> Vec<TieRows> {
    let tenures = TenureIndex::new(graph, &options.query, options.side, None);
    let sizes = sizes(graph, options);
    let exact = super::needs_days(options);
    tenures
        .balanced(pieces())
        .into_par_iter()
        .map_init(
            || (Row::new(tenures.ends(), options.weight == Weight::Newman), Vec::new()),
            |(row, keys), ends| {
                let mut rows = TieRows::default();
                for end in ends {
                    check();
                    row.fill(&tenures, end);
                    row.drain(|b, shared, newman| {
                        keys.push(sizes.key(options.weight, [end as u32, b], shared, newman));
                    });
                    keys.sort_unstable_by_key(|key: &PairKey| key.b);
                    let degree = rows.others.len();
                    let kept = keys.drain(..);
                    kept.filter_map(|key| if exact { super::tie_key(graph, options, &key) } else { Some(key) })
                        .for_each(|key| rows.push(&key, options.weight));
                    rows.degrees.push((rows.others.len() - degree) as u32);
                }
                rows
            },
        )
        .collect()
}

impl TieRows {
    /// Calls with both ends, the number shared and the weight of every tie, in order.
    pub fn each(rows: &[TieRows], mut call: impl FnMut(u32, u32, u32, f64)) {
        let mut end = 0;
        for piece in rows {
            let mut at = 0;
            for degree in &piece.degrees {
                for tie in at..at + *degree as usize {
                    let shared = piece.shared[tie];
                    let weight = piece.weights.get(tie).copied().unwrap_or(f64::from(shared));
                    call(end, piece.others[tie], shared, weight);
                }
                at += *degree as usize;
                end += 1;
            }
        }
    }

    fn push(&mut self, key: &PairKey, weight: Weight) {
        self.others.push(key.b);
        self.shared.push(key.shared);
        if weight != Weight::Count {
            self.weights.push(key.weight);
        }
    }
}

/// Sorts pairs in the order that is asked for.
pub(super) fn sort(graph: &BoardGraph, options: &PairOptions, keys: &mut [PairKey]) {
    match options.order {
        PairOrder::Weight => Names { graph, side: options.side }.sort(keys),
        // Ends are numbered in the order of their ids.
        PairOrder::Ids => keys.par_sort_unstable_by_key(|key| (key.a, key.b)),
        PairOrder::None => {}
    }
}

/// The number of vias at each end at the clock, including those at one end only; empty if no weight needs it.
struct Sizes(Vec<u32>);

fn sizes(graph: &BoardGraph, options: &PairOptions) -> Sizes {
    let ends = match (options.weight, options.side) {
        (Weight::Count | Weight::Newman | Weight::Days, _) => 0,
        (_, Side::Companies) => graph.company_count(),
        (_, Side::People) => graph.person_count(),
    };
    Sizes((0..ends as u32).into_par_iter().map(|end| super::size(graph, options, end) as u32).collect())
}

impl Sizes {
    /// Returns the key of a pair. The weight is known but for [`Weight::Days`], where it is the number shared.
    fn key(&self, weight: Weight, [a, b]: [u32; 2], shared: u32, newman: f64) -> PairKey {
        let size = |end: u32| f64::from(self.0.get(end as usize).copied().unwrap_or(0));
        let weight = match weight {
            Weight::Count | Weight::Days => f64::from(shared),
            Weight::Newman => newman,
            Weight::Jaccard => f64::from(shared) / (size(a) + size(b) - f64::from(shared)),
            Weight::Cosine => f64::from(shared) / (size(a) * size(b)).sqrt(),
        };
        PairKey { a, b, shared, weight }
    }
}

/// The names of ends, for sorting pairs.
struct Names<'a> {
    graph: &'a BoardGraph,
    side: Side,
}

impl Names<'_> {
    fn name(&self, end: u32) -> String {
        let entity = match self.side {
            Side::Companies => Entity::Company(CompanyIx::new(end)),
            Side::People => Entity::Person(PersonIx::new(end)),
        };
        self.graph.name(entity).into_owned()
    }

    /// Sorts the heaviest first, then by names, then by ids.
    fn sort(&self, keys: &mut [PairKey]) {
        let count = keys.iter().map(|key| key.a.max(key.b) as usize + 1).max().unwrap_or(0);
        let mut has_pair = vec![false; count];
        keys.iter().flat_map(|key| [key.a, key.b]).for_each(|end| has_pair[end as usize] = true);
        let ends = (0..count as u32).into_par_iter().filter(|end| has_pair[*end as usize]);
        let mut named: Vec<(String, u32)> = ends.map(|end| (self.name(end), end)).collect();
        named.par_sort_unstable();
        let mut ranks = vec![0u32; count];
        for (rank, same) in (0u32..).zip(named.chunk_by(|x, y| x.0 == y.0)) {
            same.iter().for_each(|(_, end)| ranks[*end as usize] = rank);
        }
        let rank = |end: u32| ranks[end as usize];
        keys.par_sort_unstable_by(|x, y| {
            let names = |key: &PairKey| (rank(key.a), rank(key.b), key.a, key.b);
            y.weight.total_cmp(&x.weight).then_with(|| names(x).cmp(&names(y)))
        });
    }
}

/// The heaviest pairs of some rows, as many as are asked for.
struct TopPairs {
    most: Option<usize>,
    all: Vec<PairKey>,
    heap: BinaryHeap<RankedPair>,
    /// The end whose name was looked up last.
    row: Option<(u32, String)>,
}

/// A pair with its sort key; the greatest comes last in the answer.
#[derive(PartialEq)]
struct RankedPair {
    key: PairKey,
    names: (String, String),
}

impl Eq for RankedPair {}

impl Ord for RankedPair {
    fn cmp(&self, other: &RankedPair) -> Ordering {
        let rest = |ranked: &RankedPair| (ranked.key.a, ranked.key.b);
        other
            .key
            .weight
            .total_cmp(&self.key.weight)
            .then_with(|| self.names.cmp(&other.names))
            .then_with(|| rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for RankedPair {
    fn partial_cmp(&self, other: &RankedPair) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TopPairs {
    fn new(most: Option<usize>) -> TopPairs {
        TopPairs { most, all: Vec::new(), heap: BinaryHeap::new(), row: None }
    }

    fn push(&mut self, key: PairKey, names: &Names<'_>) {
        let Some(most) = self.most else {
            self.all.push(key);
            return;
        };
        if self.heap.len() >= most {
            let Some(worst) = self.heap.peek() else { return };
            if key.weight < worst.key.weight {
                return;
            }
            if key.weight == worst.key.weight && row_name(&mut self.row, key.a, names) > worst.names.0.as_str() {
                return;
            }
        }
        let ranked = RankedPair { key, names: (row_name(&mut self.row, key.a, names).to_owned(), names.name(key.b)) };
        self.heap.push(ranked);
        if self.heap.len() > most {
            self.heap.pop();
        }
    }

    fn finish(self) -> Vec<PairKey> {
        if self.most.is_none() { self.all } else { self.heap.into_iter().map(|ranked| ranked.key).collect() }
    }
}

/// Returns the name of the end of a row; it is cached, because many pairs share it.
fn row_name<'a>(row: &'a mut Option<(u32, String)>, end: u32, names: &Names<'_>) -> &'a str {
    if row.as_ref().is_none_or(|(last, _)| *last != end) {
        *row = Some((end, names.name(end)));
    }
    row.as_ref().map_or("", |(_, name)| name)
}
