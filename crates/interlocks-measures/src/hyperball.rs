//! Distances in networks too large to search from every node.
//!
//! HyperBall (Boldi and Vigna, In-core computation of geometric centralities with HyperBall, 2013):
//! every node keeps a small counter (HyperLogLog, Flajolet and others 2007) of the nodes within t
//! steps; one union with every neighbour makes it a counter of those within t + 1. The sums of the
//! counters say how many pairs lie at each distance.

use interlocks_core::random::hash64;
use rayon::prelude::*;

use super::Network;
use super::distances::Paths;

/// How many pairs lie at each distance, as estimated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balls {
    /// The estimated number of pairs at distance 1, 2 …, each pair counted once.
    pub pairs: Vec<f64>,
    /// The relative standard error of one counter: 1.04 / √registers. That of the sums is smaller.
    pub error: f64,
}

impl Balls {
    /// What paths there are. The longest distance is that at which a counter still grew: no more than
    /// the diameter.
    pub fn paths(&self) -> Paths {
        let weighted = |value: fn(f64) -> f64| {
            self.pairs.iter().zip(1u32..).map(|(pairs, distance)| pairs * value(f64::from(distance))).sum()
        };
        Paths {
            pairs: weighted(|_| 1.0),
            sum: weighted(|distance| distance),
            squares: weighted(|distance| distance * distance),
            longest: self.pairs.len() as u32,
            error: Some(self.error),
        }
    }
}

/// Estimates distances with counters of 2^`bits` registers (4 to 12).
///
/// Cost: for every step up to the longest distance one pass over the ties whose ends still learn
/// something, of 2^`bits` bytes each. Memory: twice that for every node.
pub fn balls(network: &Network, bits: u32) -> Balls {
    let registers = 1usize << bits.clamp(4, 12);
    let nodes = network.len();
    let mut now = vec![0u8; nodes * registers];
    now.par_chunks_mut(registers).enumerate().for_each(|(node, counter)| add(counter, node as u64));
    let mut next = now.clone();
    let mut learnt = vec![true; nodes];
    let mut balls = Balls { pairs: Vec::new(), error: 1.04 / (registers as f64).sqrt() };
    let mut sizes: Vec<f64> = now.par_chunks(registers).map(estimate).collect();
    loop {
        let news: Vec<(bool, f64)> = next
            .par_chunks_mut(registers)
            .enumerate()
            .map(|(node, counter)| {
                counter.copy_from_slice(&now[node * registers..(node + 1) * registers]);
                let mut grown = false;
                for &other in network.neighbours(node).iter().filter(|other| learnt[**other as usize]) {
                    let theirs = &now[other as usize * registers..(other as usize + 1) * registers];
                    for (own, their) in counter.iter_mut().zip(theirs) {
                        grown |= *their > *own;
                        *own = (*own).max(*their);
                    }
                }
                (grown, if grown { estimate(counter) } else { sizes[node] })
            })
            .collect();
        if !news.iter().any(|(grown, _)| *grown) {
            return balls;
        }
        // Summed in the order of nodes: the same on any number of threads.
        let gained: f64 = news.iter().zip(&sizes).map(|((_, size), before)| size - before).sum();
        balls.pairs.push((gained / 2.0).max(0.0));
        (learnt, sizes) = news.into_iter().unzip();
        std::mem::swap(&mut now, &mut next);
    }
}

/// Counts an item: the longest run of zeros among the hashes that fall to a register, and one.
fn add(counter: &mut [u8], item: u64) {
    let hash = hash64(item);
    let bits = counter.len().trailing_zeros();
    let register = (hash >> (64 - bits)) as usize;
    let run = (hash << bits | 1 << (bits - 1)).leading_zeros() as u8 + 1;
    counter[register] = counter[register].max(run);
}

/// How many different items a counter has seen: by its empty registers while few are filled, else by
/// the harmonic mean.
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

    /// A ring of so many nodes with chords of so many steps.
    fn ring(nodes: u32, chords: &[u32]) -> Network {
        let ties: Vec<(u32, u32, u32)> =
            (0..nodes).flat_map(|node| chords.iter().map(move |step| (node, (node + step) % nodes, 1))).collect();
        Network::of_ties(nodes as usize, &ties)
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
            let (exact, found) = (Paths::from(distances(&network)), balls(&network, 10).paths());
            let close = |x: f64, y: f64| (x - y).abs() <= 0.1 * y;
            assert!(close(found.mean().unwrap(), exact.mean().unwrap()), "{nodes}");
            assert!(close(found.sd().unwrap(), exact.sd().unwrap()), "{nodes}");
            assert!(found.longest <= exact.longest, "{nodes}");
            assert!(close(found.pairs, exact.pairs), "{nodes}");
        }
    }

    #[test]
    fn nothing_and_nobody_have_no_distances() {
        assert_eq!(balls(&Network::of_ties(0, &[]), 6).paths().mean(), None);
        let alone = balls(&Network::of_ties(3, &[]), 6).paths();
        assert_eq!((alone.mean(), alone.longest), (None, 0));
    }
}
