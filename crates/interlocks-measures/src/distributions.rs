//! Distributions of seats and ties over nodes.

use std::collections::BTreeMap;

use super::stats::{Nodes, histogram};
use super::{Part, Projection, Stats};
use interlocks_analysis::Query;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_graph::BoardGraph;

/// Numbers of nodes by value, as in [`Stats`] but without the other statistics. A part that was not requested is
/// `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distributions {
    /// The number of boards by number of members.
    pub board_sizes: Option<BTreeMap<usize, usize>>,
    /// The number of people by number of boards they sit on.
    pub seats_held: Option<BTreeMap<usize, usize>>,
    /// The number of companies by number of companies to which they are tied.
    pub company_degrees: Option<BTreeMap<usize, usize>>,
    /// The number of people by number of people to whom they are tied.
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

/// Computes the distributions of the parts requested, or of all parts if `parts` is empty.
///
/// Cost: the projections requested; distances are not computed.
pub fn distributions(graph: &BoardGraph, query: &Query, parts: &[Part]) -> Distributions {
    let links = BoardLinks::new(graph, query);
    let nodes = Nodes::new(graph, &links, query);
    let wants = |part: Part| parts.is_empty() || parts.contains(&part);
    let both = wants(Part::TwoMode);
    let size = |company: &u32| links.members(*company as usize).len();
    let degrees = |side: Side| {
        let network = Projection::new(graph, query, side, nodes.side(side).to_vec());
        histogram((0..network.len()).map(|node| network.degree(node)))
    };
    Distributions {
        board_sizes: both.then(|| histogram(nodes.companies.iter().map(size))),
        seats_held: both.then(|| histogram(nodes.people.iter().map(|person| links.boards(*person as usize).len()))),
        company_degrees: wants(Part::Companies).then(|| degrees(Side::Companies)),
        person_degrees: wants(Part::People).then(|| degrees(Side::People)),
    }
}
