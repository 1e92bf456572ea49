//! The large tables as columns: people, companies and seats, whatever order their rows are in.

mod attributes;
mod capacity;
mod dates;
mod entities;
mod places;
mod seats;

pub use attributes::{Attributes, ColumnName};
pub use capacity::{Capacities, Capacity};
pub use dates::Dates;
pub use entities::Entities;
pub use places::Places;
pub(super) use places::{BlockLines, Lines};
pub use seats::Seats;
