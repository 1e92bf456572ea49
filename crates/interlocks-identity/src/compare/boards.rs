//! What two people have in common besides their names: boards, and colleagues on boards.

use std::cmp::Ordering;
use std::collections::HashMap;

use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, SeatIx};

use crate::people::People;
use crate::words::NO_WORD;

/// Boards with more people say nothing of who knows whom.
pub(crate) const LARGE_BOARD: usize = 200;

/// What two people have in common, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BoardsLevel {
    /// Nothing.
    Nothing = 1,
    /// One colleague on other boards.
    Colleague = 2,
    /// A company where they are not on the board, or which has a great many people.
    Company = 3,
    /// Two or more colleagues on other boards.
    Colleagues = 4,
    /// Colleagues and a company.
    CompanyAndColleagues = 5,
    /// One board at different times.
    OtherTime = 6,
    /// One board at one time, in one source: they are two people, or the list has an error.
    OneSource = 7,
    /// One board at one time, in two sources.
    TwoSources = 8,
}

/// The boards of all people.
#[derive(Debug)]
pub(crate) struct Boards<'a> {
    graph: &'a BoardGraph,
    /// How each person is known to colleagues: family name and first initial; 0 if unknown.
    known_as: Vec<u32>,
    /// The source of each person; 0 if unknown.
    own_sources: Vec<u32>,
}

impl<'a> Boards<'a> {
    pub(crate) fn new(graph: &'a BoardGraph, people: &People) -> Boards<'a> {
        let known_as = (0..people.len()).map(|person| known_as(people, person)).collect();
        let column = graph.person_column("source");
        let own_sources = column.map(|column| (0..people.len()).map(|row| column.codes.get(row) + 1).collect());
        Boards { graph, known_as, own_sources: own_sources.unwrap_or_default() }
    }

    /// Returns `true` if the data has seats at all.
    pub(crate) fn has_seats(&self) -> bool {
        self.graph.seat_count() > 0
    }

    /// Compares two people; `None` if one has no seats.
    pub(crate) fn compare(&self, a: usize, b: usize, circles: &mut Circles) -> Option<BoardsLevel> {
        let [a, b] = [a, b].map(|person| PersonIx::new(person as u32));
        let (seats_a, seats_b) = (self.graph.person_seats(a), self.graph.person_seats(b));
        if seats_a.len() == 0 || seats_b.len() == 0 {
            return None;
        }
        let shared = self.shared_companies(a, b);
        let mut board = None;
        let mut company = false;
        for &shared in &shared {
            match self.at_company(a, b, shared) {
                Some(level) => board = board.max(Some(level)),
                None => company = true,
            }
        }
        if let Some(level) = board {
            return Some(level);
        }
        let colleagues = self.common_colleagues(a, b, &shared, circles);
        Some(match (company, colleagues) {
            (false, 0) => BoardsLevel::Nothing,
            (false, 1) => BoardsLevel::Colleague,
            (false, _) => BoardsLevel::Colleagues,
            (true, 0) => BoardsLevel::Company,
            (true, _) => BoardsLevel::CompanyAndColleagues,
        })
    }

    /// Returns the companies at which both have seats.
    pub(crate) fn shared_companies(&self, a: PersonIx, b: PersonIx) -> Vec<CompanyIx> {
        let companies = |person| self.graph.person_seats(person).map(|seat| self.graph.seat_company(seat));
        let mut shared = Vec::new();
        let mut other = companies(b).peekable();
        for company in companies(a) {
            while other.next_if(|next| *next < company).is_some() {}
            if other.peek() == Some(&company) && shared.last() != Some(&company) {
                shared.push(company);
            }
        }
        shared
    }

    /// Compares the seats at one company; `None` if it is no board for them, or too large.
    fn at_company(&self, a: PersonIx, b: PersonIx, company: CompanyIx) -> Option<BoardsLevel> {
        let graph = self.graph;
        if graph.seats_count_at(company) > LARGE_BOARD {
            return None;
        }
        let mut found = None;
        let is_board = |seat: &SeatIx| graph.is_board(*seat) || graph.is_observer(*seat) || graph.is_executive(*seat);
        for x in graph.seats_at(a, company).filter(is_board) {
            for y in graph.seats_at(b, company).filter(is_board) {
                let overlap = graph.stated_spell(x).overlap(&graph.stated_spell(y));
                let level = match (overlap, self.is_one_source(a, x, b, y)) {
                    (None, _) => BoardsLevel::OtherTime,
                    (Some(_), false) => BoardsLevel::TwoSources,
                    (Some(certainty), true) if certainty.is_certain() => BoardsLevel::OneSource,
                    (Some(_), true) => BoardsLevel::OtherTime,
                };
                found = found.max(Some(level));
            }
        }
        found
    }

    /// Returns `true` if two seats are stated by one source, or none of them states a source.
    fn is_one_source(&self, a: PersonIx, x: SeatIx, b: PersonIx, y: SeatIx) -> bool {
        let own = |person: PersonIx| self.own_sources.get(person.index()).copied().unwrap_or_default();
        match self.graph.seat_sources() {
            Some(column) => column.codes.get(x.index()) == column.codes.get(y.index()),
            None => own(a) == own(b),
        }
    }

    /// Returns the number of colleagues, two at most, whom both have on boards that they do not share.
    fn common_colleagues(&self, a: PersonIx, b: PersonIx, shared: &[CompanyIx], circles: &mut Circles) -> usize {
        for person in [a, b] {
            circles.of.entry(person.number()).or_insert_with(|| self.circle(person));
        }
        let (Some(x), Some(y)) = (circles.of.get(&a.number()), circles.of.get(&b.number())) else { return 0 };
        let own = [a, b].map(|person| self.known_as[person.index()]);
        let counts = |(key, company): &&(u32, u32)| !own.contains(key) && !shared.contains(&CompanyIx::new(*company));
        let (mut x, mut y) = (x.iter().filter(counts).peekable(), y.iter().filter(counts).peekable());
        let mut common = 0;
        while let (Some(one), Some(other)) = (x.peek(), y.peek()) {
            match one.0.cmp(&other.0) {
                Ordering::Less => _ = x.next(),
                Ordering::Greater => _ = y.next(),
                Ordering::Equal => {
                    let key = one.0;
                    common += 1;
                    if common == 2 {
                        break;
                    }
                    while x.next_if(|next| next.0 == key).is_some() {}
                    while y.next_if(|next| next.0 == key).is_some() {}
                }
            }
        }
        common
    }

    /// Returns the colleagues of somebody with the companies, in order. Large boards do not count.
    fn circle(&self, person: PersonIx) -> Vec<(u32, u32)> {
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut last = None;
        for seat in self.graph.person_seats(person) {
            let company = self.graph.seat_company(seat);
            if last.replace(company) == Some(company) || self.graph.seats_count_at(company) > LARGE_BOARD {
                continue;
            }
            let others = self.graph.company_people(company).map(|other| self.known_as[other.index()]);
            found.extend(others.filter(|key| *key != 0).map(|key| (key, company.number())));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The colleagues of the people of a block, kept while it is compared.
#[derive(Debug, Default)]
pub(crate) struct Circles {
    of: HashMap<u32, Vec<(u32, u32)>>,
}

/// Returns how colleagues know somebody: by the class of the family name and the first initial.
fn known_as(people: &People, person: usize) -> u32 {
    let Some(reading) = people.readings(person).last() else { return 0 };
    if reading.family == NO_WORD {
        return 0;
    }
    let initial = people.given(reading).first().map_or(27, |word| u32::from(people.words.initial(*word)));
    people.words.class(reading.family) * 28 + initial + 1
}
