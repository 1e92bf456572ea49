//! The rows of `settle`.

use super::cell::Cell;
use super::row::{Row, Tabular};
use super::table::Column;
use super::wording::names;
use interlocks::settle::{FactRow, OpenFinding, OpenVerdict};
use interlocks_core::wording::counted;

/// The most findings, and the most verdicts, that a cell for people lists.
const SHOWN: usize = 3;

impl Tabular for FactRow {
    const COLUMNS: &'static [Column] = &[
        Column::count("decides"),
        Column::count("helps"),
        Column::left("fact_kind").headed("kind"),
        Column::left("fact_what").headed("fact to look up").essential(),
        Column::left("findings"),
        Column::left("verdicts"),
        Column::left("with").headed("only with"),
        Column::left("fact_id").headed("id"),
    ];

    fn fields(&self, row: &mut Row<'_>) {
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
        row.cell(|| self.decides.to_string());
        row.cell(|| self.helps.to_string());
        row.text(self.fact.kind.as_str());
        row.text(&self.fact.what);
        row.cell(|| list(findings.collect()));
        row.cell(|| list(verdicts.collect()));
        row.cell(|| list(with));
        row.text(&self.fact.id);
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
