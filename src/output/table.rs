//! A result as columns and cells.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use interlocks::model::{DaySet, DaySpan};
use interlocks_core::wording::first_to_last;

/// The side to which the cells of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in CSV; the name of the same thing in JSON.
    pub name: &'static str,
    /// The heading in tables for people.
    pub heading: &'static str,
    pub align: Align,
    /// `true` if the column stays in the row of a narrow table as long as possible.
    pub essential: bool,
}

impl Column {
    /// A column of texts.
    pub const fn left(name: &'static str) -> Column {
        Column { name, heading: name, align: Align::Left, essential: false }
    }

    /// A column of numbers.
    pub const fn right(name: &'static str) -> Column {
        Column { name, heading: name, align: Align::Right, essential: false }
    }

    /// The column with another heading in tables for people.
    #[must_use]
    pub const fn headed(self, heading: &'static str) -> Column {
        Column { heading, ..self }
    }

    /// The column as one that leaves the row of a narrow table last.
    #[must_use]
    pub const fn essential(self) -> Column {
        Column { essential: true, ..self }
    }
}

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
            Content::Days(days) => spelt(days, |span, text| write!(text, "{}/{}", span.from, span.to)).into(),
        }
    }

    /// The text in tables for people.
    pub fn shown(&self) -> Cow<'_, str> {
        match &self.0 {
            Content::Text(text) | Content::Texts(_, text) => text.into(),
            Content::Days(days) => spelt(days, |span, text| text.write_str(&first_to_last(span))).into(),
        }
    }
}

/// Joins spells.
fn spelt(days: &DaySet, write: impl Fn(&DaySpan, &mut String) -> std::fmt::Result) -> String {
    let mut text = String::new();
    for (at, span) in days.as_slice().iter().enumerate() {
        if at > 0 {
            text.push_str("; ");
        }
        // Writing to memory cannot fail.
        let _ = write(span, &mut text);
    }
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
fn unsigned_zero(value: f64) -> f64 {
    value + 0.0
}

/// A number with six significant digits; all digits before the point are kept, and so are whole numbers.
fn significant(value: f64) -> String {
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

/// Columns, rows of cells, and texts that go with them.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
    /// Paragraphs that replace the rows on a terminal and in Markdown, where there are any.
    pub prose: Vec<String>,
    /// Sentences for the reader of a terminal, below the table; never in CSV or JSON.
    pub notes: Vec<String>,
}

/// A result that can be shown as a table: one row of cells each.
pub trait Tabular {
    /// The columns, in order.
    const COLUMNS: &'static [Column];

    /// The cells, one per column. Lists are joined by `; `.
    fn cells(&self) -> Vec<Cell>;
}

impl Table {
    /// A table with a row for each result.
    pub fn from_rows<T: Tabular>(rows: &[T]) -> Table {
        Table { columns: T::COLUMNS.to_vec(), rows: rows.iter().map(Tabular::cells).collect(), ..Table::default() }
    }

    /// A table of an object of figures, a row for each: the keys joined by dots, and the value.
    /// Counts by a number (`degrees`) are in one cell.
    pub fn from_object(object: &Value) -> Table {
        let columns = vec![Column::left("figure"), Column::right("value")];
        let mut table = Table { columns, ..Table::default() };
        figures("", object, &mut table.rows);
        table
    }

    /// The table with the last column of another beside its own, as a column `if_same`; rows are matched by their first cell.
    #[must_use]
    pub fn with_figures_if_same(mut self, mut other: Table) -> Table {
        let width = self.columns.len();
        self.columns.push(Column::right("if_same").headed("if same"));
        for row in &mut self.rows {
            let is_its = |of: &Vec<Cell>| of.first().map(Cell::value) == row.first().map(Cell::value);
            let found = other.rows.iter().position(is_its).map(|at| other.rows.remove(at));
            row.push(found.and_then(|mut row| row.pop()).unwrap_or_default());
        }
        for mut row in other.rows {
            let last = row.pop().unwrap_or_default();
            row.resize(width, Cell::default());
            row.push(last);
            self.rows.push(row);
        }
        self
    }

    /// A table of rows of figures. Columns are named by keys joined by dots; columns without a value
    /// in any row are left out.
    pub fn from_figures(columns: &[&'static str], rows: &[Value]) -> Table {
        let cell = |row: &Value, column: &str| row.pointer(&format!("/{}", column.replace('.', "/"))).cloned();
        let mut table = Table { rows: vec![Vec::new(); rows.len()], ..Table::default() };
        for &column in columns {
            let values: Vec<Option<Value>> = rows.iter().map(|row| cell(row, column)).collect();
            if !rows.is_empty() && values.iter().all(Option::is_none) {
                continue;
            }
            let text = values.iter().any(|value| value.as_ref().is_some_and(Value::is_string));
            table.columns.push(if text { Column::left(column) } else { Column::right(column) });
            for (row, value) in table.rows.iter_mut().zip(values) {
                row.push(figure(&value.unwrap_or_default()));
            }
        }
        table
    }

    /// The table with a note below.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Table {
        self.notes.push(note.into());
        self
    }
}

/// A JSON value as a cell.
fn figure(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::default(),
        Value::String(text) => Cell::from(text.as_str()),
        Value::Number(number) if number.is_f64() => {
            let value = number.as_f64().map(unsigned_zero);
            let shown = value.map_or_else(|| number.to_string(), significant);
            Cell::new(if value == Some(0.0) { "0.0".to_owned() } else { number.to_string() }, shown)
        }
        other => Cell::from(other.to_string()),
    }
}

fn figures(name: &str, value: &Value, rows: &mut Vec<Vec<Cell>>) {
    let cell = match value {
        Value::Object(map) if map.keys().all(|key| key.parse::<u64>().is_ok()) => {
            // JSON keys are sorted as texts; people read numbers.
            let mut counts: Vec<(u64, &Value)> =
                map.iter().filter_map(|(key, count)| Some((key.parse().ok()?, count))).collect();
            counts.sort_unstable_by_key(|(key, _)| *key);
            counts.iter().map(|(key, count)| format!("{key}:{count}")).collect::<Vec<String>>().join(" ").into()
        }
        Value::Object(map) => {
            for (key, inner) in map {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                figures(&name, inner, rows);
            }
            return;
        }
        other => figure(other),
    };
    rows.push(vec![name.into(), cell]);
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
