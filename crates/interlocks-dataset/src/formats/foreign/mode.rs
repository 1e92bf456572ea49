//! The two sides of a network of boards.

use crate::columns::{Field, Table};

/// On which side of a board somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    People,
    Companies,
}

impl Side {
    /// The side that seats lead to.
    pub fn other(self) -> Side {
        if self == Side::People { Side::Companies } else { Side::People }
    }

    /// The table of those on this side, and the column of a seat that names them.
    pub fn table(self) -> (Table, Field) {
        match self {
            Side::People => (Table::People, Field::Person),
            Side::Companies => (Table::Companies, Field::Company),
        }
    }
}
