//! Firms and the people who act for them.

use std::collections::BTreeSet;

use interlocks_analysis::ownership::owner_tie;
use interlocks_core::model::vocabulary::TieKind;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

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
    /// The days as a representative, nominee or appointee, or as the firm itself.
    pub(crate) appointed: UncertainDays,
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
        let always = UncertainDays::always;
        return AgentStatus { agent: always(), appointed: always(), any: always(), ..AgentStatus::default() };
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
            if graph.tie_reading(tie).kind == TieKind::Representative {
                status.appointed = status.appointed.join(&days);
            }
            status.ties.push(tie);
        }
    }
    status
}

/// Returns the firms of which a person may be an agent, or where the person has a seat.
pub(crate) fn firms(graph: &BoardGraph, person: PersonIx) -> BTreeSet<Entity> {
    let seats = graph.person_seats(person).map(|seat| Entity::Company(graph.seat_company(seat)));
    seats.chain(firms_by_ties(graph, person)).chain([Entity::Person(person)]).collect()
}

fn firms_by_ties(graph: &BoardGraph, person: PersonIx) -> impl Iterator<Item = Entity> + '_ {
    let agencies = graph.ties(Entity::Person(person)).filter_map(|tie| agent_tie(graph, tie));
    agencies.filter(move |(agent, _)| *agent == person).map(|(_, firm)| firm)
}

/// Returns the firms that a person acts for: as an executive, or by a tie.
pub(crate) fn firms_acted_for(graph: &BoardGraph, person: PersonIx) -> BTreeSet<Entity> {
    let seats = graph.person_seats(person).filter(|seat| graph.is_executive(*seat));
    seats.map(|seat| Entity::Company(graph.seat_company(seat))).chain(firms_by_ties(graph, person)).collect()
}

/// Returns all people with a seat at a firm or an agent's tie to it; if the owner is a person, that person.
pub(crate) fn people_of(graph: &BoardGraph, firm: Entity) -> BTreeSet<PersonIx> {
    let seated: Vec<PersonIx> = match firm {
        Entity::Company(company) => graph.company_people(company).collect(),
        Entity::Person(person) => vec![person],
    };
    let agents = graph.ties(firm).filter_map(|tie| agent_tie(graph, tie));
    let agents = agents.filter(|(_, of)| *of == firm).map(|(person, _)| person);
    seated.into_iter().chain(agents).collect()
}

/// Returns the days on which an owner holds part of a company, and the ties that state it.
pub(crate) fn stake(graph: &BoardGraph, owner: Entity, company: CompanyIx) -> (UncertainDays, Vec<TieIx>) {
    let ties: Vec<TieIx> = graph.ties(owner).filter(|tie| owner_tie(graph, *tie) == Some((owner, company))).collect();
    (UncertainDays::from_spells(ties.iter().map(|tie| graph.tie_spell(*tie))), ties)
}
