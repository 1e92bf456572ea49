//! `interlocks whatif`: the effect of changed seats, and of records that are one or two.

use clap::Args as ClapArgs;
use serde_json::Value;

use crate::output::changes_table;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::screen_args::ScreenArgs;
use super::value_enum::one_of;
use interlocks::analysis::{Query, conflicts};
use interlocks::changes::diff as changes;
use interlocks::changes::whatif::{Parting, Plan};
use interlocks::screens::Screen;

/// Show what changes if somebody joins or leaves a board, or if two records are one: interlocks, findings, verdicts
///
/// A value of --same that has an '=' and is not a file is a pair of people or companies, which are taken
/// as one; any other value is a file of decisions. --distinct takes two records as two that a row of
/// decisions makes one: the data is read again without the rows 'same' of that pair.
///
/// Interlocks, and the verdicts of 'screen' on the boards concerned, are compared on the day that the
/// data describes, or on the last date of a change if that is later; --at, --during and --ever set
/// another time. Deals of all dates are screened; with --at or --during, only those of that time.
#[derive(Debug, ClapArgs)]
#[command(after_help = "If ROLE is missing or empty, it is director. If DATE is missing, it is the day that the data
describes. A resignation ends every seat of the person at the company that may still run on DATE;
DATE is the first day without the seat. Write a person or company that is not in the data as
person:ID or company:ID. In a pair A=B, ids of records come before names. A row that differs only in
the ids of the two has not changed.

JSON: one object with added[] removed[] changed[]. A row of added or removed has the keys of
'pairs', 'conflicts' or 'screen', with 'what' (pair, conflict, screen) and 'cause', the changed
seats and the pairs of records on which it depends. A row of changed has before, after, differs (the
keys that differ) and cause.

Examples:
  interlocks whatif boards/ --appoint 'reed hastings@disney'
  interlocks whatif boards/ --resign 'reed-hastings@meta:2011-07-01' --ever
  interlocks whatif boards/ --appoint person:ann-lee@apple --appoint person:ann-lee@meta::2024-03
  interlocks whatif boards/ --same brad-smith-intuit=brad-smith-microsoft
  interlocks whatif boards/ --same same.csv --distinct A00003=R00012")]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Appoint a person to a board; may be repeated
    #[arg(long, value_name = "PERSON@COMPANY[:ROLE[:DATE]]")]
    appoint: Vec<String>,
    /// End all seats of a person at a company; may be repeated
    #[arg(long, value_name = "PERSON@COMPANY[:DATE]")]
    resign: Vec<String>,
    /// Take as two what decisions make one: ids of two records of a row 'same'; may be repeated
    #[arg(long, value_name = "A=B")]
    distinct: Vec<String>,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Compare only the verdicts of this rule of 'screen'; may be repeated
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    #[command(flatten)]
    screening: ScreenArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Returns the command with a help of its own for `--same`, which takes pairs here, too.
pub fn with_own_help(command: clap::Command) -> clap::Command {
    let help = "Take two people or companies as one (A=B), or apply decisions on identity (FILE); may be repeated";
    command.mut_arg("same", |arg| arg.help(help).value_name("A=B|FILE").help_heading(None::<&str>))
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let (data, same) = args.data.without_pairs();
    if [&args.appoint, &args.resign, &args.distinct, &same].iter().all(|list| list.is_empty()) {
        return Err(CliError::Usage(
            "name a change with --appoint PERSON@COMPANY, --resign PERSON@COMPANY, --same A=B or --distinct A=B"
                .to_owned(),
        ));
    }
    if !args.distinct.is_empty() {
        data.refuse_standard_input("--distinct")?;
    }
    let query = data.query()?;
    let graph = data.graph(&args.output)?;
    let parting = Parting::parse(&graph, &args.distinct)?;
    let read_again = match args.distinct.is_empty() {
        true => None,
        false => Some(data.graph_without(parting.pairs(), &args.output)?),
    };
    let apart = read_again.as_ref().unwrap_or(&graph);
    let plan = Plan::parse(apart, &args.appoint, &args.resign)?.with_same(apart, &same)?;
    let plan = plan.with_distinct(&parting, &graph, apart)?;
    plan.contradicted(apart).iter().for_each(|note| args.output.note(note));
    let clock = if data.names_a_clock() { query.clock } else { plan.clock(&graph) };
    let found = plan.outcome_apart(&graph, apart, clock, &args.options(query)?);
    let mut echo = data.echo();
    args.screening.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    let mut changes = serde_json::to_value(&plan.changes)?;
    if let (Value::Array(all), Value::Array(more)) = (&mut changes, serde_json::to_value(&plan.identities)?) {
        all.extend(more);
    }
    echo.insert("changes".to_owned(), changes);
    let mut table = changes_table(&found);
    if found.is_empty() {
        table = table.with_note("no interlock, finding or verdict changes at that time");
    }
    args.output.write(&answer("whatif", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Returns the options of the comparison.
    fn options(&self, query: Query) -> Result<changes::DiffOptions, CliError> {
        let conflicts = conflicts::ConflictOptions {
            window: self.window,
            during: query.clock.window(),
            certain_only: query.certain_only,
            ..conflicts::ConflictOptions::default()
        };
        let screening = Some(self.screening.screening(&self.screen, query)?);
        Ok(changes::DiffOptions { query, conflicts, screening, ..changes::DiffOptions::default() })
    }
}
