//! m-slices: what hangs together by strong ties alone.

use super::super::Network;

/// The components of the ties of weight `least` or more; nodes without such a tie are in none (de Nooy,
/// Mrvar and Batagelj, Exploratory social network analysis with Pajek, chapter 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// For every node the smallest node of its component, if it is in one.
    pub labels: Vec<Option<u32>>,
    pub ties: usize,
}

/// Cost: linear in nodes and ties.
///
/// ```
/// use interlocks_measures::{Network, groups::slice};
/// let found = slice(&Network::of_ties(4, &[(0, 1, 1), (1, 2, 3), (2, 3, 2)]), 2);
/// assert_eq!((found.labels, found.ties), (vec![None, Some(1), Some(1), Some(1)], 2));
/// ```
pub fn slice(network: &Network, least: u32) -> Slice {
    let strong = |node: u32| {
        let row = network.neighbours(node as usize).iter().zip(network.weights(node as usize));
        row.filter(move |(_, weight)| **weight >= least).map(|(other, _)| *other)
    };
    let mut slice = Slice { labels: vec![None; network.len()], ties: 0 };
    let mut waiting = Vec::new();
    for first in 0..network.len() as u32 {
        slice.ties += strong(first).filter(|other| *other > first).count();
        if slice.labels[first as usize].is_some() || strong(first).next().is_none() {
            continue;
        }
        slice.labels[first as usize] = Some(first);
        waiting.push(first);
        while let Some(node) = waiting.pop() {
            for other in strong(node) {
                if slice.labels[other as usize].is_none() {
                    slice.labels[other as usize] = Some(first);
                    waiting.push(other);
                }
            }
        }
    }
    slice
}
