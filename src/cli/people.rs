//! `interlocks people`: directors by number of boards.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::IdentityArgs;
use super::output_args::OutputArgs;
use crate::output::directors_table;
use interlocks::analysis::people::directors_with_identities;

/// List directors by number of boards, most boards first
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  interlocks people boards/ --at 2013-08 --min 3")]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Keep only people on at least N boards
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// Print only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    identity: IdentityArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let most = args.top.unwrap_or(usize::MAX);
    let mut answered = directors_with_identities(&graph, &query, args.min);
    answered.rows.truncate(most);
    answered.if_same.truncate(most);
    let (found, notes) = args.identity.rows(&graph, answered, query.certain_only, &args.output);
    let mut echo = args.data.echo();
    args.identity.echo(&mut echo);
    let mut table = directors_table(&found);
    table.notes.extend(notes);
    args.output.write(&answer("people", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
