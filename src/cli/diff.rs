//! `interlocks diff`: what changed between two datasets.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use crate::output::changes_table;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::screen_args::ScreenArgs;
use super::value_enum::one_of;
use interlocks::analysis::conflicts;
use interlocks::changes::diff::{self as changes, changes};
use interlocks::screens::Screen;

/// Compare two datasets: seats, ties, deals, and the interlocks and findings they change
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "People, companies and deals are matched by id; seats and ties by id or, without one, by both ends,
role and start. A seat with a newly known end counts as changed, not as removed and added.

JSON: one object with added[] removed[] changed[]. A row of added or removed has 'what' (seat, tie,
deal, pair, conflict, screen), the keys of such a row, and 'cause': the changed seats, ties and
deals on which it depends. A row of changed has before, after, differs (the keys that differ) and
cause. A row without a cause has changed because the day that the data describes is another.

Examples:
  interlocks diff boards-2023.ilk boards-2024.ilk
  interlocks diff old/ new/ --at 2024-06-30 -f json"
)]
#[command(mut_arg("data", |arg| arg.index(1).value_name("OLD").help("Old dataset: folder, file or snapshot")))]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// New dataset: folder, file or snapshot
    #[arg(value_name = "NEW", index = 2)]
    new: PathBuf,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Compare the verdicts of this rule of 'screen' too; may be repeated
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    #[command(flatten)]
    screening: ScreenArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let new = args.data.instead(args.new.clone())?;
    let (before, after) = (args.data.graph(&args.output)?, new.graph(&args.output)?);
    let conflict_options = conflicts::ConflictOptions {
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
        conflicts: conflict_options,
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
        table = table.with_note("the datasets do not differ");
    }
    args.output.write(&answer("diff", &after, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
