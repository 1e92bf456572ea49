//! Questions: one file a question, pure functions from graph and options to plain results.
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

pub mod bfs;
pub mod bipartite;
pub mod components;
pub mod conflicts;
pub mod pairs;

pub mod ownership;
pub mod paths;
pub mod people;
pub mod profile;
mod question;
pub mod report;

pub mod event_study;
pub mod statistics;

pub use question::{Evidence, Named, Query};
