//! The rows of `backbone`: those of `pairs` with their probabilities.

use super::cell::Cell;
use super::row::{Row, Tabular};
use super::rows::{OfPeople, first_fields, last_fields};
use super::table::Column;
use interlocks::analysis::pairs::Link;
use interlocks::measures::backbone::BackboneTie;

/// Returns the columns of ties. `ids`, `names` and `kinds` are those of what the two share.
const fn columns(ids: &'static str, names: &'static str, kinds: &'static str) -> [Column; 16] {
    [
        Column::id("a_id"),
        Column::left("a_name").headed("a"),
        Column::id("b_id"),
        Column::left("b_name").headed("b").essential(),
        Column::count("shared"),
        Column::right("weight"),
        Column::right("expected"),
        Column::right("p"),
        Column::right("p_corrected").headed("p corrected"),
        Column::left("kinds"),
        Column::flag("certain").headed("certainty"),
        Column::id(ids),
        Column::left(names).headed("via"),
        Column::left(kinds).for_programs(),
        Column::left("certain_days").headed("certain days"),
        Column::left("possible_days").headed("possible days"),
    ]
}

fn fields(tie: &BackboneTie, links: &[Link], row: &mut Row<'_>) {
    first_fields(&tie.pair, row);
    row.cell(|| tie.expected.map_or_else(Cell::default, |value| Cell::new(value.to_string(), format!("{value:.4}"))));
    for p in [tie.p, tie.p_corrected] {
        row.cell(|| Cell::new(p.to_string(), probability(p)));
    }
    last_fields(&tie.pair, links, row);
}

impl Tabular for BackboneTie {
    const COLUMNS: &'static [Column] = &columns("people_ids", "people_names", "people_kinds");

    fn fields(&self, row: &mut Row<'_>) {
        fields(self, &self.pair.people, row);
    }
}

impl Tabular for OfPeople<BackboneTie> {
    const COLUMNS: &'static [Column] = &columns("companies_ids", "companies_names", "companies_kinds");

    fn fields(&self, row: &mut Row<'_>) {
        fields(&self.0, &self.0.pair.companies, row);
    }
}

/// A probability with six decimals; below one in a thousand in scientific notation.
fn probability(p: f64) -> String {
    if p == 0.0 || p >= 1e-3 { format!("{p:.6}") } else { format!("{p:.3e}") }
}
