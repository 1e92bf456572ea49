//! A network whose nodes are nodes, or groups of nodes, of the one below.

use std::ops::Range;

use rayon::prelude::*;

use super::super::Network;
use super::super::network::balanced;
use super::modularity::{Mass, Seats, Strength};
use interlocks_analysis::bipartite::BoardLinks;

/// A network in compressed rows with the mass of every node. Without ties from a node to itself: what
/// is inside a node cannot be moved.
#[derive(Clone, Debug, Default)]
pub struct Level<M> {
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<u64>,
    pub masses: Vec<M>,
}

impl Level<Strength> {
    /// A projection, each tie with its weight or all with weight one: of nodes in a given order, among
    /// which must be all that have ties.
    pub fn of_network(network: &Network, order: &[u32], weighted: bool) -> Level<Strength> {
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

impl Level<Seats> {
    /// People and companies, numbered as in `links`, people first.
    pub fn of_links(links: &BoardLinks) -> Level<Seats> {
        let people = links.people() as u32;
        let mut level = Level { starts: vec![0], ..Level::default() };
        for person in 0..links.people() {
            level.neighbours.extend(links.boards(person).iter().map(|company| people + company));
            level.masses.push(Seats { people: links.boards(person).len() as u64, companies: 0 });
            level.starts.push(level.neighbours.len());
        }
        for company in 0..links.nodes() - links.people() {
            level.neighbours.extend(links.members(company));
            level.masses.push(Seats { people: 0, companies: links.members(company).len() as u64 });
            level.starts.push(level.neighbours.len());
        }
        level.weights = vec![1; level.neighbours.len()];
        level
    }
}

impl<M: Mass> Level<M> {
    pub fn len(&self) -> usize {
        self.masses.len()
    }

    fn row(&self, node: usize) -> Range<usize> {
        self.starts[node]..self.starts[node + 1]
    }

    pub fn degree(&self, node: usize) -> usize {
        self.row(node).len()
    }

    pub fn neighbours(&self, node: usize) -> &[u32] {
        &self.neighbours[self.row(node)]
    }

    /// The neighbours of a node and the weights of the ties to them.
    pub fn links(&self, node: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        let row = self.row(node);
        self.neighbours[row.clone()].iter().map(|other| *other as usize).zip(self.weights[row].iter().copied())
    }

    /// Some nodes with the ties among them, and with their whole mass.
    pub fn part(&self, nodes: Range<usize>) -> Level<M> {
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

    /// The sum of all weights, each tie counted from both ends.
    pub fn twice_weight(&self) -> u64 {
        self.weights.par_iter().sum()
    }

    /// The network of groups: for every node its group, all numbers up to `count` in use. In parallel.
    pub fn joined(&self, groups: &[u32], count: usize) -> Level<M> {
        let members = Members::of(groups, count);
        let work: Vec<usize> = (0..count)
            .into_par_iter()
            .map(|group| members.of_group(group).iter().map(|node| 1 + self.degree(*node as usize)).sum())
            .collect();
        let parts: Vec<Level<M>> = balanced(&work)
            .into_par_iter()
            .map_init(
                || Tally::new(count),
                |tally, range| {
                    let mut part = Level::default();
                    for group in range {
                        let mut mass = M::default();
                        for &node in members.of_group(group) {
                            mass += self.masses[node as usize];
                            self.links(node as usize).for_each(|(other, weight)| tally.add(groups[other], weight));
                        }
                        let first = part.neighbours.len();
                        let others = tally.touched.iter().filter(|other| **other as usize != group);
                        part.neighbours.extend(others);
                        part.weights.extend(part.neighbours[first..].iter().map(|other| tally.of(*other)));
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

/// The nodes of every group.
#[derive(Clone, Debug)]
pub struct Members {
    starts: Vec<usize>,
    nodes: Vec<u32>,
}

impl Members {
    /// Nodes by group, those of a group in their order.
    pub fn of(groups: &[u32], count: usize) -> Members {
        Members::ordered(groups, count, 0..groups.len() as u32)
    }

    /// Nodes by group, those of a group in an order that is given for all nodes.
    pub fn ordered(groups: &[u32], count: usize, order: impl Iterator<Item = u32>) -> Members {
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

    /// How many groups there are.
    pub fn count(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn of_group(&self, group: usize) -> &[u32] {
        &self.nodes[self.starts[group]..self.starts[group + 1]]
    }
}

/// Weights added up by group: the memory of one worker.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    sums: Vec<u64>,
    /// The groups met, in the order in which they were.
    pub touched: Vec<u32>,
}

impl Tally {
    pub fn new(groups: usize) -> Tally {
        Tally { sums: vec![0; groups], touched: Vec::new() }
    }

    /// Makes room for more groups.
    pub fn reach(&mut self, groups: usize) {
        if self.sums.len() < groups {
            self.sums.resize(groups, 0);
        }
    }

    /// Weights are above zero.
    #[inline]
    pub fn add(&mut self, group: u32, weight: u64) {
        let sum = &mut self.sums[group as usize];
        if *sum == 0 {
            self.touched.push(group);
        }
        *sum += weight;
    }

    #[inline]
    pub fn of(&self, group: u32) -> u64 {
        self.sums[group as usize]
    }

    pub fn clear(&mut self) {
        self.touched.drain(..).for_each(|group| self.sums[group as usize] = 0);
    }
}
