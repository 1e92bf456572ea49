//! Possible identities in a picture: a dashed line between two that are drawn and may be one.

use super::paths::IN_PATH;
use crate::{Edge, Picture};
use interlocks_core::model::EntityKind;
use interlocks_graph::BoardGraph;

/// Joins every two people or companies of a picture that may be one by a dashed line, `same as? 0.71`. In a picture of several
/// paths, only those of one path are joined.
pub fn join_possible_identities(graph: &BoardGraph, picture: &mut Picture) {
    let mut lines = Vec::new();
    for link in graph.possible_identities() {
        let [of_a, of_b] = [link.a, link.b].map(|entity| super::places(graph, picture, entity));
        for (a, b) in of_a.iter().flat_map(|a| of_b.iter().map(move |b| (*a, *b))) {
            let path = |at: usize| picture.nodes[at].id.split_once(IN_PATH).map(|(_, path)| path);
            let is_one_path = path(a).zip(path(b)).is_none_or(|(a, b)| a == b);
            let ends = [(a, b), (b, a)];
            let is_drawn = picture.edges.iter().any(|edge| edge.identity && ends.contains(&(edge.from, edge.to)));
            if is_one_path && !is_drawn {
                let dimmed = picture.nodes[a].dimmed || picture.nodes[b].dimmed;
                let line = line_of(link.a.kind(), link.probability(), &link.row.who, a, b);
                lines.push(Edge { dimmed, ..line });
            }
        }
    }
    lines.into_iter().for_each(|line| picture.add_edge(line));
}

/// Returns the line between two that may be one.
pub(super) fn line_of(kind: EntityKind, probability: Option<f64>, who: &str, a: usize, b: usize) -> Edge {
    let probability = probability.map(|number| format!(" {number}")).unwrap_or_default();
    let state = if who.is_empty() { "nobody has decided it".to_owned() } else { format!("{who} is unsure") };
    let edge = Edge::new(a, b).label(format!("same as?{probability}")).class(super::NO_CLASS);
    Edge { identity: true, tooltip: Some(format!("may be one {kind}: {state}")), ..edge }
}
