//! Decisions on identity: what is settled, and which people or companies may be one.

use std::path::PathBuf;

use super::{BoardGraph, BuildOptions, Entity};
use interlocks_core::model::EntityKind;
use interlocks_dataset::{DatasetError, Decision, DecisionRow, Decisions, LoadOptions};

/// Two people, or two companies, that may be one: nobody has decided it, or somebody was unsure.
#[derive(Clone, Debug, PartialEq)]
pub struct PossibleIdentity<'a> {
    /// The entity with the smaller number.
    pub a: Entity,
    /// The entity with the larger number.
    pub b: Entity,
    /// The row that says so.
    pub row: &'a DecisionRow,
}

impl PossibleIdentity<'_> {
    /// Returns the probability that they are one, if the row states it.
    pub fn probability(&self) -> Option<f64> {
        self.row.probability
    }

    /// Returns the decision that counts: `unsure` for a row `same` that others contradict.
    pub fn decision(&self) -> Decision {
        if self.row.decision == Decision::Same { Decision::Unsure } else { self.row.decision }
    }
}

impl BoardGraph {
    /// Returns the decisions on identity that were applied: what findings that join seats of several records rest on.
    pub fn identity_decisions(&self) -> &Decisions {
        &self.about.decisions
    }

    /// Returns the entity of a record: that of its group if decisions made it one with others.
    pub fn entity_of_record(&self, kind: EntityKind, id: &str) -> Option<Entity> {
        let id = self.about.decisions.kept_id(kind, id);
        match kind {
            EntityKind::Person => self.person_number(id).map(Entity::Person),
            EntityKind::Company => self.company_number(id).map(Entity::Company),
        }
    }

    /// Returns the pairs that may be one, in the order of their numbers, then of rows: rows `unsure`, rows `same` that others
    /// contradict, and open rows with a probability.
    pub fn possible_identities(&self) -> Vec<PossibleIdentity<'_>> {
        let is_possible = |row: &&DecisionRow| row.decision != Decision::Open || row.probability.is_some();
        let both = |row: &DecisionRow, kind| {
            let (a, b) = (self.entity_of_record(kind, &row.a)?, self.entity_of_record(kind, &row.b)?);
            (a != b).then(|| if a < b { (a, b) } else { (b, a) })
        };
        let link = |row| {
            let (a, b) = EntityKind::ALL.into_iter().find_map(|kind| both(row, kind))?;
            Some(PossibleIdentity { a, b, row })
        };
        let mut links: Vec<PossibleIdentity<'_>> =
            self.about.decisions.open().filter(is_possible).filter_map(link).collect();
        links.sort_by_key(|link| (link.a, link.b));
        links
    }

    /// Returns the graph with more decisions on identity; see
    /// [`Dataset::with_decisions`](interlocks_dataset::Dataset::with_decisions). It works for a graph from a snapshot too.
    ///
    /// Cost: that of building the graph from its tables.
    ///
    /// # Errors
    /// As [`Dataset::with_decisions`](interlocks_dataset::Dataset::with_decisions).
    pub fn with_decisions(self, files: &[PathBuf], options: &LoadOptions) -> Result<BoardGraph, DatasetError> {
        if files.is_empty() {
            return Ok(self);
        }
        let build = BuildOptions { undated: self.is_undated(), as_of: self.about.as_of, links: self.links() };
        let is_guessed = self.about.is_as_of_guessed;
        let mut graph = BoardGraph::new(self.to_dataset().with_decisions(files, options)?, build);
        graph.about.is_as_of_guessed = is_guessed;
        Ok(graph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_dataset::Dataset;
    use std::fs;

    fn graph(same: &str) -> BoardGraph {
        let folder = tempfile::tempdir().unwrap();
        let seats = "person,company\nann,acme\nanna,bolt\nbob,acme\nbo,bolt\n";
        fs::write(folder.path().join("seats.csv"), seats).unwrap();
        fs::write(folder.path().join("same.csv"), format!("id_a,id_b,decision,probability,who,why\n{same}")).unwrap();
        BoardGraph::new(Dataset::open(folder.path()).unwrap(), BuildOptions::default())
    }

    #[test]
    fn open_pairs_are_told_between_the_people_who_are_left() {
        let graph =
            graph("ann,anna,same,,M. Ode,signature\nanna,bo,unsure,0.4,,\nbo,bob,,0.7,,\nann,bob,,,,\nzed,bo,,0.9,,\n");
        let ids = |entity| graph.id(entity);
        let links: Vec<(String, String, Option<f64>, Decision)> = graph
            .possible_identities()
            .iter()
            .map(|link| (ids(link.a), ids(link.b), link.probability(), link.decision()))
            .collect();
        let link = |a: &str, b: &str, probability, decision| (a.to_owned(), b.to_owned(), Some(probability), decision);
        assert_eq!(links, [link("ann", "bo", 0.4, Decision::Unsure), link("bo", "bob", 0.7, Decision::Open)]);
        assert_eq!(graph.entity_of_record(EntityKind::Person, "anna"), graph.person_number("ann").map(Entity::Person));
    }

    #[test]
    fn a_snapshot_keeps_the_decisions() {
        let graph = graph("ann,anna,same,,M. Ode,signature\nbo,bob,same,0.7,M. Ode,birth\nann,bo,unsure,0.25,,\n");
        let file = tempfile::NamedTempFile::new().unwrap();
        graph.save(&mut fs::File::create(file.path()).unwrap()).unwrap();
        let again = BoardGraph::open_snapshot(file.path(), BuildOptions::default()).unwrap();
        assert_eq!(again.identity_decisions(), graph.identity_decisions());
        assert_eq!(again.possible_identities(), graph.possible_identities());
        assert_eq!(again.person_count(), 2);
    }
}
