//! All that the data says of two companies, gathered on one page: who binds them and when, their
//! deals, the findings with their sentences, the paths, the owners, and the sources of it all.
//!
//! A [`Dossier`] answers no new question. It asks the others, puts their answers side by side, and
//! adds what a reader needs to check them: each source with what it is cited for, the problems of
//! the data that touch it, and how to make the same page again.

mod cited;
mod events;
mod held;
mod problems;
mod summary;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::Serialize;

use super::conflicts::{self, Explanation, Finding, conflicts, explain};
use super::ownership::{Deputation, DeputyOptions, deputies};
use super::pairs::{self, Pair, pairs};
use super::paths::{self, Path, best};
use super::question::{Evidence, Named, Query};
use interlocks_core::model::{Day, DayRange};
use interlocks_dataset::Inputs;
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, Entity};

pub use cited::{Cited, Unsourced};
pub use events::{Happening, Moment};
pub use held::{Binder, Held, Side};
pub use problems::Touching;
pub use summary::counted;

/// What to gather.
#[derive(Clone, Debug)]
pub struct ReportOptions {
    /// Which deals are screened, and how. `between` is set to the two companies.
    pub conflicts: conflicts::ConflictOptions,
    /// How paths are searched.
    pub paths: paths::PathOptions,
    /// The clock of interlocks and owners.
    pub query: Query,
}

impl Default for ReportOptions {
    fn default() -> ReportOptions {
        let paths = paths::PathOptions { k: 3, ..paths::PathOptions::default() };
        ReportOptions { conflicts: conflicts::ConflictOptions::default(), paths, query: Query::default() }
    }
}

/// How to make the same page again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Repeat {
    /// The command line.
    pub command: String,
    /// The version of this program.
    pub version: &'static str,
    /// What was read; without a sum where that is not known, as of standard input.
    pub inputs: Inputs,
}

impl Repeat {
    /// A command, run by this version on some files.
    pub fn new(command: impl Into<String>, inputs: Inputs) -> Repeat {
        Repeat { command: command.into(), version: env!("CARGO_PKG_VERSION"), inputs }
    }
}

/// A deal to which both are parties.
#[derive(Clone, Debug, Serialize)]
pub struct Dealt {
    /// `D1`, `D2` … in the order of time.
    pub number: String,
    pub id: String,
    pub kind: String,
    /// What is known of the deal itself: `completed`, `alleged` …
    pub status: String,
    pub text: String,
    /// All companies that are parties to it.
    pub parties: Vec<Named>,
    /// The first and the last day on which it may have been made; null where nothing is known.
    pub first: Option<Day>,
    pub last: Option<Day>,
    pub row: Evidence,
}

impl Dealt {
    /// Whether the deal itself is alleged or reported only.
    pub fn is_doubtful(&self) -> bool {
        is_doubtful(&self.status)
    }
}

/// A finding with the sentences that tell it.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    pub finding: Finding,
    /// `D1`, as the deals of the page are numbered.
    pub deal_number: String,
    pub explanation: Explanation,
}

/// All that the data says of two companies.
#[derive(Clone, Debug, Serialize)]
pub struct Dossier {
    pub title: String,
    pub a: Named,
    pub b: Named,
    /// The day the data describes.
    pub as_of: Option<Day>,
    /// Whether dates were ignored.
    pub undated: bool,
    /// The page in a few plain sentences.
    pub summary: Vec<String>,
    /// Who binds the two, with the seats and ties that do: those with seats at both first.
    pub people: Vec<Binder>,
    /// In the order of time.
    pub deals: Vec<Dealt>,
    /// Beginnings and ends of seats, and deals, in the order of time; what has no date comes last.
    pub events: Vec<Moment>,
    /// Best first.
    pub paths: Vec<Path>,
    /// Most steps a path was allowed.
    pub max_steps: usize,
    /// Most severe first.
    pub findings: Vec<Told>,
    /// Whom they share as directors; null where nobody.
    pub interlock: Option<Pair>,
    /// Owners with people on both boards.
    pub owners: Vec<Deputation>,
    /// By id.
    pub sources: Vec<Cited>,
    /// Rows that name no source.
    pub unsourced: Vec<Unsourced>,
    pub problems: Touching,
    pub repeat: Repeat,
}

/// Beginnings of what the status of a deal says that may not have happened at all.
const DOUBTFUL: [&str; 16] = [
    "abandoned",
    "alleged",
    "cancel",
    "claimed",
    "denied",
    "disputed",
    "expected",
    "pending",
    "planned",
    "possible",
    "proposed",
    "reported",
    "rumo",
    "suspected",
    "unconfirmed",
    "withdrawn",
];

/// Whether the status of a deal says that it may not have happened at all.
pub fn is_doubtful(status: &str) -> bool {
    let status = status.to_lowercase();
    DOUBTFUL.iter().any(|word| status.starts_with(word))
}

/// Gathers all of two companies.
///
/// Cost: that of the questions it asks; nothing else goes through all of the data.
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
    let [from, to] = [a, b].map(Entity::Company);
    let screen = conflicts::ConflictOptions { between: Some((a, b)), ..options.conflicts.clone() };
    let deals = deals(graph, [a, b], &screen);
    let number =
        |id: &str| deals.iter().find(|deal| deal.id == id).map_or_else(String::new, |deal| deal.number.clone());
    let told =
        |finding: Finding| Told { deal_number: number(&finding.deal.id), explanation: explain(&finding), finding };
    let findings: Vec<Told> = conflicts(graph, &screen).into_iter().map(told).collect();
    let paths = best(graph, from, to, &options.paths);
    let asked = pairs::PairOptions { query: options.query, companies: vec![a, b], ..pairs::PairOptions::default() };
    let interlock = pairs(graph, &asked).into_iter().next();
    let owned = DeputyOptions { query: options.query, company: Some(a), ..DeputyOptions::default() };
    let id = graph.id(to);
    let owners: Vec<Deputation> =
        deputies(graph, &owned).into_iter().filter(|found| found.a.id == id || found.b.id == id).collect();
    let people = held::people(graph, [a, b], &findings, &paths, &owners);
    let mut dossier = Dossier {
        title: format!("{} and {}", graph.name(from), graph.name(to)),
        a: Named::of(graph, from),
        b: Named::of(graph, to),
        as_of: graph.as_of(),
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
        problems: Touching::default(),
        repeat,
    };
    (dossier.sources, dossier.unsourced) = cited::cited(graph, &dossier);
    dossier.problems = problems::touching(graph, &dossier);
    dossier.summary = summary::sentences(&dossier);
    dossier
}

/// The deals to which both are parties and that are screened, by the days on which they may have
/// been made, then by id.
fn deals(graph: &BoardGraph, [a, b]: [CompanyIx; 2], screen: &conflicts::ConflictOptions) -> Vec<Dealt> {
    let wanted = |deal: &DealIx| {
        let only = screen.deal.as_ref().is_none_or(|id| graph.deal_number(id) == Some(*deal));
        let days = graph.deal_days(*deal).unwrap_or(DayRange::new(Day::MIN, Day::MAX));
        let then = interlocks_core::model::DaySpan::from(days).meet(screen.during).is_some();
        only && then && graph.deal_parties(*deal).any(|party| party == b)
    };
    let numbers: BTreeSet<DealIx> = graph.company_deals(a).filter(wanted).collect();
    let mut deals: Vec<Dealt> = numbers.into_iter().map(|deal| dealt(graph, [a, b], deal)).collect();
    deals.sort_by(|x, y| {
        let key = |deal: &Dealt| (deal.first.is_none(), deal.first, deal.last);
        key(x).cmp(&key(y)).then_with(|| x.id.cmp(&y.id))
    });
    for (at, deal) in deals.iter_mut().enumerate() {
        deal.number = format!("D{}", at + 1);
    }
    deals
}

fn dealt(graph: &BoardGraph, ends: [CompanyIx; 2], deal: DealIx) -> Dealt {
    let days = graph.deal_days(deal);
    let day = |day: Day| Some(day).filter(|day| day.is_calendar());
    let row = graph.deal(deal);
    let parties = graph.deal_parties(deal).map(|party| Named::of(graph, Entity::Company(party))).collect();
    Dealt {
        number: String::new(),
        first: days.and_then(|days| day(days.first)),
        last: days.and_then(|days| day(days.last)),
        row: Evidence::deal(graph, &row, ends),
        id: row.id,
        kind: row.kind,
        status: row.status,
        text: row.text,
        parties,
    }
}
