//! Brokerage: two-paths between nodes that are not joined, by the industries of the three nodes.

use interlocks_core::stop::check;
use rayon::prelude::*;

use super::super::Projection;
use super::super::projection::balanced_ranges;

/// A brokerage role (Gould and Fernandez 1989). The broker b is the middle of a two-path a – b – c whose ends a and c
/// are not joined. Interlocks have no direction, so each two-path counts twice, once from each end: a company is
/// equally often a gatekeeper and a representative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokerRole {
    /// All three are in one industry.
    Coordinator,
    /// From another industry into the broker's own.
    Gatekeeper,
    /// From the broker's own industry into another.
    Representative,
    /// Both ends are in one industry, the broker in another.
    Consultant,
    /// All three are in different industries.
    Liaison,
}

/// The number of two-paths on which a node has each role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brokerage {
    /// As [`BrokerRole::Coordinator`].
    pub coordinator: u64,
    /// As [`BrokerRole::Gatekeeper`].
    pub gatekeeper: u64,
    /// As [`BrokerRole::Representative`].
    pub representative: u64,
    /// As [`BrokerRole::Consultant`].
    pub consultant: u64,
    /// As [`BrokerRole::Liaison`].
    pub liaison: u64,
}

impl Brokerage {
    /// Returns the number of two-paths with a role.
    pub fn role(&self, role: BrokerRole) -> u64 {
        match role {
            BrokerRole::Coordinator => self.coordinator,
            BrokerRole::Gatekeeper => self.gatekeeper,
            BrokerRole::Representative => self.representative,
            BrokerRole::Consultant => self.consultant,
            BrokerRole::Liaison => self.liaison,
        }
    }

    /// Returns the number of two-paths with any role.
    pub fn total(&self) -> u64 {
        self.coordinator + self.gatekeeper + self.representative + self.consultant + self.liaison
    }

    fn count_mut(&mut self, own: u32, a: u32, c: u32) -> &mut u64 {
        match (a == own, c == own, a == c) {
            (true, true, _) => &mut self.coordinator,
            (false, true, _) => &mut self.gatekeeper,
            (true, false, _) => &mut self.representative,
            (false, false, true) => &mut self.consultant,
            (false, false, false) => &mut self.liaison,
        }
    }
}

/// Counts the brokerage roles of each node. `groups` are the industries of nodes as numbers; two-paths with an unknown
/// industry (`None`) are not counted.
///
/// All two-paths through a node are counted by industry at once; those whose ends are joined are then subtracted.
///
/// Cost: the sum of the degrees of neighbours over all nodes.
pub fn brokerage(network: &Projection, groups: &[Option<u32>]) -> Vec<Brokerage> {
    let reach =
        |node: usize| network.neighbours(node).iter().map(|other| network.degree(*other as usize)).sum::<usize>();
    let work: Vec<usize> = (0..network.len()).map(|node| 1 + reach(node)).collect();
    let parts: Vec<Vec<Brokerage>> = balanced_ranges(&work)
        .into_par_iter()
        .map_init(
            || vec![false; network.len()],
            |near, range| range.map(|node| roles_of(network, groups, node, near)).collect(),
        )
        .collect();
    parts.concat()
}

fn roles_of(network: &Projection, groups: &[Option<u32>], node: usize, near: &mut [bool]) -> Brokerage {
    check();
    let Some(own) = groups[node] else { return Brokerage::default() };
    let row = network.neighbours(node);
    let mut found = two_paths_by_role(own, row.iter().filter_map(|other| groups[*other as usize]).collect());
    row.iter().for_each(|other| near[*other as usize] = true);
    for &a in row {
        let Some(first) = groups[a as usize] else { continue };
        for &c in network.neighbours(a as usize).iter().filter(|c| near[**c as usize]) {
            if let Some(last) = groups[c as usize] {
                *found.count_mut(own, first, last) -= 1;
            }
        }
    }
    row.iter().for_each(|other| near[*other as usize] = false);
    found
}

/// Counts the two-paths between all pairs of neighbours, joined or not, by the industries of neighbours.
fn two_paths_by_role(own: u32, mut groups: Vec<u32>) -> Brokerage {
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
