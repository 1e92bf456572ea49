//! Core numbers: how far a network can be peeled before a node falls off.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::Network;

/// Nodes looked through by one task.
const LOOKED: usize = 1 << 13;

/// Nodes made to fall by one task, those not counted that they take along.
const FALLING: usize = 1 << 9;

/// For every node the largest k for which it is part of a subnetwork in which everybody has k
/// neighbours (Seidman 1983). Peeled level by level: whoever has k neighbours left falls off, and may
/// take others along; then the next level is the least that anybody has left. Against peeling in
/// buckets (Batagelj and Zaveršnik 2003) nothing has to be moved when a neighbour falls off, and
/// whoever falls at one level may fall at once (Kabir and Madduri 2017).
///
/// Cost: linear in nodes and ties, for a node is looked at once for each level up to its own.
pub fn core_numbers(network: &Network) -> Vec<u32> {
    // Neighbours left; of those that fell off, their core number.
    let left: Vec<AtomicU32> = (0..network.len()).map(|node| (network.degree(node) as u32).into()).collect();
    let all: Vec<u32> = (0..network.len() as u32).collect();
    let mut ring = Ring::least(&all, &left, None);
    while let Some(level) = ring.level {
        let falls = |first: &[u32]| peel(network, &left, level, first.to_vec());
        ring.falling.par_chunks(FALLING).for_each(falls);
        ring = Ring::least(&ring.staying, &left, Some(level));
    }
    left.into_iter().map(AtomicU32::into_inner).collect()
}

/// Makes nodes fall off, and those that they take along.
fn peel(network: &Network, left: &[AtomicU32], level: u32, mut falling: Vec<u32>) {
    while let Some(node) = falling.pop() {
        for &other in network.neighbours(node as usize) {
            let cell = &left[other as usize];
            if cell.load(Relaxed) <= level {
                continue;
            }
            // Another task may have been quicker: who comes to the level takes it along, who comes too
            // late puts back what it took.
            match cell.fetch_sub(1, Relaxed) {
                before if before == level + 1 => falling.push(other),
                before if before <= level => {
                    cell.fetch_add(1, Relaxed);
                }
                _ => {}
            }
        }
    }
}

/// What is left after a level: those who fall next, all with as many neighbours left.
#[derive(Default)]
struct Ring {
    level: Option<u32>,
    falling: Vec<u32>,
    staying: Vec<u32>,
}

impl Ring {
    /// Of some nodes those that did not fall yet, and of these those with fewest neighbours left.
    fn least(nodes: &[u32], left: &[AtomicU32], fallen: Option<u32>) -> Ring {
        let parts = nodes.par_chunks(LOOKED).map(|nodes| {
            let mut part = Ring { staying: Vec::with_capacity(nodes.len()), ..Ring::default() };
            for &node in nodes {
                let own = left[node as usize].load(Relaxed);
                if fallen.is_some_and(|level| own <= level) {
                    continue;
                }
                part.staying.push(node);
                if part.level.is_none_or(|level| own < level) {
                    part.level = Some(own);
                    part.falling.clear();
                }
                if part.level == Some(own) {
                    part.falling.push(node);
                }
            }
            part
        });
        parts.reduce(Ring::default, Ring::and)
    }

    fn and(mut self, mut other: Ring) -> Ring {
        self.staying.append(&mut other.staying);
        match (self.level, other.level) {
            (Some(own), Some(level)) if own == level => self.falling.append(&mut other.falling),
            (Some(own), Some(level)) if own < level => {}
            (Some(_), None) => {}
            _ => (self.level, self.falling) = (other.level, other.falling),
        }
        self
    }
}
