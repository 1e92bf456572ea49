//! `interlocks check`: counts and problems of the data.

use clap::Args as ClapArgs;

use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use crate::output::{Answer, Checked, Table};

/// Check the data: print counts, dates, and every problem with file and line
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The exit code is 3 if there are errors.\n\nExamples:\n  interlocks check boards/\n  interlocks check boards/ --roles\n  interlocks check seats.csv --columns person=Officer,company=Firm"
)]
#[command(mut_arg("roles", |arg| arg.num_args(0..=1).default_missing_value("-").help(
    "List each role with its seats and how it was read; with FILE, read roles as this table says"
)))]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let graph = args.data.graph_without_problems(&args.output)?;
    let mut checked = Checked::from_graph(&graph);
    let mut table = if checked.problems.is_empty() { Table::default() } else { Table::from_rows(&checked.problems) };
    if args.data.roles.is_some() {
        let roles = graph.roles();
        table = Table::from_rows(&roles);
        checked.roles = Some(roles);
    }
    table.notes = checked.summary(graph.about());
    let answer = Answer {
        model: None,
        page: None,
        if_same: None,
        command: "check",
        as_of: graph.about().as_of,
        options: args.data.echo(),
        results: serde_json::to_value(&checked)?,
        table,
    };
    args.output.write(&answer)?;
    Ok(if checked.errors > 0 { Outcome::Rejected } else { Outcome::Done })
}
