//! The rows of `screen`.

use super::table::{Cell, Column, Tabular};
use super::wording::{certain_cell, first_day, last_day, names, sources};
use interlocks::screens::{Count, Row};

impl Tabular for Row {
    const COLUMNS: &'static [Column] = &[
        Column::left("verdict"),
        Column::left("certain").headed("certainty"),
        Column::left("rule").essential(),
        Column::left("test"),
        Column::left("people").essential(),
        Column::left("companies"),
        Column::left("from").headed("first day"),
        Column::left("to").headed("last day"),
        Column::left("reason"),
        Column::left("missing"),
        Column::left("sources"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let span = self.spells.hull();
        vec![
            self.verdict.as_str().into(),
            certain_cell(self.certain),
            self.rule.as_str().into(),
            self.test.as_str().into(),
            names(&self.people).into(),
            names(&self.companies).into(),
            span.map_or_else(Cell::default, first_day),
            span.map_or_else(Cell::default, last_day),
            self.reason.as_str().into(),
            self.missing.join("; ").into(),
            sources(&self.evidence).into(),
        ]
    }
}

impl Tabular for Count {
    const COLUMNS: &'static [Column] = &[
        Column::left("rule"),
        Column::right("breach"),
        Column::right("possible").headed("of which possible"),
        Column::right("above_policy").headed("above policy"),
        Column::right("watch"),
        Column::right("unknown"),
        Column::right("clear"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let counts = [self.breach, self.possible, self.above_policy, self.watch, self.unknown, self.clear];
        std::iter::once(self.rule.as_str().into()).chain(counts.map(|count| count.to_string().into())).collect()
    }
}
