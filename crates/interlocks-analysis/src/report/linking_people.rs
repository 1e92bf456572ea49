//! Who binds two companies, and the seats and ties by which they do.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Told;
use crate::ownership::Deputation;
use crate::paths::{Path, Step};
use crate::question::{Evidence, Named};
use interlocks_core::model::{Day, DaySet, DaySpan, EntityKind, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// Where a seat is: at one of the two, or elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    A,
    B,
    Other,
}

/// A seat, or a tie to a company, of somebody who binds the two.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    pub side: Side,
    pub row: Evidence,
    /// `ended`, `ongoing` or `unknown`.
    pub ending: &'static str,
    /// Days on which it holds for every choice of days, and for some.
    pub certain: Option<DaySpan>,
    pub possible: Option<DaySpan>,
    #[serde(skip)]
    pub spell: Spell,
}

/// Somebody who binds two companies.
#[derive(Clone, Debug, Serialize)]
pub struct Binder {
    pub person: Named,
    /// Whether they held seats at both, at one time or another.
    pub at_both: bool,
    /// Days on which they held a seat of any kind at both at once.
    pub both_certain: DaySet,
    pub both_possible: DaySet,
    /// By side, then by time.
    pub held: Vec<Held>,
}

/// The rows an answer rests on, as far as they have a person in them.
#[derive(Default)]
struct Rested<'a> {
    people: BTreeSet<PersonIx>,
    rows: Vec<&'a Evidence>,
    steps: Vec<&'a Step>,
}

/// Everybody with seats at both, and everybody in the evidence of findings, paths and owners; those
/// with seats at both first, then by their first day, name and id.
pub(super) fn people(
    graph: &BoardGraph,
    ends: [CompanyIx; 2],
    findings: &[Told],
    paths: &[Path],
    owners: &[Deputation],
) -> Vec<Binder> {
    let [a, b] = ends;
    let mut rested = Rested { people: graph.shared_people(a, b).into_iter().collect(), ..Rested::default() };
    let of_findings = findings.iter().flat_map(|told| &told.finding.evidence);
    for row in of_findings.chain(owners.iter().flat_map(|found| &found.evidence)).filter(|row| row.kind != "deal") {
        rested.people.extend(graph.person_number(&row.from.id));
        if row.kind == "tie" {
            rested.people.extend(graph.person_number(&row.to.id));
        }
        rested.rows.push(row);
    }
    for step in paths.iter().flat_map(|path| &path.steps) {
        for stop in [&step.from, &step.to].into_iter().filter(|stop| stop.kind == EntityKind::Person) {
            rested.people.extend(graph.person_number(&stop.id));
        }
        rested.steps.push(step);
    }
    let mut binders: Vec<Binder> = rested.people.iter().map(|person| binder(graph, ends, *person, &rested)).collect();
    binders.retain(|binder| !binder.held.is_empty());
    binders.sort_by_cached_key(|binder| {
        let first = binder.held.iter().filter_map(|held| held.possible).map(|span| span.from).min();
        (!binder.at_both, first.unwrap_or(Day::MAX), binder.person.name.clone(), binder.person.id.clone())
    });
    binders
}

fn binder(graph: &BoardGraph, [a, b]: [CompanyIx; 2], person: PersonIx, rested: &Rested<'_>) -> Binder {
    let (there, here) = (graph.tenure_at(person, a).any, graph.tenure_at(person, b).any);
    let UncertainDays { certain, possible } = there.meet(&here);
    let mut held: Vec<Held> = Vec::new();
    for seat in graph.person_seats(person) {
        let company = graph.seat_company(seat);
        let side = side(Entity::Company(company), [a, b]);
        let row = Evidence::seat(graph, seat);
        if side != Side::Other || rested.names(&row) {
            held.push(of_seat(graph, seat, side, row));
        }
    }
    for tie in graph.ties(Entity::Person(person)) {
        let (from, to) = graph.tie_ends(tie);
        let other = if from == Entity::Person(person) { to } else { from };
        let row = Evidence::tie(graph, tie);
        if matches!(other, Entity::Company(_)) && rested.names(&row) {
            held.push(of_tie(graph, tie, side(other, [a, b]), row));
        }
    }
    held.sort_by_cached_key(|held| {
        let Spell { earliest_start, latest_start, earliest_end, latest_end } = held.spell;
        let days = [earliest_start, latest_start, earliest_end, latest_end];
        (held.side, held.row.to.name.clone(), days, held.row.relation.clone(), held.row.place.clone())
    });
    Binder {
        person: Named::of(graph, Entity::Person(person)),
        at_both: graph.seats_at(person, a).next().is_some() && graph.seats_at(person, b).next().is_some(),
        both_certain: certain,
        both_possible: possible,
        held,
    }
}

impl Rested<'_> {
    /// Whether a finding, an owner or a step of a path rests on a row.
    fn names(&self, row: &Evidence) -> bool {
        let step = |step: &&Step| {
            let ends = [step.from.id.as_str(), step.to.id.as_str()];
            step.place == row.place
                && ends.contains(&row.from.id.as_str())
                && ends.contains(&row.to.id.as_str())
                && (&step.start, &step.end) == (&row.start, &row.end)
        };
        self.rows.contains(&row) || self.steps.iter().any(step)
    }
}

fn side(at: Entity, [a, b]: [CompanyIx; 2]) -> Side {
    match at {
        Entity::Company(company) if company == a => Side::A,
        Entity::Company(company) if company == b => Side::B,
        _ => Side::Other,
    }
}

fn of_seat(graph: &BoardGraph, seat: SeatIx, side: Side, row: Evidence) -> Held {
    let spell = graph.spell(seat);
    let ending = graph.seat(seat).end.as_str();
    Held { side, row, ending, certain: spell.certain(), possible: spell.possible(), spell }
}

fn of_tie(graph: &BoardGraph, tie: TieIx, side: Side, row: Evidence) -> Held {
    let spell = graph.tie_spell(tie);
    let ending = graph.tie(tie).end.as_str();
    Held { side, row, ending, certain: spell.certain(), possible: spell.possible(), spell }
}
