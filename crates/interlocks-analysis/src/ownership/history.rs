//! The days on which an owner holds enough of a company, through chains of owners.
//!
//! [`owners_of`](super::owners_of) is about one day; this is about all days. Nothing changes between two days on which a
//! tie begins or ends, so each such interval is computed once.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::ShareRange;
use super::solve::{Rounding, Shares, controlled, integrated};
use super::stakes::{Direction, days_of, owner_ties, stated_share};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// A share above this, as a fraction of one, is control.
const HALF: f64 = 0.5;
/// Tolerance for rounding: a share this far below a limit still reaches it.
const ROUNDING_TOLERANCE: f64 = 1e-9;

/// Returns `true` if an entity owns a part of any company at any time.
pub fn owns_anything(graph: &BoardGraph, entity: Entity) -> bool {
    owner_ties(graph, entity, Direction::ToOwned).next().is_some()
}

/// The possible owners of one company at any time, directly or through chains.
#[derive(Debug)]
pub struct Owners<'a> {
    graph: &'a BoardGraph,
    company: CompanyIx,
    /// The owners and the company itself.
    entities: BTreeSet<Entity>,
}

/// The days on which one owner held enough of a company.
#[derive(Clone, Debug, Default)]
pub struct OwnershipSpells {
    /// The days on which the owner held enough of the company, or controlled it.
    pub days: UncertainDays,
    /// The same as spells, each with `true` if it surely has a day.
    pub spells: Vec<(Spell, bool)>,
    /// The minimum and the maximum share from a day until the next one listed.
    shares: Vec<(Day, f64, f64)>,
}

impl OwnershipSpells {
    /// Returns the share of the owner on a day known as a range.
    pub fn share(&self, on: DayRange) -> ShareRange {
        let next = self.shares.iter().skip(1).map(|(from, ..)| *from).chain([Day::MAX]);
        let (mut least, mut most) = (f64::MAX, 0.0f64);
        for (&(from, low, high), to) in self.shares.iter().zip(next) {
            if from <= on.last && on.first < to {
                (least, most) = (least.min(low), most.max(high));
            }
        }
        ShareRange::from_fractions(if least == f64::MAX { 0.0 } else { least }, most)
    }
}

/// The holders of one company of the network, with their ties.
struct CompanyHolders {
    /// By holder, in order; the last number stands for all holders that are on no chain.
    by_holder: Vec<(usize, Vec<TieDays>)>,
}

/// A tie with its share and its days.
struct TieDays {
    share: Option<f64>,
    spell: Spell,
    days: UncertainDays,
}

impl<'a> Owners<'a> {
    /// Finds the owners of a company; `None` if it has no owners.
    pub fn find(graph: &'a BoardGraph, company: CompanyIx) -> Option<Owners<'a>> {
        owner_ties(graph, Entity::Company(company), Direction::ToOwners).next()?;
        let entities = reachable(Entity::Company(company), |entity| {
            owner_ties(graph, entity, Direction::ToOwners).map(|(_, owner)| owner).collect()
        });
        Some(Owners { graph, company, entities: entities.into_iter().collect() })
    }

    /// Returns everybody who possibly owned a part of the company at any time, directly or through others.
    pub fn all(&self) -> impl Iterator<Item = Entity> + '_ {
        self.entities.iter().copied().filter(|entity| *entity != Entity::Company(self.company))
    }

    /// Returns `true` if an entity possibly owned a part of the company at any time.
    pub fn contains(&self, entity: Entity) -> bool {
        entity != Entity::Company(self.company) && self.entities.contains(&entity)
    }

    /// Returns the days on which an owner held at least `min_share` per cent of the company through all chains together, or
    /// controlled it, by more than half at each step.
    ///
    /// A share that is not stated is anything from nothing to what the certain shares of the other owners leave: it can
    /// make a holding possible, never certain.
    ///
    /// Cost: a few sweeps over the ties on the chains, for each day on which one of them begins or ends.
    pub fn ownership_spells(&self, owner: Entity, min_share: f64) -> OwnershipSpells {
        let nodes = self.chains_from(owner);
        let Some(target) = nodes.iter().position(|node| *node == Entity::Company(self.company)) else {
            return OwnershipSpells::default();
        };
        let network = self.network(&nodes);
        let change_days = self.change_days(&network);
        let enough = (min_share / 100.0 - ROUNDING_TOLERANCE).max(f64::MIN_POSITIVE);
        let (mut certain, mut possible, mut shares) = (Vec::new(), Vec::new(), Vec::new());
        for (at, &from) in change_days.iter().enumerate() {
            let span = DaySpan { from, to: change_days.get(at + 1).copied().unwrap_or(Day::MAX) };
            let (least, most, sure) = self.on(&network, from);
            let low = integrated(&least, 0, Rounding::Down)[target];
            let high = integrated(&most, 0, Rounding::Up)[target];
            if low >= enough || controlled(&least, &least, 0, HALF)[target] {
                certain.push(span);
            }
            if high >= enough || controlled(&most, &sure, 0, HALF)[target] {
                possible.push(span);
            }
            shares.push((from, low, high));
        }
        let days = UncertainDays { certain: certain.into_iter().collect(), possible: possible.into_iter().collect() };
        let ties = network.iter().flat_map(|company| &company.by_holder).flat_map(|(_, ties)| ties);
        let spells: Vec<Spell> = ties.map(|tie| tie.spell).collect();
        OwnershipSpells { spells: spells_of(&days, &spells), days, shares }
    }

    /// Returns the ties on the chains from an owner to the company that are possibly true on some of these days, those
    /// closest to the owner first, and the chain of fewest ties.
    pub fn chains(&self, owner: Entity, days: &DaySet) -> (Vec<TieIx>, Vec<Entity>) {
        let graph = self.graph;
        let open = |tie: TieIx| days_of(graph, tie).possible.meets(days);
        let next = |entity: Entity, direction: Direction| -> Vec<Entity> {
            let ties = owner_ties(graph, entity, direction).filter(|(tie, _)| open(*tie));
            ties.map(|(_, other)| other).filter(|other| self.entities.contains(other)).collect()
        };
        let below = reachable(owner, |entity| next(entity, Direction::ToOwned));
        let above: BTreeSet<Entity> =
            reachable(Entity::Company(self.company), |entity| next(entity, Direction::ToOwners)).into_iter().collect();
        let mut ties = Vec::new();
        let mut before: HashMap<Entity, Entity> = HashMap::new();
        for entity in below.iter().filter(|entity| above.contains(entity)) {
            for (tie, owned) in owner_ties(graph, *entity, Direction::ToOwned) {
                if owned != owner && above.contains(&owned) && open(tie) {
                    ties.push(tie);
                    before.entry(owned).or_insert(*entity);
                }
            }
        }
        let mut chain = vec![Entity::Company(self.company)];
        while let Some(entity) = chain.last().and_then(|entity| before.get(entity)) {
            if chain.contains(entity) {
                break;
            }
            chain.push(*entity);
            if *entity == owner {
                break;
            }
        }
        chain.reverse();
        (ties, chain)
    }

    /// Returns the entities on chains from an owner to the company: the owner first, then by steps from it.
    fn chains_from(&self, owner: Entity) -> Vec<Entity> {
        reachable(owner, |entity| {
            let below = owner_ties(self.graph, entity, Direction::ToOwned).map(|(_, company)| company);
            below.filter(|company| self.entities.contains(company)).collect()
        })
    }

    fn network(&self, nodes: &[Entity]) -> Vec<CompanyHolders> {
        let numbers: HashMap<Entity, usize> = nodes.iter().copied().zip(0..).collect();
        let holders = |node: &Entity| {
            let mut by: Vec<(usize, Entity, Vec<TieDays>)> = Vec::new();
            let mut ties: Vec<(usize, Entity, TieIx)> = owner_ties(self.graph, *node, Direction::ToOwners)
                .map(|(tie, owner)| (numbers.get(&owner).copied().unwrap_or(nodes.len()), owner, tie))
                .collect();
            ties.sort_unstable();
            for (number, owner, tie) in ties {
                let (share, spell) = (stated_share(self.graph, tie), self.graph.tie_spell(tie));
                let tie = TieDays { share, spell, days: days_of(self.graph, tie) };
                match by.last_mut() {
                    Some((_, last, ties)) if *last == owner => ties.push(tie),
                    _ => by.push((number, owner, vec![tie])),
                }
            }
            CompanyHolders { by_holder: by.into_iter().map(|(number, _, ties)| (number, ties)).collect() }
        };
        nodes.iter().map(holders).collect()
    }

    /// Returns the days on which a share may change, from [`Day::MIN`] on.
    fn change_days(&self, network: &[CompanyHolders]) -> Vec<Day> {
        let ties = network.iter().flat_map(|company| &company.by_holder).flat_map(|(_, ties)| ties);
        let spans = ties.flat_map(|tie| tie.days.certain.as_slice().iter().chain(tie.days.possible.as_slice()));
        let mut change_days: Vec<Day> =
            spans.flat_map(|span| [span.from, span.to]).filter(|day| *day < Day::MAX).collect();
        change_days.extend(self.graph.as_of().map(|day| day.plus(1)));
        change_days.push(Day::MIN);
        change_days.sort_unstable();
        change_days.dedup();
        change_days
    }

    /// Returns the shares on one day: the minimum, the maximum, and those that are certain up to the as-of date.
    fn on(&self, network: &[CompanyHolders], day: Day) -> (Shares, Shares, Shares) {
        let known = self.graph.as_of().is_none_or(|as_of| day <= as_of);
        let on = DayRange::exactly(day);
        let (mut least, mut most, mut sure) = (Shares::default(), Shares::default(), Shares::default());
        for company in network {
            let stated = |ties: &[TieDays], holds: fn(&UncertainDays) -> &DaySet| -> f64 {
                let there = ties.iter().filter(|tie| holds(&tie.days).covers(on));
                f64::min(1.0, there.filter_map(|tie| tie.share).sum())
            };
            let low: Vec<f64> = company.by_holder.iter().map(|(_, ties)| stated(ties, |days| &days.certain)).collect();
            let all: f64 = if known { low.iter().sum() } else { 0.0 };
            let high = company.by_holder.iter().zip(&low).map(|((_, ties), own)| {
                let open = ties.iter().any(|tie| tie.share.is_none() && tie.days.possible.covers(on));
                let left = if open { (1.0 - (all - if known { *own } else { 0.0 })).clamp(0.0, 1.0) } else { 0.0 };
                stated(ties, |days| &days.possible).max(left)
            });
            let high: Vec<f64> = high.collect();
            let by =
                |shares: Vec<f64>| summed_by_holder(company.by_holder.iter().map(|(holder, _)| *holder).zip(shares));
            sure.into.push(by(if known { low.clone() } else { vec![0.0; low.len()] }));
            least.into.push(by(low));
            most.into.push(by(high));
        }
        // The holders on no chain: their own owners do not matter.
        for shares in [&mut least, &mut most, &mut sure] {
            shares.into.push(Vec::new());
        }
        (least, most, sure)
    }
}

/// Converts days to spells: the possible days begin before the certain days and end after them, on days on which a tie
/// begins or ends.
fn spells_of(days: &UncertainDays, ties: &[Spell]) -> Vec<(Spell, bool)> {
    let mut spells = Vec::new();
    for span in days.possible.as_slice() {
        let certain = days.certain.within(*span);
        // If there are several certain parts, each extends over the gaps next to it.
        let ends = certain.as_slice().iter().skip(1).map(|part| part.from).chain([span.to]);
        let mut from = span.from;
        for (part, end) in certain.as_slice().iter().zip(ends) {
            spells.push((Spell::new(DayRange::new(from, part.from), DayRange::new(part.to, end)), true));
            from = part.to;
        }
        if certain.is_empty() {
            let there = || ties.iter().filter(|tie| tie.possible().is_some_and(|days| days.meet(*span).is_some()));
            let begun = there().map(|tie| tie.latest_start).max().unwrap_or(span.from);
            let ended = there().map(|tie| tie.earliest_end).min().unwrap_or(span.to);
            let start = DayRange::new(span.from, begun.clamp(span.from, span.to.plus(-1)));
            let end = DayRange::new(ended.clamp(span.from.plus(1), span.to), span.to);
            spells.push((Spell::new(start, end), false));
        }
    }
    spells
}

/// Adds up the shares of each holder. Holders are in order.
fn summed_by_holder(shares: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let mut by: Vec<(usize, f64)> = Vec::new();
    for (holder, share) in shares {
        match by.last_mut() {
            Some((last, sum)) if *last == holder => *sum += share,
            _ => by.push((holder, share)),
        }
    }
    by
}

/// Returns everything reachable from an entity, by the number of steps.
fn reachable(from: Entity, next: impl Fn(Entity) -> Vec<Entity>) -> Vec<Entity> {
    let (mut order, mut seen, mut waiting) = (vec![from], BTreeSet::from([from]), VecDeque::from([from]));
    while let Some(entity) = waiting.pop_front() {
        for other in next(entity) {
            if seen.insert(other) {
                order.push(other);
                waiting.push_back(other);
            }
        }
    }
    order
}
