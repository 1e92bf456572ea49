//! The company whose directors are checked: its people, their other companies, and its deals.

use std::collections::HashMap;

use crate::group::{self, Relative};
use interlocks_graph::{BoardGraph, CompanyIx, DealIx, PersonIx, Tenure};

/// A director or executive of the company, at another company.
#[derive(Debug)]
pub(crate) struct Colleague {
    pub(crate) person: PersonIx,
    /// The tenure at the company that is checked.
    pub(crate) here: Tenure,
    /// The tenure at the other company.
    pub(crate) there: Tenure,
}

/// A company, with what all its directors are checked against.
#[derive(Debug)]
pub(crate) struct Board {
    pub(crate) company: CompanyIx,
    /// By other company, the directors and executives (at any time) who have a seat there.
    elsewhere: HashMap<CompanyIx, Vec<Colleague>>,
    /// By other party, the deals of the company.
    deals: HashMap<CompanyIx, Vec<DealIx>>,
    /// The companies that control the company.
    pub(crate) parents: Vec<Relative>,
    /// The companies that it controls.
    pub(crate) subsidiaries: Vec<Relative>,
}

impl Board {
    /// Collects colleagues and deals of a company.
    ///
    /// Cost: the seats of all its people, and the parties of its deals.
    pub(crate) fn new(graph: &BoardGraph, company: CompanyIx) -> Board {
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
        let (parents, subsidiaries) = (group::parents(graph, company), group::subsidiaries(graph, company));
        Board { company, elsewhere, deals, parents, subsidiaries }
    }

    /// Returns the directors and executives with a seat at another company, except one.
    pub(crate) fn colleagues_at(&self, other: CompanyIx, except: PersonIx) -> impl Iterator<Item = &Colleague> + '_ {
        self.elsewhere.get(&other).into_iter().flatten().filter(move |colleague| colleague.person != except)
    }

    /// Returns the deals of the company with another, in the order of ids.
    pub(crate) fn deals_with(&self, other: CompanyIx) -> &[DealIx] {
        self.deals.get(&other).map_or(&[], Vec::as_slice)
    }
}
