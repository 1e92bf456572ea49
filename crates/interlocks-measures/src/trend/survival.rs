//! Survival analysis: durations of which not all were observed to the end.

use serde::Serialize;

/// One observed duration, in days of age: observed from `entry` to `exit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// The age at the start of observation; above 0 if it began earlier (left truncation).
    pub entry: i64,
    /// The age at the end of observation.
    pub exit: i64,
    /// `true` if it ended at `exit`; `false` if it continued unobserved (right censoring).
    pub ended: bool,
}

/// The estimate after the exits of one age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurvivalStep {
    /// The age in days.
    pub days: i64,
    /// The number observed at that age, including those that left at it.
    pub at_risk: usize,
    /// The number that ended at that age.
    pub ended: usize,
    /// The number last observed at that age.
    pub censored: usize,
    /// The estimated share that lasts longer.
    pub survival: f64,
    /// The standard error of `survival` (Greenwood); `None` if nothing lasts longer.
    pub error: Option<f64>,
}

impl SurvivalStep {
    /// Returns the confidence interval of the share for a standard normal quantile `z` (1.96 for 95 %), based on the
    /// logarithm of the cumulative hazard: S^exp(±z·σ / (S·ln S)), so that both bounds are shares (Kalbfleisch and
    /// Prentice 1980). Returns `None` before the first end and if nothing lasts longer.
    ///
    /// ```
    /// use interlocks_measures::trend::{Observation, kaplan_meier};
    /// let seen = |exit, ended| Observation { entry: 0, exit, ended };
    /// let curve = kaplan_meier(&[seen(10, true), seen(20, false), seen(30, true), seen(40, true)]);
    /// let (low, high) = curve[0].interval(1.96).unwrap();
    /// assert!(0.0 < low && low < curve[0].survival && curve[0].survival < high && high < 1.0);
    /// ```
    pub fn interval(&self, z: f64) -> Option<(f64, f64)> {
        let (share, error) = (self.survival, self.error?);
        if share <= 0.0 || share >= 1.0 {
            return None;
        }
        let width = (z * error / (share * share.ln())).abs();
        // A power above 1 makes a share smaller.
        Some((share.powf(width.exp()), share.powf((-width).exp())))
    }
}

/// Computes the product-limit estimate of Kaplan and Meier (1958) with Greenwood's standard error. At each age at which
/// d of n durations end, S ← S·(1 − d/n). A duration that began before observation is among the n from the age at which
/// observation began. There is a step for each age at which a duration exits.
///
/// Cost: sorting the observations.
///
/// ```
/// use interlocks_measures::trend::{Observation, kaplan_meier, median};
/// let seen = |exit, ended| Observation { entry: 0, exit, ended };
/// let curve = kaplan_meier(&[seen(10, true), seen(20, false), seen(30, true), seen(40, true)]);
/// assert_eq!((curve[0].survival, curve[1].survival, curve[2].survival), (0.75, 0.75, 0.375));
/// assert_eq!(median(&curve), Some(30));
/// ```
pub fn kaplan_meier(observations: &[Observation]) -> Vec<SurvivalStep> {
    let mut entries: Vec<i64> = observations.iter().map(|one| one.entry).collect();
    let mut exits: Vec<(i64, bool)> = observations.iter().map(|one| (one.exit, one.ended)).collect();
    entries.sort_unstable();
    exits.sort_unstable();
    let (mut survival, mut hazards, mut gone) = (1.0, 0.0, 0);
    exits
        .chunk_by(|x, y| x.0 == y.0)
        .map(|exits| {
            let days = exits[0].0;
            let at_risk = entries.partition_point(|entry| *entry < days) - gone;
            let ended = exits.iter().filter(|exit| exit.1).count();
            gone += exits.len();
            let (d, n) = (ended as f64, at_risk as f64);
            if ended > 0 {
                survival *= 1.0 - d / n;
                hazards += d / (n * (n - d));
            }
            let error = Some(survival * hazards.sqrt()).filter(|error| error.is_finite());
            SurvivalStep { days, at_risk, ended, censored: exits.len() - ended, survival, error }
        })
        .collect()
}

/// Returns the median: the first age that at most half outlast; `None` if more than half outlast all that was observed.
pub fn median(curve: &[SurvivalStep]) -> Option<i64> {
    // Rounding may leave a product of exactly one half slightly above it.
    const HALF: f64 = 0.5 + 1e-12;
    curve.iter().find(|step| step.survival <= HALF).map(|step| step.days)
}
