//! Burt's constraint: the extent to which a node's neighbours are joined to each other.

use interlocks_core::stop::check;
use rayon::prelude::*;

use super::super::Projection;
use super::super::projection::balanced_ranges;

/// Computes Burt's constraint (1992) of each node; `None` for isolates.
///
/// The constraint of i is Σ_j (p_ij + Σ_q p_iq · p_qj)² over neighbours j and other nodes q, where p_ij is the share of
/// the tie to j in the weight of all ties of i. `weights` are in the order in which the rows of neighbours follow each
/// other; without them each tie has weight 1.
///
/// Cost: the sum of the degrees of neighbours over all nodes. Memory: one row per worker.
pub fn constraint(network: &Projection, weights: Option<&[f64]>) -> Vec<Option<f64>> {
    let sum =
        |node: usize| weights.map_or(network.degree(node) as f64, |weights| weights[network.row(node)].iter().sum());
    let sums: Vec<f64> = (0..network.len()).into_par_iter().map(sum).collect();
    let share =
        |node: usize, at: usize| weights.map_or(1.0, |weights| weights[network.row(node).start + at]) / sums[node];
    let reach =
        |node: usize| network.neighbours(node).iter().map(|other| network.degree(*other as usize)).sum::<usize>();
    let work: Vec<usize> = (0..network.len()).map(|node| 1 + reach(node)).collect();
    let parts: Vec<Vec<Option<f64>>> = balanced_ranges(&work)
        .into_par_iter()
        .map_init(
            || vec![0.0; network.len()],
            |invested, range| {
                let one = |node: usize| {
                    check();
                    let near = network.neighbours(node);
                    for (at, &other) in near.iter().enumerate() {
                        invested[other as usize] += share(node, at);
                        for (place, &third) in network.neighbours(other as usize).iter().enumerate() {
                            invested[third as usize] += share(node, at) * share(other as usize, place);
                        }
                    }
                    let sum = near.iter().map(|other| invested[*other as usize] * invested[*other as usize]).sum();
                    for &other in near {
                        invested[other as usize] = 0.0;
                        network.neighbours(other as usize).iter().for_each(|third| invested[*third as usize] = 0.0);
                    }
                    (!near.is_empty()).then_some(sum)
                };
                range.map(one).collect()
            },
        )
        .collect();
    parts.concat()
}
