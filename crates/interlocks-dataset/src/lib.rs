//! Reads files into tables: formats, column synonyms, and a list of problems with their places.
//!
//! A [`Dataset`] holds the rows of the files after references between them were resolved. It answers no
//! questions; the crate `interlocks-graph` builds a `BoardGraph` from it for that.

// Only the readers of foreign formats use some helpers.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

mod aliases;
mod blocks;
pub mod columns;
mod compression;
mod data_file;
mod decisions;
mod decoding;
mod error;
mod export;
mod formats;
mod ids;
mod input;
mod inputs;
mod ledger_file;
mod loader;
mod namesakes;
mod problem;
mod progress;
mod readers;
mod record;
mod references;
mod remarks;
mod repeats;
mod resolve;
mod revision;
mod roles;
mod row_parsers;
mod seats_part;
mod spellings;
mod stated_identities;
mod synthetic;
pub mod tables;
mod unknown_words;
mod unused;

use std::io::Read;
use std::path::{Path, PathBuf};

use interlocks_core::model::vocabulary::DateOrder;
use interlocks_core::model::{Accounts, Company, Day, Deal, PartialDate, Person, Seat, Source, Tie};

use tables::{Entities, Seats};

pub use columns::{COLUMNS, Column, ColumnNames, Field, Table};
pub use decisions::{Contradiction, Decision, DecisionLog, DecisionRow, Decisions, IdentityGroup, OpenRows};
pub use decoding::TextEncoding;
pub use error::DatasetError;
pub use export::{Cell, CellKind, ExportColumn, ExportColumns, ExportRow};
pub use export::{cell_text, join_items};
#[cfg(feature = "columnar")]
#[doc(hidden)]
pub use formats::ArrowTable;
#[cfg(feature = "formats")]
pub use formats::NotExported;
pub use formats::{ColumnarFormat, Container, DataFormat, ExportLosses, WholeFormat, has_tables_of_others};
pub use input::Limits;
pub use inputs::{InputFile, Inputs};
pub use ledger_file::{LedgerFile, LedgerKind, LedgerRow, LedgerTable};
pub use namesakes::is_name;
pub use problem::{Problem, Problems, Severity};
pub use progress::{Progress, ProgressHandle};
pub use record::items;
pub use revision::{NewSeat, Revision};
pub use roles::{RoleCount, RoleTable, count_roles};
pub use spellings::spelling_key;
pub use stated_identities::PossibleIdentity;
pub use synthetic::{Ids, Synthetic, SyntheticCounts};
pub use unused::{Unused, UnusedColumns};

/// The numbers of rows of a table that were read, kept and dropped; `read = kept + dropped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableCount {
    /// Rows read.
    pub read: u64,
    /// Rows kept.
    pub kept: u64,
    /// Rows dropped.
    pub dropped: u64,
}

/// Options of reading.
///
/// ```
/// use interlocks_dataset::{ColumnNames, DataFormat, Dataset, DatasetError, LoadOptions};
///
/// let table = "Seat holder,firm\nann,acme\nann,bolt\nbob,\n";
/// let columns = ColumnNames::parse(["person=Seat holder"]).map_err(DatasetError::Columns)?;
/// let options = LoadOptions::default().with_columns(columns).with_as_of("2024-12".parse().ok());
/// let data = Dataset::read(Box::new(table.as_bytes()), "seats.csv", DataFormat::Csv, &options)?;
/// assert_eq!((data.people.len(), data.companies.len(), data.seats.len()), (1, 2, 2));
/// assert_eq!(data.as_of.unwrap().to_string(), "2024-12-31");
///
/// let strict = options.with_strict(true);
/// assert!(Dataset::read(Box::new(table.as_bytes()), "seats.csv", DataFormat::Csv, &strict).is_err());
/// # Ok::<(), DatasetError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The format; `None` recognizes it by content and file name.
    pub format: Option<DataFormat>,
    /// Column names beyond the usual ones.
    pub columns: ColumnNames,
    /// The day that the data describes; overrides the data's own.
    pub as_of: Option<PartialDate>,
    /// How roles are to be read, beyond the usual words.
    pub roles: RoleTable,
    /// The order of day and month in dates such as 05/06/2011; `None` decides by the column.
    pub date_order: Option<DateOrder>,
    /// The encoding of text files; `None` detects it.
    pub encoding: Option<TextEncoding>,
    /// The name, or the number from 1, of the sheet that is read of a workbook; `None` reads all that hold a table.
    pub sheet: Option<String>,
    /// The number of lines at the beginning of tables that are skipped.
    pub skip_rows: usize,
    /// `true` if any problem in the data is an error.
    pub strict: bool,
    /// Files of decisions on identity, which are applied after those in the data.
    pub same: Vec<PathBuf>,
    /// Pairs of ids whose rows `same` are left out of the files of decisions, as if they were not written.
    pub without_same: Vec<[String; 2]>,
    /// Files that are no data, such as a table of roles: a folder that holds one is read without it. Those of `same` need not be named.
    pub aside: Vec<PathBuf>,
    /// Limits on what is read.
    pub limits: Limits,
    /// The receiver of progress reports.
    pub progress: ProgressHandle,
}

impl LoadOptions {
    /// Sets the format.
    #[must_use]
    pub fn with_format(self, format: Option<DataFormat>) -> LoadOptions {
        LoadOptions { format, ..self }
    }

    /// Sets the chosen column names.
    #[must_use]
    pub fn with_columns(self, columns: ColumnNames) -> LoadOptions {
        LoadOptions { columns, ..self }
    }

    /// Sets the day that the data describes.
    #[must_use]
    pub fn with_as_of(self, as_of: Option<PartialDate>) -> LoadOptions {
        LoadOptions { as_of, ..self }
    }

    /// Sets how roles are to be read.
    #[must_use]
    pub fn with_roles(self, roles: RoleTable) -> LoadOptions {
        LoadOptions { roles, ..self }
    }

    /// Sets the order of day and month.
    #[must_use]
    pub fn with_date_order(self, date_order: Option<DateOrder>) -> LoadOptions {
        LoadOptions { date_order, ..self }
    }

    /// Sets the encoding of text files.
    #[must_use]
    pub fn with_encoding(self, encoding: Option<TextEncoding>) -> LoadOptions {
        LoadOptions { encoding, ..self }
    }

    /// Sets the sheet that is read of a workbook.
    #[must_use]
    pub fn with_sheet(self, sheet: Option<String>) -> LoadOptions {
        LoadOptions { sheet, ..self }
    }

    /// Sets the number of lines at the beginning of tables that are skipped.
    #[must_use]
    pub fn with_skip_rows(self, skip_rows: usize) -> LoadOptions {
        LoadOptions { skip_rows, ..self }
    }

    /// Sets whether any problem in the data is an error.
    #[must_use]
    pub fn with_strict(self, strict: bool) -> LoadOptions {
        LoadOptions { strict, ..self }
    }

    /// Sets the files of decisions on identity.
    #[must_use]
    pub fn with_same(self, same: Vec<PathBuf>) -> LoadOptions {
        LoadOptions { same, ..self }
    }

    /// Sets the pairs of ids whose rows `same` are left out.
    #[must_use]
    pub fn without_same(self, without_same: Vec<[String; 2]>) -> LoadOptions {
        LoadOptions { without_same, ..self }
    }

    /// Sets the limits on what is read.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> LoadOptions {
        LoadOptions { limits, ..self }
    }

    /// Sets the receiver of progress reports.
    #[must_use]
    pub fn with_progress(self, progress: ProgressHandle) -> LoadOptions {
        LoadOptions { progress, ..self }
    }
}

/// People, companies, seats, ties and deals, in the order of the rows of the files.
///
/// The large tables are stored by column; a row is built when it is asked for.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_dataset::{Dataset, Table};
///
/// let boards = Dataset::open("datasets/bigtech-boards")?;
/// assert_eq!(boards.count(Table::Seats).dropped, 0);
/// let hastings: Vec<String> = boards
///     .iter_seats()
///     .filter(|seat| seat.person == "reed-hastings" && seat.board == Some(true))
///     .map(|seat| seat.company)
///     .collect();
/// assert!(hastings.contains(&"netflix".to_owned()));
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The title of the dataset; empty if it has none.
    pub title: String,
    /// The day that the data describes: the stated one, or the newest day in it.
    pub as_of: Option<Day>,
    /// `true` if that day is the newest one because none is stated.
    pub is_as_of_guessed: bool,
    /// The people.
    pub people: Entities,
    /// The companies.
    pub companies: Entities,
    /// The seats.
    pub seats: Seats,
    /// The ties.
    pub ties: Vec<Tie>,
    /// The deals.
    pub deals: Vec<Deal>,
    /// The accounts of companies, one per company, competitor and fiscal year.
    pub accounts: Vec<Accounts>,
    /// The sources that rows cite.
    pub sources: Vec<Source>,
    /// The decisions on identity that were applied.
    pub decisions: Decisions,
    /// The files read; [`Place::file`](interlocks_core::model::Place) is an index into this list.
    pub files: Vec<String>,
    /// The rows of tables that were read from each of [`files`](Dataset::files); `None`, or no item, if they were not counted,
    /// as in formats of other programs.
    pub file_rows: Vec<Option<u64>>,
    /// The problems found.
    pub problems: Problems,
    /// How files were read where a reader may want to know it, a sentence each.
    pub notes: Vec<String>,
    /// Statements of sources that two records may be of one person or company, by id. No answer uses them.
    pub possible_identities: Vec<PossibleIdentity>,
    /// The columns and files that were not used.
    pub unused: Unused,
    /// The counts of rows, indexed by [`Table`].
    pub counts: [TableCount; Table::ALL.len()],
}

impl Dataset {
    /// Reads a dataset folder, or one file of any known format.
    ///
    /// # Errors
    /// If nothing can be read from it. Faults of single rows are in [`Dataset::problems`].
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// let boards = interlocks_dataset::Dataset::open("datasets/bigtech-boards")?;
    /// assert_eq!(boards.seats.len(), 505);
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Dataset, DatasetError> {
        Dataset::open_all(&[path.as_ref()], &LoadOptions::default())
    }

    /// Reads several folders or files as one dataset.
    ///
    /// # Errors
    /// As [`Dataset::open`]; with [`LoadOptions::strict`] also if there is any problem.
    pub fn open_all(paths: &[&Path], options: &LoadOptions) -> Result<Dataset, DatasetError> {
        let mut loader = loader::Loader::new(options);
        for path in paths {
            let name = path.display().to_string();
            let format = options.format.filter(|_| !path.is_dir()).or_else(|| DataFormat::from_path(path));
            if !path.exists() {
                let source = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such file or folder");
                return Err(DatasetError::Read { path: name, source });
            }
            match format {
                None => return Err(formats::unknown(path)),
                Some(DataFormat::Folder) => formats::folder::read(&mut loader, path)?,
                Some(DataFormat::Columnar(columnar)) => {
                    formats::read_columnar(&mut loader, Table::Seats, path, columnar)?;
                }
                Some(DataFormat::Container(container)) => {
                    formats::folder::read_container(&mut loader, path, container)?;
                }
                Some(format) => {
                    let (name, text) = formats::folder::open(&loader, &data_file::DataFile::on_disk(path), format)?;
                    format.read(&mut loader, &name, text)?;
                }
            }
        }
        let decisions = loader.decision_files(options);
        loader.finish(options)?.with_decisions(&decisions, options)
    }

    /// Reads one stream, such as standard input. Gzip and Zstandard streams are decompressed.
    ///
    /// # Errors
    /// As [`Dataset::open`].
    pub fn read(
        stream: Box<dyn Read + Send>,
        name: &str,
        format: DataFormat,
        options: &LoadOptions,
    ) -> Result<Dataset, DatasetError> {
        let mut loader = loader::Loader::new(options);
        let text = input::unpack(stream, format.limits(options.limits), options.encoding)
            .map_err(|error| input::reading_error(name, error))?;
        loader.texts.borrow_mut().push((name.to_owned(), text.encoding()));
        format.read(&mut loader, name, text)?;
        let decisions = loader.decision_files(options);
        loader.finish(options)?.with_decisions(&decisions, options)
    }

    /// Returns the people, in the order of their rows.
    pub fn iter_people(&self) -> impl ExactSizeIterator<Item = Person> + '_ {
        (0..self.people.len()).map(|row| self.people.person(row))
    }

    /// Returns the companies, in the order of their rows.
    pub fn iter_companies(&self) -> impl ExactSizeIterator<Item = Company> + '_ {
        (0..self.companies.len()).map(|row| self.companies.company(row))
    }

    /// Returns the seat in a row.
    pub fn seat(&self, row: usize) -> Seat {
        let person = self.people.id(self.seats.person.get(row) as usize);
        let company = self.companies.id(self.seats.company.get(row) as usize);
        self.seats.seat(row, person.to_owned(), company.to_owned())
    }

    /// Returns the seats, in the order of their rows.
    pub fn iter_seats(&self) -> impl ExactSizeIterator<Item = Seat> + '_ {
        (0..self.seats.len()).map(|row| self.seat(row))
    }

    /// Returns the numbers of rows of a table that were read, kept and dropped.
    pub fn count(&self, table: Table) -> TableCount {
        self.counts[table as usize]
    }

    /// Returns the name of the file of a place; empty if there is none.
    pub fn file(&self, place: interlocks_core::model::Place) -> &str {
        self.files.get(place.file as usize).map_or("", String::as_str)
    }
}

/// Indexes the ids of a table in which every id occurs once.
pub fn unique_ids(texts: interlocks_core::store::StringColumn) -> ids::Ids {
    ids::Ids::new(texts).0
}
