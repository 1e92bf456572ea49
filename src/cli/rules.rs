//! `interlocks rules`: the bundled rule tables as files.

use std::path::PathBuf;

use super::error::{CliError, Outcome};
use super::files::{failed, is_present, write_file};
use super::message::message;
use interlocks::screens::Rulebook;

/// Write the bundled rule tables to a folder, to read them or to change them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The folder can be given to every command with screens: --rules DIR uses its tables instead of the
bundled ones, --add-rules DIR adds their rows. What the columns mean: docs/rules/README.md.

Examples:
  interlocks rules my-rules
  interlocks screen boards/ overboarding --rules my-rules"
)]
pub struct Args {
    /// Write to this folder; it is created if missing
    #[arg(value_name = "DIR")]
    out: PathBuf,
    /// Replace tables that are there
    #[arg(long)]
    force: bool,
    /// Print no notes on standard error
    #[arg(short, long)]
    quiet: bool,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let tables = Rulebook::bundled_tables().map(|(name, text)| (args.out.join(name), text));
    if let Some((path, _)) = tables.iter().find(|(path, _)| !args.force && path.exists()) {
        return Err(is_present(path, "folder"));
    }
    std::fs::create_dir_all(&args.out).map_err(|source| failed(&args.out, source))?;
    for (path, text) in &tables {
        write_file(path, text.as_bytes())?;
    }
    if !args.quiet {
        let rows = tables.iter().map(|(_, text)| text.lines().count() - 1).sum::<usize>();
        message(&format!("{} tables with {rows} rows in {}", tables.len(), args.out.display()));
    }
    Ok(Outcome::Done)
}
