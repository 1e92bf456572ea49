//! The Leiden algorithm for communities by modularity (Traag, Waltman and van Eck, From Louvain to Leiden: guaranteeing
//! well-connected communities, Scientific Reports 2019).
//!
//! A pass repeats three steps until no two groups can be merged: local moving (each node joins the group with the
//! largest gain), refinement (each group is divided into well-connected parts), and aggregation (each part becomes a
//! node of the next level). The result of a pass is the start of the next. Finally nodes are moved once more and groups
//! divided into connected components, until neither changes anything.
//!
//! Gains are integers (see [`Quality`]), so comparisons are exact, and the result depends on the network, the
//! resolution and the seed alone, not on the number of threads.

use super::level::{Level, Members};
use super::local_moving::{PARALLEL_MIN_NODES, batch_size, move_in_regions, move_nodes};
use super::modularity::{Mass, Quality};
use super::refinement::{Refined, refine};
use interlocks_core::random::SplitMix64;

/// The number of passes over the whole network, each starting from the result of the one before.
const PASSES: usize = 2;

/// Returns the group of each node, numbered from 0 in the order of their first nodes.
///
/// Each group is connected, and no single node can be moved, to another group or to be alone, so that modularity
/// increases. Nodes without ties are alone. `seed` determines the order in which nodes are first visited.
///
/// Cost: a few times the ties per pass.
pub(super) fn leiden<M: Mass>(level: &Level<M>, quality: Quality, seed: u64) -> Vec<u32> {
    leiden_in_batches(level, quality, seed, batch_size)
}

/// As [`leiden`], with the number of nodes evaluated together as a function of the number of nodes.
pub(super) fn leiden_in_batches<M: Mass>(
    level: &Level<M>,
    quality: Quality,
    seed: u64,
    batch: fn(usize) -> usize,
) -> Vec<u32> {
    let mut random = SplitMix64::for_pair(seed, "leiden", "");
    let mut groups: Vec<u32> = (0..level.len() as u32).collect();
    if level.len() >= PARALLEL_MIN_NODES {
        move_in_regions(level, quality, &mut groups);
    }
    for _ in 0..PASSES {
        pass(level, quality, &mut groups, &mut random, batch);
    }
    // Modularity only increases here, and gains are integers, so this ends.
    compact(&mut groups, level.len());
    loop {
        let before = groups.clone();
        move_nodes(level, quality, &mut groups, 0..level.len() as u32, batch(level.len()));
        let count = compact(&mut groups, level.len());
        if groups != before {
            // A node evaluated early may now want to leave a group that others joined later.
            continue;
        }
        let (parts, found) = connected(level, &groups);
        if found == count {
            return groups;
        }
        groups = parts;
    }
}

/// Moves, refines and aggregates level by level, until no two groups can be merged.
fn pass<M: Mass>(
    base: &Level<M>,
    quality: Quality,
    groups: &mut [u32],
    random: &mut SplitMix64,
    batch: fn(usize) -> usize,
) {
    // For each node of the base its node on the current level, and for those nodes their groups.
    let mut above: Vec<u32> = (0..base.len() as u32).collect();
    let mut current = groups.to_vec();
    let mut aggregated: Option<Level<M>> = None;
    loop {
        let level = aggregated.as_ref().unwrap_or(base);
        let order = shuffled(level.len(), random);
        move_nodes(level, quality, &mut current, order.iter().copied(), batch(level.len()));
        let count = compact(&mut current, level.len());
        if count == level.len() {
            break;
        }
        let members = Members::in_order(&current, count, order.into_iter());
        let mut refined = refine(level, quality, &current, &members);
        if refined.groups.len() == level.len() {
            // No single node could be merged; whole groups may still be.
            refined = Refined { parts: current, groups: (0..count as u32).collect() };
        }
        let next = level.aggregated(&refined.parts, refined.groups.len());
        above.iter_mut().for_each(|node| *node = refined.parts[*node as usize]);
        current = refined.groups;
        aggregated = Some(next);
    }
    groups.iter_mut().zip(above).for_each(|(group, node)| *group = current[node as usize]);
    compact(groups, base.len());
}

/// Renumbers groups, all below `limit`, in the order of their first nodes. Returns the number of groups.
pub(super) fn compact(groups: &mut [u32], limit: usize) -> usize {
    let mut numbers = vec![u32::MAX; limit];
    let mut count = 0;
    for group in groups.iter_mut() {
        let number = &mut numbers[*group as usize];
        if *number == u32::MAX {
            *number = count;
            count += 1;
        }
        *group = *number;
    }
    count as usize
}

/// Returns the connected components of the groups, and their number.
fn connected<M: Mass>(level: &Level<M>, groups: &[u32]) -> (Vec<u32>, usize) {
    let mut parts = vec![u32::MAX; level.len()];
    let (mut count, mut waiting) = (0, Vec::new());
    for first in 0..level.len() {
        if parts[first] != u32::MAX {
            continue;
        }
        parts[first] = count;
        waiting.push(first as u32);
        while let Some(node) = waiting.pop() {
            for &other in level.neighbours(node as usize) {
                if groups[other as usize] == groups[first] && parts[other as usize] == u32::MAX {
                    parts[other as usize] = count;
                    waiting.push(other);
                }
            }
        }
        count += 1;
    }
    (parts, count as usize)
}

/// Returns all nodes in random order (Fisher and Yates). Large networks are visited in the order of memory from a
/// random start instead: that takes half the time, and the groups are as good.
fn shuffled(nodes: usize, random: &mut SplitMix64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    if nodes >= PARALLEL_MIN_NODES {
        order.rotate_left(random.below(nodes as u64) as usize);
        return order;
    }
    for at in (1..nodes).rev() {
        order.swap(at, random.below(at as u64 + 1) as usize);
    }
    order
}
