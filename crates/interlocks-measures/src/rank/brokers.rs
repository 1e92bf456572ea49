//! Who stands between two that are not joined, by the industries of the three.

use rayon::prelude::*;

use super::super::Network;
use super::super::network::balanced;

/// A role of Gould and Fernandez (1989). The broker b stands on a way a – b – c, and a and c are not
/// joined. Interlocks go either way, so every such way counts twice, once from each end: a company
/// is as often a gatekeeper as a representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// All three are of one industry.
    Coordinator,
    /// From another industry into the broker's own.
    Gatekeeper,
    /// From the broker's own industry into another.
    Representative,
    /// Both ends are of one industry, the broker is not.
    Consultant,
    /// All three are of different industries.
    Liaison,
}

/// How often a node has each role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brokerage {
    pub coordinator: u64,
    pub gatekeeper: u64,
    pub representative: u64,
    pub consultant: u64,
    pub liaison: u64,
}

impl Brokerage {
    /// How often it has a role.
    pub fn role(&self, role: Role) -> u64 {
        match role {
            Role::Coordinator => self.coordinator,
            Role::Gatekeeper => self.gatekeeper,
            Role::Representative => self.representative,
            Role::Consultant => self.consultant,
            Role::Liaison => self.liaison,
        }
    }

    /// How often it has any.
    pub fn total(&self) -> u64 {
        self.coordinator + self.gatekeeper + self.representative + self.consultant + self.liaison
    }

    fn slot(&mut self, own: u32, a: u32, c: u32) -> &mut u64 {
        match (a == own, c == own, a == c) {
            (true, true, _) => &mut self.coordinator,
            (false, true, _) => &mut self.gatekeeper,
            (true, false, _) => &mut self.representative,
            (false, false, true) => &mut self.consultant,
            (false, false, false) => &mut self.liaison,
        }
    }
}

/// The roles of every node. `groups` are its industries by number; ways on which an industry is not
/// known (none) are not counted.
///
/// All ways through a node are counted by industry at once, and those whose ends are joined are taken
/// away again. Cost: Σ degrees of neighbours.
pub fn brokers(network: &Network, groups: &[Option<u32>]) -> Vec<Brokerage> {
    let reach =
        |node: usize| network.neighbours(node).iter().map(|other| network.degree(*other as usize)).sum::<usize>();
    let work: Vec<usize> = (0..network.len()).map(|node| 1 + reach(node)).collect();
    let parts: Vec<Vec<Brokerage>> = balanced(&work)
        .into_par_iter()
        .map_init(
            || vec![false; network.len()],
            |near, range| range.map(|node| of(network, groups, node, near)).collect(),
        )
        .collect();
    parts.concat()
}

fn of(network: &Network, groups: &[Option<u32>], node: usize, near: &mut [bool]) -> Brokerage {
    let Some(own) = groups[node] else { return Brokerage::default() };
    let row = network.neighbours(node);
    let mut found = all_ways(own, row.iter().filter_map(|other| groups[*other as usize]).collect());
    row.iter().for_each(|other| near[*other as usize] = true);
    for &a in row {
        let Some(first) = groups[a as usize] else { continue };
        for &c in network.neighbours(a as usize).iter().filter(|c| near[**c as usize]) {
            if let Some(last) = groups[c as usize] {
                *found.slot(own, first, last) -= 1;
            }
        }
    }
    row.iter().for_each(|other| near[*other as usize] = false);
    found
}

/// Ways between any two neighbours, whether they are joined or not, by the industries of neighbours.
fn all_ways(own: u32, mut groups: Vec<u32>) -> Brokerage {
    groups.sort_unstable();
    let all = groups.len() as u64;
    let (mut inside, mut same, mut squares) = (0, 0, 0);
    for group in groups.chunk_by(|a, b| a == b) {
        let count = group.len() as u64;
        if group[0] == own {
            inside = count;
        } else {
            same += count * (count - 1);
            squares += count * count;
        }
    }
    let outside = all - inside;
    Brokerage {
        coordinator: inside * inside.saturating_sub(1),
        gatekeeper: outside * inside,
        representative: outside * inside,
        consultant: same,
        liaison: outside * outside - squares,
    }
}
