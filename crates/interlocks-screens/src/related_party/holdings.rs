//! The share of a company that some owners hold together, through chains of companies.
//!
//! Two kinds of uncertainty are kept apart: the dates of ties, and the size of unstated shares.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::DatedAnswer;
use crate::tie_assumptions::{TieDates, UnstatedShare};
use interlocks_analysis::ownership::solve::{Rounding, Shares, integrated_of_group};
use interlocks_analysis::ownership::{owner_tie, stated_share};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// The share above which there is control, as a fraction.
const HALF: f64 = 0.5;
/// The tolerance for sums and products of decimal shares: a share this close to a limit equals it.
const ROUNDED: f64 = 1e-9;

/// Assumptions under which a share is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ShareChoice {
    pub(crate) dates: TieDates,
    pub(crate) unstated: UnstatedShare,
}

impl ShareChoice {
    /// All assumptions, in the order of the days of a [`DatedAnswer`]: `yes` certain and possible, `maybe` certain and
    /// possible.
    pub(crate) const ALL: [ShareChoice; 4] = [
        ShareChoice { dates: TieDates::Certain, unstated: UnstatedShare::Zero },
        ShareChoice { dates: TieDates::Possible, unstated: UnstatedShare::Zero },
        ShareChoice { dates: TieDates::Certain, unstated: UnstatedShare::Remainder },
        ShareChoice { dates: TieDates::Possible, unstated: UnstatedShare::Remainder },
    ];

    /// Returns the days of an answer under these assumptions.
    pub(crate) fn of(self, answer: &DatedAnswer) -> &DaySet {
        let days = if self.unstated == UnstatedShare::Remainder { &answer.maybe } else { &answer.yes };
        if self.dates == TieDates::Certain { &days.certain } else { &days.possible }
    }
}

/// The share that is enough.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// At least this percentage.
    AtLeast(f64),
    /// More than this percentage.
    Above(f64),
}

impl Limit {
    fn is_met(self, share: f64) -> bool {
        match self {
            Limit::AtLeast(percent) => share >= percent / 100.0 - ROUNDED,
            Limit::Above(percent) => share > percent / 100.0 + ROUNDED,
        }
    }
}

#[derive(Debug)]
struct Stake {
    tie: TieIx,
    /// The index of the owner among the nodes.
    owner: usize,
    /// As a fraction; `None` if not stated.
    share: Option<f64>,
    days: UncertainDays,
}

impl Stake {
    fn holds(&self, on: Day, dates: TieDates) -> bool {
        let days = if dates == TieDates::Certain { &self.days.certain } else { &self.days.possible };
        days.covers(DayRange::exactly(on))
    }
}

/// All people and companies that may at some time have owned part of a company, with their stakes.
#[derive(Debug)]
pub(crate) struct Holdings {
    /// The index of the company itself.
    company: usize,
    /// The owners and the company, in the order of entities.
    nodes: Vec<Entity>,
    /// By node, the stakes in it, in the order of owners and ties.
    stakes: Vec<Vec<Stake>>,
    /// By node, the companies of which it may hold part.
    below: Vec<Vec<usize>>,
    /// The days on which a stake begins or ends, in order.
    change_days: Vec<Day>,
    /// The share of each single owner in each node, as far as it was asked for.
    shares: RefCell<HashMap<(Day, ShareChoice), Rc<Shares>>>,
    /// The nodes that hold a share, directly or through others, as far as they were asked for.
    holders: RefCell<HashMap<(Day, TieDates), Nodes>>,
}

/// Numbers of nodes.
type Nodes = Rc<Vec<usize>>;

impl Holdings {
    /// Collects the owners above a company.
    pub(crate) fn new(graph: &BoardGraph, company: CompanyIx) -> Holdings {
        let mut ties: BTreeSet<TieIx> = BTreeSet::new();
        let mut met = BTreeSet::from([Entity::Company(company)]);
        let mut queue = vec![company];
        while let Some(next) = queue.pop() {
            for tie in graph.ties(Entity::Company(next)) {
                if let Some((owner, owned)) = owner_tie(graph, tie)
                    && owned == next
                    && ties.insert(tie)
                    && met.insert(owner)
                    && let Entity::Company(owner) = owner
                {
                    queue.push(owner);
                }
            }
        }
        let nodes: Vec<Entity> = met.into_iter().collect();
        let place = |entity: Entity| nodes.binary_search(&entity).ok();
        let mut stakes: Vec<Vec<Stake>> = nodes.iter().map(|_| Vec::new()).collect();
        let to = graph.as_of().filter(|_| !graph.is_undated()).map_or(Day::MAX, |day| day.plus(1));
        let known = DaySpan { from: Day::MIN, to };
        for tie in ties {
            let ends =
                owner_tie(graph, tie).and_then(|(owner, owned)| Some((place(owner)?, place(Entity::Company(owned))?)));
            let Some((owner, owned)) = ends else { continue };
            let mut days = UncertainDays::from_spell(&graph.tie_spell(tie));
            // A tie that still runs is known to be held up to the as-of date only.
            days.certain = days.certain.within(known);
            let share = stated_share(graph, tie);
            stakes[owned].push(Stake { tie, owner, share, days });
        }
        stakes.iter_mut().for_each(|stakes| stakes.sort_by_key(|stake| (stake.owner, stake.tie)));
        let mut below = vec![Vec::new(); nodes.len()];
        for (owned, stakes) in stakes.iter().enumerate() {
            for same in stakes.chunk_by(|a, b| a.owner == b.owner) {
                below[same[0].owner].push(owned);
            }
        }
        let company = place(Entity::Company(company)).unwrap_or(0);
        let days = stakes.iter().flatten().flat_map(|stake| [&stake.days.certain, &stake.days.possible]);
        let ends = days.flat_map(DaySet::as_slice).flat_map(|span| [span.from, span.to]);
        let change_days = ends.collect::<BTreeSet<Day>>().into_iter().collect();
        let (shares, holders) = Default::default();
        Holdings { company, nodes, stakes, below, change_days, shares, holders }
    }

    /// Returns `true` if a person or company may have owned part at some time.
    pub(crate) fn contains(&self, entity: Entity) -> bool {
        self.nodes.binary_search(&entity).is_ok_and(|node| node != self.company)
    }

    /// Returns all that may have owned part at some time, in order.
    pub(crate) fn owners(&self) -> impl Iterator<Item = Entity> + '_ {
        let company = self.nodes.get(self.company).copied();
        self.nodes.iter().copied().filter(move |node| Some(*node) != company)
    }

    /// Returns the days of a window on which some owners together hold enough. `among` may change from day to day; `turns`
    /// are the days on which it does.
    pub(crate) fn days_of_share(
        &self,
        window: DaySpan,
        limit: Limit,
        turns: &[Day],
        among: &dyn Fn(Entity, Day, ShareChoice) -> bool,
    ) -> DatedAnswer {
        self.days_on_which(window, turns, |day, choice| {
            limit.is_met(self.share(day, choice, &|owner| among(owner, day, choice)))
        })
    }

    /// Returns the days of a window on which some owners hold any share.
    pub(crate) fn days_of_any_share(&self, window: DaySpan, among: &dyn Fn(Entity) -> bool) -> UncertainDays {
        self.days_on_which(window, &[], |day, choice| self.reaches(day, choice.dates, among)).yes
    }

    /// Returns the days on which a test is met. It is made once for each interval in which nothing changes.
    fn days_on_which(&self, window: DaySpan, turns: &[Day], met: impl Fn(Day, ShareChoice) -> bool) -> DatedAnswer {
        if self.nodes.len() < 2 {
            return DatedAnswer::default();
        }
        let first = self.change_days.partition_point(|day| *day <= window.from);
        let ends = self.change_days[first..].iter().take_while(|day| **day < window.to);
        let turns = turns.iter().filter(|day| window.from < **day && **day < window.to);
        let mut from: Vec<Day> = ends.chain(turns).copied().chain([window.from]).collect();
        from.sort_unstable();
        from.dedup();
        let to = from.iter().skip(1).copied().chain([window.to]);
        let spans: Vec<DaySpan> = from.iter().zip(to).filter_map(|(from, to)| DaySpan::new(*from, to)).collect();
        let mut found: [Vec<DaySpan>; 4] = Default::default();
        for span in spans {
            // Met under the weakest assumptions: met under all. Not met under the strongest: not met under any.
            let [least, between @ .., most] = ShareChoice::ALL;
            let holds = match met(span.from, least) {
                true => [true; 4],
                false if !met(span.from, most) => [false; 4],
                false => [false, met(span.from, between[0]), met(span.from, between[1]), true],
            };
            for (list, holds) in found.iter_mut().zip(holds) {
                list.extend(holds.then_some(span));
            }
        }
        let [a, b, c, d] = found.map(DaySet::from_iter);
        DatedAnswer { yes: UncertainDays { certain: a, possible: b }, maybe: UncertainDays { certain: c, possible: d } }
    }

    /// Returns the days of a window on which an owner holds more than half, directly or through companies of which that is so.
    pub(crate) fn days_of_control(&self, window: DaySpan, owner: Entity) -> DatedAnswer {
        self.days_on_which(window, &[], |day, choice| {
            let inside = self.controlled(day, choice, &|other| other == owner);
            self.part(self.company, day, choice, &|node| inside[node]) > HALF + ROUNDED
        })
    }

    /// Returns by node whether it is one of some owners, or a company that they control, other than the company itself.
    fn controlled(&self, on: Day, choice: ShareChoice, among: &dyn Fn(Entity) -> bool) -> Vec<bool> {
        let mut inside: Vec<bool> = self.nodes.iter().map(|node| among(*node)).collect();
        inside[self.company] = false;
        // Control only grows with more nodes inside, so the order does not matter.
        let mut queue: Vec<usize> = (0..self.nodes.len()).filter(|node| inside[*node]).collect();
        while let Some(owner) = queue.pop() {
            for &node in self.below[owner].iter().filter(|node| **node != self.company) {
                if !inside[node] && self.part(node, on, choice, &|owner| inside[owner]) > HALF + ROUNDED {
                    inside[node] = true;
                    queue.push(node);
                }
            }
        }
        inside
    }

    /// Returns the share that some owners hold on a day, as a fraction: all that they and the companies they control hold, and
    /// their part of what other companies hold. Nothing is counted twice.
    pub(crate) fn share(&self, on: Day, choice: ShareChoice, among: &dyn Fn(Entity) -> bool) -> f64 {
        let inside = self.controlled(on, choice, among);
        // The owners and the companies they control are one holder.
        let direct = |node: usize| self.part(node, on, choice, &|owner| inside[owner]);
        let rounding = if choice.dates == TieDates::Certain { Rounding::Down } else { Rounding::Up };
        integrated_of_group(&self.single_shares(on, choice), &self.below, &inside, &direct, rounding)[self.company]
    }

    /// Returns the share of every single owner in every node.
    fn single_shares(&self, on: Day, choice: ShareChoice) -> Rc<Shares> {
        let make = || {
            let into = |stakes: &Vec<Stake>| -> Vec<(usize, f64)> {
                let by_owner = stakes.chunk_by(|a, b| a.owner == b.owner);
                by_owner.map(|own| (own[0].owner, share_of_owner(own, stakes, on, choice))).collect()
            };
            Rc::new(Shares { into: self.stakes.iter().map(into).collect() })
        };
        Rc::clone(self.shares.borrow_mut().entry((on, choice)).or_insert_with(make))
    }

    /// Returns the share that some nodes hold directly of one company.
    fn part(&self, node: usize, on: Day, choice: ShareChoice, among: &dyn Fn(usize) -> bool) -> f64 {
        let stakes = &self.stakes[node];
        let own = stakes.iter().filter(|stake| among(stake.owner));
        share_of_stakes(own, || stakes.iter().filter(|stake| !among(stake.owner)), on, choice)
    }

    /// Returns `true` if some owners hold a share, directly or through others.
    fn reaches(&self, on: Day, dates: TieDates, among: &dyn Fn(Entity) -> bool) -> bool {
        self.holders(on, dates).iter().any(|node| among(self.nodes[*node]))
    }

    /// Returns the nodes that hold a share, directly or through others, in no particular order.
    fn holders(&self, on: Day, dates: TieDates) -> Nodes {
        let find = || {
            let (mut seen, mut found, mut queue) = (vec![false; self.nodes.len()], Vec::new(), vec![self.company]);
            seen[self.company] = true;
            while let Some(node) = queue.pop() {
                for stake in self.stakes[node].iter().filter(|stake| stake.holds(on, dates) && stake.share != Some(0.0))
                {
                    if !std::mem::replace(&mut seen[stake.owner], true) {
                        found.push(stake.owner);
                        queue.push(stake.owner);
                    }
                }
            }
            Rc::new(found)
        };
        Rc::clone(self.holders.borrow_mut().entry((on, dates)).or_insert_with(find))
    }

    /// Returns the ties that may be held on some day of a window.
    pub(crate) fn ties(&self, window: DaySpan) -> impl Iterator<Item = TieIx> + '_ {
        let stakes = self.stakes.iter().flatten();
        stakes.filter(move |stake| !stake.days.possible.within(window).is_empty()).map(|stake| stake.tie)
    }
}

/// Returns the share of one owner by its own stakes, which are consecutive among all stakes in a company.
fn share_of_owner(own: &[Stake], all: &[Stake], on: Day, choice: ShareChoice) -> f64 {
    share_of_stakes(own.iter(), || all.iter().filter(|stake| stake.owner != own[0].owner), on, choice)
}

/// Returns the share that some stakes add up to. An unstated share may be all that the other stakes leave.
fn share_of_stakes<'s, O: Iterator<Item = &'s Stake>>(
    own: impl Iterator<Item = &'s Stake>,
    others: impl FnOnce() -> O,
    on: Day,
    choice: ShareChoice,
) -> f64 {
    let (mut share, mut open) = (0.0, false);
    for stake in own.filter(|stake| stake.holds(on, choice.dates)) {
        share += stake.share.unwrap_or(0.0);
        open |= stake.share.is_none();
    }
    if choice.unstated == UnstatedShare::Remainder && open {
        let opposite = if choice.dates == TieDates::Certain { TieDates::Possible } else { TieDates::Certain };
        let others = others().filter(|stake| stake.holds(on, opposite));
        share = f64::max(share, 1.0 - others.filter_map(|stake| stake.share).sum::<f64>());
    }
    share.clamp(0.0, 1.0)
}
