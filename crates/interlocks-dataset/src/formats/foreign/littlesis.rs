//! LittleSis, a database of who knows whom among the powerful, by the Public Accountability Initiative: entities and
//! relationships as JSON, from the bulk files (arrays of resource objects) and from pages of the API (`{"data": …}`).
//!
//! Documentation: <https://littlesis.org/api>. A file is recognised by the attributes of its resources. Persons become
//! people, organisations become companies, positions become seats, and all other relationships become ties. Resources
//! and relationships of unknown types are left out and counted.

use serde_json::{Map, Value};

use crate::columns::{Field, Table};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

use super::ImportFormat;
use super::json_stream::{self, Layout};
use super::row_sink::{Position, RowSink, list};
use super::stated_dates::is_stated;
use crate::formats::sniff::Head;

/// LittleSis.
pub(crate) const LITTLESIS: ImportFormat = ImportFormat {
    name: "littlesis",
    about: "LittleSis entities and relationships, JSON",
    matches: |head: &Head| {
        head.has_keys(&["attributes", "primary_ext"]) || head.has_keys(&["attributes", "entity1_id", "entity2_id"])
    },
    read,
    long_lines: true,
    repeats_entities: false,
    read_together: None,
};

type Object = Map<String, Value>;

fn read(loader: &mut Loader, file: &str, text: CheckedReader) -> Result<(), DatasetError> {
    let number = loader.file(file);
    let mut sink = RowSink::new(loader, file, number);
    json_stream::for_each(
        file,
        text,
        Layout::of_pages(&[&["data"]]),
        |at, value: Result<Value, String>| match value {
            Ok(value) => push_resource(&mut sink, at, &value),
            Err(message) => sink.reject(Table::Seats, at, message),
        },
    )?;
    sink.end_block(0);
    RowSink::finish(vec![sink], loader)
}

fn push_resource(sink: &mut RowSink<'_>, at: Position, resource: &Value) {
    let Some(attributes) = resource.get("attributes").and_then(Value::as_object) else {
        sink.reject(Table::Seats, at, "a resource must be an object with attributes".to_owned());
        return;
    };
    let own = resource.as_object().map_or_else(String::new, |resource| text(resource, "id"));
    let id = if own.is_empty() { text(attributes, "id") } else { own };
    match resource.get("type").and_then(Value::as_str).unwrap_or("") {
        "entities" | "entity" => push_entity(sink, at, &id, attributes),
        "relationships" | "relationship" => Relationship { at, id: &id, attributes }.push(sink),
        other => sink.skip(&format!("resources of the type '{other}'"), at),
    }
}

/// Returns the text of a field: digits for a number, `yes` or `no` for a boolean.
fn text(object: &Object, key: &str) -> String {
    match object.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        _ => String::new(),
    }
}

/// Returns the fields that are not `known`; they are kept unchanged under their names.
fn extra_fields<'o>(attributes: &'o Object, known: &[&str]) -> Vec<(&'o str, String)> {
    let extra = attributes.keys().map(String::as_str).filter(|key| !known.contains(key));
    let shown = |key: &str| match attributes.get(key) {
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        }
        Some(nested @ (Value::Array(_) | Value::Object(_))) => nested.to_string(),
        _ => text(attributes, key),
    };
    extra.map(|key| (key, shown(key))).filter(|(_, text)| !text.is_empty()).collect()
}

fn push_entity(sink: &mut RowSink<'_>, at: Position, id: &str, attributes: &Object) {
    let items =
        |key: &str| attributes.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let (table, born, ended) = match text(attributes, "primary_ext").as_str() {
        "Person" => (Table::People, Field::Birth, Field::Death),
        "Org" => (Table::Companies, Field::Founded, Field::Dissolved),
        other => {
            sink.skip(&format!("entities of the type '{other}', neither Person nor Org"), at);
            return;
        }
    };
    let (name, start, end) = (text(attributes, "name"), text(attributes, "start_date"), text(attributes, "end_date"));
    let aliases = list(items("aliases").filter(|alias| *alias != name));
    let mut known =
        vec![(Field::Id, id), (Field::Name, &name), (Field::Aliases, &aliases), (born, &start), (ended, &end)];
    if table == Table::Companies && items("types").any(|kind| ["PublicCompany", "Public Company"].contains(&kind)) {
        known.push((Field::Listed, "yes"));
    }
    let extra = extra_fields(attributes, &["id", "name", "aliases", "start_date", "end_date"]);
    let extra: Vec<(&str, &str)> = extra.iter().map(|(name, text)| (*name, text.as_str())).collect();
    sink.push(table, at, &known, &extra);
}

/// The categories in the order of their numbers, with the kind of tie; a position becomes a seat.
const CATEGORIES: [(&str, &str); 12] = [
    ("Position", "position"),
    ("Education", "educated-at"),
    ("Membership", "member-of"),
    ("Family", "family"),
    ("Donation", "donor-to"),
    ("Transaction", "transaction"),
    ("Lobbying", "lobbies"),
    ("Social", "social"),
    ("Professional", "professional"),
    ("Ownership", "owns"),
    ("Hierarchy", "subsidiary-of"),
    ("Generic", "related"),
];

struct Relationship<'o> {
    at: Position,
    id: &'o str,
    attributes: &'o Object,
}

impl Relationship<'_> {
    fn push(&self, sink: &mut RowSink<'_>) {
        let Relationship { at, id, attributes } = *self;
        let number = text(attributes, "category_id");
        let category = number.parse::<usize>().ok().and_then(|number| CATEGORIES.get(number.wrapping_sub(1)));
        let Some((category, kind)) = category else {
            sink.skip(&format!("relationships of the category '{number}'"), at);
            return;
        };
        let field = |key: &str| self.category_field(key);
        let (from, to) = (text(attributes, "entity1_id"), text(attributes, "entity2_id"));
        let (start, end) = (text(attributes, "start_date"), text(attributes, "end_date"));
        // A relationship that is not marked as current may or may not have ended.
        let status = match text(attributes, "is_current").as_str() {
            _ if is_stated(&end) => "",
            "yes" => "ongoing",
            _ => "unknown",
        };
        let spell = [(Field::Id, id), (Field::Start, &start), (Field::End, &end), (Field::EndStatus, status)];
        let extra = extra_fields(
            attributes,
            &["id", "entity1_id", "entity2_id", "start_date", "end_date", "category_attributes"],
        );
        let nothing = Object::new();
        let own = attributes.get("category_attributes").and_then(Value::as_object).unwrap_or(&nothing);
        let of_category = extra_fields(own, &["is_board", "is_executive", "percent_stake"]);
        let mut extra: Vec<(&str, &str)> =
            extra.iter().chain(&of_category).map(|(name, text)| (*name, text.as_str())).collect();
        extra.push(("category", category));
        if *category != "Position" {
            let share = field("percent_stake");
            let mut known =
                vec![(Field::From, from.as_str()), (Field::To, &to), (Field::Kind, kind), (Field::Share, &share)];
            known.extend(spell);
            sink.push(Table::Ties, at, &known, &extra);
            return;
        }
        let (board, executive, title) = (field("is_board"), field("is_executive"), text(attributes, "description1"));
        let role = match (title.as_str(), board.as_str(), executive.as_str()) {
            ("", "yes", _) => "board member",
            ("", _, "yes") => "executive",
            ("", ..) => "position",
            (title, ..) => title,
        };
        let mut known = vec![(Field::Person, from.as_str()), (Field::Company, &to), (Field::Role, role)];
        known.extend([(Field::Board, board.as_str()), (Field::Executive, &executive)]);
        known.extend(spell);
        sink.push(Table::Seats, at, &known, &extra);
    }

    /// Returns a field of the category, which is in an object of its own or among the other attributes.
    fn category_field(&self, key: &str) -> String {
        let own = self.attributes.get("category_attributes").and_then(Value::as_object);
        own.map(|own| text(own, key)).filter(|text| !text.is_empty()).unwrap_or_else(|| text(self.attributes, key))
    }
}
