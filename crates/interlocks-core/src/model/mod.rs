//! The nouns: people, companies, dated seats, ties, deals and accounts, and what a half-known date means.
//!
//! Nothing here reads a file or builds a graph. Everything about time starts from two ideas: a
//! [`PartialDate`] is a closed range of days, and a [`Spell`] is a half-open stretch between two
//! such ranges, so that every question about time has three answers ([`Certainty`]).

mod accounts;
mod date;
mod day_set;
mod entity;
mod relation;
mod role;
mod seat;
mod spell;

pub use accounts::Accounts;
pub use date::{DateError, Day, DayRange, PartialDate, Precision};
pub use day_set::{DaySet, DaySpan};
pub use entity::{Company, Confidence, EntityKind, Extra, Person, Source};
pub use relation::{Deal, Tie, TieEnd};
pub use role::{RoleTraits, role_traits};
pub use seat::{Ending, Place, Seat};
pub use spell::{Certainty, Spell};
