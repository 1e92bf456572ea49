//! How many nodes have how much: the distributions behind the figures.

use std::collections::BTreeMap;

use super::stats::{Nodes, histogram};
use super::{Network, Part, Stats};
use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;

/// How many nodes have each value. Those of [`Stats`], alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distributions {
    /// How many boards have so many members.
    pub board_sizes: Option<BTreeMap<usize, usize>>,
    /// How many people sit on so many boards.
    pub seats_held: Option<BTreeMap<usize, usize>>,
    /// How many companies are tied to so many others.
    pub company_degrees: Option<BTreeMap<usize, usize>>,
    /// How many people are tied to so many others.
    pub person_degrees: Option<BTreeMap<usize, usize>>,
}

impl From<&Stats> for Distributions {
    fn from(found: &Stats) -> Distributions {
        let two_mode = found.two_mode.as_ref();
        Distributions {
            board_sizes: two_mode.map(|found| found.board_sizes.clone()),
            seats_held: two_mode.map(|found| found.seats_held.clone()),
            company_degrees: found.companies.as_ref().map(|found| found.degrees.clone()),
            person_degrees: found.people.as_ref().map(|found| found.degrees.clone()),
        }
    }
}

/// The distributions of some parts of the network at a clock; of all parts where none is named.
///
/// Cost: that of the projections asked for; distances are not looked at.
pub fn distributions(graph: &BoardGraph, query: &Query, parts: &[Part]) -> Distributions {
    let links = BoardLinks::new(graph, query);
    let nodes = Nodes::of(&links, query);
    let wants = |part: Part| parts.is_empty() || parts.contains(&part);
    let both = wants(Part::TwoMode);
    let size = |company: &u32| links.members(*company as usize).len();
    let degrees = |side: Side| {
        let network = Network::projected(&links, side, nodes.side(side).to_vec());
        histogram((0..network.len()).map(|node| network.degree(node)))
    };
    Distributions {
        board_sizes: both.then(|| histogram(nodes.companies.iter().map(size))),
        seats_held: both.then(|| histogram(nodes.people.iter().map(|person| links.boards(*person as usize).len()))),
        company_degrees: wants(Part::Companies).then(|| degrees(Side::Companies)),
        person_degrees: wants(Part::People).then(|| degrees(Side::People)),
    }
}
