//! A deal and two of its parties: what every rule is asked about.

use super::finding::Finding;
use super::records::Records;
use super::{ConflictOptions, deal_days_or_any};
use crate::question::{Named, Query};
use crate::tenure::{Lag, ServiceSpell, lag_since};
use interlocks_core::model::{Certainty, DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx, UncertainDays};

/// A deal and a pair of its parties.
pub(super) struct PartyPair<'a> {
    pub graph: &'a BoardGraph,
    pub deal: DealIx,
    /// The days on which the deal may have been made.
    pub days: DayRange,
    /// The time that rules about the deal's date ask about: the days of the deal, or any time if dates are ignored.
    pub clock: Clock,
    pub a: CompanyIx,
    pub b: CompanyIx,
    pub options: &'a ConflictOptions,
}

impl<'a> PartyPair<'a> {
    pub(super) fn new(
        graph: &'a BoardGraph,
        deal: DealIx,
        (a, b): (CompanyIx, CompanyIx),
        options: &'a ConflictOptions,
    ) -> PartyPair<'a> {
        let days = deal_days_or_any(graph, deal);
        let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
        PartyPair { graph, deal, days, clock, a, b, options }
    }

    /// Returns the findings of all rules except `indirect-path`.
    pub(super) fn screen(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let people = self.people();
        for &person in &people {
            self.shared_director(person, &mut findings);
            for (x, y) in [(self.a, self.b), (self.b, self.a)] {
                self.appointment_window(person, (x, y), &mut findings);
                self.revolving_door(person, (x, y), &mut findings);
            }
        }
        for (x, y) in [(self.a, self.b), (self.b, self.a)] {
            self.owner_on_board((x, y), &people, &mut findings);
        }
        self.related_person(&mut findings);
        findings
    }

    /// Returns the people with a seat at one company and a seat at, or a tie to, the other. Nobody else can be on both
    /// sides alone.
    fn people(&self) -> Vec<PersonIx> {
        let tied = |company: CompanyIx| {
            let ends = self.graph.ties(Entity::Company(company)).map(|tie| self.graph.tie_ends(tie));
            ends.flat_map(|(from, to)| [from, to]).filter_map(|end| match end {
                Entity::Person(person) => Some(person),
                Entity::Company(_) => None,
            })
        };
        let mut people = self.graph.shared_people(self.a, self.b);
        for (here, there) in [(self.a, self.b), (self.b, self.a)] {
            people.extend(tied(here).filter(|person| self.graph.seats_at(*person, there).next().is_some()));
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Returns how certain it is that several facts were true together on the day of the deal, and for how many days
    /// they had been; `None` if they were not.
    pub(super) fn together(&self, sides: &[&Records]) -> Option<(Certainty, Lag)> {
        let all = sides.iter().map(|side| side.uncertain_days()).reduce(|x, y| x.meet(&y))?;
        let certainty = self.holds(&all)?;
        let service_spells: Vec<Vec<ServiceSpell>> = sides.iter().map(|side| side.service_spells()).collect();
        Some((certainty, self.since(&service_spells)))
    }

    /// Returns how certain it is that a fact with these days was true on the day of the deal.
    pub(super) fn holds(&self, days: &UncertainDays) -> Option<Certainty> {
        self.clock.holds(&days.certain, &days.possible, self.graph.as_of())
    }

    /// Returns the days from the moment when several facts became true together to the deal.
    pub(super) fn since(&self, sides: &[Vec<ServiceSpell>]) -> Lag {
        if self.graph.is_undated() { Lag::default() } else { lag_since(sides, self.days) }
    }

    /// Returns the days up to the as-of date: nothing is certain after it.
    pub(super) fn known(&self, days: &DaySet) -> DaySet {
        days.within(Query::known_days(self.graph))
    }

    /// Returns `true` if all of these days, and those of the deal, lie on or before the as-of date.
    pub(super) fn is_known(&self, days: &DaySet) -> bool {
        self.known(days) == *days && self.graph.as_of().is_none_or(|day| self.days.last <= day)
    }

    /// Returns `true` if a person may have sat on a board on the day of the deal.
    pub(super) fn sat(&self, person: PersonIx, company: CompanyIx) -> bool {
        let mut seats = self.graph.seats_at(person, company);
        seats.any(|seat| self.graph.is_board(seat) && self.graph.spell(seat).at(self.days).is_some())
    }

    /// Returns the name of a company, for sentences.
    pub(super) fn company(&self, company: CompanyIx) -> String {
        self.graph.name(Entity::Company(company)).into_owned()
    }

    pub(super) fn named(&self, entity: Entity) -> Named {
        Named::new(self.graph, entity)
    }

    /// Returns the days of the deal as a set.
    pub(super) fn span(&self) -> DaySet {
        DaySpan::from(self.days).into()
    }
}
