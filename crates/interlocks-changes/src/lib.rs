//! Changes: between two datasets ([`diff`]), for the people and companies on a list ([`watch`]), and if a person took or
//! left a seat ([`whatif`]).
#![deny(unsafe_code)]
#![warn(missing_debug_implementations, missing_docs, unreachable_pub)]

pub mod diff;
pub mod watch;
pub mod whatif;
