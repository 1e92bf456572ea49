//! `interlocks trend`: the network over time.

use clap::Args as ClapArgs;
use serde_json::{Map, Value};

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::plotted::PlotArgs;
use super::words::one_of;
use crate::output::{Table, of_rows};
use interlocks::analysis::Query;
use interlocks::analysis::pairs::Side;
use interlocks::graph::BoardGraph;
use interlocks::measures::Part;
use interlocks::measures::trend::{Interval, TrendOptions, broken_ties, durations, reconstitution, trend};
use interlocks::render::plot::{self, Plot};

/// The network over time: figures at the first day of every month, quarter or year, ties kept and
/// broken, how long seats and ties last, and whether broken ties are joined again
///
/// Dates run from the first to the last on which somebody holds a seat, up to the day the data
/// describes; --during takes some of them. Figures are of what possibly holds at the date, with
/// --certain of what certainly does, as those of stats --at DATE are.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Rows of JSON: date and the objects of stats (counts only, unless --full), and kept broken new
jaccard: the ties of --of against those at the date before.

--spells: one object with seats and ties, each distinct spells with_gap ended censored
unknown_start left_truncated since_first_day median curve[{days at_risk ended censored
survival error}], after Kaplan and Meier; days as the longest the dates allow, with
--certain the shortest. What still runs at the as-of day is censored; with --during what
began before the window enters at the age it had when it opened.

--broken: kind multiplicity broken dissolved unfollowed followed rejoined rate
directional rate_directional expected. A tie through one person is broken when they leave
either board, and joined again when somebody else comes to sit on both within --within
days. Left out of the rates: ties that ended with a board, and those whose window ends
after the as-of day. multiplicity is how many people were shared on the day before.
expected is the rate when each newcomer to either board is drawn at random from everybody
with a board seat anywhere in that time who was not on that board.

--plot draws the figures over time, what certainly holds solid and what is only possible dashed;
with --spells the survival curves with bounds of 95 %; with --broken the rates against chance.

Examples:
  interlocks trend datasets/bigtech-boards --every year --during 2008..2016
  interlocks trend datasets/bigtech-boards --every quarter --of people --only people -f csv
  interlocks trend datasets/bigtech-boards --spells
  interlocks trend datasets/bigtech-boards --broken --within 730
  interlocks trend datasets/bigtech-boards --every quarter --plot trend.svg
  interlocks trend datasets/bigtech-boards --spells --plot survival.svg")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// How far apart the dates lie
    #[arg(long, default_value = "month", value_parser = one_of(&Interval::ALL, Interval::as_str))]
    every: Interval,
    /// Whose ties are kept, broken and new; whose ties last
    #[arg(long, default_value = "companies", value_parser = one_of(&SIDES, side_word))]
    of: Side,
    /// Only this part of the figures; may be given again
    #[arg(long, value_parser = one_of(&Part::ALL, Part::as_str), conflicts_with_all = ["spells", "broken"])]
    only: Vec<Part>,
    /// All figures of stats, also those that need the whole network at each date
    #[arg(long, conflicts_with_all = ["spells", "broken"])]
    full: bool,
    /// How long seats and ties last
    #[arg(long, conflicts_with = "broken")]
    spells: bool,
    /// Broken ties of companies that are joined again by somebody else
    #[arg(long, conflicts_with = "of")]
    broken: bool,
    /// Days in which a broken tie is joined again
    #[arg(long, value_name = "DAYS", default_value_t = 365, requires = "broken", value_parser = clap::value_parser!(i32).range(0..=36_525))]
    within: i32,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// An answer as JSON, as a table, and, where they are asked for, as plots.
type Told = (Value, Table, Option<Plot>);

const SIDES: [Side; 2] = [Side::Companies, Side::People];

fn side_word(side: Side) -> &'static str {
    match side {
        Side::Companies => "companies",
        Side::People => "people",
    }
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    if args.data.at.is_some() {
        return Err(CliError::Usage(
            "trend looks at many days: say which with --during FROM..TO instead of --at".to_owned(),
        ));
    }
    let query = args.data.query()?;
    let plotted = args.plot.wanted(&args.output)?;
    let graph = args.data.graph(&args.output)?;
    if graph.is_undated() {
        return Err(CliError::Usage("trend compares days: leave --undated out".to_owned()));
    }
    let mut echo = args.data.echo();
    let (results, table, plot) = if args.spells {
        echo.insert("of".to_owned(), side_word(args.of).into());
        args.spells(&graph, &query, plotted)
    } else if args.broken {
        echo.insert("within".to_owned(), args.within.into());
        args.broken(&graph, &query, plotted)
    } else {
        echo.insert("every".to_owned(), args.every.as_str().into());
        echo.insert("of".to_owned(), side_word(args.of).into());
        args.rows(&graph, &query, plotted)
    };
    let answer = report("trend", &graph, echo, &results, table)?;
    plot.map_or(Ok(()), |plot| args.plot.write(&plot))?;
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

impl Args {
    fn rows(&self, graph: &BoardGraph, query: &Query, plotted: bool) -> Told {
        let options = |certain_only| TrendOptions {
            interval: self.every,
            during: query.clock.window(),
            certain_only,
            side: self.of,
            parts: self.only.clone(),
            full: self.full,
        };
        let found = trend(graph, &options(query.certain_only));
        let plot = plotted.then(|| {
            let certain = (!query.certain_only).then(|| trend(graph, &options(true)));
            plot::trends(graph, query, (self.every, self.of), &found, certain.as_deref())
        });
        let rows = values(&found);
        let mut table = of_rows(FIGURES, &rows);
        if rows.is_empty() {
            table = table.with_note("nobody holds a dated board seat at the beginning of any period");
        }
        (rows.into(), table, plot)
    }

    fn spells(&self, graph: &BoardGraph, query: &Query, plotted: bool) -> Told {
        let found = durations(graph, query.clock.window(), self.of, query.certain_only);
        let plot = plotted.then(|| plot::survival(graph, query, self.of, &found));
        let mut steps = Vec::new();
        let mut notes = Vec::new();
        for (of, spells) in [("seats", &found.seats), ("ties", &found.ties)] {
            for step in values(&spells.curve) {
                let mut row = Map::from_iter([("of".to_owned(), of.into())]);
                row.extend(step.as_object().cloned().unwrap_or_default());
                steps.push(Value::Object(row));
            }
            let median = spells.median.map_or_else(|| "not reached".to_owned(), |days| format!("{days} days"));
            notes.push(format!(
                "{of}: {} in {} spells, {} with a gap; median {median}; {} ended, {} censored, {} without a known start, \
                 {} begun before the window, {} begun on the first day of the data.",
                spells.distinct,
                spells.spells,
                spells.with_gap,
                spells.ended,
                spells.censored,
                spells.unknown_start,
                spells.left_truncated,
                spells.since_first_day,
            ));
        }
        let table = notes.into_iter().fold(of_rows(STEPS, &steps), Table::with_note);
        (serde_json::to_value(&found).unwrap_or_default(), table, plot)
    }

    fn broken(&self, graph: &BoardGraph, query: &Query, plotted: bool) -> Told {
        let found = reconstitution(&broken_ties(graph, query.clock.window(), self.within, query.certain_only));
        let plot = plotted.then(|| plot::rejoined(graph, query, self.within, &found));
        let rows = values(&found);
        let table = of_rows(BROKEN, &rows);
        (rows.into(), table, plot)
    }
}

/// Rows as JSON; plain structs with string keys always serialise.
fn values<T: serde::Serialize>(rows: &[T]) -> Vec<Value> {
    rows.iter().map(|row| serde_json::to_value(row).unwrap_or_default()).collect()
}

/// Columns of figures; those that the rows do not have are left out.
const FIGURES: &[&str] = &[
    "date",
    "two_mode.people",
    "two_mode.companies",
    "two_mode.seats",
    "two_mode.density",
    "two_mode.mean_board",
    "two_mode.mean_seats",
    "two_mode.multiple_directors",
    "two_mode.multiple_share",
    "two_mode.components",
    "two_mode.giant.people",
    "two_mode.giant.companies",
    "two_mode.diameter",
    "two_mode.four_cycles",
    "two_mode.three_paths",
    "two_mode.cc4",
    "two_mode.opsahl.people",
    "two_mode.opsahl.companies",
    "two_mode.women.people",
    "two_mode.women.seats",
    "companies.nodes",
    "companies.ties",
    "companies.weight",
    "companies.density",
    "companies.mean_degree",
    "companies.isolates",
    "companies.components",
    "companies.giant",
    "companies.mean_path",
    "companies.path_sd",
    "companies.diameter",
    "companies.transitivity",
    "companies.clustering",
    "companies.clustering_deg2",
    "companies.nsw.clustering",
    "companies.nsw.mean_degree",
    "companies.small_world.er",
    "companies.small_world.nsw",
    "companies.assortativity",
    "companies.core.k",
    "companies.core.size",
    "people.nodes",
    "people.ties",
    "people.weight",
    "people.density",
    "people.mean_degree",
    "people.isolates",
    "people.components",
    "people.giant",
    "people.mean_path",
    "people.path_sd",
    "people.diameter",
    "people.transitivity",
    "people.clustering",
    "people.clustering_deg2",
    "people.nsw.clustering",
    "people.nsw.mean_degree",
    "people.small_world.er",
    "people.small_world.nsw",
    "people.assortativity",
    "people.core.k",
    "people.core.size",
    "kept",
    "broken",
    "new",
    "jaccard",
];

const STEPS: &[&str] = &["of", "days", "at_risk", "ended", "censored", "survival", "error"];

const BROKEN: &[&str] = &[
    "kind",
    "multiplicity",
    "broken",
    "dissolved",
    "unfollowed",
    "followed",
    "rejoined",
    "rate",
    "directional",
    "rate_directional",
    "expected",
];
