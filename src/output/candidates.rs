//! Records that may be one person: a table to read, or a file of decisions to fill in.

use serde::Serialize;

use super::cell::Cell;
use super::row::{Row, Tabular};
use super::table::{Column, Table};
use std::fmt::Write;

use interlocks::identity::{Explained, Record};

/// Returns pairs as a table for people to read. As rows of a program they are a file of decisions.
pub fn candidates_to_read(rows: &[Explained]) -> Table {
    let columns = vec![
        Column::right("probability"),
        Column::left("band"),
        Column::left("a").essential(),
        Column::left("b").essential(),
        Column::left("reasons"),
    ];
    let cells = |row: &Explained| -> Vec<Cell> {
        vec![
            format!("{:.4}", row.probability).into(),
            row.band.as_str().into(),
            shown(&row.a).into(),
            shown(&row.b).into(),
            reasons(row).into(),
        ]
    };
    let mut table = Table { columns, rows: rows.iter().map(cells).collect(), ..Table::default() };
    if rows.iter().any(|row| row.impact.is_some()) {
        table.columns.insert(2, Column::count("impact"));
        table.rows.iter_mut().zip(rows).for_each(|(cells, row)| cells.insert(2, impact(row)));
    }
    table
}

fn impact(row: &Explained) -> Cell {
    row.impact.map(|impact| impact.to_string()).unwrap_or_default().into()
}

fn shown(record: &Record) -> String {
    format!("{} ({}{})", record.name, record.id, record.begin.remark())
}

/// Returns the features that speak for or against, the strongest first, then the vetoes.
fn reasons(row: &Explained) -> String {
    let mut features: Vec<_> =
        row.features.iter().filter(|reason| reason.feature != "prior" && reason.bits.abs() >= 0.5).collect();
    features.sort_by(|a, b| b.bits.abs().total_cmp(&a.bits.abs()));
    let mut text = String::new();
    let separator = |text: &String| if text.is_empty() { "" } else { "; " };
    for reason in features {
        let separator = separator(&text);
        // Writing to a string cannot fail.
        _ = write!(text, "{separator}{}: {} ({:+.1})", reason.feature, reason.level, reason.bits);
    }
    for veto in &row.vetoes {
        text.push_str(separator(&text));
        text.push_str("not merged: ");
        text.push_str(veto.reason());
    }
    text
}

/// Returns the columns of a file of decisions, which is filled in by hand, and of what helps to decide. The day on which a record
/// begins is a birth or a foundation.
const fn columns(begin_a: &'static str, begin_b: &'static str) -> [Column; 15] {
    [
        Column::left("id_a"),
        Column::left("id_b"),
        Column::left("decision"),
        Column::left("probability"),
        Column::left("who"),
        Column::left("when"),
        Column::left("why"),
        Column::left("band"),
        Column::left("name_a"),
        Column::left(begin_a),
        Column::left("name_b"),
        Column::left(begin_b),
        Column::left("bits"),
        Column::left("reasons"),
        Column::count("impact"),
    ]
}

const COLUMNS: &[Column] = &columns("birth_a", "birth_b");
const COMPANY_COLUMNS: &[Column] = &columns("founded_a", "founded_b");

/// Without the impact, which nobody has asked for.
impl Tabular for Explained {
    const COLUMNS: &'static [Column] = COLUMNS.split_at(COLUMNS.len() - 1).0;

    fn fields(&self, row: &mut Row<'_>) {
        let begin = |record: &Record| record.begin.date().map(ToString::to_string).unwrap_or_default();
        row.text(&self.a.id);
        row.text(&self.b.id);
        row.text("");
        row.cell(|| format!("{:.4}", self.probability));
        // Who, when and why are for the person who decides.
        for _ in 0..3 {
            row.text("");
        }
        row.text(self.band.as_str());
        for record in [&self.a, &self.b] {
            row.text(&record.name);
            row.cell(|| begin(record));
        }
        row.cell(|| format!("{:.3}", self.bits));
        row.cell(|| reasons(self));
    }
}

/// A pair with its impact.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct WithImpact(pub Explained);

impl Tabular for WithImpact {
    const COLUMNS: &'static [Column] = COLUMNS;

    fn fields(&self, row: &mut Row<'_>) {
        self.0.fields(row);
        row.cell(|| impact(&self.0));
    }
}

/// A pair of companies.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct OfCompanies<T>(pub T);

impl Tabular for OfCompanies<Explained> {
    const COLUMNS: &'static [Column] = COMPANY_COLUMNS.split_at(COMPANY_COLUMNS.len() - 1).0;

    fn fields(&self, row: &mut Row<'_>) {
        self.0.fields(row);
    }
}

impl Tabular for OfCompanies<WithImpact> {
    const COLUMNS: &'static [Column] = COMPANY_COLUMNS;

    fn fields(&self, row: &mut Row<'_>) {
        self.0.fields(row);
    }
}
