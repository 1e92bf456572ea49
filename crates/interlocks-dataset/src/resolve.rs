//! Resolves references between tables once all files are read, and builds the dataset.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use interlocks_core::model::{Day, DayRange, Deal, Ending, EntityKind, Lasting, PartialDate, Place, Tie, TieEnd};
use interlocks_core::store::StringColumn;
use interlocks_core::wording::counted;

use super::aliases::Aliases;
use super::columns::{Field, Table};
use super::decisions::Decisions;
use super::error::DatasetError;
use super::loader::{Loader, shortened};
use super::namesakes::{self, identified_by_name};
use super::problem::{Problem, Severity};
use super::readers::SeatTable;
use super::record::is_no_end;
use super::references::{
    COMPANIES, MISSING, OtherIds, PEOPLE, ResolutionNotes, append_entities, renumbered, resolve_references, unknown,
};
use super::seats_part::{SeatsPart, concat};
use super::spellings::near_names;
use super::tables::{Capacities, Dates, Entities, Places, Seats};
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
        if self.no_ends > 0 {
            let ends = counted(self.no_ends, "end");
            self.notes.push(format!("{ends} such as 9999-12-31 count as no end: the seat or tie still runs"));
        }
        if options.as_of.is_none() {
            self.settle_stated_day();
        }
        let mut seats = self.resolve_seats();
        self.unite_same(&mut seats);
        let mut seats = self.without_repeated_seats(seats);
        // The people and companies have their names now; the columns would take more memory than all else.
        for field in [Field::PersonName, Field::CompanyName] {
            seats.attributes.remove(field);
        }
        self.check_lives(&seats);
        self.report_unknown_roles(&seats);
        self.resolve_ties();
        self.report_unknown_kinds_of_ties();
        self.resolve_deals();
        self.report_unknown_statuses();
        self.set_statuses_aside();
        self.report_unknown_countries();
        self.report_unknown_industries();
        self.resolve_accounts();
        for (entities, kind) in
            [(&self.people.entities, EntityKind::Person), (&self.companies.entities, EntityKind::Company)]
        {
            self.notes.extend(near_names(entities, kind));
        }
        self.notes.extend(identified_by_name(&self.people.entities, &self.companies.entities));
        for count in &mut self.counts {
            count.kept = count.read - count.dropped;
        }
        let described_until = self.described_until;
        let mut data = Dataset {
            title: self.title,
            as_of: options.as_of.as_ref().map(PartialDate::latest).or(self.as_of),
            is_as_of_guessed: false,
            people: self.people.entities,
            companies: self.companies.entities,
            seats,
            ties: self.ties,
            deals: self.deals,
            accounts: self.accounts,
            sources: self.sources,
            decisions: Decisions::default(),
            files: self.files,
            file_rows: self.file_rows,
            problems: self.problems,
            notes: self.notes,
            possible_identities: self.possible_identities,
            unused: self.unused,
            counts: self.counts,
        };
        data.is_as_of_guessed = data.as_of.is_none();
        data.as_of = data.as_of.or_else(|| data.newest().max(described_until));
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
        let mut told = ResolutionNotes::default();
        let described =
            [namesakes::OF_COMPANIES, namesakes::OF_PEOPLE].map(|of| self.part_namesakes(&mut tables, &places, of));
        let companies = resolve_references(
            &mut self.companies,
            &tables,
            &places,
            COMPANIES,
            OtherIds { ids: None, merged: &merged },
            &mut told,
        );
        let company_ids = self.companies_hold_offices.then(|| Arc::clone(&self.companies.entities.ids));
        let others = OtherIds { ids: company_ids.as_deref(), merged: &merged };
        let people = resolve_references(&mut self.people, &tables, &places, PEOPLE, others, &mut told);
        self.merged = merged;
        for (namesakes, known) in described.iter().zip([&mut self.companies, &mut self.people]) {
            namesakes.describe(known);
        }
        for (place, message) in std::mem::take(&mut told.warnings) {
            self.warn(place, message);
        }
        self.notes.append(&mut told.notes);
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
                    unknown(PEOPLE, id, &told.shared)
                } else {
                    let id = table.companies.get((table.company.get(row) - known[1]) as usize);
                    unknown(COMPANIES, id, &told.shared)
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
        for (row, message) in seats.outside_lives(&self.people.entities, &self.companies.entities) {
            self.warn(seats.places.get(row), message);
        }
    }

    /// Adds people and companies that only ties name, where the tie states their kind and no table lists them.
    fn add_unlisted_tie_ends(&mut self, ties: &[Tie]) {
        for (kind, known) in [(EntityKind::Person, &mut self.people), (EntityKind::Company, &mut self.companies)] {
            if known.listed {
                continue;
            }
            let mut seen = HashSet::new();
            let mut new: Vec<(&str, Place)> = Vec::new();
            for tie in ties {
                for end in [&tie.from, &tie.to].into_iter().filter(|end| end.kind == Some(kind)) {
                    if known.entities.row(&end.id).is_none() && seen.insert(&end.id) {
                        new.push((&end.id, tie.place));
                    }
                }
            }
            let (ids, places) = new.into_iter().unzip::<_, _, Vec<&str>, Vec<Place>>();
            append_entities(known, StringColumn::from_iter(ids), |_| "", places.into_iter());
        }
    }

    /// Replaces merged ids, unique names and numbers at the ends of ties by ids. What may be a person and a company stays.
    fn resolve_tie_ends(&mut self, ties: &mut [Tie]) {
        let (people, companies) = (&self.people.entities, &self.companies.entities);
        let is_known = |id: &str| people.row(id).is_some() || companies.row(id).is_some();
        let by_hand = if self.has_ties_by_hand { &*ties } else { &[] };
        let ends = by_hand.iter().flat_map(|tie| [&tie.from, &tie.to]);
        let texts: Vec<&str> =
            ends.map(|end| end.id.as_str()).filter(|id| !is_known(id) && !self.merged.contains_key(*id)).collect();
        let of = |entities: &Entities| Aliases::new(entities, texts.iter().copied());
        let (persons, firms) = (of(people), of(companies));
        let id_of = |end: &TieEnd| {
            let person = persons.row(&end.id).filter(|_| end.kind != Some(EntityKind::Company));
            let company = firms.row(&end.id).filter(|_| end.kind != Some(EntityKind::Person));
            match (person, company) {
                (Some(row), None) => Some(people.id(row as usize).to_owned()),
                (None, Some(row)) => Some(companies.id(row as usize).to_owned()),
                _ => None,
            }
        };
        let named: Vec<[Option<String>; 2]> = ties.iter().map(|tie| [id_of(&tie.from), id_of(&tie.to)]).collect();
        for (tie, named) in ties.iter_mut().zip(named) {
            for (end, named) in [&mut tie.from, &mut tie.to].into_iter().zip(named) {
                if let Some(id) = self.merged.get(&end.id).cloned().or(named) {
                    end.id = id;
                }
            }
        }
        self.notes.extend(firms.note("company"));
        let doubt = |end: &TieEnd| {
            let person = persons.doubt(people, &end.id, "people").filter(|_| end.kind != Some(EntityKind::Company));
            person.or_else(|| {
                firms.doubt(companies, &end.id, "companies").filter(|_| end.kind != Some(EntityKind::Person))
            })
        };
        let doubts: Vec<(Place, String)> = ties
            .iter()
            .flat_map(|tie| [&tie.from, &tie.to].map(|end| (tie.place, end)))
            .filter_map(|(place, end)| Some((place, doubt(end)?)))
            .collect();
        doubts.into_iter().for_each(|(place, message)| self.warn(place, message));
    }

    fn resolve_ties(&mut self) {
        let mut ties = std::mem::take(&mut self.ties);
        self.resolve_tie_ends(&mut ties);
        self.add_unlisted_tie_ends(&ties);
        self.take_statements(&mut ties);
        ties.retain_mut(|tie| {
            for end in [&mut tie.from, &mut tie.to] {
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
                        let id = shortened(&end.id);
                        let message = format!(
                            "unknown entity '{id}': no person or company has this id or unique name; \
                             say person or company in from_type or to_type to add it"
                        );
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

    /// Replaces merged ids and unique names of parties by ids, and adds parties that only deals name, where no table lists the
    /// companies.
    fn resolve_parties(&mut self, deals: &mut [Deal]) {
        let parties = || deals.iter().flat_map(|deal| &deal.parties);
        let unknown = |id: &&String| self.companies.entities.row(id).is_none() && !self.merged.contains_key(*id);
        let texts = StringColumn::from_iter(parties().filter(unknown).map(String::as_str));
        let aliases = Aliases::new(&self.companies.entities, texts.iter());
        self.notes.extend(aliases.note("company"));
        let id_of_name = |name: &str| Some(self.companies.entities.id(aliases.row(name)? as usize).to_owned());
        let names: HashMap<String, String> =
            texts.iter().filter_map(|name| Some((name.to_owned(), id_of_name(name)?))).collect();
        let doubt = |party: &str| aliases.doubt(&self.companies.entities, party, "companies");
        let parties = deals.iter().flat_map(|deal| deal.parties.iter().map(|party| (deal.place, party)));
        let doubts: Vec<(Place, String)> = parties.filter_map(|(place, party)| Some((place, doubt(party)?))).collect();
        doubts.into_iter().for_each(|(place, message)| self.warn(place, message));
        for party in deals.iter_mut().flat_map(|deal| &mut deal.parties) {
            if let Some(id) = self.merged.get(party).or_else(|| names.get(party)) {
                party.clone_from(id);
            }
        }
        if self.companies.listed {
            return;
        }
        let mut seen = HashSet::new();
        // Other programs list people among the parties too; those are no companies.
        let is_person = |id: &str| self.imports && self.people.entities.row(id).is_some();
        let is_new = |id: &str| self.companies.entities.row(id).is_none() && !is_person(id);
        let new: Vec<(&str, Place)> = deals
            .iter()
            .flat_map(|deal| deal.parties.iter().map(|id| (id.as_str(), deal.place)))
            .filter(|(id, _)| is_new(id) && seen.insert(*id))
            .collect();
        let (ids, places) = new.into_iter().unzip::<_, _, Vec<&str>, Vec<Place>>();
        if !ids.is_empty() {
            append_entities(&mut self.companies, StringColumn::from_iter(ids), |_| "", places.into_iter());
        }
    }

    fn resolve_deals(&mut self) {
        let mut deals = std::mem::take(&mut self.deals);
        self.resolve_parties(&mut deals);
        deals.retain_mut(|deal| {
            self.leave_out_people(deal);
            let Some(id) = deal.parties.iter().find(|id| self.companies.entities.row(id).is_none()) else {
                return true;
            };
            let is_person = self.people.entities.row(id).is_some();
            let id = shortened(id);
            if is_person && self.imports {
                let message =
                    format!("left out: a deal with the person '{id}', because the parties of a deal are companies");
                self.warn(deal.place, message);
                self.count(Table::Deals).dropped += 1;
            } else if is_person {
                let message = format!("party '{id}' is a person: list companies as the parties of a deal");
                self.reject(Table::Deals, deal.place, message);
            } else {
                let message = format!("unknown party '{id}': no company has this id or name");
                self.reject(Table::Deals, deal.place, message);
            }
            false
        });
        self.drop_repeated(Table::Deals, &mut deals);
        self.deals = deals;
    }

    /// Takes the people out of the parties of a deal of which two companies remain. Registers and other programs list them
    /// beside companies; in our own tables a person among the parties is a mistake.
    fn leave_out_people(&mut self, deal: &mut Deal) {
        let is_company = |id: &String| self.companies.entities.row(id).is_some();
        let is_person = |id: &String| !is_company(id) && self.people.entities.row(id).is_some();
        let companies = deal.parties.iter().filter(|id| is_company(id)).count();
        if !self.imports || companies < 2 || companies == deal.parties.len() {
            return;
        }
        let (people, parties): (Vec<String>, Vec<String>) = deal.parties.drain(..).partition(is_person);
        deal.parties = parties;
        for id in &people {
            let id = shortened(id);
            self.warn(
                deal.place,
                format!("left out: the person '{id}' among the parties of a deal, because these are companies"),
            );
        }
        if !people.is_empty() {
            deal.extra.push(("natural_persons".to_owned(), people.join("; ")));
        }
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

impl Dataset {
    /// Returns the newest day in the data: the day that it describes if none is stated.
    fn newest(&self) -> Option<Day> {
        let newest = |start: &Option<PartialDate>, end: &Ending| {
            let stated = |date: Option<&PartialDate>| date.and_then(newest_stated);
            stated(start.as_ref()).max(stated(end.date().filter(|end| is_past(&end.days()))))
        };
        let (starts, ends) = self.seats.stated_days();
        let ties = self.ties.iter().filter_map(|tie| newest(&tie.start, &tie.end));
        let deals = self.deals.iter().filter_map(|deal| deal.date.as_ref().and_then(newest_stated));
        starts.chain(ends.filter(is_past)).filter_map(newest_of).chain(ties).chain(deals).max()
    }
}

/// Returns `true` for an end that happened: one on a day "or later" may be still to come.
fn is_past(end: &DayRange) -> bool {
    end.last != Day::MAX
}

/// Returns the newest day of a date that is stated.
fn newest_stated(date: &PartialDate) -> Option<Day> {
    newest_of(date.days())
}

/// Returns the newest day at an end of a range that does not stand for "no end".
fn newest_of(days: DayRange) -> Option<Day> {
    [days.last, days.first].into_iter().find(|day| day.is_calendar() && !is_no_end(*day))
}
