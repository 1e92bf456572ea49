//! Nodes that nobody can tell apart, folded into one.

use rayon::prelude::*;

use super::super::Network;
use interlocks_core::random::KeyedRandom;

/// Which twins are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twins {
    /// Nodes with the same neighbours that are joined themselves, as the members of one board who sit
    /// nowhere else in the network of people.
    Joined,
    /// Nodes with the same neighbours that are not joined, as the same people in the two-mode network.
    Apart,
}

/// A network of classes of twins (Sariyüce and others, Shattering and compressing networks for
/// betweenness centrality, SDM 2013). A board of nine of whom eight sit nowhere else is two nodes
/// instead of nine, and one tie instead of 36; all measures of twins are equal, and no shortest path
/// goes from one twin through another.
#[derive(Clone, Debug)]
pub struct TwinQuotient {
    pub twins: Twins,
    /// How many nodes the network has.
    pub nodes: usize,
    /// How many nodes each class has.
    pub sizes: Vec<u32>,
    /// For every node its class.
    pub class_of: Vec<u32>,
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl TwinQuotient {
    /// Folds a network. Twins have the same sum of hashes of neighbours, and are then compared.
    ///
    /// Cost: linear in ties, and sorting the nodes.
    pub fn of(network: &Network, twins: Twins) -> TwinQuotient {
        let first = first_twins(network, twins);
        let firsts: Vec<u32> = (0..network.len() as u32).filter(|node| first[*node as usize] == *node).collect();
        let mut class_of = vec![0u32; network.len()];
        firsts.iter().zip(0..).for_each(|(node, class)| class_of[*node as usize] = class);
        let mut sizes = vec![0u32; firsts.len()];
        for node in 0..network.len() {
            class_of[node] = class_of[first[node] as usize];
            sizes[class_of[node] as usize] += 1;
        }
        let is_first = |node: &&u32| first[**node as usize] == **node;
        let mut starts = vec![0];
        let mut total = 0;
        let degrees: Vec<usize> =
            firsts.par_iter().map(|node| network.neighbours(*node as usize).iter().filter(is_first).count()).collect();
        for degree in degrees {
            total += degree;
            starts.push(total);
        }
        let mut neighbours = Vec::with_capacity(total);
        for node in &firsts {
            let row = network.neighbours(*node as usize).iter().filter(is_first);
            neighbours.extend(row.map(|other| class_of[*other as usize]));
        }
        TwinQuotient { twins, nodes: network.len(), sizes, class_of, starts, neighbours }.near_together()
    }

    /// The same with classes numbered in the order of a search, so that what is near in the network is
    /// near in memory.
    fn near_together(self) -> TwinQuotient {
        let mut number = vec![u32::MAX; self.classes()];
        let mut order: Vec<u32> = Vec::with_capacity(self.classes());
        for first in 0..self.classes() as u32 {
            if number[first as usize] != u32::MAX {
                continue;
            }
            let mut at = order.len();
            number[first as usize] = at as u32;
            order.push(first);
            while let Some(&class) = order.get(at) {
                for &next in self.neighbours(class as usize) {
                    if number[next as usize] == u32::MAX {
                        number[next as usize] = order.len() as u32;
                        order.push(next);
                    }
                }
                at += 1;
            }
        }
        let mut starts = vec![0];
        let mut neighbours = Vec::with_capacity(self.neighbours.len());
        for class in &order {
            let first = neighbours.len();
            neighbours.extend(self.neighbours(*class as usize).iter().map(|next| number[*next as usize]));
            neighbours[first..].sort_unstable();
            starts.push(neighbours.len());
        }
        TwinQuotient {
            sizes: order.iter().map(|class| self.sizes[*class as usize]).collect(),
            class_of: self.class_of.iter().map(|class| number[*class as usize]).collect(),
            starts,
            neighbours,
            ..self
        }
    }

    /// How many classes there are.
    pub fn classes(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there is no class.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// The classes a class is joined to, itself never among them.
    pub fn neighbours(&self, class: usize) -> &[u32] {
        &self.neighbours[self.starts[class]..self.starts[class + 1]]
    }

    /// How many ties between classes there are, each counted twice.
    pub fn ends(&self) -> usize {
        self.neighbours.len()
    }

    /// The ties of every class and one more: what a search pays for it.
    pub fn work(&self) -> Vec<usize> {
        (0..self.classes()).map(|class| 1 + self.neighbours(class).len()).collect()
    }

    /// Values of classes as values of nodes.
    pub fn unfolded<T: Copy>(&self, values: &[T]) -> Vec<T> {
        self.class_of.iter().map(|class| values[*class as usize]).collect()
    }
}

/// For every node the smallest of its twins.
fn first_twins(network: &Network, twins: Twins) -> Vec<u32> {
    let chance = KeyedRandom::new(0, 0x7717);
    let hashes: Vec<u64> = (0..network.len() as u64).into_par_iter().map(|node| chance.bits(node, 0)).collect();
    let mut keys: Vec<(u64, u32)> = (0..network.len() as u32)
        .into_par_iter()
        .map(|node| {
            let own = if twins == Twins::Joined { hashes[node as usize] } else { 0 };
            let row = network.neighbours(node as usize);
            (row.iter().fold(own, |sum, other| sum.wrapping_add(hashes[*other as usize])), node)
        })
        .collect();
    keys.par_sort_unstable();
    let groups: Vec<&[(u64, u32)]> = keys.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1).collect();
    let found: Vec<(u32, u32)> = groups
        .into_par_iter()
        .flat_map_iter(|group| {
            // Nearly always one class a group: hashes that agree by chance are one in 2⁶⁴.
            let mut firsts: Vec<u32> = Vec::new();
            let mut pairs = Vec::new();
            for &(_, node) in group {
                match firsts.iter().find(|first| are_twins(network, **first, node, twins)) {
                    Some(first) => pairs.push((node, *first)),
                    None => firsts.push(node),
                }
            }
            pairs
        })
        .collect();
    let mut first: Vec<u32> = (0..network.len() as u32).collect();
    found.into_iter().for_each(|(node, twin)| first[node as usize] = twin);
    first
}

fn are_twins(network: &Network, a: u32, b: u32, twins: Twins) -> bool {
    let (x, y) = (network.neighbours(a as usize), network.neighbours(b as usize));
    match twins {
        Twins::Apart => x == y,
        Twins::Joined => {
            let joined = x.binary_search(&b).is_ok();
            let other = |node: &&u32| **node != a && **node != b;
            joined && x.len() == y.len() && x.iter().filter(other).eq(y.iter().filter(other))
        }
    }
}
