//! `interlocks rank`: people or companies ranked by a measure.

use std::collections::HashMap;

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::TwiceArgs;
use super::measure_args::{MEASURES, MeasureArgs};
use super::output_args::OutputArgs;
use super::plot_args::PlotArgs;
use crate::output::{Answer, Cell, Column, Table, ranking_table, unsigned_zeros};
use interlocks::graph::BoardGraph;
use interlocks::measures::rank::{Measure, RankOptions, Ranked, Ranking, rank};
use interlocks::model::EntityKind;
use interlocks::render::plot;
use interlocks_core::wording::counted;

const NOTES: &str = "
With several measures, rows are ranked by the first one, and have a column for each.

With --if-same, each row has also the rank and the value of the one that its record belongs to if
all are one that may be one. JSON has that ranking as 'if_same', beside 'results'.

If betweenness is estimated from a sample, the options in JSON give samples, error (in units of the
value) and confidence.

Examples:
  interlocks rank boards/ --of people --by articulation --at 2013-08 --top 5
  interlocks rank boards/ --by betweenness --on two-mode --top 10
  interlocks rank boards/ --by strength --weight newman
  interlocks rank boards/ --by degree,core,betweenness -f csv
  interlocks rank boards/ --of people --by boards --same same.csv --if-same
  interlocks rank boards/ --by broker-liaison -f json
  interlocks rank boards/ --undated --of people --by constraint --reverse --top 3
  interlocks rank boards/ --of people --by boards --plot boards.svg";

/// Rank people or companies by a measure, largest first; equal values share a rank
///
/// A measure is computed on the projection (companies joined by shared people, or people by shared
/// boards) or on the two-mode network of people and companies; boards and articulation use the latter
/// by default. With --at, the network consists of the people and companies with a board seat on that
/// day. A tie is an edge of the network.
#[derive(Debug, ClapArgs)]
#[command(after_help = format!("{MEASURES}{NOTES}"))]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    #[command(flatten)]
    measures: MeasureArgs,
    /// Print only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Rank the smallest value first
    #[arg(long)]
    reverse: bool,
    #[command(flatten)]
    identity: TwiceArgs,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let options =
        RankOptions { query: args.data.query()?, top: args.top, reverse: args.reverse, ..args.measures.options() };
    let wants_plot = args.plot.wanted(&args.output)?;
    let graph = args.data.with_links().graph(&args.output)?;
    let found = rank(&graph, &options).map_err(|error| CliError::Usage(error.to_string()))?;
    let mut echo = args.data.echo();
    args.measures.echo(&mut echo);
    echo.insert("on".to_owned(), found.network.as_str().into());
    for measure in args.measures.measures() {
        match measure {
            Measure::Broker(_) => _ = echo.insert("unknown_industry".to_owned(), found.unknown_industry.into()),
            Measure::Constraint if measure == options.measure => {
                echo.insert("without_value".to_owned(), found.without_value.into());
            }
            _ => {}
        }
    }
    if let Some(sample) = &found.sample {
        echo.insert("samples".to_owned(), sample.samples.into());
        echo.insert("error".to_owned(), sample.error.into());
        echo.insert("confidence".to_owned(), sample.confidence.into());
        echo.insert("seed".to_owned(), args.measures.seed.into());
    }
    args.identity.echo(&mut echo);
    let (as_one, notes) = args.identity.graph_if_same(&graph);
    notes.iter().for_each(|note| args.output.note(note));
    let mut table = noted(&found);
    let mut if_same = None;
    if let Some(as_one) = &as_one {
        let mut second = rank(as_one, &RankOptions { top: None, ..options.clone() })
            .map_err(|error| CliError::Usage(error.to_string()))?;
        table = with_ranks_if_same(table, &found, &second, args.measures.kind(), as_one);
        second.rows.truncate(args.top.unwrap_or(usize::MAX));
        if_same = Some(unsigned_zeros(serde_json::to_value(&second.rows)?));
    }
    let answer = Answer { if_same, ..answer("rank", &graph, echo, &found.rows, table)? };
    if wants_plot {
        args.plot.write(&plot::ranking(&graph, &options.query, (options.side, options.measure), &found))?;
    }
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

/// Adds rank and value of the one that each row is part of if all are one that may be one.
fn with_ranks_if_same(
    mut table: Table,
    found: &Ranking,
    second: &Ranking,
    kind: EntityKind,
    as_one: &BoardGraph,
) -> Table {
    let by_id: HashMap<&str, &Ranked> = second.rows.iter().map(|row| (row.id.as_str(), row)).collect();
    table.columns.push(Column::right("rank_if_same").headed("rank if same"));
    table.columns.push(Column::right("value_if_same").headed("value if same"));
    for (cells, row) in table.rows.iter_mut().zip(&found.rows) {
        let id = as_one.entity_of_record(kind, &row.id).map(|one| as_one.id(one));
        let ranked = id.and_then(|id| by_id.get(id.as_str()));
        cells.push(ranked.map(|row| row.rank.to_string()).unwrap_or_default().into());
        cells.push(ranked.map(|row| Cell::number(row.value)).unwrap_or_default());
    }
    if let Some(sample) = &second.sample {
        table = table.with_note(format!("if same: no value is off by more than {:.0}", sample.error.ceil()));
    }
    table
}

/// Adds notes on the limits of the values.
fn noted(found: &Ranking) -> Table {
    let mut table = ranking_table(&found.rows);
    if let Some(sample) = &found.sample {
        let (samples, share) = (sample.samples, sample.confidence * 100.0);
        table = table.with_note(format!(
            "estimated from {samples} random shortest paths; with {share:.0} % confidence no value is off by more than {:.0}",
            sample.error.ceil()
        ));
    }
    if found.without_value > 0 {
        table = table.with_note(format!("{} without neighbours have no value", found.without_value));
    }
    if found.unknown_industry > 0 {
        table = table.with_note(format!(
            "{} without a known industry; paths over them are not counted",
            counted(found.unknown_industry, "company")
        ));
    }
    table
}
