//! The board graph: people and companies, joined by dated seats; built once, then only read.
//!
//! People and companies are dense numbers in the order of their ids, so that nothing that is
//! computed from the graph depends on the order of rows. Seats are columns sorted by person and
//! company, with a second index by company.

mod clock;
mod entities;
mod lookup;
pub(crate) mod order;
mod revise;
mod snapshot;
mod ties;
mod view;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use crate::dataset::tables::{Capacities, Seats};
use crate::dataset::{Dataset, Field, Problems, Table, TableCount};
use crate::model::{
    Company, Day, DayRange, DaySpan, Deal, EntityKind, Person, Place, Seat, Source, Spans, Spell, Tie, TieEnd,
};
use crate::store::{Archive, Packed};

pub use clock::Clock;
pub use lookup::{LookupError, folded};
pub use view::{Node, SeatEdge, View};

pub use crate::dataset::{NewSeat, Revision};

use entities::EntityTable;
use order::{Grouping, transposed};
use ties::{Deals, Ties};

/// A person, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIx(pub u32);

/// A company, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyIx(pub u32);

/// A seat, by number; the seats of a person follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeatIx(pub u32);

/// A tie, by number, in the order of what ties join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TieIx(pub u32);

/// A deal, by number, in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DealIx(pub u32);

/// A person or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    Person(PersonIx),
    Company(CompanyIx),
}

impl Entity {
    /// Which of the two it is.
    pub fn kind(self) -> EntityKind {
        match self {
            Entity::Person(_) => EntityKind::Person,
            Entity::Company(_) => EntityKind::Company,
        }
    }
}

/// How to build the graph.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions {
    /// Ignore dates altogether: every seat counts at all times.
    pub undated: bool,
    /// The day the data describes, whatever the data says; of a snapshot, where the data is read
    /// no more.
    pub as_of: Option<Day>,
}

/// The days of a person's service at one company, by what they were there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Days on the board, with a vote.
    pub board: Stretch,
    /// Days as an executive.
    pub executive: Stretch,
    /// Days as chief executive.
    pub chief: Stretch,
    /// Days in any seat at all.
    pub any: Stretch,
}

/// Days that hold for every choice of dates, and days that hold for some choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    pub certain: Spans,
    pub possible: Spans,
}

impl Stretch {
    /// The days several spells cover together.
    pub fn of(spells: impl Iterator<Item = Spell> + Clone) -> Stretch {
        Stretch {
            certain: spells.clone().filter_map(|spell| spell.certain()).collect(),
            possible: spells.filter_map(|spell| spell.possible()).collect(),
        }
    }

    /// The days both cover.
    pub fn meet(&self, other: &Stretch) -> Stretch {
        Stretch { certain: self.certain.meet(&other.certain), possible: self.possible.meet(&other.possible) }
    }

    /// Whether it may hold on any day at all.
    pub fn is_possible(&self) -> bool {
        !self.possible.is_empty()
    }

    /// The part inside a window.
    pub fn within(&self, window: DaySpan) -> Stretch {
        Stretch { certain: self.certain.within(window), possible: self.possible.within(window) }
    }
}

/// What the data says of itself, and how reading it went.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the dataset, empty when it has none.
    pub title: String,
    /// The day the data describes: stated, or the newest day in it.
    pub as_of: Option<Day>,
    /// The files read; [`Place::file`] counts in this list.
    pub files: Vec<String>,
    pub sources: Vec<Source>,
    pub counts: [TableCount; Table::ALL.len()],
    pub problems: Problems,
}

/// People, companies, dated seats, ties and deals, ready to be asked.
#[derive(Debug, Default)]
pub struct BoardGraph {
    about: About,
    undated: bool,
    people: EntityTable,
    companies: EntityTable,
    /// Seats by person, then company, then time.
    seats: Seats,
    /// Where the seats of each person begin; one more at the end.
    by_person: Packed,
    /// Where the people of each company begin; one more at the end.
    by_company: Packed,
    /// For each seat at a company, in the order of people, who holds it.
    company_people: Packed,
    ties: Ties,
    deals: Deals,
    /// The snapshot the columns are mapped from, if they are.
    archive: Option<Archive>,
}

impl BoardGraph {
    /// Builds the graph.
    pub fn new(data: Dataset, options: BuildOptions) -> BoardGraph {
        let Dataset { title, as_of, people, companies, seats, ties, deals, sources, files, problems, .. } = data;
        let company_ids = Arc::clone(&companies.ids);
        let as_of = options.as_of.or(as_of);
        let about = About { title, as_of, files, sources, counts: data.counts, problems };
        let ((people, person_numbers), (companies, company_numbers)) =
            rayon::join(|| EntityTable::of(people), || EntityTable::of(companies));
        let mut graph = BoardGraph { about, undated: options.undated, people, companies, ..BoardGraph::default() };
        graph.place_seats(seats, person_numbers.as_deref(), company_numbers.as_deref());
        graph.place_ties(ties);
        let number = |row: u32| company_numbers.as_ref().map_or(row, |numbers| numbers[row as usize]);
        graph.deals = Deals::of(deals, |id| company_ids.row(id).map(number));
        graph
    }

    fn place_seats(&mut self, seats: Seats, people: Option<&[u32]>, companies: Option<&[u32]>) {
        let numbered = |column: &Packed, numbers: Option<&[u32]>| {
            let mut values = column.to_vec();
            if let Some(numbers) = numbers {
                values.par_iter_mut().for_each(|value| *value = numbers.get(*value as usize).copied().unwrap_or(0));
            }
            values
        };
        let person = numbered(&seats.person, people);
        let company = numbered(&seats.company, companies);
        let grouping = Grouping::by(self.people.len(), &person, &company, |rows| {
            rows.sort_by(|(_, a), (_, b)| seat_order(&seats, *a as usize, *b as usize));
        });
        drop(person);
        let packed = Packed::of(&company);
        drop(company);
        let seats = Seats { person: Packed::default(), company: packed, ..seats };
        self.seats = seats.rearranged(|column| grouping.column(column));
        let held = self.seats.company.to_vec();
        let (starts, holders) = transposed(grouping.starts(), &held, self.companies.len());
        self.by_person = Packed::of(grouping.starts());
        self.by_company = Packed::of(&starts);
        self.company_people = Packed::of(&holders);
    }

    fn place_ties(&mut self, mut ties: Vec<Tie>) {
        let number = |end: &TieEnd| {
            let entity = match end.kind {
                Some(EntityKind::Person) => self.person_number(&end.id).map(Entity::Person),
                _ => self.company_number(&end.id).map(Entity::Company),
            };
            entity.map(|entity| self.entity_number(entity))
        };
        let mut ends = Vec::with_capacity(ties.len());
        // The dataset has settled the ends: all are there.
        ties.retain(|tie| match (number(&tie.from), number(&tie.to)) {
            (Some(from), Some(to)) => {
                ends.push((from, to));
                true
            }
            _ => false,
        });
        self.ties = Ties::of(ties, &ends);
    }

    /// What the data says of itself, and how reading it went.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The days that the starts, and the ends, of seats state.
    pub fn stated_days(&self) -> (impl Iterator<Item = DayRange> + '_, impl Iterator<Item = DayRange> + '_) {
        self.seats.stated_days()
    }

    /// Whether any seat states a date.
    pub fn is_dated(&self) -> bool {
        self.seats.is_dated()
    }

    /// Whether dates are ignored.
    pub fn is_undated(&self) -> bool {
        self.undated
    }

    /// The day the data describes; none when dates are ignored or there are none.
    pub fn as_of(&self) -> Option<Day> {
        self.about.as_of.filter(|_| !self.undated)
    }

    /// How many people there are.
    pub fn person_count(&self) -> usize {
        self.people.len()
    }

    /// How many companies there are.
    pub fn company_count(&self) -> usize {
        self.companies.len()
    }

    /// How many seats there are.
    pub fn seat_count(&self) -> usize {
        self.seats.len()
    }

    /// How many ties there are.
    pub fn tie_count(&self) -> usize {
        self.ties.len()
    }

    /// How many deals there are.
    pub fn deal_count(&self) -> usize {
        self.deals.len()
    }

    /// Everybody, in the order of ids.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = PersonIx> + ExactSizeIterator + use<> {
        (0..self.person_count() as u32).map(PersonIx)
    }

    /// Every company, in the order of ids.
    pub fn companies(&self) -> impl DoubleEndedIterator<Item = CompanyIx> + ExactSizeIterator + use<> {
        (0..self.company_count() as u32).map(CompanyIx)
    }

    /// Everybody, then every company.
    pub fn entities(&self) -> impl Iterator<Item = Entity> + use<> {
        self.people().map(Entity::Person).chain(self.companies().map(Entity::Company))
    }

    /// The number of an entity among all: people first, then companies.
    pub fn entity_number(&self, entity: Entity) -> u32 {
        match entity {
            Entity::Person(person) => person.0,
            Entity::Company(company) => self.person_count() as u32 + company.0,
        }
    }

    /// The entity with a number among all.
    pub fn entity(&self, number: u32) -> Entity {
        match number.checked_sub(self.person_count() as u32) {
            None => Entity::Person(PersonIx(number)),
            Some(company) => Entity::Company(CompanyIx(company)),
        }
    }

    /// All that is known of a person. Where its row was read is not kept.
    pub fn person(&self, person: PersonIx) -> Person {
        let (row, entity) = (person.0 as usize, Entity::Person(person));
        self.people.attributes.person(row, self.id(entity), self.name(entity).into_owned(), Place::default())
    }

    /// All that is known of a company. Where its row was read is not kept.
    pub fn company(&self, company: CompanyIx) -> Company {
        let (row, entity) = (company.0 as usize, Entity::Company(company));
        self.companies.attributes.company(row, self.id(entity), self.name(entity).into_owned(), Place::default())
    }

    /// The number of the person with this very id.
    pub fn person_number(&self, id: &str) -> Option<PersonIx> {
        self.people.ids.position(id).map(|number| PersonIx(number as u32))
    }

    /// The number of the company with this very id.
    pub fn company_number(&self, id: &str) -> Option<CompanyIx> {
        self.companies.ids.position(id).map(|number| CompanyIx(number as u32))
    }

    fn table(&self, entity: Entity) -> (&EntityTable, usize) {
        match entity {
            Entity::Person(person) => (&self.people, person.0 as usize),
            Entity::Company(company) => (&self.companies, company.0 as usize),
        }
    }

    /// The id of an entity.
    pub fn id(&self, entity: Entity) -> String {
        let (table, number) = self.table(entity);
        table.ids.get(number)
    }

    /// The name of an entity.
    pub fn name(&self, entity: Entity) -> Cow<'_, str> {
        let (table, number) = self.table(entity);
        table.name(number)
    }

    /// The industry of a company, empty when none is stated.
    pub fn industry(&self, company: CompanyIx) -> &str {
        self.companies.attributes.text(Field::Industry, company.0 as usize)
    }

    /// The other names of an entity.
    pub fn aliases(&self, entity: Entity) -> Vec<String> {
        let (table, number) = self.table(entity);
        table.attributes.list(Field::Aliases, number)
    }

    fn seats_of(&self, person: PersonIx) -> Range<usize> {
        let at = person.0 as usize;
        self.by_person.get(at) as usize..(self.by_person.get(at + 1) as usize).min(self.seats.len())
    }

    /// The seats of a person, by company, then by time.
    pub fn person_seats(&self, person: PersonIx) -> impl ExactSizeIterator<Item = SeatIx> + Clone + use<> {
        self.seats_of(person).map(|seat| SeatIx(seat as u32))
    }

    /// The seats of a person at one company, by time.
    pub fn seats_at(&self, person: PersonIx, company: CompanyIx) -> impl Iterator<Item = SeatIx> + Clone + use<> {
        let Range { start, end } = self.seats_of(person);
        let from = self.seats.company.partition_point(start, end, |other| other < company.0);
        let to = self.seats.company.partition_point(from, end, |other| other <= company.0);
        (from..to).map(|seat| SeatIx(seat as u32))
    }

    /// Everybody with a seat at a company, in order.
    pub fn company_people(&self, company: CompanyIx) -> impl Iterator<Item = PersonIx> + Clone + '_ {
        self.people_in(self.rows_of(company))
    }

    /// Which rows of the list of people by company are those of a company.
    pub(crate) fn rows_of(&self, company: CompanyIx) -> Range<usize> {
        let at = company.0 as usize;
        self.by_company.get(at) as usize..self.by_company.get(at + 1) as usize
    }

    /// Everybody in rows of the list of people by company, which must be those of one company.
    pub(crate) fn people_in(&self, rows: Range<usize>) -> impl Iterator<Item = PersonIx> + Clone + '_ {
        let mut before = None;
        let seats = self.company_people.range(rows.start, rows.end);
        seats.filter(move |person| before.replace(*person) != Some(*person)).map(PersonIx)
    }

    /// Brings rows of the list of people by company into the cache.
    pub(crate) fn touch_people_in(&self, rows: Range<usize>) {
        std::hint::black_box(self.company_people.get(rows.start));
    }

    /// Brings the seats of a person into the cache.
    pub(crate) fn touch_seats_of(&self, person: PersonIx) {
        let row = self.seats_of(person).start;
        for column in [&self.seats.company, &self.seats.capacity, &self.seats.start, &self.seats.end] {
            std::hint::black_box(column.get(row));
        }
    }

    /// How many seats there are at a company, of all times.
    pub fn seats_count_at(&self, company: CompanyIx) -> usize {
        let at = company.0 as usize;
        self.by_company.get(at + 1).saturating_sub(self.by_company.get(at)) as usize
    }

    /// Everybody with a seat at both companies, in order.
    pub fn shared_people(&self, a: CompanyIx, b: CompanyIx) -> Vec<PersonIx> {
        self.people_in_both(self.rows_of(a), self.rows_of(b)).collect()
    }

    /// Everybody in the rows of two companies, in order.
    pub(crate) fn people_in_both(&self, a: Range<usize>, b: Range<usize>) -> impl Iterator<Item = PersonIx> + '_ {
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
        let starts = self.by_person.partition_point(0, self.by_person.len(), |start| start <= seat.0);
        PersonIx(starts.saturating_sub(1).min(self.person_count().saturating_sub(1)) as u32)
    }

    /// The seats of several people one after the other, as plain memory: for work that goes through
    /// everybody.
    pub(crate) fn seats_of_people(&self, people: Range<usize>) -> SeatBlock<'_> {
        let bound = |person: usize| (self.by_person.get(person) as usize).min(self.seats.len());
        let (first, last) = (bound(people.start), bound(people.end).max(bound(people.start)));
        let unpacked = |column: &Packed| {
            let mut values = vec![0; last - first];
            column.unpack(first, &mut values);
            values
        };
        let starts = people.start..=people.end;
        SeatBlock {
            graph: self,
            starts: starts.map(|person| bound(person).clamp(first, last) - first).collect(),
            company: unpacked(&self.seats.company),
            capacity: unpacked(&self.seats.capacity),
            dates: if self.undated { Vec::new() } else { unpacked(&self.seats.start) },
            ends: if self.undated { Vec::new() } else { unpacked(&self.seats.end) },
        }
    }

    /// Where a seat is.
    pub fn seat_company(&self, seat: SeatIx) -> CompanyIx {
        CompanyIx(self.seats.company.get(seat.0 as usize))
    }

    /// When a seat was held.
    pub fn spell(&self, seat: SeatIx) -> Spell {
        if self.undated {
            return Spell::ALWAYS;
        }
        let row = seat.0 as usize;
        self.seats.dates.spell(self.seats.start.get(row), self.seats.end.get(row), self.about.as_of)
    }

    fn capacity(&self, seat: SeatIx) -> (&Capacities, u32) {
        (&self.seats.capacities, self.seats.capacity.get(seat.0 as usize))
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
        self.seats.attributes.text(Field::Committee, seat.0 as usize)
    }

    /// The row a seat was read from.
    pub fn seat(&self, seat: SeatIx) -> Seat {
        let person = self.id(Entity::Person(self.seat_person(seat)));
        let company = self.id(Entity::Company(self.seat_company(seat)));
        self.seats.seat(seat.0 as usize, person, company)
    }

    /// The ties of an entity, in the order of the entities they join.
    pub fn ties(&self, entity: Entity) -> impl Iterator<Item = TieIx> + '_ {
        self.ties.of_entity(self.entity_number(entity)).map(TieIx)
    }

    /// Every tie, in the order of the entities they join.
    pub fn all_ties(&self) -> impl ExactSizeIterator<Item = TieIx> + use<> {
        (0..self.ties.len() as u32).map(TieIx)
    }

    /// The row a tie was read from.
    pub fn tie(&self, tie: TieIx) -> Tie {
        let (from, to) = self.tie_ends(tie);
        let end = |entity: Entity| TieEnd { id: self.id(entity), kind: Some(entity.kind()) };
        self.ties.tie(tie.0, end(from), end(to))
    }

    /// What a tie joins: from, to.
    pub fn tie_ends(&self, tie: TieIx) -> (Entity, Entity) {
        let (from, to) = self.ties.ends(tie.0);
        (self.entity(from), self.entity(to))
    }

    /// The kind of a tie.
    pub fn tie_kind(&self, tie: TieIx) -> &str {
        self.ties.kind(tie.0)
    }

    /// The owner's share of a tie in per cent, where one is stated.
    pub fn tie_share(&self, tie: TieIx) -> Option<f64> {
        self.ties.share(tie.0)
    }

    /// When a tie held.
    pub fn tie_spell(&self, tie: TieIx) -> Spell {
        if self.undated { Spell::ALWAYS } else { self.ties.spell(tie.0, self.about.as_of) }
    }

    /// The deals, in the order of ids.
    pub fn deals(&self) -> impl ExactSizeIterator<Item = DealIx> + use<> {
        (0..self.deals.len() as u32).map(DealIx)
    }

    /// The deals of a company, in the order of ids.
    pub fn company_deals(&self, company: CompanyIx) -> impl Iterator<Item = DealIx> + '_ {
        self.deals.of_company(company.0).map(DealIx)
    }

    /// The number of the deal with this very id.
    pub fn deal_number(&self, id: &str) -> Option<DealIx> {
        self.deals.number(id).map(DealIx)
    }

    /// The days on which a deal may have been made; none where nothing is known of its date.
    pub fn deal_days(&self, deal: DealIx) -> Option<DayRange> {
        self.deals.days(deal.0)
    }

    /// The parties of a deal, as listed.
    pub fn deal_parties(&self, deal: DealIx) -> impl ExactSizeIterator<Item = CompanyIx> + '_ {
        self.deals.parties(deal.0).map(CompanyIx)
    }

    /// The row a deal was read from.
    pub fn deal(&self, deal: DealIx) -> Deal {
        let parties = self.deal_parties(deal).map(|party| self.id(Entity::Company(party))).collect();
        self.deals.deal(deal.0, parties)
    }

    /// `file:line` of a row.
    pub fn place(&self, place: Place) -> String {
        format!("{}:{}", self.about.files.get(place.file as usize).map_or("", String::as_str), place.line)
    }

    /// The companies a person served, in order, each with the seats held there.
    pub fn services(&self, person: PersonIx) -> Vec<(CompanyIx, Service)> {
        let mut services: Vec<(CompanyIx, Service)> = Vec::new();
        let seats: Vec<SeatIx> = self.person_seats(person).collect();
        for group in seats.chunk_by(|a, b| self.seat_company(*a) == self.seat_company(*b)) {
            services.push((self.seat_company(group[0]), self.service(group)));
        }
        services
    }

    /// What a person was at one company.
    pub fn service_at(&self, person: PersonIx, company: CompanyIx) -> Service {
        self.service(&self.seats_at(person, company).collect::<Vec<SeatIx>>())
    }

    /// What some seats of one person at one company amount to.
    pub fn service(&self, seats: &[SeatIx]) -> Service {
        let stretch = |wanted: fn(&BoardGraph, SeatIx) -> bool| {
            Stretch::of(seats.iter().filter(|seat| wanted(self, **seat)).map(|seat| self.spell(*seat)))
        };
        Service {
            board: stretch(BoardGraph::is_board),
            executive: stretch(BoardGraph::is_executive),
            chief: stretch(BoardGraph::is_chief),
            any: stretch(|_, _| true),
        }
    }
}

/// Seats of several people, unpacked.
#[derive(Debug)]
pub(crate) struct SeatBlock<'a> {
    graph: &'a BoardGraph,
    starts: Vec<usize>,
    company: Vec<u32>,
    capacity: Vec<u32>,
    dates: Vec<u32>,
    ends: Vec<u32>,
}

impl SeatBlock<'_> {
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

    /// Whether a seat is on the board, with a vote.
    #[inline]
    pub fn is_board(&self, row: usize) -> bool {
        self.graph.seats.capacities.is_board(self.capacity[row])
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

/// The order of two seats of one person at one company: by time, then by what else the rows say.
fn seat_order(seats: &Seats, a: usize, b: usize) -> std::cmp::Ordering {
    let spell = |row: usize| seats.dates.spell(seats.start.get(row), seats.end.get(row), None);
    let rest = |row: usize| {
        let text = |field| seats.attributes.text(field, row);
        let role = seats.capacities.get(seats.capacity.get(row)).role;
        (role, text(Field::Id), text(Field::Source), text(Field::Note), seats.capacity.get(row))
    };
    spell(a).cmp(&spell(b)).then_with(|| rest(a).cmp(&rest(b)))
}
