//! Companies that share directors: the shared people, the days, and the kinds of interlock. Who counts is the graph's
//! choice: [`Links`](interlocks_graph::Links).
//!
//! The kinds are those of Dooley (1969), Mizruchi (1996) and Stokman, Ziegler & Scott (1985); see docs/semantics.md. Pairs
//! are found by a sparse product over people ([`product`]) and then completed one by one.

mod candidates;
mod directed_interlock;
mod identities;
mod kind;
mod names;
mod offices;
mod options;
pub mod product;
mod tenure_index;

use rayon::prelude::*;
use serde::Serialize;

use super::identity::{Conditions, RestsOn};
use super::question::{Named, Query, counted_days, up_to};
use interlocks_core::model::{Certainty, DaySet};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Entity, PersonIx, Tenure, UncertainDays};

pub use directed_interlock::DirectedInterlock;
pub use identities::pairs_with_identities;
pub use kind::{InterlockKind, Officer};
pub use options::{PairOptions, PairOrder, Side, Weight};
pub use product::{PairCount, PairKey, TieRows, tie_rows};

use kind::{LinkKind, PairKinds};
use names::Names;
use offices::Offices;
use tenure_index::TenureIndex;

/// A person on both boards; for pairs of people, a company on whose board both are.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// The kind of interlock that this person makes; for pairs of people always `direct`.
    pub kind: InterlockKind,
    /// `true` if it is this kind for every choice of days.
    pub kind_certain: bool,
    /// Ids of the home companies: one for `primary`, both for `executive-executive`, the third companies for `induced`.
    pub from: Vec<String>,
    /// Days on both boards for every choice of days; if officers are links
    /// ([`Links::Officers`](interlocks_graph::Links::Officers)), days on
    /// one board and an executive of the other company, too.
    pub certain: DaySet,
    /// The same days for some choice of days.
    pub possible: DaySet,
}

/// Two companies and the people they share (or two people and the companies).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pair {
    /// One company; for pairs of people, one person.
    pub a: Named,
    /// The other one.
    pub b: Named,
    /// The number of people (for pairs of people, companies) they share.
    pub shared: usize,
    /// The weight asked for.
    pub weight: f64,
    /// The kinds of interlock.
    pub kinds: Vec<InterlockKind>,
    /// The kinds that the pair has for every choice of days.
    pub certain_kinds: Vec<InterlockKind>,
    /// `true` if somebody links the two at the clock for every choice of days. It need not be the same person on every
    /// day.
    pub certain: bool,
    /// The shared people; empty for pairs of people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Link>,
    /// The shared companies; empty for pairs of companies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<Link>,
    /// The executives of one on the board of the other.
    pub officers: Vec<Officer>,
    /// The possible days of all shared people together.
    pub spells: DaySet,
    /// What has to be one, or two, for the pair to hold; see [`identity`](crate::identity).
    #[serde(flatten)]
    pub conditions: Conditions,
    /// The decisions on identity that make one of several records whose seats the pair joins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<RestsOn>,
}

/// A shared person of a pair (for pairs of people, a shared company).
struct SharedEntity {
    through: u32,
    kind: LinkKind,
    days: UncertainDays,
    /// The days on both boards: all of `days`, unless officers link companies, too.
    on_both: UncertainDays,
    certain: bool,
}

/// Pairs, with the number of people left out of the search.
#[derive(Clone, Debug, Default)]
pub struct Interlocks {
    /// The pairs.
    pub pairs: Vec<Pair>,
    /// The number of people on more boards than [`PairOptions::max_boards`] (for pairs of people, companies with
    /// more members).
    pub left_out: usize,
}

/// Returns all pairs that share a person at the clock: the heaviest first, then by names, then by ids.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::pairs::{PairOptions, pairs};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find_company(name).unwrap());
/// let found = pairs(&graph, &PairOptions::default().companies([netflix, meta]));
/// assert_eq!(found[0].people[0].name, "Reed Hastings");
/// assert!(found[0].certain);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn pairs(graph: &BoardGraph, options: &PairOptions) -> Vec<Pair> {
    interlocks(graph, options).pairs
}

/// Returns the same as [`pairs`], with the number of people left out.
///
/// Cost: the wedges (see [`product`]), then the shared people of the pairs in the answer. With [`PairOptions::top`] no
/// other pair is kept.
pub fn interlocks(graph: &BoardGraph, options: &PairOptions) -> Interlocks {
    let blocks = PairBlocks::new(graph, options);
    let left_out = blocks.left_out();
    Interlocks { pairs: blocks.flatten().collect(), left_out }
}

/// The pairs of [`pairs`] in blocks, in the same order. A block is completed when it is asked for, so that memory does not
/// grow with the number of pairs by more than a few bytes each.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::pairs::{PairBlocks, PairOptions, pairs};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = PairOptions::default();
/// let count: usize = PairBlocks::new(&graph, &options).map(|block| block.len()).sum();
/// assert_eq!(count, pairs(&graph, &options).len());
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Debug)]
pub struct PairBlocks<'a> {
    graph: &'a BoardGraph,
    options: &'a PairOptions,
    keys: std::vec::IntoIter<PairKey>,
    offices: Offices,
    names: Names<'a>,
    /// The number of pairs still wanted.
    wanted: usize,
    left_out: usize,
}

impl<'a> PairBlocks<'a> {
    /// The number of pairs that are completed together.
    const BLOCK: usize = 1 << 12;

    /// The least number of pairs that one task completes.
    const PART: usize = 1 << 8;

    /// Finds the pairs.
    ///
    /// Cost: the wedges; if days are the weight, also the shared people of all pairs.
    pub fn new(graph: &'a BoardGraph, options: &'a PairOptions) -> PairBlocks<'a> {
        if let Some(near) = candidates::near(graph, options) {
            let keys = by_days(graph, options, &near);
            let wanted = options.top.unwrap_or(usize::MAX);
            let (names, offices) = (Names::one_by_one(graph), Offices::Each);
            return PairBlocks { graph, options, keys: keys.into_iter(), offices, names, wanted, left_out: 0 };
        }
        let tenures = Tenures::new(graph, options);
        // The kind, the days and the shared people are known only once a pair is complete: `top` applies afterwards.
        let rest = options.kind.is_some() || options.asks_through() || needs_days(options);
        let search = PairOptions { top: options.top.filter(|_| !rest), ..options.clone() };
        let keys = product::pair_keys(graph, &tenures, &search);
        let left_out = tenures.left_out();
        drop(tenures);
        let keys = if options.weight == Weight::Days { by_days(graph, options, &keys) } else { keys };
        let wanted = options.top.unwrap_or(usize::MAX);
        let names = Names::for_pairs(graph, options.side, wanted.min(keys.len()));
        PairBlocks { graph, options, keys: keys.into_iter(), offices: Offices::Each, names, wanted, left_out }
    }

    /// Leaves out what tables do not show: the third companies of which shared people are executives ([`Link::from`] of `induced`),
    /// and [`Pair::officers`]. Somebody on thousands of boards makes millions of pairs, and each would list hundreds of companies.
    #[must_use]
    pub fn without_offices(self) -> PairBlocks<'a> {
        let few = self.keys.len() <= PairBlocks::BLOCK;
        PairBlocks { offices: if few { Offices::together_of_few() } else { Offices::together(self.graph) }, ..self }
    }

    /// Returns the number of people that are left out; see [`Interlocks::left_out`].
    pub fn left_out(&self) -> usize {
        self.left_out
    }
}

impl Iterator for PairBlocks<'_> {
    type Item = Vec<Pair>;

    fn next(&mut self) -> Option<Vec<Pair>> {
        while self.wanted > 0 {
            let keys: Vec<PairKey> = self.keys.by_ref().take(PairBlocks::BLOCK).collect();
            if keys.is_empty() {
                return None;
            }
            let (graph, options) = (self.graph, self.options);
            let (offices, names) = (&self.offices, &self.names);
            let expand = |key: &PairKey| expand_pair_with(graph, options, key, offices, names);
            let mut pairs: Vec<Pair> = keys.par_iter().with_min_len(PairBlocks::PART).filter_map(expand).collect();
            pairs.truncate(self.wanted);
            self.wanted -= pairs.len();
            if !pairs.is_empty() {
                return Some(pairs);
            }
        }
        None
    }
}

/// Returns the keys with their days as the weight, in the order of the answer. What is not wanted is left out.
fn by_days(graph: &BoardGraph, options: &PairOptions, keys: &[PairKey]) -> Vec<PairKey> {
    let exact = |key: &PairKey| {
        let (_, links) = links(graph, options, key, &Offices::Each);
        wanted(graph, options, &links).map(|_| PairKey { weight: weight(graph, options, key, &links), ..*key })
    };
    let mut keys: Vec<PairKey> = keys.par_iter().filter_map(exact).collect();
    product::sort(graph, options, &mut keys);
    keys
}

/// The tenures from which pairs are found.
struct Tenures {
    /// Those that may count: they decide what a pair shares and weighs.
    possible: TenureIndex,
    /// Those that certainly count, if only certain pairs are wanted.
    certain: Option<TenureIndex>,
}

impl Tenures {
    fn new(graph: &BoardGraph, options: &PairOptions) -> Tenures {
        let index = |query: &Query| TenureIndex::new(graph, query, options.side, options.max_boards);
        let certain = options.query.certain_only.then(|| index(&options.query));
        Tenures { possible: index(&options.query.certain_only(false)), certain }
    }

    /// Returns the number of people (for pairs of people, companies) that are left out.
    fn left_out(&self) -> usize {
        self.possible.left_out
    }
}

/// Returns `true` if it follows only from all its links whether a pair is certain, or what it weighs.
fn needs_days(options: &PairOptions) -> bool {
    let PairOptions { weight, query, max_boards, .. } = options;
    // A person on too many boards may be certainly on few of them, and is then in one index only.
    let left_out = query.certain_only && max_boards.is_some();
    *weight == Weight::Days || query.asks_every_day() || left_out
}

/// Returns all pairs that share a person at the clock as keys, in the order of the answer.
///
/// Cost: the wedges; if days are the weight, also the shared people of all pairs.
pub fn pair_keys(graph: &BoardGraph, options: &PairOptions) -> Vec<PairKey> {
    let keys = product::pair_keys(graph, &Tenures::new(graph, options), options);
    if !needs_days(options) {
        return keys;
    }
    by_days(graph, options, &keys)
}

/// Computes what a tie of the network at the clock shares and weighs from the days of its links; `None` if there is none.
fn tie_key(graph: &BoardGraph, options: &PairOptions, key: &PairKey) -> Option<PairKey> {
    let (_, mut links) = links(graph, options, key, &Offices::Each);
    if options.query.certain_only {
        let together = certainty(graph, options.query.clock, &links) == Some(Certainty::Certain);
        let alone = links.iter().any(|link| link.certain);
        let window = options.query.clock.window();
        links.retain(|link| if alone { link.certain } else { together && link.days.certain.meets(&window.into()) });
    }
    let shared = u32::try_from(links.len()).ok().filter(|shared| *shared > 0)?;
    Some(PairKey { shared, weight: weight(graph, options, key, &links), ..*key })
}

/// Counts the pairs, and the people left out. Pairs are completed only if the options need it.
pub fn count_pairs(graph: &BoardGraph, options: &PairOptions) -> (PairCount, usize) {
    let plain = options.kind.is_none() && options.min <= 1 && options.top.is_none() && options.asks_for_all();
    if plain && !needs_days(&PairOptions { weight: Weight::Count, ..options.clone() }) {
        let tenures = Tenures::new(graph, options);
        return (product::count_pairs(&tenures), tenures.left_out());
    }
    let Interlocks { pairs, left_out } = interlocks(graph, options);
    (PairCount::of(&pairs), left_out)
}

impl PairCount {
    /// Counts pairs.
    pub fn of(pairs: &[Pair]) -> PairCount {
        let links = || pairs.iter().flat_map(|pair| pair.people.iter().chain(&pair.companies));
        let mut different: Vec<&str> = links().map(|link| link.id.as_str()).collect();
        different.sort_unstable();
        different.dedup();
        PairCount { pairs: pairs.len() as u64, shared: links().count() as u64, people: different.len() as u64 }
    }
}

/// Returns everybody who may link two companies at the clock (for pairs of people, every board that may link them). Before them come
/// the people with seats at both companies at any time.
fn links(
    graph: &BoardGraph,
    options: &PairOptions,
    key: &PairKey,
    offices: &Offices,
) -> (Vec<PersonIx>, Vec<SharedEntity>) {
    check();
    match options.side {
        Side::Companies => {
            let [a, b] = [key.a, key.b].map(CompanyIx::new);
            let people = graph.shared_people(a, b);
            let links = people_links(graph, options, [a, b], &people, offices);
            (people, links)
        }
        Side::People => (Vec::new(), company_links(graph, options, [key.a, key.b].map(PersonIx::new))),
    }
}

/// Returns those of the people with seats at two companies who may link them at the clock.
fn people_links(
    graph: &BoardGraph,
    options: &PairOptions,
    [a, b]: [CompanyIx; 2],
    people: &[PersonIx],
    offices: &Offices,
) -> Vec<SharedEntity> {
    let clock = options.query.clock;
    // Without an office, the days on the board are all that counts.
    let tenure = |person: PersonIx, company: CompanyIx| match offices.may_have(person) {
        true => graph.tenure_at(person, company),
        false => Tenure { board: graph.board_days_at(person, company), ..Tenure::default() },
    };
    let link = |person: &PersonIx| {
        let (first, second) = (tenure(*person, a), tenure(*person, b));
        let ends = [(a, &first), (b, &second)];
        let kind = |both: &UncertainDays| LinkKind::new(graph, clock, *person, ends, both, offices);
        shared_entity(graph, options, person.number(), [&first, &second], kind)
    };
    people.iter().filter_map(link).collect()
}

/// Returns the companies that may link two people at the clock.
fn company_links(graph: &BoardGraph, options: &PairOptions, [a, b]: [PersonIx; 2]) -> Vec<SharedEntity> {
    let (theirs, mut companies) = (graph.person_seats(b).map(|seat| graph.seat_company(seat)), Vec::new());
    let theirs: Vec<CompanyIx> = theirs.collect();
    companies.extend(graph.person_seats(a).map(|seat| graph.seat_company(seat)));
    companies.dedup();
    companies.retain(|company| theirs.binary_search(company).is_ok());
    let link = |company: CompanyIx| {
        let (first, second) = (graph.tenure_at(a, company), graph.tenure_at(b, company));
        shared_entity(graph, options, company.number(), [&first, &second], |_| LinkKind::direct())
    };
    companies.into_iter().filter_map(link).collect()
}

/// Returns a shared person (for pairs of people, a shared company) with the days of the link; `None` if it does not link the two at
/// the clock.
fn shared_entity(
    graph: &BoardGraph,
    options: &PairOptions,
    through: u32,
    ends: [&Tenure; 2],
    kind: impl FnOnce(&UncertainDays) -> LinkKind,
) -> Option<SharedEntity> {
    let days = graph.linking_days(ends[0], ends[1]);
    let answer = Query::new(options.query.clock).holds(graph, &days)?;
    if options.max_boards.is_some_and(|most| degree(graph, options, through) > most) {
        return None;
    }
    let on_both = ends[0].board.meet(&ends[1].board);
    Some(SharedEntity { through, kind: kind(&days), days, on_both, certain: answer == Certainty::Certain })
}

/// Returns how certain it is that somebody links two companies at the clock. Several people may do so on every day of a
/// range, though none of them does alone.
fn certainty(graph: &BoardGraph, clock: Clock, links: &[SharedEntity]) -> Option<Certainty> {
    holds_together(graph, clock, links.iter().map(|link| &link.days))
}

/// Returns how certain it is that some of these days are the clock's.
fn holds_together<'a>(
    graph: &BoardGraph,
    clock: Clock,
    days: impl Iterator<Item = &'a UncertainDays> + Clone,
) -> Option<Certainty> {
    let union = |set: fn(&UncertainDays) -> &DaySet| {
        days.clone().flat_map(|days| set(days).as_slice()).copied().collect::<DaySet>()
    };
    clock.holds(&union(|days| &days.certain), &union(|days| &days.possible), graph.as_of())
}

/// Returns how certain a pair with these links is; `None` if it is not asked for, as far as its kinds do not matter.
fn wanted(graph: &BoardGraph, options: &PairOptions, links: &[SharedEntity]) -> Option<Certainty> {
    let answer = certainty(graph, options.query.clock, links)?;
    let is_wanted = (answer.is_certain() || !options.query.certain_only)
        && links.len() >= options.min
        && options.wants_through(links.iter().map(|link| link.through));
    is_wanted.then_some(answer)
}

/// Returns the number of people on a board (for pairs of people, boards of a person) at the clock.
fn size(graph: &BoardGraph, options: &PairOptions, end: u32) -> usize {
    let query = options.query.certain_only(false);
    match options.side {
        Side::Companies => members(graph, &query, CompanyIx::new(end)),
        Side::People => boards(graph, &query, PersonIx::new(end)),
    }
}

/// Returns the number of boards of a shared person (for pairs of people, members of a shared company) at the clock.
fn degree(graph: &BoardGraph, options: &PairOptions, through: u32) -> usize {
    let query = options.query.certain_only(false);
    match options.side {
        Side::Companies => boards(graph, &query, PersonIx::new(through)),
        Side::People => members(graph, &query, CompanyIx::new(through)),
    }
}

fn members(graph: &BoardGraph, query: &Query, company: CompanyIx) -> usize {
    let sits = |person: &PersonIx| query.holds(graph, &graph.end_days(&graph.tenure_at(*person, company))).is_some();
    graph.company_people(company).filter(sits).count()
}

fn boards(graph: &BoardGraph, query: &Query, person: PersonIx) -> usize {
    graph.tenures(person).iter().filter(|(_, tenure)| query.holds(graph, &graph.end_days(tenure)).is_some()).count()
}

/// Completes a pair; `None` if it does not match the options.
pub fn expand_pair(graph: &BoardGraph, options: &PairOptions, key: &PairKey) -> Option<Pair> {
    expand_pair_with(graph, options, key, &Offices::Each, &Names::one_by_one(graph))
}

fn expand_pair_with(
    graph: &BoardGraph,
    options: &PairOptions,
    key: &PairKey,
    offices: &Offices,
    names: &Names<'_>,
) -> Option<Pair> {
    let (people, links) = links(graph, options, key, offices);
    let certain = wanted(graph, options, &links)?.is_certain();
    let PairKinds { possible, certain: certain_kinds, officers } = match options.side {
        Side::Companies => {
            PairKinds::new(graph, &options.query, [key.a, key.b].map(CompanyIx::new), (&people, &links), offices)
        }
        Side::People => PairKinds::direct(certain),
    };
    let kinds = if options.query.certain_only { certain_kinds.clone() } else { possible };
    if options.kind.is_some_and(|kind| !kinds.contains(&kind)) {
        return None;
    }
    let weight = weight(graph, options, key, &links);
    let shared = links.len();
    let spells = links.iter().flat_map(|link| link.days.possible.as_slice()).copied().collect();
    let mut rows: Vec<Link> = links.into_iter().map(|link| link.named(graph, options, names)).collect();
    rows.sort_by(|x, y| (&x.name, &x.id).cmp(&(&y.name, &y.id)));
    let (people, companies) = match options.side {
        Side::Companies => (rows, Vec::new()),
        Side::People => (Vec::new(), rows),
    };
    let [a, b] = [key.a, key.b].map(|end| names.of(end_of(options.side, end)));
    let rests_on =
        identities::rests_on(graph, options.side, key, if people.is_empty() { &companies } else { &people }, &officers);
    let conditions = Conditions::default();
    Some(Pair {
        a,
        b,
        shared,
        weight,
        kinds,
        certain_kinds,
        certain,
        people,
        companies,
        officers,
        spells,
        conditions,
        rests_on,
    })
}

/// Returns one end of a pair.
fn end_of(side: Side, number: u32) -> Entity {
    match side {
        Side::Companies => Entity::Company(CompanyIx::new(number)),
        Side::People => Entity::Person(PersonIx::new(number)),
    }
}

impl SharedEntity {
    fn named(self, graph: &BoardGraph, options: &PairOptions, names: &Names<'_>) -> Link {
        let entity = match options.side {
            Side::Companies => Entity::Person(PersonIx::new(self.through)),
            Side::People => Entity::Company(CompanyIx::new(self.through)),
        };
        let Named { id, name } = names.of(entity);
        let kind_certain = self.certain && self.kind.certain;
        let LinkKind { kind, from, .. } = if options.query.certain_only { self.kind.certain_only() } else { self.kind };
        let from = from.iter().map(|company| graph.id(Entity::Company(*company))).collect();
        let certain = up_to(graph.as_of(), &self.days.certain);
        Link { id, name, kind, kind_certain, from, certain, possible: self.days.possible }
    }
}

/// Returns the weight of a pair that is linked through `links`.
fn weight(graph: &BoardGraph, options: &PairOptions, key: &PairKey, links: &[SharedEntity]) -> f64 {
    let shared = links.len() as f64;
    let size = |end: u32| size(graph, options, end) as f64;
    match options.weight {
        Weight::Count => shared,
        // In the order of ids, so that the sum is the same on every machine.
        Weight::Newman => links.iter().map(|link| 1.0 / (degree(graph, options, link.through) as f64 - 1.0)).sum(),
        Weight::Jaccard => shared / (size(key.a) + size(key.b) - shared),
        Weight::Cosine => shared / (size(key.a) * size(key.b)).sqrt(),
        Weight::Days => {
            let window = options.query.clock.window();
            links.iter().map(|link| counted_days(&link.days.certain.within(window), graph.as_of())).sum::<i64>() as f64
        }
    }
}
