//! Core numbers (k-cores).

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::Projection;

/// Nodes scanned by one task.
const SCAN_CHUNK: usize = 1 << 13;

/// Nodes of a frontier peeled by one task, not counting those peeled in consequence.
const PEEL_CHUNK: usize = 1 << 9;

/// Returns the core number of each node: the largest k for which it belongs to a subnetwork in which every node has at
/// least k neighbours (Seidman 1983).
///
/// The network is peeled level by level: all nodes with at most k remaining neighbours are removed, repeatedly, before
/// k rises to the smallest number of remaining neighbours. In contrast to peeling in buckets (Batagelj and Zaveršnik
/// 2003), no node has to be moved when a neighbour is removed, and nodes of one level can be removed in parallel (Kabir
/// and Madduri 2017).
///
/// Cost: each node is scanned once per level up to its own, each tie twice.
pub fn core_numbers(network: &Projection) -> Vec<u32> {
    // The number of remaining neighbours; for removed nodes, their core number.
    let left: Vec<AtomicU32> = (0..network.len()).map(|node| (network.degree(node) as u32).into()).collect();
    let all: Vec<u32> = (0..network.len() as u32).collect();
    let mut frontier = Frontier::lowest(&all, &left, None);
    while let Some(level) = frontier.level {
        let falls = |first: &[u32]| peel(network, &left, level, first.to_vec());
        frontier.nodes.par_chunks(PEEL_CHUNK).for_each(falls);
        frontier = Frontier::lowest(&frontier.remaining, &left, Some(level));
    }
    left.into_iter().map(AtomicU32::into_inner).collect()
}

/// Removes nodes, and all nodes that drop to the level in consequence.
fn peel(network: &Projection, left: &[AtomicU32], level: u32, mut nodes: Vec<u32>) {
    while let Some(node) = nodes.pop() {
        for &other in network.neighbours(node as usize) {
            let cell = &left[other as usize];
            if cell.load(Relaxed) <= level {
                continue;
            }
            // Tasks race here. The task that lowers the count to the level removes the node; a task that comes later
            // undoes its decrement.
            match cell.fetch_sub(1, Relaxed) {
                before if before == level + 1 => nodes.push(other),
                before if before <= level => {
                    cell.fetch_add(1, Relaxed);
                }
                _ => {}
            }
        }
    }
}

/// The nodes to be removed next, all with the same number of remaining neighbours, and all nodes not yet removed.
#[derive(Default)]
struct Frontier {
    level: Option<u32>,
    nodes: Vec<u32>,
    remaining: Vec<u32>,
}

impl Frontier {
    /// Finds, among the candidates not yet removed, those with the fewest remaining neighbours. `fallen` is the last
    /// level peeled.
    fn lowest(candidates: &[u32], left: &[AtomicU32], fallen: Option<u32>) -> Frontier {
        let parts = candidates.par_chunks(SCAN_CHUNK).map(|nodes| {
            let mut part = Frontier { remaining: Vec::with_capacity(nodes.len()), ..Frontier::default() };
            for &node in nodes {
                let own = left[node as usize].load(Relaxed);
                if fallen.is_some_and(|level| own <= level) {
                    continue;
                }
                part.remaining.push(node);
                if part.level.is_none_or(|level| own < level) {
                    part.level = Some(own);
                    part.nodes.clear();
                }
                if part.level == Some(own) {
                    part.nodes.push(node);
                }
            }
            part
        });
        parts.reduce(Frontier::default, Frontier::merge)
    }

    fn merge(mut self, mut other: Frontier) -> Frontier {
        self.remaining.append(&mut other.remaining);
        match (self.level, other.level) {
            (Some(own), Some(level)) if own == level => self.nodes.append(&mut other.nodes),
            (Some(own), Some(level)) if own < level => {}
            (Some(_), None) => {}
            _ => (self.level, self.nodes) = (other.level, other.nodes),
        }
        self
    }
}
