//! A short path between two parties on the day of a deal, if no other rule has a finding: `indirect-path`.
//!
//! Most pairs of parties are not connected within a few steps. The search, which widens from both ends over the rows of
//! that day, finds this out quickly.

use rayon::prelude::*;

use crate::conflicts::Rule;
use crate::conflicts::account::Deed;
use crate::conflicts::explain::relation_phrase;
use crate::conflicts::finding::{Finding, Lead};
use crate::conflicts::party_pair::PartyPair;
use crate::conflicts::records::Records;
use crate::conflicts::{ConflictOptions, deal_days_or_any};
use crate::paths::{self, Scratch, Step, Stop};
use crate::question::{Evidence, Query};
use crate::tenure::ServiceSpell;
use interlocks_core::model::{Certainty, DayRange, EntityKind, Spell};
use interlocks_core::wording::{and_list, counted};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx};

/// Two parties of a deal on which no other rule has a finding.
#[derive(Clone, Copy, Debug)]
pub(in crate::conflicts) struct UnlinkedPair {
    pub deal: DealIx,
    pub parties: (CompanyIx, CompanyIx),
}

/// Returns the findings on unlinked pairs, in their order. In parallel over the pairs.
pub(in crate::conflicts) fn indirect_paths(
    graph: &BoardGraph,
    unlinked: &[UnlinkedPair],
    options: &ConflictOptions,
) -> Vec<Finding> {
    let chunk = unlinked.len().div_ceil(8 * rayon::current_num_threads()).max(1);
    unlinked
        .par_chunks(chunk)
        .flat_map_iter(|chunk| {
            let mut scratch = Scratch::default();
            chunk.iter().filter_map(|pair| indirect_path(graph, *pair, options, &mut scratch)).collect::<Vec<Finding>>()
        })
        .collect()
}

fn indirect_path(
    graph: &BoardGraph,
    pair: UnlinkedPair,
    options: &ConflictOptions,
    scratch: &mut Scratch,
) -> Option<Finding> {
    let days = deal_days_or_any(graph, pair.deal);
    let ends = [pair.parties.0, pair.parties.1].map(Entity::Company);
    // A certain path comes before a shorter one that is only possible.
    let found = [Certainty::Certain, Certainty::Possible].into_iter().find_map(|certainty| {
        let query = query_on(graph, days, certainty);
        let path_options = paths::PathOptions { query, max_steps: options.max_steps, ..paths::PathOptions::default() };
        let path = scratch.shortest(graph, ends[0], ends[1], &path_options)?;
        Some((path, certainty))
    });
    let (path, certainty) = found?;
    let pair_of_deal = PartyPair::new(graph, pair.deal, pair.parties, options);
    let stops = path.steps.iter().map(|step| &step.to).filter_map(|stop| match entity(graph, stop)? {
        Entity::Person(person) => Some(person),
        Entity::Company(_) => None,
    });
    let people: Vec<PersonIx> = stops.collect();
    let count = path.steps.len();
    let rows: Vec<Records> = path.steps.iter().filter_map(|step| row(graph, step, days)).collect();
    let since = pair_of_deal.since(&rows.iter().map(Records::service_spells).collect::<Vec<Vec<ServiceSpell>>>());
    let mut lead = Lead::new(Rule::IndirectPath, people, (certainty, since));
    lead.steps = Some(count);
    lead.evidence = rows.iter().flat_map(|row| row.evidence(graph, &pair_of_deal.span())).collect();
    for row in &lead.evidence {
        let (verb, object) = relation_phrase(row);
        lead.account.add(&row.from, Deed::Named { verb, object });
    }
    let parties = [pair.parties.0, pair.parties.1].map(|party| pair_of_deal.company(party));
    lead.account.remark(format!("A path of {} joins {}", counted(count, "step"), and_list(&parties)));
    Some(pair_of_deal.finding(lead))
}

/// Returns the query for a path every step of which is true on the day of a deal.
fn query_on(graph: &BoardGraph, days: DayRange, certainty: Certainty) -> Query {
    let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
    Query { clock, certain_only: certainty.is_certain() }
}

fn entity(graph: &BoardGraph, stop: &Stop) -> Option<Entity> {
    match stop.kind {
        EntityKind::Person => graph.person_number(&stop.id).map(Entity::Person),
        EntityKind::Company => graph.company_number(&stop.id).map(Entity::Company),
    }
}

/// Returns the row that a step of a path rests on, among those that may hold on the days of the deal.
fn row(graph: &BoardGraph, step: &Step, days: DayRange) -> Option<Records> {
    let (from, to) = (entity(graph, &step.from)?, entity(graph, &step.to)?);
    let is_same = |row: &Evidence| {
        (&row.place, &row.relation, &row.start, &row.end) == (&step.place, &step.relation, &step.start, &step.end)
    };
    let may_hold = |spell: Spell| graph.is_undated() || spell.at(days).is_some();
    let seats = match (from, to) {
        (Entity::Person(person), Entity::Company(company)) | (Entity::Company(company), Entity::Person(person)) => {
            Some(graph.seats_at(person, company))
        }
        _ => None,
    };
    let seat = seats
        .into_iter()
        .flatten()
        .find(|seat| may_hold(graph.spell(*seat)) && is_same(&Evidence::from_seat(graph, *seat)));
    if let Some(seat) = seat {
        return Some(Records::from_seat(graph, seat));
    }
    let mut ties = graph.ties(from).filter(|tie| {
        let ends = graph.tie_ends(*tie);
        ends == (from, to) || ends == (to, from)
    });
    ties.find(|tie| may_hold(graph.tie_spell(*tie)) && is_same(&Evidence::from_tie(graph, *tie)))
        .map(|tie| Records::from_tie(graph, tie))
}
