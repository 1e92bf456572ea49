//! Durations of seats and ties.

use serde::Serialize;

use super::observation_window;
use super::seat_spells::{SeatKind, SeatSpell, SeatSpells, unions};
use super::survival::{Observation, SurvivalStep, kaplan_meier, median};
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::BoardGraph;

/// Durations of seats and of ties.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Durations {
    /// Spells of a person on a board.
    pub seats: SpellStats,
    /// Spells of ties: two companies that share a person, or two people who share a board.
    pub ties: SpellStats,
}

/// Statistics of the spells of seats or ties. A seat or tie with a gap has two spells.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SpellStats {
    /// The number of distinct seats or ties with a spell in the window.
    pub distinct: usize,
    /// The number of spells in the window.
    pub spells: usize,
    /// The number of seats or ties with more than one spell.
    pub with_gap: usize,
    /// The number of spells whose end was observed.
    pub ended: usize,
    /// The number of spells that continue at the end of observation (right-censored): only their minimum length is
    /// known.
    pub censored: usize,
    /// The number of spells whose start is unknown. They have no length and are in no curve.
    pub unknown_start: usize,
    /// The number of spells that began before the window (left-truncated). They enter the curve at the age they had
    /// when the window opened.
    pub left_truncated: usize,
    /// The number of spells that begin on the first day of the data. In a panel they may have begun earlier.
    pub since_first_day: usize,
    /// The median duration in days; `None` if more than half continue.
    pub median: Option<i64>,
    /// The Kaplan–Meier curve.
    pub curve: Vec<SurvivalStep>,
}

/// Computes how long seats and the ties of one side last, for all spells in a window.
///
/// Days are counted up to and including the as-of day. Where dates are incomplete, the longest possible spell counts;
/// with `certain_only` the shortest, which is also censored if it may end after the as-of day.
///
/// Cost: the wedges of the projection.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::pairs::Side;
/// use interlocks_core::model::DaySpan;
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_measures::trend::durations;
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let seats = durations(&graph, DaySpan::ALWAYS, Side::Companies, false).seats;
/// assert_eq!(seats.ended + seats.censored + seats.unknown_start, seats.spells);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn durations(graph: &BoardGraph, during: DaySpan, side: Side, certain_only: bool) -> Durations {
    let spells = SeatSpells::new(graph, SeatKind::Board, certain_only);
    let window = observation_window(graph, during);
    let mut seats = SpellCollector::default();
    for person in 0..spells.count(Side::People) as u32 {
        spells
            .spells(Side::People, person)
            .chunk_by(|x, y| x.end == y.end)
            .for_each(|of_seat| seats.add(of_seat, window));
    }
    let ties = spells.fold_overlaps(
        side,
        SpellCollector::default,
        |ties, node, overlaps| {
            let later = overlaps.chunk_by(|x, y| x.other == y.other).filter(|met| node < met[0].other);
            later.for_each(|met| ties.add(&unions(met), window));
        },
        SpellCollector::merged,
    );
    // The first day of the data is the first day of a seat, because a tie begins with a seat.
    let first = seats.starts.iter().copied().min();
    Durations { seats: seats.into_stats(first), ties: ties.into_stats(first) }
}

/// Spells collected so far.
#[derive(Default)]
struct SpellCollector {
    distinct: usize,
    spells: usize,
    with_gap: usize,
    unknown_start: usize,
    starts: Vec<i32>,
    seen: Vec<Observation>,
}

impl SpellCollector {
    /// Adds the spells of one seat or tie.
    fn add(&mut self, spells: &[SeatSpell], window: DaySpan) {
        let (opens, closes) = (window.from.number(), window.to.number());
        let inside: Vec<&SeatSpell> = spells.iter().filter(|spell| spell.from < closes && spell.to > opens).collect();
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

    fn merged(mut self, other: SpellCollector) -> SpellCollector {
        self.distinct += other.distinct;
        self.spells += other.spells;
        self.with_gap += other.with_gap;
        self.unknown_start += other.unknown_start;
        self.starts.extend(other.starts);
        self.seen.extend(other.seen);
        self
    }

    fn into_stats(self, first: Option<i32>) -> SpellStats {
        let curve = kaplan_meier(&self.seen);
        let ended = self.seen.iter().filter(|one| one.ended).count();
        SpellStats {
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
