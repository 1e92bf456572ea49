//! Values of several measures as columns of a row.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Values by the name of their measure. JSON has a key for each; a value that is not defined is null.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedValues(Vec<(&'static str, Option<f64>)>);

impl NamedValues {
    /// Returns names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Option<f64>)> + '_ {
        self.0.iter().copied()
    }
}

impl FromIterator<(&'static str, Option<f64>)> for NamedValues {
    fn from_iter<I: IntoIterator<Item = (&'static str, Option<f64>)>>(values: I) -> NamedValues {
        NamedValues(values.into_iter().collect())
    }
}

impl Serialize for NamedValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Number(f64);
        impl Serialize for Number {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                number(&self.0, serializer)
            }
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, &value.map(Number))?;
        }
        map.end()
    }
}

/// Returns the schema of a row with values of these names, each of which may be missing.
#[cfg(feature = "schema")]
pub(crate) fn values_schema(names: impl IntoIterator<Item = &'static str>) -> schemars::Schema {
    let value = schemars::json_schema!({
        "type": ["number", "null"],
        "description": "The value of this measure; null where it is not defined.",
    });
    let properties: std::collections::BTreeMap<&str, &schemars::Schema> =
        names.into_iter().map(|name| (name, &value)).collect();
    schemars::json_schema!({"type": "object", "properties": properties})
}

/// Serialises integral values as integers.
pub(super) fn number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole { serializer.serialize_i64(*value as i64) } else { serializer.serialize_f64(*value) }
}
