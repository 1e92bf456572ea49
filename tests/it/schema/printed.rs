//! The schema itself: it is one, it has all commands, and it can be read.

use serde_json::Value;

use super::{faults, schema};
use crate::cli::{BOARDS, ran};

/// The commands that take `-f`, by their help.
fn commands() -> Vec<String> {
    let (_, help, _) = ran(&["--help"]);
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.filter(|name| ran(&[name, "--help"]).1.contains("-f, --format")).map(str::to_owned).collect()
}

#[test]
fn every_command_that_answers_with_json_has_a_schema() {
    let no_answers = ["render", "build", "convert", "generate", "serve", "mcp"];
    for name in commands() {
        let (code, out, message) = ran(&["schema", &name]);
        let expected = if no_answers.contains(&name.as_str()) { 2 } else { 0 };
        assert_eq!(code, expected, "{name}: {out}{message}");
    }
    let (code, _, message) = ran(&["schema", "pair"]);
    assert_eq!(code, 2);
    assert!(message.contains("'pairs'"), "{message}");
}

#[test]
fn each_schema_is_one_and_can_be_read() {
    let whole = schema(&[]);
    let all = whole["$defs"].as_object().unwrap();
    let mut names: Vec<&str> = all.keys().filter_map(|name| name.strip_suffix("Answer")).collect();
    // The other answers are within those of commands.
    names.retain(|name| commands().iter().any(|command| command.eq_ignore_ascii_case(name)));
    names.sort_unstable();
    assert_eq!(names.len(), 22, "{names:?}");
    for args in [vec![], vec!["--rows"]].into_iter().chain(commands().iter().flat_map(|name| {
        let answers = ran(&["schema", name]).0 == 0;
        let both = [vec![name.as_str()], vec![name.as_str(), "--rows"]];
        both.into_iter().filter(move |_| answers)
    })) {
        let schema = schema(&args);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("{args:?}: {error}"));
        assert!(schema["title"].is_string() && schema["description"].is_string(), "{args:?}");
        read(&format!("{args:?}"), &schema);
        // Two types of one name would be told apart by a number.
        let types = schema["$defs"].as_object().unwrap();
        assert_eq!(types.keys().find(|name| name.ends_with(|c: char| c.is_ascii_digit())), None, "{args:?}");
    }
}

/// Checks that each field is described, in words that do not come from the code, and that no object is open.
fn read(at: &str, schema: &Value) {
    let Value::Object(fields) = schema else { return };
    if let Some(text) = fields.get("description").and_then(Value::as_str) {
        let of_code = ["`None`", "[`", "::", "```", "`Some", "\n#", "serde"];
        assert_eq!(of_code.into_iter().find(|word| text.contains(word)), None, "{at}: {text}");
        assert!(!text.is_empty(), "{at}");
    }
    if let Some(properties) = fields.get("properties").and_then(Value::as_object) {
        assert_eq!(fields["type"], "object", "{at}");
        assert_eq!(fields["additionalProperties"], false, "{at}");
        for (name, property) in properties {
            let is_tag = property.get("const").is_some();
            assert!(is_tag || property.get("description").is_some(), "{at}/{name} has no description");
            read(&format!("{at}/{name}"), property);
        }
    }
    for (key, part) in
        fields.iter().filter(|(key, _)| !["properties", "const", "enum", "examples"].contains(&key.as_str()))
    {
        match part {
            Value::Object(_) if key == "$defs" => {
                part.as_object().unwrap().iter().for_each(|(name, part)| read(&format!("{at}/{name}"), part));
            }
            Value::Object(_) => read(&format!("{at}/{key}"), part),
            Value::Array(parts) => parts.iter().for_each(|part| read(&format!("{at}/{key}"), part)),
            _ => {}
        }
    }
}

#[test]
fn the_schema_of_all_commands_is_that_of_each() {
    for args in [&["pairs", BOARDS][..], &["check", BOARDS], &["path", BOARDS, "netflix", "meta"]] {
        let answer: Value = serde_json::from_str(&ran(&[args, &["-f", "json"]].concat()).1).unwrap();
        assert!(faults(&[], &answer).is_empty());
        for (name, changed) in [("command", "none"), ("results", "none")] {
            let mut other = answer.clone();
            other[name] = changed.into();
            assert!(!faults(&[], &other).is_empty(), "{name}");
        }
        if let Some(row) = answer["results"].get(0) {
            assert!(faults(&["--rows"], row).is_empty());
        }
    }
}

#[test]
fn the_schema_of_pairs() {
    insta::assert_snapshot!("schema_of_pairs", serde_json::to_string_pretty(&schema(&["pairs"])).unwrap());
}
