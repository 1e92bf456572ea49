//! Coarsening: smaller and smaller versions of a graph, for multilevel layout.
//!
//! Neighbors are merged in pairs, the lightest first, so that masses stay even. A node without a free neighbor is
//! merged with another neighbor of its hub; otherwise a star would never shrink
//! (Hu, "Efficient, high-quality force-directed graph drawing", The Mathematica Journal 10(1), 2005; for
//! the stars, Karypis & Kumar's two-hop matching).

use std::collections::BTreeMap;

use crate::graph::Graph;

/// A graph each of whose nodes represents one or two nodes of a finer graph.
pub(crate) struct Coarse {
    /// The coarser graph.
    pub(crate) graph: Graph,
    /// For every node of the finer graph, the node that represents it; empty if there is no finer graph.
    pub(crate) parent: Vec<usize>,
    /// Number of nodes of the finest graph that each node represents.
    pub(crate) mass: Vec<f64>,
}

/// The next coarser version. Cost: O(m log m).
pub(crate) fn coarsen(graph: &Graph, mass: &[f64]) -> Coarse {
    let partner = partners(graph, mass);
    let mut parent = vec![usize::MAX; graph.len()];
    let mut masses = Vec::new();
    for node in 0..graph.len() {
        if parent[node] != usize::MAX {
            continue;
        }
        let number = masses.len();
        parent[node] = number;
        let mut sum = mass[node];
        if let Some(other) = partner[node] {
            parent[other] = number;
            sum += mass[other];
        }
        masses.push(sum);
    }
    let mut lengths: BTreeMap<(usize, usize), (f64, f64)> = BTreeMap::new();
    for a in 0..graph.len() {
        for &(b, length) in graph.neighbors(a).iter().filter(|(b, _)| *b > a) {
            let (p, q) = (parent[a].min(parent[b]), parent[a].max(parent[b]));
            if p != q {
                let sum = lengths.entry((p, q)).or_insert((0.0, 0.0));
                *sum = (sum.0 + length, sum.1 + 1.0);
            }
        }
    }
    let edges = lengths.into_iter().map(|((p, q), (sum, count))| (p, q, sum / count));
    Coarse { graph: Graph::new(masses.len(), edges), parent, mass: masses }
}

/// Pairs to be merged: the lightest node first, with its lightest free neighbor.
fn partners(graph: &Graph, mass: &[f64]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..graph.len()).collect();
    order.sort_by(|&a, &b| {
        mass[a].total_cmp(&mass[b]).then(graph.neighbors(a).len().cmp(&graph.neighbors(b).len())).then(a.cmp(&b))
    });
    let mut partner: Vec<Option<usize>> = vec![None; graph.len()];
    // For every node, a neighbor without a partner, to be merged with the next such neighbor.
    let mut waiting: Vec<Option<usize>> = vec![None; graph.len()];
    for &node in &order {
        if partner[node].is_some() {
            continue;
        }
        let free = graph.neighbors(node).iter().map(|n| n.0).filter(|&other| partner[other].is_none());
        let lightest = free.min_by(|&a, &b| mass[a].total_cmp(&mass[b]).then(a.cmp(&b)));
        let hub = graph.neighbors(node).iter().map(|n| n.0).min_by_key(|&hub| (graph.neighbors(hub).len(), hub));
        let other = lightest.or_else(|| hub.and_then(|hub| waiting[hub].take()));
        match (other, hub) {
            (Some(other), _) => (partner[node], partner[other]) = (Some(other), Some(node)),
            (None, Some(hub)) => waiting[hub] = Some(node),
            (None, None) => {}
        }
    }
    partner
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_coarser_graph_represents_every_node_once_and_stays_connected(
            nodes in 2usize..60,
            extra in prop::collection::vec((0usize..60, 0usize..60), 0..60),
        ) {
            let tree = (1..nodes).map(|v| (v, (v * 7 + 3) % v, 50.0));
            let more = extra.iter().map(|&(a, b)| (a % nodes, b % nodes, 80.0));
            let graph = Graph::new(nodes, tree.chain(more));
            let coarse = coarsen(&graph, &vec![1.0; nodes]);
            prop_assert!(coarse.graph.len() < nodes);
            prop_assert_eq!(coarse.mass.iter().sum::<f64>(), nodes as f64);
            prop_assert!(coarse.mass.iter().all(|mass| *mass <= 2.0));
            prop_assert!(coarse.parent.iter().all(|parent| *parent < coarse.graph.len()));
            prop_assert_eq!(coarse.graph.components().len(), 1);
        }
    }

    #[test]
    fn a_star_shrinks_by_half() {
        let star = Graph::new(101, (1..101).map(|leaf| (0, leaf, 50.0)));
        assert!(coarsen(&star, &[1.0; 101]).graph.len() <= 52);
    }
}
