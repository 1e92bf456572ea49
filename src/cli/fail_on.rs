//! What ends a run with code 4 in a command that lists findings and verdicts together.

use super::screen_args::verdict_name;
use interlocks::analysis::conflicts::Severity;
use interlocks::changes::diff::{Changes, Row, RowKind};
use interlocks::screens::Verdict;

/// A verdict or severity that ends a run with code 4, or any row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    Any,
    Verdict(Verdict),
    Severity(Severity),
}

/// The verdicts that may end a run: all but the last one, `clear`.
const VERDICTS: usize = Verdict::ALL.len() - 1;

/// All values, the gravest first.
pub const FAILING: [Failing; 1 + VERDICTS + Severity::ALL.len()] = {
    let mut all = [Failing::Any; 1 + VERDICTS + Severity::ALL.len()];
    let mut at = 0;
    while at < VERDICTS {
        all[1 + at] = Failing::Verdict(Verdict::ALL[at]);
        at += 1;
    }
    at = 0;
    while at < Severity::ALL.len() {
        all[1 + VERDICTS + at] = Failing::Severity(Severity::ALL[Severity::ALL.len() - 1 - at]);
        at += 1;
    }
    all
};

impl Failing {
    /// Returns the word of the option.
    pub fn as_str(self) -> &'static str {
        match self {
            Failing::Any => "any",
            Failing::Verdict(verdict) => verdict_name(verdict),
            Failing::Severity(severity) => severity.as_str(),
        }
    }

    /// Returns the kind of row that it is about; `None` if any.
    pub fn kind(self) -> Option<RowKind> {
        match self {
            Failing::Any => None,
            Failing::Verdict(_) => Some(RowKind::Screen),
            Failing::Severity(_) => Some(RowKind::Conflict),
        }
    }

    /// Returns `true` if a row is at least as grave.
    pub fn matches(self, row: &Row) -> bool {
        match self {
            Failing::Any => true,
            Failing::Verdict(limit) => row.verdict().is_some_and(|verdict| verdict <= limit),
            Failing::Severity(limit) => row.severity().is_some_and(|severity| severity >= limit),
        }
    }

    /// Returns `true` if a row was added that is at least as grave, or if a row became as grave. For `any`, every change counts.
    pub fn matches_change(self, changes: &Changes) -> bool {
        let became = |before: &Row, after: &Row| self.matches(after) && !self.matches(before);
        match self {
            Failing::Any => !changes.is_empty(),
            _ => {
                changes.added.iter().any(|row| self.matches(&row.row))
                    || changes.changed.iter().any(|row| became(&row.before, &row.after))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_but_clear_may_end_a_run() {
        let words: Vec<&str> = FAILING.iter().map(|failing| failing.as_str()).collect();
        assert!(!words.contains(&"clear") && words[1] == "breach" && words.ends_with(&["high", "medium", "low"]));
    }
}
