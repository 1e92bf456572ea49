//! Kinds of tie as relations: ownership, founding, family, friendship.

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

/// Kinds of tie without an ending such as `-of`. A kind that is not listed is [`Relation::Bound`].
const WORDS: &[(Relation, &[&str])] = &[
    (
        Relation::Owner,
        &["owner", "owns", "owned", "co-owner", "shareholder", "stockholder", "stake", "investor", "invested"],
    ),
    (Relation::Founder, &["founder", "founded"]),
    (Relation::CoFounder, &["co-founder", "cofounder", "co-founded"]),
    (
        Relation::Kin,
        &[
            "sibling",
            "half-sibling",
            "brother",
            "sister",
            "twin",
            "cousin",
            "parent",
            "father",
            "mother",
            "child",
            "son",
            "daughter",
            "uncle",
            "aunt",
            "nephew",
            "niece",
            "grandparent",
            "grandchild",
        ],
    ),
    (
        Relation::Family,
        &[
            "family",
            "relative",
            "spouse",
            "husband",
            "wife",
            "married",
            "partner",
            "life-partner",
            "civil-partner",
            "domestic-partner",
            "in-law",
            "brother-in-law",
            "sister-in-law",
            "parent-in-law",
            "step-parent",
            "step-child",
            "step-sibling",
            "godparent",
        ],
    ),
    (Relation::Friend, &["friend", "close-friend", "friends"]),
    (Relation::Opposed, &["competitor", "conflict", "dispute"]),
];

/// Returns the relation that a kind of tie states.
///
/// Case and the endings `-of`, `-in`, `-to`, `-with` and `-by` are ignored; spaces and `_` count as `-`.
///
/// ```
/// use interlocks_core::model::{Relation, relation};
/// assert_eq!(relation("Founder of"), Relation::Founder);
/// assert_eq!(relation("advisor-to"), Relation::Bound);
/// // A spouse is family while it lasts; a business partner is an associate.
/// assert_eq!(["partner", "ex-spouse", "business-partner"].map(relation), [Relation::Family, Relation::Bound, Relation::Bound]);
/// ```
pub fn relation(kind: &str) -> Relation {
    let word = kind.trim().to_lowercase().replace([' ', '_'], "-");
    let endings = ["-of", "-in", "-to", "-with", "-by"];
    let bare = endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(&word);
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&bare) || words.contains(&word.as_str()))
        .map_or(Relation::Bound, |(relation, _)| *relation)
}

/// Returns `true` if the first entity of the tie is the one that is owned or founded: `owned-by`.
pub fn is_passive(kind: &str) -> bool {
    kind.trim().to_lowercase().ends_with("by")
}

/// Returns `true` if a kind of tie connects two entities, `false` if it makes them competitors or opponents.
pub fn binds(kind: &str) -> bool {
    relation(kind) != Relation::Opposed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_with_and_without_their_endings() {
        for (kind, expected) in [
            ("owns", Relation::Owner),
            ("Owned by", Relation::Owner),
            ("investor-in", Relation::Owner),
            ("founder-of", Relation::Founder),
            ("co-founder of", Relation::CoFounder),
            ("parent-of", Relation::Kin),
            ("brother_in_law", Relation::Family),
            ("married-to", Relation::Family),
            ("friend", Relation::Friend),
            ("competitor-of", Relation::Opposed),
            ("advisor-to", Relation::Bound),
            ("", Relation::Bound),
        ] {
            assert_eq!(relation(kind), expected, "{kind}");
        }
        assert!(is_passive("owned-by") && !is_passive("owner-of"));
    }
}
