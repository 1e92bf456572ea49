//! Connected components of people and companies.
//!
//! Lock-free union-find after Afforest (Sutton, Ben-Nun and Barak, Optimizing parallel graph connectivity computation via
//! subgraph sampling, IPDPS 2018): all people are first joined to their first two boards; the nodes that are then in the
//! largest component are not processed again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::bipartite::BoardLinks;

/// The connected components of people and companies. An isolated node is a component of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Components {
    /// For every node the smallest node of its component.
    pub labels: Vec<u32>,
    /// The number of components.
    pub count: usize,
    /// The number of nodes in the largest component.
    pub largest: usize,
}

/// The number of boards per person that are joined before the largest component is estimated.
const SAMPLED: usize = 2;

/// Finds the connected components. Cost: almost linear in nodes and links. Labels do not depend on the number of threads.
pub fn components(links: &BoardLinks) -> Components {
    let (people, nodes) = (links.people(), links.nodes());
    let forest = Forest { parents: (0..nodes as u32).into_par_iter().map(AtomicU32::new).collect() };
    let company = |company: &u32| people as u32 + company;
    (0..people).into_par_iter().for_each(|person| {
        links.boards(person).iter().take(SAMPLED).for_each(|board| forest.join(person as u32, company(board)));
    });
    forest.flatten();
    let giant = forest.commonest();
    (0..people).into_par_iter().filter(|person| forest.root(*person) != giant).for_each(|person| {
        links.boards(person).iter().skip(SAMPLED).for_each(|board| forest.join(person as u32, company(board)));
    });
    // A link from the largest component to a company outside it is processed at the company.
    (0..nodes - people).into_par_iter().filter(|c| forest.root(people + c) != giant).for_each(|c| {
        links.members(c).iter().for_each(|person| forest.join((people + c) as u32, *person));
    });
    forest.flatten();
    let labels: Vec<u32> = forest.parents.into_par_iter().map(AtomicU32::into_inner).collect();
    let mut sizes = vec![0u32; nodes];
    labels.iter().for_each(|label| sizes[*label as usize] += 1);
    Components {
        count: sizes.par_iter().filter(|size| **size > 0).count(),
        largest: sizes.par_iter().copied().max().unwrap_or(0) as usize,
        labels,
    }
}

/// Trees whose roots are the smallest nodes of the components so far.
struct Forest {
    parents: Vec<AtomicU32>,
}

impl Forest {
    fn parent(&self, node: u32) -> u32 {
        self.parents[node as usize].load(Relaxed)
    }

    fn root(&self, node: usize) -> u32 {
        self.parents[node].load(Relaxed)
    }

    /// Hooks the larger of two roots below the smaller.
    fn join(&self, a: u32, b: u32) {
        let (mut x, mut y) = (self.parent(a), self.parent(b));
        while x != y {
            let (low, high) = (x.min(y), x.max(y));
            let above = self.parent(high);
            if above == low {
                return;
            }
            if above == high && self.parents[high as usize].compare_exchange(high, low, Relaxed, Relaxed).is_ok() {
                return;
            }
            (x, y) = (self.parent(self.parent(high)), self.parent(low));
        }
    }

    /// Makes every node point to its root.
    fn flatten(&self) {
        (0..self.parents.len()).into_par_iter().for_each(|node| {
            let mut parent = self.root(node);
            while self.parent(parent) != parent {
                parent = self.parent(parent);
            }
            self.parents[node].store(parent, Relaxed);
        });
    }

    /// Returns the most common root in an evenly spaced sample of nodes: almost surely that of the largest component.
    fn commonest(&self) -> u32 {
        let step = (self.parents.len() / 1024).max(1);
        let mut counts: HashMap<u32, usize> = HashMap::new();
        (0..self.parents.len()).step_by(step).for_each(|node| *counts.entry(self.root(node)).or_default() += 1);
        counts.into_iter().max_by_key(|(root, count)| (*count, u32::MAX - root)).map_or(0, |(root, _)| root)
    }
}
