//! `interlocks path`: how two entities are joined.

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use crate::analysis::paths::{Options, shortest};
use crate::output::Table;

/// How two people or companies are joined, over seats and ties, in the fewest steps
#[derive(Debug, ClapArgs)]
#[command(after_help = "Example:\n  interlocks path datasets/bigtech-boards netflix disney --at 2013-08")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Where the path starts
    a: String,
    /// Where it ends
    b: String,
    /// Most steps
    #[arg(long, value_name = "N", default_value_t = 6)]
    max_steps: usize,
    /// Entities the path must not pass
    #[arg(long, value_name = "X")]
    avoid: Vec<String>,
    /// Fewest steps, strength ignored: how every path is chosen now
    #[arg(long)]
    hops: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph_in_part(&args.output)?;
    let (a, b) = (graph.find(&args.a)?, graph.find(&args.b)?);
    let avoid = args.avoid.iter().map(|name| graph.find(name)).collect::<Result<_, _>>()?;
    let options = Options { query, max_steps: args.max_steps, avoid, ..Options::default() };
    let paths: Vec<_> = shortest(&graph, a, b, &options).into_iter().collect();
    let steps: Vec<_> = paths.iter().flat_map(|path| path.steps.clone()).collect();
    let mut table = Table::of(&steps);
    if paths.is_empty() {
        table = table.with_note(format!("no path of at most {} steps at this clock", args.max_steps));
    } else if let Some(common) = paths[0].common {
        table = table.with_note(format!("all steps may hold together in {}/{}", common.from, common.to));
    } else {
        table = table.with_note("the steps never hold all on one day");
    }
    args.output.write(&report("path", &graph, args.data.echo(), &paths, table)?)?;
    Ok(Outcome::Done)
}
