//! Words for the two kinds of entity, and for what joins a person to a company.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::{joined, words};
use super::roles::{RoleReading, read_role};
use super::tables::{ENTITY_KINDS, LINKS, rows};
use super::ties::read_tie;
use crate::model::entity::EntityKind;
use crate::model::relation_kind::Relation;

/// The name of a relationship between a person and a company, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkReading {
    /// A seat. The role is empty if the words only say that it is on a board.
    Seat {
        /// The words for the role.
        role: String,
    },
    /// A tie: ownership, employment, a loan.
    Tie,
}

static KINDS: LazyLock<HashMap<&str, EntityKind>> = LazyLock::new(|| {
    let kind = |meaning| if meaning == "person" { EntityKind::Person } else { EntityKind::Company };
    rows(ENTITY_KINDS).map(|(phrase, meaning)| (phrase, kind(meaning))).collect()
});

/// The phrases for links: `seat` for one on a board, `office` for one that may be on the board, and `tie`.
static PHRASES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| rows(LINKS).collect());

/// Reads a word for a kind of entity, in many languages; `None` if it is not known.
///
/// ```
/// use interlocks_core::model::EntityKind;
/// use interlocks_core::model::vocabulary::read_entity_kind;
/// assert_eq!(read_entity_kind("Natural_Person"), Some(EntityKind::Person));
/// assert_eq!(read_entity_kind("Unternehmen"), Some(EntityKind::Company));
/// assert_eq!(read_entity_kind("widget"), None);
/// ```
pub fn read_entity_kind(text: &str) -> Option<EntityKind> {
    KINDS.get(phrase(text).as_str()).copied()
}

/// Reads the name of a relationship between a person and a company; `None` if no table has it.
///
/// ```
/// use interlocks_core::model::vocabulary::{LinkReading, read_link};
/// assert_eq!(read_link("DIRECTOR_OF"), Some(LinkReading::Seat { role: "director".to_owned() }));
/// assert_eq!(read_link("sitsOn"), Some(LinkReading::Seat { role: String::new() }));
/// assert_eq!(read_link("OWNS"), Some(LinkReading::Tie));
/// assert_eq!(read_link("WIDGET_OF"), None);
/// ```
pub fn read_link(text: &str) -> Option<LinkReading> {
    let words = phrase(text);
    if words.is_empty() {
        return None;
    }
    let stated = PHRASES.get(words.as_str()).copied();
    if stated == Some("tie") {
        return Some(LinkReading::Tie);
    }
    // `DIRECTOR_OF` and `HAS_DIRECTOR` name a role.
    let is_type_name = text.contains('_') || !text.trim().contains(' ');
    let role = without_particles(if is_type_name { &words } else { text });
    if stated == Some("office") || read_role(&role) != RoleReading::default() {
        return Some(LinkReading::Seat { role });
    }
    match stated {
        Some(_) => Some(LinkReading::Seat { role: String::new() }),
        None => (read_tie(&words).relation() != Relation::Bound).then_some(LinkReading::Tie),
    }
}

/// Words before and after a role in the name of a relationship.
const BEFORE: &[&str] = &["is", "was", "has", "had"];
const AFTER: &[&str] = &["of", "at", "in", "on", "for", "to", "by", "the"];

fn without_particles(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let is_one = |word: Option<&&str>, of: &[&str]| word.is_some_and(|word| of.contains(&word.to_lowercase().as_str()));
    while is_one(words.last(), AFTER) {
        words.pop();
    }
    let before = words.iter().take_while(|word| is_one(Some(word), BEFORE)).count();
    words.split_off(before).join(" ")
}

/// Returns the words of a text as tables have them: folded, joined by blanks. `BoardMember` is two words.
///
/// ```
/// use interlocks_core::model::vocabulary::phrase;
/// assert_eq!(phrase("Owner-of") , phrase("OWNER_OF"));
/// ```
pub fn phrase(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + 4);
    let mut after_lower = false;
    for sign in text.chars() {
        if after_lower && sign.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(sign);
        after_lower = sign.is_lowercase();
    }
    joined(&words(&spaced))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_relationships_are_read() {
        let seat = |role: &str| Some(LinkReading::Seat { role: role.to_owned() });
        for (text, expected) in [
            ("BOARD_MEMBER", seat("board member")),
            ("BoardMember", seat("board member")),
            ("HAS_DIRECTOR", seat("director")),
            ("MEMBER_OF", seat("member")),
            ("officer at", seat("officer")),
            ("CHAIR_OF", seat("chair")),
            ("chair", seat("chair")),
            ("Board member of", seat("Board member")),
            ("Chief Executive Officer", seat("Chief Executive Officer")),
            ("SITS_ON", seat("")),
            ("zasiada w", seat("")),
            ("OWNS", Some(LinkReading::Tie)),
            ("founder-of", Some(LinkReading::Tie)),
            ("married", Some(LinkReading::Tie)),
            ("why", None),
            ("", None),
        ] {
            assert_eq!(read_link(text), expected, "{text}");
        }
    }

    #[test]
    fn kinds_of_entity_are_read_in_any_case() {
        for (text, expected) in [
            (" PERSON ", Some(EntityKind::Person)),
            ("LegalEntity", Some(EntityKind::Company)),
            ("Société", Some(EntityKind::Company)),
            ("公司", Some(EntityKind::Company)),
            ("7", None),
        ] {
            assert_eq!(read_entity_kind(text), expected, "{text}");
        }
    }
}
