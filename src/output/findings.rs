//! The findings of `conflicts`: a row for each, or for each person and deal; and explained in sentences.

use serde::Serialize;

use super::table::{Cell, Column, Table, Tabular};
use super::wording::{certain_cell, certainty, names, sources};
use interlocks::analysis::conflicts::{Explanation, Finding, FindingGroup, GroupRow, Rule, explain, explain_group};

impl Tabular for Finding {
    const COLUMNS: &'static [Column] = &columns(Column::left("rule"));

    fn cells(&self) -> Vec<Cell> {
        cells(self, self.rule.as_str().into())
    }
}

impl Tabular for GroupRow {
    const COLUMNS: &'static [Column] = &columns(Column::left("rules"));

    fn cells(&self) -> Vec<Cell> {
        let rules = different_rules(self);
        let is_certain = |rule: Rule| self.rules.iter().any(|met| met.rule == rule && met.certain);
        let shown = |rule: &Rule| match (is_certain(*rule), self.finding.certain) {
            (rule_is, row_is) if rule_is == row_is => rule.as_str().to_owned(),
            (rule_is, _) => format!("{} ({})", rule.as_str(), certainty(rule_is)),
        };
        let names: Vec<&str> = rules.iter().map(|rule| rule.as_str()).collect();
        let rules = Cell::new(names.join("; "), rules.iter().map(shown).collect::<Vec<String>>().join("; "));
        cells(&self.finding, rules)
    }
}

/// Returns the columns of findings; the third one is about rules.
const fn columns(rules: Column) -> [Column; 13] {
    [
        Column::left("severity"),
        Column::right("score"),
        Column::left("people").essential(),
        rules.essential(),
        Column::left("parties"),
        Column::right("share").headed("parties involved"),
        Column::left("deal"),
        Column::left("date"),
        Column::left("status"),
        Column::right("days").headed("days before deal"),
        Column::left("certain").headed("certainty"),
        Column::right("probability"),
        Column::left("sources"),
    ]
}

fn cells(finding: &Finding, rules: Cell) -> Vec<Cell> {
    let days = match (finding.days_min, finding.days_max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (min, max) => {
            let text = |day: Option<i64>| day.map_or_else(|| "?".to_owned(), |d| d.to_string());
            format!("{} to {}", text(min), text(max))
        }
    };
    vec![
        finding.severity.as_str().into(),
        format!("{:.2}", finding.score).into(),
        names(&finding.people).into(),
        rules,
        names(&finding.parties).into(),
        Cell::new(finding.share.to_string(), format!("{} of {}", finding.parties.len(), finding.deal.parties)),
        finding.deal.id.as_str().into(),
        finding.deal.date.as_str().into(),
        finding.deal.status.as_str().into(),
        days.into(),
        certain_cell(finding.certain),
        finding.probability.map_or_else(String::new, |share| format!("{share:.4}")).into(),
        sources(&finding.evidence).into(),
    ]
}

/// A row with the sentences that explain it.
#[derive(Clone, Debug, Serialize)]
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
            let mut cells = explained.row.cells();
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
