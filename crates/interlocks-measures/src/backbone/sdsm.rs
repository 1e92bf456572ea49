//! Both sides' degrees fixed in expectation: the stochastic degree sequence model (Neal 2014).
//!
//! Two nodes share each node of the other side with the product of their probabilities, so that what
//! they share follows a Poisson-binomial distribution. Nodes of the other side with one degree are
//! alike: theirs is a binomial, and the whole a convolution of as many as there are different degrees.

use super::bicm::Bicm;
use interlocks_analysis::statistics::hypergeometric::ln_binomial;

/// So many nodes that two share each with probability `p`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trials {
    pub count: usize,
    pub p: f64,
}

/// What two nodes of some degrees share, class by class of the other side.
pub fn trials(model: &Bicm, a: usize, b: usize) -> Vec<Trials> {
    let (first, second) = (model.row(a), model.row(b));
    let both = first.iter().zip(second).map(|(x, y)| x * y);
    model.other().iter().zip(both).map(|(class, p)| Trials { count: class.count, p }).collect()
}

/// What is shared in the mean.
pub fn mean(trials: &[Trials]) -> f64 {
    trials.iter().map(|trials| trials.count as f64 * trials.p).sum()
}

/// The chances that `w` or more come true, for `w` from 0 to `most`.
///
/// The distribution is computed up to where the rest is nothing to the last of these chances: it is
/// log-concave, so the rest is less than a geometric series. All terms are added and none subtracted.
///
/// Cost: classes times the square of the terms kept.
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

/// Whether what lies beyond the terms kept is nothing to the tail from `most` on.
fn settled(found: &[f64], most: usize) -> bool {
    let [.., before, last] = found else { return false };
    let tail: f64 = found.iter().skip(most).sum();
    let factor = last / before;
    tail > 0.0 && factor < 1.0 && last * factor / (1.0 - factor) <= 1e-17 * tail
}

/// The chances of 0, 1, …, `kept`.
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

/// The terms of a binomial up to `kept`, from its mode (or the last kept) both ways.
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

    /// Every outcome of every trial.
    fn slow(single: &[f64], w: usize) -> f64 {
        let outcomes = (0u32..1 << single.len()).filter(|outcome| outcome.count_ones() as usize >= w);
        let chance = |outcome: u32| {
            let one = |(at, p): (usize, &f64)| if outcome >> at & 1 == 1 { *p } else { 1.0 - p };
            single.iter().enumerate().map(one).product::<f64>()
        };
        outcomes.map(chance).sum()
    }

    proptest! {
        #[test]
        fn tails_are_sums_over_all_outcomes(classes in prop::collection::vec((0usize..5, 0u8..=10, any::<bool>()), 0..4), most in 0usize..16) {
            // Small chances too, and those that are settled.
            let chance = |tenths: u8, small: bool| f64::from(tenths) / if small && tenths < 10 { 1e6 } else { 10.0 };
            let trials: Vec<Trials> = classes.iter().map(|&(count, p, small)| Trials { count, p: chance(p, small) }).collect();
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
        // A million with one chance: the binomial's own tail, which begins with its largest term.
        let trials = [Trials { count: 400_000, p: 1e-6 }, Trials { count: 600_000, p: 1e-6 }];
        let found = upper_tails(&trials, 12)[12];
        let term = |x: usize| ln_binomial(x, 1_000_000, 1e-6, 1.0 - 1e-6).exp();
        let expected: f64 = (12..60).rev().map(term).sum();
        assert!((found - expected).abs() < 1e-12 * expected, "{found} for {expected}");
        // A mean of five thousand, where the chance of none is less than a float can be.
        let trials = [Trials { count: 10_000, p: 0.5 }];
        let found = upper_tails(&trials, 5_000);
        let half = 0.5 + 0.5 * ln_binomial(5_000, 10_000, 0.5, 0.5).exp();
        assert!((found[5_000] - half).abs() < 1e-11 && found[1] > 1.0 - 1e-11, "{} for {half}", found[5_000]);
    }
}
