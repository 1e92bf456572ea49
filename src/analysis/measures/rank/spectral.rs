//! Whoever is joined to those who count, counts: eigenvector centrality, Bonacich power, PageRank.

use super::matrix::Matrix;

/// Changes smaller than this, of values whose largest is 1, end an iteration.
const STEADY: f64 = 1e-13;
const MOST_ROUNDS: usize = 20_000;

/// The largest eigenvalue of a matrix and its vector, the largest entry 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Leading {
    pub value: f64,
    pub vector: Vec<f64>,
}

/// Eigenvector centrality (Bonacich 1972), by power iteration on A + I, which does not swing on a
/// two-mode network. There it is the leading pair of singular vectors, one on each side.
///
/// Components are gone through each by itself, those left out whose largest row could not reach what
/// another surely has (λ₁ lies between the mean row and the largest). All outside the component of
/// the largest value are zero; where several components share it, each has a largest entry of 1.
pub(super) fn leading(matrix: &Matrix) -> Leading {
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    let components = matrix.components();
    let bounds: Vec<(f64, f64)> = components
        .iter()
        .map(|rows| {
            let (mut total, mut nodes, mut most) = (0.0, 0.0, 0.0f64);
            for &row in rows {
                total += matrix.size(row as usize) * sums[row as usize];
                nodes += matrix.size(row as usize);
                most = most.max(sums[row as usize]);
            }
            (total / nodes, most)
        })
        .collect();
    let reached = bounds.iter().map(|bound| bound.0).fold(0.0, f64::max);
    let mut vector = vec![0.0; matrix.len()];
    if reached == 0.0 {
        return Leading { value: 0.0, vector };
    }
    let able = components.iter().zip(&bounds).filter(|(_, bound)| bound.1 >= reached * (1.0 - 1e-9));
    let found: Vec<(&Vec<u32>, Leading)> = able.map(|(rows, _)| (rows, iterate(&matrix.part(rows)))).collect();
    let value = found.iter().map(|(_, leading)| leading.value).fold(0.0, f64::max);
    for (rows, leading) in found.iter().filter(|(_, leading)| leading.value >= value * (1.0 - 1e-9)) {
        rows.iter().zip(&leading.vector).for_each(|(row, entry)| vector[*row as usize] = *entry);
    }
    Leading { value, vector }
}

/// The leading pair of a connected matrix.
fn iterate(matrix: &Matrix) -> Leading {
    let mut vector = vec![1.0; matrix.len()];
    let mut next = vector.clone();
    for _ in 0..MOST_ROUNDS {
        matrix.each_row(&vector, &mut next, |row, sum| sum + vector[row]);
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
    Leading { value, vector }
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
/// Values sum to 1. Every node pulls from its neighbours, until the changes of all come to less than
/// 10⁻¹⁰.
///
/// Cost: the ties a round, fewer than 150 rounds at 0.85.
pub(super) fn pagerank(matrix: &Matrix, damping: f64) -> Vec<f64> {
    let nodes = matrix.nodes();
    let sums = matrix.product(&vec![1.0; matrix.len()]);
    // Near to where it ends: without damping it would be the share of ties.
    let all = matrix.sum(|row| sums[row]);
    let mut rank: Vec<f64> = sums
        .iter()
        .map(|sum| (1.0 - damping) / nodes + damping * if all > 0.0 { sum / all } else { 1.0 / nodes })
        .collect();
    let mut given = vec![0.0; matrix.len()];
    let mut next = rank.clone();
    for _ in 0..MOST_ROUNDS {
        given.iter_mut().zip(&rank).zip(&sums).for_each(|((given, rank), sum)| {
            *given = if *sum > 0.0 { rank / sum } else { 0.0 };
        });
        let stuck = matrix.sum(|row| if sums[row] > 0.0 { 0.0 } else { rank[row] });
        let anywhere = (1.0 - damping + damping * stuck) / nodes;
        matrix.each_row(&given, &mut next, |_, sum| anywhere + damping * sum);
        let change = matrix.sum(|row| (rank[row] - next[row]).abs());
        std::mem::swap(&mut rank, &mut next);
        if change < 1e-10 {
            break;
        }
    }
    rank
}
