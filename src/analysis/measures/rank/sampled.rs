//! Betweenness from a sample of shortest paths, with a bound on its error.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::folded::{Folded, Twins};
use crate::dataset::Chance;

/// Betweenness of every node from a sample, and how far off it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// In the units of the exact measure.
    pub values: Vec<f64>,
    /// No value is further off than this, in the same units, with the probability of the confidence.
    pub error: f64,
}

/// Estimates betweenness from shortest paths between random pairs of nodes, one at random among the
/// shortest of a pair (Riondato and Kornaropoulos 2014), each found by a search from both ends
/// (Borassi and Natale 2016).
///
/// The error is the smaller of two bounds that hold for all nodes at once, each failing with half of
/// 1 − confidence: Hoeffding's √(ln(4n/f) / 2r), and the empirical Bernstein bound of Maurer and
/// Pontil (2009), √(2V ln(8n/f) / r) + 7 ln(8n/f) / 3(r − 1), with r samples, n classes of
/// twins, f = 1 − confidence, and V the largest variance in the sample.
///
/// Hits are whole numbers and draws depend on the seed and the number of a sample alone.
pub fn sampled(folded: &Folded, samples: u32, seed: u64, confidence: f64) -> Estimate {
    let (classes, nodes) = (folded.classes(), folded.nodes as u64);
    let pairs = nodes as f64 * (nodes as f64 - 1.0) / 2.0;
    if nodes < 3 || samples < 2 {
        return Estimate { values: vec![0.0; folded.nodes], error: if nodes < 3 { 0.0 } else { pairs } };
    }
    let labels = components(folded);
    let hits: Vec<AtomicU32> = (0..classes).map(|_| AtomicU32::new(0)).collect();
    let chance = Chance::new(seed, 0xbe7);
    (0..samples.div_ceil(BATCH)).into_par_iter().for_each_init(
        || Meeting::new(classes),
        |meeting, batch| {
            for sample in batch * BATCH..((batch + 1) * BATCH).min(samples) {
                let mut draws = Draws { chance, sample: u64::from(sample), drawn: 0 };
                let from = draws.below(nodes);
                let to = draws.below(nodes - 1);
                let to = to + u64::from(to >= from);
                let [a, b] = [from, to].map(|node| folded.class_of[node as usize]);
                if labels[a as usize] == labels[b as usize] {
                    meeting.path(folded, a, b, &mut draws, |class| _ = hits[class as usize].fetch_add(1, Relaxed));
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
    // A hit is of a class; each of its nodes is hit as often as any other.
    let value = |class: usize| pairs * f64::from(hits[class]) / count / f64::from(folded.sizes[class]);
    let values: Vec<f64> = (0..classes).map(value).collect();
    Estimate { values: folded.unfolded(&values), error: pairs * hoeffding.min(bernstein).min(1.0) }
}

/// Samples that a worker takes at a time.
const BATCH: u32 = 64;

struct Draws {
    chance: Chance,
    sample: u64,
    drawn: u64,
}

impl Draws {
    fn below(&mut self, limit: u64) -> u64 {
        self.drawn += 1;
        self.chance.below(limit, self.sample, self.drawn)
    }

    /// A number from 0 to `limit`, which it does not reach.
    fn within(&mut self, limit: f64) -> f64 {
        limit * self.below(1 << 53) as f64 / (1u64 << 53) as f64
    }
}

/// For every class the smallest of its component.
pub(super) fn components(folded: &Folded) -> Vec<u32> {
    let mut labels = vec![u32::MAX; folded.classes()];
    let mut waiting = Vec::new();
    for first in 0..folded.classes() as u32 {
        if labels[first as usize] != u32::MAX {
            continue;
        }
        labels[first as usize] = first;
        waiting.push(first);
        while let Some(class) = waiting.pop() {
            for &next in folded.neighbours(class as usize) {
                if labels[next as usize] == u32::MAX {
                    labels[next as usize] = first;
                    waiting.push(next);
                }
            }
        }
    }
    labels
}

/// A search from one end: distances and numbers of shortest paths to one node of each class met.
struct Half {
    distance: Vec<u32>,
    paths: Vec<f64>,
    met: Vec<u32>,
    /// Where in `met` the outermost ring begins, and what its ties are.
    ring: usize,
    work: usize,
}

const FAR: u32 = u32::MAX;

impl Half {
    fn new(classes: usize) -> Half {
        Half { distance: vec![FAR; classes], paths: vec![0.0; classes], met: Vec::new(), ring: 0, work: 0 }
    }

    fn begin(&mut self, folded: &Folded, class: u32) {
        self.met.drain(..).for_each(|class| self.distance[class as usize] = FAR);
        self.met.push(class);
        (self.distance[class as usize], self.paths[class as usize]) = (0, 1.0);
        (self.ring, self.work) = (0, folded.neighbours(class as usize).len());
    }

    /// How many of the paths to a class go on through its nodes: the end is one node alone.
    fn through(&self, folded: &Folded, class: u32) -> f64 {
        let at = class as usize;
        if self.distance[at] == 0 { 1.0 } else { self.paths[at] * f64::from(folded.sizes[at]) }
    }

    /// One ring further; whether it has met the other search. Ties that meet it are kept.
    fn widen(&mut self, folded: &Folded, other: &Half, bridges: &mut Vec<(u32, u32, f64)>) {
        let ring = self.ring..self.met.len();
        (self.ring, self.work) = (ring.end, 0);
        for at in ring {
            let class = self.met[at];
            let (through, next) = (self.through(folded, class), self.distance[class as usize] + 1);
            for &near in folded.neighbours(class as usize) {
                if other.distance[near as usize] != FAR {
                    bridges.push((class, near, through * other.through(folded, near)));
                }
                let known = &mut self.distance[near as usize];
                if *known == FAR {
                    *known = next;
                    self.paths[near as usize] = through;
                    self.met.push(near);
                    self.work += folded.neighbours(near as usize).len();
                } else if *known == next {
                    self.paths[near as usize] += through;
                }
            }
        }
    }

    /// Walks back to the end, a step each way as likely as it has paths; tells the classes between.
    fn back(&self, folded: &Folded, mut class: u32, draws: &mut Draws, tell: &mut impl FnMut(u32)) {
        while self.distance[class as usize] > 0 {
            tell(class);
            let before = self.distance[class as usize] - 1;
            let ways = folded.neighbours(class as usize).iter().copied();
            let ways = ways.filter(|near| self.distance[*near as usize] == before);
            let chosen = choose(ways.map(|near| (near, self.through(folded, near))), self.paths[class as usize], draws);
            let Some(chosen) = chosen else { return };
            class = chosen;
        }
    }
}

/// One of some things, as likely as it weighs; `total` is what all weigh.
fn choose<T>(things: impl Iterator<Item = (T, f64)>, total: f64, draws: &mut Draws) -> Option<T> {
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

/// Memory of one worker: searches from both ends.
struct Meeting {
    from: Half,
    to: Half,
    bridges: Vec<(u32, u32, f64)>,
}

impl Meeting {
    fn new(classes: usize) -> Meeting {
        Meeting { from: Half::new(classes), to: Half::new(classes), bridges: Vec::new() }
    }

    /// Tells the classes between two nodes on a random shortest path, where there is one.
    fn path(&mut self, folded: &Folded, a: u32, b: u32, draws: &mut Draws, mut tell: impl FnMut(u32)) {
        if a == b {
            let near = folded.neighbours(a as usize);
            if folded.twins == Twins::Apart && !near.is_empty() {
                let sized = near.iter().map(|class| (*class, f64::from(folded.sizes[*class as usize])));
                let total = sized.clone().map(|(_, size)| size).sum();
                choose(sized, total, draws).into_iter().for_each(tell);
            }
            return;
        }
        let Meeting { from, to, bridges } = self;
        from.begin(folded, a);
        to.begin(folded, b);
        bridges.clear();
        while bridges.is_empty() {
            if from.ring == from.met.len() || to.ring == to.met.len() {
                return;
            }
            if from.work <= to.work {
                from.widen(folded, to, bridges);
            } else {
                to.widen(folded, from, bridges);
                bridges.iter_mut().for_each(|bridge| std::mem::swap(&mut bridge.0, &mut bridge.1));
            }
        }
        // All bridges are of one length: where a ring meets another, no earlier ring did.
        let total = bridges.iter().map(|bridge| bridge.2).sum();
        let chosen = choose(bridges.iter().map(|bridge| ((bridge.0, bridge.1), bridge.2)), total, draws);
        if let Some((near, far)) = chosen {
            from.back(folded, near, draws, &mut tell);
            to.back(folded, far, draws, &mut tell);
        }
    }
}
