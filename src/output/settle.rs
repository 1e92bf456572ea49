//! The rows of `settle`.

use super::table::{Cell, Column, Tabular};
use super::wording::names;
use interlocks::settle::{FactRow, OpenFinding, OpenVerdict};
use interlocks_core::wording::counted;

/// The most findings, and the most verdicts, that a cell for people lists.
const SHOWN: usize = 3;

impl Tabular for FactRow {
    const COLUMNS: &'static [Column] = &[
        Column::right("decides"),
        Column::right("helps"),
        Column::left("kind"),
        Column::left("what").headed("fact to look up").essential(),
        Column::left("findings"),
        Column::left("verdicts"),
        Column::left("with").headed("only with"),
        Column::left("id"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut with: Vec<&str> = Vec::new();
        let findings = self.together.findings.iter().flat_map(|open| &open.with);
        for id in findings.chain(self.together.verdicts.iter().flat_map(|open| &open.with)) {
            if !with.contains(&id.as_str()) {
                with.push(id);
            }
        }
        let with: Vec<String> = with.into_iter().map(str::to_owned).collect();
        // What a fact decides alone comes first.
        let findings = self.findings.iter().chain(&self.together.findings).map(finding);
        let verdicts = self.verdicts.iter().chain(&self.together.verdicts).map(verdict);
        vec![
            self.decides.to_string().into(),
            self.helps.to_string().into(),
            self.fact.kind.as_str().into(),
            self.fact.what.as_str().into(),
            list(findings.collect()),
            list(verdicts.collect()),
            list(with),
            self.fact.id.as_str().into(),
        ]
    }
}

/// Writes a finding: `shared-director on d1 (Ann Lee)`.
fn finding(open: &OpenFinding) -> String {
    let who = if open.people.is_empty() { names(&open.parties) } else { names(&open.people) };
    format!("{} on {} ({})", open.rule.as_str(), open.deal, who.replace("; ", ", "))
}

/// Writes a verdict: `overboarding iss-ceo (Ann Lee)`.
fn verdict(open: &OpenVerdict) -> String {
    let subject: Vec<&str> = open.subject.iter().map(|one| one.name.as_str()).collect();
    format!("{} {} ({})", open.rule.as_str(), open.test, subject.join(", "))
}

/// Returns a list: all of it for programs, the beginning for people.
fn list(items: Vec<String>) -> Cell {
    let all = items.join("; ");
    match items.len().saturating_sub(SHOWN) {
        0 => all.into(),
        more => Cell::new(all, format!("{}; and {}", items[..SHOWN].join("; "), counted(more, "other"))),
    }
}
