//! What some owners hold of a company together, through chains of companies.
//!
//! Two things may be open, and they are kept apart: whether a tie held on a day, by its dates, and
//! how large a share is that nobody states.

use std::collections::BTreeSet;

use crate::course::DatedAnswer;
use interlocks_analysis::ownership::solve::{Rounding, Shares, integrated};
use interlocks_analysis::ownership::{owner_tie, stated_share};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// More than this, as a fraction of one, is control.
const HALF: f64 = 0.5;
/// Shares come as decimals and are multiplied and added: so much beside a limit is on it.
const ROUNDED: f64 = 1e-9;

/// What is taken of that which is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Only ties that hold for every choice of days, and not all that may.
    pub sure: bool,
    /// A share that nobody states is all that the others leave, and not nothing.
    pub open: bool,
}

impl Mode {
    /// In the order of the days of a course: those of `yes` and those of `maybe`, the certain first.
    pub const ALL: [Mode; 4] = [
        Mode { sure: true, open: false },
        Mode { sure: false, open: false },
        Mode { sure: true, open: true },
        Mode { sure: false, open: true },
    ];

    /// The days of a course that count.
    pub fn of(self, course: &DatedAnswer) -> &DaySet {
        let stretch = if self.open { &course.maybe } else { &course.yes };
        if self.sure { &stretch.certain } else { &stretch.possible }
    }
}

/// How much is enough.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    /// So many per cent.
    AtLeast(f64),
    /// More than so many per cent.
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
    /// The place of the owner among all.
    owner: usize,
    /// As a fraction of one.
    share: Option<f64>,
    days: UncertainDays,
}

impl Stake {
    fn holds(&self, on: Day, sure: bool) -> bool {
        let days = if sure { &self.days.certain } else { &self.days.possible };
        days.covers(DayRange::exactly(on))
    }
}

/// Everybody who at some time may have owned a part of a company, with their stakes.
#[derive(Debug)]
pub struct Holdings {
    /// The place of the company itself among all.
    company: usize,
    /// In the order of entities.
    nodes: Vec<Entity>,
    /// The stakes in each, in the order of owners and ties.
    stakes: Vec<Vec<Stake>>,
    /// For each the companies that it may hold a part of.
    below: Vec<Vec<usize>>,
}

impl Holdings {
    /// The owners above a company.
    pub fn of(graph: &BoardGraph, company: CompanyIx) -> Holdings {
        let mut ties: BTreeSet<TieIx> = BTreeSet::new();
        let mut met = BTreeSet::from([Entity::Company(company)]);
        let mut waiting = vec![company];
        while let Some(next) = waiting.pop() {
            for tie in graph.ties(Entity::Company(next)) {
                if let Some((owner, held)) = owner_tie(graph, tie)
                    && held == next
                    && ties.insert(tie)
                    && met.insert(owner)
                    && let Entity::Company(owner) = owner
                {
                    waiting.push(owner);
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
                owner_tie(graph, tie).and_then(|(owner, held)| Some((place(owner)?, place(Entity::Company(held))?)));
            let Some((owner, held)) = ends else { continue };
            let mut days = UncertainDays::from_spell(&graph.tie_spell(tie));
            // What still runs is known to run on the day the data describes, and no longer.
            days.certain = days.certain.within(known);
            let share = stated_share(graph, tie);
            stakes[held].push(Stake { tie, owner, share, days });
        }
        stakes.iter_mut().for_each(|stakes| stakes.sort_by_key(|stake| (stake.owner, stake.tie)));
        let mut below = vec![Vec::new(); nodes.len()];
        for (held, stakes) in stakes.iter().enumerate() {
            for same in stakes.chunk_by(|a, b| a.owner == b.owner) {
                below[same[0].owner].push(held);
            }
        }
        Holdings { company: place(Entity::Company(company)).unwrap_or(0), nodes, stakes, below }
    }

    /// Whether somebody may have owned a part at some time.
    pub fn contains(&self, entity: Entity) -> bool {
        self.owners().any(|owner| owner == entity)
    }

    /// Whoever may have owned a part at some time, in order.
    pub fn owners(&self) -> impl Iterator<Item = Entity> + '_ {
        let company = self.nodes.get(self.company).copied();
        self.nodes.iter().copied().filter(move |node| Some(*node) != company)
    }

    /// The days of a window on which some owners hold enough together. Who is among them may change
    /// from day to day; `turns` are the days on which it does.
    pub fn enough(
        &self,
        window: DaySpan,
        limit: Limit,
        turns: &[Day],
        among: &dyn Fn(Entity, Day, Mode) -> bool,
    ) -> DatedAnswer {
        self.course(window, turns, |day, mode| limit.is_met(self.share(day, mode, &|owner| among(owner, day, mode))))
    }

    /// The days of a window on which some owners hold anything, whatever it is.
    pub fn anything(&self, window: DaySpan, among: &dyn Fn(Entity) -> bool) -> UncertainDays {
        self.course(window, &[], |day, mode| self.reaches(day, mode.sure, among)).yes
    }

    /// Between two days on which something changes, the same holds on all.
    fn course(&self, window: DaySpan, turns: &[Day], met: impl Fn(Day, Mode) -> bool) -> DatedAnswer {
        if self.nodes.len() < 2 {
            return DatedAnswer::default();
        }
        let days = self.stakes.iter().flatten().flat_map(|stake| [&stake.days.certain, &stake.days.possible]);
        let ends = days.flat_map(|days| days.as_slice()).flat_map(|span| [span.from, span.to]);
        let inside = |day: &Day| window.from < *day && *day < window.to;
        let mut from: Vec<Day> = ends.chain(turns.iter().copied()).filter(inside).chain([window.from]).collect();
        from.sort_unstable();
        from.dedup();
        let to = from.iter().skip(1).copied().chain([window.to]);
        let spans: Vec<DaySpan> = from.iter().zip(to).filter_map(|(from, to)| DaySpan::new(*from, to)).collect();
        let mut found: [Vec<DaySpan>; 4] = Default::default();
        for span in spans {
            // What holds at the least holds at all, and what does not at the most does not at all.
            let [least, between @ .., most] = Mode::ALL;
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

    /// What some owners hold on a day, as a fraction of one: all of what they and the companies they
    /// control hold, and of what others hold in turn their part. Nothing is counted twice.
    pub fn share(&self, on: Day, mode: Mode, among: &dyn Fn(Entity) -> bool) -> f64 {
        let mut inside: Vec<bool> = self.nodes.iter().map(|node| among(*node)).collect();
        inside[self.company] = false;
        // Control only grows with who is inside, so the order in which companies are met is all one.
        let mut waiting: Vec<usize> = (0..self.nodes.len()).filter(|node| inside[*node]).collect();
        while let Some(owner) = waiting.pop() {
            for &node in self.below[owner].iter().filter(|node| **node != self.company) {
                if !inside[node] && self.part(node, on, mode, &|owner| inside[owner]) > HALF + ROUNDED {
                    inside[node] = true;
                    waiting.push(node);
                }
            }
        }
        // The group is one holder, of number 0.
        let into = |node: usize| -> Vec<(usize, f64)> {
            if inside[node] {
                return Vec::new();
            }
            let mut held = vec![(0, self.part(node, on, mode, &|owner| inside[owner]))];
            for by in self.stakes[node].chunk_by(|a, b| a.owner == b.owner) {
                let owner = by[0].owner;
                if !inside[owner] {
                    held.push((owner + 1, self.part(node, on, mode, &|other| other == owner)));
                }
            }
            held
        };
        let mut shares = Shares { into: vec![Vec::new()] };
        shares.into.extend((0..self.nodes.len()).map(into));
        let rounding = if mode.sure { Rounding::Down } else { Rounding::Up };
        integrated(&shares, 0, rounding).get(self.company + 1).copied().unwrap_or_default()
    }

    /// What some hold directly of one company.
    fn part(&self, node: usize, on: Day, mode: Mode, among: &dyn Fn(usize) -> bool) -> f64 {
        let (mut held, mut open, mut others) = (0.0, false, 0.0);
        for stake in &self.stakes[node] {
            if among(stake.owner) {
                let holds = stake.holds(on, mode.sure);
                held += stake.share.filter(|_| holds).unwrap_or(0.0);
                open |= holds && stake.share.is_none();
            } else if stake.holds(on, !mode.sure) {
                others += stake.share.unwrap_or(0.0);
            }
        }
        if mode.open && open { f64::max(held, 1.0 - others) } else { held }.clamp(0.0, 1.0)
    }

    fn reaches(&self, on: Day, sure: bool, among: &dyn Fn(Entity) -> bool) -> bool {
        let (mut seen, mut waiting) = (BTreeSet::from([self.company]), vec![self.company]);
        while let Some(node) = waiting.pop() {
            for stake in self.stakes[node].iter().filter(|stake| stake.holds(on, sure) && stake.share != Some(0.0)) {
                if stake.owner != self.company && among(self.nodes[stake.owner]) {
                    return true;
                }
                if seen.insert(stake.owner) {
                    waiting.push(stake.owner);
                }
            }
        }
        false
    }

    /// The ties that may have held on some day of a window.
    pub fn ties(&self, window: DaySpan) -> impl Iterator<Item = TieIx> + '_ {
        let stakes = self.stakes.iter().flatten();
        stakes.filter(move |stake| !stake.days.possible.within(window).is_empty()).map(|stake| stake.tie)
    }
}
