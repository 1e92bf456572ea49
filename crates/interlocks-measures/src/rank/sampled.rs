//! Betweenness from a sample of shortest paths, with a bound on its error.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::folded::{TwinQuotient, Twins};
use interlocks_core::random::KeyedRandom;

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
pub fn sampled(folded: &TwinQuotient, samples: u32, seed: u64, confidence: f64) -> Estimate {
    let (classes, nodes) = (folded.classes(), folded.nodes as u64);
    let pairs = nodes as f64 * (nodes as f64 - 1.0) / 2.0;
    if nodes < 3 || samples < 2 {
        return Estimate { values: vec![0.0; folded.nodes], error: if nodes < 3 { 0.0 } else { pairs } };
    }
    let labels = components(folded);
    let hits: Vec<AtomicU32> = (0..classes).map(|_| AtomicU32::new(0)).collect();
    let chance = KeyedRandom::new(seed, 0xbe7);
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
    chance: KeyedRandom,
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
pub(super) fn components(folded: &TwinQuotient) -> Vec<u32> {
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

/// What was met from one end: classes in order, where the outermost ring begins, its distance and ties.
#[derive(Default)]
struct Half {
    end: u32,
    met: Vec<u32>,
    ring: usize,
    distance: u32,
    work: usize,
}

/// Memory of one worker: searches from both ends, and the ties over which they meet.
///
/// Neighbours are never more than a step apart, so of a distance nothing but its ring needs to be kept:
/// one of three, and a byte is enough. Most of the work is to wait for memory.
struct Meeting {
    /// For every class its ring in both searches, [`FAR`] where it was not met.
    rings: Vec<[u8; 2]>,
    /// The shortest paths to one of its nodes.
    paths: Vec<[f64; 2]>,
    halves: [Half; 2],
    bridges: Vec<(u32, u32, f64)>,
}

const FAR: u8 = 3;

fn ring(distance: u32) -> u8 {
    (distance % 3) as u8
}

impl Meeting {
    fn new(classes: usize) -> Meeting {
        Meeting {
            rings: vec![[FAR; 2]; classes],
            paths: vec![[0.0; 2]; classes],
            halves: [Half::default(), Half::default()],
            bridges: Vec::new(),
        }
    }

    /// Tells the classes between two nodes on a random shortest path, where there is one.
    fn path(&mut self, folded: &TwinQuotient, a: u32, b: u32, draws: &mut Draws, mut tell: impl FnMut(u32)) {
        if a == b {
            let near = folded.neighbours(a as usize);
            if folded.twins == Twins::Apart && !near.is_empty() {
                let sized = near.iter().map(|class| (*class, f64::from(folded.sizes[*class as usize])));
                let total = sized.clone().map(|(_, size)| size).sum();
                choose(sized, total, draws).into_iter().for_each(tell);
            }
            return;
        }
        self.begin(folded, [a, b]);
        while self.bridges.is_empty() {
            if self.halves.iter().any(|half| half.ring == half.met.len()) {
                return;
            }
            self.widen(folded, usize::from(self.halves[0].work > self.halves[1].work));
        }
        // All bridges are of one length: where a ring meets another, no earlier ring did.
        let bridges = self.bridges.iter().map(|bridge| ((bridge.0, bridge.1), bridge.2));
        let chosen = choose(bridges.clone(), bridges.map(|bridge| bridge.1).sum(), draws);
        if let Some((near, far)) = chosen {
            self.back(folded, 0, near, draws, &mut tell);
            self.back(folded, 1, far, draws, &mut tell);
        }
    }

    fn begin(&mut self, folded: &TwinQuotient, ends: [u32; 2]) {
        self.bridges.clear();
        for half in &mut self.halves {
            half.met.drain(..).for_each(|class| self.rings[class as usize] = [FAR; 2]);
        }
        for (side, end) in ends.into_iter().enumerate() {
            (self.rings[end as usize][side], self.paths[end as usize][side]) = (ring(0), 1.0);
            let half = &mut self.halves[side];
            half.met.push(end);
            (half.end, half.ring, half.distance) = (end, 0, 0);
            half.work = folded.neighbours(end as usize).len();
        }
    }

    /// One ring further from one end. Ties that meet the other search are kept.
    fn widen(&mut self, folded: &TwinQuotient, side: usize) {
        let other_end = self.halves[1 - side].end;
        let half = &mut self.halves[side];
        let outermost = half.ring..half.met.len();
        let next = ring(half.distance + 1);
        (half.ring, half.distance, half.work) = (outermost.end, half.distance + 1, 0);
        for at in outermost {
            let class = half.met[at];
            let through = through(folded, &self.paths, class, side, half.end);
            for &near in folded.neighbours(class as usize) {
                let rings = &mut self.rings[near as usize];
                if rings[1 - side] != FAR {
                    let ways = through * self::through(folded, &self.paths, near, 1 - side, other_end);
                    self.bridges.push(if side == 0 { (class, near, ways) } else { (near, class, ways) });
                }
                if rings[side] == FAR {
                    rings[side] = next;
                    self.paths[near as usize][side] = through;
                    half.met.push(near);
                    half.work += folded.neighbours(near as usize).len();
                } else if rings[side] == next {
                    self.paths[near as usize][side] += through;
                }
            }
        }
    }

    /// Walks back to an end, a step each way as likely as it has paths; tells the classes between.
    fn back(&self, folded: &TwinQuotient, side: usize, mut class: u32, draws: &mut Draws, tell: &mut impl FnMut(u32)) {
        let end = self.halves[side].end;
        while class != end {
            tell(class);
            let before = (self.rings[class as usize][side] + 2) % 3;
            let near = folded.neighbours(class as usize).iter().copied();
            let ways = near.filter(|near| self.rings[*near as usize][side] == before);
            let ways = ways.map(|near| (near, through(folded, &self.paths, near, side, end)));
            let Some(chosen) = choose(ways, self.paths[class as usize][side], draws) else { return };
            class = chosen;
        }
    }
}

/// How many paths go on through the nodes of a class: the end of a search is one node alone.
fn through(folded: &TwinQuotient, paths: &[[f64; 2]], class: u32, side: usize, end: u32) -> f64 {
    if class == end { 1.0 } else { paths[class as usize][side] * f64::from(folded.sizes[class as usize]) }
}
