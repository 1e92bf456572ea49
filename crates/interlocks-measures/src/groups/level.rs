//! A level of the Leiden algorithm: a network whose nodes are single nodes, or groups of nodes of the level below.

use std::ops::Range;

use rayon::prelude::*;

use super::super::Projection;
use super::super::projection::balanced_ranges;
use super::modularity::{Mass, SeatDegrees, Strength};
use interlocks_analysis::bipartite::BoardLinks;

/// A network in compressed sparse rows with the mass of each node. Loops are omitted: ties inside a node cannot be
/// moved.
#[derive(Clone, Debug, Default)]
pub(super) struct Level<M> {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u64>,
    pub masses: Vec<M>,
}

impl Level<Strength> {
    /// Creates the base level from a projection, with its weights or with weight 1 for each tie. `order` are the nodes
    /// in the order wanted, including at least all nodes with ties.
    pub(super) fn from_projection(network: &Projection, order: &[u32], weighted: bool) -> Level<Strength> {
        let mut level = Level { starts: vec![0], ..Level::default() };
        let mut places = vec![0u32; network.len()];
        order.iter().zip(0..).for_each(|(node, place)| places[*node as usize] = place);
        level.neighbours.reserve(2 * network.ties());
        level.weights.reserve(2 * network.ties());
        for &node in order {
            let (others, weights) = (network.neighbours(node as usize), network.weights(node as usize));
            level.neighbours.extend(others.iter().map(|other| places[*other as usize]));
            let first = level.weights.len();
            level.weights.extend(weights.iter().map(|weight| if weighted { u64::from(*weight) } else { 1 }));
            level.masses.push(Strength(level.weights[first..].iter().sum()));
            level.starts.push(level.neighbours.len());
        }
        level
    }
}

impl Level<SeatDegrees> {
    /// Creates the base level of people and companies, numbered as in `links`, people first.
    pub(super) fn from_links(links: &BoardLinks) -> Level<SeatDegrees> {
        let people = links.people() as u32;
        let mut level = Level { starts: vec![0], ..Level::default() };
        for person in 0..links.people() {
            level.neighbours.extend(links.boards(person).iter().map(|company| people + company));
            level.masses.push(SeatDegrees { people: links.boards(person).len() as u64, companies: 0 });
            level.starts.push(level.neighbours.len());
        }
        for company in 0..links.nodes() - links.people() {
            level.neighbours.extend(links.members(company));
            level.masses.push(SeatDegrees { people: 0, companies: links.members(company).len() as u64 });
            level.starts.push(level.neighbours.len());
        }
        level.weights = vec![1; level.neighbours.len()];
        level
    }
}

impl<M: Mass> Level<M> {
    pub(super) fn len(&self) -> usize {
        self.masses.len()
    }

    fn row(&self, node: usize) -> Range<usize> {
        self.starts[node]..self.starts[node + 1]
    }

    pub(super) fn degree(&self, node: usize) -> usize {
        self.row(node).len()
    }

    pub(super) fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.row(node)]
    }

    /// Returns the neighbours of a node with the weights of the ties.
    pub(super) fn links(&self, node: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        let row = self.row(node);
        self.neighbours[row.clone()].iter().map(|other| *other as usize).zip(self.weights[row].iter().copied())
    }

    /// Returns a range of nodes with the ties among them and with their full mass.
    pub(super) fn subnetwork(&self, nodes: Range<usize>) -> Level<M> {
        let mut part = Level { starts: vec![0], masses: self.masses[nodes.clone()].to_vec(), ..Level::default() };
        for node in nodes.clone() {
            for (other, weight) in self.links(node).filter(|(other, _)| nodes.contains(other)) {
                part.neighbours.push((other - nodes.start) as u32);
                part.weights.push(weight);
            }
            part.starts.push(part.neighbours.len());
        }
        part
    }

    /// Returns the sum of all weights, each tie counted from both ends.
    pub(super) fn twice_weight(&self) -> u64 {
        self.weights.par_iter().sum()
    }

    /// Returns the network of groups. `groups` is the group of each node; all numbers below `count` are used. In
    /// parallel.
    pub(super) fn aggregated(&self, groups: &[u32], count: usize) -> Level<M> {
        let members = Members::new(groups, count);
        let work: Vec<usize> = (0..count)
            .into_par_iter()
            .map(|group| members.group(group).iter().map(|node| 1 + self.degree(*node as usize)).sum())
            .collect();
        let parts: Vec<Level<M>> = balanced_ranges(&work)
            .into_par_iter()
            .map_init(
                || Tally::new(count),
                |tally, range| {
                    let mut part = Level::default();
                    for group in range {
                        let mut mass = M::default();
                        for &node in members.group(group) {
                            mass += self.masses[node as usize];
                            self.links(node as usize).for_each(|(other, weight)| tally.add(groups[other], weight));
                        }
                        let first = part.neighbours.len();
                        let others = tally.touched.iter().filter(|other| **other as usize != group);
                        part.neighbours.extend(others);
                        part.weights.extend(part.neighbours[first..].iter().map(|other| tally.sum(*other)));
                        tally.clear();
                        part.masses.push(mass);
                        part.starts.push(part.neighbours.len());
                    }
                    part
                },
            )
            .collect();
        let mut whole = Level { starts: vec![0], ..Level::default() };
        for mut part in parts {
            let before = whole.neighbours.len();
            whole.starts.extend(part.starts.iter().map(|end| before + end));
            whole.neighbours.append(&mut part.neighbours);
            whole.weights.append(&mut part.weights);
            whole.masses.append(&mut part.masses);
        }
        whole
    }
}

/// The nodes of each group.
#[derive(Clone, Debug)]
pub(super) struct Members {
    starts: Vec<usize>,
    nodes: Vec<u32>,
}

impl Members {
    /// Groups nodes, keeping their order within each group.
    pub(super) fn new(groups: &[u32], count: usize) -> Members {
        Members::in_order(groups, count, 0..groups.len() as u32)
    }

    /// Groups nodes, keeping the given order of all nodes within each group.
    pub(super) fn in_order(groups: &[u32], count: usize, order: impl Iterator<Item = u32>) -> Members {
        let mut starts = vec![0; count + 1];
        groups.iter().for_each(|group| starts[*group as usize + 1] += 1);
        for at in 0..count {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut nodes = vec![0; groups.len()];
        for node in order {
            let place = &mut next[groups[node as usize] as usize];
            nodes[*place] = node;
            *place += 1;
        }
        Members { starts, nodes }
    }

    /// Returns the number of groups.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn group(&self, group: usize) -> &[u32] {
        &self.nodes[self.starts[group]..self.starts[group + 1]]
    }
}

/// Sums of weights by group: a buffer of one worker.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    sums: Vec<u64>,
    /// The groups with a sum, in the order in which they were added.
    pub touched: Vec<u32>,
}

impl Tally {
    pub(super) fn new(groups: usize) -> Tally {
        Tally { sums: vec![0; groups], touched: Vec::new() }
    }

    /// Makes room for more groups.
    pub(super) fn grow_to(&mut self, groups: usize) {
        if self.sums.len() < groups {
            self.sums.resize(groups, 0);
        }
    }

    /// Adds a weight, which must be above 0, to a group.
    #[inline]
    pub(super) fn add(&mut self, group: u32, weight: u64) {
        let sum = &mut self.sums[group as usize];
        if *sum == 0 {
            self.touched.push(group);
        }
        *sum += weight;
    }

    #[inline]
    pub(super) fn sum(&self, group: u32) -> u64 {
        self.sums[group as usize]
    }

    pub(super) fn clear(&mut self) {
        self.touched.drain(..).for_each(|group| self.sums[group as usize] = 0);
    }
}
