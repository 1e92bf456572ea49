//! Compact columns ([`store`]), and the nouns of boards ([`model`]).
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

pub mod model;
pub mod names;
pub mod random;
pub mod store;
pub mod wording;
