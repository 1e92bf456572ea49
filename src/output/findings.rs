//! How findings read: as rows, and told in sentences.

use serde::Serialize;

use super::rows::{names, yes};
use super::table::{Align, Align::Left, Align::Right, Table, Tabular};
use interlocks::analysis::conflicts::{Finding, explain};

impl Tabular for Finding {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("severity", Left),
        ("score", Right),
        ("rule", Left),
        ("people", Left),
        ("parties", Left),
        ("share", Right),
        ("deal", Left),
        ("date", Left),
        ("status", Left),
        ("days", Right),
        ("sure", Left),
        ("probability", Right),
        ("sources", Left),
    ];

    fn cells(&self) -> Vec<String> {
        let mut sources: Vec<&str> = self.evidence.iter().flat_map(|row| &row.sources).map(String::as_str).collect();
        sources.sort_unstable();
        sources.dedup();
        let days = match (self.days_min, self.days_max) {
            (Some(min), Some(max)) if min == max => min.to_string(),
            (min, max) => {
                let text = |day: Option<i64>| day.map_or_else(|| "?".to_owned(), |d| d.to_string());
                format!("{} to {}", text(min), text(max))
            }
        };
        vec![
            self.severity.as_str().to_owned(),
            format!("{:.2}", self.score),
            self.rule.as_str().to_owned(),
            names(&self.people),
            names(&self.parties),
            format!("{} of {}", self.parties.len(), self.deal.parties),
            self.deal.id.clone(),
            self.deal.date.clone(),
            self.deal.status.clone(),
            days,
            yes(self.certain),
            self.probability.map_or_else(String::new, |share| format!("{share:.4}")),
            sources.join("; "),
        ]
    }
}

/// A finding together with the sentences that tell it.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    #[serde(flatten)]
    pub finding: Finding,
    /// What the data shows.
    pub explanation: Vec<String>,
    /// What somebody would have to find out before printing anything.
    pub check: Vec<String>,
}

impl Explained {
    /// Tells a finding.
    pub fn of(finding: &Finding) -> Explained {
        let told = explain(finding);
        Explained { finding: finding.clone(), explanation: told.shows, check: told.check }
    }

    /// Findings with their sentences: two more columns, and a paragraph each for people.
    pub fn table(told: &[Explained]) -> Table {
        let rows = told.iter().map(Explained::cells).collect();
        let columns = [Finding::COLUMNS, &[("explanation", Left), ("check", Left)]].concat();
        let mut table = Table { columns, rows, ..Table::default() };
        table.prose = told.iter().map(Explained::paragraph).collect();
        table
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = self.finding.cells();
        cells.extend([self.explanation.join(" "), self.check.join("; ")]);
        cells
    }

    fn paragraph(&self) -> String {
        let Finding { severity, score, rule, certain, deal, .. } = &self.finding;
        let status = if deal.status.is_empty() { String::new() } else { format!(", {}", deal.status) };
        format!(
            "{} ({score:.2}) {}, {}, deal {}{status}: {} Check: {}.",
            severity.as_str(),
            rule.as_str(),
            yes(*certain),
            deal.id,
            self.explanation.join(" "),
            self.check.join("; ")
        )
    }
}
