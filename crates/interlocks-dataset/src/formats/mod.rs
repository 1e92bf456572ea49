//! The data formats, one module per format.
//!
//! The formats of this project (`folder`, `csv`, `json`, `jsonl`) pass rows directly to the table readers. Formats of
//! other programs are in `foreign`, behind the feature `formats`; each is described by an [`import::ImportFormat`].

pub(crate) mod csv;
pub(crate) mod folder;
pub(crate) mod json;
pub(crate) mod jsonl;

#[cfg(feature = "columnar")]
mod columnar;
mod container;
#[cfg(feature = "containers")]
mod containers;
#[cfg(feature = "formats")]
mod foreign;
mod import;
#[cfg(feature = "columnar")]
mod in_memory;
mod sniff;
pub(crate) mod table_folder;
mod table_kind;
mod writers;

use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use interlocks_core::names::UnknownName;

use crate::columns::ColumnNames;
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::input::{CheckedReader, Limits};
use crate::loader::Loader;

pub use container::Container;
pub(crate) use container::foreign_program;
#[cfg(feature = "containers")]
pub(crate) use containers::{Member, PackedMember, has_sheets, parts};
use import::{IMPORT_FORMATS, ImportFormat};
pub(crate) use sniff::Head;

#[cfg(feature = "formats")]
pub use foreign::NotExported;
#[cfg(feature = "columnar")]
pub use in_memory::ArrowTable;
pub use table_folder::has_tables_of_others;
pub use writers::{ExportLosses, WholeFormat};

/// A format in which data is read. Its `FromStr` takes the names that `--from` takes.
///
/// ```
/// use interlocks_dataset::DataFormat;
///
/// assert_eq!("csv".parse(), Ok(DataFormat::Csv));
/// assert!("docx".parse::<DataFormat>().is_err());
/// assert_eq!(DataFormat::from_path("seats.jsonl.gz".as_ref()), Some(DataFormat::Jsonl));
/// assert_eq!(DataFormat::from_bytes(b"person,company\nann,acme\n"), Some(DataFormat::Csv));
/// assert_eq!(DataFormat::from_bytes(b"a sentence"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataFormat {
    /// A folder of tables.
    Folder,
    /// One table of seats with cells separated by comma, semicolon or tab.
    Csv,
    /// One JSON document with one list per table.
    Json,
    /// One JSON object per line, with its `type`.
    Jsonl,
    /// A columnar file. It cannot be read from a stream, because its directory is at the end.
    Columnar(ColumnarFormat),
    /// A file that contains tables. It cannot be read from a stream.
    Container(Container),
    /// A format of another program, by its name.
    Import(&'static str),
}

/// The format of a columnar file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnarFormat {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, also called Feather.
    Arrow,
}

impl ColumnarFormat {
    /// Recognizes the format by the first bytes of a file.
    fn from_magic(bytes: &[u8]) -> Option<ColumnarFormat> {
        match bytes {
            [b'P', b'A', b'R', b'1', ..] => Some(ColumnarFormat::Parquet),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Some(ColumnarFormat::Arrow),
            _ => None,
        }
    }

    fn from_file(path: &Path) -> Option<ColumnarFormat> {
        let mut magic = Vec::new();
        if !std::fs::metadata(path).ok()?.is_file() {
            return None;
        }
        std::fs::File::open(path).ok()?.take(8).read_to_end(&mut magic).ok()?;
        ColumnarFormat::from_magic(&magic)
    }
}

/// The error of a build without the feature `columnar`.
#[cfg(not(feature = "columnar"))]
pub(super) const NOT_BUILT: &str =
    "this build cannot read or write Parquet or Arrow; build it with --features columnar";

/// Rejects a file that contains tables: this build cannot read it.
///
/// # Errors
/// Always.
#[cfg(not(feature = "containers"))]
pub(crate) fn parts(_: &Loader, file: &DataFile, container: Container) -> Result<Vec<DataFile>, DatasetError> {
    let message = match container {
        Container::Workbook => {
            "this is a workbook, which this build cannot read: save its sheet as CSV UTF-8, or build with --features containers"
        }
        Container::Zip => {
            "this is a zip archive, which this build cannot read: unpack it, or build with --features containers"
        }
    };
    let file = file.name().to_owned();
    Err(DatasetError::Rejected { file, line: 1, column: 1, message: message.to_owned() })
}

/// Calls a function and turns a panic into an error. Libraries for binary formats do not check everything in a damaged file.
#[cfg(any(feature = "columnar", feature = "containers"))]
pub(crate) fn without_panic<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // Reading ends after a panic, so no half-finished state is used again.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let message = panic.downcast_ref::<String>().cloned();
        Err(message.or_else(|| panic.downcast_ref::<&str>().map(|message| (*message).to_owned())).unwrap_or_default())
    })
}

/// Reads a columnar file as a table.
///
/// # Errors
/// If it cannot be read.
#[cfg(feature = "columnar")]
pub(super) fn read_columnar(
    loader: &mut Loader,
    table: super::Table,
    path: &Path,
    columnar: ColumnarFormat,
) -> Result<(), DatasetError> {
    columnar::read(loader, table, path, columnar)
}

/// Rejects a columnar file: this build cannot read it.
///
/// # Errors
/// Always.
#[cfg(not(feature = "columnar"))]
pub(super) fn read_columnar(
    _: &mut Loader,
    _: super::Table,
    path: &Path,
    _: ColumnarFormat,
) -> Result<(), DatasetError> {
    let file = path.display().to_string();
    Err(DatasetError::Rejected { file, line: 1, column: 1, message: NOT_BUILT.to_owned() })
}

/// Returns the error for a file of no known format.
pub(crate) fn unknown(path: &Path) -> DatasetError {
    let file = path.display().to_string();
    let start = DataFile::on_disk(path).first_bytes(container::SNIFFED).unwrap_or_default();
    match foreign_program(&start, &file) {
        Some(message) => DatasetError::Rejected { file, line: 1, column: 1, message: message.to_owned() },
        None => DatasetError::UnknownFormat { path: file },
    }
}

impl FromStr for DataFormat {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<DataFormat, UnknownName> {
        match name {
            "folder" => Ok(DataFormat::Folder),
            "csv" | "tsv" => Ok(DataFormat::Csv),
            "json" => Ok(DataFormat::Json),
            "jsonl" | "ndjson" => Ok(DataFormat::Jsonl),
            "parquet" => Ok(DataFormat::Columnar(ColumnarFormat::Parquet)),
            "arrow" | "feather" => Ok(DataFormat::Columnar(ColumnarFormat::Arrow)),
            "workbook" | "xlsx" | "xls" | "ods" => Ok(DataFormat::Container(Container::Workbook)),
            "zip" => Ok(DataFormat::Container(Container::Zip)),
            _ => IMPORT_FORMATS
                .iter()
                .find(|format| format.name == name)
                .map(|format| DataFormat::Import(format.name))
                .ok_or_else(|| UnknownName {
                    what: "data format",
                    name: name.to_owned(),
                    known: DataFormat::names().collect(),
                }),
        }
    }
}

impl DataFormat {
    /// Returns the name and a short description of every format that this build reads.
    pub fn descriptions() -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = [
            ("folder", "a folder of our tables"),
            ("csv", "one table of seats"),
            ("json", "our tables in one JSON document"),
            ("jsonl", "our rows as JSON lines"),
            ("parquet", "a table of seats in Parquet"),
            ("arrow", "a table of seats in Arrow IPC (Feather)"),
            ("workbook", "the sheets of a workbook: .xlsx, .xls, .ods"),
            ("zip", "the tables in a zip archive"),
        ];
        own.into_iter().chain(IMPORT_FORMATS.iter().map(|format| (format.name, format.about)))
    }

    /// Returns the name of every format that this build reads.
    pub fn names() -> impl Iterator<Item = &'static str> {
        DataFormat::descriptions().map(|(name, _)| name)
    }

    /// Recognizes the format of a file by its content and name, compressed or not.
    pub fn from_path(path: &Path) -> Option<DataFormat> {
        if path.is_dir() {
            return Some(DataFormat::Folder);
        }
        if let Some(columnar) = ColumnarFormat::from_file(path) {
            return Some(DataFormat::Columnar(columnar));
        }
        let file = DataFile::on_disk(path);
        if let Some(container) = Container::of(&file) {
            return Some(DataFormat::Container(container));
        }
        let head = file.head();
        if let Some(foreign) = head.as_ref().and_then(ImportFormat::detect) {
            return Some(DataFormat::Import(foreign.name));
        }
        let name = sniff::plain_name(&path.display().to_string());
        let by_name = name.rsplit_once('.').and_then(|(_, ending)| ending.parse().ok());
        let by_name = by_name.filter(|format| !matches!(format, DataFormat::Folder | DataFormat::Container(_)));
        by_name.or_else(|| csv::table(&head?, &ColumnNames::default()).map(|_| DataFormat::Csv))
    }

    /// Recognizes the format of a stream by its first [`DataFormat::SNIFFED_BYTES`] bytes, compressed or not.
    pub fn from_bytes(bytes: &[u8]) -> Option<DataFormat> {
        if let Some(columnar) = ColumnarFormat::from_magic(bytes) {
            return Some(DataFormat::Columnar(columnar));
        }
        let head = Head::from_bytes(bytes)?;
        if let Some(foreign) = ImportFormat::detect(&head) {
            return Some(DataFormat::Import(foreign.name));
        }
        match (head.text.trim_start().chars().next()?, head.first_object()) {
            ('{', Some(object)) if !object.contains_key("seats") => Some(DataFormat::Jsonl),
            ('{' | '[', _) => Some(DataFormat::Json),
            _ => csv::table(&head, &ColumnNames::default()).map(|_| DataFormat::Csv),
        }
    }

    /// The number of bytes from which [`DataFormat::from_bytes`] recognizes a format.
    pub const SNIFFED_BYTES: u64 = sniff::SNIFFED_BYTES;

    /// Returns the limits with which files of the format are read.
    pub(super) fn limits(self, limits: Limits) -> Limits {
        // Programs write a JSON document as one line.
        let long_lines = self == DataFormat::Json || self.foreign().is_some_and(|foreign| foreign.long_lines);
        if long_lines { Limits { line: limits.unpacked, ..limits } } else { limits }
    }

    fn foreign(self) -> Option<&'static ImportFormat> {
        let DataFormat::Import(word) = self else { return None };
        IMPORT_FORMATS.iter().find(|format| format.name == word)
    }

    /// Reads one file of the format.
    pub(super) fn read(self, loader: &mut Loader, name: &str, text: CheckedReader) -> Result<(), DatasetError> {
        match (self, self.foreign()) {
            (DataFormat::Csv, _) => csv::read_single(loader, name, text),
            (DataFormat::Json, _) => json::read(loader, name, text),
            (DataFormat::Jsonl, _) => jsonl::read(loader, name, text),
            (_, Some(foreign)) => foreign.with_settings(loader, |loader| (foreign.read)(loader, name, text)),
            (DataFormat::Container(_), _) => {
                let message = "workbooks and zip archives cannot be read from a pipe".to_owned();
                Err(DatasetError::Rejected { file: name.to_owned(), line: 1, column: 1, message })
            }
            (DataFormat::Columnar(_), _) => {
                let message = "Parquet and Arrow files cannot be read from a pipe or from a compressed file".to_owned();
                Err(DatasetError::Rejected { file: name.to_owned(), line: 1, column: 1, message })
            }
            (DataFormat::Folder | DataFormat::Import(_), None) => {
                Err(DatasetError::UnknownFormat { path: name.to_owned() })
            }
        }
    }
}
