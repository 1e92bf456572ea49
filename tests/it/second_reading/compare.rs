//! Where two JSON values differ.

use serde_json::Value;

/// Stands in an expected value for something that the pages leave open.
pub const OPEN: &str = "(open)";

pub fn open() -> Value {
    Value::String(OPEN.to_owned())
}

/// The first place where `theirs` does not say what `ours` says. Keys that `ours` does not have are
/// not compared; lists must be equally long.
pub fn difference(ours: &Value, theirs: &Value) -> Option<Place> {
    differ(ours, theirs, "")
}

/// A place of a difference, with both values.
#[derive(Clone, Debug)]
pub struct Place {
    /// Such as `/3/people/0/kind`.
    pub pointer: String,
    pub ours: Value,
    pub theirs: Value,
}

impl Place {
    /// The pointer without the numbers of rows: differences of one kind have the same.
    pub fn kind(&self) -> String {
        let parts = self.pointer.split('/').map(|part| if part.parse::<usize>().is_ok() { "*" } else { part });
        parts.collect::<Vec<_>>().join("/")
    }
}

fn differ(ours: &Value, theirs: &Value, at: &str) -> Option<Place> {
    let place = || Some(Place { pointer: at.to_owned(), ours: ours.clone(), theirs: theirs.clone() });
    match (ours, theirs) {
        (Value::String(text), _) if text == OPEN => None,
        (Value::Object(ours), Value::Object(map)) => ours.iter().find_map(|(key, value)| {
            let at = format!("{at}/{key}");
            match map.get(key) {
                Some(other) => differ(value, other, &at),
                None if value.as_str() == Some(OPEN) => None,
                None => Some(Place { pointer: at, ours: value.clone(), theirs: Value::String("(no such key)".into()) }),
            }
        }),
        (Value::Array(ours), Value::Array(list)) => {
            if ours.len() != list.len() {
                return place();
            }
            let mut rows = ours.iter().zip(list).enumerate();
            rows.find_map(|(row, (a, b))| differ(a, b, &format!("{at}/{row}")))
        }
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64()?, b.as_f64()?);
            // Values are printed with ten digits, strengths and probabilities with six.
            let six = ["strength", "probability", "p"].iter().any(|key| at.ends_with(&format!("/{key}")));
            let least = if six { 2e-6 } else { 1e-9 };
            let near = (a - b).abs() <= least * a.abs().max(b.abs()).max(1.0);
            if near { None } else { place() }
        }
        _ => {
            if ours == theirs {
                None
            } else {
                place()
            }
        }
    }
}
