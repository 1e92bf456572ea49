//! Results as a table, JSON, JSON lines, CSV or Markdown: one trait, one place.

mod backbone;
mod candidates;
mod changes;
mod check;
mod findings;
mod identity;
mod layout;
mod names_as_ids;
mod record_pair;
mod rows;
mod screen;
mod settle;
mod table;
mod wording;
mod write;

pub use candidates::{OfCompanies, WithImpact, candidates_to_read};
pub use changes::changes_table;
pub use check::Checked;
pub use findings::Explained;
pub use identity::conditional_table;
pub use layout::printable;
pub use record_pair::RecordPair;
pub use rows::{path_steps, profile_table};
pub use table::{Cell, Column, Table, Tabular};
pub use write::{Answer, Format, Head, InputRow, Style, unsigned_zeros, write_json_rows, write_rows};
