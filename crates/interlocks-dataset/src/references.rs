//! Resolves the references of seats to people and companies.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use interlocks_core::model::Place;
use interlocks_core::model::vocabulary::fold;
use interlocks_core::store::{BitPacked, StringColumn, StringColumnBuilder, merge_texts};
use interlocks_core::wording::counted;

use super::aliases::Aliases;
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
    /// Replaces both.
    pub set: fn(&mut SeatTable, BitPacked, StringColumn),
    pub at: usize,
    pub name: Field,
    /// The word for one of the entities that it refers to.
    pub what: &'static str,
    /// The table of these.
    pub table: &'static str,
}

pub(super) const PEOPLE: ReferenceColumn = ReferenceColumn {
    unresolved: |t| &t.people,
    references: |t| &t.person,
    set: |t, references, texts| (t.person, t.people) = (references, texts),
    at: 0,
    name: Field::PersonName,
    what: "person",
    table: "people",
};
pub(super) const COMPANIES: ReferenceColumn = ReferenceColumn {
    unresolved: |t| &t.companies,
    references: |t| &t.company,
    set: |t, references, texts| (t.company, t.companies) = (references, texts),
    at: 1,
    name: Field::CompanyName,
    what: "company",
    table: "companies",
};

/// Further ids under which unresolved references may be known.
#[derive(Clone, Copy)]
pub(super) struct OtherIds<'a> {
    /// The ids of companies, if companies may have seats too.
    pub ids: Option<&'a Ids>,
    /// Ids that were merged into others.
    pub merged: &'a HashMap<String, String>,
}

/// Warnings and notes on how references were resolved.
#[derive(Debug, Default)]
pub(super) struct ResolutionNotes {
    /// Warnings on single rows.
    pub warnings: Vec<(Place, String)>,
    /// Notes on all of the data.
    pub notes: Vec<String>,
    /// Names that several people or companies of a table have.
    pub shared: HashSet<String>,
}

/// Returns, for every table, the rows of its unresolved references, or [`MISSING`]. Where no table lists the
/// entities they are added, except those in `others`.
pub(super) fn resolve_references(
    known: &mut EntityRegistry,
    tables: &[SeatTable],
    places: &[Places],
    column: ReferenceColumn,
    others: OtherIds<'_>,
    told: &mut ResolutionNotes,
) -> Vec<Vec<u32>> {
    let unresolved = || tables.iter().map(column.unresolved);
    if unresolved().all(StringColumn::is_empty) {
        return tables.iter().map(|_| Vec::new()).collect();
    }
    let listed = known.listed;
    let may_name = |table: &SeatTable| listed || table.is_by_hand;
    let texts = tables.iter().filter(|table| may_name(table)).flat_map(|table| (column.unresolved)(table).iter());
    let aliases = Aliases::new(&known.entities, texts);
    told.notes.extend(aliases.note(column.what));
    told.shared.extend(aliases.shared().map(str::to_owned));
    if !listed {
        let is_alias = |table: &SeatTable, text: &str| may_name(table) && aliases.row(text).is_some();
        told.notes.extend(strangers(known, tables, column, others, is_alias));
        told.warnings.extend(add_unlisted(known, tables, places, column, others, is_alias));
    }
    let ids: &Ids = &known.entities.ids;
    let row = |table: &SeatTable, text: &str| {
        let text = others.merged.get(text).map_or(text, String::as_str);
        ids.row(text).or_else(|| aliases.row(text).filter(|_| may_name(table))).unwrap_or(MISSING)
    };
    tables.iter().map(|table| (column.unresolved)(table).iter().map(|text| row(table, text)).collect()).collect()
}

/// Returns a note on the people or companies of tables made by hand that no table lists, if some table lists others.
fn strangers(
    known: &EntityRegistry,
    tables: &[SeatTable],
    column: ReferenceColumn,
    others: OtherIds<'_>,
    is_alias: impl Fn(&SeatTable, &str) -> bool,
) -> Option<String> {
    let listed = &known.entities;
    if listed.is_empty() || !tables.iter().any(|table| table.is_by_hand) {
        return None;
    }
    let mut strange: Vec<&str> = Vec::new();
    for table in tables.iter().filter(|table| table.is_by_hand) {
        let is_there = |text: &str| {
            let text = others.merged.get(text).map_or(text, String::as_str);
            listed.ids.row(text).is_some() || others.ids.is_some_and(|ids| ids.row(text).is_some())
        };
        strange.extend((column.unresolved)(table).iter().filter(|text| !is_there(text) && !is_alias(table, text)));
    }
    strange.sort_unstable();
    strange.dedup();
    let ReferenceColumn { what, table, .. } = column;
    let (first, example) = (strange.first()?, listed.id(0));
    Some(format!(
        "{} of seats {} in no table of {table}, such as '{}'; that table has ids such as '{}'",
        counted(strange.len(), what),
        if strange.len() == 1 { "is" } else { "are" },
        shortened(first),
        shortened(example),
    ))
}

/// Adds people or companies for all unresolved references without a known id, under the first name that the seats
/// give. Returns a warning for each id that goes by two names.
fn add_unlisted(
    known: &mut EntityRegistry,
    tables: &[SeatTable],
    places: &[Places],
    column: ReferenceColumn,
    others: OtherIds<'_>,
    is_alias: impl Fn(&SeatTable, &str) -> bool,
) -> Vec<(Place, String)> {
    let old = Arc::clone(&known.entities.ids);
    let is_new = |table: &SeatTable, id: &str| {
        let is_there = |id: &str| old.row(id).is_some() || others.ids.is_some_and(|ids| ids.row(id).is_some());
        !is_there(id) && !is_alias(table, id) && !others.merged.get(id).is_some_and(|id| is_there(id))
    };
    let lists: Vec<StringColumnBuilder> = tables
        .iter()
        .map(|table| {
            let mut list = StringColumnBuilder::default();
            let new = (column.unresolved)(table).iter().filter(|id| is_new(table, id));
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
        let numbers: Vec<Option<u32>> = (column.unresolved)(table)
            .iter()
            .map(|id| if is_new(table, id) { next.next().copied() } else { None })
            .collect();
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

/// Returns the message on a reference to nobody, or to one of several.
pub(super) fn unknown(column: ReferenceColumn, text: &str, shared: &HashSet<String>) -> String {
    let ReferenceColumn { what, table, .. } = column;
    let short = shortened(text);
    if shared.contains(text) {
        return format!(
            "'{short}' is the name of several rows of the {table} table, and the row does not say which {what} is meant: use the id"
        );
    }
    format!("unknown {what} '{short}': the {table} table has no such id or unique name")
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
