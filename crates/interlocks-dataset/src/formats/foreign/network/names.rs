//! The name of a vertex: programs keep it in different attributes.

use interlocks_core::model::vocabulary::is_no_value;

use super::Attributes;
use super::sides::plain;

/// Attributes with the name of a vertex, without case, blanks and punctuation; the first that has one counts.
const ATTRIBUTES: &[&str] = &[
    "name",
    "label",
    "sharedname",
    "displayname",
    "fullname",
    "caption",
    "personname",
    "companyname",
    "title",
    "nom",
    "nombre",
    "nome",
    "naam",
    "bezeichnung",
];

/// Takes the name of a vertex from its label or from an attribute, which is removed; empty if it has none.
pub(super) fn take(id: &str, label: &str, attributes: &mut Attributes) -> String {
    attributes.retain(|(name, text)| !(ATTRIBUTES.contains(&plain(name).as_ref()) && is_no_value(text)));
    let is_name = |text: &str| !text.trim().is_empty() && !is_no_value(text);
    if is_name(label) && label != id {
        remove_copies(attributes, label);
        return label.to_owned();
    }
    let at = ATTRIBUTES.iter().find_map(|wanted| attributes.iter().position(|cell| plain(&cell.0) == *wanted));
    // Where a program numbers the vertices itself, `id` may be the original id. igraph does so.
    let at = at.or_else(|| {
        let is_original = |text: &str| is_name(text) && text != id && text.chars().any(char::is_alphabetic);
        attributes.iter().position(|cell| cell.0.eq_ignore_ascii_case("id") && is_original(&cell.1))
    });
    let name = at.map(|at| attributes.remove(at).1).unwrap_or_default();
    remove_copies(attributes, &name);
    name
}

/// Removes attributes that repeat the name.
fn remove_copies(attributes: &mut Attributes, name: &str) {
    attributes.retain(|cell| !(cell.1 == name && ATTRIBUTES.contains(&plain(&cell.0).as_ref())));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(id: &str, label: &str, cells: &[(&str, &str)]) -> (String, usize) {
        let mut attributes = cells.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        (take(id, label, &mut attributes), attributes.len())
    }

    #[test]
    fn the_name_is_found_where_programs_keep_it() {
        assert_eq!(name("n0", "", &[("shared name", "Ann"), ("name", "Ann")]), ("Ann".to_owned(), 0));
        assert_eq!(name("n0", "Ann", &[("label", "Ann"), ("name", "a")]), ("Ann".to_owned(), 1));
        assert_eq!(name("n0", "n0", &[("Label", "Ann")]), ("Ann".to_owned(), 0));
        assert_eq!(name("n0", "None", &[("name", "None"), ("title", "Ann")]), ("Ann".to_owned(), 0));
        assert_eq!(name("n0", "", &[("id", "Ann Lee")]), ("Ann Lee".to_owned(), 0));
        assert_eq!(name("n0", "", &[("id", "62")]), (String::new(), 1));
    }
}
