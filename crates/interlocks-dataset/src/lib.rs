//! Files to tables: formats, column synonyms, and every problem with its place.
//!
//! A [`Dataset`] is what the files say, row by row, after references were settled. It answers no
//! question; [`BoardGraph`](interlocks_graph::BoardGraph) is built from it for that.

#![deny(unsafe_code)]
#![warn(missing_debug_implementations)]
// The readers of foreign formats are the only users of some helpers.
#![cfg_attr(not(feature = "formats"), allow(dead_code))]

mod blocks;
pub mod columns;
mod error;
mod export;
mod formats;
mod ids;
mod input;
mod inputs;
mod loader;
mod problem;
mod progress;
mod readers;
mod record;
mod resolve;
mod revision;
mod row_parsers;
mod synthetic;
pub mod tables;

use std::io::Read;
use std::path::Path;

use interlocks_core::model::{Accounts, Company, Day, Deal, PartialDate, Person, Seat, Source, Tie};

use tables::{Entities, Seats};

pub use columns::{COLUMNS, Column, ColumnNames, Field, Table};
pub use error::DatasetError;
pub use export::{Cell, CellKind, SheetColumn, SheetColumns, SheetRow};
pub use export::{joined_items, said};
#[cfg(feature = "formats")]
pub use formats::NotExported;
pub use formats::{Altered, ColumnarFormat, DataFormat, WholeFormat};
pub use input::Limits;
pub use inputs::{InputFile, Inputs};
pub use problem::{Problem, Problems, Severity};
pub use progress::{Progress, Watch};
pub use record::items;
pub use revision::{NewSeat, Revision};
pub use synthetic::{Synthetic, Written};

/// How many rows of a table were read, kept and dropped; the first is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct TableCount {
    pub read: u64,
    pub kept: u64,
    pub dropped: u64,
}

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// The format; by the name of the file when absent.
    pub format: Option<DataFormat>,
    /// Names of columns beyond the usual ones.
    pub columns: ColumnNames,
    /// The day the data describes, whatever the data says.
    pub as_of: Option<PartialDate>,
    /// Any problem in the data is a failure.
    pub strict: bool,
    /// Bounds on what is read.
    pub limits: Limits,
    /// Who is told how far reading has come.
    pub watch: Watch,
}

/// People, companies, seats, ties and deals as the files give them, in the order of their rows.
///
/// The large tables are columns, and a row of them is made when it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The title of the dataset, empty when it has none.
    pub title: String,
    /// The day the data describes: stated, or the newest day in it.
    pub as_of: Option<Day>,
    pub people: Entities,
    pub companies: Entities,
    pub seats: Seats,
    pub ties: Vec<Tie>,
    pub deals: Vec<Deal>,
    pub accounts: Vec<Accounts>,
    pub sources: Vec<Source>,
    /// The files read; [`Place::file`](interlocks_core::model::Place) counts in this list.
    pub files: Vec<String>,
    pub problems: Problems,
    pub counts: [TableCount; Table::ALL.len()],
}

impl Dataset {
    /// Reads a dataset folder or one file of any format that is known.
    ///
    /// # Errors
    /// When nothing can be read from it; what is wrong with single rows is in
    /// [`Dataset::problems`].
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
    /// As [`Dataset::open`]; with [`LoadOptions::strict`] also on any problem.
    pub fn open_all(paths: &[&Path], options: &LoadOptions) -> Result<Dataset, DatasetError> {
        let mut loader = loader::Loader::new(options);
        for path in paths {
            let name = path.display().to_string();
            let format = options.format.filter(|_| !path.is_dir()).or_else(|| DataFormat::of_path(path));
            if !path.exists() {
                let source = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no such file or folder");
                return Err(DatasetError::Read { path: name, source });
            }
            match format {
                None => return Err(DatasetError::UnknownFormat { path: name }),
                Some(DataFormat::Folder) => formats::folder::read(&mut loader, path)?,
                Some(DataFormat::Columnar(keeping)) => {
                    formats::read_columnar(&mut loader, columns::Table::Seats, path, keeping)?;
                }
                Some(format) => {
                    let (name, text) = formats::folder::open(&loader, path, format)?;
                    format.read(&mut loader, &name, text)?;
                }
            }
        }
        loader.finish(options)
    }

    /// Reads one stream, such as standard input. BitPacked streams are unpacked.
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
        let text =
            input::unpack(stream, format.limits(options.limits)).map_err(|error| input::reading_error(name, error))?;
        format.read(&mut loader, name, text)?;
        loader.finish(options)
    }

    /// The people, in the order of their rows.
    pub fn iter_people(&self) -> impl ExactSizeIterator<Item = Person> + '_ {
        (0..self.people.len()).map(|row| self.people.person(row))
    }

    /// The companies, in the order of their rows.
    pub fn iter_companies(&self) -> impl ExactSizeIterator<Item = Company> + '_ {
        (0..self.companies.len()).map(|row| self.companies.company(row))
    }

    /// A seat by its row.
    pub fn seat(&self, row: usize) -> Seat {
        let person = self.people.id(self.seats.person.get(row) as usize);
        let company = self.companies.id(self.seats.company.get(row) as usize);
        self.seats.seat(row, person.to_owned(), company.to_owned())
    }

    /// The seats, in the order of their rows.
    pub fn iter_seats(&self) -> impl ExactSizeIterator<Item = Seat> + '_ {
        (0..self.seats.len()).map(|row| self.seat(row))
    }

    /// How many rows of a table were read, kept and dropped.
    pub fn count(&self, table: Table) -> TableCount {
        self.counts[table as usize]
    }

    /// The name of the file a place is in.
    pub fn file(&self, place: interlocks_core::model::Place) -> &str {
        self.files.get(place.file as usize).map_or("", String::as_str)
    }
}

/// The ids of a table of which each occurs once.
pub fn ids_of(texts: interlocks_core::store::StringColumn) -> ids::Ids {
    ids::Ids::of(texts).0
}
