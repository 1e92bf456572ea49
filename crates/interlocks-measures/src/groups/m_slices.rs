//! m-slices: components of strong ties.

use super::super::Projection;

/// The components of the ties of at least some weight; nodes without such a tie are in none (de Nooy, Mrvar and
/// Batagelj, Exploratory social network analysis with Pajek, chapter 5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MSlice {
    /// The smallest node of the component of each node; `None` for nodes in no component.
    pub labels: Vec<Option<u32>>,
    /// The number of ties of that weight.
    pub ties: usize,
}

/// Finds the components of the ties of weight `min_weight` or more.
///
/// Cost: linear in nodes and ties.
///
/// ```
/// use interlocks_measures::{Projection, groups::m_slice};
/// let found = m_slice(&Projection::from_ties(4, &[(0, 1, 1), (1, 2, 3), (2, 3, 2)]), 2);
/// assert_eq!((found.labels, found.ties), (vec![None, Some(1), Some(1), Some(1)], 2));
/// ```
pub fn m_slice(network: &Projection, min_weight: u32) -> MSlice {
    let strong = |node: u32| {
        let row = network.neighbours(node as usize).iter().zip(network.weights(node as usize));
        row.filter(move |(_, weight)| **weight >= min_weight).map(|(other, _)| *other)
    };
    let mut found = MSlice { labels: vec![None; network.len()], ties: 0 };
    let mut waiting = Vec::new();
    for first in 0..network.len() as u32 {
        found.ties += strong(first).filter(|other| *other > first).count();
        if found.labels[first as usize].is_some() || strong(first).next().is_none() {
            continue;
        }
        found.labels[first as usize] = Some(first);
        waiting.push(first);
        while let Some(node) = waiting.pop() {
            for other in strong(node) {
                if found.labels[other as usize].is_none() {
                    found.labels[other as usize] = Some(first);
                    waiting.push(other);
                }
            }
        }
    }
    found
}
