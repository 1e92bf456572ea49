//! Changes: between two datasets ([`diff`]), for the people and companies on a list ([`watch`]), apart from what is accepted
//! ([`baseline`]), and if a person took or left a seat ([`whatif`]).

pub mod baseline;
pub mod diff;
pub mod watch;
pub mod whatif;
