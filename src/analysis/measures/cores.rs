//! Core numbers: how far a network can be peeled before a node falls off.

use super::Network;

/// For every node the largest k for which it is part of a subnetwork in which everybody has k
/// neighbours (Seidman 1983), by peeling in buckets of degrees (Batagelj and Zaveršnik 2003).
///
/// Cost: linear in nodes and ties.
pub fn core_numbers(network: &Network) -> Vec<u32> {
    let count = network.len();
    let mut degrees: Vec<usize> = (0..count).map(|node| network.degree(node)).collect();
    let most = degrees.iter().copied().max().unwrap_or(0);
    // Nodes in the order of what degree they have left, and where each degree begins.
    let mut starts = vec![0usize; most + 2];
    degrees.iter().for_each(|degree| starts[degree + 1] += 1);
    for at in 0..=most {
        starts[at + 1] += starts[at];
    }
    let mut places = vec![0usize; count];
    let mut order = vec![0u32; count];
    let mut next = starts.clone();
    for node in 0..count {
        places[node] = next[degrees[node]];
        order[places[node]] = node as u32;
        next[degrees[node]] += 1;
    }
    for at in 0..count {
        let node = order[at] as usize;
        for &other in network.neighbours(node) {
            let other = other as usize;
            if degrees[other] > degrees[node] {
                // To the front of its bucket, which then begins one later.
                let front = starts[degrees[other]].max(at + 1);
                let (first, place) = (order[front] as usize, places[other]);
                order.swap(front, place);
                (places[first], places[other]) = (place, front);
                starts[degrees[other]] = front + 1;
                degrees[other] -= 1;
            }
        }
    }
    degrees.into_iter().map(|degree| degree as u32).collect()
}
