//! The options for rows that somebody has accepted.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value};

use super::decision_args::{one_line, today};
use super::error::CliError;
use super::files::failed;
use super::inputs::ReadFile;
use super::output_args::OutputArgs;
use interlocks::changes::baseline::{Acceptable, Baseline, Consent};
use interlocks::model::PartialDate;
use interlocks_core::wording::counted;

/// The options for accepted rows.
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// Leave out what FILE accepts, until it becomes worse: a CSV with who accepted what, when and why
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,
    /// Accept all that is listed now: add it to the FILE of --baseline
    #[arg(long, requires = "baseline", requires = "who", requires = "why", help_heading = "Baseline")]
    accept: bool,
    /// State who accepts it
    #[arg(long, value_name = "NAME", requires = "accept", help_heading = "Baseline")]
    who: Option<String>,
    /// State why
    #[arg(long, value_name = "TEXT", requires = "accept", help_heading = "Baseline")]
    why: Option<String>,
    /// State when; the default is today, by the clock of the machine in universal time
    #[arg(long, value_name = "DATE", requires = "accept", help_heading = "Baseline")]
    when: Option<PartialDate>,
}

/// A baseline in use.
pub struct OpenBaseline<'a> {
    path: &'a Path,
    baseline: Baseline,
    /// The consent to what is listed, with `--accept`.
    consent: Option<Consent>,
    left_out: usize,
}

impl BaselineArgs {
    /// Returns the file, which is no data.
    pub fn file(&self) -> Option<&Path> {
        self.baseline.as_deref()
    }

    /// Opens the file, and tells what is wrong with its rows; `None` without the option.
    pub fn open(&self, output: &OutputArgs) -> Result<Option<OpenBaseline<'_>>, CliError> {
        let Some(path) = self.file() else { return Ok(None) };
        let consent = if self.accept { Some(self.consent()?) } else { None };
        let baseline = if self.accept { Baseline::open_to_add(path)? } else { Baseline::open(path)? };
        output.read_from(|| vec![ReadFile::new(path, Some(baseline.rows() as u64))]);
        baseline.problems().iter().for_each(|problem| output.note(&problem.to_string()));
        Ok(Some(OpenBaseline { path, baseline, consent, left_out: 0 }))
    }

    fn consent(&self) -> Result<Consent, CliError> {
        let [who, why] = [("--who", &self.who), ("--why", &self.why)].map(|(option, text)| {
            let text = one_line(text.as_deref().unwrap_or_default());
            if text.is_empty() { Err(CliError::Usage(format!("{option} is empty"))) } else { Ok(text) }
        });
        let when = self.when.map_or_else(today, |date| Ok(date.to_string()))?;
        Ok(Consent { who: who?, when, why: why? })
    }
}

impl OpenBaseline<'_> {
    /// Removes accepted rows.
    pub fn leave_out<T>(&mut self, rows: &mut Vec<T>, entry: impl Fn(&T) -> Option<Acceptable>) {
        self.left_out += self.baseline.leave_out(rows, entry);
    }

    /// Says how many rows were left out, to the reader and in the head of the JSON.
    pub fn tell(&self, output: &OutputArgs, options: &mut Map<String, Value>) {
        options.insert("accepted".to_owned(), self.left_out.into());
        if self.left_out > 0 {
            let rows = counted(self.left_out, "row");
            output.note(&format!("{rows} left out, accepted in {}", self.path.display()));
        }
    }

    /// Adds what was listed, if it is to be accepted. Returns `true` if it was: then nothing is left that ends the run.
    pub fn accept(
        &mut self,
        listed: impl IntoIterator<Item = Acceptable>,
        output: &OutputArgs,
    ) -> Result<bool, CliError> {
        let Some(consent) = &self.consent else { return Ok(false) };
        let listed: Vec<Acceptable> = listed.into_iter().collect();
        let added = self.baseline.add(&listed, consent).map_err(|source| failed(self.path, source))?;
        output.note(&format!("{} added to {}", counted(added, "row"), self.path.display()));
        Ok(true)
    }
}
