//! Shortest paths between all pairs.

use rayon::prelude::*;

use super::Network;

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

impl Distances {
    /// The mean distance; none where no two are connected.
    pub fn mean(&self) -> Option<f64> {
        (self.pairs > 0).then(|| self.sum as f64 / self.pairs as f64)
    }

    /// The standard deviation of the sample.
    pub fn sd(&self) -> Option<f64> {
        let (count, sum) = (self.pairs as f64, self.sum as f64);
        (self.pairs > 1).then(|| ((self.squares as f64 - sum * sum / count) / (count - 1.0)).max(0.0).sqrt())
    }
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
            let mut met: Vec<u32> = Vec::new();
            for &node in &active {
                let from = std::mem::take(&mut now[node as usize]);
                for &other in network.neighbours(node as usize) {
                    let new = from & !seen[other as usize];
                    if new != 0 {
                        if next[other as usize] == 0 {
                            met.push(other);
                        }
                        next[other as usize] |= new;
                    }
                }
            }
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
