//! `interlocks generate`: a synthetic dataset of realistic shape.

use std::path::PathBuf;

use super::error::{CliError, Outcome};
use super::files::ReplaceArgs;
use super::message::message;
use super::value_enum::one_of;
use interlocks::dataset::{Ids, Synthetic};

/// Generate a synthetic dataset of any size, with the structure of real boards
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  interlocks generate boards --seats 10000\n  interlocks generate million --seats 1000000 --seed 1 --exact\n  interlocks generate million.csv --seats 1000000 --single-table --ids mixed"
)]
pub struct Args {
    /// Write to this folder, or with --single-table to this file; it is created if missing
    out: PathBuf,
    /// Generate exactly N seats
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    seats: u32,
    /// Set the random seed; the same seed gives the same bytes on any machine
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Make every date exact; otherwise most are known only to the month or year
    #[arg(long)]
    exact: bool,
    /// Write one CSV file, with the names of person and company in each row, as registers export it; without deals
    #[arg(long)]
    single_table: bool,
    /// Set the kind of ids in the single table
    #[arg(long, requires = "single_table", value_parser = one_of(&Ids::ALL, Ids::as_str), default_value = "number")]
    ids: Ids,
    #[command(flatten)]
    replace: ReplaceArgs,
    /// Use N threads, or 0 for one per core; the bytes do not depend on N
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Print no notes on standard error
    #[arg(short, long)]
    quiet: bool,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    match args.single_table {
        true => args.replace.check_table(&args.out)?,
        false => args.replace.check_folder(&args.out)?,
    }
    super::output_args::start_threads(args.threads)?;
    let synthetic = Synthetic { seats: args.seats, seed: args.seed, exact: args.exact };
    let written = match args.single_table {
        true => synthetic.write_single_table(&args.out, args.ids),
        false => synthetic.write(&args.out),
    };
    let written = written.map_err(|source| CliError::Write { path: args.out.display().to_string(), source })?;
    if !args.quiet {
        let (people, companies, deals) = (written.people, written.companies, written.deals);
        message(&format!(
            "{} seats of {people} people at {companies} companies, {deals} deals, {} MB in {}",
            written.seats,
            written.bytes / 1_000_000,
            args.out.display()
        ));
    }
    Ok(Outcome::Done)
}
