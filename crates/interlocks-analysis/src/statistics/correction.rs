//! Corrections of p-values for many tests.

/// A correction of p-values for the number of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Correction {
    /// No correction.
    #[default]
    None,
    /// p times the number of tests (Bonferroni): bounds the probability of any false alarm.
    Bonferroni,
    /// Step-down version of Bonferroni's, with the same bound (Holm 1979).
    Holm,
    /// Bounds the expected share of false alarms among the tests at or below (Benjamini and Hochberg 1995).
    BenjaminiHochberg,
}

impl Correction {
    /// Every correction.
    pub const ALL: [Correction; 4] =
        [Correction::None, Correction::Bonferroni, Correction::Holm, Correction::BenjaminiHochberg];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Correction::None => "none",
            Correction::Bonferroni => "bonferroni",
            Correction::Holm => "holm",
            Correction::BenjaminiHochberg => "bh",
        }
    }

    /// Returns the p-values corrected for `tests` tests, in their order. Tests that are not listed have p = 1, as pairs that
    /// share nobody.
    ///
    /// ```
    /// use interlocks_analysis::statistics::Correction;
    /// assert_eq!(Correction::Holm.corrected(&[0.125, 0.0625], 4), [0.375, 0.25]);
    /// assert_eq!(Correction::BenjaminiHochberg.corrected(&[0.125, 0.0625], 4), [0.25, 0.25]);
    /// ```
    pub fn corrected(self, p: &[f64], tests: u64) -> Vec<f64> {
        let tests = tests.max(p.len() as u64) as f64;
        match self {
            Correction::None => p.to_vec(),
            Correction::Bonferroni => p.iter().map(|p| (p * tests).min(1.0)).collect(),
            Correction::Holm => {
                let step = |most: &mut f64, rank: usize, p: f64| *most = most.max(p * (tests - rank as f64)).min(1.0);
                stepwise(p, ascending(p).into_iter().enumerate(), 0.0, step)
            }
            Correction::BenjaminiHochberg => {
                let step = |least: &mut f64, rank: usize, p: f64| *least = least.min(p * tests / (rank + 1) as f64);
                stepwise(p, ascending(p).into_iter().enumerate().rev(), 1.0, step)
            }
        }
    }
}

interlocks_core::enum_names!(Correction, "correction");

/// Applies a running step to the p-values in an order, and gives each the value reached.
fn stepwise(
    p: &[f64],
    order: impl Iterator<Item = (usize, usize)>,
    mut reached: f64,
    step: impl Fn(&mut f64, usize, f64),
) -> Vec<f64> {
    let mut corrected = vec![0.0; p.len()];
    for (rank, at) in order {
        step(&mut reached, rank, p[at]);
        corrected[at] = reached;
    }
    corrected
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|x, y| p[*x].total_cmp(&p[*y]).then(x.cmp(y)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn corrections_are_their_definitions_with_untied_pairs_at_one(p in prop::collection::vec(0.0f64..=1.0, 0..10), untied in 0usize..8, same: bool) {
            let p: Vec<f64> = if same { p.iter().map(|p| (p * 4.0).round() / 4.0).collect() } else { p };
            let all: Vec<f64> = p.iter().copied().chain(vec![1.0; untied]).collect();
            let m = all.len();
            let by = |correction: Correction| correction.corrected(&p, m as u64);
            let (none, bonferroni) = (by(Correction::None), by(Correction::Bonferroni));
            let (holm, bh) = (by(Correction::Holm), by(Correction::BenjaminiHochberg));
            for at in 0..p.len() {
                prop_assert_eq!(none[at], p[at]);
                prop_assert_eq!(bonferroni[at], (p[at] * m as f64).min(1.0));
                // Holm: the greatest of p₍ᵢ₎ · (m − i + 1) up to there; Benjamini and Hochberg: the
                // least of p₍ᵢ₎ · m / i from there on.
                let holm_slow = all.iter().filter(|q| **q <= p[at]).map(|q| q * all.iter().filter(|r| *r >= q).count() as f64).fold(0.0, f64::max).min(1.0);
                let bh_slow = all.iter().filter(|q| **q >= p[at]).map(|q| q * m as f64 / all.iter().filter(|r| *r <= q).count() as f64).fold(1.0, f64::min);
                prop_assert!((holm[at] - holm_slow).abs() < 1e-12);
                prop_assert!((bh[at] - bh_slow).abs() < 1e-12);
                prop_assert!(p[at] <= bh[at] + 1e-12 && bh[at] <= holm[at] + 1e-12 && holm[at] <= 1.0);
            }
        }
    }

    #[test]
    fn many_tests_are_corrected_as_their_authors_wrote() {
        let p = [0.04, 0.01, 0.03, 0.02, 0.05];
        let rounded = |list: Vec<f64>| list.into_iter().map(|p| (p * 1e9).round() / 1e9).collect::<Vec<f64>>();
        assert_eq!(rounded(Correction::Holm.corrected(&p, 5)), [0.09, 0.05, 0.09, 0.08, 0.09]);
        assert_eq!(rounded(Correction::BenjaminiHochberg.corrected(&p, 5)), [0.05; 5]);
        assert_eq!(rounded(Correction::BenjaminiHochberg.corrected(&[0.001, 0.5, 0.9], 3)), [0.003, 0.75, 0.9]);
    }

    #[test]
    fn nothing_is_corrected_to_nothing() {
        for correction in Correction::ALL {
            assert!(correction.corrected(&[], 0).is_empty());
        }
        assert_eq!(Correction::Bonferroni.corrected(&[0.5], 0), [0.5]);
    }
}
