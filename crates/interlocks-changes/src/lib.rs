//! What changes: between two datasets ([`diff`]), for the entities on a list ([`watch`]), and if somebody took
//! or left a seat ([`whatif`]).
#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]

pub mod diff;
pub mod watch;
pub mod whatif;
