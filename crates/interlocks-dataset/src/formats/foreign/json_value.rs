//! A JSON value borrowed from the line it stands on: what is no text is as it is written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value. Yes and no are words, numbers their digits, null is nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tree<'l> {
    #[default]
    Nothing,
    Text(Cow<'l, str>),
    List(Vec<Tree<'l>>),
    Object(Vec<(Cow<'l, str>, Tree<'l>)>),
}

impl<'l> Tree<'l> {
    /// What stands under a key; nothing where there is no such key.
    pub fn get(&self, key: &str) -> &Tree<'l> {
        const NOTHING: &Tree<'static> = &Tree::Nothing;
        match self {
            Tree::Object(pairs) => pairs.iter().find(|pair| pair.0 == key).map_or(NOTHING, |pair| &pair.1),
            _ => NOTHING,
        }
    }

    /// The text, trimmed; empty where it is none.
    pub fn text(&self) -> &str {
        match self {
            Tree::Text(text) => text.trim(),
            _ => "",
        }
    }

    /// The text under a key.
    pub fn at(&self, key: &str) -> &str {
        self.get(key).text()
    }

    /// The items of a list; of anything else none.
    pub fn items(&self) -> &[Tree<'l>] {
        match self {
            Tree::List(items) => items,
            _ => &[],
        }
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Tree::Object(_))
    }

    /// Every text in an object, named by the keys that lead to it with dots between, save what stands under
    /// `known` keys. StringColumn in a list are joined by `; `.
    pub fn others(&self, known: &[&str]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if let Tree::Object(pairs) = self {
            for (key, value) in pairs.iter().filter(|(key, _)| !known.contains(&&**key)) {
                value.gather(key.to_string(), &mut found);
            }
        }
        found
    }

    fn gather(&self, name: String, found: &mut Vec<(String, String)>) {
        match self {
            Tree::Nothing => {}
            Tree::Text(text) if text.trim().is_empty() => {}
            Tree::Text(text) => found.push((name, text.trim().to_owned())),
            Tree::Object(pairs) => pairs.iter().for_each(|(key, value)| value.gather(format!("{name}.{key}"), found)),
            Tree::List(items) => {
                let texts: Vec<&str> = items.iter().map(Tree::text).filter(|text| !text.is_empty()).collect();
                if !texts.is_empty() {
                    found.push((name.clone(), texts.join("; ")));
                }
                items.iter().filter(|item| item.is_object()).for_each(|item| item.gather(name.clone(), found));
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Tree<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Borrowed(if yes { "yes" } else { "no" })))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Owned(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Owned(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Tree<'de>, E> {
                Ok(Tree::Text(Cow::Owned(number.to_string())))
            }
            fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
                Ok(Tree::Nothing)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree<'de>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Tree::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(8);
                while let Some((key, value)) = map.next_entry::<Tree<'de>, Tree<'de>>()? {
                    let key = if let Tree::Text(key) = key { key } else { Cow::Borrowed("") };
                    pairs.push((key, value));
                }
                Ok(Tree::Object(pairs))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_as_it_is_written() {
        let text = r#"{"a": {"b": "x ", "c": [1, true, null, {"d": 2.5}]}, "e": "\u0041", "f": -3, "g": []}"#;
        let tree: Tree = serde_json::from_str(text).unwrap();
        assert_eq!(tree.get("a").at("b"), "x");
        assert_eq!(tree.at("e"), "A");
        assert_eq!(tree.get("a").get("c").items().len(), 4);
        assert_eq!(tree.at("nothing"), "");
        let others = tree.others(&["e"]);
        let told: Vec<String> = others.into_iter().map(|(name, text)| format!("{name}={text}")).collect();
        assert_eq!(told, ["a.b=x", "a.c=1; yes", "a.c.d=2.5", "f=-3"]);
    }

    #[test]
    fn depth_has_a_limit() {
        assert!(serde_json::from_str::<Tree>(&"[".repeat(100_000)).is_err());
        assert!(serde_json::from_str::<Tree>("{\"a\":").is_err());
    }
}
