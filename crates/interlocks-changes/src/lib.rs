//! Changes: between two datasets ([`diff`]), for the people and companies on a list ([`watch`]), and if a person took or
//! left a seat ([`whatif`]).

pub mod diff;
pub mod watch;
pub mod whatif;
