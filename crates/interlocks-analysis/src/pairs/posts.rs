//! Who may join whom: for everybody on two boards or more, where they sit and on which days.
//!
//! The clock of a question is settled here, once a post, so that the product over posts has only
//! to ask whether two stretches of days overlap:
//!
//! - at any time: the possible days of the post (the certain ones, where only these are wanted);
//! - during a window, or possibly on a day: the same days inside the window;
//! - certainly on a day known as a range: the post must cover the range, and then all posts that
//!   are left overlap.

use std::ops::Range;

use rayon::prelude::*;

use super::super::question::Query;
use super::Side;
use interlocks_core::model::{Day, DaySet, DaySpan, Spell};
use interlocks_graph::grouping::{concat_map, group_by_key, list_offsets};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, PersonIx, SeatBlock, SeatIx, UncertainDays};

/// Days on which somebody sits at one end, as day numbers, half open. Several stretches of one
/// person at one company are several posts behind one another.
#[derive(Clone, Copy, Debug)]
pub struct IndexedTenure {
    /// The company; for pairs of people, the person.
    pub end: u32,
    pub from: i32,
    pub to: i32,
    /// Where the posts of the same hinge end in the list.
    pub stop: u32,
}

impl IndexedTenure {
    #[inline]
    pub fn overlaps(&self, other: &IndexedTenure) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }
}

/// TenureIndex by what hinges them (the person; for pairs of people, the company), in order; and by end.
#[derive(Debug, Default)]
pub struct TenureIndex {
    list: Vec<IndexedTenure>,
    starts: Vec<u32>,
    /// For each end the first post there of every hinge that has posts at ends beyond.
    leading: Vec<u32>,
    /// Hinges with more ends than were allowed.
    pub left_out: usize,
}

/// What somebody holds at an end, and what they hold at ends beyond it.
#[derive(Clone, Copy, Debug)]
pub struct Sitting<'a> {
    /// The number of the first post here.
    pub number: u32,
    pub own: &'a [IndexedTenure],
    pub beyond: &'a [IndexedTenure],
}

/// Hinges that one task gathers.
const CHUNK: usize = 1 << 12;

/// The posts of some hinges, and which of them lead to others; numbers count from the first.
#[derive(Default)]
struct Gathered {
    posts: Vec<IndexedTenure>,
    leading: Vec<u32>,
    left_out: usize,
}

impl Gathered {
    /// Ends the posts of a hinge, which begin at `first`.
    fn close(&mut self, first: usize, most: Option<usize>) {
        let own = self.posts[first..].chunk_by(|a, b| a.end == b.end).count();
        let too_many = most.is_some_and(|most| own > most);
        self.left_out += usize::from(too_many);
        if own < 2 || too_many {
            self.posts.truncate(first);
        }
        let stop = self.posts.len() as u32;
        let mut number = first as u32;
        for same in self.posts[first..].chunk_by_mut(|a, b| a.end == b.end) {
            let next = number + same.len() as u32;
            if next < stop {
                self.leading.push(number);
            }
            same.iter_mut().for_each(|post| post.stop = stop);
            number = next;
        }
    }
}

impl TenureIndex {
    /// The posts that hold for a question. Hinges with more than `most` ends are left out and
    /// counted.
    pub fn of(graph: &BoardGraph, query: &Query, side: Side, most: Option<usize>) -> TenureIndex {
        let (hinges, ends) = match side {
            Side::Companies => (graph.person_count(), graph.company_count()),
            Side::People => (graph.company_count(), graph.person_count()),
        };
        let chunks: Vec<Gathered> = (0..hinges.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut gathered = Gathered::default();
                let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(hinges);
                // At any time the columns are gone through as they are.
                let plain = side == Side::Companies && query.clock == Clock::Ever;
                let block = plain.then(|| graph.seat_block(range.clone()));
                for hinge in range.clone() {
                    let first = gathered.posts.len();
                    match &block {
                        Some(block) => at_any_time(block, query, hinge - range.start, &mut gathered.posts),
                        None => gather(graph, query, side, hinge as u32, &mut gathered.posts),
                    }
                    gathered.close(first, most);
                }
                gathered
            })
            .collect();
        let bases = list_offsets(chunks.iter().map(|chunk| chunk.posts.len()));
        let list = concat_map(
            &chunks,
            |chunk| &chunk.posts,
            |chunk, post| IndexedTenure { stop: post.stop + bases[chunk] as u32, ..post },
        );
        let leading = concat_map(&chunks, |chunk| &chunk.leading, |chunk, number| number + bases[chunk] as u32);
        let left_out = chunks.iter().map(|chunk| chunk.left_out).sum();
        let (starts, leading) =
            group_by_key(leading.len(), ends, |at| list[leading[at] as usize].end, |at| leading[at]);
        TenureIndex { list, starts, leading, left_out }
    }

    /// How many ends there are, whether they have posts or not.
    pub fn ends(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many posts there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    fn leading(&self, ends: Range<usize>) -> &[u32] {
        &self.leading[self.starts[ends.start] as usize..self.starts[ends.end] as usize]
    }

    /// Those who sit at an end and at others beyond it, in the order of hinges.
    pub fn sittings(&self, end: usize) -> impl Iterator<Item = Sitting<'_>> + Clone {
        self.leading(end..end + 1).iter().map(move |&number| {
            let first = number as usize;
            let all = &self.list[first..self.list[first].stop as usize];
            let own = all.iter().take_while(|post| post.end == end as u32).count();
            let (own, beyond) = all.split_at(own);
            Sitting { number, own, beyond }
        })
    }

    /// Brings the posts of some ends into the cache. They lie all over the list; read like this,
    /// one by one without a question in between, the reads do not wait for each other.
    pub fn touch(&self, ends: Range<usize>) {
        let sum = self.leading(ends).iter().fold(0, |sum, number| sum ^ self.list[*number as usize].stop);
        interlocks_core::store::touch(sum);
    }

    /// At how many ends the hinge of a post sits.
    pub fn degree(&self, number: u32) -> usize {
        let stop = self.list[number as usize].stop;
        let first = self.list[..number as usize].iter().rposition(|post| post.stop != stop).map_or(0, |at| at + 1);
        self.list[first..stop as usize].chunk_by(|a, b| a.end == b.end).count()
    }

    /// Ranges of ends with about the same number of posts that lead beyond in each, `count` at most.
    pub fn balanced(&self, count: usize) -> Vec<Range<usize>> {
        let (ends, all) = (self.ends(), self.leading.len());
        let cut = |piece: usize| self.starts[..ends].partition_point(|start| (*start as usize) < all * piece / count);
        let mut ranges: Vec<Range<usize>> = (0..count).map(|piece| cut(piece)..cut(piece + 1)).collect();
        if let Some(last) = ranges.last_mut() {
            last.end = ends;
        }
        ranges
    }
}

/// Adds the posts of a person of a block, at any time, in the order of companies.
fn at_any_time(block: &SeatBlock<'_>, query: &Query, person: usize, posts: &mut Vec<IndexedTenure>) {
    let rows = block.rows(person);
    // Most people hold one seat, and join nothing.
    if rows.len() < 2 {
        return;
    }
    let first = posts.len();
    let mut again = false;
    for row in rows.filter(|row| block.is_board(*row)) {
        let spell = block.spell(row);
        let days = if query.certain_only { spell.certain() } else { spell.possible() };
        if let Some(days) = days {
            let company = block.company(row);
            again |= posts[first..].last().is_some_and(|before| before.end == company);
            posts.push(post(company, days));
        }
    }
    // Several spells at one company are one set of days.
    if again {
        let several = posts.split_off(first);
        for same in several.chunk_by(|a, b| a.end == b.end) {
            let day = Day::from_number;
            let days: DaySet = same.iter().map(|one| DaySpan { from: day(one.from), to: day(one.to) }).collect();
            posts.extend(days.as_slice().iter().map(|days| post(same[0].end, *days)));
        }
    }
}

/// Adds the posts of a hinge, in the order of their ends.
fn gather(graph: &BoardGraph, query: &Query, side: Side, hinge: u32, posts: &mut Vec<IndexedTenure>) {
    let mut add = |end: u32, seats: &mut dyn Iterator<Item = SeatIx>| {
        let held: Vec<Spell> = seats.filter(|seat| graph.is_board(*seat)).map(|seat| graph.spell(seat)).collect();
        let days = counted(graph, query, &UncertainDays::from_spells(held.into_iter()));
        posts.extend(days.as_slice().iter().map(|days| post(end, *days)));
    };
    match side {
        Side::Companies => {
            let person = PersonIx::new(hinge);
            let mut companies: Vec<CompanyIx> =
                graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
            companies.dedup();
            if companies.len() > 1 {
                companies.iter().for_each(|company| add(company.number(), &mut graph.seats_at(person, *company)));
            }
        }
        Side::People => {
            let company = CompanyIx::new(hinge);
            graph.company_people(company).for_each(|person| add(person.number(), &mut graph.seats_at(person, company)));
        }
    }
}

fn post(end: u32, days: DaySpan) -> IndexedTenure {
    IndexedTenure { end, from: days.from.number(), to: days.to.number(), stop: 0 }
}

/// Of the days of a post those on which a meeting counts for the question.
fn counted(graph: &BoardGraph, query: &Query, days: &UncertainDays) -> DaySet {
    let window = query.clock.window();
    match (query.clock, query.certain_only) {
        (_, false) => days.possible.within(window),
        (Clock::Ever, true) => days.certain.clone(),
        (clock, true) => {
            let known = match graph.as_of() {
                Some(day) => days.certain.within(DaySpan { from: Day::MIN, to: day.plus(1) }),
                None => days.certain.clone(),
            };
            match clock {
                Clock::At(day) if known.covers(day) => DaySpan::from(day).into(),
                Clock::At(_) => DaySet::default(),
                Clock::During(_) | Clock::Ever => known.within(window),
            }
        }
    }
}
