//! Names that stand for several people or companies.
//!
//! Where a table of seats has names and no ids, the name is the id, as far as nothing contradicts it. Rows of one name that
//! cannot be of one person, because their births are apart for example, are several people: each gets an id of the name and of
//! what tells it from the others, `John Smith (1950-03)`. Tables without columns that could tell people apart are not looked at.

mod facts;
mod groups;
mod listed;
mod names;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use interlocks_core::store::{BitPacked, StringColumn};
use interlocks_core::wording::counted;

use crate::columns::Field;
use crate::ids::Ids;
use crate::loader::{EntityRegistry, Loader, shortened};
use crate::readers::SeatTable;
use crate::references::{PEOPLE, ReferenceColumn};
use crate::tables::{Entities, Places};
use facts::Facts;
use groups::groups;
use listed::settle_by_rows;
use rows::{Profile, Profiles};

pub(crate) use listed::are_apart;
pub(crate) use names::identified_by_name;
pub use names::is_name;

/// The most different rows of one id that are compared with each other.
const COMPARED: usize = 1 << 10;

/// The most names that a note or a list shows.
const SHOWN: usize = 3;

/// Ids beside the names of people and companies.
const KEYS: [Field; 2] = [Field::PersonKey, Field::CompanyKey];

/// The fields that tell people or companies apart, and those that only describe them.
#[derive(Clone, Copy)]
pub(crate) struct Described {
    pub column: ReferenceColumn,
    pub apart: &'static [Field],
    pub other: &'static [Field],
}

/// The columns of a table of seats that describe people.
pub(crate) const OF_PEOPLE: Described =
    Described { column: crate::references::PEOPLE, apart: facts::OF_PEOPLE, other: &[Field::Gender] };

/// The columns of a table of seats that describe companies.
pub(crate) const OF_COMPANIES: Described =
    Described { column: crate::references::COMPANIES, apart: facts::OF_COMPANIES, other: &[Field::Country] };

impl Described {
    pub(crate) fn fields(self) -> impl Iterator<Item = Field> {
        self.apart.iter().chain(self.other).copied()
    }

    /// Keeps the columns that describe people or companies as unknown columns; returns their names.
    pub(crate) fn set_aside(self, table: &mut SeatTable) -> Vec<String> {
        let fields: Vec<Field> = self.fields().filter(|field| table.attributes.column(*field).is_some()).collect();
        fields.iter().for_each(|field| table.set_aside(*field));
        let heading = |field: &Field| table.headings.iter().find(|(own, _)| own == field);
        fields.iter().map(|field| heading(field).map_or(field.name(), |(_, heading)| heading).to_owned()).collect()
    }

    /// Returns `true` if some table has a column that describes people or companies.
    pub(crate) fn is_in(self, tables: &[SeatTable]) -> bool {
        tables.iter().any(|table| self.fields().any(|field| table.attributes.column(field).is_some()))
    }
}

/// People or companies that rows of seats describe.
#[derive(Debug, Default)]
pub(crate) struct Namesakes {
    people: Vec<Namesake>,
    /// Notes on names that stand for several.
    pub notes: Vec<String>,
    /// Ids that rows describe in ways that contradict each other: the table and the row that does, and a sentence on it.
    pub contradictions: Vec<(usize, usize, String)>,
}

/// Somebody whom rows of seats describe.
#[derive(Debug)]
struct Namesake {
    id: String,
    /// The name, if the id is more than it.
    name: Option<String>,
    cells: Vec<(Field, String)>,
}

/// A group of rows of one name that may be of one person.
struct Group<'p> {
    profiles: Vec<&'p Profile>,
    /// What is stated, by field.
    cells: Vec<(Field, String)>,
}

impl Group<'_> {
    fn cell(&self, field: Field) -> &str {
        self.cells.iter().find(|(own, _)| *own == field).map_or("", |(_, text)| text)
    }

    /// Returns what tells the group from others of the name: the first of these, or all.
    fn labels(&self) -> Vec<String> {
        let written = |field: Field| match (field, self.cell(field)) {
            (_, "") => None,
            (Field::Death, text) => Some(format!("died {text}")),
            (Field::Lei, text) => Some(format!("LEI {text}")),
            (Field::Cik, text) => Some(format!("CIK {text}")),
            (_, text) => Some(text.to_owned()),
        };
        [facts::OF_PEOPLE, facts::OF_COMPANIES].into_iter().flatten().filter_map(|field| written(*field)).collect()
    }
}

/// Finds the people, or the companies, of one name that cannot be one, gives each an id, and lets the rows refer to these ids.
/// The columns that describe them are taken out of the tables: they are cells of the people.
fn part_namesakes(known: &mut EntityRegistry, tables: &mut [SeatTable], of: Described) -> Namesakes {
    let profiles = Profiles::new(known, tables, of);
    let mut found = Namesakes::default();
    let mut ids: HashMap<(u32, u32), String> = HashMap::new();
    let mut parted: Vec<(String, Vec<String>, bool)> = Vec::new();
    let taken: HashSet<&str> = profiles.names.iter().map(String::as_str).collect();
    let all = profiles.by_name();
    for own in all.chunk_by(|a, b| a.name == b.name) {
        let Some(first) = own.first() else { continue };
        let name = profiles.names[first.name as usize].as_str();
        // Most names have rows that say one thing.
        if own.len() == 1 {
            let group = profiles.group(vec![first], of);
            found.people.push(Namesake { id: name.to_owned(), name: None, cells: group.cells });
            continue;
        }
        let facts: Vec<Facts> = own.iter().map(|profile| profiles.facts(profile, of)).collect();
        let is_apart = |a: usize, b: usize| facts[a].are_apart(&facts[b]);
        if !profiles.is_name[first.name as usize] {
            let group = profiles.group(own.iter().collect(), of);
            if (0..own.len().min(COMPARED)).any(|a| (0..a).any(|b| is_apart(a, b))) {
                let (table, row) = own.iter().map(|profile| profile.first).max().unwrap_or_default();
                found.contradictions.push((table, row, contradiction(name, own, &profiles, of)));
            }
            found.people.push(Namesake { id: name.to_owned(), name: None, cells: group.cells });
            continue;
        }
        let grouped = groups(own.len(), is_apart);
        let mut groups: Vec<Group<'_>> = grouped
            .into_iter()
            .map(|group| profiles.group(group.into_iter().map(|at| &own[at]).collect(), of))
            .collect();
        let is_parted = groups.len() > 1;
        let labelled = labelled(name, &groups, &taken);
        let mut shown = labelled.clone();
        shown.sort_unstable();
        for (group, id) in groups.iter_mut().zip(labelled) {
            for profile in &group.profiles {
                if is_parted {
                    ids.insert((profile.name, profile.number), id.clone());
                }
            }
            let name = (id != name).then(|| name.to_owned());
            found.people.push(Namesake { id, name, cells: std::mem::take(&mut group.cells) });
        }
        if is_parted {
            // Rows that state less than others may be of one of them.
            let plain = ids_of_plain(name, own, &ids);
            let is_open = plain.iter().any(|a| (0..own.len()).any(|b| !plain.contains(&b) && !is_apart(*a, b)));
            parted.push((name.to_owned(), shown, is_open));
        }
    }
    parted.sort_unstable();
    found.people.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    found.contradictions.sort_unstable();
    found.notes.extend(note(&parted, of.column.what));
    profiles.refer(known, tables, of, &ids);
    found
}

/// Returns the numbers of the profiles whose id is the name alone.
fn ids_of_plain(name: &str, own: &[Profile], ids: &HashMap<(u32, u32), String>) -> Vec<usize> {
    let is_plain = |one: &Profile| ids.get(&(one.name, one.number)).is_some_and(|id| id == name);
    (0..own.len()).filter(|at| is_plain(&own[*at])).collect()
}

/// Returns an id for each group of rows of one name: the name alone if it is the only one or if nothing is stated, else with what
/// tells it from the others.
fn labelled(name: &str, groups: &[Group<'_>], taken: &HashSet<&str>) -> Vec<String> {
    if groups.len() == 1 {
        return vec![name.to_owned()];
    }
    let with = |label: &str| if label.is_empty() { name.to_owned() } else { format!("{name} ({label})") };
    let short: Vec<String> =
        groups.iter().map(|group| with(group.labels().first().map_or("", String::as_str))).collect();
    let mut count_of: HashMap<&str, usize> = HashMap::new();
    short.iter().for_each(|id| *count_of.entry(id).or_default() += 1);
    let mut used: HashSet<String> = HashSet::new();
    let mut ids = Vec::with_capacity(groups.len());
    for (at, group) in groups.iter().enumerate() {
        let is_shared = count_of.get(short[at].as_str()).is_some_and(|count| *count > 1);
        let is_other = |id: &str| id != name && taken.contains(id);
        let label = group.labels().join(", ");
        let mut id = if is_shared || is_other(&short[at]) { with(&label) } else { short[at].clone() };
        // Groups are in the order of what they state, so the numbers do not depend on the rows.
        let mut number = 2;
        while used.contains(&id) || is_other(&id) {
            id = with(&[label.as_str(), &format!("no. {number}")].join(" "));
            number += 1;
        }
        used.insert(id.clone());
        ids.push(id);
    }
    ids
}

/// Returns a note on names that stand for several people.
fn note(parted: &[(String, Vec<String>, bool)], what: &str) -> Option<String> {
    let (name, ids, is_open) = parted.first()?;
    let people = counted(ids.len(), what);
    let shown: Vec<String> = ids.iter().take(SHOWN).map(|id| format!("'{}'", shortened(id))).collect();
    let rest = if ids.len() > SHOWN { " …" } else { "" };
    let name = shortened(name);
    let open = match is_open {
        true => {
            format!("; the rows of '{name}' that state less may be of one of the others, and count as somebody else")
        }
        false => String::new(),
    };
    let all = match parted.len() {
        1 => String::new(),
        many => format!("; {} stand for several in all", counted(many, "name")),
    };
    Some(format!(
        "the rows of the name '{name}' cannot all be of one {what}, so it stands for {people}: {}{rest}{open}{all}",
        shown.join(", ")
    ))
}

/// Returns a sentence on an id of which rows say what cannot be true of one.
fn contradiction(id: &str, own: &[Profile], profiles: &Profiles, of: Described) -> String {
    let stated = |field: Field| {
        let mut texts: Vec<&str> = own.iter().map(|profile| profiles.text(profile, of, field)).collect();
        texts.retain(|text| !text.is_empty());
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    let fields = of.apart.iter().map(|field| (field, stated(*field))).filter(|(_, texts)| texts.len() > 1);
    let parts: Vec<String> =
        fields.map(|(field, texts)| format!("{field} {}", texts[..texts.len().min(SHOWN)].join(" and "))).collect();
    let id = shortened(id);
    format!("the rows of the id '{id}' contradict each other ({}); an id is one {}", parts.join(", "), of.column.what)
}

impl Namesakes {
    /// Fills empty cells of people or companies with what rows of seats say of them.
    pub(crate) fn describe(&self, known: &mut EntityRegistry) {
        let entities = &mut known.entities;
        let rows: Vec<(usize, &Namesake)> =
            self.people.iter().filter_map(|namesake| Some((entities.row(&namesake.id)? as usize, namesake))).collect();
        let named: BTreeMap<usize, &str> =
            rows.iter().filter_map(|(row, namesake)| Some((*row, namesake.name.as_deref()?))).collect();
        if !named.is_empty() {
            let name = |row: usize| named.get(&row).copied().unwrap_or_else(|| entities.names.get(row));
            entities.names = StringColumn::from_iter((0..entities.len()).map(name));
        }
        let mut fields: Vec<Field> = rows.iter().flat_map(|(_, who)| &who.cells).map(|(field, _)| *field).collect();
        // People and companies have no other ids: these stay with the rows.
        fields.retain(|field| !KEYS.contains(field));
        fields.sort_unstable();
        fields.dedup();
        for field in fields {
            let mut texts: Vec<&str> = vec![""; entities.len()];
            for (row, who) in &rows {
                if let Some((_, text)) = who.cells.iter().find(|(own, _)| *own == field) {
                    texts[*row] = text;
                }
            }
            entities.attributes.complete_with(field, &texts);
        }
    }
}

impl Loader {
    /// Finds the people, or the companies, of one name that cannot be one, by the columns of seats that describe them. Where a
    /// table lists people, these columns tell which of several people of a name is meant, and stay with the rows.
    pub(crate) fn part_namesakes(&mut self, tables: &mut [SeatTable], places: &[Places], of: Described) -> Namesakes {
        if !of.is_in(tables) {
            return Namesakes::default();
        }
        let is_people = of.column.at == PEOPLE.at;
        let known = if is_people { &mut self.people } else { &mut self.companies };
        if !known.listed {
            let mut namesakes = part_namesakes(known, tables, of);
            self.notes.append(&mut namesakes.notes);
            for (table, row, message) in std::mem::take(&mut namesakes.contradictions) {
                self.warn(places[table].get(row), message);
            }
            return namesakes;
        }
        let settled = settle_by_rows(known, tables, of);
        if settled > 0 {
            self.notes.push(format!(
                "{} a name that several have, and the row tells which {} is meant",
                if settled == 1 { "1 row has".to_owned() } else { format!("{} have", counted(settled, "row")) },
                of.column.what
            ));
        }
        for (table, places) in tables.iter_mut().zip(places) {
            let aside = of.set_aside(table);
            let file = self.files.get(places.get(0).file as usize);
            if settled == 0
                && let Some(file) = file.cloned()
            {
                self.note_unused_columns(&file, aside.iter().map(String::as_str));
            }
        }
        Namesakes::default()
    }
}

/// Lets the row of an entity that was only named have another id.
fn rename(entities: &mut Entities, renamed: &HashMap<u32, (String, String)>) {
    if renamed.is_empty() {
        return;
    }
    let new = |row: usize| renamed.get(&(row as u32));
    let ids = (0..entities.len()).map(|row| new(row).map_or_else(|| entities.id(row), |(id, _)| id));
    let ids = StringColumn::from_iter(ids);
    let names = (0..entities.len()).map(|row| new(row).map_or_else(|| entities.names.get(row), |(_, name)| name));
    entities.names = StringColumn::from_iter(names);
    entities.ids = std::sync::Arc::new(Ids::new(ids).0);
}

/// The rows of seats of one table, each with another text for the person or the company.
struct Rewritten {
    values: Vec<u32>,
    texts: Vec<String>,
}

impl Rewritten {
    fn new(references: &BitPacked, texts: &StringColumn) -> Rewritten {
        Rewritten { values: references.to_vec(), texts: texts.iter().map(str::to_owned).collect() }
    }

    fn column(&self) -> StringColumn {
        StringColumn::from_iter(self.texts.iter().map(String::as_str))
    }
}
