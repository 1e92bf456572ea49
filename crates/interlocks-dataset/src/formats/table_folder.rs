//! Folders of tables that are written together.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use interlocks_core::store::FolderWrite;
use serde_json::{Map, Value, json};

use super::folder::table_files;
use crate::columns::Table;

/// The key of `datapackage.json` that says which program wrote the folder, and its value.
const CREATED_BY: (&str, &str) = ("created_by", "interlocks");

/// The name of the file that describes the tables of a folder.
pub(crate) const PACKAGE: &str = "datapackage.json";

/// The tables of a folder while they are written. They replace the tables that are there together; tables that are not
/// written again are removed.
#[derive(Debug)]
pub(crate) struct TableFolder {
    folder: PathBuf,
    files: FolderWrite,
    written: Vec<PathBuf>,
    resources: Vec<Value>,
}

impl TableFolder {
    /// Creates the folder if it does not exist.
    pub(crate) fn new(folder: &Path) -> io::Result<TableFolder> {
        let files = FolderWrite::new(folder)?;
        Ok(TableFolder { folder: folder.to_owned(), files, written: Vec::new(), resources: Vec::new() })
    }

    /// Writes a table with these columns and returns its size in bytes.
    pub(crate) fn add(
        &mut self,
        table: Table,
        ending: &str,
        columns: impl IntoIterator<Item = String>,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<u64> {
        let name = format!("{}.{ending}", table.name());
        let size = self.files.add(&name, fill)?;
        self.written.push(self.folder.join(&name));
        let fields: Vec<Value> = columns.into_iter().map(|column| json!({"name": column})).collect();
        let schema = json!({"fields": fields});
        self.resources.push(json!({"name": table.name(), "path": name, "format": ending, "schema": schema}));
        Ok(size)
    }

    /// Writes `datapackage.json`, puts all files in place and returns the size of `datapackage.json` in bytes.
    pub(crate) fn finish(mut self, settings: Map<String, Value>) -> io::Result<u64> {
        let mut package = settings;
        package.insert(CREATED_BY.0.to_owned(), CREATED_BY.1.into());
        package.insert("resources".to_owned(), self.resources.into());
        let size = self.files.add(PACKAGE, |file| {
            let mut out = BufWriter::new(file);
            serde_json::to_writer_pretty(&mut out, &package)?;
            writeln!(out)?;
            out.flush()
        })?;
        let stale: Vec<PathBuf> =
            table_files(&self.folder).into_iter().filter(|path| !self.written.contains(path)).collect();
        self.files.finish(&stale)?;
        Ok(size)
    }
}

/// Returns `true` if a folder has tables that this program did not write, so that writing there replaces the work of
/// somebody else.
pub fn has_tables_of_others(folder: &Path) -> bool {
    let created_by_us = || {
        let package: Option<Value> =
            std::fs::read(folder.join(PACKAGE)).ok().and_then(|text| serde_json::from_slice(&text).ok());
        package.is_some_and(|package| package[CREATED_BY.0] == CREATED_BY.1)
    };
    !table_files(folder).is_empty() && !created_by_us()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dataset, LoadOptions};

    #[test]
    fn tables_of_an_earlier_version_do_not_stay() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("seats.csv"), "person,company\nann,acme\n").unwrap();
        std::fs::write(folder.path().join("ties.parquet"), "not ours").unwrap();
        std::fs::write(folder.path().join("notes.csv"), "not a table").unwrap();
        assert!(has_tables_of_others(folder.path()));
        let read = |text: &str| {
            let text = Box::new(io::Cursor::new(text.as_bytes().to_vec()));
            Dataset::read(text, "x", crate::DataFormat::Jsonl, &LoadOptions::default()).unwrap()
        };
        let seat = r#"{"type":"seat","person":"ann","company":"acme"}"#;
        let tie = r#"{"type":"tie","from":"ann","to":"acme","kind":"owner"}"#;
        read(&format!("{seat}\n{tie}\n")).write_folder(folder.path()).unwrap();
        assert!(!has_tables_of_others(folder.path()));
        assert_eq!(Dataset::open(folder.path()).unwrap().rows(Table::Ties), 1);
        read(seat).write_folder(folder.path()).unwrap();
        assert_eq!(Dataset::open(folder.path()).unwrap().rows(Table::Ties), 0);
        assert!(folder.path().join("notes.csv").exists());
    }

    #[test]
    fn a_folder_that_was_not_completely_written_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("seats.csv"), "person,company\nann,acme\n").unwrap();
        std::fs::create_dir(folder.path().join("people.csv")).unwrap();
        let mut tables = TableFolder::new(folder.path()).unwrap();
        tables.add(Table::People, "csv", [], |file| file.write_all(b"id,name\nann,Ann\n")).unwrap();
        assert!(tables.finish(Map::new()).is_err());
        let error = Dataset::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains("was interrupted"), "{error}");
    }
}
