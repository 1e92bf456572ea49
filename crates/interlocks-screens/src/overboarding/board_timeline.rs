//! The seats of one person over time, in intervals of days during which nothing changes.

use std::ops::Range;

use super::company_sets;
use interlocks_core::model::vocabulary::{is_in_control_body, is_independent, read_role};
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::{BoardGraph, SeatBlock};

/// The properties of a seat, one bit each.
pub(super) mod seat_bits {
    /// A set of properties.
    pub(in super::super) type SeatBits = u16;

    /// On the board.
    pub(in super::super) const BOARD: SeatBits = 1;
    /// On the board by a non-executive seat.
    pub(in super::super) const OUTSIDE: SeatBits = 1 << 1;
    /// An executive.
    pub(in super::super) const EXECUTIVE: SeatBits = 1 << 2;
    /// The chief executive.
    pub(in super::super) const CHIEF: SeatBits = 1 << 3;
    /// Chair of the board.
    pub(in super::super) const CHAIR: SeatBits = 1 << 4;
    /// Chair of the board by a non-executive seat.
    pub(in super::super) const OUTSIDE_CHAIR: SeatBits = 1 << 5;
    /// Lead director.
    pub(in super::super) const LEAD: SeatBits = 1 << 6;
    /// On the board by a seat that is called independent.
    pub(in super::super) const INDEPENDENT: SeatBits = 1 << 7;
    /// On the board by a non-executive seat that may be independent.
    pub(in super::super) const MAYBE_INDEPENDENT: SeatBits = 1 << 8;
    /// In a body of control beside the board.
    pub(in super::super) const CONTROL: SeatBits = 1 << 9;
    /// On the audit committee.
    pub(in super::super) const AUDIT: SeatBits = 1 << 10;

    /// On the board by a seat that does not chair it.
    pub(in super::super) const UNCHAIRED: SeatBits = 1 << 11;
    /// An executive by a seat that does not chair the board.
    pub(in super::super) const UNCHAIRED_EXECUTIVE: SeatBits = 1 << 12;

    /// All properties.
    pub(in super::super) const ALL: SeatBits = (1 << 13) - 1;
    /// The seats that count under some limit.
    pub(in super::super) const COUNTED: SeatBits = BOARD | CONTROL | AUDIT;
}

use seat_bits::SeatBits;

/// Returns the seat bits of each capacity, by its number.
pub(super) fn bits_of_capacities(graph: &BoardGraph) -> Vec<SeatBits> {
    let bits = graph.capacities().map(|capacity| {
        let role = read_role(capacity.role);
        let board = capacity.board != Some(false);
        let outside = board && !capacity.executive;
        let independent = is_independent(capacity.role);
        let mut bits = 0;
        for (bit, is_set) in [
            (seat_bits::BOARD, board),
            (seat_bits::OUTSIDE, outside),
            (seat_bits::EXECUTIVE, capacity.executive),
            (seat_bits::CHIEF, capacity.chief),
            (seat_bits::CHAIR, board && role.chair),
            (seat_bits::OUTSIDE_CHAIR, outside && role.chair),
            (seat_bits::LEAD, board && role.lead_director),
            (seat_bits::INDEPENDENT, outside && independent == Some(true)),
            (seat_bits::MAYBE_INDEPENDENT, outside && independent != Some(false)),
            (seat_bits::UNCHAIRED, board && !role.chair),
            (seat_bits::UNCHAIRED_EXECUTIVE, capacity.executive && !(board && role.chair)),
            (seat_bits::CONTROL, is_in_control_body(capacity.role)),
        ] {
            bits |= if is_set { bit } else { 0 };
        }
        bits
    });
    bits.collect()
}

/// A seat with its days as numbers, half open; empty if there are none.
#[derive(Clone, Copy, Debug)]
struct TimelineSeat {
    company: u32,
    /// The number of the company among those of the person.
    at: u32,
    bits: SeatBits,
    possible: (i32, i32),
    certain: (i32, i32),
}

/// The seats of a person at a company on a day, as seat bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ActiveSeat {
    /// The number of the company.
    pub(super) company: u32,
    /// The bits for some choice of days.
    pub(super) possible: SeatBits,
    /// The bits for every choice of days.
    pub(super) certain: SeatBits,
}

impl ActiveSeat {
    /// Adds a seat that may be held on a day to those of `active_seats` from index `first` on.
    fn add(active_seats: &mut Vec<ActiveSeat>, first: usize, seat: &TimelineSeat, day: i32) {
        let certain = if covers(seat.certain, day) { seat.bits } else { 0 };
        match active_seats[first..].last_mut() {
            Some(last) if last.company == seat.company => {
                last.possible |= seat.bits;
                last.certain |= certain;
            }
            _ => active_seats.push(ActiveSeat { company: seat.company, possible: seat.bits, certain }),
        }
    }
}

/// The seats in the intervals that [`BoardTimeline::rank`] found, laid out when first needed: most limits need the same
/// few intervals.
#[derive(Debug, Default)]
pub(super) struct RankedSeats {
    active_seats: Vec<ActiveSeat>,
    /// By rank, the range of `active_seats`; empty if not laid out.
    ranges: Vec<Range<usize>>,
    /// For the first ranks, the sets of companies whose seats may be held; see [`super::company_sets`].
    companies: Vec<u64>,
}

impl RankedSeats {
    /// Removes all seats, before another person.
    pub(super) fn clear(&mut self) {
        self.active_seats.clear();
        self.ranges.clear();
        self.companies.clear();
    }

    /// Returns the set of companies whose seats may be held in the interval of a rank.
    pub(super) fn companies(&mut self, timeline: &BoardTimeline, rank: usize) -> &[u64] {
        let words = timeline.company_words();
        while self.companies.len() < (rank + 1) * words {
            let first = self.companies.len();
            self.companies.resize(first + words, 0);
            for seat in timeline.seats_in(first / words) {
                company_sets::insert(&mut self.companies[first..], seat.at);
            }
        }
        &self.companies[rank * words..(rank + 1) * words]
    }

    /// Returns the seats in the interval of a rank, in the order of companies.
    pub(super) fn active_seats(&mut self, timeline: &BoardTimeline, rank: usize) -> &[ActiveSeat] {
        if self.ranges.len() <= rank {
            self.ranges.resize(rank + 1, 0..0);
        }
        if self.ranges[rank].is_empty() {
            let first = self.active_seats.len();
            let day = timeline.first_day(rank);
            for seat in timeline.seats_in(rank) {
                ActiveSeat::add(&mut self.active_seats, first, seat, day);
            }
            self.ranges[rank] = first..self.active_seats.len();
        }
        &self.active_seats[self.ranges[rank].clone()]
    }
}

/// An interval of days during which nothing changes, with the range of its active seats.
#[derive(Clone, Copy, Debug)]
struct Interval {
    span: DaySpan,
    first: usize,
    last: usize,
}

/// The source of the seats of a timeline.
#[derive(Clone, Copy)]
pub(super) struct SeatSource<'s> {
    pub(super) graph: &'s BoardGraph,
    pub(super) block: &'s SeatBlock<'s>,
    /// The seat bits of each capacity.
    pub(super) bits: &'s [SeatBits],
    /// The days of the question.
    pub(super) window: DaySpan,
    /// `true` if the data names committees.
    pub(super) committees: bool,
}

/// The seats of one person that may count, laid out over time. Reused from person to person to avoid allocations.
#[derive(Debug, Default)]
pub(super) struct BoardTimeline {
    seats: Vec<TimelineSeat>,
    boundaries: Vec<i32>,
    intervals: Vec<Interval>,
    /// Number of seats, first day and day after the last of each interval, those with the most seats first.
    ranked: Vec<(u32, i32, i32)>,
    /// The change of the number of seats at each boundary.
    changes: Vec<i32>,
    active_seats: Vec<ActiveSeat>,
    /// The indices of seats that have not begun, the next one last.
    upcoming: Vec<u32>,
    /// The indices of seats that may be held.
    current: Vec<u32>,
    /// The bits of all seats together.
    pub(super) seat_bits: SeatBits,
}

fn numbers(span: Option<DaySpan>, window: DaySpan) -> (i32, i32) {
    let within = span.and_then(|span| span.meet(window));
    within.map_or((0, 0), |span| (span.from.number(), span.to.number()))
}

fn covers((from, to): (i32, i32), day: i32) -> bool {
    from <= day && day < to
}

impl BoardTimeline {
    /// Loads the seats of a person, given by the row in the block. Returns the number of companies.
    pub(super) fn load(&mut self, source: SeatSource<'_>, person: usize, may_count: impl Fn(u32) -> bool) -> usize {
        let SeatSource { graph, block, window, .. } = source;
        self.seats.clear();
        self.seat_bits = 0;
        let (mut companies, mut before) = (0, None);
        for row in block.rows(person) {
            let mut bits = source.bits.get(block.capacity(row) as usize).copied().unwrap_or(0);
            let company = block.company(row);
            if source.committees && graph.is_on_audit_committee(block.seat(row)) {
                bits |= seat_bits::AUDIT;
            }
            // The company of an executive may lead a group, whether it counts or not.
            if bits & seat_bits::EXECUTIVE == 0 && (bits & seat_bits::COUNTED == 0 || !may_count(company)) {
                continue;
            }
            // The chair of a committee does not chair the board.
            let leads = bits & (seat_bits::CHAIR | seat_bits::LEAD) != 0;
            if leads && source.committees && !graph.committee(block.seat(row)).is_empty() {
                bits &= !(seat_bits::CHAIR | seat_bits::OUTSIDE_CHAIR | seat_bits::LEAD);
            }
            let spell = block.spell(row);
            let possible = numbers(spell.possible(), window);
            if possible.0 < possible.1 {
                companies += usize::from(before.replace(company) != Some(company));
                let (at, certain) = (companies as u32 - 1, numbers(spell.certain(), window));
                self.seats.push(TimelineSeat { company, at, bits, possible, certain });
                self.seat_bits |= bits;
            }
        }
        companies
    }

    /// Returns `true` if at least `fewest` seats may be held on one day. If seats have a common day, they have one on which
    /// one of them begins.
    pub(super) fn may_overlap(&self, fewest: usize) -> bool {
        self.seats.iter().any(|seat| {
            let mut with = self.seats.iter().filter(|other| covers(other.possible, seat.possible.0));
            with.nth(fewest.saturating_sub(1)).is_some()
        })
    }

    /// Finds the intervals with seats at `fewest` companies or more. `more` are further boundaries.
    pub(super) fn lay_out(&mut self, fewest: usize, more: &[Day]) {
        let BoardTimeline { seats, boundaries, intervals, active_seats, upcoming, current, .. } = self;
        upcoming.clear();
        current.clear();
        boundaries.clear();
        intervals.clear();
        active_seats.clear();
        upcoming.extend(0..seats.len() as u32);
        upcoming.sort_unstable_by_key(|at| std::cmp::Reverse(seats[*at as usize].possible.0));
        boundaries.extend(seats.iter().flat_map(|seat| [seat.possible.0, seat.possible.1]));
        let certain = seats.iter().map(|seat| seat.certain).filter(|(from, to)| from < to);
        boundaries.extend(certain.flat_map(|(from, to)| [from, to]));
        boundaries.sort_unstable();
        let ends = boundaries.first().copied().zip(boundaries.last().copied());
        if let Some((first, last)) = ends {
            boundaries.extend(more.iter().map(|day| day.number()).filter(|day| (first..last).contains(day)));
            boundaries.sort_unstable();
        }
        boundaries.dedup();
        for pair in boundaries.windows(2) {
            let first = active_seats.len();
            current.retain(|at| pair[0] < seats[*at as usize].possible.1);
            while let Some(at) = upcoming.pop_if(|at| seats[*at as usize].possible.0 <= pair[0]) {
                current.push(at);
            }
            // Seats are in the order of companies.
            current.sort_unstable();
            for at in current.iter() {
                ActiveSeat::add(active_seats, first, &seats[*at as usize], pair[0]);
            }
            if active_seats.len() - first < fewest {
                active_seats.truncate(first);
                continue;
            }
            let span = DaySpan { from: Day::from_number(pair[0]), to: Day::from_number(pair[1]) };
            intervals.push(Interval { span, first, last: active_seats.len() });
        }
    }

    /// Finds the intervals with at least `fewest` seats, those with the most first, without laying out their seats:
    /// [`RankedSeats`] does that.
    pub(super) fn rank(&mut self, fewest: usize) {
        let BoardTimeline { seats, boundaries, ranked, changes, .. } = self;
        boundaries.clear();
        ranked.clear();
        for seat in seats.iter() {
            boundaries.extend([seat.possible.0, seat.possible.1]);
            if seat.certain.0 < seat.certain.1 {
                boundaries.extend([seat.certain.0, seat.certain.1]);
            }
        }
        boundaries.sort_unstable();
        boundaries.dedup();
        let at = |day: i32| boundaries.partition_point(|boundary| *boundary < day);
        changes.clear();
        changes.resize(boundaries.len() + 1, 0);
        for seat in seats.iter() {
            changes[at(seat.possible.0)] += 1;
            changes[at(seat.possible.1)] -= 1;
        }
        let mut count = 0i32;
        for (pair, change) in boundaries.windows(2).zip(changes.iter()) {
            count += change;
            if count >= fewest as i32 {
                ranked.push((count as u32, pair[0], pair[1]));
            }
        }
        ranked.sort_unstable_by_key(|(count, from, _)| (std::cmp::Reverse(*count), *from));
    }

    /// Returns the intervals that [`BoardTimeline::rank`] found: the number of seats that may be held, and the days.
    pub(super) fn ranked(&self) -> impl Iterator<Item = (usize, DaySpan)> + '_ {
        self.ranked.iter().map(|&(count, from, to)| {
            (count as usize, DaySpan { from: Day::from_number(from), to: Day::from_number(to) })
        })
    }

    /// Returns the first day of the interval of a rank.
    fn first_day(&self, rank: usize) -> i32 {
        self.ranked.get(rank).map_or(i32::MIN, |(_, from, _)| *from)
    }

    /// Returns the seats that may be held in the interval of a rank, in the order of companies.
    fn seats_in(&self, rank: usize) -> impl Iterator<Item = &TimelineSeat> {
        let day = self.first_day(rank);
        self.seats.iter().filter(move |seat| covers(seat.possible, day))
    }

    /// Returns the number of words of a set of the person's companies.
    pub(super) fn company_words(&self) -> usize {
        self.seats.last().map_or(0, |seat| seat.at as usize / 64 + 1)
    }

    /// Returns the companies of all seats, each with its number among those of the person and the bits of the seat.
    pub(super) fn seat_companies(&self) -> impl Iterator<Item = (u32, u32, SeatBits)> + '_ {
        self.seats.iter().map(|seat| (seat.at, seat.company, seat.bits))
    }

    /// Returns the intervals with the seats on each of their days, in the order of companies.
    pub(super) fn intervals(&self) -> impl Iterator<Item = (DaySpan, &[ActiveSeat])> + '_ {
        self.intervals.iter().map(|interval| (interval.span, &self.active_seats[interval.first..interval.last]))
    }

    /// Returns the companies of all seats, in order.
    pub(super) fn companies(&self) -> Vec<u32> {
        let mut companies: Vec<u32> = self.seats.iter().map(|seat| seat.company).collect();
        companies.dedup();
        companies
    }
}
