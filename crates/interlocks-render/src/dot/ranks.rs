//! Steps of a picture that reads from left to right.

use std::collections::BTreeMap;

use graphviz_rust::dot_structures::{Stmt, Subgraph};

use super::{attribute, string, tie, vertex_id};
use crate::picture::{Edge, Picture};

/// The nodes of each rank, the lowest first.
fn members(picture: &Picture) -> BTreeMap<usize, Vec<usize>> {
    let mut ranks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, node) in picture.nodes.iter().enumerate() {
        if let Some(rank) = node.rank {
            ranks.entry(rank).or_default().push(at);
        }
    }
    ranks
}

/// One `rank=same` for each rank. Graphviz orders ranks by the edges between them, so where no edge
/// leads from a rank to the next, an unseen one is added.
pub(super) fn statements(picture: &Picture) -> Vec<Stmt> {
    let ranks = members(picture);
    let mut stmts = Vec::new();
    for (rank, nodes) in &ranks {
        let mut same = vec![Stmt::Attribute(attribute("rank", "same"))];
        same.extend(nodes.iter().map(|at| {
            let id = vertex_id(&picture.nodes[*at]);
            Stmt::Node(graphviz_rust::dot_structures::Node { id, attributes: Vec::new() })
        }));
        stmts.push(Stmt::Subgraph(Subgraph { id: string(&format!("rank {rank}")), stmts: same }));
    }
    let firsts: Vec<(usize, usize)> = ranks.iter().map(|(rank, nodes)| (*rank, nodes[0])).collect();
    for pair in firsts.windows(2) {
        let leads =
            |edge: &Edge| [edge.from, edge.to].map(|end| picture.nodes[end].rank) == [Some(pair[0].0), Some(pair[1].0)];
        if !picture.edges.iter().any(leads) {
            let unseen = vec![attribute("style", "invis"), attribute("weight", "0")];
            stmts.push(tie(&picture.nodes[pair[0].1], &picture.nodes[pair[1].1], unseen));
        }
    }
    stmts
}

/// For each edge, whether it leads back to a lower rank: such a one must not pull its ends about.
pub(super) fn backward(picture: &Picture) -> impl Iterator<Item = bool> {
    picture.edges.iter().map(|edge| {
        let [from, to] = [edge.from, edge.to].map(|end| picture.nodes[end].rank);
        matches!((from, to), (Some(from), Some(to)) if from > to)
    })
}
