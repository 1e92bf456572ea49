//! Problems of the data that concern the two companies or the people who link them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Dossier;
use crate::paths::Stop;
use interlocks_core::model::EntityKind;
use interlocks_dataset::Problem;
use interlocks_graph::{BoardGraph, Entity};

/// The problems of the data, as far as they concern a page.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RelevantProblems {
    /// Problems of a row that the page rests on, or that name an entity on it.
    pub listed: Vec<Problem>,
    /// The number of other problems of the data.
    pub others: u64,
    /// The number of problems that were not kept because there were too many.
    pub not_kept: u64,
    /// `true` if the rows of all other problems were read. Otherwise a dropped row may name an entity on the page.
    pub rows_read: bool,
}

/// Returns the problems that concern a page, in the order of files and lines.
pub(super) fn relevant_problems(graph: &BoardGraph, dossier: &Dossier) -> RelevantProblems {
    let problems = &graph.about().problems;
    let (places, names) = (places(dossier), names(graph, dossier));
    let rows = &dossier.repeat.inputs.rows;
    let row = |problem: &Problem| rows.get(&(problem.file.clone(), problem.line));
    let is_relevant = |problem: &&Problem| {
        places.contains(&format!("{}:{}", problem.file, problem.line))
            || names.iter().any(|name| states(&problem.message, name))
            || row(problem).is_some_and(|row| names.iter().any(|name| states(row, name)))
    };
    let listed: Vec<Problem> = problems.listed().iter().filter(is_relevant).cloned().collect();
    RelevantProblems {
        others: (problems.listed().len() - listed.len()) as u64,
        not_kept: problems.unlisted(),
        rows_read: problems.listed().iter().all(|problem| row(problem).is_some()),
        listed,
    }
}

/// Returns the places of all rows that the page rests on.
fn places(dossier: &Dossier) -> BTreeSet<String> {
    let findings = dossier.findings.iter().flat_map(|explained| &explained.finding.evidence);
    let owners = dossier.owners.iter().flat_map(|found| &found.evidence);
    let links = dossier.people.iter().flat_map(|person| &person.links).map(|link| &link.row);
    let deals = dossier.deals.iter().map(|deal| &deal.row);
    let rows = findings.chain(owners).chain(links).chain(deals).map(|row| row.place.clone());
    rows.chain(dossier.paths.iter().flat_map(|path| &path.steps).map(|step| step.place.clone())).collect()
}

/// Returns ids, names and aliases of all entities on the page, in lower case.
fn names(graph: &BoardGraph, dossier: &Dossier) -> BTreeSet<String> {
    let companies = [&dossier.a, &dossier.b].map(|end| graph.company_number(&end.id).map(Entity::Company));
    let people = dossier.people.iter().map(|person| graph.person_number(&person.person.id).map(Entity::Person));
    let stop = |stop: &Stop| match stop.kind {
        EntityKind::Person => graph.person_number(&stop.id).map(Entity::Person),
        EntityKind::Company => graph.company_number(&stop.id).map(Entity::Company),
    };
    let steps = dossier.paths.iter().flat_map(|path| &path.steps).map(|step| stop(&step.to));
    let entities: BTreeSet<Entity> = companies.into_iter().chain(people).chain(steps).flatten().collect();
    let words =
        |entity: Entity| [vec![graph.id(entity), graph.name(entity).into_owned()], graph.aliases(entity)].concat();
    let words = entities.into_iter().flat_map(words).map(|word| word.trim().to_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// Returns `true` if a row or a message has a name as a cell of its own, or between quotes.
fn states(text: &str, name: &str) -> bool {
    let text = text.to_lowercase();
    let edge = |c: Option<char>| c.is_none_or(|c| matches!(c, ',' | ';' | '\t' | '|' | '"' | '\'' | ':' | '[' | ']'));
    text.match_indices(name).any(|(at, _)| {
        edge(text[..at].trim_end_matches(' ').chars().next_back())
            && edge(text[at + name.len()..].trim_start_matches(' ').chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::states;

    #[test]
    fn a_name_is_stated_as_a_cell_or_between_quotes() {
        for row in ["ann,acme,2001", "\"Ann\" ;x", "{\"person\": \"ann\"}", "unknown person 'ann': no such id", "ann"] {
            assert!(states(row, "ann"), "{row}");
        }
        for row in ["hannah,acme", "ann lee,acme", "x,the case of ann,y", ""] {
            assert!(!states(row, "ann"), "{row}");
        }
    }
}
