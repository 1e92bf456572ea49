//! Which companies belong to one group on a day: those that one company controls.
//!
//! A company is controlled by another that holds more than half of it, by itself or together with
//! what it controls, or that a tie calls its parent. A group is what control joins, through
//! companies beyond those asked about too. People are no group.

use std::collections::BTreeSet;

use interlocks_analysis::ownership::{owner_tie, stated_share};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// Kinds of tie that say control, whatever share they state.
const CONTROL: &[&str] = &["parent", "parent-of", "parent-company-of", "subsidiary-of"];
/// Shares come as decimals and are added: so much above a limit is not above it.
const ROUNDED: f64 = 1e-9;

#[derive(Debug)]
struct Stake {
    tie: TieIx,
    /// Places in the list of companies.
    owner: Option<usize>,
    company: usize,
    parent: bool,
    /// In per cent.
    share: Option<f64>,
    days: UncertainDays,
}

/// The owner ties above some companies.
#[derive(Debug)]
pub struct Control<'a> {
    graph: &'a BoardGraph,
    /// More than this, in per cent, is control.
    threshold: f64,
    companies: Vec<u32>,
    stakes: Vec<Stake>,
}

/// The group of each company on a day.
#[derive(Debug)]
pub struct Joined<'a> {
    companies: &'a [u32],
    group: Vec<usize>,
}

impl Joined<'_> {
    /// A number of the group of a company.
    pub fn of(&self, company: u32) -> u32 {
        let known = self.companies.binary_search(&company).ok();
        // The first company of a group stands for it.
        known.and_then(|at| self.companies.get(*self.group.get(at)?)).copied().unwrap_or(company)
    }
}

impl<'a> Control<'a> {
    /// Gathers the ties above some companies.
    pub fn around(graph: &'a BoardGraph, companies: &[u32], threshold: f64) -> Control<'a> {
        let mut met: BTreeSet<u32> = companies.iter().copied().collect();
        let mut waiting: Vec<u32> = companies.to_vec();
        let mut ties: BTreeSet<TieIx> = BTreeSet::new();
        while let Some(company) = waiting.pop() {
            for tie in graph.ties(Entity::Company(CompanyIx::new(company))) {
                match owner_tie(graph, tie) {
                    Some((owner, held)) if held.number() == company && ties.insert(tie) => {
                        if let Entity::Company(owner) = owner
                            && met.insert(owner.number())
                        {
                            waiting.push(owner.number());
                        }
                    }
                    _ => {}
                }
            }
        }
        let companies: Vec<u32> = met.into_iter().collect();
        let place = |company: CompanyIx| companies.binary_search(&company.number()).ok();
        let stake = |tie: TieIx| {
            let (owner, company) = owner_tie(graph, tie)?;
            Some(Stake {
                tie,
                owner: if let Entity::Company(owner) = owner { place(owner) } else { None },
                company: place(company)?,
                parent: CONTROL.contains(&graph.tie_kind(tie)),
                share: stated_share(graph, tie).map(|share| share * 100.0),
                days: UncertainDays::from_spell(&graph.tie_spell(tie)),
            })
        };
        let stakes = ties.into_iter().filter_map(stake).collect();
        Control { graph, threshold, companies, stakes }
    }

    /// The days on which some tie begins or ends.
    pub fn turns(&self) -> Vec<Day> {
        let spans = self
            .stakes
            .iter()
            .flat_map(|stake| stake.days.certain.as_slice().iter().chain(stake.days.possible.as_slice()));
        spans.flat_map(|span| [span.from, span.to]).collect()
    }

    /// The groups on a day: by ties that surely hold only (`sure`), or by those that may; and with a
    /// share nobody states taken for nothing (`stated`), or for all that the others leave.
    pub fn groups(&self, day: Day, sure: bool, stated: bool) -> Joined<'_> {
        let on = DayRange::exactly(day);
        let holds = |stake: &&Stake| if sure { &stake.days.certain } else { &stake.days.possible }.covers(on);
        let there: Vec<&Stake> = self.stakes.iter().filter(holds).collect();
        let mut group: Vec<usize> = (0..self.companies.len()).collect();
        // Each round joins two groups at least, or is the last.
        while let Some((a, b)) = self.joint(&there, &group, (on, stated)) {
            let (low, high) = (a.min(b), a.max(b));
            group.iter_mut().filter(|own| **own == high).for_each(|own| *own = low);
        }
        Joined { companies: &self.companies, group }
    }

    /// Two groups of which one controls a company of the other.
    fn joint(&self, there: &[&Stake], group: &[usize], (on, stated): (DayRange, bool)) -> Option<(usize, usize)> {
        for stake in there {
            let Some(owner) = stake.owner.filter(|owner| group[*owner] != group[stake.company]) else { continue };
            let ours = |other: &&Stake| other.owner.is_some_and(|own| group[own] == group[owner]);
            let all = || there.iter().copied().filter(|other| other.company == stake.company);
            let mut held: f64 = all().filter(ours).filter_map(|own| own.share).sum();
            if !stated && all().filter(ours).any(|own| own.share.is_none()) {
                // What the shares leave that others surely hold.
                let others = self.stakes.iter().filter(|other| other.company == stake.company && !ours(other));
                let sure = others.filter(|other| other.days.certain.covers(on)).filter_map(|other| other.share);
                held = held.max(100.0 - sure.sum::<f64>());
            }
            if all().filter(ours).any(|own| own.parent) || held > self.threshold + ROUNDED {
                return Some((group[owner], group[stake.company]));
            }
        }
        None
    }

    /// The ties that may hold on a day; those that state no share and say no control apart.
    pub fn ties_on(&self, day: Day) -> (Vec<TieIx>, Vec<TieIx>) {
        let on = DayRange::exactly(day);
        let there = self.stakes.iter().filter(|stake| stake.owner.is_some() && stake.days.possible.covers(on));
        let (told, open): (Vec<&Stake>, Vec<&Stake>) = there.partition(|stake| stake.parent || stake.share.is_some());
        let ties = |stakes: Vec<&Stake>| stakes.into_iter().map(|stake| stake.tie).collect();
        (ties(told), ties(open))
    }

    /// `O in C`: the two companies of a tie.
    pub fn names(&self, tie: TieIx) -> Option<(String, String)> {
        let (owner, company) = owner_tie(self.graph, tie)?;
        Some((self.graph.name(owner).into_owned(), self.graph.name(Entity::Company(company)).into_owned()))
    }
}
