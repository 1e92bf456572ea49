//! The rows of seats by name and by what they say beside it.

use std::collections::HashMap;

use interlocks_core::model::Day;
use interlocks_core::store::BitPacked;

use super::facts::{FIELDS, Facts, compared};
use super::names::is_name;
use super::{Described, Group, KEYS, Rewritten, rename};
use crate::columns::Field;
use crate::loader::EntityRegistry;
use crate::readers::SeatTable;
use crate::tables::Dates;

/// Rows of one name that say the same.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    /// The number of the name.
    pub name: u32,
    /// The number of what the rows say.
    pub number: u32,
    /// The table and the first row that say it.
    pub first: (usize, usize),
    /// The first day by which a seat has certainly begun, and the last day before which one has certainly not.
    begun: Option<(Day, Day)>,
}

/// All rows of all tables.
pub(super) struct Profiles {
    pub names: Vec<String>,
    /// `true` for a name, `false` for an id.
    pub is_name: Vec<bool>,
    /// What rows say: the numbers of the cells.
    said: Vec<[u32; FIELDS]>,
    words: Vec<Words>,
    profiles: Vec<Profile>,
    /// The numbers of other cells of each profile: name, number, field and cell, sorted.
    others: Vec<(u32, u32, usize, u32)>,
    /// For each table the name and the number of every row; [`NOBODY`] for one of a row of another table.
    rows: Vec<Vec<(u32, u32)>>,
}

/// The number of what a row of a listed person or company says: it is not looked at.
const NOBODY: u32 = u32::MAX;

/// The different cells of a field.
#[derive(Debug, Default)]
struct Words {
    /// The numbers, by the text as it is compared.
    numbers: HashMap<String, u32>,
    /// The smallest text as it is written.
    written: Vec<String>,
}

impl Words {
    fn number(&mut self, field: Field, text: &str) -> u32 {
        let text = text.trim();
        let number = *self.numbers.entry(compared(field, text)).or_insert(self.written.len() as u32);
        match self.written.get_mut(number as usize) {
            None => self.written.push(text.to_owned()),
            Some(written) if text < written.as_str() => text.clone_into(written),
            Some(_) => {}
        }
        number
    }
}

/// The column of a field in one table.
struct Cells<'t> {
    codes: &'t BitPacked,
    numbers: Vec<u32>,
}

impl Profiles {
    pub(super) fn new(known: &EntityRegistry, tables: &[SeatTable], of: Described) -> Profiles {
        let fields: Vec<Field> = of.fields().collect();
        // Number 0 is the empty cell of every field.
        let words: Vec<Words> = fields
            .iter()
            .map(|field| {
                let mut words = Words::default();
                words.number(*field, "");
                words
            })
            .collect();
        let mut all = Profiles {
            names: Vec::new(),
            is_name: Vec::new(),
            said: Vec::new(),
            words,
            profiles: Vec::new(),
            others: Vec::new(),
            rows: Vec::new(),
        };
        let mut numbers = Numbers::default();
        for table in tables {
            let rows = all.read(known, table, of, &fields, &mut numbers);
            all.rows.push(rows);
        }
        all.others.sort_unstable();
        all.others.dedup();
        all
    }

    /// Reads the rows of a table; returns the name and what is said of each.
    fn read(
        &mut self,
        known: &EntityRegistry,
        table: &SeatTable,
        of: Described,
        fields: &[Field],
        numbers: &mut Numbers,
    ) -> Vec<(u32, u32)> {
        let column = of.column;
        let has_ids = table.attributes.column(column.name).is_some();
        let mut names: Vec<Option<u32>> =
            vec![None; table.known[column.at] as usize + (column.unresolved)(table).len()];
        let cells: Vec<Option<Cells<'_>>> = fields
            .iter()
            .zip(&mut self.words)
            .map(|(field, words)| {
                let column = table.attributes.column(*field)?;
                let numbers = column.words.iter().map(|text| words.number(*field, text)).collect();
                Some(Cells { codes: &column.codes, numbers })
            })
            .collect();
        let dates = Dates::new(table.dates.clone());
        let cell = |at: usize, row: usize| {
            let cells = cells.get(at).and_then(Option::as_ref);
            cells.and_then(|cells| cells.numbers.get(cells.codes.get(row) as usize).copied()).unwrap_or(0)
        };
        let mut rows = Vec::with_capacity(table.len());
        for (row, reference) in (column.references)(table).iter().enumerate() {
            let Some(slot) = names.get_mut(reference as usize) else {
                rows.push((NOBODY, 0));
                continue;
            };
            let name = *slot.get_or_insert_with(|| {
                let text = text(known, table, of, reference);
                *numbers.names.entry(text.to_owned()).or_insert_with(|| {
                    self.names.push(text.to_owned());
                    self.is_name.push(is_name(text));
                    self.names.len() as u32 - 1
                })
            });
            if has_ids {
                self.is_name[name as usize] = false;
            }
            let mut said = [0; FIELDS];
            said.iter_mut().enumerate().take(of.apart.len()).for_each(|(at, number)| *number = cell(at, row));
            let number = *numbers.said.entry(said).or_insert_with(|| {
                self.said.push(said);
                self.said.len() as u32 - 1
            });
            let profile = *numbers.profiles.entry((name, number)).or_insert_with(|| {
                self.profiles.push(Profile { name, number, first: (self.rows.len(), row), begun: None });
                self.profiles.len() - 1
            });
            if let Some(start) = dates.start_days(table.start.get(row)) {
                let begun = &mut self.profiles[profile].begun;
                let (first, last) = begun.unwrap_or((start.last, start.first));
                *begun = Some((first.min(start.last), last.max(start.first)));
            }
            for at in of.apart.len()..fields.len() {
                let other = (name, number, at, cell(at, row));
                if other.3 != 0 && self.others.last() != Some(&other) {
                    self.others.push(other);
                }
            }
            rows.push((name, number));
        }
        rows
    }

    /// Returns the profiles by name, those of a name in the order of what they say.
    pub(super) fn by_name(&self) -> Vec<Profile> {
        let mut all = self.profiles.clone();
        all.sort_by_key(|profile| profile.name);
        let said = |profile: &Profile| {
            let numbers = self.said[profile.number as usize];
            numbers.iter().zip(&self.words).map(|(at, words)| words.written(*at).to_owned()).collect::<Vec<String>>()
        };
        let several = all.chunk_by_mut(|a, b| a.name == b.name).filter(|own| own.len() > 1);
        several.for_each(|own| own.sort_by_cached_key(said));
        all
    }

    /// Returns what the rows of a profile say in a field, as it is written.
    pub(super) fn text(&self, profile: &Profile, of: Described, field: Field) -> &str {
        let at = of.apart.iter().position(|own| *own == field);
        at.map_or("", |at| self.words[at].written(self.said[profile.number as usize][at]))
    }

    pub(super) fn facts(&self, profile: &Profile, of: Described) -> Facts {
        let cells = of.apart.iter().map(|field| (*field, self.text(profile, of, *field)));
        Facts::read(cells, profile.begun)
    }

    /// Joins profiles: the narrowest dates, all nationalities, the first of each number.
    pub(super) fn group<'p>(&'p self, profiles: Vec<&'p Profile>, of: Described) -> Group<'p> {
        let mut cells = Vec::new();
        for field in of.apart {
            let mut texts: Vec<&str> = profiles.iter().map(|profile| self.text(profile, of, *field)).collect();
            texts.retain(|text| !text.is_empty());
            texts.sort_unstable();
            texts.dedup();
            let text = match field {
                Field::Birth | Field::Death => {
                    texts.iter().min_by_key(|text| Facts::width(text)).map(|text| (*text).to_owned())
                }
                Field::Nationality => Some(texts.join("; ")).filter(|text| !text.is_empty()),
                _ => texts.first().map(|text| (*text).to_owned()),
            };
            cells.extend(text.map(|text| (*field, text)));
        }
        for (at, field) in of.other.iter().enumerate() {
            let at = at + of.apart.len();
            let mut texts: Vec<&str> = Vec::new();
            for profile in &profiles {
                let from = (profile.name, profile.number, at, 0);
                let first = self.others.partition_point(|other| *other < from);
                let own =
                    self.others[first..].iter().take_while(|other| (other.0, other.1, other.2) == (from.0, from.1, at));
                texts.extend(own.map(|other| self.words[at].written(other.3)));
            }
            texts.sort_unstable();
            texts.dedup();
            // Several countries beside one company may be those of its people: none of them is known to be its own.
            let text = match (field, texts.as_slice()) {
                (Field::Country, [_, _, ..]) | (_, []) => continue,
                (_, texts) => texts.join("; "),
            };
            cells.push((*field, text));
        }
        Group { profiles, cells }
    }

    /// Lets rows refer to the new ids of the names that stand for several, and takes what rows say out of the tables.
    pub(super) fn refer(
        &self,
        known: &mut EntityRegistry,
        tables: &mut [SeatTable],
        of: Described,
        ids: &HashMap<(u32, u32), String>,
    ) {
        if !ids.is_empty() {
            self.rename(known, ids);
        }
        for (table, rows) in tables.iter_mut().zip(&self.rows) {
            for field in of.fields() {
                match KEYS.contains(&field) {
                    true => table.set_aside(field),
                    false => table.attributes.remove(field),
                }
            }
            if ids.is_empty() {
                continue;
            }
            let first = table.known[of.column.at];
            let mut new = Rewritten::new((of.column.references)(table), (of.column.unresolved)(table));
            let mut numbers: HashMap<(u32, u32), u32> = HashMap::new();
            let mut is_reused = vec![false; new.texts.len()];
            for (value, row) in new.values.iter_mut().zip(rows) {
                let Some(id) = ids.get(row) else { continue };
                let old = *value;
                *value = *numbers.entry(*row).or_insert_with(|| {
                    // The text of the name itself is not needed any more.
                    let at = old.checked_sub(first).map(|at| at as usize).filter(|at| !is_reused[*at]);
                    let at = at.unwrap_or(new.texts.len());
                    match new.texts.get_mut(at) {
                        Some(text) => {
                            is_reused[at] = true;
                            id.clone_into(text);
                        }
                        None => new.texts.push(id.clone()),
                    }
                    first + at as u32
                });
            }
            (of.column.set)(table, BitPacked::from_slice(&new.values), new.column());
        }
    }

    /// Gives the row of somebody who was only named the first of the ids that the name stands for.
    fn rename(&self, known: &mut EntityRegistry, ids: &HashMap<(u32, u32), String>) {
        let mut first: HashMap<u32, &str> = HashMap::new();
        let mut keeps: Vec<bool> = vec![false; self.names.len()];
        for ((name, _), id) in ids {
            keeps[*name as usize] |= *id == self.names[*name as usize];
            let first = first.entry(*name).or_insert(id);
            *first = (*first).min(id);
        }
        let renamed: HashMap<u32, (String, String)> = first
            .into_iter()
            .filter(|(name, _)| !keeps[*name as usize])
            .filter_map(|(name, id)| {
                let name = &self.names[name as usize];
                Some((known.entities.row(name)?, (id.to_owned(), name.clone())))
            })
            .collect();
        rename(&mut known.entities, &renamed);
    }
}

impl Words {
    fn written(&self, number: u32) -> &str {
        self.written.get(number as usize).map_or("", String::as_str)
    }
}

/// The numbers of names, of what rows say, and of profiles.
#[derive(Default)]
struct Numbers {
    names: HashMap<String, u32>,
    said: HashMap<[u32; FIELDS], u32>,
    profiles: HashMap<(u32, u32), usize>,
}

/// Returns the text of a reference: an id of a person that is known, or a text that is not.
fn text<'t>(known: &'t EntityRegistry, table: &'t SeatTable, of: Described, reference: u32) -> &'t str {
    match reference.checked_sub(table.known[of.column.at]) {
        None => known.entities.id(reference as usize),
        Some(at) => (of.column.unresolved)(table).get(at as usize),
    }
}
