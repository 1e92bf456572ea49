//! Chains of three that close: an executive of A on B's board, of B on C's, of C on A's.

use rayon::prelude::*;

use super::super::Outcome;
use super::super::crossings::{Edge, Sending};
use interlocks_analysis::pairs::DirectedInterlock;
use interlocks_graph::grouping::group_by_key;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx};

/// Three companies and three people, each an executive of the company in their own place and sent to
/// the next. The company with the smallest number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circle {
    pub companies: [CompanyIx; 3],
    pub people: [PersonIx; 3],
}

impl Circle {
    /// Everybody, with home and board.
    pub fn hops(&self) -> [(PersonIx, CompanyIx, CompanyIx); 3] {
        let ([a, b, c], [p, q, r]) = (self.companies, self.people);
        [(p, a, b), (q, b, c), (r, c, a)]
    }

    /// Everybody, with the days on which they were sent.
    pub fn sent(&self, graph: &BoardGraph) -> [DirectedInterlock; 3] {
        self.hops().map(|(person, home, board)| DirectedInterlock::one_way(graph, person, home, board))
    }

    /// To watch while all three sit, each with a vote.
    pub fn outcome(&self, graph: &BoardGraph) -> Outcome {
        let [first, second, third] = self.sent(graph);
        Outcome { watch: first.board.meet(&second.board).meet(&third.board), ..Outcome::default() }
    }

    pub fn entities(&self) -> Vec<Entity> {
        self.companies.map(Entity::Company).into_iter().chain(self.people.map(Entity::Person)).collect()
    }

    /// Whether each of the three was sent, with a vote, at some time.
    fn is_closed(&self, graph: &BoardGraph) -> bool {
        self.sent(graph).iter().all(|sent| sent.board.is_possible())
    }
}

/// All circles of people with no more seats than `most`, in order; and the people who may be sent and
/// have more.
///
/// Cost: for every company the ways in times the ways out, after companies that none leads into or
/// out of have been taken away.
pub fn find(graph: &BoardGraph, sending: &Sending, most: usize) -> (Vec<Circle>, Vec<PersonIx>) {
    let has_few = |person: u32| graph.person_seats(PersonIx::new(person)).len() <= most;
    let followed = |edge: &&Edge| has_few(edge.person);
    let edges: Vec<Edge> = sending.edges.par_iter().filter(followed).copied().collect();
    let mut left_out: Vec<PersonIx> = sending.hubs.iter().copied().filter(|hub| !has_few(hub.number())).collect();
    let too_many = sending.edges.par_iter().filter(|edge| !has_few(edge.person));
    left_out.par_extend(too_many.map(|edge| PersonIx::new(edge.person)));
    left_out.par_sort_unstable();
    left_out.dedup();
    let edges = going_on(edges, graph.company_count());
    let (starts, ways) = group_by_key(edges.len(), graph.company_count(), |at| edges[at].from, |at| edges[at]);
    let out = |company: u32| &ways[starts[company as usize] as usize..starts[company as usize + 1] as usize];
    let around = |first: &Edge| {
        let mut found = Vec::new();
        let seconds = out(first.to).iter().filter(|second| second.to > first.from && second.person != first.person);
        for second in seconds.filter(|second| sending.may_send(second.to, first.from)) {
            let thirds = out(second.to).iter().filter(|third| third.to == first.from);
            let others = thirds.filter(|third| ![first.person, second.person].contains(&third.person));
            found.extend(others.map(|third| Circle {
                companies: [first.from, first.to, second.to].map(CompanyIx::new),
                people: [first.person, second.person, third.person].map(PersonIx::new),
            }));
        }
        found
    };
    let firsts = ways.par_iter().filter(|edge| edge.from < edge.to);
    let mut circles: Vec<Circle> =
        firsts.flat_map_iter(around).filter(|circle: &Circle| circle.is_closed(graph)).collect();
    circles.par_sort_unstable();
    (circles, left_out)
}

/// Edges that begin where another ends and end where another begins, as far as three rounds tell.
fn going_on(mut edges: Vec<Edge>, companies: usize) -> Vec<Edge> {
    for _ in 0..3 {
        let (mut left, mut reached) = (vec![false; companies], vec![false; companies]);
        for edge in &edges {
            left[edge.from as usize] = true;
            reached[edge.to as usize] = true;
        }
        edges.retain(|edge| reached[edge.from as usize] && left[edge.to as usize]);
    }
    edges
}
