//! What ties weigh.

use rayon::prelude::*;

use super::super::Network;
use super::super::network::balanced;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::{Side, Weight};

/// The weights of a projection, row by row in the order of neighbours. Days are not known to it and
/// weigh as counts.
///
/// Cost: the ties; for Newman's weights the wedges.
pub fn weights(links: &BoardLinks, side: Side, network: &Network, weight: Weight) -> Vec<Vec<f64>> {
    let hinges = |node: usize| match side {
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
    let size = |node: usize| hinges(node).len() as f64;
    match weight {
        Weight::Count | Weight::Days => by_tie(&|_, _, shared| shared),
        Weight::Jaccard => by_tie(&|a, b, shared| shared / (size(a) + size(b) - shared)),
        Weight::Cosine => by_tie(&|a, b, shared| shared / (size(a) * size(b)).sqrt()),
        Weight::Newman => newman(links, side, network, &hinges),
    }
}

/// Σ 1/(n − 1) over what two share, with n who share it (Newman 2001).
fn newman<'l>(
    links: &'l BoardLinks,
    side: Side,
    network: &Network,
    hinges: &(impl Fn(usize) -> &'l [u32] + Sync),
) -> Vec<Vec<f64>> {
    let ends = |hinge: u32| match side {
        Side::Companies => links.boards(hinge as usize),
        Side::People => links.members(hinge as usize),
    };
    let last = (0..network.len()).map(|node| network.number(node) as usize + 1).max().unwrap_or(0);
    let work: Vec<usize> = (0..network.len()).map(|node| 1 + network.degree(node)).collect();
    let rows: Vec<Vec<Vec<f64>>> = balanced(&work)
        .into_par_iter()
        .map_init(
            || vec![0.0; last],
            |sums, range| {
                let row = |node: usize| {
                    for &hinge in hinges(node) {
                        let others = ends(hinge);
                        let share = 1.0 / (others.len() as f64 - 1.0);
                        others.iter().for_each(|end| sums[*end as usize] += share);
                    }
                    let taken = network
                        .neighbours(node)
                        .iter()
                        .map(|other| std::mem::take(&mut sums[network.number(*other as usize) as usize]));
                    let taken = taken.collect();
                    sums[network.number(node) as usize] = 0.0;
                    taken
                };
                range.map(row).collect()
            },
        )
        .collect();
    rows.into_iter().flatten().collect()
}

/// The sum of the weights of every node's ties.
pub fn strength(weights: &[Vec<f64>]) -> Vec<f64> {
    weights.iter().map(|row| row.iter().sum()).collect()
}
