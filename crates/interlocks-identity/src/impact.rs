//! The effect of a decision on a pair: the interlocks that hold only if its two records are one person.

use std::cmp::Reverse;

use rayon::prelude::*;

use interlocks_graph::{BoardGraph, Clock, CompanyIx, PersonIx, SeatIx, Tenure};

use crate::resolve::{Proposal, Resolution};

impl Resolution<'_> {
    /// Returns the number of pairs of companies that nobody links as things are, and that the two records of a proposal link if
    /// they are one person. A link counts if it is possible at any time, as in
    /// [`pairs`](https://docs.rs/interlocks-analysis/latest/interlocks_analysis/pairs/fn.pairs.html).
    ///
    /// Cost: the product of the boards of both records, each with the people that two companies share.
    pub fn impact(&self, proposal: &Proposal) -> usize {
        new_interlocks(self.graph, [proposal.a, proposal.b])
    }

    /// Returns proposals with their [impact](Resolution::impact), the greatest first. Of equals, those come first that are the most
    /// uncertain, then the likeliest.
    pub fn by_impact<'p>(&self, proposals: &[&'p Proposal]) -> Vec<(usize, &'p Proposal)> {
        let mut ordered: Vec<(usize, &Proposal)> =
            proposals.par_iter().map(|proposal| (self.impact(proposal), *proposal)).collect();
        // A probability of one half is a sum of 0 bits; the farther from it, the less is open.
        ordered.sort_by_key(|(impact, proposal)| {
            let sum = proposal.thousandths;
            (Reverse(*impact), sum.unsigned_abs(), Reverse(sum), proposal.a, proposal.b)
        });
        ordered
    }
}

/// Counts the pairs of companies that two people link only if they are one.
fn new_interlocks(graph: &BoardGraph, [a, b]: [PersonIx; 2]) -> usize {
    let joined = joined_tenures(graph, [a, b]);
    let is_linked = |x: &Tenure, y: &Tenure| {
        let days = graph.linking_days(x, y);
        Clock::Ever.holds(&days.certain, &days.possible, graph.as_of()).is_some()
    };
    let is_linked_anyway = |x: CompanyIx, y: CompanyIx| {
        let people = graph.shared_people(x, y);
        people.into_iter().any(|person| is_linked(&graph.tenure_at(person, x), &graph.tenure_at(person, y)))
    };
    let pairs = joined.iter().enumerate().flat_map(|(at, x)| joined[at + 1..].iter().map(move |y| (x, y)));
    pairs.filter(|((x, first), (y, second))| is_linked(first, second) && !is_linked_anyway(*x, *y)).count()
}

/// Returns the companies of two people, in order, each with the tenure that the two would have there as one person.
fn joined_tenures(graph: &BoardGraph, people: [PersonIx; 2]) -> Vec<(CompanyIx, Tenure)> {
    let mut seats: Vec<(CompanyIx, SeatIx)> = people
        .into_iter()
        .flat_map(|person| graph.person_seats(person))
        .map(|seat| (graph.seat_company(seat), seat))
        .collect();
    seats.sort_unstable();
    let tenure = |group: &[(CompanyIx, SeatIx)]| {
        let seats: Vec<SeatIx> = group.iter().map(|(_, seat)| *seat).collect();
        (group[0].0, graph.tenure_of(&seats))
    };
    seats.chunk_by(|x, y| x.0 == y.0).map(tenure).collect()
}
