//! A dataset written as FollowTheMoney entities, one a line.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::columns::Table;
use crate::export::{Cell, ExportRow, cell_text};
use crate::{Dataset, Field};
use interlocks_core::model::{EntityKind, PartialDate, role_traits};

use super::{JOINED, NAMES, OF_COMPANIES, OF_PEOPLE, OF_SPELLS};

/// What FollowTheMoney could not hold, and how much of it there was.
pub type NotHeld = BTreeMap<String, u64>;

/// Properties beyond those that fields of ours fill, which columns of the data may have under their own
/// names: what was read from such entities is written again.
const OF_THINGS: &[&str] =
    &["country", "topics", "summary", "notes", "description", "wikidataId", "keywords", "legalForm"];
const OF_INTERVALS: &[&str] = &["summary", "description", "recordId", "publisher", "modifiedAt", "retrievedAt"];

impl Dataset {
    /// Writes people, companies, seats and ties as entities of FollowTheMoney, one a line; answers what it
    /// could not hold.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// let boards = interlocks_dataset::Dataset::open("datasets/bigtech-boards")?;
    /// let mut lines = Vec::new();
    /// let not_held = boards.write_followthemoney(&mut lines)?;
    /// assert!(not_held.contains_key("deals"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// What the writer answers.
    pub fn write_followthemoney(&self, out: &mut dyn Write) -> io::Result<NotHeld> {
        let mut entities = Entities::of(self);
        for (table, schema) in [(Table::People, "Person"), (Table::Companies, "Company")] {
            let kind = if table == Table::People { EntityKind::Person } else { EntityKind::Company };
            self.for_each_row(table, |row| writeln!(out, "{}", entities.thing(schema, kind, row)))?;
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
            entities.lose(table.name(), self.rows(table) as u64);
        }
        Ok(entities.not_held)
    }
}

/// What makes entities of rows.
struct Entities<'d> {
    data: &'d Dataset,
    /// Addresses of sources, by their ids.
    addresses: HashMap<&'d str, &'d str>,
    /// Ids of intervals that were given out: an id stands for one entity.
    given: HashSet<String>,
    not_held: NotHeld,
}

/// An entity in the making.
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

/// The texts of a cell.
fn texts(cell: Cell) -> Vec<String> {
    match cell {
        Cell::Text(text) => vec![text],
        Cell::List(items) => items,
        Cell::Flag(yes) => vec![yes.to_string()],
        Cell::Number(number) => vec![number.to_string()],
    }
}

impl<'d> Entities<'d> {
    fn of(data: &'d Dataset) -> Entities<'d> {
        let addresses = data.sources.iter().map(|source| (source.id.as_str(), source.url.as_str())).collect();
        Entities { data, addresses, given: HashSet::new(), not_held: NotHeld::new() }
    }

    fn lose(&mut self, what: &str, count: u64) {
        if count > 0 {
            *self.not_held.entry(what.to_owned()).or_insert(0) += count;
        }
    }

    /// The id of a person or a company. Where both have one, the company says what it is.
    fn id(&self, kind: EntityKind, id: &str) -> String {
        let is_shared = kind == EntityKind::Company && self.data.people.ids.row(id).is_some();
        if is_shared { format!("{id}-company") } else { id.to_owned() }
    }

    /// The id of a seat or a tie: its own where nothing else has it.
    fn interval(&mut self, own: String, table: Table, number: u64) -> String {
        let is_free = !own.is_empty()
            && self.data.people.ids.row(&own).is_none()
            && self.data.companies.ids.row(&own).is_none()
            && !self.given.contains(&own);
        let id = if is_free { own } else { format!("{}-{number}", table.row_type()) };
        self.given.insert(id.clone());
        id
    }

    fn thing(&mut self, schema: &str, kind: EntityKind, row: ExportRow) -> Value {
        let filled = if kind == EntityKind::Person { OF_PEOPLE } else { OF_COMPANIES };
        let (mut id, mut properties) = (String::new(), Properties::default());
        for (name, cell) in row {
            match name.as_str() {
                "id" => id = texts(cell).concat(),
                "aliases" => texts(cell).into_iter().for_each(|alias| properties.add("alias", alias)),
                _ => self.property(&mut properties, filled, OF_THINGS, &name, cell),
            }
        }
        json!({"id": self.id(kind, &id), "schema": schema, "properties": properties.0})
    }

    /// Adds a cell to the property that it fills; counts it where there is none.
    fn property(
        &mut self,
        properties: &mut Properties,
        filled: &[super::Filled],
        further: &[&str],
        name: &str,
        cell: Cell,
    ) {
        let known = filled.iter().find(|filled| filled.1.name() == name).map(|filled| (filled.0, Some(filled.1)));
        let own = further.iter().chain(NAMES).find(|own| **own == name).map(|own| (*own, None));
        let Some((property, field)) = known.or(own) else {
            let what =
                if COUNTED.contains(&name) { format!("cells '{name}'") } else { "cells of further columns".to_owned() };
            self.lose(&what, 1);
            return;
        };
        for text in texts(cell) {
            match field {
                Some(Field::Source) => match self.address(&text) {
                    Some(address) => properties.add(property, address),
                    None => self.lose("sources without an address", 1),
                },
                Some(Field::Country | Field::Nationality) => match code(&text) {
                    Some(code) => properties.add(property, code),
                    None => self.lose("countries that are no codes of two letters", 1),
                },
                Some(Field::Gender) => match gender(&text) {
                    Some(word) => properties.add(property, word.to_owned()),
                    None => self.lose("genders that are neither male nor female", 1),
                },
                Some(field) if super::is_date(field) => {
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

    /// A seat: a directorship where it is on the board, else an employment.
    fn seat(&mut self, number: u64, row: ExportRow) -> Value {
        let said = |name: &str| cell_text(&row, name).to_owned();
        let flag = |name: &str| row.iter().any(|cell| cell.0 == name && cell.1 == Cell::Flag(true));
        let (board, executive, role) = (flag("board"), flag("executive"), said("role"));
        let traits = role_traits(if role.is_empty() { "director" } else { &role });
        let observer = said("board") == "observer";
        if (traits.board, traits.executive, traits.observer) != (board, executive, observer) {
            self.lose("flags board and executive that the role does not say", 1);
        }
        let (schema, holder, company) =
            if board { ("Directorship", "director", "organization") } else { ("Employment", "employee", "employer") };
        let mut properties = Properties::default();
        properties.add(holder, said("person"));
        properties.add(company, self.id(EntityKind::Company, &said("company")));
        let id = self.interval(said("id"), Table::Seats, number);
        for (name, cell) in row {
            match name.as_str() {
                "id" | "person" | "company" | "board" | "executive" => {}
                "role" => properties.add("role", texts(cell).concat()),
                "note" => properties.add("summary", texts(cell).concat()),
                "end_status" => properties.add("status", "unknown".to_owned()),
                _ => self.property(&mut properties, OF_SPELLS, OF_INTERVALS, &name, cell),
            }
        }
        json!({"id": id, "schema": schema, "properties": properties.0})
    }

    /// A tie: of the schema for its kind, where it can be between such two; else a link of which the role is
    /// the kind.
    fn tie(&mut self, number: u64, row: ExportRow) -> Value {
        let said = |name: &str| cell_text(&row, name).to_owned();
        let is_person = ["from_type", "to_type"].map(|name| said(name) == "person");
        let kind = said("kind");
        let fits = |schema: &str| match schema {
            "Family" | "Associate" => is_person == [true, true],
            "Ownership" | "Membership" => !is_person[1],
            _ => true,
        };
        let unknown = || JOINED.iter().find(|joined| joined.schema == "UnknownLink");
        let joined =
            JOINED.iter().find(|joined| joined.kind == Some(kind.as_str()) && fits(joined.schema)).or_else(unknown);
        let (schema, from, to, own) =
            joined.map_or(("UnknownLink", "subject", "object", None), |j| (j.schema, j.from, j.to, j.kind));
        let mut properties = Properties::default();
        for (property, name, is_person) in [(from, "from", is_person[0]), (to, "to", is_person[1])] {
            let kind = if is_person { EntityKind::Person } else { EntityKind::Company };
            properties.add(property, self.id(kind, &said(name)));
        }
        if own != Some(kind.as_str()) {
            properties.add("role", kind.clone());
        }
        let id = self.interval(said("id"), Table::Ties, number);
        for (name, cell) in row {
            match name.as_str() {
                "id" | "from" | "from_type" | "to" | "to_type" | "kind" => {}
                "share" if schema == "Ownership" => properties.add("percentage", texts(cell).concat()),
                "note" => properties.add("summary", texts(cell).concat()),
                "end_status" if !matches!(schema, "Family" | "Associate") => {
                    properties.add("status", "unknown".to_owned());
                }
                _ => self.property(&mut properties, OF_SPELLS, OF_INTERVALS, &name, cell),
            }
        }
        json!({"id": id, "schema": schema, "properties": properties.0})
    }
}

/// Columns of ours that have no property, each of which is counted by its name.
const COUNTED: &[&str] = &["confidence", "committee", "listed", "share", "end_status", "industry_code"];

/// A code of a country or of a part of one.
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

/// A date as FollowTheMoney has it: a year, a month or a day. One that may be any of several days is written as
/// the first and the last of them, for several values are several possible dates.
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

    fn copy(data: &Dataset) -> (Dataset, NotHeld) {
        let mut lines = Vec::new();
        let not_held = data.write_followthemoney(&mut lines).unwrap();
        (read(lines, "followthemoney"), not_held)
    }

    /// Seats and ties with what FollowTheMoney can hold of them.
    fn told(data: &Dataset) -> Vec<String> {
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
        let mut told: Vec<String> = data.iter_seats().map(seat).chain(data.ties.iter().map(tie)).collect();
        told.sort();
        told
    }

    #[test]
    fn the_boards_come_back() {
        let boards = Dataset::open("../../datasets/bigtech-boards").unwrap();
        let (copied, not_held) = copy(&boards);
        assert_eq!(copied.problems.errors(), 0);
        assert_eq!(copied.rows(Table::Seats), boards.rows(Table::Seats));
        assert_eq!(copied.rows(Table::Ties), boards.rows(Table::Ties));
        assert_eq!(not_held["deals"], boards.deals.len() as u64);
        assert_eq!(told(&copied), told(&boards));
    }

    fn date() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", "1999", "2001-04", "2001-04-05", "2003~", "2004/2006", "1990-01-31"])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_it_can_hold_is_read_again(
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
            let (copied, not_held) = copy(&data);
            prop_assert_eq!(told(&copied), told(&data));
            prop_assert!(not_held.keys().all(|what| what.starts_with("flags")), "{:?}", not_held);
            prop_assert_eq!(&copied.companies.company(0).country, "us");
        }
    }
}
