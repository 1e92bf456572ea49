//! Records that are one in one of two graphs, and two in the other.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use interlocks_analysis::Named;
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, Entity};

/// Two records that are taken as one, or as two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IdentityChange {
    /// `same` or `distinct`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["same", "distinct"])))]
    pub change: &'static str,
    /// The kind of both.
    pub kind: EntityKind,
    /// One record: its id, and the name of the person or company that it is of.
    pub a: Named,
    /// The other one.
    pub b: Named,
}

/// The ids of people and companies that are one in one of two graphs: rows of answers that differ only in these are equal.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedIds(BTreeMap<(EntityKind, String), String>);

impl SharedIds {
    /// Returns the ids that the entities of some records have in both graphs.
    pub(crate) fn new(changes: &[IdentityChange], before: &BoardGraph, after: &BoardGraph) -> SharedIds {
        let mut shared = SharedIds::default();
        for IdentityChange { kind, a, b, .. } in changes {
            let ids = [a, b].map(|record| {
                let id = |graph: &BoardGraph| graph.entity_of_record(*kind, &record.id).map(|found| graph.id(found));
                [id(before), id(after)]
            });
            let ids: Vec<String> = ids.into_iter().flatten().flatten().map(|id| shared.id(*kind, &id)).collect();
            let Some(one) = ids.iter().min().cloned() else { continue };
            let is_its = |(own, _): &(&(EntityKind, String), &mut String)| own.0 == *kind;
            shared
                .0
                .iter_mut()
                .filter(is_its)
                .filter(|(_, of)| ids.contains(of))
                .for_each(|(_, of)| of.clone_from(&one));
            shared.0.extend(ids.into_iter().map(|id| ((*kind, id), one.clone())));
        }
        shared
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns an id, or for one that several share the smallest of these.
    pub(crate) fn id(&self, kind: EntityKind, id: &str) -> String {
        if self.is_empty() {
            return id.to_owned();
        }
        self.0.get(&(kind, id.to_owned())).cloned().unwrap_or_else(|| id.to_owned())
    }

    /// Returns an id of a person or a company, or for one that several share the smallest of these.
    pub(crate) fn id_of_any(&self, id: &str) -> String {
        EntityKind::ALL.into_iter().fold(id.to_owned(), |id, kind| self.id(kind, &id))
    }

    /// Returns the ids of the entities of one graph that are shared, in order.
    pub(crate) fn entities(&self, graph: &BoardGraph) -> Vec<Entity> {
        self.0.keys().filter_map(|(kind, id)| graph.entity_of_record(*kind, id)).collect()
    }

    /// Returns `true` if a row, written as JSON, mentions one of the ids.
    pub(crate) fn are_in(&self, row: &Value) -> bool {
        match row {
            Value::String(text) => EntityKind::ALL.into_iter().any(|kind| self.0.contains_key(&(kind, text.clone()))),
            Value::Array(items) => items.iter().any(|item| self.are_in(item)),
            Value::Object(fields) => fields.values().any(|field| self.are_in(field)),
            _ => false,
        }
    }

    /// Makes equal what differs in a row, written as JSON, only by the ids: lists that are in the order of ids, the records of
    /// seats, which end of a pair comes first, and the decisions that the row rests on.
    pub(crate) fn make_equal(&self, row: &mut Value) {
        if self.is_empty() {
            return;
        }
        match row {
            Value::String(text) => *text = self.id_of_any(text),
            Value::Array(items) => {
                items.iter_mut().for_each(|item| self.make_equal(item));
                items.sort_by_cached_key(Value::to_string);
            }
            Value::Object(fields) => {
                for key in ["record", "rests_on"] {
                    fields.remove(key);
                }
                fields.values_mut().for_each(|field| self.make_equal(field));
                // Lists are sorted as texts, so the order of keys must not depend on those that were removed.
                let sorted: BTreeMap<String, Value> = std::mem::take(fields).into_iter().collect();
                fields.extend(sorted);
                let has_ends = fields.get("what").is_some_and(|what| what == "pair");
                if has_ends {
                    // Its key says which companies it is of.
                    for key in ["a", "b"] {
                        fields.remove(key);
                    }
                }
            }
            _ => {}
        }
    }
}
