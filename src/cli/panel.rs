//! `interlocks panel`: measures at many dates, a table for statistics.

use clap::Args as ClapArgs;

use super::answer::{answer, check_pages};
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::measure_args::{MEASURES, MeasureArgs};
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use crate::output::{Table, panel_columns};
use interlocks::measures::panel::{PanelOptions, PanelRow, panel};
use interlocks::measures::trend::Interval;

const NOTES: &str = "
JSON and CSV: a row has date, id, name, and a column for each measure, named as the measure with _
for -. A value is null (in CSV: empty) where the measure is not defined. The rows of a date are
those who possibly have a board seat on that day, in the order of their ids; with --certain, those
who certainly have one.

--bounds adds a column NAME_certain: the value in the network of what is certain on the date, null
for those who have no certain seat. Where dates are known to the day, both are equal. For boards and
degree, the true value lies between the two; for other measures it need not.

betweenness has a column betweenness_error: null if all shortest paths were counted, and otherwise
the error that no value exceeds, with 95 % confidence.

Examples:
  interlocks panel boards/ --by degree,core,betweenness -o panel.csv
  interlocks panel boards/ --of people --by boards,degree --every quarter --during 2008..2016
  interlocks panel boards/ --by degree,constraint --bounds -f jsonl";

/// Compute measures at many dates, one row for each company or person and date
///
/// The dates are the first days of all years, quarters or months on which somebody has a board seat, up
/// to the day that the data describes; --during limits them. The values are those of rank --at DATE.
#[derive(Debug, ClapArgs)]
#[command(after_help = format!("{MEASURES}{NOTES}"))]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    #[command(flatten)]
    measures: MeasureArgs,
    /// Use one date per year, quarter or month
    #[arg(long, default_value = "year", value_parser = one_of(&Interval::ALL, Interval::as_str))]
    every: Interval,
    /// Add the values in the network of what is certain
    #[arg(long, conflicts_with = "certain")]
    bounds: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    if args.data.at.is_some() {
        return Err(CliError::Usage("panel takes many days; use --during FROM..TO instead of --at".to_owned()));
    }
    let query = args.data.query()?;
    let options = PanelOptions::new(args.measures.measures())
        .interval(args.every)
        .during(query.clock.window())
        .certain_only(query.certain_only)
        .bounds(args.bounds)
        .rank(args.measures.options());
    let columns = panel_columns(&options);
    let graph = args.data.with_links().graph(&args.output)?;
    if graph.is_undated() {
        return Err(CliError::Usage("panel takes many days; leave --undated out".to_owned()));
    }
    let mut echo = args.data.echo();
    args.measures.echo(&mut echo);
    echo.insert("every".to_owned(), args.every.as_str().into());
    echo.insert("bounds".to_owned(), args.bounds.into());
    let dates = panel(&graph, options).map_err(|error| CliError::Usage(error.to_string()))?;
    if dates.dates_left() == 0 {
        args.output.note("nobody has a board seat at any of these dates");
    }
    if args.output.is_streamed() {
        let head = answer("panel", &graph, echo, &Vec::<PanelRow>::new(), Table::default())?;
        args.output.write_stream(&head, &columns, dates, || check_pages(&graph))?;
    } else {
        let rows: Vec<PanelRow> = dates.flatten().collect();
        let table = Table::with_columns(columns, &rows);
        args.output.write(&answer("panel", &graph, echo, &rows, table)?)?;
    }
    Ok(Outcome::Done)
}
