//! What every command shares: the data, the clock, the output, and how failures end.

use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use super::progress::Bar;
use crate::output::{Format, Report, Style, Table};
use interlocks::analysis::Query;
use interlocks::analysis::paths::StrengthsError;
use interlocks::changes::whatif::WhatIfError;
use interlocks::dataset::{ColumnNames, DataFormat, Dataset, DatasetError, LoadOptions, Problems, Watch};
use interlocks::graph::{BoardGraph, BuildOptions, Clock, LookupError};
use interlocks::model::{DaySpan, PartialDate};
use interlocks::render::RenderError;
use interlocks::screens::rulebook::RulebookError;
use interlocks::store::ArchiveError;

/// Bytes that are read of a file with names of columns.
const LONGEST_MAPPING: u64 = 1 << 20;

/// How a command ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// `--fail-on` matched.
    Matched,
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Lookup(#[from] LookupError),
    #[error(transparent)]
    WhatIf(#[from] WhatIfError),
    #[error(transparent)]
    Data(#[from] DatasetError),
    #[error("cannot write {path}: {source}")]
    Write {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("cannot read {path}: {source}")]
    Snapshot {
        path: String,
        #[source]
        source: ArchiveError,
    },
    #[error("cannot read {path}: {source}")]
    Read {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("{}", strengths_message(path, source))]
    Strengths {
        path: String,
        #[source]
        source: StrengthsError,
    },
    #[error(transparent)]
    Rules(#[from] RulebookError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error("cannot start {0} threads; use a smaller --threads")]
    Threads(usize),
}

impl CliError {
    /// The exit code of the contract.
    pub fn exit_code(&self) -> u8 {
        match self {
            CliError::Usage(_) | CliError::Lookup(_) | CliError::WhatIf(_) => 2,
            CliError::Data(error) if error.is_rejection() => 3,
            CliError::Snapshot { source: ArchiveError::Io(_), .. } => 1,
            CliError::Rules(RulebookError::Row { .. }) => 3,
            CliError::Rules(RulebookError::Read { .. }) => 1,
            CliError::Rules(RulebookError::NoTable { .. }) => 2,
            CliError::Snapshot { .. } | CliError::Strengths { .. } => 3,
            CliError::Data(DatasetError::Read { .. }) => 1,
            CliError::Data(_) => 2,
            CliError::Write { .. } | CliError::Read { .. } | CliError::Render(_) | CliError::Threads(_) => 1,
        }
    }

    /// Whether somebody closed the pipe we write to: that ends quietly.
    pub fn is_closed_pipe(&self) -> bool {
        matches!(self, CliError::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// `file:line:column: what`, or `file: what` where it is the file as a whole.
fn strengths_message(path: &str, error: &StrengthsError) -> String {
    let between = if matches!(error, StrengthsError::Text { .. }) { ":" } else { ": " };
    format!("{path}{between}{error}; 'interlocks path --explain-strength' shows a table that is right")
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutputFormat {
    Table,
    Json,
    Jsonl,
    Csv,
    Md,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// Which data, and how to read it.
#[derive(Clone, Debug, Args)]
pub struct DataArgs {
    /// Dataset folder, file of any format that is read, or - for standard input
    #[arg(value_name = "DATA")]
    pub(super) data: PathBuf,
    /// More data; ids that agree are merged
    #[arg(long, value_name = "DATA", help_heading = "Data")]
    pub(super) with: Vec<PathBuf>,
    /// Format of DATA, where its content does not say: folder, csv, json, jsonl, parquet, arrow, wide,
    /// followthemoney, bods, littlesis, companies-house, companies-house-snapshot, icij, sec-insiders,
    /// opencorporates, gleif, wikidata, pajek, ucinet, graphml, gexf, gml, edges
    #[arg(long, value_name = "FORMAT", help_heading = "Data")]
    pub(super) from: Option<String>,
    /// Names of columns, as in person=Officer,company=Firm; or @FILE with one a line
    #[arg(long, value_name = "FIELD=COLUMN,…", help_heading = "Data")]
    pub(super) columns: Option<String>,
    /// The day the data describes, instead of the dataset's own
    #[arg(long, value_name = "DATE", help_heading = "Data")]
    pub(super) as_of: Option<PartialDate>,
    /// Any problem in the data ends the run with exit code 3
    #[arg(long, help_heading = "Data")]
    pub(super) strict: bool,
    /// Ignore dates: every seat counts
    #[arg(long, help_heading = "Time")]
    pub(super) undated: bool,
    /// Only what held on DATE
    #[arg(long, value_name = "DATE", help_heading = "Time", conflicts_with_all = ["during", "ever", "undated"])]
    pub(super) at: Option<PartialDate>,
    /// Only what held on some day from FROM to TO, as in 2011..2013-06
    #[arg(long, value_name = "FROM..TO", help_heading = "Time", conflicts_with_all = ["ever", "undated"])]
    pub(super) during: Option<String>,
    /// Whatever held at any time (default)
    #[arg(long, help_heading = "Time")]
    pub(super) ever: bool,
    /// Only what holds for every choice of days
    #[arg(long, help_heading = "Time")]
    pub(super) certain: bool,
}

/// Where and how results are written.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// How results are written
    #[arg(short, long, value_enum, help_heading = "Output")]
    format: Option<OutputFormat>,
    /// Write to FILE; its ending gives the format when -f is absent
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Threads to use, 0 for all cores; the output is the same for any number
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    threads: usize,
    /// No notes on standard error
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    /// More notes on standard error: rows read, time taken
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    verbose: bool,
    /// Colour on a terminal
    #[arg(long, value_enum, default_value = "auto", help_heading = "Output")]
    color: Colour,
}

impl DataArgs {
    /// The names of columns, as they are given or as a file has them.
    fn column_names(&self) -> Result<ColumnNames, CliError> {
        let columns = self.columns.as_deref().unwrap_or_default();
        let Some(path) = columns.strip_prefix('@') else {
            let pairs = columns.split(',').filter(|pair| !pair.is_empty());
            return Ok(ColumnNames::parse(pairs).map_err(DatasetError::Columns)?);
        };
        let fail = |source| CliError::Read { path: path.to_owned(), source };
        let mut text = String::new();
        let file = std::fs::File::open(path).map_err(fail)?;
        file.take(LONGEST_MAPPING).read_to_string(&mut text).map_err(fail)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ok(ColumnNames::parse(lines).map_err(|error| DatasetError::Columns(format!("{path}: {error}")))?)
    }

    /// Reads the data.
    fn load(&self, output: &OutputArgs) -> Result<Dataset, CliError> {
        let format = match self.from.as_deref() {
            None => None,
            Some(word) => Some(DataFormat::of_word(word).ok_or_else(|| {
                let words: Vec<&str> = DataFormat::words().map(|(word, _)| word).collect();
                CliError::Usage(format!("--from {word}: the formats are {}", words.join(", ")))
            })?),
        };
        let options = LoadOptions {
            format,
            columns: self.column_names()?,
            as_of: self.as_of,
            strict: self.strict,
            watch: output.watch(),
            ..LoadOptions::default()
        };
        let data = if self.data == Path::new("-") {
            let fail = |source| CliError::Read { path: "standard input".to_owned(), source };
            let mut beginning = Vec::new();
            io::stdin().take(DataFormat::BEGINNING).read_to_end(&mut beginning).map_err(fail)?;
            let Some(format) = format.or_else(|| DataFormat::of_beginning(&beginning)) else {
                return Err(CliError::Usage(
                    "cannot tell the format of standard input: add --from csv, json, jsonl …".to_owned(),
                ));
            };
            if !self.with.is_empty() {
                return Err(CliError::Usage("--with cannot be used together with standard input".to_owned()));
            }
            let whole = io::Cursor::new(beginning).chain(io::BufReader::new(io::stdin()));
            Dataset::read(Box::new(whole), "standard input", format, &options)?
        } else {
            let paths: Vec<&Path> = std::iter::once(&self.data).chain(&self.with).map(PathBuf::as_path).collect();
            Dataset::open_all(&paths, &options)?
        };
        Ok(data)
    }

    /// The graph for questions that go through all of the data.
    pub fn graph(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        let graph = self.graph_in_part(output)?;
        self.check_whole(&graph)?;
        Ok(graph)
    }

    /// The graph for questions that look at a small part of it: of a snapshot only that part is
    /// read and checked. [`report`] refuses to write what rests on a damaged part.
    pub fn graph_in_part(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        let graph = self.read(output)?;
        self.remark(&graph, output);
        report_problems(&graph.about().problems, output);
        Ok(graph)
    }

    /// The graph for a command that lists the problems itself.
    pub fn graph_without_problems(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        let graph = self.read(output)?;
        self.remark(&graph, output);
        self.check_whole(&graph)?;
        Ok(graph)
    }

    fn remark(&self, graph: &BoardGraph, output: &OutputArgs) {
        if !self.undated && graph.seat_count() > 0 && !graph.is_dated() {
            output.note("no seat has a date, so every overlap is only possible; --undated counts every seat");
        }
    }

    fn check_whole(&self, graph: &BoardGraph) -> Result<(), CliError> {
        graph.check_snapshot().map_err(|source| self.snapshot_error(source))
    }

    fn snapshot_error(&self, source: ArchiveError) -> CliError {
        CliError::Snapshot { path: self.data.display().to_string(), source }
    }

    /// Opens a snapshot, or reads the data and builds the graph.
    fn read(&self, output: &OutputArgs) -> Result<BoardGraph, CliError> {
        start_threads(output.threads)?;
        let begun = Instant::now();
        let as_of = self.as_of.as_ref().map(PartialDate::latest);
        let options = BuildOptions { undated: self.undated, as_of };
        if self.is_snapshot() {
            if !self.with.is_empty() {
                return Err(CliError::Usage(
                    "--with cannot add to a snapshot; build one from all the data instead".to_owned(),
                ));
            }
            let graph = BoardGraph::open_snapshot(&self.data, options).map_err(|source| self.snapshot_error(source))?;
            output.detail(&format!("snapshot opened in {:.3} s", begun.elapsed().as_secs_f64()));
            return Ok(graph);
        }
        let data = self.load(output)?;
        let read = begun.elapsed();
        let graph = BoardGraph::new(data, options);
        let rows = graph.about().counts.iter().map(|count| count.read).sum::<u64>();
        output.detail(&format!(
            "{rows} rows read in {:.3} s, graph built in {:.3} s",
            read.as_secs_f64(),
            (begun.elapsed() - read).as_secs_f64()
        ));
        Ok(graph)
    }

    /// Whether DATA is a snapshot, by its name or by its first bytes.
    pub fn is_snapshot(&self) -> bool {
        let named = self.data.extension().is_some_and(|ending| ending == "ilk");
        self.from.is_none() && self.data.is_file() && (named || BoardGraph::is_snapshot(&self.data))
    }

    /// Other data, read the same way.
    pub fn instead(&self, data: PathBuf) -> Result<DataArgs, CliError> {
        if self.with.is_empty() {
            return Ok(DataArgs { data, ..self.clone() });
        }
        Err(CliError::Usage(
            "--with cannot tell which of two datasets to add to; put the files in one folder".to_owned(),
        ))
    }

    /// Whether a clock was asked for.
    pub fn names_a_clock(&self) -> bool {
        self.at.is_some() || self.during.is_some() || self.ever
    }

    /// The clock and the certainty asked for.
    pub fn query(&self) -> Result<Query, CliError> {
        let clock = match (&self.at, &self.during) {
            (Some(at), _) => Clock::At(at.days()),
            (None, Some(window)) => Clock::During(during(window)?),
            (None, None) => Clock::Ever,
        };
        Ok(Query { clock, certain_only: self.certain })
    }

    /// The options that shape results, for the head of the JSON.
    pub fn echo(&self) -> Map<String, Value> {
        let mut options = Map::new();
        if let Some(at) = &self.at {
            options.insert("at".to_owned(), at.to_string().into());
        }
        if let Some(window) = &self.during {
            options.insert("during".to_owned(), window.as_str().into());
        }
        for (name, set) in [("undated", self.undated), ("certain", self.certain)] {
            if set {
                options.insert(name.to_owned(), true.into());
            }
        }
        options
    }
}

fn during(text: &str) -> Result<DaySpan, CliError> {
    let wrong =
        || CliError::Usage(format!("--during {text}: write FROM..TO, as in 2011..2013-06; either end may be left out"));
    let (from, to) = text.split_once("..").ok_or_else(wrong)?;
    let date = |text: &str| text.parse::<PartialDate>().map_err(|error| CliError::Usage(format!("--during: {error}")));
    let mut window = DaySpan::ALWAYS;
    if !from.is_empty() {
        window.from = date(from)?.earliest();
    }
    if !to.is_empty() {
        window.to = date(to)?.latest().plus(1);
    }
    if window.from < window.to { Ok(window) } else { Err(wrong()) }
}

/// Says on standard error what was wrong with the data; `check` tells all.
fn report_problems(problems: &Problems, output: &OutputArgs) {
    const SHOWN: usize = 5;
    let (errors, warnings) = (problems.errors(), problems.warnings());
    if errors + warnings == 0 {
        return;
    }
    for problem in problems.listed().iter().take(SHOWN) {
        output.note(&problem.to_string());
    }
    output.note(&format!(
        "{errors} errors (rows dropped) and {warnings} warnings in the data; 'interlocks check' lists them"
    ));
}

impl OutputArgs {
    /// A line for people, on standard error.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            // Standard error may be closed; a note is not worth failing for.
            let _ = writeln!(io::stderr(), "interlocks: {text}");
        }
    }

    /// A line for people who asked for more with `-v`.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            self.note(text);
        }
    }

    /// Whether more was asked for with `-v`.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Who is told of reading: a bar, where somebody looks at a terminal.
    fn watch(&self) -> Watch {
        let shown = !self.quiet && io::stderr().is_terminal();
        if shown { Watch::by(Arc::new(Bar::new())) } else { Watch::default() }
    }

    /// The format that `-f` names.
    pub fn named_format(&self) -> Option<Format> {
        self.format.map(|format| match format {
            OutputFormat::Table => Format::Table,
            OutputFormat::Json => Format::Json,
            OutputFormat::Jsonl => Format::Jsonl,
            OutputFormat::Csv => Format::Csv,
            OutputFormat::Md => Format::Markdown,
        })
    }

    fn chosen(&self) -> Format {
        self.named_format().or_else(|| Format::of_path(self.output.as_deref()?)).unwrap_or_default()
    }

    fn style(&self) -> Style {
        let terminal = self.output.is_none() && io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Style {
            width: if terminal { terminal_width() } else { None },
            colour: match self.color {
                Colour::Auto => terminal && wanted,
                Colour::Always => true,
                Colour::Never => false,
            },
        }
    }

    /// Writes a report where it was asked for.
    pub fn write(&self, report: &Report) -> Result<(), CliError> {
        let format = self.chosen();
        let style = self.style();
        match &self.output {
            Some(path) => {
                let mut bytes = Vec::new();
                report.write(format, style, &mut bytes).map_err(|source| failed(path, source))?;
                write_file(path, &bytes)
            }
            None => {
                let stdout = io::stdout();
                let mut out = BufWriter::new(stdout.lock());
                let written = report.write(format, style, &mut out).and_then(|()| out.flush());
                written.map_err(|source| failed(Path::new("standard output"), source))
            }
        }
    }
}

/// Sets the number of threads for all parallel work; 0 is one a core.
pub fn start_threads(threads: usize) -> Result<(), CliError> {
    if threads > 1024 {
        return Err(CliError::Threads(threads));
    }
    if threads > 0 {
        // A pool that is there already, as in tests, computes the same.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    Ok(())
}

/// The width of the terminal, where the environment tells it.
fn terminal_width() -> Option<u16> {
    comfy_table::Table::new().width().or_else(|| std::env::var("COLUMNS").ok()?.parse().ok()).or(Some(120))
}

fn failed(path: &Path, source: io::Error) -> CliError {
    CliError::Write { path: path.display().to_string(), source }
}

/// Writes a file whole or not at all: a temporary file beside it, then a rename.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    atomic_write(path, |file| file.write_all(bytes))
}

/// The same, for whatever writes itself.
pub fn atomic_write(path: &Path, write: impl FnOnce(&mut std::fs::File) -> io::Result<()>) -> Result<(), CliError> {
    interlocks::store::atomic_write(path, write).map_err(|source| failed(path, source))?;
    Ok(())
}

/// Writes text to standard output; a closed pipe is told as such.
pub fn print(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|source| failed(Path::new("standard output"), source))
}

/// A report on rows that serialise.
///
/// # Errors
/// When the graph is a snapshot and what was read of it is damaged: then nothing of it is written.
pub fn report<T: serde::Serialize>(
    command: &'static str,
    graph: &BoardGraph,
    options: Map<String, Value>,
    results: &T,
    table: Table,
) -> Result<Report, CliError> {
    graph.check_pages_read().map_err(|source| CliError::Snapshot { path: "the snapshot".to_owned(), source })?;
    // Results are plain structs with string keys: they always serialise.
    let results = serde_json::to_value(results).unwrap_or(Value::Null);
    Ok(Report { command, as_of: graph.as_of(), options, results, table })
}
