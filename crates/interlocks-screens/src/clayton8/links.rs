//! Finds the offices at two companies that may compete.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::firms::{firms, firms_acted_for, people_of};
use super::offices::{Counted, Link, Offices, Route};
use crate::competition::Competition;
use crate::control::controls;
use interlocks_analysis::ownership::{Owners, owner_tie};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

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
        links.extend(links_of_agents(graph, competition));
    }
    links.extend(links_of_parents(graph, competition));
    links.par_sort_unstable();
    links.dedup();
    links
}

/// Returns the links of one person at two companies.
fn links_of_person(graph: &BoardGraph, person: PersonIx, [a, b]: [CompanyIx; 2]) -> impl Iterator<Item = Link> + use<> {
    let (companies, people) = ([a.min(b), a.max(b)], [person, person]);
    let [x, y] = companies.map(|company| Offices::new(graph, person, company));
    let [in_x, in_y] = [&x, &y].map(|offices| offices.days(Counted::Perhaps).is_possible());
    let [at_x, at_y] = [&x, &y].map(|offices| offices.observer().is_possible());
    let observer = (at_x && (at_y || in_y)) || (at_y && in_x);
    let routes = [(Route::Person, in_x && in_y), (Route::Observer, observer)];
    let link = move |route| Link { companies, route, people, firm: None };
    routes.into_iter().filter(|(_, holds)| *holds).map(move |(route, _)| link(route))
}

/// Returns `true` if a person is a director, officer or observer of a company, or may be.
fn is_there(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> bool {
    Offices::new(graph, person, company).days(Counted::Observers).is_possible()
}

/// Returns the people of each firm in the offices of a company.
fn by_firm(graph: &BoardGraph, company: CompanyIx) -> BTreeMap<Entity, Vec<PersonIx>> {
    let mut people: BTreeMap<Entity, Vec<PersonIx>> = BTreeMap::new();
    for person in graph.company_people(company) {
        if is_there(graph, person, company) {
            for firm in firms(graph, person) {
                people.entry(firm).or_default().push(person);
            }
        }
    }
    people
}

/// Returns the links of firms that have different people in offices of two companies.
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

/// Returns the links between people of a firm at two companies, by the route that the days allow.
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
            let possible = |route| link(route).tenure(graph, Counted::Observers).days.is_possible();
            let route = [Route::Firm, Route::Owner].into_iter().find(|route| possible(*route));
            links.extend(route.map(link));
        }
    }
    links
}

/// Returns the links of owners of two companies that are presumed to compete, with people in offices of both.
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
        let in_office = |company: CompanyIx| -> Vec<PersonIx> {
            people.iter().copied().filter(|person| is_there(graph, *person, company)).collect()
        };
        let companies: Vec<(CompanyIx, Vec<PersonIx>)> = companies
            .into_iter()
            .map(|company| (company, in_office(company)))
            .filter(|(company, people)| !people.is_empty() && Entity::Company(*company) != owner)
            .collect();
        for (at, (a, here)) in companies.iter().enumerate() {
            for (b, there) in companies[at + 1..].iter().filter(|(b, _)| competition.may_compete(*a, *b)) {
                links.extend(links_between(graph, owner, [*a, *b], here, there));
            }
        }
    }
    links
}

/// Returns the links of firms whose agents hold offices at two companies that are presumed to compete, with a stake or
/// without.
fn links_of_agents(graph: &BoardGraph, competition: &Competition<'_>) -> Vec<Link> {
    let mut agents: Vec<(Entity, u32, CompanyIx, PersonIx)> = (0..graph.person_count() as u32)
        .into_par_iter()
        .with_min_len(1 << 10)
        .flat_map_iter(|person| {
            let person = PersonIx::new(person);
            let mut companies: Vec<CompanyIx> =
                graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
            companies.dedup();
            let firms = if companies.is_empty() { BTreeSet::new() } else { firms_acted_for(graph, person) };
            let mut found = Vec::new();
            for firm in firms {
                let others = companies.iter().filter(|company| Entity::Company(**company) != firm);
                let coded = others.filter_map(|company| Some((competition.group(*company)?, *company)));
                let held = coded.filter(|(_, company)| is_there(graph, person, *company));
                found.extend(held.map(|(group, company)| (firm, group, company, person)));
            }
            found
        })
        .collect();
    agents.par_sort_unstable();
    let mut links = Vec::new();
    for same in agents.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
        for (at, &(firm, _, a, p)) in same.iter().enumerate() {
            for &(_, _, b, q) in same[at + 1..].iter().filter(|(_, _, b, q)| *b != a && *q != p) {
                links.extend(links_between(graph, firm, [a, b], &[p], &[q]));
            }
        }
    }
    links
}

/// Returns the links of people in office at a company and at the parent of its competitor.
fn links_of_parents(graph: &BoardGraph, competition: &Competition<'_>) -> Vec<Link> {
    let owned = graph.all_ties().filter_map(|tie| owner_tie(graph, tie)).map(|(_, company)| company);
    let owned: BTreeSet<CompanyIx> = owned.filter(|company| competition.concerns(*company)).collect();
    let owned: Vec<CompanyIx> = owned.into_iter().collect();
    let links = owned.par_iter().flat_map_iter(|&subsidiary| {
        let owners: Vec<Entity> = Owners::find(graph, subsidiary).iter().flat_map(Owners::all).collect();
        let parent = |owner: Entity| if let Entity::Company(parent) = owner { Some(parent) } else { None };
        let parents = owners.into_iter().filter_map(parent);
        parents.flat_map(move |parent| links_of_parent(graph, competition, parent, subsidiary))
    });
    links.collect()
}

fn links_of_parent(
    graph: &BoardGraph,
    competition: &Competition<'_>,
    parent: CompanyIx,
    subsidiary: CompanyIx,
) -> Vec<Link> {
    let mut links = Vec::new();
    let own_parent = Entity::Company(parent);
    for person in graph.company_people(parent) {
        let mut rivals: Vec<CompanyIx> = graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
        rivals.dedup();
        // Whoever is in the subsidiary, too, is a case of their own; so is a rival of the same group none.
        if rivals.contains(&subsidiary) {
            continue;
        }
        for rival in rivals.into_iter().filter(|rival| *rival != parent && competition.may_compete(subsidiary, *rival))
        {
            if controls(graph, own_parent, rival).yes.is_possible() {
                continue;
            }
            let companies = [subsidiary.min(rival), subsidiary.max(rival)];
            let link = Link { route: Route::Parent, companies, people: [person, person], firm: Some(own_parent) };
            links.extend(link.tenure(graph, Counted::Perhaps).days.is_possible().then_some(link));
        }
    }
    links
}
