//! Gathers the rows of all files into tables; [`settle`](super::resolve) then settles what refers
//! to what.

use std::collections::HashMap;
use std::sync::Arc;

use interlocks_core::model::{Accounts, Day, Deal, Ending, PartialDate, Source, Tie};

use super::columns::{ColumnNames, Field, Table};
use super::error::DatasetError;
use super::ids::{Ids, Repeated};
use super::input::Limits;
use super::problem::{Problem, Problems, Severity};
use super::progress::Watch;
use super::readers::{
    EntityReader, EntityTable, RecordReader, SeatReader, SeatTable, TableReader, gathered_entities, gathered_records,
    gathered_seats,
};
use super::tables::{Attributes, Entities, Places};
use super::{LoadOptions, TableCount, row_parsers};
use interlocks_core::store::StringColumn;

/// Reads rows into tables. One loader may take several files.
pub(super) struct Loader {
    pub columns: ColumnNames,
    pub limits: Limits,
    pub watch: Watch,
    pub empty_end: Ending,
    /// Whether a seat whose holder is a company is a tie between companies: registers have companies
    /// that are directors, and often say so nowhere but at the holder.
    pub companies_hold_offices: bool,
    /// Whether people and companies are told of again with everything about them: then the first word counts,
    /// and only what differs from it is told.
    pub repeats_expected: bool,
    /// Ids that were merged into others, and which: whoever refers to one means the other.
    pub merged: HashMap<String, String>,
    pub title: String,
    pub as_of: Option<Day>,
    pub files: Vec<String>,
    pub counts: [TableCount; Table::ALL.len()],
    pub problems: Problems,
    pub people: Known,
    pub companies: Known,
    pub seats: Vec<SeatTable>,
    pub ties: Vec<Tie>,
    pub deals: Vec<Deal>,
    pub accounts: Vec<Accounts>,
    pub sources: Vec<Source>,
}

/// People or companies known so far.
#[derive(Default)]
pub(super) struct Known {
    pub entities: Entities,
    /// Whether a table of them was given: then a seat may not invent one.
    pub listed: bool,
}

impl Known {
    /// Puts more behind those known; `repeated` are the rows of more whose id one before them has.
    /// Answers all rows whose id one before them has.
    pub fn append(&mut self, more: Entities, repeated: Vec<Repeated>) -> Vec<Repeated> {
        if self.entities.is_empty() {
            self.entities = more;
            return repeated;
        }
        let (entities, repeated) = concat(&[&self.entities, &more]);
        self.entities = entities;
        repeated
    }

    fn drop_rows(&mut self, repeated: &[Repeated]) {
        let mut dropped = repeated.iter().map(|repeated| repeated.row).peekable();
        let kept: Vec<u32> = (0..self.entities.len() as u32).filter(|row| dropped.next_if_eq(row).is_none()).collect();
        self.entities = self.entities.reordered(&kept);
    }
}

impl Loader {
    pub fn new(options: &LoadOptions) -> Loader {
        Loader {
            columns: options.columns.clone(),
            limits: options.limits,
            watch: options.watch.clone(),
            empty_end: Ending::Running,
            companies_hold_offices: false,
            repeats_expected: false,
            merged: HashMap::new(),
            title: String::new(),
            as_of: None,
            files: Vec::new(),
            counts: Default::default(),
            problems: Problems::default(),
            people: Known::default(),
            companies: Known::default(),
            seats: Vec::new(),
            ties: Vec::new(),
            deals: Vec::new(),
            accounts: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Notes a file and answers its number.
    pub fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        (self.files.len() - 1) as u32
    }

    /// Says that a table is there, even if it turns out to hold no row.
    pub fn begin(&mut self, table: Table) {
        match table {
            Table::People => self.people.listed = true,
            Table::Companies => self.companies.listed = true,
            Table::Seats | Table::Ties | Table::Deals | Table::Financials | Table::Sources => {}
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
            self.title = title.to_owned();
        }
        if let Some(as_of) = text("as_of") {
            let date: PartialDate = as_of.parse().map_err(|error| reject(format!("as_of: {error}")))?;
            self.as_of = Some(date.latest());
        }
        match text("empty_end") {
            None | Some("running") => {}
            Some("unknown") => self.empty_end = Ending::Unknown,
            Some(other) => return Err(reject(format!("empty_end is '{other}'; it can be \"running\" or \"unknown\""))),
        }
        Ok(())
    }

    pub fn count(&mut self, table: Table) -> &mut TableCount {
        &mut self.counts[table as usize]
    }

    /// A reader of rows of a table; several may read at once.
    pub fn reader(&self, table: Table) -> TableReader {
        match table {
            Table::Companies | Table::People => TableReader::Entities(EntityReader::default()),
            Table::Seats => TableReader::Seats(Box::new(SeatReader::new(
                Arc::clone(&self.people.entities.ids),
                Arc::clone(&self.companies.entities.ids),
                self.empty_end,
            ))),
            Table::Ties => TableReader::Ties(RecordReader::new(row_parsers::tie, self.empty_end)),
            Table::Deals => TableReader::Deals(RecordReader::new(row_parsers::deal, self.empty_end)),
            Table::Financials => TableReader::Accounts(RecordReader::new(row_parsers::accounts, self.empty_end)),
            Table::Sources => TableReader::Sources(RecordReader::new(row_parsers::source, self.empty_end)),
        }
    }

    /// Takes what all readers of one table in one file have read.
    pub fn accept(&mut self, table: Table, readers: Vec<TableReader>) {
        let (mut entities, mut seats) = (Vec::new(), Vec::new());
        let (mut ties, mut deals, mut accounts, mut sources) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for reader in readers {
            match reader {
                TableReader::Entities(reader) => entities.push(reader.done()),
                TableReader::Seats(reader) => seats.push(reader.done()),
                TableReader::Ties(reader) => ties.push(reader),
                TableReader::Deals(reader) => deals.push(reader),
                TableReader::Accounts(reader) => accounts.push(reader),
                TableReader::Sources(reader) => sources.push(reader),
            }
        }
        let (count, problems) = match table {
            Table::Companies | Table::People => self.take_entities(table, gathered_entities(entities)),
            Table::Seats => {
                let (table, count, problems) = gathered_seats(seats);
                self.seats.push(table);
                (count, problems)
            }
            Table::Ties => appended(&mut self.ties, gathered_records(ties)),
            Table::Deals => appended(&mut self.deals, gathered_records(deals)),
            Table::Financials => appended(&mut self.accounts, gathered_records(accounts)),
            Table::Sources => appended(&mut self.sources, gathered_records(sources)),
        };
        self.count(table).read += count.read;
        self.count(table).dropped += count.dropped;
        self.problems.append(problems);
    }

    /// Adds people or companies; those whose id was there before are dropped, with a word on why.
    fn take_entities(&mut self, table: Table, read: EntityTable) -> (TableCount, Problems) {
        let EntityTable { entities, repeated, mut count, problems, id_column } = read;
        let people = table == Table::People;
        let known = if people { &mut self.people } else { &mut self.companies };
        let repeated = known.append(entities, repeated);
        if repeated.is_empty() {
            return (count, problems);
        }
        if self.repeats_expected {
            self.problems_of_repeats(table, &repeated, id_column);
            count.read -= repeated.len() as u64;
            let known = if people { &mut self.people } else { &mut self.companies };
            known.drop_rows(&repeated);
            return (count, problems);
        }
        let all = &known.entities;
        let (mut errors, mut warnings) = (problems.errors(), problems.warnings());
        let mut listed = problems.listed().to_vec();
        for &Repeated { row, first } in &repeated {
            let (row, first) = (row as usize, first as usize);
            let same = if people { same_person(all, first, row) } else { same_company(all, first, row) };
            let (id, line) = (shown(all.id(row)), all.places.get(first).line);
            let (severity, message) = if same {
                warnings += 1;
                (Severity::Warning, format!("'{id}' repeats line {line}; counted once"))
            } else {
                errors += 1;
                (Severity::Error, format!("the id '{id}' is already used on line {line} with other content"))
            };
            if listed.len() < 2 * Problems::KEPT {
                let place = all.places.get(row);
                let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
                listed.push(Problem { severity, file, line: place.line, column: id_column, message });
            }
        }
        listed.sort_by_key(|problem| problem.line);
        count.dropped += repeated.len() as u64;
        known.drop_rows(&repeated);
        (count, Problems::of(listed.into_iter(), errors, warnings))
    }
}

impl Loader {
    /// One word on all rows that tell otherwise of somebody than the first row did.
    fn problems_of_repeats(&mut self, table: Table, repeated: &[Repeated], column: u64) {
        let people = table == Table::People;
        let all = if people { &self.people.entities } else { &self.companies.entities };
        let is_same = |repeated: &&Repeated| {
            let (first, row) = (repeated.first as usize, repeated.row as usize);
            // What has no name is only mentioned.
            all.name(row) == all.id(row) || all.name(row) == all.name(first)
        };
        let mut differing = repeated.iter().filter(|repeated| !is_same(repeated));
        let Some(first) = differing.next() else { return };
        let (count, row) = (1 + differing.count(), first.row as usize);
        let (place, id) = (all.places.get(row), shown(all.id(row)));
        let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
        let others = if count > 1 { format!("; {count} {} rows differ so", table.name()) } else { String::new() };
        let message = format!("'{id}' goes by another name than before, and the first one counts{others}");
        self.problems.push(Problem { severity: Severity::Warning, file, line: place.line, column, message });
    }
}

fn appended<T>(rows: &mut Vec<T>, more: (Vec<T>, TableCount, Problems)) -> (TableCount, Problems) {
    rows.extend(more.0);
    (more.1, more.2)
}

pub(super) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

fn same_person(all: &Entities, old: usize, new: usize) -> bool {
    all.name(old) == all.name(new) && all.attributes.date(Field::Birth, old) == all.attributes.date(Field::Birth, new)
}

fn same_company(all: &Entities, old: usize, new: usize) -> bool {
    let (before, after) = (all.attributes.text(Field::Lei, old), all.attributes.text(Field::Lei, new));
    all.name(old) == all.name(new) && (before == after || before.is_empty() || after.is_empty())
}

/// Tables behind one another.
fn concat(parts: &[&Entities]) -> (Entities, Vec<Repeated>) {
    let texts = |column: fn(&Entities) -> &StringColumn| {
        StringColumn::from_iter(parts.iter().flat_map(|part| column(part).iter()))
    };
    let attributes: Vec<(&Attributes, usize)> = parts.iter().map(|part| (&part.attributes, part.len())).collect();
    let places = parts.iter().flat_map(|part| (0..part.len()).map(|row| part.places.get(row)));
    let (ids, repeated) = Ids::of(texts(|part| &part.ids.texts));
    let entities = Entities {
        ids: Arc::new(ids),
        names: texts(|part| &part.names),
        attributes: Attributes::concat(&attributes),
        places: Places::of(places),
    };
    (entities, repeated)
}
