//! The sources of a page, each with the rows that cite it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Dossier;
use crate::paths::Step;
use crate::question::Evidence;
use interlocks_graph::BoardGraph;

/// A source, and the rows that cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CitedSource {
    /// The id in the data.
    pub id: String,
    /// The title; empty if unknown.
    pub title: String,
    /// The address; empty if unknown.
    pub url: String,
    /// The date as the data states it.
    #[cfg_attr(feature = "schema", schemars(with = "Option<interlocks_core::model::PartialDate>"))]
    pub date: Option<String>,
    /// `true` if the table of sources has it.
    pub listed: bool,
    /// The rows that cite it, in words.
    pub used_for: Vec<String>,
}

/// A row without a source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unsourced {
    /// The row, in words.
    pub what: String,
    /// `file:line` of the row.
    pub place: String,
}

/// Returns the sources by id, and the rows without one.
pub(super) fn cited_sources(graph: &BoardGraph, dossier: &Dossier) -> (Vec<CitedSource>, Vec<Unsourced>) {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut unsourced: BTreeSet<Unsourced> = BTreeSet::new();
    for (what, sources, place) in rows(dossier) {
        if sources.is_empty() {
            unsourced.insert(Unsourced { what: what.clone(), place });
        }
        for source in sources {
            uses.entry(source).or_default().insert(what.clone());
        }
    }
    let known = graph.about().sources_by_id();
    let source = |(id, used_for): (String, BTreeSet<String>)| {
        let listed = known.get(id.as_str());
        CitedSource {
            title: listed.map_or_else(String::new, |source| source.title.clone()),
            url: listed.map_or_else(String::new, |source| source.url.clone()),
            date: listed.and_then(|source| source.date.as_ref()).map(ToString::to_string),
            listed: listed.is_some(),
            used_for: used_for.into_iter().collect(),
            id,
        }
    };
    (uses.into_iter().map(source).collect(), unsourced.into_iter().collect())
}

/// Returns every row that the page shows: in words, with its sources and its place.
fn rows(dossier: &Dossier) -> Vec<(String, Vec<String>, String)> {
    let findings = dossier.findings.iter().flat_map(|explained| &explained.finding.evidence);
    let owners = dossier.owners.iter().flat_map(|found| &found.evidence);
    let links = dossier.people.iter().flat_map(|person| &person.links).map(|link| &link.row);
    let deals = dossier.deals.iter().map(|deal| &deal.row);
    let rows = findings.chain(owners).chain(links).chain(deals);
    let rows = rows.map(|row| (in_words(row), row.sources.clone(), row.place.clone()));
    let steps = dossier.paths.iter().flat_map(|path| &path.steps).filter(|step| !is_listed(dossier, step));
    let steps = steps.map(|step| {
        let sources = step.source.split(';').filter(|source| !source.is_empty());
        let (from, to) = if step.backward { (&step.to, &step.from) } else { (&step.from, &step.to) };
        let words = words([&from.name, &step.relation, &to.name], [&step.start, &step.end]);
        (words, sources.map(str::to_owned).collect(), step.place.clone())
    });
    rows.chain(steps).collect()
}

/// Returns `true` if the row of a step is among the seats and ties listed anyway.
fn is_listed(dossier: &Dossier, step: &Step) -> bool {
    dossier.people.iter().flat_map(|person| &person.links).any(|link| {
        let ends = [step.from.id.as_str(), step.to.id.as_str()];
        link.row.place == step.place
            && ends.contains(&link.row.from.id.as_str())
            && ends.contains(&link.row.to.id.as_str())
    })
}

fn in_words(row: &Evidence) -> String {
    match row.kind {
        "deal" => {
            let date = row.start.as_deref().unwrap_or("date unknown");
            format!("deal {}, {} ({date})", row.id, row.relation)
        }
        _ => words([&row.from.name, &row.relation, &row.to.name], [&row.start, &row.end]),
    }
}

/// `Ann Lee, director, Acme (2003 – 2009)`.
fn words([from, relation, to]: [&str; 3], [start, end]: [&Option<String>; 2]) -> String {
    let dates = match (start, end) {
        (None, None) => "no dates stated".to_owned(),
        (start, end) => format!("{} – {}", start.as_deref().unwrap_or("?"), end.as_deref().unwrap_or("…")),
    };
    format!("{from}, {relation}, {to} ({dates})")
}
