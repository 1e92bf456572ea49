//! Ends of a command: success, `--fail-on`, or an error with its exit code.

use std::io;

use interlocks::analysis::paths::StrengthsError;
use interlocks::changes::whatif::WhatIfError;
use interlocks::dataset::DatasetError;
use interlocks::graph::LookupError;
use interlocks::render::RenderError;
use interlocks::screens::rulebook::RulebookError;
use interlocks_core::store::ArchiveError;

/// The end of a command without an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The command did what was asked.
    Done,
    /// `--fail-on` matched.
    Matched,
    /// `check` found errors in the data.
    Rejected,
}

/// The reason for which a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{0}")]
    Usage(String),
    /// Errors in several lines of a file.
    #[error("{}", .0.join("\n"))]
    Lines(Vec<String>),
    /// A report that cannot be repeated.
    #[error("{0}")]
    Report(String),
    /// A file that a report was made from is gone.
    #[error("cannot read {path}, from which the report was made: {source}; --data repeats the report on other data")]
    Gone {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error(transparent)]
    Lookup(#[from] LookupError),
    #[error(transparent)]
    WhatIf(#[from] WhatIfError),
    #[error(transparent)]
    Data(#[from] DatasetError),
    #[error("cannot write {path}: {source}")]
    Write {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("cannot read {path}: {source}")]
    Snapshot {
        path: String,
        #[source]
        source: ArchiveError,
    },
    #[error("cannot read {path}: {source}")]
    Read {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{}", strengths_message(path, source))]
    Strengths {
        path: String,
        #[source]
        source: StrengthsError,
    },
    #[error(transparent)]
    Rules(#[from] RulebookError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("the data has changed on the disk since it was opened; start again to read it anew")]
    Changed,
    #[error(
        "there was no answer after {0} s, so the question was stopped; ask about less, or give the server another --time-limit"
    )]
    TooLong(u64),
    #[error("the question was stopped")]
    Stopped,
    #[error("cannot listen at {address}: {source}; --port 0 takes a free port")]
    Listen {
        address: std::net::SocketAddr,
        #[source]
        source: io::Error,
    },
    #[error("cannot start {0} threads; use a smaller --threads")]
    Threads(usize),
    #[error("cannot write the answer as JSON: {0}")]
    Serialize(#[from] serde_json::Error),
}

impl CliError {
    /// Returns the exit code that the contract gives the error.
    pub fn exit_code(&self) -> u8 {
        match self {
            CliError::Usage(_) | CliError::Lines(_) | CliError::Lookup(_) | CliError::WhatIf(_) => 2,
            CliError::Data(error) if error.is_rejection() => 3,
            CliError::Snapshot { source: ArchiveError::Io(_), .. } => 1,
            CliError::Rules(RulebookError::Row { .. }) => 3,
            CliError::Rules(RulebookError::Read { .. }) => 1,
            CliError::Rules(RulebookError::NoTable { .. }) => 2,
            CliError::Snapshot { .. } | CliError::Strengths { .. } | CliError::Report(_) => 3,
            CliError::Data(DatasetError::Read { .. }) => 1,
            CliError::Data(_) => 2,
            CliError::Listen { .. } => 1,
            CliError::Changed
            | CliError::TooLong(_)
            | CliError::Stopped
            | CliError::Write { .. }
            | CliError::Read { .. }
            | CliError::Gone { .. }
            | CliError::Render(_)
            | CliError::Threads(_)
            | CliError::Serialize(_) => 1,
        }
    }

    /// Returns the messages to print, each of which is one line.
    pub fn messages(&self) -> Vec<String> {
        match self {
            CliError::Lines(lines) => lines.clone(),
            other => vec![other.to_string()],
        }
    }

    /// Returns `true` if the reader closed the pipe that is written to, which ends quietly.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, CliError::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Returns `file:line:column: what`, or `file: what` for the file as a whole.
fn strengths_message(path: &str, error: &StrengthsError) -> String {
    let between = if matches!(error, StrengthsError::Text { .. }) { ":" } else { ": " };
    format!("{path}{between}{error}; see 'interlocks path --explain-strength' for a valid table")
}
