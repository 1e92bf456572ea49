//! The two modes of a board network: people and companies.

use crate::columns::{Field, Table};
use crate::namesakes::{self, Described};

/// The mode of a node in a two-mode network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// People, the first mode.
    People,
    /// Companies, the second mode.
    Companies,
}

impl Mode {
    /// Returns the other mode.
    pub(crate) fn other(self) -> Mode {
        if self == Mode::People { Mode::Companies } else { Mode::People }
    }

    /// Returns the columns of a seat that describe the entity of this mode.
    pub(crate) fn described(self) -> Described {
        match self {
            Mode::People => namesakes::OF_PEOPLE,
            Mode::Companies => namesakes::OF_COMPANIES,
        }
    }

    /// Returns the table of this mode, and the field of a seat that refers to it.
    pub(crate) fn table(self) -> (Table, Field) {
        match self {
            Mode::People => (Table::People, Field::Person),
            Mode::Companies => (Table::Companies, Field::Company),
        }
    }
}
