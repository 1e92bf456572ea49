//! Results as a table, JSON, JSON lines, CSV, Markdown or Parquet: one trait, one place.

mod backbone;
mod candidates;
mod cell;
mod changes;
mod check;
mod csv_lines;
mod findings;
mod identity;
pub mod json_schema;
mod layout;
mod names_as_ids;
mod panel;
#[cfg(feature = "columnar")]
mod parquet;
#[cfg(not(feature = "columnar"))]
#[path = "without_parquet.rs"]
mod parquet;
mod record_pair;
mod row;
mod rows;
mod screen;
mod settle;
mod table;
mod wording;
mod write;

pub use candidates::{OfCompanies, WithImpact, candidates_to_read};
pub use cell::Cell;
pub use changes::changes_table;
pub use check::Checked;
pub use findings::Explained;
pub use identity::conditional_table;
pub use layout::printable;
pub use panel::panel_columns;
pub use record_pair::RecordPair;
pub use row::{Row, Tabular};
pub use rows::{OfPeople, directors_table, groups_table, path_steps, profile_table, ranking_table};
pub use table::{Column, Table};
pub use write::{
    Answer, Document, Format, Head, InputRow, PageRow, Style, unsigned_zeros, without_folders, write_json_rows,
    write_rows,
};
