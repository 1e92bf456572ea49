//! The ids and names of the entities of consecutive pairs.

use crate::question::Named;
use interlocks_graph::{BoardGraph, Entity};

/// Remembers the entities that were named last. Pairs are in the order of names, and people on many boards make most of them, so
/// the same few entities come again and again.
pub(super) struct Names<'g> {
    graph: &'g BoardGraph,
    /// By the lowest bits of the number; nothing until the first entity is named.
    slots: Vec<Option<(Entity, Named)>>,
}

/// The number of entities that are remembered.
const SLOTS: usize = 1 << 6;

impl<'g> Names<'g> {
    pub(super) fn new(graph: &'g BoardGraph) -> Names<'g> {
        Names { graph, slots: Vec::new() }
    }

    /// Returns id and name of an entity.
    pub(super) fn of(&mut self, entity: Entity) -> Named {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        let number = match entity {
            Entity::Person(person) => person.index(),
            Entity::Company(company) => company.index(),
        };
        let slot = &mut self.slots[number % SLOTS];
        match slot {
            Some((known, named)) if *known == entity => named.clone(),
            _ => slot.insert((entity, Named::new(self.graph, entity))).1.clone(),
        }
    }
}
