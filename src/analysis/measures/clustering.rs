//! Triangles, and how clustered a network is.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::Network;
use super::network::balanced;

/// How clustered a network is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clustering {
    /// For every node the number of triangles it is part of.
    pub triangles: Vec<u64>,
    /// 3 · triangles / triples; none without a triple.
    pub transitivity: Option<f64>,
    /// Mean share of a node's pairs of neighbours that are joined, nodes with fewer than two counted
    /// as zero (Watts and Strogatz 1998).
    pub mean: Option<f64>,
    /// The same, those nodes left out.
    pub mean_deg2: Option<f64>,
}

/// Counts triangles from the end of lowest degree (Chiba and Nishizeki 1985), in parallel.
///
/// Cost: ties × arboricity.
pub fn clustering(network: &Network) -> Clustering {
    let triangles = triangles(network);
    let triples = |node: usize| (network.degree(node) as u64) * (network.degree(node) as u64).saturating_sub(1) / 2;
    let closed: u64 = triangles.iter().sum();
    let all: u64 = (0..network.len()).map(triples).sum();
    let locals: Vec<f64> = (0..network.len())
        .filter(|node| network.degree(*node) > 1)
        .map(|node| triangles[node] as f64 / triples(node) as f64)
        .collect();
    let sum: f64 = locals.iter().sum();
    let over = |count: usize| (count > 0).then(|| sum / count as f64);
    Clustering {
        transitivity: (all > 0).then(|| closed as f64 / all as f64),
        mean: over(network.len()),
        mean_deg2: over(locals.len()),
        triangles,
    }
}

fn triangles(network: &Network) -> Vec<u64> {
    let rank = |node: u32| (network.degree(node as usize), node);
    // The neighbours that come later in the order of degrees.
    let later: Vec<Vec<u32>> = (0..network.len() as u32)
        .into_par_iter()
        .map(|node| network.neighbours(node as usize).iter().copied().filter(|n| rank(*n) > rank(node)).collect())
        .collect();
    let work: Vec<usize> =
        later.iter().map(|list| 1 + list.iter().map(|next| later[*next as usize].len()).sum::<usize>()).collect();
    let counts: Vec<AtomicU64> = (0..network.len()).map(|_| AtomicU64::new(0)).collect();
    balanced(&work).into_par_iter().for_each_init(
        || vec![false; network.len()],
        |near, range| {
            for node in range {
                later[node].iter().for_each(|next| near[*next as usize] = true);
                for &next in &later[node] {
                    for &third in later[next as usize].iter().filter(|third| near[**third as usize]) {
                        for corner in [node, next as usize, third as usize] {
                            counts[corner].fetch_add(1, Relaxed);
                        }
                    }
                }
                later[node].iter().for_each(|next| near[*next as usize] = false);
            }
        },
    );
    counts.into_iter().map(AtomicU64::into_inner).collect()
}
