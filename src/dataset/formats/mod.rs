//! The formats that are read, one file each.

pub(super) mod csv;
pub(super) mod folder;
pub(super) mod json;
pub(super) mod jsonl;

use std::path::Path;

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
}

impl Format {
    /// The format by the word used in `--from`.
    pub fn of_word(word: &str) -> Option<Format> {
        match word {
            "folder" => Some(Format::Folder),
            "csv" | "tsv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The format by the name of a file, packed or not.
    pub fn of_path(path: &Path) -> Option<Format> {
        if path.is_dir() {
            return Some(Format::Folder);
        }
        let name = path.file_name()?.to_str()?.to_lowercase();
        let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
        Format::of_word(plain.rsplit_once('.')?.1).filter(|format| *format != Format::Folder)
    }
}
