//! Local moving: each node moves to the group with the largest gain, until no move increases modularity.

use interlocks_core::stop::check;
use std::collections::VecDeque;

use rayon::prelude::*;

use super::level::{Level, Tally};
use super::modularity::{Mass, Quality};

/// The number of nodes from which on the first nodes of the queue are evaluated together, in parallel.
pub(super) const PARALLEL_MIN_NODES: usize = 1 << 14;

/// The share of nodes evaluated together (1 / `BATCH_DIVISOR`), also the smallest batch that is worth threads; and the
/// largest batch.
const BATCH_DIVISOR: usize = 64;
const MAX_BATCH: usize = 1 << 10;

/// Returns the number of nodes evaluated together. It depends on the size of the network alone, never on the number of
/// threads.
pub(super) fn batch_size(nodes: usize) -> usize {
    if nodes < PARALLEL_MIN_NODES { 1 } else { (nodes / BATCH_DIVISOR).min(MAX_BATCH) }
}

/// The number of regions into which a network is divided. More regions leave more moves between them than they save.
const REGIONS: usize = 4;

/// Moves nodes, each alone at first, as [`move_nodes`] does, but only to groups of their own region. Regions are ranges
/// of node numbers and independent, so they run in parallel. The gains hold for the whole network, because no group has
/// nodes outside its region. Moves between regions are left to the passes that follow.
pub(super) fn move_in_regions<M: Mass>(level: &Level<M>, quality: Quality, groups: &mut [u32]) {
    let size = level.len().div_ceil(REGIONS).max(1);
    groups.par_chunks_mut(size).enumerate().for_each(|(number, groups)| {
        let first = number * size;
        let region = level.subnetwork(first..first + groups.len());
        let mut own: Vec<u32> = (0..groups.len() as u32).collect();
        move_nodes(&region, quality, &mut own, 0..groups.len() as u32, 1);
        groups.iter_mut().zip(own).for_each(|(group, own)| *group = first as u32 + own);
    });
}

/// A division into groups while nodes move.
struct Partition<'l, M> {
    level: &'l Level<M>,
    quality: Quality,
    groups: &'l mut [u32],
    masses: Vec<M>,
    sizes: Vec<u32>,
    empty: Vec<u32>,
}

/// A move of a node: the new group, and the weights that tie the node to the old and the new group.
#[derive(Clone, Copy)]
struct Move {
    /// The new group; `None` to be alone.
    group: Option<u32>,
    here: u64,
    there: u64,
}

/// Moves nodes one by one to the group with the largest gain in modularity, starting with those in `order`. After a
/// move, the neighbours outside the new group are queued again (Traag, Waltman and van Eck 2019). Returns the number of
/// moves.
///
/// The best moves of `batch` nodes are evaluated together, in parallel, on the current division; the nodes then move
/// one after another in the order of the queue. A node whose neighbour has moved in between is evaluated again, and any
/// other moves only if that is still better than staying. So every move increases modularity, and the result depends on
/// the order alone.
pub(super) fn move_nodes<M: Mass>(
    level: &Level<M>,
    quality: Quality,
    groups: &mut [u32],
    order: impl Iterator<Item = u32>,
    batch: usize,
) -> usize {
    let nodes = level.len();
    let mut queue: VecDeque<u32> = order.filter(|node| level.degree(*node as usize) > 0).collect();
    let mut queued = vec![false; nodes];
    queue.iter().for_each(|node| queued[*node as usize] = true);
    let mut partition = Partition::new(level, quality, groups);
    let workers = if batch > 1 { rayon::current_num_threads() } else { 1 };
    let mut tallies: Vec<Tally> = (0..workers).map(|_| Tally::new(nodes)).collect();
    // The round in which a neighbour last moved.
    let mut changed_in = vec![0u32; nodes];
    let (mut round, mut moves) = (0u32, 0);
    while !queue.is_empty() {
        round = round.wrapping_add(1);
        let front: Vec<u32> = queue.drain(..batch.min(queue.len())).collect();
        let best_moves = partition.best_moves(&front, &mut tallies);
        for (node, best_move) in front.into_iter().zip(best_moves) {
            queued[node as usize] = false;
            let still = match best_move {
                _ if changed_in[node as usize] == round => partition.best_move(node as usize, &mut tallies[0]),
                Some(best_move) if !partition.still_improves(node as usize, best_move) => {
                    partition.best_move(node as usize, &mut tallies[0])
                }
                best_move => best_move,
            };
            let Some(best_move) = still else { continue };
            let group = partition.apply(node as usize, best_move.group);
            moves += 1;
            for &other in level.neighbours(node as usize) {
                let at = other as usize;
                changed_in[at] = round;
                if !queued[at] && partition.groups[at] != group {
                    queued[at] = true;
                    queue.push_back(other);
                }
            }
        }
    }
    moves
}

impl<'l, M: Mass> Partition<'l, M> {
    fn new(level: &'l Level<M>, quality: Quality, groups: &'l mut [u32]) -> Partition<'l, M> {
        let (mut masses, mut sizes) = (vec![M::default(); level.len()], vec![0u32; level.len()]);
        for (node, group) in groups.iter().enumerate() {
            masses[*group as usize] += level.masses[node];
            sizes[*group as usize] += 1;
        }
        let empty = (0..level.len() as u32).rev().filter(|group| sizes[*group as usize] == 0).collect();
        Partition { level, quality, groups, masses, sizes, empty }
    }

    /// Returns the best moves of nodes on the current division; each worker has a tally.
    fn best_moves(&self, nodes: &[u32], tallies: &mut [Tally]) -> Vec<Option<Move>>
    where
        M: Mass,
    {
        check();
        let share = nodes.len().div_ceil(tallies.len()).max(1);
        let mut best_moves = vec![None; nodes.len()];
        let evaluate = |((nodes, best_moves), tally): ((&[u32], &mut [Option<Move>]), &mut Tally)| {
            for (node, best_move) in nodes.iter().zip(best_moves) {
                *best_move = self.best_move(*node as usize, tally);
            }
        };
        if nodes.len() < BATCH_DIVISOR || tallies.len() < 2 {
            evaluate(((nodes, &mut best_moves), &mut tallies[0]));
        } else {
            nodes
                .par_chunks(share)
                .zip(best_moves.par_chunks_mut(share))
                .zip(tallies.par_iter_mut())
                .for_each(evaluate);
        }
        best_moves
    }

    /// Returns the gain of being in a group, whose mass is taken without the node itself.
    #[inline]
    fn gain(&self, node: usize, group: u32, weight: u64) -> i128 {
        let (own, mut mass) = (self.level.masses[node], self.masses[group as usize]);
        if self.groups[node] == group {
            mass -= own;
        }
        self.quality.gain(weight, own, mass)
    }

    /// Returns the best move of a node, or `None` if it cannot do better than stay. Of moves with equal gain, the one
    /// to the group of the earliest neighbour wins.
    fn best_move(&self, node: usize, tally: &mut Tally) -> Option<Move> {
        let here = self.groups[node];
        self.level.links(node).for_each(|(other, weight)| tally.add(self.groups[other], weight));
        let mut best = self.gain(node, here, tally.sum(here));
        let mut best_move = None;
        if best < 0 && self.sizes[here as usize] > 1 {
            (best, best_move) = (0, Some(Move { group: None, here: tally.sum(here), there: 0 }));
        }
        for &group in tally.touched.iter().filter(|group| **group != here) {
            let there = tally.sum(group);
            // Most groups can be ruled out without loading their mass, which is far away in memory.
            if self.quality.max_gain(there) <= best {
                continue;
            }
            let gain = self.gain(node, group, there);
            if gain > best {
                (best, best_move) = (gain, Some(Move { group: Some(group), here: tally.sum(here), there }));
            }
        }
        tally.clear();
        best_move
    }

    /// Returns `true` if the move is still better than staying.
    fn still_improves(&self, node: usize, best_move: Move) -> bool {
        let stay = self.gain(node, self.groups[node], best_move.here);
        match best_move.group {
            Some(group) => self.gain(node, group, best_move.there) > stay,
            None => stay < 0 && self.sizes[self.groups[node] as usize] > 1,
        }
    }

    fn apply(&mut self, node: usize, group: Option<u32>) -> u32 {
        let (own, from) = (self.level.masses[node], self.groups[node]);
        self.masses[from as usize] -= own;
        self.sizes[from as usize] -= 1;
        // Only a node that shares its group leaves to be alone, so there is an empty group.
        let to = group.or_else(|| self.empty.pop()).unwrap_or(from);
        if self.sizes[from as usize] == 0 && to != from {
            self.empty.push(from);
        }
        self.masses[to as usize] += own;
        self.sizes[to as usize] += 1;
        self.groups[node] = to;
        to
    }
}
