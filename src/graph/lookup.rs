//! Finding an entity by what a person types: id, name or alias, ignoring case and accents.

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{BoardGraph, CompanyIx, Entity, PersonIx};
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
        let entities = || self.entities().filter(|e| kind.is_none_or(|kind| e.kind() == kind));
        type Fits = fn(&BoardGraph, Entity, &str) -> bool;
        let by_id: Fits = |graph, entity, wanted| folded(&graph.id(entity)) == wanted;
        let by_name: Fits = |graph, entity, wanted| folded(&graph.name(entity)) == wanted;
        let by_alias: Fits = |graph, entity, wanted| graph.aliases(entity).iter().any(|alias| folded(alias) == wanted);
        let by_part: Fits = |graph, entity, wanted| {
            folded(&graph.name(entity)).contains(wanted)
                || graph.aliases(entity).iter().any(|alias| folded(alias).contains(wanted))
        };
        for fits in [by_id, by_name, by_alias, by_part] {
            let found: Vec<Entity> = if wanted.is_empty() {
                Vec::new()
            } else {
                self.first_that(kind, |entity| fits(self, entity, &wanted), MOST_LISTED)
            };
            match found[..] {
                [] => {}
                [one] => return Ok(one),
                _ => {
                    let candidates = found.iter().map(|&entity| self.qualified(entity)).collect();
                    return Err(LookupError::Ambiguous { name: shortened(text), candidates });
                }
            }
        }
        Err(not_found(kind, text, self.closest(&wanted, entities())))
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

    /// The first entities that something holds of, in order, no more than `most`.
    fn first_that(&self, kind: Option<EntityKind>, holds: impl Fn(Entity) -> bool + Sync, most: usize) -> Vec<Entity> {
        const CHUNK: usize = 1 << 12;
        let people = self.person_count();
        let (from, to) = match kind {
            Some(EntityKind::Person) => (0, people),
            Some(EntityKind::Company) => (people, people + self.company_count()),
            None => (0, people + self.company_count()),
        };
        let found: Vec<Vec<Entity>> = (from..to)
            .into_par_iter()
            .step_by(CHUNK)
            .map(|first| {
                let chunk = first..(first + CHUNK).min(to);
                chunk.map(|number| self.entity(number as u32)).filter(|entity| holds(*entity)).take(most).collect()
            })
            .collect();
        found.into_iter().flatten().take(most).collect()
    }

    fn closest(&self, wanted: &str, entities: impl Iterator<Item = Entity>) -> Vec<String> {
        let likeness = |entity: Entity| {
            let by = |name: &str| strsim::jaro_winkler(&folded(name), wanted);
            by(&self.id(entity)).max(by(&self.name(entity)))
        };
        let wanted_short = wanted.len() < 200;
        let mut scored: Vec<(f64, Entity)> = entities
            .filter(|_| wanted_short)
            .map(|entity| (likeness(entity), entity))
            .filter(|(score, _)| *score > 0.75)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
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
