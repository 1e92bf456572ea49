//! No rule but a short path between two parties on the day of a deal: `indirect-path`.
//!
//! Most pairs of parties are not joined by few steps at all, which the search for paths, widening from
//! both ends over the rows of that day, finds out soon.

use rayon::prelude::*;

use super::Rule;
use super::finding::{Finding, Lead};
use super::records::Records;
use super::stint::Stint;
use super::table::Table;
use super::{ConflictOptions, days_of};
use crate::paths::{self, Scratch, Step, Stop};
use crate::question::{Evidence, Query};
use interlocks_core::model::{Certainty, DayRange, EntityKind, Spell};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx};

/// Two parties of a deal of which no other rule found anything.
#[derive(Clone, Copy, Debug)]
pub struct Quiet {
    pub deal: DealIx,
    pub parties: (CompanyIx, CompanyIx),
}

/// The findings of quiet pairs, in their order. In parallel over the pairs.
pub fn indirect(graph: &BoardGraph, quiet: &[Quiet], options: &ConflictOptions) -> Vec<Finding> {
    let chunk = quiet.len().div_ceil(8 * rayon::current_num_threads()).max(1);
    quiet
        .par_chunks(chunk)
        .flat_map_iter(|chunk| {
            let mut scratch = Scratch::default();
            chunk.iter().filter_map(|pair| one(graph, *pair, options, &mut scratch)).collect::<Vec<Finding>>()
        })
        .collect()
}

fn one(graph: &BoardGraph, pair: Quiet, options: &ConflictOptions, scratch: &mut Scratch) -> Option<Finding> {
    let days = days_of(graph, pair.deal);
    let ends = [pair.parties.0, pair.parties.1].map(Entity::Company);
    // A path that surely holds is worth more than a shorter one that may.
    let sure = [Certainty::Certain, Certainty::Possible].into_iter().find_map(|certainty| {
        let query = query_on(graph, days, certainty.is_certain());
        let asked = paths::PathOptions { query, max_steps: options.max_steps, ..paths::PathOptions::default() };
        let path = scratch.shortest(graph, ends[0], ends[1], &asked)?;
        Some((path, certainty))
    });
    let (path, certainty) = sure?;
    let table = Table::new(graph, pair.deal, pair.parties, options);
    let stops = path.steps.iter().map(|step| &step.to).filter_map(|stop| match entity(graph, stop)? {
        Entity::Person(person) => Some(person),
        Entity::Company(_) => None,
    });
    let people: Vec<PersonIx> = stops.collect();
    let count = path.steps.len();
    let plural = if count == 1 { "" } else { "s" };
    let chain: Vec<String> = path.steps.iter().map(|step| format!("{} {}", step.told(), step.to.name)).collect();
    let what = format!(
        "A path of {count} step{plural} joins the parties: {}, {}",
        table.name(pair.parties.0),
        chain.join(", ")
    );
    let rows: Vec<Records> = path.steps.iter().filter_map(|step| row(graph, step, days)).collect();
    let since = table.since(&rows.iter().map(Records::stints).collect::<Vec<Vec<Stint>>>());
    let mut lead = Lead::held(Rule::IndirectPath, people, (certainty, since), what);
    lead.steps = Some(count);
    lead.evidence = rows.iter().flat_map(|row| row.evidence(graph, &table.span())).collect();
    Some(table.finding(lead))
}

/// The clock of a path every step of which held on the day of a deal.
fn query_on(graph: &BoardGraph, days: DayRange, sure: bool) -> Query {
    let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
    Query { clock, certain_only: sure }
}

fn entity(graph: &BoardGraph, stop: &Stop) -> Option<Entity> {
    match stop.kind {
        EntityKind::Person => graph.person_number(&stop.id).map(Entity::Person),
        EntityKind::Company => graph.company_number(&stop.id).map(Entity::Company),
    }
}

/// The row that a step of a path rests on, of those that may have held on the days of the deal.
fn row(graph: &BoardGraph, step: &Step, days: DayRange) -> Option<Records> {
    let (from, to) = (entity(graph, &step.from)?, entity(graph, &step.to)?);
    let same = |row: &Evidence| {
        (&row.place, &row.relation, &row.start, &row.end) == (&step.place, &step.relation, &step.start, &step.end)
    };
    let there = |spell: Spell| graph.is_undated() || spell.at(days).is_some();
    let seats = match (from, to) {
        (Entity::Person(person), Entity::Company(company)) | (Entity::Company(company), Entity::Person(person)) => {
            Some(graph.seats_at(person, company))
        }
        _ => None,
    };
    let seat =
        seats.into_iter().flatten().find(|seat| there(graph.spell(*seat)) && same(&Evidence::seat(graph, *seat)));
    if let Some(seat) = seat {
        return Some(Records::seat(graph, seat));
    }
    let mut joins = graph.ties(from).filter(|tie| {
        let ends = graph.tie_ends(*tie);
        ends == (from, to) || ends == (to, from)
    });
    joins
        .find(|tie| there(graph.tie_spell(*tie)) && same(&Evidence::tie(graph, *tie)))
        .map(|tie| Records::tie(graph, tie))
}
