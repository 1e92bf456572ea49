//! The formats that are read, one file each.
//!
//! Our own (`folder`, `csv`, `json`, `jsonl`) go straight to the readers of our tables. The formats of
//! other programs are in `foreign`, behind the feature `formats`; [`import::ImportFormat`] describes one.

pub(crate) mod csv;
pub(crate) mod folder;
pub(crate) mod json;
pub(crate) mod jsonl;

#[cfg(feature = "columnar")]
mod columnar;
#[cfg(feature = "formats")]
mod date_formats;
#[cfg(feature = "formats")]
mod foreign;
mod import;
mod sniff;
mod writers;

use std::io::Read;
use std::path::Path;

use crate::error::DatasetError;
use crate::input::{CheckedReader, Limits};
use crate::loader::Loader;

use import::{IMPORT_FORMATS, ImportFormat};
use sniff::Head;

#[cfg(feature = "formats")]
pub use foreign::NotExported;
pub use writers::{Altered, WholeFormat};

/// A format data comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataFormat {
    /// A folder of tables, see the data format.
    Folder,
    /// One table of seats, separated by comma, semicolon or tab.
    Csv,
    /// One JSON document with a list a table.
    Json,
    /// One JSON object a line, with its `type`.
    Jsonl,
    /// A table in columns, which is read from a file alone: the end of it says where what is.
    Columnar(ColumnarFormat),
    /// A format of others, by the word for it.
    Import(&'static str),
}

/// How a table in columns is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnarFormat {
    Parquet,
    /// Arrow IPC, also called Feather.
    Arrow,
}

impl ColumnarFormat {
    /// By the bytes that such a file begins with.
    fn of_magic(bytes: &[u8]) -> Option<ColumnarFormat> {
        match bytes {
            [b'P', b'A', b'R', b'1', ..] => Some(ColumnarFormat::Parquet),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Some(ColumnarFormat::Arrow),
            _ => None,
        }
    }

    fn of_file(path: &Path) -> Option<ColumnarFormat> {
        let mut magic = Vec::new();
        if !std::fs::metadata(path).ok()?.is_file() {
            return None;
        }
        std::fs::File::open(path).ok()?.take(8).read_to_end(&mut magic).ok()?;
        ColumnarFormat::of_magic(&magic)
    }
}

/// What a build without the feature says.
#[cfg(not(feature = "columnar"))]
pub(super) const NOT_BUILT: &str = "this build knows no Parquet and no Arrow: build it with --features columnar";

/// Reads a table in columns.
///
/// # Errors
/// When it cannot be read, and when this build cannot.
#[cfg(feature = "columnar")]
pub(super) fn read_columnar(
    loader: &mut Loader,
    table: super::Table,
    path: &Path,
    keeping: ColumnarFormat,
) -> Result<(), DatasetError> {
    columnar::read(loader, table, path, keeping)
}

/// Says that this build reads no table in columns.
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

impl DataFormat {
    /// The format by the word used in `--from`.
    pub fn of_word(word: &str) -> Option<DataFormat> {
        match word {
            "folder" => Some(DataFormat::Folder),
            "csv" | "tsv" => Some(DataFormat::Csv),
            "json" => Some(DataFormat::Json),
            "jsonl" | "ndjson" => Some(DataFormat::Jsonl),
            "parquet" => Some(DataFormat::Columnar(ColumnarFormat::Parquet)),
            "arrow" | "feather" => Some(DataFormat::Columnar(ColumnarFormat::Arrow)),
            _ => IMPORT_FORMATS.iter().find(|format| format.name == word).map(|format| DataFormat::Import(format.name)),
        }
    }

    /// Every word for `--from`, and what it stands for.
    pub fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = [
            ("folder", "a folder of our tables"),
            ("csv", "one table of seats"),
            ("json", "our tables in one JSON document"),
            ("jsonl", "our rows as JSON lines"),
            ("parquet", "a table of seats in Parquet"),
            ("arrow", "a table of seats in Arrow IPC (Feather)"),
        ];
        own.into_iter().chain(IMPORT_FORMATS.iter().map(|format| (format.name, format.about)))
    }

    /// The format of a file by its content and its name, packed or not.
    pub fn of_path(path: &Path) -> Option<DataFormat> {
        if path.is_dir() {
            return Some(DataFormat::Folder);
        }
        if let Some(keeping) = ColumnarFormat::of_file(path) {
            return Some(DataFormat::Columnar(keeping));
        }
        let head = Head::of(path);
        if let Some(foreign) = head.as_ref().and_then(ImportFormat::of_head) {
            return Some(DataFormat::Import(foreign.name));
        }
        let name = sniff::plain_name(path)?;
        DataFormat::of_word(name.rsplit_once('.')?.1).filter(|format| *format != DataFormat::Folder)
    }

    /// The format of what begins with some bytes and has no name, packed or not.
    ///
    /// ```
    /// use interlocks_dataset::DataFormat;
    /// assert_eq!(DataFormat::of_beginning(b"person,company\nann,acme\n"), Some(DataFormat::Csv));
    /// assert_eq!(DataFormat::of_beginning(b"a sentence"), None);
    /// ```
    pub fn of_beginning(bytes: &[u8]) -> Option<DataFormat> {
        if let Some(keeping) = ColumnarFormat::of_magic(bytes) {
            return Some(DataFormat::Columnar(keeping));
        }
        let head = Head::of_bytes(bytes)?;
        if let Some(foreign) = ImportFormat::of_head(&head) {
            return Some(DataFormat::Import(foreign.name));
        }
        match (head.text.trim_start().chars().next()?, head.first_object()) {
            ('{', Some(object)) if !object.contains_key("seats") => Some(DataFormat::Jsonl),
            ('{' | '[', _) => Some(DataFormat::Json),
            _ => csv::is_seats(&head).then_some(DataFormat::Csv),
        }
    }

    /// Bytes by which [`DataFormat::of_beginning`] tells.
    pub const BEGINNING: u64 = sniff::LOOKED_AT;

    /// The limits that files of the format are read with.
    pub(super) fn limits(self, limits: Limits) -> Limits {
        match self.foreign() {
            Some(foreign) if foreign.long_lines => Limits { line: limits.unpacked, ..limits },
            _ => limits,
        }
    }

    fn foreign(self) -> Option<&'static ImportFormat> {
        let DataFormat::Import(word) = self else { return None };
        IMPORT_FORMATS.iter().find(|format| format.name == word)
    }

    /// Reads one file of the format.
    pub(super) fn read(self, loader: &mut Loader, name: &str, text: CheckedReader) -> Result<(), DatasetError> {
        match (self, self.foreign()) {
            (DataFormat::Csv, _) => csv::read(loader, super::Table::Seats, name, text),
            (DataFormat::Json, _) => json::read(loader, name, text),
            (DataFormat::Jsonl, _) => jsonl::read(loader, name, text),
            (_, Some(foreign)) => foreign.with_settings(loader, |loader| (foreign.read)(loader, name, text)),
            (DataFormat::Columnar(_), _) => {
                let message = "a table in columns is read from a file, not from a stream or a packed file".to_owned();
                Err(DatasetError::Rejected { file: name.to_owned(), line: 1, column: 1, message })
            }
            (DataFormat::Folder | DataFormat::Import(_), None) => {
                Err(DatasetError::UnknownFormat { path: name.to_owned() })
            }
        }
    }
}
