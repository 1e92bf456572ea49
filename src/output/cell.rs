//! A value of a table, for programs and for people.

use std::borrow::Cow;
use std::fmt::Write;

use interlocks::model::{DaySet, DaySpan};
use interlocks_core::wording::first_to_last;

/// A cell: a value for programs, and where people need another text, that text. Each is put into words only when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell(Content);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Content {
    /// One text for both.
    Text(String),
    /// A text for programs and one for people.
    Texts(String, String),
    /// Spells; see [`Cell::days`].
    Days(DaySet),
}

impl Default for Cell {
    fn default() -> Cell {
        Cell(Content::Text(String::new()))
    }
}

impl Cell {
    /// A cell with a value for CSV and a text for people.
    pub fn new(value: impl Into<String>, shown: impl Into<String>) -> Cell {
        Cell(Content::Texts(value.into(), shown.into()))
    }

    /// A number: all digits in CSV, six significant digits for people.
    pub fn number(value: f64) -> Cell {
        let value = unsigned_zero(value);
        Cell::new(value.to_string(), significant(value))
    }

    /// Spells: `2011-06-30/2019-05-30; 2020-01-01/..` for programs, where the end is the first day after;
    /// `2011-06-30 to 2019-05-29; since 2020-01-01` for people.
    pub fn days(spells: DaySet) -> Cell {
        Cell(Content::Days(spells))
    }

    /// The text in CSV.
    pub fn value(&self) -> Cow<'_, str> {
        match &self.0 {
            Content::Text(text) | Content::Texts(text, _) => text.into(),
            Content::Days(days) => written(|text| write_spells(days, text)).into(),
        }
    }

    /// The text in tables for people.
    pub fn shown(&self) -> Cow<'_, str> {
        match &self.0 {
            Content::Text(text) | Content::Texts(_, text) => text.into(),
            Content::Days(days) => {
                written(|text| write_each(days, text, |span, text| text.write_str(&first_to_last(span)))).into()
            }
        }
    }
}

/// Writes spells for programs; see [`Cell::days`].
pub(super) fn write_spells(days: &DaySet, out: &mut impl Write) {
    write_each(days, out, |span, out| write!(out, "{}/{}", span.from, span.to));
}

/// Writes spells, joined by `; `, to memory.
fn write_each<W: Write>(days: &DaySet, out: &mut W, write: impl Fn(&DaySpan, &mut W) -> std::fmt::Result) {
    for (at, span) in days.as_slice().iter().enumerate() {
        // Writing to memory cannot fail.
        _ = if at > 0 { out.write_str("; ") } else { Ok(()) };
        _ = write(span, out);
    }
}

/// Returns what a function writes.
fn written(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}

impl From<String> for Cell {
    fn from(value: String) -> Cell {
        Cell(Content::Text(value))
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Cell {
        Cell::from(value.to_owned())
    }
}

/// Returns 0 for minus zero, which a sum of nothing is, and every other number unchanged.
pub(super) fn unsigned_zero(value: f64) -> f64 {
    value + 0.0
}

/// A number with six significant digits; all digits before the point are kept, and so are whole numbers.
pub(super) fn significant(value: f64) -> String {
    const DIGITS: i32 = 6;
    if value.fract() == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    let magnitude = value.abs().log10().floor() as i32;
    if magnitude < -4 {
        return format!("{value:.3e}");
    }
    let decimals = (DIGITS - 1 - magnitude).max(0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_read_six_significant_digits_and_programs_all() {
        for (value, shown) in [
            (736.466_666_666_7, "736.467"),
            (0.027_399_357_110_056_637, "0.0273994"),
            (1_234_567.5, "1234568"),
            (0.5, "0.5"),
            (3.0, "3"),
            (0.000_012_345, "1.234e-5"),
            (-2.25, "-2.25"),
            (0.999_999_9, "1"),
        ] {
            let cell = Cell::number(value);
            assert_eq!((&*cell.shown(), &*cell.value()), (shown, value.to_string().as_str()));
        }
    }
}
