//! The register of Companies House: officers and persons with significant control as JSON lines, from its
//! interface, its stream and its bulk files; and the snapshot of officers in lines of fixed width. Fields are
//! those of <https://developer-specs.company-information.service.gov.uk/> and of the specification of
//! product 195, Company Appointments Snapshot.

mod control;
mod officer;
mod snapshot;

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::json_stream::what_is_wrong;
use super::json_value::Tree;
use super::row_sink::{At, RowSink};
use super::{ImportFormat, jsonl_records};
use crate::formats::sniff::Head;

/// JSON lines.
pub const COMPANIES_HOUSE: ImportFormat = ImportFormat {
    word: "companies-house",
    about: "UK Companies House officers and persons with significant control, JSON lines",
    is_it: |head: &Head| {
        let line = head.first_line();
        line.starts_with('{')
            && (["officer_role", "natures_of_control", "appointed_to", "company-officers", "company-psc"]
                .iter()
                .any(|word| line.contains(word))
                || head.has_keys(&["company_number", "data", "kind"])
                || head.has_keys(&["company_number", "company_name", "company_status"]))
    },
    read: |loader, file, text| jsonl_records::read(loader, file, text, || Reader, |_, _, _| {}),
    long_lines: false,
    repeats: true,
    together: None,
};

/// Lines of fixed width.
pub const SNAPSHOT: ImportFormat = ImportFormat {
    word: "companies-house-snapshot",
    about: "UK Companies House officers snapshot, lines of fixed width (products 195 and 216)",
    is_it: |head: &Head| head.text.starts_with("DDDDSNAP") || head.text.starts_with("DDDDUPDT"),
    read: read_snapshot,
    long_lines: false,
    repeats: true,
    together: None,
};

fn read_snapshot(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    jsonl_records::read(loader, file, text, snapshot::Reader::default, |readers, _, loader| {
        snapshot::Reader::finish(readers, file, loader);
    })
}

/// The year in which the register began: nobody was entered before.
const REGISTER_BEGAN: &str = "1844";

struct Reader;

impl jsonl_records::Lines for Reader {
    fn line(&mut self, intake: &mut RowSink<'_>, at: At, line: &[u8]) {
        match serde_json::from_slice::<Tree<'_>>(line) {
            Ok(tree) if tree.is_object() => put(intake, at, &tree, ""),
            Ok(_) => intake.reject(Table::Seats, at, "not a JSON object".to_owned()),
            Err(error) => {
                let at = At { column: error.column() as u64, ..at };
                intake.reject(Table::Seats, at, format!("not JSON: {}", what_is_wrong(&error)));
            }
        }
    }
}

/// Puts what an object tells, whatever it is wrapped in: a page of items, an event of the stream, a line of
/// a bulk file. `path` is where the interface has it, as far as what is around it says.
fn put(intake: &mut RowSink<'_>, at: At, tree: &Tree<'_>, path: &str) {
    let own = tree.get("links").at("self");
    let path = [own, tree.at("resource_uri"), path].into_iter().find(|path| !path.is_empty()).unwrap_or("");
    let number = tree.at("company_number");
    if !tree.get("items").items().is_empty() {
        tree.get("items").items().iter().for_each(|item| put(intake, at, item, path));
        return;
    }
    if tree.get("data").is_object() {
        let of_company = format!("/company/{number}");
        put_record(intake, at, tree.get("data"), if number.is_empty() { path } else { &of_company });
        return;
    }
    put_record(intake, at, tree, path);
}

fn put_record(intake: &mut RowSink<'_>, at: At, record: &Tree<'_>, path: &str) {
    let number = company_number(record, path);
    let kind = record.at("kind");
    if kind.starts_with("totals#") {
        // The last line of a bulk file says only how many there are.
    } else if !record.at("officer_role").is_empty() {
        officer::put(intake, at, record, number, path);
    } else if record.get("natures_of_control").items().is_empty() && !kind.contains("with-significant-control") {
        match record.at("company_name") {
            "" if kind.is_empty() => {
                intake.leave_out("records that are no officer, no company and no person with significant control", at);
            }
            "" => intake.leave_out(&format!("records of the kind '{kind}'"), at),
            _ => put_company(intake, at, record, number),
        }
    } else {
        control::put(intake, at, record, number);
    }
}

/// The number of the company a record is about: stated, or in where the interface has it.
fn company_number<'t>(record: &'t Tree<'_>, path: &'t str) -> &'t str {
    let stated = [record.get("appointed_to").at("company_number"), record.at("company_number")];
    let paths = [record.get("links").at("company"), record.get("links").at("self"), path];
    let in_paths = paths.into_iter().filter_map(|path| segment_after(path, "company"));
    stated.into_iter().chain(in_paths).find(|number| !number.is_empty()).unwrap_or("")
}

/// The part of a path behind one of a name: of `/company/00445790/officers` behind `company` the number.
fn segment_after<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let mut parts = path.split('/').skip_while(|part| *part != name);
    parts.nth(1).filter(|part| !part.is_empty())
}

/// The profile of a company.
fn put_company(intake: &mut RowSink<'_>, at: At, record: &Tree<'_>, number: &str) {
    let known = [
        (Field::Id, number),
        (Field::Name, record.at("company_name")),
        (Field::Number, number),
        (Field::Country, record.at("jurisdiction")),
        (Field::Founded, record.at("date_of_creation")),
        (Field::Dissolved, record.at("date_of_cessation")),
        (Field::IndustryCode, record.get("sic_codes").items().first().map_or("", Tree::text)),
    ];
    const TOLD: &[&str] = &[
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
    intake.put(Table::Companies, at, &known, &borrowed(&record.others(TOLD)));
}

fn borrowed(cells: &[(String, String)]) -> Vec<(&str, &str)> {
    cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// A birth as the register gives it: mostly year and month.
fn birth(record: &Tree<'_>) -> String {
    let of = |key| record.get("date_of_birth").at(key).parse::<u16>().ok();
    match (of("year"), of("month"), of("day")) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(year), None, _) => format!("{year:04}"),
        (None, ..) => String::new(),
    }
}

/// The number that a company has in this register, where a record identifies it by that.
fn registered_number(identification: &Tree<'_>) -> Option<String> {
    const HOME: &[&str] = &[
        "england",
        "wales",
        "scotland",
        "northern ireland",
        "united kingdom",
        "great britain",
        "uk",
        "companies house",
    ];
    let number = identification.at("registration_number");
    let said = ["country_registered", "place_registered"].map(|key| identification.at(key).to_lowercase());
    let is_home =
        said.iter().any(|place| HOME.iter().any(|home| place == home || (home.len() > 2 && place.contains(home))));
    let is_number = !number.is_empty() && number.len() <= 8 && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    (is_home && is_number).then(|| if digits { format!("{number:0>8}") } else { number.to_uppercase() })
}
