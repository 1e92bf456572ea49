//! A JSON value that borrows from its line. All scalars are texts.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value. Booleans are the texts `yes` and `no`, numbers are their digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum JsonValue<'l> {
    /// `null`, or a missing key.
    #[default]
    Null,
    /// A string, a number or a boolean.
    Text(Cow<'l, str>),
    /// An array.
    List(Vec<JsonValue<'l>>),
    /// An object; its keys are in the order of the file.
    Object(Vec<(Cow<'l, str>, JsonValue<'l>)>),
}

impl<'l> JsonValue<'l> {
    /// Returns the value of a key; `Null` if there is none.
    pub(crate) fn get(&self, key: &str) -> &JsonValue<'l> {
        const NULL: &JsonValue<'static> = &JsonValue::Null;
        match self {
            JsonValue::Object(pairs) => pairs.iter().find(|pair| pair.0 == key).map_or(NULL, |pair| &pair.1),
            _ => NULL,
        }
    }

    /// Returns the trimmed text; empty if the value is not a text.
    pub(crate) fn text(&self) -> &str {
        match self {
            JsonValue::Text(text) => text.trim(),
            _ => "",
        }
    }

    /// Returns the text of a key.
    pub(crate) fn text_at(&self, key: &str) -> &str {
        self.get(key).text()
    }

    /// Returns the items of a list; none for other values.
    pub(crate) fn items(&self) -> &[JsonValue<'l>] {
        match self {
            JsonValue::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the keys and values of an object; none for other values.
    pub(crate) fn pairs(&self) -> &[(Cow<'l, str>, JsonValue<'l>)] {
        match self {
            JsonValue::Object(pairs) => pairs,
            _ => &[],
        }
    }

    /// Returns `true` for `null`, and for a blank text, a list and an object without content.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            JsonValue::Null => true,
            JsonValue::Text(text) => text.trim().is_empty(),
            JsonValue::List(items) => items.is_empty(),
            JsonValue::Object(pairs) => pairs.is_empty(),
        }
    }

    /// Returns the value with texts of its own.
    pub(crate) fn into_owned(self) -> JsonValue<'static> {
        match self {
            JsonValue::Null => JsonValue::Null,
            JsonValue::Text(text) => JsonValue::Text(Cow::Owned(text.into_owned())),
            JsonValue::List(items) => JsonValue::List(items.into_iter().map(JsonValue::into_owned).collect()),
            JsonValue::Object(pairs) => {
                let owned = |(key, value): (Cow<'_, str>, JsonValue<'_>)| (key.into_owned().into(), value.into_owned());
                JsonValue::Object(pairs.into_iter().map(owned).collect())
            }
        }
    }

    /// Returns `true` if the value is an object.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self, JsonValue::Object(_))
    }

    /// Returns all texts in an object except for `known` keys. A nested text is named by its path, with dots between
    /// the keys. Texts in a list are joined by `; `.
    pub(crate) fn except(&self, known: &[&str]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if let JsonValue::Object(pairs) = self {
            for (key, value) in pairs.iter().filter(|(key, _)| !known.contains(&&**key)) {
                value.collect_texts(key.to_string(), &mut found);
            }
        }
        found
    }

    fn collect_texts(&self, name: String, found: &mut Vec<(String, String)>) {
        match self {
            JsonValue::Null => {}
            JsonValue::Text(text) if text.trim().is_empty() => {}
            JsonValue::Text(text) => found.push((name, text.trim().to_owned())),
            JsonValue::Object(pairs) => {
                pairs.iter().for_each(|(key, value)| value.collect_texts(format!("{name}.{key}"), found));
            }
            JsonValue::List(items) => {
                let texts: Vec<&str> = items.iter().map(JsonValue::text).filter(|text| !text.is_empty()).collect();
                if !texts.is_empty() {
                    found.push((name.clone(), texts.join("; ")));
                }
                items.iter().filter(|item| item.is_object()).for_each(|item| item.collect_texts(name.clone(), found));
            }
        }
    }
}

impl<'de> Deserialize<'de> for JsonValue<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = JsonValue<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Text(Cow::Borrowed(if yes { "yes" } else { "no" })))
            }
            fn visit_i64<E>(self, number: i64) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Text(Cow::Owned(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Text(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Text(Cow::Owned(number.to_string())))
            }
            fn visit_unit<E>(self) -> Result<JsonValue<'de>, E> {
                Ok(JsonValue::Null)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<JsonValue<'de>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(JsonValue::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonValue<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(8);
                while let Some((key, value)) = map.next_entry::<JsonValue<'de>, JsonValue<'de>>()? {
                    let key = if let JsonValue::Text(key) = key { key } else { Cow::Borrowed("") };
                    pairs.push((key, value));
                }
                Ok(JsonValue::Object(pairs))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read() {
        let text = r#"{"a": {"b": "x ", "c": [1, true, null, {"d": 2.5}]}, "e": "\u0041", "f": -3, "g": []}"#;
        let value: JsonValue = serde_json::from_str(text).unwrap();
        assert_eq!(value.get("a").text_at("b"), "x");
        assert_eq!(value.text_at("e"), "A");
        assert_eq!(value.get("a").get("c").items().len(), 4);
        assert_eq!(value.text_at("nothing"), "");
        let others = value.except(&["e"]);
        let shown: Vec<String> = others.into_iter().map(|(name, text)| format!("{name}={text}")).collect();
        assert_eq!(shown, ["a.b=x", "a.c=1; yes", "a.c.d=2.5", "f=-3"]);
    }

    #[test]
    fn depth_has_a_limit() {
        assert!(serde_json::from_str::<JsonValue>(&"[".repeat(100_000)).is_err());
        assert!(serde_json::from_str::<JsonValue>("{\"a\":").is_err());
    }
}
