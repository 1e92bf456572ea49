//! Articulation points: nodes that are the only link between parts of the network.

use super::super::Projection;

/// Returns for each node the number of additional components the network would have without it; 0 for all but
/// articulation points. Depth-first search of Hopcroft and Tarjan (1973), without recursion.
///
/// Cost: linear in nodes and ties.
pub fn articulation(network: &Projection) -> Vec<u64> {
    let nodes = network.len();
    // The order in which nodes are reached, from 1, and the earliest node that can be reached from beyond each node.
    let (mut reached, mut low) = (vec![0u32; nodes], vec![0u32; nodes]);
    let mut more = vec![0u64; nodes];
    let mut clock = 0;
    // The path from the root: nodes, and the number of their neighbours already visited.
    let mut path: Vec<(u32, usize)> = Vec::new();
    for root in 0..nodes {
        if reached[root] != 0 {
            continue;
        }
        let mut branches = 0u64;
        clock += 1;
        (reached[root], low[root]) = (clock, clock);
        path.push((root as u32, 0));
        while let Some((node, visited)) = path.last_mut() {
            let at = *node as usize;
            if let Some(&next) = network.neighbours(at).get(*visited) {
                *visited += 1;
                let next = next as usize;
                if reached[next] == 0 {
                    clock += 1;
                    (reached[next], low[next]) = (clock, clock);
                    path.push((next as u32, 0));
                } else {
                    low[at] = low[at].min(reached[next]);
                }
                continue;
            }
            path.pop();
            let Some(&(before, _)) = path.last() else { break };
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
