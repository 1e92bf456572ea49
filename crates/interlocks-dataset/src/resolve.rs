//! Resolves references between tables once all files are read, and builds the dataset.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use interlocks_core::model::vocabulary::fold;
use interlocks_core::model::{Day, DayRange, Ending, EntityKind, Lasting, PartialDate, Place, Tie, TieEnd};
use interlocks_core::store::{BitPacked, StringColumn, StringColumnBuilder, merge_texts};
use interlocks_core::wording::counted;

use super::columns::{Field, Table};
use super::error::DatasetError;
use super::ids::Ids;
use super::loader::{EntityRegistry, Loader, shortened};
use super::problem::{Problem, Severity};
use super::readers::{Part, SeatTable, merge_column};
use super::record::is_no_end;
use super::tables::{Attributes, Capacities, Dates, Entities, LifeDates, Places, Seats};
use super::{Dataset, LoadOptions};

impl Loader {
    /// Resolves references and returns the dataset.
    pub(crate) fn finish(mut self, options: &LoadOptions) -> Result<Dataset, DatasetError> {
        self.progress.report(|progress| progress.end());
        if let Some(message) = self.columns.unmet() {
            return Err(DatasetError::Columns(message));
        }
        self.report_encodings();
        if self.cleaned > 0 {
            let cells = counted(self.cleaned, "cell");
            self.notes.push(format!(
                "{cells} had doubled or no-break blanks, hidden characters or split accents in a name or id; these do not count"
            ));
        }
        let seats = self.resolve_seats();
        let seats = self.without_repeated_seats(seats);
        self.check_lives(&seats);
        self.report_unknown_roles(&seats);
        self.resolve_ties();
        self.report_unknown_kinds_of_ties();
        self.resolve_deals();
        self.report_unknown_statuses();
        self.report_unknown_countries();
        self.resolve_accounts();
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
            notes: self.notes,
            unused: self.unused,
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

    /// Resolves the people and companies of seats. Where no table lists them they are added; otherwise a seat with
    /// an unknown one is dropped.
    fn resolve_seats(&mut self) -> Seats {
        let mut tables = std::mem::take(&mut self.seats);
        let places: Vec<Places> = tables.iter_mut().map(SeatTable::places).collect();
        let merged = std::mem::take(&mut self.merged);
        let mut warnings = Vec::new();
        let names_are_references = !self.imports;
        let companies = resolve_references(
            &mut self.companies,
            &tables,
            &places,
            COMPANIES,
            OtherIds { ids: None, merged: &merged, names_are_references },
            &mut warnings,
        );
        let company_ids = self.companies_hold_offices.then(|| Arc::clone(&self.companies.entities.ids));
        let others = OtherIds { ids: company_ids.as_deref(), merged: &merged, names_are_references };
        let people = resolve_references(&mut self.people, &tables, &places, PEOPLE, others, &mut warnings);
        self.merged = merged;
        warnings.into_iter().for_each(|(place, message)| self.warn(place, message));
        let mut parts = Vec::new();
        for (at, (table, places)) in tables.into_iter().zip(places).enumerate() {
            let SeatTable { known, person, company, .. } = &table;
            let (person, company) =
                (renumbered(person, known[0], &people[at]), renumbered(company, known[1], &companies[at]));
            let unresolved = !(people[at].is_empty() && companies[at].is_empty());
            let rows = if unresolved { 0..table.len() } else { 0..0 };
            let mut values = None;
            let missing: Vec<usize> =
                rows.filter(|row| person.get(*row) == MISSING || company.get(*row) == MISSING).collect();
            for &row in &missing {
                let message = if person.get(row) == MISSING {
                    let id = table.people.get((table.person.get(row) - known[0]) as usize);
                    if company_ids.as_ref().is_some_and(|company_ids| company_ids.row(id).is_some())
                        && company.get(row) != MISSING
                    {
                        let company_id = self.companies.entities.id(company.get(row) as usize).to_owned();
                        let values = values.get_or_insert_with(|| SeatValues::new(&table));
                        self.ties.push(values.tie_of_corporate_officer(row, id, company_id, places.get(row)));
                        self.count(Table::Seats).read -= 1;
                        self.count(Table::Ties).read += 1;
                        continue;
                    }
                    format!("unknown person '{}': the people table has no such id or unique name", shortened(id))
                } else {
                    let id = table.companies.get((table.company.get(row) - known[1]) as usize);
                    format!("unknown company '{}': the companies table has no such id or unique name", shortened(id))
                };
                self.reject(Table::Seats, places.get(row), message);
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

    /// Warns of files that are not UTF-8.
    fn report_encodings(&mut self) {
        for (file, encoding) in self.texts.take() {
            let Some(name) = encoding.name() else { continue };
            let message = format!(
                "the file is not UTF-8 and was read as {name}; if names look wrong, add --encoding, or save it as UTF-8"
            );
            self.problems.push(Problem { severity: Severity::Warning, file, line: 1, column: 1, message });
        }
    }

    fn problem(&mut self, severity: Severity, place: Place, message: String) {
        let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
        self.problems.push(Problem { severity, file, line: place.line, column: 1, message });
    }

    /// Reports an error and counts its row as dropped.
    pub(super) fn reject(&mut self, table: Table, place: Place, message: String) {
        self.problem(Severity::Error, place, message);
        self.count(table).dropped += 1;
    }

    pub(super) fn warn(&mut self, place: Place, message: String) {
        self.problem(Severity::Warning, place, message);
    }

    /// Warns of seats that are stated to begin before birth, or to last after death or the end of the company; they are kept.
    /// Death and dissolution end such seats, and those without an end, when a graph is built.
    fn check_lives(&mut self, seats: &Seats) {
        let people = &self.people.entities;
        let (births, deaths) = (LifeDates::new(people, Field::Birth), LifeDates::new(people, Field::Death));
        let ends = LifeDates::new(&self.companies.entities, Field::Dissolved);
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
            for (event, limit, text) in [
                ("the person's death", deaths.get(person), (people, Field::Death, person)),
                ("the company was dissolved", ends.get(company), (&self.companies.entities, Field::Dissolved, company)),
            ] {
                let Some(limit) = limit else { continue };
                if last.is_some_and(|day| day > limit.last.plus(1)) {
                    let (table, field, at) = text;
                    found.push((
                        row,
                        format!("the seat continues after {event} ({})", table.attributes.text(field, at)),
                    ));
                }
            }
        }
        for (row, message) in found {
            let place = seats.places.get(row);
            self.warn(place, message);
        }
    }

    /// Adds people and companies that only ties name, where the tie states their kind and no table lists them.
    fn add_unlisted_tie_ends(&mut self) {
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
            append_entities(known, StringColumn::from_iter(ids), |_| "", places.into_iter());
        }
    }

    fn resolve_ties(&mut self) {
        self.add_unlisted_tie_ends();
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
                        let id = shortened(&end.id);
                        let message =
                            format!("'{id}' is both a person and a company; say which in from_type or to_type");
                        self.reject(Table::Ties, tie.place, message);
                        return false;
                    }
                    _ => {
                        let message =
                            format!("unknown entity '{}': no person or company has this id", shortened(&end.id));
                        self.reject(Table::Ties, tie.place, message);
                        return false;
                    }
                };
            }
            true
        });
        self.drop_repeated(Table::Ties, &mut ties);
        ties.iter().for_each(|tie| self.warn_of_end(tie));
        self.ties = ties;
    }

    /// Warns of the stated end of a tie that has none: that of a founder or of a relative by descent.
    fn warn_of_end(&mut self, tie: &Tie) {
        if let (Some(end), false) = (tie.end.date(), tie.lasts() == Lasting::AsStated) {
            let message = format!("the end {end} is ignored: '{}' is a tie without an end", shortened(&tie.kind));
            self.warn(tie.place, message);
        }
    }

    fn resolve_deals(&mut self) {
        let mut deals = std::mem::take(&mut self.deals);
        deals.retain(|deal| {
            let Some(id) = deal.parties.iter().find(|id| self.companies.entities.row(id).is_none()) else {
                return true;
            };
            let message = format!("unknown party '{}': the companies table has no such id", shortened(id));
            self.reject(Table::Deals, deal.place, message);
            false
        });
        self.drop_repeated(Table::Deals, &mut deals);
        self.deals = deals;
    }

    fn resolve_accounts(&mut self) {
        let mut accounts = std::mem::take(&mut self.accounts);
        accounts.retain(|row| {
            let named = [&row.company, &row.competitor].into_iter().filter(|id| !id.is_empty());
            let strange = named.clone().find(|id| self.companies.entities.row(id).is_none());
            let message = match strange {
                Some(id) => format!("unknown company '{}': the companies table has no such id", shortened(id)),
                None if row.company == row.competitor => "company and competitor are the same".to_owned(),
                None => return true,
            };
            self.reject(Table::Financials, row.place, message);
            false
        });
        self.accounts = accounts;
    }
}

/// The decoded dates and capacities of a table of seats that is not yet part of the dataset.
struct SeatValues<'t> {
    table: &'t SeatTable,
    dates: Dates,
    capacities: Capacities,
}

impl SeatValues<'_> {
    fn new(table: &SeatTable) -> SeatValues<'_> {
        SeatValues {
            table,
            dates: Dates::new(table.dates.clone()),
            capacities: Capacities::new(table.capacities.clone()),
        }
    }

    /// Converts the seat of a company into a tie from that company to the one where it serves.
    fn tie_of_corporate_officer(&self, row: usize, holder: &str, company: String, place: Place) -> Tie {
        let SeatValues { table, dates, capacities } = self;
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

/// A reference that was not resolved.
const MISSING: u32 = u32::MAX;

/// One of the two columns of references in a table of seats.
#[derive(Clone, Copy)]
struct ReferenceColumn {
    unresolved: fn(&SeatTable) -> &StringColumn,
    references: fn(&SeatTable) -> &BitPacked,
    at: usize,
    name: Field,
}

const PEOPLE: ReferenceColumn =
    ReferenceColumn { unresolved: |t| &t.people, references: |t| &t.person, at: 0, name: Field::PersonName };
const COMPANIES: ReferenceColumn =
    ReferenceColumn { unresolved: |t| &t.companies, references: |t| &t.company, at: 1, name: Field::CompanyName };

/// Further ids under which unresolved references may be known.
#[derive(Clone, Copy)]
struct OtherIds<'a> {
    /// The ids of companies, if companies may have seats too.
    ids: Option<&'a Ids>,
    /// Ids that were merged into others.
    merged: &'a HashMap<String, String>,
    /// `true` if a reference may be the name of an entity that a table lists, as in tables that people make.
    names_are_references: bool,
}

/// Returns, for every table, the rows of its unresolved references, or [`MISSING`]. Where no table lists the
/// entities they are added, except those in `others`.
fn resolve_references(
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
fn append_entities<'n>(
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

/// Returns the rows of the entities with these names; `None` where several have the name.
fn unique_names<'a>(
    entities: &Entities,
    unresolved: impl Iterator<Item = &'a StringColumn>,
) -> HashMap<String, Option<u32>> {
    let wanted: HashSet<&str> = unresolved.flat_map(StringColumn::iter).collect();
    let mut found: HashMap<String, Option<u32>> = HashMap::new();
    for (name, row) in entities.names.iter().zip(0u32..) {
        if wanted.contains(name) {
            found.entry(name.to_owned()).and_modify(|old| *old = None).or_insert(Some(row));
        }
    }
    found
}

/// Returns references as rows: known ones unchanged, unresolved ones by their rows in `unresolved`.
fn renumbered(references: &BitPacked, known: u32, unresolved: &[u32]) -> BitPacked {
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

/// The seats of one file with resolved references.
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

/// Concatenates the seats of several files.
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
    let (capacities, capacities_renumbered) = merge(|table| &table.capacities);
    let (dates, dates_renumbered) = merge(|table| &table.dates);
    let column = |values: fn(&SeatsPart) -> &BitPacked, renumbered: &[Vec<u32>], kept: u32| {
        let columns: Vec<Part<'_>> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| Part {
                rows: part.person.len(),
                codes: Some(values(part)),
                renumbered: renumbered.get(at).map_or(&[], Vec::as_slice),
            })
            .collect();
        merge_column(&columns, kept)
    };
    let attributes: Vec<(&Attributes, usize)> =
        parts.iter().map(|part| (&part.table.attributes, part.person.len())).collect();
    let places = parts.iter().flat_map(|part| (0..part.person.len()).map(|row| part.places.get(row)));
    Seats {
        person: column(|part| &part.person, &[], u32::MAX),
        company: column(|part| &part.company, &[], u32::MAX),
        capacity: column(|part| &part.table.capacity, &capacities_renumbered, 0),
        start: column(|part| &part.table.start, &dates_renumbered, 1),
        end: column(|part| &part.table.end, &dates_renumbered, 2),
        attributes: Attributes::concat(&attributes),
        places: Places::new(places),
        capacities: Capacities::new(capacities),
        dates: Dates::new(dates),
    }
}

impl Dataset {
    /// Returns the newest day in the data: the day that it describes if none is stated.
    fn newest(&self) -> Option<Day> {
        let newest = |start: &Option<PartialDate>, end: &Ending| {
            let stated = |date: Option<&PartialDate>| date.and_then(newest_stated);
            stated(start.as_ref()).max(stated(end.date()))
        };
        let (starts, ends) = self.seats.stated_days();
        let ties = self.ties.iter().filter_map(|tie| newest(&tie.start, &tie.end));
        let deals = self.deals.iter().filter_map(|deal| deal.date.as_ref().and_then(newest_stated));
        starts.chain(ends).filter_map(newest_of).chain(ties).chain(deals).max()
    }
}

/// Returns the newest day of a date that is stated.
fn newest_stated(date: &PartialDate) -> Option<Day> {
    newest_of(date.days())
}

/// Returns the newest day at an end of a range that does not stand for "no end".
fn newest_of(days: DayRange) -> Option<Day> {
    [days.last, days.first].into_iter().find(|day| day.is_calendar() && !is_no_end(*day))
}
