//! Who owns a company, directly and through chains of companies, and who controls it.
//!
//! Owner ties with shares compose along chains (the product) and add up over parallel chains; see
//! [`solve`] for the formula and its sources. Everything is asked at a day, and answered between
//! what is sure and what may be: a tie whose dates do not settle whether it held that day counts
//! in the upper figure only, and a share that nobody states is anything from nothing to what the
//! other owners leave. It is never taken for nothing: [`Holding::stated`] says so, and the tie in
//! the evidence has the share `null`.
//!
//! Shares are in per cent, as in the column `share`.

mod deputies;
mod history;
pub mod solve;
mod stakes;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rayon::prelude::*;
use serde::{Serialize, Serializer};

use super::question::{Evidence, Named};
use interlocks_core::model::{Certainty, Day, DayRange, EntityKind};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity};

pub use deputies::{Deputation, DeputyOptions, Representative, deputies, deputies_of, owners_at_any_time};
pub use history::{Owners, OwnershipSpells, owns_anything};
pub use stakes::{owner_tie, stated_share};

use solve::{Rounding, Shares, controlled, integrated};
use stakes::{Stake, owner_ties, stakes_in};

/// What to ask.
#[derive(Clone, Copy, Debug)]
pub struct OwnershipOptions {
    /// The day, perhaps known only as a range of days: then the figures are the least and the most
    /// of any day in it.
    pub day: DayRange,
    /// Control is a share above this, in per cent.
    pub threshold: f64,
    /// Only holdings that are sure.
    pub certain_only: bool,
}

impl OwnershipOptions {
    /// Control above one half, on a day.
    pub fn at(day: DayRange) -> OwnershipOptions {
        OwnershipOptions { day, threshold: 50.0, certain_only: false }
    }
}

/// A share in per cent, between what is sure and what may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Portion {
    pub min: f64,
    pub max: f64,
}

impl Portion {
    /// From fractions of one. Six digits: the sums are no finer.
    fn of(least: f64, most: f64) -> Portion {
        let percent = |share: f64| (share * 100.0 * 1e6).round() / 1e6;
        Portion { min: percent(least), max: percent(most.max(least)) }
    }
}

/// Whether an owner controls a company: it, and the companies it controls, hold more than the
/// threshold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Control(pub Option<Certainty>);

/// JSON: `certain`, `possible` or `no`.
impl Serialize for Control {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Control {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self.0 {
            Some(Certainty::Certain) => "certain",
            Some(Certainty::Possible) => "possible",
            None => "no",
        }
    }
}

interlocks_core::display_name!(Control);

/// An owner tie that a figure rests on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OwnerTie {
    #[serde(flatten)]
    pub tie: Evidence,
    /// In per cent; null where the data states none.
    pub share: Option<f64>,
    /// Whether it holds on the day for every choice of days.
    pub certain: bool,
}

/// What one owner holds of one company.
#[derive(Clone, Debug, Serialize)]
pub struct Holding {
    pub owner: Named,
    pub owner_kind: EntityKind,
    pub company: Named,
    /// By the owner's own ties to the company; null where there are none.
    pub direct: Option<Portion>,
    /// Through all chains.
    pub integrated: Portion,
    /// Whether every tie on every chain states its share.
    pub stated: bool,
    pub controls: Control,
    /// Whether at least one chain holds for every choice of days.
    pub certain: bool,
    /// From the owner to the company along a chain of fewest ties.
    pub chain: Vec<Named>,
    /// The ties on the chains, those nearest to the company first, at most [`MOST_EVIDENCE`].
    pub evidence: Vec<OwnerTie>,
    /// Ties on the chains beyond those listed.
    pub evidence_not_listed: usize,
}

/// So many ties are listed as evidence of one holding.
pub const MOST_EVIDENCE: usize = 50;

/// The day on which a question with a clock asks for owners: that of `At`; of a window its last
/// day that the data describes, and at any time the day the data describes. Where dates are ignored
/// every day is the same.
pub fn day_of(graph: &BoardGraph, clock: Clock) -> DayRange {
    let newest = graph.as_of().unwrap_or(Day::from_number(0));
    match clock {
        _ if graph.is_undated() => DayRange::exactly(Day::from_number(0)),
        Clock::At(day) => day,
        // A window behind the as-of date has no day that the data describes: its first, then.
        Clock::During(window) => DayRange::exactly(window.to.plus(-1).min(newest.max(window.from))),
        Clock::Ever => DayRange::exactly(newest),
    }
}

/// A day, or a range of days, as text.
pub fn written(day: DayRange) -> String {
    if day.is_one_day() { day.first.to_string() } else { format!("{}/{}", day.first, day.last) }
}

/// Everybody who may own a part of a company on a day, directly or through companies: the largest
/// first, then by name and id. Control is more than half.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::ownership::owners_of;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_core::model::PartialDate;
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let linkedin = graph.company_number("linkedin").unwrap();
/// let day: PartialDate = "2020-06-30".parse()?;
/// let owners = owners_of(&graph, linkedin, day.days());
/// assert_eq!((owners[0].owner.id.as_str(), owners[0].integrated.min), ("microsoft", 100.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn owners_of(graph: &BoardGraph, company: CompanyIx, day: DayRange) -> Vec<Holding> {
    owners(graph, company, &OwnershipOptions::at(day))
}

/// Every company of which an entity may own a part on a day, as [`owners_of`].
pub fn owned_by(graph: &BoardGraph, owner: Entity, day: DayRange) -> Vec<Holding> {
    holdings(graph, owner, &OwnershipOptions::at(day))
}

/// As [`owners_of`], with all options. In parallel over owners.
///
/// Cost: for every owner a few sweeps over the ties between all owners of the company.
pub fn owners(graph: &BoardGraph, company: CompanyIx, options: &OwnershipOptions) -> Vec<Holding> {
    let network = Network::around(graph, Entity::Company(company), options.day, false);
    let Some(target) = network.number(Entity::Company(company)) else { return Vec::new() };
    let owners = (0..network.nodes.len()).into_par_iter().filter(|node| *node != target);
    let found = owners.filter_map(|owner| network.figures(owner, options).holding(target));
    sorted(found.collect(), options)
}

/// As [`owned_by`], with all options.
pub fn holdings(graph: &BoardGraph, owner: Entity, options: &OwnershipOptions) -> Vec<Holding> {
    let network = Network::around(graph, owner, options.day, true);
    let Some(owner) = network.number(owner) else { return Vec::new() };
    let figures = network.figures(owner, options);
    let companies = (0..network.nodes.len()).into_par_iter().filter(|node| *node != owner);
    sorted(companies.filter_map(|company| figures.holding(company)).collect(), options)
}

fn sorted(mut holdings: Vec<Holding>, options: &OwnershipOptions) -> Vec<Holding> {
    holdings.retain(|holding| holding.certain || !options.certain_only);
    holdings.sort_by(|x, y| {
        let (a, b) = (&x.integrated, &y.integrated);
        let names =
            |h: &Holding| (h.owner.name.clone(), h.owner.id.clone(), h.company.name.clone(), h.company.id.clone());
        b.max.total_cmp(&a.max).then(b.min.total_cmp(&a.min)).then_with(|| names(x).cmp(&names(y)))
    });
    holdings
}

/// Everything that owns a company through chains, or is owned by an entity, with the stakes among
/// them on one day.
struct Network<'a> {
    graph: &'a BoardGraph,
    day: DayRange,
    /// In the order of entities.
    nodes: Vec<Entity>,
    /// For each node the nodes that hold a stake in it.
    into: Vec<Vec<(usize, Stake)>>,
}

impl<'a> Network<'a> {
    /// From one entity `down` to what it owns, or up to its owners.
    fn around(graph: &'a BoardGraph, from: Entity, day: DayRange, down: bool) -> Network<'a> {
        let mut met = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(entity) = waiting.pop() {
            for (tie, other) in owner_ties(graph, entity, down) {
                if stakes::holds(graph, &stakes::days_of(graph, tie), day).is_some() && met.insert(other) {
                    waiting.push(other);
                }
            }
        }
        let nodes: Vec<Entity> = met.into_iter().collect();
        let number = |entity: &Entity| nodes.binary_search(entity).ok();
        let stakes = |entity: &Entity| match entity {
            Entity::Person(_) => BTreeMap::new(),
            Entity::Company(company) => stakes_in(graph, *company, day),
        };
        let into = nodes
            .iter()
            .map(|node| stakes(node).into_iter().filter_map(|(owner, stake)| Some((number(&owner)?, stake))).collect())
            .collect();
        Network { graph, day, nodes, into }
    }

    fn number(&self, entity: Entity) -> Option<usize> {
        self.nodes.binary_search(&entity).ok()
    }

    fn shares(&self, of: fn(&Stake) -> f64) -> Shares {
        let into = |stakes: &Vec<(usize, Stake)>| stakes.iter().map(|(owner, stake)| (*owner, of(stake))).collect();
        Shares { into: self.into.iter().map(into).collect() }
    }

    /// All that one owner holds.
    fn figures(&self, owner: usize, options: &OwnershipOptions) -> Figures<'_, 'a> {
        let (least, most) = (self.shares(|stake| stake.least), self.shares(|stake| stake.most));
        let threshold = options.threshold / 100.0;
        let (surely, maybe) =
            (controlled(&least, &least, owner, threshold), controlled(&most, &least, owner, threshold));
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for (node, stakes) in self.into.iter().enumerate() {
            stakes.iter().for_each(|(holder, _)| below[*holder].push(node));
        }
        Figures {
            network: self,
            owner,
            least: integrated(&least, owner, Rounding::Down),
            most: integrated(&most, owner, Rounding::Up),
            control: surely.into_iter().zip(maybe).map(|(sure, may)| Certainty::from_parts(may, sure)).collect(),
            certain: self.reached(owner, &below, true),
            possible: self.reached(owner, &below, false),
        }
    }

    /// What chains from an owner lead to, each node with the one before it on a shortest chain.
    fn reached(&self, owner: usize, below: &[Vec<usize>], certain: bool) -> Vec<Option<usize>> {
        let mut before = vec![None; self.nodes.len()];
        let mut waiting = VecDeque::from([owner]);
        while let Some(node) = waiting.pop_front() {
            for &next in &below[node] {
                let stake = self.into[next].iter().find(|(holder, _)| *holder == node);
                let open = stake.is_some_and(|(_, stake)| stake.certain || !certain);
                if open && next != owner && before[next].is_none() {
                    before[next] = Some(node);
                    waiting.push_back(next);
                }
            }
        }
        before
    }

    fn named(&self, node: usize) -> Named {
        Named::of(self.graph, self.nodes[node])
    }
}

/// All that one owner holds on a day.
struct Figures<'n, 'a> {
    network: &'n Network<'a>,
    owner: usize,
    least: Vec<f64>,
    most: Vec<f64>,
    control: Vec<Option<Certainty>>,
    /// The node before each on a shortest chain that surely, or perhaps, holds.
    certain: Vec<Option<usize>>,
    possible: Vec<Option<usize>>,
}

impl Figures<'_, '_> {
    /// What the owner holds of one company, if there is a chain to it.
    fn holding(&self, company: usize) -> Option<Holding> {
        self.possible[company]?;
        let network = self.network;
        let certain = self.certain[company].is_some();
        let direct = network.into[company].iter().find(|(holder, _)| *holder == self.owner);
        let (evidence, stated, evidence_not_listed) = self.evidence(company);
        Some(Holding {
            owner: network.named(self.owner),
            owner_kind: network.nodes[self.owner].kind(),
            company: network.named(company),
            direct: direct.map(|(_, stake)| Portion::of(stake.least, stake.most)),
            integrated: Portion::of(self.least[company], self.most[company]),
            stated,
            controls: Control(self.control[company]),
            certain,
            chain: self.chain(company, if certain { &self.certain } else { &self.possible }),
            evidence,
            evidence_not_listed,
        })
    }

    fn chain(&self, company: usize, before: &[Option<usize>]) -> Vec<Named> {
        let nodes = std::iter::successors(Some(company), |node| before[*node]);
        let mut chain: Vec<Named> = nodes.map(|node| self.network.named(node)).collect();
        chain.reverse();
        chain
    }

    /// The ties on the chains from the owner to a company, from the company upwards; whether all
    /// state their share; and how many are not listed.
    fn evidence(&self, company: usize) -> (Vec<OwnerTie>, bool, usize) {
        let Network { graph, day, into, .. } = self.network;
        let (mut listed, mut stated, mut more) = (Vec::new(), true, 0);
        let mut met = BTreeSet::from([company]);
        let mut waiting = VecDeque::from([company]);
        while let Some(node) = waiting.pop_front() {
            for (holder, stake) in &into[node] {
                if *holder != self.owner && self.possible[*holder].is_none() {
                    continue;
                }
                stated &= stake.stated;
                for &tie in &stake.ties {
                    if listed.len() >= MOST_EVIDENCE {
                        more += 1;
                        continue;
                    }
                    let certain = stakes::holds(graph, &stakes::days_of(graph, tie), *day);
                    listed.push(OwnerTie {
                        tie: Evidence::tie(graph, tie),
                        share: stated_share(graph, tie).map(|share| Portion::of(share, share).max),
                        certain: certain == Some(Certainty::Certain),
                    });
                }
                if *holder != self.owner && met.insert(*holder) {
                    waiting.push_back(*holder);
                }
            }
        }
        (listed, stated, more)
    }
}

#[cfg(test)]
mod tests;
