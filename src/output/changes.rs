//! How what differs between two graphs reads as a table.

use super::rows::names;
use super::table::{Align, Align::Left, Table, Tabular};
use interlocks::changes::diff::{Alteration, Cause, Changes, Row};
use interlocks::changes::watch::News;

/// One table of all that was added, removed and changed.
pub fn changes_table(changes: &Changes) -> Table {
    let columns = ["change", "what", "from", "to", "detail", "cause"].map(|name| (name, Left)).to_vec();
    let mut table = Table { columns, ..Table::default() };
    for (change, rows) in [("added", &changes.added), ("removed", &changes.removed)] {
        table.rows.extend(rows.iter().map(|row| line(change, &row.row, detail(&row.row), &row.cause)));
    }
    table.rows.extend(changes.changed.iter().map(|row| line("changed", &row.after, altered(row), &row.cause)));
    table
}

fn line(change: &str, row: &Row, detail: String, cause: &[Cause]) -> Vec<String> {
    let (what, from, to) = match row {
        Row::Seat(seat) => ("seat", seat.person.name.clone(), seat.company.name.clone()),
        Row::Tie(tie) => ("tie", tie.from.name.clone(), tie.to.name.clone()),
        Row::Deal(deal) => ("deal", names(&deal.parties), String::new()),
        Row::Pair(pair) => ("pair", pair.a.name.clone(), pair.b.name.clone()),
        Row::Conflict(finding) => ("conflict", names(&finding.people), names(&finding.parties)),
        Row::Screen(row) => ("screen", names(&row.people), names(&row.companies)),
    };
    let cause = cause.iter().map(cause_words).collect::<Vec<String>>().join("; ");
    vec![change.to_owned(), what.to_owned(), from, to, detail, cause]
}

impl Tabular for News {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("watched", Left),
        ("change", Left),
        ("what", Left),
        ("people", Left),
        ("companies", Left),
        ("detail", Left),
        ("why", Left),
        ("cause", Left),
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![names(&self.watched)];
        let why = match &self.row {
            Row::Conflict(finding) => finding.text.clone(),
            Row::Screen(row) => row.reason.clone(),
            Row::Seat(_) | Row::Tie(_) | Row::Deal(_) | Row::Pair(_) => String::new(),
        };
        cells.extend(line(self.change.unwrap_or_default(), &self.row, detail(&self.row), &self.cause));
        cells.insert(cells.len() - 1, why);
        cells
    }
}

/// What else is to be said of a row.
fn detail(row: &Row) -> String {
    let days = |start: &Option<String>, end: &Option<String>, status: &str| {
        let end = end.as_deref().unwrap_or(if status == "unknown" { "?" } else { ".." });
        format!("{}/{end}", start.as_deref().unwrap_or("?"))
    };
    match row {
        Row::Seat(seat) => {
            let role = if seat.role.is_empty() { "director" } else { &seat.role };
            format!("{role} {}", days(&seat.start, &seat.end, seat.end_status))
        }
        Row::Tie(tie) => format!("{} {}", tie.relation, days(&tie.start, &tie.end, tie.end_status)),
        Row::Deal(deal) => {
            let status = if deal.status.is_empty() { String::new() } else { format!(" ({})", deal.status) };
            format!("{} {}{status} {}", deal.id, deal.kind, deal.date.as_deref().unwrap_or("undated"))
        }
        Row::Pair(pair) => {
            let kinds: Vec<&str> = pair.kinds.iter().map(|kind| kind.as_str()).collect();
            let people: Vec<&str> = pair.people.iter().map(|link| link.name.as_str()).collect();
            format!("{} shared: {} ({})", pair.shared, people.join("; "), kinds.join("; "))
        }
        Row::Conflict(finding) => {
            let deal = &finding.deal;
            let status = if deal.status.is_empty() { String::new() } else { format!(" ({})", deal.status) };
            format!("{} {} {}{status}", finding.severity.as_str(), finding.rule.as_str(), deal.id)
        }
        Row::Screen(row) => {
            let sure = if row.certain { "" } else { ", possible" };
            format!("{}{sure}: {} {}", row.verdict.as_str(), row.rule.as_str(), row.test)
        }
    }
}

/// What differs in a row, and the row before and after.
fn altered(row: &Alteration) -> String {
    let (before, after) = (detail(&row.before), detail(&row.after));
    let differs = row.differs.join(", ");
    if before == after { format!("{after}: {differs}") } else { format!("{before} -> {after}: {differs}") }
}

fn cause_words(cause: &Cause) -> String {
    let name =
        |named: &Option<interlocks::analysis::Named>| named.as_ref().map_or(String::new(), |named| named.name.clone());
    let (from, to) = (name(&cause.from), name(&cause.to));
    match cause.kind {
        "seat" => format!("{}: {from} as {} of {to}", cause.change, cause.relation),
        "tie" => format!("{}: {from} {} {to}", cause.change, cause.relation),
        _ => format!("{}: {} {}", cause.change, cause.kind, cause.id),
    }
}
