//! Representatives of one owner on two boards (deputisation): the owner sits on both, through
//! different people or one.
//!
//! The doctrine is that of section 8 of the Clayton Act, by which a company acts through whoever
//! it sends to a board; see docs/semantics.md. What is found are leads: that somebody works for an
//! owner does not say that they sit on a board for it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::stakes::{days_of, owner_tie, owner_ties, stated_share};
use crate::question::{Evidence, Named, Query};
use interlocks_core::model::DaySet;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// Kinds of tie that make a person one of an owner's people, beside a seat there.
const PEOPLE_OF: &[&str] = &["founder-of", "founder", "employee-of", "employee", "partner-of", "partner"];

/// What to ask.
#[derive(Clone, Debug, Default)]
pub struct DeputyOptions {
    pub query: Query,
    /// Only pairs with this company.
    pub company: Option<CompanyIx>,
    /// Only stakes of at least so many per cent. A share that is not stated may be enough.
    pub min_share: f64,
}

/// Somebody of an owner on a board.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Representative {
    pub person: Named,
    pub company: Named,
}

/// One owner with its people on the boards of two companies at once.
#[derive(Clone, Debug, Serialize)]
pub struct Deputation {
    /// Always `same-owner`.
    pub rule: &'static str,
    pub owner: Named,
    pub a: Named,
    pub b: Named,
    /// Who sits on the board of `a`, and who on that of `b`.
    pub seats: [Representative; 2],
    /// Whether one person sits on both.
    pub same_person: bool,
    pub certain: bool,
    /// The days on which all of it holds: the stakes, the people with the owner, and both seats.
    pub spells: DaySet,
    pub certain_spells: DaySet,
    /// The seats and ties that it rests on.
    pub evidence: Vec<Evidence>,
}

/// One of an owner's people on the board of a company that it owns a part of.
struct DirectedInterlock {
    company: CompanyIx,
    person: PersonIx,
    days: UncertainDays,
    /// Ties of ownership, then what makes the person the owner's, then the seats.
    ties: Vec<TieIx>,
    seats: Vec<SeatIx>,
}

/// Pairs of companies on whose boards people of one owner sit at the clock, in the order of the
/// names of companies, owner and people. In parallel over owners.
///
/// An owner's people are whoever holds any seat there, its founders, partners and employees by
/// ties, and the owner itself where it is a person. The owner holds a stake in both companies by
/// its own ties.
///
/// Cost: for every owner the seats of its people, and the pairs of those that count.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::ownership::{DeputyOptions, deputies};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let wbd = graph.company_number("wbd");
/// let found = deputies(&graph, &DeputyOptions { company: wbd, ..DeputyOptions::default() });
/// assert!(found.iter().all(|pair| pair.owner.id == "advance" && pair.certain));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn deputies(graph: &BoardGraph, options: &DeputyOptions) -> Vec<Deputation> {
    let owners: BTreeSet<Entity> = match options.company {
        Some(company) => owners_at_any_time(graph, company),
        None => graph.all_ties().filter_map(|tie| owner_tie(graph, tie)).map(|(owner, _)| owner).collect(),
    };
    let owners: Vec<Entity> = owners.into_iter().collect();
    let mut found: Vec<Deputation> =
        owners.par_iter().flat_map_iter(|owner| of_owner(graph, *owner, options)).collect();
    found.sort_by(|x, y| {
        let key = |d: &Deputation| {
            let named = |n: &Named| (n.name.clone(), n.id.clone());
            (named(&d.a), named(&d.b), named(&d.owner), named(&d.seats[0].person), named(&d.seats[1].person))
        };
        key(x).cmp(&key(y))
    });
    found
}

/// The pairs of people whom one owner has on two boards at the clock, with stakes of any size.
pub fn deputies_of(graph: &BoardGraph, owner: Entity, companies: [CompanyIx; 2], query: &Query) -> Vec<Deputation> {
    let mut stakes = stakes_of(graph, owner, 0.0);
    stakes.retain(|company, _| companies.contains(company));
    if stakes.len() < 2 {
        return Vec::new();
    }
    let options = DeputyOptions { query: *query, ..DeputyOptions::default() };
    of_stakes(graph, owner, &stakes, &options)
}

/// Everybody who by a tie owns a part of a company, at any time.
pub fn owners_at_any_time(graph: &BoardGraph, company: CompanyIx) -> BTreeSet<Entity> {
    owner_ties(graph, Entity::Company(company), false).map(|(_, owner)| owner).collect()
}

fn of_owner(graph: &BoardGraph, owner: Entity, options: &DeputyOptions) -> Vec<Deputation> {
    of_stakes(graph, owner, &stakes_of(graph, owner, options.min_share), options)
}

fn of_stakes(graph: &BoardGraph, owner: Entity, stakes: &Stakes, options: &DeputyOptions) -> Vec<Deputation> {
    let sent = sent(graph, owner, stakes);
    let mut found = Vec::new();
    for (at, x) in sent.iter().enumerate() {
        for y in &sent[at + 1..] {
            let wanted = options.company.is_none_or(|company| company == x.company || company == y.company);
            if x.company == y.company || !wanted {
                continue;
            }
            let days = x.days.meet(&y.days);
            if let Some(answer) = options.query.holds(graph, &days) {
                found.push(deputation(graph, owner, [x, y], &days, answer.is_certain()));
            }
        }
    }
    found
}

/// What an owner holds by its own ties: the days and the ties, by company.
type Stakes = BTreeMap<CompanyIx, (UncertainDays, Vec<TieIx>)>;

/// The companies an owner holds enough of by its own ties.
fn stakes_of(graph: &BoardGraph, owner: Entity, min_share: f64) -> Stakes {
    let mut ties: BTreeMap<CompanyIx, Vec<TieIx>> = BTreeMap::new();
    for (tie, company) in owner_ties(graph, owner, true) {
        let too_small = stated_share(graph, tie).is_some_and(|share| share * 100.0 < min_share);
        if let Entity::Company(company) = company
            && !too_small
        {
            ties.entry(company).or_default().push(tie);
        }
    }
    let enough = |tie: &&TieIx| min_share <= 0.0 || stated_share(graph, **tie).is_some();
    let stake = |ties: Vec<TieIx>| {
        let certain = UncertainDays::from_spells(ties.iter().filter(enough).map(|tie| graph.tie_spell(*tie))).certain;
        let possible = UncertainDays::from_spells(ties.iter().map(|tie| graph.tie_spell(*tie))).possible;
        (UncertainDays { certain, possible }, ties)
    };
    ties.into_iter().map(|(company, ties)| (company, stake(ties))).collect()
}

/// An owner's people on the boards of what it owns, by company and person.
fn sent(graph: &BoardGraph, owner: Entity, stakes: &Stakes) -> Vec<DirectedInterlock> {
    let mut sent = Vec::new();
    for (person, with_owner, ties, seats) in people_of(graph, owner) {
        for (company, service) in graph.tenures(person) {
            let Some((stake, stake_ties)) = stakes.get(&company) else { continue };
            let days = service.board.meet(&with_owner).meet(stake);
            if owner != Entity::Company(company) && days.is_possible() {
                let there = graph.seats_at(person, company).filter(|seat| graph.is_board(*seat));
                let (ties, seats) = ([stake_ties.clone(), ties.clone()].concat(), seats.iter().copied().chain(there));
                sent.push(DirectedInterlock { company, person, days, ties, seats: seats.collect() });
            }
        }
    }
    sent.sort_by_key(|sent| (sent.company, sent.person));
    sent
}

/// An owner's people: since when, and by which ties and seats.
fn people_of(graph: &BoardGraph, owner: Entity) -> Vec<(PersonIx, UncertainDays, Vec<TieIx>, Vec<SeatIx>)> {
    let company = match owner {
        // An owner is always there for itself.
        Entity::Person(person) => {
            let always = DaySet::from(interlocks_core::model::DaySpan::ALWAYS);
            let days = UncertainDays { certain: always.clone(), possible: always };
            return vec![(person, days, Vec::new(), Vec::new())];
        }
        Entity::Company(company) => company,
    };
    let mut ties: BTreeMap<PersonIx, Vec<TieIx>> =
        graph.company_people(company).map(|person| (person, Vec::new())).collect();
    for tie in graph.ties(owner) {
        if let (Entity::Person(person), to) = graph.tie_ends(tie)
            && to == owner
            && PEOPLE_OF.contains(&graph.tie_kind(tie))
        {
            ties.entry(person).or_default().push(tie);
        }
    }
    let person = |(person, ties): (PersonIx, Vec<TieIx>)| {
        let seats: Vec<SeatIx> = graph.seats_at(person, company).collect();
        let spells = seats.iter().map(|seat| graph.spell(*seat)).chain(ties.iter().map(|tie| graph.tie_spell(*tie)));
        (person, UncertainDays::from_spells(spells), ties, seats)
    };
    ties.into_iter().map(person).collect()
}

fn deputation(
    graph: &BoardGraph,
    owner: Entity,
    sent: [&DirectedInterlock; 2],
    days: &UncertainDays,
    certain: bool,
) -> Deputation {
    let of = |sent: &DirectedInterlock| Representative {
        person: Named::of(graph, Entity::Person(sent.person)),
        company: Named::of(graph, Entity::Company(sent.company)),
    };
    let during = |stretch: UncertainDays| stretch.meet(days).is_possible();
    let ties: BTreeSet<TieIx> =
        sent.iter().flat_map(|sent| &sent.ties).copied().filter(|tie| during(days_of(graph, *tie))).collect();
    let spell = |seat: SeatIx| UncertainDays::from_spells(std::iter::once(graph.spell(seat)));
    let seats: BTreeSet<SeatIx> =
        sent.iter().flat_map(|sent| &sent.seats).copied().filter(|seat| during(spell(*seat))).collect();
    Deputation {
        rule: "same-owner",
        owner: Named::of(graph, owner),
        a: Named::of(graph, Entity::Company(sent[0].company)),
        b: Named::of(graph, Entity::Company(sent[1].company)),
        seats: sent.map(of),
        same_person: sent[0].person == sent[1].person,
        certain,
        spells: days.possible.clone(),
        certain_spells: days.certain.clone(),
        evidence: ties
            .into_iter()
            .map(|tie| Evidence::tie(graph, tie))
            .chain(seats.into_iter().map(|seat| Evidence::seat(graph, seat)))
            .collect(),
    }
}
