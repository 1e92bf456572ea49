//! `interlocks stats`: the network in figures.

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::plotted::PlotArgs;
use super::words::one_of;
use crate::output::Table;
use interlocks::analysis::Query;
use interlocks::graph::BoardGraph;
use interlocks::measures::{Distributions, Part, Stats, distributions, stats};
use interlocks::render::plot::{self, Plot};

/// The network in figures: sizes, distances, clustering, cores, and what chance alone would make
///
/// At a day the network is that of people and companies with a board seat then; at any time
/// companies without a seat are part of it, as isolates.
#[derive(Debug, ClapArgs)]
#[command(after_help = "JSON: one object with two_mode, companies and people. Figures that have no value are null.

--plot draws how many boards have so many members, people so many seats, and both so many ties;
what certainly holds is solid, what is only possible hollow or dashed.

Examples:
  interlocks stats datasets/southern-women --undated
  interlocks stats datasets/bigtech-boards --at 2013-08 -f json
  interlocks stats boards.ilk --at 2024-06-30 --certain --only companies
  interlocks stats datasets/bigtech-boards --at 2013-08 --plot boards.svg")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Only this part; may be given again
    #[arg(long, value_parser = one_of(&Part::ALL, Part::as_str))]
    only: Vec<Part>,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let plotted = args.plot.wanted(&args.output)?;
    let graph = args.data.graph(&args.output)?;
    let found = stats(&graph, &query, &args.only);
    let plot = plotted.then(|| args.plot_of(&graph, &query, &found));
    let answer = report("stats", &graph, args.data.echo(), &found, Table::of_object(&found))?;
    plot.map_or(Ok(()), |plot| args.plot.write(&plot))?;
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Beside what possibly holds stands what certainly does.
    fn plot_of(&self, graph: &BoardGraph, query: &Query, found: &Stats) -> Plot {
        let sure = Query { certain_only: true, ..*query };
        let doubtful = !query.certain_only && !graph.is_undated();
        let certain = doubtful.then(|| distributions(graph, &sure, &self.only));
        plot::distributions(graph, query, &Distributions::from(found), certain.as_ref())
    }
}
