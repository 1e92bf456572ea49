//! `interlocks trend`: the network over time.

use clap::Args as ClapArgs;
use serde_json::{Map, Value};

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::plot_args::PlotArgs;
use super::value_enum::one_of;
use crate::output::Table;
use interlocks::analysis::Query;
use interlocks::analysis::pairs::Side;
use interlocks::graph::BoardGraph;
use interlocks::measures::Part;
use interlocks::measures::trend::{Interval, TrendOptions, broken_ties, durations, reconstitution, trend};
use interlocks::render::plot::{self, Plot};

/// Compute figures over time: statistics, tie turnover, how long seats and ties last
///
/// The dates are the first days of all months, quarters or years in which somebody has a seat, up to
/// the day that the data describes; --during limits them. As with stats --at DATE, the figures count
/// what is possible on each date, or with --certain what is certain. A tie is a pair of companies that
/// share a director, or of people who share a board.
#[derive(Debug, ClapArgs)]
#[command(after_help = "JSON: a row has date and the objects of stats (counts only, unless --full). It also has kept,
broken, new and jaccard, which compare the ties of --of with those on the date before.

--spells: JSON is one object with seats and ties, each with distinct spells with_gap ended censored
unknown_start left_truncated since_first_day median curve[{days at_risk ended censored survival
error}]. The curves are Kaplan-Meier estimates. Durations are the longest that the dates allow, or
with --certain the shortest. Seats and ties that still run on the as-of day are censored. With
--during, those that began before the window enter at the age they had when the window opened.

--broken: a row has kind multiplicity broken dissolved unfollowed followed rejoined rate directional
rate_directional expected. A tie through one person is broken when that person leaves either board.
It is rejoined if somebody else begins to sit on both boards within --within days. The rates leave
out ties that ended because a board lost all its members, and ties whose window ends after the as-of
day. multiplicity is the number of people shared on the day before the break. expected is the rate
that chance alone would give, if each newcomer to either board were drawn at random from everybody
who had a board seat in that time but not on that board.

--plot draws the figures over time, certain ones solid and possible ones dashed. With --spells, it
draws the survival curves with 95 % bounds; with --broken, the rates compared with chance.

Examples:
  interlocks trend boards/ --every year --during 2008..2016
  interlocks trend boards/ --every quarter --of people --only people -f csv
  interlocks trend boards/ --spells
  interlocks trend boards/ --broken --within 730
  interlocks trend boards/ --every quarter --plot trend.svg
  interlocks trend boards/ --spells --plot survival.svg")]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Use one date per month, quarter or year
    #[arg(long, default_value = "month", value_parser = one_of(&Interval::ALL, Interval::as_str))]
    every: Interval,
    /// Follow the ties of companies or of people
    #[arg(long, default_value = "companies", value_parser = one_of(&SIDES, side_name))]
    of: Side,
    /// Compute only this part of the statistics; may be repeated
    #[arg(long, value_parser = one_of(&Part::ALL, Part::as_str), conflicts_with_all = ["spells", "broken"])]
    only: Vec<Part>,
    /// Compute all figures of stats, including slow ones
    #[arg(long, conflicts_with_all = ["spells", "broken"])]
    full: bool,
    /// Estimate how long seats and ties last
    #[arg(long, conflicts_with = "broken")]
    spells: bool,
    /// Compute how often a broken tie between companies is formed again by another person
    #[arg(long, conflicts_with = "of")]
    broken: bool,
    /// Count a broken tie as rejoined if it is formed again within DAYS
    #[arg(long, value_name = "DAYS", default_value_t = 365, requires = "broken", value_parser = clap::value_parser!(i32).range(0..=36_525))]
    within: i32,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// An answer as JSON, as a table, and optionally as plots.
type Answered = (Value, Table, Option<Plot>);

const SIDES: [Side; 2] = [Side::Companies, Side::People];

fn side_name(side: Side) -> &'static str {
    match side {
        Side::Companies => "companies",
        Side::People => "people",
    }
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    if args.data.at.is_some() {
        return Err(CliError::Usage("trend compares many days; use --during FROM..TO instead of --at".to_owned()));
    }
    let query = args.data.query()?;
    let wants_plot = args.plot.wanted(&args.output)?;
    let graph = args.data.graph(&args.output)?;
    if graph.is_undated() {
        return Err(CliError::Usage("trend compares days; leave --undated out".to_owned()));
    }
    let mut echo = args.data.echo();
    let (results, table, plot) = if args.spells {
        echo.insert("of".to_owned(), side_name(args.of).into());
        args.spells(&graph, &query, wants_plot)?
    } else if args.broken {
        echo.insert("within".to_owned(), args.within.into());
        args.broken(&graph, &query, wants_plot)?
    } else {
        echo.insert("every".to_owned(), args.every.as_str().into());
        echo.insert("of".to_owned(), side_name(args.of).into());
        args.rows(&graph, &query, wants_plot)?
    };
    let answer = answer("trend", &graph, echo, &results, table)?;
    plot.map_or(Ok(()), |plot| args.plot.write(&plot))?;
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

impl Args {
    fn rows(&self, graph: &BoardGraph, query: &Query, wants_plot: bool) -> Result<Answered, CliError> {
        let options = |certain_only| TrendOptions {
            interval: self.every,
            during: query.clock.window(),
            certain_only,
            side: self.of,
            parts: self.only.clone(),
            full: self.full,
        };
        let found = trend(graph, &options(query.certain_only));
        let plot = wants_plot.then(|| {
            let certain = (!query.certain_only).then(|| trend(graph, &options(true)));
            plot::trends(graph, query, (self.every, self.of), &found, certain.as_deref())
        });
        let rows = values(&found)?;
        let mut table = Table::from_figures(FIGURES, &rows);
        if rows.is_empty() {
            table = table.with_note("nobody has a dated board seat at the beginning of any period");
        }
        Ok((rows.into(), table, plot))
    }

    fn spells(&self, graph: &BoardGraph, query: &Query, wants_plot: bool) -> Result<Answered, CliError> {
        let found = durations(graph, query.clock.window(), self.of, query.certain_only);
        let plot = wants_plot.then(|| plot::survival(graph, query, self.of, &found));
        let mut steps = Vec::new();
        let mut notes = Vec::new();
        for (of, spells) in [("seats", &found.seats), ("ties", &found.ties)] {
            for step in values(&spells.curve)? {
                let mut row = Map::from_iter([("of".to_owned(), of.into())]);
                row.extend(step.as_object().cloned().unwrap_or_default());
                steps.push(Value::Object(row));
            }
            let median = spells.median.map_or_else(|| "not reached".to_owned(), |days| format!("{days} days"));
            notes.push(format!(
                "{of}: {} in {} spells, {} with a gap; median {median}; {} ended, {} censored, {} without a known start, \
                 {} that began before the window, {} that began on the first day of the data.",
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
        let table = notes.into_iter().fold(Table::from_figures(STEPS, &steps), Table::with_note);
        Ok((serde_json::to_value(&found)?, table, plot))
    }

    fn broken(&self, graph: &BoardGraph, query: &Query, wants_plot: bool) -> Result<Answered, CliError> {
        let found = reconstitution(&broken_ties(graph, query.clock.window(), self.within, query.certain_only));
        let plot = wants_plot.then(|| plot::rejoined(graph, query, self.within, &found));
        let rows = values(&found)?;
        let table = Table::from_figures(BROKEN, &rows);
        Ok((rows.into(), table, plot))
    }
}

/// Returns rows as JSON.
fn values<T: serde::Serialize>(rows: &[T]) -> Result<Vec<Value>, CliError> {
    rows.iter().map(|row| Ok(serde_json::to_value(row)?)).collect()
}

/// The columns of statistics; those without values are left out.
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

/// The columns of survival curves.
const STEPS: &[&str] = &["of", "days", "at_risk", "ended", "censored", "survival", "error"];

/// The columns of broken ties.
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
