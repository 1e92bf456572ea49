//! The data model of boards ([`model`]), and what the other crates of `interlocks` share: compact columns
//! ([`store`]), a reproducible random generator ([`random`]) and enums with names ([`names`]).
//!
//! Users of the library need [`model`] only; the rest is internal and may change in any release.

pub mod model;
pub mod names;
pub mod random;
pub mod stop;
pub mod store;
pub mod text;
pub mod wording;
