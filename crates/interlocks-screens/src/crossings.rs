//! Two people, each an executive of one company with a seat at the other's: who may have crossed.
//!
//! Somebody with many seats, a nominee, would make millions of directed edges from home to board
//! that meet no other. Edges are made for ordinary people only, and of these only those are kept
//! whose way back somebody else may go; against people with many seats they are looked up by
//! company, and those meet each other at the companies they share. Nobody is left out.
//!
//! Cost: the seats, the edges of ordinary people, and for every two people with many seats the
//! companies they share.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use interlocks_core::random::hash64;
use rayon::prelude::*;

use interlocks_analysis::pairs::sets_pay;
use interlocks_core::model::Spell;
use interlocks_graph::grouping::group_by_key;
use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatBlock};

/// Which seats make a guest of somebody at a company.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// People with more seats are not multiplied out into edges; this changes no answer.
    pub many: usize,
    /// Leave out seats that are an executive's.
    pub one_way: bool,
    /// Take in members of committees that set pay, though they have no seat on the board.
    pub pay: bool,
}

/// From so many seats on it is cheaper to look somebody up than to write all their edges down.
pub const MANY: usize = 100;

/// Two people who may have crossed: each is an executive of the company in their own place, and has
/// a seat at the other. On which days has still to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Crossing {
    /// The smaller number first.
    pub companies: [CompanyIx; 2],
    pub people: [PersonIx; 2],
}

impl Crossing {
    fn new((a, p): (u32, u32), (b, q): (u32, u32)) -> Crossing {
        let ((a, p), (b, q)) = if a < b { ((a, p), (b, q)) } else { ((b, q), (a, p)) };
        Crossing { companies: [CompanyIx::new(a), CompanyIx::new(b)], people: [PersonIx::new(p), PersonIx::new(q)] }
    }
}

/// Somebody's way from a company they run to one where they sit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
    pub person: u32,
}

/// What somebody with many seats has at one company, of all times.
#[derive(Clone, Copy, Debug, Default)]
struct Post {
    /// The place of the person among those with many seats.
    hub: u32,
    company: u32,
    home: bool,
    guest: bool,
}

/// Who may be sent where, of all times.
#[derive(Debug)]
pub struct Sending {
    /// Of ordinary people, by person.
    pub edges: Vec<Edge>,
    there: EdgeSet,
    /// People with many seats, in order, who are executives of one company and sit at another.
    pub hubs: Vec<PersonIx>,
    posts: Vec<Post>,
    /// Where the posts of each of them begin; one more at the end.
    starts: Vec<usize>,
    companies: usize,
}

/// People that one task goes through.
const CHUNK: usize = 1 << 12;

#[derive(Default)]
struct Gathered {
    edges: Vec<Edge>,
    hubs: Vec<(PersonIx, Vec<Post>)>,
}

impl Sending {
    /// Everybody who may be sent.
    pub fn of(graph: &BoardGraph, search: Search) -> Sending {
        let people = graph.person_count();
        let chunks: Vec<Gathered> = (0..people.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(people);
                let block = graph.seat_block(range.clone());
                let mut gathered = Gathered::default();
                let mut seats = Seats::new(graph, &block, search);
                for person in range.clone() {
                    seats.add(person as u32, person - range.start, &mut gathered);
                }
                gathered
            })
            .collect();
        let (mut edges, mut hubs) =
            (Vec::with_capacity(chunks.iter().map(|chunk| chunk.edges.len()).sum()), Vec::new());
        let (mut posts, mut starts) = (Vec::new(), vec![0]);
        for chunk in chunks {
            edges.extend_from_slice(&chunk.edges);
            for (person, own) in chunk.hubs {
                let hub = hubs.len() as u32;
                posts.extend(own.into_iter().map(|post| Post { hub, ..post }));
                hubs.push(person);
                starts.push(posts.len());
            }
        }
        let there = EdgeSet::of(&edges);
        Sending { edges, there, hubs, posts, starts, companies: graph.company_count() }
    }

    /// Whether an ordinary person may be sent from one company to another; never no where one is.
    pub fn may_send(&self, from: u32, to: u32) -> bool {
        self.there.may_have(from, to)
    }

    /// All who may have crossed, in order.
    pub fn crossings(&self) -> Vec<Crossing> {
        let (first, posts) =
            group_by_key(self.posts.len(), self.companies, |at| self.posts[at].company, |at| self.posts[at]);
        let at = |company: u32| &posts[first[company as usize] as usize..first[company as usize + 1] as usize];
        let mut found = self.among_ordinary();
        found.par_extend(
            self.edges.par_iter().flat_map_iter(|edge| self.against_hubs(*edge, at(edge.from), at(edge.to))),
        );
        found.par_extend((0..self.hubs.len()).into_par_iter().flat_map_iter(|hub| self.among_hubs(hub, &at)));
        found.par_sort_unstable();
        found.dedup();
        found
    }

    /// Ordinary people with each other: edges by pair of companies, the ways there and back.
    fn among_ordinary(&self) -> Vec<Crossing> {
        let crossed = |edge: &&Edge| self.may_send(edge.to, edge.from);
        let mut edges: Vec<Edge> = self.edges.par_iter().filter(crossed).copied().collect();
        let pair = |edge: &Edge| (edge.from.min(edge.to), edge.from.max(edge.to));
        edges.par_sort_unstable_by_key(|edge| (pair(edge), edge.from, edge.person));
        let mut found = Vec::new();
        for pair in edges.chunk_by(|x, y| pair(x) == pair(y)) {
            let (there, back) = pair.split_at(pair.partition_point(|edge| edge.from < edge.to));
            for x in there {
                let others = back.iter().filter(|y| y.person != x.person);
                found.extend(others.map(|y| Crossing::new((x.from, x.person), (y.from, y.person))));
            }
        }
        found
    }

    /// An ordinary person's edge with people with many seats, by what these have at its two ends.
    fn against_hubs<'p>(
        &'p self,
        edge: Edge,
        at_from: &'p [Post],
        at_to: &'p [Post],
    ) -> impl Iterator<Item = Crossing> {
        let homes = at_to.iter().filter(|post| post.home);
        let back = homes.filter(move |home| {
            let same = at_from.binary_search_by_key(&home.hub, |post| post.hub);
            same.is_ok_and(|same| at_from[same].guest)
        });
        back.map(move |home| Crossing::new((edge.from, edge.person), (edge.to, self.hubs[home.hub as usize].number())))
    }

    /// Somebody with many seats with the likes of them, at the companies they share.
    fn among_hubs<'p>(&'p self, hub: usize, at: &(impl Fn(u32) -> &'p [Post] + Sync)) -> Vec<Crossing> {
        let own = &self.posts[self.starts[hub]..self.starts[hub + 1]];
        let mut shared: Vec<(u32, Post, Post)> = Vec::new();
        for mine in own {
            let others = at(mine.company);
            let beyond = others.partition_point(|other| other.hub <= hub as u32);
            shared.extend(others[beyond..].iter().map(|theirs| (theirs.hub, *mine, *theirs)));
        }
        // By the other; the companies of each stay in order.
        shared.sort_by_key(|(other, ..)| *other);
        let mut found = Vec::new();
        for both in shared.chunk_by(|x, y| x.0 == y.0) {
            let person = |hub: u32| self.hubs[hub as usize].number();
            for (other, mine, _) in both.iter().filter(|(_, mine, theirs)| mine.home && theirs.guest) {
                let back =
                    both.iter().filter(|(_, here, theirs)| theirs.home && here.guest && here.company != mine.company);
                found.extend(back.map(|(.., theirs)| {
                    Crossing::new((mine.company, person(mine.hub)), (theirs.company, person(*other)))
                }));
            }
        }
        found
    }
}

/// The seats of a chunk of people, and memory to read them into.
struct Seats<'b> {
    graph: &'b BoardGraph,
    block: &'b SeatBlock<'b>,
    search: Search,
    homes: Vec<(u32, Spell)>,
    guests: Vec<(u32, Spell)>,
}

impl<'b> Seats<'b> {
    fn new(graph: &'b BoardGraph, block: &'b SeatBlock<'b>, search: Search) -> Seats<'b> {
        Seats { graph, block, search, homes: Vec::new(), guests: Vec::new() }
    }

    /// Whether a seat makes a guest.
    fn is_guest(&self, row: usize) -> bool {
        let block = self.block;
        if self.search.one_way && block.is_executive(row) {
            return false;
        }
        block.is_board(row)
            || block.is_observer(row)
            || self.search.pay && sets_pay(self.graph.committee(block.seat(row)))
    }

    fn add(&mut self, person: u32, at: usize, gathered: &mut Gathered) {
        let (block, rows) = (self.block, self.block.rows(at));
        if rows.len() < 2 || !rows.clone().any(|row| block.is_executive(row)) {
            return;
        }
        let held = |row: usize| (block.company(row), block.spell(row));
        self.homes.clear();
        self.homes.extend(rows.clone().filter(|row| block.is_executive(*row)).map(held));
        let guests: Vec<(u32, Spell)> = rows.clone().filter(|row| self.is_guest(*row)).map(held).collect();
        self.guests = guests;
        let elsewhere = |company: u32| self.guests.iter().any(|(other, _)| *other != company);
        if !self.homes.iter().any(|(home, _)| elsewhere(*home)) {
            return;
        }
        if rows.len() > self.search.many {
            gathered.hubs.push((PersonIx::new(person), self.posts()));
            return;
        }
        let first = gathered.edges.len();
        for (from, home) in &self.homes {
            let guests = self.guests.iter().filter(|(to, guest)| to != from && home.overlap(guest).is_some());
            gathered.edges.extend(guests.map(|(to, _)| Edge { from: *from, to: *to, person }));
        }
        if gathered.edges.len() > first + 1 {
            gathered.edges[first..].sort_unstable();
            let mut own = gathered.edges.split_off(first);
            own.dedup();
            gathered.edges.append(&mut own);
        }
    }

    /// What somebody has at each company, in the order of companies.
    fn posts(&self) -> Vec<Post> {
        let homes = self.homes.iter().map(|(company, _)| Post { company: *company, home: true, ..Post::default() });
        let guests = self.guests.iter().map(|(company, _)| Post { company: *company, guest: true, ..Post::default() });
        let mut posts: Vec<Post> = homes.chain(guests).collect();
        posts.sort_by_key(|post| post.company);
        let merged = posts.chunk_by(|x, y| x.company == y.company).map(|same| Post {
            home: same.iter().any(|post| post.home),
            guest: same.iter().any(|post| post.guest),
            ..same[0]
        });
        merged.collect()
    }
}

/// Edges from company to company without saying whose, a bit each (Bloom 1970, with one hash): may
/// have one that is not there, never lacks one that is.
#[derive(Debug)]
struct EdgeSet {
    words: Vec<AtomicU64>,
    shift: u32,
}

impl EdgeSet {
    fn of(edges: &[Edge]) -> EdgeSet {
        // Sixteen bits an edge: one in sixteen that is not there seems to be.
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
