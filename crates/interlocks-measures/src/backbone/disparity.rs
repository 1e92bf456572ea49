//! The disparity filter: the strength of a node distributed at random over its ties (Serrano, Boguñá and Vespignani
//! 2009).

/// A tie between two nodes, by their numbers, with its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedTie {
    /// One node.
    pub a: u32,
    /// The other node.
    pub b: u32,
    /// The weight, 0 or more.
    pub weight: f64,
}

/// Returns the p-value of each tie: the probability (1 − w/s)^(d − 1) that a tie has weight w or more if the strength s
/// of a node is cut into d pieces at random, at the end of the tie where it is smaller. The only tie of a node has p =
/// 1.
///
/// Strengths are summed in the order of the ties. Cost: linear in the ties.
///
/// ```
/// use interlocks_measures::backbone::disparity::{WeightedTie, p_values};
/// let star = [(0, 1, 6.0), (0, 2, 1.0), (0, 3, 1.0)].map(|(a, b, weight)| WeightedTie { a, b, weight });
/// assert_eq!(p_values(&star), [0.0625, 0.765625, 0.765625]);
/// ```
pub fn p_values(ties: &[WeightedTie]) -> Vec<f64> {
    let nodes = ties.iter().map(|tie| tie.a.max(tie.b) as usize + 1).max().unwrap_or(0);
    let (mut strength, mut degree) = (vec![0.0; nodes], vec![0u32; nodes]);
    for tie in ties {
        for end in [tie.a, tie.b] {
            strength[end as usize] += tie.weight;
            degree[end as usize] += 1;
        }
    }
    let p_value = |tie: &WeightedTie, end: u32| {
        let (strength, others) = (strength[end as usize], degree[end as usize] - 1);
        if others == 0 || strength <= 0.0 {
            return 1.0;
        }
        (1.0 - tie.weight / strength).max(0.0).powf(f64::from(others))
    };
    ties.iter().map(|tie| p_value(tie, tie.a).min(p_value(tie, tie.b))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// ∫ (d − 1)(1 − x)^(d − 2) dx from w/s to 1, by the midpoint rule.
    fn integral(share: f64, degree: usize) -> f64 {
        let (pieces, k) = (20_000, degree as f64);
        let width = (1.0 - share) / f64::from(pieces);
        (0..pieces).map(|i| (k - 1.0) * (1.0 - share - width * (f64::from(i) + 0.5)).powf(k - 2.0) * width).sum()
    }

    proptest! {
        #[test]
        fn chances_are_the_integral_of_the_paper_at_the_rarer_end(rows in prop::collection::vec((0u32..6, 0u32..6, 1u32..9), 0..10)) {
            let mut rows: Vec<(u32, u32, u32)> = rows.into_iter().filter(|(a, b, _)| a < b).collect();
            rows.sort_unstable();
            rows.dedup_by_key(|(a, b, _)| (*a, *b));
            let ties: Vec<WeightedTie> = rows.iter().map(|&(a, b, w)| WeightedTie { a, b, weight: f64::from(w) }).collect();
            for (tie, found) in ties.iter().zip(p_values(&ties)) {
                let end = |end: u32| {
                    let own: Vec<f64> = ties.iter().filter(|tie| tie.a == end || tie.b == end).map(|tie| tie.weight).collect();
                    if own.len() == 1 { 1.0 } else { integral(tie.weight / own.iter().sum::<f64>(), own.len()) }
                };
                prop_assert!((found - end(tie.a).min(end(tie.b))).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_tie_without_weight_is_no_surprise() {
        assert_eq!(
            p_values(&[WeightedTie { a: 0, b: 1, weight: 0.0 }, WeightedTie { a: 1, b: 2, weight: 0.0 }]),
            [1.0, 1.0]
        );
        assert!(p_values(&[]).is_empty());
    }
}
