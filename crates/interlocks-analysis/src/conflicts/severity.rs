//! The score of a finding, and its class.

use serde::Serialize;

use super::Rule;
use interlocks_core::model::Certainty;
use interlocks_core::model::Relation;

/// The class of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Below 0.4.
    Low,
    /// From 0.4 to below 0.7.
    Medium,
    /// 0.7 or more.
    High,
}

impl Severity {
    /// Every class, the lowest first.
    pub const ALL: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];

    /// Returns the class of a score: low below 0.4, high from 0.7 on, otherwise medium.
    pub fn from_score(score: f64) -> Severity {
        if score < 0.4 {
            Severity::Low
        } else if score < 0.7 {
            Severity::Medium
        } else {
            Severity::High
        }
    }

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }
}

interlocks_core::enum_names!(Severity, "severity");

/// The facts from which a score is computed.
#[derive(Clone, Copy, Debug)]
pub struct ScoreInputs {
    /// The rule that is met.
    pub rule: Rule,
    /// The certainty of the finding.
    pub certainty: Certainty,
    /// Signed days between the events, the closest to zero that the dates allow.
    pub days: i64,
    /// The window asked for, in days.
    pub window: i64,
    /// The probability that the events lie within the window, if it can be computed.
    pub probability: Option<f64>,
    /// The relation of two people, if the finding is about one.
    pub relation: Option<Relation>,
    /// The number of steps, if the finding is a path; otherwise 0.
    pub steps: usize,
}

/// Returns the score of a finding, above 0 and at most 1: the strength of the relation times the certainty of the dates.
///
/// | rule | strength |
/// |---|---|
/// | executive-on-board, owner-on-board | 0.9 |
/// | related-person | family 0.8, co-founders 0.6, friends 0.5 |
/// | shared-director | 0.6 |
/// | appointment-window | 0.5 + 0.4 · (1 − \|days\| / (window + 1)) |
/// | revolving-door | 0.4 + 0.4 · (1 − \|days\| / (window + 1)) |
/// | indirect-path | 0.5 − 0.05 · steps, at least 0.1 |
///
/// A certain finding counts 1 and a possible one 0.7. A possible finding of a rule with a window counts 0.4 + 0.3 ·
/// probability (0 if a day is unknown). The numbers are choices that put leads in order, not measurements.
///
/// ```
/// use interlocks_analysis::conflicts::{ScoreInputs, Rule, Severity, score};
/// use interlocks_core::model::Certainty;
/// let inputs = ScoreInputs {
///     rule: Rule::SharedDirector, certainty: Certainty::Certain, days: 700, window: 90,
///     probability: None, relation: None, steps: 0,
/// };
/// assert_eq!(score(&inputs), 0.6);
/// assert_eq!(Severity::from_score(0.6), Severity::Medium);
/// ```
pub fn score(inputs: &ScoreInputs) -> f64 {
    let near = || {
        let distance = inputs.days.unsigned_abs() as f64 / (inputs.window.unsigned_abs() as f64 + 1.0);
        0.4 * (1.0 - distance.min(1.0))
    };
    let strength = match inputs.rule {
        Rule::ExecutiveOnBoard | Rule::OwnerOnBoard => 0.9,
        Rule::SharedDirector => 0.6,
        Rule::AppointmentWindow => 0.5 + near(),
        Rule::RevolvingDoor => 0.4 + near(),
        Rule::RelatedPerson => match inputs.relation {
            Some(Relation::Kin | Relation::Family) => 0.8,
            Some(Relation::CoFounder) => 0.6,
            _ => 0.5,
        },
        Rule::IndirectPath => (0.5 - 0.05 * inputs.steps.max(1) as f64).max(0.1),
    };
    let sure = dates_factor(inputs.rule, inputs.certainty, inputs.probability);
    // Four digits: the scale is not more precise.
    (strength * sure * 10_000.0_f64).round() / 10_000.0
}

/// Returns the factor of a score for the certainty of the dates.
pub(super) fn dates_factor(rule: Rule, certainty: Certainty, probability: Option<f64>) -> f64 {
    match (certainty, rule.has_window()) {
        (Certainty::Certain, _) => 1.0,
        (Certainty::Possible, false) => 0.7,
        (Certainty::Possible, true) => 0.4 + 0.3 * probability.unwrap_or(0.0),
    }
}
