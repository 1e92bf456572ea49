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
    let ties = graph
        .ties(at)
        .filter(|tie| super::conflicts::binds(graph.tie_kind(*tie)))
        .map(|tie| (tie, graph.tie_ends(tie)))
        .map(|(tie, (from, to))| (if from == at { to } else { from }, Link::Tie(tie)));
    let mut links: Vec<(Entity, Link)> = seats.into_iter().chain(ties).collect();
    links.sort_by_key(|(entity, _)| *entity);
    links
}

fn days(graph: &BoardGraph, link: Link) -> Stretch {
    match link {
        Link::Seat(seat) => Stretch::of(std::iter::once(graph.spell(seat))),
        Link::Tie(tie) => Stretch::of(std::iter::once(graph.tie_spell(tie))),
    }
}

fn holds(graph: &BoardGraph, options: &Options, link: Link) -> bool {
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
