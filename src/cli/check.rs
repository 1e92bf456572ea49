//! `interlocks check`: is this data sound?

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs};
use crate::output::{Checked, Report, Table};

/// Is this data sound? Counts, spans of time, and every problem with its place
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example:\n  interlocks check datasets/bigtech-boards\n  interlocks check seats.csv --columns person=Officer,company=Firm"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let graph = args.data.graph_without_problems(&args.output)?;
    let checked = Checked::of(&graph);
    let mut table = if checked.problems.is_empty() { Table::default() } else { Table::of(&checked.problems) };
    table.notes = checked.summary(graph.about());
    let report = Report {
        command: "check",
        as_of: graph.about().as_of,
        options: args.data.echo(),
        results: serde_json::to_value(&checked).unwrap_or_default(),
        table,
    };
    args.output.write(&report)?;
    Ok(Outcome::Done)
}
