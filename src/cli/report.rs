//! `interlocks report`: one page on two companies.

use std::path::Path;

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::deals::find_deal;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::repeat_block::RepeatBlock;
use super::reproduce::command_line;
use crate::output::{Answer, Format, Table};
use interlocks::analysis::report::{Repeat, ReportOptions, dossier};
use interlocks::analysis::{conflicts, paths};
use interlocks::graph::{BoardGraph, CompanyIx};
use interlocks::model::Day;
use interlocks::render::report::{html, markdown};

/// Write one page on two companies: shared people, deals, findings, paths, sources
///
/// The ending of FILE in -o sets the format, HTML or Markdown; without -o, the page is printed as
/// Markdown. -f json prints the contents for programs. The page needs no scripts, fonts or network
/// connection. Every finding on it is a lead to check, not an accusation.
#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("subject").required(true).multiple(true).args(["between", "deal"]))]
#[command(
    after_help = "Examples:\n  interlocks report boards/ --between netflix meta -o netflix-meta.html\n  interlocks report boards/ --deal tsla-solarcity -o solarcity.md\n  interlocks report boards/ --between alphabet apple -f json"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Report on these two companies
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    /// Screen only the deal with this id; without --between, report on its two parties
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Show N paths
    #[arg(short, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=50))]
    k: u32,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The format of the page.
pub enum Page {
    Html,
    Markdown,
    Json,
}

/// A report that was made.
pub enum Made {
    /// A page in HTML or Markdown.
    Page(String),
    /// The contents for programs.
    Answer(Box<Answer>),
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    match args.make(&args.page()?, &args.output)?.0 {
        Made::Page(page) => args.output.write_bytes(page.as_bytes())?,
        Made::Answer(answer) => args.output.write(&answer)?,
    }
    Ok(Outcome::Done)
}

impl Args {
    /// Makes the report, and returns the day that its data describes. Notes go to an output, and nothing is written.
    pub fn make(&self, page: &Page, output: &OutputArgs) -> Result<(Made, Option<Day>), CliError> {
        let query = self.data.query()?;
        let graph = self.data.graph(output)?;
        let (a, b) = self.companies(&graph)?;
        let options = ReportOptions {
            conflicts: conflicts::ConflictOptions {
                window: self.window,
                deal: self.deal.clone(),
                during: query.clock.window(),
                certain_only: query.certain_only,
                ..conflicts::ConflictOptions::default()
            },
            paths: paths::PathOptions { query, k: self.k as usize, ..paths::PathOptions::default() },
            query,
        };
        let words = self.words();
        let inputs = self.data.inputs(&graph)?;
        let block = RepeatBlock::new(words.iter().skip(2).cloned().collect(), &inputs.files);
        let dossier = dossier(&graph, a, b, &options, Repeat::new(command_line(&words), inputs));
        let mut echo = self.data.echo();
        echo.insert("window".to_owned(), self.window.into());
        echo.insert("k".to_owned(), self.k.into());
        echo.insert("arguments".to_owned(), block.arguments.clone().into());
        // This comes first, because it rejects results from damaged data.
        let answer = answer("report", &graph, echo, &dossier, Table::default())?;
        let made = match page {
            Page::Json => Made::Answer(Box::new(answer)),
            Page::Html => Made::Page(html(&dossier)? + &block.comment()?),
            Page::Markdown => Made::Page(format!("{}\n{}", markdown(&dossier)?, block.comment()?)),
        };
        Ok((made, graph.as_of()))
    }

    /// Returns the format by `-f`, then by the ending of the file.
    fn page(&self) -> Result<Page, CliError> {
        let file = self.output.output.as_deref();
        let ending = file.and_then(Path::extension).and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        match (self.output.named_format(), ending.as_deref()) {
            (Some(Format::Json | Format::Jsonl), _) => Ok(Page::Json),
            (Some(Format::Markdown), _) => Ok(Page::Markdown),
            (Some(Format::Table | Format::Csv | Format::Parquet), _) => {
                Err(CliError::Usage("a report is not a table; use -f md or json, or -o FILE.html".to_owned()))
            }
            (None, Some("html" | "htm")) => Ok(Page::Html),
            (None, Some("json")) => Ok(Page::Json),
            (None, Some("md" | "markdown")) => Ok(Page::Markdown),
            (None, None) if file.is_none() => Ok(Page::Markdown),
            (None, _) => {
                let file = file.unwrap_or(Path::new("-")).display();
                Err(CliError::Usage(format!("-o {file}: a report can only be .html, .md or .json")))
            }
        }
    }

    /// Returns the two companies: those named, or the parties of the deal.
    fn companies(&self, graph: &BoardGraph) -> Result<(CompanyIx, CompanyIx), CliError> {
        let deal = match &self.deal {
            None => None,
            Some(id) => Some(find_deal(graph, id)?),
        };
        let mut parties: Vec<CompanyIx> = deal.into_iter().flat_map(|deal| graph.deal_parties(deal)).collect();
        if let Some([a, b]) = self.between.as_deref() {
            let (a, b) = (graph.find_company(a)?, graph.find_company(b)?);
            if a == b {
                return Err(CliError::Usage("--between: both names are the same company".to_owned()));
            }
            if deal.is_some() && !(parties.contains(&a) && parties.contains(&b)) {
                return Err(CliError::Usage("the two companies are not both parties to the deal".to_owned()));
            }
            return Ok((a, b));
        }
        parties.dedup();
        match parties.as_slice() {
            &[a, b] => Ok((a, b)),
            all => {
                Err(CliError::Usage(format!("the deal has {} parties; name two of them with --between A B", all.len())))
            }
        }
    }

    /// Returns the words of the command that makes this page again, without options that change nothing in it.
    fn words(&self) -> Vec<String> {
        let mut words = vec!["interlocks".to_owned(), "report".to_owned()];
        words.extend(self.data.arguments());
        if let Some([a, b]) = self.between.as_deref() {
            words.extend(["--between".to_owned(), a.clone(), b.clone()]);
        }
        if let Some(deal) = &self.deal {
            words.extend(["--deal".to_owned(), deal.clone()]);
        }
        words.extend(["--window".to_owned(), self.window.to_string(), "-k".to_owned(), self.k.to_string()]);
        if let Some(file) = self.output.output.as_deref().and_then(Path::file_name) {
            words.extend(["-o".to_owned(), file.to_string_lossy().into_owned()]);
        }
        words
    }
}
