//! Shortest paths between two nodes by bidirectional breadth-first search.
//!
//! The search expands one level at a time, always at the end whose next level has fewer links, so a hub is expanded last
//! and only if the other end has not reached it before (Pohl, Bi-directional search, 1971). The levels of the two ends are
//! disjoint until they meet, so the first meeting is on a shortest path.

use std::collections::HashSet;

use rayon::prelude::*;

/// A network that can be searched.
pub trait Adjacent {
    /// Returns the number of nodes; they are numbered from 0.
    fn nodes(&self) -> usize;
    /// Calls with every neighbor of a node, possibly more than once.
    fn each(&self, node: u32, call: impl FnMut(u32));
    /// Returns the approximate number of links of a node: the cost of expanding it.
    fn degree(&self, node: u32) -> usize;
}

/// A bidirectional search that keeps its memory between queries.
#[derive(Debug)]
pub struct BidirectionalSearch<'a, A> {
    network: &'a A,
    /// For every node the number of the search that reached it, the end, and the level.
    marks: Vec<u32>,
    search: u32,
    ends: [Frontier; 2],
}

/// The levels around one end of a search, nearest first.
#[derive(Debug, Default)]
struct Frontier {
    levels: Vec<Vec<u32>>,
    /// The number of links of the last level.
    cost: usize,
}

/// The bits of a mark for the level. The bits above are the end and the number of the search.
const LEVEL: u32 = 0x7f;
/// The bit of a mark for the second end.
const SECOND: u32 = 0x80;
/// The position of the number of the search in a mark.
const SHIFT: u32 = 8;

/// The longest path that is searched for, in steps.
pub const MOST_STEPS: usize = LEVEL as usize;

/// The meeting of the two ends.
struct Meeting {
    steps: usize,
    /// The end that reached the other.
    by: usize,
    /// The nodes of the other end's last level that have a link to this end's last level.
    at: Vec<u32>,
}

impl<'a, A: Adjacent> BidirectionalSearch<'a, A> {
    /// Prepares searches on a network. Memory: four bytes per node.
    pub fn new(network: &'a A) -> BidirectionalSearch<'a, A> {
        BidirectionalSearch { network, marks: vec![0; network.nodes()], search: 0, ends: Default::default() }
    }

    /// Returns the fewest steps from one node to another, if there is a path of at most `max_steps` steps.
    ///
    /// ```
    /// use interlocks_analysis::bfs::{Adjacent, BidirectionalSearch};
    /// struct Line;
    /// impl Adjacent for Line {
    ///     fn nodes(&self) -> usize { 5 }
    ///     fn each(&self, node: u32, mut call: impl FnMut(u32)) {
    ///         if node > 0 { call(node - 1) }
    ///         if node < 4 { call(node + 1) }
    ///     }
    ///     fn degree(&self, _: u32) -> usize { 2 }
    /// }
    /// assert_eq!(BidirectionalSearch::new(&Line).between(0, 3, 10), Some(3));
    /// assert_eq!(BidirectionalSearch::new(&Line).path(3, 0, 10), Some(vec![3, 2, 1, 0]));
    /// ```
    pub fn between(&mut self, from: u32, to: u32, max_steps: usize) -> Option<usize> {
        if from == to {
            return Some(0);
        }
        self.meet(from, to, max_steps, false).map(|met| met.steps)
    }

    /// Returns a shortest path, with both ends; among several, the first in the order of nodes.
    pub fn path(&mut self, from: u32, to: u32, max_steps: usize) -> Option<Vec<u32>> {
        if from == to {
            return Some(vec![from]);
        }
        let met = self.meet(from, to, max_steps, true)?;
        // The nodes of the first end's levels from which a meeting can be reached.
        let last = self.ends[0].levels.len() - 1;
        let mut leading: Vec<HashSet<u32>> = vec![HashSet::new(); last + 1];
        leading[last] = if met.by == 1 { met.at.iter().copied().collect() } else { self.before(&met.at, last) };
        for level in (0..last).rev() {
            let next: Vec<u32> = leading[level + 1].iter().copied().collect();
            leading[level] = self.before(&next, level);
        }
        let meetings: HashSet<u32> = met.at.iter().copied().collect();
        let mut path = vec![from];
        for level in &leading[1..] {
            self.step(&mut path, |node| level.contains(&node));
        }
        if met.by == 0 {
            self.step(&mut path, |node| meetings.contains(&node));
        }
        while path.len() <= met.steps {
            let level = met.steps - path.len();
            let mark = self.mark(1, level);
            let marks = std::mem::take(&mut self.marks);
            self.step(&mut path, |node| marks[node as usize] == mark);
            self.marks = marks;
        }
        Some(path)
    }

    /// Appends the first neighbor that fits.
    fn step(&self, path: &mut Vec<u32>, fits: impl Fn(u32) -> bool) {
        let at = path.last().copied().unwrap_or_default();
        let mut first = u32::MAX;
        self.network.each(at, |node| {
            if node < first && fits(node) {
                first = node;
            }
        });
        path.push(first);
    }

    /// Returns the nodes of a level of the first end that have a link to some nodes.
    fn before(&self, nodes: &[u32], level: usize) -> HashSet<u32> {
        let mark = self.mark(0, level);
        let mut found = HashSet::new();
        for node in nodes {
            self.network.each(*node, |other| {
                if self.marks[other as usize] == mark {
                    found.insert(other);
                }
            });
        }
        found
    }

    fn mark(&self, end: usize, level: usize) -> u32 {
        self.search << SHIFT | (end as u32 * SECOND) | level as u32
    }

    /// Expands both ends until they meet. With `all`, finds all meetings, otherwise the first.
    fn meet(&mut self, from: u32, to: u32, max_steps: usize, all: bool) -> Option<Meeting> {
        if from as usize >= self.marks.len() || to as usize >= self.marks.len() {
            return None;
        }
        self.search += 1;
        if self.search >= 1 << (u32::BITS - SHIFT) {
            self.marks.fill(0);
            self.search = 1;
        }
        for (end, node) in [(0, from), (1, to)] {
            self.marks[node as usize] = self.mark(end, 0);
            self.ends[end] = Frontier { levels: vec![vec![node]], cost: self.network.degree(node) };
        }
        loop {
            let steps = self.ends[0].levels.len() + self.ends[1].levels.len() - 1;
            if steps > max_steps.min(MOST_STEPS) {
                return None;
            }
            let by = usize::from(self.ends[1].cost < self.ends[0].cost);
            let at = self.widen(by, all);
            if !at.is_empty() {
                return Some(Meeting { steps, by, at });
            }
            if self.ends[by].levels.last().is_none_or(Vec::is_empty) {
                return None;
            }
        }
    }

    /// Expands the last level of an end, and returns the nodes of the other end that it reached.
    fn widen(&mut self, end: usize, all: bool) -> Vec<u32> {
        let level = self.ends[end].levels.len();
        let (mark, search) = (self.mark(end, level), self.search);
        let last = self.ends[end].levels.last().map_or(&[][..], Vec::as_slice);
        let (mut next, mut met, mut cost) = (Vec::new(), Vec::new(), 0);
        let other = SECOND * (1 - end as u32);
        for node in last {
            let marks = &mut self.marks;
            self.network.each(*node, |neighbor| {
                let found = &mut marks[neighbor as usize];
                if *found >> SHIFT != search {
                    *found = mark;
                    next.push(neighbor);
                } else if *found & SECOND == other {
                    met.push(neighbor);
                }
            });
            if !met.is_empty() && !all {
                break;
            }
        }
        if met.is_empty() {
            // A node with one link only leads back.
            next.retain(|node| {
                let degree = self.network.degree(*node);
                cost += degree;
                degree > 1
            });
            self.ends[end].levels.push(next);
            self.ends[end].cost = cost;
        }
        met.sort_unstable();
        met.dedup();
        met
    }
}

/// Returns the fewest steps of many pairs of nodes. In parallel over pairs.
pub fn distances<A: Adjacent + Sync>(network: &A, pairs: &[(u32, u32)], max_steps: usize) -> Vec<Option<usize>> {
    let workers = rayon::current_num_threads();
    let share = pairs.len().div_ceil(4 * workers).max(1);
    pairs
        .par_iter()
        .with_min_len(share)
        .map_init(|| BidirectionalSearch::new(network), |search, (from, to)| search.between(*from, *to, max_steps))
        .collect()
}
