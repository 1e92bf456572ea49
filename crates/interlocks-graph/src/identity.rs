//! Decisions on identity: what is settled, and which people or companies may be one.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::entities::EntityTable;
use super::{BoardGraph, BuildOptions, CompanyIx, Entity, PersonIx, SeatIx};
use interlocks_core::model::EntityKind;
use interlocks_core::store::{BitPacked, StringColumn};
use interlocks_dataset::tables::{Entities, Places, Seats};
use interlocks_dataset::{Dataset, DatasetError, Decision, DecisionRow, Decisions, LoadOptions, OpenRows, unique_ids};

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
        let both = |row: &DecisionRow, kind| {
            let (a, b) = (self.entity_of_record(kind, &row.a)?, self.entity_of_record(kind, &row.b)?);
            (a != b).then(|| if a < b { (a, b) } else { (b, a) })
        };
        let link = |row| {
            let (a, b) = EntityKind::ALL.into_iter().find_map(|kind| both(row, kind))?;
            Some(PossibleIdentity { a, b, row })
        };
        let mut links: Vec<PossibleIdentity<'_>> = self.about.decisions.possible().filter_map(link).collect();
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
        let build = self.build_options();
        let is_guessed = self.about.is_as_of_guessed;
        let mut graph = BoardGraph::new(self.to_dataset().with_decisions(files, options)?, build);
        graph.about.is_as_of_guessed = is_guessed;
        Ok(graph)
    }

    /// Returns the graph in which two people, or two companies, are one; see
    /// [`Dataset::with_identity`](interlocks_dataset::Dataset::with_identity).
    ///
    /// Cost: that of building the graph from its tables.
    #[must_use]
    pub fn with_identity(&self, kind: EntityKind, a: &str, b: &str) -> BoardGraph {
        BoardGraph::new(self.to_dataset().with_identity(kind, a, b), self.build_options())
    }

    /// Returns the graph in which all are one that may be one; see
    /// [`Dataset::with_open_rows`](interlocks_dataset::Dataset::with_open_rows).
    ///
    /// Cost: that of building the graph from its tables.
    #[must_use]
    pub fn with_open_rows(&self) -> (BoardGraph, OpenRows) {
        let (data, rows) = self.to_dataset().with_open_rows();
        (BoardGraph::new(data, self.build_options()), rows)
    }

    /// Returns the part of the graph that a change of some entities can concern: everybody on the boards that they have seats on
    /// and on the other boards of these people, with all of their seats. It has no ties, deals and accounts.
    ///
    /// Cost: building the graph of the part, and a copy of the columns of seats and of the decisions.
    #[must_use]
    pub fn around(&self, entities: &[Entity]) -> BoardGraph {
        let mut boards: BTreeSet<CompanyIx> = BTreeSet::new();
        let mut people: BTreeSet<PersonIx> = BTreeSet::new();
        for entity in entities {
            match *entity {
                Entity::Person(person) => {
                    people.insert(person);
                    boards.extend(self.person_seats(person).map(|seat| self.seat_company(seat)));
                }
                Entity::Company(company) => {
                    boards.insert(company);
                }
            }
        }
        // Weights and limits count the other boards of those who share one, and the people on these.
        people.extend(boards.iter().flat_map(|board| self.company_people(*board)));
        boards.extend(people.iter().flat_map(|person| self.person_seats(*person)).map(|seat| self.seat_company(seat)));
        people.extend(boards.iter().flat_map(|board| self.company_people(*board)));
        let seats: Vec<SeatIx> = people.iter().flat_map(|person| self.person_seats(*person)).collect();
        boards.extend(seats.iter().map(|seat| self.seat_company(*seat)));
        let (people, boards): (Vec<PersonIx>, Vec<CompanyIx>) =
            (people.into_iter().collect(), boards.into_iter().collect());
        let data = Dataset {
            as_of: self.about.as_of,
            is_as_of_guessed: self.about.is_as_of_guessed,
            people: self.people.rows(&people.iter().map(|person| person.number()).collect::<Vec<u32>>()),
            companies: self.companies.rows(&boards.iter().map(|board| board.number()).collect::<Vec<u32>>()),
            seats: self.seats_between(&seats, &people, &boards),
            sources: self.about.sources.clone(),
            decisions: self.about.decisions.clone(),
            files: self.about.files.clone(),
            ..Dataset::default()
        };
        BoardGraph::new(data, self.build_options())
    }

    /// Returns some seats, with the numbers that people and companies have in two lists.
    pub(super) fn seats_between(&self, seats: &[SeatIx], people: &[PersonIx], companies: &[CompanyIx]) -> Seats {
        let numbers: Vec<u32> = seats.iter().map(|seat| seat.number()).collect();
        let at = |found: Result<usize, usize>| found.unwrap_or_else(|at| at) as u32;
        let person: Vec<u32> = seats.iter().map(|seat| at(people.binary_search(&self.seat_person(*seat)))).collect();
        let company: Vec<u32> =
            seats.iter().map(|seat| at(companies.binary_search(&self.seat_company(*seat)))).collect();
        let places = self.seats.places.clone().mapped(|lines| lines.reordered_wide(&numbers));
        let rows = self.seats.clone().rearranged(|column| column.reordered(&numbers));
        Seats { person: BitPacked::from_slice(&person), company: BitPacked::from_slice(&company), places, ..rows }
    }

    pub(crate) fn build_options(&self) -> BuildOptions {
        BuildOptions { undated: self.is_undated(), as_of: self.about.as_of, links: self.links() }
    }
}

impl EntityTable {
    /// Returns some rows, by their numbers in ascending order.
    pub(super) fn rows(&self, numbers: &[u32]) -> Entities {
        let ids: Vec<String> = numbers.iter().map(|number| self.ids.get(*number as usize)).collect();
        let name = |(number, id): (&u32, &String)| {
            let name = self.name(*number as usize);
            if name == id.as_str() { String::new() } else { name.into_owned() }
        };
        let names: Vec<String> = numbers.iter().zip(&ids).map(name).collect();
        Entities {
            ids: Arc::new(unique_ids(StringColumn::from_iter(ids.iter().map(String::as_str)))),
            names: StringColumn::from_iter(names.iter().map(String::as_str)),
            attributes: self.attributes.reordered(numbers),
            places: Places::default(),
        }
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
    fn two_are_one_in_the_graph_and_in_the_part_around_them() {
        let graph = graph("anna,bo,unsure,0.4,,\n");
        let [anna, bo] = ["anna", "bo"].map(|id| Entity::Person(graph.person_number(id).unwrap()));
        for whole in [&graph, &graph.around(&[anna, bo])] {
            let one = whole.with_identity(EntityKind::Person, "anna", "bo");
            let seats = |graph: &BoardGraph, id| graph.person_number(id).map(|person| graph.person_seats(person).len());
            assert_eq!((seats(whole, "bo"), seats(&one, "anna"), seats(&one, "bo")), (Some(1), Some(2), None));
            assert_eq!(one.entity_of_record(EntityKind::Person, "bo"), one.person_number("anna").map(Entity::Person));
            assert_eq!(one.possible_identities(), []);
        }
        assert_eq!(graph.around(&[anna]).company_count(), 1);
    }

    #[test]
    fn the_other_boards_of_those_around_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let seats = "person,company\nann,acme\nann,bolt\nbo,bolt\nbo,crest\nbo,dale\ncy,crest\ndi,elm\n";
        fs::write(folder.path().join("seats.csv"), seats).unwrap();
        let graph = BoardGraph::new(Dataset::open(folder.path()).unwrap(), BuildOptions::default());
        let part = graph.around(&[Entity::Company(graph.company_number("acme").unwrap())]);
        let people = |id| part.company_number(id).map(|company| part.company_people(company).count());
        assert_eq!((people("acme"), people("bolt"), people("elm")), (Some(1), Some(2), None));
        assert_eq!(part.person_number("bo").map(|bo| part.person_seats(bo).len()), Some(3));
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
