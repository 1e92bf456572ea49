//! The ids and names of the entities of many pairs.

use rayon::prelude::*;

use super::Side;
use crate::question::Named;
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, Entity, PersonIx};

/// Ids and names, decoded once if many pairs are wanted: the same entities come again and again.
#[derive(Debug)]
pub(super) struct Names<'g> {
    graph: &'g BoardGraph,
    /// The people with several seats, and the companies; `None` if only a few are wanted.
    decoded: Option<[Decoded; 2]>,
}

/// To decode this many entities one after the other costs about as much as the names of one pair by themselves.
const SHARE: usize = 4;

impl<'g> Names<'g> {
    /// Returns names that are decoded when they are asked for.
    pub(super) fn one_by_one(graph: &'g BoardGraph) -> Names<'g> {
        Names { graph, decoded: None }
    }

    /// Returns the names for a number of pairs of companies, or of people.
    pub(super) fn for_pairs(graph: &'g BoardGraph, side: Side, pairs: usize) -> Names<'g> {
        if pairs < (graph.person_count() + graph.company_count()) / SHARE {
            return Names::one_by_one(graph);
        }
        // Most people have one seat, and so make no pair of companies.
        let links = |person: usize| side == Side::People || graph.person_seats(PersonIx::new(person as u32)).len() > 1;
        let people = Decoded::new(graph, EntityKind::Person, links);
        Names { graph, decoded: Some([people, Decoded::new(graph, EntityKind::Company, |_| true)]) }
    }

    /// Returns id and name of an entity.
    pub(super) fn of(&self, entity: Entity) -> Named {
        let Some([people, companies]) = &self.decoded else { return Named::new(self.graph, entity) };
        let found = match entity {
            Entity::Person(person) => people.get(person.index()),
            Entity::Company(company) => companies.get(company.index()),
        };
        let owned = |(id, name): (&str, &str)| Named { id: id.to_owned(), name: name.to_owned() };
        found.map_or_else(|| Named::new(self.graph, entity), owned)
    }
}

/// The ids and names of people, or of companies.
#[derive(Debug)]
struct Decoded(Vec<Chunk>);

/// The entities of one task.
#[derive(Debug, Default)]
struct Chunk {
    text: String,
    /// Where the id and the name of each entity end.
    ends: Vec<[u32; 2]>,
}

/// The number of entities of a chunk, whose texts end far below 2³² bytes.
const CHUNK: usize = 1 << 12;

impl Decoded {
    fn new(graph: &BoardGraph, kind: EntityKind, is_wanted: impl Fn(usize) -> bool + Sync) -> Decoded {
        let len = match kind {
            EntityKind::Person => graph.person_count(),
            EntityKind::Company => graph.company_count(),
        };
        let chunk = |from: usize| {
            let mut chunk = Chunk::default();
            graph.for_each_named(kind, from..(from + CHUNK).min(len), |number, id, name| {
                let mut ends = [chunk.text.len() as u32; 2];
                if is_wanted(number) {
                    for (end, text) in ends.iter_mut().zip([id, name]) {
                        chunk.text.push_str(text);
                        *end = chunk.text.len() as u32;
                    }
                }
                chunk.ends.push(ends);
            });
            chunk
        };
        Decoded((0..len).into_par_iter().step_by(CHUNK).map(chunk).collect())
    }

    /// Returns id and name; `None` if they were not wanted.
    fn get(&self, number: usize) -> Option<(&str, &str)> {
        let Chunk { text, ends } = self.0.get(number / CHUNK)?;
        let at = number % CHUNK;
        let start = at.checked_sub(1).map_or(0, |before| ends[before][1] as usize);
        let [id, name] = ends.get(at)?.map(|end| end as usize);
        Some((text.get(start..id)?, text.get(id..name)?)).filter(|(id, _)| !id.is_empty())
    }
}
