//! The simple, undirected graph that the layout works on, with an ideal length for every edge.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

/// Undirected neighbors with ideal edge lengths.
#[derive(Debug, Clone, Default)]
pub(crate) struct Graph {
    neighbors: Vec<Vec<(usize, f64)>>,
}

impl Graph {
    /// Merges parallel edges (keeping the longest ideal length) and drops loops.
    pub(crate) fn new(nodes: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let mut lengths: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (a, b, length) in edges {
            if a != b {
                let best = lengths.entry((a.min(b), a.max(b))).or_insert(length);
                *best = best.max(length);
            }
        }
        let mut neighbors = vec![Vec::new(); nodes];
        for ((a, b), length) in lengths {
            neighbors[a].push((b, length));
            neighbors[b].push((a, length));
        }
        Graph { neighbors }
    }

    /// Number of nodes.
    pub(crate) fn len(&self) -> usize {
        self.neighbors.len()
    }

    /// The neighbors of a node with the ideal lengths of the edges, sorted by index.
    pub(crate) fn neighbors(&self, node: usize) -> &[(usize, f64)] {
        &self.neighbors[node]
    }

    /// Lengthens the edges of hubs: an edge whose ends have `u` neighbors that they
    /// do not share must leave room for them, about `side · √u` (Gansner, Koren &
    /// North 2005, section 4, with the area of a disc of label boxes).
    pub(crate) fn make_room(&mut self, side: f64) {
        let sets: Vec<BTreeSet<usize>> = self.neighbors.iter().map(|list| list.iter().map(|n| n.0).collect()).collect();
        for (a, list) in self.neighbors.iter_mut().enumerate() {
            for (b, length) in list {
                let (small, large) = if sets[a].len() < sets[*b].len() { (a, *b) } else { (*b, a) };
                let shared = sets[small].iter().filter(|n| sets[large].contains(n)).count();
                let own = sets[a].len() + sets[*b].len() - 2 * shared;
                *length = length.max(0.37 * side * (own as f64).sqrt());
            }
        }
    }

    /// Connected components, each sorted, in the order of their smallest node.
    pub(crate) fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.len()];
        let mut components = Vec::new();
        for root in 0..self.len() {
            if seen[root] {
                continue;
            }
            seen[root] = true;
            let mut members = vec![root];
            let mut next = 0;
            while next < members.len() {
                for &(n, _) in &self.neighbors[members[next]] {
                    if !seen[n] {
                        seen[n] = true;
                        members.push(n);
                    }
                }
                next += 1;
            }
            members.sort_unstable();
            components.push(members);
        }
        components
    }

    /// The graph of some nodes, renumbered in their order. `members` is a component.
    pub(crate) fn part(&self, members: &[usize]) -> Graph {
        let place = |n: usize| members.binary_search(&n).ok();
        let neighbors = members
            .iter()
            .map(|&m| {
                let list = self.neighbors[m].iter();
                list.filter_map(|&(n, l)| Some((place(n)?, l))).collect()
            })
            .collect();
        Graph { neighbors }
    }

    /// Shortest ideal lengths from a node to all (Dijkstra); infinite where there is
    /// no path. Cost: O((n + m) log n).
    pub(crate) fn lengths_from(&self, source: usize) -> Vec<f64> {
        let mut best = vec![f64::INFINITY; self.len()];
        best[source] = 0.0;
        // Lengths are positive, so their bit patterns order as they do.
        let mut queue = BinaryHeap::from([Reverse((0_u64, source))]);
        while let Some(Reverse((bits, node))) = queue.pop() {
            let length = f64::from_bits(bits);
            if length > best[node] {
                continue;
            }
            for &(n, step) in &self.neighbors[node] {
                let longer = length + step;
                if longer < best[n] {
                    best[n] = longer;
                    queue.push(Reverse((longer.to_bits(), n)));
                }
            }
        }
        best
    }

    /// Number of edges on the shortest path from a node to all; `usize::MAX` where
    /// there is none. Cost: O(n + m).
    pub(crate) fn hops_from(&self, source: usize) -> Vec<usize> {
        let mut hops = vec![usize::MAX; self.len()];
        hops[source] = 0;
        let mut queue = vec![source];
        let mut next = 0;
        while next < queue.len() {
            let node = queue[next];
            next += 1;
            for &(n, _) in &self.neighbors[node] {
                if hops[n] == usize::MAX {
                    hops[n] = hops[node] + 1;
                    queue.push(n);
                }
            }
        }
        hops
    }
}
