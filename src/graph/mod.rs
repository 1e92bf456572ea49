//! The board graph: people and companies, joined by dated seats; built once, then only read.
//!
//! People and companies are dense numbers in the order of their ids, so that nothing that is
//! computed from the graph depends on the order of rows. Seats are columns sorted by person and
//! company, with a second index by company.

mod clock;
mod lookup;
mod names;
mod view;

use std::collections::HashMap;
use std::ops::Range;

use crate::dataset::Dataset;
use crate::model::{Company, Day, DaySpan, Deal, EntityKind, Person, Place, Seat, Spans, Spell, Tie, role_traits};

pub use clock::Clock;
pub use lookup::{LookupError, folded};
pub use view::{Node, SeatEdge, View};

use names::Arena;

/// A person, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIx(pub u32);

/// A company, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyIx(pub u32);

/// A seat, by number; the seats of a person follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeatIx(pub u32);

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
    pub fn of<'a>(spells: impl Iterator<Item = &'a Spell> + Clone) -> Stretch {
        Stretch {
            certain: spells.clone().filter_map(Spell::certain).collect(),
            possible: spells.filter_map(Spell::possible).collect(),
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

/// People, companies, dated seats, ties and deals, ready to be asked.
#[derive(Debug)]
pub struct BoardGraph {
    data: Dataset,
    undated: bool,
    person_ids: Arena,
    company_ids: Arena,
    /// Numbers of the rows in the tables of people and companies.
    person_rows: Vec<u32>,
    company_rows: Vec<u32>,
    seats: SeatColumns,
    by_person: Vec<u32>,
    by_company: Vec<u32>,
    company_seats: Vec<SeatIx>,
    tie_ends: Vec<(Entity, Entity)>,
    ties_of: HashMap<Entity, Vec<u32>>,
    deal_order: Vec<u32>,
}

/// The columns of the seats, all of one length.
#[derive(Debug, Default)]
struct SeatColumns {
    person: Vec<PersonIx>,
    company: Vec<CompanyIx>,
    spell: Vec<Spell>,
    flags: Vec<u8>,
    row: Vec<u32>,
}

const BOARD: u8 = 1;
const EXECUTIVE: u8 = 2;
const CHIEF: u8 = 4;

impl BoardGraph {
    /// Builds the graph.
    pub fn new(data: Dataset, options: BuildOptions) -> BoardGraph {
        let (person_rows, person_ids) = in_order(data.people.iter().map(|person| person.id.as_str()));
        let (company_rows, company_ids) = in_order(data.companies.iter().map(|company| company.id.as_str()));
        let mut graph = BoardGraph {
            undated: options.undated,
            person_ids,
            company_ids,
            person_rows,
            company_rows,
            seats: SeatColumns::default(),
            by_person: Vec::new(),
            by_company: Vec::new(),
            company_seats: Vec::new(),
            tie_ends: Vec::new(),
            ties_of: HashMap::new(),
            deal_order: Vec::new(),
            data,
        };
        graph.place_seats();
        graph.place_ties();
        let deals = &graph.data.deals;
        let mut order: Vec<u32> = (0..deals.len() as u32).collect();
        order.sort_by(|&a, &b| deals[a as usize].id.cmp(&deals[b as usize].id));
        graph.deal_order = order;
        graph
    }

    fn place_seats(&mut self) {
        let as_of = self.data.as_of;
        let numbers = |ids: &Arena| -> HashMap<String, u32> {
            (0..ids.len()).map(|at| (ids.get(at).to_owned(), at as u32)).collect()
        };
        let (people, companies) = (numbers(&self.person_ids), numbers(&self.company_ids));
        let mut rows: Vec<(PersonIx, CompanyIx, Spell, u32)> = Vec::with_capacity(self.data.seats.len());
        for (row, seat) in self.data.seats.iter().enumerate() {
            // The dataset has settled its references: both are there.
            if let (Some(&person), Some(&company)) = (people.get(&seat.person), companies.get(&seat.company)) {
                let spell = if self.undated { Spell::ALWAYS } else { seat.spell(as_of) };
                rows.push((PersonIx(person), CompanyIx(company), spell, row as u32));
            }
        }
        let seats = &self.data.seats;
        let rest = |row: u32| {
            let Seat { role, id, sources, note, .. } = &seats[row as usize];
            (role, id, sources, note)
        };
        rows.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)).then_with(|| rest(a.3).cmp(&rest(b.3))));
        self.seats = SeatColumns {
            person: rows.iter().map(|row| row.0).collect(),
            company: rows.iter().map(|row| row.1).collect(),
            spell: rows.iter().map(|row| row.2).collect(),
            flags: rows.iter().map(|row| flags(&seats[row.3 as usize])).collect(),
            row: rows.iter().map(|row| row.3).collect(),
        };
        self.by_person = offsets(self.person_ids.len(), rows.iter().map(|row| row.0.0));
        self.by_company = offsets(self.company_ids.len(), rows.iter().map(|row| row.1.0));
        let mut order: Vec<SeatIx> = (0..rows.len() as u32).map(SeatIx).collect();
        order.sort_by_key(|seat| (rows[seat.0 as usize].1, *seat));
        self.company_seats = order;
    }

    fn place_ties(&mut self) {
        let person = |id: &str| self.person_number(id).map(Entity::Person);
        let company = |id: &str| self.company_number(id).map(Entity::Company);
        let end = |end: &crate::model::TieEnd| match end.kind {
            Some(EntityKind::Person) => person(&end.id),
            _ => company(&end.id),
        };
        let mut placed: Vec<(Entity, Entity, u32)> = Vec::new();
        for (row, tie) in self.data.ties.iter().enumerate() {
            if let (Some(from), Some(to)) = (end(&tie.from), end(&tie.to)) {
                placed.push((from, to, row as u32));
            }
        }
        let ties = &self.data.ties;
        placed.sort_by(|a, b| {
            let rest = |row: u32| (&ties[row as usize].kind, &ties[row as usize].id);
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| rest(a.2).cmp(&rest(b.2)))
        });
        self.tie_ends = vec![(Entity::Person(PersonIx(0)), Entity::Person(PersonIx(0))); ties.len()];
        for &(from, to, row) in &placed {
            self.tie_ends[row as usize] = (from, to);
            self.ties_of.entry(from).or_default().push(row);
            if to != from {
                self.ties_of.entry(to).or_default().push(row);
            }
        }
    }

    /// What the files said.
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// Whether dates are ignored.
    pub fn is_undated(&self) -> bool {
        self.undated
    }

    /// The day the data describes; none when dates are ignored or there are none.
    pub fn as_of(&self) -> Option<Day> {
        self.data.as_of.filter(|_| !self.undated)
    }

    /// How many people there are.
    pub fn person_count(&self) -> usize {
        self.person_ids.len()
    }

    /// How many companies there are.
    pub fn company_count(&self) -> usize {
        self.company_ids.len()
    }

    /// How many seats there are.
    pub fn seat_count(&self) -> usize {
        self.seats.person.len()
    }

    /// Everybody, in the order of ids.
    pub fn people(&self) -> impl DoubleEndedIterator<Item = PersonIx> + ExactSizeIterator {
        (0..self.person_count() as u32).map(PersonIx)
    }

    /// Every company, in the order of ids.
    pub fn companies(&self) -> impl DoubleEndedIterator<Item = CompanyIx> + ExactSizeIterator {
        (0..self.company_count() as u32).map(CompanyIx)
    }

    /// Everybody, then every company.
    pub fn entities(&self) -> impl Iterator<Item = Entity> {
        self.people().map(Entity::Person).chain(self.companies().map(Entity::Company))
    }

    /// All that is known of a person.
    pub fn person(&self, person: PersonIx) -> &Person {
        &self.data.people[self.person_rows[person.0 as usize] as usize]
    }

    /// All that is known of a company.
    pub fn company(&self, company: CompanyIx) -> &Company {
        &self.data.companies[self.company_rows[company.0 as usize] as usize]
    }

    /// The number of the person with this very id.
    pub fn person_number(&self, id: &str) -> Option<PersonIx> {
        position(&self.person_ids, id).map(PersonIx)
    }

    /// The number of the company with this very id.
    pub fn company_number(&self, id: &str) -> Option<CompanyIx> {
        position(&self.company_ids, id).map(CompanyIx)
    }

    /// The id of an entity.
    pub fn id(&self, entity: Entity) -> &str {
        match entity {
            Entity::Person(person) => self.person_ids.get(person.0 as usize),
            Entity::Company(company) => self.company_ids.get(company.0 as usize),
        }
    }

    /// The name of an entity.
    pub fn name(&self, entity: Entity) -> &str {
        match entity {
            Entity::Person(person) => &self.person(person).name,
            Entity::Company(company) => &self.company(company).name,
        }
    }

    /// The other names of an entity.
    pub fn aliases(&self, entity: Entity) -> &[String] {
        match entity {
            Entity::Person(person) => &self.person(person).aliases,
            Entity::Company(company) => &self.company(company).aliases,
        }
    }

    /// The seats of a person, by company, then by time.
    pub fn person_seats(&self, person: PersonIx) -> impl Iterator<Item = SeatIx> + Clone + use<> {
        seat_numbers(self.by_person[person.0 as usize]..self.by_person[person.0 as usize + 1])
    }

    /// The seats at a company, by person, then by time.
    pub fn company_seats(&self, company: CompanyIx) -> &[SeatIx] {
        let range = self.by_company[company.0 as usize] as usize..self.by_company[company.0 as usize + 1] as usize;
        &self.company_seats[range]
    }

    /// Who holds a seat.
    pub fn seat_person(&self, seat: SeatIx) -> PersonIx {
        self.seats.person[seat.0 as usize]
    }

    /// Where a seat is.
    pub fn seat_company(&self, seat: SeatIx) -> CompanyIx {
        self.seats.company[seat.0 as usize]
    }

    /// When a seat was held.
    pub fn spell(&self, seat: SeatIx) -> &Spell {
        &self.seats.spell[seat.0 as usize]
    }

    /// Whether a seat is on the board, with a vote.
    pub fn is_board(&self, seat: SeatIx) -> bool {
        self.seats.flags[seat.0 as usize] & BOARD != 0
    }

    /// Whether a seat makes the company the person's home.
    pub fn is_executive(&self, seat: SeatIx) -> bool {
        self.seats.flags[seat.0 as usize] & EXECUTIVE != 0
    }

    /// Whether a seat is that of a chief executive.
    pub fn is_chief(&self, seat: SeatIx) -> bool {
        self.seats.flags[seat.0 as usize] & CHIEF != 0
    }

    /// The row a seat was read from.
    pub fn seat(&self, seat: SeatIx) -> &Seat {
        &self.data.seats[self.seats.row[seat.0 as usize] as usize]
    }

    /// The ties of an entity, in the order of the entities they join.
    pub fn ties(&self, entity: Entity) -> impl Iterator<Item = (&Tie, Entity, Entity)> {
        let rows = self.ties_of.get(&entity).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|&row| {
            let (from, to) = self.tie_ends[row as usize];
            (&self.data.ties[row as usize], from, to)
        })
    }

    /// When a tie held.
    pub fn tie_spell(&self, tie: &Tie) -> Spell {
        if self.undated { Spell::ALWAYS } else { tie.spell(self.data.as_of) }
    }

    /// The deals, in the order of ids.
    pub fn deals(&self) -> impl Iterator<Item = &Deal> {
        self.deal_order.iter().map(|&row| &self.data.deals[row as usize])
    }

    /// `file:line` of a row.
    pub fn place(&self, place: Place) -> String {
        format!("{}:{}", self.data.file(place), place.line)
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

    /// What some seats of one person at one company amount to.
    pub fn service(&self, seats: &[SeatIx]) -> Service {
        let stretch = |mask: u8| {
            let picked = seats.iter().filter(move |seat| mask == 0 || self.seats.flags[seat.0 as usize] & mask != 0);
            Stretch::of(picked.map(|seat| self.spell(*seat)))
        };
        Service { board: stretch(BOARD), executive: stretch(EXECUTIVE), chief: stretch(CHIEF), any: stretch(0) }
    }
}

fn flags(seat: &Seat) -> u8 {
    let chief = seat.executive && role_traits(&seat.role).chief_executive;
    (u8::from(seat.board) * BOARD) | (u8::from(seat.executive) * EXECUTIVE) | (u8::from(chief) * CHIEF)
}

fn seat_numbers(range: Range<u32>) -> impl Iterator<Item = SeatIx> + Clone {
    range.map(SeatIx)
}

/// The rows of a table in the order of their ids, and the ids in that order.
fn in_order<'a>(ids: impl Iterator<Item = &'a str>) -> (Vec<u32>, Arena) {
    let mut rows: Vec<(&str, u32)> = ids.zip(0u32..).collect();
    rows.sort_unstable();
    let arena = Arena::of(rows.iter().map(|row| row.0));
    (rows.into_iter().map(|row| row.1).collect(), arena)
}

/// The number of an id among ids in order.
fn position(ids: &Arena, id: &str) -> Option<u32> {
    let (mut low, mut high) = (0, ids.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if ids.get(middle) < id { low = middle + 1 } else { high = middle }
    }
    (low < ids.len() && ids.get(low) == id).then_some(low as u32)
}

/// Where the rows of each number begin, when rows are sorted by number; one more at the end.
fn offsets(count: usize, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0u32; count + 1];
    for number in numbers {
        starts[number as usize + 1] += 1;
    }
    for at in 0..count {
        starts[at + 1] += starts[at];
    }
    starts
}
