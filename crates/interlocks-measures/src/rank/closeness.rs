//! Closeness and harmonic centrality.

use interlocks_core::stop::check;
use rayon::prelude::*;

use super::betweenness::chunks;
use super::twin_quotient::{TwinKind, TwinQuotient};
use crate::distances::step;

/// Sums of the distances from one node to the nodes it reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DistanceSums {
    /// The number of other nodes reached.
    pub reached: u64,
    /// The sum of distances to them, in steps.
    pub sum: u64,
    /// The sum of the reciprocals of distances: harmonic centrality (Marchiori and Latora 2000), not normalised.
    pub harmonic: f64,
}

impl DistanceSums {
    /// Returns closeness after Wasserman and Faust (1994), for networks that need not be connected: with n nodes and r
    /// others reached, (r / (n − 1)) · (r / sum of distances); 0 for isolates.
    pub fn closeness(&self, nodes: usize) -> f64 {
        let (reached, sum) = (self.reached as f64, self.sum as f64);
        if self.sum == 0 { 0.0 } else { reached / (nodes as f64 - 1.0) * (reached / sum) }
    }
}

/// Computes the distance sums of each node by breadth-first search from 64 classes of twins at once, as in
/// [`distances`](super::super::distances::distances). Distances are added where they arrive.
///
/// Cost: for each batch of 64 classes, at most the ties between classes times the longest distance.
pub fn distance_sums(quotient: &TwinQuotient) -> Vec<DistanceSums> {
    let classes = quotient.classes();
    // Sources are sorted by size, so that most batches contain sources of one size.
    let mut sources: Vec<u32> = (0..classes as u32).collect();
    sources.sort_by_key(|class| quotient.sizes[*class as usize]);
    let batches = classes.div_ceil(64);
    let chunk = batches.div_ceil(chunks(3 * classes)).max(1);
    let parts: Vec<Vec<DistanceSums>> = (0..batches.div_ceil(chunk))
        .into_par_iter()
        .map_init(
            || Search::new(classes),
            |search, part| {
                let mut sums = vec![DistanceSums::default(); classes];
                for batch in part * chunk..(part * chunk + chunk).min(batches) {
                    check();
                    search.run(quotient, &sources[batch * 64..(batch * 64 + 64).min(classes)], &mut sums);
                }
                sums
            },
        )
        .collect();
    let mut sums: Vec<DistanceSums> = (0..classes).map(|class| distances_to_twins(quotient, class)).collect();
    for part in parts {
        for (sum, more) in sums.iter_mut().zip(part) {
            sum.reached += more.reached;
            sum.sum += more.sum;
            sum.harmonic += more.harmonic;
        }
    }
    quotient.expand(&sums)
}

/// Returns the distances from a node to its twins: one step each, or two steps if they are not joined.
fn distances_to_twins(quotient: &TwinQuotient, class: usize) -> DistanceSums {
    let others = u64::from(quotient.sizes[class]) - 1;
    match quotient.twins {
        TwinKind::Adjacent => DistanceSums { reached: others, sum: others, harmonic: others as f64 },
        TwinKind::NonAdjacent if quotient.neighbours(class).is_empty() => DistanceSums::default(),
        TwinKind::NonAdjacent => DistanceSums { reached: others, sum: 2 * others, harmonic: others as f64 / 2.0 },
    }
}

/// The buffers of one worker: for each class, the sources that have seen it, that reach it in this step, and that reach
/// it in the next.
struct Search {
    seen: Vec<u64>,
    now: Vec<u64>,
    next: Vec<u64>,
    touched: Vec<u32>,
}

impl Search {
    fn new(classes: usize) -> Search {
        let zeros = || vec![0; classes];
        Search { seen: zeros(), now: zeros(), next: zeros(), touched: Vec::new() }
    }

    fn run(&mut self, quotient: &TwinQuotient, sources: &[u32], sums: &mut [DistanceSums]) {
        let Search { seen, now, next, touched } = self;
        // The bits of sources of each size, with that size.
        let mut weights: Vec<(u64, u64)> = Vec::new();
        for (bit, &source) in sources.iter().enumerate() {
            (seen[source as usize], now[source as usize]) = (1 << bit, 1 << bit);
            touched.push(source);
            let size = u64::from(quotient.sizes[source as usize]);
            match weights.last_mut() {
                Some((bits, same)) if *same == size => *bits |= 1 << bit,
                _ => weights.push((1 << bit, size)),
            }
        }
        let mut active: Vec<u32> = sources.to_vec();
        for distance in 1u64.. {
            let met = step(&active, |class| quotient.neighbours(class as usize), seen, now, next);
            if met.is_empty() {
                break;
            }
            for &class in &met {
                let new = std::mem::take(&mut next[class as usize]);
                if seen[class as usize] == 0 {
                    touched.push(class);
                }
                seen[class as usize] |= new;
                now[class as usize] = new;
                let count: u64 = weights.iter().map(|(bits, size)| u64::from((new & bits).count_ones()) * size).sum();
                let sum = &mut sums[class as usize];
                sum.reached += count;
                sum.sum += count * distance;
                sum.harmonic += count as f64 / distance as f64;
            }
            active = met;
        }
        for class in touched.drain(..) {
            (seen[class as usize], now[class as usize]) = (0, 0);
        }
    }
}
