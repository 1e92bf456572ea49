//! The graph with other seats: converts the graph back to tables, revises them, and builds a new graph.

use std::sync::Arc;

use super::entities::EntityTable;
use super::{BoardGraph, BuildOptions, DealIx, TieIx};
use interlocks_core::store::{BitPacked, StringColumn};
use interlocks_dataset::tables::{Entities, Places, Seats};
use interlocks_dataset::{Dataset, Revision};

impl BoardGraph {
    /// Returns the tables that the graph was built from, in the order of the graph: row `i` of the seats is the
    /// [`SeatIx`](super::SeatIx) with number `i`. The places where rows of people and companies were read are lost.
    pub fn to_dataset(&self) -> Dataset {
        let about = self.about().clone();
        let seat_people = self.people().flat_map(|person| self.person_seats(person).map(move |_| person.number()));
        Dataset {
            title: about.title,
            as_of: about.as_of,
            is_as_of_guessed: about.is_as_of_guessed,
            people: self.people.to_rows(),
            companies: self.companies.to_rows(),
            seats: Seats { person: BitPacked::from_slice(&seat_people.collect::<Vec<u32>>()), ..self.seats.clone() },
            ties: (0..self.tie_count() as u32).map(|tie| self.tie(TieIx::new(tie))).collect(),
            deals: (0..self.deal_count() as u32).map(|deal| self.deal(DealIx::new(deal))).collect(),
            accounts: self.all_accounts().map(|row| self.accounts(row)).collect(),
            sources: about.sources,
            decisions: about.decisions,
            files: about.files,
            file_rows: about.file_rows,
            problems: about.problems,
            notes: about.notes,
            possible_identities: Vec::new(),
            unused: about.unused,
            counts: about.counts,
        }
    }

    /// Returns a graph with revised seats. The rows of the revision are numbers of seats. It works for a graph from a
    /// snapshot too.
    ///
    /// Cost: that of building the graph from its tables.
    pub fn revised(&self, revision: &Revision) -> BoardGraph {
        let options = BuildOptions { undated: self.is_undated(), as_of: self.about().as_of, links: self.links() };
        BoardGraph::new(self.to_dataset().revised(revision), options)
    }
}

impl EntityTable {
    fn to_rows(&self) -> Entities {
        let mut ids = Vec::with_capacity(self.len());
        self.ids.for_each(0, self.len(), |_, id| ids.push(id.to_owned()));
        let mut names: Vec<String> = Vec::with_capacity(self.len());
        self.for_each_name(0, self.len(), |number, name| {
            names.push(if ids[number] == name { String::new() } else { name.to_owned() });
        });
        Entities {
            ids: Arc::new(interlocks_dataset::unique_ids(StringColumn::from_iter(ids.iter().map(String::as_str)))),
            names: StringColumn::from_iter(names.iter().map(String::as_str)),
            attributes: self.attributes.clone(),
            places: Places::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Entity, SeatIx};

    fn boards() -> BoardGraph {
        BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), BuildOptions::default())
    }

    #[test]
    fn a_graph_of_its_own_tables_is_the_same_graph() {
        let graph = boards();
        let again = graph.revised(&Revision::default());
        assert_eq!(graph.about().as_of, again.about().as_of);
        assert_eq!(graph.person_count() + graph.company_count(), again.person_count() + again.company_count());
        for entity in graph.entities() {
            assert_eq!((graph.id(entity), graph.name(entity)), (again.id(entity), again.name(entity)));
            match entity {
                Entity::Person(person) => assert_eq!(graph.person(person), again.person(person)),
                Entity::Company(company) => assert_eq!(graph.company(company), again.company(company)),
            }
        }
        let seats = |graph: &BoardGraph| {
            (0..graph.seat_count() as u32).map(|seat| graph.seat(SeatIx::new(seat))).collect::<Vec<_>>()
        };
        assert_eq!(seats(&graph), seats(&again));
        for tie in graph.all_ties() {
            assert_eq!((graph.tie(tie), graph.tie_ends(tie)), (again.tie(tie), again.tie_ends(tie)));
        }
        for deal in graph.deals() {
            assert_eq!(graph.deal(deal), again.deal(deal));
        }
        let empty = BoardGraph::default().revised(&Revision::default());
        assert_eq!((empty.person_count(), empty.seat_count()), (0, 0));
    }
}
