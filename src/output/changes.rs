//! The table of `diff` and `whatif`, and the rows of `watch`.

use super::table::{Cell, Column, Table, Tabular};
use super::wording::{certainty, names};
use interlocks::analysis::Named;
use interlocks::analysis::conflicts::Severity;
use interlocks::changes::diff::{Alteration, Cause, Changes, KindCount, Row};
use interlocks::changes::watch::{News, NewsGroup, RuleNews};
use interlocks::screens::Verdict;
use interlocks_core::wording::counted;

/// The kind of row: seat, tie, deal, pair, conflict or screen.
const TYPE: Column = Column::left("what").headed("type");

/// Returns one table of everything that was added, removed or changed.
pub fn changes_table(changes: &Changes) -> Table {
    const COLUMNS: [Column; 6] = [
        Column::left("change"),
        TYPE,
        Column::left("from").essential(),
        Column::left("to").essential(),
        Column::left("detail"),
        Column::left("cause"),
    ];
    let mut table = Table { columns: COLUMNS.to_vec(), ..Table::default() };
    for (change, rows) in [("added", &changes.added), ("removed", &changes.removed)] {
        table.rows.extend(rows.iter().map(|row| line(change, &row.row, detail(&row.row), &row.cause)));
    }
    table.rows.extend(changes.changed.iter().map(|row| line("changed", &row.after, altered(row), &row.cause)));
    table
}

fn line(change: &str, row: &Row, detail: String, cause: &[Cause]) -> Vec<Cell> {
    let (kind, from, to) = match row {
        Row::Seat(seat) => ("seat", seat.person.name.clone(), seat.company.name.clone()),
        Row::Tie(tie) => ("tie", tie.from.name.clone(), tie.to.name.clone()),
        Row::Deal(deal) => ("deal", names(&deal.parties), String::new()),
        Row::Pair(pair) => ("pair", pair.a.name.clone(), pair.b.name.clone()),
        Row::Conflict(finding) => ("conflict", names(&finding.people), names(&finding.parties)),
        Row::Screen(row) => ("screen", names(&row.people), names(&row.companies)),
    };
    let cause = cause.iter().map(cause_text).collect::<Vec<String>>().join("; ");
    [change.to_owned(), kind.to_owned(), from, to, detail, cause].map(Cell::from).to_vec()
}

impl Tabular for KindCount {
    const COLUMNS: &'static [Column] =
        &[TYPE, Column::right("added"), Column::right("removed"), Column::right("changed")];

    fn cells(&self) -> Vec<Cell> {
        let counts = [self.added, self.removed, self.changed];
        std::iter::once(self.what.as_str().into()).chain(counts.map(|count| count.to_string().into())).collect()
    }
}

impl Tabular for News {
    const COLUMNS: &'static [Column] = &[
        Column::left("watched"),
        Column::left("change"),
        TYPE,
        Column::left("people"),
        Column::left("companies"),
        Column::left("detail"),
        Column::left("why"),
        Column::left("cause"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![Cell::from(names(&self.watched))];
        let why = match &self.row {
            Row::Conflict(finding) => finding.text.clone(),
            Row::Screen(row) => row.reason.clone(),
            Row::Seat(_) | Row::Tie(_) | Row::Deal(_) | Row::Pair(_) => String::new(),
        };
        cells.extend(line(self.change.unwrap_or_default(), &self.row, detail(&self.row), &self.cause));
        cells.insert(cells.len() - 1, why.into());
        cells
    }
}

impl Tabular for NewsGroup {
    const COLUMNS: &'static [Column] = &[
        Column::left("watched"),
        Column::left("change"),
        Column::left("people").essential(),
        Column::left("companies"),
        Column::left("deal"),
        Column::left("severity"),
        Column::left("verdict"),
        Column::left("rules").essential(),
        Column::left("why"),
        Column::left("cause"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let rules: Vec<String> = self.rules.iter().map(rule_in_short).collect();
        let cause = self.cause.iter().map(cause_text).collect::<Vec<String>>().join("; ");
        let texts: Vec<&str> = self.rules.iter().map(|rule| rule.text.as_str()).collect();
        // A reader needs the gravest reason; --each-rule gives all.
        let why = match texts.as_slice() {
            [] => Cell::default(),
            [one] => (*one).into(),
            [first, rest @ ..] => {
                Cell::new(texts.join(" "), format!("{first} (and {})", counted(rest.len(), "more rule")))
            }
        };
        vec![
            names(&self.watched).into(),
            self.change.unwrap_or_default().into(),
            names(&self.people).into(),
            names(&self.companies).into(),
            self.deal.as_deref().unwrap_or_default().into(),
            self.severity.map_or("", Severity::as_str).into(),
            self.verdict.map_or("", Verdict::as_str).into(),
            rules.join("; ").into(),
            why,
            cause.into(),
        ]
    }
}

/// Returns a rule with its severity or verdict: `shared-director medium`, `independence uk-code-10 breach (possible)`.
fn rule_in_short(rule: &RuleNews) -> String {
    let grade = rule.severity.map(Severity::as_str).or(rule.verdict.map(Verdict::as_str));
    let words = std::iter::once(rule.rule.as_str()).chain(rule.test.as_deref()).chain(grade);
    let possible = (!rule.certain).then_some("(possible)");
    words.chain(possible).collect::<Vec<&str>>().join(" ")
}

/// Returns further details of a row.
fn detail(row: &Row) -> String {
    match row {
        Row::Seat(seat) => {
            let role = if seat.role.is_empty() { "director" } else { &seat.role };
            format!("{role}, {}", term(&seat.start, &seat.end, seat.end_status))
        }
        Row::Tie(tie) => format!("{}, {}", tie.relation, term(&tie.start, &tie.end, tie.end_status)),
        Row::Deal(deal) => {
            let status = if deal.status.is_empty() { String::new() } else { format!(" ({})", deal.status) };
            format!("{} {}{status} {}", deal.id, deal.kind, deal.date.as_deref().unwrap_or("undated"))
        }
        Row::Pair(pair) => {
            let kinds: Vec<&str> = pair.kinds.iter().map(|kind| kind.as_str()).collect();
            let people: Vec<&str> = pair.people.iter().map(|link| link.name.as_str()).collect();
            let directors = if pair.shared == 1 { "director" } else { "directors" };
            format!("{} shared {directors}: {} ({})", pair.shared, people.join("; "), kinds.join("; "))
        }
        Row::Conflict(finding) => {
            let deal = &finding.deal;
            let status = if deal.status.is_empty() { String::new() } else { format!(" ({})", deal.status) };
            format!("{} {} {}{status}", finding.severity.as_str(), finding.rule.as_str(), deal.id)
        }
        Row::Screen(row) => {
            format!("{}, {}: {} {}", row.verdict.as_str(), certainty(row.certain), row.rule.as_str(), row.test)
        }
    }
}

/// Returns the dates of a seat or tie as stated: `2011-06 to 2019-05`, `since 2011-06`, `until 2019-05`.
fn term(start: &Option<String>, end: &Option<String>, end_status: &str) -> String {
    let end = end.as_deref();
    match (start.as_deref(), end) {
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) if end_status == "unknown" => format!("from {start}, end unknown"),
        (Some(start), None) => format!("since {start}"),
        (None, Some(end)) => format!("start unknown, to {end}"),
        (None, None) if end_status == "unknown" => "dates unknown".to_owned(),
        (None, None) => "start unknown, still running".to_owned(),
    }
}

/// Returns what differs in a row, and the row before and after.
fn altered(row: &Alteration) -> String {
    let (before, after) = (detail(&row.before), detail(&row.after));
    let differs = row.differs.join(", ");
    if before == after { format!("{after}: {differs}") } else { format!("{before} -> {after}: {differs}") }
}

fn cause_text(cause: &Cause) -> String {
    let name = |named: &Option<Named>| named.as_ref().map_or(String::new(), |named| named.name.clone());
    let (from, to) = (name(&cause.from), name(&cause.to));
    match cause.kind {
        "seat" => format!("seat {}: {from} as {} of {to}", cause.change, cause.relation),
        "tie" => format!("tie {}: {from} {} {to}", cause.change, cause.relation),
        "identity" => {
            let [a, b] = [&cause.from, &cause.to].map(record);
            match (cause.change, cause.relation.as_str()) {
                ("same", kind) => format!("{a} and {b} as one {kind}"),
                (_, "company") => format!("{a} and {b} as two companies"),
                _ => format!("{a} and {b} as two people"),
            }
        }
        _ => format!("{} {}: {}", cause.kind, cause.change, cause.id),
    }
}

/// Returns the id of a record with its name: `A3 (John Smith)`.
fn record(named: &Option<Named>) -> String {
    match named {
        Some(Named { id, name }) if id != name => format!("{id} ({name})"),
        Some(Named { id, .. }) => id.clone(),
        None => String::new(),
    }
}
