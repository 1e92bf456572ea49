//! No rule but a short path between two parties on the day of a deal: `indirect-path`.
//!
//! Most pairs of parties are not joined by few steps at all. So a search from both ends, over the
//! rows that may have held on a day of the deal, comes first; only where it meets, the dated search
//! for a path whose rows share a day follows.

use std::cell::Cell;

use rayon::prelude::*;

use super::Rule;
use super::finding::{Finding, Lead};
use super::records::Records;
use super::relation::binds;
use super::stint::Stint;
use super::table::Table;
use super::{Options, days_of};
use crate::analysis::hops::{Adjacent, Hops};
use crate::analysis::paths::{self, Scratch, Step, Stop};
use crate::analysis::query::{Evidence, Query};
use crate::graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx};
use crate::model::{Certainty, DayRange, EntityKind, Spell};

/// Two parties of a deal of which no other rule found anything.
#[derive(Clone, Copy, Debug)]
pub struct Quiet {
    pub deal: DealIx,
    pub parties: (CompanyIx, CompanyIx),
}

/// The findings of quiet pairs, in their order. In parallel over the pairs.
pub fn indirect(graph: &BoardGraph, quiet: &[Quiet], options: &Options) -> Vec<Finding> {
    let chunk = quiet.len().div_ceil(8 * rayon::current_num_threads()).max(1);
    quiet
        .par_chunks(chunk)
        .flat_map_iter(|chunk| {
            let network = DayNetwork::new(graph);
            let (mut search, mut scratch) = (Hops::new(&network), Scratch::default());
            let found = chunk.iter().filter_map(|pair| one(graph, *pair, options, &network, &mut search, &mut scratch));
            found.collect::<Vec<Finding>>()
        })
        .collect()
}

fn one<'a>(
    graph: &'a BoardGraph,
    pair: Quiet,
    options: &Options,
    network: &DayNetwork<'a>,
    search: &mut Hops<'_, DayNetwork<'a>>,
    scratch: &mut Scratch,
) -> Option<Finding> {
    let days = days_of(graph, pair.deal);
    let ends = [pair.parties.0, pair.parties.1].map(Entity::Company);
    let numbers = ends.map(|end| graph.entity_number(end));
    // A path that surely holds is worth more than a shorter one that may.
    let sure = [Certainty::Certain, Certainty::Possible].into_iter().find_map(|certainty| {
        network.ask(days, certainty.is_certain());
        search.between(numbers[0], numbers[1], options.max_steps)?;
        let query = query_on(graph, days, certainty.is_certain());
        let asked = paths::Options { query, max_steps: options.max_steps, ..paths::Options::default() };
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

/// Seats and ties that may have, or surely, held on the days of a deal; the deal can be changed.
struct DayNetwork<'a> {
    graph: &'a BoardGraph,
    days: Cell<(DayRange, bool)>,
}

impl<'a> DayNetwork<'a> {
    fn new(graph: &'a BoardGraph) -> DayNetwork<'a> {
        let never = DayRange::exactly(crate::model::Day::MIN);
        DayNetwork { graph, days: Cell::new((never, true)) }
    }

    /// Asks about the days of another deal; `sure` keeps what held on all of them for every choice.
    fn ask(&self, days: DayRange, sure: bool) {
        self.days.set((days, sure));
    }

    fn holds(&self, spell: &Spell) -> bool {
        let (days, sure) = self.days.get();
        if self.graph.is_undated() {
            return true;
        }
        let known = !sure || self.graph.as_of().is_none_or(|as_of| days.last <= as_of);
        known && spell.at(days).is_some_and(|answer| !sure || answer.is_certain())
    }
}

impl Adjacent for DayNetwork<'_> {
    fn nodes(&self) -> usize {
        self.graph.person_count() + self.graph.company_count()
    }

    fn each(&self, node: u32, mut call: impl FnMut(u32)) {
        let graph = self.graph;
        let at = graph.entity(node);
        match at {
            Entity::Person(person) => {
                for seat in graph.person_seats(person).filter(|seat| self.holds(&graph.spell(*seat))) {
                    call(graph.entity_number(Entity::Company(graph.seat_company(seat))));
                }
            }
            Entity::Company(company) => {
                for person in graph.company_people(company) {
                    if graph.seats_at(person, company).any(|seat| self.holds(&graph.spell(seat))) {
                        call(graph.entity_number(Entity::Person(person)));
                    }
                }
            }
        }
        for tie in graph.ties(at).filter(|tie| binds(graph.tie_kind(*tie))) {
            if self.holds(&graph.tie_spell(tie)) {
                let (from, to) = graph.tie_ends(tie);
                call(graph.entity_number(if from == at { to } else { from }));
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
