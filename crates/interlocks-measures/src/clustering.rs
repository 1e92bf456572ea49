//! Triangles and clustering coefficients.

use interlocks_core::stop::check;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use super::Projection;
use super::projection::balanced_ranges;

/// Triangles per node and the clustering coefficients of the network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clustering {
    /// The number of triangles to which each node belongs.
    pub triangles: Vec<u64>,
    /// Transitivity, 3 × triangles / connected triples; `None` without a triple.
    pub transitivity: Option<f64>,
    /// Mean local clustering (Watts and Strogatz 1998): the share of a node's pairs of neighbours that are joined,
    /// averaged over all nodes; nodes with fewer than two neighbours count as zero.
    pub mean: Option<f64>,
    /// Mean local clustering over nodes with at least two neighbours.
    pub mean_deg2: Option<f64>,
}

/// Counts triangles and computes the clustering coefficients.
///
/// Nodes are ranked by degree, and each triangle is counted once, from its corner of lowest rank (Chiba and Nishizeki
/// 1985), in parallel.
///
/// Cost: ties × arboricity. Memory: 8 bytes per node and thread, at most 1 GiB in total.
pub fn clustering(network: &Projection) -> Clustering {
    let triangles = triangles(network);
    let triples = |node: usize| (network.degree(node) as u64) * (network.degree(node) as u64).saturating_sub(1) / 2;
    let closed: u64 = triangles.iter().sum();
    let all: u64 = (0..network.len()).map(triples).sum();
    let locals: Vec<f64> = (0..network.len())
        .filter(|node| network.degree(*node) > 1)
        .map(|node| triangles[node] as f64 / triples(node) as f64)
        .collect();
    // The sum of nothing is 0, not -0.
    let sum = locals.iter().fold(0.0, |sum, local| sum + local);
    let over = |count: usize| (count > 0).then(|| sum / count as f64);
    Clustering {
        transitivity: (all > 0).then(|| closed as f64 / all as f64),
        mean: over(network.len()),
        mean_deg2: over(locals.len()),
        triangles,
    }
}

/// The limit on counters over all workers, each of which keeps one per node.
const MAX_CELLS: usize = 1 << 27;

/// Rows built by one task.
const ROWS_PER_TASK: usize = 1 << 12;

fn triangles(network: &Projection) -> Vec<u64> {
    let forward = ForwardNeighbours::new(network);
    let nodes = network.len();
    let work: Vec<usize> = (0..nodes)
        .into_par_iter()
        .map(|at| 1 + forward.row(at).iter().map(|next| forward.row(*next as usize).len()).sum::<usize>())
        .collect();
    let ranges = balanced_ranges(&work);
    let next = AtomicUsize::new(0);
    let workers = (MAX_CELLS / nodes.max(1)).max(1);
    let counts = rayon::broadcast(|worker| {
        // For each node twice the number of its triangles; the lowest bit marks neighbours of the current node.
        let mut cells = vec![0u64; if worker.index() < workers { nodes } else { 0 }];
        while worker.index() < workers
            && let Some(range) = ranges.get(next.fetch_add(1, Relaxed))
        {
            check();
            range.clone().for_each(|at| forward.count(at, &mut cells));
        }
        cells
    });
    (0..nodes)
        .into_par_iter()
        .map(|node| {
            counts.iter().filter_map(|cells| cells.get(forward.ranks[node] as usize)).map(|cell| cell / 2).sum()
        })
        .collect()
}

/// For each node the neighbours of higher rank, where nodes are ranked by degree.
struct ForwardNeighbours {
    ranks: Vec<u32>,
    starts: Vec<usize>,
    forward: Vec<u32>,
}

impl ForwardNeighbours {
    fn new(network: &Projection) -> ForwardNeighbours {
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
            .par_chunks(ROWS_PER_TASK)
            .enumerate()
            .map(|(chunk, nodes)| {
                let (mut ends, mut row) = (Vec::with_capacity(nodes.len()), Vec::new());
                for (node, rank) in nodes.iter().zip(chunk * ROWS_PER_TASK..) {
                    let others = network.neighbours(*node as usize).iter().map(|other| ranks[*other as usize]);
                    row.extend(others.filter(|other| *other as usize > rank));
                    ends.push(row.len());
                }
                (ends, row)
            })
            .collect();
        let mut starts = Vec::with_capacity(network.len() + 1);
        let mut forward = Vec::with_capacity(network.ties());
        starts.push(0);
        for (ends, mut row) in rows {
            starts.extend(ends.iter().map(|end| forward.len() + end));
            forward.append(&mut row);
        }
        ForwardNeighbours { ranks, starts, forward }
    }

    fn row(&self, rank: usize) -> &[u32] {
        &self.forward[self.starts[rank]..self.starts[rank + 1]]
    }

    /// Counts the triangles whose corner of lowest rank is `first`, at all three corners.
    fn count(&self, first: usize, cells: &mut [u64]) {
        let near = self.row(first);
        near.iter().for_each(|other| cells[*other as usize] |= 1);
        let mut own = 0;
        for &second in near {
            let mut closed = 0;
            for &third in self.row(second as usize) {
                // Without a branch: whether `third` is a neighbour is unpredictable.
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
