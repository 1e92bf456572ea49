//! How much a finding asks to be looked at.

use serde::Serialize;

use super::Rule;
use crate::model::Certainty;

/// Three classes of score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
}

impl Severity {
    /// Below 0.4 low, from 0.7 high, between them medium.
    pub fn of(score: f64) -> Severity {
        if score < 0.4 {
            Severity::Low
        } else if score < 0.7 {
            Severity::Medium
        } else {
            Severity::High
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }
}

/// The score of a finding, in (0, 1]: how strong the role is, times how sure the dates are.
///
/// | rule | strength |
/// |---|---|
/// | executive-on-board | 0.9 |
/// | shared-director | 0.6 |
/// | appointment-window | 0.5, and up to 0.4 more the nearer the two days are: 0.4 · (1 − \|days\| / (window + 1)) |
///
/// Certain counts 1, possible 0.7. The numbers are a choice, not a measurement: they order leads.
pub fn score(rule: Rule, certainty: Certainty, days: i64, window: i64) -> f64 {
    let strength = match rule {
        Rule::ExecutiveOnBoard => 0.9,
        Rule::SharedDirector => 0.6,
        Rule::AppointmentWindow => {
            let distance = days.unsigned_abs() as f64 / (window.unsigned_abs() as f64 + 1.0);
            0.5 + 0.4 * (1.0 - distance.min(1.0))
        }
    };
    let sure = if certainty.is_certain() { 1.0 } else { 0.7 };
    // Four digits: more would pretend to a precision the scale does not have.
    (strength * sure * 10_000.0_f64).round() / 10_000.0
}
