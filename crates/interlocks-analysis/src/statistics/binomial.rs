//! Tails and intervals of the binomial distribution.

/// Returns the probability that `x` or more of `n` independent events happen, each with probability `p`: the upper tail of
/// the binomial distribution. Terms are summed from the smallest index upwards. Cost: O(n).
pub fn binomial_tail(x: usize, n: usize, p: f64) -> f64 {
    if x == 0 {
        return 1.0;
    }
    if x > n || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    let (ln_p, ln_q) = (p.ln(), (-p).ln_1p());
    let mut ln_choose = 0.0;
    let mut tail = 0.0;
    for k in 0..=n {
        if k >= x {
            tail += (ln_choose + k as f64 * ln_p + (n - k) as f64 * ln_q).exp();
        }
        ln_choose += ((n - k) as f64).ln() - ((k + 1) as f64).ln();
    }
    tail.min(1.0)
}

/// Returns the interval of Clopper & Pearson (1934) for a share if `x` of `n` were seen: all `p` for which neither tail is
/// less likely than (1 − `level`) / 2. Found by bisection, because the tail rises with `p`.
pub fn clopper_pearson(x: usize, n: usize, level: f64) -> (f64, f64) {
    let half = (1.0 - level) / 2.0;
    let low = if x == 0 { 0.0 } else { root(|p| binomial_tail(x, n, p) - half) };
    let high = if x >= n { 1.0 } else { root(|p| half - (1.0 - binomial_tail(x + 1, n, p))) };
    (low, high)
}

/// Returns the zero of a function that rises over [0, 1].
fn root(rising: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if rising(middle) < 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64, within: f64) -> bool {
        (a - b).abs() <= within
    }

    #[test]
    fn tails_are_those_of_small_cases_counted_by_hand() {
        assert!(near(binomial_tail(1, 3, 0.5), 7.0 / 8.0, 1e-12));
        assert!(near(binomial_tail(2, 3, 0.5), 0.5, 1e-12));
        assert!(near(binomial_tail(3, 3, 0.1), 0.001, 1e-12));
        assert!(near(binomial_tail(8, 10, 0.5), 56.0 / 1024.0, 1e-12));
        assert_eq!((binomial_tail(0, 0, 0.3), binomial_tail(1, 0, 0.3), binomial_tail(2, 5, 0.0)), (1.0, 0.0, 0.0));
        assert!(near(binomial_tail(5_100, 10_000, 0.5), 0.023_29, 1e-4));
    }

    #[test]
    fn intervals_are_those_of_published_tables() {
        for (x, n, low, high) in [
            (0, 10, 0.0, 0.308_497),
            (10, 10, 0.691_503, 1.0),
            (1, 10, 0.002_529, 0.445_016),
            (5, 20, 0.086_571, 0.491_046),
            (5, 10, 0.187_086, 0.812_914),
        ] {
            let found = clopper_pearson(x, n, 0.95);
            assert!(near(found.0, low, 1e-6) && near(found.1, high, 1e-6), "{x} of {n}: {found:?}");
        }
        assert_eq!(clopper_pearson(0, 0, 0.95), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn the_interval_holds_what_was_seen_and_its_ends_are_where_the_tails_are(n in 1usize..60, seen in 0usize..60) {
            let x = seen.min(n);
            let (low, high) = clopper_pearson(x, n, 0.95);
            let share = x as f64 / n as f64;
            prop_assert!(low <= share && share <= high);
            if x > 0 { prop_assert!(near(binomial_tail(x, n, low), 0.025, 1e-9)); }
            if x < n { prop_assert!(near(1.0 - binomial_tail(x + 1, n, high), 0.025, 1e-9)); }
        }
    }
}
