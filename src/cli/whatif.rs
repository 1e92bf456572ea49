//! `interlocks whatif`: the effect of changed seats.

use clap::Args as ClapArgs;

use crate::output::changes_table;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::screen_args::ScreenArgs;
use super::value_enum::one_of;
use interlocks::analysis::conflicts;
use interlocks::changes::diff as changes;
use interlocks::changes::whatif::Plan;
use interlocks::screens::Screen;

/// Show what changes if somebody joins or leaves a board: interlocks, findings, verdicts
///
/// Interlocks, and the verdicts of 'screen' on the boards concerned, are compared on the day that the
/// data describes, or on the last date of a change if that is later; --at, --during and --ever set
/// another time. Deals of all dates are screened; with --at or --during, only those of that time.
#[derive(Debug, ClapArgs)]
#[command(after_help = "If ROLE is missing or empty, it is director. If DATE is missing, it is the day that the data
describes. A resignation ends every seat of the person at the company that may still run on DATE;
DATE is the first day without the seat. Write a person or company that is not in the data as
person:ID or company:ID.

JSON: one object with added[] removed[] changed[]. A row of added or removed has the keys of
'pairs', 'conflicts' or 'screen', with 'what' (pair, conflict, screen) and 'cause', the changed
seats on which it depends. A row of changed has before, after, differs (the keys that differ) and
cause.

Examples:
  interlocks whatif boards/ --appoint 'reed hastings@disney'
  interlocks whatif boards/ --resign 'reed-hastings@meta:2011-07-01' --ever
  interlocks whatif boards/ --appoint person:ann-lee@apple --appoint person:ann-lee@meta::2024-03")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Appoint a person to a board; may be repeated
    #[arg(long, value_name = "PERSON@COMPANY[:ROLE[:DATE]]")]
    appoint: Vec<String>,
    /// End all seats of a person at a company; may be repeated
    #[arg(long, value_name = "PERSON@COMPANY[:DATE]")]
    resign: Vec<String>,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Compare only the verdicts of this rule of 'screen'; may be repeated
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    #[command(flatten)]
    screening: ScreenArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    if args.appoint.is_empty() && args.resign.is_empty() {
        return Err(CliError::Usage(
            "name a change with --appoint PERSON@COMPANY or --resign PERSON@COMPANY".to_owned(),
        ));
    }
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let plan = Plan::parse(&graph, &args.appoint, &args.resign)?;
    let clock = if args.data.names_a_clock() { query.clock } else { plan.clock(&graph) };
    let conflict_options = conflicts::ConflictOptions {
        window: args.window,
        during: query.clock.window(),
        certain_only: query.certain_only,
        ..conflicts::ConflictOptions::default()
    };
    let screening = args.screening.screening(&args.screen, query)?;
    let options = changes::DiffOptions {
        query,
        conflicts: conflict_options,
        screening: Some(screening),
        ..changes::DiffOptions::default()
    };
    let found = plan.outcome(&graph, clock, &options);
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    echo.insert("changes".to_owned(), serde_json::to_value(&plan.changes)?);
    let mut table = changes_table(&found);
    if found.is_empty() {
        table = table.with_note("no interlock, finding or verdict changes at that time");
    }
    args.output.write(&answer("whatif", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
