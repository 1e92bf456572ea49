//! What the word for a kind of tie says: who owns, who founded, who is close to whom.

/// What a tie amounts to when deals are screened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// Owner of a company, by a share of it.
    Owner,
    /// Founder of a company.
    Founder,
    /// Founded a company together.
    CoFounder,
    /// Related by descent: for life, whether dates are stated or not.
    Kin,
    /// Family by marriage or in a way the word does not tell.
    Family,
    Friend,
    /// Anything else that binds two.
    Bound,
    /// Sets two against each other.
    Opposed,
}

impl Relation {
    /// Whether it joins two people in the sense of the rule on related people.
    pub fn is_close(self) -> bool {
        matches!(self, Relation::CoFounder | Relation::Kin | Relation::Family | Relation::Friend)
    }
}

/// Words for kinds of tie, without an ending such as `-of`. What is not listed is [`Relation::Bound`].
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
            "domestic-partner",
            "ex-spouse",
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

/// What a kind of tie amounts to.
pub fn relation(kind: &str) -> Relation {
    let word = kind.trim().to_lowercase().replace([' ', '_'], "-");
    let endings = ["-of", "-in", "-to", "-with", "-by"];
    let bare = endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(&word);
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&bare) || words.contains(&word.as_str()))
        .map_or(Relation::Bound, |(relation, _)| *relation)
}

/// Whether a tie is told from the side of what is owned or founded: `owned-by`.
pub fn is_passive(kind: &str) -> bool {
    kind.trim().to_lowercase().ends_with("by")
}

/// Whether a kind of tie binds the two, rather than setting them against each other.
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
