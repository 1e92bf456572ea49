//! Costs: strengths as whole numbers that are compared exactly.

use std::iter::Sum;
use std::ops::Add;

/// The cost of a strength: −ln strength, in whole millionths of a nat.
///
/// Strengths multiply along a path, so costs add up, and the strongest path is the cheapest. A sum of whole numbers is
/// the same in any order and on any machine, so two paths are compared exactly; strengths that differ by less than a
/// millionth count as equal.
///
/// ```
/// use interlocks_analysis::paths::Cost;
/// assert_eq!(Cost::from_strength(1.0), Cost::NOTHING);
/// assert_eq!((Cost::from_strength(0.8) + Cost::from_strength(0.5)).strength(), 0.4);
/// assert!(Cost::from_strength(0.2) > Cost::from_strength(0.3));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost(u64);

/// Millionths in a nat.
const SCALE: f64 = 1_000_000.0;

impl Cost {
    /// The cost of full strength.
    pub const NOTHING: Cost = Cost(0);

    /// Returns the cost of a strength. A strength above 1 counts as 1, and one that is not above 0 as the smallest positive
    /// number.
    pub fn from_strength(strength: f64) -> Cost {
        let strength = if strength > 0.0 { strength.min(1.0) } else { f64::MIN_POSITIVE };
        // At most 708 nats, the cost of the smallest positive number.
        Cost((-strength.ln() * SCALE).round() as u64)
    }

    /// Returns the strength with this cost, to six significant digits.
    pub fn strength(self) -> f64 {
        six_digits((-(self.0 as f64) / SCALE).exp())
    }

    /// Returns the cost in millionths of a nat.
    pub fn micronats(self) -> u64 {
        self.0
    }
}

/// Rounds to six significant digits: the table is not more precise.
pub(super) fn six_digits(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

impl Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost(self.0.saturating_add(other.0))
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(costs: I) -> Cost {
        costs.fold(Cost::NOTHING, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_product_of_strengths_is_a_sum_of_costs(factors in prop::collection::vec(0.01f64..1.0, 0..12)) {
            let strength: f64 = factors.iter().product();
            let cost: Cost = factors.iter().map(|factor| Cost::from_strength(*factor)).sum();
            prop_assert!((cost.strength() / strength - 1.0).abs() < 2e-5);
            let reversed: Cost = factors.iter().rev().map(|factor| Cost::from_strength(*factor)).sum();
            prop_assert_eq!(cost, reversed);
        }
    }

    #[test]
    fn no_strength_costs_more_than_can_be_added_up() {
        for strength in [0.0, -1.0, f64::NAN, f64::MIN_POSITIVE, f64::INFINITY, 2.0] {
            assert!(Cost::from_strength(strength).micronats() < 709_000_000, "{strength}");
        }
    }
}
