//! `interlocks stats`: the network in figures.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::plot_args::PlotArgs;
use super::value_enum::one_of;
use crate::output::Table;
use interlocks::analysis::Query;
use interlocks::graph::BoardGraph;
use interlocks::measures::{Distributions, Part, Stats, distributions, stats};
use interlocks::render::plot::{self, Plot};

/// Compute statistics of the network: sizes, distances, clustering, cores
///
/// Values of random networks with the same degrees are given for comparison. With --at, the network
/// consists of the people and companies with a board seat on that day. Without it, companies without a
/// seat are part of the network, as isolates.
#[derive(Debug, ClapArgs)]
#[command(after_help = "JSON: one object with two_mode, companies and people. Figures without a value are null.

--plot draws the distributions of members per board, seats per person, and ties per company and per
person. Certain values are solid; values that are only possible are hollow or dashed.

Examples:
  interlocks stats boards/ --undated
  interlocks stats boards/ --at 2013-08 -f json
  interlocks stats boards.ilk --at 2024-06-30 --certain --only companies
  interlocks stats boards/ --at 2013-08 --plot boards.svg")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Compute only this part; may be repeated
    #[arg(long, value_parser = one_of(&Part::ALL, Part::as_str))]
    only: Vec<Part>,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let wants_plot = args.plot.wanted(&args.output)?;
    let graph = args.data.with_links().graph(&args.output)?;
    let found = stats(&graph, &query, &args.only);
    let plot = wants_plot.then(|| args.plot_of(&graph, &query, &found));
    let answer = answer("stats", &graph, args.data.echo(), &found, Table::from_object(&serde_json::to_value(&found)?))?;
    plot.map_or(Ok(()), |plot| args.plot.write(&plot))?;
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Returns the plot of what is possible, with what is certain beside it.
    fn plot_of(&self, graph: &BoardGraph, query: &Query, found: &Stats) -> Plot {
        let certain_query = Query { certain_only: true, ..*query };
        let uncertain = !query.certain_only && !graph.is_undated();
        let certain = uncertain.then(|| distributions(graph, &certain_query, &self.only));
        plot::distributions(graph, query, &Distributions::from(found), certain.as_ref())
    }
}
