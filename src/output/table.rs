//! A result as columns and cells.

use serde_json::Value;

/// Which side the cells of a column keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Columns with their names, and rows of cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<(&'static str, Align)>,
    pub rows: Vec<Vec<String>>,
    /// Paragraphs that stand for the rows on a terminal and in Markdown, where there are any.
    pub prose: Vec<String>,
    /// Sentences for the reader of a terminal, below the table; never in CSV or JSON.
    pub notes: Vec<String>,
}

/// A result that can be shown as a table: one row of cells each.
pub trait Tabular {
    /// Names of the columns, in order.
    const COLUMNS: &'static [(&'static str, Align)];

    /// The cells, one a column. Lists are joined by `; `.
    fn cells(&self) -> Vec<String>;
}

impl Table {
    /// A table of rows of one kind.
    pub fn of<T: Tabular>(rows: &[T]) -> Table {
        Table { columns: T::COLUMNS.to_vec(), rows: rows.iter().map(Tabular::cells).collect(), ..Table::default() }
    }

    /// An object of figures, a row each: the keys joined by dots, and the value. Counts by a number
    /// (`degrees`) stand in one cell.
    pub fn of_object(object: &impl serde::Serialize) -> Table {
        let mut table = Table { columns: vec![("figure", Align::Left), ("value", Align::Right)], ..Table::default() };
        // Answers are plain structs with string keys: they always serialise.
        figures("", &serde_json::to_value(object).unwrap_or_default(), &mut table.rows);
        table
    }

    /// The table with a note below.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Table {
        self.notes.push(note.into());
        self
    }
}

/// A table of rows of figures: columns named by keys joined by dots, those that no row has left out.
/// Numbers stand to the right, with all their digits.
pub fn of_rows(columns: &[&'static str], rows: &[Value]) -> Table {
    let cell = |row: &Value, column: &str| row.pointer(&format!("/{}", column.replace('.', "/"))).cloned();
    let mut table = Table { rows: vec![Vec::new(); rows.len()], ..Table::default() };
    for &column in columns {
        let cells: Vec<Option<Value>> = rows.iter().map(|row| cell(row, column)).collect();
        if !rows.is_empty() && cells.iter().all(Option::is_none) {
            continue;
        }
        let text = cells.iter().any(|cell| cell.as_ref().is_some_and(Value::is_string));
        table.columns.push((column, if text { Align::Left } else { Align::Right }));
        for (row, cell) in table.rows.iter_mut().zip(cells) {
            row.push(match cell.unwrap_or_default() {
                Value::Null => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            });
        }
    }
    table
}

fn figures(name: &str, value: &Value, rows: &mut Vec<Vec<String>>) {
    let text = match value {
        Value::Object(map) if map.keys().all(|key| key.parse::<u64>().is_ok()) => {
            // JSON keys are in the order of texts; people read numbers.
            let mut counts: Vec<(u64, &Value)> =
                map.iter().filter_map(|(key, count)| Some((key.parse().ok()?, count))).collect();
            counts.sort_unstable_by_key(|(key, _)| *key);
            counts.iter().map(|(key, count)| format!("{key}:{count}")).collect::<Vec<String>>().join(" ")
        }
        Value::Object(map) => {
            for (key, inner) in map {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                figures(&name, inner, rows);
            }
            return;
        }
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows.push(vec![name.to_owned(), text]);
}
