//! Local moving: every node goes where it adds most, until nobody wants to go.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::level::{Level, Tally};
use super::modularity::{Mass, Quality};

/// From so many nodes on, those at the front of the queue are asked together, in parallel.
pub const MANY: usize = 1 << 14;

/// The share of all nodes asked together, and how many at most.
const SHARE: usize = 64;
const MOST: usize = 1 << 10;

/// How many nodes are asked together. It depends on the network alone, never on the threads.
pub fn together(nodes: usize) -> usize {
    if nodes < MANY { 1 } else { (nodes / SHARE).min(MOST) }
}

/// Into how many regions a network is cut. More leave more to be mended between them than they save.
const REGIONS: usize = 4;

/// Moves nodes, each alone so far, as [`move_nodes`] does, but only to groups of their own region:
/// regions are neighbouring numbers, and none knows of another, so they are gone through in parallel.
/// What is gained is gained for the whole, for no group has a node outside of its region. Moves between
/// regions are left to come.
pub fn move_in_regions<M: Mass>(level: &Level<M>, quality: Quality, groups: &mut [u32]) {
    let size = level.len().div_ceil(REGIONS).max(1);
    groups.par_chunks_mut(size).enumerate().for_each(|(number, groups)| {
        let first = number * size;
        let region = level.part(first..first + groups.len());
        let mut own: Vec<u32> = (0..groups.len() as u32).collect();
        move_nodes(&region, quality, &mut own, 0..groups.len() as u32, 1);
        groups.iter_mut().zip(own).for_each(|(group, own)| *group = first as u32 + own);
    });
}

/// A division into groups while nodes move.
struct Moving<'l, M> {
    level: &'l Level<M>,
    quality: Quality,
    groups: &'l mut [u32],
    masses: Vec<M>,
    sizes: Vec<u32>,
    empty: Vec<u32>,
}

/// Where a node wants to go, and the weights that tie it to where it is and to where it goes.
#[derive(Clone, Copy)]
struct Wish {
    /// None: to be alone.
    group: Option<u32>,
    here: u64,
    there: u64,
}

/// Moves nodes one by one to the group that adds most to modularity, beginning with those in `order`;
/// whenever one moves, its neighbours outside its new group are asked again (the queue of Traag,
/// Waltman and van Eck 2019). Answers how many moved.
///
/// `ask` nodes are asked together, in parallel, what they would do as things stand; then they move one
/// after the other in the order of the queue. A node whose neighbour moved meanwhile is asked again,
/// and any other goes only if that is still better than to stay. So every move adds, and the outcome
/// depends on the order alone.
pub fn move_nodes<M: Mass>(
    level: &Level<M>,
    quality: Quality,
    groups: &mut [u32],
    order: impl Iterator<Item = u32>,
    ask: usize,
) -> usize {
    let nodes = level.len();
    let mut queue: VecDeque<u32> = order.filter(|node| level.degree(*node as usize) > 0).collect();
    let mut queued = vec![false; nodes];
    queue.iter().for_each(|node| queued[*node as usize] = true);
    let mut moving = Moving::new(level, quality, groups);
    let workers = if ask > 1 { rayon::current_num_threads() } else { 1 };
    let mut tallies: Vec<Tally> = (0..workers).map(|_| Tally::new(nodes)).collect();
    // The round in which a neighbour last moved.
    let mut stirred = vec![0u32; nodes];
    let (mut round, mut moves) = (0u32, 0);
    while !queue.is_empty() {
        round = round.wrapping_add(1);
        let asked: Vec<u32> = queue.drain(..ask.min(queue.len())).collect();
        let wishes = moving.wishes(&asked, &mut tallies);
        for (node, wish) in asked.into_iter().zip(wishes) {
            queued[node as usize] = false;
            let still = match wish {
                _ if stirred[node as usize] == round => moving.wish(node as usize, &mut tallies[0]),
                Some(wish) if !moving.holds(node as usize, wish) => moving.wish(node as usize, &mut tallies[0]),
                wish => wish,
            };
            let Some(wish) = still else { continue };
            let group = moving.go(node as usize, wish.group);
            moves += 1;
            for &other in level.neighbours(node as usize) {
                let at = other as usize;
                stirred[at] = round;
                if !queued[at] && moving.groups[at] != group {
                    queued[at] = true;
                    queue.push_back(other);
                }
            }
        }
    }
    moves
}

impl<'l, M: Mass> Moving<'l, M> {
    fn new(level: &'l Level<M>, quality: Quality, groups: &'l mut [u32]) -> Moving<'l, M> {
        let (mut masses, mut sizes) = (vec![M::default(); level.len()], vec![0u32; level.len()]);
        for (node, group) in groups.iter().enumerate() {
            masses[*group as usize] += level.masses[node];
            sizes[*group as usize] += 1;
        }
        let empty = (0..level.len() as u32).rev().filter(|group| sizes[*group as usize] == 0).collect();
        Moving { level, quality, groups, masses, sizes, empty }
    }

    /// What nodes wish as things stand; each worker has a tally.
    fn wishes(&self, nodes: &[u32], tallies: &mut [Tally]) -> Vec<Option<Wish>>
    where
        M: Mass,
    {
        let share = nodes.len().div_ceil(tallies.len()).max(1);
        let mut wishes = vec![None; nodes.len()];
        let ask = |((nodes, wishes), tally): ((&[u32], &mut [Option<Wish>]), &mut Tally)| {
            for (node, wish) in nodes.iter().zip(wishes) {
                *wish = self.wish(*node as usize, tally);
            }
        };
        if nodes.len() < SHARE || tallies.len() < 2 {
            ask(((nodes, &mut wishes), &mut tallies[0]));
        } else {
            nodes.par_chunks(share).zip(wishes.par_chunks_mut(share)).zip(tallies.par_iter_mut()).for_each(ask);
        }
        wishes
    }

    /// The worth of being in a group, without the node itself.
    #[inline]
    fn worth(&self, node: usize, group: u32, weight: u64) -> i128 {
        let (own, mut mass) = (self.level.masses[node], self.masses[group as usize]);
        if self.groups[node] == group {
            mass -= own;
        }
        self.quality.gain(weight, own, mass)
    }

    /// The best move of a node; none where it can do no better than stay. Of moves that are worth the
    /// same, the one to the neighbour that comes first.
    fn wish(&self, node: usize, tally: &mut Tally) -> Option<Wish> {
        let here = self.groups[node];
        self.level.links(node).for_each(|(other, weight)| tally.add(self.groups[other], weight));
        let mut best = self.worth(node, here, tally.of(here));
        let mut wish = None;
        if best < 0 && self.sizes[here as usize] > 1 {
            (best, wish) = (0, Some(Wish { group: None, here: tally.of(here), there: 0 }));
        }
        for &group in tally.touched.iter().filter(|group| **group != here) {
            let there = tally.of(group);
            // The mass of a group is far away in memory, and often not needed.
            if self.quality.most(there) <= best {
                continue;
            }
            let worth = self.worth(node, group, there);
            if worth > best {
                (best, wish) = (worth, Some(Wish { group: Some(group), here: tally.of(here), there }));
            }
        }
        tally.clear();
        wish
    }

    /// Whether to go is still better than to stay.
    fn holds(&self, node: usize, wish: Wish) -> bool {
        let stay = self.worth(node, self.groups[node], wish.here);
        match wish.group {
            Some(group) => self.worth(node, group, wish.there) > stay,
            None => stay < 0 && self.sizes[self.groups[node] as usize] > 1,
        }
    }

    fn go(&mut self, node: usize, group: Option<u32>) -> u32 {
        let (own, from) = (self.level.masses[node], self.groups[node]);
        self.masses[from as usize] -= own;
        self.sizes[from as usize] -= 1;
        // Only somebody in company leaves to be alone, so there is a group without nodes.
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
