//! Which records of people may be one person, and which of companies one company.
//!
//! [`resolve`] compares the people of a graph with each other: names, births, gender, boards and further columns. Each pair gets
//! a probability, and the sum of weights that it comes from. [`resolve_companies`] does the same for companies, whose weights are
//! not learnt from the data. Nothing is merged: the result is a proposal.

mod blocks;
mod candidates;
mod clusters;
mod companies;
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

pub use companies::{
    CompanyOptions, CompanyProposal, CompanyResolution, CompanyWeight, MOST_IN_BLOCK, PassedOver, resolve_companies,
};
pub use compare::MOST_COLUMNS;
pub use explain::{Begin, Common, Explained, Held, Reason, Record, SharedBoard, SharedPerson};
pub use model::{LevelShares, Model};
pub use resolve::{Band, Proposal, Resolution, ResolveOptions, resolve};
pub use truth::{Accuracy, FoundInterlocks};
pub use vetoes::Veto;
