//! Gathers the rows of all files into tables, then settles what refers to what.

use std::collections::HashMap;
use std::hash::Hash;

use crate::model::{Company, Day, Ending, EntityKind, PartialDate, Person, Place};

use super::cells::{Reading, Row};
use super::columns::{ColumnNames, Field, Table};
use super::error::DatasetError;
use super::input::Limits;
use super::problem::{Problem, Problems, Severity};
use super::{Dataset, LoadOptions, TableCount, rows};

/// Reads rows into tables. One loader may take several files.
pub(super) struct Loader {
    pub columns: ColumnNames,
    pub limits: Limits,
    pub data: Dataset,
    pub problems: Problems,
    pub empty_end: Ending,
    people: HashMap<String, usize>,
    companies: HashMap<String, usize>,
    /// Whether a table of people, of companies was given: then a seat may not invent one.
    listed: [bool; 2],
}

impl Loader {
    pub fn new(options: &LoadOptions) -> Loader {
        Loader {
            columns: options.columns.clone(),
            limits: options.limits,
            data: Dataset::default(),
            problems: Problems::default(),
            empty_end: Ending::Running,
            people: HashMap::new(),
            companies: HashMap::new(),
            listed: [false; 2],
        }
    }

    /// Notes a file and answers its number.
    pub fn file(&mut self, name: &str) -> u32 {
        self.data.files.push(name.to_owned());
        (self.data.files.len() - 1) as u32
    }

    /// Says that a table is there, even if it turns out to hold no row.
    pub fn begin(&mut self, table: Table) {
        match table {
            Table::People => self.listed[0] = true,
            Table::Companies => self.listed[1] = true,
            Table::Seats | Table::Ties | Table::Deals | Table::Sources => {}
        }
    }

    /// Settings from a datapackage or the head of a JSON document.
    pub fn settings(
        &mut self,
        file: &str,
        settings: &serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), DatasetError> {
        let text = |key: &str| settings.get(key).and_then(|value| value.as_str()).map(str::trim);
        let reject = |message| DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message };
        if let Some(title) = text("title").or(text("name")) {
            self.data.title = title.to_owned();
        }
        if let Some(as_of) = text("as_of") {
            let date: PartialDate = as_of.parse().map_err(|error| reject(format!("as_of: {error}")))?;
            self.data.as_of = Some(date.latest());
        }
        match text("empty_end") {
            None | Some("running") => {}
            Some("unknown") => self.empty_end = Ending::Unknown,
            Some(other) => return Err(reject(format!("empty_end is '{other}'; it can be \"running\" or \"unknown\""))),
        }
        Ok(())
    }

    /// Counts a row that could not even be cut into cells.
    pub fn drop_row(&mut self, table: Table, problem: Problem) {
        self.count(table).read += 1;
        self.count(table).dropped += 1;
        self.problems.push(problem);
    }

    pub fn count(&mut self, table: Table) -> &mut TableCount {
        &mut self.data.counts[table as usize]
    }

    /// Takes one row.
    pub fn row(&mut self, table: Table, row: &Row<'_>) {
        if row.is_blank() {
            return;
        }
        self.count(table).read += 1;
        let mut reading = Reading { row, empty_end: self.empty_end, problems: &mut self.problems, failed: false };
        let data = &mut self.data;
        match table {
            Table::Companies => {
                let company = rows::company(&mut reading);
                let old = self.companies.get(&company.id).map(|&at| &data.companies[at]);
                let verdict = repeated(&mut reading, old.map(|old| (same_company(old, &company), old.place)));
                if verdict {
                    self.companies.insert(company.id.clone(), data.companies.len());
                    data.companies.push(company);
                }
            }
            Table::People => {
                let person = rows::person(&mut reading);
                let old = self.people.get(&person.id).map(|&at| &data.people[at]);
                let verdict = repeated(&mut reading, old.map(|old| (same_person(old, &person), old.place)));
                if verdict {
                    self.people.insert(person.id.clone(), data.people.len());
                    data.people.push(person);
                }
            }
            Table::Seats => keep(rows::seat(&mut reading), &reading, &mut data.seats),
            Table::Ties => keep(rows::tie(&mut reading), &reading, &mut data.ties),
            Table::Deals => keep(rows::deal(&mut reading), &reading, &mut data.deals),
            Table::Sources => keep(rows::source(&mut reading), &reading, &mut data.sources),
        }
        if reading.failed {
            self.count(table).dropped += 1;
        }
        if table == Table::Seats && !reading_failed(&self.data, row.place) {
            self.name_of_seat(row);
        }
    }

    /// Where the table of seats brings the names itself, they are remembered by id.
    fn name_of_seat(&mut self, row: &Row<'_>) {
        let (person, company) = (row.text(Field::PersonName), row.text(Field::CompanyName));
        if !person.is_empty() && !self.listed[0] {
            self.add_person(row.text(Field::Person), person, row.place);
        }
        if !company.is_empty() && !self.listed[1] {
            self.add_company(row.text(Field::Company), company, row.place);
        }
    }

    fn add_person(&mut self, id: &str, name: &str, place: Place) {
        if !self.people.contains_key(id) {
            self.people.insert(id.to_owned(), self.data.people.len());
            self.data.people.push(Person { id: id.to_owned(), name: name.to_owned(), place, ..Person::default() });
        }
    }

    fn add_company(&mut self, id: &str, name: &str, place: Place) {
        if !self.companies.contains_key(id) {
            self.companies.insert(id.to_owned(), self.data.companies.len());
            self.data.companies.push(Company { id: id.to_owned(), name: name.to_owned(), place, ..Company::default() });
        }
    }

    /// Settles references and answers the dataset.
    pub fn finish(mut self, options: &LoadOptions) -> Result<Dataset, DatasetError> {
        self.settle_seats();
        self.settle_ties();
        self.settle_deals();
        for count in &mut self.data.counts {
            count.kept = count.read - count.dropped;
        }
        let mut data = self.data;
        data.problems = self.problems;
        if let Some(as_of) = &options.as_of {
            data.as_of = Some(as_of.latest());
        }
        data.as_of = data.as_of.or_else(|| data.newest());
        let seats = data.count(Table::Seats);
        if let (Some(first), 0) = (data.problems.listed().first().cloned(), seats.kept)
            && seats.read > 0
        {
            let file = first.file.clone();
            return Err(DatasetError::NothingKept { file, read: seats.read, first });
        }
        if options.strict
            && let Some(first) = data.problems.listed().first().cloned()
        {
            let count = data.problems.errors() + data.problems.warnings();
            return Err(DatasetError::Strict { count, first });
        }
        Ok(data)
    }

    fn settle_seats(&mut self) {
        let people = Names::of(self.data.people.iter().map(|p| (&p.id, &p.name)));
        let companies = Names::of(self.data.companies.iter().map(|c| (&c.id, &c.name)));
        let mut seats = std::mem::take(&mut self.data.seats);
        seats.retain_mut(|seat| {
            let person = people.settle(&seat.person, self.listed[0]);
            let company = companies.settle(&seat.company, self.listed[1]);
            let missing = match (person, company) {
                (Some(person), Some(company)) => {
                    (seat.person, seat.company) = (person, company);
                    return true;
                }
                (None, _) => format!("unknown person '{}': no such id in people", shown(&seat.person)),
                (_, None) => format!("unknown company '{}': no such id in companies", shown(&seat.company)),
            };
            self.unknown(Table::Seats, seat.place, missing);
            false
        });
        for seat in &seats {
            self.add_person(&seat.person, &seat.person, seat.place);
            self.add_company(&seat.company, &seat.company, seat.place);
        }
        self.data.seats = seats;
        self.check_lives();
    }

    fn unknown(&mut self, table: Table, place: Place, message: String) {
        let file = self.data.files.get(place.file as usize).cloned().unwrap_or_default();
        self.problems.push(Problem { severity: Severity::Error, file, line: place.line, column: 1, message });
        self.count(table).dropped += 1;
    }

    /// Seats before birth, after death or after the company ended: kept, with a warning.
    fn check_lives(&mut self) {
        let mut found = Vec::new();
        for seat in &self.data.seats {
            let person = self.people.get(&seat.person).map(|&at| &self.data.people[at]);
            let company = self.companies.get(&seat.company).map(|&at| &self.data.companies[at]);
            let begun = seat.start.as_ref().map(PartialDate::latest);
            let birth = person.and_then(|p| p.birth.as_ref());
            if let (Some(begun), Some(birth)) = (begun, birth)
                && begun < birth.earliest()
            {
                found.push((seat.place, format!("the seat of {} starts before their birth ({birth})", seat.person)));
            }
            let last = seat.end.date().map(PartialDate::earliest).or(begun);
            let running = matches!(seat.end, Ending::Running);
            for (word, limit) in [
                ("the death of the person", person.and_then(|p| p.death.as_ref())),
                ("the end of the company", company.and_then(|c| c.dissolved.as_ref())),
            ] {
                let Some(limit) = limit else { continue };
                let past_as_of = self.data.as_of.is_some_and(|as_of| as_of > limit.latest());
                if last.is_some_and(|day| day > limit.latest().plus(1)) || (running && past_as_of) {
                    found.push((seat.place, format!("the seat goes on after {word} ({limit})")));
                }
            }
        }
        for (place, message) in found {
            let file = self.data.files.get(place.file as usize).cloned().unwrap_or_default();
            self.problems.push(Problem { severity: Severity::Warning, file, line: place.line, column: 1, message });
        }
    }

    fn settle_ties(&mut self) {
        let mut ties = std::mem::take(&mut self.data.ties);
        ties.retain_mut(|tie| {
            for end in [&mut tie.from, &mut tie.to] {
                let person = self.people.contains_key(&end.id);
                let company = self.companies.contains_key(&end.id);
                end.kind = match (end.kind, person, company) {
                    (Some(EntityKind::Person), true, _) | (None, true, false) => Some(EntityKind::Person),
                    (Some(EntityKind::Company), _, true) | (None, false, true) => Some(EntityKind::Company),
                    (None, true, true) => {
                        self.unknown(
                            Table::Ties,
                            tie.place,
                            format!(
                                "'{}' is a person and a company: say which in from_type or to_type",
                                shown(&end.id)
                            ),
                        );
                        return false;
                    }
                    _ => {
                        self.unknown(
                            Table::Ties,
                            tie.place,
                            format!("unknown entity '{}': no such person or company", shown(&end.id)),
                        );
                        return false;
                    }
                };
            }
            true
        });
        self.data.ties = ties;
    }

    fn settle_deals(&mut self) {
        let mut deals = std::mem::take(&mut self.data.deals);
        let mut seen: HashMap<String, Place> = HashMap::new();
        deals.retain(|deal| {
            if let Some(stranger) = deal.parties.iter().find(|party| !self.companies.contains_key(*party)) {
                self.unknown(
                    Table::Deals,
                    deal.place,
                    format!("unknown party '{}': no such id in companies", shown(stranger)),
                );
                return false;
            }
            if let Some(first) = seen.insert(deal.id.clone(), deal.place) {
                self.unknown(
                    Table::Deals,
                    deal.place,
                    format!("the deal '{}' is already on line {}", shown(&deal.id), first.line),
                );
                return false;
            }
            true
        });
        self.data.deals = deals;
    }
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Whether the seat of this place was dropped while it was read.
fn reading_failed(data: &Dataset, place: Place) -> bool {
    data.seats.last().is_none_or(|seat| seat.place != place)
}

fn keep<T>(record: T, reading: &Reading<'_, '_>, table: &mut Vec<T>) {
    if !reading.failed {
        table.push(record);
    }
}

/// Whether a row with an id is new; an id seen before drops the row, with a word on why.
fn repeated(reading: &mut Reading<'_, '_>, old: Option<(bool, Place)>) -> bool {
    let Some((same, place)) = old else { return !reading.failed };
    let id = shown(reading.row.text(Field::Id));
    if same {
        reading.warning(Field::Id, format!("'{id}' repeats line {}; counted once", place.line));
        reading.failed = true;
    } else {
        reading.error(Field::Id, format!("the id '{id}' is already used on line {} with other content", place.line));
    }
    false
}

fn same_person(old: &Person, new: &Person) -> bool {
    old.name == new.name && old.birth == new.birth
}

fn same_company(old: &Company, new: &Company) -> bool {
    old.name == new.name && (old.lei == new.lei || old.lei.is_empty() || new.lei.is_empty())
}

/// Ids by id and by name, to settle a reference.
struct Names {
    ids: HashMap<String, ()>,
    by_name: HashMap<String, Option<String>>,
}

impl Names {
    fn of<'a>(entities: impl Iterator<Item = (&'a String, &'a String)>) -> Names {
        let mut names = Names { ids: HashMap::new(), by_name: HashMap::new() };
        for (id, name) in entities {
            names.ids.insert(id.clone(), ());
            add_unique(&mut names.by_name, name.clone(), id.clone());
        }
        names
    }

    /// The id a reference means: an id; else, in a dataset that lists its entities, the one
    /// entity of that name; else the reference itself.
    fn settle(&self, reference: &str, listed: bool) -> Option<String> {
        if self.ids.contains_key(reference) || !listed {
            return Some(reference.to_owned());
        }
        self.by_name.get(reference).cloned().flatten()
    }
}

/// Remembers a value under a key, or that the key has several.
fn add_unique<K: Eq + Hash, V>(map: &mut HashMap<K, Option<V>>, key: K, value: V) {
    map.entry(key).and_modify(|old| *old = None).or_insert(Some(value));
}

impl Dataset {
    /// The newest day in the data: what it describes when nothing says otherwise.
    fn newest(&self) -> Option<Day> {
        let of = |start: &Option<PartialDate>, end: &Ending| {
            start.as_ref().map(PartialDate::latest).max(end.date().map(PartialDate::latest))
        };
        let seats = self.seats.iter().filter_map(|seat| of(&seat.start, &seat.end));
        let ties = self.ties.iter().filter_map(|tie| of(&tie.start, &tie.end));
        let deals = self.deals.iter().filter_map(|deal| deal.date.as_ref().map(PartialDate::latest));
        seats.chain(ties).chain(deals).max()
    }
}
