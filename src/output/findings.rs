//! The findings of `conflicts`: as rows, and explained in sentences.

use serde::Serialize;

use super::table::{Cell, Column, Table, Tabular};
use super::wording::{certain_cell, certainty, names, sources};
use interlocks::analysis::conflicts::{Finding, explain};

impl Tabular for Finding {
    const COLUMNS: &'static [Column] = &[
        Column::left("severity"),
        Column::right("score"),
        Column::left("rule").essential(),
        Column::left("people").essential(),
        Column::left("parties"),
        Column::right("share").headed("parties involved"),
        Column::left("deal"),
        Column::left("date"),
        Column::left("status"),
        Column::right("days").headed("days before deal"),
        Column::left("certain").headed("certainty"),
        Column::right("probability"),
        Column::left("sources"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let days = match (self.days_min, self.days_max) {
            (Some(min), Some(max)) if min == max => min.to_string(),
            (min, max) => {
                let text = |day: Option<i64>| day.map_or_else(|| "?".to_owned(), |d| d.to_string());
                format!("{} to {}", text(min), text(max))
            }
        };
        vec![
            self.severity.as_str().into(),
            format!("{:.2}", self.score).into(),
            self.rule.as_str().into(),
            names(&self.people).into(),
            names(&self.parties).into(),
            Cell::new(self.share.to_string(), format!("{} of {}", self.parties.len(), self.deal.parties)),
            self.deal.id.as_str().into(),
            self.deal.date.as_str().into(),
            self.deal.status.as_str().into(),
            days.into(),
            certain_cell(self.certain),
            self.probability.map_or_else(String::new, |share| format!("{share:.4}")).into(),
            sources(&self.evidence).into(),
        ]
    }
}

/// A finding with the sentences that explain it.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// The finding.
    #[serde(flatten)]
    pub finding: Finding,
    /// Sentences on what the data shows.
    pub explanation: Vec<String>,
    /// The questions to answer before publication.
    pub check: Vec<String>,
}

impl Explained {
    /// Explains a finding.
    pub fn new(finding: &Finding) -> Explained {
        let sentences = explain(finding);
        Explained { finding: finding.clone(), explanation: sentences.shows, check: sentences.check }
    }

    /// Returns findings with their sentences: as two more columns, and for people as a paragraph each.
    pub fn table(findings: &[Explained]) -> Table {
        let rows = findings.iter().map(Explained::cells).collect();
        let columns = [Finding::COLUMNS, &[Column::left("explanation"), Column::left("check")]].concat();
        let mut table = Table { columns, rows, ..Table::default() };
        table.prose = findings.iter().map(Explained::paragraph).collect();
        table
    }

    fn cells(&self) -> Vec<Cell> {
        let mut cells = self.finding.cells();
        cells.extend([self.explanation.join(" ").into(), self.check.join("; ").into()]);
        cells
    }

    fn paragraph(&self) -> String {
        let Finding { severity, score, rule, certain, deal, .. } = &self.finding;
        let status = if deal.status.is_empty() { String::new() } else { format!(", {}", deal.status) };
        format!(
            "{} ({score:.2}) {}, {}, deal {}{status}: {} Check: {}.",
            severity.as_str(),
            rule.as_str(),
            certainty(*certain),
            deal.id,
            self.explanation.join(" "),
            self.check.join("; ")
        )
    }
}
