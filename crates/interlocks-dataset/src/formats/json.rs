//! One JSON document: `{"people": […], "companies": […], "seats": […], …}`, or a list of seats.

use std::collections::{BTreeSet, HashMap};
use std::io::Read;
use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;

use interlocks_core::model::Place;

use super::table_kind::table_of;
use super::{DataFormat, Head};
use crate::columns::{ColumnNames, Field, Table, required};
use crate::error::DatasetError;
use crate::input::{CheckedReader, reading_error};
use crate::loader::Loader;
use crate::problem::{Problem, Severity};
use crate::readers::TableReader;
use crate::record::{Header, ITEM_SEPARATOR, Row};

type Object = serde_json::Map<String, Value>;

/// Returns the format of a file with our rows as JSON: a document with a list of seats, a list of seats, or lines.
pub(crate) fn format_of(head: &Head, columns: &ColumnNames) -> Option<DataFormat> {
    let text = head.text.trim_start();
    let is_list = text.starts_with('[');
    let first = serde_json::Deserializer::from_str(text.strip_prefix('[').unwrap_or(text)).into_iter::<Object>().next();
    let is_seat = |object: &Object| {
        let keys: Vec<String> = object.keys().cloned().collect();
        table_of("", &keys, columns) == Some(Table::Seats)
    };
    let is_row = |object: &Object| {
        let kind = object.get("type").and_then(Value::as_str);
        kind.is_some_and(|kind| kind == "dataset" || Table::from_row_type(kind).is_some()) || is_seat(object)
    };
    match first {
        Some(Ok(object)) if is_list => is_seat(&object).then_some(DataFormat::Json),
        Some(Ok(object)) if object.get(Table::Seats.name()).is_some_and(Value::is_array) => Some(DataFormat::Json),
        Some(Ok(object)) => is_row(&object).then_some(DataFormat::Jsonl),
        // A document may be longer than what is seen of it.
        Some(Err(error)) if error.is_eof() => head.has_keys(&[Table::Seats.name()]).then_some(DataFormat::Json),
        _ => None,
    }
}

/// Reads a document.
pub(crate) fn read(loader: &mut Loader, file: &str, mut stream: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut text = String::new();
    stream.read_to_string(&mut text).map_err(|error| reading_error(file, error))?;
    let text = text.trim_start_matches('\u{feff}');
    let reject = |line, column, message| DatasetError::Rejected { file: file.to_owned(), line, column, message };
    if text.trim().is_empty() {
        return Err(reject(
            1,
            1,
            "the file is empty; a JSON dataset is {\"seats\": [{\"person\": …, \"company\": …}]}".to_owned(),
        ));
    }
    let broken =
        |error: serde_json::Error| reject(error.line() as u64, error.column() as u64, format!("not JSON: {error}"));
    let mut lists: Vec<(Table, &RawValue)> = Vec::new();
    if text.trim_start().starts_with('[') {
        lists.push((Table::Seats, serde_json::from_str(text).map_err(broken)?));
    } else {
        let document: indexed::Document<'_> = serde_json::from_str(text).map_err(broken)?;
        let mut settings = Object::new();
        for (key, raw) in document.0 {
            match Table::ALL.into_iter().find(|table| table.name() == key) {
                Some(table) => lists.push((table, raw)),
                None => {
                    settings.insert(key, serde_json::from_str(raw.get()).map_err(broken)?);
                }
            }
        }
        loader.apply_settings(file, &settings)?;
    }
    if !lists.iter().any(|(table, _)| *table == Table::Seats) {
        return Err(reject(
            1,
            1,
            "no \"seats\": a JSON dataset is {\"seats\": [{\"person\": …, \"company\": …}]}".to_owned(),
        ));
    }
    let places = Places::new(text);
    let mut headers = JsonHeaders::new(&loader.columns);
    for table in Table::ALL {
        let mut reader = loader.reader(table);
        for (_, raw) in lists.iter().filter(|(of, _)| *of == table) {
            loader.declare_table(table);
            let rows: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|error| {
                let (line, column) = places.place_of(raw);
                reject(line, column, format!("\"{}\" is not a list: {error}", table.name()))
            })?;
            for raw in rows {
                let (line, column) = places.place_of(raw);
                match serde_json::from_str::<Object>(raw.get()) {
                    Ok(object) => {
                        let row = JsonRow { file, place: Place { file: number, line }, column };
                        row.read(&mut headers, &mut reader, table, &object);
                    }
                    Err(_) => {
                        let message = "the row is not an object".to_owned();
                        let file = file.to_owned();
                        reader.drop_row(Problem { severity: Severity::Error, file, line, column, message });
                    }
                }
            }
        }
        reader.end_block(0, number);
        loader.add_readers(table, vec![reader])?;
    }
    loader.note_unused_columns(file, headers.unused());
    Ok(())
}

/// The headers of JSON rows: the keys of most rows are those of another row.
pub(crate) struct JsonHeaders {
    columns: ColumnNames,
    headers: HashMap<(Table, Vec<String>), Arc<Header>>,
    unused: BTreeSet<String>,
}

/// The most headers that are kept, and the most columns that are listed as not used: a file can have new keys in every row.
const MOST_HEADERS: usize = 1 << 10;

impl JsonHeaders {
    pub(crate) fn new(columns: &ColumnNames) -> JsonHeaders {
        JsonHeaders { columns: columns.clone(), headers: HashMap::new(), unused: BTreeSet::new() }
    }

    fn of(&mut self, table: Table, keys: Vec<String>) -> Arc<Header> {
        let key = (table, keys);
        if let Some(header) = self.headers.get(&key) {
            return Arc::clone(header);
        }
        let header = Arc::new(Header::new(&self.columns, table, key.1.clone()));
        for name in header.unused() {
            if self.unused.len() < MOST_HEADERS && !self.unused.contains(name) {
                self.unused.insert(name.to_owned());
            }
        }
        if self.headers.len() < MOST_HEADERS {
            self.headers.insert(key, Arc::clone(&header));
        }
        header
    }

    /// Returns the columns that no field uses, in the order of their names.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &str> {
        self.unused.iter().map(String::as_str)
    }
}

/// The place of a JSON object that is a row.
pub(crate) struct JsonRow<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// File and line.
    pub place: Place,
    /// The character in the line.
    pub column: u64,
}

impl JsonRow<'_> {
    /// Reads an object as a row: its keys are the columns.
    pub(crate) fn read(&self, headers: &mut JsonHeaders, reader: &mut TableReader, table: Table, object: &Object) {
        let cells: Vec<String> = object.values().map(cell).collect();
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        let header = headers.of(table, object.keys().cloned().collect());
        let missing: Vec<&str> =
            required(table).iter().filter(|needed| !header.has(**needed)).map(|f| Field::name(*f)).collect();
        let JsonRow { file, place, column, .. } = *self;
        if missing.is_empty() {
            reader.row(&Row { place, file, header: &header, cells: &cells, character: Some(column) });
        } else {
            let message = format!("the row has no {}", missing.join(" and no "));
            let file = file.to_owned();
            reader.drop_row(Problem { severity: Severity::Error, file, line: place.line, column, message });
        }
    }
}

/// Converts a JSON value to the text of a cell; list items stay separate.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(items) => items.iter().map(|item| cell(item) + &ITEM_SEPARATOR.to_string()).collect(),
        Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// Finds the lines and columns of parts of a text.
struct Places<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Places<'a> {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Places { text, line_starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Returns line and character of a part that borrows from the text.
    fn place_of(&self, part: &RawValue) -> (u64, u64) {
        let offset = (part.get().as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize).min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset);
        let start = self.line_starts[line.saturating_sub(1)];
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        (line as u64, column as u64 + 1)
    }
}

/// A JSON object whose values keep their places in the text and whose keys keep their order.
mod indexed {
    use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
    use serde_json::value::RawValue;

    pub(crate) struct Document<'a>(pub Vec<(String, &'a RawValue)>);

    impl<'de> Deserialize<'de> for Document<'de> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Entries;
            impl<'de> Visitor<'de> for Entries {
                type Value = Document<'de>;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object with a list of seats")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut entries = Vec::new();
                    while let Some(entry) = map.next_entry()? {
                        entries.push(entry);
                    }
                    Ok(Document(entries))
                }
            }
            deserializer.deserialize_map(Entries)
        }
    }
}
