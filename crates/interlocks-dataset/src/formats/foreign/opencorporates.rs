//! Officers from OpenCorporates, which collects the company registers of many countries: the bulk file `officers.csv`,
//! pages of the API as JSON, and companies with their officers, as OffeneRegister publishes the German register.
//!
//! Documentation: <https://api.opencorporates.com/documentation/API-Reference>; the bulk file writes nested fields with
//! a dot, as in `address.in_full`. A file is recognised by its columns, or by the keys `officer` and
//! `opencorporates_url`. Companies and officers become companies and people, every office becomes a seat; there are no
//! ties. Addresses and countries of residence are left out and counted.

use serde_json::{Map, Value};

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::{CheckedReader, first_line, reading_error};
use crate::loader::Loader;

use super::ImportFormat;
use super::json_outline::JsonOutline;
use super::json_stream::{self, Layout};
use super::row_sink::{Position, RowSink, list};
use super::stated_dates::is_stated;
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::sniff::Head;

/// OpenCorporates officers.
pub(crate) const OPENCORPORATES: ImportFormat = ImportFormat {
    name: "opencorporates",
    about: "OpenCorporates officers, CSV and JSON",
    matches: |head: &Head| {
        Heading::from_head(head).has(NEEDED)
            || head.has_keys(&["officer", "opencorporates_url"])
            || JsonOutline::from_head(head).has_at(PLACES, &["company_number", "jurisdiction_code", "officers"])
    },
    read,
    long_lines: true,
    repeats_entities: true,
    read_together: None,
};

/// The places of companies with their officers: by themselves, and in pages.
const PLACES: &[&str] =
    &["", "company", "companies", "companies.company", "results.company", "results.companies.company"];

const NEEDED: &[&str] = &["id", "company_number", "jurisdiction_code", "name", "position"];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let (line, text) = first_line(text).map_err(|error| reading_error(file, error))?;
    match line.first() {
        Some(b'{' | b'[') => read_pages(loader, file, text),
        _ => table_records::read(loader, file, text, (Quotes::Meant, NEEDED), |_| Reader, |_, _, _| {}),
    }
}

struct Reader;

impl table_records::RecordParser for Reader {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        let others = record.except(HANDLED);
        Officer { get: &|name| record.get(name).to_owned(), others: &others, company_name: "" }.push(sink, at);
    }
}

/// Fields that are read elsewhere or are not used.
const HANDLED: &[&str] = &[
    "id",
    "name",
    "company_number",
    "jurisdiction_code",
    "position",
    "start_date",
    "end_date",
    "nationality",
    "partial_date_of_birth",
    "date_of_birth",
    "source_url",
    "opencorporates_url",
    "company",
    "country_of_residence",
    "address",
    "person_uid",
];

/// Returns `true` for a part of an address, and for the country of residence.
fn is_residence(name: &str) -> bool {
    name == "country_of_residence" || name == "address" || name.starts_with("address.")
}

/// One officer: access to the fields by name, and the fields that our tables do not have.
struct Officer<'o> {
    get: &'o dyn Fn(&str) -> String,
    others: &'o [(&'o str, &'o str)],
    company_name: &'o str,
}

impl Officer<'_> {
    fn push(&self, sink: &mut RowSink<'_>, at: Position) {
        let get = |name| (self.get)(name);
        let (number, jurisdiction) = (get("company_number"), get("jurisdiction_code"));
        if number.is_empty() || jurisdiction.is_empty() {
            sink.reject(
                Table::Seats,
                at,
                "the officer has no company: company_number or jurisdiction_code is missing".to_owned(),
            );
            return;
        }
        // Company ids are those in the addresses, as in opencorporates.com/companies/gb/00102498.
        let company = format!("{jurisdiction}/{number}");
        if !self.company_name.is_empty() {
            let known = [
                (Field::Id, company.as_str()),
                (Field::Name, self.company_name),
                (Field::Number, &number),
                (Field::Country, &jurisdiction),
            ];
            sink.push(Table::Companies, at, &known, &[]);
        }
        let id = get("id");
        let holder = self.holder(&jurisdiction, &id);
        let has_residence = !(get("address").is_empty() && get("country_of_residence").is_empty());
        if has_residence || self.others.iter().any(|cell| is_residence(cell.0)) {
            sink.skip("addresses and countries of residence of officers", at);
        }
        let name = get("name");
        let (kind, birth, partly) = (get("type"), get("date_of_birth"), get("partial_date_of_birth"));
        let is_company = kind.eq_ignore_ascii_case("company");
        if is_company {
            let nationality = get("nationality");
            let extra =
                [("nationality", nationality.as_str()), ("date_of_birth", &birth), ("partial_date_of_birth", &partly)];
            sink.push(Table::Companies, at, &[(Field::Id, holder.as_str()), (Field::Name, &name)], &extra);
        } else {
            let known = [
                (Field::Id, holder.as_str()),
                (Field::Name, &name),
                (Field::Birth, &birth),
                (Field::Birth, &partly),
                (Field::Nationality, &get("nationality")),
            ];
            sink.push(Table::People, at, &known, &[]);
        }
        let (start, end) = (get("start_date"), get("end_date"));
        let is_over = get("inactive") == "true" || get("current_status").eq_ignore_ascii_case("inactive");
        let sources = [get("source_url"), get("opencorporates_url")];
        let sources = list(sources.iter().map(String::as_str));
        let is_plain_kind = is_company || kind.eq_ignore_ascii_case("person");
        let extra = self.others.iter().filter(|(name, _)| !(is_residence(name) || (*name == "type" && is_plain_kind)));
        let extra: Vec<(&str, &str)> = extra.copied().collect();
        let known = [
            (Field::Id, id.as_str()),
            (Field::Person, &holder),
            (Field::Company, &company),
            (Field::Role, &get("position")),
            (Field::Start, &start),
            (Field::End, &end),
            (Field::EndStatus, if is_over && !is_stated(&end) { "unknown" } else { "" }),
            (Field::Source, &sources),
        ];
        sink.push(Table::Seats, at, &known, &extra);
    }

    /// Returns the id of the person: the number in the register, or else the id of this officer record. The last four
    /// digits of a British number only number the versions of a person's details.
    fn holder(&self, jurisdiction: &str, id: &str) -> String {
        let (uid, number) = ((self.get)("person_uid"), (self.get)("person_number"));
        let is_british = jurisdiction == "gb" && number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
        match (uid.as_str(), number.as_str()) {
            // Without any id, the name is the id, and the place of residence tells some namesakes apart.
            ("", "") if id.is_empty() => {
                let city = self.others.iter().find(|other| other.0 == "other_attributes.city");
                let name = (self.get)("name");
                city.map_or_else(|| name.clone(), |(_, city)| format!("{name} ({city})"))
            }
            ("", "") => format!("officer/{id}"),
            ("", number) if is_british => format!("{jurisdiction}/{}", &number[..8]),
            ("", number) => format!("{jurisdiction}/{number}"),
            (uid, _) => format!("{jurisdiction}/{uid}"),
        }
    }
}

/// Reads records of the API and of bulk files: lists of officers, single officers, and companies with their officers.
fn read_pages(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut sink = RowSink::new(loader, file, number);
    json_stream::for_each(
        file,
        text,
        Layout::of_pages(&[&["results", "officers"]]),
        |at, value: Result<Value, String>| match value {
            Ok(value) => push_record(&mut sink, at, &value, &Map::new()),
            Err(message) => sink.reject(Table::Seats, at, message),
        },
    )?;
    sink.end_block(0);
    RowSink::finish(vec![sink], loader)
}

/// Reads a record with any wrapping; `company` is the company that contains it. JSON is not read deeper than 128 levels.
fn push_record(sink: &mut RowSink<'_>, at: Position, value: &Value, company: &Map<String, Value>) {
    let list = |key: &str| value.get(key).and_then(Value::as_array);
    if let Some(officer) = value.get("officer").and_then(Value::as_object) {
        push_officer(sink, at, officer, company);
    } else if let Some(own) = value.get("company").filter(|own| own.is_object() && value.get("position").is_none()) {
        push_record(sink, at, own, company);
    } else if let Some(records) = list("companies").or(list("officers").filter(|_| value.get("name").is_none())) {
        records.iter().for_each(|record| push_record(sink, at, record, company));
    } else if let Some(own) = value.as_object().filter(|own| own.contains_key("company_number")) {
        // A company; officers are in pages, or directly in a list.
        push_company(sink, at, own);
        for officer in list("officers").into_iter().flatten() {
            push_record(sink, at, officer, own);
        }
    } else if let Some(officer) = value.as_object().filter(|officer| officer.contains_key("position")) {
        push_officer(sink, at, officer, company);
    } else {
        sink.skip("objects that are neither officers nor companies", at);
    }
}

/// Returns a scalar as a text.
fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        _ => String::new(),
    }
}

/// Returns the fields that are not `known`, those of objects with a dot in their names.
fn others(object: &Map<String, Value>, known: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, value) in object.iter().filter(|(name, _)| !known.contains(&name.as_str())) {
        match value {
            Value::Object(inner) => {
                found.extend(others(inner, &[]).into_iter().map(|(inner, text)| (format!("{name}.{inner}"), text)));
            }
            Value::Array(items) if items.is_empty() => {}
            Value::Array(_) => found.push((name.clone(), value.to_string())),
            scalar => found.push((name.clone(), text(Some(scalar)))),
        }
    }
    found
}

fn borrowed(cells: &[(String, String)]) -> Vec<(&str, &str)> {
    cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn push_company(sink: &mut RowSink<'_>, at: Position, company: &Map<String, Value>) {
    const HANDLED: &[&str] = &[
        "name",
        "company_number",
        "jurisdiction_code",
        "incorporation_date",
        "dissolution_date",
        "officers",
        "previous_names",
        "opencorporates_url",
    ];
    let get = |name: &str| text(company.get(name));
    let (number, jurisdiction) = (get("company_number"), get("jurisdiction_code"));
    if number.is_empty() || jurisdiction.is_empty() {
        sink.reject(Table::Companies, at, "the company has no company_number or no jurisdiction_code".to_owned());
        return;
    }
    let former = company.get("previous_names").and_then(Value::as_array).into_iter().flatten();
    let former: Vec<String> =
        former.map(|former| text(former.get("company_name").or(former.get("name")).or(Some(former)))).collect();
    let known = [
        (Field::Id, format!("{jurisdiction}/{number}")),
        (Field::Name, get("name")),
        (Field::Aliases, list(former.iter().map(String::as_str)).into_owned()),
        (Field::Number, number),
        (Field::Country, jurisdiction),
        (Field::Founded, get("incorporation_date")),
        (Field::Dissolved, get("dissolution_date")),
        (Field::Source, get("opencorporates_url")),
    ];
    let known = known.iter().map(|(field, text)| (*field, text.as_str())).collect::<Vec<_>>();
    sink.push(Table::Companies, at, &known, &borrowed(&others(company, HANDLED)));
}

fn push_officer(sink: &mut RowSink<'_>, at: Position, officer: &Map<String, Value>, page: &Map<String, Value>) {
    let nothing = Map::new();
    let of_officer = officer.get("company").and_then(Value::as_object).unwrap_or(&nothing);
    let of_company = |name: &str| {
        [of_officer, page].into_iter().map(|company| text(company.get(name))).find(|text| !text.is_empty())
    };
    let get = |name: &str| match name {
        "company_number" | "jurisdiction_code" => of_company(name).unwrap_or_else(|| text(officer.get(name))),
        _ => text(officer.get(name)),
    };
    let others = others(officer, HANDLED);
    // The company around an officer was added already.
    let company_name = text(of_officer.get("name"));
    Officer { get: &get, others: &borrowed(&others), company_name: &company_name }.push(sink, at);
}
