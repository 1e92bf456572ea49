//! The directors and officers that two companies have in common, by their names.

use std::collections::HashMap;

use rayon::prelude::*;

use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

use crate::compare::LARGE_BOARD;
use crate::name::ParsedName;

/// A name that sits on more boards than these is that of a nominee, or of many people.
const MOST_BOARDS: u32 = 5;

/// What the boards of two companies have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shared {
    /// Nobody.
    Nobody,
    /// A name that many boards have.
    Common,
    /// A name that few boards have, at another time.
    OtherTime,
    /// A name that few boards have, at one time.
    One,
    /// Two such names or more.
    Several,
}

/// The people of all companies.
#[derive(Debug)]
pub(crate) struct Directors<'a> {
    graph: &'a BoardGraph,
    /// The people of each company by their names: family name and first initial.
    of: Vec<Vec<(u32, PersonIx)>>,
    /// The number of companies that have a name.
    boards: Vec<u32>,
}

impl<'a> Directors<'a> {
    pub(crate) fn new(graph: &'a BoardGraph) -> Directors<'a> {
        let keys: Vec<String> = (0..graph.person_count())
            .into_par_iter()
            .map(|row| {
                let person = PersonIx::new(row as u32);
                let name = ParsedName::new(&graph.name(Entity::Person(person)));
                let initial = name.given.first().and_then(|word| word.chars().next());
                let family = name.family.concat();
                initial.filter(|_| !family.is_empty()).map_or(family.clone(), |initial| format!("{family} {initial}"))
            })
            .collect();
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let of_person: Vec<Option<u32>> = keys
            .iter()
            .map(|key| {
                let next = numbers.len() as u32;
                (!key.is_empty()).then(|| *numbers.entry(key).or_insert(next))
            })
            .collect();
        let mut boards = vec![0; numbers.len()];
        let of: Vec<Vec<(u32, PersonIx)>> = graph
            .companies()
            .map(|company| {
                if graph.seats_count_at(company) > LARGE_BOARD {
                    return Vec::new();
                }
                let people = graph.company_people(company);
                let mut people: Vec<(u32, PersonIx)> =
                    people.filter_map(|person| Some((of_person[person.index()]?, person))).collect();
                people.sort_unstable();
                people.dedup();
                for names in people.chunk_by(|x, y| x.0 == y.0) {
                    boards[names[0].0 as usize] += 1;
                }
                people
            })
            .collect();
        Directors { graph, of, boards }
    }

    /// Compares two boards; `None` if one has nobody.
    pub(crate) fn compare(&self, a: usize, b: usize) -> Option<Shared> {
        let (x, y) = (&self.of[a], &self.of[b]);
        if x.is_empty() || y.is_empty() {
            return None;
        }
        let mut found = Shared::Nobody;
        for (key, at_one_time) in self.common(a, b) {
            let level = match (self.boards[key as usize] > MOST_BOARDS, at_one_time) {
                (true, _) => Shared::Common,
                (false, false) => Shared::OtherTime,
                (false, true) if found >= Shared::One => Shared::Several,
                (false, true) => Shared::One,
            };
            found = found.max(level);
        }
        Some(found)
    }

    /// Returns the people whose names both boards have, of each name one, with the person of the other board.
    pub(crate) fn shared_people(&self, a: usize, b: usize) -> Vec<(PersonIx, PersonIx)> {
        let first = |company: usize, key: u32| {
            let list = &self.of[company];
            list[list.partition_point(|(own, _)| *own < key)].1
        };
        self.common(a, b).into_iter().map(|(key, _)| (first(a, key), first(b, key))).collect()
    }

    /// Returns the names in common, each with whether both were there at one time, as far as dates tell.
    fn common(&self, a: usize, b: usize) -> Vec<(u32, bool)> {
        let (x, y) = (&self.of[a], &self.of[b]);
        let mut found: Vec<(u32, bool)> = Vec::new();
        let mut from = 0;
        for own in x.chunk_by(|one, other| one.0 == other.0) {
            let key = own[0].0;
            from += y[from..].partition_point(|(other, _)| *other < key);
            let others = y[from..].iter().take_while(|(other, _)| *other == key);
            let pairs = own.iter().flat_map(|one| others.clone().map(move |other| (one.1, other.1)));
            let meets: Vec<bool> = pairs.map(|(one, other)| self.meet([one, other], [a, b])).collect();
            if !meets.is_empty() {
                found.push((key, meets.contains(&true)));
            }
        }
        found
    }

    /// Returns `true` if two people may have seats at two companies at one time.
    fn meet(&self, people: [PersonIx; 2], companies: [usize; 2]) -> bool {
        let [x, y] = [0, 1].map(|at| self.graph.seats_at(people[at], CompanyIx::new(companies[at] as u32)));
        let spell = |seat| self.graph.stated_spell(seat);
        x.clone().any(|x| y.clone().any(|y| spell(x).overlap(&spell(y)).is_some()))
    }
}
