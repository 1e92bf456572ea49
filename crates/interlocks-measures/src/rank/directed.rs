//! Directed interlocks: companies that send executives to other boards.

use rayon::prelude::*;

use interlocks_analysis::Query;
use interlocks_graph::{BoardGraph, PersonIx, UncertainDays};

/// In-degree and out-degree of each company, by number in the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectedDegrees {
    /// The number of boards to which each company sends an executive.
    pub out_degree: Vec<u64>,
    /// The number of companies from which each company receives an executive.
    pub in_degree: Vec<u64>,
}

/// Counts directed interlocks. A company sends a person who is an executive there and at the same time sits on a board
/// elsewhere without being an executive there (a primary tie; Stokman, Ziegler and Scott 1985). Several people sent
/// from one company to one board count once.
pub fn directed_degrees(graph: &BoardGraph, query: &Query) -> DirectedDegrees {
    let mut pairs: Vec<(u32, u32)> = (0..graph.person_count() as u32)
        .into_par_iter()
        .flat_map_iter(|person| primary_ties(graph, query, person))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut found =
        DirectedDegrees { out_degree: vec![0; graph.company_count()], in_degree: vec![0; graph.company_count()] };
    for (home, board) in pairs {
        found.out_degree[home as usize] += 1;
        found.in_degree[board as usize] += 1;
    }
    found
}

/// Returns the pairs of companies from which and to which a person is sent.
fn primary_ties(graph: &BoardGraph, query: &Query, person: u32) -> Vec<(u32, u32)> {
    let person = PersonIx::new(person);
    if graph.person_seats(person).len() < 2 || !graph.person_seats(person).any(|seat| graph.is_executive(seat)) {
        return Vec::new();
    }
    let tenures = graph.tenures(person);
    let mut found = Vec::new();
    let outside: Vec<UncertainDays> =
        tenures.iter().map(|(board, there)| graph.outside_days(person, *board, there)).collect();
    for (home, at_home) in tenures.iter().filter(|(_, tenure)| tenure.executive.is_possible()) {
        for ((board, _), outside) in tenures.iter().zip(&outside).filter(|((board, _), _)| board != home) {
            if query.holds(graph, &at_home.executive.meet(outside)).is_some() {
                found.push((home.number(), board.number()));
            }
        }
    }
    found
}
