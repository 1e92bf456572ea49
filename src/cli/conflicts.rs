//! `interlocks conflicts`: deals screened against boards.

use clap::{Args as ClapArgs, ValueEnum};

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use crate::analysis::conflicts::{Options, Rule, Severity, conflicts};
use crate::output::Table;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RuleArg {
    SharedDirector,
    ExecutiveOnBoard,
    AppointmentWindow,
}

impl RuleArg {
    fn rule(self) -> Rule {
        match self {
            RuleArg::SharedDirector => Rule::SharedDirector,
            RuleArg::ExecutiveOnBoard => Rule::ExecutiveOnBoard,
            RuleArg::AppointmentWindow => Rule::AppointmentWindow,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SeverityArg {
    Low,
    Medium,
    High,
}

impl SeverityArg {
    fn severity(self) -> Severity {
        match self {
            SeverityArg::Low => Severity::Low,
            SeverityArg::Medium => Severity::Medium,
            SeverityArg::High => Severity::High,
        }
    }
}

/// Deals screened against boards: who stood on both sides, who joined just before or after
///
/// Every finding is a lead to check, not an accusation.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks conflicts datasets/bigtech-boards --between netflix meta --window 45\n  interlocks conflicts datasets/bigtech-boards --min-severity high --fail-on high"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// Only this deal, by id
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Only deals between these two companies
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    /// Days before or after a deal in which an appointment counts
    #[arg(long, value_name = "DAYS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(0..=36_525))]
    window: i64,
    /// Only this rule
    #[arg(long, value_enum)]
    rule: Option<RuleArg>,
    /// Only findings at least so severe
    #[arg(long, value_enum, default_value = "low")]
    min_severity: SeverityArg,
    /// Exit with code 4 when a finding is at least so severe
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<SeverityArg>,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    let between = match args.between.as_deref() {
        Some([a, b]) => Some((graph.find_company(a)?, graph.find_company(b)?)),
        _ => None,
    };
    if let Some(id) = &args.deal
        && graph.deal_number(id).is_none()
    {
        return Err(CliError::Usage(format!(
            "there is no deal '{id}'; 'interlocks show' lists the deals of a company"
        )));
    }
    let options = Options {
        window: args.window,
        deal: args.deal.clone(),
        between,
        rule: args.rule.map(RuleArg::rule),
        min_severity: args.min_severity.severity(),
        during: query.clock.window(),
        certain_only: query.certain_only,
    };
    let found = conflicts(&graph, &options);
    let mut echo = args.data.echo();
    echo.insert("window".to_owned(), args.window.into());
    let mut table = Table::of(&found);
    if !found.is_empty() {
        table = table.with_note(
            "Each line is a lead to check, not an accusation; 'possible' means that the dates do not settle it.",
        );
    }
    args.output.write(&report("conflicts", &graph, echo, &found, table)?)?;
    let matched = args.fail_on.is_some_and(|limit| found.iter().any(|finding| finding.severity >= limit.severity()));
    Ok(if matched { Outcome::Matched } else { Outcome::Done })
}
