//! `interlocks search`: people, companies and deals by parts of their names.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use crate::output::Table;
use interlocks::analysis::search_first;
use interlocks_core::wording::counted;

/// Find people, companies and deals by parts of their names, in any order of words
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Without TEXT everything is listed. The columns first and last are the first and the last day that a seat states.\n\nExamples:\n  interlocks search boards/ 'hastings reed'\n  interlocks search boards/ credit\n  interlocks search boards/ -f csv -o names.csv"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Words of a name, in any order; case and accents do not matter
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Print only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    args.data.refuse_time("search")?;
    let graph = args.data.graph(&args.output)?;
    let text = args.text.join(" ");
    let most = args.top.or_else(|| args.output.first_rows()).unwrap_or(usize::MAX);
    let (found, count) = search_first(&graph, &text, most);
    args.output.rows_in_all(if args.top.is_some() { found.len() } else { count });
    let rest = count - found.len();
    let mut table = Table::from_rows(&found);
    if found.is_empty() {
        table = table.with_note("nothing found");
    } else if rest > 0 {
        table = table.with_note(format!("{} not listed", counted(rest, "more row")));
    }
    let mut echo = args.data.echo();
    echo.insert("text".to_owned(), text.into());
    args.output.write(&answer("search", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
