//! Writes a dataset as FollowTheMoney entities, one per line.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::columns::Table;
use crate::export::{Cell, ExportRow, cell_text};
use crate::{Dataset, Field};
use interlocks_core::model::vocabulary::read_role;
use interlocks_core::model::{EntityKind, PartialDate};

use super::super::stated_dates::is_date;
use super::cells::{ALIAS_PROPERTIES, COMPANY_PROPERTIES, PERSON_PROPERTIES, PropertyField, SPELL_PROPERTIES};
use super::links::LINK_SCHEMATA;

/// The data that FollowTheMoney has no place for: the number of items by kind.
pub type NotExported = BTreeMap<String, u64>;

/// Extra columns of people and companies that are written as properties of the same name, so that what was read from
/// FollowTheMoney is written again.
const ENTITY_EXTRAS: &[&str] =
    &["country", "topics", "summary", "notes", "description", "wikidataId", "keywords", "legalForm"];
/// Extra columns of seats and ties that are written as properties of the same name.
const LINK_EXTRAS: &[&str] = &["summary", "description", "recordId", "publisher", "modifiedAt", "retrievedAt"];

impl Dataset {
    /// Writes people, companies, seats and ties as FollowTheMoney entities, one per line. Returns the data that has no
    /// place in the format.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// let boards = interlocks_dataset::Dataset::open("datasets/bigtech-boards")?;
    /// let mut lines = Vec::new();
    /// let not_exported = boards.write_followthemoney(&mut lines)?;
    /// assert!(not_exported.contains_key("deals"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The errors of the writer.
    pub fn write_followthemoney(&self, out: &mut dyn Write) -> io::Result<NotExported> {
        let mut entities = EntityWriter::new(self);
        for (table, schema) in [(Table::People, "Person"), (Table::Companies, "Company")] {
            let kind = if table == Table::People { EntityKind::Person } else { EntityKind::Company };
            self.for_each_row(table, |row| writeln!(out, "{}", entities.entity(schema, kind, row)))?;
        }
        let mut number = 0;
        self.for_each_row(Table::Seats, |row| {
            number += 1;
            writeln!(out, "{}", entities.seat(number, row))
        })?;
        number = 0;
        self.for_each_row(Table::Ties, |row| {
            number += 1;
            writeln!(out, "{}", entities.tie(number, row))
        })?;
        for table in [Table::Deals, Table::Financials] {
            entities.count_loss(table.name(), self.rows(table) as u64);
        }
        Ok(entities.not_exported)
    }
}

/// Turns rows into entities.
struct EntityWriter<'d> {
    data: &'d Dataset,
    /// The addresses of sources by their ids.
    addresses: HashMap<&'d str, &'d str>,
    /// The ids of links that are in use; an id belongs to one entity.
    used_ids: HashSet<String>,
    not_exported: NotExported,
}

/// The properties of an entity that is being built.
#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn add(&mut self, name: &str, value: String) {
        if value.is_empty() {
            return;
        }
        let values = self.0.entry(name).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(values) = values
            && !values.iter().any(|known| known.as_str() == Some(value.as_str()))
        {
            values.push(value.into());
        }
    }
}

/// Returns the texts of a cell.
fn texts(cell: Cell) -> Vec<String> {
    match cell {
        Cell::Text(text) => vec![text],
        Cell::List(items) => items,
        Cell::Flag(yes) => vec![yes.to_string()],
        Cell::Number(number) => vec![number.to_string()],
    }
}

impl<'d> EntityWriter<'d> {
    fn new(data: &'d Dataset) -> EntityWriter<'d> {
        let addresses = data.sources.iter().map(|source| (source.id.as_str(), source.url.as_str())).collect();
        EntityWriter { data, addresses, used_ids: HashSet::new(), not_exported: NotExported::new() }
    }

    fn count_loss(&mut self, what: &str, count: u64) {
        if count > 0 {
            *self.not_exported.entry(what.to_owned()).or_insert(0) += count;
        }
    }

    /// Returns the id of a person or a company. If a person and a company have the same id, `-company` is added.
    fn id(&self, kind: EntityKind, id: &str) -> String {
        let is_shared = kind == EntityKind::Company && self.data.people.ids.row(id).is_some();
        if is_shared { format!("{id}-company") } else { id.to_owned() }
    }

    /// Returns the id of a seat or a tie: its own if it is free, else a numbered one.
    fn link_id(&mut self, own: String, table: Table, number: u64) -> String {
        let is_free = !own.is_empty()
            && self.data.people.ids.row(&own).is_none()
            && self.data.companies.ids.row(&own).is_none()
            && !self.used_ids.contains(&own);
        let id = if is_free { own } else { format!("{}-{number}", table.row_type()) };
        self.used_ids.insert(id.clone());
        id
    }

    fn entity(&mut self, schema: &str, kind: EntityKind, row: ExportRow) -> Value {
        let filled = if kind == EntityKind::Person { PERSON_PROPERTIES } else { COMPANY_PROPERTIES };
        let (mut id, mut properties) = (String::new(), Properties::default());
        for (name, cell) in row {
            match name.as_str() {
                "id" => id = texts(cell).concat(),
                "aliases" => texts(cell).into_iter().for_each(|alias| properties.add("alias", alias)),
                _ => self.property(&mut properties, filled, ENTITY_EXTRAS, &name, cell),
            }
        }
        json!({"id": self.id(kind, &id), "schema": schema, "properties": properties.0})
    }

    /// Adds a cell to the property that it fills, or counts it as lost if there is none.
    fn property(
        &mut self,
        properties: &mut Properties,
        filled: &[PropertyField],
        extra: &[&str],
        name: &str,
        cell: Cell,
    ) {
        let known = filled.iter().find(|filled| filled.1.name() == name).map(|filled| (filled.0, Some(filled.1)));
        let own = extra.iter().chain(ALIAS_PROPERTIES).find(|own| **own == name).map(|own| (*own, None));
        let Some((property, field)) = known.or(own) else {
            let what = if NAMED_LOSSES.contains(&name) {
                format!("cells '{name}'")
            } else {
                "cells of further columns".to_owned()
            };
            self.count_loss(&what, 1);
            return;
        };
        for text in texts(cell) {
            match field {
                Some(Field::Source) => match self.address(&text) {
                    Some(address) => properties.add(property, address),
                    None => self.count_loss("sources without an address", 1),
                },
                Some(Field::Country | Field::Nationality) => match code(&text) {
                    Some(code) => properties.add(property, code),
                    None => self.count_loss("countries that are not two-letter codes", 1),
                },
                Some(Field::Gender) => match gender(&text) {
                    Some(word) => properties.add(property, word.to_owned()),
                    None => self.count_loss("genders that are neither male nor female", 1),
                },
                Some(field) if is_date(field) => {
                    dates(&text).into_iter().for_each(|date| properties.add(property, date));
                }
                _ => properties.add(property, text),
            }
        }
    }

    fn address(&self, source: &str) -> Option<String> {
        let address = self.addresses.get(source).copied().filter(|address| !address.is_empty()).unwrap_or(source);
        address.starts_with("http").then(|| address.to_owned())
    }

    /// Returns a seat as a Directorship if it is on the board, else as an Employment.
    fn seat(&mut self, number: u64, row: ExportRow) -> Value {
        let text = |name: &str| cell_text(&row, name).to_owned();
        let flag = |name: &str| row.iter().any(|cell| cell.0 == name && cell.1 == Cell::Flag(true));
        let (executive, role) = (flag("executive"), text("role"));
        let board = row.iter().any(|cell| cell.0 == "board").then(|| flag("board"));
        let read = read_role(if role.is_empty() { "director" } else { &role });
        let observer = text("board") == "observer";
        if (read.board, read.executive.unwrap_or(false), read.observer) != (board, executive, observer) {
            self.count_loss("flags board and executive that do not follow from the role", 1);
        }
        let (schema, holder, company) = if board == Some(true) {
            ("Directorship", "director", "organization")
        } else {
            ("Employment", "employee", "employer")
        };
        let mut properties = Properties::default();
        properties.add(holder, text("person"));
        properties.add(company, self.id(EntityKind::Company, &text("company")));
        let id = self.link_id(text("id"), Table::Seats, number);
        for (name, cell) in row {
            match name.as_str() {
                "id" | "person" | "company" | "board" | "executive" => {}
                "role" => properties.add("role", texts(cell).concat()),
                "note" => properties.add("summary", texts(cell).concat()),
                "end_status" => properties.add("status", "unknown".to_owned()),
                _ => self.property(&mut properties, SPELL_PROPERTIES, LINK_EXTRAS, &name, cell),
            }
        }
        json!({"id": id, "schema": schema, "properties": properties.0})
    }

    /// Returns a tie in the schema of its kind if that schema allows the two ends, else as an UnknownLink with the kind as
    /// its role.
    fn tie(&mut self, number: u64, row: ExportRow) -> Value {
        let text = |name: &str| cell_text(&row, name).to_owned();
        let is_person = ["from_type", "to_type"].map(|name| text(name) == "person");
        let kind = text("kind");
        let fits = |schema: &str| match schema {
            "Family" | "Associate" => is_person == [true, true],
            "Ownership" | "Membership" => !is_person[1],
            _ => true,
        };
        let unknown = || LINK_SCHEMATA.iter().find(|link| link.schema == "UnknownLink");
        let link = LINK_SCHEMATA
            .iter()
            .find(|link| link.tie_kind() == Some(kind.as_str()) && fits(link.schema))
            .or_else(unknown);
        let (schema, from, to, own) =
            link.map_or(("UnknownLink", "subject", "object", None), |j| (j.schema, j.from, j.to, j.tie_kind()));
        let mut properties = Properties::default();
        for (property, name, is_person) in [(from, "from", is_person[0]), (to, "to", is_person[1])] {
            let kind = if is_person { EntityKind::Person } else { EntityKind::Company };
            properties.add(property, self.id(kind, &text(name)));
        }
        if own != Some(kind.as_str()) {
            properties.add("role", kind.clone());
        }
        let id = self.link_id(text("id"), Table::Ties, number);
        for (name, cell) in row {
            match name.as_str() {
                "id" | "from" | "from_type" | "to" | "to_type" | "kind" => {}
                "share" if schema == "Ownership" => properties.add("percentage", texts(cell).concat()),
                "note" => properties.add("summary", texts(cell).concat()),
                "end_status" if !matches!(schema, "Family" | "Associate") => {
                    properties.add("status", "unknown".to_owned());
                }
                _ => self.property(&mut properties, SPELL_PROPERTIES, LINK_EXTRAS, &name, cell),
            }
        }
        json!({"id": id, "schema": schema, "properties": properties.0})
    }
}

/// Columns without a property whose losses are counted by name.
const NAMED_LOSSES: &[&str] =
    &["confidence", "committee", "listed", "share", "end_status", "industry_code", "industry_scheme"];

/// Returns the code of a country or of a part of one, in lower case.
fn code(text: &str) -> Option<String> {
    let mut parts = text.split(['-', '_']);
    let is_country =
        parts.next().is_some_and(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    (is_country && text.len() <= 6).then(|| text.to_lowercase().replace('_', "-"))
}

fn gender(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "m" | "male" | "man" => Some("male"),
        "f" | "female" | "woman" => Some("female"),
        _ => None,
    }
}

/// Returns the values of a date property: a year, a month or a day. An uncertain date is written as its first and its
/// last possible day, because several values are several possible dates.
fn dates(text: &str) -> Vec<String> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    match text.parse::<PartialDate>() {
        Ok(date) if !is_plain => vec![date.earliest().to_string(), date.latest().to_string()],
        _ => vec![text.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataFormat, LoadOptions};
    use proptest::prelude::*;

    fn read(bytes: Vec<u8>, word: &str) -> Dataset {
        let format = word.parse::<DataFormat>().unwrap();
        Dataset::read(Box::new(io::Cursor::new(bytes)), "x", format, &LoadOptions::default()).unwrap()
    }

    fn copy(data: &Dataset) -> (Dataset, NotExported) {
        let mut lines = Vec::new();
        let not_exported = data.write_followthemoney(&mut lines).unwrap();
        (read(lines, "followthemoney"), not_exported)
    }

    /// Returns seats and ties as texts, with what FollowTheMoney can express.
    fn exported(data: &Dataset) -> Vec<String> {
        let days = |date: Option<&PartialDate>| date.map(|date| (date.earliest(), date.latest()));
        let seat = |seat: interlocks_core::model::Seat| {
            let end = (days(seat.end.date()), matches!(seat.end, interlocks_core::model::Ending::Unknown));
            format!(
                "{} {} {} {:?} {end:?} {}",
                seat.person,
                seat.company,
                seat.role,
                days(seat.start.as_ref()),
                seat.note
            )
        };
        let tie = |tie: &interlocks_core::model::Tie| {
            format!("{} {} {} {:?} {:?}", tie.from.id, tie.kind, tie.to.id, tie.share, days(tie.start.as_ref()))
        };
        let mut rows: Vec<String> = data.iter_seats().map(seat).chain(data.ties.iter().map(tie)).collect();
        rows.sort();
        rows
    }

    #[test]
    fn the_boards_come_back() {
        let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
        let (copied, not_exported) = copy(&boards);
        assert_eq!(copied.problems.errors(), 0);
        assert_eq!(copied.rows(Table::Seats), boards.rows(Table::Seats));
        assert_eq!(copied.rows(Table::Ties), boards.rows(Table::Ties));
        assert_eq!(not_exported["deals"], boards.deals.len() as u64);
        assert_eq!(exported(&copied), exported(&boards));
    }

    fn date() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", "1999", "2001-04", "2001-04-05", "2003~", "2004/2006", "1990-01-31"])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_the_format_can_express_is_read_again(
            seats in prop::collection::vec((0usize..3, 0usize..3, date(), 0u8..3, 0usize..3, "[a-z\"<é;]{0,6}"), 1..8),
            share in 0.0f64..100.0,
        ) {
            let mut lines: Vec<Value> = (0..3)
                .flat_map(|at| [
                    json!({"type": "person", "id": format!("p{at}"), "name": format!("P {at}"), "birth": "1960"}),
                    json!({"type": "company", "id": format!("c{at}"), "name": format!("C {at}"), "country": "US"}),
                ])
                .collect();
            for (who, at, start, open, role, note) in seats {
                let role = ["director", "chief executive officer", "secretary"][role];
                let mut row = json!({"type": "seat", "person": format!("p{who}"), "company": format!("c{at}"),
                    "role": role, "start": start, "note": note});
                match open {
                    0 => row["end"] = "2010-01".into(),
                    1 => row["end_status"] = "unknown".into(),
                    _ => {}
                }
                lines.push(row);
            }
            lines.push(json!({"type": "tie", "from": "c0", "to": "c1", "kind": "owns", "share": share, "start": "2001"}));
            lines.push(json!({"type": "tie", "from": "p0", "to": "p1", "kind": "family"}));
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let data = read(text.into_bytes(), "jsonl");
            let (copied, not_exported) = copy(&data);
            prop_assert_eq!(exported(&copied), exported(&data));
            prop_assert!(not_exported.keys().all(|what| what.starts_with("flags")), "{:?}", not_exported);
            prop_assert_eq!(&copied.companies.company(0).country, "us");
        }
    }
}
