//! `interlocks build`: a snapshot that opens at once.

use std::io::BufWriter;

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, atomic_write};

/// A snapshot: one file that every command opens at once
///
/// The snapshot holds all that the data says. It is checked when it is read, and refused when it
/// was cut off or altered. Do not write into one that is in use.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Example:\n  interlocks build datasets/bigtech-boards -o boards.ilk\n  interlocks show boards.ilk 'reed hastings'"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let Some(path) = &args.output.output else {
        return Err(CliError::Usage("say where the snapshot goes: -o FILE.ilk".to_owned()));
    };
    let graph = args.data.graph(&args.output)?;
    let mut length = 0;
    atomic_write(path, |file| {
        let mut out = BufWriter::with_capacity(1 << 20, file);
        length = graph.save(&mut out)?;
        std::io::Write::flush(&mut out)
    })?;
    args.output.detail(&format!("{} bytes in {}", length, path.display()));
    Ok(Outcome::Done)
}
