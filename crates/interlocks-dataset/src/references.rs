//! Resolves the references of seats to people and companies.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use interlocks_core::model::Place;
use interlocks_core::model::vocabulary::fold;
use interlocks_core::store::{BitPacked, DictColumn, StringColumn, StringColumnBuilder, merge_texts};
use interlocks_core::wording::counted;

use super::aliases::Aliases;
use super::columns::Field;
use super::ids::Ids;
use super::loader::{EntityRegistry, shortened};
use super::readers::SeatTable;
use super::tables::{Attributes, Entities, Places};

/// A reference that was not resolved.
pub(super) const MISSING: u32 = u32::MAX;

/// The texts that one task looks up.
const CHUNK: usize = 1 << 12;

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
    let rows = |table: &SeatTable| in_chunks((column.unresolved)(table), |text| row(table, text));
    tables.iter().map(rows).collect()
}

/// Applies a function to all texts, in parallel.
fn in_chunks<T: Send>(texts: &StringColumn, of: impl Fn(&str) -> T + Sync) -> Vec<T> {
    let chunks = (0..texts.len()).into_par_iter().step_by(CHUNK);
    chunks.flat_map_iter(|from| texts.range(from, (from + CHUNK).min(texts.len())).map(&of)).collect()
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
    is_alias: impl Fn(&SeatTable, &str) -> bool + Sync,
) -> Vec<(Place, String)> {
    let old = Arc::clone(&known.entities.ids);
    let is_new = |table: &SeatTable, id: &str| {
        let is_there = |id: &str| old.row(id).is_some() || others.ids.is_some_and(|ids| ids.row(id).is_some());
        !is_there(id) && !is_alias(table, id) && !others.merged.get(id).is_some_and(|id| is_there(id))
    };
    let new_of = |table: &SeatTable| in_chunks((column.unresolved)(table), |id| is_new(table, id));
    let new: Vec<Vec<bool>> = tables.iter().map(new_of).collect();
    let lists = tables.iter().zip(&new).map(|(table, new)| {
        let mut list = StringColumnBuilder::default();
        let ids = (column.unresolved)(table).iter().zip(new);
        ids.filter(|(_, is_new)| **is_new).for_each(|(id, _)| _ = list.push(id));
        list
    });
    let lists: Vec<StringColumnBuilder> = lists.collect();
    let (ids, renumbered) = merge_texts(&lists.iter().collect::<Vec<_>>());
    let mut told = NamesTold::new(ids.len());
    for (at, table) in tables.iter().enumerate() {
        let mut next = renumbered[at].iter().copied();
        let numbers: Vec<u32> =
            new[at].iter().map(|is_new| if *is_new { next.next().unwrap_or(MISSING) } else { MISSING }).collect();
        let known_then = table.known[column.at];
        let number = |reference: u32| match reference.checked_sub(known_then) {
            None => MISSING,
            Some(unresolved) => numbers.get(unresolved as usize).copied().unwrap_or(MISSING),
        };
        told.add(at, (column.references)(table), table.attributes.column(column.name), number);
    }
    let text = |at: usize, code: u32| {
        let named = tables[at].attributes.column(column.name);
        named.map_or("", |named| named.words.get(code as usize))
    };
    let mut names: Vec<&str> = told.names(&ids, text);
    let mut other_names: BTreeMap<usize, (Place, String)> = BTreeMap::new();
    for other in &told.others {
        let (number, name) = (other.number as usize, text(other.table, other.code));
        if name.is_empty() || name == ids.get(number) || name == names[number] {
            continue;
        }
        if names[number].is_empty() {
            names[number] = name;
        } else if !other_names.contains_key(&number) && fold(name) != fold(names[number]) {
            other_names.insert(number, (places[other.table].get(other.row as usize), name.to_owned()));
        }
    }
    let warnings = other_names.into_iter().map(|(number, (place, other))| {
        let id = ids.get(number);
        let rounded = if is_rounded(id) { "; a spreadsheet seems to have rounded the numbers" } else { "" };
        let [id, name, other] = [id, names[number], &other].map(shortened);
        (place, format!("the id '{id}' goes by two names, '{name}' and '{other}'; the first is used{rounded}"))
    });
    let warnings = warnings.collect();
    let place = |row: &Option<(usize, u32)>| row.map_or_else(Place::default, |(at, row)| places[at].get(row as usize));
    let places: Vec<Place> = told.first.par_iter().map(place).collect();
    append_entities(known, ids, |number| names[number], places.into_iter());
    warnings
}

/// The names that rows tell of new people or companies. Registers tell the same name in row after row, so names are compared by
/// their codes, and texts are looked at where these differ.
struct NamesTold {
    /// For each of the new, the table and row in which it is first.
    first: Vec<Option<(usize, u32)>>,
    /// For each of the new, the table and the code of the first name that is told.
    name: Vec<Option<(usize, u32)>>,
    /// Names after the first that may be other ones, in the order of rows.
    others: Vec<OtherName>,
}

/// A name in a row after the first of somebody.
struct OtherName {
    number: u32,
    table: usize,
    row: u32,
    code: u32,
}

impl NamesTold {
    fn new(len: usize) -> NamesTold {
        NamesTold { first: vec![None; len], name: vec![None; len], others: Vec::new() }
    }

    /// Adds the rows of a table; `number` returns the new number of a reference, or [`MISSING`].
    fn add(&mut self, table: usize, references: &BitPacked, named: Option<&DictColumn>, number: impl Fn(u32) -> u32) {
        let blank = named.and_then(|named| named.words.position(""));
        // The code of the last name of each.
        let mut last = vec![MISSING; if named.is_some() { self.first.len() } else { 0 }];
        for (row, reference) in (0u32..).zip(references.iter()) {
            let number = number(reference);
            if number == MISSING {
                continue;
            }
            let at = number as usize;
            self.first[at].get_or_insert((table, row));
            let Some(named) = named else { continue };
            let code = named.codes.get(row as usize);
            if std::mem::replace(&mut last[at], code) == code || blank == Some(code as usize) {
                continue;
            }
            match self.name[at] {
                None => self.name[at] = Some((table, code)),
                Some(first) if first == (table, code) => {}
                Some(_) => self.others.push(OtherName { number, table, row, code }),
            }
        }
    }

    /// Returns the first name of each, empty if it is the id or if there is none; `text` returns the text of a code of a table.
    fn names<'t>(&self, ids: &StringColumn, text: impl Fn(usize, u32) -> &'t str + Sync) -> Vec<&'t str> {
        let named = |id: &str, name: &Option<(usize, u32)>| {
            name.map(|(table, code)| text(table, code)).filter(|name| *name != id).unwrap_or_default()
        };
        let chunks = self.name.par_chunks(CHUNK).enumerate().flat_map_iter(|(chunk, names)| {
            let first = chunk * CHUNK;
            ids.range(first, first + names.len()).zip(names).map(|(id, name)| named(id, name)).collect::<Vec<&str>>()
        });
        chunks.collect()
    }
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
