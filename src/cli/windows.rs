//! `interlocks windows`: event studies of deals around appointments.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use crate::output::Table;
use interlocks::analysis::event_study::{CONFIDENCE_LEVEL, EventStudyOptions, studies};

/// Test whether two companies deal more often around appointments that link them
///
/// An appointment links two companies if somebody with a seat at one, or a tie to it, joins the board of
/// the other. For each pair with a deal and such an appointment, the deals per day within the window
/// around appointments are compared with the deals per day on all other days on which both companies
/// existed.
#[derive(Debug, ClapArgs)]
#[command(after_help = "JSON: a row has the keys a b appointments[{person company home first last certain evidence[]}]
deals[{id date kind status sources[] near probability}] history{from to days} near_days{min
max expected} near{certain possible expected} after before elsewhere rate_near
rate_elsewhere rate_ratio interval{low high} p_exact p_permutation p_holm q_bh
left_out{appointments deals}

An inexact date may be any day of its range. 'certain' counts what is true for every choice of days,
and 'possible' what is true for some choice; 'expected' is the mean over all choices. interval is
the exact conditional 95 % interval of the rate ratio (Clopper and Pearson), widened for inexact
dates. p_permutation comes from shifting all appointments of a pair around the joint history of the
two companies; p_holm and q_bh correct it for all pairs in the answer. A small p shows that the
timing is unusual, not why.

Examples:
  interlocks windows boards/ --company meta --company netflix
  interlocks windows boards/ --window 45 --permutations 99999 --seed 7")]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Treat days up to DAYS before or after an appointment as near
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Keep only pairs with this company; if repeated, only pairs among these companies
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Shift the appointments of each pair N times at random
    #[arg(long, value_name = "N", default_value_t = 9_999, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    permutations: u32,
    /// Set the random seed; the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    if graph.is_undated() {
        return Err(CliError::Usage("windows compares days; leave --undated out".to_owned()));
    }
    let options = EventStudyOptions {
        window: args.window,
        permutations: args.permutations,
        seed: args.seed,
        during: query.clock.window(),
        certain_only: query.certain_only,
        companies: args.company.iter().map(|name| graph.find_company(name)).collect::<Result<_, _>>()?,
    };
    let found = studies(&graph, &options);
    let mut echo = args.data.echo();
    echo.insert("window".to_owned(), args.window.into());
    echo.insert("permutations".to_owned(), args.permutations.into());
    echo.insert("seed".to_owned(), args.seed.into());
    echo.insert("level".to_owned(), CONFIDENCE_LEVEL.into());
    let mut table = Table::from_rows(&found);
    if found.is_empty() {
        table = table.with_note("no two companies have both a deal and an appointment that links them");
    } else {
        table = table.with_note(
            "Each row is a lead to check, not an accusation. p measures how unusual the timing is, not why.",
        );
    }
    args.output.write(&answer("windows", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
