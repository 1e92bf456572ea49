//! Dates that would decide findings: the findings of each deal, pair of parties and kind of rule are tried together.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Limits;
use super::fact::Known;
use super::sets::Search;
use super::tried::Tried;
use interlocks_analysis::conflicts::{ConflictOptions, Finding, Rule};
use interlocks_core::stop::check;
use interlocks_graph::BoardGraph;

/// What decides a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Each of these facts.
    Alone(Vec<Known>),
    /// All of these facts together.
    Together(Vec<Known>),
    /// No small set of the dates of its evidence.
    None,
    /// Not known: the limits were reached.
    TooLarge,
}

/// Returns what decides each of some findings, none of which is certain. In parallel over deals and pairs of parties.
pub(crate) fn outcomes(
    graph: &BoardGraph,
    findings: &[Finding],
    options: &ConflictOptions,
    limits: Limits,
) -> Vec<Outcome> {
    if graph.is_undated() {
        return vec![Outcome::None; findings.len()];
    }
    // Rules that need little of the data, or few days, are not tried with those that need more.
    let kind = |rule: Rule| match rule {
        Rule::AppointmentWindow | Rule::RevolvingDoor => 1,
        Rule::OwnerOnBoard => 2,
        Rule::IndirectPath => 3,
        Rule::SharedDirector | Rule::ExecutiveOnBoard | Rule::RelatedPerson => 0,
    };
    let mut pairs: BTreeMap<(&str, Vec<&str>, u8), Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let parties = finding.parties.iter().map(|party| party.id.as_str()).collect();
        pairs.entry((&finding.deal.id, parties, kind(finding.rule))).or_default().push(at);
    }
    let pairs: Vec<Vec<usize>> = pairs.into_values().collect();
    let by_pair: Vec<Vec<(usize, Outcome)>> = pairs
        .into_par_iter()
        .map(|places| {
            check();
            let own: Vec<&Finding> = places.iter().map(|at| &findings[*at]).collect();
            let outcomes = match Tried::new(graph, &own, options, limits) {
                Some(tried) => Search::new(&tried, tried.questions(limits)).outcomes(&own),
                None => vec![Outcome::TooLarge; own.len()],
            };
            places.into_iter().zip(outcomes).collect()
        })
        .collect();
    let mut all = vec![Outcome::TooLarge; findings.len()];
    for (at, outcome) in by_pair.into_iter().flatten() {
        if let Some(place) = all.get_mut(at) {
            *place = outcome;
        }
    }
    all
}
