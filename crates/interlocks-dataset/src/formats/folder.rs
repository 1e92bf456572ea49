//! Folders: either tables of this project, with an optional Frictionless Data Package, or files of import formats.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::import::{IMPORT_FORMATS, ImportFormat};
use super::sniff::Head;
use super::table_folder::PACKAGE;
use super::{ColumnarFormat, DataFormat, csv};
use crate::columns::Table;
use crate::error::DatasetError;
use crate::input;
use crate::input::CheckedReader;
use crate::loader::Loader;
use crate::problem::{Problem, Severity};
use interlocks_core::store::is_unfinished;

/// Reads a folder.
pub(crate) fn read(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    if is_unfinished(folder) {
        return Err(DatasetError::Unfinished { folder: folder.display().to_string() });
    }
    if table_file(folder, Table::Seats).is_none() {
        return read_imports(loader, folder);
    }
    read_package(loader, &folder.join(PACKAGE))?;
    warn_of_unread_tables(loader, folder)?;
    for table in Table::ALL {
        if let Some(path) = table_file(folder, table) {
            if let Some(columnar) = ColumnarFormat::from_file(&path) {
                super::read_columnar(loader, table, &path, columnar)?;
                continue;
            }
            let (name, text) = open(loader, &path, DataFormat::Folder)?;
            csv::read(loader, table, &name, text)?;
        }
    }
    Ok(())
}

/// Opens a file of a format and reports it to the receiver of progress.
pub(crate) fn open(loader: &Loader, path: &Path, format: DataFormat) -> Result<(String, CheckedReader), DatasetError> {
    let (name, text) = (path.display().to_string(), input::open(path, format.limits(loader.limits), loader.encoding)?);
    loader.texts.borrow_mut().push((name.clone(), text.encoding()));
    let bytes = std::fs::metadata(path).ok().map(|file| file.len());
    loader.progress.report(|progress| progress.begin(&name, bytes));
    Ok((name, text))
}

/// The largest number of files in a folder, and the depth of subfolders that are searched.
const MOST_FILES: usize = 10_000;
const DEEPEST: usize = 2;

/// Reads a folder of files of import formats, such as the parts of a bulk download. The format of each file is
/// recognized by its content; the files of one format are read in the order of their names.
fn read_imports(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    let mut files = Vec::new();
    find_files(folder, DEEPEST, &mut files)?;
    files.sort();
    let mut by_format: Vec<(&ImportFormat, Vec<PathBuf>)> =
        IMPORT_FORMATS.iter().map(|format| (format, Vec::new())).collect();
    let mut unknown = Vec::new();
    for file in files {
        let format = Head::from_path(&file).as_ref().and_then(ImportFormat::detect);
        match by_format.iter_mut().find(|(known, _)| format.is_some_and(|format| format.name == known.name)) {
            Some((_, files)) => files.push(file),
            None => unknown.push(file),
        }
    }
    by_format.retain(|(_, files)| !files.is_empty());
    if by_format.is_empty() {
        return Err(DatasetError::NoSeatsTable { folder: folder.display().to_string() });
    }
    if let Some(first) = unknown.first() {
        let message = format!("ignored: the format is not known ({} such files in the folder)", unknown.len());
        let file = first.display().to_string();
        loader.problems.push(Problem { severity: Severity::Warning, file, line: 1, column: 1, message });
    }
    by_format.into_iter().try_for_each(|(format, files)| format.read_all(loader, &files))
}

/// Finds the files in a folder. Hidden files, whose names begin with a dot, are skipped.
fn find_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), DatasetError> {
    let fail = |source| DatasetError::Read { path: folder.display().to_string(), source };
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden {
            continue;
        }
        if path.is_dir() && depth > 0 {
            find_files(&path, depth - 1, files)?;
        } else if path.is_file() {
            files.push(path);
        }
        if files.len() > MOST_FILES {
            return Err(fail(std::io::Error::other(format!("the folder has more than {MOST_FILES} files"))));
        }
    }
    Ok(())
}

/// The endings of table files. Of several files of one table the first is read.
const ENDINGS: [&str; 6] = ["csv", "csv.gz", "csv.zst", "parquet", "arrow", "feather"];

/// Returns all files in a folder that have the name of a table.
pub(crate) fn table_files(folder: &Path) -> Vec<PathBuf> {
    let names = Table::ALL.into_iter().flat_map(|table| ENDINGS.map(|ending| format!("{}.{ending}", table.name())));
    names.map(|name| folder.join(name)).filter(|path| path.symlink_metadata().is_ok()).collect()
}

/// Returns the file of a table: CSV, compressed or not, or columnar. A link that leads nowhere is a file that cannot be
/// read, not one that is absent.
fn table_file(folder: &Path, table: Table) -> Option<PathBuf> {
    let files = ENDINGS.into_iter().map(|ending| folder.join(format!("{}.{ending}", table.name())));
    files.into_iter().find(|path| path.symlink_metadata().is_ok())
}

/// Warns of files with the name of a table that are not read: a second file of the table, or a name in other case.
fn warn_of_unread_tables(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    let fail = |source| DatasetError::Read { path: folder.display().to_string(), source };
    let read: Vec<PathBuf> = Table::ALL.into_iter().filter_map(|table| table_file(folder, table)).collect();
    let mut unread = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let table = name.split_once('.').filter(|(_, ending)| ENDINGS.contains(ending));
        let is_table = table.is_some_and(|(stem, _)| Table::ALL.iter().any(|table| table.name() == stem));
        if is_table && !read.contains(&path) {
            unread.push(path);
        }
    }
    unread.sort();
    for path in unread {
        let file = path.display().to_string();
        let message = "the file is not read: a table is one file, and its name is in lower case".to_owned();
        loader.problems.push(Problem { severity: Severity::Warning, file, line: 1, column: 1, message });
    }
    Ok(())
}

fn read_package(loader: &mut Loader, path: &Path) -> Result<(), DatasetError> {
    if !path.exists() {
        return Ok(());
    }
    let name = path.display().to_string();
    let mut text = String::new();
    input::open(path, loader.limits, None)?
        .read_to_string(&mut text)
        .map_err(|error| input::reading_error(&name, error))?;
    let settings: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| DatasetError::Rejected {
            file: name.clone(),
            line: error.line() as u64,
            column: error.column() as u64,
            message: format!("not a JSON object: {error}"),
        })?;
    loader.apply_settings(&name, &settings)
}
