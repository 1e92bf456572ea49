//! How two entities are joined: the path of fewest steps over seats and ties.
//!
//! At any time a path may use seats of different times; at a day, or during a window, all its
//! steps hold on one common day. The search widens level by level from the start and keeps, for
//! each entity, the common days of the ways that lead to it; a way whose days another way of no
//! more steps already covers is dropped. So the first way to reach the goal is a shortest one, and
//! it visits nothing twice. Cost: the number of seats and ties reached times the number of
//! different common stretches, usually few.

use std::collections::HashMap;

use serde::Serialize;

use super::hops::{Adjacent, Hops};
use super::query::{Evidence, Query};
use crate::graph::{BoardGraph, Clock, Entity, SeatIx, Stretch, TieIx};
use crate::model::{DaySpan, EntityKind, Spans};

/// What to ask.
#[derive(Clone, Debug)]
pub struct Options {
    pub query: Query,
    /// Most steps of a path.
    pub max_steps: usize,
    /// Entities no path may pass.
    pub avoid: Vec<Entity>,
}

impl Default for Options {
    fn default() -> Options {
        Options { query: Query::default(), max_steps: 6, avoid: Vec::new() }
    }
}

/// An entity on a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stop {
    pub id: String,
    pub name: String,
    pub kind: EntityKind,
}

/// One step of a path.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub from: Stop,
    pub to: Stop,
    /// The role, or the kind of tie.
    pub relation: String,
    pub start: Option<String>,
    pub end: Option<String>,
    /// Whether the step holds at the clock for every choice of days.
    pub certain: bool,
    /// Ids of the sources, joined by `;`.
    pub source: String,
    /// `file:line` of the row.
    pub place: String,
}

/// A chain of seats and ties from one entity to another.
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// Reserved for the strength of the path; null while paths are ordered by steps alone.
    pub strength: Option<f64>,
    pub steps: Vec<Step>,
    /// Days on which every step may hold; both null when there is no such day.
    pub common: Option<DaySpan>,
}

/// A seat or a tie that leads on from an entity.
#[derive(Clone, Copy)]
enum Link {
    Seat(SeatIx),
    Tie(TieIx),
}

/// A way found so far: the last entity, the common days, and the way before.
struct Way {
    at: Entity,
    days: Spans,
    before: Option<(usize, Link)>,
}

/// A path of fewest steps between two entities at the clock, or none within the steps allowed.
/// Of several, the one whose entities come first in the order of ids.
pub fn shortest(graph: &BoardGraph, from: Entity, to: Entity, options: &Options) -> Option<Path> {
    if options.query.clock == Clock::Ever {
        at_any_time(graph, from, to, options)
    } else {
        widening(graph, from, to, options)
    }
}

/// Seats and ties of any time, as a network.
struct AnyTime<'a> {
    graph: &'a BoardGraph,
    options: &'a Options,
}

impl Adjacent for AnyTime<'_> {
    fn nodes(&self) -> usize {
        self.graph.person_count() + self.graph.company_count()
    }

    fn each(&self, node: u32, mut call: impl FnMut(u32)) {
        let at = self.graph.entity(node);
        let mut seat_to = |seat: SeatIx, next: Entity| {
            if !self.options.avoid.contains(&next) && holds(self.graph, self.options, Link::Seat(seat)) {
                call(self.graph.entity_number(next));
            }
        };
        match at {
            Entity::Person(person) => {
                for seat in self.graph.person_seats(person) {
                    seat_to(seat, Entity::Company(self.graph.seat_company(seat)));
                }
            }
            Entity::Company(company) => {
                for person in self.graph.company_people(company) {
                    for seat in self.graph.seats_at(person, company) {
                        seat_to(seat, Entity::Person(person));
                    }
                }
            }
        }
        for (next, tie) in tied(self.graph, at) {
            if !self.options.avoid.contains(&next) && holds(self.graph, self.options, Link::Tie(tie)) {
                call(self.graph.entity_number(next));
            }
        }
    }

    fn degree(&self, node: u32) -> usize {
        let at = self.graph.entity(node);
        let seats = match at {
            Entity::Person(person) => self.graph.person_seats(person).len(),
            Entity::Company(company) => self.graph.company_people(company).count(),
        };
        seats + self.graph.ties(at).count()
    }
}

/// At any time nothing has to hold together, so the search runs from both ends.
fn at_any_time(graph: &BoardGraph, from: Entity, to: Entity, options: &Options) -> Option<Path> {
    if from == to || options.avoid.contains(&to) {
        return None;
    }
    let network = AnyTime { graph, options };
    let nodes = Hops::new(&network).path(graph.entity_number(from), graph.entity_number(to), options.max_steps)?;
    let mut ways = vec![Way { at: from, days: options.query.clock.window().into(), before: None }];
    for node in nodes.into_iter().skip(1) {
        let (number, next) = (ways.len() - 1, graph.entity(node));
        let mut fitting = links(graph, ways[number].at).into_iter();
        let (_, link) = fitting.find(|(entity, link)| *entity == next && holds(graph, options, *link))?;
        ways.push(Way { at: next, days: ways[number].days.clone(), before: Some((number, link)) });
    }
    Some(path(graph, options, &ways))
}

/// Widens level by level from the start.
fn widening(graph: &BoardGraph, from: Entity, to: Entity, options: &Options) -> Option<Path> {
    let together = options.query.clock != Clock::Ever;
    let mut ways = vec![Way { at: from, days: options.query.clock.window().into(), before: None }];
    let mut covered: HashMap<Entity, Vec<Spans>> = HashMap::new();
    covered.insert(from, vec![ways[0].days.clone()]);
    let mut level = 0..1;
    if from == to {
        return None;
    }
    for _ in 0..options.max_steps {
        let end = ways.len();
        for number in level.clone() {
            for (next, link) in links(graph, ways[number].at) {
                if options.avoid.contains(&next) || !holds(graph, options, link) {
                    continue;
                }
                let days = if together {
                    ways[number].days.meet(&possible(graph, options, link))
                } else {
                    ways[number].days.clone()
                };
                let seen = covered.entry(next).or_default();
                if days.is_empty() || seen.iter().any(|old| old.meet(&days) == days) {
                    continue;
                }
                seen.push(days.clone());
                ways.push(Way { at: next, days, before: Some((number, link)) });
                if next == to {
                    return Some(path(graph, options, &ways));
                }
            }
        }
        level = end..ways.len();
    }
    None
}

/// What leads on from an entity, in the order of the entities it leads to.
fn links(graph: &BoardGraph, at: Entity) -> Vec<(Entity, Link)> {
    let seats: Vec<(Entity, Link)> = match at {
        Entity::Person(person) => graph
            .person_seats(person)
            .map(|seat| (Entity::Company(graph.seat_company(seat)), Link::Seat(seat)))
            .collect(),
        Entity::Company(company) => graph
            .company_seats(company)
            .map(|seat| (Entity::Person(graph.seat_person(seat)), Link::Seat(seat)))
            .collect(),
    };
    let ties = tied(graph, at).map(|(entity, tie)| (entity, Link::Tie(tie)));
    let mut links: Vec<(Entity, Link)> = seats.into_iter().chain(ties).collect();
    links.sort_by_key(|(entity, _)| *entity);
    links
}

/// What ties lead on to, save those that set two against each other.
fn tied(graph: &BoardGraph, at: Entity) -> impl Iterator<Item = (Entity, TieIx)> + '_ {
    graph.ties(at).filter(|tie| super::conflicts::binds(graph.tie_kind(*tie))).map(move |tie| {
        let (from, to) = graph.tie_ends(tie);
        (if from == at { to } else { from }, tie)
    })
}

fn days(graph: &BoardGraph, link: Link) -> Stretch {
    match link {
        Link::Seat(seat) => Stretch::of(std::iter::once(graph.spell(seat))),
        Link::Tie(tie) => Stretch::of(std::iter::once(graph.tie_spell(tie))),
    }
}

fn holds(graph: &BoardGraph, options: &Options, link: Link) -> bool {
    if options.query.clock == Clock::Ever {
        let spell = match link {
            Link::Seat(seat) => graph.spell(seat),
            Link::Tie(tie) => graph.tie_spell(tie),
        };
        return if options.query.certain_only { spell.certain().is_some() } else { spell.possible().is_some() };
    }
    options.query.holds(graph, &days(graph, link)).is_some()
}

fn possible(graph: &BoardGraph, options: &Options, link: Link) -> Spans {
    let days = days(graph, link);
    if options.query.certain_only { days.certain } else { days.possible }
}

fn path(graph: &BoardGraph, options: &Options, ways: &[Way]) -> Path {
    let mut steps = Vec::new();
    let mut common = Spans::from(DaySpan::ALWAYS);
    let mut at = ways.len() - 1;
    while let Some((before, link)) = ways[at].before {
        common = common.meet(&possible(graph, options, link));
        steps.push(step(graph, options, ways[before].at, ways[at].at, link));
        at = before;
    }
    steps.reverse();
    Path { strength: None, steps, common: common.hull() }
}

fn step(graph: &BoardGraph, options: &Options, from: Entity, to: Entity, link: Link) -> Step {
    let row = match link {
        Link::Seat(seat) => Evidence::seat(graph, seat),
        Link::Tie(tie) => Evidence::tie(graph, tie),
    };
    let certain = options.query.holds(graph, &days(graph, link)).is_some_and(|answer| answer.is_certain());
    Step {
        from: stop(graph, from),
        to: stop(graph, to),
        relation: row.relation,
        start: row.start,
        end: row.end,
        certain,
        source: row.sources.join(";"),
        place: row.place,
    }
}

fn stop(graph: &BoardGraph, entity: Entity) -> Stop {
    Stop { id: graph.id(entity), name: graph.name(entity).into_owned(), kind: entity.kind() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Dataset, Format, LoadOptions};
    use crate::graph::BuildOptions;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn from_both_ends_the_same_path_is_found_as_from_one(rows in prop::collection::vec((0u8..7, 0u8..7, 0u8..3), 1..16), ties in prop::collection::vec((0u8..7, 0u8..7), 0..3), certain_only: bool, most in 1usize..7) {
            let seats: Vec<String> = rows.iter().map(|(person, company, date)| {
                let start = ["2001", "2001-05-01", ""][usize::from(*date)];
                format!(r#"{{"person": "p{person}", "company": "c{company}", "start": "{start}", "end": "2003"}}"#)
            }).collect();
            let known = |kind: char, number: u8| rows.iter().any(|row| (if kind == 'p' { row.0 } else { row.1 }) == number);
            let ties: Vec<String> = ties.iter().filter(|(a, b)| known('p', *a) && known('c', *b)).map(|(a, b)| {
                format!(r#"{{"from": "p{a}", "to": "c{b}", "kind": "founder-of"}}"#)
            }).collect();
            let text = format!(r#"{{"seats": [{}], "ties": [{}]}}"#, seats.join(","), ties.join(","));
            let stream = Box::new(std::io::Cursor::new(text.into_bytes()));
            let data = Dataset::read(stream, "test", Format::Json, &LoadOptions::default()).unwrap();
            let graph = BoardGraph::new(data, BuildOptions::default());
            let query = Query { clock: Clock::Ever, certain_only };
            for from in graph.entities() {
                for to in graph.entities().filter(|to| *to != from) {
                    let options = Options { query, max_steps: most, avoid: graph.entities().take(1).filter(|e| *e != from && *e != to).collect() };
                    let text = |path: Option<Path>| serde_json::to_string(&path).unwrap();
                    prop_assert_eq!(text(at_any_time(&graph, from, to, &options)), text(widening(&graph, from, to, &options)));
                }
            }
        }
    }
}
