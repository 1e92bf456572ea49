//! Shortest paths between all pairs.

use rayon::prelude::*;

use super::Network;
use super::hyperball::balls;

/// Distances over connected pairs, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distances {
    /// How many pairs are connected.
    pub pairs: u64,
    /// The sum of their distances, and of the squares.
    pub sum: u64,
    pub squares: u64,
    /// The longest.
    pub diameter: u32,
}

/// What paths there are, exactly or by estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Paths {
    pub pairs: f64,
    pub sum: f64,
    pub squares: f64,
    /// The longest distance; of an estimate a lower bound.
    pub longest: u32,
    /// The relative standard error of the counters of an estimate.
    pub error: Option<f64>,
}

impl Paths {
    /// The mean distance over connected pairs; none where no two are connected.
    pub fn mean(&self) -> Option<f64> {
        (self.pairs > 0.0).then(|| self.sum / self.pairs)
    }

    /// The standard deviation of the sample.
    pub fn sd(&self) -> Option<f64> {
        let Paths { pairs, sum, squares, .. } = *self;
        (pairs > 1.0).then(|| ((squares - sum * sum / pairs) / (pairs - 1.0)).max(0.0).sqrt())
    }

    /// Those of two parts of a network that nothing joins.
    #[must_use]
    pub fn join(self, other: Paths) -> Paths {
        Paths {
            pairs: self.pairs + other.pairs,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            longest: self.longest.max(other.longest),
            error: self.error.or(other.error),
        }
    }
}

/// Whole numbers: sums far below 2^53 are kept as they are.
impl From<Distances> for Paths {
    fn from(exact: Distances) -> Paths {
        let Distances { pairs, sum, squares, diameter } = exact;
        Paths { pairs: pairs as f64, sum: sum as f64, squares: squares as f64, longest: diameter, error: None }
    }
}

/// Steps along ties that are gone through before distances are estimated: some seconds.
const MOST_WORK: usize = 1 << 31;
/// Bytes that counters may take.
const MOST_MEMORY: usize = 1 << 28;

/// The paths of a network: exactly where that takes seconds, else by [`balls`] with counters as large
/// as 256 MiB allow.
pub fn paths(network: &Network) -> Paths {
    let work = network.len().div_ceil(64).saturating_mul(2 * network.ties() + network.len());
    if work <= MOST_WORK {
        return distances(network).into();
    }
    let room = (MOST_MEMORY / network.len().max(1)).max(1);
    balls(network, room.ilog2().clamp(4, 10)).paths()
}

/// Distances between all pairs, by searching from 64 sources at once, a bit each (Then et al., The
/// more the merrier: efficient multi-source graph traversal, VLDB 2014). In parallel over batches.
///
/// Cost: for every 64 nodes, the ties times the longest distance.
pub fn distances(network: &Network) -> Distances {
    let nodes = network.len();
    let batches = (0..nodes.div_ceil(64))
        .into_par_iter()
        .map_init(|| Search::new(nodes), |search, batch| search.run(network, batch * 64..(batch * 64 + 64).min(nodes)));
    let both = batches.reduce(Distances::default, |x, y| Distances {
        pairs: x.pairs + y.pairs,
        sum: x.sum + y.sum,
        squares: x.squares + y.squares,
        diameter: x.diameter.max(y.diameter),
    });
    // Every pair was met from both its ends.
    Distances { pairs: both.pairs / 2, sum: both.sum / 2, squares: both.squares / 2, ..both }
}

/// One step of a search from 64 sources: what reaches the active nodes `now` goes on to those of their
/// neighbours that have not `seen` it, into `next`. Answers which nodes it reaches.
pub(super) fn step<'n>(
    active: &[u32],
    neighbours: impl Fn(u32) -> &'n [u32],
    seen: &[u64],
    now: &mut [u64],
    next: &mut [u64],
) -> Vec<u32> {
    let mut met: Vec<u32> = Vec::new();
    for &node in active {
        let from = std::mem::take(&mut now[node as usize]);
        for &other in neighbours(node) {
            let new = from & !seen[other as usize];
            if new != 0 {
                if next[other as usize] == 0 {
                    met.push(other);
                }
                next[other as usize] |= new;
            }
        }
    }
    met
}

/// Memory of one worker: for every node the sources that have seen it, that reach it now, and that
/// reach it next.
struct Search {
    seen: Vec<u64>,
    now: Vec<u64>,
    next: Vec<u64>,
}

impl Search {
    fn new(nodes: usize) -> Search {
        Search { seen: vec![0; nodes], now: vec![0; nodes], next: vec![0; nodes] }
    }

    fn run(&mut self, network: &Network, sources: std::ops::Range<usize>) -> Distances {
        let Search { seen, now, next } = self;
        for list in [&mut *seen, &mut *now, &mut *next] {
            list.fill(0);
        }
        for (bit, source) in sources.enumerate() {
            seen[source] = 1 << bit;
            now[source] = 1 << bit;
        }
        let mut found = Distances::default();
        let mut active: Vec<u32> = (0..network.len() as u32).filter(|node| now[*node as usize] != 0).collect();
        for distance in 1u64.. {
            let met = step(&active, |node| network.neighbours(node as usize), seen, now, next);
            if met.is_empty() {
                break;
            }
            let mut reached = 0;
            for &node in &met {
                let new = std::mem::take(&mut next[node as usize]) & !seen[node as usize];
                seen[node as usize] |= new;
                now[node as usize] = new;
                reached += u64::from(new.count_ones());
            }
            found.pairs += reached;
            found.sum += reached * distance;
            found.squares += reached * distance * distance;
            found.diameter = distance as u32;
            active = met;
        }
        found
    }
}
