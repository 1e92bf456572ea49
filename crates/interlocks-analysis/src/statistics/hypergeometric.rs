//! The hypergeometric distribution, as a null model in which the board sizes are fixed and the numbers of boards of people
//! are free (Tumminello et al. 2011, Neal 2013).
//!
//! Logarithms of factorials are split as by Loader (Fast and accurate computation of binomial probabilities, 2000):
//! ln n! = n ln n − n + ½ ln 2πn + δ(n). Large terms cancel before they are computed, so probabilities keep their digits
//! for any number of people.

use std::f64::consts::TAU;

/// Returns the probability that two boards of `a` and `b` members, drawn from `n` people, share `w` or more.
///
/// Cost: the terms of the tail that matter, which lie within a few standard deviations.
///
/// ```
/// use interlocks_analysis::statistics::hypergeometric::upper_tail;
/// // Of the six ways to draw two of four people, one gives the same two.
/// assert!((upper_tail(4, 2, 2, 2) - 1.0 / 6.0).abs() < 1e-15);
/// ```
pub fn upper_tail(n: usize, a: usize, b: usize, w: usize) -> f64 {
    // Symmetric in the boards: the smaller one is drawn, so that the bits do not depend on the order.
    let (a, b) = (a.min(b).min(n), a.max(b).min(n));
    let (least, most) = ((a + b).saturating_sub(n), a);
    if w <= least {
        return 1.0;
    }
    if w > most {
        return 0.0;
    }
    let [total, first, second] = [n, a, b].map(|count| count as f64);
    // P(h + 1) / P(h).
    let rise = |h: f64| (first - h) * (second - h) / ((h + 1.0) * (total - first - second + h + 1.0));
    let start = |h: usize| ln_probability(n, a, b, h).exp();
    let mode = ((first + 1.0) * (second + 1.0) / (total + 2.0)).floor();
    if w as f64 > mode {
        return falling(start(w), (w..most).map(|h| rise(h as f64))).min(1.0);
    }
    // Below the mode the tail is large and its complement small.
    (1.0 - falling(start(w - 1), (least..w - 1).rev().map(|h| 1.0 / rise(h as f64)))).max(0.0)
}

/// Returns the expected number of shared members: `a`·`b`/`n`.
pub fn mean(n: usize, a: usize, b: usize) -> f64 {
    if n == 0 { 0.0 } else { a as f64 * b as f64 / n as f64 }
}

/// Returns the sum of a series whose terms are the one before times a factor; factors are below one and falling. It stops
/// when the rest, bounded by a geometric series, does not change the sum.
fn falling(first: f64, factors: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (first, first);
    for factor in factors {
        if term * factor <= 1e-18 * sum * (1.0 - factor) {
            break;
        }
        term *= factor;
        sum += term;
    }
    sum
}

/// Returns ln P(h), as three binomials with the same probability b/n, in which powers cancel.
fn ln_probability(n: usize, a: usize, b: usize, h: usize) -> f64 {
    let (p, q) = (b as f64 / n as f64, (n - b) as f64 / n as f64);
    ln_binomial(h, a, p, q) + ln_binomial(b - h, n - a, p, q) - ln_binomial(b, n, p, q)
}

/// Returns the logarithm of the probability that `x` of `n` independent events happen, each with probability
/// `p` = 1 − `q`.
pub fn ln_binomial(x: usize, n: usize, p: f64, q: f64) -> f64 {
    let never = |holds: bool| if holds { 0.0 } else { f64::NEG_INFINITY };
    if p <= 0.0 {
        return never(x == 0);
    }
    if q <= 0.0 {
        return never(x == n);
    }
    let [hits, misses, all] = [x, n - x, n].map(|count| count as f64);
    // If all or none happen: near one, the logarithm is computed from the complement.
    let ln = |part: f64, rest: f64| if rest < 0.5 { (-rest).ln_1p() } else { part.ln() };
    if x == 0 {
        return all * ln(q, p);
    }
    if x == n {
        return all * ln(p, q);
    }
    let stirling = correction(n) - correction(x) - correction(n - x);
    stirling - deviance(hits, all * p) - deviance(misses, all * q) - 0.5 * (TAU * hits * (misses / all)).ln()
}

/// Returns δ(n) = ln n! − (n ln n − n + ½ ln 2πn), by Stirling's series for n above 15.
fn correction(n: usize) -> f64 {
    let x = n as f64;
    if n <= 15 {
        // Factorials up to 15! are exact as floats.
        let factorial: f64 = (1..=n).map(|k| k as f64).product();
        return if n == 0 { 0.0 } else { factorial.ln() - (x * x.ln() - x + 0.5 * (TAU * x).ln()) };
    }
    let square = x * x;
    let terms = [1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];
    terms.iter().fold(0.0, |sum, term| term + sum / square) / x
}

/// Returns x ln(x/m) + m − x, by a series if x and m are close and the terms would cancel.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = (x - m) / (x + m);
    let (mut sum, mut power) = ((x - m) * v, 2.0 * x * v);
    for odd in (3..).step_by(2) {
        power *= v * v;
        let next = sum + power / f64::from(odd);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whole numbers, exact up to n = 120.
    fn choose(n: usize, k: usize) -> u128 {
        (0..k).fold(1, |product, i| product * (n - i) as u128 / (i as u128 + 1))
    }

    fn slow(n: usize, a: usize, b: usize, w: usize) -> f64 {
        let ways = |h: usize| if h > a || b - h > n - a { 0 } else { choose(a, h) * choose(n - a, b - h) };
        (w..=b).map(ways).sum::<u128>() as f64 / choose(n, b) as f64
    }

    proptest! {
        #[test]
        fn the_tail_is_the_sum_of_whole_numbers(n in 1usize..=110, a in 0usize..=110, b in 0usize..=110, w in 0usize..=111) {
            let (a, b) = (a.min(n), b.min(n));
            let (found, expected) = (upper_tail(n, a, b, w), slow(n, a, b, w));
            prop_assert!((found - expected).abs() <= 1e-12 * expected, "{found} for {expected}");
            prop_assert_eq!(found.to_bits(), upper_tail(n, b, a, w).to_bits());
        }

        #[test]
        fn binomials_are_products(n in 0usize..40, x in 0usize..40, p in 0.0f64..=1.0) {
            let x = x.min(n);
            let slow = choose(n, x) as f64 * p.powi(x as i32) * (1.0 - p).powi((n - x) as i32);
            let found = ln_binomial(x, n, p, 1.0 - p).exp();
            prop_assert!((found - slow).abs() <= 1e-12 * slow, "{found} for {slow}");
        }
    }

    #[test]
    fn a_million_people_cost_no_digits() {
        // The probability that two boards have no common member, as a product.
        let (n, a, b) = (1_000_000usize, 900usize, 1_100usize);
        let none: f64 = (0..a).map(|i| (-(b as f64) / (n - i) as f64).ln_1p()).sum();
        let expected = -none.exp_m1();
        let found = upper_tail(n, a, b, 1);
        assert!((found - expected).abs() < 1e-12 * expected, "{found} for {expected}");
        // Nine of nine: b/n · (b−1)/(n−1) · …
        let all: f64 = (0..9).map(|i| (b - i) as f64 / (n - i) as f64).product();
        let found = upper_tail(n, 9, b, 9);
        assert!((found - all).abs() < 1e-12 * all, "{found} for {all}");
    }

    #[test]
    fn ends_are_certain() {
        assert_eq!([upper_tail(0, 0, 0, 0), upper_tail(5, 3, 4, 2), upper_tail(5, 3, 4, 4)], [1.0, 1.0, 0.0]);
        assert_eq!((mean(0, 0, 0), mean(14, 8, 8)), (0.0, 64.0 / 14.0));
    }
}
