//! The data model: people, companies, dated seats, ties, deals and accounts, and dates that are only partly known.
//!
//! Nothing here reads a file or builds a graph.
//!
//! Everything about time follows from two definitions. A [`PartialDate`] is a closed range of days: `2011` may be
//! any day of that year. A [`Spell`] is a half-open period `[start, end)` whose start and end each lie in such a
//! range. Every question about time therefore has three answers: *certain* (true whatever the exact days are),
//! *possible* (true for some choice of days) and *no*. They are written `Option<`[`Certainty`]`>`.
//!
//! | type | meaning | bounds |
//! |---|---|---|
//! | [`Day`] | one calendar day, or one of two limits | |
//! | [`PartialDate`] | a date as written: `2011`, `2011-06`, `2011~` | closed |
//! | [`DayRange`] | the days on which something that happened on *one* day may have happened | closed |
//! | [`Spell`] | a period whose start and end are ranges of days | end excluded |
//! | [`DaySpan`] | a period with exact bounds | end excluded |
//! | [`DaySet`] | any set of days, as disjoint spans | end excluded |

mod accounts;
mod date;
mod day;
mod day_set;
mod entity;
mod relation;
mod relation_kind;
mod seat;
mod spell;
pub mod vocabulary;

pub use accounts::Accounts;
#[cfg(feature = "schema")]
pub use date::DateOrUnknown;
pub use date::{DateError, PartialDate, Precision};
pub use day::{Day, DayRange};
pub use day_set::{DaySet, DaySpan};
pub use entity::{Company, Confidence, EntityKind, Extra, Person, Source};
pub use relation::{Deal, Tie, TieEnd};
pub use relation_kind::{Lasting, Relation};
pub use seat::{Ending, Place, Seat, started_by};
pub use spell::{Certainty, Spell};
