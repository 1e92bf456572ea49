//! Measures of the two-mode network: repeated co-service, clustering, and the values expected by chance.

use rayon::prelude::*;
use serde::Serialize;

use super::Projection;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;
use interlocks_core::stop::check;

/// Four-cycles, three-paths and their ratio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CycleCounts {
    /// The number of four-cycles: two people who share two boards.
    pub four_cycles: u64,
    /// The number of three-paths: person – board – person – board, with four distinct nodes.
    pub three_paths: u64,
    /// The coefficient of Robins and Alexander (2004): 4 · four-cycles / three-paths; `None` without a three-path.
    pub cc4: Option<f64>,
}

impl CycleCounts {
    pub(super) fn new(four_cycles: u64, three_paths: u64) -> CycleCounts {
        let cc4 = (three_paths > 0).then(|| 4.0 * four_cycles as f64 / three_paths as f64);
        CycleCounts { four_cycles, three_paths, cc4 }
    }
}

/// Counts four-cycles and three-paths.
///
/// Four-cycles are counted from either projection: Σ w(w − 1)/2 over the weights w of its ties. Three-paths are counted
/// from the seats: Σ (k − 1)(s − 1) over all seats, where k is the number of boards of the person and s the size of the
/// board.
///
/// Cost: linear in the ties of the projection and in the seats.
pub fn count_cycles(links: &BoardLinks, projection: &Projection) -> CycleCounts {
    let twice: u64 = (0..projection.len())
        .into_par_iter()
        .map(|node| projection.weights(node).iter().map(|w| u64::from(*w) * (u64::from(*w) - 1) / 2).sum::<u64>())
        .sum();
    let paths = |person: usize| {
        let boards = links.boards(person);
        let beyond: u64 = boards.iter().map(|board| links.members(*board as usize).len() as u64 - 1).sum();
        beyond * (boards.len() as u64).saturating_sub(1)
    };
    CycleCounts::new(twice / 2, (0..links.people()).into_par_iter().map(paths).sum())
}

/// Four-paths centred on nodes of one side, and the closed ones among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FourPaths {
    /// The number of closed four-paths.
    pub closed: u64,
    /// The number of four-paths.
    pub all: u64,
}

impl FourPaths {
    /// Returns Opsahl's global clustering coefficient for two-mode networks (2013): closed / all; `None` without a
    /// four-path.
    pub fn coefficient(&self) -> Option<f64> {
        (self.all > 0).then(|| self.closed as f64 / self.all as f64)
    }
}

/// Counts the four-paths of Opsahl (2013), a – c1 – b – c2 – e, where a, b and e are distinct nodes of `side`, and c1
/// and c2 distinct nodes of the other side. A four-path is closed if a and e share a node other than c1 and c2.
///
/// `projection` is the projection of `side`: a and e share w nodes, of which at most c1 and c2 are excluded, so each
/// four-path takes one look-up.
///
/// Cost: the number of four-paths.
pub fn four_paths(links: &BoardLinks, side: Side, projection: &Projection) -> FourPaths {
    let (own, other): (Adjacency<'_>, Adjacency<'_>) = match side {
        Side::People => (&|node| links.boards(node as usize), &|node| links.members(node as usize)),
        Side::Companies => (&|node| links.members(node as usize), &|node| links.boards(node as usize)),
    };
    let mut at = vec![u32::MAX; (0..projection.len()).map(|i| projection.number(i) as usize + 1).max().unwrap_or(0)];
    (0..projection.len()).for_each(|node| at[projection.number(node) as usize] = node as u32);
    let sums = (0..projection.len()).into_par_iter().map_init(
        || vec![0u32; projection.len()],
        |shared, centre| {
            check();
            let b = projection.number(centre);
            let via = own(b);
            let mut found = FourPaths::default();
            for (first, &c1) in via.iter().enumerate() {
                for &a in other(c1).iter().filter(|a| **a != b) {
                    let row = at[a as usize] as usize;
                    let ties = projection.neighbours(row).iter().zip(projection.weights(row));
                    ties.for_each(|(node, weight)| shared[*node as usize] = *weight);
                    for &c2 in &via[first + 1..] {
                        let a_in_c2 = other(c2).binary_search(&a).is_ok();
                        for &e in other(c2).iter().filter(|e| **e != b && **e != a) {
                            let e_in_c1 = other(c1).binary_search(&e).is_ok();
                            let others = shared[at[e as usize] as usize];
                            found.all += 1;
                            found.closed += u64::from(others > u32::from(e_in_c1) + u32::from(a_in_c2));
                        }
                    }
                    projection.neighbours(row).iter().for_each(|node| shared[*node as usize] = 0);
                }
            }
            found
        },
    );
    sums.reduce(FourPaths::default, |x, y| FourPaths { closed: x.closed + y.closed, all: x.all + y.all })
}

type Adjacency<'l> = &'l (dyn Fn(u32) -> &'l [u32] + Sync);

/// The clustering and mean degree expected of a projection if seats were assigned at random with all degrees fixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RandomExpectation {
    /// The expected clustering coefficient (transitivity).
    pub clustering: Option<f64>,
    /// The expected mean degree.
    pub mean_degree: Option<f64>,
}

/// Computes the expectations of Newman, Strogatz and Watts (2001) by generating functions. `own` are the degrees of the
/// projected side, `other` those of the other side.
///
/// With k for degrees of the projected side (N nodes) and s for degrees of the other side (M nodes), the mean degree is
/// z = ⟨k⟩⟨s(s−1)⟩/⟨s⟩, and the clustering coefficient is
///
/// C = (M/N)·⟨s(s−1)(s−2)⟩ / (⟨k(k−1)⟩(⟨s(s−1)⟩/⟨s⟩)² + ⟨k⟩⟨s(s−1)(s−2)⟩/⟨s⟩).
///
/// Cost: linear in the nodes.
pub fn random_expectation(own: &[usize], other: &[usize]) -> RandomExpectation {
    let mean = |list: &[usize], value: fn(f64) -> f64| {
        list.iter().map(|degree| value(*degree as f64)).sum::<f64>() / list.len() as f64
    };
    if own.is_empty() || other.is_empty() {
        return RandomExpectation::default();
    }
    let (k, kk) = (mean(own, |k| k), mean(own, |k| k * (k - 1.0)));
    let (s, ss) = (mean(other, |s| s), mean(other, |s| s * (s - 1.0)));
    let sss = mean(other, |s| s * (s - 1.0) * (s - 2.0));
    let pairs = kk * (ss / s) * (ss / s) + k * sss / s;
    let ratio = other.len() as f64 / own.len() as f64;
    RandomExpectation {
        clustering: (s > 0.0 && pairs > 0.0).then(|| ratio * sss / pairs),
        mean_degree: (s > 0.0).then(|| k * ss / s),
    }
}
