//! Representatives of one owner on two boards (deputisation): the same person or different people.
//!
//! The doctrine is that of section 8 of the Clayton Act: a company acts through its representatives on a board; see
//! docs/semantics.md. The answers are leads: a person who works for an owner need not be on a board for it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::stakes::{Direction, days_of, owner_tie, owner_ties, stated_share};
use crate::question::{Evidence, Named, Query};
use interlocks_core::model::DaySet;
use interlocks_core::model::vocabulary::TieKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// Returns `true` if a kind of tie makes a person one of an owner's people, in addition to a seat there.
fn is_of_owner(kind: TieKind) -> bool {
    use TieKind::{CoFounder, Employee, FirmPartner, Founder, Partner};
    matches!(kind, Founder | CoFounder | Employee | Partner | FirmPartner)
}

/// Options of [`deputies`]. By default all pairs of companies at any time, with stakes of any size.
#[derive(Clone, Debug, Default)]
pub struct DeputyOptions {
    /// The clock. Default: any time.
    pub query: Query,
    /// Only pairs with this company. Default: all pairs.
    pub company: Option<CompanyIx>,
    /// The smallest stake, in per cent. A share that is not stated may be enough. Default: 0.
    pub min_share: f64,
}

impl DeputyOptions {
    /// Sets the clock.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }

    /// Asks only about pairs with a company.
    #[must_use]
    pub fn company(mut self, company: CompanyIx) -> Self {
        self.company = Some(company);
        self
    }

    /// Sets the smallest stake, in per cent.
    #[must_use]
    pub fn min_share(mut self, percent: f64) -> Self {
        self.min_share = percent;
        self
    }
}

/// One of an owner's people on a board.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Representative {
    /// The person.
    pub person: Named,
    /// The company whose board the person is on.
    pub company: Named,
}

/// An owner whose people are on the boards of two companies at the same time.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deputation {
    /// Always `same-owner`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["same-owner"])))]
    pub rule: &'static str,
    /// The owner.
    pub owner: Named,
    /// One company.
    pub a: Named,
    /// The other company.
    pub b: Named,
    /// The representatives on the board of `a` and on that of `b`.
    pub seats: [Representative; 2],
    /// `true` if one person is on both.
    pub same_person: bool,
    /// `true` if it is true for every choice of days.
    pub certain: bool,
    /// The days on which everything is possibly true: the stakes, the people's roles at the owner, and both seats.
    pub spells: DaySet,
    /// The days on which everything is certainly true.
    pub certain_spells: DaySet,
    /// The seats and ties it rests on.
    pub evidence: Vec<Evidence>,
}

/// One of an owner's people on the board of a company of which the owner holds a part.
struct SeatedRepresentative {
    company: CompanyIx,
    person: PersonIx,
    days: UncertainDays,
    /// Ties of ownership, then ties of the person to the owner.
    ties: Vec<TieIx>,
    seats: Vec<SeatIx>,
}

/// Returns the pairs of companies with people of one owner on both boards at the clock, by the names of companies, owner
/// and people. In parallel over owners.
///
/// An owner's people are everybody with a seat there, its founders, partners and employees by ties, and the owner itself
/// if it is a person. The owner holds a stake in both companies by its own ties.
///
/// Cost per owner: the seats of its people, and the pairs of those that count.
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
        owners.par_iter().flat_map_iter(|owner| deputations_of_owner(graph, *owner, options)).collect();
    found.sort_by(|x, y| {
        let key = |d: &Deputation| {
            let named = |n: &Named| (n.name.clone(), n.id.clone());
            (named(&d.a), named(&d.b), named(&d.owner), named(&d.seats[0].person), named(&d.seats[1].person))
        };
        key(x).cmp(&key(y))
    });
    found
}

/// Returns the pairs of people that one owner has on two boards at the clock, with stakes of any size.
pub fn deputies_of(graph: &BoardGraph, owner: Entity, companies: [CompanyIx; 2], query: &Query) -> Vec<Deputation> {
    let mut stakes = stakes_of(graph, owner, 0.0);
    stakes.retain(|company, _| companies.contains(company));
    if stakes.len() < 2 {
        return Vec::new();
    }
    let options = DeputyOptions { query: *query, ..DeputyOptions::default() };
    deputations_of_stakes(graph, owner, &stakes, &options)
}

/// Returns everybody who owns a part of a company by a tie, at any time.
pub fn owners_at_any_time(graph: &BoardGraph, company: CompanyIx) -> BTreeSet<Entity> {
    owner_ties(graph, Entity::Company(company), Direction::ToOwners).map(|(_, owner)| owner).collect()
}

fn deputations_of_owner(graph: &BoardGraph, owner: Entity, options: &DeputyOptions) -> Vec<Deputation> {
    deputations_of_stakes(graph, owner, &stakes_of(graph, owner, options.min_share), options)
}

fn deputations_of_stakes(
    graph: &BoardGraph,
    owner: Entity,
    stakes: &Stakes,
    options: &DeputyOptions,
) -> Vec<Deputation> {
    let seated = seated_representatives(graph, owner, stakes);
    let mut found = Vec::new();
    for (at, x) in seated.iter().enumerate() {
        for y in &seated[at + 1..] {
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

/// The stakes of an owner by its own ties: the days and the ties, by company.
type Stakes = BTreeMap<CompanyIx, (UncertainDays, Vec<TieIx>)>;

/// Returns the companies of which an owner holds enough by its own ties.
fn stakes_of(graph: &BoardGraph, owner: Entity, min_share: f64) -> Stakes {
    let mut ties: BTreeMap<CompanyIx, Vec<TieIx>> = BTreeMap::new();
    for (tie, company) in owner_ties(graph, owner, Direction::ToOwned) {
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

/// Returns an owner's people on the boards of companies it owns, by company and person.
fn seated_representatives(graph: &BoardGraph, owner: Entity, stakes: &Stakes) -> Vec<SeatedRepresentative> {
    let mut seated = Vec::new();
    for (person, with_owner, ties, seats) in people_of(graph, owner) {
        for (company, service) in graph.tenures(person) {
            let Some((stake, stake_ties)) = stakes.get(&company) else { continue };
            let days = service.board.meet(&with_owner).meet(stake);
            if owner != Entity::Company(company) && days.is_possible() {
                let there = graph.seats_at(person, company).filter(|seat| graph.is_board(*seat));
                let (ties, seats) = ([stake_ties.clone(), ties.clone()].concat(), seats.iter().copied().chain(there));
                seated.push(SeatedRepresentative { company, person, days, ties, seats: seats.collect() });
            }
        }
    }
    seated.sort_by_key(|seated| (seated.company, seated.person));
    seated
}

/// Returns an owner's people, each with the days, ties and seats that make them so.
fn people_of(graph: &BoardGraph, owner: Entity) -> Vec<(PersonIx, UncertainDays, Vec<TieIx>, Vec<SeatIx>)> {
    let company = match owner {
        // A person who is an owner always represents itself.
        Entity::Person(person) => return vec![(person, UncertainDays::always(), Vec::new(), Vec::new())],
        Entity::Company(company) => company,
    };
    let mut ties: BTreeMap<PersonIx, Vec<TieIx>> =
        graph.company_people(company).map(|person| (person, Vec::new())).collect();
    for tie in graph.ties(owner) {
        if let Some((kind, person, _)) = graph.tie_at_company(tie)
            && is_of_owner(kind)
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
    seated: [&SeatedRepresentative; 2],
    days: &UncertainDays,
    certain: bool,
) -> Deputation {
    let representative = |seated: &SeatedRepresentative| Representative {
        person: Named::new(graph, Entity::Person(seated.person)),
        company: Named::new(graph, Entity::Company(seated.company)),
    };
    let is_during = |own: UncertainDays| own.meet(days).is_possible();
    let ties: BTreeSet<TieIx> =
        seated.iter().flat_map(|seated| &seated.ties).copied().filter(|tie| is_during(days_of(graph, *tie))).collect();
    let spell = |seat: SeatIx| UncertainDays::from_spell(&graph.spell(seat));
    let seats: BTreeSet<SeatIx> =
        seated.iter().flat_map(|seated| &seated.seats).copied().filter(|seat| is_during(spell(*seat))).collect();
    Deputation {
        rule: "same-owner",
        owner: Named::new(graph, owner),
        a: Named::new(graph, Entity::Company(seated[0].company)),
        b: Named::new(graph, Entity::Company(seated[1].company)),
        seats: seated.map(representative),
        same_person: seated[0].person == seated[1].person,
        certain,
        spells: days.possible.clone(),
        certain_spells: days.certain.clone(),
        evidence: ties
            .into_iter()
            .map(|tie| Evidence::from_tie(graph, tie))
            .chain(seats.into_iter().map(|seat| Evidence::from_seat(graph, seat)))
            .collect(),
    }
}
