//! `interlocks stats`: the network in figures.

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::words::one_of;
use crate::analysis::measures::{Part, stats};
use crate::output::Table;

/// The network in figures: sizes, distances, clustering, cores, and what chance alone would make
///
/// At a day the network is that of people and companies with a board seat then; at any time
/// companies without a seat are part of it, as isolates.
#[derive(Debug, ClapArgs)]
#[command(after_help = "JSON: one object with two_mode, companies and people. Figures that have no value are null.

Examples:
  interlocks stats datasets/southern-women --undated
  interlocks stats datasets/bigtech-boards --at 2013-08 -f json
  interlocks stats boards.ilk --at 2024-06-30 --certain --only companies")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Only this part; may be given again
    #[arg(long, value_parser = one_of(&Part::ALL, Part::word))]
    only: Vec<Part>,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let found = stats(&graph, &query, &args.only);
    args.output.write(&report("stats", &graph, args.data.echo(), &found, Table::of_object(&found))?)?;
    Ok(Outcome::Done)
}
