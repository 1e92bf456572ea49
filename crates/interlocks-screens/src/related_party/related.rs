//! A case of IAS 24 in full.

use std::collections::BTreeSet;

use super::ias24::{Common, Parties, Relation};
use super::told::{called, name};
use crate::course::DatedAnswer;
use crate::row::{Row, Subject};
use crate::rulebook::parameter;
use crate::{Answer, Figure, Leg, Ruling, Screen, Verdict};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::Deal;
use interlocks_graph::{BoardGraph, Entity, PersonIx, SeatIx, TieIx, UncertainDays};

/// A row of IAS 24 being told.
pub struct Telling<'t, 'a> {
    pub parties: &'t Parties<'a>,
    pub relation: &'t Relation,
    pub ruling: Ruling,
    pub deal: Deal,
}

impl Telling<'_, '_> {
    fn graph(&self) -> &BoardGraph {
        self.parties.asked.graph
    }

    fn names(&self) -> [String; 2] {
        self.parties.both.map(|company| name(self.graph(), Entity::Company(company)))
    }

    pub fn row(&self) -> Row {
        let graph = self.graph();
        let statute = self.parties.asked.rules.statute("ias-24");
        let recalled = statute.filter(|statute| statute.recalled);
        let companies: Vec<Entity> = self.parties.both.into_iter().map(Entity::Company).collect();
        let missing = if self.ruling.verdict == Verdict::Unknown { self.missing() } else { Vec::new() };
        Row {
            rule: Screen::RelatedParty,
            test: "ias-24".to_owned(),
            verdict: self.ruling.verdict,
            certain: self.ruling.certain,
            subject: companies.iter().map(|company| Subject::of(graph, *company)).collect(),
            people: self.people().into_iter().map(|person| Named::new(graph, Entity::Person(person))).collect(),
            companies: companies.iter().map(|company| Named::new(graph, *company)).collect(),
            deal: Some(self.deal.id.clone()),
            spells: self.ruling.days.possible.clone(),
            certain_spells: self.ruling.days.certain.clone(),
            reason: self.reason(&missing),
            legs: self.legs().into_iter().map(|(leg, _)| leg).collect(),
            missing,
            citation: statute.map_or_else(String::new, |statute| statute.rule.clone()),
            recalled: recalled.map(|statute| statute.rule.clone()).into_iter().collect(),
            evidence: self.evidence(),
        }
    }

    /// The people who join the two, with the family through whom they do.
    pub fn people(&self) -> Vec<PersonIx> {
        people(self.graph(), self.parties, self.relation)
    }

    fn legs(&self) -> Vec<(Leg, bool)> {
        let [x, y] = self.names();
        let (days, rules) = (self.parties.dealt.days, self.parties.asked.rules);
        let number = |parameter| rules.number(parameter);
        let (half, fifth) = (number(parameter::IAS_CONTROL_PERCENT), number(parameter::IAS_INFLUENCE_PERCENT));
        let answer = |course: &DatedAnswer| course.answer(days);
        let who = |leg: &dyn Fn(&Common) -> DatedAnswer| -> String {
            let there = self.relation.common.iter().filter(|common| answer(&leg(common)) != Answer::No);
            let names: Vec<String> = there.map(|common| name(self.graph(), common.household.principal)).collect();
            if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
        };
        let leg = |word, course: &DatedAnswer, text: String| Leg::new(word, answer(course), text);
        let by = |leg: fn(&Common) -> DatedAnswer| self.relation.by(leg);
        let (both, influences, manages) = (by(Common::controls_both), by(Common::influences), by(Common::manages));
        let common = |common: &Common| DatedAnswer::known(common.in_common());
        vec![
            (
                leg(
                    "control",
                    &self.relation.control,
                    format!("one of {x} and {y} holds more than {half} % of the other"),
                )
                .with(Figure::new("control", Some(half), "percent")),
                true,
            ),
            (
                leg(
                    "influence",
                    &self.relation.influence,
                    format!("one of {x} and {y} holds {fifth} % of the other or more"),
                )
                .with(Figure::new("influence", Some(fifth), "percent")),
                true,
            ),
            (leg("one-controller", &both, format!("controls both: {}", who(&Common::controls_both))), true),
            (
                leg(
                    "controller-with-influence",
                    &influences,
                    format!("controls one and holds {fifth} % of the other or more: {}", who(&Common::influences)),
                ),
                true,
            ),
            (
                leg(
                    "controller-and-manager",
                    &manages,
                    format!("controls one and is in the key management of the other: {}", who(&Common::manages)),
                ),
                true,
            ),
            (
                leg(
                    "common-manager",
                    &DatedAnswer::known(self.relation.manager()),
                    format!("a director or executive of both, which alone is no relation (24.11(a)): {}", who(&common)),
                ),
                false,
            ),
        ]
    }

    fn missing(&self) -> Vec<String> {
        let graph = self.graph();
        let [x, y] = self.names();
        if graph.tie_count() == 0 {
            return vec![format!("who owns {x} and {y} (ties)")];
        }
        let days = self.parties.dealt.days;
        let ties: BTreeSet<TieIx> = self.parties.above.iter().flat_map(|above| above.ties(days)).collect();
        let open = ties.into_iter().filter(|tie| graph.tie_share(*tie).is_none());
        open.map(|tie| {
            let (from, to) = graph.tie_ends(tie);
            format!("the share that joins {} and {} ({})", name(graph, from), name(graph, to), graph.tie_kind(tie))
        })
        .collect()
    }

    fn reason(&self, missing: &[String]) -> String {
        let [x, y] = self.names();
        let head = format!("{x} and {y} are parties to {}", called(&self.deal));
        let may = if self.ruling.certain { "" } else { "possibly " };
        let legs = self.legs();
        let met: Vec<&str> = legs
            .iter()
            .filter(|(leg, counts)| *counts && leg.met == Answer::Yes)
            .map(|(leg, _)| leg.text.as_str())
            .collect();
        match self.ruling.verdict {
            Verdict::Breach | Verdict::Watch => {
                format!("{head}; they are {may}related, and the deal is to be disclosed: {}", met.join("; "))
            }
            Verdict::Unknown => format!("{head}; not to be told without {}", missing.join(", ")),
            Verdict::Clear if self.relation.manager().possible.within(self.parties.dealt.days).is_empty() => {
                format!("{head}; what joins them is less than control or significant influence")
            }
            Verdict::Clear => format!("{head}; a director or executive in common alone does not make them related"),
        }
    }

    fn evidence(&self) -> Vec<Evidence> {
        let graph = self.graph();
        let days = self.parties.dealt.days;
        let mut ties: BTreeSet<TieIx> = BTreeSet::new();
        let mut seats: BTreeSet<SeatIx> = BTreeSet::new();
        for common in &self.relation.common {
            for member in &common.household.members {
                let held = self.parties.both.into_iter().flat_map(|company| graph.seats_at(member.person, company));
                let before = seats.len();
                seats.extend(
                    held.filter(|seat| {
                        !UncertainDays::from_spell(&graph.spell(*seat)).possible.within(days).is_empty()
                    }),
                );
                if seats.len() > before {
                    ties.extend(member.by);
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

/// The people who join two parties, with the family through whom they do.
pub fn people(graph: &BoardGraph, parties: &Parties<'_>, relation: &Relation) -> Vec<PersonIx> {
    let mut people = BTreeSet::new();
    for member in relation.common.iter().flat_map(|common| &common.household.members) {
        let entity = Entity::Person(member.person);
        let owner = parties.above.iter().any(|above| above.contains(entity));
        let seated = parties.both.iter().any(|company| graph.seats_at(member.person, *company).next().is_some());
        if owner || seated {
            people.insert(member.person);
        }
    }
    people.into_iter().collect()
}
