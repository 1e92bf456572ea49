//! People, or companies, joined by what they share.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;

/// A network of one kind of node: two are joined when they share somebody (or some board), and the
/// weight of a tie is how many. Simple, undirected, in compressed rows, neighbours in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Network {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u32>,
    /// For every node its number in the graph.
    nodes: Vec<u32>,
}

/// Rows made by one task, cut by wedges.
const TASKS: usize = 64;

impl Network {
    /// The projection of one side on the other, of some nodes, by their numbers in the graph and in
    /// order. Row by row (Gustavson 1978): for everybody who sits there, every other board they sit on.
    ///
    /// Cost: the wedges, Σk² over the other side; memory for one row a worker.
    pub fn projected(links: &BoardLinks, side: Side, nodes: Vec<u32>) -> Network {
        let count = match side {
            Side::Companies => links.nodes() - links.people(),
            Side::People => links.people(),
        };
        let mut number = vec![u32::MAX; count];
        nodes.iter().zip(0..).for_each(|(node, at)| number[*node as usize] = at);
        let (hinges, ends): (Hinges<'_>, Hinges<'_>) = match side {
            Side::Companies => (&|node| links.members(node as usize), &|hinge| links.boards(hinge as usize)),
            Side::People => (&|node| links.boards(node as usize), &|hinge| links.members(hinge as usize)),
        };
        let work: Vec<usize> =
            nodes.iter().map(|node| 1 + hinges(*node).iter().map(|hinge| ends(*hinge).len()).sum::<usize>()).collect();
        let rows: Vec<Rows> = balanced(&work)
            .into_par_iter()
            .map_init(
                || (vec![0u32; nodes.len()], Vec::new()),
                |(shared, touched), range| {
                    let mut rows = Rows::default();
                    for at in range {
                        let own = nodes[at];
                        for hinge in hinges(own) {
                            for end in ends(*hinge).iter().filter(|end| **end != own) {
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
        let mut network = Network { starts: vec![0], nodes, ..Network::default() };
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

    /// A network of ties given once each, of so many nodes.
    ///
    /// ```
    /// use interlocks_measures::Network;
    /// let path = Network::of_ties(3, &[(0, 1, 1), (1, 2, 4)]);
    /// assert_eq!((path.degree(1), path.neighbours(1), path.weights(1)), (2, &[0, 2][..], &[1, 4][..]));
    /// ```
    pub fn of_ties(nodes: usize, ties: &[(u32, u32, u32)]) -> Network {
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
        Network {
            starts,
            neighbours: rows.iter().map(|row| row.1).collect(),
            weights: rows.iter().map(|row| row.2).collect(),
            nodes: (0..nodes as u32).collect(),
        }
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// How many ties there are, each counted once.
    pub fn ties(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// The number of a node in the graph.
    pub fn number(&self, node: usize) -> u32 {
        self.nodes[node]
    }

    fn row(&self, node: usize) -> Range<usize> {
        self.starts[node]..self.starts[node + 1]
    }

    /// The neighbours of a node, in order.
    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.row(node)]
    }

    /// What the node shares with each neighbour.
    pub fn weights(&self, node: usize) -> &[u32] {
        &self.weights[self.row(node)]
    }

    /// How many neighbours a node has.
    pub fn degree(&self, node: usize) -> usize {
        self.row(node).len()
    }

    /// The sum of all weights, each tie counted once.
    pub fn weight(&self) -> u64 {
        self.weights.iter().map(|weight| u64::from(*weight)).sum::<u64>() / 2
    }

    /// For every node the smallest node of its component.
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

    /// The part of the network on some of its nodes, given in order.
    #[must_use]
    pub fn induced(&self, kept: &[u32]) -> Network {
        let mut number = vec![u32::MAX; self.len()];
        kept.iter().zip(0..).for_each(|(node, at)| number[*node as usize] = at);
        let mut part = Network { starts: vec![0], ..Network::default() };
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

type Hinges<'l> = &'l (dyn Fn(u32) -> &'l [u32] + Sync);

#[derive(Default)]
struct Rows {
    degrees: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u32>,
}

/// Ranges of rows with about the same work in each.
pub(super) fn balanced(work: &[usize]) -> Vec<Range<usize>> {
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
