//! Records that may be one person: a table to read, or a file of decisions to fill in.

use serde::Serialize;

use super::table::{Cell, Column, Table, Tabular};
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
        table.columns.insert(2, Column::right("impact"));
        table.rows.iter_mut().zip(rows).for_each(|(cells, row)| cells.insert(2, impact(row)));
    }
    table
}

fn impact(row: &Explained) -> Cell {
    row.impact.map(|impact| impact.to_string()).unwrap_or_default().into()
}

fn shown(record: &Record) -> String {
    let birth = record.birth.as_ref().map_or_else(String::new, |birth| format!(", born {birth}"));
    format!("{} ({}{birth})", record.name, record.id)
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

/// The columns of a file of decisions, which is filled in by hand, and of what helps to decide.
const COLUMNS: &[Column] = &[
    Column::left("id_a"),
    Column::left("id_b"),
    Column::left("decision"),
    Column::left("probability"),
    Column::left("who"),
    Column::left("when"),
    Column::left("why"),
    Column::left("band"),
    Column::left("name_a"),
    Column::left("birth_a"),
    Column::left("name_b"),
    Column::left("birth_b"),
    Column::left("bits"),
    Column::left("reasons"),
    Column::right("impact"),
];

/// Without the impact, which nobody has asked for.
impl Tabular for Explained {
    const COLUMNS: &'static [Column] = COLUMNS.split_at(COLUMNS.len() - 1).0;

    fn cells(&self) -> Vec<Cell> {
        let birth = |record: &Record| record.birth.as_ref().map(ToString::to_string).unwrap_or_default();
        vec![
            self.a.id.as_str().into(),
            self.b.id.as_str().into(),
            "".into(),
            format!("{:.4}", self.probability).into(),
            "".into(),
            "".into(),
            "".into(),
            self.band.as_str().into(),
            self.a.name.as_str().into(),
            birth(&self.a).into(),
            self.b.name.as_str().into(),
            birth(&self.b).into(),
            format!("{:.3}", self.bits).into(),
            reasons(self).into(),
        ]
    }
}

/// A pair with its impact.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct WithImpact(pub Explained);

impl Tabular for WithImpact {
    const COLUMNS: &'static [Column] = COLUMNS;

    fn cells(&self) -> Vec<Cell> {
        let mut cells = self.0.cells();
        cells.push(impact(&self.0));
        cells
    }
}
