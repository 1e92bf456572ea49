//! IAS 24, paragraphs 9 and 11: whether the two parties of a deal are related.
//!
//! They are when one controls or has significant influence over the other, when one owner controls
//! both, when who controls one has influence over the other or is in its key management, and when
//! who is in the key management of one controls the other; a person counts with their close family.
//! A director or other key manager in common is by itself no relation.

use std::collections::BTreeSet;

use super::dealt::Dealt;
use super::holdings::{Holdings, Limit};
use super::household::Household;
use crate::course::DatedAnswer;
use crate::independence::household::family;
use crate::rulebook::parameter;
use crate::{Answer, Asked, Outcome, Ruling};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{CompanyIx, Entity, UncertainDays};

/// Two parties of a deal.
pub struct Parties<'a> {
    pub asked: Asked<'a>,
    pub dealt: Dealt,
    pub both: [CompanyIx; 2],
    /// The owners above each.
    pub above: [Holdings; 2],
}

/// What an owner or a person is at one of the parties.
#[derive(Clone, Debug, Default)]
pub struct Hold {
    pub control: DatedAnswer,
    pub influence: DatedAnswer,
    /// In its key management: on its board or an executive.
    pub manager: UncertainDays,
}

/// Somebody who has to do with both parties: with their family, or a company.
pub struct Common {
    pub household: Household,
    pub holds: [Hold; 2],
}

impl Common {
    /// On which days one owner controls both.
    pub fn controls_both(&self) -> DatedAnswer {
        self.holds[0].control.and(&self.holds[1].control)
    }

    /// On which days who controls one has influence over the other.
    pub fn influences(&self) -> DatedAnswer {
        let [a, b] = &self.holds;
        a.control.and(&b.influence).or(&b.control.and(&a.influence))
    }

    /// On which days who controls one is in the key management of the other.
    pub fn manages(&self) -> DatedAnswer {
        let [a, b] = &self.holds;
        let managed = |hold: &Hold| DatedAnswer::known(hold.manager.clone());
        a.control.and(&managed(b)).or(&b.control.and(&managed(a)))
    }

    /// On which days they are in the key management of both.
    pub fn in_common(&self) -> UncertainDays {
        self.holds[0].manager.meet(&self.holds[1].manager)
    }
}

/// The relation of two parties.
#[derive(Default)]
pub struct Relation {
    /// One controls the other, and has influence over it.
    pub control: DatedAnswer,
    pub influence: DatedAnswer,
    pub common: Vec<Common>,
    pub outcome: Outcome,
}

impl Relation {
    /// A leg of all those in common.
    pub fn by(&self, leg: impl Fn(&Common) -> DatedAnswer) -> DatedAnswer {
        self.common.iter().fold(DatedAnswer::default(), |days, common| days.or(&leg(common)))
    }

    pub fn manager(&self) -> UncertainDays {
        self.common.iter().fold(UncertainDays::default(), |days, common| days.join(&common.in_common()))
    }
}

impl<'a> Parties<'a> {
    pub fn of(asked: Asked<'a>, dealt: Dealt, both: [CompanyIx; 2]) -> Parties<'a> {
        Parties { asked, dealt, both, above: both.map(|company| Holdings::of(asked.graph, company)) }
    }

    /// Whoever is an owner, or in the key management, of each of the two at some time, by themselves
    /// or through their family. Of a family all are listed who are an owner or in the management.
    fn in_common(&self) -> Vec<Entity> {
        let graph = self.asked.graph;
        let [a, b] = self.both;
        let mut met: BTreeSet<Entity> = graph.shared_people(a, b).into_iter().map(Entity::Person).collect();
        let sides = [0, 1].map(|at| -> BTreeSet<Entity> {
            let people = graph.company_people(self.both[at]).map(Entity::Person);
            people.chain(self.above[at].owners()).collect()
        });
        met.extend(sides[0].intersection(&sides[1]));
        for entity in sides.iter().flatten() {
            let Entity::Person(person) = entity else { continue };
            let family = family(graph, *person);
            let on = |side: &BTreeSet<Entity>| {
                side.contains(entity) || family.iter().any(|member| side.contains(&Entity::Person(member.person)))
            };
            if !family.is_empty() && sides.iter().all(on) {
                met.insert(*entity);
            }
        }
        met.retain(|entity| !self.both.map(Entity::Company).contains(entity));
        met.into_iter().collect()
    }

    /// The days on which a household holds enough of a party.
    fn enough(&self, household: &Household, at: usize, limit: Limit) -> DatedAnswer {
        let entities = household.entities();
        if !entities.iter().any(|entity| self.above[at].contains(*entity)) {
            return DatedAnswer::default();
        }
        let days: Vec<(Entity, UncertainDays)> =
            entities.iter().map(|entity| (*entity, household.days(*entity).unwrap_or_default())).collect();
        let spans = days.iter().flat_map(|(_, days)| [&days.certain, &days.possible]).flat_map(|days| days.as_slice());
        let turns: Vec<Day> = spans.flat_map(|span| [span.from, span.to]).collect();
        self.above[at].enough(self.dealt.days, limit, &turns, &|owner, day, mode| {
            let member = days.iter().find(|(entity, _)| *entity == owner);
            member.is_some_and(|(_, days)| {
                if mode.sure { &days.certain } else { &days.possible }.covers(DayRange::exactly(day))
            })
        })
    }

    fn hold(&self, household: &Household, at: usize) -> Hold {
        let rules = self.asked.rules;
        let places = household.places(self.asked.graph, self.both[at]);
        Hold {
            control: self.enough(household, at, Limit::Above(rules.number(parameter::IAS_CONTROL_PERCENT))),
            influence: self.enough(household, at, Limit::AtLeast(rules.number(parameter::IAS_INFLUENCE_PERCENT))),
            manager: places.director.join(&places.executive),
        }
    }

    /// What relates the two on the days of the deal; none where nothing joins them then.
    pub fn relation(&self) -> Option<Relation> {
        let graph = self.asked.graph;
        let common: Vec<Common> = self.in_common().into_iter().map(|entity| self.common(entity)).collect();
        let [a, b] = self.both.map(|company| Household::of(graph, Entity::Company(company)));
        let (of_b, of_a) = (self.hold(&a, 1), self.hold(&b, 0));
        let mut relation = Relation {
            control: of_a.control.or(&of_b.control),
            influence: of_a.influence.or(&of_b.influence),
            common,
            outcome: Outcome::default(),
        };
        let window = self.dealt.days;
        let stakes = self.above[1]
            .anything(window, &|owner| owner == Entity::Company(self.both[0]))
            .join(&self.above[0].anything(window, &|owner| owner == Entity::Company(self.both[1])));
        relation.common.retain(|common| self.joins(common));
        if relation.common.is_empty() && !stakes.is_possible() {
            return None;
        }
        let owned = DatedAnswer::constant(if graph.tie_count() == 0 { Answer::Unknown } else { Answer::No });
        let by = relation.by(|common| common.controls_both().or(&common.influences()).or(&common.manages()));
        let met = relation.control.or(&relation.influence).or(&by).or(&owned);
        relation.outcome = Outcome { breach: met.yes.clone(), unknown: met.unknown(), ..Outcome::default() };
        Some(relation)
    }

    fn common(&self, entity: Entity) -> Common {
        let household = Household::of(self.asked.graph, entity);
        let holds = [0, 1].map(|at| self.hold(&household, at));
        Common { household, holds }
    }

    /// Whether somebody has to do with both on the days of the deal.
    fn joins(&self, common: &Common) -> bool {
        let window = self.dealt.days;
        let sides = [0, 1].map(|at| {
            let entities = common.household.entities();
            let owns = self.above[at].anything(window, &|owner| entities.contains(&owner));
            owns.join(&common.holds[at].manager.within(window))
        });
        sides[0].meet(&sides[1]).is_possible()
    }

    pub fn ruling(&self, relation: &Relation) -> Ruling {
        self.dealt.ruling(self.asked.graph, &relation.outcome)
    }
}
