//! The Offshore Leaks Database of the International Consortium of Investigative Journalists: its CSV files of
//! nodes and relationships. Columns are those of <https://offshoreleaks.icij.org/pages/database>; the database
//! is under the Open Database License, and its contents under CC BY-SA: cite the consortium.

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::ImportFormat;
use super::legal_form::names_a_company;
use super::row_sink::{At, RowSink, list};
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::date_formats;
use crate::formats::sniff::Head;

/// The format.
pub const ICIJ: ImportFormat = ImportFormat {
    word: "icij",
    about: "ICIJ Offshore Leaks nodes and relationships, CSV",
    is_it: |head: &Head| Nodes::of(&Heading::of_head(head), &head.name).is_some(),
    read,
    long_lines: false,
    repeats: false,
    together: None,
};

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nodes {
    /// Companies, trusts and funds.
    Entities,
    Intermediaries,
    Others,
    /// People and companies with a role in an entity.
    Officers,
    Addresses,
    Relationships,
}

impl Nodes {
    /// By the columns; the name of the file tells officers and intermediaries apart where those do not.
    fn of(heading: &Heading, name: &str) -> Option<Nodes> {
        let has = |columns: &[&str]| heading.has(columns);
        if has(&["node_id_start", "node_id_end", "rel_type"]) {
            return Some(Nodes::Relationships);
        }
        if !has(&["node_id", "sourceID"]) {
            return None;
        }
        if has(&["company_type"]) || has(&["jurisdiction", "incorporation_date"]) && !has(&["type"]) {
            Some(Nodes::Entities)
        } else if has(&["type"]) {
            Some(Nodes::Others)
        } else if has(&["address", "internal_id"]) || name.contains("intermediar") {
            Some(Nodes::Intermediaries)
        } else if has(&["address"]) {
            Some(Nodes::Addresses)
        } else {
            has(&["name"]).then_some(Nodes::Officers)
        }
    }
}

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
    let worker = |heading: &Heading| Reader { nodes: Nodes::of(heading, &name) };
    table_records::read(loader, file, text, (Quotes::Meant, &[]), worker, |_, _, _| {})
}

struct Reader {
    nodes: Option<Nodes>,
}

impl table_records::Records for Reader {
    fn record(&mut self, intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
        match self.nodes {
            Some(Nodes::Relationships) => put_relationship(intake, at, record),
            Some(Nodes::Officers) => put_officer(intake, at, record),
            Some(Nodes::Addresses) => intake.leave_out("addresses", at),
            Some(Nodes::Entities | Nodes::Others | Nodes::Intermediaries) => put_company(intake, at, record),
            None => {
                let message = "neither nodes nor relationships: no columns node_id and sourceID, or node_id_start";
                intake.reject(Table::Seats, at, message.to_owned());
            }
        }
    }
}

fn put_company(intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
    const TOLD: &[&str] = &[
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
    intake.put(Table::Companies, at, &known, &record.others(TOLD));
}

fn put_officer(intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
    let get = |name| record.get(name);
    let known = [(Field::Id, get("node_id")), (Field::Name, get("name")), (Field::Source, get("sourceID"))];
    if names_a_company(get("name")) {
        let mut further = record.others(&["node_id", "name"]);
        further.push(("inferred", "company, by the legal form in its name"));
        intake.put(Table::Companies, at, &known, &further);
        return;
    }
    if !(get("countries").is_empty() && get("country_codes").is_empty()) {
        intake.leave_out("countries of officers, which are those they live in", at);
    }
    intake.put(Table::People, at, &known, &record.others(&["node_id", "name", "countries", "country_codes"]));
}

/// Words in a link that make it a stake in an entity, rather than an office.
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

fn put_relationship(intake: &mut RowSink<'_>, at: At, record: &Record<'_>) {
    const TOLD: &[&str] = &["node_id_start", "node_id_end", "rel_type", "start_date", "end_date"];
    let get = |name| record.get(name);
    let (from, to, kind, link) = (get("node_id_start"), get("node_id_end"), get("rel_type"), get("link"));
    if kind == "registered_address" {
        intake.leave_out("registered addresses", at);
        return;
    }
    let (start, end) = (date_formats::date(get("start_date")), date_formats::date(get("end_date")));
    let spell =
        [(Field::Start, &*start), (Field::End, &end), (Field::EndStatus, "unknown"), (Field::Source, get("sourceID"))];
    let further = record.others(TOLD);
    let plain = link.to_lowercase();
    if kind != "officer_of" || STAKES.iter().any(|word| plain.contains(word)) {
        let words = if kind == "officer_of" { &plain } else { kind };
        let kind: Vec<&str> =
            words.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut known = vec![(Field::From, from), (Field::To, to)];
        let kind = kind.join("-");
        known.push((Field::Kind, &kind));
        known.extend(spell);
        intake.put(Table::Ties, at, &known, &further);
        return;
    }
    let role = plain.strip_suffix(" of").unwrap_or(&plain);
    let mut known = vec![
        (Field::Person, from),
        (Field::Company, to),
        (Field::Role, if role.is_empty() { "officer" } else { role }),
    ];
    known.extend(spell);
    intake.put(Table::Seats, at, &known, &further);
}
