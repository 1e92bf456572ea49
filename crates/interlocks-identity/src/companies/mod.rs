//! Which records of companies may be one company.
//!
//! [`resolve_companies`] compares names, numbers in registers, dates, addresses and directors. The weights are not learnt from the
//! data: they are in [`weights`], and how common a value is is counted. Nothing is merged: the result is a proposal.

mod candidates;
mod columns;
mod compare;
mod directors;
mod explain;
mod frequencies;
mod identifiers;
mod impact;
mod name;
mod records;
mod resolve;
#[cfg(test)]
mod tests;
mod weights;
mod words;

pub use candidates::PassedOver;
pub use resolve::{CompanyOptions, CompanyProposal, CompanyResolution, resolve_companies};
pub use weights::{CompanyWeight, MOST_IN_BLOCK};
