//! Offices at two companies that may compete.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::competition::Competition;
use interlocks_analysis::ownership::owner_tie;
use interlocks_core::model::vocabulary::TieKind;
use interlocks_core::model::{DaySet, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// The way in which offices at two companies belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Route {
    /// A director or officer of both.
    Person,
    /// An observer at one, and observer, director or officer at the other.
    Observer,
    /// A firm whose people are directors of both: its officers, employees, partners or representatives (deputization).
    Firm,
    /// The same with an owner of both companies, to which one of the people has only a non-executive seat.
    Owner,
}

impl Route {
    /// Returns the name of the test.
    pub(crate) fn test(self) -> &'static str {
        match self {
            Route::Person => "section-8",
            Route::Observer => "section-8-observer",
            Route::Firm => "section-8-deputation",
            Route::Owner => "section-8-owner",
        }
    }

    /// Returns `true` for an office in the sense of the Act, `false` for a relation that is only to watch.
    pub(crate) fn is_office(self) -> bool {
        matches!(self, Route::Person | Route::Firm)
    }
}

/// Offices at two companies: a case of the screen. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Link {
    pub(crate) route: Route,
    pub(crate) companies: [CompanyIx; 2],
    /// The person at each company; the same person twice on routes of one person.
    pub(crate) people: [PersonIx; 2],
    /// The firm to which both people belong, on routes through a firm.
    pub(crate) firm: Option<Entity>,
}

/// Returns the person and the firm of a tie that makes a person an agent of a firm.
fn agent_tie(graph: &BoardGraph, tie: TieIx) -> Option<(PersonIx, Entity)> {
    use TieKind::{CoFounder, Employee, FirmPartner, Founder, Partner, Representative};
    match graph.directed_tie(tie) {
        // A firm may be the first end only because the word names it first: "partner".
        (Partner | FirmPartner, Entity::Company(firm), Entity::Person(person)) => Some((person, Entity::Company(firm))),
        (Representative | Employee | Partner | FirmPartner | Founder | CoFounder, Entity::Person(person), firm) => {
            Some((person, firm))
        }
        _ => None,
    }
}

/// The relation of a person to a firm: days and rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct AgentStatus {
    /// The days as officer, employee, partner, founder or representative.
    pub(crate) agent: UncertainDays,
    /// The days in any seat of the firm, or as its agent.
    pub(crate) any: UncertainDays,
    /// The seats at the firm.
    pub(crate) seats: Vec<SeatIx>,
    /// The ties that make the person an agent.
    pub(crate) ties: Vec<TieIx>,
}

/// Returns the relation of a person to a firm. A person is always their own agent.
pub(crate) fn agent_status(graph: &BoardGraph, person: PersonIx, firm: Entity) -> AgentStatus {
    if firm == Entity::Person(person) {
        return AgentStatus { agent: UncertainDays::always(), any: UncertainDays::always(), ..AgentStatus::default() };
    }
    let mut status = AgentStatus::default();
    if let Entity::Company(company) = firm {
        status.seats = graph.seats_at(person, company).collect();
        let tenure = graph.tenure_of(&status.seats);
        (status.agent, status.any) = (tenure.executive, tenure.any);
    }
    for tie in graph.ties(Entity::Person(person)) {
        if agent_tie(graph, tie) == Some((person, firm)) {
            let days = UncertainDays::from_spell(&graph.tie_spell(tie));
            (status.agent, status.any) = (status.agent.join(&days), status.any.join(&days));
            status.ties.push(tie);
        }
    }
    status
}

/// Returns the firms of which a person may be an agent, or where the person has a seat.
fn firms(graph: &BoardGraph, person: PersonIx) -> BTreeSet<Entity> {
    let seats = graph.person_seats(person).map(|seat| Entity::Company(graph.seat_company(seat)));
    let agencies = graph.ties(Entity::Person(person)).filter_map(|tie| agent_tie(graph, tie));
    let firms = agencies.filter(|(agent, _)| *agent == person).map(|(_, firm)| firm);
    seats.chain(firms).chain([Entity::Person(person)]).collect()
}

/// Returns all people with a seat at a firm or an agent's tie to it; if the owner is a person, that person.
fn people_of(graph: &BoardGraph, firm: Entity) -> BTreeSet<PersonIx> {
    let seated: Vec<PersonIx> = match firm {
        Entity::Company(company) => graph.company_people(company).collect(),
        Entity::Person(person) => vec![person],
    };
    let agents = graph.ties(firm).filter_map(|tie| agent_tie(graph, tie));
    let agents = agents.filter(|(_, of)| *of == firm).map(|(person, _)| person);
    seated.into_iter().chain(agents).collect()
}

/// The days of a person at a company.
struct Offices {
    /// As director or officer.
    office: UncertainDays,
    /// As observer of the board.
    observer: UncertainDays,
    /// On the board.
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

/// Returns the days on which an owner holds part of a company, and the ties that state it.
pub(crate) fn stake(graph: &BoardGraph, owner: Entity, company: CompanyIx) -> (UncertainDays, Vec<TieIx>) {
    let ties: Vec<TieIx> = graph.ties(owner).filter(|tie| owner_tie(graph, *tie) == Some((owner, company))).collect();
    (UncertainDays::from_spells(ties.iter().map(|tie| graph.tie_spell(*tie))), ties)
}

impl Link {
    /// Returns the days on which both offices are held.
    pub(crate) fn tenure_of(&self, graph: &BoardGraph) -> UncertainDays {
        let [at_a, at_b] = [0, 1].map(|side| offices(graph, self.people[side], self.companies[side]));
        match (self.route, self.firm) {
            (Route::Person, _) => at_a.office.meet(&at_b.office),
            (Route::Observer, _) => {
                let either = at_a.office.join(&at_a.observer).meet(&at_b.observer);
                either.join(&at_a.observer.meet(&at_b.office))
            }
            (route, Some(firm)) => {
                let boards = at_a.board.meet(&at_b.board);
                let [p, q] = self.people.map(|person| agent_status(graph, person, firm));
                if route == Route::Firm {
                    return boards.meet(&p.agent).meet(&q.agent);
                }
                let [x, y] = self.companies.map(|company| stake(graph, firm, company).0);
                boards.meet(&p.any).meet(&q.any).meet(&x).meet(&y)
            }
            (_, None) => UncertainDays::default(),
        }
    }

    /// Returns the seats and ties behind the link that may hold on some of these days.
    pub(crate) fn rows(&self, graph: &BoardGraph, days: &DaySet) -> (Vec<SeatIx>, Vec<TieIx>) {
        let mut seats: Vec<SeatIx> = Vec::new();
        let mut ties: Vec<TieIx> = Vec::new();
        for side in 0..2 {
            let counts = |seat: &SeatIx| {
                let office = graph.is_board(*seat) || (graph.is_executive(*seat) && self.firm.is_none());
                office || (graph.is_observer(*seat) && self.route == Route::Observer)
            };
            seats.extend(graph.seats_at(self.people[side], self.companies[side]).filter(counts));
            if let Some(firm) = self.firm {
                let status = agent_status(graph, self.people[side], firm);
                seats.extend(status.seats);
                ties.extend(status.ties);
                ties.extend(stake(graph, firm, self.companies[side]).1);
            }
        }
        let holds = |spell: Spell| spell.possible().is_some_and(|span| !days.within(span).is_empty());
        seats.retain(|seat| holds(graph.spell(*seat)));
        ties.retain(|tie| holds(graph.tie_spell(*tie)));
        let mut seen = BTreeSet::new();
        seats.retain(|seat| seen.insert(*seat));
        ties.sort_unstable();
        ties.dedup();
        (seats, ties)
    }
}

/// Returns all offices at two companies that may compete, each once, in any order.
pub(crate) fn links(graph: &BoardGraph, competition: &Competition<'_>) -> Vec<Link> {
    if competition.is_empty() {
        return Vec::new();
    }
    let stated: Vec<(CompanyIx, CompanyIx)> = competition.stated().collect();
    let mut links: Vec<Link> = stated
        .par_iter()
        .flat_map_iter(|&(a, b)| {
            let shared = graph.shared_people(a, b);
            let shared = shared.into_iter().flat_map(move |person| links_of_person(graph, person, [a, b]));
            shared.chain(links_of_firms(graph, [a, b]))
        })
        .collect();
    if competition.presumes() {
        let presumed = (0..graph.person_count() as u32).into_par_iter().with_min_len(1 << 10).flat_map_iter(|person| {
            let person = PersonIx::new(person);
            let pairs = competition.presumed_among(graph, person);
            pairs.into_iter().flat_map(move |companies| links_of_person(graph, person, companies))
        });
        links.par_extend(presumed);
        links.extend(links_of_owners(graph, competition));
    }
    links.par_sort_unstable();
    links.dedup();
    links
}

/// Returns the links of one person at two companies.
fn links_of_person(graph: &BoardGraph, person: PersonIx, [a, b]: [CompanyIx; 2]) -> impl Iterator<Item = Link> + use<> {
    let (companies, people) = ([a.min(b), a.max(b)], [person, person]);
    let [x, y] = companies.map(|company| offices(graph, person, company));
    let office = x.office.is_possible() && y.office.is_possible();
    let observes = |o: &Offices| o.observer.is_possible();
    let observer =
        (observes(&x) && (observes(&y) || y.office.is_possible())) || (observes(&y) && x.office.is_possible());
    let routes = [(Route::Person, office), (Route::Observer, observer)];
    let link = move |route| Link { companies, route, people, firm: None };
    routes.into_iter().filter(|(_, holds)| *holds).map(move |(route, _)| link(route))
}

/// Returns the people of each firm on the board of a company.
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

/// Returns the links of firms that have different people on the boards of two companies.
fn links_of_firms(graph: &BoardGraph, [a, b]: [CompanyIx; 2]) -> Vec<Link> {
    let (at_a, at_b) = (by_firm(graph, a), by_firm(graph, b));
    let mut links = Vec::new();
    for (firm, here) in at_a {
        let itself = firm == Entity::Company(a) || firm == Entity::Company(b);
        let Some(there) = at_b.get(&firm).filter(|_| !itself) else { continue };
        links.extend(links_between(graph, firm, [a, b], &here, there));
    }
    links
}

/// Returns the links between people of a firm on two boards, by the route that the days allow.
fn links_between(
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

/// Returns the links of owners of two companies that are presumed to compete, with people on both boards.
fn links_of_owners(graph: &BoardGraph, competition: &Competition<'_>) -> Vec<Link> {
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
                links.extend(links_between(graph, owner, [*a, *b], here, there));
            }
        }
    }
    links
}
