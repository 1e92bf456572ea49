//! Results of a Wikidata query, in the forms that the query service offers: SPARQL 1.1 results in JSON
//! (<https://www.w3.org/TR/sparql11-results-json/>), a JSON array of flat objects, CSV, and TSV
//! (<https://www.w3.org/TR/sparql11-results-csv-tsv/>).
//!
//! A file is recognised by the keys of the JSON form, or by variables for person and company together with Wikidata
//! addresses or with variables for the precision of dates. The author of a query chooses its variables, so variables are
//! matched like the columns of a table of seats: `?person ?personLabel ?company ?companyLabel ?start`. Every row becomes a
//! seat; labels become the names of people and companies; there are no ties. Nothing is left out: other variables are kept
//! as extra columns.

mod precision;
mod terms;

use std::borrow::Cow;

use serde_json::Value;

use crate::columns::{ColumnNames, Field, Table};
use crate::error::DatasetError;
use crate::input::{CheckedReader, first_line, reading_error};
use crate::loader::Loader;

use super::ImportFormat;
use super::json_outline::JsonOutline;
use super::json_stream::{self, Layout};
use super::row_sink::{Position, RowSink};
use super::stated_dates::is_date;
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::sniff::Head;
use precision::{Precision, is_before_calendar, stated_date};

/// Results of a Wikidata query.
pub(crate) const WIKIDATA: ImportFormat = ImportFormat {
    name: "wikidata",
    about: "results of a Wikidata query, JSON, CSV and TSV",
    matches: |head: &Head| {
        let is_of_wikidata = |variables: &Variables| {
            let has_addresses = head.text.contains(ENTITY);
            variables.are_seats() && (has_addresses || (variables.have_precision() && head.text.contains(MIDNIGHT)))
        };
        let columns = ColumnNames::default();
        head.has_keys(&["head", "vars", "results", "bindings"])
            || is_of_wikidata(&Variables::new(&columns, JsonOutline::from_head(head).outermost()))
            || is_of_wikidata(&Variables::new(&columns, Heading::from_head(head).renamed(variable).names()))
    },
    read,
    long_lines: true,
    repeats_entities: true,
    read_together: None,
};

const ENTITY: &str = "://www.wikidata.org/entity/";
/// How the query service writes the time of every day.
const MIDNIGHT: &str = "T00:00:00Z";
const VALUE_NODE: &str = "://www.wikidata.org/.well-known/genid/";

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let (line, text) = first_line(text).map_err(|error| reading_error(file, error))?;
    let columns = loader.columns.clone();
    if matches!(line.first(), Some(b'{' | b'[')) {
        return read_json(loader, file, text, &columns);
    }
    // In TSV a variable begins with a question mark, and a quote is a part of its term.
    let has_terms = line.first() == Some(&b'?');
    let quotes = if has_terms { Quotes::Literal } else { Quotes::Meant };
    let worker = |heading: &Heading| Reader { variables: Variables::new(&columns, heading.names()), has_terms };
    table_records::read_renamed(loader, file, text, (quotes, &[], variable), worker, |_, _, _| {})
}

struct Reader {
    variables: Variables,
    has_terms: bool,
}

impl table_records::RecordParser for Reader {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        let value = |text| if self.has_terms { terms::plain(text) } else { Cow::Borrowed(text) };
        let cells = record.except(&[]).into_iter().map(|(name, text)| (name, value(text))).collect();
        self.variables.push(sink, at, &Solution { cells });
    }
}

/// Returns the name of a variable without its question mark.
fn variable(name: &str) -> &str {
    name.trim_start_matches('?')
}

fn read_json(loader: &mut Loader, file: &str, text: CheckedReader, columns: &ColumnNames) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut sink = RowSink::new(loader, file, number);
    // Most rows bind the same variables as the row before.
    let mut last: Option<(Vec<String>, Variables)> = None;
    json_stream::for_each(
        file,
        text,
        Layout::of_pages(&[&["results", "bindings"]]),
        |at, binding: Result<Value, String>| {
            let binding = match &binding {
                Ok(Value::Object(binding)) => binding,
                Ok(_) => {
                    sink.reject(Table::Seats, at, "a binding must be an object of variables".to_owned());
                    return;
                }
                Err(message) => {
                    sink.reject(Table::Seats, at, message.clone());
                    return;
                }
            };
            let cells: Vec<(&str, Cow<'_, str>)> =
                binding.iter().map(|(name, cell)| (name.as_str(), bound_value(cell))).collect();
            let same = |(names, _): &(Vec<String>, Variables)| names.iter().eq(cells.iter().map(|cell| cell.0));
            let (names, variables) = last.take().filter(same).unwrap_or_else(|| {
                let names: Vec<String> = cells.iter().map(|cell| cell.0.to_owned()).collect();
                let variables = Variables::new(columns, names.iter().map(String::as_str));
                (names, variables)
            });
            variables.push(&mut sink, at, &Solution { cells });
            last = Some((names, variables));
        },
    )?;
    sink.end_block(0);
    RowSink::finish(vec![sink], loader)
}

/// Returns the value of a variable: a text or a number, or that of an object with its type.
fn bound_value(cell: &Value) -> Cow<'_, str> {
    match cell {
        Value::String(text) => Cow::Borrowed(text.trim()),
        Value::Object(term) => {
            let text = term.get("value").map_or(Cow::Borrowed(""), bound_value);
            // A blank node stands for an unknown value.
            let is_blank = term.get("type").and_then(Value::as_str) == Some("bnode") && !text.starts_with("_:");
            if is_blank { Cow::Owned(format!("_:{text}")) } else { text }
        }
        Value::Null => Cow::Borrowed(""),
        other => Cow::Owned(other.to_string()),
    }
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

/// The fields that the variables are matched to.
struct Variables {
    /// The variables that have a field, without those for labels and precisions.
    fields: Vec<Variable>,
}

/// A variable with a field.
struct Variable {
    name: String,
    field: Field,
    /// The variable for the label of its item.
    label: Option<String>,
    /// The variable for the precision of its date.
    precision: Option<String>,
}

/// The suffixes of the variables for a label and for the precision of a date.
const LABEL: &str = "label";
const PRECISION: &str = "precision";

impl Variables {
    fn new<'n>(columns: &ColumnNames, names: impl IntoIterator<Item = &'n str>) -> Variables {
        let all: Vec<&str> = names.into_iter().collect();
        let ends_with = |name: &str, suffix: &str| plain(name).ends_with(suffix);
        let names: Vec<&str> =
            all.iter().copied().filter(|name| !ends_with(name, LABEL) && !ends_with(name, PRECISION)).collect();
        let beside = |name: &str, suffix: &str| {
            let wanted = plain(name) + suffix;
            all.iter().find(|other| plain(other) == wanted).map(|other| (*other).to_owned())
        };
        let of_seats = columns.fields(Table::Seats, names.iter().copied());
        let of_people = columns.fields(Table::People, names.iter().copied());
        let of_companies = columns.fields(Table::Companies, names.iter().copied());
        // Dates of a person or a company may stand beside a seat.
        let dates = |field: &Field| is_date(*field);
        let fields = names.iter().zip(of_seats).zip(of_people.into_iter().zip(of_companies));
        let known = fields.filter_map(|((name, seat), (person, company))| {
            let field = seat.or(person.filter(dates)).or(company.filter(dates))?;
            let (label, precision) = (beside(name, LABEL), beside(name, PRECISION));
            Some(Variable { name: (*name).to_owned(), field, label, precision })
        });
        Variables { fields: known.collect() }
    }

    fn has(&self, field: Field) -> bool {
        self.fields.iter().any(|known| known.field == field)
    }

    fn are_seats(&self) -> bool {
        self.has(Field::Person) && self.has(Field::Company)
    }

    fn have_precision(&self) -> bool {
        self.fields.iter().any(|known| is_date(known.field) && known.precision.is_some())
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
        let mut row = SeatRow::default();
        for variable in &self.fields {
            row.add(sink, at, variable, solution);
        }
        row.push(sink, at, solution);
    }
}

/// Returns a name in lower case and without underscores.
fn plain(name: &str) -> String {
    name.chars().filter(|sign| *sign != '_').flat_map(char::to_lowercase).collect()
}

/// The cells of one row, while they are collected.
#[derive(Default)]
struct SeatRow<'s> {
    person: Vec<(Field, Cow<'s, str>)>,
    company: Vec<(Field, Cow<'s, str>)>,
    seat: Vec<(Field, Cow<'s, str>)>,
    /// The variables whose values are in one of the rows.
    handled: Vec<&'s str>,
}

impl<'s> SeatRow<'s> {
    fn add(&mut self, sink: &mut RowSink<'_>, at: Position, variable: &'s Variable, solution: &'s Solution<'_>) {
        let Variable { name, field, label, precision } = variable;
        let value = solution.get(name);
        let shown = label.as_deref().map_or("", |label| solution.get(label));
        match field {
            Field::Person | Field::Company => {
                let id = item_id(value);
                let entity = if *field == Field::Person { &mut self.person } else { &mut self.company };
                entity.push((Field::Id, Cow::Borrowed(id)));
                if shown != id {
                    entity.push((Field::Name, Cow::Borrowed(shown)));
                }
                self.seat.push((*field, Cow::Borrowed(id)));
                self.handled.push(name);
            }
            field if is_date(*field) => {
                self.add_date(sink, at, variable, solution);
                self.handled.extend(precision.as_deref());
            }
            _ => {
                self.seat.push((*field, Cow::Borrowed(if shown.is_empty() { item_id(value) } else { shown })));
                self.handled.push(name);
            }
        }
        self.handled.extend(label.as_deref());
    }

    fn add_date(&mut self, sink: &mut RowSink<'_>, at: Position, variable: &'s Variable, solution: &'s Solution<'_>) {
        let Variable { name, field, precision, .. } = variable;
        let (value, stated) = (solution.get(name), precision.as_deref().map_or("", |name| solution.get(name)));
        let precision = Precision::parse(stated);
        if precision.is_none() && !stated.is_empty() {
            sink.skip_unused(
                &format!("precisions that are neither a number nor a word for one, such as '{stated}'"),
                at,
            );
        }
        let cells = match field {
            Field::Start | Field::End => {
                self.handled.push(name);
                &mut self.seat
            }
            // The value is kept with the seat as well, because only the first row of a person or a company counts.
            Field::Birth | Field::Death => &mut self.person,
            _ => &mut self.company,
        };
        if is_unknown(value) {
            if *field == Field::End {
                cells.push((Field::EndStatus, Cow::Borrowed("unknown")));
            }
            return;
        }
        match stated_date(value, precision) {
            Some(date) => cells.push((*field, Cow::Owned(date))),
            None if precision == Some(Precision::Coarser) || is_before_calendar(value) => {
                let kind = "dates before the year 1 or less exact than a millennium, which count as unknown";
                sink.skip_unused(kind, at);
                if *field == Field::End {
                    cells.push((Field::EndStatus, Cow::Borrowed("unknown")));
                }
            }
            None => cells.push((*field, Cow::Borrowed(value))),
        }
    }

    fn push(&self, sink: &mut RowSink<'_>, at: Position, solution: &Solution<'_>) {
        for (table, cells) in [(Table::People, &self.person), (Table::Companies, &self.company)] {
            let says_more = cells.iter().any(|(field, text)| *field != Field::Id && !text.is_empty());
            let has_id = cells.iter().any(|(field, text)| *field == Field::Id && !text.is_empty());
            if says_more && has_id {
                sink.push(table, at, &borrowed(cells), &[]);
            }
        }
        let extra = solution.cells.iter().filter(|(name, _)| !self.handled.contains(name));
        let extra: Vec<(&str, &str)> = extra.map(|(name, text)| (*name, item_id(text))).collect();
        sink.push(Table::Seats, at, &borrowed(&self.seat), &extra);
    }
}

fn borrowed<'c>(cells: &'c [(Field, Cow<'_, str>)]) -> Vec<(Field, &'c str)> {
    cells.iter().map(|(field, text)| (*field, &**text)).collect()
}

/// Returns `true` if the value exists but is unknown.
fn is_unknown(value: &str) -> bool {
    value.starts_with("_:") || value.contains(VALUE_NODE)
}

/// Returns the number of an item without its address.
fn item_id(value: &str) -> &str {
    value.split_once(ENTITY).map_or(value, |(_, number)| number)
}
