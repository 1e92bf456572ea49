//! Which records of people may be one person.
//!
//! [`resolve`] compares the people of a graph with each other: names, births, gender, boards and further columns. Each pair gets
//! a probability, and the sum of weights that it comes from. Nothing is merged: the result is a proposal.

mod blocks;
mod candidates;
mod clusters;
mod compare;
mod decided;
mod exclusive;
mod explain;
mod fit;
mod frequencies;
mod impact;
mod keys;
mod model;
mod name;
mod outline;
mod people;
mod reach;
mod resolve;
#[cfg(test)]
mod tests;
mod truth;
mod vetoes;
mod words;

pub use compare::MOST_COLUMNS;
pub use explain::{Explained, Held, Reason, Record, SharedBoard};
pub use model::{LevelShares, Model};
pub use resolve::{Band, Proposal, Resolution, ResolveOptions, resolve};
pub use truth::{Accuracy, FoundInterlocks};
pub use vetoes::Veto;
