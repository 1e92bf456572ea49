//! FollowTheMoney (FtM), the data model of OpenSanctions and Aleph: one entity per line, as both export them. The
//! submodule `writer` writes a dataset in the same form.
//!
//! Documentation: <https://followthemoney.tech/explorer/>. A file is recognised by objects with `id`, `schema` and
//! `properties`. Person becomes people; Company, Organization and PublicBody become companies; a LegalEntity is a person
//! if it has a directorship and no register number, else a company. Directorship, Employment, and the Occupancy of a
//! Position at an organisation become seats; Ownership, Membership, Representation, Family, Associate, Succession and
//! UnknownLink become ties; Payment, Debt and ContractAward become deals, and so does a Project with its
//! ProjectParticipants. Entities that are nested in another are read as well; a link that lacks the entity around it as
//! one of its ends has it there. Other schemata are left out and counted.

mod cells;
mod entity;
mod links;
mod referred;
mod writer;

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;
use interlocks_core::model::vocabulary::read_role;

use super::json_outline::JsonOutline;
use super::row_sink::{Position, RowSink, list};
use super::stated_dates::is_stated;
use super::{ImportFormat, json_stream, jsonl_records};
use crate::formats::sniff::Head;
use cells::{
    ALIAS_PROPERTIES, COMPANY_PROPERTIES, CONTRACT_PROPERTIES, Cells, DEAL_PROPERTIES, PERSON_PROPERTIES,
    PROJECT_PROPERTIES, PropertyField, REGISTER_PROPERTIES, SPELL_AND_NOTE_PROPERTIES, SPELL_PROPERTIES,
};
use entity::Entity;
use json_stream::{Layout, json_error_message};
use links::{LinkRow, LinkSchema};
use referred::{References, Referred, Referring};

pub use writer::NotExported;

/// FollowTheMoney entities.
pub(crate) const FOLLOWTHEMONEY: ImportFormat = ImportFormat {
    name: "followthemoney",
    about: "FollowTheMoney entities, JSON lines or JSON (OpenSanctions, Aleph)",
    matches: |head: &Head| JsonOutline::from_head(head).has_at(&["", PAGE], &["id", "schema", "properties"]),
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

/// The key of the list of entities in a page of an API.
const PAGE: &str = "results";
const LAYOUT: Layout<'static> = Layout::of_pages(&[&[PAGE]]);

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    jsonl_records::read_json(loader, file, text, LAYOUT, Reader::default, |readers, sink, loader| {
        let (mut holders, mut undecided, mut merged) = (HashSet::new(), Vec::new(), Vec::new());
        let mut references = References::default();
        for reader in readers {
            references.merge(reader.references);
            // An entity is nested in every entity that is linked to it.
            loader.repeats_expected |= reader.has_nested;
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
        references.push(sink);
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
    /// Links that need another entity, and those entities.
    references: References,
    /// `true` if an entity was nested in another.
    has_nested: bool,
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

/// The most pairs that one link may join, and the most participants of a project: a line could name thousands on both
/// sides.
const MAX_PAIRS: usize = 10_000;

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
        self.add(sink, at, entity, None);
    }
}

impl Reader {
    /// Adds an entity and those that are nested in it; `around` is the entity in which it is nested itself. JSON
    /// is not read deeper than 128 levels, so the nesting has a limit.
    fn add(&mut self, sink: &mut RowSink<'_>, at: Position, mut entity: Entity<'_>, around: Option<Around<'_>>) {
        let nested = entity.take_nested();
        if entity.id.is_empty() {
            let message = if around.is_some() { "a nested entity has no id" } else { "the entity has no id" };
            sink.reject(Table::Seats, at, message.to_owned());
            return;
        }
        // The ids of nested links say nothing that the links do not say.
        entity.properties.retain(|(_, values)| {
            let is_link = |id: &Cow<'_, str>| {
                nested.iter().any(|nested| nested.id == *id && LinkSchema::of(&nested.schema).is_some())
            };
            values.texts.is_empty() || !values.texts.iter().all(is_link)
        });
        for (key, _) in entity.metadata.iter().filter(|(_, values)| !values.nested.is_empty()) {
            sink.skip(&format!("objects under '{key}'"), at);
        }
        for referent in entity.referents.0.iter().filter(|referent| **referent != entity.id) {
            self.merged.push((referent.to_string(), entity.id.to_string()));
        }
        self.push(sink, at, &entity, around);
        for nested in nested {
            self.has_nested = true;
            // An object with nothing but an id is a reference.
            if !(nested.schema.is_empty() && nested.properties.is_empty()) {
                self.add(sink, at, nested, Some(Around { id: &entity.id, schema: &entity.schema }));
            }
        }
    }

    fn push(&mut self, sink: &mut RowSink<'_>, at: Position, entity: &Entity<'_>, around: Option<Around<'_>>) {
        match &*entity.schema {
            "Person" => push_entity(sink, Table::People, at, entity, PERSON_PROPERTIES),
            "Company" | "Organization" | "PublicBody" => {
                push_entity(sink, Table::Companies, at, entity, COMPANY_PROPERTIES);
            }
            "LegalEntity" => self.undecided.push(undecided(at, entity)),
            "Position" => self.references.add_target(entity.id.to_string(), position(at, entity)),
            "Contract" => self.references.add_target(entity.id.to_string(), contract(at, entity, around)),
            "Project" => self.references.add_target(entity.id.to_string(), project(at, entity)),
            schema => match LinkSchema::of(schema) {
                Some(link) => self.push_link(sink, at, entity, link, around),
                None => sink.skip(&format!("entities of the schema '{schema}'"), at),
            },
        }
    }
}

/// The entity in which another is nested.
#[derive(Clone, Copy, Debug)]
struct Around<'e> {
    id: &'e str,
    schema: &'e str,
}

fn strings(texts: &[Cow<'_, str>]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn position(at: Position, entity: &Entity<'_>) -> Referred {
    let companies = strings(entity.all("organization"));
    let known = vec![(Field::Name, entity.first("name").to_owned())];
    Referred { at, row: LinkRow::Occupancy, companies, known, extra: Vec::new() }
}

fn contract(at: Position, entity: &Entity<'_>, around: Option<Around<'_>>) -> Referred {
    let authorities = entity.all("authority");
    // A contract is nested in its authority, or in an award.
    let outer = around.filter(|around| LinkSchema::of(around.schema).is_none()).map(|around| around.id.to_owned());
    let companies = if authorities.is_empty() { outer.into_iter().collect() } else { strings(authorities) };
    let (known, extra) = Cells::new(entity, CONTRACT_PROPERTIES, &["authority"]).owned();
    Referred { at, row: LinkRow::Award, companies, known, extra }
}

fn project(at: Position, entity: &Entity<'_>) -> Referred {
    let (mut known, extra) = Cells::new(entity, PROJECT_PROPERTIES, &[]).owned();
    // A project without a day has that on which it began.
    if entity.first("date").is_empty() {
        known.extend(entity.all("startDate").iter().map(|text| (Field::Date, text.to_string())));
    }
    Referred { at, row: LinkRow::Participation, companies: Vec::new(), known, extra }
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
    /// Adds the rows of a link: one for each pair of its ends. A link that is nested in one of its ends may not name it.
    fn push_link(
        &mut self,
        sink: &mut RowSink<'_>,
        at: Position,
        entity: &Entity<'_>,
        link: &'static LinkSchema,
        around: Option<Around<'_>>,
    ) {
        let outer: Vec<Cow<'_, str>> = around.map(|around| Cow::Borrowed(around.id)).into_iter().collect();
        let (from, to) = match (entity.all(link.from), entity.all(link.to)) {
            ([], []) => (&[][..], &[][..]),
            ([], to) => (outer.as_slice(), to),
            (from, []) => (from, outer.as_slice()),
            ends => ends,
        };
        let table = match link.row {
            LinkRow::Tie(_) => Table::Ties,
            LinkRow::Deal(_) | LinkRow::Award | LinkRow::Participation => Table::Deals,
            LinkRow::Seat(_) | LinkRow::Occupancy => Table::Seats,
        };
        if from.is_empty() || to.is_empty() {
            let missing = if from.is_empty() { link.from } else { link.to };
            sink.reject(table, at, format!("the {} has no {missing}", link.schema));
            return;
        }
        let count = from.len().saturating_mul(to.len());
        if count > MAX_PAIRS {
            sink.reject(table, at, format!("the {} joins {count} pairs, more than {MAX_PAIRS}", link.schema));
            return;
        }
        match link.row {
            LinkRow::Deal(kind) => push_deal(sink, at, entity, (kind, link), (from, to)),
            LinkRow::Occupancy | LinkRow::Award | LinkRow::Participation => {
                self.keep_reference(at, entity, link, (from, to));
            }
            LinkRow::Seat(role) => self.push_seats(sink, at, entity, (role, link), (from, to)),
            LinkRow::Tie(kind) => push_ties(sink, at, entity, (kind, link), (from, to)),
        }
    }

    fn push_seats(
        &mut self,
        sink: &mut RowSink<'_>,
        at: Position,
        entity: &Entity<'_>,
        (role, link): (&'static str, &LinkSchema),
        (from, to): Ends<'_>,
    ) {
        let stated = entity.all("role").join("; ");
        let cells = Cells::new(entity, SPELL_AND_NOTE_PROPERTIES, &[link.from, link.to, "role"]);
        let role = if stated.is_empty() { role } else { &stated };
        for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
            if link.schema == "Directorship" {
                // Most people have several seats; the text is only copied for a new id.
                self.holders.get_or_insert_with(&**from, |from: &str| from.to_owned());
            }
            let own = [
                (Field::Id, &*entity.id),
                (Field::EndStatus, end_status(entity)),
                (Field::Person, from),
                (Field::Company, to),
                (Field::Role, role),
                (Field::Board, self.board_by_schema(link.schema, role)),
            ];
            cells.push(sink, Table::Seats, at, &own);
        }
    }

    /// Keeps an occupancy, an award or a participation until its position, its contract or its project is known.
    fn keep_reference(&mut self, at: Position, entity: &Entity<'_>, link: &LinkSchema, (from, to): Ends<'_>) {
        let filled = match link.row {
            LinkRow::Award => DEAL_PROPERTIES,
            LinkRow::Participation => &[],
            _ => SPELL_AND_NOTE_PROPERTIES,
        };
        let (of_link, extra) = Cells::new(entity, filled, &[link.from, link.to]).owned();
        let mut known: Vec<(Field, String)> = vec![(Field::Id, entity.id.to_string())];
        if link.row == LinkRow::Occupancy {
            known.push((Field::EndStatus, end_status(entity).to_owned()));
        }
        known.extend(of_link);
        for to in to {
            let (known, extra, from) = (known.clone(), extra.clone(), strings(from));
            self.references.links.push(Referring { at, to: to.to_string(), from, row: link.row, known, extra });
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

/// The entities on the two sides of a link.
type Ends<'e> = (&'e [Cow<'e, str>], &'e [Cow<'e, str>]);

/// Returns the cell `end_status`: without an end date, only the status shows that a link is over.
fn end_status(entity: &Entity<'_>) -> &'static str {
    let over = matches!(entity.first("status"), "former" | "past" | "inactive" | "resigned" | "ended" | "unknown");
    if over && !entity.all("endDate").iter().any(|end| is_stated(end)) { "unknown" } else { "" }
}

fn push_ties(
    sink: &mut RowSink<'_>,
    at: Position,
    entity: &Entity<'_>,
    (kind, link): (&str, &LinkSchema),
    (from, to): Ends<'_>,
) {
    let stated = entity.all("role").join("; ");
    // The role of an UnknownLink is its kind.
    let (kind, note) = if link.schema == "UnknownLink" && !stated.is_empty() {
        (stated.as_str(), "")
    } else {
        (kind, stated.as_str())
    };
    let filled = if note.is_empty() { SPELL_AND_NOTE_PROPERTIES } else { SPELL_PROPERTIES };
    let is_ownership = link.schema == "Ownership";
    let passed = [link.from, link.to, "role", if is_ownership { "percentage" } else { "role" }];
    let cells = Cells::new(entity, filled, &passed);
    for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
        let mut own = vec![(Field::Id, &*entity.id), (Field::EndStatus, end_status(entity))];
        own.extend([(Field::From, &**from), (Field::To, to), (Field::Kind, kind), (Field::Note, note)]);
        if is_ownership {
            own.push((Field::Share, entity.first("percentage")));
        }
        cells.push(sink, Table::Ties, at, &own);
    }
}

fn push_deal(
    sink: &mut RowSink<'_>,
    at: Position,
    entity: &Entity<'_>,
    (kind, link): (&str, &LinkSchema),
    (from, to): Ends<'_>,
) {
    let parties = list(from.iter().chain(to).map(|party| &**party));
    let cells = Cells::new(entity, DEAL_PROPERTIES, &[link.from, link.to]);
    let mut own = vec![(Field::Id, &*entity.id), (Field::Kind, kind), (Field::Parties, &*parties)];
    // A deal without a day has that on which it began.
    if entity.first("date").is_empty() {
        own.extend(entity.all("startDate").iter().map(|text| (Field::Date, &**text)));
    }
    cells.push(sink, Table::Deals, at, &own);
}
