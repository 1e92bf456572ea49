//! The Offshore Leaks Database of the International Consortium of Investigative Journalists: CSV files of nodes and
//! relationships, in the layouts of 2016, of single leaks and of today.
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
use interlocks_core::model::vocabulary::{has_legal_form, read_role};

use super::ImportFormat;
use super::row_sink::{Position, RowSink, list};
use super::table_records::{self, Heading, Record};
use crate::formats::csv::Quotes;
use crate::formats::sniff::Head;

/// ICIJ Offshore Leaks.
pub(crate) const ICIJ: ImportFormat = ImportFormat {
    name: "icij",
    about: "ICIJ Offshore Leaks nodes and relationships, CSV",
    matches: |head: &Head| FileKind::detect(&Heading::from_head(head).renamed(current_name), &head.name).is_some(),
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

/// Returns the name that a column has in the current layout. The file of 2016 and those of single leaks until 2018 have
/// other names for the ends of a relationship, and some have names such as `n.node_id` and `r.start_date`.
fn current_name(name: &str) -> &str {
    let plain = name.strip_prefix("n.").or(name.strip_prefix("r.")).unwrap_or(name);
    match plain {
        "START_ID" | "node_1" => "node_id_start",
        "END_ID" | "node_2" => "node_id_end",
        "TYPE" => "rel_type",
        _ => plain,
    }
}

impl FileKind {
    /// Detects the kind by the columns, and by the file name where the columns of officers and intermediaries are the
    /// same.
    fn detect(heading: &Heading, name: &str) -> Option<FileKind> {
        let has = |columns: &[&str]| heading.has(columns);
        if has(&["node_id_start", "node_id_end", "rel_type"]) {
            return Some(FileKind::Relationships);
        }
        if !has(&["node_id"]) || !(has(&["sourceID"]) || has(&["valid_until"])) {
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
    table_records::read_renamed(loader, file, text, (Quotes::Meant, &[], current_name), worker, |_, _, _| {})
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
    const HANDLED: &[&str] =
        &["node_id", "name", "original_name", "former_name", "jurisdiction", "incorporation_date", "ibcRUC"];
    let get = |name| record.get(name);
    let aliases = list([get("original_name"), get("former_name")].into_iter().filter(|alias| *alias != get("name")));
    // These are three events, and not three dates of one: the first by rank counts.
    let ended = ["struck_off_date", "closed_date", "inactivation_date"].into_iter().find(|name| !get(name).is_empty());
    let dissolved = ended.map_or("", get);
    let known = [
        (Field::Id, get("node_id")),
        (Field::Name, get("name")),
        (Field::Aliases, &aliases),
        (Field::Country, get("jurisdiction")),
        (Field::Country, get("country_codes")),
        (Field::Number, get("ibcRUC")),
        (Field::Founded, get("incorporation_date")),
        (Field::Dissolved, dissolved),
        (Field::Source, get("sourceID")),
    ];
    let mut extra = record.except(HANDLED);
    extra.retain(|(name, _)| Some(*name) != ended);
    sink.push(Table::Companies, at, &known, &extra);
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
    let (from, to) = (get("node_id_start"), get("node_id_end"));
    let Link { words, is_office } = Link::new(get("rel_type"), get("link"));
    if words == "registered address" {
        sink.skip("registered addresses", at);
        return;
    }
    let mut known = vec![
        (Field::Start, get("start_date")),
        (Field::End, get("end_date")),
        (Field::EndStatus, "unknown"),
        (Field::Source, get("sourceID")),
    ];
    let extra = record.except(HANDLED);
    if is_office {
        let role = words.strip_suffix(" of").unwrap_or(&words);
        known.extend([(Field::Person, from), (Field::Company, to)]);
        known.push((Field::Role, if role.is_empty() { "officer" } else { role }));
        sink.push(Table::Seats, at, &known, &extra);
    } else {
        let kind: Vec<&str> =
            words.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let kind = kind.join("-");
        known.extend([(Field::From, from), (Field::To, to), (Field::Kind, &kind)]);
        sink.push(Table::Ties, at, &known, &extra);
    }
}

/// A relationship of the leak: its words, and whether it is an office.
struct Link {
    /// The words for it, in lower case with blanks: `director of`.
    words: String,
    /// `true` if it is an office, and not a stake or another tie.
    is_office: bool,
}

impl Link {
    /// Reads a relationship from its type and its link. In the file of 2016 there is no link, and the type is what the link
    /// was later: `director of` in place of `officer_of`.
    fn new(kind: &str, link: &str) -> Link {
        let plain = |text: &str| text.to_lowercase().replace('_', " ").trim().to_owned();
        let (kind, link) = (plain(kind), plain(link));
        let is_stake = |words: &str| STAKES.iter().any(|word| words.contains(word));
        match kind.as_str() {
            // Without a link, all that is known is that it is an officer.
            "officer of" if link.is_empty() => Link { words: kind, is_office: true },
            "officer of" => Link { is_office: !is_stake(&link), words: link },
            _ => {
                let office = kind.strip_suffix(" of").filter(|words| !is_stake(words));
                let is_office = office.is_some_and(|words| read_role(words).says_office());
                Link { words: kind, is_office }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_both_layouts_are_offices_or_ties() {
        for (kind, link, words, is_office) in [
            ("officer_of", "director of", "director of", true),
            ("officer_of", "Shareholder of", "shareholder of", false),
            ("officer_of", "", "officer of", true),
            ("Director of", "", "director of", true),
            ("secretary of", "", "secretary of", true),
            ("Beneficiary of", "", "beneficiary of", false),
            ("intermediary of", "", "intermediary of", false),
            ("intermediary_of", "intermediary of", "intermediary of", false),
            ("same name and registration date as", "", "same name and registration date as", false),
            ("registered_address", "registered address", "registered address", false),
        ] {
            let read = Link::new(kind, link);
            assert_eq!((read.words.as_str(), read.is_office), (words, is_office), "{kind} {link}");
        }
    }
}
