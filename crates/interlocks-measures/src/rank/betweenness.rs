//! Betweenness centrality: the shortest paths that pass through a node.

use interlocks_core::stop::check;
use rayon::prelude::*;

use super::twin_quotient::{TwinKind, TwinQuotient};

/// Computes the betweenness of each node (Freeman 1977), not normalised: the sum, over pairs of other nodes, of the
/// share of their shortest paths that pass through the node.
///
/// This is Brandes's algorithm (2001) on classes of twins, with one search per class, in parallel over sources. Sources
/// are divided into chunks whose number depends on the network alone, and the sums of chunks are added in order, so
/// that the result does not depend on the number of threads.
///
/// Cost: classes × ties between classes. Memory: one sum per class and chunk.
pub fn betweenness(quotient: &TwinQuotient) -> Vec<f64> {
    let classes = quotient.classes();
    let chunk = classes.div_ceil(chunks(classes)).max(1);
    let parts: Vec<Vec<f64>> = (0..classes.div_ceil(chunk))
        .into_par_iter()
        .map_init(
            || Search::new(classes),
            |search, part| {
                let mut sums = vec![0.0; classes];
                for source in part * chunk..(part * chunk + chunk).min(classes) {
                    check();
                    search.run(quotient, source, &mut sums);
                }
                sums
            },
        )
        .collect();
    let mut sums = vec![0.0; classes];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, more)| *sum += more);
    }
    // Every pair was counted from both ends.
    sums.iter_mut().for_each(|sum| *sum /= 2.0);
    quotient.expand(&sums)
}

/// Returns the number of chunks into which sources are divided. Each chunk has a sum per class; all sums take at most a
/// quarter of a gigabyte, unless 16 chunks need more.
pub(super) fn chunks(classes: usize) -> usize {
    ((1 << 25) / classes.max(1)).clamp(16, 256)
}

/// The buffers of one worker. For each class: its distance, the number of shortest paths to one of its nodes, and the
/// dependency of the source on paths beyond it, per path.
struct Search {
    distance: Vec<u32>,
    paths: Vec<f64>,
    dependency: Vec<f64>,
    order: Vec<u32>,
}

const FAR: u32 = u32::MAX;

impl Search {
    fn new(classes: usize) -> Search {
        let zeros = || vec![0.0; classes];
        Search { distance: vec![FAR; classes], paths: zeros(), dependency: zeros(), order: Vec::new() }
    }

    /// Adds the dependencies of all nodes of the class `source` to the sums.
    fn run(&mut self, quotient: &TwinQuotient, source: usize, sums: &mut [f64]) {
        let near = quotient.neighbours(source);
        if near.is_empty() {
            return;
        }
        let own = f64::from(quotient.sizes[source]);
        if quotient.twins == TwinKind::NonAdjacent && own > 1.0 {
            // Twins that are not joined have shortest paths of two steps through each of their neighbours.
            let through: u32 = near.iter().map(|class| quotient.sizes[*class as usize]).sum();
            near.iter().for_each(|class| sums[*class as usize] += own * (own - 1.0) / f64::from(through));
        }
        self.spread(quotient, source);
        let Search { distance, paths, dependency, order } = self;
        for &class in order[1..].iter().rev() {
            let class = class as usize;
            let next = distance[class] + 1;
            let mut sum = 0.0;
            for &other in quotient.neighbours(class) {
                if distance[other as usize] == next {
                    sum += dependency[other as usize];
                }
            }
            let depends = paths[class] * sum;
            sums[class] += own * depends;
            dependency[class] = f64::from(quotient.sizes[class]) * (1.0 + depends) / paths[class];
        }
        for class in order.drain(..) {
            distance[class as usize] = FAR;
        }
    }

    /// Visits all classes in the order of their distance and counts shortest paths.
    fn spread(&mut self, quotient: &TwinQuotient, source: usize) {
        let Search { distance, paths, order, .. } = self;
        order.clear();
        order.push(source as u32);
        (distance[source], paths[source]) = (0, 1.0);
        let mut at = 0;
        while let Some(&class) = order.get(at) {
            let class = class as usize;
            let next = distance[class] + 1;
            // Paths start at one node of the source, but pass through every node of a class in between.
            let through = if at == 0 { 1.0 } else { paths[class] * f64::from(quotient.sizes[class]) };
            for &other in quotient.neighbours(class) {
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
