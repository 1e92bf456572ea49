//! The rows of `backbone`: those of `pairs` with their probabilities.

use super::table::{Cell, Column, Tabular};
use interlocks::measures::backbone::BackboneTie;

impl Tabular for BackboneTie {
    const COLUMNS: &'static [Column] = &[
        Column::left("a"),
        Column::left("b").essential(),
        Column::right("shared"),
        Column::right("weight"),
        Column::right("expected"),
        Column::right("p"),
        Column::right("p_corrected").headed("p corrected"),
        Column::left("kinds"),
        Column::left("certain").headed("certainty"),
        Column::left("via"),
        Column::left("certain_days").headed("certain days"),
        Column::left("possible_days").headed("possible days"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = self.pair.cells();
        let expected = self.expected.map_or_else(String::new, |expected| format!("{expected:.4}"));
        cells.splice(4..4, [expected, probability(self.p), probability(self.p_corrected)].map(Cell::from));
        cells
    }
}

/// A probability with six decimals; below one in a thousand in scientific notation.
fn probability(p: f64) -> String {
    if p == 0.0 || p >= 1e-3 { format!("{p:.6}") } else { format!("{p:.3e}") }
}
