//! The Beneficial Ownership Data Standard (BODS) of Open Ownership, versions 0.1 to 0.4, as a JSON array or as JSON lines.
//!
//! Documentation: the schemas at <https://standard.openownership.org/>. Up to 0.3 the fields are `statementID`,
//! `statementType` and `replacesStatements`; from 0.4 they are `recordId`, `recordType`, `recordStatus` and
//! `recordDetails`. A file is recognised by these keys. Person statements become people, entity statements become
//! companies; interests as a board member, chair or senior managing official become seats, and all other interests become
//! ties. Only current statements count; replaced ones, and relationships without a specified party, are left out and
//! counted.

mod current;
mod statement;

use serde_json::Value;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::ImportFormat;
use super::json_stream::{self, Layout};
use super::row_sink::RowSink;
use crate::formats::sniff::Head;
use current::StatementLog;
use statement::Statement;

/// BODS statements.
pub(crate) const BODS: ImportFormat = ImportFormat {
    name: "bods",
    about: "Beneficial Ownership Data Standard 0.1 to 0.4, JSON or JSON lines",
    matches: |head: &Head| {
        head.has_keys(&["recordId", "recordType", "statementId"]) || head.has_keys(&["statementID", "statementType"])
    },
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut sink = RowSink::new(loader, file, number);
    let mut log = StatementLog::default();
    json_stream::for_each(file, text, Layout::of_pages(&[&["statements"]]), |at, value: Result<Value, String>| {
        match value.and_then(|value| Statement::parse(at, value)) {
            Ok(statement) => {
                let left_out = statement.left_out.iter();
                left_out.for_each(|field| sink.skip(&format!("fields '{field}' of statements"), at));
                log.push(statement);
            }
            Err(message) => sink.reject(crate::Table::Ties, at, message),
        }
    })?;
    log.finish(&mut sink);
    sink.end_block(0);
    RowSink::finish(vec![sink], loader)
}
