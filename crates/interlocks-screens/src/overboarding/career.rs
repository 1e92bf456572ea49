//! Where one person sits, and the stretches of days between which nothing changes.

use std::ops::Range;

use super::scope::Counted;
use crate::Answer;
use interlocks_core::model::{Day, DaySpan, role_traits};
use interlocks_graph::{BoardGraph, SeatBlock};

/// What a seat amounts to, as bits.
pub mod bit {
    /// On the board.
    pub const BOARD: u8 = 1;
    /// On the board by a seat that is not an executive's.
    pub const OUTSIDE: u8 = 2;
    pub const EXECUTIVE: u8 = 4;
    pub const CHIEF: u8 = 8;
    /// Chair of the board.
    pub const CHAIR: u8 = 16;
    /// The same by a seat that is not an executive's.
    pub const OUTSIDE_CHAIR: u8 = 32;
    /// Lead director.
    pub const LEAD: u8 = 64;
}

/// What seats of each capacity amount to, by its number.
pub fn bits_of_capacities(graph: &BoardGraph) -> Vec<u8> {
    let bits = graph.capacities().map(|capacity| {
        let traits = role_traits(capacity.role);
        let outside = capacity.board && !capacity.executive;
        let mut bits = 0;
        for (bit, there) in [
            (bit::BOARD, capacity.board),
            (bit::OUTSIDE, outside),
            (bit::EXECUTIVE, capacity.executive),
            (bit::CHIEF, capacity.chief),
            (bit::CHAIR, capacity.board && traits.chair),
            (bit::OUTSIDE_CHAIR, outside && traits.chair),
            (bit::LEAD, capacity.board && traits.lead_director),
        ] {
            bits |= if there { bit } else { 0 };
        }
        bits
    });
    bits.collect()
}

/// A seat, its days as numbers, half open; empty where there are none.
#[derive(Clone, Copy, Debug)]
struct Held {
    company: u32,
    what: u8,
    possible: (i32, i32),
    certain: (i32, i32),
}

/// What somebody is at a company on a day: for some choice of days, and for every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    pub company: u32,
    pub possible: u8,
    pub certain: u8,
}

/// What is held in the stretches that [`Career::rank`] found, laid out as far as it is asked for: most
/// limits ask for the same few.
#[derive(Debug, Default)]
pub struct Stretches {
    posts: Vec<Post>,
    /// Where the posts of each stretch are; nowhere as long as nobody asked.
    places: Vec<Range<usize>>,
}

impl Stretches {
    /// Makes ready for somebody else.
    pub fn forget(&mut self) {
        self.posts.clear();
        self.places.clear();
    }

    /// What is held in a stretch, by its rank, in the order of companies.
    pub fn posts(&mut self, career: &Career, rank: usize) -> &[Post] {
        if self.places.len() <= rank {
            self.places.resize(rank + 1, 0..0);
        }
        if self.places[rank].is_empty() {
            let first = self.posts.len();
            if let Some((_, from, _)) = career.ranked.get(rank) {
                career.lay_out_on(*from, &mut self.posts);
            }
            self.places[rank] = first..self.posts.len();
        }
        &self.posts[self.places[rank].clone()]
    }
}

/// A stretch of days on which nothing changes.
#[derive(Clone, Copy, Debug)]
struct Moment {
    span: DaySpan,
    first: usize,
    last: usize,
}

/// The seats of one person that may count, laid out over time. Used again for one person after the
/// other, so that nothing is allocated for each.
#[derive(Debug, Default)]
pub struct Career {
    held: Vec<Held>,
    turns: Vec<i32>,
    moments: Vec<Moment>,
    /// Stretches by the number of seats, and how that changes at each turn.
    ranked: Vec<(u32, i32, i32)>,
    changes: Vec<i32>,
    /// By scope.
    counts: Vec<(u32, u32)>,
    posts: Vec<Post>,
    /// Seats that have not begun, the next one last; and those that may be held.
    coming: Vec<u32>,
    there: Vec<u32>,
    /// What any of the seats amounts to.
    pub ever: u8,
}

fn numbers(span: Option<DaySpan>, window: DaySpan) -> (i32, i32) {
    let within = span.and_then(|span| span.meet(window));
    within.map_or((0, 0), |span| (span.from.number(), span.to.number()))
}

fn covers((from, to): (i32, i32), day: i32) -> bool {
    from <= day && day < to
}

impl Career {
    /// Gathers the seats of a person of a block inside a window. At how many companies they are.
    pub fn gather(
        &mut self,
        (block, person): (&SeatBlock<'_>, usize),
        (graph, bits, window): (&BoardGraph, &[u8], DaySpan),
        may_count: impl Fn(u32) -> bool,
    ) -> usize {
        self.held.clear();
        self.ever = 0;
        let rows = block.rows(person);
        let (mut companies, mut before) = (0, None);
        for row in rows {
            let mut what = bits.get(block.capacity(row) as usize).copied().unwrap_or(0);
            let company = block.company(row);
            // One's own company may lead a group, whether it counts or not.
            if what & bit::EXECUTIVE == 0 && (what & bit::BOARD == 0 || !may_count(company)) {
                continue;
            }
            // The chair of a committee does not lead the board.
            if what & (bit::CHAIR | bit::LEAD) != 0 && !graph.committee(block.seat(row)).is_empty() {
                what &= !(bit::CHAIR | bit::OUTSIDE_CHAIR | bit::LEAD);
            }
            let spell = block.spell(row);
            let possible = numbers(spell.possible(), window);
            if possible.0 < possible.1 {
                self.held.push(Held { company, what, possible, certain: numbers(spell.certain(), window) });
                self.ever |= what;
                companies += usize::from(before.replace(company) != Some(company));
            }
        }
        companies
    }

    /// Whether so many seats may be held at one time. Most of what has a day in common has it where
    /// one of them begins.
    pub fn may_meet(&self, fewest: usize) -> bool {
        self.held.iter().any(|held| {
            let mut with = self.held.iter().filter(|other| covers(other.possible, held.possible.0));
            with.nth(fewest.saturating_sub(1)).is_some()
        })
    }

    /// Finds the stretches of days with at least so many posts. `more` are days on which something
    /// else changes.
    pub fn lay_out(&mut self, fewest: usize, more: &[Day]) {
        let Career { held, turns, moments, posts, coming, there, .. } = self;
        coming.clear();
        there.clear();
        turns.clear();
        moments.clear();
        posts.clear();
        coming.extend(0..held.len() as u32);
        coming.sort_unstable_by_key(|at| std::cmp::Reverse(held[*at as usize].possible.0));
        turns.extend(held.iter().flat_map(|held| [held.possible.0, held.possible.1]));
        turns.extend(
            held.iter().filter(|held| held.certain.0 < held.certain.1).flat_map(|h| [h.certain.0, h.certain.1]),
        );
        turns.sort_unstable();
        let ends = turns.first().copied().zip(turns.last().copied());
        if let Some((first, last)) = ends {
            turns.extend(more.iter().map(|day| day.number()).filter(|day| (first..last).contains(day)));
            turns.sort_unstable();
        }
        turns.dedup();
        for pair in turns.windows(2) {
            let first = posts.len();
            there.retain(|at| pair[0] < held[*at as usize].possible.1);
            while let Some(at) = coming.pop_if(|at| held[*at as usize].possible.0 <= pair[0]) {
                there.push(at);
            }
            // Seats come in the order of companies.
            there.sort_unstable();
            for held in there.iter().map(|at| &held[*at as usize]) {
                let certain = if covers(held.certain, pair[0]) { held.what } else { 0 };
                match posts[first..].last_mut() {
                    Some(post) if post.company == held.company => {
                        post.possible |= held.what;
                        post.certain |= certain;
                    }
                    _ => posts.push(Post { company: held.company, possible: held.what, certain }),
                }
            }
            if posts.len() - first < fewest {
                posts.truncate(first);
                continue;
            }
            let span = DaySpan { from: Day::from_number(pair[0]), to: Day::from_number(pair[1]) };
            moments.push(Moment { span, first, last: posts.len() });
        }
    }

    /// Finds the stretches of days with at least so many seats, those with most first, without laying
    /// out what is held in them: [`Stretches`] does that.
    pub fn rank(&mut self, fewest: usize) {
        let Career { held, turns, ranked, .. } = self;
        turns.clear();
        ranked.clear();
        for held in held.iter() {
            turns.extend([held.possible.0, held.possible.1]);
            if held.certain.0 < held.certain.1 {
                turns.extend([held.certain.0, held.certain.1]);
            }
        }
        turns.sort_unstable();
        turns.dedup();
        // How many seats begin and end on each turn, added up from the first.
        let at = |day: i32| turns.partition_point(|turn| *turn < day);
        self.changes.clear();
        self.changes.resize(turns.len() + 1, 0);
        for held in held.iter() {
            self.changes[at(held.possible.0)] += 1;
            self.changes[at(held.possible.1)] -= 1;
        }
        let mut seats = 0i32;
        for (pair, change) in turns.windows(2).zip(&self.changes) {
            seats += change;
            if seats >= fewest as i32 {
                ranked.push((seats as u32, pair[0], pair[1]));
            }
        }
        ranked.sort_unstable_by_key(|(seats, from, _)| (std::cmp::Reverse(*seats), *from));
    }

    /// The stretches found by [`Career::rank`]: how many seats there are at most, and the days.
    pub fn ranked(&self) -> impl Iterator<Item = (usize, DaySpan)> + '_ {
        self.ranked.iter().map(|&(seats, from, to)| {
            (seats as usize, DaySpan { from: Day::from_number(from), to: Day::from_number(to) })
        })
    }

    /// Adds what is held on a day, in the order of companies.
    fn lay_out_on(&self, day: i32, posts: &mut Vec<Post>) {
        let first = posts.len();
        for held in self.held.iter().filter(|held| covers(held.possible, day)) {
            let certain = if covers(held.certain, day) { held.what } else { 0 };
            match posts[first..].last_mut() {
                Some(post) if post.company == held.company => {
                    post.possible |= held.what;
                    post.certain |= certain;
                }
                _ => posts.push(Post { company: held.company, possible: held.what, certain }),
            }
        }
    }

    /// At how many companies any seat is held that counts in each scope, and that may count.
    pub fn count(&mut self, counted: &Counted<'_>) {
        self.counts.clear();
        self.counts.resize(counted.scopes(), (0, 0));
        let mut before = None;
        for held in self.held.iter().filter(|held| before.replace(held.company) != Some(held.company)) {
            for ((yes, maybe), answer) in self.counts.iter_mut().zip(counted.answers(held.company)) {
                *yes += u32::from(*answer == Answer::Yes);
                *maybe += u32::from(*answer != Answer::No);
            }
        }
    }

    /// What [`Career::count`] found for a scope: those that count, and those that may.
    pub fn counted(&self, scope: usize) -> (usize, usize) {
        self.counts.get(scope).map_or((0, 0), |(yes, maybe)| (*yes as usize, *maybe as usize))
    }

    /// The stretches with what is held on each of their days, in the order of companies.
    pub fn moments(&self) -> impl Iterator<Item = (DaySpan, &[Post])> + '_ {
        self.moments.iter().map(|moment| (moment.span, &self.posts[moment.first..moment.last]))
    }

    /// The companies at which any seat is held, in order.
    pub fn companies(&self) -> Vec<u32> {
        let mut companies: Vec<u32> = self.held.iter().map(|held| held.company).collect();
        companies.dedup();
        companies
    }
}
