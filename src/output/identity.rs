//! Decisions on identity: as `check` lists them, and what they leave open in other answers.

use schemars::JsonSchema;
use serde::Serialize;

use super::row::Tabular;
use super::table::{Column, Table};
use interlocks::analysis::identity::{Condition, Conditions};
use interlocks::dataset::{Decision, DecisionRow, IdentityGroup};
use interlocks::graph::BoardGraph;
use interlocks_core::wording::{and_list, counted};

/// The most groups and the most open pairs that the JSON lists.
const LISTED: usize = 1_000;
/// The same for the sentences below the table.
const SHOWN: usize = 10;

/// Returns rows as a table, with a column for their conditions if any has one.
pub fn conditional_table<R: Tabular>(rows: &[R], conditions: impl Fn(&R) -> &Conditions) -> Table {
    let mut table = Table::from_rows(rows);
    if rows.iter().any(|row| !conditions(row).open.is_empty()) {
        table.columns.push(Column::left("if"));
        for (cells, row) in table.rows.iter_mut().zip(rows) {
            let words: Vec<String> = conditions(row).open.iter().map(Condition::words).collect();
            cells.push(words.join("; ").into());
        }
    }
    table
}

/// What decisions on identity settle.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckedIdentity {
    /// The number of pairs that decisions were read for.
    pub decisions: usize,
    /// The number of groups of records that are taken as one.
    pub groups_count: usize,
    /// These groups: the first ones.
    pub groups: Vec<CheckedGroup>,
    /// The number of pairs that are two.
    pub distinct: usize,
    /// The number of rows `distinct` that contradict rows `same`.
    pub contradictions: usize,
    /// The number of pairs that are open.
    pub open_count: usize,
    /// These pairs: the first ones.
    pub open: Vec<CheckedPair>,
}

/// Records that are taken as one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckedGroup {
    /// `person` or `company`.
    #[schemars(extend("enum" = ["person", "company"]))]
    pub kind: &'static str,
    /// The id that they have.
    pub id: String,
    /// The ids of the records.
    pub records: Vec<String>,
    /// The decisions that it rests on.
    pub rests_on: Vec<CheckedPair>,
}

/// A decision on a pair.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CheckedPair {
    /// The smaller id.
    pub a: String,
    /// The larger id.
    pub b: String,
    /// `same`, `distinct`, `unsure` or `open`, as the row says.
    pub decision: Decision,
    /// The probability that they are one, if it is stated.
    pub probability: Option<f64>,
    /// Who decided it.
    pub who: String,
    /// When.
    pub when: String,
    /// Why.
    pub why: String,
    /// `file:line` of the row.
    pub place: String,
}

impl CheckedIdentity {
    /// Lists what was decided; `None` if there are no decisions.
    pub fn from_graph(graph: &BoardGraph) -> Option<CheckedIdentity> {
        let decisions = graph.identity_decisions();
        let pair = |row: &DecisionRow| {
            let DecisionRow { a, b, decision, probability, who, when, why, place, .. } = row.clone();
            CheckedPair { a, b, decision, probability, who, when, why, place: graph.place(place) }
        };
        let group = |group: &IdentityGroup| CheckedGroup {
            kind: group.kind.as_str(),
            id: group.kept.clone(),
            records: group.ids.clone(),
            rests_on: group.rows.iter().filter_map(|row| decisions.rows().get(*row)).map(pair).collect(),
        };
        (!decisions.is_empty()).then(|| CheckedIdentity {
            decisions: decisions.rows().len(),
            groups_count: decisions.groups().len(),
            groups: decisions.groups().iter().take(LISTED).map(group).collect(),
            distinct: decisions.distinct().len(),
            contradictions: decisions.contradictions().len(),
            open_count: decisions.open().len(),
            open: decisions.open().take(LISTED).map(pair).collect(),
        })
    }

    /// Returns the sentences on groups and open pairs. The counts are in a note of the data.
    pub fn summary(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.groups.iter().take(SHOWN).map(CheckedGroup::sentence).collect();
        if let more @ 1.. = self.groups_count.saturating_sub(SHOWN) {
            lines.push(format!("{} of records taken as one not listed here", counted(more, "more group")));
        }
        lines.extend(self.open.iter().take(SHOWN).map(CheckedPair::sentence));
        if let more @ 1.. = self.open_count.saturating_sub(SHOWN) {
            lines.push(format!("{} not listed here", counted(more, "more open pair")));
        }
        lines
    }
}

impl CheckedGroup {
    fn sentence(&self) -> String {
        let others: Vec<&str> = self.records.iter().map(String::as_str).filter(|id| *id != self.id).collect();
        let mut words: Vec<String> = others.iter().take(SHOWN).map(|id| (*id).to_owned()).collect();
        if let more @ 1.. = others.len().saturating_sub(SHOWN) {
            words.push(counted(more, "other"));
        }
        let places: Vec<&str> = self.rests_on.iter().take(SHOWN).map(|row| row.place.as_str()).collect();
        let rests = if places.is_empty() { String::new() } else { format!(" ({})", places.join(", ")) };
        format!("{} is taken as one {} with {}{rests}", self.id, self.kind, and_list(&words))
    }
}

impl CheckedPair {
    fn sentence(&self) -> String {
        let CheckedPair { a, b, place, .. } = self;
        let decision = match self.decision {
            Decision::Same => "same, but contradicted".to_owned(),
            decision => decision.to_string(),
        };
        let probability = self.probability.map(|number| format!(", probability {number}")).unwrap_or_default();
        format!("{a} and {b} may be one: {decision}{probability} ({place})")
    }
}
