//! Pairs that may be asked for if the question names some of their ends, or who links them: found at these entities, without
//! going through the rest of the graph.

use std::collections::BTreeSet;

use super::{PairKey, PairOptions, Side};
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx};

/// Returns the pairs that could answer a question about some entities, with nothing known of what they share; `None` if the
/// question is about all.
///
/// Cost: the ends of everybody at the entities that are named.
pub(super) fn near(graph: &BoardGraph, options: &PairOptions) -> Option<Vec<PairKey>> {
    // People on too many boards are counted in the whole graph.
    if options.asks_for_all() || options.max_boards.is_some() {
        return None;
    }
    let mut pairs = BTreeSet::new();
    for via in vias(graph, options) {
        let ends = ends(graph, options.side, via);
        let mut add = |x: u32, y: u32| pairs.insert([x.min(y), x.max(y)]);
        match named_ends(options).as_slice() {
            [] => {
                for (at, x) in ends.iter().enumerate() {
                    ends[at + 1..].iter().for_each(|y| {
                        add(*x, *y);
                    });
                }
            }
            [one] => {
                if ends.binary_search(one).is_ok() {
                    ends.iter().filter(|other| *other != one).for_each(|other| {
                        add(*one, *other);
                    });
                }
            }
            several => {
                let own: BTreeSet<u32> =
                    several.iter().copied().filter(|end| ends.binary_search(end).is_ok()).collect();
                for x in &own {
                    own.range(x + 1..).for_each(|y| {
                        add(*x, *y);
                    });
                }
            }
        }
    }
    Some(pairs.into_iter().map(|[a, b]| PairKey { a, b, shared: 0, weight: 0.0 }).collect())
}

/// Returns the numbers of the ends that the question names.
fn named_ends(options: &PairOptions) -> Vec<u32> {
    match options.side {
        Side::Companies => options.companies.iter().map(|company| company.number()).collect(),
        Side::People => options.people.iter().map(|person| person.number()).collect(),
    }
}

/// Returns the numbers of those who may link the pairs: those named, or else everybody at the ends that are.
fn vias(graph: &BoardGraph, options: &PairOptions) -> BTreeSet<u32> {
    let of_companies = || options.companies.iter().flat_map(|company| graph.company_people(*company));
    let of_people = || options.people.iter().flat_map(|person| graph.person_seats(*person));
    match options.side {
        Side::Companies if options.people.is_empty() => of_companies().map(PersonIx::number).collect(),
        Side::Companies => options.people.iter().map(|person| person.number()).collect(),
        Side::People if options.companies.is_empty() => {
            of_people().map(|seat| graph.seat_company(seat).number()).collect()
        }
        Side::People => options.companies.iter().map(|company| company.number()).collect(),
    }
}

/// Returns the numbers of the ends at which a via has seats, in order, each once.
fn ends(graph: &BoardGraph, side: Side, via: u32) -> Vec<u32> {
    let mut ends: Vec<u32> = match side {
        Side::Companies => {
            graph.person_seats(PersonIx::new(via)).map(|seat| graph.seat_company(seat).number()).collect()
        }
        Side::People => graph.company_people(CompanyIx::new(via)).map(PersonIx::number).collect(),
    };
    ends.sort_unstable();
    ends.dedup();
    ends
}
