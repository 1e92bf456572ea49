//! Who sends executives to whose boards.

use rayon::prelude::*;

use interlocks_analysis::Query;
use interlocks_graph::{BoardGraph, PersonIx};

/// To how many boards every company sends an executive, and from how many it receives one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directed {
    pub out: Vec<u64>,
    pub into: Vec<u64>,
}

/// Directed interlocks, by number of the company: a company sends whoever is executive there, and at
/// the same time sits on a board elsewhere without being executive there (a primary tie of Stokman,
/// Ziegler and Scott 1985). Several people of one company on one board count once.
pub fn directed(graph: &BoardGraph, query: &Query) -> Directed {
    let mut pairs: Vec<(u32, u32)> =
        (0..graph.person_count() as u32).into_par_iter().flat_map_iter(|person| sent(graph, query, person)).collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut found = Directed { out: vec![0; graph.company_count()], into: vec![0; graph.company_count()] };
    for (home, board) in pairs {
        found.out[home as usize] += 1;
        found.into[board as usize] += 1;
    }
    found
}

/// The companies one person is sent from and to.
fn sent(graph: &BoardGraph, query: &Query, person: u32) -> Vec<(u32, u32)> {
    let person = PersonIx::new(person);
    if graph.person_seats(person).len() < 2 || !graph.person_seats(person).any(|seat| graph.is_executive(seat)) {
        return Vec::new();
    }
    let tenures = graph.tenures(person);
    let mut found = Vec::new();
    for (home, at_home) in tenures.iter().filter(|(_, tenure)| tenure.executive.is_possible()) {
        for (board, there) in tenures.iter().filter(|(board, _)| board != home) {
            let days = at_home.executive.meet(&there.board).without(&there.executive);
            if query.holds(graph, &days).is_some() {
                found.push((home.number(), board.number()));
            }
        }
    }
    found
}
