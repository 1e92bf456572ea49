//! The row of a case of IAS 24.

use std::collections::BTreeSet;

use super::deal_text::{DealText, share_of_tie};
use super::ias24::{CommonParty, Parties, Relation};
use crate::rulebook::parameter;
use crate::wording::{name, possibly};
use crate::{Answer, DatedAnswer, Figure, Leg, Row, RowBuilder, Ruling, Screen, Verdict};
use interlocks_analysis::Evidence;
use interlocks_core::model::Deal;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// The parts of a row of IAS 24.
pub(super) struct WriteUp<'t, 'a> {
    pub(super) parties: &'t Parties<'a>,
    pub(super) relation: &'t Relation,
    pub(super) ruling: Ruling,
    pub(super) deal: Deal,
}

/// A leg, and whether it makes the parties related.
struct RelationLeg {
    leg: Leg,
    relates: bool,
}

impl WriteUp<'_, '_> {
    fn graph(&self) -> &BoardGraph {
        self.parties.context.graph
    }

    fn names(&self) -> [String; 2] {
        self.parties.both.map(|company| name(self.graph(), Entity::Company(company)))
    }

    /// Returns the row.
    pub(super) fn row(&self) -> Row {
        let statute = self.parties.context.rules.statute("ias-24");
        let recalled = statute.filter(|statute| statute.recalled);
        let missing = if self.ruling.verdict == Verdict::Unknown { self.missing() } else { Vec::new() };
        let both = self.parties.both;
        RowBuilder::new(self.graph(), Screen::RelatedParty, "ias-24", &self.ruling)
            .subject(both.map(Entity::Company))
            .people(people(self.graph(), self.parties, self.relation))
            .companies(both)
            .deal(self.deal.id.clone())
            .reason(self.reason(&missing))
            .legs(self.legs().into_iter().map(|own| own.leg).collect())
            .missing(missing)
            .citation(statute.map_or("", |statute| statute.rule.as_str()))
            .recalled(recalled.map(|statute| statute.rule.clone()))
            .evidence(self.evidence())
            .build()
    }

    fn legs(&self) -> Vec<RelationLeg> {
        let [x, y] = self.names();
        let (days, rules) = (self.parties.dated_deal.days, self.parties.context.rules);
        let half = rules.number(parameter::IAS_CONTROL_PERCENT);
        let fifth = rules.number(parameter::IAS_INFLUENCE_PERCENT);
        let who = |relation: &dyn Fn(&CommonParty) -> DatedAnswer| -> String {
            let met = self.relation.common.iter().filter(|common| relation(common).answer(days) != Answer::No);
            let names: Vec<String> = met.map(|common| name(self.graph(), common.household.principal)).collect();
            if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
        };
        let leg = |word, answer: &DatedAnswer, text: String| RelationLeg {
            leg: Leg::new(word, answer.answer(days), text),
            relates: true,
        };
        let by = |relation: fn(&CommonParty) -> DatedAnswer| self.relation.by(relation);
        let managers = who(&|common| DatedAnswer::known(common.in_common()));
        let mut control = leg(
            "control",
            &self.relation.control,
            format!("one of {x} and {y} controls the other (more than {half} %, or a tie says parent)"),
        );
        control.leg = control.leg.with(Figure::new("control", Some(half), "percent"));
        let mut influence = leg(
            "influence",
            &self.relation.influence,
            format!(
                "one of {x} and {y} holds {fifth} % of the other or more, which is presumed to be significant influence"
            ),
        );
        influence.leg = influence.leg.with(Figure::new("influence", Some(fifth), "percent"));
        vec![
            control,
            influence,
            leg(
                "one-controller",
                &by(CommonParty::controls_both),
                format!("controls both: {}", who(&CommonParty::controls_both)),
            ),
            leg(
                "controller-with-influence",
                &by(CommonParty::influences),
                format!(
                    "controls one and holds {fifth} % of the other or more, which is presumed to be significant \
                     influence: {}",
                    who(&CommonParty::influences)
                ),
            ),
            leg(
                "controller-and-manager",
                &by(CommonParty::manages),
                format!(
                    "controls one and is in the key management of the other{}: {}",
                    self.of_parents(),
                    who(&CommonParty::manages)
                ),
            ),
            RelationLeg {
                relates: false,
                ..leg(
                    "common-manager",
                    &DatedAnswer::known(self.relation.common_manager_days()),
                    format!(
                        "director or executive of both: {managers}; this alone does not make them related (24.11(a))"
                    ),
                )
            },
        ]
    }

    /// Returns the parents by whose key management parties are related, as a phrase: ` or of its parent (P, parent of X)`.
    fn of_parents(&self) -> String {
        let (graph, days) = (self.graph(), self.parties.dated_deal.days);
        let manages = self.relation.common.iter().filter(|common| common.manages().answer(days) != Answer::No);
        let parents: BTreeSet<(usize, CompanyIx)> =
            manages.flat_map(|common| common.managed_parents(graph, self.parties)).collect();
        if parents.is_empty() {
            return String::new();
        }
        let [x, y] = self.names();
        let text = |(at, parent): (usize, CompanyIx)| {
            format!("{}, parent of {}", name(graph, Entity::Company(parent)), if at == 0 { &x } else { &y })
        };
        format!(" or of its parent ({})", parents.into_iter().map(text).collect::<Vec<String>>().join("; "))
    }

    fn missing(&self) -> Vec<String> {
        let graph = self.graph();
        let [x, y] = self.names();
        if graph.tie_count() == 0 {
            return vec![format!("who owns {x} and {y} (ties)")];
        }
        let days = self.parties.dated_deal.days;
        let ties: BTreeSet<TieIx> = self.parties.above.iter().flat_map(|above| above.ties(days)).collect();
        let unstated = ties.into_iter().filter(|tie| graph.tie_share(*tie).is_none());
        unstated.map(|tie| share_of_tie(graph, tie)).collect()
    }

    fn reason(&self, missing: &[String]) -> String {
        let [x, y] = self.names();
        let head = format!("{x} and {y} are parties to the {}", DealText::new(&self.deal));
        let possibly = possibly(self.ruling.certain);
        let no_manager = || {
            let days = self.relation.common_manager_days();
            days.possible.within(self.parties.dated_deal.days).is_empty()
        };
        match self.ruling.verdict {
            Verdict::Breach | Verdict::AbovePolicy | Verdict::Watch => {
                let legs = self.legs().into_iter().filter(|own| own.relates && own.leg.met == Answer::Yes);
                let met: Vec<String> = legs.map(|own| own.leg.text).collect();
                format!("{head}; they are {possibly}related, and the deal must be disclosed: {}", met.join("; "))
            }
            Verdict::Unknown => format!("{head}; cannot be decided without {}", missing.join(", ")),
            Verdict::Clear if no_manager() => {
                let rules = self.parties.context.rules;
                let half = rules.number(parameter::IAS_CONTROL_PERCENT);
                let fifth = rules.number(parameter::IAS_INFLUENCE_PERCENT);
                format!(
                    "{head}; their connection is less than control (more than {half} %) or significant influence ({fifth} %)"
                )
            }
            Verdict::Clear => {
                format!("{head}; a common director or executive does not by itself make them related")
            }
        }
    }

    fn evidence(&self) -> Vec<Evidence> {
        let graph = self.graph();
        let days = self.parties.dated_deal.days;
        let mut ties: BTreeSet<TieIx> = BTreeSet::new();
        let mut seats: BTreeSet<SeatIx> = BTreeSet::new();
        for common in &self.relation.common {
            for member in &common.household.members {
                let parents = self.parties.parents.iter().flatten().map(|parent| parent.company);
                let companies: BTreeSet<CompanyIx> = self.parties.both.into_iter().chain(parents).collect();
                let own = companies.into_iter().flat_map(|company| graph.seats_at(member.person, company));
                let before = seats.len();
                seats.extend(
                    own.filter(|seat| !UncertainDays::from_spell(&graph.spell(*seat)).possible.within(days).is_empty()),
                );
                if seats.len() > before {
                    ties.extend(member.family_tie);
                }
            }
        }
        for above in &self.parties.above {
            ties.extend(above.ties(days));
        }
        let deal = Evidence::from_deal(graph, &self.deal, self.parties.both);
        let seats = seats.into_iter().map(|seat| Evidence::from_seat(graph, seat));
        std::iter::once(deal).chain(seats).chain(ties.into_iter().map(|tie| Evidence::from_tie(graph, tie))).collect()
    }
}

/// Returns the people who join two parties, including family through whom they do.
pub(super) fn people(graph: &BoardGraph, parties: &Parties<'_>, relation: &Relation) -> Vec<PersonIx> {
    let mut people = BTreeSet::new();
    for member in relation.common.iter().flat_map(|common| &common.household.members) {
        let entity = Entity::Person(member.person);
        let owner = parties.above.iter().any(|above| above.contains(entity));
        let parents = parties.parents.iter().flatten().map(|parent| parent.company);
        let mut companies = parties.both.into_iter().chain(parents);
        let seated = companies.any(|company| graph.seats_at(member.person, company).next().is_some());
        if owner || seated {
            people.insert(member.person);
        }
    }
    people.into_iter().collect()
}
