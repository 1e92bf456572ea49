//! Groups of people or companies, by one of several definitions.
//!
//! | file | contents |
//! |---|---|
//! | `leiden.rs` | the Leiden algorithm: passes and levels; `local_moving.rs` and `refinement.rs` are its steps, `level.rs` the networks on which they work |
//! | `modularity.rs` | modularity of one-mode and two-mode networks, in integers |
//! | `m_slices.rs` | m-slices |
//! | `bicores.rs` | (α, β)-cores |

mod bicores;
mod leiden;
mod level;
mod local_moving;
mod m_slices;
mod modularity;
mod refinement;

use std::cmp::Reverse;

use serde::Serialize;

pub use bicores::bicore;
use leiden::{compact, leiden};
use level::Level;
pub use m_slices::{MSlice, m_slice};
pub use modularity::Resolution;
use modularity::{Mass, Quality};

use super::Nodes;
use super::Projection;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_analysis::{Named, Query};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// The definition of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Communities of a projection by modularity, found by the Leiden algorithm: many ties inside, few between.
    Leiden {
        /// The side to divide.
        side: Side,
        /// The resolution γ.
        resolution: Resolution,
        /// The random seed.
        seed: u64,
        /// `true` to use the weights of ties, `false` to count each tie as 1.
        weighted: bool,
    },
    /// Communities of people and companies together, by Barber's modularity of the two-mode network.
    Bipartite {
        /// The resolution γ.
        resolution: Resolution,
        /// The random seed.
        seed: u64,
    },
    /// m-slices: components of the ties of at least some weight.
    MSlices {
        /// The side to divide.
        side: Side,
        /// The minimum number of shared people, or of shared boards.
        min_weight: u32,
    },
    /// The (α, β)-core: people with at least `alpha` boards, and boards with at least `beta` people, in it.
    Bicore {
        /// The minimum number of boards per person.
        alpha: usize,
        /// The minimum number of people per board.
        beta: usize,
    },
    /// Connected components of a projection.
    Components {
        /// The side to divide.
        side: Side,
    },
}

/// A group of people, of companies, or of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Group {
    /// The position of the group, from 1.
    pub group: usize,
    /// The number of members.
    pub size: usize,
    /// The people, unless the groups are of companies only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<Named>>,
    /// The companies, unless the groups are of people only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<Vec<Named>>,
}

/// Groups, the largest first, then by the id of the first member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// The groups returned.
    pub groups: Vec<Group>,
    /// The number of all groups, including those not returned.
    pub count: usize,
    /// The number of members of all groups, including those not returned.
    pub members: usize,
    /// The modularity at the resolution requested; `None` if the method has none or there are no ties.
    pub modularity: Option<f64>,
}

/// Limits on the groups returned.
#[derive(Clone, Copy, Debug)]
pub struct GroupFilter {
    /// The minimum number of members. Default: 1.
    pub min_size: usize,
    /// The maximum number of groups. Default: no limit.
    pub top: usize,
}

impl Default for GroupFilter {
    fn default() -> GroupFilter {
        GroupFilter { min_size: 1, top: usize::MAX }
    }
}

/// Finds the groups of the network that `query` selects. The nodes are those of [`stats`](super::stats).
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::{Query, pairs::Side};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_measures::groups::{GroupFilter, Method, groups};
/// let options = BuildOptions { undated: true, ..BuildOptions::default() };
/// let graph = BoardGraph::new(Dataset::open("datasets/southern-women")?, options);
/// let method = Method::Components { side: Side::People };
/// let found = groups(&graph, &Query::default(), method, GroupFilter::default());
/// assert_eq!((found.count, found.groups[0].size), (1, 18));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn groups(graph: &BoardGraph, query: &Query, method: Method, filter: GroupFilter) -> Groups {
    let links = BoardLinks::new(graph, query);
    let Nodes { people, companies } = Nodes::new(graph, &links, query);
    let projected = |side: Side| {
        let nodes = if side == Side::People { people.clone() } else { companies.clone() };
        Projection::new(graph, query, side, nodes)
    };
    let first_company = links.people() as u32;
    // The node numbers of a projection among people and companies together.
    let numbers = |side: Side, network: &Projection| -> Vec<u32> {
        let first = if side == Side::People { 0 } else { first_company };
        (0..network.len()).map(|node| first + network.number(node)).collect()
    };
    let naming = |side: Side| GroupNaming {
        graph,
        first_company,
        people: side == Side::People,
        companies: side == Side::Companies,
    };
    let both = GroupNaming { graph, first_company, people: true, companies: true };
    match method {
        Method::Leiden { side, resolution, seed, weighted } => {
            let network = projected(side);
            let Communities { labels, modularity } = communities(&network, resolution, seed, weighted);
            let labelled = numbers(side, &network).into_iter().zip(labels).collect();
            Groups { modularity, ..naming(side).named_groups(labelled, filter) }
        }
        Method::Bipartite { resolution, seed } => {
            let Communities { labels, modularity } = two_mode_communities(&links, resolution, seed);
            let nodes = people.iter().copied().chain(companies.iter().map(|company| first_company + company));
            let labelled = nodes.map(|node| (node, labels[node as usize])).collect();
            Groups { modularity, ..both.named_groups(labelled, filter) }
        }
        Method::MSlices { side, min_weight } => {
            let network = projected(side);
            let labels = m_slice(&network, min_weight).labels;
            let nodes = numbers(side, &network).into_iter().zip(labels);
            naming(side).named_groups(nodes.filter_map(|(node, label)| Some((node, label?))).collect(), filter)
        }
        Method::Bicore { alpha, beta } => {
            let labels = bicore(&links, alpha, beta);
            let nodes = (0..links.nodes() as u32).zip(labels);
            both.named_groups(nodes.filter_map(|(node, label)| Some((node, label?))).collect(), filter)
        }
        Method::Components { side } => {
            let network = projected(side);
            naming(side).named_groups(numbers(side, &network).into_iter().zip(network.components()).collect(), filter)
        }
    }
}

/// A division of all nodes into communities.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Communities {
    /// The community of each node, numbered from 0 in the order of their first nodes.
    pub labels: Vec<u32>,
    /// The modularity of the division; `None` without ties.
    pub modularity: Option<f64>,
}

/// Finds communities of a network by modularity with the Leiden algorithm. Each community is connected, and no single
/// node can be moved to increase modularity. If `weighted` is `false`, each tie counts as 1.
///
/// Cost: linear in the ties, with a small factor.
///
/// ```
/// use interlocks_measures::{Projection, groups::{Resolution, communities}};
/// // Two triangles, joined by one tie.
/// let ties = [(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 3, 1), (3, 4, 1), (3, 5, 1), (4, 5, 1)];
/// let found = communities(&Projection::from_ties(6, &ties), Resolution::default(), 1, true);
/// assert_eq!(found.labels, [0, 0, 0, 1, 1, 1]);
/// assert_eq!(found.modularity, Some(5.0 / 14.0));
/// ```
pub fn communities(network: &Projection, resolution: Resolution, seed: u64, weighted: bool) -> Communities {
    let order = bfs_order(network);
    let level = Level::from_projection(network, &order, weighted);
    let found = leiden_communities(&level, Quality::one_mode(level.twice_weight(), resolution), seed);
    // Nodes without ties are alone.
    let mut labels: Vec<u32> = (0..network.len() as u32).map(|node| order.len() as u32 + node).collect();
    order.iter().zip(&found.labels).for_each(|(node, label)| labels[*node as usize] = *label);
    compact(&mut labels, order.len() + network.len());
    Communities { labels, ..found }
}

/// Returns the nodes with ties in breadth-first order: nodes near in the network are then near in memory, which makes
/// visits to neighbours much faster.
fn bfs_order(network: &Projection) -> Vec<u32> {
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

/// Finds communities of people and companies together by Barber's modularity; nodes are numbered as in `links`.
pub fn two_mode_communities(links: &BoardLinks, resolution: Resolution, seed: u64) -> Communities {
    let level = Level::from_links(links);
    leiden_communities(&level, Quality::two_mode(level.twice_weight() / 2, resolution), seed)
}

/// Runs the Leiden algorithm and computes the modularity of the result by its definition.
fn leiden_communities<M: Mass>(level: &Level<M>, quality: Quality, seed: u64) -> Communities {
    let labels = leiden(level, quality, seed);
    Communities { modularity: modularity(level, quality, &labels), labels }
}

/// Computes the modularity of any division; labels are below the number of nodes.
fn modularity<M: Mass>(level: &Level<M>, quality: Quality, labels: &[u32]) -> Option<f64> {
    let mut masses = vec![M::default(); level.len()];
    let mut within = 0;
    for (node, label) in labels.iter().enumerate() {
        masses[*label as usize] += level.masses[node];
        within +=
            level.links(node).filter(|(other, _)| labels[*other] == *label).map(|(_, weight)| weight).sum::<u64>();
    }
    quality.value(within, masses.into_iter())
}

/// Builds groups with names from node numbers.
#[derive(Clone, Copy)]
struct GroupNaming<'g> {
    graph: &'g BoardGraph,
    first_company: u32,
    people: bool,
    companies: bool,
}

impl GroupNaming<'_> {
    /// Builds groups from nodes with the label of their group, in the order of nodes.
    fn named_groups(self, labelled: Vec<(u32, u32)>, filter: GroupFilter) -> Groups {
        let mut labels: Vec<u32> = labelled.iter().map(|(_, label)| *label).collect();
        let most = labels.iter().copied().max().map_or(0, |label| label as usize + 1);
        let count = compact(&mut labels, most);
        let mut groups: Vec<Vec<u32>> = vec![Vec::new(); count];
        labels.iter().zip(&labelled).for_each(|(label, (node, _))| groups[*label as usize].push(*node));
        groups.sort_by_key(|nodes| (Reverse(nodes.len()), nodes.first().copied()));
        let shown = groups.iter().take_while(|nodes| nodes.len() >= filter.min_size).take(filter.top).zip(1..);
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
