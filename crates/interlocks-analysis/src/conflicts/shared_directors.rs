//! People on both boards on the date of a deal, for very many deals at once.
//!
//! The data of a deal lies in distant places of memory, each found only through the one before: its parties, the offsets
//! of a company's people, the people, their seats. Deals are therefore processed in batches, one kind of read for the
//! whole batch at a time, so that the reads of different deals do not wait for each other.

use std::ops::Range;

use rayon::prelude::*;

use super::deal_days_or_any;
use interlocks_core::model::{Certainty, Deal};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx, PersonIx};

/// A person with board seats at two parties of a deal on its date, before it becomes a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedDirector {
    /// The deal.
    pub deal: DealIx,
    /// One party, the one with the lower number.
    pub a: CompanyIx,
    /// The other party.
    pub b: CompanyIx,
    /// The person on both boards.
    pub person: PersonIx,
    /// The certainty of it.
    pub certainty: Certainty,
}

/// The number of deals in a batch.
const BATCH: usize = 256;

/// Returns the people with board seats at two parties of a deal on its date, in the order of deals, parties and people:
/// what the rule `shared-director` finds, without evidence and text.
///
/// Cost: for each pair of parties the sum of their board sizes; in parallel over deals.
pub fn shared_directors(graph: &BoardGraph) -> Vec<SharedDirector> {
    let deals: Vec<DealIx> = graph.deals().collect();
    deals.par_chunks(BATCH).flat_map_iter(|deals| shared_in_batch(graph, deals)).collect()
}

fn shared_in_batch(graph: &BoardGraph, deals: &[DealIx]) -> Vec<SharedDirector> {
    let mut pairs: Vec<(DealIx, CompanyIx, CompanyIx)> = Vec::with_capacity(deals.len());
    let mut parties: Vec<CompanyIx> = Vec::new();
    for &deal in deals {
        parties.clear();
        let all = graph.deal_parties(deal);
        if all.len() > Deal::MOST_PARTIES {
            continue;
        }
        parties.extend(all);
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

/// Returns how certain it is that a person sat on both boards on the date of a deal.
fn on_both_boards(graph: &BoardGraph, deal: DealIx, person: PersonIx, a: CompanyIx, b: CompanyIx) -> Option<Certainty> {
    let days = deal_days_or_any(graph, deal);
    // Most people who ever sat on both boards did not do so on that day; this is cheaper than their tenures.
    let sat = |company| {
        graph.seats_at(person, company).any(|seat| graph.is_board(seat) && graph.spell(seat).at(days).is_some())
    };
    if !(sat(a) && sat(b)) {
        return None;
    }
    let both = graph.tenure_at(person, a).board.meet(&graph.tenure_at(person, b).board);
    let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
    clock.holds(&both.certain, &both.possible, graph.as_of())
}
