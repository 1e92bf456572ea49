//! Cores of the two-mode network.

use interlocks_analysis::bipartite::BoardLinks;

/// Computes the (α, β)-core: the largest set of people and boards in which each person sits on at least `alpha` of the
/// boards, and each board has at least `beta` of the people (Ahmed, Batagelj, Fu, Hong, Merrick and Mrvar 2007). Nodes
/// that fall short are removed until none does. A value of 0 sets no condition, but nodes without a seat are never in
/// the core.
///
/// Returns for each node of `links` the smallest node of its component in the core; `None` if it is not in the core.
/// Cost: linear in people, companies and seats.
pub fn bicore(links: &BoardLinks, alpha: usize, beta: usize) -> Vec<Option<u32>> {
    let (people, nodes) = (links.people(), links.nodes());
    // The boards of a person, by number among companies; or the members of a board.
    let others = |node: usize| if node < people { links.boards(node) } else { links.members(node - people) };
    let number = |node: usize, other: u32| if node < people { people + other as usize } else { other as usize };
    let least = |node: usize| if node < people { alpha.max(1) } else { beta.max(1) };
    let mut left: Vec<usize> = (0..nodes).map(|node| others(node).len()).collect();
    let mut gone: Vec<bool> = (0..nodes).map(|node| left[node] < least(node)).collect();
    let mut waiting: Vec<usize> = (0..nodes).filter(|node| gone[*node]).collect();
    while let Some(node) = waiting.pop() {
        for &other in others(node) {
            let other = number(node, other);
            left[other] -= 1;
            if !gone[other] && left[other] < least(other) {
                gone[other] = true;
                waiting.push(other);
            }
        }
    }
    let mut labels = vec![None; nodes];
    for first in (0..nodes).filter(|node| !gone[*node]) {
        if labels[first].is_some() {
            continue;
        }
        labels[first] = Some(first as u32);
        waiting.push(first);
        while let Some(node) = waiting.pop() {
            for &other in others(node) {
                let other = number(node, other);
                if !gone[other] && labels[other].is_none() {
                    labels[other] = Some(first as u32);
                    waiting.push(other);
                }
            }
        }
    }
    labels
}
