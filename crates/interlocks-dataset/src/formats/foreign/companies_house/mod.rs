//! The register of UK Companies House in two formats: JSON lines from the API, the streaming API and the bulk files
//! (officers, companies, persons with significant control), and the officers snapshot in lines of fixed width.
//!
//! Documentation: <https://developer-specs.company-information.service.gov.uk/>, and the specification of product 195,
//! Company Appointments Snapshot. JSON lines are recognised by their keys, a snapshot by its header `DDDDSNAP`. Officers
//! become people, or companies if they are corporate; appointments become seats; natures of control become ties.
//! Addresses, countries of residence and other records are left out and counted.

mod control;
mod number;
mod officer;
mod snapshot;

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;
use interlocks_core::model::vocabulary::CodeScheme;

use super::json_outline::JsonOutline;
use super::json_stream::{Layout, json_error_message};
use super::json_value::JsonValue;
use super::row_sink::{Position, RowSink, list};
use super::{ImportFormat, jsonl_records};
use crate::formats::sniff::Head;

pub(crate) use number::normalized as normalized_number;

/// Companies House records as JSON lines.
pub(crate) const COMPANIES_HOUSE: ImportFormat = ImportFormat {
    name: "companies-house",
    about: "UK Companies House officers and persons with significant control, JSON lines or JSON",
    matches: |head: &Head| {
        let outline = JsonOutline::from_head(head);
        let has = |keys: &[&str]| outline.has_at(PLACES, keys);
        (has(&["officer_role", "name"]) && !has(&["person"]))
            || has(&["natures_of_control"])
            || has(&["appointed_to"])
            || has(&["company_number", "company_name", "company_status"])
            || (has(&["company_number"]) && has(&["kind", "links"]))
            || outline.has_at(&[""], &["resource_kind", "resource_uri"])
            || outline.has_at(&[""], &["items", "items_per_page", "start_index"])
    },
    read: |loader, file, text| {
        jsonl_records::read_json(loader, file, text, Layout::of_pages(&[&[]]), || Reader, |_, _, _| {})
    },
    long_lines: true,
    repeats_entities: true,
    read_together: None,
};

/// The places of records: by themselves, in pages, in lines of bulk files and events, and in company profiles.
const PLACES: &[&str] = &["", "items", "data", "items.data", "data.items", "officers", "officers.items"];

/// The Companies House officers snapshot, in lines of fixed width.
pub(crate) const SNAPSHOT: ImportFormat = ImportFormat {
    name: "companies-house-snapshot",
    about: "UK Companies House officers snapshot, lines of fixed width (products 195 and 216)",
    matches: |head: &Head| head.text.starts_with("DDDDSNAP") || head.text.starts_with("DDDDUPDT"),
    read: read_snapshot,
    long_lines: false,
    repeats_entities: true,
    read_together: None,
};

fn read_snapshot(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    jsonl_records::read(loader, file, text, snapshot::Reader::default, |readers, _, loader| {
        snapshot::Reader::finish(readers, file, loader);
    })
}

/// The year in which the register began, which is the earliest possible appointment.
const REGISTER_BEGAN: &str = "1844";

struct Reader;

impl jsonl_records::LineParser for Reader {
    fn parse_line(&mut self, sink: &mut RowSink<'_>, at: Position, line: &[u8]) {
        match serde_json::from_slice::<JsonValue<'_>>(line) {
            Ok(value) => push(sink, at, &value, ""),
            Err(error) => {
                let at = Position { column: error.column() as u64, ..at };
                sink.reject(Table::Seats, at, format!("not JSON: {}", json_error_message(&error)));
            }
        }
    }
}

/// Reads records with any wrapping: a list, a page of items, an event of the stream or a line of a bulk file. `path` is
/// their path in the API, as far as the wrapping gives it. JSON is not read deeper than 128 levels.
fn push(sink: &mut RowSink<'_>, at: Position, value: &JsonValue<'_>, path: &str) {
    if let JsonValue::List(records) = value {
        records.iter().for_each(|record| push(sink, at, record, path));
        return;
    }
    if !value.is_object() {
        sink.reject(Table::Seats, at, "not a JSON object".to_owned());
        return;
    }
    let own = value.get("links").text_at("self");
    let path = [own, value.text_at("resource_uri"), path].into_iter().find(|path| !path.is_empty()).unwrap_or("");
    let number = value.text_at("company_number");
    let of_company = format!("/company/{number}");
    let path = if number.is_empty() { path } else { &of_company };
    if let JsonValue::List(items) = value.get("items") {
        items.iter().for_each(|item| push(sink, at, item, path));
    } else if value.get("data").is_object() {
        push_record(sink, at, value.get("data"), path);
    } else {
        push_record(sink, at, value, path);
    }
}

fn push_record(sink: &mut RowSink<'_>, at: Position, record: &JsonValue<'_>, path: &str) {
    let number = company_number(record, path);
    let kind = record.text_at("kind");
    if kind.starts_with("totals#") {
        // The last line of a bulk file only has the number of records.
    } else if !record.text_at("officer_role").is_empty() {
        officer::push(sink, at, record, number, path);
    } else if record.get("natures_of_control").items().is_empty() && !kind.contains("with-significant-control") {
        match record.text_at("company_name") {
            "" if kind.is_empty() => {
                sink.skip("records that are neither officers, companies nor persons with significant control", at);
            }
            "" => sink.skip(&format!("records of the kind '{kind}'"), at),
            _ => {
                push_company(sink, at, record, number);
                let of_company = format!("/company/{number}");
                NESTED_LISTS.iter().map(|key| record.get(key)).filter(|list| **list != JsonValue::Null).for_each(
                    |list| {
                        push(sink, at, list, &of_company);
                    },
                );
            }
        }
    } else {
        control::push(sink, at, record, number);
    }
}

/// The keys of a company profile under which some downloads have lists of records.
const NESTED_LISTS: &[&str] =
    &["officers", "persons_with_significant_control", "persons-with-significant-control", "pscs"];

/// Returns the company number of a record, from a field or from its path in the API.
fn company_number<'t>(record: &'t JsonValue<'_>, path: &'t str) -> &'t str {
    let stated = [record.get("appointed_to").text_at("company_number"), record.text_at("company_number")];
    let paths = [record.get("links").text_at("company"), record.get("links").text_at("self"), path];
    let in_paths = paths.into_iter().filter_map(|path| segment_after(path, "company"));
    stated.into_iter().chain(in_paths).find(|number| !number.is_empty()).unwrap_or("")
}

/// Returns the segment of a path after a name: `00445790` after `company` in `/company/00445790/officers`.
fn segment_after<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let mut parts = path.split('/').skip_while(|part| *part != name);
    parts.nth(1).filter(|part| !part.is_empty())
}

/// Adds a company from its profile.
fn push_company(sink: &mut RowSink<'_>, at: Position, record: &JsonValue<'_>, number: &str) {
    let industry = record.get("sic_codes").items().first().map_or("", JsonValue::text);
    let known = [
        (Field::Id, number),
        (Field::Name, record.text_at("company_name")),
        (Field::Number, number),
        (Field::Country, record.text_at("jurisdiction")),
        (Field::Founded, record.text_at("date_of_creation")),
        (Field::Dissolved, record.text_at("date_of_cessation")),
        (Field::IndustryCode, industry),
        (Field::IndustryScheme, if industry.is_empty() { "" } else { CodeScheme::UkSic.as_str() }),
    ];
    let former: Vec<&str> =
        record.get("previous_company_names").items().iter().map(|former| former.text_at("name")).collect();
    let former = list(former);
    let known = known.into_iter().chain([(Field::Aliases, &*former)]).collect::<Vec<_>>();
    const HANDLED: &[&str] = &[
        "officers",
        "persons_with_significant_control",
        "persons-with-significant-control",
        "pscs",
        "company_name",
        "company_number",
        "jurisdiction",
        "date_of_creation",
        "date_of_cessation",
        "links",
        "etag",
        "registered_office_address",
        "service_address",
        "accounts",
        "confirmation_statement",
        "annual_return",
    ];
    let has = |keys: &[&str]| keys.iter().any(|key| *record.get(key) != JsonValue::Null);
    if has(&["registered_office_address", "service_address"]) {
        sink.skip("addresses of companies", at);
    }
    if has(&["accounts", "confirmation_statement", "annual_return"]) {
        sink.skip("days of accounts and statements of companies", at);
    }
    sink.push(Table::Companies, at, &known, &borrowed(&record.except(HANDLED)));
}

fn borrowed(cells: &[(String, String)]) -> Vec<(&str, &str)> {
    cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// Returns the date of birth as the register gives it, mostly year and month. What is not a number is no date.
fn birth(record: &JsonValue<'_>) -> String {
    let parts = ["year", "month", "day"].map(|key| record.get("date_of_birth").text_at(key));
    let known: Vec<String> =
        parts.iter().take_while(|part| !part.is_empty()).map(|part| format!("{part:0>2}")).collect();
    known.join("-")
}
