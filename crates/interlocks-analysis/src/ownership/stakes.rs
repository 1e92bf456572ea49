//! Owner ties as stakes: the share of each owner in a company on a day, from what is certain to what is possible.

use std::collections::BTreeMap;

use crate::question::Query;
use interlocks_core::model::vocabulary::TieKind;
use interlocks_core::model::{Certainty, DayRange};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, TieIx, UncertainDays};

/// Returns the owner and the company of a tie, if it is one of ownership. A parent of a company is its owner, and so is an
/// investor whose share is stated; without a share, an investment may be a loan.
pub fn owner_tie(graph: &BoardGraph, tie: TieIx) -> Option<(Entity, CompanyIx)> {
    let (kind, owner, owned) = graph.directed_tie(tie);
    let Entity::Company(company) = owned else { return None };
    let is_company = matches!(owner, Entity::Company(_));
    let owns = match kind {
        TieKind::Owner => true,
        TieKind::Parent | TieKind::ParentCompany => is_company,
        TieKind::Investor => stated_share(graph, tie).is_some(),
        _ => false,
    };
    owns.then_some((owner, company))
}

/// Returns `true` if a tie of ownership states control, whatever the share.
pub fn states_control(graph: &BoardGraph, tie: TieIx) -> bool {
    let companies = matches!(graph.tie_ends(tie), (Entity::Company(_), Entity::Company(_)));
    companies && matches!(graph.tie_reading(tie).kind, TieKind::Parent | TieKind::ParentCompany)
}

/// Returns the share that a tie states, as a fraction of one; `None` if it states none or one outside 0 to 100 %.
pub fn stated_share(graph: &BoardGraph, tie: TieIx) -> Option<f64> {
    graph.tie(tie).share.filter(|share| (0.0..=100.0).contains(share)).map(|share| share / 100.0)
}

/// The direction in which owner ties are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From an owner to what it owns.
    ToOwned,
    /// From what is owned to its owners.
    ToOwners,
}

/// Returns the ties by which an entity owns companies, or is owned, each with the entity at the other end.
pub(super) fn owner_ties(
    graph: &BoardGraph,
    entity: Entity,
    direction: Direction,
) -> impl Iterator<Item = (TieIx, Entity)> + '_ {
    graph.ties(entity).filter_map(move |tie| {
        let (owner, company) = owner_tie(graph, tie)?;
        let company = Entity::Company(company);
        match direction {
            Direction::ToOwned if owner == entity => Some((tie, company)),
            Direction::ToOwners if company == entity => Some((tie, owner)),
            _ => None,
        }
    })
}

/// Returns the days of a tie.
pub(super) fn days_of(graph: &BoardGraph, tie: TieIx) -> UncertainDays {
    UncertainDays::from_spell(&graph.tie_spell(tie))
}

/// The direct share of one owner in one company on a day.
#[derive(Clone, Debug, Default)]
pub(super) struct StakeOnDay {
    /// The ties that are possibly true on the day.
    pub ties: Vec<TieIx>,
    /// The minimum, as a fraction of one.
    pub least: f64,
    /// The maximum, as a fraction of one.
    pub most: f64,
    /// `true` if every tie states its share. Otherwise `most` is what the other owners leave.
    pub stated: bool,
    /// `true` if the owner holds something for every choice of days.
    pub certain: bool,
}

/// Returns every possible stake in a company on a day, in the order of owners.
pub(super) fn stakes_in(graph: &BoardGraph, company: CompanyIx, day: DayRange) -> BTreeMap<Entity, StakeOnDay> {
    let mut ties: BTreeMap<Entity, Vec<TieIx>> = BTreeMap::new();
    for (tie, owner) in owner_ties(graph, Entity::Company(company), Direction::ToOwners) {
        if holds(graph, &days_of(graph, tie), day).is_some() {
            ties.entry(owner).or_default().push(tie);
        }
    }
    let mut stakes: BTreeMap<Entity, StakeOnDay> =
        ties.into_iter().map(|(owner, ties)| (owner, stake(graph, ties, day))).collect();
    let sure: f64 = stakes.values().map(|stake| stake.least).sum();
    for stake in stakes.values_mut().filter(|stake| !stake.stated) {
        let left = 1.0 - (sure - stake.least);
        stake.most = stake.most.max(left).clamp(0.0, 1.0);
    }
    stakes
}

/// Returns how certain it is that something with these days is true on a day known as a range.
pub(super) fn holds(graph: &BoardGraph, days: &UncertainDays, day: DayRange) -> Option<Certainty> {
    Clock::At(day).holds(&days.certain, &days.possible, graph.as_of())
}

/// Combines the ties of one owner to one company. Simultaneous ties add up; over a range of days the minimum and the
/// maximum count.
fn stake(graph: &BoardGraph, ties: Vec<TieIx>, day: DayRange) -> StakeOnDay {
    let known = Query::known_days(graph);
    let parts: Vec<(Option<f64>, UncertainDays)> = ties
        .iter()
        .map(|tie| {
            let days = days_of(graph, *tie);
            let certain = days.certain.within(known);
            (stated_share(graph, *tie), UncertainDays { certain, possible: days.possible })
        })
        .collect();
    // Nothing changes between two days on which a tie begins or ends.
    let spans = || parts.iter().flat_map(|(_, days)| days.certain.as_slice().iter().chain(days.possible.as_slice()));
    let mut change_days = vec![day.first];
    change_days.extend(
        spans().flat_map(|span| [span.from, span.to]).filter(|change_day| (day.first..=day.last).contains(change_day)),
    );
    change_days.sort_unstable();
    change_days.dedup();
    let mut stake = StakeOnDay { least: f64::MAX, stated: true, certain: true, ..StakeOnDay::default() };
    for change_day in change_days {
        let on = DayRange::exactly(change_day);
        let (mut least, mut most, mut certain) = (0.0, 0.0, false);
        for (share, days) in &parts {
            if days.certain.covers(on) {
                certain = true;
                least += share.unwrap_or(0.0);
            }
            if days.possible.covers(on) {
                stake.stated &= share.is_some();
                most += share.unwrap_or(0.0);
            }
        }
        stake.least = stake.least.min(least);
        stake.most = stake.most.max(most);
        stake.certain &= certain;
    }
    StakeOnDay { ties, least: stake.least.min(1.0), most: stake.most.min(1.0), ..stake }
}
