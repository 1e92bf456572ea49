//! Triangles, and how clustered a network is.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use super::Network;
use super::network::balanced;

/// How clustered a network is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clustering {
    /// For every node the number of triangles it is part of.
    pub triangles: Vec<u64>,
    /// 3 · triangles / triples; none without a triple.
    pub transitivity: Option<f64>,
    /// Mean share of a node's pairs of neighbours that are joined, nodes with fewer than two counted
    /// as zero (Watts and Strogatz 1998).
    pub mean: Option<f64>,
    /// The same, those nodes left out.
    pub mean_deg2: Option<f64>,
}

/// Counts triangles from the end of lowest degree (Chiba and Nishizeki 1985), in parallel.
///
/// Cost: ties × arboricity.
pub fn clustering(network: &Network) -> Clustering {
    let triangles = triangles(network);
    let triples = |node: usize| (network.degree(node) as u64) * (network.degree(node) as u64).saturating_sub(1) / 2;
    let closed: u64 = triangles.iter().sum();
    let all: u64 = (0..network.len()).map(triples).sum();
    let locals: Vec<f64> = (0..network.len())
        .filter(|node| network.degree(*node) > 1)
        .map(|node| triangles[node] as f64 / triples(node) as f64)
        .collect();
    let sum: f64 = locals.iter().sum();
    let over = |count: usize| (count > 0).then(|| sum / count as f64);
    Clustering {
        transitivity: (all > 0).then(|| closed as f64 / all as f64),
        mean: over(network.len()),
        mean_deg2: over(locals.len()),
        triangles,
    }
}

/// Counts kept by workers apart take so many cells at most.
const MOST_CELLS: usize = 1 << 27;

/// Rows made by one task.
const ROWS: usize = 1 << 12;

fn triangles(network: &Network) -> Vec<u64> {
    let later = Later::of(network);
    let nodes = network.len();
    let work: Vec<usize> = (0..nodes)
        .into_par_iter()
        .map(|at| 1 + later.of_rank(at).iter().map(|next| later.of_rank(*next as usize).len()).sum::<usize>())
        .collect();
    let ranges = balanced(&work);
    let next = AtomicUsize::new(0);
    let workers = (MOST_CELLS / nodes.max(1)).max(1);
    let counts = rayon::broadcast(|worker| {
        // For every node twice its triangles, and one more while it is near the node in hand.
        let mut cells = vec![0u64; if worker.index() < workers { nodes } else { 0 }];
        while worker.index() < workers
            && let Some(range) = ranges.get(next.fetch_add(1, Relaxed))
        {
            range.clone().for_each(|at| later.count(at, &mut cells));
        }
        cells
    });
    (0..nodes)
        .into_par_iter()
        .map(|node| counts.iter().filter_map(|cells| cells.get(later.ranks[node] as usize)).map(|cell| cell / 2).sum())
        .collect()
}

/// The neighbours of every node that come later in the order of degrees, by ranks in that order.
struct Later {
    ranks: Vec<u32>,
    starts: Vec<usize>,
    later: Vec<u32>,
}

impl Later {
    fn of(network: &Network) -> Later {
        let most = (0..network.len()).map(|node| network.degree(node)).max().unwrap_or(0);
        let mut slots = vec![0u32; most + 2];
        (0..network.len()).for_each(|node| slots[network.degree(node) + 1] += 1);
        (0..=most).for_each(|degree| slots[degree + 1] += slots[degree]);
        let (mut ranks, mut order) = (vec![0u32; network.len()], vec![0u32; network.len()]);
        for node in 0..network.len() {
            let slot = &mut slots[network.degree(node)];
            (ranks[node], order[*slot as usize]) = (*slot, node as u32);
            *slot += 1;
        }
        let rows: Vec<(Vec<usize>, Vec<u32>)> = order
            .par_chunks(ROWS)
            .enumerate()
            .map(|(chunk, nodes)| {
                let (mut ends, mut row) = (Vec::with_capacity(nodes.len()), Vec::new());
                for (node, rank) in nodes.iter().zip(chunk * ROWS..) {
                    let others = network.neighbours(*node as usize).iter().map(|other| ranks[*other as usize]);
                    row.extend(others.filter(|other| *other as usize > rank));
                    ends.push(row.len());
                }
                (ends, row)
            })
            .collect();
        let mut starts = Vec::with_capacity(network.len() + 1);
        let mut later = Vec::with_capacity(network.ties());
        starts.push(0);
        for (ends, mut row) in rows {
            starts.extend(ends.iter().map(|end| later.len() + end));
            later.append(&mut row);
        }
        Later { ranks, starts, later }
    }

    fn of_rank(&self, rank: usize) -> &[u32] {
        &self.later[self.starts[rank]..self.starts[rank + 1]]
    }

    /// Counts the triangles of which a node is the first corner, for all three corners.
    fn count(&self, first: usize, cells: &mut [u64]) {
        let near = self.of_rank(first);
        near.iter().for_each(|other| cells[*other as usize] |= 1);
        let mut own = 0;
        for &second in near {
            let mut closed = 0;
            for &third in self.of_rank(second as usize) {
                // Without a branch, for whether they are near is as good as chance.
                let cell = &mut cells[third as usize];
                let is_near = *cell & 1;
                *cell += 2 * is_near;
                closed += is_near;
            }
            cells[second as usize] += 2 * closed;
            own += closed;
        }
        near.iter().for_each(|other| cells[*other as usize] &= !1);
        cells[first] += 2 * own;
    }
}
