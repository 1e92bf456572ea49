//! Owner ties as stakes: who holds how much of a company on a day, between what is sure and what
//! may be.

use std::collections::BTreeMap;

use interlocks_core::model::{Certainty, Day, DayRange, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, TieIx, UncertainDays};

/// Kinds of tie whose first entity owns the second.
const OWNER_FIRST: &[&str] = &["owns", "owner", "owner-of", "shareholder", "shareholder-of"];
/// Kinds of tie whose second entity owns the first.
const OWNER_SECOND: &[&str] = &["owned-by"];
/// The same between companies; between people these words mean family.
const PARENT_FIRST: &[&str] = &["parent", "parent-of", "parent-company-of"];
const PARENT_SECOND: &[&str] = &["subsidiary-of"];
/// Kinds of tie that are a share in the company where a share is stated, and may be a loan where
/// none is.
const INVESTOR: &[&str] = &["investor", "investor-in"];

/// The owner and the company of a tie, where the tie is one of ownership.
pub fn owner_tie(graph: &BoardGraph, tie: TieIx) -> Option<(Entity, CompanyIx)> {
    let (from, to) = graph.tie_ends(tie);
    let kind = graph.tie_kind(tie);
    let companies = matches!((from, to), (Entity::Company(_), Entity::Company(_)));
    let first = OWNER_FIRST.contains(&kind)
        || (companies && PARENT_FIRST.contains(&kind))
        || (INVESTOR.contains(&kind) && stated_share(graph, tie).is_some());
    let second = OWNER_SECOND.contains(&kind) || (companies && PARENT_SECOND.contains(&kind));
    match (first, second, from, to) {
        (true, _, owner, Entity::Company(company)) => Some((owner, company)),
        (_, true, Entity::Company(company), owner) => Some((owner, company)),
        _ => None,
    }
}

/// The share a tie states, as a fraction of one; none where it states none, or one that is no
/// share of a whole.
pub fn stated_share(graph: &BoardGraph, tie: TieIx) -> Option<f64> {
    graph.tie(tie).share.filter(|share| (0.0..=100.0).contains(share)).map(|share| share / 100.0)
}

/// The ties by which companies are owned by an entity (`down`), or own it.
pub fn owner_ties(graph: &BoardGraph, entity: Entity, down: bool) -> impl Iterator<Item = (TieIx, Entity)> + '_ {
    graph.ties(entity).filter_map(move |tie| {
        let (owner, company) = owner_tie(graph, tie)?;
        let company = Entity::Company(company);
        match down {
            true if owner == entity => Some((tie, company)),
            false if company == entity => Some((tie, owner)),
            _ => None,
        }
    })
}

/// The days of a tie.
pub fn days_of(graph: &BoardGraph, tie: TieIx) -> UncertainDays {
    UncertainDays::from_spells(std::iter::once(graph.tie_spell(tie)))
}

/// What one owner holds directly of one company on a day.
#[derive(Clone, Debug, Default)]
pub struct Stake {
    /// The ties that may hold on the day.
    pub ties: Vec<TieIx>,
    /// The least and the most it may be, as fractions of one.
    pub least: f64,
    pub most: f64,
    /// Whether every tie states its share. Where not, `most` is what the other owners leave.
    pub stated: bool,
    /// Whether it holds something for every choice of days.
    pub certain: bool,
}

/// Everybody who may hold a stake in a company on a day, in the order of owners.
pub fn stakes_in(graph: &BoardGraph, company: CompanyIx, day: DayRange) -> BTreeMap<Entity, Stake> {
    let mut ties: BTreeMap<Entity, Vec<TieIx>> = BTreeMap::new();
    for (tie, owner) in owner_ties(graph, Entity::Company(company), false) {
        if holds(graph, &days_of(graph, tie), day).is_some() {
            ties.entry(owner).or_default().push(tie);
        }
    }
    let mut stakes: BTreeMap<Entity, Stake> =
        ties.into_iter().map(|(owner, ties)| (owner, stake(graph, ties, day))).collect();
    let sure: f64 = stakes.values().map(|stake| stake.least).sum();
    for stake in stakes.values_mut().filter(|stake| !stake.stated) {
        let left = 1.0 - (sure - stake.least);
        stake.most = stake.most.max(left).clamp(0.0, 1.0);
    }
    stakes
}

/// Whether something that covers these days holds on a day of which a range is known.
pub fn holds(graph: &BoardGraph, days: &UncertainDays, day: DayRange) -> Option<Certainty> {
    Clock::At(day).holds(&days.certain, &days.possible, graph.as_of())
}

/// What some ties of one owner to one company come to. Ties at one time add up; over a range of
/// days the least and the most day count.
fn stake(graph: &BoardGraph, ties: Vec<TieIx>, day: DayRange) -> Stake {
    let known = graph.as_of().map_or(DaySpan::ALWAYS, |as_of| DaySpan { from: Day::MIN, to: as_of.plus(1) });
    let parts: Vec<(Option<f64>, UncertainDays)> = ties
        .iter()
        .map(|tie| {
            let days = days_of(graph, *tie);
            let certain = days.certain.within(known);
            (stated_share(graph, *tie), UncertainDays { certain, possible: days.possible })
        })
        .collect();
    // Nothing changes between the days on which some tie begins or ends.
    let spans = || parts.iter().flat_map(|(_, days)| days.certain.as_slice().iter().chain(days.possible.as_slice()));
    let mut turns = vec![day.first];
    turns.extend(spans().flat_map(|span| [span.from, span.to]).filter(|turn| (day.first..=day.last).contains(turn)));
    turns.sort_unstable();
    turns.dedup();
    let mut stake = Stake { least: f64::MAX, stated: true, certain: true, ..Stake::default() };
    for turn in turns {
        let on = DayRange::exactly(turn);
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
    Stake { ties, least: stake.least.min(1.0), most: stake.most.min(1.0), ..stake }
}
