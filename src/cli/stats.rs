//! `interlocks stats`: the network in figures.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::TwiceArgs;
use super::output_args::OutputArgs;
use super::plot_args::PlotArgs;
use super::value_enum::one_of;
use crate::output::{Answer, Table, unsigned_zeros};
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
#[command(after_help = "JSON: one object with two_mode, companies and people. Figures without a value are null. With
--if-same, a second object 'if_same' is beside 'results'; in JSON lines it is a second line.

--plot draws the distributions of members per board, seats per person, and ties per company and per
person. Certain values are solid; values that are only possible are hollow or dashed.

Examples:
  interlocks stats boards/ --undated
  interlocks stats boards/ --at 2013-08 -f json
  interlocks stats boards/ --same same.csv --if-same
  interlocks stats boards.ilk --at 2024-06-30 --certain --only companies
  interlocks stats boards/ --at 2013-08 --plot boards.svg")]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Compute only this part; may be repeated
    #[arg(long, value_parser = one_of(&Part::ALL, Part::as_str))]
    only: Vec<Part>,
    #[command(flatten)]
    identity: TwiceArgs,
    #[command(flatten)]
    plot: PlotArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let wants_plot = args.plot.wanted(&args.output)?;
    let graph = args.data.with_links().graph(&args.output)?;
    let found = stats(&graph, &query, &args.only);
    let plot = wants_plot.then(|| args.plot_of(&graph, &query, &found));
    let mut echo = args.data.echo();
    args.identity.echo(&mut echo);
    let figures = serde_json::to_value(&found)?;
    let (as_one, notes) = args.identity.graph_if_same(&graph);
    let if_same = as_one.map(|as_one| serde_json::to_value(stats(&as_one, &query, &args.only)));
    let if_same = if_same.transpose()?.map(unsigned_zeros);
    let mut table = Table::from_object(&figures);
    if let Some(if_same) = &if_same {
        table = table.with_figures_if_same(Table::from_object(if_same));
    }
    notes.iter().for_each(|note| args.output.note(note));
    let answer = Answer { if_same, ..answer("stats", &graph, echo, &figures, table)? };
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
