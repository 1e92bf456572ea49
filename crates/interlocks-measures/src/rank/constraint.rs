//! Burt's constraint: how far a node's neighbours are joined among themselves.

use rayon::prelude::*;

use super::super::Network;
use super::super::network::balanced;

/// Burt's constraint (1992) of every node, none for isolates: Σ over neighbours j of (p_ij + Σ over
/// others q of p_iq · p_qj)², with p_ij the share of the tie to j in the weight of all ties of i.
/// `weights` are row by row; without them every tie weighs 1.
///
/// Cost: Σ degrees of neighbours, memory of one row a worker.
pub fn constraint(network: &Network, weights: Option<&[Vec<f64>]>) -> Vec<Option<f64>> {
    let sum = |node: usize| weights.map_or(network.degree(node) as f64, |weights| weights[node].iter().sum());
    let sums: Vec<f64> = (0..network.len()).into_par_iter().map(sum).collect();
    let share = |node: usize, at: usize| weights.map_or(1.0, |weights| weights[node][at]) / sums[node];
    let reach =
        |node: usize| network.neighbours(node).iter().map(|other| network.degree(*other as usize)).sum::<usize>();
    let work: Vec<usize> = (0..network.len()).map(|node| 1 + reach(node)).collect();
    let parts: Vec<Vec<Option<f64>>> = balanced(&work)
        .into_par_iter()
        .map_init(
            || vec![0.0; network.len()],
            |invested, range| {
                let one = |node: usize| {
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
