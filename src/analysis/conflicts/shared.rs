//! Who held board seats at two parties of each deal, without the telling: for work over many deals.

use rayon::prelude::*;

use super::days_of;
use crate::graph::{BoardGraph, Clock, CompanyIx, DealIx, PersonIx};
use crate::model::Certainty;

/// Somebody who held board seats at two parties of a deal on its date, before it is told in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedDirector {
    pub deal: DealIx,
    pub a: CompanyIx,
    pub b: CompanyIx,
    pub person: PersonIx,
    pub certainty: Certainty,
}

/// Everybody who held board seats at two parties of a deal on its date, in the order of deals,
/// parties and people: what the rule `shared-director` finds, without the telling.
///
/// Cost: for each pair of parties the sum of their board sizes; in parallel over deals.
pub fn shared_directors(graph: &BoardGraph) -> Vec<SharedDirector> {
    let of_deal = |deal: DealIx| {
        let mut found = Vec::new();
        let days = days_of(graph, deal);
        let mut parties: Vec<CompanyIx> = graph.deal_parties(deal).collect();
        parties.sort_unstable();
        for (at, &a) in parties.iter().enumerate() {
            for &b in &parties[at + 1..] {
                found.extend(graph.shared_people(a, b).into_iter().filter_map(|person| {
                    // Most who ever sat on both did not that day: no need to lay out all they did.
                    let there = |company| {
                        graph
                            .seats_at(person, company)
                            .any(|seat| graph.is_board(seat) && graph.spell(seat).at(days).is_some())
                    };
                    if !(there(a) && there(b)) {
                        return None;
                    }
                    let both = graph.service_at(person, a).board.meet(&graph.service_at(person, b).board);
                    let clock = if graph.is_undated() { Clock::Ever } else { Clock::At(days) };
                    let certainty = clock.holds(&both.certain, &both.possible, graph.as_of())?;
                    Some(SharedDirector { deal, a, b, person, certainty })
                }));
            }
        }
        found
    };
    let deals: Vec<DealIx> = graph.deals().collect();
    deals.par_iter().with_min_len(64).flat_map_iter(|deal| of_deal(*deal)).collect()
}
