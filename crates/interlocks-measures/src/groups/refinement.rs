//! Refinement: groups are divided into connected, well-connected parts.

use interlocks_core::stop::check;
use rayon::prelude::*;

use super::super::projection::balanced_ranges;
use super::level::{Level, Members, Tally};
use super::modularity::{Mass, Quality};

/// The parts of all groups.
#[derive(Clone, Debug)]
pub(super) struct Refined {
    /// The part of each node; the parts of a group have consecutive numbers.
    pub parts: Vec<u32>,
    /// The group of each part.
    pub groups: Vec<u32>,
}

/// Divides each group into parts. Each node starts alone and may once join a part of its group to which it has ties, if
/// both are well connected to the rest of the group and modularity does not decrease (Traag, Waltman and van Eck 2019).
/// Of several such parts it joins the one with the largest gain, the limit θ → 0 of their random choice. Parts are
/// connected, because a node joins only where it has a tie, and a node that was joined stays.
///
/// In parallel over groups, which are independent. Cost: the ties within groups.
pub(super) fn refine<M: Mass>(level: &Level<M>, quality: Quality, groups: &[u32], members: &Members) -> Refined {
    let mut places = vec![0u32; level.len()];
    for group in 0..members.count() {
        members.group(group).iter().zip(0..).for_each(|(node, place)| places[*node as usize] = place);
    }
    let work: Vec<usize> = (0..members.count())
        .into_par_iter()
        .map(|group| members.group(group).iter().map(|node| 1 + level.degree(*node as usize)).sum())
        .collect();
    let found: Vec<Vec<(u32, Vec<u32>)>> = balanced_ranges(&work)
        .into_par_iter()
        .map_init(Tally::default, |tally, range| {
            let group = |group: usize| {
                check();
                let nodes = members.group(group);
                let mut refinement = GroupRefinement::new(level, quality, nodes, groups, &places);
                tally.grow_to(nodes.len());
                (0..nodes.len()).for_each(|place| refinement.try_merge(place, tally));
                (group as u32, refinement.parts)
            };
            range.map(group).collect()
        })
        .collect();
    let mut refined = Refined { parts: vec![0; level.len()], groups: Vec::new() };
    let mut numbers: Vec<u32> = Vec::new();
    for (group, parts) in found.into_iter().flatten() {
        // A part is identified by one of its nodes; it is numbered when first encountered.
        numbers.clear();
        numbers.resize(parts.len(), u32::MAX);
        for (node, part) in members.group(group as usize).iter().zip(parts) {
            let number = &mut numbers[part as usize];
            if *number == u32::MAX {
                *number = refined.groups.len() as u32;
                refined.groups.push(group);
            }
            refined.parts[*node as usize] = *number;
        }
    }
    refined
}

/// One group while its nodes, identified by their places in it, are merged into parts.
struct GroupRefinement<'l, M> {
    level: &'l Level<M>,
    quality: Quality,
    nodes: &'l [u32],
    groups: &'l [u32],
    places: &'l [u32],
    mass: M,
    parts: Vec<u32>,
    masses: Vec<M>,
    sizes: Vec<u32>,
    /// The weight of the ties from each part to the rest of the group.
    ties: Vec<u64>,
}

impl<'l, M: Mass> GroupRefinement<'l, M> {
    fn new(level: &'l Level<M>, quality: Quality, nodes: &'l [u32], groups: &'l [u32], places: &'l [u32]) -> Self {
        let masses: Vec<M> = nodes.iter().map(|node| level.masses[*node as usize]).collect();
        let mut mass = M::default();
        masses.iter().for_each(|one| mass += *one);
        let mut refinement = GroupRefinement {
            level,
            quality,
            nodes,
            groups,
            places,
            mass,
            masses,
            parts: (0..nodes.len() as u32).collect(),
            sizes: vec![1; nodes.len()],
            ties: Vec::new(),
        };
        refinement.ties =
            (0..nodes.len()).map(|place| refinement.links(place).map(|(_, weight)| weight).sum()).collect();
        refinement
    }

    /// Returns the ties of a node within the group, by place.
    fn links(&self, place: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        let node = self.nodes[place] as usize;
        let group = self.groups[node];
        let within = self.level.links(node).filter(move |(other, _)| self.groups[*other] == group);
        within.map(|(other, weight)| (self.places[other] as usize, weight))
    }

    /// Returns `true` if the ties of a part to the rest of the group are at least as strong as expected by chance.
    fn is_well_connected(&self, part: u32) -> bool {
        let mass = self.masses[part as usize];
        self.quality.gain(self.ties[part as usize], mass, self.mass - mass) >= 0
    }

    fn try_merge(&mut self, place: usize, tally: &mut Tally) {
        let own = self.parts[place];
        // A node that another has joined stays.
        if self.sizes[own as usize] > 1 || !self.is_well_connected(own) {
            return;
        }
        self.links(place).for_each(|(other, weight)| tally.add(self.parts[other], weight));
        let mut best: Option<(i128, u32)> = None;
        for &part in tally.touched.iter().filter(|part| self.is_well_connected(**part)) {
            let gain = self.quality.gain(tally.sum(part), self.masses[own as usize], self.masses[part as usize]);
            if gain >= 0 && best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, part));
            }
        }
        if let Some((_, part)) = best {
            let (from, to) = (own as usize, part as usize);
            self.ties[to] = self.ties[to] + self.ties[from] - 2 * tally.sum(part);
            let mass = self.masses[from];
            self.masses[to] += mass;
            self.masses[from] -= mass;
            self.sizes[to] += 1;
            self.sizes[from] = 0;
            self.parts[place] = part;
        }
        tally.clear();
    }
}
