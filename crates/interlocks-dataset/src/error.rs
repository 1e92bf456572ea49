//! The errors with which a dataset is rejected as a whole.

use std::io;

use super::problem::Problem;

/// An error that ends reading. Faults of single rows are [`Problem`]s instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// The file or folder cannot be opened or read: disk, permission, no such path.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The path as it was given.
        path: String,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// Neither the content nor the name of the file shows its format.
    #[error(
        "cannot recognize the format of {path}: a table needs a header with a person and a company; or add --from FORMAT, or give a folder"
    )]
    UnknownFormat {
        /// The path as it was given.
        path: String,
    },
    /// A column mapping that names no known field.
    #[error("--columns: {0}")]
    Columns(String),
    /// The file cannot be read as data.
    #[error("{file}:{line}:{column}: {message}")]
    Rejected {
        /// The name of the file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column, from 1; see [`Problem::column`].
        column: u64,
        /// The fault, and what to do about it.
        message: String,
    },
    /// A folder without its one required table.
    #[error("{folder} has no seats.csv: a dataset folder needs at least that table, with columns person and company")]
    NoSeatsTable {
        /// The path of the folder.
        folder: String,
    },
    /// A folder of which some tables are old and others are new.
    #[error(
        "{folder}: writing the tables of this folder was interrupted, so some are old and some are new; repeat the command that wrote them"
    )]
    Unfinished {
        /// The path of the folder.
        folder: String,
    },
    /// Every seat was dropped.
    #[error("no seat in {file} could be kept ({read} read); first problem: {first}")]
    NothingKept {
        /// The file of the first problem.
        file: String,
        /// The number of seats that were read.
        read: u64,
        /// The first problem.
        first: Problem,
    },
    /// Problems were found, and [`LoadOptions::strict`](crate::LoadOptions::strict) allows none.
    #[error("{count} {} in the data, and --strict allows none; first problem: {first}", if *.count == 1 { "problem" } else { "problems" })]
    Strict {
        /// The number of problems.
        count: u64,
        /// The first problem.
        first: Problem,
    },
}

impl DatasetError {
    /// Returns `true` if the data is at fault, rather than the disk or the call.
    pub fn is_rejection(&self) -> bool {
        !matches!(self, DatasetError::Read { .. } | DatasetError::UnknownFormat { .. } | DatasetError::Columns(_))
    }
}
