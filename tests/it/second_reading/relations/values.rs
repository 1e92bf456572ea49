//! Changes of answers and datasets before they are compared.

use serde_json::Value;

use super::super::{dataset::Dataset, random::Random};

/// A row without the words that `--certain` may take away, and without p, which is of all pairs.
pub fn without_derived(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(map) = row.as_object_mut() {
        for key in ["kinds", "officers", "expected", "p", "p_corrected"] {
            map.remove(key);
        }
    }
    for person in row["people"].as_array_mut().into_iter().flatten() {
        if let Some(map) = person.as_object_mut() {
            map.remove("kind");
            map.remove("from");
        }
    }
    row
}

/// The value without the places of rows, which name files and lines.
pub fn without_places(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let rest = map.iter().filter(|(key, _)| !matches!(key.as_str(), "place" | "places" | "line" | "file"));
            Value::Object(rest.map(|(key, value)| (key.clone(), without_places(value))).collect())
        }
        Value::Array(list) => list.iter().map(without_places).collect(),
        _ => value.clone(),
    }
}

/// The value without the figures that rest on random draws, which may depend on ids.
pub fn without_draws(value: &Value) -> Value {
    let drawn = |key: &str| matches!(key, "p_permutation" | "p_holm" | "q_bh");
    match value {
        Value::Object(map) => {
            let rest = map.iter().filter(|(key, _)| !drawn(key));
            Value::Object(rest.map(|(key, value)| (key.clone(), without_draws(value))).collect())
        }
        Value::Array(list) => list.iter().map(without_draws).collect(),
        _ => value.clone(),
    }
}

pub fn map_texts(value: &Value, map: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), map_texts(value, map))).collect())
        }
        Value::Array(list) => list.iter().map(|value| map_texts(value, map)).collect(),
        Value::String(text) => Value::String(map(text)),
        _ => value.clone(),
    }
}

/// Moves every year of a text: dates stand in sentences too.
pub fn shift_dates(text: &str, years: i32) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        match digits.parse::<i32>() {
            Ok(year) if digits.len() == 4 && (1990..2100).contains(&year) => *out += &(year + years).to_string(),
            _ => *out += digits,
        }
        digits.clear();
    };
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
        } else {
            flush(&mut digits, &mut out);
            out.push(letter);
        }
    }
    flush(&mut digits, &mut out);
    out
}

pub fn shuffled(data: &Dataset) -> Dataset {
    let mut other = data.clone();
    let mut random = Random::new(data.seats.len() as u64 * 7 + 1);
    random.shuffle(&mut other.people);
    random.shuffle(&mut other.companies);
    random.shuffle(&mut other.seats);
    random.shuffle(&mut other.ties);
    random.shuffle(&mut other.deals);
    other
}
