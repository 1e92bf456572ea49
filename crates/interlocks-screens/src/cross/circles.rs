//! Circles of three companies: an executive of A on B's board, of B on C's, of C on A's.

use rayon::prelude::*;

use crate::VerdictDays;
use crate::reciprocal_rows::OutsideSeat;
use crate::reciprocal_seats::{Edge, OutsideSeats};
use interlocks_analysis::pairs::DirectedInterlock;
use interlocks_graph::grouping::group_by_key;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// Three companies and three people: `people[i]` is an executive of `companies[i]` and sits on the board of the next one.
/// The company with the smallest number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Circle {
    pub(crate) companies: [CompanyIx; 3],
    pub(crate) people: [PersonIx; 3],
}

impl Circle {
    /// Returns each person with home and board.
    pub(crate) fn seats(&self) -> [OutsideSeat; 3] {
        let ([a, b, c], [p, q, r]) = (self.companies, self.people);
        [(p, a, b), (q, b, c), (r, c, a)]
    }

    /// Returns the days of each person's seats.
    pub(crate) fn interlocks(&self, graph: &BoardGraph) -> [DirectedInterlock; 3] {
        self.seats().map(|(person, home, board)| DirectedInterlock::one_way(graph, person, home, board))
    }

    /// Returns the days to watch: those on which all three sit with a vote.
    pub(crate) fn verdict_days(&self, graph: &BoardGraph) -> VerdictDays {
        let [first, second, third] = self.interlocks(graph);
        VerdictDays { watch: first.board.meet(&second.board).meet(&third.board), ..VerdictDays::default() }
    }

    pub(crate) fn entities(&self) -> Vec<Entity> {
        self.companies.map(Entity::Company).into_iter().chain(self.people.map(Entity::Person)).collect()
    }

    /// Returns `true` if each of the three has a seat with a vote at some time.
    fn is_closed(&self, graph: &BoardGraph) -> bool {
        self.interlocks(graph).iter().all(|interlocks| interlocks.board.is_possible())
    }
}

/// Returns all circles of people with at most `most` seats, in order, and the people with outside seats who have more.
///
/// Cost: for each company, its incoming edges times its outgoing edges, after edges without a continuation are removed.
pub(crate) fn find(graph: &BoardGraph, outside_seats: &OutsideSeats, most: usize) -> (Vec<Circle>, Vec<PersonIx>) {
    let has_few = |person: u32| graph.person_seats(PersonIx::new(person)).len() <= most;
    let followed = |edge: &&Edge| has_few(edge.person);
    let edges: Vec<Edge> = outside_seats.edges.par_iter().filter(followed).copied().collect();
    let mut left_out: Vec<PersonIx> = outside_seats.hubs.iter().copied().filter(|hub| !has_few(hub.number())).collect();
    let too_many = outside_seats.edges.par_iter().filter(|edge| !has_few(edge.person));
    left_out.par_extend(too_many.map(|edge| PersonIx::new(edge.person)));
    left_out.par_sort_unstable();
    left_out.dedup();
    let edges = connected(edges, graph.company_count());
    let (starts, edges_by_start) =
        group_by_key(edges.len(), graph.company_count(), |at| edges[at].from, |at| edges[at]);
    let out = |company: u32| &edges_by_start[starts[company as usize] as usize..starts[company as usize + 1] as usize];
    let around = |first: &Edge| {
        let mut found = Vec::new();
        let seconds = out(first.to).iter().filter(|second| second.to > first.from && second.person != first.person);
        for second in seconds.filter(|second| outside_seats.may_have_edge(second.to, first.from)) {
            let thirds = out(second.to).iter().filter(|third| third.to == first.from);
            let others = thirds.filter(|third| ![first.person, second.person].contains(&third.person));
            found.extend(others.map(|third| Circle {
                companies: [first.from, first.to, second.to].map(CompanyIx::new),
                people: [first.person, second.person, third.person].map(PersonIx::new),
            }));
        }
        found
    };
    let firsts = edges_by_start.par_iter().filter(|edge| edge.from < edge.to);
    let mut circles: Vec<Circle> =
        firsts.flat_map_iter(around).filter(|circle: &Circle| circle.is_closed(graph)).collect();
    circles.par_sort_unstable();
    (circles, left_out)
}

/// Removes, in three rounds, edges that do not begin where another ends or do not end where another begins.
fn connected(mut edges: Vec<Edge>, companies: usize) -> Vec<Edge> {
    for _ in 0..3 {
        let (mut has_start, mut has_end) = (vec![false; companies], vec![false; companies]);
        for edge in &edges {
            has_start[edge.from as usize] = true;
            has_end[edge.to as usize] = true;
        }
        edges.retain(|edge| has_end[edge.from as usize] && has_start[edge.to as usize]);
    }
    edges
}
