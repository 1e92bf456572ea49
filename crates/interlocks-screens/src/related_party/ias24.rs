//! IAS 24, paragraphs 9 and 11: related parties of a deal.
//!
//! Two parties are related if one controls, or has significant influence over, the other; if one owner controls both; or
//! if the controller of one has significant influence over the other or is in the key management of it or of its parent. A
//! person counts together with their close family. A common director or other key manager does not by itself make them related.

use std::collections::BTreeSet;

use super::dated_deal::DatedDeal;
use super::holdings::{Holdings, Limit};
use super::household::Household;
use crate::group::{Relative, parents};
use crate::independence::household::family;
use crate::rulebook::parameter;
use crate::tie_assumptions::TieDates;
use crate::{Answer, Context, DatedAnswer, Ruling, VerdictDays};
use interlocks_core::model::{Day, DayRange};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

/// Two parties of a deal.
pub(crate) struct Parties<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) dated_deal: DatedDeal,
    pub(crate) both: [CompanyIx; 2],
    /// The owners above each.
    pub(crate) above: [Holdings; 2],
    /// The companies that control each.
    pub(crate) parents: [Vec<Relative>; 2],
}

/// The position of an owner or a person at one of the parties.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holding {
    /// Controls it.
    pub(crate) control: DatedAnswer,
    /// Has significant influence over it.
    pub(crate) influence: DatedAnswer,
    /// In its key management: on its board, or an executive.
    pub(crate) manager: UncertainDays,
    /// In the key management of a company that controls it.
    pub(crate) parent_manager: DatedAnswer,
}

impl Holding {
    /// Returns the days in the key management of it or of a parent.
    fn managed(&self) -> DatedAnswer {
        DatedAnswer::known(self.manager.clone()).or(&self.parent_manager)
    }
}

/// A person with family, or a company, with a position at both parties.
pub(crate) struct CommonParty {
    pub(crate) household: Household,
    /// The position at each party.
    pub(crate) positions: [Holding; 2],
}

impl CommonParty {
    /// Returns the days on which they control both.
    pub(crate) fn controls_both(&self) -> DatedAnswer {
        self.positions[0].control.and(&self.positions[1].control)
    }

    /// Returns the days on which they control one and have influence over the other.
    pub(crate) fn influences(&self) -> DatedAnswer {
        let [a, b] = &self.positions;
        a.control.and(&b.influence).or(&b.control.and(&a.influence))
    }

    /// Returns the days on which they control one and are in the key management of the other or of its parent.
    pub(crate) fn manages(&self) -> DatedAnswer {
        let [a, b] = &self.positions;
        a.control.and(&b.managed()).or(&b.control.and(&a.managed()))
    }

    /// Returns the party whose parent they may manage, and the parent, each once.
    pub(crate) fn managed_parents(&self, graph: &BoardGraph, parties: &Parties<'_>) -> Vec<(usize, CompanyIx)> {
        let mut found = Vec::new();
        for at in [0, 1] {
            let managed = |parent: &&Relative| {
                let days = managing(graph, &self.household, parent.company);
                days.meet(&parent.control.maybe).within(parties.dated_deal.days).is_possible()
            };
            found.extend(parties.parents[at].iter().filter(managed).map(|parent| (at, parent.company)));
        }
        found
    }

    /// Returns the days on which they are in the key management of both.
    pub(crate) fn in_common(&self) -> UncertainDays {
        self.positions[0].manager.meet(&self.positions[1].manager)
    }
}

/// The relation of two parties.
#[derive(Default)]
pub(crate) struct Relation {
    /// One controls the other.
    pub(crate) control: DatedAnswer,
    /// One has significant influence over the other.
    pub(crate) influence: DatedAnswer,
    /// People and companies with a position at both.
    pub(crate) common: Vec<CommonParty>,
    pub(crate) verdict_days: VerdictDays,
}

impl Relation {
    /// Returns the days on which something holds for some common party.
    pub(crate) fn by(&self, leg: impl Fn(&CommonParty) -> DatedAnswer) -> DatedAnswer {
        self.common.iter().fold(DatedAnswer::default(), |days, common| days.or(&leg(common)))
    }

    /// Returns the days on which there is a common key manager.
    pub(crate) fn common_manager_days(&self) -> UncertainDays {
        self.common.iter().fold(UncertainDays::default(), |days, common| days.join(&common.in_common()))
    }
}

impl<'a> Parties<'a> {
    /// Collects the owners above two parties.
    pub(crate) fn new(context: Context<'a>, dated_deal: DatedDeal, both: [CompanyIx; 2]) -> Parties<'a> {
        let graph = context.graph;
        let (above, parents) = (both.map(|company| Holdings::new(graph, company)), both.map(|c| parents(graph, c)));
        Parties { context, dated_deal, both, above, parents }
    }

    /// Returns the people at a party and at its parents.
    pub(crate) fn people(&self, at: usize) -> impl Iterator<Item = PersonIx> + '_ {
        let parents = self.parents[at].iter().map(|parent| parent.company);
        std::iter::once(self.both[at]).chain(parents).flat_map(|company| self.context.graph.company_people(company))
    }

    /// Returns the people and companies that are an owner, or in the key management, of each of the two at some time,
    /// themselves or through their family. Of a family, all who are an owner or in the management are returned.
    fn in_common(&self) -> Vec<Entity> {
        let graph = self.context.graph;
        let [a, b] = self.both;
        let mut met: BTreeSet<Entity> = graph.shared_people(a, b).into_iter().map(Entity::Person).collect();
        let sides = [0, 1].map(|at| -> BTreeSet<Entity> {
            self.people(at).map(Entity::Person).chain(self.above[at].owners()).collect()
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

    /// Returns the days on which a household holds enough of a party.
    pub(crate) fn days_of_share(&self, household: &Household, at: usize, limit: Limit) -> DatedAnswer {
        let entities = household.entities();
        if !entities.iter().any(|entity| self.above[at].contains(*entity)) {
            return DatedAnswer::default();
        }
        let days: Vec<(Entity, UncertainDays)> =
            entities.iter().map(|entity| (*entity, household.days(*entity).unwrap_or_default())).collect();
        let spans = days
            .iter()
            .flat_map(|(_, days)| [&days.certain, &days.possible])
            .flat_map(interlocks_core::model::DaySet::as_slice);
        let turns: Vec<Day> = spans.flat_map(|span| [span.from, span.to]).collect();
        self.above[at].days_of_share(self.dated_deal.days, limit, &turns, &|owner, day, choice| {
            let member = days.iter().find(|(entity, _)| *entity == owner);
            member.is_some_and(|(_, days)| {
                if choice.dates == TieDates::Certain { &days.certain } else { &days.possible }
                    .covers(DayRange::exactly(day))
            })
        })
    }

    fn holding(&self, household: &Household, at: usize) -> Holding {
        let (graph, rules) = (self.context.graph, self.context.rules);
        let by_parent = |days: DatedAnswer, parent: &Relative| {
            let managing = DatedAnswer::known(managing(graph, household, parent.company));
            days.or(&managing.and(&parent.control))
        };
        let as_parent = self.parents[at].iter().find(|parent| Entity::Company(parent.company) == household.principal);
        let stated = as_parent.map(|parent| parent.control.clone()).unwrap_or_default();
        let control = self.days_of_share(household, at, Limit::Above(rules.number(parameter::IAS_CONTROL_PERCENT)));
        Holding {
            control: control.or(&stated),
            influence: self.days_of_share(
                household,
                at,
                Limit::AtLeast(rules.number(parameter::IAS_INFLUENCE_PERCENT)),
            ),
            manager: managing(graph, household, self.both[at]),
            parent_manager: self.parents[at].iter().fold(DatedAnswer::default(), by_parent),
        }
    }

    /// Returns the relation on the days of the deal, or `None` if nothing joins the parties then.
    pub(crate) fn relation(&self) -> Option<Relation> {
        let graph = self.context.graph;
        let common: Vec<CommonParty> = self.in_common().into_iter().map(|entity| self.common(entity)).collect();
        let [a, b] = self.both.map(|company| Household::new(graph, Entity::Company(company)));
        let (of_b, of_a) = (self.holding(&a, 1), self.holding(&b, 0));
        let mut relation = Relation {
            control: of_a.control.or(&of_b.control),
            influence: of_a.influence.or(&of_b.influence),
            common,
            verdict_days: VerdictDays::default(),
        };
        let window = self.dated_deal.days;
        let stakes = self.above[1]
            .days_of_any_share(window, &|owner| owner == Entity::Company(self.both[0]))
            .join(&self.above[0].days_of_any_share(window, &|owner| owner == Entity::Company(self.both[1])));
        relation.common.retain(|common| self.joins(common));
        if relation.common.is_empty() && !stakes.is_possible() {
            return None;
        }
        let owned = DatedAnswer::constant(if graph.tie_count() == 0 { Answer::Unknown } else { Answer::No });
        let by = relation.by(|common| common.controls_both().or(&common.influences()).or(&common.manages()));
        let met = relation.control.or(&relation.influence).or(&by).or(&owned);
        relation.verdict_days =
            VerdictDays { breach: met.yes.clone(), unknown: met.unknown(), ..VerdictDays::default() };
        Some(relation)
    }

    fn common(&self, entity: Entity) -> CommonParty {
        let household = Household::new(self.context.graph, entity);
        let positions = [0, 1].map(|at| self.holding(&household, at));
        CommonParty { household, positions }
    }

    /// Returns `true` if a common party has a position at both on the days of the deal.
    fn joins(&self, common: &CommonParty) -> bool {
        let window = self.dated_deal.days;
        let sides = [0, 1].map(|at| {
            let entities = common.household.entities();
            let owns = self.above[at].days_of_any_share(window, &|owner| entities.contains(&owner));
            owns.join(&common.positions[at].managed().maybe.within(window))
        });
        sides[0].meet(&sides[1]).is_possible()
    }

    /// Returns the verdict on the day of the deal.
    pub(crate) fn ruling(&self, relation: &Relation) -> Ruling {
        self.dated_deal.ruling(self.context, &relation.verdict_days)
    }
}

/// Returns the days on which a household is in the key management of a company: on its board, or an executive.
fn managing(graph: &BoardGraph, household: &Household, company: CompanyIx) -> UncertainDays {
    let positions = household.positions(graph, company);
    positions.director.join(&positions.executive)
}
