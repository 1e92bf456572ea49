//! Groups with much inside and little between: the Leiden algorithm (Traag, Waltman and van Eck, From
//! Louvain to Leiden: guaranteeing well-connected communities, Scientific Reports 2019).

use super::level::{Level, Members};
use super::modularity::{Mass, Quality};
use super::moving::{MANY, move_in_regions, move_nodes, together};
use super::refining::{Refined, refine};
use interlocks_core::random::SplitMix64;

/// How often the whole network is gone through from the bottom, each time from what was found before.
const PASSES: usize = 2;

/// For every node its group, numbered from 0 in the order of their first nodes.
///
/// Every group is connected, and no single node can be moved, to another group or to be alone, so
/// that modularity grows. Nodes without ties are alone. `seed` settles the order in which nodes are
/// asked first.
///
/// Cost: a few times the ties, for each pass.
pub fn leiden<M: Mass>(level: &Level<M>, quality: Quality, seed: u64) -> Vec<u32> {
    leiden_asking(level, quality, seed, together)
}

/// The same, with how many nodes are asked together.
pub(super) fn leiden_asking<M: Mass>(
    level: &Level<M>,
    quality: Quality,
    seed: u64,
    ask: fn(usize) -> usize,
) -> Vec<u32> {
    let mut draws = SplitMix64::for_pair(seed, "leiden", "");
    let mut groups: Vec<u32> = (0..level.len() as u32).collect();
    if level.len() >= MANY {
        move_in_regions(level, quality, &mut groups);
    }
    for _ in 0..PASSES {
        pass(level, quality, &mut groups, &mut draws, ask);
    }
    // What follows only adds, and what adds is a whole number: it ends.
    loop {
        move_nodes(level, quality, &mut groups, 0..level.len() as u32, ask(level.len()));
        let count = compact(&mut groups, level.len());
        let (parts, found) = connected(level, &groups);
        if found == count {
            return groups;
        }
        groups = parts;
    }
}

/// Moving, refinement and joining, level by level, until no two groups want to be one.
fn pass<M: Mass>(
    base: &Level<M>,
    quality: Quality,
    groups: &mut [u32],
    draws: &mut SplitMix64,
    ask: fn(usize) -> usize,
) {
    // For every node of the base its node above, and for those their groups.
    let mut above: Vec<u32> = (0..base.len() as u32).collect();
    let mut current = groups.to_vec();
    let mut joined: Option<Level<M>> = None;
    loop {
        let level = joined.as_ref().unwrap_or(base);
        let order = shuffled(level.len(), draws);
        move_nodes(level, quality, &mut current, order.iter().copied(), ask(level.len()));
        let count = compact(&mut current, level.len());
        if count == level.len() {
            break;
        }
        let members = Members::ordered(&current, count, order.into_iter());
        let mut refined = refine(level, quality, &current, &members);
        if refined.groups.len() == level.len() {
            // Nothing could be joined by itself; whole groups may yet want each other.
            refined = Refined { parts: current, groups: (0..count as u32).collect() };
        }
        let next = level.joined(&refined.parts, refined.groups.len());
        above.iter_mut().for_each(|node| *node = refined.parts[*node as usize]);
        current = refined.groups;
        joined = Some(next);
    }
    groups.iter_mut().zip(above).for_each(|(group, node)| *group = current[node as usize]);
    compact(groups, base.len());
}

/// Numbers groups, numbers below `limit`, in the order of their first nodes; answers how many there are.
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

/// The connected parts of groups, and how many there are.
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

/// All nodes in an order of chance (Fisher and Yates). So many that memory is what they wait for are
/// asked in the order in which they lie there, from one of chance on: that takes half the time, and
/// the groups are as good.
fn shuffled(nodes: usize, draws: &mut SplitMix64) -> Vec<u32> {
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    if nodes >= MANY {
        order.rotate_left(draws.below(nodes as u64) as usize);
        return order;
    }
    for at in (1..nodes).rev() {
        order.swap(at, draws.below(at as u64 + 1) as usize);
    }
    order
}
