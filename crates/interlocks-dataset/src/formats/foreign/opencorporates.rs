//! Officers from OpenCorporates, which collects the company registers of many countries: the bulk file `officers.csv`
//! and pages of the API as JSON.
//!
//! Documentation: <https://api.opencorporates.com/documentation/API-Reference>; the bulk file writes nested fields with
//! a dot, as in `address.in_full`. A file is recognised by its columns, or by the keys `officer` and
//! `opencorporates_url`. Companies and officers become companies and people, every office becomes a seat; there are no
//! ties. Addresses and countries of residence are left out and counted.

use serde_json::{Map, Value};

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::{CheckedReader, first_sign, reading_error};
use crate::loader::Loader;

use super::row_sink::{Position, RowSink};
use super::table_records::{self, Heading, Record};
use super::{ImportFormat, json_stream};
use crate::formats::csv::Quotes;
use crate::formats::date_formats;
use crate::formats::sniff::Head;

/// OpenCorporates officers.
pub(crate) const OPENCORPORATES: ImportFormat = ImportFormat {
    name: "opencorporates",
    about: "OpenCorporates officers, CSV and JSON",
    matches: |head: &Head| Heading::from_head(head).has(NEEDED) || head.has_keys(&["officer", "opencorporates_url"]),
    read,
    long_lines: true,
    repeats_entities: true,
    read_together: None,
};

const NEEDED: &[&str] = &["id", "company_number", "jurisdiction_code", "name", "position"];

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let (sign, text) = first_sign(text).map_err(|error| reading_error(file, error))?;
    match sign {
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
    "address.in_full",
    "address.street_address",
    "address.locality",
    "address.region",
    "address.postal_code",
    "address.country",
    "first_name",
    "last_name",
    "uid",
    "person_uid",
    "type",
];

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
        if ["address", "address.in_full", "country_of_residence"].iter().any(|name| !get(name).is_empty()) {
            sink.skip("addresses and countries of residence of officers", at);
        }
        let name = get("name");
        if get("type").eq_ignore_ascii_case("company") {
            sink.push(Table::Companies, at, &[(Field::Id, holder.as_str()), (Field::Name, &name)], &[]);
        } else {
            let (birth, partly) = (get("date_of_birth"), get("partial_date_of_birth"));
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
        let (start, end) = (date_formats::date(&start), date_formats::date(&end));
        let is_over = get("inactive") == "true" || get("current_status").eq_ignore_ascii_case("inactive");
        let sources = [get("source_url"), get("opencorporates_url")];
        let known = [
            (Field::Id, id.as_str()),
            (Field::Person, &holder),
            (Field::Company, &company),
            (Field::Role, &get("position")),
            (Field::Start, &start),
            (Field::End, &end),
            (Field::EndStatus, if is_over && end.is_empty() { "unknown" } else { "" }),
            (Field::Source, &sources[0]),
            (Field::Source, &sources[1]),
        ];
        sink.push(Table::Seats, at, &known, self.others);
    }

    /// Returns the id of the person: the number in the register, or else the id of this officer record. The last four
    /// digits of a British number only number the versions of a person's details.
    fn holder(&self, jurisdiction: &str, id: &str) -> String {
        let (uid, number) = ((self.get)("person_uid"), (self.get)("person_number"));
        let is_british = jurisdiction == "gb" && number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit());
        match (uid.as_str(), number.as_str()) {
            ("", "") => format!("officer/{id}"),
            ("", number) if is_british => format!("{jurisdiction}/{}", &number[..8]),
            ("", number) => format!("{jurisdiction}/{number}"),
            (uid, _) => format!("{jurisdiction}/{uid}"),
        }
    }
}

/// Reads pages of the API: lists of officers, single officers, and companies with their officers.
fn read_pages(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut sink = RowSink::new(loader, file, number);
    json_stream::for_each_under(file, text, &["results", "officers"], |at, value| {
        push_page(&mut sink, at, &value, &Map::new());
    })?;
    sink.end_block(0);
    RowSink::finish(vec![sink], loader)
}

/// Reads the content of a page; `company` is the company that contains it.
fn push_page(sink: &mut RowSink<'_>, at: Position, value: &Value, company: &Map<String, Value>) {
    if let Some(officer) = value.get("officer").and_then(Value::as_object) {
        push_officer(sink, at, officer, company);
    } else if let Some(own) = value.get("company").and_then(Value::as_object) {
        for officer in own.get("officers").and_then(Value::as_array).into_iter().flatten() {
            push_page(sink, at, officer, own);
        }
    } else {
        sink.skip("objects that are neither officers nor companies", at);
    }
}

fn push_officer(sink: &mut RowSink<'_>, at: Position, officer: &Map<String, Value>, page: &Map<String, Value>) {
    let nothing = Map::new();
    let of_officer = officer.get("company").and_then(Value::as_object).unwrap_or(&nothing);
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        _ => String::new(),
    };
    let of_company = |name: &str| {
        [of_officer, page].into_iter().map(|company| text(company.get(name))).find(|text| !text.is_empty())
    };
    let get = |name: &str| match name {
        "company_number" | "jurisdiction_code" => of_company(name).unwrap_or_else(|| text(officer.get(name))),
        _ => text(officer.get(name)),
    };
    let others: Vec<(&str, String)> = officer
        .iter()
        .filter(|(name, _)| !HANDLED.contains(&name.as_str()))
        .map(|(name, value)| (name.as_str(), text(Some(value))))
        .collect();
    let others: Vec<(&str, &str)> = others.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let company_name = of_company("name").unwrap_or_default();
    Officer { get: &get, others: &others, company_name: &company_name }.push(sink, at);
}
