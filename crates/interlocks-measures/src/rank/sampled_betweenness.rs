//! Betweenness estimated from a sample of shortest paths, with an error bound.
//!
//! # Algorithm
//!
//! Each sample draws two distinct nodes and one of the shortest paths between them, uniformly at random, and counts the
//! nodes inside it (Riondato and Kornaropoulos 2014). The path is found by a breadth-first search from both ends
//! (Borassi and Natale 2016). A node's betweenness is estimated by the share of samples that hit it, times the number
//! of pairs.
//!
//! # Precision
//!
//! The error bound holds for all nodes at once with the confidence given. It is the smaller of two bounds, each of
//! which may fail with half of f = 1 − confidence. With r samples, n classes of twins, and V the largest sample
//! variance, as shares of the number of pairs:
//!
//! - Hoeffding: √(ln(4n/f) / 2r)
//! - empirical Bernstein (Maurer and Pontil 2009): √(2V ln(8n/f) / r) + 7 ln(8n/f) / 3(r − 1)
//!
//! Hits are integers, and random numbers depend on the seed and the number of the sample alone, so the result does not
//! depend on the number of threads.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::twin_quotient::{TwinKind, TwinQuotient};
use interlocks_core::random::KeyedRandom;
use interlocks_core::stop::check;

/// Estimated betweenness of each node, and its error bound.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The estimates, in units of exact betweenness (not normalised).
    pub values: Vec<f64>,
    /// The error bound, in the same units: with the confidence given, no value differs from the exact one by more.
    pub error: f64,
}

/// Estimates betweenness from `samples` random shortest paths. `confidence` is the probability with which the error
/// bound holds, between 0 and 1. See the [module documentation](self).
pub fn sampled_betweenness(quotient: &TwinQuotient, samples: u32, seed: u64, confidence: f64) -> Estimate {
    let (classes, nodes) = (quotient.classes(), quotient.nodes as u64);
    let pairs = nodes as f64 * (nodes as f64 - 1.0) / 2.0;
    if nodes < 3 || samples < 2 {
        return Estimate { values: vec![0.0; quotient.nodes], error: if nodes < 3 { 0.0 } else { pairs } };
    }
    let labels = components(quotient);
    let hits: Vec<AtomicU32> = (0..classes).map(|_| AtomicU32::new(0)).collect();
    let random = KeyedRandom::new(seed, 0xbe7);
    (0..samples.div_ceil(BATCH)).into_par_iter().for_each_init(
        || BidirectionalSearch::new(classes),
        |search, batch| {
            for sample in batch * BATCH..((batch + 1) * BATCH).min(samples) {
                check();
                let mut draws = SampleDraws { random, sample: u64::from(sample), drawn: 0 };
                let from = draws.below(nodes);
                let to = draws.below(nodes - 1);
                let to = to + u64::from(to >= from);
                let [a, b] = [from, to].map(|node| quotient.class_of[node as usize]);
                if labels[a as usize] == labels[b as usize] {
                    search.random_path(quotient, a, b, &mut draws, |class| {
                        _ = hits[class as usize].fetch_add(1, Relaxed);
                    });
                }
            }
        },
    );
    let count = f64::from(samples);
    let hits: Vec<u32> = hits.into_iter().map(AtomicU32::into_inner).collect();
    let most = hits.iter().map(|hits| f64::from(*hits).min(count - f64::from(*hits))).fold(0.0, f64::max) / count;
    let failing = 1.0 - confidence;
    let each = |parts: f64| (parts * classes as f64 / failing).ln();
    let hoeffding = (each(4.0) / (2.0 * count)).sqrt();
    let variance = most * (1.0 - most) * count / (count - 1.0);
    let bernstein = (2.0 * variance * each(8.0) / count).sqrt() + 7.0 * each(8.0) / (3.0 * (count - 1.0));
    // Hits are counted per class; each node of a class is equally likely to be hit.
    let value = |class: usize| pairs * f64::from(hits[class]) / count / f64::from(quotient.sizes[class]);
    let values: Vec<f64> = (0..classes).map(value).collect();
    Estimate { values: quotient.expand(&values), error: pairs * hoeffding.min(bernstein).min(1.0) }
}

/// Samples drawn by a worker at a time.
const BATCH: u32 = 64;

struct SampleDraws {
    random: KeyedRandom,
    sample: u64,
    drawn: u64,
}

impl SampleDraws {
    fn below(&mut self, limit: u64) -> u64 {
        self.drawn += 1;
        self.random.below(limit, self.sample, self.drawn)
    }

    /// Returns a random number from 0 to `limit`, exclusive.
    fn within(&mut self, limit: f64) -> f64 {
        limit * self.below(1 << 53) as f64 / (1u64 << 53) as f64
    }
}

/// Returns for each class the smallest class of its connected component.
pub(super) fn components(quotient: &TwinQuotient) -> Vec<u32> {
    let mut labels = vec![u32::MAX; quotient.classes()];
    let mut waiting = Vec::new();
    for first in 0..quotient.classes() as u32 {
        if labels[first as usize] != u32::MAX {
            continue;
        }
        labels[first as usize] = first;
        waiting.push(first);
        while let Some(class) = waiting.pop() {
            for &next in quotient.neighbours(class as usize) {
                if labels[next as usize] == u32::MAX {
                    labels[next as usize] = first;
                    waiting.push(next);
                }
            }
        }
    }
    labels
}

/// Draws an item with probability proportional to its weight; `total` is the sum of weights.
fn choose<T>(things: impl Iterator<Item = (T, f64)>, total: f64, draws: &mut SampleDraws) -> Option<T> {
    let mut left = draws.within(total);
    let mut last = None;
    for (thing, weight) in things {
        left -= weight;
        last = Some(thing);
        if left < 0.0 {
            break;
        }
    }
    last
}

/// The search from one end: classes in the order found, the start of the outermost ring among them, its distance, and
/// the ties to follow from it.
#[derive(Default)]
struct SearchSide {
    end: u32,
    met: Vec<u32>,
    ring: usize,
    distance: u32,
    work: usize,
}

/// The buffers of one worker: searches from both ends, and the ties over which they meet.
///
/// The distances of neighbours differ by at most 1, so a distance is stored modulo 3, in one byte: most of the time is
/// spent waiting for memory.
struct BidirectionalSearch {
    /// For each class its ring in both searches, or [`FAR`] if it was not found.
    rings: Vec<[u8; 2]>,
    /// The number of shortest paths to one node of the class.
    paths: Vec<[f64; 2]>,
    sides: [SearchSide; 2],
    crossings: Vec<(u32, u32, f64)>,
}

const FAR: u8 = 3;

fn ring(distance: u32) -> u8 {
    (distance % 3) as u8
}

impl BidirectionalSearch {
    fn new(classes: usize) -> BidirectionalSearch {
        BidirectionalSearch {
            rings: vec![[FAR; 2]; classes],
            paths: vec![[0.0; 2]; classes],
            sides: [SearchSide::default(), SearchSide::default()],
            crossings: Vec::new(),
        }
    }

    /// Calls `visit` with the classes inside a random shortest path between two nodes, if there is a path.
    fn random_path(
        &mut self,
        quotient: &TwinQuotient,
        a: u32,
        b: u32,
        draws: &mut SampleDraws,
        mut visit: impl FnMut(u32),
    ) {
        if a == b {
            let near = quotient.neighbours(a as usize);
            if quotient.twins == TwinKind::NonAdjacent && !near.is_empty() {
                let sized = near.iter().map(|class| (*class, f64::from(quotient.sizes[*class as usize])));
                let total = sized.clone().map(|(_, size)| size).sum();
                choose(sized, total, draws).into_iter().for_each(visit);
            }
            return;
        }
        self.start(quotient, [a, b]);
        while self.crossings.is_empty() {
            if self.sides.iter().any(|side_search| side_search.ring == side_search.met.len()) {
                return;
            }
            self.expand_ring(quotient, usize::from(self.sides[0].work > self.sides[1].work));
        }
        // All crossings have the same length: they appear in the first ring that meets the other search.
        let crossings = self.crossings.iter().map(|crossing| ((crossing.0, crossing.1), crossing.2));
        let chosen = choose(crossings.clone(), crossings.map(|crossing| crossing.1).sum(), draws);
        if let Some((near, far)) = chosen {
            self.walk_back(quotient, 0, near, draws, &mut visit);
            self.walk_back(quotient, 1, far, draws, &mut visit);
        }
    }

    fn start(&mut self, quotient: &TwinQuotient, ends: [u32; 2]) {
        self.crossings.clear();
        for side_search in &mut self.sides {
            side_search.met.drain(..).for_each(|class| self.rings[class as usize] = [FAR; 2]);
        }
        for (side, end) in ends.into_iter().enumerate() {
            (self.rings[end as usize][side], self.paths[end as usize][side]) = (ring(0), 1.0);
            let side_search = &mut self.sides[side];
            side_search.met.push(end);
            (side_search.end, side_search.ring, side_search.distance) = (end, 0, 0);
            side_search.work = quotient.neighbours(end as usize).len();
        }
    }

    /// Extends the search from one end by one ring, and collects the ties that cross to the other search.
    fn expand_ring(&mut self, quotient: &TwinQuotient, side: usize) {
        let other_end = self.sides[1 - side].end;
        let side_search = &mut self.sides[side];
        let outermost = side_search.ring..side_search.met.len();
        let next = ring(side_search.distance + 1);
        (side_search.ring, side_search.distance, side_search.work) = (outermost.end, side_search.distance + 1, 0);
        for at in outermost {
            let class = side_search.met[at];
            let through = through(quotient, &self.paths, class, side, side_search.end);
            for &near in quotient.neighbours(class as usize) {
                let rings = &mut self.rings[near as usize];
                if rings[1 - side] != FAR {
                    let count = through * self::through(quotient, &self.paths, near, 1 - side, other_end);
                    self.crossings.push(if side == 0 { (class, near, count) } else { (near, class, count) });
                }
                if rings[side] == FAR {
                    rings[side] = next;
                    self.paths[near as usize][side] = through;
                    side_search.met.push(near);
                    side_search.work += quotient.neighbours(near as usize).len();
                } else if rings[side] == next {
                    self.paths[near as usize][side] += through;
                }
            }
        }
    }

    /// Walks back to an end, each step with probability proportional to its number of paths, and visits the classes on
    /// the way.
    fn walk_back(
        &self,
        quotient: &TwinQuotient,
        side: usize,
        mut class: u32,
        draws: &mut SampleDraws,
        visit: &mut impl FnMut(u32),
    ) {
        let end = self.sides[side].end;
        while class != end {
            visit(class);
            let before = (self.rings[class as usize][side] + 2) % 3;
            let near = quotient.neighbours(class as usize).iter().copied();
            let previous = near.filter(|near| self.rings[*near as usize][side] == before);
            let previous = previous.map(|near| (near, through(quotient, &self.paths, near, side, end)));
            let Some(chosen) = choose(previous, self.paths[class as usize][side], draws) else { return };
            class = chosen;
        }
    }
}

/// Returns the number of paths that continue through the nodes of a class; the end of a search is a single node.
fn through(quotient: &TwinQuotient, paths: &[[f64; 2]], class: u32, side: usize, end: u32) -> f64 {
    if class == end { 1.0 } else { paths[class as usize][side] * f64::from(quotient.sizes[class as usize]) }
}
