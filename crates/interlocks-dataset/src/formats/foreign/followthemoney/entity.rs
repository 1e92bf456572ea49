//! One entity, borrowed from its line.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An entity with all values of its properties.
#[derive(Debug, Default)]
pub(crate) struct Entity<'l> {
    /// The id.
    pub(crate) id: Cow<'l, str>,
    /// The schema: `Person`, `Directorship` …
    pub(crate) schema: Cow<'l, str>,
    /// The properties and their values.
    pub(crate) properties: Vec<(Cow<'l, str>, Texts<'l>)>,
    /// Ids of entities that were merged into this one.
    pub(crate) referents: Texts<'l>,
    /// Fields next to the properties: datasets, and the days on which the entity was seen.
    pub(crate) metadata: Vec<(Cow<'l, str>, Texts<'l>)>,
}

impl<'l> Entity<'l> {
    /// Returns the values of a property.
    pub(crate) fn all(&self, name: &str) -> &[Cow<'l, str>] {
        self.properties.iter().find(|property| property.0 == name).map_or(&[], |property| &property.1.0)
    }

    /// Returns the first value of a property; empty if there is none.
    pub(crate) fn first(&self, name: &str) -> &str {
        self.all(name).first().map_or("", |value| value)
    }
}

/// Several texts; a single text counts as one of them. Numbers are their digits, booleans `yes` and `no`.
#[derive(Debug, Default)]
pub(crate) struct Texts<'l>(pub Vec<Cow<'l, str>>);

/// One text, borrowed if it has no escapes.
struct Text<'l>(Option<Cow<'l, str>>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One;
        impl<'de> Visitor<'de> for One {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Borrowed(text))))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Owned(text.to_owned()))))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Borrowed(if yes { "yes" } else { "no" }))))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Text<'de>, E> {
                Ok(Text(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_unit<E>(self) -> Result<Text<'de>, E> {
                Ok(Text(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Text<'de>, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Text(None))
            }
            /// Reads a nested entity, which some exports have, as its id.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text<'de>, A::Error> {
                let mut id = Text(None);
                while let Some(Text(key)) = map.next_key()? {
                    if key.as_deref() == Some("id") {
                        id = map.next_value()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(id)
            }
        }
        deserializer.deserialize_any(One)
    }
}

impl<'de> Deserialize<'de> for Texts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Several;
        impl<'de> Visitor<'de> for Several {
            type Value = Texts<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("texts")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Texts<'de>, E> {
                Ok(Texts(vec![Cow::Borrowed(text)]))
            }
            fn visit_str<E>(self, text: &str) -> Result<Texts<'de>, E> {
                Ok(Texts(vec![Cow::Owned(text.to_owned())]))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Texts<'de>, E> {
                Ok(Texts(vec![Cow::Borrowed(if yes { "yes" } else { "no" })]))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Texts<'de>, E> {
                Ok(Texts(vec![Cow::Owned(number.to_string())]))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Texts<'de>, E> {
                Ok(Texts(vec![Cow::Owned(number.to_string())]))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Texts<'de>, E> {
                Ok(Texts(vec![Cow::Owned(number.to_string())]))
            }
            fn visit_unit<E>(self) -> Result<Texts<'de>, E> {
                Ok(Texts::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Texts<'de>, A::Error> {
                let mut words = Vec::new();
                while let Some(Text(word)) = items.next_element()? {
                    words.extend(word);
                }
                Ok(Texts(words))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts<'de>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Texts::default())
            }
        }
        deserializer.deserialize_any(Several)
    }
}

/// Properties by name.
struct Properties<'l>(Vec<(Cow<'l, str>, Texts<'l>)>);

impl<'de> Deserialize<'de> for Properties<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named;
        impl<'de> Visitor<'de> for Named {
            type Value = Properties<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of properties")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties<'de>, A::Error> {
                let mut properties = Vec::new();
                while let Some(Text(Some(name))) = map.next_key()? {
                    properties.push((name, map.next_value()?));
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_map(Named)
    }
}

impl<'de> Deserialize<'de> for Entity<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Entity<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an entity")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entity<'de>, A::Error> {
                let mut entity = Entity::default();
                while let Some(Text(Some(key))) = map.next_key()? {
                    match &*key {
                        "id" => entity.id = map.next_value::<Text<'de>>()?.0.unwrap_or_default(),
                        "schema" => entity.schema = map.next_value::<Text<'de>>()?.0.unwrap_or_default(),
                        "properties" => entity.properties = map.next_value::<Properties<'de>>()?.0,
                        "referents" => entity.referents = map.next_value()?,
                        _ => entity.metadata.push((key, map.next_value()?)),
                    }
                }
                Ok(entity)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
