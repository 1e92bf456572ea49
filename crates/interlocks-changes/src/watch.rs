//! Watch lists: every finding and verdict that concerns a company or person on a list, or only what is new since an older
//! dataset.

mod groups;

use std::collections::BTreeSet;

use serde::Serialize;

use super::diff::{self as changes, Cause, Row, Screening, changes};
use interlocks_analysis::Named;
use interlocks_analysis::conflicts::{self, Finding, conflicts_with_identities};
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, Entity, LookupError};
use interlocks_screens::{self as screens, screen_with_identities};

pub use groups::{NewsGroup, RuleNews, grouped};

/// A name on a list that matches nothing, or several people or companies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {source}")]
pub struct ListError {
    /// The line, from 1.
    pub line: u64,
    /// The column at which the name begins, from 1, in characters.
    pub column: u64,
    /// The reason.
    #[source]
    pub source: LookupError,
}

/// The companies and people to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchList(BTreeSet<Entity>);

impl WatchList {
    /// Reads a list: a name or an id per line, as [`BoardGraph::find`] accepts it. Blank lines, and lines that begin with
    /// `#`, are ignored.
    ///
    /// # Errors
    /// Returns every name that does not match exactly one person or company, with its line.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_changes::watch::WatchList;
    /// use interlocks_dataset::Dataset;
    /// use interlocks_graph::{BoardGraph, BuildOptions};
    ///
    /// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
    /// let list = WatchList::parse(&graph, "# boards to watch\nApple Inc.\nperson:reed-hastings\n").unwrap();
    /// assert_eq!(list.entities().len(), 2);
    /// assert_eq!(WatchList::parse(&graph, "apple\nnobody at all\n").unwrap_err()[0].line, 2);
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    pub fn parse(graph: &BoardGraph, text: &str) -> Result<WatchList, Vec<ListError>> {
        let (list, wrong) = WatchList::parse_known(graph, text);
        if wrong.is_empty() { Ok(list) } else { Err(wrong) }
    }

    /// Reads a list as [`parse`](WatchList::parse) does, and returns the names that match exactly one person or company, with
    /// an error for each other name.
    pub fn parse_known(graph: &BoardGraph, text: &str) -> (WatchList, Vec<ListError>) {
        let (mut list, mut wrong) = (WatchList::default(), Vec::new());
        for (line, whole) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let name = whole.trim();
            if name.is_empty() || name.starts_with('#') {
                continue;
            }
            match graph.find(name) {
                Ok(entity) => _ = list.0.insert(entity),
                Err(source) => {
                    let column = whole.chars().take_while(|c| c.is_whitespace()).count() as u64 + 1;
                    wrong.push(ListError { line, column, source });
                }
            }
        }
        (list, wrong)
    }

    /// Returns the people and companies.
    pub fn entities(&self) -> &BTreeSet<Entity> {
        &self.0
    }

    fn ids(&self, graph: &BoardGraph) -> BTreeSet<(EntityKind, String)> {
        self.0.iter().map(|entity| (entity.kind(), graph.id(*entity))).collect()
    }
}

/// Options of [`watch`].
///
/// ```
/// use interlocks_changes::diff::Screening;
/// use interlocks_changes::watch::WatchOptions;
/// use interlocks_screens::{Rulebook, Screen, ScreenOptions};
///
/// let screening = Screening::new(Rulebook::bundled().clone(), ScreenOptions::default().screen(Screen::Italy36));
/// let options = WatchOptions::new(screening);
/// assert_eq!(options.screening.options.screens, [Screen::Italy36]);
/// ```
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// The options for findings on deals.
    pub conflicts: conflicts::ConflictOptions,
    /// The rules and options of screens; the list decides which people and companies are screened.
    pub screening: Screening,
}

impl WatchOptions {
    /// Returns options with the default options for findings on deals.
    pub fn new(screening: Screening) -> WatchOptions {
        WatchOptions { conflicts: conflicts::ConflictOptions::default(), screening }
    }

    /// Sets the options for findings on deals.
    #[must_use]
    pub fn conflicts(mut self, conflicts: conflicts::ConflictOptions) -> WatchOptions {
        self.conflicts = conflicts;
        self
    }
}

/// A finding or a verdict that concerns a person or company on the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct News {
    /// The people and companies on the list that it concerns.
    pub watched: Vec<Named>,
    /// `added` or `changed` since the older dataset; null without one.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["added", "changed", null])))]
    pub change: Option<&'static str>,
    /// The finding or verdict.
    #[serde(flatten)]
    pub row: Row,
    /// The changed seats, ties and deals that it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cause: Vec<Cause>,
}

/// Returns everything that concerns the list: findings on deals, then verdicts of screens, each in the order of its own
/// answer. With an older graph only what is new or changed since then is returned.
///
/// Cost: that of the findings and verdicts; with an older graph, of both graphs.
pub fn watch(graph: &BoardGraph, since: Option<&BoardGraph>, list: &WatchList, options: &WatchOptions) -> Vec<News> {
    if list.0.is_empty() {
        return Vec::new();
    }
    let ids = list.ids(graph);
    let screening = Screening { concerning: ids.clone(), ..options.screening.clone() };
    let found: Vec<(Option<&'static str>, Row, Vec<Cause>)> = match since {
        None => all(graph, list, options).into_iter().map(|row| (None, row, Vec::new())).collect(),
        Some(before) => {
            let diff_options = changes::DiffOptions {
                conflicts: options.conflicts.clone(),
                companies: Some(BTreeSet::new()),
                screening: Some(screening),
                ..changes::DiffOptions::default()
            };
            let found = changes(before, graph, &diff_options);
            let added = found.added.into_iter().map(|row| (Some("added"), row.row, row.cause));
            let changed = found.changed.into_iter().map(|row| (Some("changed"), row.after, row.cause));
            added.chain(changed).collect()
        }
    };
    let news = found.into_iter().filter_map(|(change, row, cause)| {
        let watched = watched_names(&row, &ids);
        (!watched.is_empty()).then_some(News { watched, change, row, cause })
    });
    let mut news: Vec<News> = news.collect();
    // Findings before verdicts; within each, added before changed.
    news.sort_by_key(|news| (matches!(news.row, Row::Screen(_)), news.change));
    news
}

fn all(graph: &BoardGraph, list: &WatchList, options: &WatchOptions) -> Vec<Row> {
    let findings = conflicts_with_identities(graph, &options.conflicts)
        .rows
        .into_iter()
        .map(|finding| Row::Conflict(Box::new(finding)));
    let screen_options = screens::ScreenOptions { concerning: list.0.clone(), ..options.screening.options.clone() };
    let rows = screen_with_identities(graph, &options.screening.rules, &screen_options).0.rows;
    findings.chain(rows.into_iter().map(|row| Row::Screen(Box::new(row)))).collect()
}

/// Returns the people and companies on the list that a row concerns.
fn watched_names(row: &Row, ids: &BTreeSet<(EntityKind, String)>) -> Vec<Named> {
    let concerned: Vec<(EntityKind, &String, &String)> = match row {
        Row::Conflict(finding) => finding_supports(finding),
        Row::Screen(row) => row.subject.iter().map(|subject| (subject.kind, &subject.id, &subject.name)).collect(),
        Row::Seat(_) | Row::Tie(_) | Row::Deal(_) | Row::Pair(_) => Vec::new(),
    };
    let mut watched: Vec<Named> = concerned
        .into_iter()
        .filter(|(kind, id, _)| ids.contains(&(*kind, (*id).clone())))
        .map(|(_, id, name)| Named { id: id.clone(), name: name.clone() })
        .collect();
    watched.sort_unstable();
    watched.dedup();
    watched
}

fn finding_supports(finding: &Finding) -> Vec<(EntityKind, &String, &String)> {
    let parties = finding.parties.iter().map(|named| (EntityKind::Company, &named.id, &named.name));
    let people = finding.people.iter().map(|named| (EntityKind::Person, &named.id, &named.name));
    parties.chain(people).collect()
}
