//! What people have decided before: such pairs are not proposed again.

use std::collections::HashSet;

use interlocks_core::model::EntityKind;
use interlocks_dataset::Decision;
use interlocks_graph::{BoardGraph, Entity};

/// Pairs of people, or of companies, on which somebody has decided.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// They are two.
    distinct: HashSet<(u32, u32)>,
    /// It cannot be told.
    unsure: HashSet<(u32, u32)>,
}

impl Decided {
    /// Takes the decisions on people, or on companies, that a graph was built with.
    pub(crate) fn new(graph: &BoardGraph, kind: EntityKind) -> Decided {
        let number = |entity: Entity| match entity {
            Entity::Person(person) => person.number(),
            Entity::Company(company) => company.number(),
        };
        let record = |id: &str| graph.entity_of_record(kind, id).map(number);
        let mut decided = Decided::default();
        let decisions = graph.identity_decisions();
        for row in decisions.distinct() {
            if let (Some(a), Some(b)) = (record(&row.a), record(&row.b)) {
                decided.distinct.insert((a.min(b), a.max(b)));
            }
        }
        for link in graph.possible_identities().into_iter().filter(|link| link.decision() == Decision::Unsure) {
            if link.a.kind() == kind && link.b.kind() == kind {
                decided.unsure.insert((number(link.a), number(link.b)));
            }
        }
        decided
    }

    /// Returns `true` if somebody decided that two records are two.
    pub(crate) fn is_distinct(&self, a: u32, b: u32) -> bool {
        self.distinct.contains(&(a, b))
    }

    /// Returns `true` if somebody decided on a pair, or could not tell.
    pub(crate) fn is_settled(&self, a: u32, b: u32) -> bool {
        self.is_distinct(a, b) || self.unsure.contains(&(a, b))
    }
}
