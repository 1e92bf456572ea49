//! Tells whether a line between a person and a company is a seat or a tie.

use interlocks_core::model::vocabulary::{LinkReading, read_link};

use super::Attributes;
use super::sides::plain;

/// Attributes that may name the relationship, without case, blanks and punctuation; the first that is read counts. A line with a
/// `kind` that is not known is a tie; any other line is a seat.
const ATTRIBUTES: &[&str] = &[
    "kind",
    "label",
    "type",
    "relation",
    "relationship",
    "relationtype",
    "relationshiptype",
    "reltype",
    "edgetype",
    "edgelabel",
    "labele",
    "interaction",
    "sharedinteraction",
    "art",
    "typ",
    "tipo",
];

/// The meaning of a line between a person and a company.
#[derive(Debug, PartialEq)]
pub(super) enum Link {
    /// A seat. The role is empty if none is stated by the relationship.
    Seat { role: String },
    /// A tie.
    Tie,
}

/// The meaning of a line, and the attribute that states it.
#[derive(Debug, PartialEq)]
pub(super) struct StatedLink {
    pub(super) link: Link,
    /// The index of the attribute; `None` if nothing states what the line is.
    pub(super) attribute: Option<usize>,
}

/// Returns what the attributes of a line state.
pub(super) fn link(attributes: &Attributes) -> StatedLink {
    for (at, name) in relationships(attributes) {
        let text = attributes[at].1.trim();
        let link = match read_link(text) {
            Some(LinkReading::Seat { role }) => Link::Seat { role },
            Some(LinkReading::Tie) => Link::Tie,
            None if name == "kind" || is_type_name(text) => Link::Tie,
            None => continue,
        };
        return StatedLink { link, attribute: Some(at) };
    }
    StatedLink { link: Link::Seat { role: String::new() }, attribute: None }
}

/// Returns the indices and plain names of the attributes that name a relationship, in the order in which they count.
pub(super) fn relationships(attributes: &Attributes) -> impl Iterator<Item = (usize, &'static str)> {
    let is_direction = |text: &str| matches!(text.to_lowercase().as_str(), "" | "directed" | "undirected" | "mutual");
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, (name, text)) in attributes.iter().enumerate() {
        let name = plain(name);
        if let Some(rank) = ATTRIBUTES.iter().position(|known| *known == name)
            && !found.iter().any(|one| one.0 == rank)
            && !is_direction(text.trim())
        {
            found.push((rank, at));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(rank, at)| (at, ATTRIBUTES[rank]))
}

/// Returns `true` if a text is a name for a type of relationship as graph databases write it: `LENT_TO`.
fn is_type_name(text: &str) -> bool {
    text.len() > 3 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_relationship_is_found_where_programs_keep_it() {
        let read = |name: &str, text: &str| link(&vec![(name.to_owned(), text.to_owned())]).link;
        let seat = |role: &str| Link::Seat { role: role.to_owned() };
        assert_eq!(read("label", "DIRECTOR_OF"), seat("director"));
        assert_eq!(read("label", "SITS_ON"), seat(""));
        assert_eq!(read("Edge Label", "chair"), seat("chair"));
        assert_eq!(read("interaction", "owns"), Link::Tie);
        assert_eq!(read("label", "WIDGETS"), Link::Tie);
        assert_eq!(read("kind", "widget"), Link::Tie);
        assert_eq!(read("kind", "seat"), seat(""));
        assert_eq!((read("label", "why"), read("type", "Undirected")), (seat(""), seat("")));
    }
}
