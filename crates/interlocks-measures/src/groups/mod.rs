//! Groups: who belongs together, by one of several definitions.
//!
//! | file | what it holds |
//! |---|---|
//! | `leiden.rs` | the Leiden algorithm: passes and levels; `moving.rs` and `refining.rs` are its steps, `level.rs` the networks they work on |
//! | `modularity.rs` | modularity of one kind of node and of two, in whole numbers |
//! | `slices.rs` | m-slices |
//! | `bicores.rs` | (α, β)-cores |

mod bicores;
mod leiden;
mod level;
mod modularity;
mod moving;
mod refining;
mod slices;

use std::cmp::Reverse;

use serde::Serialize;

pub use bicores::bicore;
use leiden::{compact, leiden};
use level::Level;
pub use modularity::Resolution;
use modularity::{Mass, Quality};
pub use slices::{Slice, slice};

use super::Network;
use super::Nodes;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_analysis::{Named, Query};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// What makes a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Much shared inside and little between: modularity of a projection, by the Leiden algorithm.
    Leiden { of: Side, resolution: Resolution, seed: u64, weighted: bool },
    /// The same for people and companies together: Barber's modularity of the two-mode network.
    Bipartite { resolution: Resolution, seed: u64 },
    /// Joined by ties of at least such a weight.
    Slices { of: Side, least: u32 },
    /// People with at least `alpha` boards, and boards with at least `beta` people, in one core.
    Bicore { alpha: usize, beta: usize },
    /// Joined by any chain of ties.
    Components { of: Side },
}

/// One group. Of people, of companies, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its place, from 1.
    pub group: usize,
    /// How many belong to it.
    pub size: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<Named>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<Vec<Named>>,
}

/// Groups, the largest first, then by the id of the first member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    pub groups: Vec<Group>,
    /// How many there are, and how many members they have, also where not all are told.
    pub count: usize,
    pub members: usize,
    /// Modularity at the resolution asked for, where the method has one and there is any tie.
    pub modularity: Option<f64>,
}

/// Which groups are told.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Only those with so many members or more.
    pub min_size: usize,
    /// No more than so many.
    pub top: usize,
}

impl Default for Told {
    fn default() -> Told {
        Told { min_size: 1, top: usize::MAX }
    }
}

/// The groups of the network at a clock: of people with a board seat then and of companies, as in
/// [`stats`](super::stats).
pub fn groups(graph: &BoardGraph, query: &Query, method: Method, told: Told) -> Groups {
    let links = BoardLinks::new(graph, query);
    let Nodes { people, companies } = Nodes::of(&links, query);
    let projected = |of: Side| {
        let nodes = if of == Side::People { people.clone() } else { companies.clone() };
        Network::projected(&links, of, nodes)
    };
    let first_company = links.people() as u32;
    // The number of a node of a projection among people and companies.
    let numbers = |of: Side, network: &Network| -> Vec<u32> {
        let first = if of == Side::People { 0 } else { first_company };
        (0..network.len()).map(|node| first + network.number(node)).collect()
    };
    let naming =
        |of: Side| Naming { graph, first_company, people: of == Side::People, companies: of == Side::Companies };
    let both = Naming { graph, first_company, people: true, companies: true };
    match method {
        Method::Leiden { of, resolution, seed, weighted } => {
            let network = projected(of);
            let Communities { labels, modularity } = communities(&network, resolution, seed, weighted);
            let labelled = numbers(of, &network).into_iter().zip(labels).collect();
            Groups { modularity, ..naming(of).told(labelled, told) }
        }
        Method::Bipartite { resolution, seed } => {
            let Communities { labels, modularity } = communities_of_both(&links, resolution, seed);
            let nodes = people.iter().copied().chain(companies.iter().map(|company| first_company + company));
            let labelled = nodes.map(|node| (node, labels[node as usize])).collect();
            Groups { modularity, ..both.told(labelled, told) }
        }
        Method::Slices { of, least } => {
            let network = projected(of);
            let labels = slice(&network, least).labels;
            let nodes = numbers(of, &network).into_iter().zip(labels);
            naming(of).told(nodes.filter_map(|(node, label)| Some((node, label?))).collect(), told)
        }
        Method::Bicore { alpha, beta } => {
            let labels = bicore(&links, alpha, beta);
            let nodes = (0..links.nodes() as u32).zip(labels);
            both.told(nodes.filter_map(|(node, label)| Some((node, label?))).collect(), told)
        }
        Method::Components { of } => {
            let network = projected(of);
            naming(of).told(numbers(of, &network).into_iter().zip(network.components()).collect(), told)
        }
    }
}

/// A division of all nodes into communities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Communities {
    /// For every node its community, numbered from 0 in the order of their first nodes.
    pub labels: Vec<u32>,
    /// None without any tie.
    pub modularity: Option<f64>,
}

/// Communities of a network by modularity, found by the Leiden algorithm: each is connected,
/// and no single node can be moved so that modularity grows. With `weighted` false every tie counts one.
///
/// Cost: a few times the ties.
///
/// ```
/// use interlocks_measures::{Network, groups::{Resolution, communities}};
/// // Two triangles, joined by one tie.
/// let ties = [(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 3, 1), (3, 4, 1), (3, 5, 1), (4, 5, 1)];
/// let found = communities(&Network::of_ties(6, &ties), Resolution::default(), 1, true);
/// assert_eq!(found.labels, [0, 0, 0, 1, 1, 1]);
/// assert_eq!(found.modularity, Some(5.0 / 14.0));
/// ```
pub fn communities(network: &Network, resolution: Resolution, seed: u64, weighted: bool) -> Communities {
    let order = by_neighbourhood(network);
    let level = Level::of_network(network, &order, weighted);
    let found = divided(&level, Quality::one_mode(level.twice_weight(), resolution), seed);
    // Who has no tie is alone.
    let mut labels: Vec<u32> = (0..network.len() as u32).map(|node| order.len() as u32 + node).collect();
    order.iter().zip(&found.labels).for_each(|(node, label)| labels[*node as usize] = *label);
    compact(&mut labels, order.len() + network.len());
    Communities { labels, ..found }
}

/// The nodes that have ties, neighbours behind one another (in breadth): what is near in the network
/// is then near in memory, and to ask a node about its neighbours is much quicker.
fn by_neighbourhood(network: &Network) -> Vec<u32> {
    let mut seen = vec![false; network.len()];
    let mut order = Vec::with_capacity(network.len());
    for first in 0..network.len() {
        if seen[first] || network.degree(first) == 0 {
            continue;
        }
        let mut at = order.len();
        seen[first] = true;
        order.push(first as u32);
        while let Some(node) = order.get(at) {
            at += 1;
            for &other in network.neighbours(*node as usize) {
                if !std::mem::replace(&mut seen[other as usize], true) {
                    order.push(other);
                }
            }
        }
    }
    order
}

/// The communities of people and companies together by Barber's modularity, numbered as in `links`.
pub fn communities_of_both(links: &BoardLinks, resolution: Resolution, seed: u64) -> Communities {
    let level = Level::of_links(links);
    divided(&level, Quality::two_mode(level.twice_weight() / 2, resolution), seed)
}

/// The groups of the Leiden algorithm and their modularity, by its definition.
fn divided<M: Mass>(level: &Level<M>, quality: Quality, seed: u64) -> Communities {
    let labels = leiden(level, quality, seed);
    Communities { modularity: modularity(level, quality, &labels), labels }
}

/// The modularity of any division, each group a number below that of nodes.
fn modularity<M: Mass>(level: &Level<M>, quality: Quality, labels: &[u32]) -> Option<f64> {
    let mut masses = vec![M::default(); level.len()];
    let mut within = 0;
    for (node, label) in labels.iter().enumerate() {
        masses[*label as usize] += level.masses[node];
        within +=
            level.links(node).filter(|(other, _)| labels[*other] == *label).map(|(_, weight)| weight).sum::<u64>();
    }
    quality.of(within, masses.into_iter())
}

/// Numbers to names.
#[derive(Clone, Copy)]
struct Naming<'g> {
    graph: &'g BoardGraph,
    first_company: u32,
    people: bool,
    companies: bool,
}

impl Naming<'_> {
    /// Nodes with the label of their group, in the order of nodes, as groups.
    fn told(self, labelled: Vec<(u32, u32)>, told: Told) -> Groups {
        let mut labels: Vec<u32> = labelled.iter().map(|(_, label)| *label).collect();
        let most = labels.iter().copied().max().map_or(0, |label| label as usize + 1);
        let count = compact(&mut labels, most);
        let mut groups: Vec<Vec<u32>> = vec![Vec::new(); count];
        labels.iter().zip(&labelled).for_each(|(label, (node, _))| groups[*label as usize].push(*node));
        groups.sort_by_key(|nodes| (Reverse(nodes.len()), nodes.first().copied()));
        let shown = groups.iter().take_while(|nodes| nodes.len() >= told.min_size).take(told.top).zip(1..);
        Groups {
            groups: shown.map(|(nodes, place)| self.group(place, nodes)).collect(),
            count,
            members: labelled.len(),
            modularity: None,
        }
    }

    fn group(&self, group: usize, nodes: &[u32]) -> Group {
        let (people, companies) = nodes.split_at(nodes.partition_point(|node| *node < self.first_company));
        let person = |node: &u32| Named::new(self.graph, Entity::Person(PersonIx::new(*node)));
        let company = |node: &u32| Named::new(self.graph, Entity::Company(CompanyIx::new(*node - self.first_company)));
        Group {
            group,
            size: nodes.len(),
            people: self.people.then(|| people.iter().map(person).collect()),
            companies: self.companies.then(|| companies.iter().map(company).collect()),
        }
    }
}

#[cfg(test)]
mod tests;
