//! The network over time: figures at many dates, durations of seats and ties, and reconstitution of broken ties.
//!
//! | file | contents |
//! |---|---|
//! | `seat_spells.rs` | spells of seats by person and by company, and the overlaps between them |
//! | `replay.rs` | counts at many dates; each change of a seat is processed once |
//! | `survival.rs` | the Kaplan–Meier estimator |
//! | `durations.rs` | durations of seats and ties |
//! | `reconstitution.rs` | ties broken by the departure of a person and restored by another |
//!
//! Where dates are incomplete, figures are of the days on which seats are possibly held, or with `certain_only` of
//! those on which they are certainly held.

mod durations;
mod reconstitution;
mod replay;
mod seat_spells;
mod survival;

use serde::Serialize;

use super::stats::{Part, ProjectionCounts, ShareOfWomen, Stats, TwoModeSize, share, stats};
use super::two_mode::CycleCounts;
use interlocks_analysis::Query;
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{BoardGraph, Clock};

pub use durations::{Durations, SpellStats, durations};
pub use reconstitution::{BrokenTie, Fate, Multiplicity, Reconstitution, broken_ties, reconstitution};
pub use survival::{Observation, SurvivalStep, kaplan_meier, median};

use replay::{SeatCounts, TieCounts, seat_counts, tie_counts};
use seat_spells::{SeatKind, SeatSpells};

/// The interval between the dates of a trend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interval {
    /// One month.
    #[default]
    Month,
    /// Three months, from January, April, July and October.
    Quarter,
    /// One year.
    Year,
}

impl Interval {
    /// All intervals.
    pub const ALL: [Interval; 3] = [Interval::Month, Interval::Quarter, Interval::Year];

    /// Returns the name used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Interval::Month => "month",
            Interval::Quarter => "quarter",
            Interval::Year => "year",
        }
    }

    fn months(self) -> u8 {
        match self {
            Interval::Month => 1,
            Interval::Quarter => 3,
            Interval::Year => 12,
        }
    }
}

interlocks_core::enum_names!(Interval, "interval");

/// Options of [`trend()`].
///
/// ```
/// use interlocks_measures::trend::{Interval, TrendOptions};
/// let options = TrendOptions::new(Interval::Year).certain_only(true);
/// assert!(options.certain_only && !options.full);
/// ```
#[derive(Clone, Debug)]
pub struct TrendOptions {
    /// The interval between dates. Default: a month.
    pub interval: Interval,
    /// The window of dates, as days `[from, to)`. Default: all days.
    pub during: DaySpan,
    /// `true` for figures of the seats that are certainly held, `false` for those that are possibly held. Default:
    /// `false`.
    pub certain_only: bool,
    /// The side whose ties are compared between dates. Default: companies.
    pub side: Side,
    /// The parts of the figures. Default: empty, which is all parts.
    pub parts: Vec<Part>,
    /// `true` for all of [`stats`], including the figures that need the whole network at each date. Default: `false`,
    /// counts only.
    pub full: bool,
}

impl Default for TrendOptions {
    fn default() -> TrendOptions {
        TrendOptions {
            interval: Interval::Month,
            during: DaySpan::ALWAYS,
            certain_only: false,
            side: Side::Companies,
            parts: Vec::new(),
            full: false,
        }
    }
}

impl TrendOptions {
    /// Creates options with an interval, and defaults for all else.
    pub fn new(interval: Interval) -> TrendOptions {
        TrendOptions { interval, ..TrendOptions::default() }
    }

    /// Sets the window of dates.
    #[must_use]
    pub fn during(self, during: DaySpan) -> TrendOptions {
        TrendOptions { during, ..self }
    }

    /// Counts only seats that are certainly held if `certain_only` is `true`.
    #[must_use]
    pub fn certain_only(self, certain_only: bool) -> TrendOptions {
        TrendOptions { certain_only, ..self }
    }

    /// Sets the side whose ties are compared between dates.
    #[must_use]
    pub fn side(self, side: Side) -> TrendOptions {
        TrendOptions { side, ..self }
    }

    /// Sets the parts of the figures.
    #[must_use]
    pub fn parts(self, parts: impl Into<Vec<Part>>) -> TrendOptions {
        TrendOptions { parts: parts.into(), ..self }
    }

    /// Computes all of [`stats`] if `full` is `true`.
    #[must_use]
    pub fn full(self, full: bool) -> TrendOptions {
        TrendOptions { full, ..self }
    }
}

/// The network at one date, and the turnover of ties since the date before.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrendRow {
    /// The first day of the period.
    pub date: Day,
    /// The figures of the date.
    #[serde(flatten)]
    pub figures: Figures,
    /// The turnover of ties.
    #[serde(flatten)]
    pub turnover: Turnover,
}

/// The figures of a date: counts, or all of [`stats`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Figures {
    /// Counts only.
    Counts(Box<TrendCounts>),
    /// All statistics.
    Full(Box<Stats>),
}

/// Counts, with the JSON keys of [`Stats`]. A part that was not requested is `None` and absent from JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrendCounts {
    /// Counts of the two-mode network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_mode: Option<TwoModeCounts>,
    /// Counts of the company projection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<ProjectionCounts>,
    /// Counts of the person projection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<ProjectionCounts>,
}

/// Counts of the two-mode network.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TwoModeCounts {
    /// People, companies and seats.
    #[serde(flatten)]
    pub size: TwoModeSize,
    /// Four-cycles, three-paths and their ratio.
    #[serde(flatten)]
    pub cycles: CycleCounts,
    /// The share of women.
    pub women: ShareOfWomen,
}

/// The turnover of ties between a date and the date before; all `None` at the first date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Turnover {
    /// The number of ties at both dates.
    pub kept: Option<u64>,
    /// The number of ties at the date before only.
    pub broken: Option<u64>,
    /// The number of ties at this date only.
    pub new: Option<u64>,
    /// Kept / (kept + broken + new); `None` without ties.
    pub jaccard: Option<f64>,
}

/// Returns the network on the first day of each period, from the first to the last date on which anyone has a board
/// seat, and not after the as-of day of the data.
///
/// Cost: one step per change of a seat and per pair it touches; with `full`, the cost of [`stats`] at each date.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_measures::trend::{Interval, TrendOptions, trend};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let rows = trend(&graph, &TrendOptions::new(Interval::Year));
/// assert!(rows.windows(2).all(|two| two[0].date < two[1].date && two[1].turnover.kept.is_some()));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn trend(graph: &BoardGraph, options: &TrendOptions) -> Vec<TrendRow> {
    let spells = SeatSpells::new(graph, SeatKind::Board, options.certain_only);
    let dates = dates(graph, &spells, options);
    let spells = spells.at(&dates);
    let wants = |part: Part| !options.full && (options.parts.is_empty() || options.parts.contains(&part));
    let side = |side: Side, part: Part| {
        // Four-cycles are counted from the ties whose turnover is computed.
        let wanted = options.side == side || wants(part);
        wanted.then(|| tie_counts(&spells, side, dates.len()))
    };
    let companies = side(Side::Companies, Part::Companies);
    let people = side(Side::People, Part::People);
    let turned = match options.side {
        Side::Companies => companies.as_deref(),
        Side::People => people.as_deref(),
    };
    let turned = turned.unwrap_or_default();
    let seats = seat_counts(graph, &spells, dates.len());
    let row = |(at, (seats, ties)): (usize, (&SeatCounts, &TieCounts))| {
        let projection = |part: Part, all: &Option<Vec<TieCounts>>, nodes: usize| {
            let counts = all.as_ref().filter(|_| wants(part)).and_then(|all| all.get(at));
            counts.map(|counts| projection_counts(nodes, counts))
        };
        let date = dates[at];
        let figures = if options.full {
            let clock = Clock::At(DayRange::exactly(date));
            let query = Query { clock, certain_only: options.certain_only };
            Figures::Full(Box::new(stats(graph, &query, &options.parts)))
        } else {
            Figures::Counts(Box::new(TrendCounts {
                two_mode: wants(Part::TwoMode).then(|| TwoModeCounts::new(seats, ties.four_cycles)),
                companies: projection(Part::Companies, &companies, seats.companies),
                people: projection(Part::People, &people, seats.people),
            }))
        };
        TrendRow { date, figures, turnover: if at == 0 { Turnover::default() } else { Turnover::new(ties) } }
    };
    seats.iter().zip(turned).enumerate().map(row).collect()
}

impl TwoModeCounts {
    fn new(counts: &SeatCounts, four_cycles: u64) -> TwoModeCounts {
        let women = |[women, men]: [usize; 2]| share(women, women + men);
        TwoModeCounts {
            size: TwoModeSize::new(counts.people, counts.companies, counts.seats, counts.multiple_directors),
            cycles: CycleCounts::new(four_cycles, counts.three_paths),
            women: ShareOfWomen { people: women(counts.by_gender), seats: women(counts.seats_by_gender) },
        }
    }
}

/// Returns the counts of a projection with `nodes` nodes.
fn projection_counts(nodes: usize, counts: &TieCounts) -> ProjectionCounts {
    let isolates = nodes.saturating_sub(counts.connected as usize);
    ProjectionCounts::new(nodes, counts.ties as usize, counts.weight, isolates)
}

impl Turnover {
    fn new(counts: &TieCounts) -> Turnover {
        let TieCounts { ties, new, broken, .. } = *counts;
        let kept = ties.saturating_sub(new);
        let all = kept + broken + new;
        let jaccard = (all > 0).then(|| kept as f64 / all as f64);
        Turnover { kept: Some(kept), broken: Some(broken), new: Some(new), jaccard }
    }
}

/// Returns the first days of the periods of a window, from the first to the last on which anyone has a board seat, and not after
/// the as-of day of the data.
pub(crate) fn dates_with_seats(
    graph: &BoardGraph,
    interval: Interval,
    during: DaySpan,
    certain_only: bool,
) -> Vec<Day> {
    let options = TrendOptions::new(interval).during(during).certain_only(certain_only);
    dates(graph, &SeatSpells::new(graph, SeatKind::Board, certain_only), &options)
}

/// Returns the first days of periods, from the first to the last on which anyone has a board seat.
fn dates(graph: &BoardGraph, spells: &SeatSpells, options: &TrendOptions) -> Vec<Day> {
    let stated = |number: &i32| Day::from_number(*number).is_calendar();
    let ends = spells.all().iter().flat_map(|spell| [spell.from, spell.to]).filter(stated);
    let (first, last) = ends.fold((i32::MAX, i32::MIN), |(first, last), day| (first.min(day), last.max(day)));
    let last = graph.as_of().unwrap_or(Day::from_number(last));
    let first = Day::from_number(first).min(last).max(options.during.from);
    let last = last.min(options.during.to.plus(-1));
    let months = options.interval.months();
    let mut dates: Vec<Day> = first
        .start_of_period(months)
        .map(|date| std::iter::successors(Some(date), |date| date.plus_months(i32::from(months))))
        .into_iter()
        .flatten()
        .take_while(|date| *date <= last)
        .filter(|date| *date >= options.during.from)
        .collect();
    // Removes the dates before the first seat and after the last.
    let counted = spells.at(&dates);
    let covered = counted.all().iter().map(|spell| (spell.from as usize, spell.to as usize));
    let (first, end) = covered.fold((dates.len(), 0), |(first, end), (from, to)| (first.min(from), end.max(to)));
    dates.truncate(end);
    dates.drain(..first.min(dates.len()));
    dates
}

/// Returns the window of observation: the window requested, cut off after the as-of day.
fn observation_window(graph: &BoardGraph, during: DaySpan) -> DaySpan {
    let end = graph.as_of().map_or(Day::MAX, |day| day.plus(1));
    DaySpan { from: during.from, to: during.to.min(end) }
}

#[cfg(test)]
mod tests;
