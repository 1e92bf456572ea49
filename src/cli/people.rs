//! `interlocks people`: directors by number of boards.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use crate::output::Table;
use interlocks::analysis::people::directors;

/// List directors by number of boards, most boards first
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  interlocks people boards/ --at 2013-08 --min 3")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Keep only people on at least N boards
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// Print only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let mut found = directors(&graph, &query, args.min);
    found.truncate(args.top.unwrap_or(usize::MAX));
    args.output.write(&answer("people", &graph, args.data.echo(), &found, Table::from_rows(&found))?)?;
    Ok(Outcome::Done)
}
