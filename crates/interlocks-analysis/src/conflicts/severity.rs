//! How much a finding asks to be looked at.

use serde::Serialize;

use super::Rule;
use super::relation::Relation;
use interlocks_core::model::Certainty;

/// Three classes of score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Low,
    Medium,
    High,
}

impl Severity {
    /// Every class, the lowest first.
    pub const ALL: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];

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
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }
}

interlocks_core::enum_names!(Severity, "severity");

/// What the score of a finding follows from.
#[derive(Clone, Copy, Debug)]
pub struct Grounds {
    pub rule: Rule,
    pub certainty: Certainty,
    /// Signed days between the events, the nearest to zero that the dates allow.
    pub days: i64,
    /// The window asked for, in days.
    pub window: i64,
    /// The chance that the events lie within the window, where it can be worked out.
    pub probability: Option<f64>,
    /// What relates two people, where that is the finding.
    pub relation: Option<Relation>,
    /// Steps of the path, where that is the finding.
    pub steps: usize,
}

/// The score of a finding, in (0, 1]: how strong the relation is, times how sure the dates are.
///
/// | rule | strength |
/// |---|---|
/// | executive-on-board, owner-on-board | 0.9 |
/// | related-person | family 0.8, co-founders 0.6, friends 0.5 |
/// | shared-director | 0.6 |
/// | appointment-window | 0.5, and up to 0.4 more the nearer the two days are: 0.4 · (1 − \|days\| / (window + 1)) |
/// | revolving-door | 0.4, and as much more |
/// | indirect-path | 0.45 for one step, 0.05 less for each further, 0.1 at least |
///
/// What is certain counts 1 and what is possible 0.7; a window that is possible counts 0.4 and up
/// to 0.3 more, by the share of the choices of days that lie within it (none where a day is not
/// known at all). The numbers are a choice, not a measurement: they order leads.
///
/// ```
/// use interlocks_analysis::conflicts::{Grounds, Rule, Severity, score};
/// use interlocks_core::model::Certainty;
/// let grounds = Grounds {
///     rule: Rule::SharedDirector, certainty: Certainty::Certain, days: 700, window: 90,
///     probability: None, relation: None, steps: 0,
/// };
/// assert_eq!(score(&grounds), 0.6);
/// assert_eq!(Severity::of(0.6), Severity::Medium);
/// ```
pub fn score(grounds: &Grounds) -> f64 {
    let near = || {
        let distance = grounds.days.unsigned_abs() as f64 / (grounds.window.unsigned_abs() as f64 + 1.0);
        0.4 * (1.0 - distance.min(1.0))
    };
    let strength = match grounds.rule {
        Rule::ExecutiveOnBoard | Rule::OwnerOnBoard => 0.9,
        Rule::SharedDirector => 0.6,
        Rule::AppointmentWindow => 0.5 + near(),
        Rule::RevolvingDoor => 0.4 + near(),
        Rule::RelatedPerson => match grounds.relation {
            Some(Relation::Kin | Relation::Family) => 0.8,
            Some(Relation::CoFounder) => 0.6,
            _ => 0.5,
        },
        Rule::IndirectPath => (0.5 - 0.05 * grounds.steps.max(1) as f64).max(0.1),
    };
    let sure = match (grounds.certainty, grounds.rule.has_window()) {
        (Certainty::Certain, _) => 1.0,
        (Certainty::Possible, false) => 0.7,
        (Certainty::Possible, true) => 0.4 + 0.3 * grounds.probability.unwrap_or(0.0),
    };
    // Four digits: more would pretend to a precision the scale does not have.
    (strength * sure * 10_000.0_f64).round() / 10_000.0
}
