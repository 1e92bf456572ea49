//! What people have decided before: such pairs are not proposed again.

use std::collections::HashSet;

use interlocks_core::model::EntityKind;
use interlocks_dataset::Decision;
use interlocks_graph::{BoardGraph, Entity};

/// Pairs of people on which somebody has decided.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// They are two.
    distinct: HashSet<(u32, u32)>,
    /// It cannot be told.
    unsure: HashSet<(u32, u32)>,
}

impl Decided {
    /// Takes the decisions that a graph was built with.
    pub(crate) fn new(graph: &BoardGraph) -> Decided {
        let person = |id: &str| match graph.entity_of_record(EntityKind::Person, id) {
            Some(Entity::Person(person)) => Some(person.number()),
            _ => None,
        };
        let mut decided = Decided::default();
        let decisions = graph.identity_decisions();
        for row in decisions.distinct() {
            if let (Some(a), Some(b)) = (person(&row.a), person(&row.b)) {
                decided.distinct.insert((a.min(b), a.max(b)));
            }
        }
        for link in graph.possible_identities().into_iter().filter(|link| link.decision() == Decision::Unsure) {
            if let (Entity::Person(a), Entity::Person(b)) = (link.a, link.b) {
                decided.unsure.insert((a.number(), b.number()));
            }
        }
        decided
    }

    /// Returns `true` if somebody decided that two people are two.
    pub(crate) fn is_distinct(&self, a: u32, b: u32) -> bool {
        self.distinct.contains(&(a, b))
    }

    /// Returns `true` if somebody decided on a pair, or could not tell.
    pub(crate) fn is_settled(&self, a: u32, b: u32) -> bool {
        self.is_distinct(a, b) || self.unsure.contains(&(a, b))
    }
}
