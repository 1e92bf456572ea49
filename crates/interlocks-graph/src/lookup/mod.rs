//! Finding an entity by what a person types: id, name or alias, ignoring case and accents.
//!
//! Nothing is searched for by going through all names: ids are sorted, and the words of names and
//! aliases are indexed, in a snapshot once and for all, otherwise when the first name is asked for.

mod closest;
mod ids;
mod names;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{BoardGraph, CompanyIx, Entity, PersonIx};
use interlocks_core::model::EntityKind;

pub(super) use names::NameIndex;

/// Why a name finds no single entity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// Nothing has this name; these are the closest.
    #[error("no {kind} is called '{name}'{}", suggestion(.closest))]
    NotFound { kind: &'static str, name: String, closest: Vec<String> },
    /// Several have it.
    #[error("'{name}' may be any of {}; give an id, or write person: or company: in front", .candidates.join(", "))]
    Ambiguous { name: String, candidates: Vec<String> },
}

fn suggestion(closest: &[String]) -> String {
    if closest.is_empty() { String::new() } else { format!("; did you mean {}?", closest.join(", ")) }
}

/// Lower case without accents: `Döpfner` and `dopfner` are one, and so are `Łucja Sørensen` and
/// `lucja sorensen`.
pub fn folded(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}

/// The same into memory that is there. What a text is folded to is what its letters are folded to,
/// one behind the other, so plain letters need no look at their neighbours.
fn fold_into(text: &str, out: &mut String) {
    out.clear();
    let mut rest = text;
    while !rest.is_empty() {
        let plain = rest.bytes().take_while(u8::is_ascii).count();
        let from = out.len();
        out.push_str(&rest[..plain]);
        out[from..].make_ascii_lowercase();
        rest = &rest[plain..];
        let other = rest.find(|letter: char| letter.is_ascii()).unwrap_or(rest.len());
        for letter in rest[..other].nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
            match stroked(letter) {
                Some(plain) => out.push_str(plain),
                None => out.push(letter),
            }
        }
        rest = &rest[other..];
    }
}

/// What people without the letter on their keyboard type for it; Unicode takes only accents apart.
fn stroked(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ð' | 'đ' => "d",
        'ø' => "o",
        'ł' => "l",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        _ => return None,
    })
}

/// By what an entity is looked for, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Id,
    Name,
    Alias,
    Within,
}

impl Part {
    const ALL: [Part; 4] = [Part::Id, Part::Name, Part::Alias, Part::Within];
}

/// More candidates than these are not listed.
const MOST_LISTED: usize = 21;

impl BoardGraph {
    /// The person or company a text names.
    ///
    /// An id as it is written comes before all; then, ignoring case and accents, an id before a
    /// name, a name before an alias, and all before a part of a name; each must be unique. `person:` or `company:` in front forces the kind.
    ///
    /// # Errors
    /// When nothing fits, with the closest names, or when several do, with all of them.
    pub fn find(&self, text: &str) -> Result<Entity, LookupError> {
        let (kind, name) = match text.split_once(':') {
            Some(("person", name)) => (Some(EntityKind::Person), name),
            Some(("company", name)) => (Some(EntityKind::Company), name),
            _ => (None, text),
        };
        self.find_kind(name.trim(), kind)
    }

    /// The company a text names.
    ///
    /// # Errors
    /// As [`BoardGraph::find`].
    pub fn find_company(&self, text: &str) -> Result<CompanyIx, LookupError> {
        match self.find_kind(text.strip_prefix("company:").unwrap_or(text).trim(), Some(EntityKind::Company))? {
            Entity::Company(company) => Ok(company),
            Entity::Person(_) => Err(not_found(Some(EntityKind::Company), text, Vec::new())),
        }
    }

    /// The person a text names.
    ///
    /// # Errors
    /// As [`BoardGraph::find`].
    pub fn find_person(&self, text: &str) -> Result<PersonIx, LookupError> {
        match self.find_kind(text.strip_prefix("person:").unwrap_or(text).trim(), Some(EntityKind::Person))? {
            Entity::Person(person) => Ok(person),
            Entity::Company(_) => Err(not_found(Some(EntityKind::Person), text, Vec::new())),
        }
    }

    fn find_kind(&self, text: &str, kind: Option<EntityKind>) -> Result<Entity, LookupError> {
        if let Some(entity) = self.with_id(text, kind) {
            return Ok(entity);
        }
        let wanted = folded(text);
        for part in if wanted.is_empty() { &[][..] } else { &Part::ALL } {
            let found = self.named(kind, *part, &wanted);
            match found[..] {
                [] => {}
                [one] => return Ok(one),
                _ => {
                    let candidates = found.iter().map(|&entity| self.qualified(entity)).collect();
                    return Err(LookupError::Ambiguous { name: shortened(text), candidates });
                }
            }
        }
        Err(not_found(kind, text, self.closest(&wanted, kind)))
    }

    /// The one entity whose id is this very text.
    fn with_id(&self, text: &str, kind: Option<EntityKind>) -> Option<Entity> {
        let person = self.person_number(text).map(Entity::Person);
        let company = self.company_number(text).map(Entity::Company);
        let wanted = |entity: &Entity| kind.is_none_or(|kind| entity.kind() == kind);
        match (person.filter(wanted), company.filter(wanted)) {
            (Some(one), None) | (None, Some(one)) => Some(one),
            _ => None,
        }
    }

    /// The first entities of which some part is what is wanted, in order; not more than are
    /// listed.
    fn named(&self, kind: Option<EntityKind>, part: Part, wanted: &str) -> Vec<Entity> {
        let mut found = Vec::new();
        if kind != Some(EntityKind::Company) {
            let numbers = self.people.named(part, wanted, MOST_LISTED);
            found.extend(numbers.into_iter().map(|number| Entity::Person(PersonIx::new(number))));
        }
        if kind != Some(EntityKind::Person) {
            let numbers = self.companies.named(part, wanted, MOST_LISTED - found.len());
            found.extend(numbers.into_iter().map(|number| Entity::Company(CompanyIx::new(number))));
        }
        found
    }

    fn qualified(&self, entity: Entity) -> String {
        let kind = match entity.kind() {
            EntityKind::Person => "person",
            EntityKind::Company => "company",
        };
        format!("{kind}:{} ({})", self.id(entity), self.name(entity))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn not_found(kind: Option<EntityKind>, text: &str, closest: Vec<String>) -> LookupError {
    let kind = match kind {
        Some(EntityKind::Person) => "person",
        Some(EntityKind::Company) => "company",
        None => "person or company",
    };
    LookupError::NotFound { kind, name: shortened(text), closest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BuildOptions;
    use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
    use proptest::prelude::*;

    /// The oracle: every entity is folded and looked at, one after the other.
    fn slowly(graph: &BoardGraph, text: &str) -> Vec<Entity> {
        let wanted = folded(text);
        let fits = |entity: Entity, part: Part| match part {
            Part::Id => folded(&graph.id(entity)) == wanted,
            Part::Name => folded(&graph.name(entity)) == wanted,
            Part::Alias => graph.aliases(entity).iter().any(|alias| folded(alias) == wanted),
            Part::Within => {
                folded(&graph.name(entity)).contains(&wanted)
                    || graph.aliases(entity).iter().any(|alias| folded(alias).contains(&wanted))
            }
        };
        let of = |part: Part| graph.entities().filter(|entity| fits(*entity, part)).collect::<Vec<Entity>>();
        Part::ALL.into_iter().map(of).find(|found| !found.is_empty()).unwrap_or_default()
    }

    #[test]
    fn letters_fold_to_what_people_type() {
        assert_eq!(folded("Łucja SØRENSEN-Großmann Yılmaz"), "lucja sorensen-grossmann yilmaz");
        assert_eq!(folded("ÐẞÆŒÞĦŦ Đorđe İnce 佐藤 Ёлкин"), "dssaeoethht dorde ince 佐藤 елкин");
    }

    proptest! {
        #[test]
        fn names_are_found_as_looking_at_everybody_finds_them(names in prop::collection::vec(("[aAäÄßŁłİ bs]{1,4}", "[aÄb]{0,2}"), 1..9), text in "[aAäßiłLbs]{1,3}") {
            let people: Vec<String> = names.iter().enumerate().map(|(n, (name, alias))| {
                format!(r#"{{"id": "i{n}", "name": "{name}", "aliases": ["{alias}", "zz{n}"]}}"#)
            }).collect();
            let text_of = format!(r#"{{"people": [{}], "seats": [{{"person": "i0", "company": "aB"}}]}}"#, people.join(","));
            let stream = Box::new(std::io::Cursor::new(text_of.into_bytes()));
            let data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
            let graph = BoardGraph::new(data, BuildOptions::default());
            for text in [text.as_str(), "I0", "ab", "zz1", "ZZ", "aB"] {
                let expected = slowly(&graph, text);
                match graph.find(text) {
                    Ok(found) => prop_assert!(expected == [found] || graph.id(found) == text),
                    Err(LookupError::Ambiguous { candidates, .. }) => prop_assert_eq!(candidates.len(), expected.len()),
                    Err(LookupError::NotFound { .. }) => prop_assert!(expected.is_empty()),
                }
            }
        }
    }
}
