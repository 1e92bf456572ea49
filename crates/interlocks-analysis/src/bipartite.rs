//! The two-mode network of people and boards at a clock, in CSR form in both directions, for searches over the network.

use rayon::prelude::*;

use super::bfs::Adjacent;
use super::question::Query;
use interlocks_core::model::Spell;
use interlocks_graph::grouping::{concat_map, transpose};
use interlocks_graph::{BoardGraph, Clock, UncertainDays};

/// The board seats that count for a question, each pair of person and company once; with
/// [`Links::Officers`](interlocks_graph::Links::Officers) the executive offices, too.
///
/// Nodes have the numbers of [`BoardGraph::entity_number`]: people first, then companies. Memory: eight bytes per link and
/// four per node.
#[derive(Clone, Debug, Default)]
pub struct BoardLinks {
    people: Vec<u32>,
    companies_of: Vec<u32>,
    companies: Vec<u32>,
    people_of: Vec<u32>,
}

impl BoardLinks {
    /// Collects the seats that count for a question. In parallel over people.
    pub fn new(graph: &BoardGraph, query: &Query) -> BoardLinks {
        const CHUNK: usize = 1 << 13;
        let people = graph.person_count();
        let chunks: Vec<(Vec<u32>, Vec<u32>)> = (0..people.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let (mut counts, mut companies) = (Vec::with_capacity(CHUNK), Vec::with_capacity(2 * CHUNK));
                let block = graph.seat_block(chunk * CHUNK..((chunk + 1) * CHUNK).min(people));
                let mut rows: Vec<(u32, Spell)> = Vec::new();
                for person in 0..block.people() {
                    let first = companies.len();
                    rows.clear();
                    rows.extend(block.rows(person).filter_map(|row| Some((block.company(row), block.end_spell(row)?))));
                    // Several spells at one company form one set of days.
                    for same in rows.chunk_by(|x, y| x.0 == y.0) {
                        if holds(graph, query, same) {
                            companies.push(same[0].0);
                        }
                    }
                    counts.push((companies.len() - first) as u32);
                }
                (counts, companies)
            })
            .collect();
        let companies_of = concat_map(&chunks, |(_, companies)| companies, |_, company| company);
        let mut starts = Vec::with_capacity(people + 1);
        starts.push(0);
        let mut total = 0;
        for count in chunks.iter().flat_map(|(counts, _)| counts) {
            total += *count;
            starts.push(total);
        }
        let (companies, people_of) = transpose(&starts, &companies_of, graph.company_count());
        BoardLinks { people: starts, companies_of, companies, people_of }
    }

    /// Returns the number of people.
    pub fn people(&self) -> usize {
        self.people.len().saturating_sub(1)
    }

    /// Returns the number of people and companies.
    pub fn nodes(&self) -> usize {
        self.people() + self.companies.len().saturating_sub(1)
    }

    /// Returns the boards of a person, as numbers of companies.
    pub fn boards(&self, person: usize) -> &[u32] {
        &self.companies_of[self.people[person] as usize..self.people[person + 1] as usize]
    }

    /// Returns the members of a board, as numbers of people.
    pub fn members(&self, company: usize) -> &[u32] {
        &self.people_of[self.companies[company] as usize..self.companies[company + 1] as usize]
    }
}

fn holds(graph: &BoardGraph, query: &Query, same: &[(u32, Spell)]) -> bool {
    let mut spells = same.iter().map(|(_, spell)| *spell);
    match (query.clock, query.certain_only) {
        (Clock::Ever, false) => spells.any(|spell| spell.possible().is_some()),
        (Clock::Ever, true) => {
            let known = Query::known_days(graph);
            spells.any(|spell| spell.certain().is_some_and(|days| days.meet(known).is_some()))
        }
        _ => query.holds(graph, &UncertainDays::from_spells(spells)).is_some(),
    }
}

impl Adjacent for BoardLinks {
    fn nodes(&self) -> usize {
        BoardLinks::nodes(self)
    }

    fn each(&self, node: u32, mut call: impl FnMut(u32)) {
        let people = self.people();
        match (node as usize).checked_sub(people) {
            None => self.boards(node as usize).iter().for_each(|company| call(company + people as u32)),
            Some(company) => self.members(company).iter().for_each(|person| call(*person)),
        }
    }

    fn degree(&self, node: u32) -> usize {
        match (node as usize).checked_sub(self.people()) {
            None => self.boards(node as usize).len(),
            Some(company) => self.members(company).len(),
        }
    }
}
