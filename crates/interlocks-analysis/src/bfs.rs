//! Fewest steps between two nodes, searched from both ends.
//!
//! Breadth first, level by level, always at the end whose next level has fewer links to follow, so
//! a hub is opened last and only if the other end has not met it before (Pohl, Bi-directional
//! search, 1971). The levels of the two ends are disjoint until they meet, so the first meeting is
//! on a shortest path.

use std::collections::HashSet;

use rayon::prelude::*;

/// What a search asks of a network.
pub trait Adjacent {
    /// How many nodes there are; they are numbered from 0.
    fn nodes(&self) -> usize;
    /// Calls with every neighbour of a node; perhaps more than once.
    fn each(&self, node: u32, call: impl FnMut(u32));
    /// How many links a node has, more or less: what it costs to open it.
    fn degree(&self, node: u32) -> usize;
}

/// A search that can be asked again and again; it keeps its memory.
#[derive(Debug)]
pub struct Hops<'a, A> {
    network: &'a A,
    /// For every node the number of the search that met it, from which end, and at which level.
    marks: Vec<u32>,
    search: u32,
    ends: [End; 2],
}

/// One end of a search: its levels, nearest first.
#[derive(Debug, Default)]
struct End {
    levels: Vec<Vec<u32>>,
    /// Links of the last level.
    cost: usize,
}

/// Bits of a mark below the number of the search: the end, and the level.
const LEVEL: u32 = 0x7f;
const SECOND: u32 = 0x80;
const SHIFT: u32 = 8;

/// The longest path that is looked for.
pub const MOST_STEPS: usize = LEVEL as usize;

/// A search that has met: which end found the meetings.
struct Met {
    steps: usize,
    by: usize,
    /// Nodes of the other end's last level that are linked to this end's last level.
    at: Vec<u32>,
}

impl<'a, A: Adjacent> Hops<'a, A> {
    /// A search on a network. Takes four bytes a node.
    pub fn new(network: &'a A) -> Hops<'a, A> {
        Hops { network, marks: vec![0; network.nodes()], search: 0, ends: Default::default() }
    }

    /// The fewest steps from one node to another, if they are joined by `most` steps or fewer.
    ///
    /// ```
    /// use interlocks_analysis::bfs::{Adjacent, Hops};
    /// struct Line;
    /// impl Adjacent for Line {
    ///     fn nodes(&self) -> usize { 5 }
    ///     fn each(&self, node: u32, mut call: impl FnMut(u32)) {
    ///         if node > 0 { call(node - 1) }
    ///         if node < 4 { call(node + 1) }
    ///     }
    ///     fn degree(&self, _: u32) -> usize { 2 }
    /// }
    /// assert_eq!(Hops::new(&Line).between(0, 3, 10), Some(3));
    /// assert_eq!(Hops::new(&Line).path(3, 0, 10), Some(vec![3, 2, 1, 0]));
    /// ```
    pub fn between(&mut self, from: u32, to: u32, most: usize) -> Option<usize> {
        if from == to {
            return Some(0);
        }
        self.meet(from, to, most, false).map(|met| met.steps)
    }

    /// The path of fewest steps whose nodes come first, from the beginning on, of all that are as
    /// short; both ends included.
    pub fn path(&mut self, from: u32, to: u32, most: usize) -> Option<Vec<u32>> {
        if from == to {
            return Some(vec![from]);
        }
        let met = self.meet(from, to, most, true)?;
        // Of the first end's levels, the nodes from which a meeting can be reached.
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

    /// Goes on to the first neighbour that fits.
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

    /// The nodes of a level of the first end that are linked to some nodes.
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

    /// Widens both ends until they meet.
    fn meet(&mut self, from: u32, to: u32, most: usize, all: bool) -> Option<Met> {
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
            self.ends[end] = End { levels: vec![vec![node]], cost: self.network.degree(node) };
        }
        loop {
            let steps = self.ends[0].levels.len() + self.ends[1].levels.len() - 1;
            if steps > most.min(MOST_STEPS) {
                return None;
            }
            let by = usize::from(self.ends[1].cost < self.ends[0].cost);
            let at = self.widen(by, all);
            if !at.is_empty() {
                return Some(Met { steps, by, at });
            }
            if self.ends[by].levels.last().is_none_or(Vec::is_empty) {
                return None;
            }
        }
    }

    /// Opens the last level of an end. Answers nodes of the other end that it met: all, or the first.
    fn widen(&mut self, end: usize, all: bool) -> Vec<u32> {
        let level = self.ends[end].levels.len();
        let (mark, search) = (self.mark(end, level), self.search);
        let last = self.ends[end].levels.last().map_or(&[][..], Vec::as_slice);
        let (mut next, mut met, mut cost) = (Vec::new(), Vec::new(), 0);
        let other = SECOND * (1 - end as u32);
        for node in last {
            let marks = &mut self.marks;
            self.network.each(*node, |neighbour| {
                let found = &mut marks[neighbour as usize];
                if *found >> SHIFT != search {
                    *found = mark;
                    next.push(neighbour);
                } else if *found & SECOND == other {
                    met.push(neighbour);
                }
            });
            if !met.is_empty() && !all {
                break;
            }
        }
        if met.is_empty() {
            // A node with one link leads nowhere but back.
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

/// The fewest steps of many pairs of nodes, in parallel.
pub fn distances<A: Adjacent + Sync>(network: &A, pairs: &[(u32, u32)], most: usize) -> Vec<Option<usize>> {
    let workers = rayon::current_num_threads();
    let share = pairs.len().div_ceil(4 * workers).max(1);
    pairs
        .par_iter()
        .with_min_len(share)
        .map_init(|| Hops::new(network), |hops, (from, to)| hops.between(*from, *to, most))
        .collect()
}
