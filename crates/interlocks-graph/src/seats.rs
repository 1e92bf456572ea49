//! Access to the seats of people and the people of companies.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::OnceLock;

use super::{BoardGraph, CompanyIx, Entity, Links, PersonIx, SeatIx};
use interlocks_core::model::vocabulary::{is_audit_committee, sets_pay};
use interlocks_core::model::{DayRange, Seat, Spell};
use interlocks_core::store::{BitPacked, touch};
use interlocks_dataset::tables::{Capacities, Capacity};
use interlocks_dataset::{Field, RoleCount, count_roles};

impl BoardGraph {
    /// Returns the numbers of the seats of a person.
    fn seats_of(&self, person: PersonIx) -> Range<usize> {
        let at = person.index();
        self.by_person.get(at) as usize..(self.by_person.get(at + 1) as usize).min(self.seats.len())
    }

    /// Returns the seats of a person, by company, then by time.
    pub fn person_seats(&self, person: PersonIx) -> impl ExactSizeIterator<Item = SeatIx> + Clone + use<> {
        self.seats_of(person).map(|seat| SeatIx::new(seat as u32))
    }

    /// Returns the seats of a person at one company, by time.
    pub fn seats_at(&self, person: PersonIx, company: CompanyIx) -> impl Iterator<Item = SeatIx> + Clone + use<> {
        self.seat_rows_at(person, company).map(SeatIx::new)
    }

    /// Returns the numbers of the seats of a person.
    #[cfg(feature = "petgraph")]
    pub(crate) fn seat_rows(&self, person: PersonIx) -> Range<u32> {
        let rows = self.seats_of(person);
        rows.start as u32..rows.end as u32
    }

    /// Returns the numbers of the seats of a person at one company.
    pub(crate) fn seat_rows_at(&self, person: PersonIx, company: CompanyIx) -> Range<u32> {
        let Range { start, end } = self.seats_of(person);
        let from = self.seats.company.partition_point(start, end, |other| other < company.number());
        let to = self.seats.company.partition_point(from, end, |other| other <= company.number());
        from as u32..to as u32
    }

    /// Returns the person in a row of the list of people by company.
    #[cfg(feature = "petgraph")]
    pub(crate) fn person_in_row(&self, row: usize) -> PersonIx {
        PersonIx::new(self.company_people.get(row).min(self.last_person()))
    }

    /// Returns the people with a seat at a company, each once, in order.
    pub fn company_people(&self, company: CompanyIx) -> impl Iterator<Item = PersonIx> + Clone + '_ {
        self.people_in(self.people_rows(company))
    }

    /// Returns the rows of a company in the list of people by company, which has one row per seat.
    pub fn people_rows(&self, company: CompanyIx) -> Range<usize> {
        let at = company.index();
        self.by_company.get(at) as usize..self.by_company.get(at + 1) as usize
    }

    /// Returns the people in rows of the list of people by company, each once. The rows must be those of one company.
    pub fn people_in(&self, rows: Range<usize>) -> impl Iterator<Item = PersonIx> + Clone + '_ {
        let mut before = None;
        let last = self.last_person();
        let seats = self.company_people.range(rows.start, rows.end).map(move |person| person.min(last));
        seats.filter(move |person| before.replace(*person) != Some(*person)).map(PersonIx::new)
    }

    /// Prefetches rows of the list of people by company; see [`touch`].
    pub fn touch_people_in(&self, rows: Range<usize>) {
        touch(self.company_people.get(rows.start));
    }

    /// Prefetches the seats of a person; see [`touch`].
    pub fn touch_seats_of(&self, person: PersonIx) {
        let row = self.seats_of(person).start;
        for column in [&self.seats.company, &self.seats.capacity, &self.seats.start, &self.seats.end] {
            touch(column.get(row));
        }
    }

    /// Returns the number of seats at a company, at any time.
    pub fn seats_count_at(&self, company: CompanyIx) -> usize {
        let at = company.index();
        self.by_company.get(at + 1).saturating_sub(self.by_company.get(at)) as usize
    }

    /// Returns the people with a seat at both companies, at any time, in order.
    pub fn shared_people(&self, a: CompanyIx, b: CompanyIx) -> Vec<PersonIx> {
        self.people_in_both(self.people_rows(a), self.people_rows(b)).collect()
    }

    /// Returns the people that are in the rows of both of two companies, in order; see
    /// [`people_rows`](BoardGraph::people_rows).
    pub fn people_in_both(&self, a: Range<usize>, b: Range<usize>) -> impl Iterator<Item = PersonIx> + '_ {
        let (mut a, mut b) = (self.people_in(a).peekable(), self.people_in(b).peekable());
        std::iter::from_fn(move || {
            while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
                match x.cmp(y) {
                    Ordering::Less => _ = a.next(),
                    Ordering::Greater => _ = b.next(),
                    Ordering::Equal => {
                        b.next();
                        return a.next();
                    }
                }
            }
            None
        })
    }

    /// Returns the seats at a company, by person, then by time.
    pub fn company_seats(&self, company: CompanyIx) -> impl Iterator<Item = SeatIx> + Clone + '_ {
        self.company_people(company).flat_map(move |person| self.seats_at(person, company))
    }

    /// Returns the person who holds a seat. Binary search over the people.
    pub fn seat_person(&self, seat: SeatIx) -> PersonIx {
        let starts = self.by_person.partition_point(0, self.by_person.len(), |start| start <= seat.number());
        PersonIx::new(starts.saturating_sub(1).min(self.person_count().saturating_sub(1)) as u32)
    }

    /// Returns the seats of several people, unpacked, for work that goes through all people.
    pub fn seat_block(&self, people: Range<usize>) -> SeatBlock<'_> {
        let mut block = SeatBlock::empty(self);
        block.load(people);
        block
    }

    /// Returns the company of a seat.
    pub fn seat_company(&self, seat: SeatIx) -> CompanyIx {
        CompanyIx::new(self.seats.company.get(seat.index()).min(self.last_company()))
    }

    /// Returns the largest number of a company. A forged snapshot may have larger ones; they are read as this one.
    pub(crate) fn last_company(&self) -> u32 {
        (self.company_count() as u32).saturating_sub(1)
    }

    /// Returns the largest number of a person, as [`last_company`](BoardGraph::last_company).
    fn last_person(&self) -> u32 {
        (self.person_count() as u32).saturating_sub(1)
    }

    /// Returns the spell of a seat; [`Spell::ALWAYS`] if dates are ignored. It is doubtful if it is not known whether the
    /// seat is on the board.
    pub fn spell(&self, seat: SeatIx) -> Spell {
        self.stated_spell(seat).doubtful(self.is_board_unknown(seat))
    }

    /// Returns the spell of a seat as its dates state it, whatever is known of the role.
    pub fn stated_spell(&self, seat: SeatIx) -> Spell {
        if self.undated {
            return Spell::ALWAYS;
        }
        let row = seat.index();
        self.seats.dates.spell(self.seats.start.get(row), self.seats.end.get(row), self.about.as_of)
    }

    /// Returns the number of the capacity of a seat, in the order of [`BoardGraph::capacities`].
    pub fn capacity_number(&self, seat: SeatIx) -> usize {
        self.seats.capacity.get(seat.index()) as usize
    }

    fn capacity(&self, seat: SeatIx) -> (&Capacities, u32) {
        (&self.seats.capacities, self.seats.capacity.get(seat.index()))
    }

    /// Returns the roles of seats, with their numbers of seats and how they were read: those of most seats first.
    pub fn roles(&self) -> Vec<RoleCount> {
        count_roles(&self.seats)
    }

    /// Returns the capacity in which a seat is held.
    pub fn seat_capacity(&self, seat: SeatIx) -> Capacity<'_> {
        let (capacities, number) = self.capacity(seat);
        capacities.get(number)
    }

    /// Returns the distinct capacities in which seats are held, in the order of their numbers.
    pub fn capacities(&self) -> impl Iterator<Item = Capacity<'_>> {
        self.seats.capacities.iter()
    }

    /// Returns `true` if a seat is on the board, with a vote, or if that is not known. In the second case its
    /// [`spell`](BoardGraph::spell) is doubtful.
    pub fn is_board(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_board(number)
    }

    /// Returns `true` if it is not known whether a seat is on the board, because the words for its role do not say it.
    pub fn is_board_unknown(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_board_unknown(number)
    }

    /// Returns `true` if a seat is an executive office, so that the company is the person's main employer.
    pub fn is_executive(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_executive(number)
    }

    /// Returns `true` if a seat is that of a chief executive.
    pub fn is_chief(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_chief(number)
    }

    /// Returns `true` if a seat attends the board without a vote.
    pub fn is_observer(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_observer(number)
    }

    /// Returns the committee of a seat; empty if none is stated.
    pub fn committee(&self, seat: SeatIx) -> &str {
        self.seats.attributes.text(Field::Committee, seat.index())
    }

    /// Returns `true` if the data names the committees of some seats.
    pub fn names_committees(&self) -> bool {
        self.seats.attributes.column(Field::Committee).is_some()
    }

    /// Returns `true` if one of the committees of a seat sets the pay of executives.
    pub fn sets_pay(&self, seat: SeatIx) -> bool {
        self.committee_is(seat, &self.pay_committees, sets_pay)
    }

    /// Returns `true` if one of the committees of a seat is an audit committee.
    pub fn is_on_audit_committee(&self, seat: SeatIx) -> bool {
        self.committee_is(seat, &self.audit_committees, is_audit_committee)
    }

    /// Returns how the committees of a seat are read; every different text is read once.
    fn committee_is(&self, seat: SeatIx, readings: &OnceLock<Vec<bool>>, read: fn(&str) -> bool) -> bool {
        let Some(column) = self.seats.attributes.column(Field::Committee) else { return false };
        let readings = readings.get_or_init(|| column.words.iter().map(read).collect());
        readings.get(column.codes.get(seat.index()) as usize).copied().unwrap_or_default()
    }

    /// Returns the days on which a seat may start, and those on which it may end, as far as they are stated.
    pub fn stated_seat_days(&self, seat: SeatIx) -> [Option<DayRange>; 2] {
        let row = seat.index();
        let dates = &self.seats.dates;
        [dates.start_days(self.seats.start.get(row)), dates.end_days(self.seats.end.get(row))]
    }

    /// Returns a seat as it was read.
    pub fn seat(&self, seat: SeatIx) -> Seat {
        let person = self.id(Entity::Person(self.seat_person(seat)));
        let company = self.id(Entity::Company(self.seat_company(seat)));
        self.seats.seat(seat.index(), person, company)
    }
}

/// The unpacked seats of several consecutive people.
///
/// Rows are counted from the first seat of the block; `person` arguments are counted from its first person.
#[derive(Debug)]
pub struct SeatBlock<'a> {
    graph: &'a BoardGraph,
    /// The number of the first seat.
    first: u32,
    starts: Vec<usize>,
    company: Vec<u32>,
    capacity: Vec<u32>,
    dates: Vec<u32>,
    ends: Vec<u32>,
}

impl<'a> SeatBlock<'a> {
    /// Creates a block without people, to be filled by [`load`](SeatBlock::load).
    pub fn empty(graph: &'a BoardGraph) -> SeatBlock<'a> {
        let (company, capacity, dates, ends) = Default::default();
        SeatBlock { graph, first: 0, starts: vec![0], company, capacity, dates, ends }
    }

    /// Replaces the content by the seats of these people, and reuses the memory.
    pub fn load(&mut self, people: Range<usize>) {
        let graph = self.graph;
        let offset = |person: usize| (graph.by_person.get(person) as usize).min(graph.seats.len());
        let (first, last) = (offset(people.start), offset(people.end).max(offset(people.start)));
        self.first = first as u32;
        self.starts.clear();
        self.starts.extend((people.start..=people.end).map(|person| offset(person).clamp(first, last) - first));
        let unpack = |column: &BitPacked, values: &mut Vec<u32>| {
            values.resize(last - first, 0);
            column.unpack(first, values);
        };
        unpack(&graph.seats.company, &mut self.company);
        let last_company = graph.last_company();
        self.company.iter_mut().for_each(|company| *company = (*company).min(last_company));
        unpack(&graph.seats.capacity, &mut self.capacity);
        if !graph.undated {
            unpack(&graph.seats.start, &mut self.dates);
            unpack(&graph.seats.end, &mut self.ends);
        }
    }

    /// Returns the number of people.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the rows of the seats of a person.
    pub fn rows(&self, person: usize) -> Range<usize> {
        self.starts[person]..self.starts[person + 1].max(self.starts[person])
    }

    /// Returns the number of the company of a seat.
    #[inline]
    pub fn company(&self, row: usize) -> u32 {
        self.company[row]
    }

    /// Returns the number of the capacity in which a seat is held.
    #[inline]
    pub fn capacity(&self, row: usize) -> u32 {
        self.capacity[row]
    }

    /// Returns `true` if a seat is on the board, with a vote, or if that is not known.
    #[inline]
    pub fn is_board(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_board(self.capacity[row])
    }

    /// Returns `true` if a seat is an executive office.
    #[inline]
    pub fn is_executive(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_executive(self.capacity[row])
    }

    /// Returns `true` if a seat attends the board without a vote.
    #[inline]
    pub fn is_observer(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_observer(self.capacity[row])
    }

    /// Returns the seat in a row.
    #[inline]
    pub fn seat(&self, row: usize) -> SeatIx {
        SeatIx::new(self.first + row as u32)
    }

    /// Returns the spell of a seat, as [`BoardGraph::spell`].
    #[inline]
    pub fn spell(&self, row: usize) -> Spell {
        self.stated_spell(row).doubtful(self.graph.seats.capacities.is_board_unknown(self.capacity[row]))
    }

    /// Returns the spell of a seat as its dates state it, as [`BoardGraph::stated_spell`].
    #[inline]
    pub fn stated_spell(&self, row: usize) -> Spell {
        match (self.dates.get(row), self.ends.get(row)) {
            (Some(&start), Some(&end)) => self.graph.seats.dates.spell(start, end, self.graph.about.as_of),
            _ => Spell::ALWAYS,
        }
    }

    /// Returns the spell of a seat if it may count at one end of a link, as [`BoardGraph::end_days`] does.
    #[inline]
    pub fn end_spell(&self, row: usize) -> Option<Spell> {
        if self.graph.links == Links::Officers && self.is_executive(row) {
            return Some(self.stated_spell(row));
        }
        self.is_board(row).then(|| self.spell(row))
    }
}
