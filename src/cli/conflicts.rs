//! `interlocks conflicts`: deals screened against boards.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::baseline_args::BaselineArgs;
use super::data_args::DataArgs;
use super::deals::find_deal;
use super::error::{CliError, Outcome};
use super::identity_args::IdentityArgs;
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use crate::output::{Explained, Table, conditional_table};
use interlocks::analysis::conflicts::{ConflictOptions, Finding, Rule, Severity, conflicts_with_identities};
use interlocks::changes::baseline::Acceptable;

/// Screen deals for people on both sides and for appointments shortly before or after
///
/// Every finding is a lead to check, not an accusation. If there is no finding, there may still be a
/// connection.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks conflicts boards/ --between netflix meta --window 45\n  interlocks conflicts boards/ --deal orcl-netsuite --explain\n  interlocks conflicts boards/ --rule owner-on-board --rule related-person\n  interlocks conflicts boards/ --min-severity high --fail-on high"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Screen only the deal with this id
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Screen only deals between these two companies
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    /// Count an appointment or departure up to DAYS before or after a deal
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Apply only this rule; may be repeated
    #[arg(long, value_parser = one_of(&Rule::ALL, Rule::as_str))]
    rule: Vec<Rule>,
    /// Search indirect paths of at most N steps; 0 for none
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(0..=12))]
    max_steps: u8,
    /// Treat holders of at least PERCENT of a company as owners
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0, value_parser = percent)]
    min_share: f64,
    /// Keep only findings of at least this severity
    #[arg(long, value_parser = one_of(&Severity::ALL, Severity::as_str), default_value = "low")]
    min_severity: Severity,
    /// Exit with code 4 if a finding has at least this severity
    #[arg(long, value_parser = one_of(&Severity::ALL, Severity::as_str), value_name = "SEVERITY")]
    fail_on: Option<Severity>,
    /// Explain each finding in sentences: what the data shows and what to check
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    baseline: BaselineArgs,
    #[command(flatten)]
    identity: IdentityArgs,
    #[command(flatten)]
    output: OutputArgs,
}

fn percent(text: &str) -> Result<f64, String> {
    let share = text.trim_end_matches('%').trim_end().parse::<f64>().ok();
    share.filter(|share| (0.0..=100.0).contains(share)).ok_or_else(|| "write a number from 0 to 100".to_owned())
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let mut baseline = args.baseline.open(&args.output)?;
    let graph = args.data.without_files(args.baseline.file()).graph(&args.output)?;
    if graph.deal_count() == 0 {
        args.output.note("this data has no deals, so there is nothing to screen; --with adds a table of deals");
    }
    let between = match args.between.as_deref() {
        Some([a, b]) => {
            let both = (graph.find_company(a)?, graph.find_company(b)?);
            if both.0 == both.1 {
                return Err(CliError::Usage(format!("--between: '{a}' and '{b}' are the same company")));
            }
            Some(both)
        }
        _ => None,
    };
    if let Some(id) = &args.deal {
        find_deal(&graph, id)?;
    }
    let options = ConflictOptions {
        window: args.window,
        deal: args.deal.clone(),
        between,
        rules: args.rule.clone(),
        min_share: args.min_share,
        max_steps: usize::from(args.max_steps),
        min_severity: args.min_severity,
        during: query.clock.window(),
        certain_only: query.certain_only,
    };
    let answered = conflicts_with_identities(&graph, &options);
    let (mut found, notes) = args.identity.rows(&graph, answered, query.certain_only, &args.output);
    let mut echo = args.data.echo();
    if let Some(baseline) = &mut baseline {
        baseline.leave_out(&mut found, |finding| Some(Acceptable::of_finding(finding)));
        baseline.tell(&args.output, &mut echo);
    }
    args.identity.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    echo.insert("max_steps".to_owned(), args.max_steps.into());
    echo.insert("min_share".to_owned(), args.min_share.into());
    let written = if args.explain {
        let explained: Vec<Explained> = found.iter().map(Explained::new).collect();
        answer("conflicts", &graph, echo, &explained, noted(Explained::table(&explained), &found, notes))?
    } else {
        let table = conditional_table(&found, |finding| &finding.conditions);
        answer("conflicts", &graph, echo, &found, noted(table, &found, notes))?
    };
    args.output.write(&written)?;
    let is_accepted = match &mut baseline {
        Some(baseline) => baseline.accept(found.iter().map(Acceptable::of_finding), &args.output)?,
        None => false,
    };
    let matched = args.fail_on.is_some_and(|limit| found.iter().any(|finding| finding.severity >= limit));
    Ok(if matched && !is_accepted { Outcome::Matched } else { Outcome::Done })
}

/// Adds the note that people have to read with findings, and those on undecided identities.
fn noted(table: Table, found: &[Finding], identity: Vec<String>) -> Table {
    let open = match found.iter().any(|finding| !finding.conditions.open.is_empty()) {
        true => "the dates leave it open, or who is who",
        false => "the dates leave it open",
    };
    let note = match found {
        [] => "no finding".to_owned(),
        _ => format!("Each finding is a lead to check, not an accusation. 'possible' means that {open}."),
    };
    let mut table = table.with_note(note);
    table.notes.extend(identity);
    table
}
