//! `interlocks build`: a snapshot that opens in milliseconds.

use std::io::BufWriter;

use clap::Args as ClapArgs;

use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::files::{ReplaceArgs, atomic_write};
use super::output_args::OutputArgs;

/// Build a snapshot: one file that every command opens in milliseconds
///
/// A snapshot contains all the data. It is checked when it is read; truncated or altered snapshots are
/// rejected. Do not write to a snapshot that is in use.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks build boards/ -o boards.ilk\n  interlocks show boards.ilk 'reed hastings'"
)]
#[command(mut_arg("output", |arg| arg.required(true).value_name("FILE.ilk").help("Write the snapshot to FILE.ilk")))]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    replace: ReplaceArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let Some(path) = &args.output.output else {
        return Err(CliError::Usage("name the snapshot with -o FILE.ilk".to_owned()));
    };
    args.replace.check_snapshot(path)?;
    args.data.refuse_time("build")?;
    if args.output.named_format().is_some() {
        return Err(CliError::Usage("a snapshot has one format, so -f cannot be used".to_owned()));
    }
    let graph = args.data.graph_to_keep(&args.output)?;
    let origin = args.data.origin(&graph);
    let graph = graph.with_origin(origin);
    let mut length = 0;
    atomic_write(path, |file| {
        let mut out = BufWriter::with_capacity(1 << 20, file);
        length = graph.save(&mut out)?;
        std::io::Write::flush(&mut out)
    })?;
    args.output.detail(&format!("{} bytes in {}", length, path.display()));
    Ok(Outcome::Done)
}
