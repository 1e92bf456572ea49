//! `interlocks windows`: do companies deal more around appointments that join them?

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use crate::output::Table;
use interlocks::analysis::event_study::{CONFIDENCE_LEVEL, EventStudyOptions, studies};

/// Appointment studies: deals around appointments against the rest of a pair's joint history
///
/// For each pair of companies with a deal and an appointment that joins them (somebody tied to one
/// joins the board of the other): deals a day within the window of an appointment, before or after,
/// against deals a day on all other days on which both companies were there.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Rows of JSON: a b appointments[{person company home first last certain evidence[]}]
deals[{id date kind status sources[] near probability}] history{from to days} near_days{min
max expected} near{certain possible expected} after before elsewhere rate_near
rate_elsewhere rate_ratio interval{low high} p_exact p_permutation p_holm q_bh
left_out{appointments deals}

A date known in part is any day of its range: 'certain' counts hold for every choice of
days, 'possible' for some, 'expected' is their mean. interval is the exact conditional
interval of the rate ratio (Clopper and Pearson, 95 %), as wide as the dates allow.
p_permutation shifts all appointments of a pair around its joint history; p_holm and q_bh
correct it for all pairs of the answer. A small p-value says that timing is unusual, not
why.

Examples:
  interlocks windows datasets/bigtech-boards --company meta --company netflix
  interlocks windows datasets/bigtech-boards --window 45 --permutations 99999 --seed 7")]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Days before and after an appointment that are near it
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Only pairs with this company; given twice or more, only pairs among them
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Shifted histories that each pair is compared with
    #[arg(long, value_name = "N", default_value_t = 9_999, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    permutations: u32,
    /// Where chance begins: the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    if graph.is_undated() {
        return Err(CliError::Usage("windows compares days: leave --undated out".to_owned()));
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
    let mut table = Table::of(&found);
    if found.is_empty() {
        table = table.with_note("no two companies have both a deal and an appointment that joins them");
    } else {
        table = table.with_note("Each line is a lead to check, not an accusation: p says how unusual the timing is.");
    }
    args.output.write(&report("windows", &graph, echo, &found, table)?)?;
    Ok(Outcome::Done)
}
