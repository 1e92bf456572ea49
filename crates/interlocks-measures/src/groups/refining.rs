//! Refinement: groups taken apart into parts that are connected and belong together.

use rayon::prelude::*;

use super::super::network::balanced;
use super::level::{Level, Members, Tally};
use super::modularity::{Mass, Quality};

/// Parts of groups.
#[derive(Clone, Debug)]
pub struct Refined {
    /// For every node its part; parts of a group are numbered one after the other.
    pub parts: Vec<u32>,
    /// For every part its group.
    pub groups: Vec<u32>,
}

/// Takes every group apart: each node begins alone, and may join once a part of its group to which it
/// has ties, if both are well connected to the rest of the group and that loses nothing (Traag, Waltman
/// and van Eck 2019). Of such parts it takes the one that adds most, the limit θ → 0 of their chance.
/// Parts are connected, for a node joins only where it has a tie and whoever was joined stays.
///
/// In parallel over groups, which know nothing of each other. Cost: the ties within groups.
pub fn refine<M: Mass>(level: &Level<M>, quality: Quality, groups: &[u32], members: &Members) -> Refined {
    let mut places = vec![0u32; level.len()];
    for group in 0..members.count() {
        members.of_group(group).iter().zip(0..).for_each(|(node, place)| places[*node as usize] = place);
    }
    let work: Vec<usize> = (0..members.count())
        .into_par_iter()
        .map(|group| members.of_group(group).iter().map(|node| 1 + level.degree(*node as usize)).sum())
        .collect();
    let found: Vec<Vec<(u32, Vec<u32>)>> = balanced(&work)
        .into_par_iter()
        .map_init(Tally::default, |tally, range| {
            let of_group = |group: usize| {
                let nodes = members.of_group(group);
                let mut apart = Apart::new(level, quality, nodes, groups, &places);
                tally.reach(nodes.len());
                (0..nodes.len()).for_each(|place| apart.join(place, tally));
                (group as u32, apart.parts)
            };
            range.map(of_group).collect()
        })
        .collect();
    let mut refined = Refined { parts: vec![0; level.len()], groups: Vec::new() };
    let mut numbers: Vec<u32> = Vec::new();
    for (group, parts) in found.into_iter().flatten() {
        // A part is known by one of its nodes; it gets a number when first met.
        numbers.clear();
        numbers.resize(parts.len(), u32::MAX);
        for (node, part) in members.of_group(group as usize).iter().zip(parts) {
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

/// One group while its nodes, known by their places in it, join parts.
struct Apart<'l, M> {
    level: &'l Level<M>,
    quality: Quality,
    nodes: &'l [u32],
    groups: &'l [u32],
    places: &'l [u32],
    mass: M,
    parts: Vec<u32>,
    masses: Vec<M>,
    sizes: Vec<u32>,
    /// The weight that ties a part to the rest of the group.
    ties: Vec<u64>,
}

impl<'l, M: Mass> Apart<'l, M> {
    fn new(level: &'l Level<M>, quality: Quality, nodes: &'l [u32], groups: &'l [u32], places: &'l [u32]) -> Self {
        let masses: Vec<M> = nodes.iter().map(|node| level.masses[*node as usize]).collect();
        let mut mass = M::default();
        masses.iter().for_each(|one| mass += *one);
        let mut apart = Apart {
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
        apart.ties = (0..nodes.len()).map(|place| apart.links(place).map(|(_, weight)| weight).sum()).collect();
        apart
    }

    /// The ties of a node within the group, by place.
    fn links(&self, place: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        let node = self.nodes[place] as usize;
        let group = self.groups[node];
        let within = self.level.links(node).filter(move |(other, _)| self.groups[*other] == group);
        within.map(|(other, weight)| (self.places[other] as usize, weight))
    }

    /// Whether a part has as much to do with the rest of the group as chance would make.
    fn is_well_connected(&self, part: u32) -> bool {
        let mass = self.masses[part as usize];
        self.quality.gain(self.ties[part as usize], mass, self.mass - mass) >= 0
    }

    fn join(&mut self, place: usize, tally: &mut Tally) {
        let own = self.parts[place];
        // Nobody who was joined leaves.
        if self.sizes[own as usize] > 1 || !self.is_well_connected(own) {
            return;
        }
        self.links(place).for_each(|(other, weight)| tally.add(self.parts[other], weight));
        let mut best: Option<(i128, u32)> = None;
        for &part in tally.touched.iter().filter(|part| self.is_well_connected(**part)) {
            let gain = self.quality.gain(tally.of(part), self.masses[own as usize], self.masses[part as usize]);
            if gain >= 0 && best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, part));
            }
        }
        if let Some((_, part)) = best {
            let (from, to) = (own as usize, part as usize);
            self.ties[to] = self.ties[to] + self.ties[from] - 2 * tally.of(part);
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
