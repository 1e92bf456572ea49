//! `interlocks schema`: the shape of the answers.

use clap::Args as ClapArgs;

use super::answers::{ANSWERING, Part, document};
use super::error::{CliError, Outcome};
use super::files::print;
use super::value_enum::one_of;

/// Print the JSON Schema of the answers of a command, or of all commands
///
/// The schema (draft 2020-12) describes what -f json writes: each field, its type and its meaning. An answer has
/// no other fields. Without COMMAND, one schema describes the answers of all commands; '$defs' has
/// that of each, named PairsAnswer and so on.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "In dates that the data states, the day or the month may be missing, and a date may be an interval:
1999-05-01, 1999-05, 1999, 1999/2001-06. Days that the program computes are written YYYY-MM-DD.

With --rows, the schema is that of a single line of -f jsonl.

Examples:
  interlocks schema pairs
  interlocks schema pairs --rows
  interlocks schema > interlocks.schema.json"
)]
pub struct Args {
    /// Describe the answers of this command
    #[arg(value_name = "COMMAND", value_parser = one_of(&ANSWERING, |name| name))]
    command: Option<&'static str>,
    /// Describe a line of -f jsonl instead of the whole answer of -f json
    #[arg(long)]
    rows: bool,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let part = if args.rows { Part::Row } else { Part::Answer };
    let mut text = serde_json::to_string_pretty(&document(args.command, part))?;
    text.push('\n');
    print(text.as_bytes())?;
    Ok(Outcome::Done)
}
