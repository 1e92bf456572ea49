//! Finds an entity by the text that a person types: id, name or alias, ignoring case, accents and the order of words.
//!
//! No search goes through all names: ids are sorted, and the words of names and
//! aliases are indexed. A snapshot contains the index; otherwise it is built for the first lookup.

mod closest;
mod deals;
mod ids;
mod names;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{BoardGraph, CompanyIx, Entity, PersonIx};
use interlocks_core::model::EntityKind;

pub(super) use names::NameIndex;

/// The reason why a name does not identify exactly one entity.
///
/// Its `Display` is a message for the user: it quotes the name and suggests similar ids, or lists the candidates with
/// the prefix that makes each of them unique.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_graph::{BoardGraph, BuildOptions, LookupError};
/// # use interlocks_dataset::Dataset;
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let error = graph.find_company("microsft").unwrap_err();
/// assert!(error.to_string().starts_with("no company is called 'microsft'; did you mean microsoft"));
/// assert!(matches!(graph.find("smith"), Err(LookupError::Ambiguous { .. })));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// No entity has this id, name or alias.
    #[error("no {kind} is called '{name}'{}", suggestion(.closest))]
    NotFound {
        /// The kind that was asked for: `person`, `company` or `person or company`.
        kind: &'static str,
        /// The text that was looked up, shortened to 60 characters.
        name: String,
        /// The most similar entities, each as its id, with its name if that is another: `ID (NAME)`; at most three.
        closest: Vec<String>,
    },
    /// Several entities match equally well.
    #[error("'{name}' may be any of {}; give an id, or write person: or company: in front", .candidates.join(", "))]
    Ambiguous {
        /// The text that was looked up, shortened to 60 characters.
        name: String,
        /// The matching entities, each as `person:ID (NAME)` or `company:ID (NAME)`; at most 21.
        candidates: Vec<String>,
    },
}

fn suggestion(closest: &[String]) -> String {
    if closest.is_empty() { String::new() } else { format!("; did you mean {}?", closest.join(", ")) }
}

/// Converts a name to lower case without accents, the form in which names are compared.
///
/// ```
/// use interlocks_graph::fold_name;
/// assert_eq!(fold_name("Döpfner"), "dopfner");
/// assert_eq!(fold_name("Łucja Sørensen"), "lucja sorensen");
/// ```
pub fn fold_name(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}

/// [`fold_name`] into a buffer that is reused. A text is folded letter by letter, so runs of ASCII
/// do not need Unicode decomposition.
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
            match transliterated(letter) {
                Some(plain) => out.push_str(plain),
                None => out.push(letter),
            }
        }
        rest = &rest[other..];
    }
}

/// Returns the letters that people type who do not have a letter on their keyboard. Unicode decomposition removes
/// accents only.
fn transliterated(letter: char) -> Option<&'static str> {
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

/// The part of an entity that matches, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MatchedPart {
    Id,
    Name,
    Alias,
    /// The words of the name or of an alias in another order: `anna quill` for `Quill, Anna`.
    Reordered,
    /// A part of the name or of an alias.
    Within,
    /// Some words of the name or of an alias in any order.
    SomeWords,
}

impl MatchedPart {
    const ALL: [MatchedPart; 6] = [
        MatchedPart::Id,
        MatchedPart::Name,
        MatchedPart::Alias,
        MatchedPart::Reordered,
        MatchedPart::Within,
        MatchedPart::SomeWords,
    ];
}

/// Returns the words of a folded name in the order of the alphabet.
fn sorted_words(folded: &str) -> Vec<&str> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '\'';
    let mut words: Vec<&str> = folded.split(|letter| !is_part(letter)).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words
}

/// Returns `true` if every one of `some`, which are sorted, is a word of the folded name.
fn has_words(folded: &str, some: &[&str]) -> bool {
    let mut words = sorted_words(folded).into_iter();
    some.iter().all(|wanted| words.any(|word| word == *wanted))
}

/// The number of candidates that are listed.
const MOST_LISTED: usize = 21;

impl BoardGraph {
    /// Finds the person or company that a text names.
    ///
    /// An exact id match wins. Otherwise ids and names are compared ignoring case and accents, in this order: id, name,
    /// alias, the words of a name or alias in another order, part of a name or alias, some words of one. The first of
    /// these that matches must match one entity only. The prefix `person:` or `company:` restricts the search to that kind.
    ///
    /// # Errors
    /// [`LookupError::NotFound`] with similar ids if nothing matches, [`LookupError::Ambiguous`] with the candidates
    /// if several entities match.
    pub fn find(&self, text: &str) -> Result<Entity, LookupError> {
        let (kind, name) = match text.split_once(':') {
            Some(("person", name)) => (Some(EntityKind::Person), name),
            Some(("company", name)) => (Some(EntityKind::Company), name),
            _ => (None, text),
        };
        self.find_kind(name.trim(), kind)
    }

    /// Returns the people and companies with every word of a text in their name, in an alias or in their id, ignoring case,
    /// accents and the order of words: people first, each kind by name, then id. A word may be a part of one. Among more than
    /// 200,000 people or companies, ids are compared as a whole.
    pub fn search(&self, text: &str) -> Vec<Entity> {
        self.search_first(text, usize::MAX).0
    }

    /// Returns the first `most` of [`search`](BoardGraph::search), and the number of all.
    ///
    /// Cost: the rows of the index that have the words, and, until [`sort_names`](BoardGraph::sort_names) was called, the names of all
    /// that is found.
    pub fn search_first(&self, text: &str, most: usize) -> (Vec<Entity>, usize) {
        let folded = fold_name(text);
        let words = sorted_words(&folded);
        let people = self.people.search(&folded, &words);
        let companies = self.companies.search(&folded, &words);
        let count = people.len() + companies.len();
        let people = self.people.first_by_name(people, most);
        let companies = self.companies.first_by_name(companies, most - people.len());
        let people = people.into_iter().map(|row| Entity::Person(PersonIx::new(row)));
        (people.chain(companies.into_iter().map(|row| Entity::Company(CompanyIx::new(row)))).collect(), count)
    }

    /// Prepares for many searches: indexes the names, if no snapshot holds the index, and sorts them. Other threads may search
    /// meanwhile.
    pub fn sort_names(&self) {
        for table in [&self.people, &self.companies] {
            table.index();
            table.sort_names();
        }
    }

    /// Finds the company that a text names.
    ///
    /// # Errors
    /// As for [`BoardGraph::find`].
    pub fn find_company(&self, text: &str) -> Result<CompanyIx, LookupError> {
        match self.find_kind(text.strip_prefix("company:").unwrap_or(text).trim(), Some(EntityKind::Company))? {
            Entity::Company(company) => Ok(company),
            Entity::Person(_) => Err(not_found(Some(EntityKind::Company), text, Vec::new())),
        }
    }

    /// Finds the person that a text names.
    ///
    /// # Errors
    /// As for [`BoardGraph::find`].
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
        let wanted = fold_name(text);
        for part in if wanted.is_empty() { &[][..] } else { &MatchedPart::ALL } {
            let found = self.matching(kind, *part, &wanted);
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

    /// Returns the entity with exactly this id, or with a record of this id; `None` if a person and a company have it.
    fn with_id(&self, text: &str, kind: Option<EntityKind>) -> Option<Entity> {
        let person = self.entity_of_record(EntityKind::Person, text);
        let company = self.entity_of_record(EntityKind::Company, text);
        let wanted = |entity: &Entity| kind.is_none_or(|kind| entity.kind() == kind);
        match (person.filter(wanted), company.filter(wanted)) {
            (Some(one), None) | (None, Some(one)) => Some(one),
            _ => None,
        }
    }

    /// Returns the first [`MOST_LISTED`] entities of which a part matches, in order.
    fn matching(&self, kind: Option<EntityKind>, part: MatchedPart, wanted: &str) -> Vec<Entity> {
        let mut found = Vec::new();
        if kind != Some(EntityKind::Company) {
            let numbers = self.people.matching(part, wanted, MOST_LISTED);
            found.extend(numbers.into_iter().map(|number| Entity::Person(PersonIx::new(number))));
        }
        if kind != Some(EntityKind::Person) {
            let numbers = self.companies.matching(part, wanted, MOST_LISTED - found.len());
            found.extend(numbers.into_iter().map(|number| Entity::Company(CompanyIx::new(number))));
        }
        found
    }

    fn qualified(&self, entity: Entity) -> String {
        format!("{}:{} ({})", entity.kind(), self.id(entity), self.name(entity))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn not_found(kind: Option<EntityKind>, text: &str, closest: Vec<String>) -> LookupError {
    let kind = kind.map_or("person or company", EntityKind::as_str);
    LookupError::NotFound { kind, name: shortened(text), closest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BuildOptions;
    use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
    use proptest::prelude::*;

    /// The oracle: compares every entity.
    fn find_slowly(graph: &BoardGraph, text: &str) -> Vec<Entity> {
        let wanted = fold_name(text.trim());
        if wanted.is_empty() {
            return Vec::new();
        }
        let fits = |entity: Entity, part: MatchedPart| match part {
            MatchedPart::Id => fold_name(&graph.id(entity)) == wanted,
            MatchedPart::Name => fold_name(&graph.name(entity)) == wanted,
            MatchedPart::Alias => graph.aliases(entity).iter().any(|alias| fold_name(alias) == wanted),
            MatchedPart::Within => {
                fold_name(&graph.name(entity)).contains(&wanted)
                    || graph.aliases(entity).iter().any(|alias| fold_name(alias).contains(&wanted))
            }
            MatchedPart::Reordered | MatchedPart::SomeWords => {
                let words = words_slowly(&wanted);
                let names = [graph.name(entity).to_string()].into_iter().chain(graph.aliases(entity));
                words.len() > 1
                    && names.map(|name| words_slowly(&fold_name(&name))).any(|own| {
                        let mut rest = own.clone();
                        let has_all = words.iter().all(|word| {
                            rest.iter().position(|other| other == word).map(|at| rest.remove(at)).is_some()
                        });
                        has_all && (part == MatchedPart::SomeWords || rest.is_empty())
                    })
            }
        };
        let matching =
            |part: MatchedPart| graph.entities().filter(|entity| fits(*entity, part)).collect::<Vec<Entity>>();
        MatchedPart::ALL.into_iter().map(matching).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn words_slowly(text: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        for letter in text.chars() {
            if letter.is_alphanumeric() || letter == '\'' {
                words.last_mut().unwrap().push(letter);
            } else {
                words.push(String::new());
            }
        }
        words.retain(|word| !word.is_empty());
        words
    }

    proptest! {
        #[test]
        fn a_search_finds_all_by_name(names in prop::collection::vec("[aAäbB]{0,3}( [aAäbB]{1,3})?", 1..12), text in "[aäb]{1,2}( [ab]{1,2})?", most in 0usize..6) {
            let people: Vec<String> =
                names.iter().enumerate().map(|(n, name)| format!(r#"{{"id": "i{n}", "name": "{name}"}}"#)).collect();
            let text_of = format!(r#"{{"people": [{}], "seats": [{{"person": "i0", "company": "aB"}}]}}"#, people.join(","));
            let stream = Box::new(std::io::Cursor::new(text_of.into_bytes()));
            let data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
            let graph = BoardGraph::new(data, BuildOptions::default());
            let folded = fold_name(&text);
            let has_all = |text: &str| sorted_words(&folded).iter().all(|word| fold_name(text).contains(word));
            let mut expected: Vec<Entity> =
                graph.entities().filter(|one| has_all(&graph.name(*one)) || has_all(&graph.id(*one))).collect();
            expected.sort_by_key(|one| (one.kind() == EntityKind::Company, graph.name(*one).into_owned(), graph.id(*one)));
            let count = expected.len();
            prop_assert_eq!(graph.search(&text), expected.clone());
            expected.truncate(most);
            prop_assert_eq!(graph.search_first(&text, most), (expected.clone(), count));
            graph.sort_names();
            prop_assert_eq!(graph.search_first(&text, most), (expected, count));
            // What the index of names finds is what comparing all names finds.
            let rows: Vec<u32> = (0..graph.person_count() as u32)
                .filter(|row| has_all(&graph.people.name(*row as usize)))
                .collect();
            let found = graph.people.index().names.rows_containing_all(&sorted_words(&folded), graph.person_count());
            prop_assert_eq!(found, rows);
        }
    }

    #[test]
    fn letters_fold_to_what_people_type() {
        assert_eq!(fold_name("Łucja SØRENSEN-Großmann Yılmaz"), "lucja sorensen-grossmann yilmaz");
        assert_eq!(fold_name("ÐẞÆŒÞĦŦ Đorđe İnce 佐藤 Ёлкин"), "dssaeoethht dorde ince 佐藤 елкин");
    }

    proptest! {
        #[test]
        fn names_are_found_as_by_comparing_everybody(names in prop::collection::vec(("[aAäÄßŁłİ bs,]{1,5}", "[aÄb ,]{0,4}"), 1..9), text in "[aAäßiłLbs ]{1,5}") {
            let people: Vec<String> = names.iter().enumerate().map(|(n, (name, alias))| {
                format!(r#"{{"id": "i{n}", "name": "{name}", "aliases": ["{alias}", "zz{n}"]}}"#)
            }).collect();
            let text_of = format!(r#"{{"people": [{}], "seats": [{{"person": "i0", "company": "aB"}}]}}"#, people.join(","));
            let stream = Box::new(std::io::Cursor::new(text_of.into_bytes()));
            let data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
            let graph = BoardGraph::new(data, BuildOptions::default());
            for text in [text.as_str(), "I0", "ab", "zz1", "ZZ", "aB"] {
                let expected = find_slowly(&graph, text);
                match graph.find(text) {
                    Ok(found) => prop_assert!(expected == [found] || graph.id(found) == text),
                    Err(LookupError::Ambiguous { candidates, .. }) => prop_assert_eq!(candidates.len(), expected.len()),
                    Err(LookupError::NotFound { .. }) => prop_assert!(expected.is_empty()),
                }
            }
        }
    }
}
