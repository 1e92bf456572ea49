//! The network over time: figures at many dates, how long seats and ties last, and whether broken ties
//! are joined again.
//!
//! | file | what it holds |
//! |---|---|
//! | `stays.rs` | who sits where and for how long; whom that makes meet |
//! | `replay.rs` | counts at many dates, every change looked at once |
//! | `survival.rs` | the product-limit estimate |
//! | `spells.rs` | how long seats and ties last |
//! | `reconstitution.rs` | ties that somebody's leaving broke, joined again by somebody else |
//!
//! Of half-known dates figures are of what possibly holds, or of what certainly does.

mod reconstitution;
mod replay;
mod spells;
mod stays;
mod survival;

use serde::Serialize;

use super::stats::{Part, Stats, Women, share, stats};
use interlocks_analysis::Query;
use interlocks_analysis::pairs::Side;
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{BoardGraph, Clock};

pub use reconstitution::{Break, Fate, Multiplicity, Reconstitution, breaks, reconstitution};
pub use replay::{SeatCounts, TieCounts};
pub use spells::{Lasting, Spells, lasting};
pub use survival::{Observation, Step, kaplan_meier, median};

use replay::{seat_counts, tie_counts};
use stays::{Office, Stays};

/// How far apart the dates of a trend lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Every {
    #[default]
    Month,
    Quarter,
    Year,
}

impl Every {
    /// Every choice.
    pub const ALL: [Every; 3] = [Every::Month, Every::Quarter, Every::Year];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Every::Month => "month",
            Every::Quarter => "quarter",
            Every::Year => "year",
        }
    }

    fn months(self) -> u8 {
        match self {
            Every::Month => 1,
            Every::Quarter => 3,
            Every::Year => 12,
        }
    }
}

interlocks_core::enum_names!(Every, "interval");

/// What a trend is of.
#[derive(Clone, Debug)]
pub struct TrendOptions {
    pub every: Every,
    /// Only dates in this window.
    pub during: DaySpan,
    /// Figures of what certainly holds, not of what possibly does.
    pub certain_only: bool,
    /// Whose ties are kept, broken and new.
    pub of: Side,
    /// Only these parts of the figures; all where there are none.
    pub parts: Vec<Part>,
    /// All figures, also those that need the whole network at each date.
    pub full: bool,
}

impl Default for TrendOptions {
    fn default() -> TrendOptions {
        TrendOptions {
            every: Every::Month,
            during: DaySpan::ALWAYS,
            certain_only: false,
            of: Side::Companies,
            parts: Vec::new(),
            full: false,
        }
    }
}

/// The network at one date, and how its ties changed since the date before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The first day of the period.
    pub date: Day,
    #[serde(flatten)]
    pub figures: Figures,
    #[serde(flatten)]
    pub turnover: Turnover,
}

/// Figures at a date: counts, or all of [`stats`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Figures {
    Counts(Box<Counts>),
    Full(Box<Stats>),
}

/// Counts under the keys of [`Stats`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Counts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_mode: Option<TwoModeCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub companies: Option<ProjectionCounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<ProjectionCounts>,
}

/// Counts of people and companies together; the fields mean what those of
/// [`TwoMode`](super::TwoMode) do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TwoModeCounts {
    pub people: usize,
    pub companies: usize,
    pub seats: usize,
    pub density: Option<f64>,
    pub mean_board: Option<f64>,
    pub mean_seats: Option<f64>,
    pub multiple_directors: usize,
    pub multiple_share: Option<f64>,
    pub four_cycles: u64,
    pub three_paths: u64,
    pub cc4: Option<f64>,
    pub women: Women,
}

/// Counts of a projection; the fields mean what those of [`Projection`](super::Projection) do.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProjectionCounts {
    pub nodes: usize,
    pub ties: usize,
    pub weight: u64,
    pub density: Option<f64>,
    pub mean_degree: Option<f64>,
    pub isolates: usize,
}

/// Ties of one date against those of the date before; null at the first date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Turnover {
    /// Ties of both dates.
    pub kept: Option<u64>,
    /// Ties of the date before alone.
    pub broken: Option<u64>,
    /// Ties of this date alone.
    pub new: Option<u64>,
    /// Kept by all three; null where there are none.
    pub jaccard: Option<f64>,
}

/// The network at the first day of every period, from the first to the last on which somebody holds a
/// seat, up to the day the data describes.
///
/// Cost: the changes of seats, each with the pairs it touches; with `full`, for each date what
/// [`stats`] costs.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_measures::trend::{Every, TrendOptions, trend};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let rows = trend(&graph, &TrendOptions { every: Every::Year, ..TrendOptions::default() });
/// assert!(rows.windows(2).all(|two| two[0].date < two[1].date && two[1].turnover.kept.is_some()));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn trend(graph: &BoardGraph, options: &TrendOptions) -> Vec<Row> {
    let stays = Stays::of(graph, Office::Board, options.certain_only);
    let dates = dates(graph, &stays, options);
    let stays = stays.at(&dates);
    let wants = |part: Part| !options.full && (options.parts.is_empty() || options.parts.contains(&part));
    let side = |side: Side, part: Part| {
        // Four-cycles are counted from the ties whose turnover is.
        let wanted = options.of == side || wants(part);
        wanted.then(|| tie_counts(&stays, side, dates.len()))
    };
    let companies = side(Side::Companies, Part::Companies);
    let people = side(Side::People, Part::People);
    let turned = match options.of {
        Side::Companies => companies.as_deref(),
        Side::People => people.as_deref(),
    };
    let turned = turned.unwrap_or_default();
    let seats = seat_counts(graph, &stays, dates.len());
    let row = |(at, (seats, ties)): (usize, (&SeatCounts, &TieCounts))| {
        let projection = |part: Part, all: &Option<Vec<TieCounts>>, nodes: usize| {
            let counts = all.as_ref().filter(|_| wants(part)).and_then(|all| all.get(at));
            counts.map(|counts| ProjectionCounts::of(nodes, counts))
        };
        let date = dates[at];
        let figures = if options.full {
            let clock = Clock::At(DayRange::exactly(date));
            let query = Query { clock, certain_only: options.certain_only };
            Figures::Full(Box::new(stats(graph, &query, &options.parts)))
        } else {
            Figures::Counts(Box::new(Counts {
                two_mode: wants(Part::TwoMode).then(|| TwoModeCounts::of(seats, ties.four_cycles)),
                companies: projection(Part::Companies, &companies, seats.companies),
                people: projection(Part::People, &people, seats.people),
            }))
        };
        Row { date, figures, turnover: if at == 0 { Turnover::default() } else { Turnover::of(ties) } }
    };
    seats.iter().zip(turned).enumerate().map(row).collect()
}

impl TwoModeCounts {
    fn of(counts: &SeatCounts, four_cycles: u64) -> TwoModeCounts {
        let SeatCounts { people, companies, seats, multiple_directors, three_paths, .. } = *counts;
        let women = |[women, men]: [usize; 2]| share(women, women + men);
        TwoModeCounts {
            people,
            companies,
            seats,
            density: share(seats, people * companies),
            mean_board: share(seats, companies),
            mean_seats: share(seats, people),
            multiple_directors,
            multiple_share: share(multiple_directors, people),
            four_cycles,
            three_paths,
            cc4: (three_paths > 0).then(|| 4.0 * four_cycles as f64 / three_paths as f64),
            women: Women { people: women(counts.by_gender), seats: women(counts.seats_by_gender) },
        }
    }
}

impl ProjectionCounts {
    fn of(nodes: usize, counts: &TieCounts) -> ProjectionCounts {
        let ties = counts.ties as usize;
        ProjectionCounts {
            nodes,
            ties,
            weight: counts.weight,
            density: share(2 * ties, nodes * nodes.saturating_sub(1)),
            mean_degree: share(2 * ties, nodes),
            isolates: nodes.saturating_sub(counts.connected as usize),
        }
    }
}

impl Turnover {
    fn of(counts: &TieCounts) -> Turnover {
        let TieCounts { ties, new, broken, .. } = *counts;
        let kept = ties.saturating_sub(new);
        let all = kept + broken + new;
        let jaccard = (all > 0).then(|| kept as f64 / all as f64);
        Turnover { kept: Some(kept), broken: Some(broken), new: Some(new), jaccard }
    }
}

/// The first days of periods, from the first to the last on which somebody holds a seat.
fn dates(graph: &BoardGraph, stays: &Stays, options: &TrendOptions) -> Vec<Day> {
    let stated = |number: &i32| Day::from_number(*number).is_calendar();
    let ends = stays.all().iter().flat_map(|stay| [stay.from, stay.to]).filter(stated);
    let (first, last) = ends.fold((i32::MAX, i32::MIN), |(first, last), day| (first.min(day), last.max(day)));
    let last = graph.as_of().unwrap_or(Day::from_number(last));
    let first = Day::from_number(first).min(last).max(options.during.from);
    let last = last.min(options.during.to.plus(-1));
    let months = options.every.months();
    let mut dates: Vec<Day> = first
        .start_of_period(months)
        .map(|date| std::iter::successors(Some(date), |date| date.plus_months(i32::from(months))))
        .into_iter()
        .flatten()
        .take_while(|date| *date <= last)
        .filter(|date| *date >= options.during.from)
        .collect();
    // Dates without a seat before the first and after the last that has one say nothing.
    let counted = stays.at(&dates);
    let held = counted.all().iter().map(|stay| (stay.from as usize, stay.to as usize));
    let (first, end) = held.fold((dates.len(), 0), |(first, end), (from, to)| (first.min(from), end.max(to)));
    dates.truncate(end);
    dates.drain(..first.min(dates.len()));
    dates
}

/// The window in which something is observed: that asked for, up to and with the as-of day.
fn observed(graph: &BoardGraph, during: DaySpan) -> DaySpan {
    let end = graph.as_of().map_or(Day::MAX, |day| day.plus(1));
    DaySpan { from: during.from, to: during.to.min(end) }
}

#[cfg(test)]
mod tests;
