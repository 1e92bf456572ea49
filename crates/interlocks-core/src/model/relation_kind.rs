//! Relations that the rules on deals ask about: ownership, founding, family, friendship.

use super::entity::EntityKind;

/// The relation that a kind of tie states, as the rules on deals use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Owns a share of a company.
    Owner,
    /// Founded a company.
    Founder,
    /// Founded a company together.
    CoFounder,
    /// Related by descent.
    Kin,
    /// Family by marriage, or of an unspecified degree.
    Family,
    /// Friends.
    Friend,
    /// Any other relation that connects two entities.
    Bound,
    /// Competitors or opponents.
    Opposed,
}

impl Relation {
    /// Returns how long a tie of this relation between two entities lasts.
    ///
    /// ```
    /// use interlocks_core::model::{EntityKind, Lasting, Relation};
    /// let people = [Some(EntityKind::Person); 2];
    /// assert_eq!(Relation::Kin.lasts(people), Lasting::ForLife);
    /// // The parent of a company is its owner.
    /// assert_eq!(Relation::Kin.lasts([Some(EntityKind::Company); 2]), Lasting::AsStated);
    /// assert_eq!(Relation::Founder.lasts(people), Lasting::FromItsStart);
    /// ```
    pub fn lasts(self, ends: [Option<EntityKind>; 2]) -> Lasting {
        match self {
            Relation::Kin if ends == [Some(EntityKind::Person); 2] => Lasting::ForLife,
            Relation::Founder | Relation::CoFounder => Lasting::FromItsStart,
            _ => Lasting::AsStated,
        }
    }

    /// Returns `true` if a tie of this relation connects two entities, `false` if it makes them competitors or opponents.
    pub fn binds(self) -> bool {
        self != Relation::Opposed
    }

    /// Returns `true` if the rule `related-person` asks about this relation between two people.
    pub fn is_close(self) -> bool {
        matches!(self, Relation::CoFounder | Relation::Kin | Relation::Family | Relation::Friend)
    }
}

/// How long a tie lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    /// From its stated start to its stated end.
    AsStated,
    /// From its stated start on: whoever founded a company remains its founder. A stated end is ignored.
    FromItsStart,
    /// At all times: relatives by descent. Stated dates are ignored.
    ForLife,
}
