//! `interlocks screen`: boards tested against written rules.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::baseline_args::BaselineArgs;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::identity_args::IdentityArgs;
use super::named::concerning;
use super::output_args::OutputArgs;
use super::screen_args::{FAILING, ScreenArgs, verdict_name};
use super::value_enum::one_of;
use crate::output::{Table, conditional_table};
use interlocks::changes::baseline::Acceptable;
use interlocks::screens::{self, Screen, ScreenOptions, Verdict};

/// Test boards against laws and governance codes
///
/// Each row has a verdict and its reasons. breach: the test of a law or code is met. above policy: more than
/// a proxy adviser or an investor allows. watch: close to it, or met on a day to come if nobody moves.
/// unknown: an input is missing; the row lists it. 'possible' means that a date, or the words of a role,
/// neither confirm nor exclude the verdict; what is to come is possible only. Not legal advice.
#[derive(Debug, ClapArgs)]
#[command(after_help = "RULE is clayton8, overboarding, independence, compensation, cross-directorship, related-party,
italy36, supervisory-board, audit-committee, deal-size, competitors, dimia, or all. docs/rules has
a page on each rule.

Examples:
  interlocks screen boards/ clayton8 --company apple --at 2009-06-01
  interlocks screen boards/ cross-directorship compensation
  interlocks screen boards/ all --at 2024-06 --count
  interlocks screen boards/ overboarding --verdict breach --fail-on breach
  interlocks screen boards/ independence --verdict watch --ahead 18m")]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Test these rules
    #[arg(value_name = "RULE", required = true, value_parser = rule_parser())]
    rules: Vec<Chosen>,
    /// Keep only rows about this company; may be repeated
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Keep only rows about this person; may be repeated
    #[arg(long, value_name = "P")]
    person: Vec<String>,
    #[command(flatten)]
    screening: ScreenArgs,
    /// Keep only this verdict; may be repeated
    #[arg(long, value_parser = one_of(&Verdict::ALL, verdict_name))]
    verdict: Vec<Verdict>,
    /// Print only the first N rows, worst first; default 1,000,000
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Print only how many cases have each verdict
    #[arg(long, conflicts_with_all = ["top", "baseline"])]
    count: bool,
    /// Exit with code 4 on this verdict or worse
    #[arg(long, value_parser = one_of(&FAILING, verdict_name), value_name = "VERDICT")]
    fail_on: Option<Verdict>,
    #[command(flatten)]
    baseline: BaselineArgs,
    #[command(flatten)]
    identity: IdentityArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// One rule, or all.
#[derive(Clone, Copy, Debug)]
enum Chosen {
    One(Screen),
    All,
}

const CHOICES: [Chosen; Screen::ALL.len() + 1] = {
    let mut all = [Chosen::All; Screen::ALL.len() + 1];
    let mut at = 0;
    while at < Screen::ALL.len() {
        all[at] = Chosen::One(Screen::ALL[at]);
        at += 1;
    }
    all
};

impl Chosen {
    fn as_str(self) -> &'static str {
        match self {
            Chosen::One(screen) => screen.as_str(),
            Chosen::All => "all",
        }
    }
}

fn rule_parser() -> impl clap::builder::TypedValueParser<Value = Chosen> {
    one_of(&CHOICES, Chosen::as_str)
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let rules = args.screening.rulebook()?;
    let mut baseline = args.baseline.open(&args.output)?;
    let graph = args.data.without_files(args.baseline.file()).graph(&args.output)?;
    let all = args.rules.iter().any(|rule| matches!(rule, Chosen::All));
    let one = |rule: &Chosen| match rule {
        Chosen::One(screen) => Some(*screen),
        Chosen::All => None,
    };
    let options = ScreenOptions {
        query,
        screens: if all { Vec::new() } else { args.rules.iter().filter_map(one).collect() },
        verdicts: args.verdict.clone(),
        concerning: concerning(&graph, &args.company, &args.person)?.into_iter().collect(),
        // What is accepted makes room for more.
        top: args.top.filter(|_| baseline.is_none()),
        ..args.screening.options()
    };
    let mut echo = args.data.echo();
    args.screening.echo(&mut echo);
    args.identity.echo(&mut echo);
    let about_data = screens::notes(&graph, &rules, &options);
    if !about_data.is_empty() {
        echo.insert("notes".to_owned(), about_data.clone().into());
    }
    if args.count {
        let counts = screens::count(&graph, &rules, &options);
        let table = about_data.into_iter().fold(Table::from_rows(&counts), Table::with_note);
        args.output.write(&answer("screen", &graph, echo, &counts, table)?)?;
        let some = |limit: Verdict| {
            counts.iter().any(|count| {
                let by = [count.breach, count.above_policy, count.watch, count.unknown];
                FAILING.into_iter().zip(by).any(|(verdict, number)| verdict <= limit && number > 0)
            })
        };
        return Ok(if args.fail_on.is_some_and(some) { Outcome::Matched } else { Outcome::Done });
    }
    let (answered, mut omitted) = screens::screen_with_identities(&graph, &rules, &options);
    let (mut rows, notes) = args.identity.rows(&graph, answered, query.certain_only, &args.output);
    if let Some(baseline) = &mut baseline {
        baseline.leave_out(&mut rows, |row| Some(Acceptable::of_verdict(row)));
        let shown = args.top.unwrap_or(rows.len()).min(rows.len());
        omitted += rows.len() - shown;
        rows.truncate(shown);
        baseline.tell(&args.output, &mut echo);
    }
    if omitted > 0 {
        echo.insert("not_listed".to_owned(), omitted.into());
    }
    let mut table = conditional_table(&rows, |row| &row.conditions)
        .with_note("Not legal advice. Each row is a lead to check. 'possible' means that a date, or the words of a role, leave it open.");
    if omitted > 0 {
        table = table.with_note(format!("{omitted} more rows are not listed; use --verdict, --company or --count"));
    }
    table.notes.extend(about_data.into_iter().chain(notes));
    args.output.write(&answer("screen", &graph, echo, &rows, table)?)?;
    let is_accepted = match &mut baseline {
        Some(baseline) => baseline.accept(rows.iter().map(Acceptable::of_verdict), &args.output)?,
        None => false,
    };
    let matched = args.fail_on.is_some_and(|limit| rows.iter().any(|row| row.verdict <= limit));
    Ok(if matched && !is_accepted { Outcome::Matched } else { Outcome::Done })
}
