//! People and companies together: repeated co-service, clustering, and what chance alone would make.

use rayon::prelude::*;

use super::Network;
use interlocks_analysis::bipartite::BoardLinks;
use interlocks_analysis::pairs::Side;

/// Four-cycles (two people who share two boards) and three-paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cycles {
    pub four_cycles: u64,
    pub three_paths: u64,
}

impl Cycles {
    /// Robins and Alexander's coefficient (2004): 4 · four-cycles / three-paths.
    pub fn cc4(&self) -> Option<f64> {
        (self.three_paths > 0).then(|| 4.0 * self.four_cycles as f64 / self.three_paths as f64)
    }
}

/// Counts four-cycles from either projection, Σ w(w − 1)/2 over its ties, and three-paths from the
/// seats, Σ (k − 1)(s − 1).
pub fn cycles(links: &BoardLinks, projection: &Network) -> Cycles {
    let twice: u64 = (0..projection.len())
        .into_par_iter()
        .map(|node| projection.weights(node).iter().map(|w| u64::from(*w) * (u64::from(*w) - 1) / 2).sum::<u64>())
        .sum();
    let paths = |person: usize| {
        let boards = links.boards(person);
        let beyond: u64 = boards.iter().map(|board| links.members(*board as usize).len() as u64 - 1).sum();
        beyond * (boards.len() as u64).saturating_sub(1)
    };
    Cycles { four_cycles: twice / 2, three_paths: (0..links.people()).into_par_iter().map(paths).sum() }
}

/// Four-paths centred on a node of one kind, and those whose ends share a third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FourPaths {
    pub closed: u64,
    pub all: u64,
}

impl FourPaths {
    /// Opsahl's global coefficient for two-mode networks (2013): closed / all.
    pub fn coefficient(&self) -> Option<f64> {
        (self.all > 0).then(|| self.closed as f64 / self.all as f64)
    }
}

/// Opsahl's four-paths a – c1 – b – c2 – e with b of one side, closed where a and e share a node other
/// than c1 and c2. `projection` is that of the side of a, b and e.
///
/// Cost: the four-paths themselves, each with one look-up.
pub fn four_paths(links: &BoardLinks, side: Side, projection: &Network) -> FourPaths {
    let (own, other): (Lists<'_>, Lists<'_>) = match side {
        Side::People => (&|node| links.boards(node as usize), &|node| links.members(node as usize)),
        Side::Companies => (&|node| links.members(node as usize), &|node| links.boards(node as usize)),
    };
    let mut at = vec![u32::MAX; (0..projection.len()).map(|i| projection.number(i) as usize + 1).max().unwrap_or(0)];
    (0..projection.len()).for_each(|node| at[projection.number(node) as usize] = node as u32);
    let sums = (0..projection.len()).into_par_iter().map_init(
        || vec![0u32; projection.len()],
        |shared, centre| {
            let b = projection.number(centre);
            let hinges = own(b);
            let mut found = FourPaths::default();
            for (first, &c1) in hinges.iter().enumerate() {
                for &a in other(c1).iter().filter(|a| **a != b) {
                    let row = at[a as usize] as usize;
                    let ties = projection.neighbours(row).iter().zip(projection.weights(row));
                    ties.for_each(|(node, weight)| shared[*node as usize] = *weight);
                    for &c2 in &hinges[first + 1..] {
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

type Lists<'l> = &'l (dyn Fn(u32) -> &'l [u32] + Sync);

/// What a network with the same two lists of degrees, joined at random, is expected to look like.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Expected {
    pub clustering: Option<f64>,
    pub mean_degree: Option<f64>,
}

/// The expectation of Newman, Strogatz and Watts (2001) by generating functions, for the projection of
/// the side whose degrees are `own`; `other` are those of the other side.
///
/// With k of the own side and s of the other: z = ⟨k⟩⟨s(s−1)⟩/⟨s⟩, and
/// C = (M/N)·⟨s(s−1)(s−2)⟩ / (⟨k(k−1)⟩(⟨s(s−1)⟩/⟨s⟩)² + ⟨k⟩⟨s(s−1)(s−2)⟩/⟨s⟩).
pub fn expected(own: &[usize], other: &[usize]) -> Expected {
    let mean = |list: &[usize], value: fn(f64) -> f64| {
        list.iter().map(|degree| value(*degree as f64)).sum::<f64>() / list.len() as f64
    };
    if own.is_empty() || other.is_empty() {
        return Expected::default();
    }
    let (k, kk) = (mean(own, |k| k), mean(own, |k| k * (k - 1.0)));
    let (s, ss) = (mean(other, |s| s), mean(other, |s| s * (s - 1.0)));
    let sss = mean(other, |s| s * (s - 1.0) * (s - 2.0));
    let pairs = kk * (ss / s) * (ss / s) + k * sss / s;
    let ratio = other.len() as f64 / own.len() as f64;
    Expected {
        clustering: (s > 0.0 && pairs > 0.0).then(|| ratio * sss / pairs),
        mean_degree: (s > 0.0).then(|| k * ss / s),
    }
}
