//! Which companies share directors, who joins them, since when and of what kind.
//!
//! The kinds are those of Dooley (1969), Mizruchi (1996) and Stokman, Ziegler & Scott (1985); see
//! docs/semantics.md. Pairs are found by a sparse product over people, and told one by one.

mod posts;
pub mod product;
mod sent;

use rayon::prelude::*;
use serde::Serialize;

use super::question::{Named, Query, counted_days};
use interlocks_core::model::{Certainty, DaySet};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, Tenure, UncertainDays};

pub use product::{Count, PairKey};

use posts::TenureIndex;
pub use sent::{DirectedInterlock, sets_pay};

/// The kind of an interlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterlockKind {
    /// Somebody sits on both boards at once.
    Direct,
    /// An executive of each sits on the other's board at once, different people.
    Mutual,
    /// Mutual, and both are chief executives.
    ChiefExecutiveCross,
    /// An executive of each sits on the other's compensation committee at once.
    CompensationCommitteeCross,
    /// The shared person is executive of both.
    ExecutiveExecutive,
    /// The shared person is executive of one of the two.
    Primary,
    /// The shared person is executive of a third company.
    Induced,
    /// The shared person is executive of no company known.
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

    /// The word for it.
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

/// How much an interlock weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The number of shared people.
    #[default]
    Count,
    /// The sum of 1/(n − 1) over shared people with n boards (Newman 2001).
    Newman,
    /// Shared people by people on either board.
    Jaccard,
    /// Shared people by the root of the product of the board sizes (Ochiai).
    Cosine,
    /// Days in which at least one shared person certainly sits on both.
    Days,
}

impl Weight {
    /// Every weight.
    pub const ALL: [Weight; 5] = [Weight::Count, Weight::Newman, Weight::Jaccard, Weight::Cosine, Weight::Days];

    /// The word for it.
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

/// Whose pairs are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Companies that share people.
    #[default]
    Companies,
    /// People that share companies.
    People,
}

impl Side {
    /// Both sides.
    pub const ALL: [Side; 2] = [Side::Companies, Side::People];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Companies => "companies",
            Side::People => "people",
        }
    }
}

interlocks_core::enum_names!(Side, "side");

/// What to ask.
#[derive(Clone, Debug, Default)]
pub struct PairOptions {
    pub query: Query,
    pub weight: Weight,
    pub side: Side,
    /// Only pairs with one of these companies; with several, only pairs among them.
    pub companies: Vec<CompanyIx>,
    /// Pairs of companies: only those through one of these people. Pairs of people: as `companies`.
    pub people: Vec<PersonIx>,
    /// Only pairs of this kind.
    pub kind: Option<InterlockKind>,
    /// Only pairs that share at least so many.
    pub min: usize,
    /// Only so many pairs, the heaviest.
    pub top: Option<usize>,
    /// Leave out people on more boards than that (for pairs of people, companies with more
    /// members), and say how many.
    pub max_boards: Option<usize>,
}

/// Somebody who sits on both boards, or a board on which both sit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    pub id: String,
    pub name: String,
    /// What makes the tie; for pairs of people always `direct`.
    pub kind: InterlockKind,
    /// The home companies the tie is directed from: one for `primary`, both for
    /// `executive-executive`, the third company for `induced`.
    pub from: Vec<String>,
    /// Spells that hold for every choice of days.
    pub certain: DaySet,
    /// Spells that hold for some choice of days.
    pub possible: DaySet,
}

/// An executive of one company on the other's board; they need not sit on their own.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Officer {
    pub id: String,
    pub name: String,
    pub from: String,
    pub to: String,
    pub certain: DaySet,
    pub possible: DaySet,
}

/// Two companies and the people they share (or two people and the companies).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    pub a: Named,
    pub b: Named,
    /// How many they share.
    pub shared: usize,
    pub weight: f64,
    pub kinds: Vec<InterlockKind>,
    /// Whether at least one shared person holds for every choice of days.
    pub certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<Link>,
    /// The executives that make the pair directed.
    pub officers: Vec<Officer>,
    /// Union of the spells of all shared people.
    pub spells: DaySet,
}

/// One shared person of one pair.
struct Found {
    through: u32,
    kind: InterlockKind,
    from: Vec<CompanyIx>,
    days: UncertainDays,
    certain: bool,
}

/// Pairs, and how many were left out of the search for them.
#[derive(Clone, Debug, Default)]
pub struct Interlocks {
    pub pairs: Vec<Pair>,
    /// People on more boards than [`PairOptions::max_boards`] (for pairs of people, companies with
    /// more members).
    pub left_out: usize,
}

/// All pairs that share somebody at the clock, strongest first, then by names, then by ids.
pub fn pairs(graph: &BoardGraph, options: &PairOptions) -> Vec<Pair> {
    interlocks(graph, options).pairs
}

/// The same, with how many were left out.
///
/// Cost: the wedges (see [`product`]), and then what the pairs that are told share; with
/// [`PairOptions::top`] no other pair is ever kept.
pub fn interlocks(graph: &BoardGraph, options: &PairOptions) -> Interlocks {
    let posts = TenureIndex::of(graph, &options.query, options.side, options.max_boards);
    // What only the whole pair tells cannot choose among pairs before they are told.
    let told_first = options.kind.is_some() || options.weight == Weight::Days || options.asks_through();
    let search = PairOptions { top: options.top.filter(|_| !told_first), ..options.clone() };
    let keys = product::keys(graph, &posts, &search);
    let left_out = posts.left_out;
    drop(posts);
    let mut pairs: Vec<Pair> = keys.par_iter().filter_map(|key| told(graph, options, key)).collect();
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

/// All pairs that share somebody at the clock before any is told, in the order of the answer.
///
/// Cost: the wedges; where days are the weight, what all pairs share as well.
pub fn keys(graph: &BoardGraph, options: &PairOptions) -> Vec<PairKey> {
    let posts = TenureIndex::of(graph, &options.query, options.side, options.max_boards);
    let mut keys = product::keys(graph, &posts, options);
    if options.weight == Weight::Days {
        keys.par_iter_mut().for_each(|key| key.weight = told(graph, options, key).map_or(0.0, |pair| pair.weight));
        product::sort(graph, options.side, &mut keys);
    }
    keys
}

/// How many pairs there are, without telling any where nothing has to be told to count them.
pub fn count(graph: &BoardGraph, options: &PairOptions) -> (Count, usize) {
    let plain = options.kind.is_none() && options.min <= 1 && options.top.is_none() && options.asks_for_all();
    if plain {
        let posts = TenureIndex::of(graph, &options.query, options.side, options.max_boards);
        return (product::count(&posts), posts.left_out);
    }
    let Interlocks { pairs, left_out } = interlocks(graph, options);
    let links = || pairs.iter().flat_map(|pair| pair.people.iter().chain(&pair.companies));
    let mut different: Vec<&str> = links().map(|link| link.id.as_str()).collect();
    different.sort_unstable();
    different.dedup();
    let count = Count { pairs: pairs.len() as u64, shared: links().count() as u64, people: different.len() as u64 };
    (count, left_out)
}

impl PairOptions {
    /// Whether pairs of two ends are asked for.
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
            Side::Companies => chosen(&self.companies, |company| company.number(), a, b),
            Side::People => chosen(&self.people, |person| person.number(), a, b),
        }
    }

    /// Whether only pairs through somebody chosen are asked for.
    fn asks_through(&self) -> bool {
        match self.side {
            Side::Companies => !self.people.is_empty(),
            Side::People => !self.companies.is_empty(),
        }
    }

    fn asks_for_all(&self) -> bool {
        self.people.is_empty() && self.companies.is_empty()
    }

    fn wants_through(&self, links: &[Found]) -> bool {
        !self.asks_through()
            || links.iter().any(|link| match self.side {
                Side::Companies => self.people.contains(&PersonIx::new(link.through)),
                Side::People => self.companies.contains(&CompanyIx::new(link.through)),
            })
    }
}

/// Everybody whom two companies share at the clock (every board that two people share).
fn links(graph: &BoardGraph, options: &PairOptions, a: u32, b: u32) -> Vec<Found> {
    let found =
        |through: u32, days: UncertainDays, kind: &dyn Fn(&UncertainDays) -> (InterlockKind, Vec<CompanyIx>)| {
            let answer = options.query.holds(graph, &days)?;
            if options.max_boards.is_some_and(|most| degree(graph, options, through) > most) {
                return None;
            }
            let (kind, from) = kind(&days.within(options.query.clock.window()));
            Some(Found { through, kind, from, days, certain: answer == Certainty::Certain })
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

/// The kind of tie one person makes, while they sit on both boards; and whence it is directed.
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

/// How many sit at an end at the clock.
fn size(graph: &BoardGraph, options: &PairOptions, end: u32) -> usize {
    match options.side {
        Side::Companies => members(graph, &options.query, CompanyIx::new(end)),
        Side::People => boards(graph, &options.query, PersonIx::new(end)),
    }
}

/// At how many ends what joins them sits at the clock.
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

/// Executives of one company on the board of another, at the clock.
fn sent(graph: &BoardGraph, query: &Query, home: CompanyIx, board: CompanyIx) -> Vec<DirectedInterlock> {
    let people = graph.shared_people(home, board).into_iter();
    let sent = people.map(|person| DirectedInterlock::of(graph, person, home, board));
    sent.filter(|sent| query.holds(graph, &sent.board).is_some()).collect()
}

/// Whether a tie goes both ways at once, through different people.
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

/// A pair told in full; none where it is not wanted after all.
pub fn told(graph: &BoardGraph, options: &PairOptions, key: &PairKey) -> Option<Pair> {
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
        Side::Companies => directed(graph, options, CompanyIx::new(key.a), CompanyIx::new(key.b), &links),
        Side::People => (vec![InterlockKind::Direct], Vec::new()),
    };
    let union = |spans: fn(&Found) -> &DaySet| {
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
        a: Named::of(graph, a),
        b: Named::of(graph, b),
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

/// The kinds of a pair of companies, and the executives that make it directed.
fn directed(
    graph: &BoardGraph,
    options: &PairOptions,
    a: CompanyIx,
    b: CompanyIx,
    links: &[Found],
) -> (Vec<InterlockKind>, Vec<Officer>) {
    let (there, back) = (&sent(graph, &options.query, a, b)[..], &sent(graph, &options.query, b, a)[..]);
    let mut kinds: Vec<InterlockKind> =
        std::iter::once(InterlockKind::Direct).chain(links.iter().map(|link| link.kind)).collect();
    for (kind, holds) in [
        (InterlockKind::Mutual, crossed(graph, &options.query, there, back, |sent| &sent.board)),
        (InterlockKind::ChiefExecutiveCross, crossed(graph, &options.query, there, back, |sent| &sent.chief)),
        (InterlockKind::CompensationCommitteeCross, crossed(graph, &options.query, there, back, |sent| &sent.pay)),
    ] {
        if holds {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let company_id = |company: CompanyIx| graph.id(Entity::Company(company));
    let officer = |sent: &DirectedInterlock, from: CompanyIx, to: CompanyIx| Officer {
        id: graph.id(Entity::Person(sent.person)),
        name: graph.name(Entity::Person(sent.person)).into_owned(),
        from: company_id(from),
        to: company_id(to),
        certain: sent.board.certain.clone(),
        possible: sent.board.possible.clone(),
    };
    let officers = there.iter().map(|sent| officer(sent, a, b)).chain(back.iter().map(|sent| officer(sent, b, a)));
    (kinds, officers.collect())
}

fn weight(graph: &BoardGraph, options: &PairOptions, key: &PairKey, links: &[Found], certain: &DaySet) -> f64 {
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
