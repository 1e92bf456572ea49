//! `interlocks verify`: repeats a report and says whether it still holds.

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Parser};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::error::{CliError, Outcome};
use super::files::read_page;
use super::inputs::ReadFile;
use super::output_args::OutputArgs;
use super::repeat_block::RepeatBlock;
use super::report::{self, Made, Page};
use super::report_lines::{Differing, Lines};
use crate::output::{Answer, Table};
use interlocks::dataset::InputFile;

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Repeat a report and say whether it still holds
///
/// A report in HTML, Markdown or JSON has a block that says how it was made. This command checks that the
/// data is the same, makes the report again and compares every line. --data repeats it on other data,
/// such as those of today.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Paths in the report are those of the run that made it; run this command in the same folder, or name
the data with --data.

JSON: one object with holds and differs[]. A row of differs has change (added, removed), section and
text: the lines that only the new report has, and those that only the old one has.

Exit codes: 0 the report holds, 4 it does not, 3 it has no block or its data is not the same, 1 its
data is gone.

Examples:
  interlocks verify netflix-meta.html
  interlocks verify netflix-meta.html --data today.ilk"
)]
pub struct Args {
    /// Report that 'interlocks report' made: HTML, Markdown or JSON
    #[arg(value_name = "REPORT")]
    report: PathBuf,
    /// Repeat the report on this data instead of its own
    #[arg(long, value_name = "DATA")]
    data: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

/// The command line of the block of a report.
#[derive(Debug, Parser)]
#[command(name = "report", no_binary_name = true)]
struct Repeated {
    #[command(flatten)]
    args: report::Args,
}

/// Whether a report holds.
#[derive(Serialize, JsonSchema)]
pub struct Verified {
    /// `true` if the report, made again, is the same.
    holds: bool,
    /// The lines that differ.
    differs: Vec<Differing>,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let shown = args.report.display();
    if let Some(path) = &args.output.output
        && path.canonicalize().is_ok_and(|path| args.report.canonicalize().is_ok_and(|report| report == path))
    {
        return Err(CliError::Usage(format!("{} is the report; write to another file", path.display())));
    }
    let text = read_page(&args.report)?;
    let (page, block) = read_block(&text).ok_or_else(|| {
        CliError::Report(format!("{shown}: this is no report with a block that says how it was made"))
    })?;
    args.output.read_from(|| vec![ReadFile::new(&args.report, None)]);
    if args.data.is_none() {
        check_inputs(&args.report, &block)?;
    }
    if block.version != VERSION {
        let was = &block.version;
        args.output.note(&format!("{shown} was made by interlocks {was}, and this is {VERSION}: words may differ"));
    }
    let (repeated, old_data) = args.repeated(&block)?;
    let (made, as_of) = repeated.args.make(&page, &args.output)?;
    let is_same_run = args.data.is_none() && block.version == VERSION;
    let differs = args.differs((&page, &text), &made, &old_data, is_same_run);
    let verified = Verified { holds: differs.is_empty(), differs };
    let note = match verified.differs.len() {
        0 => "The report holds: made again, it is the same.".to_owned(),
        count => format!("The report does not hold. Lines that differ: {count}."),
    };
    let mut options = Map::new();
    options.insert("report".to_owned(), args.report.display().to_string().into());
    options.insert("data".to_owned(), args.data.as_ref().map(|data| data.display().to_string()).into());
    options.insert("made_by".to_owned(), block.version.clone().into());
    args.output.write(&Answer {
        command: "verify",
        as_of,
        options,
        model: None,
        page: None,
        results: serde_json::to_value(&verified)?,
        if_same: None,
        table: Table::from_rows(&verified.differs).with_note(note),
    })?;
    Ok(if verified.holds { Outcome::Done } else { Outcome::Matched })
}

impl Args {
    /// Compares a report with the same made again. Only in the same run, the section on how the page was made has to agree.
    fn differs(&self, (page, text): (&Page, &str), made: &Made, old_data: &str, is_same_run: bool) -> Vec<Differing> {
        let mut new = match made {
            Made::Page(text) => Lines::of_page(text, is_same_run),
            Made::Answer(answer) => Lines::of_results(&answer.results, is_same_run),
        };
        let mut old = match page {
            Page::Json => Lines::of_json(text, is_same_run),
            Page::Html | Page::Markdown => Lines::of_page(text, is_same_run),
        };
        if let Some(data) = &self.data {
            for name in [old_data, &data.display().to_string()] {
                [&mut old, &mut new].into_iter().for_each(|lines| lines.without_data(name));
            }
        }
        let mut differs = old.differs(&new);
        if let (true, true, Made::Page(made)) = (differs.is_empty(), is_same_run, made)
            && made != text
        {
            let text = "the file is not as interlocks wrote it, though its words are".to_owned();
            differs.push(Differing { change: "removed", section: String::new(), text });
        }
        differs
    }

    /// Returns the command of a block, on other data if that is asked for, and the name of the data in the report.
    fn repeated(&self, block: &RepeatBlock) -> Result<(Repeated, String), CliError> {
        let wrong = |error: String| CliError::Report(format!("{}: {error}", self.report.display()));
        let mut words = block.arguments.clone();
        let old = words.first().cloned().ok_or_else(|| wrong("its block names no data".to_owned()))?;
        if let (Some(data), Some(first)) = (&self.data, words.first_mut()) {
            *first = data.display().to_string();
        }
        let parsed = Repeated::try_parse_from(&words).map_err(|error| {
            let line = error.to_string().lines().next().unwrap_or_default().to_owned();
            wrong(format!("its command cannot be repeated: {line}"))
        })?;
        Ok((parsed, old))
    }
}

/// Returns the format of a report and its block.
fn read_block(text: &str) -> Option<(Page, RepeatBlock)> {
    if text.trim_start().starts_with('{') {
        let document: Value = serde_json::from_str(text).ok()?;
        return Some((Page::Json, RepeatBlock::of_json(&document)?));
    }
    let page = if text.starts_with("<!DOCTYPE html>") { Page::Html } else { Page::Markdown };
    Some((page, RepeatBlock::find(text)?))
}

/// Refuses a report whose data is gone or is not the same.
fn check_inputs(report: &Path, block: &RepeatBlock) -> Result<(), CliError> {
    let shown = report.display();
    if block.files.is_empty() {
        return Err(CliError::Report(format!(
            "{shown}: the report does not know its data, which came from standard input or a pipe; name it with --data"
        )));
    }
    for file in &block.files {
        let path = Path::new(&file.name);
        let gone = |source| CliError::Gone { path: file.name.clone(), source };
        // A device has no end.
        if !std::fs::metadata(path).map_err(gone)?.is_file() {
            return Err(gone(std::io::Error::other("it is no file")));
        }
        let found = InputFile::from_path(path)?;
        if found.sha256 != file.sha256 {
            return Err(CliError::Report(format!(
                "{}: the file is not the one that the report was made from: its SHA-256 is {}, and was {}; --data repeats the report on other data",
                file.name, found.sha256, file.sha256
            )));
        }
    }
    Ok(())
}
