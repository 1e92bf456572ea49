//! Why a dataset could not be read at all.

use std::io;

use super::problem::Problem;

/// A failure that ends reading. What is wrong with single rows is a [`Problem`] instead.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// The file or folder cannot be opened or read: disk, permission, no such path.
    #[error("cannot read {path}: {source}")]
    Read {
        path: String,
        #[source]
        source: io::Error,
    },
    /// The name of the file does not say what format it is in.
    #[error(
        "cannot tell the format of {path}: name it .csv, .tsv, .json, .jsonl (also with .gz or .zst), give a folder, or say --from FORMAT"
    )]
    UnknownFormat { path: String },
    /// A column mapping that names no field.
    #[error("--columns: {0}")]
    Columns(String),
    /// The file cannot be read as data.
    #[error("{file}:{line}:{column}: {message}")]
    Rejected { file: String, line: u64, column: u64, message: String },
    /// A folder without its one necessary table.
    #[error("{folder} has no seats.csv: a dataset folder needs at least that table, with columns person and company")]
    NoSeatsTable { folder: String },
    /// Every seat was dropped.
    #[error("none of the {read} seats in {file} could be kept; the first problem: {first}")]
    NothingKept { file: String, read: u64, first: Problem },
    /// Problems were found and the caller asked for none.
    #[error("{count} {} in the data, and --strict allows none; the first: {first}", if *.count == 1 { "problem" } else { "problems" })]
    Strict { count: u64, first: Problem },
}

impl DatasetError {
    /// Whether the fault lies in the data rather than in the disk or the call.
    pub fn is_rejection(&self) -> bool {
        !matches!(self, DatasetError::Read { .. } | DatasetError::UnknownFormat { .. } | DatasetError::Columns(_))
    }
}
