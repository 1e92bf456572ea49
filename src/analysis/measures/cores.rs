//! Core numbers: how far a network can be peeled before a node falls off.

use super::Network;

/// For every node the largest k for which it is part of a subnetwork in which everybody has k
/// neighbours (Seidman 1983). Peeled level by level: whoever has k neighbours left falls off, and may
/// take others along; then the next level is the least that anybody has left. Against peeling in
/// buckets (Batagelj and Zaveršnik 2003) nothing has to be moved when a neighbour falls off.
///
/// Cost: linear in nodes and ties, for a node is looked at once for each level up to its own.
pub fn core_numbers(network: &Network) -> Vec<u32> {
    // Neighbours left; of those that fell off, their core number.
    let mut left: Vec<u32> = (0..network.len()).map(|node| network.degree(node) as u32).collect();
    let mut staying: Vec<u32> = (0..network.len() as u32).collect();
    let mut falling: Vec<u32> = Vec::new();
    while let Some(level) = staying.iter().map(|node| left[*node as usize]).min() {
        falling.clear();
        falling.extend(staying.iter().filter(|node| left[**node as usize] == level));
        let mut at = 0;
        while let Some(node) = falling.get(at) {
            at += 1;
            for &other in network.neighbours(*node as usize) {
                // Whether a neighbour is still there is as good as chance: no branch for that.
                let degree = &mut left[other as usize];
                let is_last = *degree == level + 1;
                *degree -= u32::from(*degree > level);
                if is_last {
                    falling.push(other);
                }
            }
        }
        staying.retain(|node| left[*node as usize] > level);
    }
    left
}
