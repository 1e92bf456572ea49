//! Questions: one file a question, pure functions from graph and options to plain results.
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

pub mod components;
pub mod conflicts;
pub mod hops;
pub mod links;
pub mod pairs;

pub mod ownership;
pub mod paths;
pub mod people;
pub mod profile;
mod query;
pub mod report;

pub mod statistics;
pub mod windows;

pub use query::{Evidence, Named, Query};
