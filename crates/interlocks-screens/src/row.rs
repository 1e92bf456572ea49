//! What a screen answers, in brief and in full.

use serde::Serialize;

use super::{Asked, Leg, Ruling, Screen, Verdict};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{DaySet, EntityKind};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// A verdict in brief: enough to count, to order and to tell it in full later.
///
/// The order of cases is that of answers: verdict, what is certain first, screen, test, and the
/// numbers of those concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Case {
    pub verdict: Verdict,
    /// `false` for what is certain, so that this comes first.
    pub possible: bool,
    pub screen: Screen,
    /// Which test of the screen, by its own count.
    pub test: u16,
    /// Numbers of those concerned, as the screen lays them out; the rest is zero.
    pub concerned: [u32; 5],
}

/// Somebody, or some company, that a verdict is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    pub id: String,
    pub name: String,
    pub kind: EntityKind,
}

impl Subject {
    /// An entity as a subject.
    pub fn of(graph: &BoardGraph, entity: Entity) -> Subject {
        let Named { id, name } = Named::new(graph, entity);
        Subject { id, name, kind: entity.kind() }
    }
}

/// A verdict in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The word of the screen: `clayton8`, `overboarding` …
    pub rule: Screen,
    /// Which of its tests: `section-8`, `iss-ceo`, `nyse-303a02`, `mutual` …
    pub test: String,
    pub verdict: Verdict,
    /// Whether it holds for every choice of days inside the stated dates.
    pub certain: bool,
    /// Whom it is about, the one the rule addresses first.
    pub subject: Vec<Subject>,
    pub people: Vec<Named>,
    pub companies: Vec<Named>,
    /// The deal it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<String>,
    /// Days on which it possibly, and certainly, holds; none of what is clear.
    pub spells: DaySet,
    pub certain_spells: DaySet,
    /// Why, in a sentence or two.
    pub reason: String,
    /// The legs of the test, in the order in which the rule puts them.
    pub legs: Vec<Leg>,
    /// Inputs without which a leg could not be answered.
    pub missing: Vec<String>,
    /// Where the rule stands.
    pub citation: String,
    /// Figures of the rule that were recalled, and not read in its text.
    pub recalled: Vec<String>,
    /// The rows of the data it rests on.
    pub evidence: Vec<Evidence>,
}

impl Row {
    /// A row about some companies and people by the rule with an id, with nothing said yet.
    pub(super) fn begun(
        asked: Asked<'_>,
        (screen, test, rule): (Screen, &str, &str),
        ruling: &Ruling,
        companies: &[CompanyIx],
        people: &[PersonIx],
    ) -> Row {
        let Asked { graph, rules, .. } = asked;
        let companies = companies.iter().map(|company| Entity::Company(*company));
        let people = people.iter().map(|person| Entity::Person(*person));
        let statute = rules.statute(rule);
        let recalled = statute.filter(|statute| statute.recalled).map(|statute| format!("text of {}", statute.rule));
        Row {
            rule: screen,
            test: test.to_owned(),
            verdict: ruling.verdict,
            certain: ruling.certain,
            subject: companies.clone().chain(people.clone()).map(|entity| Subject::of(graph, entity)).collect(),
            people: people.map(|entity| Named::new(graph, entity)).collect(),
            companies: companies.map(|entity| Named::new(graph, entity)).collect(),
            deal: None,
            spells: ruling.days.possible.clone(),
            certain_spells: ruling.days.certain.clone(),
            reason: String::new(),
            legs: Vec::new(),
            missing: Vec::new(),
            citation: statute.map_or_else(|| rule.to_owned(), |statute| statute.rule.clone()),
            recalled: recalled.into_iter().collect(),
            evidence: Vec::new(),
        }
    }
}
