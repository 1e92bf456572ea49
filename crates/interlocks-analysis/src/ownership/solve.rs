//! The two sums on a network of shares: the integrated share of an owner through all chains, and control. Shares are
//! fractions of one.

/// A network of shares.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// For each node its holders with their shares, in the order of holders.
    pub into: Vec<Vec<(usize, f64)>>,
}

/// The sweeps end when no share changes by more than this.
pub const TOLERANCE: f64 = 1e-12;

/// After this many sweeps, a ring of owners whose shares still grow counts as fully owned.
const MOST_SWEEPS: usize = 10_000;

/// The direction in which a sum that has not converged is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// To the sum so far.
    Down,
    /// To the whole company.
    Up,
}

/// Returns the integrated share of one owner in every node: the sum over all chains of owners of the product of their
/// shares.
///
/// With shares `a` and owner `o`, the solution `x` of
///
/// > x_j = a_oj + Σ_{k ≠ o} x_k · a_kj
///
/// is computed: the equation x = d + x·A of Brioschi, Buzzacchi & Colombo (1989) on the network without the shares held in
/// the owner itself, so that a chain that returns to the owner is not counted again (Vitali, Glattfelder & Battiston 2011
/// divide by the owner's return for the same effect). A company's shares in itself raise those of all others by
/// 1 / (1 − a_jj). No share exceeds one, whatever the data adds up to.
///
/// The solution is found by sweeps in the order of nodes (Gauss–Seidel) until no share changes by more than
/// [`TOLERANCE`]: without rings after as many sweeps as the longest chain has steps, with rings geometrically. The sums
/// rise from below, so `Down` is never too high.
pub fn integrated(shares: &Shares, owner: usize, rounding: Rounding) -> Vec<f64> {
    let mut owned = vec![0.0; shares.into.len()];
    for sweep in 1.. {
        let mut moved = Vec::new();
        for node in (0..owned.len()).filter(|node| *node != owner) {
            let (mut sum, mut own) = (0.0, 0.0);
            for &(holder, share) in &shares.into[node] {
                if holder == node {
                    own = share;
                } else {
                    sum += share * if holder == owner { 1.0 } else { owned[holder] };
                }
            }
            let now = if sum <= 0.0 {
                0.0
            } else if own < 1.0 {
                f64::min(1.0, sum / (1.0 - own))
            } else {
                1.0
            };
            if (now - owned[node]).abs() > TOLERANCE {
                moved.push(node);
            }
            owned[node] = now;
        }
        if moved.is_empty() {
            break;
        }
        if sweep == MOST_SWEEPS {
            if rounding == Rounding::Up {
                moved.into_iter().for_each(|node| owned[node] = 1.0);
            }
            break;
        }
    }
    owned
}

/// Returns for each node `true` if an owner controls it: the owner and the nodes it controls together hold more than
/// `threshold`. Nodes are added until there are no more. An owner does not control itself.
///
/// `most` is the maximum that each holder possibly holds, and `least` what it certainly holds. A group of holders has at
/// most what its members possibly hold, and at most what the others leave. For certain control pass `least` twice, for
/// possible control both.
///
/// Cost: the shares times the longest chain of control.
pub fn controlled(most: &Shares, least: &Shares, owner: usize, threshold: f64) -> Vec<bool> {
    let mut inside = vec![false; most.into.len()];
    let members = |node: usize, inside: &[bool]| {
        let (mut group, mut others) = (0.0, 0.0);
        let mut surely = least.into[node].iter().peekable();
        for &(holder, share) in &most.into[node] {
            let least = surely.next_if(|(other, _)| *other == holder).map_or(0.0, |(_, share)| *share);
            if holder == owner || inside[holder] {
                group += share;
            } else if holder != node {
                others += least;
            }
        }
        group.min(1.0 - others)
    };
    loop {
        let add: Vec<usize> = (0..inside.len())
            .filter(|node| *node != owner && !inside[*node] && members(*node, &inside) > threshold + TOLERANCE)
            .collect();
        if add.is_empty() {
            return inside;
        }
        add.into_iter().for_each(|node| inside[node] = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Shares by holder and held, in no order, many of them missing.
    fn matrix(nodes: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
        let share = prop_oneof![2 => Just(0.0), 1 => (1u32..=100).prop_map(|hundredth| f64::from(hundredth) / 100.0)];
        prop::collection::vec(prop::collection::vec(share, nodes), nodes)
    }

    fn shares(matrix: &[Vec<f64>]) -> Shares {
        let holders = |node: usize| {
            matrix.iter().enumerate().map(move |(holder, row)| (holder, row[node])).filter(|(_, share)| *share > 0.0)
        };
        Shares { into: (0..matrix.len()).map(|node| holders(node).collect()).collect() }
    }

    /// Returns the sum over every walk of the product of its shares; the network has no rings.
    fn by_paths(matrix: &[Vec<f64>], at: usize, to: usize) -> f64 {
        (0..matrix.len())
            .map(|next| {
                let share = matrix[at][next];
                if share <= 0.0 {
                    0.0
                } else if next == to {
                    share
                } else {
                    share * by_paths(matrix, next, to)
                }
            })
            .sum()
    }

    /// No node is held by more than the whole of it.
    fn scaled(mut matrix: Vec<Vec<f64>>, most: f64) -> Vec<Vec<f64>> {
        for node in 0..matrix.len() {
            let sum: f64 = matrix.iter().map(|row| row[node]).sum();
            if sum > most {
                matrix.iter_mut().for_each(|row| row[node] *= most / sum);
            }
        }
        matrix
    }

    proptest! {
        #[test]
        fn without_rings_the_share_is_the_sum_over_all_chains(matrix in matrix(7), owner in 0usize..7) {
            let mut matrix = scaled(matrix, 1.0);
            for (holder, row) in matrix.iter_mut().enumerate() {
                row.iter_mut().take(holder + 1).for_each(|share| *share = 0.0);
            }
            let held = integrated(&shares(&matrix), owner, Rounding::Down);
            for node in (0..7).filter(|node| *node != owner) {
                let expected = by_paths(&matrix, owner, node);
                prop_assert!((held[node] - expected).abs() < 1e-9, "{node}: {} for {expected}", held[node]);
            }
        }

        #[test]
        fn with_rings_the_share_is_the_series_of_powers(matrix in matrix(5), owner in 0usize..5) {
            let matrix = scaled(matrix, 0.9);
            let held = integrated(&shares(&matrix), owner, Rounding::Up);
            // d + d·A + d·A² + …, where nothing flows back into the owner.
            let mut flow = matrix[owner].clone();
            flow[owner] = 0.0;
            let mut sum = flow.clone();
            for _ in 0..600 {
                let next = |node: usize| (0..5).map(|k| flow[k] * matrix[k][node]).sum::<f64>();
                flow = (0..5).map(|node| if node == owner { 0.0 } else { next(node) }).collect();
                sum.iter_mut().zip(&flow).for_each(|(sum, flow)| *sum += flow);
            }
            for node in 0..5 {
                prop_assert!((held[node] - sum[node]).abs() < 1e-9, "{node}: {} for {}", held[node], sum[node]);
            }
        }

        #[test]
        fn shares_stay_between_nothing_and_all_and_rise_with_the_data(matrix in matrix(6), owner in 0usize..6, more in 0usize..36) {
            let held = integrated(&shares(&matrix), owner, Rounding::Up);
            prop_assert!(held.iter().all(|share| (0.0..=1.0).contains(share)));
            let mut richer = matrix.clone();
            richer[more / 6][more % 6] = 1.0;
            let after = integrated(&shares(&richer), owner, Rounding::Up);
            prop_assert!(held.iter().zip(&after).all(|(before, after)| *after >= before - 1e-9));
        }

        #[test]
        fn control_is_the_least_group_that_no_more_joins(matrix in matrix(6), owner in 0usize..6, half in 1usize..9) {
            let threshold = half as f64 / 10.0;
            let shares = shares(&matrix);
            let found = controlled(&shares, &shares, owner, threshold);
            // Oracle: of all sets of nodes, those to which nothing has to be added; their intersection.
            let closed = |set: usize| {
                (0..6).filter(|node| *node != owner && set >> node & 1 == 0).all(|node| {
                    let held = |k: &usize| *k == owner || set >> k & 1 == 1;
                    let group: f64 = (0..6).filter(held).map(|k| matrix[k][node]).sum();
                    let others: f64 = (0..6).filter(|k| !held(k) && *k != node).map(|k| matrix[k][node]).sum();
                    group.min(1.0 - others) <= threshold + TOLERANCE
                })
            };
            let least = (0..64usize).filter(|set| set >> owner & 1 == 0 && closed(*set)).fold(63, |all, set| all & set);
            // A group larger by one leaves less to the others, so closed sets meet in a closed set.
            prop_assert_eq!(found, (0..6).map(|node| node != owner && least >> node & 1 == 1).collect::<Vec<bool>>());
        }
    }

    #[test]
    fn a_ring_is_counted_once_round_and_round() {
        // 0 holds half of 1; 1 holds 0.4 of 2, and 2 holds 0.5 of 1: x₁ = 0.5 + 0.5·x₂, x₂ = 0.4·x₁.
        let ring = Shares { into: vec![vec![], vec![(0, 0.5), (2, 0.5)], vec![(1, 0.4)]] };
        let held = integrated(&ring, 0, Rounding::Down);
        assert!((held[1] - 0.625).abs() < 1e-11 && (held[2] - 0.25).abs() < 1e-11, "{held:?}");
        // What comes back to the owner is not counted again.
        let back = Shares { into: vec![vec![(1, 0.3)], vec![(0, 0.5)]] };
        assert_eq!(integrated(&back, 0, Rounding::Down), [0.0, 0.5]);
        // A company that holds a fifth of itself belongs to the holders of the rest.
        let own = Shares { into: vec![vec![], vec![(0, 0.4), (1, 0.2)]] };
        assert_eq!(integrated(&own, 0, Rounding::Down), [0.0, 0.5]);
    }

    #[test]
    fn rings_that_own_each_other_whole_end() {
        let whole = Shares { into: vec![vec![], vec![(0, 1e-9), (2, 1.0)], vec![(1, 1.0)]] };
        assert_eq!(integrated(&whole, 0, Rounding::Up)[1..], [1.0, 1.0]);
        assert!(integrated(&whole, 0, Rounding::Down)[1] < 1e-4);
        let own = Shares { into: vec![vec![], vec![(1, 1.0)]] };
        assert_eq!(integrated(&own, 0, Rounding::Up), [0.0, 0.0]);
        assert_eq!(integrated(&Shares { into: vec![vec![]] }, 0, Rounding::Up), [0.0]);
    }

    #[test]
    fn exactly_half_is_no_control_and_what_is_controlled_votes() {
        let half = Shares { into: vec![vec![], vec![(0, 0.5)], vec![(0, 0.2), (1, 0.4)]] };
        assert_eq!(controlled(&half, &half, 0, 0.5), [false, false, false]);
        assert_eq!(controlled(&half, &half, 0, 0.4), [false, true, true]);
    }

    #[test]
    fn two_holders_of_unknown_shares_get_no_more_than_the_others_leave() {
        // 2 holds 0.6 of 3 for sure; what 0 and its company 1 hold of 3 is not stated.
        let least = Shares { into: vec![vec![], vec![(0, 1.0)], vec![], vec![(2, 0.6)]] };
        let most = Shares { into: vec![vec![], vec![(0, 1.0)], vec![], vec![(0, 0.4), (1, 0.4), (2, 0.6)]] };
        assert_eq!(controlled(&most, &least, 0, 0.5), [false, true, false, false]);
        assert_eq!(controlled(&most, &least, 2, 0.5), [false, false, false, true]);
    }
}
