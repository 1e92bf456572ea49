//! The columns of the tables: the names of the data format, synonyms, and headings in other languages.

mod chosen;
mod field;
mod headings;
mod known;
mod table;

pub use chosen::ColumnNames;
pub(crate) use chosen::{Assignment, JoinedField};
pub use field::Field;
pub(crate) use headings::{Concept, HeadingKey, seeming_year};
pub use known::{COLUMNS, Column, names, required};
pub use table::Table;
