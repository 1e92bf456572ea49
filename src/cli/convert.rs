//! `interlocks convert`: from any format that is read to any that is written.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::context::{CliError, DataArgs, Outcome, OutputArgs, write_whole};
use crate::dataset::{Table, WholeFormat};

/// From any format that is read to any that is written
///
/// What IN holds beside our tables is kept in further columns; what has no place in them is counted
/// on standard error. OUT is a folder unless its name ends in .json or .jsonl or --to says otherwise.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks convert datasets/bigtech-boards boards.json\n  interlocks convert boards.json boards-again\n  interlocks convert register.csv - --to jsonl"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// File or folder to write; - for standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Format of OUT: folder, json, jsonl; by its name when absent
    #[arg(long, value_name = "FORMAT")]
    to: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let format = match &args.to {
        Some(word) => WholeFormat::of_word(word)
            .ok_or_else(|| CliError::Usage(format!("--to {word}: the formats are folder, json, jsonl")))?,
        None => by_name(&args.out)?,
    };
    if args.output.output.is_some() {
        return Err(CliError::Usage("OUT is the second argument: interlocks convert IN OUT".to_owned()));
    }
    let graph = args.data.graph(&args.output)?;
    let data = graph.to_dataset();
    let failed = |source| CliError::Write { path: args.out.display().to_string(), source };
    let to_stream = args.out == Path::new("-");
    match format {
        WholeFormat::Folder if to_stream => {
            return Err(CliError::Usage("a folder cannot go to standard output: say --to json or jsonl".to_owned()));
        }
        WholeFormat::Folder => {
            let altered = data.write_folder(&args.out).map_err(failed)?;
            if altered.items > 0 {
                let count = altered.items;
                args.output
                    .note(&format!("{count} items of lists had a ; in them, which parts items: it became a comma"));
            }
        }
        WholeFormat::Json | WholeFormat::Jsonl => {
            let write = |out: &mut dyn Write| match format {
                WholeFormat::Json => data.write_json(out),
                _ => data.write_jsonl(out),
            };
            if to_stream {
                let mut out = BufWriter::new(std::io::stdout().lock());
                write(&mut out).and_then(|()| out.flush()).map_err(failed)?;
            } else {
                write_whole(&args.out, |file| {
                    let mut out = BufWriter::with_capacity(1 << 18, file);
                    write(&mut out)?;
                    out.flush()
                })?;
            }
        }
    }
    let rows: Vec<String> = Table::ALL
        .into_iter()
        .filter(|table| data.rows(*table) > 0)
        .map(|table| format!("{} {}", data.rows(table), table.name()))
        .collect();
    args.output.detail(&format!("{} in {}", rows.join(", "), args.out.display()));
    Ok(Outcome::Done)
}

/// The format that the name of a file asks for; a name without an ending, or with a stroke at its
/// end, is a folder.
fn by_name(out: &Path) -> Result<WholeFormat, CliError> {
    let Some(ending) = out.extension().and_then(|ending| ending.to_str()) else {
        return if out == Path::new("-") {
            Err(CliError::Usage("standard output has no name to tell its format: add --to json or jsonl".to_owned()))
        } else {
            Ok(WholeFormat::Folder)
        };
    };
    if out.is_dir() {
        return Ok(WholeFormat::Folder);
    }
    WholeFormat::of_word(&ending.to_lowercase()).ok_or_else(|| {
        CliError::Usage(format!("cannot tell the format of {}: say --to folder, json or jsonl", out.display()))
    })
}
