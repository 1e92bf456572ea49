//! How long seats and ties last.

use serde::Serialize;

use super::observed;
use super::stays::{Office, Stay, Stays, runs};
use super::survival::{Observation, Step, kaplan_meier, median};
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::BoardGraph;

/// How long seats last, and ties.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lasting {
    /// Of a person on a board.
    pub seats: Spells,
    /// Of two companies that share anybody, or of two people who share any board.
    pub ties: Spells,
}

/// Spells of one kind; a gap makes two spells of one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spells {
    /// How many seats or ties there are that are ever held.
    pub distinct: usize,
    pub spells: usize,
    /// Seats or ties with more than one spell.
    pub with_gap: usize,
    /// Spells seen to end.
    pub ended: usize,
    /// Spells that go on where our view ends, so that we know only how long they lasted at least.
    pub censored: usize,
    /// Spells whose start is not known: they have no length, and are in no curve.
    pub unknown_start: usize,
    /// Spells that began before the window: they count from the age they had when it opened.
    pub left_truncated: usize,
    /// Spells that begin on the very first day of all: where the data is a panel, they may have begun
    /// before.
    pub since_first_day: usize,
    /// In days; null where more than half go on.
    pub median: Option<i64>,
    pub curve: Vec<Step>,
}

/// How long seats and the ties of one side last, of those held in a window.
///
/// Days are counted up to and with the as-of day. Of half-known dates the longest spell is taken, with
/// `certain_only` the shortest, which then is also censored where its end may lie beyond the as-of day.
///
/// Cost: the wedges of the projection.
pub fn lasting(graph: &BoardGraph, during: DaySpan, side: Side, certain_only: bool) -> Lasting {
    let stays = Stays::of(graph, Office::Board, certain_only);
    let window = observed(graph, during);
    let mut seats = Gathered::default();
    for person in 0..stays.count(Side::People) as u32 {
        stays.stays(Side::People, person).chunk_by(|x, y| x.end == y.end).for_each(|held| seats.add(held, window));
    }
    let ties = stays.fold(
        side,
        Gathered::default,
        |ties, node, meetings| {
            let later = meetings.chunk_by(|x, y| x.other == y.other).filter(|met| node < met[0].other);
            later.for_each(|met| ties.add(&runs(met), window));
        },
        Gathered::merged,
    );
    // What begins with the data: of seats, for a tie begins with one.
    let first = seats.starts.iter().copied().min();
    Lasting { seats: seats.told(first), ties: ties.told(first) }
}

/// Spells on the way to their figures.
#[derive(Default)]
struct Gathered {
    distinct: usize,
    spells: usize,
    with_gap: usize,
    unknown_start: usize,
    starts: Vec<i32>,
    seen: Vec<Observation>,
}

impl Gathered {
    /// Adds the spells of one seat or tie.
    fn add(&mut self, spells: &[Stay], window: DaySpan) {
        let (opens, closes) = (window.from.number(), window.to.number());
        let inside: Vec<&Stay> = spells.iter().filter(|spell| spell.from < closes && spell.to > opens).collect();
        self.distinct += usize::from(!inside.is_empty());
        self.with_gap += usize::from(inside.len() > 1);
        self.spells += inside.len();
        for spell in inside {
            if spell.from == Day::MIN.number() {
                self.unknown_start += 1;
                continue;
            }
            let age = |day: i32| i64::from(day) - i64::from(spell.from);
            self.starts.push(spell.from);
            self.seen.push(Observation {
                entry: age(opens).max(0),
                exit: age(spell.to.min(closes)),
                ended: !spell.open && spell.to < closes,
            });
        }
    }

    fn merged(mut self, other: Gathered) -> Gathered {
        self.distinct += other.distinct;
        self.spells += other.spells;
        self.with_gap += other.with_gap;
        self.unknown_start += other.unknown_start;
        self.starts.extend(other.starts);
        self.seen.extend(other.seen);
        self
    }

    fn told(self, first: Option<i32>) -> Spells {
        let curve = kaplan_meier(&self.seen);
        let ended = self.seen.iter().filter(|one| one.ended).count();
        Spells {
            distinct: self.distinct,
            spells: self.spells,
            with_gap: self.with_gap,
            ended,
            censored: self.seen.len() - ended,
            unknown_start: self.unknown_start,
            left_truncated: self.seen.iter().filter(|one| one.entry > 0).count(),
            since_first_day: self.starts.iter().filter(|start| Some(**start) == first).count(),
            median: median(&curve),
            curve,
        }
    }
}
