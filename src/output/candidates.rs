//! Records that may be one person: a table to read, or a file of decisions to fill in.

use super::table::{Cell, Column, Table};
use interlocks::identity::{Explained, Record};

/// The rows of `resolve`.
#[derive(Clone, Copy, Debug)]
pub struct Candidates;

impl Candidates {
    /// Returns the pairs as a table for people, or as a file of decisions.
    pub fn table(rows: &[Explained], for_people: bool) -> Table {
        if for_people { to_read(rows) } else { decisions(rows) }
    }
}

fn to_read(rows: &[Explained]) -> Table {
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
    Table { columns, rows: rows.iter().map(cells).collect(), ..Table::default() }
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
    let features = features.iter().map(|reason| format!("{}: {} ({:+.1})", reason.feature, reason.level, reason.bits));
    let vetoes = row.vetoes.iter().map(|veto| format!("not merged: {}", veto.reason()));
    features.chain(vetoes).collect::<Vec<_>>().join("; ")
}

fn decisions(rows: &[Explained]) -> Table {
    let columns = [
        "id_a",
        "id_b",
        "decision",
        "probability",
        "who",
        "when",
        "why",
        "band",
        "name_a",
        "birth_a",
        "name_b",
        "birth_b",
        "bits",
        "reasons",
    ];
    let birth = |record: &Record| record.birth.as_ref().map(ToString::to_string).unwrap_or_default();
    let cells = |row: &Explained| -> Vec<Cell> {
        vec![
            row.a.id.as_str().into(),
            row.b.id.as_str().into(),
            "".into(),
            format!("{:.4}", row.probability).into(),
            "".into(),
            "".into(),
            "".into(),
            row.band.as_str().into(),
            row.a.name.as_str().into(),
            birth(&row.a).into(),
            row.b.name.as_str().into(),
            birth(&row.b).into(),
            format!("{:.3}", row.bits).into(),
            reasons(row).into(),
        ]
    };
    Table { columns: columns.map(Column::left).to_vec(), rows: rows.iter().map(cells).collect(), ..Table::default() }
}
