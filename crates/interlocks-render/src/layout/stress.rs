//! Stress majorisation: places nodes so that drawn distances match ideal ones.
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

use super::geometry::Point;
use super::graph::Graph;

/// One wish: that a node and `other` be `distance` apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// The other node.
    pub other: u32,
    /// Ideal distance, above zero.
    pub distance: f64,
    /// How much it matters, above zero.
    pub weight: f64,
}

/// The terms of every node. A term stands in the lists of both its nodes.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    of: Vec<Vec<Term>>,
}

impl Terms {
    /// No terms yet for a number of nodes.
    pub fn new(nodes: usize) -> Self {
        Terms { of: vec![Vec::new(); nodes] }
    }

    /// Adds a wish between two nodes.
    pub fn add(&mut self, a: usize, b: usize, distance: f64, weight: f64) {
        let term = |other: usize| Term { other: other as u32, distance, weight };
        self.of[a].push(term(b));
        self.of[b].push(term(a));
    }

    /// Changes every term through `change(a, b, term)`, which must not depend on the
    /// order of a and b.
    pub fn adjust(&mut self, change: impl Fn(usize, usize, &mut Term)) {
        for (a, list) in self.of.iter_mut().enumerate() {
            for term in list {
                change(a, term.other as usize, term);
            }
        }
    }

    /// The stress of a placement.
    #[cfg(test)]
    pub fn stress(&self, places: &[Point]) -> f64 {
        let mut sum = 0.0;
        for (a, list) in self.of.iter().enumerate() {
            for t in list {
                let off = (places[a] - places[t.other as usize]).length() - t.distance;
                sum += t.weight * off * off;
            }
        }
        sum / 2.0
    }

    /// Moves every node once, except `fixed`; returns the mean step.
    pub fn sweep(&self, places: &mut [Point], fixed: Option<usize>) -> f64 {
        let mut moved = 0.0;
        for a in 0..places.len() {
            if Some(a) == fixed || self.of[a].is_empty() {
                continue;
            }
            let at = places[a];
            let (mut sum, mut weights) = (Point::default(), 0.0);
            for t in &self.of[a] {
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
    pub fn settle(&self, places: &mut [Point], fixed: Option<usize>, still: f64, sweeps: usize) {
        for _ in 0..sweeps {
            if self.sweep(places, fixed) < still {
                break;
            }
        }
    }
}

/// A term for every pair of a connected graph. Cost: n searches, 24 n² bytes.
pub fn all_pairs(graph: &Graph) -> Terms {
    let of = (0..graph.len())
        .into_par_iter()
        .map(|a| {
            let from = graph.lengths_from(a);
            let others = from.iter().enumerate().filter(|(b, _)| *b != a);
            others.map(|(b, d)| plain(b, *d)).collect()
        })
        .collect();
    Terms { of }
}

fn plain(other: usize, distance: f64) -> Term {
    Term { other: other as u32, distance, weight: 1.0 / (distance * distance) }
}

#[cfg(test)]
mod tests {
    use super::super::start::{choose_pivots, pivot_mds};
    use super::*;
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
