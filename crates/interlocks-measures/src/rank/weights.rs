//! Tie weights of a projection, and strength.

use rayon::prelude::*;

use super::super::Projection;
use super::super::projection::balanced_ranges;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::{Side, Weight};

/// Returns the weights of the ties of a projection, row by row in the order of neighbours.
///
/// With a and b the degrees in the two-mode network and w the number of shared neighbours: count w, Jaccard w / (a + b
/// − w), cosine w / √(a·b). The projection has no dates, so [`Weight::Days`] is treated as [`Weight::Count`].
///
/// Newman: Σ 1/(n − 1) over the shared neighbours, where n is the degree of the shared neighbour (Newman 2001).
///
/// Cost: linear in the ties; for Newman's weights the wedges.
pub fn weights(links: &BoardLinks, side: Side, network: &Projection, weight: Weight) -> Vec<Vec<f64>> {
    let via_of = |node: usize| match side {
        Side::Companies => links.members(network.number(node) as usize),
        Side::People => links.boards(network.number(node) as usize),
    };
    let by_tie = |value: &(dyn Fn(usize, usize, f64) -> f64 + Sync)| -> Vec<Vec<f64>> {
        let row = |node: usize| {
            let ties = network.neighbours(node).iter().zip(network.weights(node));
            ties.map(|(other, shared)| value(node, *other as usize, f64::from(*shared))).collect()
        };
        (0..network.len()).into_par_iter().map(row).collect()
    };
    let size = |node: usize| via_of(node).len() as f64;
    match weight {
        Weight::Count | Weight::Days => by_tie(&|_, _, shared| shared),
        Weight::Jaccard => by_tie(&|a, b, shared| shared / (size(a) + size(b) - shared)),
        Weight::Cosine => by_tie(&|a, b, shared| shared / (size(a) * size(b)).sqrt()),
        Weight::Newman => newman(links, side, network, &via_of),
    }
}

/// Computes Newman's weights: Σ 1/(n − 1) over shared neighbours of degree n (Newman 2001).
fn newman<'l>(
    links: &'l BoardLinks,
    side: Side,
    network: &Projection,
    via_of: &(impl Fn(usize) -> &'l [u32] + Sync),
) -> Vec<Vec<f64>> {
    let ends_of = |via: u32| match side {
        Side::Companies => links.boards(via as usize),
        Side::People => links.members(via as usize),
    };
    let last = (0..network.len()).map(|node| network.number(node) as usize + 1).max().unwrap_or(0);
    let work: Vec<usize> = (0..network.len()).map(|node| 1 + network.degree(node)).collect();
    let rows: Vec<Vec<Vec<f64>>> = balanced_ranges(&work)
        .into_par_iter()
        .map_init(
            || vec![0.0; last],
            |sums, range| {
                let row = |node: usize| {
                    for &via in via_of(node) {
                        let others = ends_of(via);
                        let share = 1.0 / (others.len() as f64 - 1.0);
                        others.iter().for_each(|end| sums[*end as usize] += share);
                    }
                    let weights = network
                        .neighbours(node)
                        .iter()
                        .map(|other| std::mem::take(&mut sums[network.number(*other as usize) as usize]));
                    let weights = weights.collect();
                    sums[network.number(node) as usize] = 0.0;
                    weights
                };
                range.map(row).collect()
            },
        )
        .collect();
    rows.into_iter().flatten().collect()
}

/// Returns the strength of each node: the sum of the weights of its ties.
pub fn strength(weights: &[Vec<f64>]) -> Vec<f64> {
    weights.iter().map(|row| row.iter().sum()).collect()
}
