//! The two sides of a network of boards.

use crate::columns::{Field, Table};

/// On which side of a board somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    People,
    Companies,
}

impl Mode {
    /// The side that seats lead to.
    pub fn other(self) -> Mode {
        if self == Mode::People { Mode::Companies } else { Mode::People }
    }

    /// The table of those on this mode, and the column of a seat that names them.
    pub fn table(self) -> (Table, Field) {
        match self {
            Mode::People => (Table::People, Field::Person),
            Mode::Companies => (Table::Companies, Field::Company),
        }
    }
}
