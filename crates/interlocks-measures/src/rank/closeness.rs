//! How near a node is to all others.

use rayon::prelude::*;

use super::betweenness::chunks;
use super::folded::{TwinQuotient, Twins};
use crate::distances::step;

/// Distances from one node to the others it reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Nearness {
    /// How many others it reaches.
    pub reached: u64,
    /// The sum of distances to them.
    pub sum: u64,
    /// The sum of their reciprocals: harmonic centrality (Marchiori and Latora 2000), not normalised.
    pub harmonic: f64,
}

impl Nearness {
    /// Closeness after Wasserman and Faust (1994) in a network that need not be connected: of n nodes,
    /// r others reached, (r / (n − 1)) · (r / sum of distances); 0 for whoever reaches nobody.
    pub fn closeness(&self, nodes: usize) -> f64 {
        let (reached, sum) = (self.reached as f64, self.sum as f64);
        if self.sum == 0 { 0.0 } else { reached / (nodes as f64 - 1.0) * (reached / sum) }
    }
}

/// Distances from every node to all others, summed up where they arrive: the searches are those of
/// [`distances`](super::super::distances::distances), from 64 classes of twins at once.
///
/// Cost: for every 64 classes, the ties between classes times the longest distance.
pub fn nearness(folded: &TwinQuotient) -> Vec<Nearness> {
    let classes = folded.classes();
    // Sources of one size lie together, so that a batch mostly counts bits of one weight.
    let mut sources: Vec<u32> = (0..classes as u32).collect();
    sources.sort_by_key(|class| folded.sizes[*class as usize]);
    let batches = classes.div_ceil(64);
    let chunk = batches.div_ceil(chunks(3 * classes)).max(1);
    let parts: Vec<Vec<Nearness>> = (0..batches.div_ceil(chunk))
        .into_par_iter()
        .map_init(
            || Search::new(classes),
            |search, part| {
                let mut sums = vec![Nearness::default(); classes];
                for batch in part * chunk..(part * chunk + chunk).min(batches) {
                    search.run(folded, &sources[batch * 64..(batch * 64 + 64).min(classes)], &mut sums);
                }
                sums
            },
        )
        .collect();
    let mut sums: Vec<Nearness> = (0..classes).map(|class| among_twins(folded, class)).collect();
    for part in parts {
        for (sum, more) in sums.iter_mut().zip(part) {
            sum.reached += more.reached;
            sum.sum += more.sum;
            sum.harmonic += more.harmonic;
        }
    }
    folded.unfolded(&sums)
}

/// Distances from a node to its twins: a step, or two steps where they are not joined.
fn among_twins(folded: &TwinQuotient, class: usize) -> Nearness {
    let others = u64::from(folded.sizes[class]) - 1;
    match folded.twins {
        Twins::Joined => Nearness { reached: others, sum: others, harmonic: others as f64 },
        Twins::Apart if folded.neighbours(class).is_empty() => Nearness::default(),
        Twins::Apart => Nearness { reached: others, sum: 2 * others, harmonic: others as f64 / 2.0 },
    }
}

/// Memory of one worker: for every class the sources that have seen it, that reach it now, and that
/// reach it next.
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

    fn run(&mut self, folded: &TwinQuotient, sources: &[u32], sums: &mut [Nearness]) {
        let Search { seen, now, next, touched } = self;
        // Which bits stand for how many nodes.
        let mut weights: Vec<(u64, u64)> = Vec::new();
        for (bit, &source) in sources.iter().enumerate() {
            (seen[source as usize], now[source as usize]) = (1 << bit, 1 << bit);
            touched.push(source);
            let size = u64::from(folded.sizes[source as usize]);
            match weights.last_mut() {
                Some((bits, same)) if *same == size => *bits |= 1 << bit,
                _ => weights.push((1 << bit, size)),
            }
        }
        let mut active: Vec<u32> = sources.to_vec();
        for distance in 1u64.. {
            let met = step(&active, |class| folded.neighbours(class as usize), seen, now, next);
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
