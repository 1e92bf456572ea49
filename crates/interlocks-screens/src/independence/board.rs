//! The company whose directors are checked: its people, their other companies, and its deals.

use std::cell::OnceCell;
use std::collections::BTreeMap;

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
pub(crate) struct Board<'g> {
    graph: &'g BoardGraph,
    pub(crate) company: CompanyIx,
    /// The directors and executives (at any time), each with the tenure here.
    people: Vec<(PersonIx, Tenure)>,
    /// Their seats elsewhere, in the order of companies. Few directors meet there, so tenures are worked out when asked for.
    elsewhere: Vec<SeatElsewhere>,
    /// The companies at which several of them have had a seat, in order.
    shared: Vec<CompanyIx>,
    /// By other party, the deals of the company.
    deals: BTreeMap<CompanyIx, Vec<DealIx>>,
    /// The companies that control the company.
    pub(crate) parents: Vec<Relative>,
    /// The companies that it controls.
    pub(crate) subsidiaries: Vec<Relative>,
}

/// A director or executive with seats at another company.
#[derive(Debug)]
struct SeatElsewhere {
    other: CompanyIx,
    /// The place in [`Board::people`].
    person: usize,
    /// Boxed, since few of these rows are asked for and all are sorted.
    colleague: OnceCell<Box<Colleague>>,
}

impl<'g> Board<'g> {
    /// Collects colleagues and deals of a company.
    ///
    /// Cost: the seats of all its people, and the parties of its deals.
    pub(crate) fn new(graph: &'g BoardGraph, company: CompanyIx) -> Board<'g> {
        let mut people: Vec<(PersonIx, Tenure)> = Vec::new();
        let mut elsewhere: Vec<SeatElsewhere> = Vec::new();
        for person in graph.company_people(company) {
            let here = graph.tenure_at(person, company);
            if !here.board.is_possible() && !here.executive.is_possible() {
                continue;
            }
            let mut before = company;
            for other in graph.person_seats(person).map(|seat| graph.seat_company(seat)) {
                if other != company && other != before {
                    elsewhere.push(SeatElsewhere { other, person: people.len(), colleague: OnceCell::new() });
                }
                before = other;
            }
            people.push((person, here));
        }
        elsewhere.sort_unstable_by_key(|seat| (seat.other, seat.person));
        let are_several = |seats: &&[SeatElsewhere]| seats.len() > 1;
        let shared =
            elsewhere.chunk_by(|a, b| a.other == b.other).filter(are_several).map(|seats| seats[0].other).collect();
        let mut deals: BTreeMap<CompanyIx, Vec<DealIx>> = BTreeMap::new();
        for deal in graph.company_deals(company) {
            for party in graph.deal_parties(deal).filter(|party| *party != company) {
                let listed = deals.entry(party).or_default();
                if listed.last() != Some(&deal) {
                    listed.push(deal);
                }
            }
        }
        let (parents, subsidiaries) = (group::parents(graph, company), group::subsidiaries(graph, company));
        Board { graph, company, people, elsewhere, shared, deals, parents, subsidiaries }
    }

    /// Returns the directors and executives with a seat at another company, except one.
    pub(crate) fn colleagues_at(&self, other: CompanyIx, except: PersonIx) -> impl Iterator<Item = &Colleague> + '_ {
        let first = self.elsewhere.partition_point(|seat| seat.other < other);
        let there = self.elsewhere[first..].iter().take_while(move |seat| seat.other == other);
        let others = there.filter(move |seat| self.people[seat.person].0 != except);
        others.map(move |seat| {
            let colleague = seat.colleague.get_or_init(|| {
                let (person, here) = self.people[seat.person].clone();
                Box::new(Colleague { person, here, there: self.graph.tenure_at(person, other) })
            });
            colleague.as_ref()
        })
    }

    /// Returns the other companies at which several directors and executives have had a seat, in order.
    pub(crate) fn shared(&self) -> &[CompanyIx] {
        &self.shared
    }

    /// Returns the companies with which the company has deals, in order.
    pub(crate) fn parties(&self) -> impl Iterator<Item = CompanyIx> + '_ {
        self.deals.keys().copied()
    }

    /// Returns the deals of the company with another, in the order of ids.
    pub(crate) fn deals_with(&self, other: CompanyIx) -> &[DealIx] {
        self.deals.get(&other).map_or(&[], Vec::as_slice)
    }
}
