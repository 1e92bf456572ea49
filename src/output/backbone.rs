//! How pairs that are more than chance read as rows of a table: those of pairs, and their chances.

use super::table::{Align, Align::Left, Align::Right, Tabular};
use interlocks::measures::backbone::BackboneTie;

impl Tabular for BackboneTie {
    const COLUMNS: &'static [(&'static str, Align)] = &[
        ("a", Left),
        ("b", Left),
        ("shared", Right),
        ("weight", Right),
        ("expected", Right),
        ("p", Right),
        ("p_corrected", Right),
        ("kinds", Left),
        ("sure", Left),
        ("through", Left),
        ("certain", Left),
        ("possible", Left),
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = self.pair.cells();
        let expected = self.expected.map_or_else(String::new, |expected| format!("{expected:.4}"));
        cells.splice(4..4, [expected, chance(self.p), chance(self.p_corrected)]);
        cells
    }
}

/// Six digits after the point; what is less than one in a thousand by its power of ten.
fn chance(p: f64) -> String {
    if p == 0.0 || p >= 1e-3 { format!("{p:.6}") } else { format!("{p:.3e}") }
}
