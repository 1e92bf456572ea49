//! How long things last, when not all of them were seen to end.

use serde::Serialize;

/// One life: seen from the age of `entry` days to that of `exit`, when it ended or was lost sight of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// Above zero where it began before it was observed (left truncation).
    pub entry: i64,
    pub exit: i64,
    /// Whether it ended then; else it goes on unseen (right censoring).
    pub ended: bool,
}

/// The estimate after the exits of one age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The age in days.
    pub days: i64,
    /// How many were observed at that age, those that left at it included.
    pub at_risk: usize,
    pub ended: usize,
    pub censored: usize,
    /// The share that lasts longer.
    pub survival: f64,
    /// Its standard error; null where nothing lasts longer.
    pub error: Option<f64>,
}

impl Step {
    /// Between what bounds the true share lies, for a standard normal quantile (1.96 for 95 %): from the
    /// logarithm of the cumulative hazard, S^exp(±z·σ / (S·ln S)), so that the bounds are shares
    /// (Kalbfleisch and Prentice 1980). None before the first end and where nothing lasts longer.
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
        // A power above one makes a share smaller.
        Some((share.powf(width.exp()), share.powf((-width).exp())))
    }
}

/// The product-limit estimate of Kaplan and Meier (1958), with Greenwood's standard error: at every
/// age at which d of n end, S ← S·(1 − d/n). What began before it was observed counts among the n from
/// the age at which it came into view. A step for every age of an exit.
///
/// Cost: that of sorting.
///
/// ```
/// use interlocks_measures::trend::{Observation, kaplan_meier, median};
/// let seen = |exit, ended| Observation { entry: 0, exit, ended };
/// let curve = kaplan_meier(&[seen(10, true), seen(20, false), seen(30, true), seen(40, true)]);
/// assert_eq!((curve[0].survival, curve[1].survival, curve[2].survival), (0.75, 0.75, 0.375));
/// assert_eq!(median(&curve), Some(30));
/// ```
pub fn kaplan_meier(observations: &[Observation]) -> Vec<Step> {
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
            Step { days, at_risk, ended, censored: exits.len() - ended, survival, error }
        })
        .collect()
}

/// The age that half of them outlast at most; none where more than half outlast what was seen.
pub fn median(curve: &[Step]) -> Option<i64> {
    // A product that should be one half may come out a hair above it.
    const HALF: f64 = 0.5 + 1e-12;
    curve.iter().find(|step| step.survival <= HALF).map(|step| step.days)
}
