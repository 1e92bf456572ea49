//! Names that `check` lists where people or companies are identified by them: those that stand for several, those that may
//! stand for several, and those that may be one.

use std::borrow::Cow;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use interlocks::dataset::{is_name, spelling_key};
use interlocks::graph::{BoardGraph, Entity};
use interlocks::model::{Day, EntityKind};
use interlocks_core::wording::counted;

/// The most names that a list has.
const LISTED: usize = 10;

/// More years than anybody serves on boards.
const LIFE_ON_BOARDS: i64 = 80;

/// Names in the place of ids.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct NamesAsIds {
    /// The number of people and companies without another id than their name.
    pub names: usize,
    /// Names whose rows cannot be of one person or company.
    pub parted: Listed,
    /// Names that may stand for several people.
    pub may_be_several: Listed,
    /// Names that may be spellings of one.
    pub may_be_one: Listed,
}

/// A list that may be cut off.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Listed {
    /// The number of names.
    pub count: usize,
    /// The first of them, a sentence each.
    pub first: Vec<String>,
}

impl Listed {
    fn add(&mut self, text: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < LISTED {
            self.first.push(text());
        }
    }

    fn lines(&self, what: &str) -> Vec<String> {
        if self.count == 0 {
            return Vec::new();
        }
        let more = match self.count - self.first.len() {
            0 => Vec::new(),
            more => vec![format!("  and {more} more")],
        };
        let first = self.first.iter().map(|line| format!("  {line}"));
        std::iter::once(format!("{} {what}:", counted(self.count, "name"))).chain(first).chain(more).collect()
    }
}

/// Returns `true` for an id that is a name, or that begins with one where the name stands for several.
fn is_name_in(id: &str, name: &str) -> bool {
    let is_label = |rest: &str| rest.is_empty() || rest.starts_with(" (") && rest.ends_with(')');
    id.strip_prefix(name).is_some_and(is_label) && is_name(name)
}

/// Returns texts in quotation marks.
fn quoted<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    texts.into_iter().map(|text| format!("'{text}'")).collect()
}

impl NamesAsIds {
    /// Finds the names that are ids. Cost: one pass over the ids, the names and seats of those that may be names, and two
    /// sorts of these, all in parallel.
    pub fn from_graph(graph: &BoardGraph) -> Option<NamesAsIds> {
        let mut found = NamesAsIds::default();
        EntityKind::ALL.into_iter().for_each(|kind| found.add(graph, kind));
        (found.names > 0).then_some(found)
    }

    fn add(&mut self, graph: &BoardGraph, kind: EntityKind) {
        let is_named = |entity: &Entity| is_name_in(&graph.id(*entity), &graph.name(*entity));
        let entities: Vec<Entity> = graph.named_by_id(kind).into_par_iter().filter(is_named).collect();
        self.names += entities.len();
        let doubts: Vec<Option<String>> = entities.par_iter().map(|entity| doubt(graph, *entity)).collect();
        for (entity, doubt) in entities.iter().zip(doubts) {
            if let Some(doubt) = doubt {
                self.may_be_several.add(|| format!("'{}': {doubt}", graph.id(*entity)));
            }
        }
        // Entities are in the order of ids, and a stable sort keeps those of a name in it.
        let mut named: Vec<(Cow<str>, Entity)> =
            entities.par_iter().map(|entity| (graph.name(*entity), *entity)).collect();
        named.par_sort_by(|a, b| a.0.cmp(&b.0));
        for same in named.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            let ids: Vec<String> = same.iter().map(|(_, entity)| graph.id(*entity)).collect();
            let ids = || quoted(ids.iter().map(String::as_str)).join(", ");
            self.parted.add(|| format!("'{}' stands for {}", same[0].0, ids()));
        }
        named.dedup_by(|a, b| a.0 == b.0);
        let mut spelled: Vec<(String, &str)> =
            named.par_iter().map(|(name, _)| (spelling_key(name, kind), &**name)).collect();
        spelled.par_sort_unstable();
        for same in spelled.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1 && !same[0].0.is_empty()) {
            self.may_be_one.add(|| quoted(same.iter().map(|(_, name)| *name)).join(" and "));
        }
    }

    /// Returns the lists as lines.
    pub fn lines(&self) -> Vec<String> {
        let lists = [
            self.parted.lines("with rows that cannot be of one person or company"),
            self.may_be_several.lines("that may stand for several people"),
            self.may_be_one.lines("that may be one person or company, spelled in several ways"),
        ];
        lists.concat()
    }
}

/// Returns why a name may stand for several people.
fn doubt(graph: &BoardGraph, entity: Entity) -> Option<String> {
    let Entity::Person(person) = entity else { return None };
    let cells = graph.person(person);
    if cells.gender.contains(';') {
        return Some(format!("its rows state several genders ({})", cells.gender));
    }
    if cells.nationality.contains(';') {
        return Some(format!("its rows state several nationalities ({})", cells.nationality));
    }
    let starts = graph.person_seats(person).filter_map(|seat| graph.seat(seat).start);
    let (mut first, mut last): (Option<Day>, Option<Day>) = (None, None);
    for start in starts {
        first = Some(first.map_or(start.latest(), |first| first.min(start.latest())));
        last = last.max(Some(start.earliest()));
    }
    let (first, last) = (first?, last?);
    let years = i64::from(last.year()?) - i64::from(first.year()?);
    (years > LIFE_ON_BOARDS).then(|| format!("its seats begin {years} years apart, from {first} to {last}"))
}
