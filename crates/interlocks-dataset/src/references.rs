//! Resolves the references of seats to people and companies.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use interlocks_core::model::Place;
use interlocks_core::model::vocabulary::fold;
use interlocks_core::store::{BitPacked, StringColumn, StringColumnBuilder, merge_texts};

use super::columns::Field;
use super::ids::Ids;
use super::loader::{EntityRegistry, shortened};
use super::readers::SeatTable;
use super::tables::{Attributes, Entities, Places};

/// A reference that was not resolved.
pub(super) const MISSING: u32 = u32::MAX;

/// One of the two columns of references in a table of seats.
#[derive(Clone, Copy)]
pub(super) struct ReferenceColumn {
    pub unresolved: fn(&SeatTable) -> &StringColumn,
    pub references: fn(&SeatTable) -> &BitPacked,
    pub at: usize,
    pub name: Field,
}

pub(super) const PEOPLE: ReferenceColumn =
    ReferenceColumn { unresolved: |t| &t.people, references: |t| &t.person, at: 0, name: Field::PersonName };
pub(super) const COMPANIES: ReferenceColumn =
    ReferenceColumn { unresolved: |t| &t.companies, references: |t| &t.company, at: 1, name: Field::CompanyName };

/// Further ids under which unresolved references may be known.
#[derive(Clone, Copy)]
pub(super) struct OtherIds<'a> {
    /// The ids of companies, if companies may have seats too.
    pub ids: Option<&'a Ids>,
    /// Ids that were merged into others.
    pub merged: &'a HashMap<String, String>,
    /// `true` if a reference may be the name of an entity that a table lists, as in tables that people make.
    pub names_are_references: bool,
}

/// Returns, for every table, the rows of its unresolved references, or [`MISSING`]. Where no table lists the
/// entities they are added, except those in `others`.
pub(super) fn resolve_references(
    known: &mut EntityRegistry,
    tables: &[SeatTable],
    places: &[Places],
    column: ReferenceColumn,
    others: OtherIds<'_>,
    warnings: &mut Vec<(Place, String)>,
) -> Vec<Vec<u32>> {
    let unresolved = || tables.iter().map(column.unresolved);
    if unresolved().all(StringColumn::is_empty) {
        return tables.iter().map(|_| Vec::new()).collect();
    }
    let is_by_name = known.listed || others.names_are_references;
    let by_name = if is_by_name { unique_names(&known.entities, unresolved()) } else { HashMap::new() };
    if !known.listed {
        let is_name = |text: &str| by_name.get(text).is_some_and(Option::is_some);
        warnings.extend(add_unlisted(known, tables, places, column, others, is_name));
    }
    let ids: &Ids = &known.entities.ids;
    let row = |text: &str| {
        let text = others.merged.get(text).map_or(text, String::as_str);
        ids.row(text).or_else(|| by_name.get(text).copied().flatten()).unwrap_or(MISSING)
    };
    unresolved().map(|texts| texts.iter().map(row).collect()).collect()
}

/// Adds people or companies for all unresolved references without a known id, under the first name that the seats
/// give. Returns a warning for each id that goes by two names.
fn add_unlisted(
    known: &mut EntityRegistry,
    tables: &[SeatTable],
    places: &[Places],
    column: ReferenceColumn,
    others: OtherIds<'_>,
    is_name: impl Fn(&str) -> bool,
) -> Vec<(Place, String)> {
    let old = Arc::clone(&known.entities.ids);
    let is_new = |id: &str| {
        let is_there = |id: &str| old.row(id).is_some() || others.ids.is_some_and(|ids| ids.row(id).is_some());
        !is_there(id) && !is_name(id) && !others.merged.get(id).is_some_and(|id| is_there(id))
    };
    let lists: Vec<StringColumnBuilder> = tables
        .iter()
        .map(|table| {
            let mut list = StringColumnBuilder::default();
            let new = (column.unresolved)(table).iter().filter(|id| is_new(id));
            new.for_each(|id| _ = list.push(id));
            list
        })
        .collect();
    let (ids, renumbered) = merge_texts(&lists.iter().collect::<Vec<_>>());
    let mut names = vec![String::new(); ids.len()];
    let mut first: Vec<Option<Place>> = vec![None; ids.len()];
    let mut other_names: BTreeMap<usize, (Place, String)> = BTreeMap::new();
    for ((table, places), renumbered) in tables.iter().zip(places).zip(&renumbered) {
        let known_then = table.known[column.at];
        let mut next = renumbered.iter();
        let numbers: Vec<Option<u32>> =
            (column.unresolved)(table).iter().map(|id| if is_new(id) { next.next().copied() } else { None }).collect();
        for (row, reference) in (column.references)(table).iter().enumerate() {
            let number = reference.checked_sub(known_then).and_then(|at| numbers.get(at as usize).copied().flatten());
            let Some(number) = number else { continue };
            let number = number as usize;
            first[number].get_or_insert_with(|| places.get(row));
            let name = table.attributes.text(column.name, row);
            if name.is_empty() || name == ids.get(number) || name == names[number] {
                continue;
            }
            if names[number].is_empty() {
                names[number] = name.to_owned();
            } else if !other_names.contains_key(&number) && fold(name) != fold(&names[number]) {
                other_names.insert(number, (places.get(row), name.to_owned()));
            }
        }
    }
    let warnings = other_names.into_iter().map(|(number, (place, other))| {
        let id = ids.get(number);
        let rounded = if is_rounded(id) { "; a spreadsheet seems to have rounded the numbers" } else { "" };
        let [id, name, other] = [id, &names[number], &other].map(shortened);
        (place, format!("the id '{id}' goes by two names, '{name}' and '{other}'; the first is used{rounded}"))
    });
    let warnings = warnings.collect();
    let places = first.into_iter().map(Option::unwrap_or_default);
    append_entities(known, ids, |number| &names[number], places);
    warnings
}

/// Returns `true` for a number such as 2.89745E+08, as spreadsheets show long numbers.
fn is_rounded(id: &str) -> bool {
    let exponent = id.split_once(['E', 'e']).filter(|(_, exponent)| exponent.starts_with('+'));
    exponent.is_some() && id.parse::<f64>().is_ok()
}

/// Appends people or companies of which an id, maybe a name, and a place are known.
pub(super) fn append_entities<'n>(
    known: &mut EntityRegistry,
    ids: StringColumn,
    name: impl Fn(usize) -> &'n str,
    places: impl Iterator<Item = Place>,
) {
    let entities = Entities {
        names: StringColumn::from_iter((0..ids.len()).map(name)),
        ids: Arc::new(Ids::new(ids).0),
        attributes: Attributes::default(),
        places: Places::new(places),
    };
    known.append(entities, Vec::new());
}

/// Returns the rows of the entities with these names; `None` where several have the name. Case and accents count only where
/// an entity has exactly the name.
pub(super) fn unique_names<'a>(
    entities: &Entities,
    unresolved: impl Iterator<Item = &'a StringColumn>,
) -> HashMap<String, Option<u32>> {
    let mut found: HashMap<String, Option<u32>> = HashMap::new();
    if entities.is_empty() {
        return found;
    }
    let wanted: HashSet<&str> = unresolved.flat_map(StringColumn::iter).collect();
    for (name, row) in entities.names.iter().zip(0u32..) {
        if wanted.contains(name) {
            found.entry(name.to_owned()).and_modify(|old| *old = None).or_insert(Some(row));
        }
    }
    let mut folded: HashMap<String, Vec<&str>> = HashMap::new();
    for name in wanted.into_iter().filter(|name| !found.contains_key(*name)) {
        folded.entry(fold(name)).or_default().push(name);
    }
    if folded.is_empty() {
        return found;
    }
    for row in 0..entities.len() as u32 {
        for name in folded.get(&fold(entities.name(row as usize))).into_iter().flatten() {
            found.entry((*name).to_owned()).and_modify(|old| *old = None).or_insert(Some(row));
        }
    }
    found
}

/// Returns references as rows: known ones unchanged, unresolved ones by their rows in `unresolved`.
pub(super) fn renumbered(references: &BitPacked, known: u32, unresolved: &[u32]) -> BitPacked {
    if unresolved.is_empty() {
        return references.clone();
    }
    let row = |number: u32| match number.checked_sub(known) {
        None => number,
        Some(id) => unresolved.get(id as usize).copied().unwrap_or(MISSING),
    };
    let values: Vec<u32> = references.to_vec().into_par_iter().map(row).collect();
    BitPacked::from_slice(&values)
}
