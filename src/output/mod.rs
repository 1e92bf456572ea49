//! Results as a table, JSON, JSON lines, CSV or Markdown: one trait, one place.

mod changes;
mod rows;
mod table;
mod write;

pub use rows::Checked;
pub use table::{Align, Table, Tabular};
pub use write::{Format, Report, Style};
