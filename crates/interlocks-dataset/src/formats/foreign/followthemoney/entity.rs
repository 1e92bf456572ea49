//! One entity, borrowed from its record.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An entity with all values of its properties.
#[derive(Debug, Default)]
pub(crate) struct Entity<'l> {
    /// The id.
    pub(crate) id: Cow<'l, str>,
    /// The schema: `Person`, `Directorship` …
    pub(crate) schema: Cow<'l, str>,
    /// The properties and their values.
    pub(crate) properties: Vec<(Cow<'l, str>, Values<'l>)>,
    /// Ids of entities that were merged into this one.
    pub(crate) referents: Texts<'l>,
    /// Fields next to the properties: datasets, and the days on which the entity was seen.
    pub(crate) metadata: Vec<(Cow<'l, str>, Values<'l>)>,
}

impl<'l> Entity<'l> {
    /// Returns the values of a property that are texts or ids.
    pub(crate) fn all(&self, name: &str) -> &[Cow<'l, str>] {
        self.properties.iter().find(|property| property.0 == name).map_or(&[], |property| &property.1.texts)
    }

    /// Returns the first value of a property; empty if there is none.
    pub(crate) fn first(&self, name: &str) -> &str {
        self.all(name).first().map_or("", |value| value)
    }

    /// Takes the entities that are nested in the properties; their ids stay.
    pub(crate) fn take_nested(&mut self) -> Vec<Entity<'l>> {
        self.properties.iter_mut().flat_map(|property| std::mem::take(&mut property.1.nested)).collect()
    }
}

/// The values of a property.
#[derive(Debug, Default)]
pub(crate) struct Values<'l> {
    /// Texts, numbers and the ids of nested entities.
    pub(crate) texts: Vec<Cow<'l, str>>,
    /// Nested entities, which some exports have in the place of ids.
    pub(crate) nested: Vec<Entity<'l>>,
}

/// Several texts; a single text counts as one of them. Numbers are their digits, booleans `yes` and `no`.
#[derive(Debug, Default)]
pub(crate) struct Texts<'l>(pub Vec<Cow<'l, str>>);

/// One text, borrowed if it has no escapes.
#[derive(Default)]
struct Text<'l>(Option<Cow<'l, str>>);

/// A value that is not a list.
enum Item<'l> {
    Text(Cow<'l, str>),
    Nested(Box<Entity<'l>>),
}

/// Something that a value of any form can be added to.
trait Collect<'l>: Default {
    fn add(&mut self, item: Item<'l>);
}

impl<'l> Collect<'l> for Option<Item<'l>> {
    fn add(&mut self, item: Item<'l>) {
        self.get_or_insert(item);
    }
}

impl<'l> Collect<'l> for Text<'l> {
    fn add(&mut self, item: Item<'l>) {
        if let Item::Text(text) = item {
            self.0.get_or_insert(text);
        }
    }
}

impl<'l> Collect<'l> for Texts<'l> {
    fn add(&mut self, item: Item<'l>) {
        if let Item::Text(text) = item {
            self.0.push(text);
        }
    }
}

impl<'l> Collect<'l> for Values<'l> {
    fn add(&mut self, item: Item<'l>) {
        match item {
            Item::Text(text) => self.texts.push(text),
            Item::Nested(entity) => {
                if !entity.id.is_empty() {
                    self.texts.push(entity.id.clone());
                }
                self.nested.push(*entity);
            }
        }
    }
}

/// Visits a value of any form.
struct AnyForm<T>(PhantomData<T>);

impl<T> AnyForm<T> {
    fn one<'de>(item: Item<'de>) -> T
    where
        T: Collect<'de>,
    {
        let mut collected = T::default();
        collected.add(item);
        collected
    }

    fn text<'de>(text: impl Into<Cow<'de, str>>) -> T
    where
        T: Collect<'de>,
    {
        Self::one(Item::Text(text.into()))
    }
}

impl<'de, T: Collect<'de>> Visitor<'de> for AnyForm<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("texts")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<T, E> {
        Ok(Self::text(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(Self::text(text.to_owned()))
    }

    fn visit_bool<E>(self, yes: bool) -> Result<T, E> {
        Ok(Self::text(if yes { "yes" } else { "no" }))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(Self::text(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(Self::text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<T, E> {
        Ok(Self::text(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let mut collected = T::default();
        while let Some(OneItem(item)) = items.next_element()? {
            if let Some(item) = item {
                collected.add(item);
            }
        }
        Ok(collected)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let entity = Entity::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Self::one(Item::Nested(Box::new(entity))))
    }
}

/// A value in a list.
struct OneItem<'l>(Option<Item<'l>>);

impl<'de> Deserialize<'de> for OneItem<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm(PhantomData)).map(OneItem)
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Texts<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Values<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyForm(PhantomData))
    }
}

/// Properties by name.
struct Properties<'l>(Vec<(Cow<'l, str>, Values<'l>)>);

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
                        // Links of the API to itself.
                        "links" => _ = map.next_value::<IgnoredAny>()?,
                        _ => entity.metadata.push((key, map.next_value()?)),
                    }
                }
                Ok(entity)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}
