//! Since when, and until when, an owner holds enough of a company, through chains of owners.
//!
//! Where [`owners_of`](super::owners_of) asks of one day, this asks of all days at once: between two
//! days on which some tie begins or ends nothing changes, so each such stretch is asked once.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::Portion;
use super::solve::{Rounding, Shares, controlled, integrated};
use super::stakes::{days_of, owner_ties, stated_share};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// More than this, as a fraction of one, is control.
const HALF: f64 = 0.5;
/// Shares come as decimals and are multiplied: so much below a limit still reaches it.
const ROUNDED: f64 = 1e-9;

/// Whether an entity owns a part of any company, at any time.
pub fn owns_anything(graph: &BoardGraph, entity: Entity) -> bool {
    owner_ties(graph, entity, true).next().is_some()
}

/// Everybody who at some time may have owned a part of one company, directly or through chains.
#[derive(Debug)]
pub struct Owners<'a> {
    graph: &'a BoardGraph,
    company: CompanyIx,
    /// The company itself among them.
    entities: BTreeSet<Entity>,
}

/// What one owner held of a company.
#[derive(Clone, Debug, Default)]
pub struct OwnershipSpells {
    /// The days on which the owner held enough of the company, or controlled it.
    pub days: UncertainDays,
    /// The same as spells, each with whether it is sure to have a day.
    pub spells: Vec<(Spell, bool)>,
    /// The share from a day on, up to the next one listed.
    shares: Vec<(Day, f64, f64)>,
}

impl OwnershipSpells {
    /// The least and the most that the owner held on a day of which a range is known.
    pub fn share(&self, on: DayRange) -> Portion {
        let next = self.shares.iter().skip(1).map(|(from, ..)| *from).chain([Day::MAX]);
        let (mut least, mut most) = (f64::MAX, 0.0f64);
        for (&(from, low, high), to) in self.shares.iter().zip(next) {
            if from <= on.last && on.first < to {
                (least, most) = (least.min(low), most.max(high));
            }
        }
        Portion::of(if least == f64::MAX { 0.0 } else { least }, most)
    }
}

/// One company of the network, and who holds a part of it by which ties.
struct Held {
    /// In the order of holders; the last holder stands for everybody who is on no chain.
    by: Vec<(usize, Vec<TieDays>)>,
}

/// A tie with its share and its days, laid out once.
struct TieDays {
    share: Option<f64>,
    spell: Spell,
    days: UncertainDays,
}

impl<'a> Owners<'a> {
    /// The owners of a company; none, at once, where nobody owns any of it.
    pub fn of(graph: &'a BoardGraph, company: CompanyIx) -> Option<Owners<'a>> {
        owner_ties(graph, Entity::Company(company), false).next()?;
        let entities =
            met(Entity::Company(company), |entity| owner_ties(graph, entity, false).map(|(_, owner)| owner).collect());
        Some(Owners { graph, company, entities: entities.into_iter().collect() })
    }

    /// Whether somebody may have owned a part of the company at some time.
    pub fn contains(&self, entity: Entity) -> bool {
        entity != Entity::Company(self.company) && self.entities.contains(&entity)
    }

    /// When an owner held at least `min_share` per cent of the company through all chains together,
    /// or controlled it, by more than half at each step.
    ///
    /// A share that nobody states is anything from nothing to what the sure shares of the other
    /// owners leave: it can make a holding possible and never certain.
    ///
    /// Cost: for each day on which a tie on a chain begins or ends, a few sweeps over those ties.
    pub fn tenure(&self, owner: Entity, min_share: f64) -> OwnershipSpells {
        let nodes = self.chains_from(owner);
        let Some(target) = nodes.iter().position(|node| *node == Entity::Company(self.company)) else {
            return OwnershipSpells::default();
        };
        let network = self.network(&nodes);
        let turns = self.turns(&network);
        let enough = (min_share / 100.0 - ROUNDED).max(f64::MIN_POSITIVE);
        let (mut certain, mut possible, mut shares) = (Vec::new(), Vec::new(), Vec::new());
        for (at, &from) in turns.iter().enumerate() {
            let span = DaySpan { from, to: turns.get(at + 1).copied().unwrap_or(Day::MAX) };
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
        let ties = network.iter().flat_map(|held| &held.by).flat_map(|(_, ties)| ties);
        let spells: Vec<Spell> = ties.map(|tie| tie.spell).collect();
        OwnershipSpells { spells: spells_of(&days, &spells), days, shares }
    }

    /// The ties on the chains from an owner to the company that may all hold on some of these days,
    /// nearest to the owner first, and the chain of fewest ties.
    pub fn chains(&self, owner: Entity, days: &DaySet) -> (Vec<TieIx>, Vec<Entity>) {
        let graph = self.graph;
        let open = |tie: TieIx| days_of(graph, tie).possible.meets(days);
        let next = |entity: Entity, down: bool| -> Vec<Entity> {
            let ties = owner_ties(graph, entity, down).filter(|(tie, _)| open(*tie));
            ties.map(|(_, other)| other).filter(|other| self.entities.contains(other)).collect()
        };
        let below = met(owner, |entity| next(entity, true));
        let above: BTreeSet<Entity> =
            met(Entity::Company(self.company), |entity| next(entity, false)).into_iter().collect();
        let mut ties = Vec::new();
        let mut before: HashMap<Entity, Entity> = HashMap::new();
        for entity in below.iter().filter(|entity| above.contains(entity)) {
            for (tie, held) in owner_ties(graph, *entity, true) {
                if held != owner && above.contains(&held) && open(tie) {
                    ties.push(tie);
                    before.entry(held).or_insert(*entity);
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

    /// What lies on chains from an owner to the company, the owner first, then by steps from it.
    fn chains_from(&self, owner: Entity) -> Vec<Entity> {
        met(owner, |entity| {
            let below = owner_ties(self.graph, entity, true).map(|(_, company)| company);
            below.filter(|company| self.entities.contains(company)).collect()
        })
    }

    fn network(&self, nodes: &[Entity]) -> Vec<Held> {
        let numbers: HashMap<Entity, usize> = nodes.iter().copied().zip(0..).collect();
        let held = |node: &Entity| {
            let mut by: Vec<(usize, Entity, Vec<TieDays>)> = Vec::new();
            let mut ties: Vec<(usize, Entity, TieIx)> = owner_ties(self.graph, *node, false)
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
            Held { by: by.into_iter().map(|(number, _, ties)| (number, ties)).collect() }
        };
        nodes.iter().map(held).collect()
    }

    /// The days on which something may change, from the first day there is.
    fn turns(&self, network: &[Held]) -> Vec<Day> {
        let ties = network.iter().flat_map(|held| &held.by).flat_map(|(_, ties)| ties);
        let spans = ties.flat_map(|tie| tie.days.certain.as_slice().iter().chain(tie.days.possible.as_slice()));
        let mut turns: Vec<Day> = spans.flat_map(|span| [span.from, span.to]).filter(|day| *day < Day::MAX).collect();
        turns.extend(self.graph.as_of().map(|day| day.plus(1)));
        turns.push(Day::MIN);
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// The shares on one day: the least, the most, and those that are sure as far as the data goes.
    fn on(&self, network: &[Held], day: Day) -> (Shares, Shares, Shares) {
        let known = self.graph.as_of().is_none_or(|as_of| day <= as_of);
        let on = DayRange::exactly(day);
        let (mut least, mut most, mut sure) = (Shares::default(), Shares::default(), Shares::default());
        for held in network {
            let stated = |ties: &[TieDays], holds: fn(&UncertainDays) -> &DaySet| -> f64 {
                let there = ties.iter().filter(|tie| holds(&tie.days).covers(on));
                f64::min(1.0, there.filter_map(|tie| tie.share).sum())
            };
            let low: Vec<f64> = held.by.iter().map(|(_, ties)| stated(ties, |days| &days.certain)).collect();
            let all: f64 = if known { low.iter().sum() } else { 0.0 };
            let high = held.by.iter().zip(&low).map(|((_, ties), own)| {
                let open = ties.iter().any(|tie| tie.share.is_none() && tie.days.possible.covers(on));
                let left = if open { (1.0 - (all - if known { *own } else { 0.0 })).clamp(0.0, 1.0) } else { 0.0 };
                stated(ties, |days| &days.possible).max(left)
            });
            let high: Vec<f64> = high.collect();
            let by = |shares: Vec<f64>| gathered(held.by.iter().map(|(holder, _)| *holder).zip(shares));
            sure.into.push(by(if known { low.clone() } else { vec![0.0; low.len()] }));
            least.into.push(by(low));
            most.into.push(by(high));
        }
        // Those on no chain, of whom nobody asks what they belong to.
        for shares in [&mut least, &mut most, &mut sure] {
            shares.into.push(Vec::new());
        }
        (least, most, sure)
    }
}

/// Days that some ties come to, as spells: what may hold begins before what is certain of it and ends
/// after, on a day on which a tie begins or ends.
fn spells_of(days: &UncertainDays, ties: &[Spell]) -> Vec<(Spell, bool)> {
    let mut spells = Vec::new();
    for span in days.possible.as_slice() {
        let certain = days.certain.within(*span);
        // Of several certain parts each reaches over the gaps beside it.
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

/// Shares in the order of holders, those of one holder added up.
fn gathered(shares: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let mut by: Vec<(usize, f64)> = Vec::new();
    for (holder, share) in shares {
        match by.last_mut() {
            Some((last, sum)) if *last == holder => *sum += share,
            _ => by.push((holder, share)),
        }
    }
    by
}

/// Everything that steps lead to from an entity, by the number of steps.
fn met(from: Entity, next: impl Fn(Entity) -> Vec<Entity>) -> Vec<Entity> {
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
