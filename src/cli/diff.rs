//! `interlocks diff`: what changed between two datasets.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::output::changes_table;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::screen::ScreeningArgs;
use super::words::one_of;
use interlocks::analysis::conflicts;
use interlocks::changes::diff::{self as changes, changes};
use interlocks::screens::Screen;

/// What changed between two datasets: seats, ties, deals, and the interlocks and findings they cause
#[derive(Debug, ClapArgs)]
#[command(after_help = "Rows are matched by ids: people, companies and deals by theirs, a seat or a tie by its own
id, and without one by what it joins, its role, and its start. A seat whose end was filled
in is changed, not removed and added.

JSON: one object, added[] removed[] changed[]. A row of added and removed has 'what' (seat,
tie, deal, pair, conflict, screen), the keys of such a row, and 'cause': the seats, ties and deals
that changed and on which it rests. A row of changed has before, after, differs (the keys
that do) and cause. Where no cause is listed, it is the day the data describes that moved.

Examples:
  interlocks diff boards-2023.ilk boards-2024.ilk
  interlocks diff old/ new/ --at 2024-06-30 -f json")]
#[command(mut_arg("data", |arg| arg.index(1).value_name("OLD").help("Dataset folder, file or snapshot, as DATA elsewhere")))]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// The dataset to compare with it
    #[arg(value_name = "NEW", index = 2)]
    new: PathBuf,
    /// Days before or after a deal in which an appointment counts
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Compare verdicts of this rule, too; may be given again
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    #[command(flatten)]
    screening: ScreeningArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let new = args.data.instead(args.new.clone())?;
    let (before, after) = (args.data.graph(&args.output)?, new.graph(&args.output)?);
    let screened = conflicts::ConflictOptions {
        window: args.window,
        during: query.clock.window(),
        certain_only: query.certain_only,
        ..conflicts::ConflictOptions::default()
    };
    let screening = match args.screen.as_slice() {
        [] => None,
        screens => Some(args.screening.screening(screens, query)?),
    };
    let options = changes::DiffOptions {
        query,
        conflicts: screened,
        screening,
        data_rows: true,
        ..changes::DiffOptions::default()
    };
    let found = changes(&before, &after, &options);
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    echo.insert("old_as_of".to_owned(), before.as_of().map(|day| day.to_string()).into());
    let mut table = changes_table(&found);
    if found.is_empty() {
        table = table.with_note("nothing that these datasets say differs");
    }
    args.output.write(&report("diff", &after, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
