//! Mutual interlocks: each company sends an executive to the board of the other.
//!
//! "Directed ties: who is executive of both companies sends to neither. Mutual needs both directions
//! certain to be certain; a committee cross is mutual by itself."

use serde_json::{Value, json};

use super::super::compare::open;
use super::super::reading::{Answer, Days, Reading};
use super::pairs::{Pair, spells};

/// What a day may hold, for every choice of days and for some.
#[derive(Clone, Debug)]
struct Cross {
    certain: Days,
    possible: Days,
}

/// The crossings of two companies.
pub struct Crossing {
    mutual: (bool, bool),
    chiefs: (bool, bool),
    committees: (bool, bool),
    /// A day leaves so many seats open that their choices are not enumerated.
    pub too_many: bool,
}

impl Crossing {
    pub fn kinds(&self, certain: bool) -> Vec<&'static str> {
        let all = [
            ("mutual", self.mutual),
            ("chief-executive-cross", self.chiefs),
            ("compensation-committee-cross", self.committees),
        ];
        let of = |(possible, sure): (bool, bool)| if certain { sure } else { possible };
        all.into_iter().filter(|(_, cross)| of(*cross)).map(|(kind, _)| kind).collect()
    }
}

/// More open seats at two companies on one day are left open: each doubles the choices.
const MOST_OPEN: usize = 7;

/// One seat on one day: certainly held, certainly not, or either.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Yes,
    No,
    Open,
}

/// Tries every choice of the open seats on one piece of time.
pub struct Choices<'r, 'a> {
    reading: &'r Reading<'a>,
    /// Seats at the two companies that may be held on this piece.
    seats: Vec<usize>,
    open: Vec<usize>,
}

impl<'r, 'a> Choices<'r, 'a> {
    pub fn new(reading: &'r Reading<'a>, piece: usize, companies: &[usize]) -> Option<Self> {
        let held = |seat: usize| {
            let days = &reading.seats[seat].days;
            // After the as-of date a running seat goes on: that somebody may resign then is no answer.
            match (days.certain[piece], days.possible[piece]) {
                (true, _) => Held::Yes,
                (false, true) => Held::Open,
                _ => Held::No,
            }
        };
        let seats: Vec<usize> = (0..reading.seats.len())
            .filter(|&seat| companies.contains(&reading.seats[seat].company) && held(seat) != Held::No)
            .collect();
        let open: Vec<usize> = seats.iter().copied().filter(|&seat| held(seat) == Held::Open).collect();
        (open.len() <= MOST_OPEN).then_some(Self { reading, seats, open })
    }

    /// Whether a statement about the seats held is true for every choice, and for some.
    pub fn ask(&self, statement: impl Fn(&dyn Fn(usize) -> bool) -> bool) -> (bool, bool) {
        let (mut every, mut some) = (true, false);
        for choice in 0..1u32 << self.open.len() {
            let held = |seat: usize| {
                self.seats.contains(&seat)
                    && self.open.iter().position(|&open| open == seat).is_none_or(|at| choice >> at & 1 == 1)
            };
            let holds = statement(&held);
            every &= holds;
            some |= holds;
        }
        let _ = self.reading;
        (every, some)
    }
}

/// People with an executive seat at `from` and a board seat at `to` who are no executive of `to`.
pub fn sent(reading: &Reading, held: &dyn Fn(usize) -> bool, from: usize, to: usize, what: Rank) -> Vec<usize> {
    let has = |person: usize, company: usize, office: &dyn Fn(usize) -> bool| {
        (0..reading.seats.len()).any(|seat| {
            let row = &reading.seats[seat];
            row.person == person && row.company == company && office(seat) && held(seat)
        })
    };
    let office = |seat: usize| &reading.seats[seat].office;
    (0..reading.people.len())
        .filter(|&person| {
            has(person, from, &|seat| office(seat).executive)
                && (what != Rank::Chief || has(person, from, &|seat| office(seat).chief))
                && has(person, to, &|seat| office(seat).board)
                && (what != Rank::Committee || has(person, to, &|seat| office(seat).pay_committee))
                && !has(person, to, &|seat| office(seat).executive)
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    Any,
    Chief,
    Committee,
}

pub fn crossing(reading: &Reading, a: usize, b: usize) -> Crossing {
    let mut days = [(); 3].map(|()| Cross { certain: reading.none(), possible: reading.none() });
    let mut too_many = false;
    for piece in (0..reading.pieces()).filter(|&piece| reading.window[piece]) {
        let Some(choices) = Choices::new(reading, piece, &[a, b]) else {
            too_many = true;
            continue;
        };
        for (at, rank) in [Rank::Any, Rank::Chief, Rank::Committee].into_iter().enumerate() {
            // "On B's board and a different person … on A's board, at the same time."
            let (every, some) = choices.ask(|held| {
                let (there, back) = (sent(reading, held, a, b, rank), sent(reading, held, b, a, rank));
                there.iter().any(|p| back.iter().any(|q| p != q))
            });
            days[at].certain[piece] = every;
            days[at].possible[piece] = some;
        }
    }
    let of = |cross: &Cross| (reading.possibly(&cross.possible), reading.certainly(&cross.certain));
    Crossing { mutual: of(&days[0]), chiefs: of(&days[1]), committees: of(&days[2]), too_many }
}

/// "`officers` in JSON lists the executives of each on the board of the other": everybody who may be sent at the clock,
/// with all days on which that may be.
pub fn officers(reading: &Reading, pair: &Pair, certain: bool) -> Value {
    if pair.crossing.too_many {
        return open();
    }
    let mut found = Vec::new();
    for [from, to] in [[pair.a, pair.b], [pair.b, pair.a]] {
        let mut own: Vec<(String, usize, Answer)> = Vec::new();
        for person in 0..reading.people.len() {
            let mut days = Answer { certain: reading.none(), possible: reading.none() };
            for piece in 0..reading.pieces() {
                let Some(choices) = Choices::new(reading, piece, &[from, to]) else { return open() };
                let is_sent = |held: &dyn Fn(usize) -> bool| sent(reading, held, from, to, Rank::Any).contains(&person);
                (days.certain[piece], days.possible[piece]) = choices.ask(is_sent);
            }
            let holds = if certain { reading.certainly(&days.certain) } else { reading.possibly(&days.possible) };
            if holds {
                own.push((reading.data.name_of(&reading.people[person]), person, days));
            }
        }
        own.sort_by(|x, y| (&x.0, x.1).cmp(&(&y.0, y.1)));
        found.extend(own.into_iter().map(|(name, person, days)| {
            json!({
                "id": reading.people[person],
                "name": name,
                "from": reading.companies[from],
                "to": reading.companies[to],
                "possible": spells(&reading.runs(&days.possible)),
            })
        }));
    }
    Value::Array(found)
}
