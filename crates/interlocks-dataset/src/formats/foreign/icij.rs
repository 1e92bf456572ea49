//! The Offshore Leaks Database of the International Consortium of Investigative Journalists: CSV files of nodes and
//! relationships.
//!
//! Documentation: <https://offshoreleaks.icij.org/pages/database>. The database is under the Open Database License,
//! its contents under CC BY-SA; cite the consortium. A file is recognised by its column names. Entities,
//! intermediaries and other nodes become companies; officers become people, or companies if their name ends with a
//! legal form. Offices become seats; stakes, beneficiaries and other links become ties. Addresses, registered
//! addresses and the countries of residence of officers are left out and counted.

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::ImportFormat;
use super::legal_form::has_legal_form;
use super::row_sink::{Position, RowSink, list};
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::date_formats;
use crate::formats::sniff::Head;

/// ICIJ Offshore Leaks.
pub(crate) const ICIJ: ImportFormat = ImportFormat {
    name: "icij",
    about: "ICIJ Offshore Leaks nodes and relationships, CSV",
    matches: |head: &Head| FileKind::detect(&Heading::from_head(head), &head.name).is_some(),
    read,
    long_lines: false,
    repeats_entities: false,
    read_together: None,
};

/// The content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileKind {
    /// Companies, trusts and funds.
    Entities,
    Intermediaries,
    Others,
    /// People and companies with a role in an entity.
    Officers,
    Addresses,
    Relationships,
}

impl FileKind {
    /// Detects the kind by the columns, and by the file name where the columns of officers and intermediaries are the
    /// same.
    fn detect(heading: &Heading, name: &str) -> Option<FileKind> {
        let has = |columns: &[&str]| heading.has(columns);
        if has(&["node_id_start", "node_id_end", "rel_type"]) {
            return Some(FileKind::Relationships);
        }
        if !has(&["node_id", "sourceID"]) {
            return None;
        }
        if has(&["company_type"]) || has(&["jurisdiction", "incorporation_date"]) && !has(&["type"]) {
            Some(FileKind::Entities)
        } else if has(&["type"]) {
            Some(FileKind::Others)
        } else if has(&["address", "internal_id"]) || name.contains("intermediar") {
            Some(FileKind::Intermediaries)
        } else if has(&["address"]) {
            Some(FileKind::Addresses)
        } else {
            has(&["name"]).then_some(FileKind::Officers)
        }
    }
}

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
    let worker = |heading: &Heading| Reader { kind: FileKind::detect(heading, &name) };
    table_records::read(loader, file, text, (Quotes::Meant, &[]), worker, |_, _, _| {})
}

struct Reader {
    kind: Option<FileKind>,
}

impl table_records::RecordParser for Reader {
    fn parse_record(&mut self, sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
        match self.kind {
            Some(FileKind::Relationships) => push_relationship(sink, at, record),
            Some(FileKind::Officers) => push_officer(sink, at, record),
            Some(FileKind::Addresses) => sink.skip("addresses", at),
            Some(FileKind::Entities | FileKind::Others | FileKind::Intermediaries) => push_company(sink, at, record),
            None => {
                let message =
                    "neither nodes nor relationships: the columns node_id and sourceID, or node_id_start, are missing";
                sink.reject(Table::Seats, at, message.to_owned());
            }
        }
    }
}

fn push_company(sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
    const HANDLED: &[&str] = &[
        "node_id",
        "name",
        "original_name",
        "former_name",
        "jurisdiction",
        "incorporation_date",
        "inactivation_date",
        "struck_off_date",
        "dorm_date",
        "closed_date",
        "ibcRUC",
    ];
    let get = |name| record.get(name);
    let aliases = list([get("original_name"), get("former_name")].into_iter().filter(|alias| *alias != get("name")));
    let dates = ["incorporation_date", "inactivation_date", "struck_off_date", "closed_date"];
    let [founded, inactive, struck_off, closed] = dates.map(|name| date_formats::date(get(name)));
    let known = [
        (Field::Id, get("node_id")),
        (Field::Name, get("name")),
        (Field::Aliases, &aliases),
        (Field::Country, get("jurisdiction")),
        (Field::Country, get("country_codes")),
        (Field::Number, get("ibcRUC")),
        (Field::Founded, &founded),
        (Field::Dissolved, &struck_off),
        (Field::Dissolved, &closed),
        (Field::Dissolved, &inactive),
        (Field::Source, get("sourceID")),
    ];
    sink.push(Table::Companies, at, &known, &record.except(HANDLED));
}

fn push_officer(sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
    let get = |name| record.get(name);
    let known = [(Field::Id, get("node_id")), (Field::Name, get("name")), (Field::Source, get("sourceID"))];
    if has_legal_form(get("name")) {
        let mut extra = record.except(&["node_id", "name"]);
        extra.push(("inferred", "company, by the legal form in its name"));
        sink.push(Table::Companies, at, &known, &extra);
        return;
    }
    if !(get("countries").is_empty() && get("country_codes").is_empty()) {
        sink.skip("countries of residence of officers", at);
    }
    sink.push(Table::People, at, &known, &record.except(&["node_id", "name", "countries", "country_codes"]));
}

/// Words in a link that make it a tie (a stake, a trust, a service) and not an office.
const STAKES: &[&str] = &[
    "shareholder",
    "owner",
    "beneficiary",
    "beneficial",
    "settlor",
    "protector",
    "trustee",
    "grantor",
    "bondholder",
    "member of foundation",
    "investor",
    "partner",
    "correspondent",
    "attorney",
    "auditor",
    "lawyer",
];

fn push_relationship(sink: &mut RowSink<'_>, at: Position, record: &Record<'_>) {
    const HANDLED: &[&str] = &["node_id_start", "node_id_end", "rel_type", "start_date", "end_date"];
    let get = |name| record.get(name);
    let (from, to, kind, link) = (get("node_id_start"), get("node_id_end"), get("rel_type"), get("link"));
    if kind == "registered_address" {
        sink.skip("registered addresses", at);
        return;
    }
    let (start, end) = (date_formats::date(get("start_date")), date_formats::date(get("end_date")));
    let spell =
        [(Field::Start, &*start), (Field::End, &end), (Field::EndStatus, "unknown"), (Field::Source, get("sourceID"))];
    let extra = record.except(HANDLED);
    let plain = link.to_lowercase();
    if kind != "officer_of" || STAKES.iter().any(|word| plain.contains(word)) {
        let words = if kind == "officer_of" { &plain } else { kind };
        let kind: Vec<&str> =
            words.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut known = vec![(Field::From, from), (Field::To, to)];
        let kind = kind.join("-");
        known.push((Field::Kind, &kind));
        known.extend(spell);
        sink.push(Table::Ties, at, &known, &extra);
        return;
    }
    let role = plain.strip_suffix(" of").unwrap_or(&plain);
    let mut known = vec![
        (Field::Person, from),
        (Field::Company, to),
        (Field::Role, if role.is_empty() { "officer" } else { role }),
    ];
    known.extend(spell);
    sink.push(Table::Seats, at, &known, &extra);
}
