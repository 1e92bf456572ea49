//! Questions: one file a question, pure functions from graph and options to plain results.

pub mod changes;
pub mod components;
pub mod conflicts;
pub mod hops;
pub mod interlocks;
pub mod links;
pub mod measures;
pub mod ownership;
pub mod paths;
pub mod people;
pub mod profile;
mod query;
pub mod report;
pub mod screens;
pub mod watch;
pub mod whatif;
pub mod windows;

pub use query::{Evidence, Named, Query};
