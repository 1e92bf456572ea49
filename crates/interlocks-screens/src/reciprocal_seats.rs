//! Reciprocal seats: two people, each an executive of one company with a seat at the other's company.
//!
//! An outside seat is a directed edge from the company of which a person is an executive (home) to a company where the
//! person has a seat. A person with very many seats (a nominee) would make millions of edges that have no counterpart.
//! Therefore edges are made for other people only, and only edges with a possible counterpart are kept. People with many
//! seats (hubs) are looked up by company instead, and matched with each other at the companies they share. No pair is
//! left out.
//!
//! Cost: the seats, the edges of ordinary people, and the companies shared by each two hubs.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use interlocks_core::random::hash64;
use rayon::prelude::*;

use interlocks_core::model::Spell;
use interlocks_graph::grouping::group_by_key;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatBlock};

/// The seats that count as outside seats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EdgeSearch {
    /// People with more seats than this are hubs, for which no edges are made. Does not change the answer.
    pub(crate) hub_seats: usize,
    /// `true` to leave out seats at which the person is an executive.
    pub(crate) skip_executive_seats: bool,
    /// `true` to include members of committees that set pay who have no seat on the board.
    pub(crate) pay_committees: bool,
}

/// Above this number of seats it is cheaper to look a person up than to make all edges.
pub(crate) const HUB_SEATS: usize = 100;

/// Two companies and two people: `people[i]` is an executive of `companies[i]` and has a seat at the other company.
/// Whether both hold on the same day is not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ReciprocalPair {
    /// The smaller number first.
    pub(crate) companies: [CompanyIx; 2],
    /// The executive of each.
    pub(crate) people: [PersonIx; 2],
}

impl ReciprocalPair {
    /// Returns the pair of two executives, each given as company and person.
    fn new((a, p): (u32, u32), (b, q): (u32, u32)) -> ReciprocalPair {
        let ((a, p), (b, q)) = if a < b { ((a, p), (b, q)) } else { ((b, q), (a, p)) };
        ReciprocalPair {
            companies: [CompanyIx::new(a), CompanyIx::new(b)],
            people: [PersonIx::new(p), PersonIx::new(q)],
        }
    }
}

/// A directed edge: a person is an executive of company `from` and has a seat at company `to`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge {
    /// The number of the company where the person is an executive.
    pub(crate) from: u32,
    /// The number of the other company.
    pub(crate) to: u32,
    /// The number of the person.
    pub(crate) person: u32,
}

/// The seats of a hub at one company, at any time.
#[derive(Clone, Copy, Debug, Default)]
struct HubSeat {
    /// The index of the person among the hubs.
    hub: u32,
    company: u32,
    /// An executive of the company.
    home: bool,
    /// A seat that counts as an outside seat.
    guest: bool,
}

/// All outside seats of executives, at any time.
#[derive(Debug)]
pub(crate) struct OutsideSeats {
    /// The edges of ordinary people, by person.
    pub(crate) edges: Vec<Edge>,
    edge_set: EdgeSet,
    /// The hubs in order: people with many seats who are executives of one company and have a seat at another.
    pub(crate) hubs: Vec<PersonIx>,
    hub_seats_at: Vec<HubSeat>,
    /// CSR offsets: hub `h` has `hub_seats_at[starts[h]..starts[h + 1]]`.
    starts: Vec<usize>,
    companies: usize,
}

/// The number of people per parallel task.
const CHUNK: usize = 1 << 12;

#[derive(Default)]
struct ChunkEdges {
    edges: Vec<Edge>,
    hubs: Vec<(PersonIx, Vec<HubSeat>)>,
}

impl OutsideSeats {
    /// Collects the outside seats of all executives.
    pub(crate) fn new(graph: &BoardGraph, search: EdgeSearch) -> OutsideSeats {
        let people = graph.person_count();
        let chunks: Vec<ChunkEdges> = (0..people.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(people);
                let block = graph.seat_block(range.clone());
                let mut chunk_edges = ChunkEdges::default();
                let mut seats = SeatReader::new(graph, &block, search);
                for person in range.clone() {
                    seats.add(person as u32, person - range.start, &mut chunk_edges);
                }
                chunk_edges
            })
            .collect();
        let (mut edges, mut hubs) =
            (Vec::with_capacity(chunks.iter().map(|chunk| chunk.edges.len()).sum()), Vec::new());
        let (mut hub_seats_at, mut starts) = (Vec::new(), vec![0]);
        for chunk in chunks {
            edges.extend_from_slice(&chunk.edges);
            for (person, own) in chunk.hubs {
                let hub = hubs.len() as u32;
                hub_seats_at.extend(own.into_iter().map(|hub_seat| HubSeat { hub, ..hub_seat }));
                hubs.push(person);
                starts.push(hub_seats_at.len());
            }
        }
        let edge_set = EdgeSet::new(&edges);
        OutsideSeats { edges, edge_set, hubs, hub_seats_at, starts, companies: graph.company_count() }
    }

    /// Returns `false` only if no ordinary person has an edge between two companies.
    pub(crate) fn may_have_edge(&self, from: u32, to: u32) -> bool {
        self.edge_set.may_have(from, to)
    }

    /// Returns all reciprocal pairs, sorted.
    pub(crate) fn reciprocal_pairs(&self) -> Vec<ReciprocalPair> {
        let (first, hub_seats_at) = group_by_key(
            self.hub_seats_at.len(),
            self.companies,
            |at| self.hub_seats_at[at].company,
            |at| self.hub_seats_at[at],
        );
        let at = |company: u32| &hub_seats_at[first[company as usize] as usize..first[company as usize + 1] as usize];
        let mut found = self.among_ordinary();
        found.par_extend(
            self.edges.par_iter().flat_map_iter(|edge| self.against_hubs(*edge, at(edge.from), at(edge.to))),
        );
        found.par_extend((0..self.hubs.len()).into_par_iter().flat_map_iter(|hub| self.among_hubs(hub, &at)));
        found.par_sort_unstable();
        found.dedup();
        found
    }

    /// Matches ordinary people with each other: edges of each pair of companies in both directions.
    fn among_ordinary(&self) -> Vec<ReciprocalPair> {
        let may_return = |edge: &&Edge| self.may_have_edge(edge.to, edge.from);
        let mut edges: Vec<Edge> = self.edges.par_iter().filter(may_return).copied().collect();
        let pair = |edge: &Edge| (edge.from.min(edge.to), edge.from.max(edge.to));
        edges.par_sort_unstable_by_key(|edge| (pair(edge), edge.from, edge.person));
        let mut found = Vec::new();
        for pair in edges.chunk_by(|x, y| pair(x) == pair(y)) {
            let (outward, back) = pair.split_at(pair.partition_point(|edge| edge.from < edge.to));
            for x in outward {
                let others = back.iter().filter(|y| y.person != x.person);
                found.extend(others.map(|y| ReciprocalPair::new((x.from, x.person), (y.from, y.person))));
            }
        }
        found
    }

    /// Matches an edge with the hubs at its two ends.
    fn against_hubs<'p>(
        &'p self,
        edge: Edge,
        at_from: &'p [HubSeat],
        at_to: &'p [HubSeat],
    ) -> impl Iterator<Item = ReciprocalPair> {
        let homes = at_to.iter().filter(|hub_seat| hub_seat.home);
        let back = homes.filter(move |home| {
            let same = at_from.binary_search_by_key(&home.hub, |hub_seat| hub_seat.hub);
            same.is_ok_and(|same| at_from[same].guest)
        });
        back.map(move |home| {
            ReciprocalPair::new((edge.from, edge.person), (edge.to, self.hubs[home.hub as usize].number()))
        })
    }

    /// Matches a hub with later hubs at the companies they share.
    fn among_hubs<'p>(&'p self, hub: usize, at: &(impl Fn(u32) -> &'p [HubSeat] + Sync)) -> Vec<ReciprocalPair> {
        let own = &self.hub_seats_at[self.starts[hub]..self.starts[hub + 1]];
        let mut shared: Vec<(u32, HubSeat, HubSeat)> = Vec::new();
        for mine in own {
            let others = at(mine.company);
            let beyond = others.partition_point(|other| other.hub <= hub as u32);
            shared.extend(others[beyond..].iter().map(|theirs| (theirs.hub, *mine, *theirs)));
        }
        // Stable: the companies of each other hub stay in order.
        shared.sort_by_key(|(other, ..)| *other);
        let mut found = Vec::new();
        for both in shared.chunk_by(|x, y| x.0 == y.0) {
            let person = |hub: u32| self.hubs[hub as usize].number();
            for (other, mine, _) in both.iter().filter(|(_, mine, theirs)| mine.home && theirs.guest) {
                let back =
                    both.iter().filter(|(_, here, theirs)| theirs.home && here.guest && here.company != mine.company);
                found.extend(back.map(|(.., theirs)| {
                    ReciprocalPair::new((mine.company, person(mine.hub)), (theirs.company, person(*other)))
                }));
            }
        }
        found
    }
}

/// Reads the seats of a chunk of people; buffers are reused.
struct SeatReader<'b> {
    graph: &'b BoardGraph,
    block: &'b SeatBlock<'b>,
    search: EdgeSearch,
    homes: Vec<(u32, Spell)>,
    guests: Vec<(u32, Spell)>,
}

impl<'b> SeatReader<'b> {
    fn new(graph: &'b BoardGraph, block: &'b SeatBlock<'b>, search: EdgeSearch) -> SeatReader<'b> {
        SeatReader { graph, block, search, homes: Vec::new(), guests: Vec::new() }
    }

    /// Returns `true` if a seat counts as an outside seat.
    fn is_guest(&self, row: usize) -> bool {
        let block = self.block;
        if self.search.skip_executive_seats && block.is_executive(row) {
            return false;
        }
        block.is_board(row)
            || block.is_observer(row)
            || self.search.pay_committees && self.graph.sets_pay(block.seat(row))
    }

    fn add(&mut self, person: u32, at: usize, chunk_edges: &mut ChunkEdges) {
        let (block, rows) = (self.block, self.block.rows(at));
        if rows.len() < 2 || !rows.clone().any(|row| block.is_executive(row)) {
            return;
        }
        let company_and_spell = |row: usize| (block.company(row), block.spell(row));
        self.homes.clear();
        self.homes.extend(rows.clone().filter(|row| block.is_executive(*row)).map(company_and_spell));
        let guests: Vec<(u32, Spell)> = rows.clone().filter(|row| self.is_guest(*row)).map(company_and_spell).collect();
        self.guests = guests;
        let elsewhere = |company: u32| self.guests.iter().any(|(other, _)| *other != company);
        if !self.homes.iter().any(|(home, _)| elsewhere(*home)) {
            return;
        }
        if rows.len() > self.search.hub_seats {
            chunk_edges.hubs.push((PersonIx::new(person), self.hub_seats_at()));
            return;
        }
        let first = chunk_edges.edges.len();
        for (from, home) in &self.homes {
            let guests = self.guests.iter().filter(|(to, guest)| to != from && home.overlap(guest).is_some());
            chunk_edges.edges.extend(guests.map(|(to, _)| Edge { from: *from, to: *to, person }));
        }
        if chunk_edges.edges.len() > first + 1 {
            chunk_edges.edges[first..].sort_unstable();
            let mut own = chunk_edges.edges.split_off(first);
            own.dedup();
            chunk_edges.edges.append(&mut own);
        }
    }

    /// Returns the seats of the current person at each company, in the order of companies.
    fn hub_seats_at(&self) -> Vec<HubSeat> {
        let homes =
            self.homes.iter().map(|(company, _)| HubSeat { company: *company, home: true, ..HubSeat::default() });
        let guests =
            self.guests.iter().map(|(company, _)| HubSeat { company: *company, guest: true, ..HubSeat::default() });
        let mut hub_seats_at: Vec<HubSeat> = homes.chain(guests).collect();
        hub_seats_at.sort_by_key(|hub_seat| hub_seat.company);
        let merged = hub_seats_at.chunk_by(|x, y| x.company == y.company).map(|same| HubSeat {
            home: same.iter().any(|hub_seat| hub_seat.home),
            guest: same.iter().any(|hub_seat| hub_seat.guest),
            ..same[0]
        });
        merged.collect()
    }
}

/// A set of edges without the people, one bit each (Bloom 1970, with one hash): it may contain an edge that is absent, and
/// never lacks an edge that is present.
#[derive(Debug)]
struct EdgeSet {
    words: Vec<AtomicU64>,
    shift: u32,
}

impl EdgeSet {
    fn new(edges: &[Edge]) -> EdgeSet {
        // Sixteen bits per edge: one in sixteen absent edges seems present.
        let bits = (edges.len() * 16).next_power_of_two().max(64);
        let words = (0..bits / 64).map(|_| AtomicU64::new(0)).collect();
        let set = EdgeSet { words, shift: 64 - bits.trailing_zeros() };
        edges.par_iter().for_each(|edge| {
            let (word, bit) = set.place(edge.from, edge.to);
            set.words[word].fetch_or(bit, Relaxed);
        });
        set
    }

    fn place(&self, from: u32, to: u32) -> (usize, u64) {
        let hash = hash64(u64::from(from) << 32 | u64::from(to)) >> self.shift;
        ((hash / 64) as usize, 1 << (hash % 64))
    }

    fn may_have(&self, from: u32, to: u32) -> bool {
        let (word, bit) = self.place(from, to);
        self.words[word].load(Relaxed) & bit != 0
    }
}
