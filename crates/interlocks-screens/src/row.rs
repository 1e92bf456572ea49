//! The full answer of a screen to one case.

use serde::Serialize;

use super::wording::{day_phrase, list};
use super::{Leg, Rulebook, Ruling, Screen, Verdict};
use interlocks_analysis::identity::{Conditions, RestsOn};
use interlocks_analysis::{Evidence, Named};
use interlocks_core::model::{Day, DayRange, DaySet, EntityKind};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// A person or company that a verdict is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// What will be the case if nothing changes: the test is met from a day after the as-of date on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Coming {
    /// The verdict from then on.
    pub verdict: Verdict,
    /// The first day on which the verdict may begin.
    pub earliest: Day,
    /// The last day on which it may begin; the same as `earliest` if the dates are exact.
    pub latest: Day,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "VerdictRow"))]
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
    /// The days on which the verdict possibly holds; empty if clear, or if it only rests on what is to come.
    pub spells: DaySet,
    /// The days on which the verdict certainly holds; empty if clear.
    pub certain_spells: DaySet,
    /// What will be the case if nothing changes; `None` if the screen found nothing in the time it looked ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coming: Option<Coming>,
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
            coming: ruling.first_coming().map(|first| Coming {
                verdict: ruling.coming_verdict,
                earliest: first.first,
                latest: first.last,
            }),
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

    /// Sets the reason. It speaks of what is the case; if the verdict only rests on what is to come, it is left out.
    pub(crate) fn reason(mut self, reason: String) -> Self {
        if self.row.coming.is_none() || !self.row.spells.is_empty() {
            self.row.reason = reason;
        }
        self
    }

    /// Sets the reason of a verdict that only rests on what is to come.
    pub(crate) fn coming_reason(mut self, reason: impl FnOnce(&str) -> String) -> Self {
        if let Some(coming) = self.row.coming.filter(|_| self.row.spells.is_empty()) {
            self.row.reason = reason(&day_phrase(DayRange::new(coming.earliest, coming.latest)));
        }
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

    /// Sets the source of a rule of the tables, and says so if its text was recalled.
    pub(crate) fn rule(self, rules: &Rulebook, id: &str) -> Self {
        let statute = rules.statute(id);
        let recalled = statute.filter(|statute| statute.recalled).map(|statute| format!("text of {}", statute.rule));
        self.citation(statute.map_or(id, |statute| statute.rule.as_str())).recalled(recalled)
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

    /// Returns the row. Its reason says what is to come.
    pub(crate) fn build(mut self) -> Row {
        let Some(coming) = self.row.coming else { return self.row };
        let day = day_phrase(DayRange::new(coming.earliest, coming.latest));
        if self.row.spells.is_empty() && self.row.reason.is_empty() {
            let names: Vec<String> = self.row.subject.iter().map(|subject| subject.name.clone()).collect();
            let Row { citation, .. } = &self.row;
            self.row.reason = format!(
                "{}: nothing yet. If nothing changes, the test of {citation} is met from {day} on.",
                list(&names)
            );
        } else if !self.row.spells.is_empty() {
            let what = match coming.verdict {
                Verdict::AbovePolicy => "it is above the policy",
                _ => "it is a breach",
            };
            self.row.reason.push_str(&format!(" If nothing changes, {what} from {day} on."));
        }
        self.row
    }
}
