//! Results as a table, JSON, JSON lines, CSV or Markdown: one trait, one place.

mod backbone;
mod changes;
mod findings;
mod rows;
mod screened;
mod table;
mod write;

pub use changes::changes_table;
pub use findings::Explained;
pub use rows::{Checked, path_steps, profile_table};
pub use table::{Align, Table, of_rows};
pub use write::{Format, Report, Style};
