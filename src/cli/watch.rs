//! `interlocks watch`: findings and verdicts about the companies and people on a list.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::answer::answer;
use super::baseline_args::BaselineArgs;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::fail_on::{FAILING, Failing};
use super::files::read_text;
use super::inputs::ReadFile;
use super::output_args::OutputArgs;
use super::screen_args::{ScreenArgs, verdict_name};
use super::value_enum::one_of;
use crate::output::Table;
use interlocks::analysis::Query;
use interlocks::analysis::conflicts::{self, Severity};
use interlocks::changes::baseline::Acceptable;
use interlocks::changes::diff::Screening;
use interlocks::changes::watch::{WatchList, WatchOptions, grouped, watch};
use interlocks::graph::BoardGraph;
use interlocks::screens::{self, Rulebook, Screen, Verdict};
use interlocks_core::wording::counted;

/// List findings and verdicts about the companies and people on a list
///
/// This command is made for a nightly job. It applies all rules of 'screen' and of 'conflicts'. --since
/// keeps only what is new or changed since an older dataset. Not legal advice.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "The list is a text file with a name or id per line; the prefix company: or person: says which of the
two it is. Blank lines and lines that begin with # are ignored. A name that the data does not know,
or that several have, is told and left out; with --strict, it ends the run with exit code 2.

A row is about the same people, or the same companies if no person is concerned, and the same deal.
Cases in which an input is missing (verdict 'unknown') are only counted, unless --verdict or
--fail-on names unknown.

JSON: a row has 'watched' (the entities on the list that it concerns), 'change' (added, changed, or
null without --since), people, companies, deal, the gravest severity and verdict, and rules[] with
what (conflict, screen), rule, test, severity, verdict, certain, change, companies and text. With
--each-rule, a row has watched, change, what and the keys of a row of 'conflicts' or 'screen'. With
--since, both have 'cause', the changed seats, ties and deals behind them.

Examples:
  interlocks watch boards/ --list follow.txt --at 2024-06
  interlocks watch today.ilk --list follow.txt --since yesterday.ilk --fail-on breach --fail-on high
  interlocks watch today.ilk --list follow.txt --baseline accepted.csv --fail-on any
  interlocks watch today.ilk --list follow.txt --baseline accepted.csv --accept --who Lee --why cleared"
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
    /// Keep only this verdict of 'screen'; may be repeated. The default is what is graver than unknown, and what --fail-on names
    #[arg(long, value_parser = one_of(&Verdict::ALL, verdict_name))]
    verdict: Vec<Verdict>,
    /// Print a row for each rule, instead of one for each person and deal
    #[arg(long)]
    each_rule: bool,
    #[command(flatten)]
    screening: ScreenArgs,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Keep only findings of 'conflicts' of at least this severity
    #[arg(long, value_parser = one_of(&Severity::ALL, Severity::as_str), default_value = "low")]
    min_severity: Severity,
    /// Exit with code 4 on this verdict or severity, or worse, or on any row; may be repeated
    #[arg(long, value_name = "VERDICT|SEVERITY", value_parser = one_of(&FAILING, Failing::as_str))]
    fail_on: Vec<Failing>,
    #[command(flatten)]
    baseline: BaselineArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Reads the list. A name that is not one person or company is told and left out; with `--strict` it is an error.
fn read_list(args: &Args, graph: &BoardGraph) -> Result<WatchList, CliError> {
    let shown = args.list.display().to_string();
    let text = read_text(&args.list)?;
    let (list, wrong) = WatchList::parse_known(graph, &text);
    let rows = list.entities().len() + wrong.len();
    args.output.read_from(|| vec![ReadFile::new(&args.list, Some(rows as u64))]);
    let lines = wrong.iter().map(|error| format!("{shown}:{}:{}: {}", error.line, error.column, error.source));
    let lines: Vec<String> = lines.collect();
    if args.data.strict && !lines.is_empty() {
        return Err(CliError::Lines(lines));
    }
    lines.iter().for_each(|line| args.output.note(&format!("{line}; the line is left out")));
    if list.entities().is_empty() {
        args.output.note(&format!("{shown}: no line names a person or company of the data, so nobody is watched"));
    }
    Ok(list)
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let rules = args.screening.rulebook()?;
    let mut baseline = args.baseline.open(&args.output)?;
    let data = args.data.without_files(std::iter::once(args.list.as_path()).chain(args.baseline.file()));
    let graph = data.graph(&args.output)?;
    let list = read_list(args, &graph)?;
    let before = match &args.since {
        Some(since) => Some(data.instead(since.clone())?.graph(&args.output)?),
        None => None,
    };
    let mut found = watch(&graph, before.as_deref(), &list, &args.options(query, rules));
    let (all, kept) = (found.len(), args.verdicts());
    found.retain(|news| news.row.verdict().is_none_or(|verdict| kept.contains(&verdict)));
    note_unknown(all - found.len(), &args.output);
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    echo.insert("watched".to_owned(), list.entities().len().into());
    echo.insert("since".to_owned(), before.as_deref().and_then(BoardGraph::as_of).map(|day| day.to_string()).into());
    if let Some(baseline) = &mut baseline {
        baseline.leave_out(&mut found, |news| Acceptable::of(&news.row));
        baseline.tell(&args.output, &mut echo);
    }
    let note = match (found.is_empty(), before.is_some()) {
        (true, true) => "nothing new",
        (true, false) => "no finding or verdict about the list",
        (false, _) => "Not legal advice. Each row is a lead to check, not an accusation.",
    };
    if args.each_rule {
        let table = Table::from_rows(&found).with_note(note);
        args.output.write(&answer("watch", &graph, echo, &found, table)?)?;
    } else {
        let groups = grouped(&found);
        let table = Table::from_rows(&groups).with_note(note);
        args.output.write(&answer("watch", &graph, echo, &groups, table)?)?;
    }
    let is_accepted = match &mut baseline {
        Some(baseline) => baseline.accept(found.iter().filter_map(|news| Acceptable::of(&news.row)), &args.output)?,
        None => false,
    };
    let matched = found.iter().any(|news| args.fail_on.iter().any(|limit| limit.matches(&news.row)));
    Ok(if matched && !is_accepted { Outcome::Matched } else { Outcome::Done })
}

impl Args {
    /// Returns what is looked for. Cases without an input are, too, because they are counted even if they are not listed.
    fn options(&self, query: Query, rules: Rulebook) -> WatchOptions {
        let conflicts = conflicts::ConflictOptions {
            window: self.window,
            min_severity: self.min_severity,
            during: query.clock.window(),
            certain_only: query.certain_only,
            ..conflicts::ConflictOptions::default()
        };
        let mut verdicts = self.verdicts();
        if self.verdict.is_empty() && !verdicts.contains(&Verdict::Unknown) {
            verdicts.push(Verdict::Unknown);
        }
        let options =
            screens::ScreenOptions { query, screens: self.screen.clone(), verdicts, ..self.screening.options() };
        WatchOptions { conflicts, screening: Screening::new(rules, options) }
    }

    /// Returns the verdicts that are listed: those named, or all that are graver than unknown and those that end the run.
    fn verdicts(&self) -> Vec<Verdict> {
        if !self.verdict.is_empty() {
            return self.verdict.clone();
        }
        let fails =
            |verdict| self.fail_on.iter().any(|limit| matches!(limit, Failing::Verdict(last) if verdict <= *last));
        Verdict::ALL.into_iter().filter(|verdict| *verdict < Verdict::Unknown || fails(*verdict)).collect()
    }
}

/// Says how many cases are left out because an input is missing.
fn note_unknown(count: usize, output: &OutputArgs) {
    if count > 0 {
        let cases = counted(count, "case");
        output.note(&format!("{cases} in which an input is missing: left out; --verdict unknown lists such cases"));
    }
}
