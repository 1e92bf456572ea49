//! A related person with their immediate family, and their positions at the other party.

use crate::independence::household::{Bond, Member, family};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// A related person with family, or a company.
#[derive(Debug)]
pub(crate) struct Household {
    /// The person or company that the rule addresses.
    pub(crate) principal: Entity,
    /// The person, then the family; empty for a company.
    pub(crate) members: Vec<Member>,
}

/// The positions of a household at a company.
#[derive(Clone, Debug, Default)]
pub(crate) struct Positions {
    pub(crate) director: UncertainDays,
    pub(crate) executive: UncertainDays,
    pub(crate) partner: UncertainDays,
    /// In another seat, or employed.
    pub(crate) other: UncertainDays,
    /// In any position, or joined by any tie.
    pub(crate) any: UncertainDays,
    pub(crate) seats: Vec<SeatIx>,
    /// Ties with the company, and family ties.
    pub(crate) ties: Vec<TieIx>,
}

impl Household {
    /// Returns a person with their family, or a company.
    pub(crate) fn new(graph: &BoardGraph, principal: Entity) -> Household {
        let members = match principal {
            Entity::Company(_) => Vec::new(),
            Entity::Person(person) => {
                let mut members = vec![Member::director(graph, person)];
                members.extend(family(graph, person));
                members
            }
        };
        Household { principal, members }
    }

    /// Returns all members; for a company the company.
    pub(crate) fn entities(&self) -> Vec<Entity> {
        if self.members.is_empty() {
            return vec![self.principal];
        }
        self.members.iter().map(|member| Entity::Person(member.person)).collect()
    }

    /// Returns the days on which a person or company belongs to the household, or `None` if never.
    pub(crate) fn days(&self, entity: Entity) -> Option<UncertainDays> {
        if entity == self.principal {
            return Some(UncertainDays::always());
        }
        let member = self.members.iter().find(|member| Entity::Person(member.person) == entity)?;
        Some(member.days.clone())
    }

    /// Returns the positions of all members at a company, by seats and ties.
    pub(crate) fn positions(&self, graph: &BoardGraph, company: CompanyIx) -> Positions {
        let mut positions = Positions::default();
        for member in &self.members {
            let seats: Vec<SeatIx> = graph.seats_at(member.person, company).collect();
            let seat_days = |wanted: &dyn Fn(SeatIx) -> bool| {
                let spells: Vec<_> = seats.iter().filter(|s| wanted(**s)).map(|s| graph.spell(*s)).collect();
                UncertainDays::from_spells(spells.into_iter()).meet(&member.days)
            };
            let bond_days = |wanted: &dyn Fn(Bond) -> bool| member.bond_days(graph, company, wanted).meet(&member.days);
            positions.director = positions.director.join(&seat_days(&|seat| graph.is_board(seat)));
            positions.executive = positions.executive.join(&seat_days(&|seat| graph.is_executive(seat)));
            let other = seat_days(&|seat| !graph.is_board(seat) && !graph.is_executive(seat));
            let employed = bond_days(&|bond| matches!(bond, Bond::Employee | Bond::Representative));
            positions.other = positions.other.join(&other).join(&employed);
            positions.partner = positions.partner.join(&bond_days(&|bond| bond == Bond::Partner));
            let ties = ties_with(graph, member.person, company);
            let tied = UncertainDays::from_spells(ties.iter().map(|tie| graph.tie_spell(*tie)));
            let joined = seat_days(&|_| true).join(&tied.meet(&member.days));
            if joined.is_possible() {
                positions.ties.extend(member.family_tie);
            }
            positions.any = positions.any.join(&joined);
            positions.seats.extend(seats);
            positions.ties.extend(ties);
        }
        positions
    }
}

/// Returns the ties that bind a person and a company.
fn ties_with(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Vec<TieIx> {
    let (a, b) = (Entity::Person(person), Entity::Company(company));
    let ends = [(a, b), (b, a)];
    let ties = graph.ties(a).filter(|tie| ends.contains(&graph.tie_ends(*tie)) && graph.tie_relation(*tie).binds());
    ties.collect()
}
