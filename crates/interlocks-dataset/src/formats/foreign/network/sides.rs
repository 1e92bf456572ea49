//! Which vertices are people: what attributes of a vertex state.

use std::borrow::Cow;

use interlocks_core::model::EntityKind;
use interlocks_core::model::vocabulary::{fold, read_entity_kind};

use super::super::mode::Mode;
use super::Attributes;

/// Attributes that may state the mode of a vertex, without case, blanks and punctuation; the first that states one counts.
const ATTRIBUTES: &[&str] = &[
    "kind",
    "type",
    "bipartite",
    "mode",
    "side",
    "class",
    "entity",
    "nodetype",
    "entitytype",
    "vertextype",
    "nodekind",
    "nodeclass",
    "labels",
    "labelv",
    "vertexlabel",
    "category",
    "partition",
    "group",
    "art",
    "typ",
    "tipo",
    "tipus",
    "kategorie",
    "categorie",
    "categoria",
    "soort",
    "rodzaj",
    "тип",
    "вид",
    "类型",
    "類型",
    "種類",
    "유형",
    "label",
    "description",
];

/// Attributes that are mostly about something else. What they state is only taken for a mode if it is a word for one.
const OF_OTHER_MEANING: &[&str] = &["category", "partition", "group", "description", "label", "labels"];

/// Returns a name of an attribute without case, accents, blanks and punctuation.
pub(super) fn plain(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(fold(name).chars().filter(|sign| sign.is_alphanumeric()).collect())
}

/// Returns `true` if an attribute of this name may state a mode.
pub(super) fn may_state_mode(name: &str) -> bool {
    let name = plain(name);
    ATTRIBUTES.contains(&name.as_ref()) && !OF_OTHER_MEANING.contains(&name.as_ref()) || name == "labels"
}

/// The mode that an attribute states.
pub(super) struct StatedMode {
    pub(super) mode: Mode,
    /// The index of the attribute.
    pub(super) attribute: usize,
    /// `true` if the attribute says more than the mode: `:Person:Director`.
    pub(super) says_more: bool,
}

/// Returns the mode that the attributes state.
pub(super) fn stated_mode(attributes: &Attributes) -> Option<StatedMode> {
    let names: Vec<Cow<'_, str>> = attributes.iter().map(|(name, _)| plain(name)).collect();
    // A vertex without another name may be called Company.
    let is_named = names.iter().any(|name| matches!(name.as_ref(), "name" | "sharedname" | "title" | "fullname"));
    let known = ATTRIBUTES.iter().filter(|name| **name != "label" || is_named);
    known.into_iter().find_map(|wanted| {
        let attribute = names.iter().position(|name| name == wanted)?;
        let text = &attributes[attribute].1;
        let words = words(text);
        let mode = match words.iter().find_map(|word| read_entity_kind(word)) {
            Some(kind) => mode_of(kind),
            None if OF_OTHER_MEANING.contains(wanted) => return None,
            None => mode_of_number(text)?,
        };
        Some(StatedMode { mode, attribute, says_more: words.len() > 1 })
    })
}

/// Returns the words for a mode in their order in a text: `people (1) and companies (2)`.
pub(super) fn modes_in_words(text: &str) -> Vec<Mode> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter_map(read_entity_kind).map(mode_of).collect()
}

fn mode_of(kind: EntityKind) -> Mode {
    if kind == EntityKind::Person { Mode::People } else { Mode::Companies }
}

/// Reads the numbers and truth values by which programs tell two modes apart.
fn mode_of_number(text: &str) -> Option<Mode> {
    match text.trim().to_lowercase().as_str() {
        "0" | "0.0" | "false" => Some(Mode::People),
        "1" | "1.0" | "true" => Some(Mode::Companies),
        _ => None,
    }
}

/// Splits several labels of one vertex: `:Person:Director`, `["Person"]`.
fn words(text: &str) -> Vec<&str> {
    let parts = text.split(|sign: char| ":;,|[]{}\"'".contains(sign)).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(cells: &[(&str, &str)]) -> Option<Mode> {
        let attributes = cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        stated_mode(&attributes).map(|stated| stated.mode)
    }

    #[test]
    fn the_mode_is_found_where_programs_keep_it() {
        assert_eq!(mode(&[("labels", ":Person:Director")]), Some(Mode::People));
        assert_eq!(mode(&[("labels", "[\"Company\"]")]), Some(Mode::Companies));
        assert_eq!(mode(&[("Node Type", "Unternehmen")]), Some(Mode::Companies));
        assert_eq!(mode(&[("type", "TRUE")]), Some(Mode::Companies));
        assert_eq!(mode(&[("bipartite", "0.0")]), Some(Mode::People));
        assert_eq!(mode(&[("name", "Ann"), ("label", "Person")]), Some(Mode::People));
        for unclear in [("label", "Company"), ("group", "1"), ("kind", "widget"), ("shape", "person")] {
            assert_eq!(mode(&[unclear]), None, "{unclear:?}");
        }
    }
}
