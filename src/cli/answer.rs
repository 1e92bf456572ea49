//! Puts together the answer of a command.

use serde_json::{Map, Value};

use super::error::CliError;
use crate::output::{Answer, Table, unsigned_zeros};
use interlocks::graph::BoardGraph;

/// Returns an answer with results that serialise.
///
/// # Errors
/// When the graph is a snapshot and the part that was read is damaged: then nothing of it is written.
pub fn answer<T: serde::Serialize>(
    command: &'static str,
    graph: &BoardGraph,
    options: Map<String, Value>,
    results: &T,
    table: Table,
) -> Result<Answer, CliError> {
    check_pages(graph)?;
    Ok(Answer {
        command,
        as_of: graph.as_of(),
        options,
        model: None,
        page: None,
        results: unsigned_zeros(serde_json::to_value(results)?),
        if_same: None,
        table,
    })
}

/// Checks the part of a snapshot that was read; every other graph is sound.
///
/// # Errors
/// When it is damaged.
pub fn check_pages(graph: &BoardGraph) -> Result<(), CliError> {
    graph.check_pages_read().map_err(|source| CliError::Snapshot { path: "the snapshot".to_owned(), source })
}
