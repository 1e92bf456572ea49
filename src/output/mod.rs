//! Results as a table, JSON, JSON lines, CSV or Markdown: one trait, one place.

mod backbone;
mod changes;
mod findings;
pub mod networks;
mod rows;
mod screened;
mod table;
mod write;

pub use findings::Explained;
pub use rows::{Checked, path_steps};
pub use table::{Align, Table, Tabular, of_rows};
pub use write::{Format, Report, Style};
