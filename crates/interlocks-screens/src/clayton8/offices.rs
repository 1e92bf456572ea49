//! Who holds offices at two companies that may compete.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::competition::Competition;
use interlocks_analysis::ownership::owner_tie;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// By what two offices are one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u16)]
pub enum Route {
    /// A director or officer of both.
    Person,
    /// An observer at one, and observer, director or officer at the other.
    Observer,
    /// A firm whose people are directors of both: its officers, employees, partners, or whoever is
    /// said to represent it (deputisation).
    Firm,
    /// As before, but somebody is only tied to an owner of both by a seat that is no executive one.
    Owner,
}

impl Route {
    /// Every route, by number.
    pub const ALL: [Route; 4] = [Route::Person, Route::Observer, Route::Firm, Route::Owner];

    /// The name of the test.
    pub fn test(self) -> &'static str {
        match self {
            Route::Person => "section-8",
            Route::Observer => "section-8-observer",
            Route::Firm => "section-8-deputation",
            Route::Owner => "section-8-owner",
        }
    }

    /// Whether it is an office in the sense of the Act, rather than something to watch.
    pub fn is_office(self) -> bool {
        matches!(self, Route::Person | Route::Firm)
    }
}

/// Offices at two companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    pub companies: [CompanyIx; 2],
    pub route: Route,
    /// Who sits at each; one person twice, where it is one.
    pub people: [PersonIx; 2],
    /// The firm that both stand for, on the routes through one.
    pub firm: Option<Entity>,
}

/// Kinds of tie from a person to a firm that make the person its agent.
const AGENT: &[&str] = &[
    "represents",
    "representative-of",
    "employee",
    "employee-of",
    "works-for",
    "officer-of",
    "partner",
    "partner-of",
    "founder",
    "founder-of",
];

/// What somebody is to a firm: the rows, and the days.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Its officer, employee, partner, founder or representative.
    pub agent: UncertainDays,
    /// In any seat there, or an agent.
    pub any: UncertainDays,
    pub seats: Vec<SeatIx>,
    pub ties: Vec<TieIx>,
}

/// What somebody is to a firm. A person is always there for themselves.
pub fn standing(graph: &BoardGraph, person: PersonIx, firm: Entity) -> Standing {
    if firm == Entity::Person(person) {
        return Standing { agent: UncertainDays::always(), any: UncertainDays::always(), ..Standing::default() };
    }
    let mut standing = Standing::default();
    if let Entity::Company(company) = firm {
        standing.seats = graph.seats_at(person, company).collect();
        let service = graph.tenure_of(&standing.seats);
        (standing.agent, standing.any) = (service.executive, service.any);
    }
    for tie in graph.ties(Entity::Person(person)) {
        if graph.tie_ends(tie) == (Entity::Person(person), firm) && AGENT.contains(&graph.tie_kind(tie)) {
            let days = UncertainDays::from_spell(&graph.tie_spell(tie));
            (standing.agent, standing.any) = (standing.agent.join(&days), standing.any.join(&days));
            standing.ties.push(tie);
        }
    }
    standing
}

/// The firms somebody may be an agent of or sits at.
fn firms(graph: &BoardGraph, person: PersonIx) -> BTreeSet<Entity> {
    let seats = graph.person_seats(person).map(|seat| Entity::Company(graph.seat_company(seat)));
    let ties = graph.ties(Entity::Person(person)).filter(|tie| AGENT.contains(&graph.tie_kind(*tie)));
    seats.chain(ties.map(|tie| graph.tie_ends(tie).1)).chain([Entity::Person(person)]).collect()
}

/// Everybody with a seat or an agent's tie at a firm, and a person who is the firm.
fn people_of(graph: &BoardGraph, firm: Entity) -> BTreeSet<PersonIx> {
    let seated: Vec<PersonIx> = match firm {
        Entity::Company(company) => graph.company_people(company).collect(),
        Entity::Person(person) => vec![person],
    };
    let agents = graph.ties(firm).filter_map(|tie| match graph.tie_ends(tie) {
        (Entity::Person(person), to) if to == firm && AGENT.contains(&graph.tie_kind(tie)) => Some(person),
        _ => None,
    });
    seated.into_iter().chain(agents).collect()
}

/// The days on which somebody is director or officer of a company, watches its board, sits on it.
struct Offices {
    office: UncertainDays,
    observer: UncertainDays,
    board: UncertainDays,
}

fn offices(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Offices {
    let of = |wanted: &dyn Fn(SeatIx) -> bool| {
        let spells: Vec<_> =
            graph.seats_at(person, company).filter(|seat| wanted(*seat)).map(|seat| graph.spell(seat)).collect();
        UncertainDays::from_spells(spells.into_iter())
    };
    Offices {
        office: of(&|seat| graph.is_board(seat) || graph.is_executive(seat)),
        observer: of(&|seat| graph.is_observer(seat)),
        board: of(&|seat| graph.is_board(seat)),
    }
}

/// The days on which an owner holds a part of a company, by its own ties.
pub fn stake(graph: &BoardGraph, owner: Entity, company: CompanyIx) -> (UncertainDays, Vec<TieIx>) {
    let ties: Vec<TieIx> = graph.ties(owner).filter(|tie| owner_tie(graph, *tie) == Some((owner, company))).collect();
    (UncertainDays::from_spells(ties.iter().map(|tie| graph.tie_spell(*tie))), ties)
}

impl Link {
    /// The days on which both offices are held.
    pub fn tenure_of(&self, graph: &BoardGraph) -> UncertainDays {
        let [at_a, at_b] = [0, 1].map(|side| offices(graph, self.people[side], self.companies[side]));
        match (self.route, self.firm) {
            (Route::Person, _) => at_a.office.meet(&at_b.office),
            (Route::Observer, _) => {
                let either = at_a.office.join(&at_a.observer).meet(&at_b.observer);
                either.join(&at_a.observer.meet(&at_b.office))
            }
            (route, Some(firm)) => {
                let boards = at_a.board.meet(&at_b.board);
                let [p, q] = self.people.map(|person| standing(graph, person, firm));
                if route == Route::Firm {
                    return boards.meet(&p.agent).meet(&q.agent);
                }
                let [x, y] = self.companies.map(|company| stake(graph, firm, company).0);
                boards.meet(&p.any).meet(&q.any).meet(&x).meet(&y)
            }
            (_, None) => UncertainDays::default(),
        }
    }

    /// The seats and ties it rests on that may have held on some of these days.
    pub fn rows(&self, graph: &BoardGraph, days: &interlocks_core::model::DaySet) -> (Vec<SeatIx>, Vec<TieIx>) {
        let mut seats: Vec<SeatIx> = Vec::new();
        let mut ties: Vec<TieIx> = Vec::new();
        for side in 0..2 {
            let counts = |seat: &SeatIx| {
                let office = graph.is_board(*seat) || (graph.is_executive(*seat) && self.firm.is_none());
                office || (graph.is_observer(*seat) && self.route == Route::Observer)
            };
            seats.extend(graph.seats_at(self.people[side], self.companies[side]).filter(counts));
            if let Some(firm) = self.firm {
                let standing = standing(graph, self.people[side], firm);
                seats.extend(standing.seats);
                ties.extend(standing.ties);
                ties.extend(stake(graph, firm, self.companies[side]).1);
            }
        }
        let there =
            |spell: interlocks_core::model::Spell| spell.possible().is_some_and(|span| !days.within(span).is_empty());
        seats.retain(|seat| there(graph.spell(*seat)));
        ties.retain(|tie| there(graph.tie_spell(*tie)));
        let mut seen = BTreeSet::new();
        seats.retain(|seat| seen.insert(*seat));
        ties.sort_unstable();
        ties.dedup();
        (seats, ties)
    }
}

/// All offices at two companies that may compete, in any order but each once.
pub fn links(graph: &BoardGraph, competition: &Competition<'_>) -> Vec<Link> {
    if competition.is_empty() {
        return Vec::new();
    }
    let stated: Vec<(CompanyIx, CompanyIx)> = competition.stated().collect();
    let mut links: Vec<Link> = stated
        .par_iter()
        .flat_map_iter(|&(a, b)| {
            let shared = graph.shared_people(a, b);
            let shared = shared.into_iter().flat_map(move |person| of_person(graph, person, [a, b]));
            shared.chain(of_firms(graph, [a, b]))
        })
        .collect();
    if competition.presumes() {
        let presumed = (0..graph.person_count() as u32).into_par_iter().with_min_len(1 << 10).flat_map_iter(|person| {
            let person = PersonIx::new(person);
            let pairs = competition.presumed_among(graph, person);
            pairs.into_iter().flat_map(move |companies| of_person(graph, person, companies))
        });
        links.par_extend(presumed);
        links.extend(of_owners(graph, competition));
    }
    links.par_sort_unstable();
    links.dedup();
    links
}

/// The offices of one person at two companies.
fn of_person(graph: &BoardGraph, person: PersonIx, [a, b]: [CompanyIx; 2]) -> impl Iterator<Item = Link> + use<> {
    let (companies, people) = ([a.min(b), a.max(b)], [person, person]);
    let [x, y] = companies.map(|company| offices(graph, person, company));
    let office = x.office.is_possible() && y.office.is_possible();
    let watched = |o: &Offices| o.observer.is_possible();
    let observer = (watched(&x) && (watched(&y) || y.office.is_possible())) || (watched(&y) && x.office.is_possible());
    let routes = [(Route::Person, office), (Route::Observer, observer)];
    let link = move |route| Link { companies, route, people, firm: None };
    routes.into_iter().filter(|(_, holds)| *holds).map(move |(route, _)| link(route))
}

/// The people of each firm on the board of a company.
fn by_firm(graph: &BoardGraph, company: CompanyIx) -> BTreeMap<Entity, Vec<PersonIx>> {
    let mut people: BTreeMap<Entity, Vec<PersonIx>> = BTreeMap::new();
    for person in graph.company_people(company) {
        if graph.seats_at(person, company).any(|seat| graph.is_board(seat)) {
            for firm in firms(graph, person) {
                people.entry(firm).or_default().push(person);
            }
        }
    }
    people
}

/// Firms with different people on the boards of two companies.
fn of_firms(graph: &BoardGraph, [a, b]: [CompanyIx; 2]) -> Vec<Link> {
    let (at_a, at_b) = (by_firm(graph, a), by_firm(graph, b));
    let mut links = Vec::new();
    for (firm, here) in at_a {
        let itself = firm == Entity::Company(a) || firm == Entity::Company(b);
        let Some(there) = at_b.get(&firm).filter(|_| !itself) else { continue };
        links.extend(pairs_of(graph, firm, [a, b], &here, there));
    }
    links
}

/// The different people of a firm on two boards, by the route that the days allow.
fn pairs_of(
    graph: &BoardGraph,
    firm: Entity,
    companies: [CompanyIx; 2],
    here: &[PersonIx],
    there: &[PersonIx],
) -> Vec<Link> {
    let mut links = Vec::new();
    for &p in here {
        for &q in there.iter().filter(|q| **q != p) {
            let link = |route| Link { companies, route, people: [p, q], firm: Some(firm) };
            let agents = link(Route::Firm);
            if agents.tenure_of(graph).is_possible() {
                links.push(agents);
            } else if link(Route::Owner).tenure_of(graph).is_possible() {
                links.push(link(Route::Owner));
            }
        }
    }
    links
}

/// Owners of two companies that are presumed to compete, with people on both boards.
fn of_owners(graph: &BoardGraph, competition: &Competition<'_>) -> Vec<Link> {
    let mut owned: BTreeMap<Entity, BTreeSet<CompanyIx>> = BTreeMap::new();
    for tie in graph.all_ties() {
        if let Some((owner, company)) = owner_tie(graph, tie) {
            owned.entry(owner).or_default().insert(company);
        }
    }
    let mut links = Vec::new();
    for (owner, companies) in owned {
        let people = people_of(graph, owner);
        let on_board = |company: CompanyIx| -> Vec<PersonIx> {
            let there = |person: &PersonIx| graph.seats_at(*person, company).any(|seat| graph.is_board(seat));
            people.iter().copied().filter(there).collect()
        };
        let companies: Vec<(CompanyIx, Vec<PersonIx>)> = companies
            .into_iter()
            .map(|company| (company, on_board(company)))
            .filter(|(_, on)| !on.is_empty())
            .collect();
        for (at, (a, here)) in companies.iter().enumerate() {
            for (b, there) in companies[at + 1..].iter().filter(|(b, _)| competition.may_compete(*a, *b)) {
                links.extend(pairs_of(graph, owner, [*a, *b], here, there));
            }
        }
    }
    links
}
