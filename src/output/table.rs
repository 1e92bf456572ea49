//! A result as columns and cells.

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

    /// The table with a note below.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Table {
        self.notes.push(note.into());
        self
    }
}
