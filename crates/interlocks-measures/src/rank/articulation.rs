//! Who is the only link.

use super::super::Network;

/// For every node, into how many more components its own would fall without it: 0 for all but the
/// articulation points. By the depth-first search of Hopcroft and Tarjan (1973), without recursion.
///
/// Cost: linear in nodes and ties.
pub fn articulation(network: &Network) -> Vec<u64> {
    let nodes = network.len();
    // When each node was come to, from 1, and the earliest that is reached from beyond it.
    let (mut reached, mut low) = (vec![0u32; nodes], vec![0u32; nodes]);
    let mut more = vec![0u64; nodes];
    let mut clock = 0;
    // The way from the root: nodes, and how many of their neighbours are done.
    let mut way: Vec<(u32, usize)> = Vec::new();
    for root in 0..nodes {
        if reached[root] != 0 {
            continue;
        }
        let mut branches = 0u64;
        clock += 1;
        (reached[root], low[root]) = (clock, clock);
        way.push((root as u32, 0));
        while let Some((node, done)) = way.last_mut() {
            let at = *node as usize;
            if let Some(&next) = network.neighbours(at).get(*done) {
                *done += 1;
                let next = next as usize;
                if reached[next] == 0 {
                    clock += 1;
                    (reached[next], low[next]) = (clock, clock);
                    way.push((next as u32, 0));
                } else {
                    low[at] = low[at].min(reached[next]);
                }
                continue;
            }
            way.pop();
            let Some(&(before, _)) = way.last() else { break };
            let before = before as usize;
            if before == root {
                branches += 1;
            } else if low[at] >= reached[before] {
                more[before] += 1;
            }
            low[before] = low[before].min(low[at]);
        }
        more[root] = branches.saturating_sub(1);
    }
    more
}
