//! The two sums on a network of shares: the integrated share of an owner through all chains, and control. Shares are
//! fractions of one.

use std::collections::BTreeSet;

/// A network of shares.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// For each node its holders with their shares, in the order of holders.
    pub into: Vec<Vec<(usize, f64)>>,
}

impl Shares {
    /// Returns for each node the nodes that it holds part of, in order.
    pub fn below(&self) -> Vec<Vec<usize>> {
        let mut below = vec![Vec::new(); self.into.len()];
        for (node, holders) in self.into.iter().enumerate() {
            holders.iter().for_each(|(holder, _)| below[*holder].push(node));
        }
        below
    }
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
    let mut inside = vec![false; shares.into.len()];
    inside[owner] = true;
    let direct = |node: usize| {
        let stake = shares.into[node].iter().find(|(holder, _)| *holder == owner);
        stake.map_or(0.0, |(_, share)| *share)
    };
    integrated_of_group(shares, &shares.below(), &inside, &direct, rounding)
}

/// Returns the integrated share of a group in every node outside it, as [`integrated`] does for one owner.
///
/// `below` is [`Shares::below`], `inside` is `true` for the members of the group, and `direct` returns the share that the
/// members hold in a node by their own ties, together.
///
/// Cost: a sweep visits only nodes of which a holder's share has changed since they were visited.
pub fn integrated_of_group(
    shares: &Shares,
    below: &[Vec<usize>],
    inside: &[bool],
    direct: &dyn Fn(usize) -> f64,
    rounding: Rounding,
) -> Vec<f64> {
    let mut owned = vec![0.0; shares.into.len()];
    let [mut waiting, mut later] = [(); 2].map(|()| NodeSet::new(owned.len()));
    let members = (0..owned.len()).filter(|node| inside[*node]);
    members.flat_map(|member| &below[member]).for_each(|node| waiting.insert(*node));
    // Companies that own each other nearly whole converge slowly: once the sweeps have cost as much as the direct solution,
    // that is tried. First they may visit each share four times, so that short chains never ask for its cost.
    let (mut cost, mut limit) = (0, Some(4 * shares.into.iter().map(|holders| holders.len() + 1).sum::<usize>()));
    for sweep in 1.. {
        let mut moved = Vec::new();
        let mut at = 0;
        while let Some(node) = waiting.take_from(at) {
            at = node;
            if inside[node] {
                continue;
            }
            let now = share_of_group(&shares.into[node], node, direct(node), inside, &owned);
            cost += shares.into[node].len();
            if now == owned[node] {
                continue;
            }
            if (now - owned[node]).abs() > TOLERANCE {
                moved.push(node);
            }
            owned[node] = now;
            for &next in below[node].iter().filter(|next| **next != node) {
                if next > node { &mut waiting } else { &mut later }.insert(next);
            }
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
        std::mem::swap(&mut waiting, &mut later);
        if limit.is_some_and(|limit| cost > limit) {
            let reached = reached(shares, below, inside);
            // A third of a cube of multiplications, each about a fifth of the work of a share in a sweep.
            let needed = reached.len().saturating_pow(3) / 16;
            limit = (cost <= needed).then_some(needed);
            if limit.is_none()
                && let Some(solution) = solved(shares, &reached, direct)
            {
                reached.iter().zip(solution).for_each(|(node, share)| owned[*node] = share);
                break;
            }
        }
    }
    owned
}

/// A set of nodes, as bits.
struct NodeSet(Vec<u64>);

impl NodeSet {
    fn new(nodes: usize) -> NodeSet {
        NodeSet(vec![0; nodes.div_ceil(64)])
    }

    fn insert(&mut self, node: usize) {
        self.0[node / 64] |= 1 << (node % 64);
    }

    /// Removes and returns the first node that is not less than `from`.
    fn take_from(&mut self, from: usize) -> Option<usize> {
        let mut mask = u64::MAX << (from % 64);
        for at in from / 64..self.0.len() {
            let found = self.0[at] & mask;
            if found != 0 {
                let bit = found.trailing_zeros() as usize;
                self.0[at] &= !(1 << bit);
                return Some(at * 64 + bit);
            }
            mask = u64::MAX;
        }
        None
    }
}

/// Returns the nodes outside a group of which it owns a part through some chain, in order.
fn reached(shares: &Shares, below: &[Vec<usize>], inside: &[bool]) -> Vec<usize> {
    let mut reached: BTreeSet<usize> = BTreeSet::new();
    let mut waiting: Vec<usize> = (0..inside.len()).filter(|node| inside[*node]).collect();
    while let Some(holder) = waiting.pop() {
        for &node in &below[holder] {
            let holds = || shares.into[node].iter().any(|(other, share)| *other == holder && *share > 0.0);
            if !inside[node] && !reached.contains(&node) && holds() {
                reached.insert(node);
                waiting.push(node);
            }
        }
    }
    reached.into_iter().collect()
}

/// Solves the equations of [`integrated`] for the nodes that a group reaches by Gaussian elimination. `None` if there is
/// no solution in which every share is between nothing and all: then the shares do not converge, or are cut off at one.
fn solved(shares: &Shares, reached: &[usize], direct: &dyn Fn(usize) -> f64) -> Option<Vec<f64>> {
    let size = reached.len();
    // Row i: the equation of node i, with what the group holds directly in the last column.
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(size);
    for (at, node) in reached.iter().enumerate() {
        let mut row = vec![0.0; size + 1];
        row[at] = 1.0;
        for (holder, share) in &shares.into[*node] {
            if let Ok(place) = reached.binary_search(holder) {
                row[place] -= share;
            }
        }
        row[size] = direct(*node);
        rows.push(row);
    }
    for column in 0..size {
        let pivot = (column..size).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        if rows[column][column].abs() < TOLERANCE {
            return None;
        }
        let (done, rest) = rows.split_at_mut(column + 1);
        for row in rest {
            let factor = row[column] / done[column][column];
            if factor != 0.0 {
                (column..=size).for_each(|at| row[at] -= factor * done[column][at]);
            }
        }
    }
    let mut solution = vec![0.0; size];
    for at in (0..size).rev() {
        let later: f64 = (at + 1..size).map(|other| rows[at][other] * solution[other]).sum();
        solution[at] = (rows[at][size] - later) / rows[at][at];
    }
    let is_share = |share: &f64| (-TOLERANCE..=1.0 + TOLERANCE).contains(share);
    solution.iter().all(is_share).then(|| solution.into_iter().map(|share| share.clamp(0.0, 1.0)).collect())
}

/// Returns the share of a group in a node, given its direct share there and its shares in the holders of the node.
fn share_of_group(holders: &[(usize, f64)], node: usize, direct: f64, inside: &[bool], owned: &[f64]) -> f64 {
    let (mut sum, mut own) = (direct, 0.0);
    for &(holder, share) in holders {
        if holder == node {
            own = share;
        } else if !inside[holder] {
            sum += share * owned[holder];
        }
    }
    if sum <= 0.0 {
        0.0
    } else if own < 1.0 {
        f64::min(1.0, sum / (1.0 - own))
    } else {
        1.0
    }
}

/// Returns for each node `true` if an owner controls it: the owner and the nodes it controls together hold more than
/// `threshold`. Nodes are added until there are no more. An owner does not control itself.
///
/// `most` is the maximum that each holder possibly holds, and `least` what it certainly holds. A group of holders has at
/// most what its members possibly hold, and at most what the others leave. For certain control pass `least` twice, for
/// possible control both.
///
/// Cost: the shares of each node, once for each of its holders that joins.
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
    let below = most.below();
    // A node can join only once one of its holders has.
    let mut waiting: Vec<usize> = below[owner].clone();
    while let Some(node) = waiting.pop() {
        if node != owner && !inside[node] && members(node, &inside) > threshold + TOLERANCE {
            inside[node] = true;
            waiting.extend(&below[node]);
        }
    }
    inside
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
    fn companies_that_own_each_other_nearly_whole_are_solved_directly() {
        // Each of 40 companies owns 2.5 % of every other, and node 0 owns what is left of each, 0.025.
        const SIZE: usize = 40;
        let others = |node: usize| (1..=SIZE).filter(move |other| *other != node).map(|other| (other, 0.025));
        let into =
            |node: usize| if node == 0 { vec![] } else { [(0, 0.025)].into_iter().chain(others(node)).collect() };
        let all = Shares { into: (0..=SIZE).map(into).collect() };
        let reached: Vec<usize> = (1..=SIZE).collect();
        assert!(solved(&all, &reached, &|_| 0.025).is_some());
        let held = integrated(&all, 0, Rounding::Down);
        assert!(held[1..].iter().all(|share| (share - 1.0).abs() < 1e-9), "{held:?}");
        // Rings of more than all have no solution, and are cut off at one.
        let over = |node: usize| if node == 0 { vec![] } else { [(0, 0.5)].into_iter().chain(others(node)).collect() };
        let all = Shares { into: (0..=SIZE).map(over).collect() };
        assert!(solved(&all, &reached, &|_| 0.5).is_none());
        assert!(integrated(&all, 0, Rounding::Down)[1..].iter().all(|share| *share == 1.0));
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
