//! A related person with their immediate family, and what they are at the other party.

use crate::independence::household::{Bond, Member, family};
use interlocks_analysis::conflicts::binds;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// Whom the rule addresses, alone where it is a company.
#[derive(Debug)]
pub struct Household {
    pub principal: Entity,
    pub members: Vec<Member>,
}

/// What a household is at a company.
#[derive(Clone, Debug, Default)]
pub struct Places {
    pub director: UncertainDays,
    pub executive: UncertainDays,
    pub partner: UncertainDays,
    /// In some other seat, or employed.
    pub other: UncertainDays,
    /// Joined in any way at all.
    pub any: UncertainDays,
    pub seats: Vec<SeatIx>,
    /// Those with the company, and those within the family.
    pub ties: Vec<TieIx>,
}

impl Household {
    /// A person with their family, or a company.
    pub fn of(graph: &BoardGraph, principal: Entity) -> Household {
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

    /// Everybody in it.
    pub fn entities(&self) -> Vec<Entity> {
        if self.members.is_empty() {
            return vec![self.principal];
        }
        self.members.iter().map(|member| Entity::Person(member.person)).collect()
    }

    /// The days on which somebody belongs to it.
    pub fn days(&self, entity: Entity) -> Option<UncertainDays> {
        if entity == self.principal {
            return Some(UncertainDays::always());
        }
        let member = self.members.iter().find(|member| Entity::Person(member.person) == entity)?;
        Some(member.days.clone())
    }

    /// What its people are at a company, by seats and ties.
    pub fn places(&self, graph: &BoardGraph, company: CompanyIx) -> Places {
        let mut places = Places::default();
        for member in &self.members {
            let seats: Vec<SeatIx> = graph.seats_at(member.person, company).collect();
            let held = |wanted: &dyn Fn(SeatIx) -> bool| {
                let spells: Vec<_> = seats.iter().filter(|s| wanted(**s)).map(|s| graph.spell(*s)).collect();
                UncertainDays::from_spells(spells.into_iter()).meet(&member.days)
            };
            let bound = |wanted: &dyn Fn(Bond) -> bool| member.bound(graph, company, wanted).meet(&member.days);
            places.director = places.director.join(&held(&|seat| graph.is_board(seat)));
            places.executive = places.executive.join(&held(&|seat| graph.is_executive(seat)));
            let other = held(&|seat| !graph.is_board(seat) && !graph.is_executive(seat));
            let employed = bound(&|bond| matches!(bond, Bond::Employee | Bond::Representative));
            places.other = places.other.join(&other).join(&employed);
            places.partner = places.partner.join(&bound(&|bond| bond == Bond::Partner));
            let ties = ties_with(graph, member.person, company);
            let tied = UncertainDays::from_spells(ties.iter().map(|tie| graph.tie_spell(*tie)));
            let joined = held(&|_| true).join(&tied.meet(&member.days));
            if joined.is_possible() {
                places.ties.extend(member.by);
            }
            places.any = places.any.join(&joined);
            places.seats.extend(seats);
            places.ties.extend(ties);
        }
        places
    }
}

/// The ties that bind a person and a company.
fn ties_with(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Vec<TieIx> {
    let (a, b) = (Entity::Person(person), Entity::Company(company));
    let ends = [(a, b), (b, a)];
    let ties = graph.ties(a).filter(|tie| ends.contains(&graph.tie_ends(*tie)) && binds(graph.tie_kind(*tie)));
    ties.collect()
}
