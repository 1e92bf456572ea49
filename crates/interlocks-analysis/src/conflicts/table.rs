//! Two parties of a deal: the table at which people may sit on both sides.

use std::borrow::Cow;

use super::finding::Finding;
use super::lag::Lag;
use super::records::Records;
use super::stint::{Stint, lag_since};
use super::{ConflictOptions, days_of};
use crate::question::Named;
use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, Entity, PersonIx, UncertainDays};

/// A deal between two of its parties.
pub struct Table<'a> {
    pub graph: &'a BoardGraph,
    pub deal: DealIx,
    /// The days the deal may have been made on.
    pub days: DayRange,
    /// The moment that rules on what held ask about: the days of the deal, or any time.
    pub clock: Clock,
    pub a: CompanyIx,
    pub b: CompanyIx,
    pub options: &'a ConflictOptions,
}

impl<'a> Table<'a> {
    pub fn new(
        graph: &'a BoardGraph,
        deal: DealIx,
        (a, b): (CompanyIx, CompanyIx),
        options: &'a ConflictOptions,
    ) -> Table<'a> {
        let days = days_of(graph, deal);
        let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
        Table { graph, deal, days, clock, a, b, options }
    }

    /// All findings but those of paths.
    pub fn screen(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let people = self.people();
        for &person in &people {
            self.sitting(person, &mut findings);
            for (x, y) in [(self.a, self.b), (self.b, self.a)] {
                self.joining(person, (x, y), &mut findings);
                self.changing(person, (x, y), &mut findings);
            }
        }
        for (x, y) in [(self.a, self.b), (self.b, self.a)] {
            self.owning((x, y), &people, &mut findings);
        }
        self.related(&mut findings);
        findings
    }

    /// Everybody with a seat at one of the companies and a seat at, or a tie to, the other: nobody
    /// else can stand on both sides alone.
    fn people(&self) -> Vec<PersonIx> {
        let bound = |company: CompanyIx| {
            let ends = self.graph.ties(Entity::Company(company)).map(|tie| self.graph.tie_ends(tie));
            ends.flat_map(|(from, to)| [from, to]).filter_map(|end| match end {
                Entity::Person(person) => Some(person),
                Entity::Company(_) => None,
            })
        };
        let mut people = self.graph.shared_people(self.a, self.b);
        for (here, there) in [(self.a, self.b), (self.b, self.a)] {
            people.extend(bound(here).filter(|person| self.graph.seats_at(*person, there).next().is_some()));
        }
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Whether several things held together on the day of the deal, and for how many days by then.
    pub fn together(&self, sides: &[&Records]) -> Option<(Certainty, Lag)> {
        let all = sides.iter().map(|side| side.stretch()).reduce(|x, y| x.meet(&y))?;
        let certainty = self.holds(&all)?;
        let stints: Vec<Vec<Stint>> = sides.iter().map(|side| side.stints()).collect();
        Some((certainty, self.since(&stints)))
    }

    /// Whether something that covers these days held on the day of the deal.
    pub fn holds(&self, days: &UncertainDays) -> Option<Certainty> {
        self.clock.holds(&days.certain, &days.possible, self.graph.as_of())
    }

    /// The days from the beginning of what held together to the deal.
    pub fn since(&self, sides: &[Vec<Stint>]) -> Lag {
        if self.graph.is_undated() { Lag::default() } else { lag_since(sides, self.days) }
    }

    /// The part of a set of days up to the day that the data describes: nothing is certain after it.
    pub fn known(&self, days: &DaySet) -> DaySet {
        match self.graph.as_of() {
            Some(day) => days.within(DaySpan { from: Day::MIN, to: day.plus(1) }),
            None => days.clone(),
        }
    }

    /// Whether all of these days, and those of the deal, lie before the day after the as-of date.
    pub fn is_known(&self, days: &DaySet) -> bool {
        self.known(days) == *days && self.graph.as_of().is_none_or(|day| self.days.last <= day)
    }

    pub fn name(&self, company: CompanyIx) -> Cow<'_, str> {
        self.graph.name(Entity::Company(company))
    }

    pub fn person(&self, person: PersonIx) -> Cow<'_, str> {
        self.graph.name(Entity::Person(person))
    }

    pub fn named(&self, entity: Entity) -> Named {
        Named::of(self.graph, entity)
    }

    /// The days of the deal as a set.
    pub fn span(&self) -> DaySet {
        DaySpan::from(self.days).into()
    }
}
