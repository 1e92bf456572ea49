//! Faults of single rows of a dataset.

use serde::Serialize;

/// The effect of a problem on its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ProblemSeverity"))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The row is dropped.
    Error,
    /// The row is kept.
    Warning,
}

impl Severity {
    /// Returns the name that the outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

interlocks_core::display_name!(Severity);

/// A fault of one row, with its place: `file:line:column`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// The effect on the row.
    pub severity: Severity,
    /// The name of the file.
    pub file: String,
    /// The line, from 1; the header of a table is line 1.
    pub line: u64,
    /// The column, from 1: in a table the number of the cell in its row, in JSON the character in the line.
    pub column: u64,
    /// The fault, and what to do about it.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Problem { severity, file, line, column, message } = self;
        write!(f, "{file}:{line}:{column}: {}: {message}", severity.as_str())
    }
}

/// The problems of a dataset, in the order in which they were found: the first [`Problems::KEPT`] in full, the
/// rest only counted.
///
/// ```
/// use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
///
/// let table = "person,company,start\nann,acme,2001\nbob,acme,soon\n";
/// let data = Dataset::read(Box::new(table.as_bytes()), "seats.csv", DataFormat::Csv, &LoadOptions::default())?;
/// assert_eq!((data.problems.errors(), data.problems.warnings(), data.problems.unlisted()), (0, 1, 0));
/// let first = &data.problems.listed()[0];
/// assert_eq!((first.line, first.column), (3, 3));
/// assert!(first.to_string().starts_with("seats.csv:3:3: warning: start: 'soon' is not a date"));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Problems {
    listed: Vec<Problem>,
    errors: u64,
    warnings: u64,
}

impl Problems {
    /// The number of problems kept in full: a hostile file may have one per row.
    pub const KEPT: usize = 10_000;

    /// Builds the list from the problems in order and the number of all errors and warnings, listed or not.
    pub fn from_parts(listed: impl Iterator<Item = Problem>, errors: u64, warnings: u64) -> Problems {
        Problems { listed: listed.take(Self::KEPT).collect(), errors, warnings }
    }

    /// Appends all problems of another list.
    pub(super) fn append(&mut self, other: Problems) {
        let room = Self::KEPT - self.listed.len();
        self.listed.extend(other.listed.into_iter().take(room));
        self.errors += other.errors;
        self.warnings += other.warnings;
    }

    /// Sorts the listed problems from index `first` on by line.
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

    /// Returns the problems that are kept in full, in the order of files and lines.
    pub fn listed(&self) -> &[Problem] {
        &self.listed
    }

    /// Changes the listed problems; their order and number stay.
    pub fn for_each_mut(&mut self, change: impl FnMut(&mut Problem)) {
        self.listed.iter_mut().for_each(change);
    }

    /// Returns the number of errors, listed or not.
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// Returns the number of warnings, listed or not.
    pub fn warnings(&self) -> u64 {
        self.warnings
    }

    /// Returns the number of problems that are not listed.
    pub fn unlisted(&self) -> u64 {
        self.errors + self.warnings - self.listed.len() as u64
    }
}
