//! A result as columns and cells.

use serde_json::Value;

use super::cell::{Cell, significant, unsigned_zero};
use super::row::{Tabular, cells_of};

/// The side to which the cells of a column are aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// What the cells of a column are. Numbers are aligned to the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Texts, days, and lists of them.
    Text,
    /// Whole numbers.
    Count,
    /// Numbers.
    Number,
    /// `true` or `false`.
    Flag,
    /// Numbers, and texts such as counts by size.
    Figure,
}

/// The readers of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// Only tables and Markdown have the column: it puts several values into words.
    People,
    /// Only CSV has the column: an id, or a value that another column puts into words.
    Programs,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name in CSV; the name of the same thing in JSON.
    pub name: &'static str,
    /// The heading in tables for people.
    pub heading: &'static str,
    pub kind: Kind,
    /// `true` if the column stays in the row of a narrow table as long as possible.
    pub essential: bool,
    pub audience: Audience,
}

impl Column {
    const fn new(name: &'static str, kind: Kind) -> Column {
        Column { name, heading: name, kind, essential: false, audience: Audience::Everybody }
    }

    /// A column of texts.
    pub const fn left(name: &'static str) -> Column {
        Column::new(name, Kind::Text)
    }

    /// A column of certainty, or of another answer that is yes or no.
    pub const fn flag(name: &'static str) -> Column {
        Column::new(name, Kind::Flag)
    }

    /// A column of figures that are not all numbers.
    pub const fn figure(name: &'static str) -> Column {
        Column::new(name, Kind::Figure)
    }

    /// A column of whole numbers.
    pub const fn count(name: &'static str) -> Column {
        Column::new(name, Kind::Count)
    }

    /// A column of ids, in CSV only.
    pub const fn id(name: &'static str) -> Column {
        Column::left(name).for_programs()
    }

    /// A column of numbers.
    pub const fn right(name: &'static str) -> Column {
        Column::new(name, Kind::Number)
    }

    /// Returns the side to which cells are aligned.
    pub const fn align(&self) -> Align {
        match self.kind {
            Kind::Text | Kind::Flag => Align::Left,
            Kind::Count | Kind::Number | Kind::Figure => Align::Right,
        }
    }

    /// The column with another heading in tables for people.
    #[must_use]
    pub const fn headed(self, heading: &'static str) -> Column {
        Column { heading, ..self }
    }

    /// The column in tables and Markdown only.
    #[must_use]
    pub const fn for_people(self) -> Column {
        Column { audience: Audience::People, ..self }
    }

    /// The column in CSV only.
    #[must_use]
    pub const fn for_programs(self) -> Column {
        Column { audience: Audience::Programs, ..self }
    }

    /// Returns `true` if tables and Markdown have the column.
    pub fn is_for_people(self) -> bool {
        self.audience != Audience::Programs
    }

    /// Returns `true` if CSV has the column.
    pub fn is_for_programs(self) -> bool {
        self.audience != Audience::People
    }

    /// The column as one that leaves the row of a narrow table last.
    #[must_use]
    pub const fn essential(self) -> Column {
        Column { essential: true, ..self }
    }
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
    /// The table for CSV, if it has other rows: one for each member of a list.
    pub records: Option<Box<Table>>,
}

impl Table {
    /// A table with a row for each result.
    pub fn from_rows<T: Tabular>(rows: &[T]) -> Table {
        Table { columns: T::COLUMNS.to_vec(), rows: rows.iter().map(cells_of).collect(), ..Table::default() }
    }

    /// A table with a row for each result, and columns beyond those that all results of this type have.
    pub fn with_columns<T: Tabular>(columns: Vec<Column>, rows: &[T]) -> Table {
        Table { columns, ..Table::from_rows(rows) }
    }

    /// A table of an object of figures, a row for each: the keys joined by dots, and the value.
    /// Counts by a number (`degrees`) are in one cell.
    pub fn from_object(object: &Value) -> Table {
        let columns = vec![Column::left("figure"), Column::figure("value")];
        let mut table = Table { columns, ..Table::default() };
        figures("", object, &mut table.rows);
        table
    }

    /// The table with the last column of another beside its own, as a column `if_same`; rows are matched by their first cell.
    #[must_use]
    pub fn with_figures_if_same(mut self, mut other: Table) -> Table {
        let width = self.columns.len();
        self.columns.push(Column::figure("if_same").headed("if same"));
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
            let any = |is: fn(&Value) -> bool| values.iter().flatten().any(is);
            table.columns.push(match (any(Value::is_string), any(|value| !value.is_number() && !value.is_null())) {
                (true, _) => Column::left(column),
                (false, true) => Column::figure(column),
                (false, false) => Column::right(column),
            });
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
