//! HyperBall: estimated distances in networks too large for a search from every node.
//!
//! # Algorithm
//!
//! HyperBall (Boldi and Vigna, In-core computation of geometric centralities with HyperBall, 2013) keeps for each node
//! a HyperLogLog counter (Flajolet and others 2007) of the nodes within t steps, its ball of radius t. The ball of
//! radius t + 1 is the union of a node's ball with the balls of its neighbours, and the union of two counters is the
//! maximum of their registers. The sum of the counters after round t estimates the number of ordered pairs at distance
//! t or less, so the growth in each round estimates the number of pairs at each distance.
//!
//! The iteration stops when no counter grows. Nodes are only updated from neighbours whose counters grew in the round
//! before.
//!
//! # Precision
//!
//! A counter of m = 2^b registers has a relative standard error of about 1.04 / √m: 26 % for b = 4, 3.3 % for b = 10.
//! Sums over nodes are more precise. Small counters are corrected by linear counting. The longest distance found is a
//! lower bound on the diameter.
//!
//! # Cost
//!
//! Time: at most one pass over the ties per step of the longest distance, with 2^b bytes read per tie. Memory: 2 · 2^b
//! bytes per node.
//!
//! Results do not depend on the number of threads: unions are exact, and sums are taken in the order of nodes.

use interlocks_core::random::hash64;
use interlocks_core::stop::check;
use rayon::prelude::*;

use super::Projection;
use super::distances::PathStats;

/// The estimated number of pairs of nodes at each distance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DistanceDistribution {
    /// The estimated number of pairs at distance 1, 2, …, each pair counted once.
    pub pairs: Vec<f64>,
    /// The relative standard error of one counter, 1.04 / √registers. The error of the sums is smaller.
    pub error: f64,
}

impl DistanceDistribution {
    /// Summarises the distribution. The longest distance is the last round in which a counter grew; it is a lower bound
    /// on the diameter.
    pub fn path_stats(&self) -> PathStats {
        let weighted = |value: fn(f64) -> f64| {
            self.pairs.iter().zip(1u32..).map(|(pairs, distance)| pairs * value(f64::from(distance))).sum()
        };
        PathStats {
            pairs: weighted(|_| 1.0),
            sum: weighted(|distance| distance),
            squares: weighted(|distance| distance * distance),
            longest: self.pairs.len() as u32,
            error: Some(self.error),
        }
    }
}

/// Estimates the distribution of distances with counters of 2^`bits` registers; `bits` is limited to 4 to 12.
///
/// See the [module documentation](self) for algorithm, precision and cost.
pub fn hyperball(network: &Projection, bits: u32) -> DistanceDistribution {
    let registers = 1usize << bits.clamp(4, 12);
    let nodes = network.len();
    let mut now = vec![0u8; nodes * registers];
    now.par_chunks_mut(registers).enumerate().for_each(|(node, counter)| add(counter, node as u64));
    let mut next = now.clone();
    let mut grew = vec![true; nodes];
    let mut found = DistanceDistribution { pairs: Vec::new(), error: 1.04 / (registers as f64).sqrt() };
    let mut sizes: Vec<f64> = now.par_chunks(registers).map(estimate).collect();
    loop {
        check();
        let updates: Vec<(bool, f64)> = next
            .par_chunks_mut(registers)
            .enumerate()
            .map(|(node, counter)| {
                counter.copy_from_slice(&now[node * registers..(node + 1) * registers]);
                let mut has_grown = false;
                for &other in network.neighbours(node).iter().filter(|other| grew[**other as usize]) {
                    let theirs = &now[other as usize * registers..(other as usize + 1) * registers];
                    for (own, their) in counter.iter_mut().zip(theirs) {
                        has_grown |= *their > *own;
                        *own = (*own).max(*their);
                    }
                }
                (has_grown, if has_grown { estimate(counter) } else { sizes[node] })
            })
            .collect();
        if !updates.iter().any(|(has_grown, _)| *has_grown) {
            return found;
        }
        // Summed in the order of nodes, so that the result is the same on any number of threads.
        let gained: f64 = updates.iter().zip(&sizes).map(|((_, size), before)| size - before).sum();
        found.pairs.push((gained / 2.0).max(0.0));
        (grew, sizes) = updates.into_iter().unzip();
        std::mem::swap(&mut now, &mut next);
    }
}

/// Adds an item to a counter. The leading bits of its hash select a register; the register keeps the longest run of
/// leading zeros among the remaining bits, plus one.
fn add(counter: &mut [u8], item: u64) {
    let hash = hash64(item);
    let bits = counter.len().trailing_zeros();
    let register = (hash >> (64 - bits)) as usize;
    let run = (hash << bits | 1 << (bits - 1)).leading_zeros() as u8 + 1;
    counter[register] = counter[register].max(run);
}

/// Estimates the number of distinct items in a counter: by linear counting if registers are empty and the estimate is
/// small, otherwise by the harmonic mean of the registers.
fn estimate(counter: &[u8]) -> f64 {
    let registers = counter.len() as f64;
    let alpha = match counter.len() {
        16 => 0.673,
        32 => 0.697,
        64 => 0.709,
        _ => 0.7213 / (1.0 + 1.079 / registers),
    };
    let sum: f64 = counter.iter().map(|run| (-f64::from(*run)).exp2()).sum();
    let raw = alpha * registers * registers / sum;
    let empty = counter.iter().filter(|run| **run == 0).count() as f64;
    if raw <= 2.5 * registers && empty > 0.0 { registers * (registers / empty).ln() } else { raw }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distances::distances;

    /// Builds a ring of `nodes` nodes, each joined to the nodes `chords` steps further on.
    fn ring(nodes: u32, chords: &[u32]) -> Projection {
        let ties: Vec<(u32, u32, u32)> =
            (0..nodes).flat_map(|node| chords.iter().map(move |step| (node, (node + step) % nodes, 1))).collect();
        Projection::from_ties(nodes as usize, &ties)
    }

    #[test]
    fn a_counter_is_off_by_no_more_than_a_few_times_its_error() {
        for items in [1u64, 10, 100, 1_000, 20_000] {
            let mut counter = vec![0; 1 << 10];
            (0..items).for_each(|item| add(&mut counter, item));
            let off = (estimate(&counter) - items as f64).abs() / items as f64;
            assert!(off < 4.0 * 1.04 / 32.0, "{items}: {off}");
        }
    }

    #[test]
    fn distances_are_near_the_exact_ones() {
        for (nodes, chords) in [(2_000, &[1, 7, 61][..]), (500, &[1][..]), (3_000, &[1, 2, 3, 50, 700][..])] {
            let network = ring(nodes, chords);
            let (exact, found) = (PathStats::from(distances(&network)), hyperball(&network, 10).path_stats());
            let close = |x: f64, y: f64| (x - y).abs() <= 0.1 * y;
            assert!(close(found.mean().unwrap(), exact.mean().unwrap()), "{nodes}");
            assert!(close(found.sd().unwrap(), exact.sd().unwrap()), "{nodes}");
            assert!(found.longest <= exact.longest, "{nodes}");
            assert!(close(found.pairs, exact.pairs), "{nodes}");
        }
    }

    #[test]
    fn nothing_and_nobody_have_no_distances() {
        assert_eq!(hyperball(&Projection::from_ties(0, &[]), 6).path_stats().mean(), None);
        let alone = hyperball(&Projection::from_ties(3, &[]), 6).path_stats();
        assert_eq!((alone.mean(), alone.longest), (None, 0));
    }
}
