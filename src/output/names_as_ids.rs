//! Names that `check` lists where people or companies are identified by them: those that stand for several, those that may
//! stand for several, and those that may be one.

use std::collections::BTreeMap;

use serde::Serialize;

use interlocks::dataset::{Named, is_name, spelling_key};
use interlocks::graph::{BoardGraph, Entity};
use interlocks::model::Day;
use interlocks_core::wording::counted;

/// The most names that a list has.
const LISTED: usize = 10;

/// More years than anybody serves on boards.
const LIFE_ON_BOARDS: i64 = 80;

/// Names in the place of ids.
#[derive(Clone, Debug, Default, Serialize)]
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
#[derive(Clone, Debug, Default, Serialize)]
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

/// Returns the name that an id is, or that it begins with where a name stands for several.
fn name_in<'t>(id: &'t str, name: &'t str) -> Option<&'t str> {
    let label = id.strip_prefix(name)?;
    (label.is_empty() || label.starts_with(" (") && label.ends_with(')')).then_some(name).filter(|name| is_name(name))
}

impl NamesAsIds {
    /// Finds the names that are ids. Cost: linear in people, companies and seats of these, and a sort of the names.
    pub fn from_graph(graph: &BoardGraph) -> Option<NamesAsIds> {
        let mut found = NamesAsIds::default();
        let people = graph.people().map(Entity::Person).collect();
        found.add(graph, people, Named::People);
        found.add(graph, graph.companies().map(Entity::Company).collect(), Named::Companies);
        (found.names > 0).then_some(found)
    }

    fn add(&mut self, graph: &BoardGraph, entities: Vec<Entity>, named: Named) {
        let mut ids_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entity in entities {
            let (id, name) = (graph.id(entity), graph.name(entity));
            if let Some(name) = name_in(&id, &name) {
                self.names += 1;
                if let Some(doubt) = doubt(graph, entity) {
                    self.may_be_several.add(|| format!("'{id}': {doubt}"));
                }
                ids_of.entry(name.to_owned()).or_default().push(id.clone());
            }
        }
        let mut spelled: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, ids) in &ids_of {
            if ids.len() > 1 {
                let quoted: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
                self.parted.add(|| format!("'{name}' stands for {}", quoted.join(", ")));
            }
            spelled.entry(spelling_key(name, named)).or_default().push(name);
        }
        for (key, names) in &spelled {
            if names.len() > 1 && !key.is_empty() {
                let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
                self.may_be_one.add(|| quoted.join(" and "));
            }
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
