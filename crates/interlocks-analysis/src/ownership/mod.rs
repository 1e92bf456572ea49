//! Owners of a company, directly and through chains of companies, and control.
//!
//! Shares multiply along a chain of owner ties and add up over parallel chains; see [`solve`] for the formula and its
//! sources. Every question is about a day, and every figure is a range from what is certain to what is possible: a tie
//! that is only possibly true on the day counts in the upper figure only, and a share that is not stated is anything from
//! nothing to what the other owners leave. It never counts as 0: [`Holding::stated`] is then `false`, and the tie in the
//! evidence has no share.
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
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity};

pub use deputies::{Deputation, DeputyOptions, Representative, deputies, deputies_of, owners_at_any_time};
pub use history::{Owners, OwnershipSpells, owns_anything};
pub use stakes::{owner_tie, stated_share, states_control};

use solve::{Rounding, Shares, controlled, integrated};
use stakes::{Direction, StakeOnDay, owner_ties, stakes_in};

/// Options of [`owners`] and [`holdings`].
///
/// ```
/// use interlocks_analysis::ownership::OwnershipOptions;
/// use interlocks_core::model::PartialDate;
/// let day: PartialDate = "2020-06-30".parse()?;
/// let options = OwnershipOptions::new(day.days()).threshold(25.0).certain_only(true);
/// assert_eq!(options.threshold, 25.0);
/// # Ok::<(), interlocks_core::model::DateError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OwnershipOptions {
    /// The day. For a range of days, the figures are the minimum and the maximum over its days.
    pub day: DayRange,
    /// The share, in per cent, above which an owner controls a company. Default: 50.
    pub threshold: f64,
    /// `true` to leave out holdings that are only possible. Default: `false`.
    pub certain_only: bool,
}

impl OwnershipOptions {
    /// Asks about a day, with control above 50 % and holdings that are only possible.
    pub fn new(day: DayRange) -> OwnershipOptions {
        OwnershipOptions { day, threshold: 50.0, certain_only: false }
    }

    /// Sets the share, in per cent, above which an owner controls a company.
    #[must_use]
    pub fn threshold(mut self, percent: f64) -> Self {
        self.threshold = percent;
        self
    }

    /// Sets whether holdings that are only possible are left out.
    #[must_use]
    pub fn certain_only(mut self, certain_only: bool) -> Self {
        self.certain_only = certain_only;
        self
    }
}

/// A share in per cent, as a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShareRange {
    /// The minimum: what is certain.
    pub min: f64,
    /// The maximum: what is possible.
    pub max: f64,
}

impl ShareRange {
    /// Converts fractions of one to per cent with six decimals: the sums are not more precise.
    fn from_fractions(least: f64, most: f64) -> ShareRange {
        let percent = |share: f64| (share * 100.0 * 1e6).round() / 1e6;
        ShareRange { min: percent(least), max: percent(most.max(least)) }
    }
}

/// The certainty with which an owner controls a company: the owner and the companies it controls together hold more than
/// the threshold. `None` means no control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Control(pub Option<Certainty>);

/// JSON: `certain`, `possible` or `no`.
impl Serialize for Control {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// JSON: the three words.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Control {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Control".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words = [Some(Certainty::Certain), Some(Certainty::Possible), None].map(|answer| Control(answer).as_str());
        schemars::json_schema!({
            "type": "string",
            "enum": words,
            "description": "The certainty with which an owner controls a company.",
        })
    }
}

impl Control {
    /// Returns its name, as answers print it.
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnerTie {
    /// The row of the tie.
    #[serde(flatten)]
    pub tie: Evidence,
    /// The share in per cent; `None` if the data states none.
    pub share: Option<f64>,
    /// `true` if it is true on the day for every choice of days.
    pub certain: bool,
}

/// The share of one owner in one company.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Holding {
    /// The owner.
    pub owner: Named,
    /// Person or company.
    pub owner_kind: EntityKind,
    /// The company.
    pub company: Named,
    /// The share by the owner's own ties to the company; `None` if there are none.
    pub direct: Option<ShareRange>,
    /// The share through all chains.
    pub integrated: ShareRange,
    /// `true` if every tie on every chain states its share.
    pub stated: bool,
    /// The certainty of control.
    pub controls: Control,
    /// `true` if at least one chain is true for every choice of days.
    pub certain: bool,
    /// The entities from the owner to the company along a chain of fewest ties. Of a long chain ([`MOST_LINKS`]),
    /// the first and last are listed.
    pub chain: Vec<Named>,
    /// The number of entities in the middle of the chain that are not listed.
    pub chain_not_listed: usize,
    /// The ties on the chains, those nearest to the company first; not all of very many ([`MOST_EVIDENCE`]).
    pub evidence: Vec<OwnerTie>,
    /// The number of ties on the chains that are not listed.
    pub evidence_not_listed: usize,
}

/// The most ties listed as evidence of one holding.
pub const MOST_EVIDENCE: usize = 50;

/// The most entities listed of one chain.
pub const MOST_LINKS: usize = 20;

/// Returns the day on which a question with a clock asks for owners: the day of `At`, the last day of a window that the
/// data describes, and the as-of date at any time. If dates are ignored, every day is the same.
pub fn day_of(graph: &BoardGraph, clock: Clock) -> DayRange {
    let newest = graph.as_of().unwrap_or(Day::from_number(0));
    match clock {
        _ if graph.is_undated() => DayRange::exactly(Day::from_number(0)),
        Clock::At(day) => day,
        // A window after the as-of date has no day that the data describes: its first day is used.
        Clock::During(window) => DayRange::exactly(window.to.plus(-1).min(newest.max(window.from))),
        Clock::Ever => DayRange::exactly(newest),
    }
}

/// Returns every possible owner of a company on a day, directly or through companies: the largest first, then by name and
/// id. Control is more than 50 %.
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
    owners(graph, company, &OwnershipOptions::new(day))
}

/// Returns every company of which an entity possibly owns a part on a day, as [`owners_of`].
pub fn owned_by(graph: &BoardGraph, owner: Entity, day: DayRange) -> Vec<Holding> {
    holdings(graph, owner, &OwnershipOptions::new(day))
}

/// Returns the owners of a company as [`owners_of`], with all options. In parallel over owners.
///
/// Cost per owner: a few sweeps over the ties between all owners of the company.
pub fn owners(graph: &BoardGraph, company: CompanyIx, options: &OwnershipOptions) -> Vec<Holding> {
    let network = Network::around(graph, Entity::Company(company), options.day, Direction::ToOwners);
    let Some(target) = network.number(Entity::Company(company)) else { return Vec::new() };
    let owners = (0..network.nodes.len()).into_par_iter().filter(|node| *node != target);
    let found = owners.filter_map(|owner| {
        check();
        network.figures(owner, options).holding(target)
    });
    sorted(found.collect(), options)
}

/// Returns the companies of an owner as [`owned_by`], with all options.
pub fn holdings(graph: &BoardGraph, owner: Entity, options: &OwnershipOptions) -> Vec<Holding> {
    let network = Network::around(graph, owner, options.day, Direction::ToOwned);
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

/// The entities that own a company through chains, or are owned by an entity, with the stakes among them on one day.
struct Network<'a> {
    graph: &'a BoardGraph,
    day: DayRange,
    /// In the order of entities.
    nodes: Vec<Entity>,
    /// The nodes that hold a stake in each node.
    into: Vec<Vec<(usize, StakeOnDay)>>,
    /// The nodes of which each node holds a stake, with `true` if it is certain.
    below: Vec<Vec<(usize, bool)>>,
}

impl<'a> Network<'a> {
    /// Collects the network from one entity, to its owners or to what it owns.
    fn around(graph: &'a BoardGraph, from: Entity, day: DayRange, direction: Direction) -> Network<'a> {
        let mut reached = BTreeSet::from([from]);
        let mut waiting = vec![from];
        while let Some(entity) = waiting.pop() {
            for (tie, other) in owner_ties(graph, entity, direction) {
                if stakes::holds(graph, &stakes::days_of(graph, tie), day).is_some() && reached.insert(other) {
                    waiting.push(other);
                }
            }
        }
        let nodes: Vec<Entity> = reached.into_iter().collect();
        let number = |entity: &Entity| nodes.binary_search(entity).ok();
        let stakes = |entity: &Entity| match entity {
            Entity::Person(_) => BTreeMap::new(),
            Entity::Company(company) => stakes_in(graph, *company, day),
        };
        let into: Vec<Vec<(usize, StakeOnDay)>> = nodes
            .iter()
            .map(|node| stakes(node).into_iter().filter_map(|(owner, stake)| Some((number(&owner)?, stake))).collect())
            .collect();
        let mut below: Vec<Vec<(usize, bool)>> = vec![Vec::new(); nodes.len()];
        for (node, stakes) in into.iter().enumerate() {
            stakes.iter().for_each(|(holder, stake)| below[*holder].push((node, stake.certain)));
        }
        Network { graph, day, nodes, into, below }
    }

    fn number(&self, entity: Entity) -> Option<usize> {
        self.nodes.binary_search(&entity).ok()
    }

    fn shares(&self, of: fn(&StakeOnDay) -> f64) -> Shares {
        let into =
            |stakes: &Vec<(usize, StakeOnDay)>| stakes.iter().map(|(owner, stake)| (*owner, of(stake))).collect();
        Shares { into: self.into.iter().map(into).collect() }
    }

    /// Computes everything that one owner holds.
    fn figures(&self, owner: usize, options: &OwnershipOptions) -> Figures<'_, 'a> {
        let (least, most) = (self.shares(|stake| stake.least), self.shares(|stake| stake.most));
        let threshold = options.threshold / 100.0;
        let (surely, maybe) =
            (controlled(&least, &least, owner, threshold), controlled(&most, &least, owner, threshold));
        Figures {
            network: self,
            owner,
            least: integrated(&least, owner, Rounding::Down),
            most: integrated(&most, owner, Rounding::Up),
            control: surely.into_iter().zip(maybe).map(|(sure, may)| Certainty::from_parts(may, sure)).collect(),
            certain: self.predecessors(owner, Certainty::Certain),
            possible: self.predecessors(owner, Certainty::Possible),
        }
    }

    /// Returns for each node the one before it on a shortest chain from an owner, if there is a chain of that certainty.
    fn predecessors(&self, owner: usize, certainty: Certainty) -> Vec<Option<usize>> {
        let mut before = vec![None; self.nodes.len()];
        let mut waiting = VecDeque::from([owner]);
        while let Some(node) = waiting.pop_front() {
            for &(next, is_certain) in &self.below[node] {
                let open = is_certain || !certainty.is_certain();
                if open && next != owner && before[next].is_none() {
                    before[next] = Some(node);
                    waiting.push_back(next);
                }
            }
        }
        before
    }

    fn named(&self, node: usize) -> Named {
        Named::new(self.graph, self.nodes[node])
    }
}

/// Everything that one owner holds on a day.
struct Figures<'n, 'a> {
    network: &'n Network<'a>,
    owner: usize,
    least: Vec<f64>,
    most: Vec<f64>,
    control: Vec<Option<Certainty>>,
    /// The node before each on a shortest chain that is certainly true.
    certain: Vec<Option<usize>>,
    /// The node before each on a shortest chain that is possibly true.
    possible: Vec<Option<usize>>,
}

impl Figures<'_, '_> {
    /// Returns the holding in one company, if there is a chain to it.
    fn holding(&self, company: usize) -> Option<Holding> {
        self.possible[company]?;
        let network = self.network;
        let certain = self.certain[company].is_some();
        let direct = network.into[company].iter().find(|(holder, _)| *holder == self.owner);
        let (evidence, stated, evidence_not_listed) = self.evidence(company);
        let (chain, chain_not_listed) = self.chain(company, if certain { &self.certain } else { &self.possible });
        Some(Holding {
            owner: network.named(self.owner),
            owner_kind: network.nodes[self.owner].kind(),
            company: network.named(company),
            direct: direct.map(|(_, stake)| ShareRange::from_fractions(stake.least, stake.most)),
            integrated: ShareRange::from_fractions(self.least[company], self.most[company]),
            stated,
            controls: Control(self.control[company]),
            certain,
            chain,
            chain_not_listed,
            evidence,
            evidence_not_listed,
        })
    }

    /// Returns the chain from the owner to a company, and the number of entities not listed.
    fn chain(&self, company: usize, before: &[Option<usize>]) -> (Vec<Named>, usize) {
        let mut nodes: Vec<usize> = std::iter::successors(Some(company), |node| before[*node]).collect();
        nodes.reverse();
        let (nodes, not_listed) = ends_of_chain(nodes);
        (nodes.into_iter().map(|node| self.network.named(node)).collect(), not_listed)
    }

    /// Returns the ties on the chains from the owner to a company, from the company upwards; `true` if all state their share;
    /// and the number of ties not listed.
    fn evidence(&self, company: usize) -> (Vec<OwnerTie>, bool, usize) {
        let Network { graph, day, into, .. } = self.network;
        let (mut listed, mut stated, mut more) = (Vec::new(), true, 0);
        let mut visited = BTreeSet::from([company]);
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
                        tie: Evidence::from_tie(graph, tie),
                        share: stated_share(graph, tie).map(|share| ShareRange::from_fractions(share, share).max),
                        certain: certain == Some(Certainty::Certain),
                    });
                }
                if *holder != self.owner && visited.insert(*holder) {
                    waiting.push_back(*holder);
                }
            }
        }
        (listed, stated, more)
    }
}

/// Keeps the first and last entities of a chain of more than [`MOST_LINKS`], and returns the number of the others.
pub(crate) fn ends_of_chain<T>(mut chain: Vec<T>) -> (Vec<T>, usize) {
    let not_listed = chain.len().saturating_sub(MOST_LINKS);
    if not_listed > 0 {
        chain.drain(MOST_LINKS / 2..MOST_LINKS / 2 + not_listed);
    }
    (chain, not_listed)
}

/// Returns the names between the two ends of a chain; "7 more" stands for those that are not listed.
///
/// ```
/// # use interlocks_analysis::{Named, ownership::links_between};
/// let named = |name: &str| Named { id: name.to_owned(), name: name.to_owned() };
/// assert_eq!(links_between(&["Ann", "Holding", "Acme"].map(named), 0), ["Holding"]);
/// assert_eq!(links_between(&["Ann", "A", "Z", "Acme"].map(named), 7), ["A", "7 more", "Z"]);
/// ```
pub fn links_between(chain: &[Named], not_listed: usize) -> Vec<String> {
    let between = chain.get(1..chain.len().saturating_sub(1)).unwrap_or_default();
    let mut names: Vec<String> = between.iter().map(|named| named.name.clone()).collect();
    if not_listed > 0 {
        names.insert(names.len() / 2, format!("{not_listed} more"));
    }
    names
}

#[cfg(test)]
mod tests;
