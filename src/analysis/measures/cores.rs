//! Core numbers: how far a network can be peeled before a node falls off.

use super::Network;

/// For every node the largest k for which it is part of a subnetwork in which everybody has k
/// neighbours (Seidman 1983), by peeling in buckets of degrees (Batagelj and Zaveršnik 2003).
///
/// Cost: linear in nodes and ties.
pub fn core_numbers(network: &Network) -> Vec<u32> {
    let count = network.len();
    // Half the memory of machine words, and most of the work is to wait for memory.
    let mut degrees: Vec<u32> = (0..count).map(|node| network.degree(node) as u32).collect();
    let most = degrees.iter().copied().max().unwrap_or(0) as usize;
    // Nodes in the order of what degree they have left, and where each degree begins.
    let mut starts = vec![0u32; most + 2];
    degrees.iter().for_each(|degree| starts[*degree as usize + 1] += 1);
    for at in 0..=most {
        starts[at + 1] += starts[at];
    }
    let mut places = vec![0u32; count];
    let mut order = vec![0u32; count];
    let mut next = starts.clone();
    for node in 0..count {
        let slot = &mut next[degrees[node] as usize];
        places[node] = *slot;
        order[*slot as usize] = node as u32;
        *slot += 1;
    }
    for at in 0..count {
        let node = order[at];
        let core = degrees[node as usize];
        for &other in network.neighbours(node as usize) {
            let degree = degrees[other as usize];
            if degree > core {
                // To the front of its bucket, which then begins one later.
                let front = starts[degree as usize].max(at as u32 + 1);
                let (first, place) = (order[front as usize], places[other as usize]);
                order.swap(front as usize, place as usize);
                (places[first as usize], places[other as usize]) = (place, front);
                starts[degree as usize] = front + 1;
                degrees[other as usize] = degree - 1;
            }
        }
    }
    degrees
}
