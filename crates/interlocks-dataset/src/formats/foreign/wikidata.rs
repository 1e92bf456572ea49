//! Results of a Wikidata query, as SPARQL 1.1 results in JSON (<https://www.w3.org/TR/sparql11-results-json/>) or CSV
//! (<https://www.w3.org/TR/sparql11-results-csv-tsv/>).
//!
//! A file is recognised by the keys of the JSON form, or by Wikidata addresses in a table with columns for person and
//! company. The author of a query chooses its variables, so variables are matched like the columns of a table of seats:
//! `?person ?personLabel ?company ?companyLabel ?start`. Every row becomes a seat; labels become the names of people
//! and companies; there are no ties. Nothing is left out: other variables are kept as extra columns.

use std::borrow::Cow;

use serde_json::Value;

use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::input::{CheckedReader, first_sign, reading_error};
use crate::loader::Loader;

use super::row_sink::{Position, RowSink};
use super::table_records::{self, Heading, Record};
use super::{ImportFormat, json_stream};
use crate::formats::csv::Quotes;
use crate::formats::date_formats;
use crate::formats::sniff::Head;

/// Results of a Wikidata query.
pub(crate) const WIKIDATA: ImportFormat = ImportFormat {
    name: "wikidata",
    about: "results of a Wikidata query, JSON and CSV",
    matches: |head: &Head| {
        head.has_keys(&["head", "vars", "results", "bindings"])
            || (head.text.contains(ENTITY)
                && Variables::new(&ColumnNames::default(), Heading::from_head(head).names()).are_seats())
    },
    read,
    long_lines: true,
    repeats_entities: true,
    read_together: None,
};

const ENTITY: &str = "://www.wikidata.org/entity/";
const VALUE_NODE: &str = "://www.wikidata.org/.well-known/genid/";

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let (sign, text) = first_sign(text).map_err(|error| reading_error(file, error))?;
    let columns = loader.columns.clone();
    match sign {
        Some(b'{') => read_json(loader, file, text, &columns),
        _ => {
            let worker = |heading: &Heading| Reader { variables: Variables::new(&columns, heading.names()) };
            table_records::read(loader, file, text, (Quotes::Meant, &[]), worker, |_, _, _| {})
        }
    }
}

struct Reader {
    variables: Variables,
}

impl table_records::RecordParser for Reader {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        let cells = record.except(&[]).into_iter().map(|(name, text)| (name, Cow::Borrowed(text))).collect();
        self.variables.push(sink, at, &Solution { cells });
    }
}

fn read_json(loader: &mut Loader, file: &str, text: CheckedReader, columns: &ColumnNames) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut sink = RowSink::new(loader, file, number);
    // Most rows bind the same variables as the row before.
    let mut last: Option<(Vec<String>, Variables)> = None;
    json_stream::for_each_under(file, text, &["results", "bindings"], |at, binding| {
        let Some(binding) = binding.as_object() else {
            sink.reject(Table::Seats, at, "a binding must be an object of variables".to_owned());
            return;
        };
        let value = |value: &Value| {
            let text = value.get("value").and_then(Value::as_str).unwrap_or("").trim().to_owned();
            // A blank node stands for an unknown value.
            let is_blank = value.get("type").and_then(Value::as_str) == Some("bnode");
            Cow::Owned(if is_blank { format!("_:{text}") } else { text })
        };
        let cells: Vec<(&str, Cow<'_, str>)> =
            binding.iter().map(|(name, cell)| (name.as_str(), value(cell))).collect();
        let same = |(names, _): &(Vec<String>, Variables)| names.iter().eq(cells.iter().map(|cell| cell.0));
        let (names, variables) = last.take().filter(same).unwrap_or_else(|| {
            let names: Vec<String> = cells.iter().map(|cell| cell.0.to_owned()).collect();
            let variables = Variables::new(columns, names.iter().map(String::as_str));
            (names, variables)
        });
        variables.push(&mut sink, at, &Solution { cells });
        last = Some((names, variables));
    })?;
    sink.end_block(0);
    RowSink::finish(vec![sink], loader)
}

/// A row of the results: the values of its variables.
struct Solution<'s> {
    cells: Vec<(&'s str, Cow<'s, str>)>,
}

impl Solution<'_> {
    fn get(&self, name: &str) -> &str {
        self.cells.iter().find(|cell| cell.0 == name).map_or("", |cell| &cell.1)
    }
}

/// The fields of a seat that the variables are matched to.
struct Variables {
    /// The variables that have a field, without the variables for labels and precisions.
    fields: Vec<(String, Field)>,
}

/// The suffixes of the variables for a label and for the precision of a date.
const LABEL: &str = "Label";
const PRECISION: &str = "Precision";

impl Variables {
    fn new<'n>(columns: &ColumnNames, names: impl Iterator<Item = &'n str>) -> Variables {
        let names: Vec<&str> = names.filter(|name| !name.ends_with(LABEL) && !name.ends_with(PRECISION)).collect();
        let fields = columns.fields(Table::Seats, names.iter().copied());
        let known = names.iter().zip(fields).filter_map(|(name, field)| Some(((*name).to_owned(), field?)));
        Variables { fields: known.collect() }
    }

    fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|known| known.1 == field)
    }

    fn are_seats(&self) -> bool {
        self.has(Field::Person) && self.has(Field::Company)
    }

    fn push(&self, sink: &mut RowSink<'_>, at: Position, solution: &Solution<'_>) {
        if !self.are_seats() {
            let names: Vec<&str> = solution.cells.iter().map(|cell| cell.0).take(20).collect();
            let message = format!(
                "no variables for person and company among {}; name them with --columns person=VARIABLE,company=VARIABLE",
                names.join(", ")
            );
            sink.reject(Table::Seats, at, message);
            return;
        }
        let mut known: Vec<(Field, Cow<'_, str>)> = Vec::new();
        let mut handled: Vec<String> = Vec::new();
        for (name, field) in &self.fields {
            let (value, label) = (solution.get(name), format!("{name}{LABEL}"));
            let shown = solution.get(&label);
            match field {
                Field::Person | Field::Company => {
                    let table = if *field == Field::Person { Table::People } else { Table::Companies };
                    let id = item_id(value);
                    if !(shown.is_empty() || id.is_empty() || shown == id) {
                        sink.push(table, at, &[(Field::Id, id), (Field::Name, shown)], &[]);
                    }
                    known.push((*field, Cow::Borrowed(id)));
                }
                Field::Start | Field::End => {
                    let precision = format!("{name}{PRECISION}");
                    known.push((*field, exact_date(value, solution.get(&precision))));
                    if *field == Field::End && is_unknown(value) {
                        known.push((Field::EndStatus, Cow::Borrowed("unknown")));
                    }
                    handled.push(precision);
                }
                _ => known.push((*field, Cow::Borrowed(if shown.is_empty() { item_id(value) } else { shown }))),
            }
            handled.extend([name.clone(), label]);
        }
        let extra = solution.cells.iter().filter(|(name, _)| !handled.iter().any(|handled| handled == name));
        let extra: Vec<(&str, &str)> = extra.map(|(name, text)| (*name, item_id(text))).collect();
        let known: Vec<(Field, &str)> = known.iter().map(|(field, text)| (*field, &**text)).collect();
        sink.push(Table::Seats, at, &known, &extra);
    }
}

/// Returns `true` if the value exists but is unknown.
fn is_unknown(value: &str) -> bool {
    value.starts_with("_:") || value.contains(VALUE_NODE)
}

/// Returns the number of an item without its address.
fn item_id(value: &str) -> &str {
    value.split_once(ENTITY).map_or(value, |(_, number)| number)
}

/// Returns a date cut to its precision: 9 is a year, 10 a month, 11 a day. Wikidata fills unknown parts with the first
/// month and day, so without a precision the first of a month stands for the month, and the first of January for the
/// year.
fn exact_date<'v>(value: &'v str, precision: &str) -> Cow<'v, str> {
    if is_unknown(value) {
        return Cow::Borrowed("");
    }
    let day = date_formats::date(value);
    let least = match (precision.parse(), &*day) {
        (Ok(11u8), _) => 10,
        (Ok(10), _) => 7,
        (Ok(9), _) => 4,
        (Err(_), day) if day.len() == 10 && day.ends_with("-01-01") => 4,
        (Err(_), day) if day.len() == 10 && day.ends_with("-01") => 7,
        _ => day.len(),
    };
    match (day, least) {
        (Cow::Borrowed(day), least) => Cow::Borrowed(day.get(..least).unwrap_or(day)),
        (Cow::Owned(day), least) => Cow::Owned(day.get(..least).unwrap_or(&day).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_cut_to_its_precision() {
        let shown = |value, precision| exact_date(value, precision).into_owned();
        assert_eq!(shown("2011-06-23T00:00:00Z", ""), "2011-06-23");
        assert_eq!(shown("2011-06-01T00:00:00Z", ""), "2011-06");
        assert_eq!(shown("2011-06-01T00:00:00Z", "11"), "2011-06-01");
        assert_eq!(shown("2011-01-01T00:00:00Z", "9"), "2011");
        assert_eq!(shown("2011-01-01T00:00:00Z", ""), "2011");
        assert_eq!(shown("http://www.wikidata.org/.well-known/genid/0a1b", ""), "");
        assert_eq!(shown("2011", "10"), "2011");
    }
}
