//! The full answer of a screen to one case.

use serde::Serialize;

use super::{Leg, Ruling, Screen, Verdict};
use interlocks_analysis::identity::{Conditions, RestsOn};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{DaySet, EntityKind};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// A person or company that a verdict is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Subject {
    /// The id in the dataset.
    pub id: String,
    /// The name.
    pub name: String,
    /// Person or company.
    pub kind: EntityKind,
}

impl Subject {
    /// Returns an entity with its id and name.
    pub fn new(graph: &BoardGraph, entity: Entity) -> Subject {
        let Named { id, name } = Named::new(graph, entity);
        Subject { id, name, kind: entity.kind() }
    }
}

/// A verdict with its reasons: one row of the answer.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_screens::{Answer, Rulebook, Screen, ScreenOptions, Verdict, screen};
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let options = ScreenOptions::default().screen(Screen::Clayton8).verdict(Verdict::Unknown).top(1);
/// let row = &screen(&graph, Rulebook::bundled(), &options).rows[0];
/// assert!(row.legs.iter().any(|leg| leg.met == Answer::Unknown));
/// assert!(!row.missing.is_empty() && !row.evidence.is_empty());
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The screen: `clayton8`, `overboarding` …
    pub rule: Screen,
    /// The test of the screen: `section-8`, `iss-ceo`, `nyse-303a02`, `mutual` …
    pub test: String,
    /// The verdict.
    pub verdict: Verdict,
    /// `true` if the verdict holds for every choice of days inside the stated dates.
    pub certain: bool,
    /// The people and companies that the verdict is about; the one that the rule addresses comes first.
    pub subject: Vec<Subject>,
    /// The people concerned.
    pub people: Vec<Named>,
    /// The companies concerned.
    pub companies: Vec<Named>,
    /// The id of the deal, if the verdict is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<String>,
    /// The days on which the verdict possibly holds; empty if clear.
    pub spells: DaySet,
    /// The days on which the verdict certainly holds; empty if clear.
    pub certain_spells: DaySet,
    /// The reason, in one or two sentences.
    pub reason: String,
    /// The legs of the test, in the order of the rule.
    pub legs: Vec<Leg>,
    /// The inputs without which a leg could not be answered.
    pub missing: Vec<String>,
    /// The source of the rule.
    pub citation: String,
    /// Figures and texts of the rule that were recalled and not read in its text.
    pub recalled: Vec<String>,
    /// The rows of the data that the verdict rests on.
    pub evidence: Vec<Evidence>,
    /// What has to be one, or two, for the verdict to hold; see [`identity`](interlocks_analysis::identity).
    #[serde(flatten)]
    pub conditions: Conditions,
    /// The decisions on identity that make one of several records whose seats are evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rests_on: Vec<RestsOn>,
}

/// Builds a [`Row`] from a ruling. What is not set stays empty.
pub(crate) struct RowBuilder<'g> {
    graph: &'g BoardGraph,
    row: Row,
}

impl<'g> RowBuilder<'g> {
    /// Begins the row of a ruling on one test of a screen.
    pub(crate) fn new(graph: &'g BoardGraph, screen: Screen, test: impl Into<String>, ruling: &Ruling) -> Self {
        let row = Row {
            rule: screen,
            test: test.into(),
            verdict: ruling.verdict,
            certain: ruling.certain,
            subject: Vec::new(),
            people: Vec::new(),
            companies: Vec::new(),
            deal: None,
            spells: ruling.days.possible.clone(),
            certain_spells: ruling.days.certain.clone(),
            reason: String::new(),
            legs: Vec::new(),
            missing: Vec::new(),
            citation: String::new(),
            recalled: Vec::new(),
            evidence: Vec::new(),
            conditions: Conditions::default(),
            rests_on: Vec::new(),
        };
        RowBuilder { graph, row }
    }

    /// Adds people and companies that the verdict is about; the one that the rule addresses goes first.
    pub(crate) fn subject(mut self, entities: impl IntoIterator<Item = Entity>) -> Self {
        let graph = self.graph;
        self.row.subject.extend(entities.into_iter().map(|entity| Subject::new(graph, entity)));
        self
    }

    /// Adds people concerned.
    pub(crate) fn people(mut self, people: impl IntoIterator<Item = PersonIx>) -> Self {
        let graph = self.graph;
        self.row.people.extend(people.into_iter().map(|person| Named::new(graph, Entity::Person(person))));
        self
    }

    /// Adds companies concerned.
    pub(crate) fn companies(mut self, companies: impl IntoIterator<Item = CompanyIx>) -> Self {
        let graph = self.graph;
        self.row.companies.extend(companies.into_iter().map(|company| Named::new(graph, Entity::Company(company))));
        self
    }

    /// Sets the id of the deal.
    pub(crate) fn deal(mut self, id: impl Into<String>) -> Self {
        self.row.deal = Some(id.into());
        self
    }

    /// Sets the reason.
    pub(crate) fn reason(mut self, reason: String) -> Self {
        self.row.reason = reason;
        self
    }

    /// Sets the legs of the test.
    pub(crate) fn legs(mut self, legs: Vec<Leg>) -> Self {
        self.row.legs = legs;
        self
    }

    /// Sets the missing inputs.
    pub(crate) fn missing(mut self, missing: Vec<String>) -> Self {
        self.row.missing = missing;
        self
    }

    /// Sets the source of the rule.
    pub(crate) fn citation(mut self, citation: impl Into<String>) -> Self {
        self.row.citation = citation.into();
        self
    }

    /// Adds figures and texts of the rule that were recalled.
    pub(crate) fn recalled(mut self, recalled: impl IntoIterator<Item = String>) -> Self {
        self.row.recalled.extend(recalled);
        self
    }

    /// Sets the rows of the data that the verdict rests on.
    pub(crate) fn evidence(mut self, evidence: Vec<Evidence>) -> Self {
        self.row.rests_on = RestsOn::of_evidence(self.graph, &evidence);
        self.row.evidence = evidence;
        self
    }

    /// Returns the row.
    pub(crate) fn build(self) -> Row {
        self.row
    }
}
