//! Collects the rows of all files into tables; [`resolve`](super::resolve) then resolves references between them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use interlocks_core::model::{Accounts, Day, Deal, Ending, PartialDate, Place, Source, Tie};

use super::columns::{ColumnNames, Field, Table, seeming_year};
use super::decoding::{FoundEncoding, TextEncoding};
use super::error::DatasetError;
use super::ids::{DuplicateRow, Ids};
use super::input::Limits;
use super::problem::{Problem, Problems, Severity};
use super::progress::ProgressHandle;
use super::readers::MAX_COLUMNS;
use super::readers::{
    EntityReader, EntityTable, RecordReader, SeatReader, SeatTable, TableReader, merge_entities, merge_records,
    merge_seats,
};
use super::record::ambiguous_date;
use super::remarks::Remarks;
use super::stated_identities::PossibleIdentity;
use super::tables::{Attributes, Entities, Places};
use super::{LoadOptions, RoleTable, TableCount, Unused, row_parsers};
use interlocks_core::model::vocabulary::DateOrder;
use interlocks_core::store::StringColumn;

/// The setting with the columns that no field takes and that the maker of the data knows of.
pub(super) const OTHER_COLUMNS: &str = "other_columns";

/// Reads rows into tables. One loader may take several files.
pub(super) struct Loader {
    pub columns: ColumnNames,
    pub roles: RoleTable,
    pub encoding: Option<TextEncoding>,
    /// The sheet that is read of a workbook; `None` reads all that hold a table.
    #[cfg_attr(not(feature = "containers"), allow(dead_code))]
    pub sheet: Option<String>,
    /// The number of lines at the beginning of tables that are skipped.
    pub skip_rows: usize,
    /// The text files that were opened, and where the encoding of each is found once it was read.
    pub texts: RefCell<Vec<(String, FoundEncoding)>>,
    pub date_order: Option<DateOrder>,
    pub limits: Limits,
    pub progress: ProgressHandle,
    pub empty_end: Ending,
    /// `true` if a seat of a company becomes a tie between companies. Registers list corporate directors, and often
    /// only the id shows that they are companies.
    pub companies_hold_offices: bool,
    /// `true` if people and companies are repeated with all their attributes. Then the first row is used, and only
    /// differing names are reported.
    pub repeats_expected: bool,
    /// `true` once a file of an import format was read. The ids of its rows are those of records, and one record may give
    /// several rows; rows that repeat are usual, and one warning tells of all.
    pub imports: bool,
    /// `true` while a file of an import format is read.
    pub is_importing: bool,
    /// `true` once a table of ties was read that somebody made by hand, so that its ends may be names.
    pub has_ties_by_hand: bool,
    /// Ids that were merged into others: a reference to a key means its value.
    pub merged: HashMap<String, String>,
    /// Statements of sources that two records may be one.
    pub possible_identities: Vec<PossibleIdentity>,
    pub title: String,
    pub as_of: Option<Day>,
    /// The last day of the newest period of which a panel says who held seats.
    pub described_until: Option<Day>,
    /// Days of the data that titles and footers of tables state, each with the first file and its text.
    pub stated_days: BTreeMap<Day, (String, String)>,
    pub files: Vec<String>,
    /// The rows of each file, if they are counted.
    pub file_rows: Vec<Option<u64>>,
    /// Names and ids that were cleaned.
    pub cleaned: u64,
    /// Ends such as 9999-12-31, which stand for no end.
    pub no_ends: u64,
    /// How files were read where a reader may want to know it.
    pub notes: Vec<String>,
    pub unused: Unused,
    /// The files that a data package describes, with the columns that it describes.
    pub described: HashMap<String, HashSet<String>>,
    pub counts: [TableCount; Table::ALL.len()],
    pub problems: Problems,
    pub people: EntityRegistry,
    pub companies: EntityRegistry,
    pub seats: Vec<SeatTable>,
    pub ties: Vec<Tie>,
    pub deals: Vec<Deal>,
    pub accounts: Vec<Accounts>,
    pub sources: Vec<Source>,
    /// The files of decisions on identity that the data has.
    pub decisions: Vec<PathBuf>,
    /// Files that are no data, by their full paths.
    pub aside: Vec<PathBuf>,
}

/// The people or companies read so far.
#[derive(Default)]
pub(super) struct EntityRegistry {
    pub entities: Entities,
    /// `true` if a table of them was given: then seats must refer to its rows.
    pub listed: bool,
}

impl EntityRegistry {
    /// Appends entities; `repeated` are the rows of `more` whose id an earlier row of `more` has.
    /// Returns all rows whose id an earlier row has.
    pub(crate) fn append(&mut self, more: Entities, repeated: Vec<DuplicateRow>) -> Vec<DuplicateRow> {
        if more.is_empty() {
            return Vec::new();
        }
        if self.entities.is_empty() {
            self.entities = more;
            return repeated;
        }
        let (entities, repeated) = concat(&[&self.entities, &more]);
        self.entities = entities;
        repeated
    }

    fn drop_rows(&mut self, repeated: &[DuplicateRow]) {
        let mut dropped = repeated.iter().map(|repeated| repeated.row).peekable();
        let kept: Vec<u32> = (0..self.entities.len() as u32).filter(|row| dropped.next_if_eq(row).is_none()).collect();
        self.entities = self.entities.reordered(&kept);
    }
}

impl Loader {
    pub(crate) fn new(options: &LoadOptions) -> Loader {
        Loader {
            columns: options.columns.fresh(),
            roles: options.roles.clone(),
            encoding: options.encoding,
            sheet: options.sheet.clone(),
            skip_rows: options.skip_rows,
            texts: RefCell::default(),
            date_order: options.date_order,
            limits: options.limits,
            progress: options.progress.clone(),
            empty_end: Ending::Running,
            companies_hold_offices: false,
            repeats_expected: false,
            imports: false,
            is_importing: false,
            has_ties_by_hand: false,
            merged: HashMap::new(),
            possible_identities: Vec::new(),
            title: String::new(),
            as_of: None,
            described_until: None,
            stated_days: BTreeMap::new(),
            files: Vec::new(),
            file_rows: Vec::new(),
            cleaned: 0,
            no_ends: 0,
            notes: Vec::new(),
            unused: Unused::default(),
            described: HashMap::new(),
            counts: Default::default(),
            problems: Problems::default(),
            people: EntityRegistry::default(),
            companies: EntityRegistry::default(),
            seats: Vec::new(),
            ties: Vec::new(),
            deals: Vec::new(),
            accounts: Vec::new(),
            sources: Vec::new(),
            decisions: Vec::new(),
            aside: options.aside.iter().chain(&options.same).filter_map(|path| path.canonicalize().ok()).collect(),
        }
    }

    /// Returns `true` for a file in a folder that is no data: decisions on identity, or what an option is read from.
    pub(crate) fn is_aside(&self, path: &Path) -> bool {
        let is_named = || path.canonicalize().is_ok_and(|path| self.aside.contains(&path));
        self.decisions.iter().any(|file| file == path) || !self.aside.is_empty() && is_named()
    }

    /// Returns the files of decisions on identity: those of the data, then those of the options. No file is read twice.
    pub(crate) fn decision_files(&mut self, options: &LoadOptions) -> Vec<PathBuf> {
        let all = self.decisions.drain(..).chain(options.same.iter().cloned());
        let mut seen = HashSet::new();
        all.filter(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))).collect()
    }

    /// Notes columns of a file that no field takes, but for those that the data describes.
    pub(crate) fn note_unused_columns<'n>(&mut self, file: &str, names: impl Iterator<Item = &'n str>) {
        let described = self.described.get(file);
        let is_described = |name: &&str| described.is_some_and(|names| names.contains(*name));
        let names: Vec<String> = names.filter(|name| !is_described(name)).map(str::to_owned).collect();
        let years: Vec<(&str, &str)> =
            names.iter().filter_map(|name| Some((name.as_str(), seeming_year(name)?))).collect();
        if let [(first, year), _, ..] = years.as_slice() {
            self.notes.push(format!(
                "{file}: the headings of {} columns look like years, such as '{first}', and are not read as such; rename '{first}' to {year}, and the others alike",
                years.len()
            ));
        }
        self.unused.add_columns(file, names);
    }

    /// Registers a file and returns its number.
    pub(crate) fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        self.file_rows.push(None);
        (self.files.len() - 1) as u32
    }

    /// Declares that a table is present, even if it has no rows.
    pub(crate) fn declare_table(&mut self, table: Table) {
        match table {
            Table::People => self.people.listed = true,
            Table::Companies => self.companies.listed = true,
            Table::Seats | Table::Ties | Table::Deals | Table::Financials | Table::Sources => {}
        }
    }

    /// Applies the settings of a `datapackage.json` or of a JSON document.
    pub(crate) fn apply_settings(
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
            if !date.latest().is_calendar() {
                return Err(reject(format!("as_of: '{as_of}' has no last day")));
            }
            self.as_of = Some(date.latest());
        }
        let others = settings.get(OTHER_COLUMNS).and_then(|value| value.as_array());
        let names = others.into_iter().flatten().filter_map(|name| name.as_str());
        self.described.entry(file.to_owned()).or_default().extend(names.map(str::to_owned));
        match text("empty_end") {
            None | Some("running") => {}
            Some("unknown") => self.empty_end = Ending::Unknown,
            Some(other) => return Err(reject(format!("empty_end is '{other}'; use \"running\" or \"unknown\""))),
        }
        Ok(())
    }

    pub(crate) fn count(&mut self, table: Table) -> &mut TableCount {
        &mut self.counts[table as usize]
    }

    /// Creates a reader of rows of a table; several may read in parallel.
    pub(crate) fn reader(&self, table: Table) -> TableReader {
        match table {
            Table::Companies | Table::People => TableReader::Entities(EntityReader::new(self.date_order)),
            Table::Seats => TableReader::Seats(Box::new(SeatReader::new(
                Arc::clone(&self.people.entities.ids),
                Arc::clone(&self.companies.entities.ids),
                self.empty_end,
                self.date_order,
                self.roles.clone(),
            ))),
            Table::Ties => TableReader::Ties(RecordReader::new(row_parsers::tie, self.empty_end, self.date_order)),
            Table::Deals => TableReader::Deals(RecordReader::new(row_parsers::deal, self.empty_end, self.date_order)),
            Table::Financials => {
                TableReader::Accounts(RecordReader::new(row_parsers::accounts, self.empty_end, self.date_order))
            }
            Table::Sources => {
                TableReader::Sources(RecordReader::new(row_parsers::source, self.empty_end, self.date_order))
            }
        }
    }

    /// Adds the rows that all readers of one table have read from one file, the last that was registered.
    ///
    /// # Errors
    /// If they have too many columns.
    pub(crate) fn add_readers(&mut self, table: Table, readers: Vec<TableReader>) -> Result<(), DatasetError> {
        if readers.iter().any(TableReader::has_too_many_columns) {
            let file = self.files.last().cloned().unwrap_or_default();
            let message = format!("the rows of {} have more than {MAX_COLUMNS} columns", table.name());
            return Err(DatasetError::Rejected { file, line: 1, column: 1, message });
        }
        let (mut entities, mut seats) = (Vec::new(), Vec::new());
        let (mut ties, mut deals, mut accounts, mut sources) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut remarks = Remarks::default();
        for mut reader in readers {
            remarks.merge(reader.take_remarks());
            let (cleaned, no_ends) = reader.counted();
            self.cleaned += cleaned;
            self.no_ends += no_ends;
            match reader {
                TableReader::Entities(reader) => entities.push(reader.finish()),
                TableReader::Seats(reader) => seats.push(reader.finish()),
                TableReader::Ties(reader) => ties.push(reader),
                TableReader::Deals(reader) => deals.push(reader),
                TableReader::Accounts(reader) => accounts.push(reader),
                TableReader::Sources(reader) => sources.push(reader),
            }
        }
        let file = self.files.last().cloned().unwrap_or_default();
        self.add_remarks(&file, remarks);
        let (count, problems) = match table {
            Table::Companies | Table::People => self.add_entities(table, merge_entities(entities)),
            Table::Seats => {
                let (mut table, count, problems) = merge_seats(seats);
                table.is_by_hand = !self.is_importing;
                if let Some(date) = &table.ambiguous_date {
                    let (severity, file) = (Severity::Warning, self.files.last().cloned().unwrap_or_default());
                    let message = ambiguous_date(date);
                    self.problems.push(Problem { severity, file, line: 1, column: 1, message });
                }
                self.seats.push(table);
                (count, problems)
            }
            Table::Ties => {
                self.has_ties_by_hand |= !self.is_importing;
                append_records(&mut self.ties, merge_records(ties))
            }
            Table::Deals => append_records(&mut self.deals, merge_records(deals)),
            Table::Financials => append_records(&mut self.accounts, merge_records(accounts)),
            Table::Sources => append_records(&mut self.sources, merge_records(sources)),
        };
        // The records of other programs are no rows: one may be a person, a company and seats.
        if let (Some(rows), false) = (self.file_rows.last_mut(), self.is_importing) {
            *rows.get_or_insert(0) += count.read;
        }
        self.count(table).read += count.read;
        self.count(table).dropped += count.dropped;
        self.problems.append(problems);
        Ok(())
    }

    /// Adds people or companies. Those whose id is already used are dropped, with a problem.
    fn add_entities(&mut self, table: Table, read: EntityTable) -> (TableCount, Problems) {
        let EntityTable { entities, repeated, mut count, problems, id_column } = read;
        let people = table == Table::People;
        let known = if people { &mut self.people } else { &mut self.companies };
        let repeated = known.append(entities, repeated);
        if repeated.is_empty() {
            return (count, problems);
        }
        if self.repeats_expected {
            self.report_repeats(table, &repeated, id_column);
            count.read -= repeated.len() as u64;
            let known = if people { &mut self.people } else { &mut self.companies };
            known.drop_rows(&repeated);
            return (count, problems);
        }
        let all = &known.entities;
        let (mut errors, mut warnings) = (problems.errors(), problems.warnings());
        let mut listed = problems.listed().to_vec();
        let mut completed = Vec::new();
        for &duplicate in &repeated {
            let (row, first) = (duplicate.row as usize, duplicate.first as usize);
            let same = if people { same_person(all, first, row) } else { same_company(all, first, row) };
            if same {
                completed.push(duplicate);
            }
            // Data that is added with --with completes what was read before.
            if same && all.places.get(row).file != all.places.get(first).file {
                continue;
            }
            count.dropped += 1;
            let (id, line) = (shortened(all.id(row)), all.places.get(first).line);
            let (severity, message) = if same {
                warnings += 1;
                (Severity::Warning, format!("'{id}' is the same as line {line}; counted once"))
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
        known.entities.complete(&completed);
        known.drop_rows(&repeated);
        (count, Problems::from_parts(listed.into_iter(), errors, warnings))
    }
}

impl Loader {
    /// Leaves a warning about all rows that name somebody differently than the first row did, and one about all that say
    /// something else of them.
    fn report_repeats(&mut self, table: Table, repeated: &[DuplicateRow], column: u64) {
        let people = table == Table::People;
        let all = if people { &self.people.entities } else { &self.companies.entities };
        let is_same = |repeated: &&DuplicateRow| {
            let (first, row) = (repeated.first as usize, repeated.row as usize);
            // An entity without a name is only mentioned, not described.
            all.name(row) == all.id(row) || all.name(row) == all.name(first)
        };
        let others = |count: usize| match count {
            ..=1 => String::new(),
            _ => format!("; so do {count} rows of {} in all", table.name()),
        };
        let mut found: Vec<(Place, String)> = Vec::new();
        let mut differing = repeated.iter().filter(|repeated| !is_same(repeated));
        if let Some(first) = differing.next() {
            let (id, others) = (shortened(all.id(first.row as usize)), others(1 + differing.count()));
            let message = format!("'{id}' has a different name than before; the first name is used{others}");
            found.push((all.places.get(first.row as usize), message));
        }
        let (fields, rows) = all.attributes.differing(repeated);
        if let Some(first) = rows.first() {
            let (id, others) = (shortened(all.id(*first as usize)), others(rows.len()));
            let names = fields.into_iter().map(Field::name).collect::<Vec<_>>().join(", ");
            let message = format!("'{id}' has other values than before ({names}); the first are used{others}");
            found.push((all.places.get(*first as usize), message));
        }
        for (place, message) in found {
            let file = self.files.get(place.file as usize).cloned().unwrap_or_default();
            self.problems.push(Problem { severity: Severity::Warning, file, line: place.line, column, message });
        }
    }
}

fn append_records<T>(rows: &mut Vec<T>, more: (Vec<T>, TableCount, Problems)) -> (TableCount, Problems) {
    rows.extend(more.0);
    (more.1, more.2)
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

fn same_person(all: &Entities, old: usize, new: usize) -> bool {
    let [old_birth, new_birth] = [old, new].map(|row| all.attributes.date(Field::Birth, row));
    let births_agree = old_birth == new_birth || old_birth.is_none() || new_birth.is_none();
    names_agree(all, old, new) && births_agree
}

fn same_company(all: &Entities, old: usize, new: usize) -> bool {
    let (before, after) = (all.attributes.text(Field::Lei, old), all.attributes.text(Field::Lei, new));
    names_agree(all, old, new) && (before == after || before.is_empty() || after.is_empty())
}

/// Returns `true` if two rows of one id have one name, or one of them has none.
fn names_agree(all: &Entities, old: usize, new: usize) -> bool {
    let [old, new] = [old, new].map(|row| all.names.get(row));
    old == new || old.is_empty() || new.is_empty()
}

/// Concatenates tables.
fn concat(parts: &[&Entities]) -> (Entities, Vec<DuplicateRow>) {
    let texts = |column: fn(&Entities) -> &StringColumn| {
        StringColumn::from_iter(parts.iter().flat_map(|part| column(part).iter()))
    };
    let attributes: Vec<(&Attributes, usize)> = parts.iter().map(|part| (&part.attributes, part.len())).collect();
    let places = parts.iter().flat_map(|part| (0..part.len()).map(|row| part.places.get(row)));
    let (ids, repeated) = Ids::new(texts(|part| &part.ids.texts));
    let entities = Entities {
        ids: Arc::new(ids),
        names: texts(|part| &part.names),
        attributes: Attributes::concat(&attributes),
        places: Places::new(places),
    };
    (entities, repeated)
}
