//! The large tables by column: people, companies and seats, in any order of rows.

mod attributes;
mod capacity;
mod dates;
mod entities;
mod lives;
mod places;
mod seats;

pub use attributes::{Attributes, ColumnName};
pub use capacity::{Capacities, Capacity};
pub use dates::Dates;
pub use entities::Entities;
pub use places::Places;
pub(super) use places::{BlockLines, Lines};
pub use seats::Seats;
