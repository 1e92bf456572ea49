//! Statements of the Beneficial Ownership Data Standard, 0.1 to 0.4, as a JSON array or as JSON lines.
//!
//! Field names follow the schemas of the standard (<https://standard.openownership.org/>): up to 0.3
//! `statementID`, `statementType` and `replacesStatements`; from 0.4 `recordId`, `recordType`,
//! `recordStatus` and `recordDetails`.

mod ledger;
mod statement;

use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::row_sink::RowSink;
use super::{ImportFormat, json_stream};
use crate::formats::sniff::Head;
use ledger::Ledger;
use statement::Statement;

/// The format.
pub const BODS: ImportFormat = ImportFormat {
    word: "bods",
    about: "Beneficial Ownership Data Standard 0.1 to 0.4, JSON or JSON lines",
    is_it: |head: &Head| {
        head.has_keys(&["recordId", "recordType", "statementId"]) || head.has_keys(&["statementID", "statementType"])
    },
    read,
    long_lines: true,
    repeats: false,
    together: None,
};

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut intake = RowSink::of(loader, file, number);
    let mut ledger = Ledger::default();
    json_stream::for_each(file, text, |at, value| match value.and_then(|value| Statement::of(at, value)) {
        Ok(statement) => ledger.enter(statement),
        Err(message) => intake.reject(crate::Table::Ties, at, message),
    })?;
    ledger.settle(&mut intake);
    intake.end_block(0);
    RowSink::hand_over(vec![intake], loader)
}
