//! Regulation S-K, Item 404(a): a transaction in which a related person has an interest.
//!
//! A row is about one related person: a director, an executive or a holder. What their immediate
//! family is counts as theirs. By Instruction 6 it is no interest to be only a director of the other
//! party, or to own less than a tenth of it together with all other related persons.

use std::collections::BTreeSet;

use super::dealt::Dealt;
use super::holdings::{Holdings, Limit, Mode};
use super::household::{Household, Places};
use crate::course::DatedAnswer;
use crate::independence::household::{Member, family};
use crate::rulebook::{Parameter, parameter};
use crate::{Answer, Asked, Outcome, Ruling};
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

/// A deal, from the side of one party.
pub struct Transaction<'a> {
    pub asked: Asked<'a>,
    pub dealt: Dealt,
    pub registrant: CompanyIx,
    pub counterparty: CompanyIx,
    pub above_registrant: Holdings,
    pub above_counterparty: Holdings,
    /// In USD.
    pub amount: Option<f64>,
}

/// What makes somebody a related person of the registrant.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub director: UncertainDays,
    pub executive: UncertainDays,
    pub holder: DatedAnswer,
}

impl Standing {
    pub fn office(&self) -> UncertainDays {
        self.director.join(&self.executive)
    }

    /// On which days they are in office in that year, or a holder.
    pub fn in_year(&self) -> DatedAnswer {
        DatedAnswer::known(self.office().whole_years()).or(&self.holder)
    }

    /// On which days they are related by themselves.
    pub fn days(&self) -> DatedAnswer {
        DatedAnswer::known(self.office()).or(&self.holder)
    }
}

/// What a related person has to do with a transaction.
pub struct Interest {
    pub household: Household,
    pub standing: Standing,
    pub places: Places,
    /// They own something of the counterparty, and all related persons enough of it.
    pub owner: DatedAnswer,
    /// They own something of it.
    pub owns: UncertainDays,
    /// The related person is the counterparty.
    pub itself: bool,
    pub amount: Answer,
    pub outcome: Outcome,
}

impl Interest {
    /// On which days there is an interest that Instruction 6 does not except.
    pub fn days(&self) -> DatedAnswer {
        let itself = DatedAnswer::constant(Answer::of(Some(self.itself)));
        DatedAnswer::known(self.places.executive.join(&self.places.partner)).or(&self.owner).or(&itself)
    }

    /// The family members who have to do with the counterparty.
    pub fn relatives(&self, transaction: &Transaction<'_>) -> Vec<&Member> {
        let joined = |member: &&Member| {
            let owner = transaction.above_counterparty.contains(Entity::Person(member.person));
            let tied = self.places.ties.iter().any(|tie| Some(*tie) == member.by);
            owner || tied || member.tenure_of(transaction.counterparty).is_some()
        };
        self.household.members.iter().skip(1).filter(joined).collect()
    }
}

impl<'a> Transaction<'a> {
    pub fn between(asked: Asked<'a>, dealt: Dealt, [registrant, counterparty]: [CompanyIx; 2]) -> Transaction<'a> {
        let graph = asked.graph;
        Transaction {
            asked,
            dealt,
            registrant,
            counterparty,
            above_registrant: Holdings::of(graph, registrant),
            above_counterparty: Holdings::of(graph, counterparty),
            amount: dealt.dollars(graph),
        }
    }

    /// Related persons who, or whose family, have to do with the counterparty in the year of the deal.
    pub fn people(&self) -> Vec<Entity> {
        let graph = self.asked.graph;
        let mut joined: BTreeSet<Entity> = graph
            .company_people(self.counterparty)
            .map(Entity::Person)
            .chain(self.above_counterparty.owners())
            .collect();
        for tie in graph.ties(Entity::Company(self.counterparty)) {
            let (from, to) = graph.tie_ends(tie);
            joined.extend([from, to].into_iter().filter(|end| matches!(end, Entity::Person(_))));
        }
        let relatives = |entity: &Entity| match entity {
            Entity::Person(person) => family(graph, *person).into_iter().map(|m| Entity::Person(m.person)).collect(),
            Entity::Company(_) => Vec::new(),
        };
        let related: Vec<Entity> = joined.iter().flat_map(relatives).collect();
        joined.extend(related);
        joined.insert(Entity::Company(self.counterparty));
        joined.remove(&Entity::Company(self.registrant));
        joined.into_iter().filter(|entity| self.is_candidate(*entity)).collect()
    }

    /// Whether somebody may be a related person, and joined to the counterparty, in the year of the
    /// deal.
    fn is_candidate(&self, entity: Entity) -> bool {
        let standing = self.standing(entity);
        let in_year = |days: &UncertainDays| !days.possible.within(self.dealt.years).is_empty();
        if !in_year(&standing.office()) && !in_year(&standing.holder.maybe) {
            return false;
        }
        if entity == Entity::Company(self.counterparty) {
            return true;
        }
        let household = Household::of(self.asked.graph, entity);
        in_year(&household.places(self.asked.graph, self.counterparty).any)
            || in_year(&self.owns(&household, self.dealt.years))
    }

    /// What somebody is at the registrant by themselves.
    fn standing(&self, entity: Entity) -> Standing {
        let mut standing = Standing::default();
        if let Entity::Person(person) = entity {
            let service = self.asked.graph.tenure_at(person, self.registrant);
            (standing.director, standing.executive) = (service.board, service.executive);
        }
        if self.above_registrant.contains(entity) {
            let limit = Limit::Above(self.number(parameter::ITEM_404_HOLDER_PERCENT));
            standing.holder = self.above_registrant.enough(self.dealt.days, limit, &[], &|owner, _, _| owner == entity);
        }
        standing
    }

    /// The days on which a household owns something of the counterparty.
    fn owns(&self, household: &Household, window: DaySpan) -> UncertainDays {
        let owners = household.entities().into_iter().filter(|entity| self.above_counterparty.contains(*entity));
        owners.fold(UncertainDays::default(), |days, entity| {
            let holding = self.above_counterparty.anything(window, &|owner| owner == entity);
            days.join(&holding.meet(&household.days(entity).unwrap_or_default()))
        })
    }

    pub fn number(&self, parameter: Parameter) -> f64 {
        self.asked.rules.number(parameter)
    }

    /// The owners of the counterparty who are related persons of the registrant, each with the days:
    /// here those in office at any time of the year count.
    fn related_owners(&self) -> Vec<(Entity, DatedAnswer)> {
        let owners = self.above_counterparty.owners().filter(|owner| *owner != Entity::Company(self.registrant));
        let related = owners.map(|owner| {
            let own = self.standing(owner).in_year();
            let Entity::Person(person) = owner else { return (owner, own) };
            (owner, self.by_family(person).or(&own))
        });
        related.filter(|(_, days)| days.maybe.is_possible()).collect()
    }

    fn by_family(&self, person: PersonIx) -> DatedAnswer {
        family(self.asked.graph, person).iter().fold(DatedAnswer::default(), |days, member| {
            let theirs = self.standing(Entity::Person(member.person)).in_year();
            days.or(&theirs.and(&DatedAnswer::known(member.days.clone())))
        })
    }

    /// The days on which all related persons together own enough of the counterparty.
    fn together(&self) -> DatedAnswer {
        let related = self.related_owners();
        let among = |owner: Entity, day: Day, mode: Mode| {
            let days = related.iter().find(|(entity, _)| *entity == owner).map(|(_, days)| mode.of(days));
            days.is_some_and(|days| days.covers(DayRange::exactly(day)))
        };
        let spans = related.iter().flat_map(|(_, days)| Mode::ALL.map(|mode| mode.of(days).as_slice()));
        let turns: Vec<Day> = spans.flatten().flat_map(|span| [span.from, span.to]).collect();
        let limit = Limit::AtLeast(self.number(parameter::ITEM_404_PERCENT));
        self.above_counterparty.enough(self.dealt.days, limit, &turns, &among)
    }

    /// What one related person has to do with it.
    pub fn interest(&self, person: Entity) -> Interest {
        let graph = self.asked.graph;
        let household = Household::of(graph, person);
        let standing = self.standing(person);
        let places = household.places(graph, self.counterparty);
        let owns = self.owns(&household, self.dealt.days);
        let owner = if graph.tie_count() == 0 {
            // Without a table of ties nothing is known of owners.
            DatedAnswer::constant(Answer::Unknown)
        } else if owns.is_possible() {
            DatedAnswer::known(owns.clone()).and(&self.together())
        } else {
            DatedAnswer::default()
        };
        let limit = self.number(parameter::ITEM_404_USD);
        let amount = Answer::of(self.amount.map(|amount| amount > limit));
        let itself = person == Entity::Company(self.counterparty);
        let mut interest =
            Interest { household, standing, places, owner, owns, itself, amount, outcome: Outcome::default() };
        interest.outcome = outcome(&interest);
        interest
    }

    pub fn ruling(&self, interest: &Interest) -> Ruling {
        self.dealt.ruling(self.asked.graph, &interest.outcome)
    }
}

/// Breach: related on the day of the deal. Watch: in office at another time of the year, or in some
/// other place at the counterparty, which Instruction 6 does not except.
fn outcome(interest: &Interest) -> Outcome {
    let amount = DatedAnswer::constant(interest.amount);
    let (related, interested) = (interest.standing.days(), interest.days());
    let met = related.and(&interested).and(&amount);
    let in_year = DatedAnswer::known(interest.standing.office().whole_years());
    let elsewhere = related.and(&DatedAnswer::known(interest.places.other.clone()));
    let near = in_year.and(&interested).or(&elsewhere).and(&amount);
    Outcome { breach: met.yes.clone(), watch: near.yes.clone(), unknown: met.unknown().join(&near.unknown()) }
}
