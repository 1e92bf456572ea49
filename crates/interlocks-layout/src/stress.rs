//! Stress majorization: places nodes so that drawn distances match ideal distances.
//!
//! The stress of a placement is Σ w_ij (‖x_i − x_j‖ − d_ij)², w_ij = d_ij⁻². It is
//! lowered by moving one node at a time to the minimum of a convex function that
//! lies above the stress and touches it at the present placement (SMACOF, as in
//! Gansner, Koren & North, "Graph drawing by stress majorization", Graph Drawing
//! 2004, section 2.3, "localized optimization"), so no sweep can raise it. The
//! order of nodes is fixed and the sweep runs on one thread: same input, same bytes.
//!
//! Terms come from all pairs ([`all_pairs`], O(n²) a sweep); graphs too large for that are laid out
//! by `multilevel`.

use rayon::prelude::*;

use crate::geometry::Point;
use crate::graph::Graph;

/// One term of the stress: the ideal distance between a node and `other`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Term {
    /// The other node.
    pub(crate) other: u32,
    /// Ideal distance, above zero.
    pub(crate) distance: f64,
    /// Weight, above zero.
    pub(crate) weight: f64,
}

/// The terms of every node. A term is in the lists of both its nodes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Terms {
    by_node: Vec<Vec<Term>>,
}

impl Terms {
    /// Makes an empty list of terms for each of a number of nodes.
    pub(crate) fn new(nodes: usize) -> Self {
        Terms { by_node: vec![Vec::new(); nodes] }
    }

    /// Adds a term for two nodes.
    pub(crate) fn add(&mut self, a: usize, b: usize, distance: f64, weight: f64) {
        let term = |other: usize| Term { other: other as u32, distance, weight };
        self.by_node[a].push(term(b));
        self.by_node[b].push(term(a));
    }

    /// Changes every term through `change(a, b, term)`, which must not depend on the
    /// order of a and b.
    pub(crate) fn adjust(&mut self, change: impl Fn(usize, usize, &mut Term)) {
        for (a, list) in self.by_node.iter_mut().enumerate() {
            for term in list {
                change(a, term.other as usize, term);
            }
        }
    }

    /// The stress of a placement.
    #[cfg(test)]
    pub(crate) fn stress(&self, places: &[Point]) -> f64 {
        let mut sum = 0.0;
        for (a, list) in self.by_node.iter().enumerate() {
            for t in list {
                let off = (places[a] - places[t.other as usize]).length() - t.distance;
                sum += t.weight * off * off;
            }
        }
        sum / 2.0
    }

    /// Moves every node once, except `fixed`; returns the mean step.
    pub(crate) fn sweep(&self, places: &mut [Point], fixed: Option<usize>) -> f64 {
        let mut moved = 0.0;
        for a in 0..places.len() {
            if Some(a) == fixed || self.by_node[a].is_empty() {
                continue;
            }
            let at = places[a];
            let (mut sum, mut weights) = (Point::default(), 0.0);
            for t in &self.by_node[a] {
                let other = places[t.other as usize];
                let away = at - other;
                let length = (away.x * away.x + away.y * away.y).sqrt();
                let stretch = if length > 1e-9 { t.distance / length } else { 0.0 };
                sum.x += t.weight * (other.x + stretch * away.x);
                sum.y += t.weight * (other.y + stretch * away.y);
                weights += t.weight;
            }
            places[a] = sum * (1.0 / weights);
            moved += (places[a] - at).length();
        }
        moved / places.len().max(1) as f64
    }

    /// Sweeps until the mean step is below `still` or `sweeps` are done.
    pub(crate) fn settle(&self, places: &mut [Point], fixed: Option<usize>, still: f64, sweeps: usize) {
        for _ in 0..sweeps {
            if self.sweep(places, fixed) < still {
                break;
            }
        }
    }
}

/// A term for every pair of a connected graph. Cost: n searches, 24 n² bytes.
pub(crate) fn all_pairs(graph: &Graph) -> Terms {
    let by_node = (0..graph.len())
        .into_par_iter()
        .map(|a| {
            let from = graph.lengths_from(a);
            let others = from.iter().enumerate().filter(|(b, _)| *b != a);
            others.map(|(b, d)| term_to(b, *d)).collect()
        })
        .collect();
    Terms { by_node }
}

fn term_to(other: usize, distance: f64) -> Term {
    Term { other: other as u32, distance, weight: 1.0 / (distance * distance) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pivot_mds::{choose_pivots, pivot_mds};
    use proptest::prelude::*;

    fn connected(nodes: usize, extra: &[(usize, usize)]) -> Graph {
        let tree = (1..nodes).map(|v| (v, (v * 7 + 3) % v, 50.0 + (v % 5) as f64 * 20.0));
        let more = extra.iter().map(|&(a, b)| (a % nodes, b % nodes, 80.0));
        Graph::new(nodes, tree.chain(more))
    }

    fn never_rises(terms: &Terms, mut places: Vec<Point>) {
        let mut before = terms.stress(&places);
        for _ in 0..30 {
            terms.sweep(&mut places, None);
            let after = terms.stress(&places);
            assert!(after <= before * (1.0 + 1e-9) + 1e-9, "{before} -> {after}");
            before = after;
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn no_sweep_raises_the_stress(
            nodes in 2usize..40,
            extra in prop::collection::vec((0usize..40, 0usize..40), 0..30),
            pivots in 1usize..12,
        ) {
            let graph = connected(nodes, &extra);
            let pivots = choose_pivots(&graph, pivots);
            let start = pivot_mds(&pivots, nodes);
            never_rises(&all_pairs(&graph), start);
        }
    }

    #[test]
    fn a_path_is_drawn_as_a_straight_line_of_the_right_length() {
        let graph = Graph::new(5, (0..4).map(|v| (v, v + 1, 100.0)));
        let mut places = pivot_mds(&choose_pivots(&graph, 5), 5);
        all_pairs(&graph).settle(&mut places, None, 1e-6, 2000);
        assert!(((places[4] - places[0]).length() - 400.0).abs() < 1.0);
    }
}
