//! Which companies share directors, who joins them, since when and of what kind.
//!
//! The kinds are those of Dooley (1969), Mizruchi (1996) and Stokman, Ziegler & Scott (1985); see
//! docs/semantics.md. Cost: the sum over people of the square of the boards they sit on.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::Serialize;

use super::query::{Named, Query, counted_days};
use crate::graph::{BoardGraph, CompanyIx, Entity, PersonIx, Service, Stretch};
use crate::model::{Certainty, Spans};

/// The kind of an interlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
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

impl Kind {
    /// Every kind, strongest first after `direct`.
    pub const ALL: [Kind; 8] = [
        Kind::Direct,
        Kind::Mutual,
        Kind::ChiefExecutiveCross,
        Kind::CompensationCommitteeCross,
        Kind::ExecutiveExecutive,
        Kind::Primary,
        Kind::Induced,
        Kind::Neutral,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mutual => "mutual",
            Kind::ChiefExecutiveCross => "chief-executive-cross",
            Kind::CompensationCommitteeCross => "compensation-committee-cross",
            Kind::ExecutiveExecutive => "executive-executive",
            Kind::Primary => "primary",
            Kind::Induced => "induced",
            Kind::Neutral => "neutral",
        }
    }
}

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

/// Whose pairs are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Companies that share people.
    #[default]
    Companies,
    /// People that share companies.
    People,
}

/// What to ask.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub query: Query,
    pub weight: Weight,
    pub side: Side,
    /// Only pairs with one of these companies; with several, only pairs among them.
    pub companies: Vec<CompanyIx>,
    /// Pairs of companies: only those through one of these people. Pairs of people: as `companies`.
    pub people: Vec<PersonIx>,
    /// Only pairs of this kind.
    pub kind: Option<Kind>,
    /// Only pairs that share at least so many.
    pub min: usize,
}

/// Somebody who sits on both boards, or a board on which both sit.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    pub id: String,
    pub name: String,
    /// What makes the tie; for pairs of people always `direct`.
    pub kind: Kind,
    /// The home companies the tie is directed from: one for `primary`, both for
    /// `executive-executive`, the third company for `induced`.
    pub from: Vec<String>,
    /// Spells that hold for every choice of days.
    pub certain: Spans,
    /// Spells that hold for some choice of days.
    pub possible: Spans,
}

/// An executive of one company on the other's board; they need not sit on their own.
#[derive(Clone, Debug, Serialize)]
pub struct Officer {
    pub id: String,
    pub name: String,
    pub from: String,
    pub to: String,
    pub certain: Spans,
    pub possible: Spans,
}

/// Two companies and the people they share (or two people and the companies).
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    pub a: Named,
    pub b: Named,
    /// How many they share.
    pub shared: usize,
    pub weight: f64,
    pub kinds: Vec<Kind>,
    /// Whether at least one shared person holds for every choice of days.
    pub certain: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<Link>,
    /// The executives that make the pair directed.
    pub officers: Vec<Officer>,
    /// Union of the spells of all shared people.
    pub spells: Spans,
}

/// One shared person of one pair, before pairs are put together.
struct Found {
    a: u32,
    b: u32,
    through: u32,
    kind: Kind,
    from: Vec<CompanyIx>,
    days: Stretch,
    certain: bool,
}

/// All pairs that share somebody at the clock, strongest first, then by names, then by ids.
pub fn pairs(graph: &BoardGraph, options: &Options) -> Vec<Pair> {
    let mut found: Vec<Found> = match options.side {
        Side::Companies => graph
            .people()
            .into_par_iter_vec()
            .flat_map_iter(|person| shared_by_person(graph, person, &options.query))
            .collect(),
        Side::People => graph
            .companies()
            .into_par_iter_vec()
            .flat_map_iter(|company| sharing_company(graph, company, &options.query))
            .collect(),
    };
    found.par_sort_unstable_by_key(|link| (link.a, link.b, link.through));
    let degrees = Degrees::of(graph, options);
    let arcs = if options.side == Side::Companies { arcs(graph, &options.query) } else { HashMap::new() };
    let mut pairs: Vec<Pair> = found
        .chunk_by(|x, y| (x.a, x.b) == (y.a, y.b))
        .filter(|links| options.wants(links))
        .map(|links| pair(graph, options, &degrees, &arcs, links))
        .filter(|pair| pair.shared >= options.min && options.kind.is_none_or(|kind| pair.kinds.contains(&kind)))
        .collect();
    pairs.par_sort_by(|x, y| {
        let names = |pair: &Pair| (pair.a.name.clone(), pair.b.name.clone(), pair.a.id.clone(), pair.b.id.clone());
        y.weight.total_cmp(&x.weight).then_with(|| names(x).cmp(&names(y)))
    });
    pairs
}

/// Collects an exact iterator so that rayon can share it out.
trait IntoParIterVec: Iterator + Sized {
    fn into_par_iter_vec(self) -> rayon::vec::IntoIter<Self::Item>
    where
        Self::Item: Send,
    {
        self.collect::<Vec<_>>().into_par_iter()
    }
}

impl<I: Iterator> IntoParIterVec for I {}

impl Options {
    fn wants(&self, links: &[Found]) -> bool {
        let Some(first) = links.first() else { return false };
        let ends = |chosen: &[u32]| match chosen {
            [] => true,
            [one] => first.a == *one || first.b == *one,
            several => several.contains(&first.a) && several.contains(&first.b),
        };
        let companies: Vec<u32> = self.companies.iter().map(|c| c.0).collect();
        let people: Vec<u32> = self.people.iter().map(|p| p.0).collect();
        let through = |chosen: &[u32]| chosen.is_empty() || links.iter().any(|link| chosen.contains(&link.through));
        match self.side {
            Side::Companies => ends(&companies) && through(&people),
            Side::People => ends(&people) && through(&companies),
        }
    }
}

/// The pairs of companies one person joins.
fn shared_by_person(graph: &BoardGraph, person: PersonIx, query: &Query) -> Vec<Found> {
    let services = graph.services(person);
    let mut found = Vec::new();
    for (at, (a, first)) in services.iter().enumerate() {
        for (b, second) in &services[at + 1..] {
            let days = first.board.meet(&second.board);
            let Some(answer) = query.holds(graph, &days) else { continue };
            let window = days.within(query.clock.window());
            let (kind, from) = kind_of(&services, (*a, first), (*b, second), &window);
            let certain = answer == Certainty::Certain;
            found.push(Found { a: a.0, b: b.0, through: person.0, kind, from, days, certain });
        }
    }
    found
}

/// The kind of tie one person makes, while they sit on both boards; and whence it is directed.
fn kind_of(
    services: &[(CompanyIx, Service)],
    (a, first): (CompanyIx, &Service),
    (b, second): (CompanyIx, &Service),
    both: &Stretch,
) -> (Kind, Vec<CompanyIx>) {
    let while_both = |days: &Stretch| days.possible.meets(&both.possible);
    let home_a = while_both(&first.executive);
    let home_b = while_both(&second.executive);
    if home_a && home_b && first.executive.meet(&second.executive).meet(both).is_possible() {
        return (Kind::ExecutiveExecutive, vec![a, b]);
    }
    if home_a || home_b {
        let homes = [(home_a, a), (home_b, b)].into_iter().filter(|(home, _)| *home).map(|(_, company)| company);
        return (Kind::Primary, homes.collect());
    }
    let third: Vec<CompanyIx> = services
        .iter()
        .filter(|(company, service)| *company != a && *company != b && while_both(&service.executive))
        .map(|(company, _)| *company)
        .collect();
    if third.is_empty() { (Kind::Neutral, third) } else { (Kind::Induced, third) }
}

/// The pairs of people that sit on one board.
fn sharing_company(graph: &BoardGraph, company: CompanyIx, query: &Query) -> Vec<Found> {
    let members: Vec<(PersonIx, Stretch)> =
        graph.company_people(company).map(|person| (person, graph.service_at(person, company).board)).collect();
    let mut found = Vec::new();
    for (at, (a, first)) in members.iter().enumerate() {
        for (b, second) in &members[at + 1..] {
            let days = first.meet(second);
            if let Some(answer) = query.holds(graph, &days) {
                let certain = answer == Certainty::Certain;
                found.push(Found {
                    a: a.0,
                    b: b.0,
                    through: company.0,
                    kind: Kind::Direct,
                    from: Vec::new(),
                    days,
                    certain,
                });
            }
        }
    }
    found
}

/// Boards of each person and directors of each company, at the clock.
struct Degrees {
    people: Vec<usize>,
    companies: Vec<usize>,
}

impl Degrees {
    fn of(graph: &BoardGraph, options: &Options) -> Degrees {
        let mut degrees = Degrees { people: vec![0; graph.person_count()], companies: vec![0; graph.company_count()] };
        for person in graph.people() {
            for (company, service) in graph.services(person) {
                if options.query.holds(graph, &service.board).is_some() {
                    degrees.people[person.0 as usize] += 1;
                    degrees.companies[company.0 as usize] += 1;
                }
            }
        }
        degrees
    }
}

/// An executive of one company on the board of another.
struct Arc {
    person: PersonIx,
    days: Stretch,
    chief: Stretch,
    /// Days on the compensation committee of the board.
    compensation: Stretch,
}

type Arcs = HashMap<(CompanyIx, CompanyIx), Vec<Arc>>;

fn arcs(graph: &BoardGraph, query: &Query) -> Arcs {
    let mut arcs: Arcs = HashMap::new();
    for person in graph.people() {
        let services = graph.services(person);
        for (home, at_home) in services.iter().filter(|(_, service)| service.executive.is_possible()) {
            for (board, there) in services.iter().filter(|(company, _)| company != home) {
                let days = at_home.executive.meet(&there.board);
                if query.holds(graph, &days).is_some() {
                    let chief = at_home.chief.meet(&there.board);
                    let compensation = days.meet(&compensation_days(graph, person, *board));
                    arcs.entry((*home, *board)).or_default().push(Arc { person, days, chief, compensation });
                }
            }
        }
    }
    arcs
}

/// Days in which a person sat on a committee that sets pay.
fn compensation_days(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Stretch {
    let sets_pay = |text: &str| {
        let text = text.to_lowercase();
        ["compensation", "remuneration", "pay "].iter().any(|word| text.contains(word)) || text == "pay"
    };
    let seats: Vec<_> = graph.seats_at(person, company).filter(|seat| sets_pay(graph.committee(*seat))).collect();
    Stretch::of(seats.iter().map(|seat| graph.spell(*seat)))
}

/// Whether a tie goes both ways at once, through different people.
fn crossed(graph: &BoardGraph, query: &Query, there: &[Arc], back: &[Arc], days: impl Fn(&Arc) -> &Stretch) -> bool {
    there
        .iter()
        .any(|x| back.iter().any(|y| x.person != y.person && query.holds(graph, &days(x).meet(days(y))).is_some()))
}

fn pair(graph: &BoardGraph, options: &Options, degrees: &Degrees, arcs: &Arcs, links: &[Found]) -> Pair {
    let (a, b, node): (Entity, Entity, fn(u32) -> Entity) = match options.side {
        Side::Companies => (Entity::Company(CompanyIx(links[0].a)), Entity::Company(CompanyIx(links[0].b)), |n| {
            Entity::Person(PersonIx(n))
        }),
        Side::People => (Entity::Person(PersonIx(links[0].a)), Entity::Person(PersonIx(links[0].b)), |n| {
            Entity::Company(CompanyIx(n))
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
        Side::Companies => directed(graph, options, arcs, links),
        Side::People => (vec![Kind::Direct], Vec::new()),
    };
    let union =
        |spans: fn(&Found) -> &Spans| links.iter().flat_map(|link| spans(link).as_slice()).copied().collect::<Spans>();
    let (people, companies) = match options.side {
        Side::Companies => (rows, Vec::new()),
        Side::People => (Vec::new(), rows),
    };
    Pair {
        a: Named::of(graph, a),
        b: Named::of(graph, b),
        shared: links.len(),
        weight: weight(graph, options, degrees, links, &union(|link| &link.days.certain)),
        kinds,
        certain: links.iter().any(|link| link.certain),
        people,
        companies,
        officers,
        spells: union(|link| &link.days.possible),
    }
}

/// The kinds of a pair of companies, and the executives that make it directed.
fn directed(graph: &BoardGraph, options: &Options, arcs: &Arcs, links: &[Found]) -> (Vec<Kind>, Vec<Officer>) {
    let (a, b) = (CompanyIx(links[0].a), CompanyIx(links[0].b));
    let none: Vec<Arc> = Vec::new();
    let (there, back) = (arcs.get(&(a, b)).unwrap_or(&none), arcs.get(&(b, a)).unwrap_or(&none));
    let mut kinds: Vec<Kind> = std::iter::once(Kind::Direct).chain(links.iter().map(|link| link.kind)).collect();
    for (kind, holds) in [
        (Kind::Mutual, crossed(graph, &options.query, there, back, |arc| &arc.days)),
        (Kind::ChiefExecutiveCross, crossed(graph, &options.query, there, back, |arc| &arc.chief)),
        (Kind::CompensationCommitteeCross, crossed(graph, &options.query, there, back, |arc| &arc.compensation)),
    ] {
        if holds {
            kinds.push(kind);
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    let company_id = |company: CompanyIx| graph.id(Entity::Company(company));
    let officer = |arc: &Arc, from: CompanyIx, to: CompanyIx| Officer {
        id: graph.id(Entity::Person(arc.person)),
        name: graph.name(Entity::Person(arc.person)).into_owned(),
        from: company_id(from),
        to: company_id(to),
        certain: arc.days.certain.clone(),
        possible: arc.days.possible.clone(),
    };
    let officers = there.iter().map(|arc| officer(arc, a, b)).chain(back.iter().map(|arc| officer(arc, b, a)));
    (kinds, officers.collect())
}

fn weight(graph: &BoardGraph, options: &Options, degrees: &Degrees, links: &[Found], certain: &Spans) -> f64 {
    let shared = links.len() as f64;
    let (ends, through) = match options.side {
        Side::Companies => (&degrees.companies, &degrees.people),
        Side::People => (&degrees.people, &degrees.companies),
    };
    let (size_a, size_b) = (ends[links[0].a as usize] as f64, ends[links[0].b as usize] as f64);
    match options.weight {
        Weight::Count => shared,
        // In the order of ids, so that the sum is the same on every machine.
        Weight::Newman => links.iter().map(|link| 1.0 / (through[link.through as usize] as f64 - 1.0)).sum(),
        Weight::Jaccard => shared / (size_a + size_b - shared),
        Weight::Cosine => shared / (size_a * size_b).sqrt(),
        Weight::Days => counted_days(&certain.within(options.query.clock.window()), graph.as_of()) as f64,
    }
}
