//! Makes the schemas of types fit for readers: plain words, and objects that have the fields that are named and no others.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// Where a generator keeps the types that it has met.
const DEFINITIONS: &str = "#/$defs/";

/// Returns a generator for what is written, not for what may be read.
pub fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().for_serialize().into_generator()
}

/// Returns a schema of a list.
pub fn list_of(items: Value) -> Value {
    serde_json::json!({"type": "array", "items": items})
}

/// Makes schemas, and the types that they refer to, closed and readable.
pub fn finish<'s>(schemas: impl IntoIterator<Item = &'s mut Value>, definitions: &'s mut Map<String, Value>) {
    let as_made = definitions.clone();
    for schema in definitions.values_mut().chain(schemas) {
        spread(schema, &as_made);
        each_schema(schema, &mut |object| {
            close(object);
            reword(object);
        });
    }
}

/// Lets all references lead to another place: `#/components/schemas/`.
pub fn move_references(schema: &mut Value, to: &str) {
    each_schema(schema, &mut |object| {
        if let Some(name) = object.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix(DEFINITIONS)) {
            let moved = format!("{to}{name}");
            object.insert("$ref".to_owned(), moved.into());
        }
    });
}

/// Returns a reference to a type of a generator.
pub fn reference(name: &str) -> Value {
    serde_json::json!({"$ref": format!("{DEFINITIONS}{name}")})
}

/// Calls a function with the schemas directly within a schema.
fn each_part(object: &mut Map<String, Value>, each: &mut dyn FnMut(&mut Value)) {
    for (key, value) in object {
        match key.as_str() {
            "properties" | "patternProperties" => {
                value.as_object_mut().into_iter().flatten().for_each(|(_, at)| each(at));
            }
            "oneOf" | "anyOf" | "allOf" | "prefixItems" => {
                value.as_array_mut().into_iter().flatten().for_each(&mut *each);
            }
            "items" | "additionalProperties" => each(value),
            _ => {}
        }
    }
}

/// Calls a function with a schema and all schemas within it.
fn each_schema(schema: &mut Value, each: &mut dyn FnMut(&mut Map<String, Value>)) {
    if let Value::Object(object) = schema {
        each(object);
        each_part(object, &mut |part| each_schema(part, each));
    }
}

/// Spreads the fields of an object that has fields and is one of several others, too, over these others: each of them then has all
/// its fields, and can be closed. An object with fields that refers to another gets the fields of the other.
fn spread(schema: &mut Value, definitions: &Map<String, Value>) {
    let Value::Object(object) = schema else { return };
    while let (true, Some(other)) = (object.contains_key("properties"), referred(object, definitions)) {
        object.remove("$ref");
        join(object, other);
    }
    if object.contains_key("properties") {
        for several in ["oneOf", "anyOf"] {
            let Some(Value::Array(mut others)) = object.remove(several) else { continue };
            let fields: Map<String, Value> = ["type", "properties", "required"]
                .into_iter()
                .filter_map(|key| object.remove(key).map(|value| (key.to_owned(), value)))
                .collect();
            for other in &mut others {
                if let Value::Object(other) = other {
                    let mut own = std::mem::replace(other, fields.clone());
                    describe_one_field(&mut own);
                    join(other, own);
                }
            }
            object.insert(several.to_owned(), others.into());
        }
    }
    each_part(object, &mut |part| spread(part, definitions));
}

/// Lets the description of an object with one field, which has none itself, be that of the field: a variant of an enumeration is
/// such an object.
fn describe_one_field(object: &mut Map<String, Value>) {
    let fields = object.get_mut("properties").and_then(Value::as_object_mut);
    let mut fields = fields.filter(|fields| fields.len() == 1).into_iter().flatten();
    let Some((_, Value::Object(field))) = fields.next() else { return };
    if field.contains_key("description") || field.contains_key("const") {
        return;
    }
    drop(fields);
    if let Some(description) = object.remove("description") {
        let fields = object.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
        fields.for_each(|(_, field)| field["description"] = description.clone());
    }
}

/// Returns the type that an object refers to.
fn referred(object: &Map<String, Value>, definitions: &Map<String, Value>) -> Option<Map<String, Value>> {
    let name = object.get("$ref")?.as_str()?.strip_prefix(DEFINITIONS)?;
    definitions.get(name)?.as_object().cloned()
}

/// Adds what another schema asks for.
fn join(object: &mut Map<String, Value>, other: Map<String, Value>) {
    for (key, value) in other {
        match (object.get_mut(&key), value) {
            (Some(Value::Object(properties)), Value::Object(more)) => properties.extend(more),
            (Some(Value::Array(required)), Value::Array(more)) => required.extend(more),
            (Some(_), _) => {}
            (None, value) => _ = object.insert(key, value),
        }
    }
}

/// Closes an object: it has no other fields than those named.
fn close(object: &mut Map<String, Value>) {
    if object.contains_key("properties") && !object.contains_key("additionalProperties") {
        object.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Puts the description into words for readers of JSON, and leaves out names of number types of Rust.
fn reword(object: &mut Map<String, Value>) {
    if let Some(Value::String(text)) = object.get_mut("description") {
        *text = plain(text);
    }
    let of_numbers = |format: &str| format == "double" || format.trim_start_matches('u').starts_with("int");
    if object.get("format").and_then(Value::as_str).is_some_and(of_numbers) {
        object.remove("format");
    }
}

/// Returns the text of a doc comment without links into the code, without examples, and with the words of JSON. Where something is in
/// the code (`; see [`this`]`, or a link in brackets) is no matter of readers.
fn plain(text: &str) -> String {
    let text = text.split("```").next().unwrap_or_default().split_whitespace().collect::<Vec<&str>>().join(" ");
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("[`") {
        let (before, link) = rest.split_at(at);
        let (name, after) = link.split_at(link.find(']').map_or(link.len(), |end| end + 1));
        let target = if after.starts_with('(') { after.find(')').map_or(0, |end| end + 1) } else { 0 };
        let after = &after[target..];
        let aside = before.strip_suffix(" (").zip(after.strip_prefix(')'));
        let (before, name, after) = match (aside, before.strip_suffix("; see ")) {
            (Some((before, after)), _) => (before, "", after),
            (None, Some(before)) => (before, "", after),
            (None, None) => (before, name.trim_start_matches('[').trim_end_matches(']'), after),
        };
        words.push_str(before);
        words.push_str(name);
        rest = after;
    }
    words.push_str(rest);
    words.replace("`None` (null)", "null").replace("`None`", "null")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn descriptions_have_no_links_into_the_code() {
        let text = "The score, above 0; see [`score`](a::score). `None` if [`Day`] is [not] known.\n\n```\ncode\n```\n";
        assert_eq!(plain(text), "The score, above 0. null if `Day` is [not] known.");
        assert_eq!(plain("Of many\n([`MOST`](a::MOST)), the first ([`ONE`])."), "Of many, the first.");
        assert_eq!(plain("no link [`"), "no link `");
    }

    #[test]
    fn an_object_of_several_kinds_is_closed_for_each_kind() {
        let mut definitions = Map::from_iter([
            ("Seat".to_owned(), json!({"type": "object", "properties": {"role": {}}, "required": ["role"]})),
            ("Tie".to_owned(), json!({"type": "object", "properties": {"kind": {}}})),
        ]);
        let mut schema = json!({
            "description": "A row.",
            "type": "object",
            "properties": {"cause": {"type": "integer", "format": "uint64"}},
            "required": ["cause"],
            "oneOf": [
                {"type": "object", "properties": {"what": {"const": "seat"}}, "required": ["what"], "$ref": "#/$defs/Seat"},
                {"type": "object", "properties": {"what": {"const": "tie"}}, "required": ["what"], "$ref": "#/$defs/Tie"},
            ],
        });
        finish([&mut schema], &mut definitions);
        let branch = |what: &str, field: &str, required: &[&str]| {
            let mut properties = json!({"cause": {"type": "integer"}, "what": {"const": what}});
            properties[field] = json!({});
            json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
        };
        let seat = branch("seat", "role", &["cause", "what", "role"]);
        let tie = branch("tie", "kind", &["cause", "what"]);
        assert_eq!(schema, json!({"description": "A row.", "oneOf": [seat, tie]}));
        assert_eq!(definitions["Tie"]["additionalProperties"], false);
    }
}
