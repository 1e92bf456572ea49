//! `interlocks generate`: a synthetic dataset of realistic shape.

use std::path::PathBuf;

use super::context::{CliError, Outcome};
use interlocks::dataset::Synthetic;

/// A synthetic dataset of realistic shape and any size
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interlocks generate /tmp/million --seats 1000000 --seed 1 --exact")]
pub struct Args {
    /// Folder to write; made if it is not there
    out: PathBuf,
    /// How many seats, exactly
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    seats: u32,
    /// The same seed gives the same bytes on any machine
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Every date known to the day; else most are known to the month or the year
    #[arg(long)]
    exact: bool,
    /// Threads to use, 0 for all cores; the bytes are the same for any number
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// No word on standard error
    #[arg(short, long)]
    quiet: bool,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    super::context::start_threads(args.threads)?;
    let synthetic = Synthetic { seats: args.seats, seed: args.seed, exact: args.exact };
    let written = synthetic
        .write(&args.out)
        .map_err(|source| CliError::Write { path: args.out.display().to_string(), source })?;
    if !args.quiet {
        let (people, companies, deals) = (written.people, written.companies, written.deals);
        eprintln!(
            "interlocks: {} seats of {people} people at {companies} companies, {deals} deals, {} MB in {}",
            written.seats,
            written.bytes / 1_000_000,
            args.out.display()
        );
    }
    Ok(Outcome::Done)
}
