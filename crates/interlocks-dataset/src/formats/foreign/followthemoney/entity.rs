//! One entity as it stands on a line, borrowed from it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An entity: what it is, and what is said of it, each property with all its values.
#[derive(Debug, Default)]
pub struct Entity<'l> {
    pub id: Cow<'l, str>,
    pub schema: Cow<'l, str>,
    pub properties: Vec<(Cow<'l, str>, Words<'l>)>,
    /// Ids of entities that were merged into this one.
    pub referents: Words<'l>,
    /// What stands beside the properties: datasets, days on which it was seen.
    pub beside: Vec<(Cow<'l, str>, Words<'l>)>,
}

impl<'l> Entity<'l> {
    /// The values of a property.
    pub fn all(&self, name: &str) -> &[Cow<'l, str>] {
        self.properties.iter().find(|property| property.0 == name).map_or(&[], |property| &property.1.0)
    }

    /// The first value of a property; empty when there is none.
    pub fn first(&self, name: &str) -> &str {
        self.all(name).first().map_or("", |value| value)
    }
}

/// StringColumn; a text alone is one of them, numbers and truth are as they are written.
#[derive(Debug, Default)]
pub struct Words<'l>(pub Vec<Cow<'l, str>>);

/// One text, borrowed where it has no escapes.
struct Word<'l>(Option<Cow<'l, str>>);

impl<'de> Deserialize<'de> for Word<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct One;
        impl<'de> Visitor<'de> for One {
            type Value = Word<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Word<'de>, E> {
                Ok(Word(Some(Cow::Borrowed(text))))
            }
            fn visit_str<E>(self, text: &str) -> Result<Word<'de>, E> {
                Ok(Word(Some(Cow::Owned(text.to_owned()))))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Word<'de>, E> {
                Ok(Word(Some(Cow::Borrowed(if yes { "yes" } else { "no" }))))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Word<'de>, E> {
                Ok(Word(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Word<'de>, E> {
                Ok(Word(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Word<'de>, E> {
                Ok(Word(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_unit<E>(self) -> Result<Word<'de>, E> {
                Ok(Word(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Word<'de>, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Word(None))
            }
            /// A nested entity, as some exports have them: its id stands for it.
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Word<'de>, A::Error> {
                let mut id = Word(None);
                while let Some(Word(key)) = map.next_key()? {
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

impl<'de> Deserialize<'de> for Words<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Several;
        impl<'de> Visitor<'de> for Several {
            type Value = Words<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("texts")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Words<'de>, E> {
                Ok(Words(vec![Cow::Borrowed(text)]))
            }
            fn visit_str<E>(self, text: &str) -> Result<Words<'de>, E> {
                Ok(Words(vec![Cow::Owned(text.to_owned())]))
            }
            fn visit_bool<E>(self, yes: bool) -> Result<Words<'de>, E> {
                Ok(Words(vec![Cow::Borrowed(if yes { "yes" } else { "no" })]))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Words<'de>, E> {
                Ok(Words(vec![Cow::Owned(number.to_string())]))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Words<'de>, E> {
                Ok(Words(vec![Cow::Owned(number.to_string())]))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Words<'de>, E> {
                Ok(Words(vec![Cow::Owned(number.to_string())]))
            }
            fn visit_unit<E>(self) -> Result<Words<'de>, E> {
                Ok(Words::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Words<'de>, A::Error> {
                let mut words = Vec::new();
                while let Some(Word(word)) = items.next_element()? {
                    words.extend(word);
                }
                Ok(Words(words))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Words<'de>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Words::default())
            }
        }
        deserializer.deserialize_any(Several)
    }
}

/// Properties by name.
struct Properties<'l>(Vec<(Cow<'l, str>, Words<'l>)>);

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
                while let Some(Word(Some(name))) = map.next_key()? {
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
                while let Some(Word(Some(key))) = map.next_key()? {
                    match &*key {
                        "id" => entity.id = map.next_value::<Word<'de>>()?.0.unwrap_or_default(),
                        "schema" => entity.schema = map.next_value::<Word<'de>>()?.0.unwrap_or_default(),
                        "properties" => entity.properties = map.next_value::<Properties<'de>>()?.0,
                        "referents" => entity.referents = map.next_value()?,
                        _ => entity.beside.push((key, map.next_value()?)),
                    }
                }
                Ok(entity)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
