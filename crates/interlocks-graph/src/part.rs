//! A part of the graph as tables, for questions that are asked again and again with other dates.

use std::collections::BTreeSet;

use super::{BoardGraph, CompanyIx, DealIx, Entity, PersonIx, SeatIx, TieIx};
use interlocks_dataset::Dataset;

impl BoardGraph {
    /// Returns some people and companies as tables, with all seats and ties between them, and some deals. Accounts, sources
    /// and problems are left out. Places of seats and ties are kept.
    ///
    /// Cost: the seats and ties of the people and companies, and a copy of the distinct dates and texts of all seats.
    pub fn part(
        &self,
        people: &BTreeSet<PersonIx>,
        companies: &BTreeSet<CompanyIx>,
        deals: impl IntoIterator<Item = DealIx>,
    ) -> Dataset {
        let (persons, boards): (Vec<PersonIx>, Vec<CompanyIx>) =
            (people.iter().copied().collect(), companies.iter().copied().collect());
        let seats = persons.iter().flat_map(|person| self.person_seats(*person));
        let seats: Vec<SeatIx> = seats.filter(|seat| companies.contains(&self.seat_company(*seat))).collect();
        let is_in = |entity: Entity| match entity {
            Entity::Person(person) => people.contains(&person),
            Entity::Company(company) => companies.contains(&company),
        };
        let entities =
            persons.iter().map(|one| Entity::Person(*one)).chain(boards.iter().map(|one| Entity::Company(*one)));
        let ties: BTreeSet<TieIx> = entities.flat_map(|entity| self.ties(entity)).collect();
        let ties = ties.into_iter().filter(|tie| {
            let (from, to) = self.tie_ends(*tie);
            is_in(from) && is_in(to)
        });
        Dataset {
            as_of: self.about().as_of,
            is_as_of_guessed: self.about().is_as_of_guessed,
            people: self.people.rows(&persons.iter().map(|person| person.number()).collect::<Vec<u32>>()),
            companies: self.companies.rows(&boards.iter().map(|board| board.number()).collect::<Vec<u32>>()),
            seats: self.seats_between(&seats, &persons, &boards),
            ties: ties.map(|tie| self.tie(tie)).collect(),
            deals: deals.into_iter().map(|deal| self.deal(deal)).collect(),
            decisions: self.about().decisions.clone(),
            files: self.about().files.clone(),
            ..Dataset::default()
        }
    }

    /// Returns the options that build a graph of changed tables as this one was built.
    pub fn options(&self) -> super::BuildOptions {
        self.build_options()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_everything_is_the_same_graph() {
        let options = super::super::BuildOptions::default();
        let graph = BoardGraph::new(Dataset::open("../../datasets/bigtech-boards").unwrap(), options);
        let (people, companies) = (graph.people().collect(), graph.companies().collect());
        let again = BoardGraph::new(graph.part(&people, &companies, graph.deals()), graph.options());
        let seats = |graph: &BoardGraph| {
            (0..graph.seat_count() as u32).map(|seat| graph.seat(SeatIx::new(seat))).collect::<Vec<_>>()
        };
        assert_eq!(seats(&graph), seats(&again));
        assert!(graph.all_ties().map(|tie| graph.tie(tie)).eq(again.all_ties().map(|tie| again.tie(tie))));
        assert!(graph.deals().map(|deal| graph.deal(deal)).eq(again.deals().map(|deal| again.deal(deal))));
        let one: BTreeSet<PersonIx> = graph.person_number("reed-hastings").into_iter().collect();
        let boards: BTreeSet<CompanyIx> =
            ["meta", "netflix"].iter().filter_map(|id| graph.company_number(id)).collect();
        let part = BoardGraph::new(graph.part(&one, &boards, []), graph.options());
        assert_eq!((part.person_count(), part.company_count(), part.deal_count()), (1, 2, 0));
        assert!(part.seat_count() > 1 && part.seat_count() < 10);
    }
}
