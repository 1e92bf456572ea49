//! Exact tests and intervals: binomial and hypergeometric tails, and corrections for many tests.

pub mod binomial;
mod correction;
pub mod hypergeometric;

pub use correction::Correction;
