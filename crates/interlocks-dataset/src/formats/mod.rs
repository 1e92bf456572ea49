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
mod head;
mod import;
mod written;

use std::io::Read;
use std::path::Path;

use crate::error::DatasetError;
use crate::input::{Guarded, Limits};
use crate::loader::Loader;

use head::Head;
use import::{FOREIGN, Foreign};

#[cfg(feature = "formats")]
pub use foreign::NotHeld;
pub use written::{Altered, WholeFormat};

/// A format data comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A folder of tables, see the data format.
    Folder,
    /// One table of seats, separated by comma, semicolon or tab.
    Csv,
    /// One JSON document with a list a table.
    Json,
    /// One JSON object a line, with its `type`.
    Jsonl,
    /// A table in columns, which is read from a file alone: the end of it says where what is.
    Columnar(Keeping),
    /// A format of others, by the word for it.
    Foreign(&'static str),
}

/// How a table in columns is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    Parquet,
    /// Arrow IPC, also called Feather.
    Arrow,
}

impl Keeping {
    /// By the bytes that such a file begins with.
    fn of_magic(bytes: &[u8]) -> Option<Keeping> {
        match bytes {
            [b'P', b'A', b'R', b'1', ..] => Some(Keeping::Parquet),
            [b'A', b'R', b'R', b'O', b'W', b'1', ..] => Some(Keeping::Arrow),
            _ => None,
        }
    }

    fn of_file(path: &Path) -> Option<Keeping> {
        let mut magic = Vec::new();
        if !std::fs::metadata(path).ok()?.is_file() {
            return None;
        }
        std::fs::File::open(path).ok()?.take(8).read_to_end(&mut magic).ok()?;
        Keeping::of_magic(&magic)
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
    keeping: Keeping,
) -> Result<(), DatasetError> {
    columnar::read(loader, table, path, keeping)
}

/// Says that this build reads no table in columns.
///
/// # Errors
/// Always.
#[cfg(not(feature = "columnar"))]
pub(super) fn read_columnar(_: &mut Loader, _: super::Table, path: &Path, _: Keeping) -> Result<(), DatasetError> {
    let file = path.display().to_string();
    Err(DatasetError::Rejected { file, line: 1, column: 1, message: NOT_BUILT.to_owned() })
}

impl Format {
    /// The format by the word used in `--from`.
    pub fn of_word(word: &str) -> Option<Format> {
        match word {
            "folder" => Some(Format::Folder),
            "csv" | "tsv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "parquet" => Some(Format::Columnar(Keeping::Parquet)),
            "arrow" | "feather" => Some(Format::Columnar(Keeping::Arrow)),
            _ => FOREIGN.iter().find(|format| format.word == word).map(|format| Format::Foreign(format.word)),
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
        own.into_iter().chain(FOREIGN.iter().map(|format| (format.word, format.about)))
    }

    /// The format of a file by its content and its name, packed or not.
    pub fn of_path(path: &Path) -> Option<Format> {
        if path.is_dir() {
            return Some(Format::Folder);
        }
        if let Some(keeping) = Keeping::of_file(path) {
            return Some(Format::Columnar(keeping));
        }
        let head = Head::of(path);
        if let Some(foreign) = head.as_ref().and_then(Foreign::of_head) {
            return Some(Format::Foreign(foreign.word));
        }
        let name = head::plain_name(path)?;
        Format::of_word(name.rsplit_once('.')?.1).filter(|format| *format != Format::Folder)
    }

    /// The format of what begins with some bytes and has no name, packed or not.
    ///
    /// ```
    /// use interlocks_dataset::Format;
    /// assert_eq!(Format::of_beginning(b"person,company\nann,acme\n"), Some(Format::Csv));
    /// assert_eq!(Format::of_beginning(b"a sentence"), None);
    /// ```
    pub fn of_beginning(bytes: &[u8]) -> Option<Format> {
        if let Some(keeping) = Keeping::of_magic(bytes) {
            return Some(Format::Columnar(keeping));
        }
        let head = Head::of_bytes(bytes)?;
        if let Some(foreign) = Foreign::of_head(&head) {
            return Some(Format::Foreign(foreign.word));
        }
        match (head.text.trim_start().chars().next()?, head.first_object()) {
            ('{', Some(object)) if !object.contains_key("seats") => Some(Format::Jsonl),
            ('{' | '[', _) => Some(Format::Json),
            _ => csv::is_seats(&head).then_some(Format::Csv),
        }
    }

    /// Bytes by which [`Format::of_beginning`] tells.
    pub const BEGINNING: u64 = head::LOOKED_AT;

    /// The limits that files of the format are read with.
    pub(super) fn limits(self, limits: Limits) -> Limits {
        match self.foreign() {
            Some(foreign) if foreign.long_lines => Limits { line: limits.unpacked, ..limits },
            _ => limits,
        }
    }

    fn foreign(self) -> Option<&'static Foreign> {
        let Format::Foreign(word) = self else { return None };
        FOREIGN.iter().find(|format| format.word == word)
    }

    /// Reads one file of the format.
    pub(super) fn read(self, loader: &mut Loader, name: &str, text: Guarded) -> Result<(), DatasetError> {
        match (self, self.foreign()) {
            (Format::Csv, _) => csv::read(loader, super::Table::Seats, name, text),
            (Format::Json, _) => json::read(loader, name, text),
            (Format::Jsonl, _) => jsonl::read(loader, name, text),
            (_, Some(foreign)) => foreign.with(loader, |loader| (foreign.read)(loader, name, text)),
            (Format::Columnar(_), _) => {
                let message = "a table in columns is read from a file, not from a stream or a packed file".to_owned();
                Err(DatasetError::Rejected { file: name.to_owned(), line: 1, column: 1, message })
            }
            (Format::Folder | Format::Foreign(_), None) => Err(DatasetError::UnknownFormat { path: name.to_owned() }),
        }
    }
}
