//! The part of the network in which every path between two entities lies.
//!
//! A path of at most L steps passes, at its step i, a node at most i steps from its start and
//! L − i from its end. So it is enough to widen from both ends until the two distances add up to
//! L, always at the end that has fewer links to follow: a hub is opened last, and not at all where
//! the ends meet in it. What was seen on the way holds all those paths. Of it only nodes and steps
//! that lie on a way of at most L steps are kept, and only they are weighed.

use super::terms::{Boards, Link, Terms};
use super::weight::Weight;
use crate::bfs::Adjacent;
use interlocks_core::model::DaySpan;

/// A step that may be taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub next: u32,
    pub weight: Weight,
    pub days: DaySpan,
}

/// Nodes in order of ids, numbered from 0, and the steps between them.
#[derive(Debug)]
pub(super) struct Region {
    /// The numbers the nodes have in the graph, rising.
    pub nodes: Vec<u32>,
    pub from: u32,
    pub to: u32,
    starts: Vec<u32>,
    steps: Vec<Step>,
}

impl Region {
    pub fn steps(&self, node: u32) -> &[Step] {
        &self.steps[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// The number in the region of a node of the graph.
    pub fn number(&self, node: u32) -> Option<u32> {
        self.nodes.binary_search(&node).ok().map(|number| number as u32)
    }
}

/// For every node of the graph its number in the search plus one, 0 where it has none: memory that
/// is kept from search to search.
pub(super) type Marks = Vec<u32>;

/// A distance that is not known.
const FAR: u8 = u8::MAX;

/// One end of a search.
#[derive(Default)]
struct End {
    /// The nodes that are reached and not opened.
    rim: Vec<u32>,
    radius: usize,
    /// Links of the rim.
    cost: usize,
    /// Steps from this end, by number in the search.
    distance: Vec<u8>,
}

/// A search that widens from both ends.
pub(super) struct Growth<'a, 'm> {
    terms: &'a Terms<'a>,
    marks: &'m mut Marks,
    nodes: Vec<u32>,
    /// The links seen, as pairs of numbers in the search.
    seen: Vec<(u32, u32)>,
    ends: [End; 2],
}

impl<'a, 'm> Growth<'a, 'm> {
    /// Begins at two different nodes.
    pub fn new(terms: &'a Terms<'a>, marks: &'m mut Marks, from: u32, to: u32) -> Growth<'a, 'm> {
        if marks.len() != terms.nodes() {
            *marks = vec![0; terms.nodes()];
        }
        let mut growth = Growth { terms, marks, nodes: Vec::new(), seen: Vec::new(), ends: Default::default() };
        for (end, node) in [(0, from), (1, to)] {
            let number = growth.numbered(node);
            growth.ends[end].distance[number as usize] = 0;
            growth.ends[end].rim = vec![number];
            growth.ends[end].cost = terms.degree(node);
        }
        growth
    }

    fn numbered(&mut self, node: u32) -> u32 {
        let mark = &mut self.marks[node as usize];
        if *mark == 0 {
            self.nodes.push(node);
            *mark = self.nodes.len() as u32;
            self.ends.iter_mut().for_each(|end| end.distance.push(FAR));
        }
        *mark - 1
    }

    /// Whether nothing is left to open at one of the ends: then all paths have been seen.
    pub fn is_complete(&self) -> bool {
        self.ends.iter().any(|end| end.rim.is_empty())
    }

    /// Whether the ends have met.
    pub fn has_met(&self) -> bool {
        let [a, b] = &self.ends;
        a.distance.iter().zip(&b.distance).any(|(a, b)| *a != FAR && *b != FAR)
    }

    /// The steps from both ends together.
    pub fn radius(&self) -> usize {
        self.ends[0].radius + self.ends[1].radius
    }

    /// Widens until the steps from both ends add up to so many.
    pub fn widen(&mut self, most: usize) {
        while self.radius() < most && !self.is_complete() {
            let end = usize::from(self.ends[1].cost < self.ends[0].cost);
            let terms = self.terms;
            let rim = std::mem::take(&mut self.ends[end].rim);
            self.ends[end].radius += 1;
            let radius = self.ends[end].radius as u8;
            for number in rim {
                let mut before = u32::MAX;
                terms.each(self.nodes[number as usize], |node| {
                    let next = self.numbered(node);
                    // Several seats at one company follow one another.
                    if next != before && next != number {
                        self.seen.push((number, next));
                        before = next;
                    }
                    let own = &mut self.ends[end];
                    if own.distance[next as usize] == FAR {
                        own.distance[next as usize] = radius;
                        own.rim.push(next);
                    }
                });
            }
            let mut cost = 0;
            let nodes = &self.nodes;
            // A node with one link leads nowhere but back.
            self.ends[end].rim.retain(|number| {
                let degree = terms.degree(nodes[*number as usize]);
                cost += degree;
                degree > 1
            });
            self.ends[end].cost = cost;
        }
    }

    /// Everything on a way of at most so many steps from one end to the other, weighed. None where
    /// there is no such way.
    pub fn region(&self, most: usize) -> Option<Region> {
        if !self.has_met() {
            return None;
        }
        let seen = Neighbours::new(self.nodes.len(), &self.seen);
        let distance = [0, 1].map(|end| seen.distances(end, most));
        let fits = |a: u8, b: u8| a != FAR && b != FAR && usize::from(a) + usize::from(b) <= most;
        let mut kept: Vec<u32> = (0..self.nodes.len() as u32)
            .filter(|number| fits(distance[0][*number as usize], distance[1][*number as usize]))
            .collect();
        if kept.is_empty() {
            return None;
        }
        kept.sort_unstable_by_key(|number| self.nodes[*number as usize]);
        let nodes: Vec<u32> = kept.iter().map(|number| self.nodes[*number as usize]).collect();
        let mut weigher = Weigher { terms: self.terms, boards: Boards::default() };
        let (mut starts, mut steps) = (vec![0u32], Vec::new());
        for &number in &kept {
            let mut next: Vec<u32> = seen
                .of(number)
                .iter()
                .filter(|next| {
                    let (from, to) = (distance[0][number as usize], distance[1][**next as usize]);
                    from != FAR && fits(from + 1, to) && number != 1 && **next != 0
                })
                .filter_map(|next| nodes.binary_search(&self.nodes[*next as usize]).ok())
                .map(|next| next as u32)
                .collect();
            next.sort_unstable();
            next.dedup();
            weigher.weigh(self.nodes[number as usize], &next, &nodes, &mut steps);
            starts.push(steps.len() as u32);
        }
        let position = |number: usize| nodes.binary_search(&self.nodes[number]).map(|at| at as u32).ok();
        Some(Region { from: position(0)?, to: position(1)?, starts, steps, nodes })
    }
}

/// The marks are handed back clean.
impl Drop for Growth<'_, '_> {
    fn drop(&mut self) {
        for node in &self.nodes {
            self.marks[*node as usize] = 0;
        }
    }
}

/// Links both ways, as lists.
struct Neighbours {
    starts: Vec<u32>,
    of: Vec<u32>,
}

impl Neighbours {
    fn new(nodes: usize, links: &[(u32, u32)]) -> Neighbours {
        let mut starts = vec![0u32; nodes + 2];
        for (a, b) in links {
            starts[*a as usize + 2] += 1;
            starts[*b as usize + 2] += 1;
        }
        for at in 2..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut of = vec![0; 2 * links.len()];
        for (a, b) in links {
            for (from, to) in [(*a, *b), (*b, *a)] {
                let place = &mut starts[from as usize + 1];
                of[*place as usize] = to;
                *place += 1;
            }
        }
        starts.pop();
        Neighbours { starts, of }
    }

    fn of(&self, node: u32) -> &[u32] {
        &self.of[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }

    /// Steps from a node to all within so many.
    fn distances(&self, node: u32, most: usize) -> Vec<u8> {
        let mut distance = vec![FAR; self.starts.len() - 1];
        distance[node as usize] = 0;
        let mut rim = vec![node];
        for level in 1..=most.min(usize::from(FAR) - 1) {
            let mut next = Vec::new();
            for node in rim {
                for other in self.of(node) {
                    if distance[*other as usize] == FAR {
                        distance[*other as usize] = level as u8;
                        next.push(*other);
                    }
                }
            }
            rim = next;
        }
        distance
    }
}

/// Weighs the links of steps.
struct Weigher<'a> {
    terms: &'a Terms<'a>,
    boards: Boards,
}

impl Weigher<'_> {
    /// Adds the steps from a node of the graph to some of the region.
    fn weigh(&mut self, node: u32, next: &[u32], nodes: &[u32], steps: &mut Vec<Step>) {
        let ties = self.terms.ties(node);
        for &next in next {
            let first = steps.len();
            for (link, held) in self.terms.joining(node, nodes[next as usize], &ties) {
                let weight = self.weight(link, held);
                // A link that is no stronger and on no other days adds nothing.
                let days = held.days;
                let covered = |old: &Step| old.weight <= weight && old.days.meet(days) == Some(days);
                if !steps[first..].iter().any(covered) {
                    steps.push(Step { next, weight, days });
                }
            }
        }
    }

    fn weight(&mut self, link: Link, held: super::terms::Held) -> Weight {
        if self.terms.options.hops {
            return Weight::STEP;
        }
        Weight::of(self.terms.factors(link, held, &mut self.boards).cost())
    }
}
