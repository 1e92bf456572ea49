//! `interlocks show`: everything about one person or company.

use clap::Args as ClapArgs;

use crate::output::profile_table;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use interlocks::analysis::profile::profile;

/// Show everything about one person or company
///
/// The rows are seats by date, ties, fellow directors, interlocked companies, owners and deals.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks show boards/ 'Reed Hastings'\n  interlocks show boards/ company:meta --at 2013-08"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Show the person or company with this id, name, alias or unique part of a name; the prefix person:
    /// or company: says which of the two it is
    entity: String,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.with_links().graph_in_part(&args.output)?;
    let profile = profile(&graph, graph.find(&args.entity)?, &query);
    let table = profile_table(&profile);
    args.output.write(&answer("show", &graph, args.data.echo(), &profile, table)?)?;
    Ok(Outcome::Done)
}
