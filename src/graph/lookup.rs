//! Finding an entity by what a person types: id, name or alias, ignoring case and accents.

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::entities::EntityTable;
use super::{BoardGraph, CompanyIx, Entity, PersonIx};
use crate::dataset::{Field, items};
use crate::model::EntityKind;

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

/// Lower case without accents; `Döpfner` and `dopfner` are one.
pub fn folded(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
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

/// Whether a text is, or holds, what is wanted, which is folded already. Plain letters are compared
/// as they stand; only others are folded.
struct Wanted<'a> {
    text: &'a str,
    within: bool,
    lower: String,
}

impl Wanted<'_> {
    fn fits(&mut self, text: &str) -> bool {
        if !text.is_ascii() {
            let folded = folded(text);
            return if self.within { folded.contains(self.text) } else { folded == self.text };
        }
        if !self.within {
            return text.eq_ignore_ascii_case(self.text);
        }
        self.lower.clear();
        self.lower.push_str(text);
        self.lower.make_ascii_lowercase();
        memchr::memmem::find(self.lower.as_bytes(), self.text.as_bytes()).is_some()
    }
}

impl EntityTable {
    /// The first entities of which some part is what is wanted, by number.
    fn named(&self, part: Part, wanted: &str) -> Vec<u32> {
        let new = || Wanted { text: wanted, within: part == Part::Within, lower: String::new() };
        match part {
            Part::Id => self.first(|from, to, found| {
                let mut wanted = new();
                self.ids.for_each(from, to, |number, id| {
                    if wanted.fits(id) {
                        found.push(number as u32);
                    }
                });
            }),
            Part::Name => self.first(|from, to, found| {
                let mut wanted = new();
                self.for_each_name(from, to, |number, name| {
                    if wanted.fits(name) {
                        found.push(number as u32);
                    }
                });
            }),
            Part::Alias => {
                let aliases = self.with_alias(&mut new());
                self.first(|from, to, found| found.extend(aliases.rows(self, from, to)))
            }
            Part::Within => {
                let aliases = self.with_alias(&mut new());
                self.first(|from, to, found| {
                    let mut wanted = new();
                    self.for_each_name(from, to, |number, name| {
                        if wanted.fits(name) || aliases.has(self, number) {
                            found.push(number as u32);
                        }
                    });
                })
            }
        }
    }

    /// Goes through ranges of entities in parallel, and keeps the first that are found.
    fn first(&self, find: impl Fn(usize, usize, &mut Vec<u32>) + Sync) -> Vec<u32> {
        const CHUNK: usize = 1 << 13;
        let found: Vec<Vec<u32>> = (0..self.len().div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut found = Vec::new();
                find(chunk * CHUNK, ((chunk + 1) * CHUNK).min(self.len()), &mut found);
                found.truncate(MOST_LISTED);
                found
            })
            .collect();
        found.into_iter().flatten().take(MOST_LISTED).collect()
    }

    /// The lists of aliases in which one is what is wanted.
    fn with_alias(&self, wanted: &mut Wanted<'_>) -> Aliases {
        let words = self.attributes.column(Field::Aliases).map(|column| &column.words);
        let fits = |word: &str| items(word).iter().any(|alias| wanted.fits(alias));
        Aliases { fitting: words.map_or(Vec::new(), |words| words.iter().map(fits).collect()) }
    }
}

/// Which of the different lists of aliases fit.
struct Aliases {
    fitting: Vec<bool>,
}

impl Aliases {
    fn has(&self, table: &EntityTable, number: usize) -> bool {
        !self.fitting.is_empty()
            && table
                .attributes
                .column(Field::Aliases)
                .is_some_and(|column| self.fitting.get(column.codes.get(number) as usize).copied().unwrap_or(false))
    }

    fn rows<'a>(&'a self, table: &'a EntityTable, from: usize, to: usize) -> impl Iterator<Item = u32> + 'a {
        let any = self.fitting.contains(&true);
        (if any { from..to } else { 0..0 }).filter(|number| self.has(table, *number)).map(|number| number as u32)
    }
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
    /// listed. Goes through all of them in parallel, table by table, without a text of its own for
    /// each.
    fn named(&self, kind: Option<EntityKind>, part: Part, wanted: &str) -> Vec<Entity> {
        let people = kind != Some(EntityKind::Company);
        let companies = kind != Some(EntityKind::Person);
        let mut found = Vec::new();
        if people {
            let numbers = self.people.named(part, wanted);
            found.extend(numbers.into_iter().map(|number| Entity::Person(PersonIx(number))));
        }
        if companies {
            let numbers = self.companies.named(part, wanted);
            found.extend(numbers.into_iter().map(|number| Entity::Company(CompanyIx(number))));
        }
        found.truncate(MOST_LISTED);
        found
    }

    /// The ids of the entities whose id or name is most like what was wanted. Among very many only
    /// those that begin with the same letter are compared.
    fn closest(&self, wanted: &str, kind: Option<EntityKind>) -> Vec<String> {
        const MANY: usize = 200_000;
        let all = self.person_count() + self.company_count();
        let (longest, first) = (200, wanted.chars().next());
        if wanted.len() >= longest {
            return Vec::new();
        }
        let like = |text: &str| {
            let begins =
                || text.chars().next().and_then(|letter| folded(letter.encode_utf8(&mut [0; 4])).chars().next());
            if all > MANY && begins() != first { 0.0 } else { strsim::jaro_winkler(&folded(text), wanted) }
        };
        let mut scored: Vec<(f64, Entity)> = (0..all as u32)
            .into_par_iter()
            .map(|number| self.entity(number))
            .filter(|entity| kind.is_none_or(|kind| entity.kind() == kind))
            .map(|entity| (like(&self.id(entity)).max(like(&self.name(entity))), entity))
            .filter(|(score, _)| *score > 0.75)
            .collect();
        scored.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.into_iter().take(3).map(|(_, entity)| self.id(entity)).collect()
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
    use crate::dataset::{Dataset, Format, LoadOptions};
    use crate::graph::BuildOptions;
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

    proptest! {
        #[test]
        fn names_are_found_as_looking_at_everybody_finds_them(names in prop::collection::vec(("[aAäÄßİ b]{1,4}", "[aÄb]{0,2}"), 1..9), text in "[aAäßib]{1,3}") {
            let people: Vec<String> = names.iter().enumerate().map(|(n, (name, alias))| {
                format!(r#"{{"id": "i{n}", "name": "{name}", "aliases": ["{alias}", "zz{n}"]}}"#)
            }).collect();
            let text_of = format!(r#"{{"people": [{}], "seats": [{{"person": "i0", "company": "aB"}}]}}"#, people.join(","));
            let stream = Box::new(std::io::Cursor::new(text_of.into_bytes()));
            let data = Dataset::read(stream, "test", Format::Json, &LoadOptions::default()).unwrap();
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
