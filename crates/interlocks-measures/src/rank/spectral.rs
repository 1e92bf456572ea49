//! Whoever is joined to those who count, counts: eigenvector centrality, Bonacich power, PageRank.

use rayon::prelude::*;

use super::matrix::Matrix;

/// Changes smaller than this, of values whose largest is 1, end an iteration.
const STEADY: f64 = 1e-13;
const MOST_ROUNDS: usize = 20_000;
/// Values that differ by less, as a share, are one.
const SAME: f64 = 1e-9;

/// The largest eigenvalue of a matrix and its vector, the largest entry 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Leading {
    pub value: f64,
    pub vector: Vec<f64>,
}

/// Eigenvector centrality (Bonacich 1972), by power iteration on A + I, which does not swing on a
/// two-mode network. There it is the leading pair of singular vectors, one on each side.
///
/// Components are gone through each by itself, and left as soon as their value is surely below one
/// that was found: λ₁ lies between the least and the largest (Ax)ᵢ / xᵢ for any positive x
/// (Collatz and Wielandt). All outside the component of the largest value are zero; where several
/// components share it, each has a largest entry of 1.
pub(super) fn leading(matrix: &Matrix) -> Leading {
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
    let mut best = Leading { value: 0.0, vector: vec![0.0; matrix.len()] };
    for (most, rows) in components {
        if most <= 0.0 || most < reached * (1.0 - SAME) {
            break;
        }
        let Some(found) = iterate(&matrix.part(&rows), reached) else { continue };
        if found.value < best.value * (1.0 - SAME) {
            continue;
        }
        if found.value > best.value * (1.0 + SAME) {
            best.vector.fill(0.0);
        }
        best.value = best.value.max(found.value);
        reached = reached.max(best.value);
        rows.iter().zip(&found.vector).for_each(|(row, entry)| best.vector[*row as usize] = *entry);
    }
    best
}

/// The leading pair of a connected matrix; none when its value is surely below `reached`.
fn iterate(matrix: &Matrix, reached: f64) -> Option<Leading> {
    let mut vector = vec![1.0; matrix.len()];
    let mut next = vector.clone();
    for _ in 0..MOST_ROUNDS {
        matrix.each_row(&vector, &mut next, |row, sum| sum + vector[row]);
        let bound = next.iter().zip(&vector).map(|(new, old)| new / old).fold(0.0, f64::max) - 1.0;
        if bound < reached * (1.0 - SAME) {
            return None;
        }
        let most = next.iter().copied().fold(0.0, f64::max);
        next.iter_mut().for_each(|entry| *entry /= most);
        let change = vector.iter().zip(&next).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        std::mem::swap(&mut vector, &mut next);
        if change < STEADY {
            break;
        }
    }
    let product = matrix.product(&vector);
    let value = matrix.sum(|row| vector[row] * product[row]) / matrix.sum(|row| vector[row] * vector[row]);
    Some(Leading { value, vector })
}

/// Bonacich's power (1987): c = α(I − βA)⁻¹A1, with β the share of 1/λ₁ that is given, below 1 either
/// way, and α such that the squares sum to the number of nodes. Above zero, power comes of neighbours
/// with power; below, of neighbours without.
pub(super) fn bonacich(matrix: &Matrix, share: f64) -> Vec<f64> {
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    let value = leading(matrix).value;
    if value == 0.0 {
        return sums;
    }
    let beta = share / value;
    let mut power = sums.clone();
    let mut next = sums.clone();
    for _ in 0..MOST_ROUNDS {
        matrix.each_row(&power, &mut next, |row, sum| sums[row] + beta * sum);
        let most = next.iter().map(|entry| entry.abs()).fold(0.0, f64::max);
        let change = power.iter().zip(&next).map(|(old, new)| (old - new).abs()).fold(0.0, f64::max);
        std::mem::swap(&mut power, &mut next);
        if change < STEADY * most {
            break;
        }
    }
    let scale = (matrix.nodes() / matrix.sum(|row| power[row] * power[row])).sqrt();
    power.iter().map(|entry| entry * scale).collect()
}

/// PageRank (Page and Brin 1998): where somebody is found who goes from node to neighbour, by weight,
/// with the probability of `damping`, and else anywhere; from a node without ties always anywhere.
/// Values sum to 1.
///
/// Every node pulls from its neighbours, until the changes of all come to less than 10⁻¹⁰. Ties go
/// both ways, so the steps of the walk have real eigenvalues, none beyond ±1, and Chebyshev's
/// semi-iteration (Golub and Varga 1961) needs a third of the rounds that plain iteration does.
///
/// Cost: the ties a round, some forty rounds at 0.85.
pub(super) fn pagerank(matrix: &Matrix, damping: f64) -> Vec<f64> {
    let nodes = matrix.nodes();
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    let all = matrix.sum(|row| sums[row]);
    let stuck = matrix.sum(|row| if sums[row] > 0.0 { 0.0 } else { 1.0 });
    // What everybody has from jumps, those from nodes without ties included.
    let anywhere = (1.0 - damping) / (nodes - damping * stuck);
    // Near to where it ends: without damping it would be the share of ties.
    let share = |sum: &f64| anywhere + if all > 0.0 { (1.0 - anywhere * nodes) * sum / all } else { 0.0 };
    let mut rank: Vec<f64> = sums.iter().map(share).collect();
    let mut before = rank.clone();
    let mut next = rank.clone();
    let mut given = vec![0.0; matrix.len()];
    let mut stretch = 1.0;
    for round in 0..MOST_ROUNDS {
        given.par_iter_mut().zip(&rank).zip(&sums).for_each(|((given, rank), sum)| {
            *given = if *sum > 0.0 { rank / sum } else { 0.0 };
        });
        matrix.each_row(&given, &mut next, |row, sum| before[row] + stretch * (anywhere + damping * sum - before[row]));
        let change = matrix.sum(|row| (rank[row] - next[row]).abs());
        std::mem::swap(&mut before, &mut rank);
        std::mem::swap(&mut rank, &mut next);
        stretch = 1.0 / (1.0 - damping * damping * if round == 0 { 0.5 } else { stretch / 4.0 });
        if change < 1e-10 {
            break;
        }
    }
    rank
}
