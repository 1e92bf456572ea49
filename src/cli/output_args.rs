//! The options that say where and how results are written.

use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::answers::is_option;
use super::error::CliError;
use super::files::{atomic_write, failed};
use super::inputs::{InputSums, ReadFile};
use super::message::message;
use super::progress::Bar;
use super::reply::Reply;
use crate::output::{Answer, Column, Format, Head, Style, Tabular, write_json_rows, write_rows};
use interlocks::dataset::ProgressHandle;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutputFormat {
    Table,
    Json,
    Jsonl,
    Csv,
    Md,
    Parquet,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

/// The options for output.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Write results in this format
    #[arg(short, long, value_enum, help_heading = "Output")]
    format: Option<OutputFormat>,
    /// Write to FILE; without -f, its ending sets the format
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: Option<PathBuf>,
    /// Use N threads, or 0 for one per core; the output does not depend on N
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Output")]
    pub threads: usize,
    /// Print no notes on standard error
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
    /// Print more notes on standard error: rows read, time taken
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    verbose: bool,
    /// Set when to use colour
    #[arg(long, value_enum, default_value = "auto", help_heading = "Output")]
    color: Colour,
    /// The notes so far, for JSON.
    #[arg(skip)]
    notes: RefCell<Vec<String>>,
    /// The files so far, for JSON.
    #[arg(skip)]
    inputs: RefCell<InputSums>,
    /// Where the answer goes if a program asks and not the command line.
    #[arg(skip)]
    reply: Option<Reply>,
}

impl OutputArgs {
    /// Returns the options of a command that prints nothing.
    pub fn silent() -> OutputArgs {
        OutputArgs {
            format: None,
            output: None,
            threads: 0,
            quiet: true,
            verbose: false,
            color: Colour::Never,
            notes: RefCell::default(),
            inputs: RefCell::default(),
            reply: None,
        }
    }

    /// Returns the options for an answer that goes to a program. The process prints nothing for it.
    pub fn for_reply(&self, reply: Reply) -> OutputArgs {
        OutputArgs { format: self.format, output: self.output.clone(), reply: Some(reply), ..OutputArgs::silent() }
    }

    /// Writes a note to standard error, unless `--quiet`, and keeps it for the answer.
    pub fn note(&self, text: &str) {
        self.notes.borrow_mut().push(text.to_owned());
        if let Some(reply) = &self.reply {
            reply.note(text);
        }
        self.tell(text);
    }

    /// Keeps the files that the answer is made from, if it is to be JSON, and begins to compute their checksums.
    pub fn read_from(&self, files: impl FnOnce() -> Vec<ReadFile>) {
        if self.format() != Format::Json {
            return;
        }
        match &self.reply {
            Some(reply) => self.inputs.borrow_mut().add_rows(reply.inputs()),
            None => self.inputs.borrow_mut().add(files()),
        }
    }

    /// Writes a text to standard error, unless `--quiet`.
    fn tell(&self, text: &str) {
        if !self.quiet {
            message(text);
        }
    }

    /// Writes a note to standard error if `--verbose`.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            self.tell(text);
        }
    }

    /// Returns `true` if `--verbose`.
    pub fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Returns the progress bar for reading, if standard error is a terminal.
    pub fn progress(&self) -> ProgressHandle {
        let shown = !self.quiet && io::stderr().is_terminal();
        if shown { ProgressHandle::new(Arc::new(Bar::new())) } else { ProgressHandle::default() }
    }

    /// Returns the format that `-f` names.
    pub fn named_format(&self) -> Option<Format> {
        self.format.map(|format| match format {
            OutputFormat::Table => Format::Table,
            OutputFormat::Json => Format::Json,
            OutputFormat::Jsonl => Format::Jsonl,
            OutputFormat::Csv => Format::Csv,
            OutputFormat::Md => Format::Markdown,
            OutputFormat::Parquet => Format::Parquet,
        })
    }

    fn format(&self) -> Format {
        self.named_format().or_else(|| Format::from_path(self.output.as_deref()?)).unwrap_or_default()
    }

    fn style(&self) -> Style {
        let terminal = self.output.is_none() && self.reply.is_none() && io::stdout().is_terminal();
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

    /// Refuses a file whose ending names no format of an answer: it would not be what its name says.
    fn refuse_unknown_ending(&self) -> Result<(), CliError> {
        let Some(path) = self.output.as_deref().filter(|_| self.format.is_none()) else { return Ok(()) };
        let is_regular = !path.exists() || path.is_file();
        if path.extension().is_none() || Format::from_path(path).is_some() || !is_regular {
            return Ok(());
        }
        let message =
            "the ending names no format of an answer; use .txt, .csv, .json, .jsonl, .md or .parquet, or add -f";
        Err(CliError::Usage(format!("{}: {message}", path.display())))
    }

    /// Returns the width of the terminal to which results are written, if it is one.
    pub fn width(&self) -> Option<usize> {
        self.style().width.map(usize::from)
    }

    /// Refuses the options of a format and a file in a command that talks to somebody.
    pub fn refuse_format(&self, option: &str) -> Result<(), CliError> {
        let given = [("-f", self.format.is_some()), ("-o", self.output.is_some())];
        match given.iter().find(|(_, is_given)| *is_given) {
            Some((other, _)) => {
                Err(CliError::Usage(format!("{other} cannot be used with {option}, which writes text")))
            }
            None => Ok(()),
        }
    }

    /// Returns `true` if rows can be written as they are made.
    pub fn is_by_row(&self) -> bool {
        self.format().is_by_row()
    }

    /// Returns the number of rows, from the first, that an answer has to have; `None` for all. Who asks makes no more.
    pub fn first_rows(&self) -> Option<usize> {
        self.reply.as_ref().and_then(Reply::first_rows)
    }

    /// Says how many rows the whole answer has, of which only the first were made.
    pub fn rows_in_all(&self, count: usize) {
        if let Some(reply) = &self.reply {
            reply.rows_in_all(count);
        }
    }

    /// Returns `true` if rows are written as CSV or Parquet, which have the same columns.
    pub fn is_in_columns(&self) -> bool {
        matches!(self.format(), Format::Csv | Format::Parquet)
    }

    /// Refuses Parquet where it cannot be had or read.
    ///
    /// # Errors
    /// [`CliError::Usage`] in a build without Parquet, and at a terminal.
    pub fn check_format(&self) -> Result<(), CliError> {
        if self.format() != Format::Parquet {
            return Ok(());
        }
        if !cfg!(feature = "columnar") {
            let message = "this build cannot write Parquet; build it with --features columnar, or use -f csv";
            return Err(CliError::Usage(message.to_owned()));
        }
        if self.output.is_none() && self.reply.is_none() && io::stdout().is_terminal() {
            return Err(CliError::Usage("Parquet is not for a terminal; add -o FILE.parquet".to_owned()));
        }
        Ok(())
    }

    /// Returns `true` if the answer is for people: a table, or Markdown.
    pub fn is_for_people(&self) -> bool {
        matches!(self.format(), Format::Table | Format::Markdown)
    }

    /// Writes rows as they are made, to the file or to standard output; for a format that is by row.
    pub fn write_rows<T: Tabular + Serialize + Sync>(
        &self,
        blocks: impl Iterator<Item = Vec<T>> + Send,
    ) -> Result<(), CliError> {
        self.write_out(|out| write_rows(T::COLUMNS, blocks, self.format(), self.style(), out))
    }

    /// Returns `true` if [`write_stream`](OutputArgs::write_stream) writes the format.
    pub fn is_streamed(&self) -> bool {
        let is_cut = self.reply.as_ref().is_some_and(Reply::is_cut);
        !is_cut && (self.is_by_row() || self.format() == Format::Json)
    }

    /// Writes rows as they are made, as [`write_rows`](OutputArgs::write_rows) does, or as the results of an answer in JSON. `check` is
    /// asked at the end; if it fails, a file is not replaced. `columns` are those of the answer's table.
    pub fn write_stream<T: Tabular + Serialize + Sync>(
        &self,
        answer: &Answer,
        columns: &[Column],
        blocks: impl Iterator<Item = Vec<T>> + Send,
        check: impl FnOnce() -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        check_options(answer);
        let format = self.format();
        let inputs = if format == Format::Json { self.inputs.borrow_mut().rows() } else { Vec::new() };
        let notes = self.notes.borrow();
        let head = Head { notes: &notes, inputs: &inputs };
        let mut refused = None;
        let written = self.write_out(|out| {
            match format {
                Format::Json => write_json_rows(answer, head, blocks, out)?,
                _ => write_rows(columns, blocks, format, self.style(), out)?,
            }
            check().map_err(|error| io::Error::other(refused.insert(error).to_string()))
        });
        refused.map_or(written, Err)
    }

    /// Lets a function write an answer to the file, which is replaced whole or not at all, or to standard output.
    fn write_out(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
        self.refuse_unknown_ending()?;
        self.write_to(self.output.as_deref(), write)
    }

    /// Writes a page or a picture to the file, or to standard output.
    pub fn write_bytes(&self, bytes: &[u8]) -> Result<(), CliError> {
        self.write_to(self.output.as_deref().filter(|path| path.as_os_str() != "-"), |out| out.write_all(bytes))
    }

    fn write_to(
        &self,
        path: Option<&Path>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        match (&self.reply, path) {
            (Some(reply), _) => reply.write(write).map_err(|source| failed(Path::new("the reply"), source)),
            (None, Some(path)) => atomic_write(path, |file| {
                let mut out = BufWriter::new(file);
                write(&mut out)?;
                out.flush()
            }),
            (None, None) => {
                let mut out = BufWriter::new(io::stdout().lock());
                let written = write(&mut out).and_then(|()| out.flush());
                written.map_err(|source| failed(Path::new("standard output"), source))
            }
        }
    }

    /// Writes an answer to the file or to standard output.
    pub fn write(&self, answer: &Answer) -> Result<(), CliError> {
        check_options(answer);
        let (format, style) = (self.format(), self.style());
        let (notes, inputs) = (self.notes.borrow(), self.inputs.borrow_mut().rows());
        let head = Head { notes: &notes, inputs: &inputs };
        let cut = self.reply.as_ref().and_then(|reply| reply.cut(answer));
        self.write_out(|out| cut.as_ref().unwrap_or(answer).write(format, style, head, out))
    }
}

/// Checks, in tests, that the schema of the answer knows its options.
fn check_options(answer: &Answer) {
    let unknown = || answer.options.keys().find(|name| !is_option(answer.command, name));
    debug_assert_eq!(unknown(), None, "an option of {} that is not in answers/options.rs", answer.command);
}

/// Returns the width of the terminal on standard output; `COLUMNS` overrides it.
fn terminal_width() -> Option<u16> {
    let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|width| *width > 0);
    stated.or_else(|| terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0))
}

/// The most threads that may be asked for.
const MOST_THREADS: usize = 1024;

/// Starts the threads for all parallel work; 0 is one per core, or as many as `RAYON_NUM_THREADS` says.
pub fn start_threads(threads: usize) -> Result<(), CliError> {
    if rayon::current_thread_index().is_some() {
        // The program that asks has threads of its own for this.
        return Ok(());
    }
    let wanted = match threads {
        0 => std::env::var("RAYON_NUM_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(0),
        threads => threads,
    };
    if wanted > MOST_THREADS {
        return Err(CliError::Threads(wanted));
    }
    match rayon::ThreadPoolBuilder::new().num_threads(wanted).build_global() {
        // Without a source, the error is that there are threads already, and these compute the same.
        Err(error) if std::error::Error::source(&error).is_some() => Err(CliError::Threads(wanted.max(1))),
        _ => Ok(()),
    }
}
