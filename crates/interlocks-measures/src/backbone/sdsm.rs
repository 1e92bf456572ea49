//! The stochastic degree sequence model (SDSM): the degrees of both sides fixed in expectation (Neal 2014).
//!
//! Two nodes share each node of the other side with the product of their probabilities in the [`Bicm`], so the number
//! they share has a Poisson-binomial distribution. Nodes of the other side with equal degree have equal probability:
//! they contribute a binomial distribution, and the whole is the convolution of one binomial per distinct degree.

use super::bicm::Bicm;
use interlocks_analysis::statistics::hypergeometric::ln_binomial;

/// A number of nodes, each shared with probability `p`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trials {
    /// The number of nodes.
    pub count: usize,
    /// The probability that each is shared.
    pub p: f64,
}

/// Returns the trials for two nodes of degrees `a` and `b`: one entry per class of the other side.
pub fn trials(model: &Bicm, a: usize, b: usize) -> Vec<Trials> {
    let (first, second) = (model.row(a), model.row(b));
    let both = first.iter().zip(second).map(|(x, y)| x * y);
    model.other().iter().zip(both).map(|(class, p)| Trials { count: class.count, p }).collect()
}

/// Returns the expected number of shared nodes.
pub fn mean(trials: &[Trials]) -> f64 {
    trials.iter().map(|trials| trials.count as f64 * trials.p).sum()
}

/// Returns the probabilities of `w` or more successes, for `w` from 0 to `most`.
///
/// The distribution is computed up to the point beyond which the rest is negligible for the last of these
/// probabilities: it is log-concave, so the rest is bounded by a geometric series. Terms are only added, never
/// subtracted, so rare tails keep their digits.
///
/// Cost: classes times the square of the number of terms.
pub fn upper_tails(trials: &[Trials], most: usize) -> Vec<f64> {
    let all: usize = trials.iter().filter(|trials| trials.p > 0.0).map(|trials| trials.count).sum();
    let mut kept = most + 32;
    let probabilities = loop {
        kept = kept.min(all);
        let found = distribution(trials, kept);
        if kept == all || settled(&found, most) {
            break found;
        }
        kept *= 2;
    };
    let mut tails = vec![0.0; most + 1];
    let mut sum = 0.0;
    for (w, p) in probabilities.iter().enumerate().rev() {
        sum += p;
        if let Some(tail) = tails.get_mut(w) {
            *tail = f64::min(sum, 1.0);
        }
    }
    tails[0] = 1.0;
    tails
}

/// Returns `true` if the terms beyond `found` are negligible for the tail from `most` on.
fn settled(found: &[f64], most: usize) -> bool {
    let [.., before, last] = found else { return false };
    let tail: f64 = found.iter().skip(most).sum();
    let factor = last / before;
    tail > 0.0 && factor < 1.0 && last * factor / (1.0 - factor) <= 1e-17 * tail
}

/// Returns the probabilities of 0, 1, …, `kept` successes.
fn distribution(trials: &[Trials], kept: usize) -> Vec<f64> {
    let mut sum = vec![1.0];
    for trials in trials.iter().filter(|trials| trials.p > 0.0 && trials.count > 0) {
        let one = binomial(*trials, kept);
        let mut next = vec![0.0; (sum.len() + one.len() - 1).min(kept + 1)];
        for (i, x) in sum.iter().enumerate().filter(|(_, x)| **x > 0.0) {
            for (slot, y) in next[i..].iter_mut().zip(&one) {
                *slot += x * y;
            }
        }
        sum = next;
    }
    sum
}

/// Returns the terms of a binomial distribution up to `kept`, computed from its mode (or the last term kept) in both
/// directions.
fn binomial(Trials { count, p }: Trials, kept: usize) -> Vec<f64> {
    let last = count.min(kept);
    let q = 1.0 - p;
    if q <= 0.0 {
        return (0..=last).map(|x| f64::from(x == count)).collect();
    }
    let mode = (((count + 1) as f64 * p) as usize).min(last);
    let mut terms = vec![0.0; last + 1];
    terms[mode] = ln_binomial(mode, count, p, q).exp();
    let rise = |x: usize| (count - x) as f64 / (x + 1) as f64 * (p / q);
    for x in mode..last {
        terms[x + 1] = terms[x] * rise(x);
    }
    for x in (0..mode).rev() {
        terms[x] = terms[x + 1] / rise(x);
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sums over all outcomes of all trials.
    fn slow(single: &[f64], w: usize) -> f64 {
        let outcomes = (0u32..1 << single.len()).filter(|outcome| outcome.count_ones() as usize >= w);
        let probability = |outcome: u32| {
            let one = |(at, p): (usize, &f64)| if outcome >> at & 1 == 1 { *p } else { 1.0 - p };
            single.iter().enumerate().map(one).product::<f64>()
        };
        outcomes.map(probability).sum()
    }

    proptest! {
        #[test]
        fn tails_are_sums_over_all_outcomes(classes in prop::collection::vec((0usize..5, 0u8..=10, any::<bool>()), 0..4), most in 0usize..16) {
            // With small probabilities, and some that are certain.
            let probability = |tenths: u8, small: bool| f64::from(tenths) / if small && tenths < 10 { 1e6 } else { 10.0 };
            let trials: Vec<Trials> = classes.iter().map(|&(count, p, small)| Trials { count, p: probability(p, small) }).collect();
            let single: Vec<f64> = trials.iter().flat_map(|trials| vec![trials.p; trials.count]).collect();
            let found = upper_tails(&trials, most);
            for (w, tail) in found.iter().enumerate() {
                let expected = slow(&single, w);
                prop_assert!((tail - expected).abs() <= 1e-12 * expected, "{tail} for {expected}, {w} of {trials:?}");
            }
            let expected: f64 = single.iter().sum();
            prop_assert!((mean(&trials) - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn many_trials_keep_the_digits_of_a_rare_tail() {
        // A million trials of equal probability: the tail of a single binomial, which begins with its largest term.
        let trials = [Trials { count: 400_000, p: 1e-6 }, Trials { count: 600_000, p: 1e-6 }];
        let found = upper_tails(&trials, 12)[12];
        let term = |x: usize| ln_binomial(x, 1_000_000, 1e-6, 1.0 - 1e-6).exp();
        let expected: f64 = (12..60).rev().map(term).sum();
        assert!((found - expected).abs() < 1e-12 * expected, "{found} for {expected}");
        // With a mean of 5,000, the probability of no success is below the smallest float.
        let trials = [Trials { count: 10_000, p: 0.5 }];
        let found = upper_tails(&trials, 5_000);
        let half = 0.5 + 0.5 * ln_binomial(5_000, 10_000, 0.5, 0.5).exp();
        assert!((found[5_000] - half).abs() < 1e-11 && found[1] > 1.0 - 1e-11, "{} for {half}", found[5_000]);
    }
}
