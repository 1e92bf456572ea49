//! All pairs of companies that share somebody, by a sparse product over people.
//!
//! Row by row (Gustavson 1978): for a company, for everybody who sits there, for every other board
//! they sit on, one more shared person. The work is the number of wedges, Σ k(k−1)/2 over people
//! with k boards; whether two spells overlap is asked inside the same pass. Rows are shared out by
//! wedges, not by companies, so that one nominee with thousands of boards keeps no thread waiting.
//! No pair is kept beyond its row unless it is asked for.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::posts::{IndexedTenure, Sitting, TenureIndex};
use super::{PairOptions, Side, Weight};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// How many pairs there are, how many shared people in all of them, and how many people share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    pub pairs: u64,
    /// The sum over pairs of the number they share.
    pub shared: u64,
    /// The number of different people that are shared (of companies, for pairs of people).
    pub people: u64,
}

/// A pair before it is told in full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairKey {
    pub a: u32,
    pub b: u32,
    pub shared: u32,
    pub weight: f64,
}

/// Memory of one worker: a slot an end, zero between rows.
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

    /// Adds up what an end shares with every end beyond it.
    fn fill(&mut self, posts: &TenureIndex, end: usize) {
        for sitting in posts.sittings(end) {
            let share = if self.newman.is_empty() { 0.0 } else { 1.0 / (posts.degree(sitting.number) as f64 - 1.0) };
            for &other in sitting.met(&mut self.memory) {
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

    /// The ends shared with and how much, and the memory zero again.
    fn drain(&mut self, mut each: impl FnMut(u32, u32, f64)) {
        for end in self.touched.drain(..) {
            let newman = self.newman.get_mut(end as usize).map_or(0.0, std::mem::take);
            each(end, std::mem::take(&mut self.shared[end as usize]), newman);
        }
    }
}

/// How many pieces the rows are cut into; their number changes no result.
fn pieces() -> usize {
    64 * rayon::current_num_threads()
}

/// Ends whose posts are brought into the cache together.
const BLOCK: usize = 64;

/// Counts all pairs without keeping any.
pub fn count(posts: &TenureIndex) -> Count {
    let sharing: Vec<AtomicU64> = (0..posts.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
    // Everybody is known by where their posts stop.
    let shares = |stop: u32| {
        let (word, bit) = (&sharing[(stop as usize - 1) / 64], 1 << ((stop - 1) % 64));
        if word.load(Relaxed) & bit == 0 {
            word.fetch_or(bit, Relaxed);
        }
    };
    let (pairs, shared) = posts
        .balanced(pieces())
        .into_par_iter()
        .map_init(
            || Counting::new(posts.ends()),
            |counting, ends| {
                let (mut pairs, mut shared) = (0, 0);
                for first in ends.clone().step_by(BLOCK) {
                    let block = first..(first + BLOCK).min(ends.end);
                    posts.touch(block.clone());
                    for end in block {
                        let row = counting.row(posts, end, &shares);
                        (pairs, shared) = (pairs + row.0, shared + row.1);
                    }
                }
                (pairs, shared)
            },
        )
        .reduce(|| (0, 0), |x, y| (x.0 + y.0, x.1 + y.1));
    let people = sharing.iter().map(|word| u64::from(word.load(Relaxed).count_ones())).sum();
    Count { pairs, shared, people }
}

/// Memory of one worker that counts: for every end the row that met it last.
struct Counting {
    met: Vec<u32>,
    /// Ends that somebody else than the one with most boards joins to this row.
    others: Vec<u32>,
    memory: Vec<u32>,
}

impl Sitting<'_> {
    /// Whether a post beyond is held on some day together with one here.
    #[inline]
    fn meets(&self, other: &IndexedTenure) -> bool {
        match self.own {
            // One spell here, as nearly always.
            [own] => own.overlaps(other),
            several => several.iter().any(|own| own.overlaps(other)),
        }
    }

    /// At how many ends beyond somebody sits on some day together with this one.
    ///
    /// Whether two spells overlap is as good as chance, so nothing here branches on it: a wrong guess
    /// costs ten times what the sum does.
    fn reach(&self) -> u64 {
        let (mut count, mut last) = (0, u32::MAX);
        for other in self.beyond {
            let meets = self.meets(other);
            count += u64::from(meets & (other.end != last));
            last = if meets { other.end } else { last };
        }
        count
    }

    /// The ends beyond that are sat at on some day together with this one, into memory that is there.
    fn met<'a>(&self, memory: &'a mut Vec<u32>) -> &'a [u32] {
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

    /// Whether an end beyond is sat at on some day together with this one.
    fn reaches(&self, end: u32) -> bool {
        let first = self.beyond.partition_point(|other| other.end < end);
        self.beyond[first..].iter().take_while(|other| other.end == end).any(|other| self.meets(other))
    }
}

impl Counting {
    fn new(ends: usize) -> Counting {
        Counting { met: vec![u32::MAX; ends], others: Vec::new(), memory: Vec::new() }
    }

    /// Pairs of a row, and shared people in all of them.
    ///
    /// The boards of the person with most of them are counted, not marked: only the ends that
    /// others reach are looked up among them. A nominee's thousands of boards are read in order
    /// and touch no other memory.
    fn row(&mut self, posts: &TenureIndex, end: usize, shares: &impl Fn(u32)) -> (u64, u64) {
        let Some(most) = posts.sittings(end).max_by_key(|sitting| sitting.beyond.len()) else { return (0, 0) };
        let reached = most.reach();
        if reached > 0 {
            shares(most.own[0].stop);
        }
        let (mut pairs, mut shared) = (reached, reached);
        self.others.clear();
        for sitting in posts.sittings(end).filter(|sitting| sitting.own[0].stop != most.own[0].stop) {
            let met = sitting.met(&mut self.memory);
            shared += met.len() as u64;
            for &other in met {
                let row = &mut self.met[other as usize];
                if *row != end as u32 {
                    *row = end as u32;
                    self.others.push(other);
                }
            }
            if !met.is_empty() {
                shares(sitting.own[0].stop);
            }
        }
        pairs += self.others.iter().filter(|other| !most.reaches(**other)).count() as u64;
        (pairs, shared)
    }
}

/// Pairs that share at least `min`, in the order of the answer: heaviest first, then by names, then
/// by ids; `top` of them at most, and then no more are ever kept.
pub fn keys(graph: &BoardGraph, posts: &TenureIndex, options: &PairOptions) -> Vec<PairKey> {
    let sizes = match options.weight {
        Weight::Jaccard | Weight::Cosine => sizes(graph, options),
        Weight::Count | Weight::Newman | Weight::Days => Vec::new(),
    };
    let size = |end: u32| f64::from(sizes.get(end as usize).copied().unwrap_or(0));
    let weight = |a: u32, b: u32, shared: u32, newman: f64| match options.weight {
        Weight::Count | Weight::Days => f64::from(shared),
        Weight::Newman => newman,
        Weight::Jaccard => f64::from(shared) / (size(a) + size(b) - f64::from(shared)),
        Weight::Cosine => f64::from(shared) / (size(a) * size(b)).sqrt(),
    };
    let names = Names { graph, side: options.side };
    let kept: Vec<Vec<PairKey>> = posts
        .balanced(pieces())
        .into_par_iter()
        .map_init(
            || Row::new(posts.ends(), options.weight == Weight::Newman),
            |row, ends| {
                let mut best = Best::new(options.top);
                for end in ends {
                    row.fill(posts, end);
                    let a = end as u32;
                    row.drain(|b, shared, newman| {
                        if shared as usize >= options.min && options.wants_ends(a, b) {
                            best.offer(PairKey { a, b, shared, weight: weight(a, b, shared, newman) }, &names);
                        }
                    });
                }
                best.done()
            },
        )
        .collect();
    let mut kept = kept.concat();
    names.sort(&mut kept);
    kept.truncate(options.top.unwrap_or(usize::MAX));
    kept
}

/// Puts pairs in the order of the answer: heaviest first, then by names, then by ids.
pub fn sort(graph: &BoardGraph, side: Side, keys: &mut [PairKey]) {
    Names { graph, side }.sort(keys);
}

/// How many sit at each end at the clock, those on one board alone included.
fn sizes(graph: &BoardGraph, options: &PairOptions) -> Vec<u32> {
    let ends = match options.side {
        Side::Companies => graph.company_count(),
        Side::People => graph.person_count(),
    };
    (0..ends as u32).into_par_iter().map(|end| super::size(graph, options, end) as u32).collect()
}

/// Names of ends, for the order of pairs.
struct Names<'a> {
    graph: &'a BoardGraph,
    side: Side,
}

impl Names<'_> {
    fn of(&self, end: u32) -> String {
        let entity = match self.side {
            Side::Companies => Entity::Company(CompanyIx::new(end)),
            Side::People => Entity::Person(PersonIx::new(end)),
        };
        self.graph.name(entity).into_owned()
    }

    /// Heaviest first, then by names, then by ids.
    fn sort(&self, keys: &mut [PairKey]) {
        let mut ends: Vec<u32> = keys.iter().flat_map(|key| [key.a, key.b]).collect();
        ends.par_sort_unstable();
        ends.dedup();
        let mut named: Vec<(String, u32)> = ends.into_par_iter().map(|end| (self.of(end), end)).collect();
        named.par_sort_unstable();
        let highest = named.iter().map(|(_, end)| *end as usize + 1).max().unwrap_or(0);
        let mut ranks = vec![0u32; highest];
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

/// The best pairs of some rows, as many as are asked for.
struct Best {
    most: Option<usize>,
    all: Vec<PairKey>,
    heap: BinaryHeap<Placed>,
    /// The end whose name was asked for last.
    row: Option<(u32, String)>,
}

/// A pair with its place in the order; the greatest comes last.
#[derive(PartialEq)]
struct Placed {
    key: PairKey,
    names: (String, String),
}

impl Eq for Placed {}

impl Ord for Placed {
    fn cmp(&self, other: &Placed) -> Ordering {
        let rest = |placed: &Placed| (placed.key.a, placed.key.b);
        other
            .key
            .weight
            .total_cmp(&self.key.weight)
            .then_with(|| self.names.cmp(&other.names))
            .then_with(|| rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Placed) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Best {
    fn new(most: Option<usize>) -> Best {
        Best { most, all: Vec::new(), heap: BinaryHeap::new(), row: None }
    }

    fn offer(&mut self, key: PairKey, names: &Names<'_>) {
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
        let placed = Placed { key, names: (row_name(&mut self.row, key.a, names).to_owned(), names.of(key.b)) };
        self.heap.push(placed);
        if self.heap.len() > most {
            self.heap.pop();
        }
    }

    fn done(self) -> Vec<PairKey> {
        if self.most.is_none() { self.all } else { self.heap.into_iter().map(|placed| placed.key).collect() }
    }
}

/// The name of the end whose row it is: many pairs in a row share it.
fn row_name<'a>(row: &'a mut Option<(u32, String)>, end: u32, names: &Names<'_>) -> &'a str {
    if row.as_ref().is_none_or(|(last, _)| *last != end) {
        *row = Some((end, names.of(end)));
    }
    row.as_ref().map_or("", |(_, name)| name)
}
