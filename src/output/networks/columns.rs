//! Which columns the nodes or edges of a network have, and what stands in them.

use crate::dataset::{COLUMNS, Cell, SheetRow};

/// What all cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Flag,
    Number,
    List,
}

impl ColumnKind {
    fn of(cell: &Cell) -> ColumnKind {
        match cell {
            Cell::Text(_) => ColumnKind::Text,
            Cell::Flag(_) => ColumnKind::Flag,
            Cell::Number(_) => ColumnKind::Number,
            Cell::List(_) => ColumnKind::List,
        }
    }
}

/// A column by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
}

/// Columns as they are met.
#[derive(Debug, Default)]
pub struct Met(Vec<Column>);

impl Met {
    /// Takes the cells of a row. Where they differ in kind, all are texts.
    pub fn add(&mut self, cells: &SheetRow) {
        for (name, cell) in cells {
            let kind = ColumnKind::of(cell);
            match self.0.iter_mut().find(|column| column.name == *name) {
                Some(column) if column.kind != kind => column.kind = ColumnKind::Text,
                Some(_) => {}
                None => self.0.push(Column { name: name.clone(), kind }),
            }
        }
    }

    /// All of them: ours in the order of the data format, then those of the data by their names.
    pub fn sorted(mut self) -> Vec<Column> {
        let place = |name: &str| COLUMNS.iter().position(|known| known.names[0] == name).unwrap_or(usize::MAX);
        self.0.sort_by(|a, b| (place(&a.name), &a.name).cmp(&(place(&b.name), &b.name)));
        self.0
    }
}
