//! The rows of `screen`.

use super::cell::Cell;
use super::row::{Row as RowOfTable, Tabular};
use super::table::Column;
use super::wording::{first_day, last_day, sources};
use interlocks::screens::{Count, Row};

impl Tabular for Row {
    const COLUMNS: &'static [Column] = &[
        Column::left("verdict"),
        Column::flag("certain").headed("certainty"),
        Column::left("rule").essential(),
        Column::left("test"),
        Column::id("people_ids"),
        Column::left("people_names").headed("people").essential(),
        Column::id("companies_ids"),
        Column::left("companies_names").headed("companies"),
        Column::left("from").headed("first day"),
        Column::left("to").headed("last day"),
        Column::left("reason"),
        Column::left("missing"),
        Column::left("sources"),
    ];

    fn fields(&self, row: &mut RowOfTable<'_>) {
        let span = self.spells.hull();
        row.text(self.verdict.as_str());
        row.certain(self.certain);
        row.text(self.rule.as_str());
        row.text(&self.test);
        row.all_named(&self.people);
        row.all_named(&self.companies);
        row.cell(|| span.map_or_else(Cell::default, first_day));
        row.cell(|| span.map_or_else(Cell::default, last_day));
        row.text(&self.reason);
        row.list(self.missing.iter().map(String::as_str));
        row.cell(|| sources(&self.evidence));
    }
}

impl Tabular for Count {
    const COLUMNS: &'static [Column] = &[
        Column::left("rule"),
        Column::count("breach"),
        Column::count("possible").headed("of which possible"),
        Column::count("above_policy").headed("above policy"),
        Column::count("watch"),
        Column::count("unknown"),
        Column::count("clear"),
    ];

    fn fields(&self, row: &mut RowOfTable<'_>) {
        row.text(self.rule.as_str());
        for count in [self.breach, self.possible, self.above_policy, self.watch, self.unknown, self.clear] {
            row.cell(|| count.to_string());
        }
    }
}
