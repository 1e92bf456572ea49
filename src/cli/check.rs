//! `interlocks check`: counts and problems of the data.

use clap::Args as ClapArgs;

use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use crate::output::{Answer, Checked, Table};

/// Check the data: print counts, dates, and every problem with file and line
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks check boards/\n  interlocks check seats.csv --columns person=Officer,company=Firm"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let graph = args.data.graph_without_problems(&args.output)?;
    let checked = Checked::from_graph(&graph);
    let mut table = if checked.problems.is_empty() { Table::default() } else { Table::from_rows(&checked.problems) };
    table.notes = checked.summary(graph.about());
    let answer = Answer {
        command: "check",
        as_of: graph.about().as_of,
        options: args.data.echo(),
        results: serde_json::to_value(&checked)?,
        table,
    };
    args.output.write(&answer)?;
    Ok(Outcome::Done)
}
