//! Settles what refers to what once all files are read, and makes the dataset of it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use interlocks_core::model::{Day, DayRange, Ending, EntityKind, PartialDate, Place, Tie, TieEnd};
use interlocks_core::store::{BitPacked, StringColumn, StringColumnBuilder, merge_texts};

use super::columns::{Field, Table};
use super::error::DatasetError;
use super::ids::Ids;
use super::loader::{Known, Loader, shown};
use super::problem::{Problem, Severity};
use super::readers::{Part, SeatTable, gathered_column};
use super::tables::{Attributes, Capacities, Dates, Entities, Places, Seats};
use super::{Dataset, LoadOptions};

impl Loader {
    /// Settles references and answers the dataset.
    pub fn finish(mut self, options: &LoadOptions) -> Result<Dataset, DatasetError> {
        self.watch.tell(|progress| progress.end());
        let seats = self.settle_seats();
        self.check_lives(&seats);
        self.settle_ties();
        self.settle_deals();
        self.settle_accounts();
        for count in &mut self.counts {
            count.kept = count.read - count.dropped;
        }
        let mut data = Dataset {
            title: self.title,
            as_of: options.as_of.as_ref().map(PartialDate::latest).or(self.as_of),
            people: self.people.entities,
            companies: self.companies.entities,
            seats,
            ties: self.ties,
            deals: self.deals,
            accounts: self.accounts,
            sources: self.sources,
            files: self.files,
            problems: self.problems,
            counts: self.counts,
        };
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

    /// People and companies that seats alone name are added; a seat whose person or company is in
    /// no table that lists them is dropped.
    fn settle_seats(&mut self) -> Seats {
        let mut tables = std::mem::take(&mut self.seats);
        let places: Vec<Places> = tables.iter_mut().map(SeatTable::places).collect();
        let merged = std::mem::take(&mut self.merged);
        let companies =
            settled(&mut self.companies, &tables, &places, COMPANIES, Elsewhere { ids: None, merged: &merged });
        let firms = self.companies_hold_offices.then(|| Arc::clone(&self.companies.entities.ids));
        let elsewhere = Elsewhere { ids: firms.as_deref(), merged: &merged };
        let people = settled(&mut self.people, &tables, &places, PEOPLE, elsewhere);
        self.merged = merged;
        let mut parts = Vec::new();
        for (at, (table, places)) in tables.into_iter().zip(places).enumerate() {
            let SeatTable { known, person, company, .. } = &table;
            let (person, company) =
                (renumbered(person, known[0], &people[at]), renumbered(company, known[1], &companies[at]));
            let strangers = !(people[at].is_empty() && companies[at].is_empty());
            let rows = if strangers { 0..table.len() } else { 0..0 };
            let mut told = None;
            let missing: Vec<usize> =
                rows.filter(|row| person.get(*row) == MISSING || company.get(*row) == MISSING).collect();
            for &row in &missing {
                let message = if person.get(row) == MISSING {
                    let stranger = table.people.get((table.person.get(row) - known[0]) as usize);
                    if firms.as_ref().is_some_and(|firms| firms.row(stranger).is_some()) && company.get(row) != MISSING
                    {
                        let firm = self.companies.entities.id(company.get(row) as usize).to_owned();
                        let told = told.get_or_insert_with(|| Told::of(&table));
                        self.ties.push(told.office_of_company(row, stranger, firm, places.get(row)));
                        self.count(Table::Seats).read -= 1;
                        self.count(Table::Ties).read += 1;
                        continue;
                    }
                    format!("unknown person '{}': no such id in people", shown(stranger))
                } else {
                    let stranger = table.companies.get((table.company.get(row) - known[1]) as usize);
                    format!("unknown company '{}': no such id in companies", shown(stranger))
                };
                self.unknown(Table::Seats, places.get(row), message);
            }
            parts.push(SeatsPart { person, company, table, places }.without(&missing));
        }
        if parts.len() == 1
            && let Some(part) = parts.pop()
        {
            return part.into_seats();
        }
        concat(&parts)
    }

    fn unknown(&mut self, table: Table, place: Place, message: String) {
        let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
        self.problems.push(Problem { severity: Severity::Error, file, line: place.line, column: 1, message });
        self.count(table).dropped += 1;
    }

    /// Seats before birth, after death or after the company ended: kept, with a warning.
    fn check_lives(&mut self, seats: &Seats) {
        let people = &self.people.entities;
        let (births, deaths) = (Lives::of(people, Field::Birth), Lives::of(people, Field::Death));
        let ends = Lives::of(&self.companies.entities, Field::Dissolved);
        if [&births, &deaths, &ends].iter().all(|lives| lives.is_empty()) {
            return;
        }
        let mut found = Vec::new();
        for row in 0..seats.len() {
            let (person, company) = (seats.person.get(row) as usize, seats.company.get(row) as usize);
            let (start, end) = (seats.dates.start_days(seats.start.get(row)), seats.end.get(row));
            let begun = start.map(|days| days.last);
            if let (Some(begun), Some(birth)) = (begun, births.get(person))
                && begun < birth.first
            {
                let (id, birth) = (people.id(person), people.attributes.text(Field::Birth, person));
                found.push((row, format!("the seat of {id} starts before their birth ({birth})")));
            }
            let last = seats.dates.end_days(end).map(|days| days.first).or(begun);
            let running = end == Dates::RUNNING;
            for (word, limit, text) in [
                ("the death of the person", deaths.get(person), (people, Field::Death, person)),
                ("the end of the company", ends.get(company), (&self.companies.entities, Field::Dissolved, company)),
            ] {
                let Some(limit) = limit else { continue };
                let past_as_of = self.as_of.is_some_and(|as_of| as_of > limit.last);
                if last.is_some_and(|day| day > limit.last.plus(1)) || (running && past_as_of) {
                    let (table, field, at) = text;
                    found.push((row, format!("the seat goes on after {word} ({})", table.attributes.text(field, at))));
                }
            }
        }
        for (row, message) in found {
            let place = seats.places.get(row);
            let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
            self.problems.push(Problem { severity: Severity::Warning, file, line: place.line, column: 1, message });
        }
    }

    /// People and companies that ties alone name are added where the tie says which they are and no table
    /// lists them.
    fn invent_ends_of_ties(&mut self) {
        for (kind, known) in [(EntityKind::Person, &mut self.people), (EntityKind::Company, &mut self.companies)] {
            if known.listed {
                continue;
            }
            let mut seen = HashSet::new();
            let mut new: Vec<(&str, Place)> = Vec::new();
            for tie in &self.ties {
                for end in [&tie.from, &tie.to].into_iter().filter(|end| end.kind == Some(kind)) {
                    let id = self.merged.get(&end.id).unwrap_or(&end.id);
                    if known.entities.row(id).is_none() && seen.insert(id) {
                        new.push((id, tie.place));
                    }
                }
            }
            let (ids, places) = new.into_iter().unzip::<_, _, Vec<&str>, Vec<Place>>();
            append_strangers(known, StringColumn::from_iter(ids), |_| "", places.into_iter());
        }
    }

    fn settle_ties(&mut self) {
        self.invent_ends_of_ties();
        let mut ties = std::mem::take(&mut self.ties);
        ties.retain_mut(|tie| {
            for end in [&mut tie.from, &mut tie.to] {
                if let Some(id) = self.merged.get(&end.id) {
                    end.id.clone_from(id);
                }
                let person = self.people.entities.row(&end.id).is_some();
                let company = self.companies.entities.row(&end.id).is_some();
                end.kind = match (end.kind, person, company) {
                    (Some(EntityKind::Person), true, _) | (None, true, false) => Some(EntityKind::Person),
                    (Some(EntityKind::Company), _, true) | (None, false, true) => Some(EntityKind::Company),
                    (None, true, true) => {
                        let id = shown(&end.id);
                        let message = format!("'{id}' is a person and a company: say which in from_type or to_type");
                        self.unknown(Table::Ties, tie.place, message);
                        return false;
                    }
                    _ => {
                        let message = format!("unknown entity '{}': no such person or company", shown(&end.id));
                        self.unknown(Table::Ties, tie.place, message);
                        return false;
                    }
                };
            }
            true
        });
        self.ties = ties;
    }

    fn settle_deals(&mut self) {
        let mut deals = std::mem::take(&mut self.deals);
        let mut seen: HashMap<String, Place> = HashMap::new();
        deals.retain(|deal| {
            let message =
                if let Some(stranger) = deal.parties.iter().find(|id| self.companies.entities.row(id).is_none()) {
                    format!("unknown party '{}': no such id in companies", shown(stranger))
                } else if let Some(first) = seen.insert(deal.id.clone(), deal.place) {
                    format!("the deal '{}' is already on line {}", shown(&deal.id), first.line)
                } else {
                    return true;
                };
            self.unknown(Table::Deals, deal.place, message);
            false
        });
        self.deals = deals;
    }

    fn settle_accounts(&mut self) {
        let mut accounts = std::mem::take(&mut self.accounts);
        accounts.retain(|row| {
            let named = [&row.company, &row.competitor].into_iter().filter(|id| !id.is_empty());
            let strange = named.clone().find(|id| self.companies.entities.row(id).is_none());
            let message = match strange {
                Some(id) => format!("unknown company '{}': no such id in companies", shown(id)),
                None if row.company == row.competitor => "a company does not compete with itself".to_owned(),
                None => return true,
            };
            self.unknown(Table::Financials, row.place, message);
            false
        });
        self.accounts = accounts;
    }
}

/// What the rows of a table of seats say, before it is one of the dataset.
struct Told<'t> {
    table: &'t SeatTable,
    dates: Dates,
    capacities: Capacities,
}

impl Told<'_> {
    fn of(table: &SeatTable) -> Told<'_> {
        Told { table, dates: Dates::new(table.dates.clone()), capacities: Capacities::new(table.capacities.clone()) }
    }

    /// A seat whose holder turned out to be a company: a tie to the company where it holds it.
    fn office_of_company(&self, row: usize, holder: &str, company: String, place: Place) -> Tie {
        let Told { table, dates, capacities } = self;
        let attributes = &table.attributes;
        let role = capacities.get(table.capacity.get(row)).role;
        let end_of_tie = |id| TieEnd { id, kind: Some(EntityKind::Company) };
        Tie {
            id: attributes.string(Field::Id, row),
            from: end_of_tie(holder.to_owned()),
            to: end_of_tie(company),
            kind: if role.is_empty() { "director" } else { role }.to_owned(),
            start: dates.start(table.start.get(row)),
            end: dates.end(table.end.get(row)),
            share: None,
            sources: attributes.list(Field::Source, row),
            confidence: attributes.text(Field::Confidence, row).parse().ok(),
            note: attributes.string(Field::Note, row),
            extra: attributes.extra(row),
            place,
        }
    }
}

/// A reference to nobody.
const MISSING: u32 = u32::MAX;

/// Which references of a table of seats are meant.
#[derive(Clone, Copy)]
struct Side {
    strangers: fn(&SeatTable) -> &StringColumn,
    references: fn(&SeatTable) -> &BitPacked,
    at: usize,
    name: Field,
}

const PEOPLE: Side = Side { strangers: |t| &t.people, references: |t| &t.person, at: 0, name: Field::PersonName };
const COMPANIES: Side =
    Side { strangers: |t| &t.companies, references: |t| &t.company, at: 1, name: Field::CompanyName };

/// Where strangers may be known beside their own table.
#[derive(Clone, Copy)]
struct Elsewhere<'a> {
    /// The ids of the other side, where it may hold seats too.
    ids: Option<&'a Ids>,
    /// Ids that were merged into others.
    merged: &'a HashMap<String, String>,
}

/// For every table the rows its strangers are, or [`MISSING`]. Where no table lists them,
/// strangers become known, save those that are known `elsewhere`.
fn settled(
    known: &mut Known,
    tables: &[SeatTable],
    places: &[Places],
    side: Side,
    elsewhere: Elsewhere<'_>,
) -> Vec<Vec<u32>> {
    let strangers = || tables.iter().map(side.strangers);
    if strangers().all(StringColumn::is_empty) {
        return tables.iter().map(|_| Vec::new()).collect();
    }
    if !known.listed {
        invent(known, tables, places, side, elsewhere);
    }
    let by_name = if known.listed { unique_names(&known.entities, strangers()) } else { HashMap::new() };
    let ids: &Ids = &known.entities.ids;
    let row = |text: &str| {
        let text = elsewhere.merged.get(text).map_or(text, String::as_str);
        ids.row(text).or_else(|| by_name.get(text).copied().flatten()).unwrap_or(MISSING)
    };
    strangers().map(|texts| texts.iter().map(row).collect()).collect()
}

/// Makes people or companies of all strangers that are not known by id. Where the seats bring
/// names, the first one is taken.
fn invent(known: &mut Known, tables: &[SeatTable], places: &[Places], side: Side, elsewhere: Elsewhere<'_>) {
    let old = Arc::clone(&known.entities.ids);
    let is_new = |id: &str| {
        let is_there = |id: &str| old.row(id).is_some() || elsewhere.ids.is_some_and(|ids| ids.row(id).is_some());
        !is_there(id) && !elsewhere.merged.get(id).is_some_and(|id| is_there(id))
    };
    let lists: Vec<StringColumnBuilder> = tables
        .iter()
        .map(|table| {
            let mut list = StringColumnBuilder::default();
            let new = (side.strangers)(table).iter().filter(|id| is_new(id));
            new.for_each(|id| _ = list.push(id));
            list
        })
        .collect();
    let (ids, moved) = merge_texts(&lists.iter().collect::<Vec<_>>());
    let mut names = vec![String::new(); ids.len()];
    let mut first: Vec<Option<Place>> = vec![None; ids.len()];
    for ((table, places), moved) in tables.iter().zip(places).zip(&moved) {
        let known_then = table.known[side.at];
        let mut next = moved.iter();
        let numbers: Vec<Option<u32>> =
            (side.strangers)(table).iter().map(|id| if is_new(id) { next.next().copied() } else { None }).collect();
        for (row, reference) in (side.references)(table).iter().enumerate() {
            let number = reference.checked_sub(known_then).and_then(|at| numbers.get(at as usize).copied().flatten());
            let Some(number) = number else { continue };
            let number = number as usize;
            first[number].get_or_insert_with(|| places.get(row));
            let name = table.attributes.text(side.name, row);
            if names[number].is_empty() && !name.is_empty() && name != ids.get(number) {
                names[number] = name.to_owned();
            }
        }
    }
    let places = first.into_iter().map(Option::unwrap_or_default);
    append_strangers(known, ids, |number| &names[number], places);
}

/// Puts people or companies behind those known, of whom there is an id, perhaps a name, and where they were met.
fn append_strangers<'n>(
    known: &mut Known,
    ids: StringColumn,
    name: impl Fn(usize) -> &'n str,
    places: impl Iterator<Item = Place>,
) {
    let entities = Entities {
        names: StringColumn::from_iter((0..ids.len()).map(name)),
        ids: Arc::new(Ids::of(ids).0),
        attributes: Attributes::default(),
        places: Places::of(places),
    };
    known.append(entities, Vec::new());
}

/// Of the names that strangers go by, those that only one entity has.
fn unique_names<'a>(
    entities: &Entities,
    strangers: impl Iterator<Item = &'a StringColumn>,
) -> HashMap<String, Option<u32>> {
    let wanted: HashSet<&str> = strangers.flat_map(StringColumn::iter).collect();
    let mut found: HashMap<String, Option<u32>> = HashMap::new();
    for (name, row) in entities.names.iter().zip(0u32..) {
        if wanted.contains(name) {
            found.entry(name.to_owned()).and_modify(|old| *old = None).or_insert(Some(row));
        }
    }
    found
}

/// References as rows: known ones as they are, strangers by what they were settled to be.
fn renumbered(references: &BitPacked, known: u32, strangers: &[u32]) -> BitPacked {
    if strangers.is_empty() {
        return references.clone();
    }
    let row = |number: u32| match number.checked_sub(known) {
        None => number,
        Some(stranger) => strangers.get(stranger as usize).copied().unwrap_or(MISSING),
    };
    let values: Vec<u32> = references.to_vec().into_par_iter().map(row).collect();
    BitPacked::from_slice(&values)
}

/// The seats of one file, settled.
struct SeatsPart {
    person: BitPacked,
    company: BitPacked,
    table: SeatTable,
    places: Places,
}

impl SeatsPart {
    fn without(mut self, rows: &[usize]) -> SeatsPart {
        if rows.is_empty() {
            return self;
        }
        let mut dropped = rows.iter().map(|row| *row as u32).peekable();
        let order: Vec<u32> = (0..self.person.len() as u32).filter(|row| dropped.next_if_eq(row).is_none()).collect();
        let table = &mut self.table;
        for column in [&mut self.person, &mut self.company, &mut table.capacity, &mut table.start, &mut table.end] {
            *column = column.reordered(&order);
        }
        table.attributes = table.attributes.reordered(&order);
        self.places = self.places.mapped(|lines| lines.reordered_wide(&order));
        self
    }

    fn into_seats(self) -> Seats {
        let SeatsPart { person, company, table, places } = self;
        Seats {
            person,
            company,
            capacity: table.capacity,
            start: table.start,
            end: table.end,
            attributes: table.attributes,
            places,
            capacities: Capacities::new(table.capacities),
            dates: Dates::new(table.dates),
        }
    }
}

/// The seats of several files behind one another.
fn concat(parts: &[SeatsPart]) -> Seats {
    let merge = |texts: fn(&SeatTable) -> &StringColumn| {
        let lists: Vec<StringColumnBuilder> = parts
            .iter()
            .map(|part| {
                let mut list = StringColumnBuilder::default();
                texts(&part.table).iter().for_each(|text| _ = list.push(text));
                list
            })
            .collect();
        merge_texts(&lists.iter().collect::<Vec<_>>())
    };
    let (capacities, capacities_moved) = merge(|table| &table.capacities);
    let (dates, dates_moved) = merge(|table| &table.dates);
    let column = |of: fn(&SeatsPart) -> &BitPacked, moved: &[Vec<u32>], kept: u32| {
        let columns: Vec<Part<'_>> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| Part {
                rows: part.person.len(),
                codes: Some(of(part)),
                moved: moved.get(at).map_or(&[], Vec::as_slice),
            })
            .collect();
        gathered_column(&columns, kept)
    };
    let attributes: Vec<(&Attributes, usize)> =
        parts.iter().map(|part| (&part.table.attributes, part.person.len())).collect();
    let places = parts.iter().flat_map(|part| (0..part.person.len()).map(|row| part.places.get(row)));
    Seats {
        person: column(|part| &part.person, &[], u32::MAX),
        company: column(|part| &part.company, &[], u32::MAX),
        capacity: column(|part| &part.table.capacity, &capacities_moved, 0),
        start: column(|part| &part.table.start, &dates_moved, 1),
        end: column(|part| &part.table.end, &dates_moved, 2),
        attributes: Attributes::concat(&attributes),
        places: Places::of(places),
        capacities: Capacities::new(capacities),
        dates: Dates::new(dates),
    }
}

/// One date of every person or company.
struct Lives {
    days: Vec<Option<DayRange>>,
    codes: BitPacked,
}

impl Lives {
    fn of(entities: &Entities, field: Field) -> Lives {
        match entities.attributes.column(field) {
            None => Lives { days: Vec::new(), codes: BitPacked::default() },
            Some(column) => {
                let days = |word: &str| word.parse().ok().map(|date: PartialDate| date.days());
                Lives { days: column.words.iter().map(days).collect(), codes: column.codes.clone() }
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    fn get(&self, row: usize) -> Option<DayRange> {
        self.days.get(self.codes.get(row) as usize).copied().flatten()
    }
}

impl Dataset {
    /// The newest day in the data: what it describes when nothing says otherwise.
    fn newest(&self) -> Option<Day> {
        let of = |start: &Option<PartialDate>, end: &Ending| {
            start.as_ref().map(PartialDate::latest).max(end.date().map(PartialDate::latest))
        };
        let (starts, ends) = self.seats.stated_days();
        let ties = self.ties.iter().filter_map(|tie| of(&tie.start, &tie.end));
        let deals = self.deals.iter().filter_map(|deal| deal.date.as_ref().map(PartialDate::latest));
        starts.chain(ends).map(|days| days.last).chain(ties).chain(deals).max()
    }
}
