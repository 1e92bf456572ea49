//! Distances between all pairs of nodes, exact or estimated.

use interlocks_core::stop::check;
use rayon::prelude::*;

use super::Projection;
use super::hyperball::hyperball;

/// Exact sums of distances over connected pairs, each pair counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Distances {
    /// The number of connected pairs.
    pub pairs: u64,
    /// The sum of their distances.
    pub sum: u64,
    /// The sum of their squared distances.
    pub squares: u64,
    /// The longest distance.
    pub diameter: u32,
}

/// Path statistics over connected pairs, exact or estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PathStats {
    /// The number of connected pairs.
    pub pairs: f64,
    /// The sum of their distances.
    pub sum: f64,
    /// The sum of their squared distances.
    pub squares: f64,
    /// The longest distance; a lower bound if the statistics are estimates.
    pub longest: u32,
    /// The relative standard error of the counters of an estimate; `None` if the statistics are exact.
    pub error: Option<f64>,
}

impl PathStats {
    /// Returns the mean distance over connected pairs; `None` if no two nodes are connected.
    pub fn mean(&self) -> Option<f64> {
        (self.pairs > 0.0).then(|| self.sum / self.pairs)
    }

    /// Returns the sample standard deviation of distances; `None` with fewer than two connected pairs.
    pub fn sd(&self) -> Option<f64> {
        let PathStats { pairs, sum, squares, .. } = *self;
        (pairs > 1.0).then(|| ((squares - sum * sum / pairs) / (pairs - 1.0)).max(0.0).sqrt())
    }

    /// Combines the statistics of two parts of a network that are not connected to each other.
    #[must_use]
    pub fn join(self, other: PathStats) -> PathStats {
        PathStats {
            pairs: self.pairs + other.pairs,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            longest: self.longest.max(other.longest),
            error: self.error.or(other.error),
        }
    }
}

/// Converts integers to floats; this is exact below 2^53.
impl From<Distances> for PathStats {
    fn from(exact: Distances) -> PathStats {
        let Distances { pairs, sum, squares, diameter } = exact;
        PathStats { pairs: pairs as f64, sum: sum as f64, squares: squares as f64, longest: diameter, error: None }
    }
}

/// The limit on steps along ties above which distances are estimated; the exact search takes seconds.
const MAX_EXACT_STEPS: usize = 1 << 31;
/// The memory limit of the counters, in bytes.
const MAX_COUNTER_BYTES: usize = 1 << 28;

/// Computes the path statistics of a network: exactly with [`distances`] if nodes / 64 × (2 × ties + nodes) is at most
/// 2^31, otherwise by [`hyperball`] with the largest counters that fit into 256 MiB (16 to 1,024 registers per node).
pub fn path_stats(network: &Projection) -> PathStats {
    let work = network.len().div_ceil(64).saturating_mul(2 * network.ties() + network.len());
    if work <= MAX_EXACT_STEPS {
        return distances(network).into();
    }
    let room = (MAX_COUNTER_BYTES / network.len().max(1)).max(1);
    hyperball(network, room.ilog2().clamp(4, 10)).path_stats()
}

/// Computes the exact distances between all pairs by breadth-first search from 64 sources at once, one bit per source
/// (Then et al., The more the merrier: efficient multi-source graph traversal, VLDB 2014). Batches run in parallel.
///
/// Cost: for each batch of 64 nodes, at most the ties times the longest distance. Memory: 24 bytes per node and thread.
pub fn distances(network: &Projection) -> Distances {
    let nodes = network.len();
    let batches = (0..nodes.div_ceil(64)).into_par_iter().map_init(
        || Search::new(nodes),
        |search, batch| {
            check();
            search.run(network, batch * 64..(batch * 64 + 64).min(nodes))
        },
    );
    let both = batches.reduce(Distances::default, |x, y| Distances {
        pairs: x.pairs + y.pairs,
        sum: x.sum + y.sum,
        squares: x.squares + y.squares,
        diameter: x.diameter.max(y.diameter),
    });
    // Every pair was counted from both ends.
    Distances { pairs: both.pairs / 2, sum: both.sum / 2, squares: both.squares / 2, ..both }
}

/// Advances a search from 64 sources by one step: bits in `now` of the active nodes are added to `next` of those
/// neighbours that have not `seen` them. Returns the nodes reached.
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

/// The buffers of one worker: for each node, the sources that have seen it, that reach it in this step, and that reach
/// it in the next.
struct Search {
    seen: Vec<u64>,
    now: Vec<u64>,
    next: Vec<u64>,
}

impl Search {
    fn new(nodes: usize) -> Search {
        Search { seen: vec![0; nodes], now: vec![0; nodes], next: vec![0; nodes] }
    }

    fn run(&mut self, network: &Projection, sources: std::ops::Range<usize>) -> Distances {
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
