//! One-mode projections of the two-mode network: people, or companies, joined by what they share at one time.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::{PairOptions, Side, TieRows, Weight, tie_rows};
use interlocks_core::stop::check;
use interlocks_graph::BoardGraph;

/// A one-mode network: two nodes are joined if somebody links them at one time, and the weight of the tie is the number
/// of neighbours on the other side that do.
///
/// The network is simple and undirected. It is stored as compressed sparse rows (CSR) with neighbours in ascending
/// order; nodes are numbered from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Projection {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u32>,
    /// The number of each node in the graph.
    nodes: Vec<u32>,
}

/// Tasks per thread into which rows are divided by number of wedges.
const TASKS: usize = 64;

impl Projection {
    /// Projects one side of the network at a clock on the nodes given, which are numbers in the graph in ascending order.
    /// The ties are the pairs of [`pairs`](interlocks_analysis::pairs::pairs()) with the same query.
    ///
    /// Cost: the wedges, as for the pairs.
    pub fn new(graph: &BoardGraph, query: &Query, side: Side, nodes: Vec<u32>) -> Projection {
        Projection::assembled(graph, query, side, nodes, Weight::Count).0
    }

    /// Returns the same with the weights of the ties, in the order in which the rows of neighbours follow each other.
    pub fn weighted(
        graph: &BoardGraph,
        query: &Query,
        side: Side,
        nodes: Vec<u32>,
        weight: Weight,
    ) -> (Projection, Vec<f64>) {
        let (network, weights) = Projection::assembled(graph, query, side, nodes, weight);
        let shared = || network.weights.iter().map(|shared| f64::from(*shared)).collect();
        let weights = weights.unwrap_or_else(shared);
        (network, weights)
    }

    /// Returns the weights only where they are not the numbers shared.
    fn assembled(
        graph: &BoardGraph,
        query: &Query,
        side: Side,
        nodes: Vec<u32>,
        weight: Weight,
    ) -> (Projection, Option<Vec<f64>>) {
        let rows = tie_rows(graph, &PairOptions::default().query(*query).side(side).weight(weight));
        let mut number = vec![u32::MAX; nodes.last().map_or(0, |last| *last as usize + 1)];
        nodes.iter().zip(0..).for_each(|(node, at)| number[*node as usize] = at);
        let mut starts = vec![0; nodes.len() + 1];
        each_tie(&rows, &number, |a, b, _, _| {
            starts[a as usize + 1] += 1;
            starts[b as usize + 1] += 1;
        });
        for node in 0..nodes.len() {
            starts[node + 1] += starts[node];
        }
        let ties = starts[nodes.len()];
        let mut network = Projection { starts, neighbours: vec![0; ties], weights: vec![0; ties], nodes };
        let mut weights = vec![0.0; if weight == Weight::Count { 0 } else { ties }];
        let mut next = network.starts.clone();
        // The ties of a node to lower nodes come before its own row, so every row is in ascending order.
        each_tie(&rows, &number, |a, b, shared, weight| {
            for (node, other) in [(a, b), (b, a)] {
                let at = next[node as usize];
                next[node as usize] += 1;
                (network.neighbours[at], network.weights[at]) = (other, shared);
                if let Some(own) = weights.get_mut(at) {
                    *own = weight;
                }
            }
        });
        (network, Some(weights).filter(|_| weight != Weight::Count))
    }

    /// Projects one side of `links` on the nodes given, which are numbers in the graph in ascending order. Two nodes are
    /// joined if they share a neighbour, whether at one time or not: this is the projection that measures of the two-mode
    /// network are defined by.
    ///
    /// This is the off-diagonal part of W = BᵀB, computed row by row as a sparse matrix product (Gustavson 1978): for
    /// each neighbour on the other side, each of its other nodes is counted once.
    ///
    /// Cost: the wedges, Σk² over the degrees k of the other side. Memory: one row of counters per thread.
    pub fn from_links(links: &BoardLinks, side: Side, nodes: Vec<u32>) -> Projection {
        let count = match side {
            Side::Companies => links.nodes() - links.people(),
            Side::People => links.people(),
        };
        let mut number = vec![u32::MAX; count];
        nodes.iter().zip(0..).for_each(|(node, at)| number[*node as usize] = at);
        let (via_of, ends_of): (Adjacency<'_>, Adjacency<'_>) = match side {
            Side::Companies => (&|node| links.members(node as usize), &|via| links.boards(via as usize)),
            Side::People => (&|node| links.boards(node as usize), &|via| links.members(via as usize)),
        };
        let work: Vec<usize> =
            nodes.iter().map(|node| 1 + via_of(*node).iter().map(|via| ends_of(*via).len()).sum::<usize>()).collect();
        let rows: Vec<RowChunk> = balanced_ranges(&work)
            .into_par_iter()
            .map_init(
                || (vec![0u32; nodes.len()], Vec::new()),
                |(shared, touched), range| {
                    let mut rows = RowChunk::default();
                    for at in range {
                        check();
                        let own = nodes[at];
                        for via in via_of(own) {
                            for end in ends_of(*via).iter().filter(|end| **end != own) {
                                let other = number[*end as usize];
                                if other == u32::MAX {
                                    continue;
                                }
                                if shared[other as usize] == 0 {
                                    touched.push(other);
                                }
                                shared[other as usize] += 1;
                            }
                        }
                        touched.sort_unstable();
                        rows.degrees.push(touched.len());
                        rows.weights.extend(touched.iter().map(|other| std::mem::take(&mut shared[*other as usize])));
                        rows.neighbours.append(touched);
                    }
                    rows
                },
            )
            .collect();
        let mut network = Projection { starts: vec![0], nodes, ..Projection::default() };
        let mut total = 0;
        for mut part in rows {
            for degree in part.degrees {
                total += degree;
                network.starts.push(total);
            }
            network.neighbours.append(&mut part.neighbours);
            network.weights.append(&mut part.weights);
        }
        network
    }

    /// Builds a network of `nodes` nodes from ties `(a, b, weight)`, each given once in either direction.
    ///
    /// Loops and ties of nodes out of range are ignored. Of repeated ties the one with the smallest weight is kept.
    ///
    /// ```
    /// use interlocks_measures::Projection;
    /// let path = Projection::from_ties(3, &[(0, 1, 1), (1, 2, 4)]);
    /// assert_eq!((path.degree(1), path.neighbours(1), path.weights(1)), (2, &[0, 2][..], &[1, 4][..]));
    /// ```
    pub fn from_ties(nodes: usize, ties: &[(u32, u32, u32)]) -> Projection {
        let both = ties.iter().flat_map(|&(a, b, weight)| [(a, b, weight), (b, a, weight)]);
        let mut rows: Vec<(u32, u32, u32)> =
            both.filter(|(a, b, _)| a != b && (*a as usize) < nodes && (*b as usize) < nodes).collect();
        rows.sort_unstable();
        rows.dedup_by_key(|row| (row.0, row.1));
        let mut starts = vec![0; nodes + 1];
        rows.iter().for_each(|row| starts[row.0 as usize + 1] += 1);
        for at in 0..nodes {
            starts[at + 1] += starts[at];
        }
        Projection {
            starts,
            neighbours: rows.iter().map(|row| row.1).collect(),
            weights: rows.iter().map(|row| row.2).collect(),
            nodes: (0..nodes as u32).collect(),
        }
    }

    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns `true` if there are no nodes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns the number of ties, each counted once.
    pub fn ties(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// Returns the number of a node in the graph from which the network was made.
    pub fn number(&self, node: usize) -> u32 {
        self.nodes[node]
    }

    /// Returns the range of the ties of a node among the ties of all nodes.
    pub(crate) fn row(&self, node: usize) -> Range<usize> {
        self.starts[node]..self.starts[node + 1]
    }

    /// Returns the neighbours of a node in ascending order.
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.row(node)]
    }

    /// Returns the weights of the ties of a node, in the order of [`neighbours`](Projection::neighbours).
    pub fn weights(&self, node: usize) -> &[u32] {
        &self.weights[self.row(node)]
    }

    /// Returns the number of neighbours of a node.
    pub fn degree(&self, node: usize) -> usize {
        self.row(node).len()
    }

    /// Returns the sum of the weights of all ties, each tie counted once.
    pub fn weight(&self) -> u64 {
        self.weights.iter().map(|weight| u64::from(*weight)).sum::<u64>() / 2
    }

    /// Returns for each node the smallest node of its connected component.
    pub fn components(&self) -> Vec<u32> {
        let mut labels = vec![u32::MAX; self.len()];
        let mut waiting = Vec::new();
        for first in 0..self.len() as u32 {
            if labels[first as usize] != u32::MAX {
                continue;
            }
            labels[first as usize] = first;
            waiting.push(first);
            while let Some(node) = waiting.pop() {
                for &next in self.neighbours(node as usize) {
                    if labels[next as usize] == u32::MAX {
                        labels[next as usize] = first;
                        waiting.push(next);
                    }
                }
            }
        }
        labels
    }

    /// Returns the subnetwork induced by the nodes `kept`, given in ascending order.
    #[must_use]
    pub fn induced(&self, kept: &[u32]) -> Projection {
        let mut number = vec![u32::MAX; self.len()];
        kept.iter().zip(0..).for_each(|(node, at)| number[*node as usize] = at);
        let mut part = Projection { starts: vec![0], ..Projection::default() };
        for &node in kept {
            let row = self.neighbours(node as usize).iter().zip(self.weights(node as usize));
            for (other, weight) in row.filter(|(other, _)| number[**other as usize] != u32::MAX) {
                part.neighbours.push(number[*other as usize]);
                part.weights.push(*weight);
            }
            part.starts.push(part.neighbours.len());
            part.nodes.push(self.nodes[node as usize]);
        }
        part
    }
}

/// Calls with both nodes, the number shared and the weight of every tie. `number` has the node of each end, or
/// `u32::MAX`; other ends have no ties, unless a snapshot is damaged.
fn each_tie(rows: &[TieRows], number: &[u32], mut call: impl FnMut(u32, u32, u32, f64)) {
    let node = |end: u32| number.get(end as usize).copied().filter(|node| *node != u32::MAX);
    TieRows::each(rows, |a, b, shared, weight| {
        if let (Some(a), Some(b)) = (node(a), node(b)) {
            call(a, b, shared, weight);
        }
    });
}

type Adjacency<'l> = &'l (dyn Fn(u32) -> &'l [u32] + Sync);

#[derive(Default)]
struct RowChunk {
    degrees: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u32>,
}

/// Divides rows into ranges of about equal work; `work` is the work of each row.
pub(super) fn balanced_ranges(work: &[usize]) -> Vec<Range<usize>> {
    let total: usize = work.iter().sum();
    let share = total / (TASKS * rayon::current_num_threads()).max(1) + 1;
    let mut ranges = Vec::new();
    let (mut first, mut sum) = (0, 0);
    for (at, one) in work.iter().enumerate() {
        sum += one;
        if sum >= share {
            ranges.push(first..at + 1);
            (first, sum) = (at + 1, 0);
        }
    }
    if first < work.len() {
        ranges.push(first..work.len());
    }
    ranges
}
