//! `interlocks watch`: findings and verdicts about the companies and people on a list.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::files::read_text;
use super::output_args::OutputArgs;
use super::screen_args::ScreenArgs;
use super::value_enum::one_of;
use crate::output::Table;
use interlocks::analysis::conflicts::{self, Severity};
use interlocks::changes::diff::Screening;
use interlocks::changes::watch::{News, WatchList, WatchOptions, watch};
use interlocks::graph::BoardGraph;
use interlocks::screens::{self, Screen, Verdict};

/// List findings and verdicts about the companies and people on a list
///
/// This command is made for a nightly job. It applies all rules of 'screen' and of 'conflicts'. --since
/// keeps only what is new or changed since an older dataset. Not legal advice.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The list is a text file with a name or id per line; the prefix company: or person: says which of the
two it is. Blank lines and lines that begin with # are ignored.

JSON: a row has 'watched' (the entities on the list that it concerns), 'change' (added, changed, or
null without --since), 'what' (conflict, screen) and the keys of such a row; with --since, it also
has 'cause', the changed seats, ties and deals behind it.

Examples:
  interlocks watch boards/ --list follow.txt --at 2024-06
  interlocks watch today.ilk --list follow.txt --since yesterday.ilk --fail-on breach --fail-on high"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Follow the companies and people in FILE, one per line
    #[arg(long, value_name = "FILE")]
    list: PathBuf,
    /// Keep only what is new or changed since this older dataset
    #[arg(long, value_name = "DATA")]
    since: Option<PathBuf>,
    /// Apply only this rule of 'screen'; may be repeated
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    /// Keep only this verdict of 'screen'; may be repeated
    #[arg(long, value_parser = one_of(&Verdict::ALL, Verdict::as_str), default_values = ["breach", "watch", "unknown"])]
    verdict: Vec<Verdict>,
    #[command(flatten)]
    screening: ScreenArgs,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Keep only findings of 'conflicts' of at least this severity
    #[arg(long, value_parser = one_of(&Severity::ALL, Severity::as_str), default_value = "low")]
    min_severity: Severity,
    /// Exit with code 4 on this verdict or severity, or worse; may be repeated
    #[arg(long, value_name = "VERDICT|SEVERITY", value_parser = one_of(&FAILING, Failing::as_str))]
    fail_on: Vec<Failing>,
    #[command(flatten)]
    output: OutputArgs,
}

/// A verdict or severity that ends a run with code 4.
#[derive(Clone, Copy, Debug)]
enum Failing {
    Verdict(Verdict),
    Severity(Severity),
}

const FAILING: [Failing; 6] = [
    Failing::Verdict(Verdict::Breach),
    Failing::Verdict(Verdict::Watch),
    Failing::Verdict(Verdict::Unknown),
    Failing::Severity(Severity::High),
    Failing::Severity(Severity::Medium),
    Failing::Severity(Severity::Low),
];

impl Failing {
    fn as_str(self) -> &'static str {
        match self {
            Failing::Verdict(verdict) => verdict.as_str(),
            Failing::Severity(severity) => severity.as_str(),
        }
    }

    fn matches(self, news: &News) -> bool {
        match self {
            Failing::Verdict(limit) => news.verdict().is_some_and(|verdict| verdict <= limit),
            Failing::Severity(limit) => news.severity().is_some_and(|severity| severity >= limit),
        }
    }
}

fn read_list(graph: &BoardGraph, path: &Path) -> Result<WatchList, CliError> {
    let shown = path.display().to_string();
    let text = read_text(path)?;
    WatchList::parse(graph, &text).map_err(|errors| {
        let lines = errors.iter().map(|error| format!("{shown}:{}:1: {}", error.line, error.source));
        CliError::Lines(lines.collect())
    })
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let rules = args.screening.rulebook()?;
    let graph = args.data.graph(&args.output)?;
    let list = read_list(&graph, &args.list)?;
    let before = match &args.since {
        Some(since) => Some(args.data.instead(since.clone())?.graph(&args.output)?),
        None => None,
    };
    let conflicts = conflicts::ConflictOptions {
        window: args.window,
        min_severity: args.min_severity,
        during: query.clock.window(),
        certain_only: query.certain_only,
        ..conflicts::ConflictOptions::default()
    };
    let options = screens::ScreenOptions {
        query,
        screens: args.screen.clone(),
        verdicts: args.verdict.clone(),
        ..args.screening.options()
    };
    let screening = Screening { rules, options, concerning: Default::default() };
    let found = watch(&graph, before.as_ref(), &list, &WatchOptions { conflicts, screening });
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    echo.insert("watched".to_owned(), list.entities().len().into());
    echo.insert("since".to_owned(), before.as_ref().and_then(BoardGraph::as_of).map(|day| day.to_string()).into());
    let mut table = Table::from_rows(&found);
    if found.is_empty() {
        table = table.with_note(if before.is_some() { "nothing new" } else { "no finding or verdict about the list" });
    } else {
        table = table.with_note("Not legal advice. Each row is a lead to check, not an accusation.");
    }
    args.output.write(&answer("watch", &graph, echo, &found, table)?)?;
    let matched = found.iter().any(|news| args.fail_on.iter().any(|limit| limit.matches(news)));
    Ok(if matched { Outcome::Matched } else { Outcome::Done })
}
