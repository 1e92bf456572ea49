//! The findings of `conflicts`: a row for each, or for each person and deal; and explained in sentences.

use schemars::JsonSchema;
use serde::Serialize;

use super::cell::Cell;
use super::row::{Row, Tabular, cells_of};
use super::table::{Column, Table};
use super::wording::{certainty, sources};
use interlocks::analysis::conflicts::{Explanation, Finding, FindingGroup, GroupRow, Rule, explain, explain_group};

impl Tabular for Finding {
    const COLUMNS: &'static [Column] = &columns(Column::left("rule"));

    fn fields(&self, row: &mut Row<'_>) {
        fields(self, || self.rule.as_str().into(), row);
    }
}

impl Tabular for GroupRow {
    const COLUMNS: &'static [Column] = &columns(Column::left("rules"));

    fn fields(&self, row: &mut Row<'_>) {
        let is_certain = |rule: Rule| self.rules.iter().any(|met| met.rule == rule && met.certain);
        let shown = |rule: &Rule| match (is_certain(*rule), self.finding.certain) {
            (rule_is, row_is) if rule_is == row_is => rule.as_str().to_owned(),
            (rule_is, _) => format!("{} ({})", rule.as_str(), certainty(rule_is)),
        };
        let rules = || {
            let rules = different_rules(self);
            let names: Vec<&str> = rules.iter().map(|rule| rule.as_str()).collect();
            Cell::new(names.join("; "), rules.iter().map(shown).collect::<Vec<String>>().join("; "))
        };
        fields(&self.finding, rules, row);
    }
}

/// Returns the columns of findings; `rules` is the one about rules.
const fn columns(rules: Column) -> [Column; 18] {
    [
        Column::left("severity"),
        Column::right("score"),
        Column::id("people_ids"),
        Column::left("people_names").headed("people").essential(),
        rules.essential(),
        Column::id("parties_ids"),
        Column::left("parties_names").headed("parties"),
        Column::right("share").headed("parties involved"),
        Column::left("deal_id").headed("deal"),
        Column::left("deal_date").headed("date"),
        Column::left("deal_kind").for_programs(),
        Column::left("deal_status").headed("status"),
        Column::count("days").headed("days before deal").for_people(),
        Column::count("days_min").for_programs(),
        Column::count("days_max").for_programs(),
        Column::flag("certain").headed("certainty"),
        Column::right("probability"),
        Column::left("sources"),
    ]
}

fn fields(finding: &Finding, rules: impl FnOnce() -> Cell, row: &mut Row<'_>) {
    let day = |day: Option<i64>, unknown: &str| day.map_or_else(|| unknown.to_owned(), |days| days.to_string());
    let days = |(min, max): (Option<i64>, Option<i64>)| match (min, max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (min, max) => format!("{} to {}", day(min, "?"), day(max, "?")),
    };
    row.text(finding.severity.as_str());
    row.cell(|| Cell::new(finding.score.to_string(), format!("{:.2}", finding.score)));
    row.all_named(&finding.people);
    row.cell(rules);
    row.all_named(&finding.parties);
    row.cell(|| Cell::new(finding.share.to_string(), format!("{} of {}", finding.parties.len(), finding.deal.parties)));
    row.text(&finding.deal.id);
    row.text(&finding.deal.date);
    row.text(&finding.deal.kind);
    row.text(&finding.deal.status);
    row.cell(|| days((finding.days_min, finding.days_max)));
    row.cell(|| day(finding.days_min, ""));
    row.cell(|| day(finding.days_max, ""));
    row.certain(finding.certain);
    row.cell(|| {
        finding.probability.map_or_else(Cell::default, |share| Cell::new(share.to_string(), format!("{share:.4}")))
    });
    row.cell(|| sources(&finding.evidence));
}

/// A row with the sentences that explain it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "{R}Explained")]
pub struct Explained<R> {
    /// The row.
    #[serde(flatten)]
    pub row: R,
    /// Sentences on what the data shows.
    pub explanation: Vec<String>,
    /// The questions to answer before publication.
    pub check: Vec<String>,
}

impl Explained<Finding> {
    /// Explains a finding.
    pub fn new(finding: &Finding) -> Self {
        Explained::with(finding.clone(), explain(finding))
    }

    /// Returns findings with their sentences; see [`Explained::in_table`].
    pub fn table(findings: &[Self]) -> Table {
        Explained::in_table(findings, |row| (row, row.rule.as_str().to_owned()))
    }
}

impl Explained<GroupRow> {
    /// Explains the findings on one person and one deal.
    pub fn of_group(group: &FindingGroup) -> Self {
        Explained::with(group.row(), explain_group(group))
    }

    /// Returns rows with their sentences; see [`Explained::in_table`].
    pub fn table(rows: &[Self]) -> Table {
        let rules = |row| different_rules(row).iter().map(|rule| rule.as_str()).collect::<Vec<&str>>().join(", ");
        Explained::in_table(rows, |row| (&row.finding, rules(row)))
    }
}

/// Returns the rules of a row, each once.
fn different_rules(row: &GroupRow) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for met in &row.rules {
        if !rules.contains(&met.rule) {
            rules.push(met.rule);
        }
    }
    rules
}

impl<R: Tabular> Explained<R> {
    fn with(row: R, sentences: Explanation) -> Self {
        Explained { row, explanation: sentences.shows, check: sentences.check }
    }

    /// Returns rows with their sentences: as two more columns, and for people as a paragraph each, which begins with the
    /// finding and the names of the rules.
    fn in_table<'a>(rows: &'a [Self], head: impl Fn(&'a R) -> (&'a Finding, String)) -> Table {
        let columns = [R::COLUMNS, &[Column::left("explanation"), Column::left("check")]].concat();
        let cells = |explained: &Self| {
            let mut cells = cells_of(&explained.row);
            cells.extend([explained.explanation.join(" ").into(), explained.check.join("; ").into()]);
            cells
        };
        let mut table = Table { columns, rows: rows.iter().map(cells).collect(), ..Table::default() };
        let paragraphs = rows.iter().map(|explained| {
            let (finding, rules) = head(&explained.row);
            explained.paragraph(finding, &rules)
        });
        table.prose = paragraphs.collect();
        table
    }

    fn paragraph(&self, finding: &Finding, rules: &str) -> String {
        let Finding { severity, score, certain, deal, .. } = finding;
        let status = if deal.status.is_empty() { String::new() } else { format!(", {}", deal.status) };
        format!(
            "{} ({score:.2}) {rules}, {}, deal {}{status}: {} Check: {}.",
            severity.as_str(),
            certainty(*certain),
            deal.id,
            self.explanation.join(" "),
            self.check.join("; ")
        )
    }
}
