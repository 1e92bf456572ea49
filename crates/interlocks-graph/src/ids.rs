//! Dense numbers for the people, companies, seats, ties, deals and accounts of one graph.
//!
//! Numbers follow the order of ids, so they do not depend on the order of rows. They are valid only for the graph
//! that returned them.

use interlocks_core::model::EntityKind;

macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Wraps a number.
            #[inline]
            pub const fn new(number: u32) -> $name {
                $name(number)
            }

            /// Returns the number.
            #[inline]
            pub const fn number(self) -> u32 {
                self.0
            }

            /// Returns the number as an index into a slice.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

index_types! {
    /// The number of a person.
    PersonIx,
    /// The number of a company.
    CompanyIx,
    /// The number of a seat; the seats of one person are consecutive.
    SeatIx,
    /// The number of a tie, in the order of the entities that ties join.
    TieIx,
    /// The number of a deal, in the order of ids.
    DealIx,
    /// The number of a row of accounts, in the order of companies and years.
    AccountsIx,
}

/// A person or a company: a node of the graph.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_core::model::EntityKind;
/// use interlocks_graph::{BoardGraph, BuildOptions, Entity};
/// # use interlocks_dataset::Dataset;
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let entity = graph.find("Reed Hastings")?;
/// assert_eq!((graph.id(entity), entity.kind()), ("reed-hastings".to_owned(), EntityKind::Person));
/// if let Entity::Person(person) = entity {
///     assert!(graph.person_seats(person).len() > 1);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// A person.
    Person(PersonIx),
    /// A company.
    Company(CompanyIx),
}

impl Entity {
    /// Returns the kind of the entity.
    pub fn kind(self) -> EntityKind {
        match self {
            Entity::Person(_) => EntityKind::Person,
            Entity::Company(_) => EntityKind::Company,
        }
    }
}
