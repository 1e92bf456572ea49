//! The quotient of a network by structural equivalence: twins are merged into one class.
//!
//! Two nodes are twins if they have the same neighbours apart from each other. All measures of twins are equal, and no
//! shortest path passes from one twin through another, so that most measures can be computed on classes, weighted by
//! their sizes (Sariyüce and others, Shattering and compressing networks for betweenness centrality, SDM 2013). A board
//! of nine people, eight of whom have no other seat, becomes two nodes and one tie instead of nine nodes and 36 ties.

use rayon::prelude::*;

use super::super::Projection;
use interlocks_core::random::KeyedRandom;

/// The kind of twins to merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwinKind {
    /// Twins that are joined to each other (true twins), such as the members of one board without another seat in the
    /// projection of people.
    Adjacent,
    /// Twins that are not joined (false twins), such as the same people in the two-mode network.
    NonAdjacent,
}

/// A network whose nodes are classes of twins; see the [module documentation](self).
#[derive(Clone, Debug)]
pub struct TwinQuotient {
    /// The kind of twins that were merged.
    pub twins: TwinKind,
    /// The number of nodes of the original network.
    pub nodes: usize,
    /// The number of nodes in each class.
    pub sizes: Vec<u32>,
    /// The class of each node.
    pub class_of: Vec<u32>,
    starts: Vec<usize>,
    neighbours: Vec<u32>,
}

impl TwinQuotient {
    /// Merges the twins of a network. Candidates are nodes with the same sum of hashes of neighbours; they are then
    /// compared.
    ///
    /// Cost: linear in ties, plus sorting the nodes.
    pub fn new(network: &Projection, twins: TwinKind) -> TwinQuotient {
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
        TwinQuotient { twins, nodes: network.len(), sizes, class_of, starts, neighbours }.renumbered()
    }

    /// Renumbers classes in breadth-first order, so that classes near in the network are near in memory.
    fn renumbered(self) -> TwinQuotient {
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

    /// Returns the number of classes.
    pub fn classes(&self) -> usize {
        self.sizes.len()
    }

    /// Returns `true` if there are no classes.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Returns the classes to which a class is joined, without itself.
    pub fn neighbours(&self, class: usize) -> &[u32] {
        &self.neighbours[self.starts[class]..self.starts[class + 1]]
    }

    /// Returns the number of ties between classes, each counted in both directions.
    pub fn arcs(&self) -> usize {
        self.neighbours.len()
    }

    /// Returns the work of a search at each class: 1 + the number of its ties.
    pub fn work(&self) -> Vec<usize> {
        (0..self.classes()).map(|class| 1 + self.neighbours(class).len()).collect()
    }

    /// Converts values of classes to values of nodes.
    pub fn expand<T: Copy>(&self, values: &[T]) -> Vec<T> {
        self.class_of.iter().map(|class| values[*class as usize]).collect()
    }
}

/// Returns for each node the smallest of its twins, or itself.
fn first_twins(network: &Projection, twins: TwinKind) -> Vec<u32> {
    let random = KeyedRandom::new(0, 0x7717);
    let hashes: Vec<u64> = (0..network.len() as u64).into_par_iter().map(|node| random.bits(node, 0)).collect();
    let mut keys: Vec<(u64, u32)> = (0..network.len() as u32)
        .into_par_iter()
        .map(|node| {
            let own = if twins == TwinKind::Adjacent { hashes[node as usize] } else { 0 };
            let row = network.neighbours(node as usize);
            (row.iter().fold(own, |sum, other| sum.wrapping_add(hashes[*other as usize])), node)
        })
        .collect();
    keys.par_sort_unstable();
    let groups: Vec<&[(u64, u32)]> = keys.chunk_by(|x, y| x.0 == y.0).filter(|group| group.len() > 1).collect();
    let found: Vec<(u32, u32)> = groups
        .into_par_iter()
        .flat_map_iter(|group| {
            // Nearly always one class per group: hashes agree by chance with probability 2⁻⁶⁴.
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

fn are_twins(network: &Projection, a: u32, b: u32, twins: TwinKind) -> bool {
    let (x, y) = (network.neighbours(a as usize), network.neighbours(b as usize));
    match twins {
        TwinKind::NonAdjacent => x == y,
        TwinKind::Adjacent => {
            let joined = x.binary_search(&b).is_ok();
            let other = |node: &&u32| **node != a && **node != b;
            joined && x.len() == y.len() && x.iter().filter(other).eq(y.iter().filter(other))
        }
    }
}
