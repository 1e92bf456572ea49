//! `interlocks conflicts`: deals screened against boards.

use clap::Args as ClapArgs;

use super::answer::answer;
use super::baseline_args::BaselineArgs;
use super::data_args::DataArgs;
use super::deals::find_deal;
use super::error::{CliError, Outcome};
use super::identity_args::IdentityArgs;
use super::named::concerning;
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use crate::output::{Answer, Explained, Table, conditional_table};
use interlocks::analysis::conflicts::{
    ConflictOptions, Finding, FindingGroup, GroupRow, Rule, Severity, conflicts_with_identities,
};
use interlocks::changes::baseline::Acceptable;
use interlocks::graph::BoardGraph;
use serde_json::{Map, Value};

/// Screen deals for people on both sides and for appointments shortly before or after
///
/// A row is about one person and one deal and lists the rules that are met, the gravest first; severity,
/// score, days and certainty are those of the gravest. A finding of several people (relatives, a path) has
/// a row of its own. --each-rule prints a row for each rule. Every finding is a lead to check, not an
/// accusation. If there is no finding, there may still be a connection.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Examples:\n  interlocks conflicts boards/ --between netflix meta --window 45\n  interlocks conflicts boards/ --deal orcl-netsuite --explain\n  interlocks conflicts boards/ --rule owner-on-board --rule related-person\n  interlocks conflicts boards/ --each-rule -f csv\n  interlocks conflicts boards/ --min-severity high --fail-on high"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Screen only the deal with this id
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Screen only deals between these two companies
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    between: Option<Vec<String>>,
    /// Keep only findings on deals of this company; may be repeated
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Keep only findings about this person; may be repeated
    #[arg(long, value_name = "P")]
    person: Vec<String>,
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
    /// Print a row for each rule, not one for each person and deal
    #[arg(long)]
    each_rule: bool,
    /// Print only the first N rows, the gravest first
    #[arg(long, value_name = "N")]
    top: Option<usize>,
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
    pub(super) output: OutputArgs,
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
        concerning: concerning(&graph, &args.company, &args.person)?,
        rules: args.rule.clone(),
        min_share: args.min_share,
        max_steps: usize::from(args.max_steps),
        min_severity: args.min_severity,
        during: query.clock.window(),
        certain_only: query.certain_only,
    };
    let mut answered = conflicts_with_identities(&graph, &options);
    let mut echo = args.data.echo();
    if let Some(baseline) = &mut baseline {
        let entry = |finding: &Finding| Some(Acceptable::of_finding(finding));
        baseline.leave_out(&mut answered.rows, entry);
        if args.identity.lists_if_same() {
            baseline.leave_out(&mut answered.if_same, entry);
        }
        baseline.tell(&args.output, &mut echo);
    }
    let all = || answered.rows.iter().chain(answered.if_same.iter().filter(|_| args.identity.lists_if_same()));
    let matched = args.fail_on.is_some_and(|limit| all().any(|finding| finding.severity >= limit));
    let listed: Vec<Acceptable> = baseline.iter().flat_map(|_| all().map(Acceptable::of_finding)).collect();
    args.identity.echo(&mut echo);
    echo.insert("window".to_owned(), args.window.into());
    echo.insert("max_steps".to_owned(), args.max_steps.into());
    echo.insert("min_share".to_owned(), args.min_share.into());
    let written = if args.each_rule {
        echo.insert("each_rule".to_owned(), true.into());
        let (found, notes) = args.identity.rows(&graph, answered, query.certain_only, &args.output);
        args.of_findings(&graph, echo, found, notes)?
    } else {
        let (found, notes) = args.identity.rows(&graph, answered.grouped(), query.certain_only, &args.output);
        args.of_groups(&graph, echo, found, notes)?
    };
    args.output.write(&written)?;
    let is_accepted = match &mut baseline {
        Some(baseline) => baseline.accept(listed, &args.output)?,
        None => false,
    };
    Ok(if matched && !is_accepted { Outcome::Matched } else { Outcome::Done })
}

impl Args {
    /// Returns the answer with a row for each finding.
    fn of_findings(
        &self,
        graph: &BoardGraph,
        mut echo: Map<String, Value>,
        mut found: Vec<Finding>,
        notes: Vec<String>,
    ) -> Result<Answer, CliError> {
        let open = found.iter().any(|finding| !finding.conditions.open.is_empty());
        let notes = self.notes(self.cut(&mut found, &mut echo), found.is_empty(), open, notes);
        if self.explain {
            let explained: Vec<Explained<Finding>> = found.iter().map(Explained::new).collect();
            return answer("conflicts", graph, echo, &explained, noted(Explained::<Finding>::table(&explained), notes));
        }
        let table = conditional_table(&found, |finding| &finding.conditions);
        answer("conflicts", graph, echo, &found, noted(table, notes))
    }

    /// Returns the answer with a row for each person and deal.
    fn of_groups(
        &self,
        graph: &BoardGraph,
        mut echo: Map<String, Value>,
        mut found: Vec<FindingGroup>,
        notes: Vec<String>,
    ) -> Result<Answer, CliError> {
        let open = found.iter().any(|group| !group.gravest().conditions.open.is_empty());
        let notes = self.notes(self.cut(&mut found, &mut echo), found.is_empty(), open, notes);
        if self.explain {
            let explained: Vec<Explained<GroupRow>> = found.iter().map(Explained::of_group).collect();
            return answer(
                "conflicts",
                graph,
                echo,
                &explained,
                noted(Explained::<GroupRow>::table(&explained), notes),
            );
        }
        let rows: Vec<GroupRow> = found.iter().map(FindingGroup::row).collect();
        let table = conditional_table(&rows, |row| &row.finding.conditions);
        answer("conflicts", graph, echo, &rows, noted(table, notes))
    }

    /// Keeps the first rows that are asked for and returns the number of those left out.
    fn cut<R>(&self, rows: &mut Vec<R>, echo: &mut Map<String, Value>) -> usize {
        let left_out = self.top.map_or(0, |top| rows.len().saturating_sub(top));
        rows.truncate(rows.len() - left_out);
        if left_out > 0 {
            echo.insert("not_listed".to_owned(), left_out.into());
        }
        left_out
    }

    /// Returns the notes: the one that people have to read with findings, on rows left out, and on undecided identities.
    fn notes(&self, left_out: usize, is_empty: bool, open: bool, identity: Vec<String>) -> Vec<String> {
        let open = if open { "the dates leave it open, or who is who" } else { "the dates leave it open" };
        let first = if is_empty && left_out == 0 {
            "no finding".to_owned()
        } else {
            format!("Each finding is a lead to check, not an accusation. 'possible' means that {open}.")
        };
        let omitted = (left_out > 0).then(|| format!("{left_out} more rows are not listed; without --top they are"));
        std::iter::once(first).chain(omitted).chain(identity).collect()
    }
}

/// Adds notes to a table.
fn noted(mut table: Table, notes: Vec<String>) -> Table {
    table.notes.extend(notes);
    table
}
