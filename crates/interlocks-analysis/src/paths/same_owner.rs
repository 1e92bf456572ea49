//! Paths along which one owner has its people on the boards of two companies (deputisation).

use std::collections::BTreeSet;

use super::step_rules::StepRules;
use crate::ownership::{Deputation, deputies_of, owners_at_any_time};
use interlocks_graph::{CompanyIx, Entity};

/// The most steps of a path from one board to another through an owner: to the owner's person on the board, to the owner,
/// to its other person, to the other board.
const MAX_STEPS_BETWEEN: usize = 4;

/// Returns the owner whose people a path leads over: between two companies it passes only an owner of both and those of
/// the owner's people who are on the two boards.
///
/// Among several, a certain one comes first, then the two companies closest to the start of the path, then the owner by
/// name.
pub(super) fn same_owner(rules: &StepRules<'_>, nodes: &[u32]) -> Option<Deputation> {
    let graph = rules.graph;
    if graph.tie_count() == 0 {
        return None;
    }
    let stops: Vec<Entity> = nodes.iter().map(|node| graph.entity(*node)).collect();
    let companies: Vec<(usize, CompanyIx, BTreeSet<Entity>)> = stops
        .iter()
        .enumerate()
        .filter_map(|(at, stop)| match stop {
            Entity::Company(company) => Some((at, *company, owners_at_any_time(graph, *company))),
            Entity::Person(_) => None,
        })
        .filter(|(.., owners)| !owners.is_empty())
        .collect();
    let mut best: Option<Deputation> = None;
    for (nth, (at, a, owners)) in companies.iter().enumerate() {
        for (to, b, others) in companies[nth + 1..].iter().filter(|(to, ..)| to - at <= MAX_STEPS_BETWEEN) {
            let between = &stops[at + 1..*to];
            let mut found: Vec<Deputation> = owners
                .intersection(others)
                .flat_map(|owner| deputies_of(graph, *owner, [*a, *b], &rules.options.query))
                .filter(|found| leads_over(rules, [*a, *b], between, found))
                .collect();
            found.sort_by(|x, y| (!x.certain, &x.owner, &x.seats).cmp(&(!y.certain, &y.owner, &y.seats)));
            if let Some(first) = found.into_iter().next()
                && best.as_ref().is_none_or(|best| first.certain && !best.certain)
            {
                best = Some(first);
            }
        }
    }
    best
}

/// Returns `true` if a part of a path passes only the owner and its people, each next to the board they are on. A part over
/// the owner's own stakes passes the owner alone.
fn leads_over(rules: &StepRules<'_>, ends: [CompanyIx; 2], between: &[Entity], found: &Deputation) -> bool {
    let graph = rules.graph;
    let sits = |stop: &Entity, company: CompanyIx| {
        let (person, company) = (graph.id(*stop), graph.id(Entity::Company(company)));
        found.seats.iter().any(|seat| seat.company.id == company && seat.person.id == person)
    };
    let fits = |at: usize, stop: &Entity| match stop {
        Entity::Company(_) => graph.id(*stop) == found.owner.id,
        Entity::Person(_) => {
            let first = at == 0;
            let last = at + 1 == between.len();
            (first || last) && (!first || sits(stop, ends[0])) && (!last || sits(stop, ends[1]))
        }
    };
    !between.is_empty() && between.iter().enumerate().all(|(at, stop)| fits(at, stop))
}
