//! What a team follows: every finding and verdict that touches a company or a person on its list, or
//! only what is new since an older dataset.

use std::collections::BTreeSet;

use serde::Serialize;

use super::diff::{self as changes, Cause, Row, Screening, changes};
use interlocks_analysis::Named;
use interlocks_analysis::conflicts::{self, Finding, conflicts};
use interlocks_core::model::EntityKind;
use interlocks_graph::{BoardGraph, Entity, LookupError};
use interlocks_screens::{self as screens, Asked, Verdict, screen};

/// A name on a list that stands for nobody, or for several.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {source}")]
pub struct ListError {
    pub line: u64,
    #[source]
    pub source: LookupError,
}

/// Companies and people to be followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchList(BTreeSet<Entity>);

impl WatchList {
    /// Reads a list: a name or an id on each line, as [`BoardGraph::find`] takes it. Blank lines, and
    /// lines that begin with `#`, are passed over.
    ///
    /// # Errors
    /// Every name that finds no single entity, with its line.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_changes::watch::WatchList;
    /// use interlocks_dataset::Dataset;
    /// use interlocks_graph::{BoardGraph, BuildOptions};
    ///
    /// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
    /// let list = WatchList::parse(&graph, "# boards we follow\nApple Inc.\nperson:reed-hastings\n").unwrap();
    /// assert_eq!(list.entities().len(), 2);
    /// assert_eq!(WatchList::parse(&graph, "apple\nnobody at all\n").unwrap_err()[0].line, 2);
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    pub fn parse(graph: &BoardGraph, text: &str) -> Result<WatchList, Vec<ListError>> {
        let (mut list, mut wrong) = (WatchList::default(), Vec::new());
        for (line, name) in (1..).zip(text.trim_start_matches('\u{feff}').lines().map(str::trim)) {
            if name.is_empty() || name.starts_with('#') {
                continue;
            }
            match graph.find(name) {
                Ok(entity) => _ = list.0.insert(entity),
                Err(source) => wrong.push(ListError { line, source }),
            }
        }
        if wrong.is_empty() { Ok(list) } else { Err(wrong) }
    }

    /// Who is followed.
    pub fn entities(&self) -> &BTreeSet<Entity> {
        &self.0
    }

    fn ids(&self, graph: &BoardGraph) -> BTreeSet<(EntityKind, String)> {
        self.0.iter().map(|entity| (entity.kind(), graph.id(*entity))).collect()
    }
}

/// What to ask.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    pub conflicts: conflicts::ConflictOptions,
    /// Rules and options of screens; whom it concerns follows from the list.
    pub screening: Screening,
}

/// A finding or a verdict that touches somebody on the list.
#[derive(Clone, Debug, Serialize)]
pub struct News {
    /// Whom on the list it touches.
    pub watched: Vec<Named>,
    /// `added` or `changed` since the older dataset; null where there is none.
    pub change: Option<&'static str>,
    #[serde(flatten)]
    pub row: Row,
    /// The seats, ties and deals that changed and on which it rests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cause: Vec<Cause>,
}

/// Everything that touches the list: findings of deals, then verdicts of screens, each in the order
/// of its command. With an older graph only what was not there, or not the same, in it.
///
/// Cost: as the questions themselves; with an older graph as asking both.
pub fn watch(graph: &BoardGraph, since: Option<&BoardGraph>, list: &WatchList, options: &WatchOptions) -> Vec<News> {
    let ids = list.ids(graph);
    let screening = Screening { concerning: ids.clone(), ..options.screening.clone() };
    let found: Vec<(Option<&'static str>, Row, Vec<Cause>)> = match since {
        None => all(graph, list, options).into_iter().map(|row| (None, row, Vec::new())).collect(),
        Some(before) => {
            let asked = changes::DiffOptions {
                conflicts: options.conflicts.clone(),
                companies: Some(BTreeSet::new()),
                screening: Some(screening),
                ..changes::DiffOptions::default()
            };
            let found = changes(before, graph, &asked);
            let added = found.added.into_iter().map(|row| (Some("added"), row.row, row.cause));
            let changed = found.changed.into_iter().map(|row| (Some("changed"), row.after, row.cause));
            added.chain(changed).collect()
        }
    };
    let news = found.into_iter().filter_map(|(change, row, cause)| {
        let watched = touched(&row, &ids);
        (!watched.is_empty()).then_some(News { watched, change, row, cause })
    });
    let mut news: Vec<News> = news.collect();
    // What was added comes before what was changed; within each, findings before verdicts.
    news.sort_by_key(|news| (matches!(news.row, Row::Screen(_)), news.change));
    news
}

fn all(graph: &BoardGraph, list: &WatchList, options: &WatchOptions) -> Vec<Row> {
    let findings = conflicts(graph, &options.conflicts).into_iter().map(|finding| Row::Conflict(Box::new(finding)));
    if list.0.is_empty() {
        return Vec::new();
    }
    let asked = screens::ScreenOptions { concerning: list.0.clone(), ..options.screening.options.clone() };
    let rows = screen(Asked { graph, rules: &options.screening.rules, options: &asked }).rows;
    findings.chain(rows.into_iter().map(|row| Row::Screen(Box::new(row)))).collect()
}

/// Whom on the list a row touches.
fn touched(row: &Row, ids: &BTreeSet<(EntityKind, String)>) -> Vec<Named> {
    let concerned: Vec<(EntityKind, &String, &String)> = match row {
        Row::Conflict(finding) => of_finding(finding),
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

fn of_finding(finding: &Finding) -> Vec<(EntityKind, &String, &String)> {
    let parties = finding.parties.iter().map(|named| (EntityKind::Company, &named.id, &named.name));
    let people = finding.people.iter().map(|named| (EntityKind::Person, &named.id, &named.name));
    parties.chain(people).collect()
}

impl News {
    /// The verdict of a screen; none of a finding.
    pub fn verdict(&self) -> Option<Verdict> {
        match &self.row {
            Row::Screen(row) => Some(row.verdict),
            _ => None,
        }
    }

    /// The severity of a finding; none of a verdict.
    pub fn severity(&self) -> Option<conflicts::Severity> {
        match &self.row {
            Row::Conflict(finding) => Some(finding.severity),
            _ => None,
        }
    }
}
