//! Texts that are names and not ids.

use std::collections::BTreeSet;

use interlocks_core::wording::counted;

use crate::loader::shortened;
use crate::tables::Entities;

/// Returns `true` if a text is a name and not an id: it has several words, or letters in both cases, or letters of a script
/// without cases. Ids are one word, such as `p0017`, `reed-hastings`, `ACME` or `00445790`.
pub fn is_name(text: &str) -> bool {
    // Most ids of registers end here.
    let is_code = |byte: u8| byte.is_ascii_digit() || byte == b'_';
    if text.bytes().all(|byte| byte.is_ascii_graphic()) && text.bytes().any(is_code) {
        return false;
    }
    let has_letter = text.chars().any(char::is_alphabetic);
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    if !has_letter || words > 1 {
        return words > 1;
    }
    let has_digit = text.chars().any(char::is_numeric);
    let has = |is: fn(&char) -> bool| text.chars().any(|sign| is(&sign));
    let is_mixed = has(|sign| sign.is_uppercase()) && has(|sign| sign.is_lowercase());
    let is_without_case = has(|sign| sign.is_alphabetic() && !sign.is_uppercase() && !sign.is_lowercase());
    !has_digit && !text.contains('_') && (is_mixed || is_without_case)
}

/// The length of what stands around a label: `John Smith (1950)`.
const LABEL: u32 = 3;

/// Returns `true` if an id is a name with what tells it from others of that name.
fn is_label_of(name: &str, id: &str) -> bool {
    let label = id.strip_prefix(name).and_then(|rest| rest.strip_prefix(" ("));
    label.is_some_and(|label| label.ends_with(')')) && is_name(name)
}

/// The people or companies that have no other id than their name.
#[derive(Clone, Debug, Default)]
struct Named {
    count: usize,
    /// The first name in the alphabet.
    example: String,
}

impl Named {
    fn new(entities: &Entities) -> Named {
        let mut named = Named::default();
        let mut parted: BTreeSet<&str> = BTreeSet::new();
        for (row, (name, id)) in entities.lengths() {
            if name == 0 || name == id {
                let (id, name) = (entities.id(row), entities.name(row));
                if id == name && is_name(id) {
                    named.add(id);
                }
            } else if id > name + LABEL && is_label_of(entities.names.get(row), entities.id(row)) {
                parted.insert(entities.names.get(row));
            }
        }
        parted.into_iter().filter(|name| entities.row(name).is_none()).for_each(|name| named.add(name));
        named
    }

    fn add(&mut self, name: &str) {
        if self.count == 0 || name < self.example.as_str() {
            name.clone_into(&mut self.example);
        }
        self.count += 1;
    }
}

/// Returns the note that people, companies or both are identified by their names; `None` if all have other ids.
///
/// Cost: linear in the people and companies; ids are told from names by their letters.
pub(crate) fn identified_by_name(people: &Entities, companies: &Entities) -> Option<String> {
    let (people, companies) = rayon::join(|| Named::new(people), || Named::new(companies));
    let names = |named: &Named| {
        let example = shortened(&named.example);
        format!("{} such as '{example}'", counted(named.count, "name"))
    };
    let (who, names, one) = match (people.count, companies.count) {
        (0, 0) => return None,
        (_, 0) => ("people", names(&people), "person"),
        (0, _) => ("companies", names(&companies), "company"),
        _ => ("people and companies", format!("{} and {}", names(&people), names(&companies)), "person or company"),
    };
    Some(format!(
        "{who} are identified by name: {names}; a name counts as one {one} unless its rows contradict each other"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_ids() {
        for name in [
            "John Smith",
            "SMITH, JOHN",
            "ann lee",
            "Smith",
            "Zoë",
            "张三",
            "3M Company",
            "Société Générale",
            "O'Neill",
        ] {
            assert!(is_name(name), "{name}");
        }
        for id in
            ["", "p1", "ann", "reed-hastings", "ACME", "00445790", "GB-COH-00445790", "Q42", "12 34", "x_Y", "0001 2"]
        {
            assert!(!is_name(id), "{id}");
        }
    }
}
