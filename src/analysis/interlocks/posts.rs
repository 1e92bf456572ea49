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

use super::super::query::Query;
use super::Side;
use crate::graph::{BoardGraph, Clock, CompanyIx, PersonIx, SeatBlock, SeatIx, Stretch, order::grouped};
use crate::model::{Day, DaySpan, Spans, Spell};

/// Days on which somebody sits at one end, as day numbers, half open. Several stretches of one
/// person at one company are several posts behind one another.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    /// The company; for pairs of people, the person.
    pub end: u32,
    pub from: i32,
    pub to: i32,
    /// Where the posts of the same hinge end in the list.
    pub stop: u32,
}

impl Post {
    #[inline]
    pub fn overlaps(&self, other: &Post) -> bool {
        self.from.max(other.from) < self.to.min(other.to)
    }
}

/// A post at an end: its number, and where the posts of its hinge stop.
#[derive(Clone, Copy, Debug, Default)]
pub struct At {
    pub number: u32,
    pub stop: u32,
}

/// Posts by what hinges them (the person; for pairs of people, the company), in order; and by end.
#[derive(Debug, Default)]
pub struct Posts {
    list: Vec<Post>,
    starts: Vec<u32>,
    by_end: Vec<At>,
    /// Hinges with more ends than were allowed.
    pub left_out: usize,
}

/// Hinges that one task gathers.
const CHUNK: usize = 1 << 12;

impl Posts {
    /// The posts that hold for a question. Hinges with more than `most` ends are left out and
    /// counted.
    pub fn of(graph: &BoardGraph, query: &Query, side: Side, most: Option<usize>) -> Posts {
        let (hinges, ends) = match side {
            Side::Companies => (graph.person_count(), graph.company_count()),
            Side::People => (graph.company_count(), graph.person_count()),
        };
        let chunks: Vec<(Vec<Post>, usize)> = (0..hinges.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let (mut posts, mut left_out) = (Vec::new(), 0);
                let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(hinges);
                // At any time the columns are gone through as they are.
                let plain = side == Side::Companies && query.clock == Clock::Ever;
                let block = plain.then(|| graph.seats_of_people(range.clone()));
                for hinge in range.clone() {
                    let first = posts.len();
                    match &block {
                        Some(block) => at_any_time(block, query, hinge - range.start, &mut posts),
                        None => gather(graph, query, side, hinge as u32, &mut posts),
                    }
                    let own = posts[first..].chunk_by(|a, b| a.end == b.end).count();
                    let too_many = most.is_some_and(|most| own > most);
                    left_out += usize::from(too_many);
                    if own < 2 || too_many {
                        posts.truncate(first);
                    }
                    let stop = posts.len() as u32;
                    posts[first..].iter_mut().for_each(|post| post.stop = stop);
                }
                (posts, left_out)
            })
            .collect();
        let left_out = chunks.iter().map(|(_, left_out)| left_out).sum();
        let mut list: Vec<Post> = Vec::with_capacity(chunks.iter().map(|(posts, _)| posts.len()).sum());
        for (posts, _) in chunks {
            let base = list.len() as u32;
            list.extend(posts.into_iter().map(|post| Post { stop: post.stop + base, ..post }));
        }
        let at = |number: usize| At { number: number as u32, stop: list[number].stop };
        let (starts, by_end) = grouped(list.len(), ends, |number| list[number].end, at);
        Posts { list, starts, by_end, left_out }
    }

    /// How many ends there are, whether they have posts or not.
    pub fn ends(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many posts there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The posts at an end, in the order of hinges.
    pub fn at(&self, end: usize) -> &[At] {
        &self.by_end[self.starts[end] as usize..self.starts[end + 1] as usize]
    }

    /// A post by number.
    #[inline]
    pub fn post(&self, number: u32) -> &Post {
        &self.list[number as usize]
    }

    /// The posts of the same hinge at ends beyond that of a post.
    #[inline]
    pub fn beyond(&self, number: u32) -> &[Post] {
        let post = self.post(number);
        let rest = &self.list[number as usize + 1..post.stop as usize];
        let same = rest.iter().take_while(|other| other.end == post.end).count();
        &rest[same..]
    }

    /// At how many ends the hinge of a post sits.
    pub fn degree(&self, number: u32) -> usize {
        let stop = self.post(number).stop;
        let first = self.list[..number as usize].iter().rposition(|post| post.stop != stop).map_or(0, |at| at + 1);
        self.list[first..stop as usize].chunk_by(|a, b| a.end == b.end).count()
    }

    /// Ranges of ends with about the same number of posts to compare in each, `count` at most.
    pub fn balanced(&self, count: usize) -> Vec<Range<usize>> {
        let work: Vec<u64> = (0..self.ends())
            .into_par_iter()
            .map(|end| 1 + self.at(end).iter().map(|at| u64::from(at.stop - at.number)).sum::<u64>())
            .collect();
        let each = work.iter().sum::<u64>() / count.max(1) as u64 + 1;
        let (mut ranges, mut first, mut sum) = (Vec::new(), 0, 0);
        for (end, work) in work.iter().enumerate() {
            sum += work;
            if sum >= each || end + 1 == self.ends() {
                ranges.push(first..end + 1);
                (first, sum) = (end + 1, 0);
            }
        }
        ranges
    }
}

/// Adds the posts of a person of a block, at any time, in the order of companies.
fn at_any_time(block: &SeatBlock<'_>, query: &Query, person: usize, posts: &mut Vec<Post>) {
    let rows = block.of(person);
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
            let days: Spans = same.iter().map(|one| DaySpan { from: day(one.from), to: day(one.to) }).collect();
            posts.extend(days.as_slice().iter().map(|days| post(same[0].end, *days)));
        }
    }
}

/// Adds the posts of a hinge, in the order of their ends.
fn gather(graph: &BoardGraph, query: &Query, side: Side, hinge: u32, posts: &mut Vec<Post>) {
    let mut add = |end: u32, seats: &mut dyn Iterator<Item = SeatIx>| {
        let held: Vec<Spell> = seats.filter(|seat| graph.is_board(*seat)).map(|seat| graph.spell(seat)).collect();
        let days = counted(graph, query, &Stretch::of(held.into_iter()));
        posts.extend(days.as_slice().iter().map(|days| post(end, *days)));
    };
    match side {
        Side::Companies => {
            let person = PersonIx(hinge);
            let mut companies: Vec<CompanyIx> =
                graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
            companies.dedup();
            if companies.len() > 1 {
                companies.iter().for_each(|company| add(company.0, &mut graph.seats_at(person, *company)));
            }
        }
        Side::People => {
            let company = CompanyIx(hinge);
            graph.company_people(company).for_each(|person| add(person.0, &mut graph.seats_at(person, company)));
        }
    }
}

fn post(end: u32, days: DaySpan) -> Post {
    Post { end, from: days.from.number(), to: days.to.number(), stop: 0 }
}

/// Of the days of a post those on which a meeting counts for the question.
fn counted(graph: &BoardGraph, query: &Query, days: &Stretch) -> Spans {
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
                Clock::At(day) if known.covers(day) => DaySpan::of(day).into(),
                Clock::At(_) => Spans::default(),
                Clock::During(_) | Clock::Ever => known.within(window),
            }
        }
    }
}
