//! The company whose directors are asked about: who is there, and where else; with whom it deals.

use std::collections::HashMap;

use interlocks_graph::{BoardGraph, CompanyIx, DealIx, PersonIx, Tenure};

/// Somebody of the board or the executives, at another company.
#[derive(Debug)]
pub struct Colleague {
    pub person: PersonIx,
    /// What they are at the company.
    pub here: Tenure,
    pub there: Tenure,
}

/// A company, laid out once for all its directors.
#[derive(Debug)]
pub struct Board {
    pub company: CompanyIx,
    /// Whoever was on the board or an executive at some time, by where else they hold a seat.
    elsewhere: HashMap<CompanyIx, Vec<Colleague>>,
    deals: HashMap<CompanyIx, Vec<DealIx>>,
}

impl Board {
    /// Cost: the seats of everybody on the board, and the parties of the deals of the company.
    pub fn of(graph: &BoardGraph, company: CompanyIx) -> Board {
        let mut elsewhere: HashMap<CompanyIx, Vec<Colleague>> = HashMap::new();
        for person in graph.company_people(company) {
            let here = graph.tenure_at(person, company);
            if !here.board.is_possible() && !here.executive.is_possible() {
                continue;
            }
            for (other, there) in graph.tenures(person).into_iter().filter(|(other, _)| *other != company) {
                elsewhere.entry(other).or_default().push(Colleague { person, here: here.clone(), there });
            }
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
        Board { company, elsewhere, deals }
    }

    /// Those of the company who hold a seat at another, but one.
    pub fn colleagues_at(&self, other: CompanyIx, but: PersonIx) -> impl Iterator<Item = &Colleague> + '_ {
        self.elsewhere.get(&other).into_iter().flatten().filter(move |colleague| colleague.person != but)
    }

    /// The deals of the company with another, in the order of ids.
    pub fn deals_with(&self, other: CompanyIx) -> &[DealIx] {
        self.deals.get(&other).map_or(&[], Vec::as_slice)
    }
}
