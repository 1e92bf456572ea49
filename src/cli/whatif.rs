//! `interlocks whatif`: what changes if seats change.

use clap::Args as ClapArgs;

use crate::output::changes_table;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::screen::ScreeningArgs;
use super::words::one_of;
use interlocks::analysis::conflicts;
use interlocks::changes::diff as changes;
use interlocks::changes::whatif::Plan;
use interlocks::screens::Screen;

/// What changes if somebody joins a board or leaves it: interlocks, findings and breaches of rules
///
/// Interlocks, and the boards of those who change against all rules of 'screen', are compared on the day the data describes, or on the last day a change names if
/// that is later; --at, --during and --ever ask for another time. Deals of any date are screened,
/// those of --at or --during alone where given.
#[derive(Debug, ClapArgs)]
#[command(after_help = "An appointment is to the board as director from the day the data describes, where ROLE and
DATE are left out; ROLE may be empty. A resignation ends every seat of the person at the
company that may run on DATE: from that day on it is not held. Somebody or something that is
not in the data is written person:ID or company:ID.

JSON: one object, added[] removed[] changed[]. A row of added and removed has the keys of
'pairs', 'conflicts' or 'screen', with 'what' (pair, conflict, screen) and 'cause', the changed seats it rests
on. A row of changed has before, after, differs (the keys that do) and cause.

Examples:
  interlocks whatif datasets/bigtech-boards --appoint 'reed hastings@disney'
  interlocks whatif datasets/bigtech-boards --resign 'reed-hastings@meta:2011-07-01' --ever
  interlocks whatif datasets/bigtech-boards --appoint 'person:ann@apple:observer:2024-03' --at 2024-06")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Somebody takes a seat
    #[arg(long, value_name = "PERSON@COMPANY[:ROLE[:DATE]]")]
    appoint: Vec<String>,
    /// Somebody gives up all seats at a company
    #[arg(long, value_name = "PERSON@COMPANY[:DATE]")]
    resign: Vec<String>,
    /// Days before or after a deal in which an appointment counts
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Only these rules of screens; may be given again
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    #[command(flatten)]
    screening: ScreeningArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    if args.appoint.is_empty() && args.resign.is_empty() {
        return Err(CliError::Usage(
            "say what changes: --appoint PERSON@COMPANY or --resign PERSON@COMPANY".to_owned(),
        ));
    }
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let plan = Plan::parse(&graph, &args.appoint, &args.resign)?;
    let clock = if args.data.names_a_clock() { query.clock } else { plan.clock(&graph) };
    let screened = conflicts::ConflictOptions {
        window: args.window,
        during: query.clock.window(),
        certain_only: query.certain_only,
        ..conflicts::ConflictOptions::default()
    };
    let screening = args.screening.screening(&args.screen, query)?;
    let options = changes::DiffOptions {
        query,
        conflicts: screened,
        screening: Some(screening),
        ..changes::DiffOptions::default()
    };
    let found = plan.outcome(&graph, clock, &options);
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    // Changes are plain structs with string keys: they always serialise.
    echo.insert("changes".to_owned(), serde_json::to_value(&plan.changes).unwrap_or_default());
    let mut table = changes_table(&found);
    if found.is_empty() {
        table = table.with_note("no interlock, finding or verdict changes at this clock");
    }
    args.output.write(&report("whatif", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
