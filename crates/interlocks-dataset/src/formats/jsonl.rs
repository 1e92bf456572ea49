//! JSON lines: one object per line, with its `type`; an object without one is a seat.

use std::io::{BufRead, BufReader, Cursor};

use serde_json::Value;

use interlocks_core::model::Place;

use super::json;
use crate::columns::Table;
use crate::error::DatasetError;
use crate::input::{CheckedReader, TextReader, reading_error};
use crate::loader::Loader;
use crate::problem::{Problem, Severity};

/// The name under which a row keeps an unknown column `type`, because that key states the kind of a line.
pub(crate) const OWN_TYPE: &str = "type_original";

/// Reads the lines. People and companies may come after the seats that name them.
pub(crate) fn read(loader: &mut Loader, file: &str, stream: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut stream: TextReader = BufReader::with_capacity(1 << 16, stream);
    let mut readers = Table::ALL.map(|table| loader.reader(table));
    let seats = Table::Seats as usize;
    let mut headers = json::JsonHeaders::new(&loader.columns);
    let mut bytes = Vec::new();
    let mut any = false;
    for line in 1u64.. {
        bytes.clear();
        let count = stream.read_until(b'\n', &mut bytes).map_err(|error| reading_error(file, error))?;
        if count == 0 {
            break;
        }
        let text = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&bytes).trim_ascii();
        if text.is_empty() {
            continue;
        }
        any = true;
        let problem =
            |column, message| Problem { severity: Severity::Error, file: file.to_owned(), line, column, message };
        let object: serde_json::Map<String, Value> = match serde_json::from_reader(Cursor::new(text)) {
            Ok(object) => object,
            Err(error) => {
                readers[seats].drop_row(problem(error.column() as u64, format!("not a JSON object: {error}")));
                continue;
            }
        };
        let kind = object.get("type").and_then(Value::as_str).unwrap_or("seat");
        if matches!(kind, "dataset" | "settings") {
            loader.apply_settings(file, &object)?;
            readers.iter_mut().for_each(|reader| reader.set_empty_end(loader.empty_end));
            continue;
        }
        match Table::from_row_type(kind) {
            Some(table) => {
                loader.declare_table(table);
                let mut object = object.clone();
                object.remove("type");
                if let Some(own) = object.shift_remove(OWN_TYPE) {
                    object.insert("type".to_owned(), own);
                }
                let place = Place { file: number, line };
                let row = json::JsonRow { file, place, column: 1 };
                row.read(&mut headers, &mut readers[table as usize], table, &object);
            }
            None => {
                let shown: String = kind.chars().take(40).collect();
                let message = format!(
                    "'{shown}' is not a type of row; use person, company, seat, tie, deal, financial or source"
                );
                readers[seats].drop_row(problem(1, message));
            }
        }
    }
    if any {
        let first = loader.problems.listed().len();
        for (table, mut reader) in Table::ALL.into_iter().zip(readers) {
            reader.end_block(0, number);
            loader.add_readers(table, vec![reader])?;
        }
        loader.problems.sort_from(first);
        loader.note_unused_columns(file, headers.unused());
        return Ok(());
    }
    let message =
        "the file is empty; each line is one JSON object such as {\"type\": \"seat\", \"person\": …, \"company\": …}"
            .to_owned();
    Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message })
}
