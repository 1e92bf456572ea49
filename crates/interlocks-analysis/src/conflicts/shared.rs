//! Who sat at both sides of a deal, for very many deals at once.
//!
//! What a deal asks for lies in distant places of memory, each found only through the one before:
//! its parties, where a company's people begin, the people, their seats. So deals are taken a
//! batch at a time and the batch goes from place to place together: reads of different deals do not
//! wait for each other.

use std::ops::Range;

use rayon::prelude::*;

use super::days_of;
use interlocks_core::model::Certainty;
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, PersonIx};

/// Somebody who held board seats at two parties of a deal on its date, before it is told in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedDirector {
    pub deal: DealIx,
    pub a: CompanyIx,
    pub b: CompanyIx,
    pub person: PersonIx,
    pub certainty: Certainty,
}

/// Deals that go together.
const BATCH: usize = 256;

/// Everybody who held board seats at two parties of a deal on its date, in the order of deals,
/// parties and people: what the rule `shared-director` finds, without the telling.
///
/// Cost: for each pair of parties the sum of their board sizes; in parallel over deals.
pub fn shared_directors(graph: &BoardGraph) -> Vec<SharedDirector> {
    let deals: Vec<DealIx> = graph.deals().collect();
    deals.par_chunks(BATCH).flat_map_iter(|deals| of_batch(graph, deals)).collect()
}

fn of_batch(graph: &BoardGraph, deals: &[DealIx]) -> Vec<SharedDirector> {
    let mut pairs: Vec<(DealIx, CompanyIx, CompanyIx)> = Vec::with_capacity(deals.len());
    let mut parties: Vec<CompanyIx> = Vec::new();
    for &deal in deals {
        parties.clear();
        parties.extend(graph.deal_parties(deal));
        parties.sort_unstable();
        for (at, &a) in parties.iter().enumerate() {
            pairs.extend(parties[at + 1..].iter().map(|&b| (deal, a, b)));
        }
    }
    let rows: Vec<[Range<usize>; 2]> =
        pairs.iter().map(|&(_, a, b)| [a, b].map(|party| graph.people_rows(party))).collect();
    rows.iter().flatten().for_each(|rows| graph.touch_people_in(rows.clone()));
    let mut both: Vec<(usize, PersonIx)> = Vec::new();
    for (pair, [a, b]) in rows.into_iter().enumerate() {
        both.extend(graph.people_in_both(a, b).map(|person| (pair, person)));
    }
    both.iter().for_each(|(_, person)| graph.touch_seats_of(*person));
    both.into_iter()
        .filter_map(|(pair, person)| {
            let (deal, a, b) = pairs[pair];
            let certainty = on_both_boards(graph, deal, person, a, b)?;
            Some(SharedDirector { deal, a, b, person, certainty })
        })
        .collect()
}

/// Whether somebody sat on both boards on the date of a deal.
fn on_both_boards(graph: &BoardGraph, deal: DealIx, person: PersonIx, a: CompanyIx, b: CompanyIx) -> Option<Certainty> {
    let days = days_of(graph, deal);
    // Most who ever sat on both did not that day: no need to lay out all they did.
    let there = |company| {
        graph.seats_at(person, company).any(|seat| graph.is_board(seat) && graph.spell(seat).at(days).is_some())
    };
    if !(there(a) && there(b)) {
        return None;
    }
    let both = graph.tenure_at(person, a).board.meet(&graph.tenure_at(person, b).board);
    let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
    clock.holds(&both.certain, &both.possible, graph.as_of())
}
