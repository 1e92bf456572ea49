//! Initial positions by pivot multidimensional scaling (pivot MDS).
//!
//! Brandes & Pich, "Eigensolver methods for progressive multidimensional scaling of
//! large data", Graph Drawing 2006. Cost: k shortest-path searches and O(k²n), for k
//! pivots.

use rayon::prelude::*;

use crate::geometry::Point;
use crate::graph::Graph;

/// Pivots, which are nodes spread over the graph, and the distances from each to all nodes.
pub(crate) struct Pivots {
    /// The pivots, in the order of choice.
    pub(crate) nodes: Vec<usize>,
    /// `distance[p][v]`: ideal length from pivot number `p` to node `v`.
    pub(crate) distance: Vec<Vec<f64>>,
}

/// Chooses up to `count` pivots, each the farthest from those before (the first: the
/// farthest from node 0). `graph` is connected and not empty.
pub(crate) fn choose_pivots(graph: &Graph, count: usize) -> Pivots {
    let mut nearest = graph.lengths_from(0);
    let mut pivots = Pivots { nodes: Vec::new(), distance: Vec::new() };
    for round in 0..count.min(graph.len()) {
        let farthest = (0..graph.len()).max_by(|&a, &b| nearest[a].total_cmp(&nearest[b]).then(b.cmp(&a))).unwrap_or(0);
        let from = graph.lengths_from(farthest);
        for (best, d) in nearest.iter_mut().zip(&from) {
            *best = if round == 0 { *d } else { best.min(*d) };
        }
        pivots.nodes.push(farthest);
        pivots.distance.push(from);
    }
    pivots
}

/// Places the nodes so that distances to the pivots are close to those in the graph.
pub(crate) fn pivot_mds(pivots: &Pivots, nodes: usize) -> Vec<Point> {
    let columns = double_centerd(&pivots.distance, nodes);
    let first = dominant(&columns, None);
    let second = dominant(&columns, Some(&first));
    let project = |axis: &[f64], v: usize| -> f64 { columns.iter().zip(axis).map(|(c, a)| c[v] * a).sum() };
    let mut places: Vec<Point> =
        (0..nodes).into_par_iter().map(|v| Point::new(project(&first, v), project(&second, v))).collect();
    rescale(&mut places, pivots);
    places
}

/// Double centering: squared distances minus the means of rows and columns plus the total mean, times -1/2.
fn double_centerd(distance: &[Vec<f64>], nodes: usize) -> Vec<Vec<f64>> {
    let k = distance.len() as f64;
    let squared = |p: usize, v: usize| distance[p][v] * distance[p][v];
    let pivot_mean: Vec<f64> =
        (0..distance.len()).map(|p| (0..nodes).map(|v| squared(p, v)).sum::<f64>() / nodes as f64).collect();
    let node_mean: Vec<f64> = (0..nodes).map(|v| (0..distance.len()).map(|p| squared(p, v)).sum::<f64>() / k).collect();
    let mean = pivot_mean.iter().sum::<f64>() / k;
    (0..distance.len())
        .map(|p| (0..nodes).map(|v| -0.5 * (squared(p, v) - pivot_mean[p] - node_mean[v] + mean)).collect())
        .collect()
}

/// The dominant eigenvector of CᵀC by power iteration, kept orthogonal to `other`.
fn dominant(columns: &[Vec<f64>], other: Option<&[f64]>) -> Vec<f64> {
    let k = columns.len();
    let product: Vec<Vec<f64>> = columns
        .par_iter()
        .map(|a| columns.iter().map(|b| a.iter().zip(b).map(|(x, y)| x * y).sum()).collect())
        .collect();
    let mut axis: Vec<f64> = (0..k).map(|i| 1.0 + ((i * 7919) % 101) as f64 / 101.0).collect();
    for _ in 0..100 {
        if let Some(other) = other {
            let shared: f64 = axis.iter().zip(other).map(|(a, b)| a * b).sum();
            axis.iter_mut().zip(other).for_each(|(a, b)| *a -= shared * b);
        }
        let next: Vec<f64> = product.iter().map(|row| row.iter().zip(&axis).map(|(x, a)| x * a).sum()).collect();
        let length = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length < 1e-9 {
            break;
        }
        axis = next.into_iter().map(|x| x / length).collect();
    }
    axis
}

/// Scales to the size of the graph and moves every node by a small step of its own,
/// so that no two nodes start at the same position (in a complete graph all would).
fn rescale(places: &mut [Point], pivots: &Pivots) {
    let (mut drawn, mut wanted) = (0.0, 0.0);
    for (p, from) in pivots.nodes.iter().zip(&pivots.distance) {
        for (v, d) in from.iter().enumerate() {
            drawn += (places[v] - places[*p]).length();
            wanted += d;
        }
    }
    let scale = if drawn > 1e-9 { (wanted / drawn).min(1e9) } else { 0.0 };
    let pairs = (pivots.nodes.len() * places.len()).max(1) as f64;
    let jitter = 0.08 * wanted / pairs;
    for (v, place) in places.iter_mut().enumerate() {
        let reach = jitter * (0.3 + 0.7 * ((v * 13) % 29) as f64 / 29.0);
        *place = *place * scale + Point::scattered(v) * reach;
    }
}
