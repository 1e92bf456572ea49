//! The kinds of rows, and how many of each kind changed.

use serde::Serialize;

use super::{Changes, Row};
use interlocks_analysis::conflicts::Severity;
use interlocks_screens::Verdict;

/// The kind of a [`Row`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A seat.
    Seat,
    /// A tie.
    Tie,
    /// A deal.
    Deal,
    /// An interlock.
    Pair,
    /// A finding on a deal.
    Conflict,
    /// A verdict of a screen.
    Screen,
}

impl RowKind {
    /// Every kind, in the order of answers.
    pub const ALL: [RowKind; 6] =
        [RowKind::Seat, RowKind::Tie, RowKind::Deal, RowKind::Pair, RowKind::Conflict, RowKind::Screen];

    /// Returns the name: `seat`, `tie`, `deal`, `pair`, `conflict` or `screen`.
    pub const fn as_str(self) -> &'static str {
        match self {
            RowKind::Seat => "seat",
            RowKind::Tie => "tie",
            RowKind::Deal => "deal",
            RowKind::Pair => "pair",
            RowKind::Conflict => "conflict",
            RowKind::Screen => "screen",
        }
    }
}

interlocks_core::enum_names!(RowKind, "kind of row");

impl Row {
    /// Returns the kind.
    pub fn kind(&self) -> RowKind {
        match self {
            Row::Seat(_) => RowKind::Seat,
            Row::Tie(_) => RowKind::Tie,
            Row::Deal(_) => RowKind::Deal,
            Row::Pair(_) => RowKind::Pair,
            Row::Conflict(_) => RowKind::Conflict,
            Row::Screen(_) => RowKind::Screen,
        }
    }

    /// Returns the verdict of a screen; `None` for any other row.
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Row::Screen(row) => Some(row.verdict),
            _ => None,
        }
    }

    /// Returns the severity of a finding; `None` for any other row.
    pub fn severity(&self) -> Option<Severity> {
        match self {
            Row::Conflict(finding) => Some(finding.severity),
            _ => None,
        }
    }
}

/// How many rows of one kind differ between the old data and the new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindCount {
    /// The kind.
    pub what: RowKind,
    /// Rows that only the new data has.
    pub added: usize,
    /// Rows that only the old data has.
    pub removed: usize,
    /// Rows that differ.
    pub changed: usize,
}

impl Changes {
    /// Counts the rows of some kinds.
    pub fn count(&self, kinds: impl IntoIterator<Item = RowKind>) -> Vec<KindCount> {
        let count = |what| KindCount {
            what,
            added: self.added.iter().filter(|row| row.row.kind() == what).count(),
            removed: self.removed.iter().filter(|row| row.row.kind() == what).count(),
            changed: self.changed.iter().filter(|row| row.after.kind() == what).count(),
        };
        kinds.into_iter().map(count).collect()
    }

    /// Keeps only the rows of which something is true; of a changed row, the new one is asked.
    pub fn retain(&mut self, keep: impl Fn(&Row) -> bool) {
        self.added.retain(|row| keep(&row.row));
        self.removed.retain(|row| keep(&row.row));
        self.changed.retain(|row| keep(&row.after));
    }
}
