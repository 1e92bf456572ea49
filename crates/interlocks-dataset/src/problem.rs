//! What is wrong with a dataset, row by row.

use serde::Serialize;

/// What a problem does to its row: an error drops it, a warning keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// The word the outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

interlocks_core::display_name!(Severity);

/// One thing wrong with one row, and where: `file:line:column`.
///
/// Lines count from 1, the header being line 1 of a table. In tables a column is the number of
/// the cell in its row, from 1; in JSON it is the character in the line, from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    pub severity: Severity,
    pub file: String,
    pub line: u64,
    pub column: u64,
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Problem { severity, file, line, column, message } = self;
        write!(f, "{file}:{line}:{column}: {}: {message}", severity.as_str())
    }
}

/// Problems in the order they were met; the first [`Problems::KEPT`] in full, the rest counted.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    listed: Vec<Problem>,
    errors: u64,
    warnings: u64,
}

impl Problems {
    /// How many problems are kept in full: a hostile file may have one a row.
    pub const KEPT: usize = 10_000;

    /// Problems in order, of which some may not be listed.
    pub fn of(listed: impl Iterator<Item = Problem>, errors: u64, warnings: u64) -> Problems {
        Problems { listed: listed.take(Self::KEPT).collect(), errors, warnings }
    }

    /// Adds all problems of another list behind these.
    pub(super) fn append(&mut self, other: Problems) {
        let room = Self::KEPT - self.listed.len();
        self.listed.extend(other.listed.into_iter().take(room));
        self.errors += other.errors;
        self.warnings += other.warnings;
    }

    /// Puts the listed problems from one on in the order of lines.
    pub(super) fn sort_from(&mut self, first: usize) {
        if let Some(tail) = self.listed.get_mut(first..) {
            tail.sort_by_key(|problem| problem.line);
        }
    }

    pub(super) fn push(&mut self, problem: Problem) {
        match problem.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        if self.listed.len() < Self::KEPT {
            self.listed.push(problem);
        }
    }

    /// The problems that are kept in full, in the order of files and lines.
    pub fn listed(&self) -> &[Problem] {
        &self.listed
    }

    /// How many errors there are, listed or not.
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// How many warnings there are, listed or not.
    pub fn warnings(&self) -> u64 {
        self.warnings
    }

    /// How many problems there are beyond those listed.
    pub fn unlisted(&self) -> u64 {
        self.errors + self.warnings - self.listed.len() as u64
    }
}
