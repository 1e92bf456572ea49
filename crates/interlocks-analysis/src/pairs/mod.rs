//! Companies that share directors: the shared people, the days, and the kinds of interlock.
//!
//! The kinds are those of Dooley (1969), Mizruchi (1996) and Stokman, Ziegler & Scott (1985); see docs/semantics.md. Pairs
//! are found by a sparse product over people ([`product`]) and then completed one by one.

mod directed_interlock;
pub mod product;
mod tenure_index;

use rayon::prelude::*;
use serde::Serialize;

use super::question::{Named, Query, counted_days};
use interlocks_core::model::{Certainty, DaySet};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, Tenure, UncertainDays};

pub use product::{PairCount, PairKey};

pub use directed_interlock::{DirectedInterlock, sets_pay};
use tenure_index::TenureIndex;

/// The kind of an interlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterlockKind {
    /// A person is on both boards at the same time.
    Direct,
    /// An executive of each is on the other's board at the same time; they are different people.
    Mutual,
    /// Mutual, and both are chief executives.
    ChiefExecutiveCross,
    /// An executive of each is on the other's compensation committee at the same time.
    CompensationCommitteeCross,
    /// The shared person is an executive of both.
    ExecutiveExecutive,
    /// The shared person is an executive of one of the two.
    Primary,
    /// The shared person is an executive of a third company.
    Induced,
    /// The shared person is not an executive of any known company.
    Neutral,
}

impl InterlockKind {
    /// Every kind, strongest first after `direct`.
    pub const ALL: [InterlockKind; 8] = [
        InterlockKind::Direct,
        InterlockKind::Mutual,
        InterlockKind::ChiefExecutiveCross,
        InterlockKind::CompensationCommitteeCross,
        InterlockKind::ExecutiveExecutive,
        InterlockKind::Primary,
        InterlockKind::Induced,
        InterlockKind::Neutral,
    ];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            InterlockKind::Direct => "direct",
            InterlockKind::Mutual => "mutual",
            InterlockKind::ChiefExecutiveCross => "chief-executive-cross",
            InterlockKind::CompensationCommitteeCross => "compensation-committee-cross",
            InterlockKind::ExecutiveExecutive => "executive-executive",
            InterlockKind::Primary => "primary",
            InterlockKind::Induced => "induced",
            InterlockKind::Neutral => "neutral",
        }
    }
}

interlocks_core::enum_names!(InterlockKind, "kind of interlock");

/// The weight of an interlock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The number of shared people.
    #[default]
    Count,
    /// The sum of 1/(n − 1) over shared people with n boards (Newman 2001).
    Newman,
    /// Shared people divided by the people on either board (Jaccard).
    Jaccard,
    /// Shared people divided by the square root of the product of the board sizes (Ochiai).
    Cosine,
    /// Days on which at least one shared person is certainly on both boards: their union, not their sum over people.
    Days,
}

impl Weight {
    /// Every weight.
    pub const ALL: [Weight; 5] = [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine, Weight::Days];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Weight::Count => "count",
            Weight::Newman => "newman",
            Weight::Jaccard => "jaccard",
            Weight::Cosine => "cosine",
            Weight::Days => "days",
        }
    }
}

interlocks_core::enum_names!(Weight, "weight");

/// The kind of entities that are paired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Pairs of companies that share people.
    #[default]
    Companies,
    /// Pairs of people that share companies.
    People,
}

impl Side {
    /// Both sides.
    pub const ALL: [Side; 2] = [Side::Companies, Side::People];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Companies => "companies",
            Side::People => "people",
        }
    }
}

interlocks_core::enum_names!(Side, "side");

/// Options of [`pairs`]. By default: all pairs of companies at any time, weighted by shared people.
///
/// ```
/// use interlocks_analysis::Query;
/// use interlocks_analysis::pairs::{InterlockKind, PairOptions, Weight};
/// let options = PairOptions::default()
///     .query(Query::default().certain_only(true))
///     .weight(Weight::Newman)
///     .kind(InterlockKind::Primary)
///     .top(10);
/// assert_eq!((options.top, options.min), (Some(10), 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct PairOptions {
    /// The clock. Default: any time.
    pub query: Query,
    /// The weight, by which pairs are sorted. Default: the number of shared people.
    pub weight: Weight,
    /// Companies or people. Default: companies.
    pub side: Side,
    /// Only pairs with this company; with several, only pairs among them. Default: empty, which means all.
    pub companies: Vec<CompanyIx>,
    /// For pairs of companies: only those that share one of these people. For pairs of people: as `companies`. Default:
    /// empty, which means all.
    pub people: Vec<PersonIx>,
    /// Only pairs of this kind. Default: all kinds.
    pub kind: Option<InterlockKind>,
    /// Only pairs that share at least this many people. Default: 0, which means all.
    pub min: usize,
    /// Only this many pairs, the heaviest. Default: all.
    pub top: Option<usize>,
    /// Leaves out people on more boards than this (for pairs of people, companies with more members); they are counted in
    /// [`Interlocks::left_out`]. Default: nobody is left out.
    pub max_boards: Option<usize>,
}

/// A person on both boards; for pairs of people, a company on whose board both are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The id in the data.
    pub id: String,
    /// The name in the data.
    pub name: String,
    /// The kind of interlock that this person makes; for pairs of people always `direct`.
    pub kind: InterlockKind,
    /// Ids of the home companies: one for `primary`, both for `executive-executive`, the third companies for `induced`.
    pub from: Vec<String>,
    /// Days on both boards for every choice of days.
    pub certain: DaySet,
    /// Days on both boards for some choice of days.
    pub possible: DaySet,
}

/// An executive of one company on the other's board; the executive need not be on the home's own board.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Officer {
    /// The id of the executive.
    pub id: String,
    /// The name of the executive.
    pub name: String,
    /// The id of the home company.
    pub from: String,
    /// The id of the other company.
    pub to: String,
    /// Days on the other's board for every choice of days.
    pub certain: DaySet,
    /// Days on the other's board for some choice of days.
    pub possible: DaySet,
}

/// Two companies and the people they share (or two people and the companies).
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// `true` if at least one person is shared for every choice of days.
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
}

/// A shared person of a pair (for pairs of people, a shared company).
struct SharedEntity {
    through: u32,
    kind: InterlockKind,
    from: Vec<CompanyIx>,
    days: UncertainDays,
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
    let tenures = TenureIndex::new(graph, &options.query, options.side, options.max_boards);
    // The kind, the days and the shared people are known only once a pair is complete: `top` applies afterwards.
    let needs_expansion = options.kind.is_some() || options.weight == Weight::Days || options.asks_through();
    let search = PairOptions { top: options.top.filter(|_| !needs_expansion), ..options.clone() };
    let keys = product::pair_keys(graph, &tenures, &search);
    let left_out = tenures.left_out;
    drop(tenures);
    let mut pairs: Vec<Pair> = keys.par_iter().filter_map(|key| expand_pair(graph, options, key)).collect();
    if options.weight == Weight::Days {
        // Keys are in the order of names already where weights are equal.
        pairs.par_sort_by(|x, y| {
            let names = |pair: &Pair| (pair.a.name.clone(), pair.b.name.clone(), pair.a.id.clone(), pair.b.id.clone());
            y.weight.total_cmp(&x.weight).then_with(|| names(x).cmp(&names(y)))
        });
    }
    pairs.truncate(options.top.unwrap_or(usize::MAX));
    Interlocks { pairs, left_out }
}

/// Returns all pairs that share a person at the clock as keys, in the order of the answer.
///
/// Cost: the wedges; if days are the weight, also the shared people of all pairs.
pub fn pair_keys(graph: &BoardGraph, options: &PairOptions) -> Vec<PairKey> {
    let tenures = TenureIndex::new(graph, &options.query, options.side, options.max_boards);
    let mut keys = product::pair_keys(graph, &tenures, options);
    if options.weight == Weight::Days {
        keys.par_iter_mut()
            .for_each(|key| key.weight = expand_pair(graph, options, key).map_or(0.0, |pair| pair.weight));
        product::sort(graph, options.side, &mut keys);
    }
    keys
}

/// Counts the pairs, and the people left out. Pairs are completed only if the options need it.
pub fn count_pairs(graph: &BoardGraph, options: &PairOptions) -> (PairCount, usize) {
    let plain = options.kind.is_none() && options.min <= 1 && options.top.is_none() && options.asks_for_all();
    if plain {
        let tenures = TenureIndex::new(graph, &options.query, options.side, options.max_boards);
        return (product::count_pairs(&tenures), tenures.left_out);
    }
    let Interlocks { pairs, left_out } = interlocks(graph, options);
    let links = || pairs.iter().flat_map(|pair| pair.people.iter().chain(&pair.companies));
    let mut different: Vec<&str> = links().map(|link| link.id.as_str()).collect();
    different.sort_unstable();
    different.dedup();
    let count = PairCount { pairs: pairs.len() as u64, shared: links().count() as u64, people: different.len() as u64 };
    (count, left_out)
}

impl PairOptions {
    /// Sets the clock.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    /// Sets the weight, by which pairs are sorted.
    #[must_use]
    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Sets whether companies or people are paired.
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.side = side;
        self
    }

    /// Asks only for pairs with this company; with several, only for pairs among them.
    #[must_use]
    pub fn companies(mut self, companies: impl IntoIterator<Item = CompanyIx>) -> Self {
        self.companies = companies.into_iter().collect();
        self
    }

    /// Asks only for pairs of companies that share one of these people; for pairs of people, as
    /// [`PairOptions::companies`].
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = PersonIx>) -> Self {
        self.people = people.into_iter().collect();
        self
    }

    /// Asks only for pairs of a kind.
    #[must_use]
    pub fn kind(mut self, kind: InterlockKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Asks only for pairs that share at least this many people.
    #[must_use]
    pub fn min(mut self, shared: usize) -> Self {
        self.min = shared;
        self
    }

    /// Asks only for this many pairs, the heaviest.
    #[must_use]
    pub fn top(mut self, count: usize) -> Self {
        self.top = Some(count);
        self
    }

    /// Leaves out people on more boards than this (for pairs of people, companies with more members).
    #[must_use]
    pub fn max_boards(mut self, boards: usize) -> Self {
        self.max_boards = Some(boards);
        self
    }

    /// Returns `true` if the pair of two ends is asked for.
    fn wants_ends(&self, a: u32, b: u32) -> bool {
        fn chosen<T: Copy>(chosen: &[T], number: impl Fn(T) -> u32, a: u32, b: u32) -> bool {
            let has = |end: u32| chosen.iter().any(|one| number(*one) == end);
            match chosen.len() {
                0 => true,
                1 => has(a) || has(b),
                _ => has(a) && has(b),
            }
        }
        match self.side {
            Side::Companies => chosen(&self.companies, interlocks_graph::CompanyIx::number, a, b),
            Side::People => chosen(&self.people, interlocks_graph::PersonIx::number, a, b),
        }
    }

    /// Returns `true` if only pairs that share one of some chosen entities are asked for.
    fn asks_through(&self) -> bool {
        match self.side {
            Side::Companies => !self.people.is_empty(),
            Side::People => !self.companies.is_empty(),
        }
    }

    fn asks_for_all(&self) -> bool {
        self.people.is_empty() && self.companies.is_empty()
    }

    fn wants_through(&self, links: &[SharedEntity]) -> bool {
        !self.asks_through()
            || links.iter().any(|link| match self.side {
                Side::Companies => self.people.contains(&PersonIx::new(link.through)),
                Side::People => self.companies.contains(&CompanyIx::new(link.through)),
            })
    }
}

/// Returns everybody whom two companies share at the clock (for pairs of people, every board that they share).
fn links(graph: &BoardGraph, options: &PairOptions, a: u32, b: u32) -> Vec<SharedEntity> {
    let found =
        |through: u32, days: UncertainDays, kind: &dyn Fn(&UncertainDays) -> (InterlockKind, Vec<CompanyIx>)| {
            let answer = options.query.holds(graph, &days)?;
            if options.max_boards.is_some_and(|most| degree(graph, options, through) > most) {
                return None;
            }
            let (kind, from) = kind(&days.within(options.query.clock.window()));
            Some(SharedEntity { through, kind, from, days, certain: answer == Certainty::Certain })
        };
    match options.side {
        Side::Companies => {
            let (a, b) = (CompanyIx::new(a), CompanyIx::new(b));
            let people = graph.shared_people(a, b).into_iter();
            let link = |person: PersonIx| {
                let (first, second) = (graph.tenure_at(person, a), graph.tenure_at(person, b));
                let days = first.board.meet(&second.board);
                found(person.number(), days, &|both| kind_of(graph, person, (a, &first), (b, &second), both))
            };
            people.filter_map(link).collect()
        }
        Side::People => {
            let (a, b) = (PersonIx::new(a), PersonIx::new(b));
            let (theirs, mut companies) = (graph.person_seats(b).map(|seat| graph.seat_company(seat)), Vec::new());
            let theirs: Vec<CompanyIx> = theirs.collect();
            companies.extend(graph.person_seats(a).map(|seat| graph.seat_company(seat)));
            companies.dedup();
            companies.retain(|company| theirs.binary_search(company).is_ok());
            let link = |company: CompanyIx| {
                let days = graph.tenure_at(a, company).board.meet(&graph.tenure_at(b, company).board);
                found(company.number(), days, &|_| (InterlockKind::Direct, Vec::new()))
            };
            companies.into_iter().filter_map(link).collect()
        }
    }
}

/// Returns the kind of interlock that a person makes while on both boards, and the home companies.
fn kind_of(
    graph: &BoardGraph,
    person: PersonIx,
    (a, first): (CompanyIx, &Tenure),
    (b, second): (CompanyIx, &Tenure),
    both: &UncertainDays,
) -> (InterlockKind, Vec<CompanyIx>) {
    let while_both = |days: &UncertainDays| days.possible.meets(&both.possible);
    let home_a = while_both(&first.executive);
    let home_b = while_both(&second.executive);
    if home_a && home_b && first.executive.meet(&second.executive).meet(both).is_possible() {
        return (InterlockKind::ExecutiveExecutive, vec![a, b]);
    }
    if home_a || home_b {
        let homes = [(home_a, a), (home_b, b)].into_iter().filter(|(home, _)| *home).map(|(_, company)| company);
        return (InterlockKind::Primary, homes.collect());
    }
    let homes = graph.person_seats(person).filter(|seat| graph.is_executive(*seat));
    let mut third: Vec<CompanyIx> = homes.map(|seat| graph.seat_company(seat)).collect();
    third.dedup();
    third.retain(|home| *home != a && *home != b && while_both(&graph.tenure_at(person, *home).executive));
    if third.is_empty() { (InterlockKind::Neutral, third) } else { (InterlockKind::Induced, third) }
}

/// Returns the number of people on a board (for pairs of people, boards of a person) at the clock.
fn size(graph: &BoardGraph, options: &PairOptions, end: u32) -> usize {
    match options.side {
        Side::Companies => members(graph, &options.query, CompanyIx::new(end)),
        Side::People => boards(graph, &options.query, PersonIx::new(end)),
    }
}

/// Returns the number of boards of a shared person (for pairs of people, members of a shared company) at the clock.
fn degree(graph: &BoardGraph, options: &PairOptions, through: u32) -> usize {
    match options.side {
        Side::Companies => boards(graph, &options.query, PersonIx::new(through)),
        Side::People => members(graph, &options.query, CompanyIx::new(through)),
    }
}

fn members(graph: &BoardGraph, query: &Query, company: CompanyIx) -> usize {
    let sits = |person: &PersonIx| query.holds(graph, &graph.tenure_at(*person, company).board).is_some();
    graph.company_people(company).filter(sits).count()
}

fn boards(graph: &BoardGraph, query: &Query, person: PersonIx) -> usize {
    graph.tenures(person).iter().filter(|(_, service)| query.holds(graph, &service.board).is_some()).count()
}

/// Returns the executives of one company on the board of another, at the clock.
fn directed_interlocks(graph: &BoardGraph, query: &Query, home: CompanyIx, board: CompanyIx) -> Vec<DirectedInterlock> {
    let people = graph.shared_people(home, board).into_iter();
    let directed = people.map(|person| DirectedInterlock::new(graph, person, home, board));
    directed.filter(|directed| query.holds(graph, &directed.board).is_some()).collect()
}

/// Returns `true` if an interlock goes both ways at the same time, through different people.
fn crossed(
    graph: &BoardGraph,
    query: &Query,
    there: &[DirectedInterlock],
    back: &[DirectedInterlock],
    days: impl Fn(&DirectedInterlock) -> &UncertainDays,
) -> bool {
    there
        .iter()
        .any(|x| back.iter().any(|y| x.person != y.person && query.holds(graph, &days(x).meet(days(y))).is_some()))
}

/// Completes a pair; `None` if it does not match the options.
pub fn expand_pair(graph: &BoardGraph, options: &PairOptions, key: &PairKey) -> Option<Pair> {
    let links = links(graph, options, key.a, key.b);
    if !options.wants_through(&links) {
        return None;
    }
    let (a, b, node): (Entity, Entity, fn(u32) -> Entity) = match options.side {
        Side::Companies => (Entity::Company(CompanyIx::new(key.a)), Entity::Company(CompanyIx::new(key.b)), |n| {
            Entity::Person(PersonIx::new(n))
        }),
        Side::People => (Entity::Person(PersonIx::new(key.a)), Entity::Person(PersonIx::new(key.b)), |n| {
            Entity::Company(CompanyIx::new(n))
        }),
    };
    let company_id = |company: &CompanyIx| graph.id(Entity::Company(*company));
    let rows: Vec<Link> = links
        .iter()
        .map(|link| Link {
            id: graph.id(node(link.through)),
            name: graph.name(node(link.through)).into_owned(),
            kind: link.kind,
            from: link.from.iter().map(company_id).collect(),
            certain: link.days.certain.clone(),
            possible: link.days.possible.clone(),
        })
        .collect();
    let (kinds, officers) = match options.side {
        Side::Companies => kinds_and_officers(graph, options, CompanyIx::new(key.a), CompanyIx::new(key.b), &links),
        Side::People => (vec![InterlockKind::Direct], Vec::new()),
    };
    let union = |spans: fn(&SharedEntity) -> &DaySet| {
        links.iter().flat_map(|link| spans(link).as_slice()).copied().collect::<DaySet>()
    };
    let (people, companies) = match options.side {
        Side::Companies => (rows, Vec::new()),
        Side::People => (Vec::new(), rows),
    };
    if options.kind.is_some_and(|kind| !kinds.contains(&kind)) {
        return None;
    }
    Some(Pair {
        a: Named::new(graph, a),
        b: Named::new(graph, b),
        shared: links.len(),
        weight: weight(graph, options, key, &links, &union(|link| &link.days.certain)),
        kinds,
        certain: links.iter().any(|link| link.certain),
        people,
        companies,
        officers,
        spells: union(|link| &link.days.possible),
    })
}

/// Returns the kinds of a pair of companies, and the executives of one on the board of the other.
fn kinds_and_officers(
    graph: &BoardGraph,
    options: &PairOptions,
    a: CompanyIx,
    b: CompanyIx,
    links: &[SharedEntity],
) -> (Vec<InterlockKind>, Vec<Officer>) {
    let (there, back) =
        (&directed_interlocks(graph, &options.query, a, b)[..], &directed_interlocks(graph, &options.query, b, a)[..]);
    let mut kinds: Vec<InterlockKind> =
        std::iter::once(InterlockKind::Direct).chain(links.iter().map(|link| link.kind)).collect();
    for (kind, holds) in [
        (InterlockKind::Mutual, crossed(graph, &options.query, there, back, |directed| &directed.board)),
        (InterlockKind::ChiefExecutiveCross, crossed(graph, &options.query, there, back, |directed| &directed.chief)),
        (
            InterlockKind::CompensationCommitteeCross,
            crossed(graph, &options.query, there, back, |directed| &directed.pay),
        ),
    ] {
        if holds {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let company_id = |company: CompanyIx| graph.id(Entity::Company(company));
    let officer = |directed: &DirectedInterlock, from: CompanyIx, to: CompanyIx| Officer {
        id: graph.id(Entity::Person(directed.person)),
        name: graph.name(Entity::Person(directed.person)).into_owned(),
        from: company_id(from),
        to: company_id(to),
        certain: directed.board.certain.clone(),
        possible: directed.board.possible.clone(),
    };
    let officers =
        there.iter().map(|directed| officer(directed, a, b)).chain(back.iter().map(|directed| officer(directed, b, a)));
    (kinds, officers.collect())
}

fn weight(graph: &BoardGraph, options: &PairOptions, key: &PairKey, links: &[SharedEntity], certain: &DaySet) -> f64 {
    let shared = links.len() as f64;
    let size = |end: u32| size(graph, options, end) as f64;
    match options.weight {
        Weight::Count => shared,
        // In the order of ids, so that the sum is the same on every machine.
        Weight::Newman => links.iter().map(|link| 1.0 / (degree(graph, options, link.through) as f64 - 1.0)).sum(),
        Weight::Jaccard => shared / (size(key.a) + size(key.b) - shared),
        Weight::Cosine => shared / (size(key.a) * size(key.b)).sqrt(),
        Weight::Days => counted_days(&certain.within(options.query.clock.window()), graph.as_of()) as f64,
    }
}
