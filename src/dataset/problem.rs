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
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

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
        write!(f, "{file}:{line}:{column}: {}: {message}", severity.word())
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
