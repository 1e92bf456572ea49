//! The seats of people and the people of companies.

use std::cmp::Ordering;
use std::ops::Range;

use super::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx};
use interlocks_core::model::{Seat, Spell};
use interlocks_core::store::BitPacked;
use interlocks_dataset::Field;
use interlocks_dataset::tables::{Capacities, Capacity};

impl BoardGraph {
    fn seats_of(&self, person: PersonIx) -> Range<usize> {
        let at = person.index();
        self.by_person.get(at) as usize..(self.by_person.get(at + 1) as usize).min(self.seats.len())
    }

    /// The seats of a person, by company, then by time.
    pub fn person_seats(&self, person: PersonIx) -> impl ExactSizeIterator<Item = SeatIx> + Clone + use<> {
        self.seats_of(person).map(|seat| SeatIx::new(seat as u32))
    }

    /// The seats of a person at one company, by time.
    pub fn seats_at(&self, person: PersonIx, company: CompanyIx) -> impl Iterator<Item = SeatIx> + Clone + use<> {
        let Range { start, end } = self.seats_of(person);
        let from = self.seats.company.partition_point(start, end, |other| other < company.number());
        let to = self.seats.company.partition_point(from, end, |other| other <= company.number());
        (from..to).map(|seat| SeatIx::new(seat as u32))
    }

    /// The numbers of the seats of a person.
    #[cfg(feature = "petgraph")]
    pub(crate) fn seat_rows(&self, person: PersonIx) -> Range<u32> {
        let rows = self.seats_of(person);
        rows.start as u32..rows.end as u32
    }

    /// The numbers of the seats of a person at one company.
    #[cfg(feature = "petgraph")]
    pub(crate) fn seat_rows_at(&self, person: PersonIx, company: CompanyIx) -> Range<u32> {
        let Range { start, end } = self.seats_of(person);
        let from = self.seats.company.partition_point(start, end, |other| other < company.number());
        let to = self.seats.company.partition_point(from, end, |other| other <= company.number());
        from as u32..to as u32
    }

    /// The person in a row of the list of people by company.
    #[cfg(feature = "petgraph")]
    pub(crate) fn person_in_row(&self, row: usize) -> PersonIx {
        PersonIx::new(self.company_people.get(row))
    }

    /// Everybody with a seat at a company, in order.
    pub fn company_people(&self, company: CompanyIx) -> impl Iterator<Item = PersonIx> + Clone + '_ {
        self.people_in(self.rows_of(company))
    }

    /// Which rows of the list of people by company are those of a company.
    pub fn rows_of(&self, company: CompanyIx) -> Range<usize> {
        let at = company.index();
        self.by_company.get(at) as usize..self.by_company.get(at + 1) as usize
    }

    /// Everybody in rows of the list of people by company, which must be those of one company.
    pub fn people_in(&self, rows: Range<usize>) -> impl Iterator<Item = PersonIx> + Clone + '_ {
        let mut before = None;
        let seats = self.company_people.range(rows.start, rows.end);
        seats.filter(move |person| before.replace(*person) != Some(*person)).map(PersonIx::new)
    }

    /// Brings rows of the list of people by company into the cache.
    pub fn touch_people_in(&self, rows: Range<usize>) {
        std::hint::black_box(self.company_people.get(rows.start));
    }

    /// Brings the seats of a person into the cache.
    pub fn touch_seats_of(&self, person: PersonIx) {
        let row = self.seats_of(person).start;
        for column in [&self.seats.company, &self.seats.capacity, &self.seats.start, &self.seats.end] {
            std::hint::black_box(column.get(row));
        }
    }

    /// How many seats there are at a company, of all times.
    pub fn seats_count_at(&self, company: CompanyIx) -> usize {
        let at = company.index();
        self.by_company.get(at + 1).saturating_sub(self.by_company.get(at)) as usize
    }

    /// Everybody with a seat at both companies, in order.
    pub fn shared_people(&self, a: CompanyIx, b: CompanyIx) -> Vec<PersonIx> {
        self.people_in_both(self.rows_of(a), self.rows_of(b)).collect()
    }

    /// Everybody in the rows of two companies, in order.
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

    /// The seats at a company, by person, then by time.
    pub fn company_seats(&self, company: CompanyIx) -> impl Iterator<Item = SeatIx> + Clone + '_ {
        self.company_people(company).flat_map(move |person| self.seats_at(person, company))
    }

    /// Who holds a seat.
    pub fn seat_person(&self, seat: SeatIx) -> PersonIx {
        let starts = self.by_person.partition_point(0, self.by_person.len(), |start| start <= seat.number());
        PersonIx::new(starts.saturating_sub(1).min(self.person_count().saturating_sub(1)) as u32)
    }

    /// The seats of several people one after the other, as plain memory: for work that goes through
    /// everybody.
    pub fn seats_of_people(&self, people: Range<usize>) -> SeatBlock<'_> {
        let mut block = SeatBlock::of_nobody(self);
        block.turn_to(people);
        block
    }

    /// Where a seat is.
    pub fn seat_company(&self, seat: SeatIx) -> CompanyIx {
        CompanyIx::new(self.seats.company.get(seat.index()))
    }

    /// When a seat was held.
    pub fn spell(&self, seat: SeatIx) -> Spell {
        if self.undated {
            return Spell::ALWAYS;
        }
        let row = seat.index();
        self.seats.dates.spell(self.seats.start.get(row), self.seats.end.get(row), self.about.as_of)
    }

    fn capacity(&self, seat: SeatIx) -> (&Capacities, u32) {
        (&self.seats.capacities, self.seats.capacity.get(seat.index()))
    }

    /// The different capacities in which seats are held, in the order of their numbers.
    pub fn capacities(&self) -> impl Iterator<Item = Capacity<'_>> {
        self.seats.capacities.iter()
    }

    /// Whether a seat is on the board, with a vote.
    pub fn is_board(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_board(number)
    }

    /// Whether a seat makes the company the person's home.
    pub fn is_executive(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_executive(number)
    }

    /// Whether a seat is that of a chief executive.
    pub fn is_chief(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_chief(number)
    }

    /// Whether a seat watches the board without a vote.
    pub fn is_observer(&self, seat: SeatIx) -> bool {
        let (capacities, number) = self.capacity(seat);
        capacities.is_observer(number)
    }

    /// The committee of a seat, empty when none is named.
    pub fn committee(&self, seat: SeatIx) -> &str {
        self.seats.attributes.text(Field::Committee, seat.index())
    }

    /// The row a seat was read from.
    pub fn seat(&self, seat: SeatIx) -> Seat {
        let person = self.id(Entity::Person(self.seat_person(seat)));
        let company = self.id(Entity::Company(self.seat_company(seat)));
        self.seats.seat(seat.index(), person, company)
    }
}

/// Seats of several people, unpacked.
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
    /// A block without people, to be turned to some.
    pub fn of_nobody(graph: &'a BoardGraph) -> SeatBlock<'a> {
        let (company, capacity, dates, ends) = Default::default();
        SeatBlock { graph, first: 0, starts: vec![0], company, capacity, dates, ends }
    }

    /// Holds the seats of these people from now on, in the memory that is there.
    pub fn turn_to(&mut self, people: Range<usize>) {
        let graph = self.graph;
        let bound = |person: usize| (graph.by_person.get(person) as usize).min(graph.seats.len());
        let (first, last) = (bound(people.start), bound(people.end).max(bound(people.start)));
        self.first = first as u32;
        self.starts.clear();
        self.starts.extend((people.start..=people.end).map(|person| bound(person).clamp(first, last) - first));
        let unpack = |column: &BitPacked, values: &mut Vec<u32>| {
            values.resize(last - first, 0);
            column.unpack(first, values);
        };
        unpack(&graph.seats.company, &mut self.company);
        unpack(&graph.seats.capacity, &mut self.capacity);
        if !graph.undated {
            unpack(&graph.seats.start, &mut self.dates);
            unpack(&graph.seats.end, &mut self.ends);
        }
    }

    /// How many people there are.
    pub fn people(&self) -> usize {
        self.starts.len() - 1
    }

    /// The rows of the seats of a person, counted from the first of the block.
    pub fn of(&self, person: usize) -> Range<usize> {
        self.starts[person]..self.starts[person + 1].max(self.starts[person])
    }

    /// Where a seat is.
    #[inline]
    pub fn company(&self, row: usize) -> u32 {
        self.company[row]
    }

    /// The number of the capacity in which a seat is held.
    #[inline]
    pub fn capacity(&self, row: usize) -> u32 {
        self.capacity[row]
    }

    /// Whether a seat is on the board, with a vote.
    #[inline]
    pub fn is_board(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_board(self.capacity[row])
    }

    /// Whether a seat makes the company the person's home.
    #[inline]
    pub fn is_executive(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_executive(self.capacity[row])
    }

    /// Whether a seat watches the board without a vote.
    #[inline]
    pub fn is_observer(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_observer(self.capacity[row])
    }

    /// The number of a seat among all.
    #[inline]
    pub fn seat(&self, row: usize) -> SeatIx {
        SeatIx::new(self.first + row as u32)
    }

    /// When a seat was held.
    #[inline]
    pub fn spell(&self, row: usize) -> Spell {
        match (self.dates.get(row), self.ends.get(row)) {
            (Some(&start), Some(&end)) => self.graph.seats.dates.spell(start, end, self.graph.about.as_of),
            _ => Spell::ALWAYS,
        }
    }
}
