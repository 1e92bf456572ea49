//! Index of the tenures of everybody on two boards or more: the ends they connect, and the days.
//!
//! An *end* is a company, and a *via* a person who connects ends; for pairs of people, the other way round. The clock of
//! a question is applied here, once per tenure, so that the product only has to ask whether two intervals of days
//! overlap:
//!
//! - at any time: the possible days of the tenure (if only certain answers are wanted, the certain ones up to the as-of
//!   date);
//! - during a window or on a day: the same days inside the window.
//!
//! If only certain answers about a day known as a range are wanted, the index finds the pairs that are certain on some
//! of its days. Those that are certain on all of them have to be selected afterwards.

use std::ops::Range;

use rayon::prelude::*;

use super::super::question::Query;
use super::Side;
use interlocks_core::model::{Day, DaySet, DaySpan, Spell};
use interlocks_graph::grouping::{concat_map, group_by_key, list_offsets};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, Links, PersonIx, SeatBlock, SeatIx, UncertainDays};

/// Days on which a via is at one end, as day numbers, half open. Several intervals of one person at one company are
/// several consecutive tenures.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexedTenure {
    /// The company; for pairs of people, the person.
    pub end: u32,
    /// The first day.
    pub from: i32,
    /// The day after the last.
    pub to: i32,
    /// The index after the last tenure of the same via, and [`OFFICE`] if it is no board seat: one word, because the
    /// product reads these rows more often than anything else.
    group: u32,
}

/// Marks a tenure that is an executive office. Two offices link nothing; see [`Links::Officers`].
const OFFICE: u32 = 1 << 31;

impl IndexedTenure {
    fn new(end: u32, days: DaySpan) -> IndexedTenure {
        IndexedTenure { end, from: days.from.number(), to: days.to.number(), group: 0 }
    }

    /// Returns the index after the last tenure of the same via.
    #[inline]
    pub(super) fn group_end(&self) -> u32 {
        self.group & !OFFICE
    }

    /// Returns `true` if the two link their ends.
    #[inline]
    pub(super) fn links(&self, other: &IndexedTenure) -> bool {
        (self.from.max(other.from) < self.to.min(other.to)) & (self.group & other.group < OFFICE)
    }
}

/// Tenures grouped by via, in order, with a CSR index from each end to the groups that begin there.
#[derive(Debug, Default)]
pub(super) struct TenureIndex {
    list: Vec<IndexedTenure>,
    /// CSR offsets into `leading`: those of end `e` are `starts[e]..starts[e + 1]`.
    starts: Vec<u32>,
    /// For each end the first tenure there of every via that also has tenures at higher ends.
    leading: Vec<u32>,
    /// The number of vias left out because they have too many ends.
    pub left_out: usize,
}

/// The tenures of one via at an end, and at higher ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct TenureGroup<'a> {
    /// The index of the first tenure at the end.
    pub number: u32,
    /// The tenures at the end.
    pub own: &'a [IndexedTenure],
    /// The tenures at higher ends.
    pub beyond: &'a [IndexedTenure],
}

/// The number of vias per task.
const CHUNK: usize = 1 << 12;

/// The tenures of one task, with indices from 0.
#[derive(Default)]
struct Gathered {
    tenures: Vec<IndexedTenure>,
    leading: Vec<u32>,
    left_out: usize,
}

impl Gathered {
    /// Finishes the tenures of a via, which begin at `first`.
    fn finish_via(&mut self, first: usize, most: Option<usize>) {
        let own = self.tenures[first..].chunk_by(|a, b| a.end == b.end).count();
        let too_many = most.is_some_and(|most| own > most);
        self.left_out += usize::from(too_many);
        if own < 2 || too_many {
            self.tenures.truncate(first);
        }
        let group_end = self.tenures.len() as u32;
        let mut number = first as u32;
        for same in self.tenures[first..].chunk_by_mut(|a, b| a.end == b.end) {
            let next = number + same.len() as u32;
            if next < group_end {
                self.leading.push(number);
            }
            same.iter_mut().for_each(|tenure| tenure.group |= group_end);
            number = next;
        }
    }
}

impl TenureIndex {
    /// Builds the index of the tenures that count for a question. Vias with more than `most` ends are left out and
    /// counted.
    pub(super) fn new(graph: &BoardGraph, query: &Query, side: Side, most: Option<usize>) -> TenureIndex {
        let (vias, ends) = match side {
            Side::Companies => (graph.person_count(), graph.company_count()),
            Side::People => (graph.company_count(), graph.person_count()),
        };
        let known = Query::known_days(graph);
        let chunks: Vec<Gathered> = (0..vias.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut gathered = Gathered::default();
                let range = chunk * CHUNK..((chunk + 1) * CHUNK).min(vias);
                // At any time the columns of board seats are read directly.
                let plain = side == Side::Companies && query.clock == Clock::Ever && graph.links() == Links::Directors;
                let block = plain.then(|| graph.seat_block(range.clone()));
                for via in range.clone() {
                    let first = gathered.tenures.len();
                    match &block {
                        Some(block) => push_at_any_time(block, query, known, via - range.start, &mut gathered.tenures),
                        None => push_at_clock(graph, query, side, via as u32, &mut gathered.tenures),
                    }
                    gathered.finish_via(first, most);
                }
                gathered
            })
            .collect();
        let bases = list_offsets(chunks.iter().map(|chunk| chunk.tenures.len()));
        let list = concat_map(
            &chunks,
            |chunk| &chunk.tenures,
            |chunk, tenure| IndexedTenure { group: tenure.group + bases[chunk] as u32, ..tenure },
        );
        let leading = concat_map(&chunks, |chunk| &chunk.leading, |chunk, number| number + bases[chunk] as u32);
        let left_out = chunks.iter().map(|chunk| chunk.left_out).sum();
        let (starts, leading) =
            group_by_key(leading.len(), ends, |at| list[leading[at] as usize].end, |at| leading[at]);
        TenureIndex { list, starts, leading, left_out }
    }

    /// Returns the number of ends, with or without tenures.
    pub(super) fn ends(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Returns the number of tenures.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    fn leading(&self, ends: Range<usize>) -> &[u32] {
        &self.leading[self.starts[ends.start] as usize..self.starts[ends.end] as usize]
    }

    /// Returns the vias at an end that are also at higher ends, in order.
    pub(super) fn groups_at(&self, end: usize) -> impl Iterator<Item = TenureGroup<'_>> + Clone {
        self.leading(end..end + 1).iter().map(move |&number| {
            let first = number as usize;
            let all = &self.list[first..self.list[first].group_end() as usize];
            let own = all.iter().take_while(|tenure| tenure.end == end as u32).count();
            let (own, beyond) = all.split_at(own);
            TenureGroup { number, own, beyond }
        })
    }

    /// Reads the tenures of some ends to bring them into the cache. They are scattered over the list; reads without a
    /// dependent instruction in between do not wait for each other.
    pub(super) fn touch(&self, ends: Range<usize>) {
        let sum = self.leading(ends).iter().fold(0, |sum, number| sum ^ self.list[*number as usize].group);
        interlocks_core::store::touch(sum);
    }

    /// Returns the number of ends of the via of a tenure.
    pub(super) fn degree(&self, number: u32) -> usize {
        let group_end = self.list[number as usize].group_end();
        let first = self.list[..number as usize]
            .iter()
            .rposition(|tenure| tenure.group_end() != group_end)
            .map_or(0, |at| at + 1);
        self.list[first..group_end as usize].chunk_by(|a, b| a.end == b.end).count()
    }

    /// Cuts the ends into at most `count` ranges with about the same number of groups.
    pub(super) fn balanced(&self, count: usize) -> Vec<Range<usize>> {
        let (ends, all) = (self.ends(), self.leading.len());
        let cut = |piece: usize| self.starts[..ends].partition_point(|start| (*start as usize) < all * piece / count);
        let mut ranges: Vec<Range<usize>> = (0..count).map(|piece| cut(piece)..cut(piece + 1)).collect();
        if let Some(last) = ranges.last_mut() {
            last.end = ends;
        }
        ranges
    }
}

/// Adds the tenures of a person of a block at any time, in the order of companies.
fn push_at_any_time(
    block: &SeatBlock<'_>,
    query: &Query,
    known: DaySpan,
    person: usize,
    tenures: &mut Vec<IndexedTenure>,
) {
    let rows = block.rows(person);
    // Most people have one seat and connect nothing.
    if rows.len() < 2 {
        return;
    }
    let first = tenures.len();
    let mut repeats = false;
    for row in rows.filter(|row| block.is_board(*row)) {
        let spell = block.spell(row);
        let days =
            if query.certain_only { spell.certain().and_then(|days| days.meet(known)) } else { spell.possible() };
        if let Some(days) = days {
            let company = block.company(row);
            repeats |= tenures[first..].last().is_some_and(|before| before.end == company);
            tenures.push(IndexedTenure::new(company, days));
        }
    }
    // Several spells at one company form one set of days.
    if repeats {
        let several = tenures.split_off(first);
        for same in several.chunk_by(|a, b| a.end == b.end) {
            let day = Day::from_number;
            let days: DaySet = same.iter().map(|one| DaySpan { from: day(one.from), to: day(one.to) }).collect();
            tenures.extend(days.as_slice().iter().map(|days| IndexedTenure::new(same[0].end, *days)));
        }
    }
}

/// Adds the tenures of a via, in the order of ends.
fn push_at_clock(graph: &BoardGraph, query: &Query, side: Side, via: u32, tenures: &mut Vec<IndexedTenure>) {
    let mut add = |end: u32, seats: &mut dyn Iterator<Item = SeatIx>| {
        let seats: Vec<SeatIx> = seats.collect();
        let board: Vec<Spell> =
            seats.iter().filter(|seat| graph.is_board(**seat)).map(|seat| graph.spell(*seat)).collect();
        let days = counting_days(graph, query, &UncertainDays::from_spells(board.into_iter()));
        tenures.extend(days.as_slice().iter().map(|days| IndexedTenure::new(end, *days)));
        if graph.links() == Links::Officers {
            let days = counting_days(graph, query, &graph.tenure_of(&seats).executive);
            let office = |days: &DaySpan| IndexedTenure { group: OFFICE, ..IndexedTenure::new(end, *days) };
            tenures.extend(days.as_slice().iter().map(office));
        }
    };
    match side {
        Side::Companies => {
            let person = PersonIx::new(via);
            let mut companies: Vec<CompanyIx> =
                graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
            companies.dedup();
            if companies.len() > 1 {
                companies.iter().for_each(|company| add(company.number(), &mut graph.seats_at(person, *company)));
            }
        }
        Side::People => {
            let company = CompanyIx::new(via);
            graph.company_people(company).for_each(|person| add(person.number(), &mut graph.seats_at(person, company)));
        }
    }
}

/// Returns the days of a tenure that count for the question.
pub(super) fn counting_days(graph: &BoardGraph, query: &Query, days: &UncertainDays) -> DaySet {
    let window = query.clock.window();
    if query.certain_only {
        days.certain.within(Query::known_days(graph)).within(window)
    } else {
        days.possible.within(window)
    }
}
