//! The company whose directors are asked about: who is there, and where else; with whom it deals.

use std::collections::HashMap;

use crate::graph::{BoardGraph, CompanyIx, DealIx, PersonIx, Service};

/// Somebody of the board or the executives, at another company.
#[derive(Debug)]
pub struct Colleague {
    pub person: PersonIx,
    /// Where in [`Board::people`].
    at: usize,
    pub there: Service,
}

/// A company, laid out once for all its directors.
#[derive(Debug)]
pub struct Board {
    pub company: CompanyIx,
    /// Whoever was on the board or an executive there at some time, in the order of people.
    pub people: Vec<(PersonIx, Service)>,
    elsewhere: HashMap<CompanyIx, Vec<Colleague>>,
    deals: HashMap<CompanyIx, Vec<DealIx>>,
}

impl Board {
    /// Cost: the seats of everybody on the board, and the parties of the deals of the company.
    pub fn of(graph: &BoardGraph, company: CompanyIx) -> Board {
        let mut people: Vec<(PersonIx, Service)> = Vec::new();
        let mut elsewhere: HashMap<CompanyIx, Vec<Colleague>> = HashMap::new();
        let mut all: Vec<PersonIx> = graph.company_people(company).collect();
        all.sort_unstable();
        all.dedup();
        for person in all {
            let service = graph.service_at(person, company);
            if !service.board.is_possible() && !service.executive.is_possible() {
                continue;
            }
            for (other, there) in graph.services(person).into_iter().filter(|(other, _)| *other != company) {
                elsewhere.entry(other).or_default().push(Colleague { person, at: people.len(), there });
            }
            people.push((person, service));
        }
        let mut deals: HashMap<CompanyIx, Vec<DealIx>> = HashMap::new();
        for deal in graph.company_deals(company) {
            for party in graph.deal_parties(deal).filter(|party| *party != company) {
                let listed = deals.entry(party).or_default();
                if listed.last() != Some(&deal) {
                    listed.push(deal);
                }
            }
        }
        Board { company, people, elsewhere, deals }
    }

    /// Those of the company who hold a seat at another, but one, with what they are at each.
    pub fn colleagues_at(
        &self,
        other: CompanyIx,
        but: PersonIx,
    ) -> impl Iterator<Item = (&Colleague, &Service)> + Clone + '_ {
        let there = self.elsewhere.get(&other).into_iter().flatten();
        there
            .filter(move |colleague| colleague.person != but)
            .map(|colleague| (colleague, &self.people[colleague.at].1))
    }

    /// The deals of the company with another, in the order of ids.
    pub fn deals_with(&self, other: CompanyIx) -> &[DealIx] {
        self.deals.get(&other).map_or(&[], Vec::as_slice)
    }
}
