//! `interlocks settle`: what would settle what the data leaves open.

use clap::Args as ClapArgs;
use serde_json::{Map, Value};

use super::answer::answer;
use super::data_args::DataArgs;
use super::deals::find_deal;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::screen_args::ScreenArgs;
use super::value_enum::one_of;
use crate::output::Table;
use interlocks::analysis::conflicts::{ConflictOptions, Rule, Severity};
use interlocks::screens::{Screen, ScreenOptions};
use interlocks::settle::{LeftOut, Limits, MOST_TOGETHER, SettleOptions, Settled, settle};
use interlocks_core::wording::counted;

/// Rank the facts that would settle what the data leaves open: what to look up first
///
/// Findings of conflicts that are only possible, and verdicts of screens that are unknown, may depend on
/// one fact: the day of a deal, the day on which a seat began or ended, whether a role is on the board,
/// an input that a rule needs, or whether two records are one. A fact decides a finding if the finding becomes certain or vanishes for
/// every day that the fact may be, all other dates left as they are. Where no fact does so alone, the
/// smallest set of up to three is told. Facts that decide the most come first.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks settle boards/ --top 10\n  interlocks settle boards/ --deal orcl-netsuite\n  interlocks settle boards/ --rule shared-director --min-severity medium -f csv\n  interlocks settle boards/ --screen overboarding --screen clayton8 --at 2023-06"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Print only the first N facts
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Settle only findings on the deal with this id
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Settle only findings of this rule; may be repeated
    #[arg(long, value_parser = one_of(&Rule::ALL, Rule::as_str))]
    rule: Vec<Rule>,
    /// Settle only findings of at least this severity
    #[arg(long, value_parser = one_of(&Severity::ALL, Severity::as_str), default_value = "low")]
    min_severity: Severity,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Settle verdicts of this screen; may be repeated. By default those of all, and none with --deal, --rule
    /// or --min-severity
    #[arg(long, value_name = "RULE", value_parser = one_of(&Screen::ALL, Screen::as_str))]
    screen: Vec<Screen>,
    /// Settle findings only
    #[arg(long, conflicts_with = "screen")]
    no_screens: bool,
    /// Try the dates of at most N findings, the gravest
    #[arg(long, value_name = "N", default_value_t = Limits::default().findings)]
    most_findings: usize,
    #[command(flatten)]
    screening: ScreenArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    if query.certain_only {
        return Err(CliError::Usage("--certain leaves nothing to settle".to_owned()));
    }
    let rules = args.screening.rulebook()?;
    let graph = args.data.graph(&args.output)?;
    if let Some(id) = &args.deal {
        find_deal(&graph, id)?;
    }
    let conflicts = ConflictOptions {
        window: args.window,
        deal: args.deal.clone(),
        rules: args.rule.clone(),
        min_severity: args.min_severity,
        during: query.clock.window(),
        ..ConflictOptions::default()
    };
    let screens = ScreenOptions { query, screens: args.screen.clone(), ..args.screening.options() };
    // Who asks about findings of one kind does not ask about verdicts.
    let about_findings = args.deal.is_some() || !args.rule.is_empty() || args.min_severity > Severity::Low;
    let with_screens = !args.no_screens && (!args.screen.is_empty() || !about_findings);
    let limits = Limits { findings: args.most_findings, ..Limits::default() };
    let options = SettleOptions { conflicts, screens: with_screens.then_some((&rules, screens)), limits };
    let mut settled = settle(&graph, &options);
    let not_listed = args.top.map_or(0, |top| settled.rows.len().saturating_sub(top));
    settled.rows.truncate(args.top.unwrap_or(usize::MAX));
    let mut echo = args.data.echo();
    args.echo(&mut echo, &settled, not_listed)?;
    let notes = notes(&settled, not_listed, with_screens);
    let is_for_people = args.output.is_for_people();
    let mut table = Table::from_rows(&settled.rows);
    for note in notes {
        if is_for_people { table.notes.push(note) } else { args.output.note(&note) }
    }
    args.output.write(&answer("settle", &graph, echo, &settled.rows, table)?)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Adds the options that shape results, and what was left out.
    fn echo(&self, echo: &mut Map<String, Value>, settled: &Settled, not_listed: usize) -> Result<(), CliError> {
        self.screening.echo(echo);
        echo.insert("window".to_owned(), self.window.into());
        echo.insert("open".to_owned(), settled.open.into());
        echo.insert("left_out".to_owned(), serde_json::to_value(settled.left_out)?);
        if not_listed > 0 {
            echo.insert("not_listed".to_owned(), not_listed.into());
        }
        Ok(())
    }
}

/// Returns what has to be said of the answer: what is open, and what no fact is told for.
fn notes(settled: &Settled, not_listed: usize, with_screens: bool) -> Vec<String> {
    let LeftOut { beyond_limit, too_large, undecided, dates_of_verdicts, verdicts_beyond_limit } = settled.left_out;
    let open = if with_screens { "finding or verdict" } else { "finding" };
    let mut notes = match settled.open {
        0 => vec![format!("no {open} is open: there is nothing to settle")],
        count => vec![format!("open: {}", plural(count, open))],
    };
    let told = [
        (undecided, format!("cannot be decided by up to {MOST_TOGETHER} dates or roles of the rows that they rest on")),
        (too_large, "not looked into: too much of the data bears on them".to_owned()),
        (beyond_limit, "not looked into: only the gravest are; --most-findings raises the limit".to_owned()),
    ];
    notes.extend(
        told.into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, why)| format!("{} {why}", counted(count, "finding"))),
    );
    if dates_of_verdicts > 0 {
        let verdicts = counted(dates_of_verdicts, "verdict");
        notes.push(format!("{verdicts} only possible because of dates: the dates of screens are not tried"));
    }
    if verdicts_beyond_limit > 0 {
        notes.push(format!("{} not looked into: only the gravest are", counted(verdicts_beyond_limit, "verdict")));
    }
    if not_listed > 0 {
        notes.push(format!("{} not listed; without --top they are", counted(not_listed, "more fact")));
    }
    notes
}

fn plural(count: usize, open: &str) -> String {
    match (count, open) {
        (1, open) => format!("1 {open}"),
        (count, "finding") => format!("{count} findings"),
        (count, _) => format!("{count} findings and verdicts"),
    }
}
