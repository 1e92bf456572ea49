//! `interlocks mcp`: tools for agents, over standard input and output.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Args as ClapArgs;
use rmcp::ServiceExt;

use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::opened::Opened;
use super::output_args::OutputArgs;
use super::questions;
use super::serve::time_limit;
use crate::mcp::Tools;
use crate::serve::Work;

/// Offer the questions as tools to an agent, over standard input and output
///
/// The Model Context Protocol (MCP) is spoken. The tools are search, show, pairs, path, conflicts, screen,
/// report and settle; they only read. Answers are cut to what a model can take in, and say so. The command
/// ends when its standard input does.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Most clients take a command and its arguments, such as
  {\"mcpServers\": {\"boards\": {\"command\": \"interlocks\", \"args\": [\"mcp\", \"/path/to/boards\"]}}}

Examples:
  interlocks mcp boards/
  interlocks mcp boards.ilk --as-of 2024-12-31")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Stop a question that has no answer after so many seconds; 0 lets it take any time
    #[arg(long, value_name = "SECONDS", default_value_t = 120)]
    time_limit: u64,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    args.output.refuse_format("mcp")?;
    args.data.query()?;
    if args.data.data == Path::new("-") {
        return Err(CliError::Usage("standard input is where the agent asks; name a file or a folder".to_owned()));
    }
    let data = Arc::new(Opened::open(&args.data, &args.output)?);
    data.prepare_search();
    let work = Work::new(time_limit(args.time_limit))?;
    let tools = Tools::new(data, Arc::new(questions::all()), Arc::new(work));
    let fail = |source| CliError::Read { path: "standard input".to_owned(), source };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(fail)?;
    let ended = runtime.block_on(async {
        let service = tools.serve(rmcp::transport::stdio()).await.map_err(std::io::Error::other)?;
        service.waiting().await.map_err(std::io::Error::other)
    });
    runtime.shutdown_timeout(Duration::from_millis(100));
    ended.map(|_| Outcome::Done).map_err(fail)
}
