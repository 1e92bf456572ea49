//! The groups of companies on a day: companies joined by control.
//!
//! A company is controlled by another company that holds more than half of it, alone or together with companies it
//! controls, or that a tie calls its parent. Control may pass through further companies. People do not form groups.

use std::collections::BTreeSet;

use crate::tie_assumptions::{TieDates, UnstatedShare};
use interlocks_analysis::ownership::{owner_tie, stated_share, states_control};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// The tolerance for sums of decimal shares: a sum above a limit by less is not above it.
const ROUNDED: f64 = 1e-9;

#[derive(Debug)]
struct Stake {
    tie: TieIx,
    /// The index of the owner in the list of companies; `None` for a person.
    owner: Option<usize>,
    /// The index of the company.
    company: usize,
    /// `true` if the tie states control.
    parent: bool,
    /// In percent.
    share: Option<f64>,
    days: UncertainDays,
}

/// The owner ties above some companies.
#[derive(Debug)]
pub(crate) struct Control<'a> {
    graph: &'a BoardGraph,
    /// The share above which there is control, in percent.
    threshold: f64,
    /// The numbers of the companies, sorted.
    companies: Vec<u32>,
    stakes: Vec<Stake>,
}

/// A day, and what is assumed of the ties that are not fully known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TieAssumptions {
    pub(crate) day: Day,
    pub(crate) dates: TieDates,
    pub(crate) unstated: UnstatedShare,
}

/// The group of each company on a day.
#[derive(Debug)]
pub(crate) struct Grouping<'a> {
    companies: &'a [u32],
    /// By index of the company, the index of the first company of its group.
    group: Vec<usize>,
}

impl Grouping<'_> {
    /// Returns the number of the first company in the group of a company.
    pub(crate) fn of(&self, company: u32) -> u32 {
        let known = self.companies.binary_search(&company).ok();
        known.and_then(|at| self.companies.get(*self.group.get(at)?)).copied().unwrap_or(company)
    }
}

impl<'a> Control<'a> {
    /// Collects the owner ties above some companies.
    pub(crate) fn above(graph: &'a BoardGraph, companies: &[u32], threshold: f64) -> Control<'a> {
        let mut seen: BTreeSet<u32> = companies.iter().copied().collect();
        let mut queue: Vec<u32> = companies.to_vec();
        let mut ties: BTreeSet<TieIx> = BTreeSet::new();
        while let Some(company) = queue.pop() {
            for tie in graph.ties(Entity::Company(CompanyIx::new(company))) {
                match owner_tie(graph, tie) {
                    Some((owner, owned)) if owned.number() == company && ties.insert(tie) => {
                        if let Entity::Company(owner) = owner
                            && seen.insert(owner.number())
                        {
                            queue.push(owner.number());
                        }
                    }
                    _ => {}
                }
            }
        }
        let companies: Vec<u32> = seen.into_iter().collect();
        let place = |company: CompanyIx| companies.binary_search(&company.number()).ok();
        let stake = |tie: TieIx| {
            let (owner, company) = owner_tie(graph, tie)?;
            Some(Stake {
                tie,
                owner: if let Entity::Company(owner) = owner { place(owner) } else { None },
                company: place(company)?,
                parent: states_control(graph, tie),
                share: stated_share(graph, tie).map(|share| share * 100.0),
                days: UncertainDays::from_spell(&graph.tie_spell(tie)),
            })
        };
        let stakes = ties.into_iter().filter_map(stake).collect();
        Control { graph, threshold, companies, stakes }
    }

    /// Returns the days on which some tie begins or ends.
    pub(crate) fn change_days(&self) -> Vec<Day> {
        let spans = self
            .stakes
            .iter()
            .flat_map(|stake| stake.days.certain.as_slice().iter().chain(stake.days.possible.as_slice()));
        spans.flat_map(|span| [span.from, span.to]).collect()
    }

    /// Returns the ties that are held under some assumptions.
    fn current(&self, assumed: TieAssumptions) -> Vec<&Stake> {
        let on = DayRange::exactly(assumed.day);
        let holds = |stake: &&Stake| {
            let days = if assumed.dates == TieDates::Certain { &stake.days.certain } else { &stake.days.possible };
            days.covers(on)
        };
        self.stakes.iter().filter(holds).collect()
    }

    /// Returns the groups on a day.
    pub(crate) fn groups(&self, assumed: TieAssumptions) -> Grouping<'_> {
        let current = self.current(assumed);
        let mut group: Vec<usize> = (0..self.companies.len()).collect();
        // Each round joins two groups at least, or is the last.
        while let Some((a, b)) = self.next_joint(&current, &group, assumed) {
            let (low, high) = (a.min(b), a.max(b));
            group.iter_mut().filter(|own| **own == high).for_each(|own| *own = low);
        }
        Grouping { companies: &self.companies, group }
    }

    /// Returns the numbers of a company and of all companies that it controls on a day, alone or together with others that it
    /// controls.
    pub(crate) fn controlled_by(&self, company: u32, assumed: TieAssumptions) -> Vec<u32> {
        let Ok(home) = self.companies.binary_search(&company) else { return vec![company] };
        let current = self.current(assumed);
        let mut inside = vec![false; self.companies.len()];
        inside[home] = true;
        let next = |inside: &[bool]| {
            let outside = current.iter().filter(|stake| !inside[stake.company]);
            let controls = |stake: &&&Stake| self.controls(&current, stake.company, assumed, |owner| inside[owner]);
            outside.filter(controls).map(|stake| stake.company).next()
        };
        while let Some(company) = next(&inside) {
            inside[company] = true;
        }
        self.companies.iter().zip(inside).filter(|(_, inside)| *inside).map(|(company, _)| *company).collect()
    }

    /// Returns two groups of which one controls a company of the other.
    fn next_joint(&self, current: &[&Stake], group: &[usize], assumed: TieAssumptions) -> Option<(usize, usize)> {
        for stake in current {
            let Some(owner) = stake.owner.filter(|owner| group[*owner] != group[stake.company]) else { continue };
            if self.controls(current, stake.company, assumed, |own| group[own] == group[owner]) {
                return Some((group[owner], group[stake.company]));
            }
        }
        None
    }

    /// Returns `true` if some companies together control a company.
    fn controls(
        &self,
        current: &[&Stake],
        company: usize,
        assumed: TieAssumptions,
        among: impl Fn(usize) -> bool,
    ) -> bool {
        let theirs = |stake: &&Stake| stake.owner.is_some_and(&among);
        let own = || current.iter().copied().filter(|stake| stake.company == company).filter(theirs);
        let mut share: f64 = own().filter_map(|own| own.share).sum();
        if assumed.unstated == UnstatedShare::Remainder && own().any(|own| own.share.is_none()) {
            // The remainder that the certain shares of others leave.
            let on = DayRange::exactly(assumed.day);
            let others = self.stakes.iter().filter(|other| other.company == company && !theirs(other));
            let sure = others.filter(|other| other.days.certain.covers(on)).filter_map(|other| other.share);
            share = share.max(100.0 - sure.sum::<f64>());
        }
        own().any(|own| own.parent) || share > self.threshold + ROUNDED
    }

    /// Returns the ties that may be held on a day: those that state a share or control, and the others.
    pub(crate) fn ties_on(&self, day: Day) -> (Vec<TieIx>, Vec<TieIx>) {
        let on = DayRange::exactly(day);
        let current = self.stakes.iter().filter(|stake| stake.owner.is_some() && stake.days.possible.covers(on));
        let (stated, open): (Vec<&Stake>, Vec<&Stake>) =
            current.partition(|stake| stake.parent || stake.share.is_some());
        let ties = |stakes: Vec<&Stake>| stakes.into_iter().map(|stake| stake.tie).collect();
        (ties(stated), ties(open))
    }

    /// Returns the names of owner and company of a tie.
    pub(crate) fn names(&self, tie: TieIx) -> Option<(String, String)> {
        let (owner, company) = owner_tie(self.graph, tie)?;
        Some((self.graph.name(owner).into_owned(), self.graph.name(Entity::Company(company)).into_owned()))
    }
}
