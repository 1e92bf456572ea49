//! What a graph calls its people, companies, seats, ties and deals: dense numbers.

use interlocks_core::model::EntityKind;

/// A person, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIx(pub u32);

/// A company, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyIx(pub u32);

/// A seat, by number; the seats of a person follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeatIx(pub u32);

/// A tie, by number, in the order of what ties join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TieIx(pub u32);

/// A deal, by number, in the order of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DealIx(pub u32);

/// A row of accounts, by number, in the order of companies and years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountsIx(pub u32);

/// A person or a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    Person(PersonIx),
    Company(CompanyIx),
}

impl Entity {
    /// Which of the two it is.
    pub fn kind(self) -> EntityKind {
        match self {
            Entity::Person(_) => EntityKind::Person,
            Entity::Company(_) => EntityKind::Company,
        }
    }
}
