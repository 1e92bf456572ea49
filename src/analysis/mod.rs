//! Questions: one file a question, pure functions from graph and options to plain results.

pub mod conflicts;
pub mod interlocks;
pub mod paths;
pub mod people;
pub mod profile;
mod query;

pub use query::{Evidence, Named, Query};
