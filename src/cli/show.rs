//! `interlocks show`: all about one person or company.

use clap::Args as ClapArgs;

use crate::output::profile_table;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use interlocks::analysis::profile::profile;

/// All about one person or company: seats in time order, fellow directors, ties, deals
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example:\n  interlocks show datasets/bigtech-boards 'Reed Hastings'\n  interlocks show datasets/bigtech-boards company:meta --at 2013-08"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Id, name, alias or a unique part of a name; person: or company: in front forces the kind
    entity: String,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph_in_part(&args.output)?;
    let profile = profile(&graph, graph.find(&args.entity)?, &query);
    let table = profile_table(&profile);
    args.output.write(&report("show", &graph, args.data.echo(), &profile, table)?)?;
    Ok(Outcome::Done)
}
