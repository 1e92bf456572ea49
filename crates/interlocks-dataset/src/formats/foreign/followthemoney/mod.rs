//! FollowTheMoney (FtM), the data model of OpenSanctions and Aleph: one entity per line, as both export them. The
//! submodule `writer` writes a dataset in the same form.
//!
//! Documentation: <https://followthemoney.tech/explorer/>. A file is recognised by objects with `id`, `schema` and
//! `properties`. Person becomes people; Company, Organization and PublicBody become companies; a LegalEntity is a person
//! if it has a directorship and no register number, else a company. Directorship and Employment become seats; Ownership,
//! Membership, Representation, Family, Associate and UnknownLink become ties. Other schemata are left out and counted.

mod entity;
mod writer;

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;
use interlocks_core::model::PartialDate;
use interlocks_core::model::vocabulary::read_role;

use super::row_sink::{Position, RowSink, list};
use super::{ImportFormat, json_stream, jsonl_records};
use crate::formats::sniff::Head;
use entity::Entity;
use json_stream::json_error_message;

pub use writer::NotExported;

/// FollowTheMoney entities.
pub(crate) const FOLLOWTHEMONEY: ImportFormat = ImportFormat {
    name: "followthemoney",
    about: "FollowTheMoney entities, JSON lines (OpenSanctions, Aleph)",
    matches: |head: &Head| {
        head.first_object().is_some_and(|object| {
            object.contains_key("id")
                && object.contains_key("schema")
                && object.get("properties").is_some_and(serde_json::Value::is_object)
        }) || (head.first_line().starts_with('{') && head.has_keys(&["schema", "properties", "id"]))
    },
    read,
    long_lines: false,
    repeats_entities: false,
    read_together: None,
};

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    jsonl_records::read(loader, file, text, Reader::default, |readers, sink, loader| {
        let (mut holders, mut undecided, mut merged) = (HashSet::new(), Vec::new(), Vec::new());
        for reader in readers {
            holders.extend(reader.holders);
            undecided.extend(reader.undecided);
            merged.extend(reader.merged);
        }
        // If an id was merged into two entities, the first by id counts, so that the result does not depend on threads.
        merged.sort_unstable();
        for (old, new) in merged {
            if holders.contains(&old) {
                holders.insert(new.clone());
            }
            loader.merged.entry(old).or_insert(new);
        }
        undecided.sort_by_key(|row| row.at);
        for row in undecided {
            // A legal entity with a directorship and without a register number is a person.
            let is_person = !row.is_registered && holders.contains(&row.id);
            row.push(sink, if is_person { Table::People } else { Table::Companies });
        }
    })
}

/// One worker, with what needs the whole file.
#[derive(Default)]
struct Reader {
    /// The ids of entities with a directorship.
    holders: HashSet<String>,
    /// Legal entities that may be people or companies.
    undecided: Vec<Undecided>,
    /// Pairs of a merged id and the id that it was merged into.
    merged: Vec<(String, String)>,
    /// By role, `Some(true)` if its words put it on the board, and `None` if they do not say it.
    boards: HashMap<String, Option<bool>>,
}

/// A legal entity that may be a person or a company.
struct Undecided {
    at: Position,
    id: String,
    is_registered: bool,
    known: Vec<(Field, String)>,
    extra: Vec<(String, String)>,
}

impl Undecided {
    fn push(&self, sink: &mut RowSink<'_>, table: Table) {
        // The country of a person is a nationality; the fields of companies do not fit a person.
        let of_table = |field: Field| match (table, field) {
            (Table::People, Field::Country) => Some(Field::Nationality),
            (Table::People, Field::Founded | Field::Dissolved | Field::Lei | Field::Number) => None,
            (_, field) => Some(field),
        };
        let known: Vec<(Field, &str)> =
            self.known.iter().filter_map(|(field, text)| Some((of_table(*field)?, text.as_str()))).collect();
        let lost = self.known.iter().filter(|(field, text)| of_table(*field).is_none() && !text.is_empty());
        let extra = self.extra.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let extra: Vec<(&str, &str)> = extra.chain(lost.map(|(field, text)| (field.name(), text.as_str()))).collect();
        sink.push(table, self.at, &known, &extra);
    }
}

/// A property and the field that it fills.
type PropertyField = (&'static str, Field);

const PERSON_PROPERTIES: &[PropertyField] = &[
    ("name", Field::Name),
    ("birthDate", Field::Birth),
    ("deathDate", Field::Death),
    ("gender", Field::Gender),
    ("nationality", Field::Nationality),
    ("sourceUrl", Field::Source),
];
const COMPANY_PROPERTIES: &[PropertyField] = &[
    ("name", Field::Name),
    ("jurisdiction", Field::Country),
    ("sector", Field::Industry),
    ("incorporationDate", Field::Founded),
    ("dissolutionDate", Field::Dissolved),
    ("leiCode", Field::Lei),
    ("cikCode", Field::Cik),
    ("registrationNumber", Field::Number),
    ("ticker", Field::Ticker),
    ("isinCode", Field::Isin),
    ("sourceUrl", Field::Source),
];
/// Properties that only entities in a company register have.
const REGISTER_PROPERTIES: &[&str] =
    &["registrationNumber", "incorporationDate", "dissolutionDate", "leiCode", "legalForm"];
const SPELL_PROPERTIES: &[PropertyField] =
    &[("startDate", Field::Start), ("endDate", Field::End), ("sourceUrl", Field::Source)];
const SPELL_AND_NOTE_PROPERTIES: &[PropertyField] =
    &[("startDate", Field::Start), ("endDate", Field::End), ("sourceUrl", Field::Source), ("summary", Field::Note)];
/// The most pairs that one link may join: a line could name thousands on both sides.
const MAX_PAIRS: usize = 10_000;
/// Properties with other names, which become aliases.
const ALIAS_PROPERTIES: &[&str] = &["alias", "previousName", "weakAlias", "abbreviation"];

/// A schema that links two entities.
struct LinkSchema {
    schema: &'static str,
    /// The property with the person or owner.
    from: &'static str,
    /// The property with the company or the other end.
    to: &'static str,
    /// The kind of the tie; `None` for a seat.
    kind: Option<&'static str>,
    /// The role if the entity states none.
    role: &'static str,
}

const LINK_SCHEMATA: &[LinkSchema] = &[
    LinkSchema { schema: "Directorship", from: "director", to: "organization", kind: None, role: "director" },
    LinkSchema { schema: "Employment", from: "employee", to: "employer", kind: None, role: "employee" },
    LinkSchema { schema: "Ownership", from: "owner", to: "asset", kind: Some("owns"), role: "" },
    LinkSchema { schema: "Membership", from: "member", to: "organization", kind: Some("member-of"), role: "" },
    LinkSchema { schema: "Representation", from: "agent", to: "client", kind: Some("represents"), role: "" },
    LinkSchema { schema: "Family", from: "person", to: "relative", kind: Some("family"), role: "" },
    LinkSchema { schema: "Associate", from: "person", to: "associate", kind: Some("associate"), role: "" },
    LinkSchema { schema: "UnknownLink", from: "subject", to: "object", kind: Some("linked"), role: "" },
];

impl jsonl_records::LineParser for Reader {
    fn parse_line(&mut self, sink: &mut RowSink<'_>, at: Position, line: &[u8]) {
        let entity: Entity<'_> = match serde_json::from_slice(line) {
            Ok(entity) => entity,
            Err(error) => {
                let at = Position { column: error.column() as u64, ..at };
                sink.reject(Table::Seats, at, format!("not an entity: {}", json_error_message(&error)));
                return;
            }
        };
        if entity.id.is_empty() {
            sink.reject(Table::Seats, at, "the entity has no id".to_owned());
            return;
        }
        for referent in entity.referents.0.iter().filter(|referent| **referent != entity.id) {
            self.merged.push((referent.to_string(), entity.id.to_string()));
        }
        match &*entity.schema {
            "Person" => push_entity(sink, Table::People, at, &entity, PERSON_PROPERTIES),
            "Company" | "Organization" | "PublicBody" => {
                push_entity(sink, Table::Companies, at, &entity, COMPANY_PROPERTIES);
            }
            "LegalEntity" => self.undecided.push(undecided(at, &entity)),
            schema => match LINK_SCHEMATA.iter().find(|link| link.schema == schema) {
                Some(link) => self.push_link(sink, at, &entity, link),
                None => sink.skip(&format!("entities of the schema '{schema}'"), at),
            },
        }
    }
}

/// The cells of an entity: those that fill fields, and extra ones under their own names.
struct Cells<'e> {
    known: Vec<(Field, Cow<'e, str>)>,
    extra: Vec<(&'e str, Cow<'e, str>)>,
}

impl<'e> Cells<'e> {
    fn new(entity: &'e Entity<'_>, filled: &[PropertyField], passed: &[&str]) -> Cells<'e> {
        let mut cells = Cells { known: Vec::new(), extra: Vec::new() };
        for (name, values) in &entity.properties {
            let name: &str = name;
            if passed.contains(&name) {
                continue;
            }
            let texts = || values.0.iter().map(|value| &**value);
            match filled.iter().find(|filled| filled.0 == name) {
                // Several sources are a list; the first of several names counts, and the others are aliases.
                Some((_, Field::Source)) => cells.known.push((Field::Source, list(texts()))),
                Some((_, Field::Name)) => cells.known.push((Field::Name, Cow::Borrowed(entity.first("name")))),
                Some((_, field)) if is_date(*field) => cells.known.push((*field, one_date(&values.0))),
                Some((_, field)) => cells.known.push((*field, Cow::Owned(values.0.join("; ")))),
                None => cells.extra.push((name, list(texts()))),
            }
        }
        for (name, values) in &entity.metadata {
            cells.extra.push((name, list(values.0.iter().map(|value| &**value))));
        }
        cells
    }

    fn push(&self, sink: &mut RowSink<'_>, table: Table, at: Position, own: &[(Field, &str)]) {
        let known = own.iter().copied().chain(self.known.iter().map(|(field, text)| (*field, &**text)));
        let extra: Vec<(&str, &str)> = self.extra.iter().map(|(name, text)| (*name, &**text)).collect();
        sink.push(table, at, &known.collect::<Vec<_>>(), &extra);
    }
}

fn is_date(field: Field) -> bool {
    use Field::{Birth, Death, Dissolved, End, Founded, Start};
    matches!(field, Birth | Death | Dissolved | End | Founded | Start)
}

/// Returns one date for several stated ones. Sources differ, so any of them may be right: the result spans the first
/// possible day to the last. Times of day are dropped.
fn one_date<'e>(values: &'e [Cow<'_, str>]) -> Cow<'e, str> {
    let day = |value: &'e Cow<'_, str>| value.split_once(['T', ' ']).map_or(&**value, |(day, _)| day);
    if let [one] = values {
        return Cow::Borrowed(day(one));
    }
    let dates: Vec<PartialDate> = values.iter().filter_map(|value| day(value).parse().ok()).collect();
    let (Some(first), Some(last)) =
        (dates.iter().map(PartialDate::earliest).min(), dates.iter().map(PartialDate::latest).max())
    else {
        return values.first().map_or(Cow::Borrowed(""), |value| Cow::Borrowed(day(value)));
    };
    // If one value already covers the whole span, it is kept as written.
    let same = values.iter().find(|value| {
        day(value).parse::<PartialDate>().is_ok_and(|date| date.earliest() == first && date.latest() == last)
    });
    same.map_or_else(|| Cow::Owned(format!("{first}/{last}")), |value| Cow::Borrowed(day(value)))
}

fn aliases<'e>(entity: &'e Entity<'_>) -> Cow<'e, str> {
    let others = entity.all("name").iter().skip(1);
    let more = ALIAS_PROPERTIES.iter().flat_map(|name| entity.all(name));
    list(others.chain(more).map(|name| &**name).filter(|name| *name != entity.first("name")))
}

fn push_entity(sink: &mut RowSink<'_>, table: Table, at: Position, entity: &Entity<'_>, filled: &[PropertyField]) {
    let cells = Cells::new(entity, filled, ALIAS_PROPERTIES);
    let aliases = aliases(entity);
    let mut own = vec![(Field::Id, &*entity.id), (Field::Aliases, &aliases)];
    // Without a jurisdiction, the country counts.
    if table == Table::Companies && entity.first("jurisdiction").is_empty() {
        own.push((Field::Country, entity.first("country")));
    }
    cells.push(sink, table, at, &own);
}

fn undecided(at: Position, entity: &Entity<'_>) -> Undecided {
    let cells = Cells::new(entity, COMPANY_PROPERTIES, ALIAS_PROPERTIES);
    let mut own = vec![(Field::Id, entity.id.to_string()), (Field::Aliases, aliases(entity).into_owned())];
    if entity.first("jurisdiction").is_empty() {
        own.push((Field::Country, entity.first("country").to_owned()));
    }
    let known = cells.known.iter().filter(|(field, _)| !matches!(field, Field::Cik | Field::Ticker));
    Undecided {
        at,
        id: entity.id.to_string(),
        is_registered: REGISTER_PROPERTIES.iter().any(|name| !entity.first(name).is_empty()),
        known: own.into_iter().chain(known.map(|(field, text)| (*field, text.to_string()))).collect(),
        extra: cells.extra.iter().map(|(name, text)| ((*name).to_owned(), text.to_string())).collect(),
    }
}

impl Reader {
    /// Adds the rows of a link: one for each pair of its ends.
    fn push_link(&mut self, sink: &mut RowSink<'_>, at: Position, entity: &Entity<'_>, link: &LinkSchema) {
        let (from, to) = (entity.all(link.from), entity.all(link.to));
        if from.is_empty() || to.is_empty() {
            let missing = if from.is_empty() { link.from } else { link.to };
            let table = if link.kind.is_some() { Table::Ties } else { Table::Seats };
            sink.reject(table, at, format!("the {} has no {missing}", link.schema));
            return;
        }
        if from.len().saturating_mul(to.len()) > MAX_PAIRS {
            let table = if link.kind.is_some() { Table::Ties } else { Table::Seats };
            let count = from.len().saturating_mul(to.len());
            sink.reject(table, at, format!("the {} joins {count} pairs, more than {MAX_PAIRS}", link.schema));
            return;
        }
        let stated = entity.all("role").join("; ");
        // The role of an UnknownLink is its kind.
        let (kind, note) = match link.kind {
            Some(_) if link.schema == "UnknownLink" && !stated.is_empty() => (Some(stated.as_str()), ""),
            kind => (kind, stated.as_str()),
        };
        let filled = if kind.is_some() && !note.is_empty() { SPELL_PROPERTIES } else { SPELL_AND_NOTE_PROPERTIES };
        let cells = Cells::new(entity, filled, &[link.from, link.to, "role", "percentage"]);
        // Without an end date, only the status shows that a link is over.
        let over = matches!(entity.first("status"), "former" | "past" | "inactive" | "resigned" | "ended" | "unknown");
        let status = if over && entity.first("endDate").is_empty() { "unknown" } else { "" };
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            let mut own = vec![(Field::Id, &*entity.id), (Field::EndStatus, status)];
            match kind {
                Some(kind) => {
                    own.extend([(Field::From, &**from), (Field::To, to), (Field::Kind, kind), (Field::Note, note)]);
                    if link.schema == "Ownership" {
                        own.push((Field::Share, entity.first("percentage")));
                    }
                    cells.push(sink, Table::Ties, at, &own);
                }
                None => {
                    if link.schema == "Directorship" {
                        // Most people have several seats; the text is only copied for a new id.
                        self.holders.get_or_insert_with(&**from, |from: &str| from.to_owned());
                    }
                    let role = if stated.is_empty() { link.role } else { &stated };
                    let board = self.board_by_schema(link.schema, role);
                    own.extend([(Field::Person, &**from), (Field::Company, to), (Field::Role, role)]);
                    own.push((Field::Board, board));
                    cells.push(sink, Table::Seats, at, &own);
                }
            }
        }
    }

    /// Returns the cell `board` of a seat: where the words for the role do not say it, the schema does.
    fn board_by_schema(&mut self, schema: &str, role: &str) -> &'static str {
        let read = match self.boards.get(role) {
            Some(read) => *read,
            None => *self.boards.entry_ref(role).or_insert_with(|| read_role(role).board),
        };
        match (read, schema) {
            (Some(_), _) => "",
            (None, "Directorship") => "yes",
            (None, _) => "no",
        }
    }
}
