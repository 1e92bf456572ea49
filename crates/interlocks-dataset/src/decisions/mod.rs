//! Decisions on identity: which records are one person or one company, who decided it and why.
//!
//! The rows come from `same.csv` in a dataset folder and from the files of `--same`. A decision is data: the rows that are read
//! stay as they are, and a dataset without the row is the dataset as before. See `docs/identity.md`.

mod apply;
mod join;
mod ledger;
mod log;
mod merge;
mod read;
mod rename;
mod settle;
#[cfg(test)]
mod tests;

use interlocks_core::model::Place;

pub use join::OpenRows;
pub use ledger::{Contradiction, Decisions, IdentityGroup};
pub use log::DecisionLog;

/// The name of the file of decisions in a dataset folder.
pub(crate) const FILE: &str = "same";

/// What a row says of two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// They are one.
    Same,
    /// They are two.
    Distinct,
    /// Somebody looked and could not decide it.
    Unsure,
    /// Nobody has decided it yet.
    Open,
}

impl Decision {
    /// All decisions.
    pub const ALL: [Decision; 4] = [Decision::Same, Decision::Distinct, Decision::Unsure, Decision::Open];

    /// Returns the word for it: `same`, `distinct`, `unsure`, or `open` for an empty cell.
    pub const fn as_str(self) -> &'static str {
        match self {
            Decision::Same => "same",
            Decision::Distinct => "distinct",
            Decision::Unsure => "unsure",
            Decision::Open => "open",
        }
    }

    /// Returns the decision of a cell, in any case. `None` if it is no word for one.
    fn from_cell(text: &str) -> Option<Decision> {
        let text = text.to_lowercase();
        if text.is_empty() {
            return Some(Decision::Open);
        }
        text.parse().ok()
    }
}

interlocks_core::enum_names!(Decision, "decision");

/// The row of a file of decisions that counts for its pair: the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionRow {
    /// The smaller id of the pair.
    pub a: String,
    /// The larger id.
    pub b: String,
    /// What the row says.
    pub decision: Decision,
    /// The probability of a model that the two are one; `None` if none is stated.
    pub probability: Option<f64>,
    /// Who decided it.
    pub who: String,
    /// When, as written: a date; empty if it is not stated.
    pub when: String,
    /// Why.
    pub why: String,
    /// The id that the two are to have; empty if it does not matter.
    pub keep: String,
    /// Where the row was read.
    pub place: Place,
}

impl DecisionRow {
    /// Returns the ids of the pair, the smaller one first.
    pub fn pair(&self) -> (&str, &str) {
        (&self.a, &self.b)
    }

    /// Returns `true` if two rows say the same, wherever they were read.
    fn says_the_same(&self, other: &DecisionRow) -> bool {
        DecisionRow { place: other.place, ..self.clone() } == *other
    }
}
