//! The table of `diff` and `whatif`, and the rows of `watch`.

use super::cell::Cell;
use super::row::{Row as RowOfTable, Tabular};
use super::table::{Column, Table};
use super::wording::certainty;
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
    let mut lines: Vec<ChangeLine<'_>> = Vec::new();
    for (change, rows) in [("added", &changes.added), ("removed", &changes.removed)] {
        lines.extend(rows.iter().map(|row| ChangeLine::new(change, &row.row, detail(&row.row), &row.cause)));
    }
    lines.extend(changes.changed.iter().map(|row| ChangeLine::new("changed", &row.after, altered(row), &row.cause)));
    Table::from_rows(&lines)
}

/// A row that was added, removed or changed.
struct ChangeLine<'a> {
    change: &'a str,
    what: &'static str,
    /// The people, for a pair the one company, for a deal the parties.
    from: Vec<&'a Named>,
    /// The companies.
    to: Vec<&'a Named>,
    detail: String,
    cause: &'a [Cause],
}

impl<'a> ChangeLine<'a> {
    fn new(change: &'a str, row: &'a Row, detail: String, cause: &'a [Cause]) -> ChangeLine<'a> {
        let (what, from, to) = match row {
            Row::Seat(seat) => ("seat", vec![&seat.person], vec![&seat.company]),
            Row::Tie(tie) => ("tie", vec![&tie.from], vec![&tie.to]),
            Row::Deal(deal) => ("deal", deal.parties.iter().collect(), Vec::new()),
            Row::Pair(pair) => ("pair", vec![&pair.a], vec![&pair.b]),
            Row::Conflict(finding) => ("conflict", finding.people.iter().collect(), finding.parties.iter().collect()),
            Row::Screen(row) => ("screen", row.people.iter().collect(), row.companies.iter().collect()),
        };
        ChangeLine { change, what, from, to, detail, cause }
    }

    /// Gives the fields up to the detail.
    fn first_fields(&self, row: &mut RowOfTable<'_>) {
        row.text(self.change);
        row.text(self.what);
        row.all_named(self.from.iter().copied());
        row.all_named(self.to.iter().copied());
        row.text(&self.detail);
    }
}

impl Tabular for ChangeLine<'_> {
    const COLUMNS: &'static [Column] = &[
        Column::left("change"),
        TYPE,
        Column::id("from_ids"),
        Column::left("from_names").headed("from").essential(),
        Column::id("to_ids"),
        Column::left("to_names").headed("to").essential(),
        Column::left("detail"),
        Column::left("cause"),
    ];

    fn fields(&self, row: &mut RowOfTable<'_>) {
        self.first_fields(row);
        row.cell(|| causes(self.cause));
    }
}

fn causes(causes: &[Cause]) -> String {
    causes.iter().map(cause_text).collect::<Vec<String>>().join("; ")
}

impl Tabular for KindCount {
    const COLUMNS: &'static [Column] =
        &[TYPE, Column::count("added"), Column::count("removed"), Column::count("changed")];

    fn fields(&self, row: &mut RowOfTable<'_>) {
        row.text(self.what.as_str());
        for count in [self.added, self.removed, self.changed] {
            row.cell(|| count.to_string());
        }
    }
}

impl Tabular for News {
    const COLUMNS: &'static [Column] = &[
        Column::id("watched_ids"),
        Column::left("watched_names").headed("watched"),
        Column::left("change"),
        TYPE,
        Column::id("people_ids"),
        Column::left("people_names").headed("people"),
        Column::id("companies_ids"),
        Column::left("companies_names").headed("companies"),
        Column::left("detail"),
        Column::left("why"),
        Column::left("cause"),
    ];

    fn fields(&self, row: &mut RowOfTable<'_>) {
        row.all_named(&self.watched);
        let change = self.change.unwrap_or_default();
        ChangeLine::new(change, &self.row, detail(&self.row), &self.cause).first_fields(row);
        row.text(match &self.row {
            Row::Conflict(finding) => &finding.text,
            Row::Screen(row) => &row.reason,
            Row::Seat(_) | Row::Tie(_) | Row::Deal(_) | Row::Pair(_) => "",
        });
        row.cell(|| causes(&self.cause));
    }
}

impl Tabular for NewsGroup {
    const COLUMNS: &'static [Column] = &[
        Column::id("watched_ids"),
        Column::left("watched_names").headed("watched"),
        Column::left("change"),
        Column::id("people_ids"),
        Column::left("people_names").headed("people").essential(),
        Column::id("companies_ids"),
        Column::left("companies_names").headed("companies"),
        Column::left("deal"),
        Column::left("severity"),
        Column::left("verdict"),
        Column::left("rules").essential(),
        Column::left("why"),
        Column::left("cause"),
    ];

    fn fields(&self, row: &mut RowOfTable<'_>) {
        row.all_named(&self.watched);
        row.optional(self.change);
        row.all_named(&self.people);
        row.all_named(&self.companies);
        row.optional(self.deal.as_deref());
        row.text(self.severity.map_or("", Severity::as_str));
        row.text(self.verdict.map_or("", Verdict::as_str));
        row.cell(|| self.rules.iter().map(rule_in_short).collect::<Vec<String>>().join("; "));
        row.cell(|| why(&self.rules));
        row.cell(|| causes(&self.cause));
    }
}

/// Returns the reasons. A reader needs the gravest one; --each-rule gives all.
fn why(rules: &[RuleNews]) -> Cell {
    let texts: Vec<&str> = rules.iter().map(|rule| rule.text.as_str()).collect();
    match texts.as_slice() {
        [] => Cell::default(),
        [one] => (*one).into(),
        [first, rest @ ..] => Cell::new(texts.join(" "), format!("{first} (and {})", counted(rest.len(), "more rule"))),
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
