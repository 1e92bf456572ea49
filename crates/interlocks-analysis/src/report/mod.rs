//! Everything in the data on two companies, on one page: the people who link them, their deals, the findings with
//! explanations, the paths, the owners, and the sources.
//!
//! A [`Dossier`] collects the answers to the other questions and adds what a reader needs to check them: each source with
//! the rows that cite it, the problems of the data that concern the page, and the command that makes it again. A
//! [`JointHistory`] is the part that a timeline needs: people with their seats and ties, and deals.

mod cited_sources;
mod events;
mod linking_people;
mod problems;
mod summary;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;

use super::conflicts::{self, Explanation, Finding, conflicts_with_identities, explain};
use super::ownership::{Deputation, DeputyOptions, deputies};
use super::pairs::{self, Pair, pairs};
use super::paths::{self, Path, best};
use super::question::{Evidence, Named, Query};
use interlocks_core::model::vocabulary::read_deal_status;
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_dataset::Inputs;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity};

pub use cited_sources::{CitedSource, Unsourced};
pub use events::{DatedEvent, EventKind};
pub use linking_people::{AtCompany, LinkingPerson, LinkingSeatOrTie};
pub use problems::RelevantProblems;

/// Options of [`dossier`] and [`joint_history`]. By default those of the questions, with 3 paths.
#[derive(Clone, Debug)]
pub struct ReportOptions {
    /// Deals and rules. `between` is set to the two companies.
    pub conflicts: conflicts::ConflictOptions,
    /// The search for paths.
    pub paths: paths::PathOptions,
    /// The clock of interlocks and owners. Default: any time.
    pub query: Query,
}

impl Default for ReportOptions {
    fn default() -> ReportOptions {
        let paths = paths::PathOptions { k: 3, ..paths::PathOptions::default() };
        ReportOptions { conflicts: conflicts::ConflictOptions::default(), paths, query: Query::default() }
    }
}

/// The command that makes the same page again.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Repeat {
    /// The command line.
    pub command: String,
    /// The version of the program.
    pub version: &'static str,
    /// The files that were read; without a checksum if there is none, as for standard input.
    pub inputs: Inputs,
}

impl Repeat {
    /// A command of this version on some files.
    pub fn new(command: impl Into<String>, inputs: Inputs) -> Repeat {
        Repeat { command: command.into(), version: env!("CARGO_PKG_VERSION"), inputs }
    }
}

/// A deal to which both companies are parties.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JointDeal {
    /// `D1`, `D2` … in the order of time.
    pub number: String,
    /// The id in the data.
    pub id: String,
    /// The kind of deal.
    pub kind: String,
    /// The status of the deal: `completed`, `alleged` …
    pub status: String,
    /// The description in the data.
    pub text: String,
    /// All companies that are parties to it.
    pub parties: Vec<Named>,
    /// The first day on which it may have been made; `None` if unknown.
    pub first: Option<Day>,
    /// The last day on which it may have been made; `None` if unknown.
    pub last: Option<Day>,
    /// The row of the data.
    pub row: Evidence,
}

impl JointDeal {
    /// Returns `true` if the deal itself may not have happened; see [`DealStatus::is_doubtful`](interlocks_core::model::vocabulary::DealStatus::is_doubtful).
    pub fn is_doubtful(&self) -> bool {
        read_deal_status(&self.status).is_doubtful()
    }
}

/// A finding with its explanation.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExplainedFinding {
    /// The finding.
    pub finding: Finding,
    /// The number of its deal on the page: `D1` …
    pub deal_number: String,
    /// The finding in sentences.
    pub explanation: Explanation,
}

/// Everything in the data on two companies.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dossier {
    /// The names of the two companies.
    pub title: String,
    /// The first company.
    pub a: Named,
    /// The second company.
    pub b: Named,
    /// The day that the data describes.
    pub as_of: Option<Day>,
    /// `true` if dates were ignored.
    pub undated: bool,
    /// The page in a few plain sentences.
    pub summary: Vec<String>,
    /// The people who link the two, with their seats and ties: those with seats at both first.
    pub people: Vec<LinkingPerson>,
    /// The deals to which both are parties, in the order of time.
    pub deals: Vec<JointDeal>,
    /// Beginnings and ends of seats, and deals, in the order of time; those without a date last.
    pub events: Vec<DatedEvent>,
    /// The paths between the two, strongest first.
    pub paths: Vec<Path>,
    /// The most steps that a path was allowed.
    pub max_steps: usize,
    /// The findings, most severe first.
    pub findings: Vec<ExplainedFinding>,
    /// The directors that the two share; `None` if there are none.
    pub interlock: Option<Pair>,
    /// Owners with people on both boards.
    pub owners: Vec<Deputation>,
    /// The sources, by id.
    pub sources: Vec<CitedSource>,
    /// Rows without a source.
    pub unsourced: Vec<Unsourced>,
    /// Problems of the data.
    pub problems: RelevantProblems,
    /// The command that makes the page again.
    pub repeat: Repeat,
}

/// The people who link two companies, with their seats and ties, and the deals of the two: what a timeline shows.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JointHistory {
    /// The first company.
    pub a: Named,
    /// The second company.
    pub b: Named,
    /// The day that the data describes.
    pub as_of: Option<Day>,
    /// The people who link the two: those with seats at both first.
    pub people: Vec<LinkingPerson>,
    /// The deals to which both are parties, in the order of time.
    pub deals: Vec<JointDeal>,
}

/// The answers on two companies from which linking people are taken.
struct Links {
    screen: conflicts::ConflictOptions,
    findings: Vec<Finding>,
    paths: Vec<Path>,
    owners: Vec<Deputation>,
}

impl Links {
    fn new(graph: &BoardGraph, a: CompanyIx, b: CompanyIx, options: &ReportOptions) -> Links {
        let [from, to] = [a, b].map(Entity::Company);
        let screen = conflicts::ConflictOptions { between: Some((a, b)), ..options.conflicts.clone() };
        let deputy_options = DeputyOptions { query: options.query, company: Some(a), ..DeputyOptions::default() };
        let id = graph.id(to);
        let of_both = |found: &Deputation| found.a.id == id || found.b.id == id;
        Links {
            findings: conflicts_with_identities(graph, &screen).rows,
            paths: best(graph, from, to, &options.paths),
            owners: deputies(graph, &deputy_options).into_iter().filter(of_both).collect(),
            screen,
        }
    }

    fn history(&self, graph: &BoardGraph, a: CompanyIx, b: CompanyIx) -> JointHistory {
        let [from, to] = [a, b].map(|company| Named::new(graph, Entity::Company(company)));
        let people = linking_people::linking_people(graph, [a, b], &self.findings, &self.paths, &self.owners);
        JointHistory { a: from, b: to, as_of: graph.as_of(), people, deals: deals(graph, [a, b], &self.screen) }
    }
}

/// Returns the people who link two companies, with their seats and ties, and the deals of the two.
///
/// The people are those with seats at both, and those in findings, paths and deputations of common owners. Cost: that of
/// these questions.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::report::{ReportOptions, joint_history};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find_company(name).unwrap());
/// let history = joint_history(&graph, netflix, meta, &ReportOptions::default());
/// assert_eq!(history.people[0].person.name, "Reed Hastings");
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn joint_history(graph: &BoardGraph, a: CompanyIx, b: CompanyIx, options: &ReportOptions) -> JointHistory {
    Links::new(graph, a, b, options).history(graph, a, b)
}

/// Collects everything on two companies.
///
/// Cost: that of the questions it asks; nothing else reads all of the data.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::report::{ReportOptions, Repeat, dossier};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let [netflix, meta] = ["netflix", "meta"].map(|name| graph.find_company(name).unwrap());
/// let page = dossier(&graph, netflix, meta, &ReportOptions::default(), Repeat::default());
/// assert!(page.summary.iter().any(|sentence| sentence.contains("not an accusation")));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn dossier(graph: &BoardGraph, a: CompanyIx, b: CompanyIx, options: &ReportOptions, repeat: Repeat) -> Dossier {
    let links = Links::new(graph, a, b, options);
    let history = links.history(graph, a, b);
    let Links { findings, paths, owners, .. } = links;
    let JointHistory { a: from, b: to, as_of, people, deals } = history;
    let number =
        |id: &str| deals.iter().find(|deal| deal.id == id).map_or_else(String::new, |deal| deal.number.clone());
    let explained = |finding: Finding| ExplainedFinding {
        deal_number: number(&finding.deal.id),
        explanation: explain(&finding),
        finding,
    };
    let findings: Vec<ExplainedFinding> = findings.into_iter().map(explained).collect();
    let pair_options =
        pairs::PairOptions { query: options.query, companies: vec![a, b], ..pairs::PairOptions::default() };
    let interlock = pairs(graph, &pair_options).into_iter().next();
    let mut dossier = Dossier {
        title: format!("{} and {}", from.name, to.name),
        a: from,
        b: to,
        as_of,
        undated: graph.is_undated(),
        summary: Vec::new(),
        events: events::in_order(&people, &deals),
        people,
        deals,
        paths,
        max_steps: options.paths.max_steps,
        findings,
        interlock,
        owners,
        sources: Vec::new(),
        unsourced: Vec::new(),
        problems: RelevantProblems::default(),
        repeat,
    };
    (dossier.sources, dossier.unsourced) = cited_sources::cited_sources(graph, &dossier);
    dossier.problems = problems::relevant_problems(graph, &dossier);
    dossier.summary = summary::sentences(&dossier);
    dossier
}

impl Dossier {
    /// Returns the people who link the two companies, and the deals of the two.
    pub fn joint_history(&self) -> JointHistory {
        JointHistory {
            a: self.a.clone(),
            b: self.b.clone(),
            as_of: self.as_of,
            people: self.people.clone(),
            deals: self.deals.clone(),
        }
    }
}

impl ReportOptions {
    /// Sets the deals and rules. `between` is set to the two companies in any case.
    #[must_use]
    pub fn conflicts(mut self, options: conflicts::ConflictOptions) -> Self {
        self.conflicts = options;
        self
    }

    /// Sets the search for paths.
    #[must_use]
    pub fn paths(mut self, options: paths::PathOptions) -> Self {
        self.paths = options;
        self
    }

    /// Sets the clock of interlocks and owners.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = query;
        self
    }
}

/// Returns the deals to which both are parties and that the options admit, by possible days, then by id.
fn deals(graph: &BoardGraph, [a, b]: [CompanyIx; 2], screen: &conflicts::ConflictOptions) -> Vec<JointDeal> {
    let is_wanted = |deal: &DealIx| {
        let is_chosen = screen.deal.as_ref().is_none_or(|id| graph.deal_number(id) == Some(*deal));
        let days = graph.deal_days(*deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX));
        let is_in_window = DaySpan::from(days).meet(screen.during).is_some();
        is_chosen && is_in_window && graph.deal_parties(*deal).any(|party| party == b)
    };
    let numbers: BTreeSet<DealIx> = graph.company_deals(a).filter(is_wanted).collect();
    let mut deals: Vec<JointDeal> = numbers.into_iter().map(|deal| JointDeal::new(graph, [a, b], deal)).collect();
    deals.sort_by(|x, y| {
        let key = |deal: &JointDeal| (deal.first.is_none(), deal.first, deal.last);
        key(x).cmp(&key(y)).then_with(|| x.id.cmp(&y.id))
    });
    for (at, deal) in deals.iter_mut().enumerate() {
        deal.number = format!("D{}", at + 1);
    }
    deals
}

impl JointDeal {
    fn new(graph: &BoardGraph, ends: [CompanyIx; 2], deal: DealIx) -> JointDeal {
        let days = graph.deal_days(deal);
        let day = |day: Day| Some(day).filter(|day| day.is_calendar());
        let row = graph.deal(deal);
        let parties = graph.deal_parties(deal).map(|party| Named::new(graph, Entity::Company(party))).collect();
        JointDeal {
            number: String::new(),
            first: days.and_then(|days| day(days.first)),
            last: days.and_then(|days| day(days.last)),
            row: Evidence::from_deal(graph, &row, ends),
            id: row.id,
            kind: row.kind,
            status: row.status,
            text: row.text,
            parties,
        }
    }
}
