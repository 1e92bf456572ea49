//! Possible identities of which at most one holds: a record may be one with either of two that are two.

use std::collections::{BTreeMap, BTreeSet};

use super::Condition;
use interlocks_core::model::{EntityKind, PartialDate};
use interlocks_core::wording::counted;
use interlocks_dataset::DecisionRow;
use interlocks_graph::{BoardGraph, Entity};

/// A person or company that may be one with any of several others, of which it can be only one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternatives {
    /// The id of the one.
    pub id: String,
    /// The ids of the others in order, each with the number of rows that hold only if it is the one.
    pub others: Vec<(String, usize)>,
    /// The kind of all.
    pub kind: EntityKind,
}

impl Alternatives {
    /// Returns the alternatives among the conditions of rows: others of which every two are two, by a row `distinct` or because
    /// their births are apart. If only some of the others exclude each other, they are told by twos.
    pub fn among<'a>(graph: &BoardGraph, conditions: impl IntoIterator<Item = &'a Condition>) -> Vec<Alternatives> {
        let mut others: BTreeMap<Entity, BTreeMap<Entity, usize>> = BTreeMap::new();
        for condition in conditions.into_iter().filter(|condition| condition.same) {
            let entity = |id: &str| graph.entity_of_record(condition.kind, id);
            if let (Some(a), Some(b)) = (entity(&condition.a), entity(&condition.b)) {
                for (one, other) in [(a, b), (b, a)] {
                    *others.entry(one).or_default().entry(other).or_default() += 1;
                }
            }
        }
        others.retain(|_, others| others.len() > 1);
        if others.is_empty() {
            return Vec::new();
        }
        let apart = apart_by_decisions(graph);
        let are_two = |a: Entity, b: Entity| apart.contains(&(a.min(b), a.max(b))) || are_births_apart(graph, a, b);
        let mut found = Vec::new();
        for (one, others) in &others {
            let of = |others: &[Entity], rows: &BTreeMap<Entity, usize>| Alternatives {
                id: graph.id(*one),
                others: others.iter().map(|other| (graph.id(*other), rows.get(other).copied().unwrap_or(0))).collect(),
                kind: one.kind(),
            };
            let all: Vec<Entity> = others.keys().copied().collect();
            let twos = || all.iter().enumerate().flat_map(|(at, a)| all[at + 1..].iter().map(|b| [*a, *b]));
            if twos().all(|[a, b]| are_two(a, b)) {
                found.push(of(&all, others));
            } else {
                found.extend(twos().filter(|[a, b]| are_two(*a, *b)).map(|two| of(&two, others)));
            }
        }
        found
    }

    /// Returns the alternatives as a sentence: `at most one of these holds: R12 and A3 are one person (2 rows), R12 and A41 are
    /// one person (1 row)`.
    pub fn sentence(&self) -> String {
        let Alternatives { id, others, kind } = self;
        let each: Vec<String> = others
            .iter()
            .map(|(other, rows)| format!("{id} and {other} are one {kind} ({})", counted(*rows, "row")))
            .collect();
        format!("at most one of these holds: {}", each.join(", "))
    }
}

/// Returns the entities that rows `distinct` say to be two, the smaller one first.
fn apart_by_decisions(graph: &BoardGraph) -> BTreeSet<(Entity, Entity)> {
    let decisions = graph.identity_decisions();
    let contradicted = decisions.contradictions().iter().filter_map(|found| decisions.rows().get(found.distinct));
    let rows = decisions.distinct().chain(contradicted);
    let both = |row: &DecisionRow, kind: EntityKind| {
        let (a, b) = (graph.entity_of_record(kind, &row.a)?, graph.entity_of_record(kind, &row.b)?);
        Some((a.min(b), a.max(b)))
    };
    rows.flat_map(|row| EntityKind::ALL.into_iter().filter_map(|kind| both(row, kind)).collect::<Vec<_>>()).collect()
}

/// Returns `true` if two people cannot have been born on one day.
fn are_births_apart(graph: &BoardGraph, a: Entity, b: Entity) -> bool {
    let birth = |entity: Entity| match entity {
        Entity::Person(person) => graph.person(person).birth.as_ref().map(PartialDate::days),
        Entity::Company(_) => None,
    };
    birth(a).zip(birth(b)).is_some_and(|(a, b)| a.last < b.first || b.last < a.first)
}
