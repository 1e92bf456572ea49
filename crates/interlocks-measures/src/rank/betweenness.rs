//! On how many shortest paths between others a node lies.

use rayon::prelude::*;

use super::folded::{TwinQuotient, Twins};

/// Freeman's betweenness (1977) of every node, not normalised: over pairs of others, the share of
/// their shortest paths that go through it. Brandes's algorithm (2001) on classes of twins, each
/// searched from once; in parallel over sources.
///
/// Sources are cut into chunks whose number depends on the network alone, and the sums of chunks are
/// added in order: the same bytes on any number of threads.
///
/// Cost: classes times ties between them.
pub fn betweenness(folded: &TwinQuotient) -> Vec<f64> {
    let classes = folded.classes();
    let chunk = classes.div_ceil(chunks(classes)).max(1);
    let parts: Vec<Vec<f64>> = (0..classes.div_ceil(chunk))
        .into_par_iter()
        .map_init(
            || Search::new(classes),
            |search, part| {
                let mut sums = vec![0.0; classes];
                for source in part * chunk..(part * chunk + chunk).min(classes) {
                    search.run(folded, source, &mut sums);
                }
                sums
            },
        )
        .collect();
    let mut sums = vec![0.0; classes];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, more)| *sum += more);
    }
    // Every pair was met from both its ends.
    sums.iter_mut().for_each(|sum| *sum /= 2.0);
    folded.unfolded(&sums)
}

/// How many chunks the sources are cut into: each keeps a sum a class, and all of them together at
/// most a quarter of a gigabyte.
pub(super) fn chunks(classes: usize) -> usize {
    ((1 << 25) / classes.max(1)).clamp(16, 256)
}

/// Memory of one worker, for every class: its distance, the shortest paths to one of its nodes, and
/// what all paths beyond it come to, by path to it.
struct Search {
    distance: Vec<u32>,
    paths: Vec<f64>,
    beyond: Vec<f64>,
    order: Vec<u32>,
}

const FAR: u32 = u32::MAX;

impl Search {
    fn new(classes: usize) -> Search {
        let zeros = || vec![0.0; classes];
        Search { distance: vec![FAR; classes], paths: zeros(), beyond: zeros(), order: Vec::new() }
    }

    /// Adds what all nodes of a class depend on others.
    fn run(&mut self, folded: &TwinQuotient, source: usize, sums: &mut [f64]) {
        let near = folded.neighbours(source);
        if near.is_empty() {
            return;
        }
        let own = f64::from(folded.sizes[source]);
        if folded.twins == Twins::Apart && own > 1.0 {
            // Twins that are not joined are joined by each of their neighbours.
            let through: u32 = near.iter().map(|class| folded.sizes[*class as usize]).sum();
            near.iter().for_each(|class| sums[*class as usize] += own * (own - 1.0) / f64::from(through));
        }
        self.spread(folded, source);
        let Search { distance, paths, beyond, order } = self;
        for &class in order[1..].iter().rev() {
            let class = class as usize;
            let next = distance[class] + 1;
            let mut sum = 0.0;
            for &other in folded.neighbours(class) {
                if distance[other as usize] == next {
                    sum += beyond[other as usize];
                }
            }
            let depends = paths[class] * sum;
            sums[class] += own * depends;
            beyond[class] = f64::from(folded.sizes[class]) * (1.0 + depends) / paths[class];
        }
        for class in order.drain(..) {
            distance[class as usize] = FAR;
        }
    }

    /// Goes through all classes in the order of their distance, counting shortest paths.
    fn spread(&mut self, folded: &TwinQuotient, source: usize) {
        let Search { distance, paths, order, .. } = self;
        order.clear();
        order.push(source as u32);
        (distance[source], paths[source]) = (0, 1.0);
        let mut at = 0;
        while let Some(&class) = order.get(at) {
            let class = class as usize;
            let next = distance[class] + 1;
            // From one node of the source, but through every node of a class between.
            let through = if at == 0 { 1.0 } else { paths[class] * f64::from(folded.sizes[class]) };
            for &other in folded.neighbours(class) {
                let other = other as usize;
                if distance[other] == FAR {
                    distance[other] = next;
                    paths[other] = through;
                    order.push(other as u32);
                } else if distance[other] == next {
                    paths[other] += through;
                }
            }
            at += 1;
        }
    }
}
