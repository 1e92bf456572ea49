//! The dataset folder: plain tables, with a Frictionless Data Package beside them.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::columns::Table;
use super::super::error::DatasetError;
use super::super::input;
use super::super::loader::Loader;
use super::csv;

/// Reads the folder.
pub fn read(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    package(loader, &folder.join("datapackage.json"))?;
    if table_file(folder, Table::Seats).is_none() {
        return Err(DatasetError::NoSeatsTable { folder: folder.display().to_string() });
    }
    for table in Table::ALL {
        if let Some(path) = table_file(folder, table) {
            let (name, text) = (path.display().to_string(), input::open(&path, loader.limits)?);
            let bytes = std::fs::metadata(&path).ok().map(|file| file.len());
            loader.watch.tell(|progress| progress.begin(&name, bytes));
            csv::read(loader, table, &name, text)?;
        }
    }
    Ok(())
}

/// The file of a table, plain or packed.
fn table_file(folder: &Path, table: Table) -> Option<PathBuf> {
    ["csv", "csv.gz", "csv.zst"]
        .into_iter()
        .map(|ending| folder.join(format!("{}.{ending}", table.name())))
        .find(|path| path.exists())
}

fn package(loader: &mut Loader, path: &Path) -> Result<(), DatasetError> {
    if !path.exists() {
        return Ok(());
    }
    let name = path.display().to_string();
    let mut text = String::new();
    input::open(path, loader.limits)?.read_to_string(&mut text).map_err(|error| input::reading_error(&name, error))?;
    let settings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| DatasetError::Rejected {
            file: name.clone(),
            line: error.line() as u64,
            column: error.column() as u64,
            message: format!("not a JSON object: {error}"),
        })?;
    loader.settings(&name, &settings)
}
