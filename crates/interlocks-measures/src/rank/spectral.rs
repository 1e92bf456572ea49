//! Spectral measures: eigenvector centrality, Bonacich power, PageRank.
//!
//! All three are found by iteration on a [`Matrix`]. A round costs one pass over the ties; iterations stop when no
//! entry changes by more than 10⁻¹³ (PageRank: all changes together 10⁻¹⁰), and after 20,000 rounds at the latest.

use rayon::prelude::*;

use super::matrix::Matrix;

/// The largest change of an entry at which an iteration stops, where the largest entry is 1.
const TOLERANCE: f64 = 1e-13;
const MAX_ITERATIONS: usize = 20_000;
/// The relative difference up to which two eigenvalues count as equal.
const SAME_EIGENVALUE: f64 = 1e-9;

/// The largest eigenvalue of a matrix and its eigenvector, scaled to a largest entry of 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LeadingPair {
    pub value: f64,
    pub vector: Vec<f64>,
}

/// Computes eigenvector centrality (Bonacich 1972) by power iteration on A + I, which converges on a two-mode network
/// as well. There the result is the leading pair of singular vectors, one on each side.
///
/// Components are iterated separately. A component is abandoned as soon as its eigenvalue is certainly below one
/// already found: λ₁ lies between the smallest and the largest (Ax)ᵢ / xᵢ for any positive x (Collatz and Wielandt).
/// Entries outside the component with the largest eigenvalue are zero; if several components share it, each has a
/// largest entry of 1.
pub(super) fn leading(matrix: &Matrix) -> LeadingPair {
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    let mut components: Vec<(f64, Vec<u32>)> = Vec::new();
    let mut reached = 0.0f64;
    for rows in matrix.components() {
        let nodes: f64 = rows.iter().map(|row| matrix.size(*row as usize)).sum();
        let total: f64 = rows.iter().map(|row| matrix.size(*row as usize) * sums[*row as usize]).sum();
        let most = rows.iter().map(|row| sums[*row as usize]).fold(0.0, f64::max);
        reached = reached.max(total / nodes);
        components.push((most, rows));
    }
    components.sort_by(|x, y| y.0.total_cmp(&x.0));
    let mut best = LeadingPair { value: 0.0, vector: vec![0.0; matrix.len()] };
    for (most, rows) in components {
        if most <= 0.0 || most < reached * (1.0 - SAME_EIGENVALUE) {
            break;
        }
        let Some(found) = power_iteration(&matrix.submatrix(&rows), reached) else { continue };
        if found.value < best.value * (1.0 - SAME_EIGENVALUE) {
            continue;
        }
        if found.value > best.value * (1.0 + SAME_EIGENVALUE) {
            best.vector.fill(0.0);
        }
        best.value = best.value.max(found.value);
        reached = reached.max(best.value);
        rows.iter().zip(&found.vector).for_each(|(row, entry)| best.vector[*row as usize] = *entry);
    }
    best
}

/// Iterates to the leading pair of a connected matrix; returns `None` if its eigenvalue is certainly below `reached`.
fn power_iteration(matrix: &Matrix, reached: f64) -> Option<LeadingPair> {
    let mut vector = vec![1.0; matrix.len()];
    let mut next = vector.clone();
    for _ in 0..MAX_ITERATIONS {
        matrix.map_product(&vector, &mut next, |row, sum| sum + vector[row]);
        let bound = next.iter().zip(&vector).map(|(new, old)| new / old).fold(0.0, f64::max) - 1.0;
        if bound < reached * (1.0 - SAME_EIGENVALUE) {
            return None;
        }
        let most = next.iter().copied().fold(0.0, f64::max);
        next.iter_mut().for_each(|entry| *entry /= most);
        let change = vector.iter().zip(&next).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        std::mem::swap(&mut vector, &mut next);
        if change < TOLERANCE {
            break;
        }
    }
    let product = matrix.product(&vector);
    let value = matrix.sum(|row| vector[row] * product[row]) / matrix.sum(|row| vector[row] * vector[row]);
    Some(LeadingPair { value, vector })
}

/// Computes Bonacich power (1987): c = α(I − βA)⁻¹A1, where β is `share` / λ₁, |`share`| < 1, and α is such that the
/// squares sum to the number of nodes. With β > 0 a node gains from powerful neighbours, with β < 0 from neighbours
/// without power.
pub(super) fn bonacich(matrix: &Matrix, share: f64) -> Vec<f64> {
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    let value = leading(matrix).value;
    if value == 0.0 {
        return sums;
    }
    let beta = share / value;
    let mut power = sums.clone();
    let mut next = sums.clone();
    for _ in 0..MAX_ITERATIONS {
        matrix.map_product(&power, &mut next, |row, sum| sums[row] + beta * sum);
        let most = next.iter().map(|entry| entry.abs()).fold(0.0, f64::max);
        let change = power.iter().zip(&next).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        std::mem::swap(&mut power, &mut next);
        if change < TOLERANCE * most {
            break;
        }
    }
    let scale = (matrix.nodes() / matrix.sum(|row| power[row] * power[row])).sqrt();
    power.iter().map(|entry| entry * scale).collect()
}

/// Computes PageRank (Page and Brin 1998): the stationary distribution of a random walk that follows a tie, chosen by
/// weight, with probability `damping` and jumps to a random node otherwise; from a node without ties it always jumps.
/// The values sum to 1.
///
/// Each node pulls from its neighbours until all changes together are below 10⁻¹⁰. Ties are undirected, so the
/// transition matrix has real eigenvalues within ±1, and Chebyshev semi-iteration (Golub and Varga 1961) needs a third
/// of the rounds of plain iteration.
///
/// Cost: the ties per round; about forty rounds at a damping of 0.85.
pub(super) fn pagerank(matrix: &Matrix, damping: f64) -> Vec<f64> {
    let nodes = matrix.nodes();
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    let all = matrix.sum(|row| sums[row]);
    let dangling = matrix.sum(|row| if sums[row] > 0.0 { 0.0 } else { 1.0 });
    // The share that each node receives from jumps, including those from nodes without ties.
    let teleport = (1.0 - damping) / (nodes - damping * dangling);
    // The initial values, near the result: without jumps PageRank is proportional to the sum of tie weights.
    let share = |sum: &f64| teleport + if all > 0.0 { (1.0 - teleport * nodes) * sum / all } else { 0.0 };
    let mut rank: Vec<f64> = sums.iter().map(share).collect();
    let mut before = rank.clone();
    let mut next = rank.clone();
    let mut outflow = vec![0.0; matrix.len()];
    let mut omega = 1.0;
    for round in 0..MAX_ITERATIONS {
        outflow.par_iter_mut().zip(&rank).zip(&sums).for_each(|((outflow, rank), sum)| {
            *outflow = if *sum > 0.0 { rank / sum } else { 0.0 };
        });
        matrix.map_product(&outflow, &mut next, |row, sum| {
            before[row] + omega * (teleport + damping * sum - before[row])
        });
        let change = matrix.sum(|row| (rank[row] - next[row]).abs());
        std::mem::swap(&mut before, &mut rank);
        std::mem::swap(&mut rank, &mut next);
        omega = 1.0 / (1.0 - damping * damping * if round == 0 { 0.5 } else { omega / 4.0 });
        if change < 1e-10 {
            break;
        }
    }
    rank
}
