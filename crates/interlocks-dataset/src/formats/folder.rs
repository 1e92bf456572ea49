//! Folders: either tables of this project, with an optional Frictionless Data Package, or files of import formats.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::container::Container;
use super::import::{IMPORT_FORMATS, ImportFormat};
use super::table_folder::PACKAGE;
use super::{ColumnarFormat, DataFormat, csv, json};
use crate::columns::Table;
use crate::data_file::DataFile;
use crate::decisions;
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
    let decisions = file_named(folder, decisions::FILE, &TEXT_ENDINGS);
    loader.decisions.extend(decisions);
    if table_file(folder, Table::Seats).is_none() {
        return read_imports(loader, folder);
    }
    read_package(loader, folder)?;
    warn_of_unread_tables(loader, folder)?;
    for table in Table::ALL {
        if let Some(path) = table_file(folder, table) {
            if let Some(columnar) = ColumnarFormat::from_file(&path) {
                super::read_columnar(loader, table, &path, columnar)?;
                continue;
            }
            let (name, text) = open(loader, &DataFile::on_disk(&path), DataFormat::Folder)?;
            csv::read(loader, table, &name, text)?;
        }
    }
    Ok(())
}

/// Opens a file of a format and reports it to the receiver of progress.
pub(crate) fn open(
    loader: &Loader,
    file: &DataFile,
    format: DataFormat,
) -> Result<(String, CheckedReader), DatasetError> {
    let (name, text) = (file.name().to_owned(), file.open(format.limits(loader.limits), loader.encoding)?);
    loader.texts.borrow_mut().push((name.clone(), text.encoding()));
    loader.progress.report(|progress| progress.begin(&name, file.size()));
    Ok((name, text))
}

/// The largest number of files in a folder, and the depth of subfolders that are searched.
const MOST_FILES: usize = 10_000;
const DEEPEST: usize = 2;

/// Reads a folder of exports: files of import formats, such as the parts of a bulk download, tables, and workbooks.
fn read_imports(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    let mut files = Vec::new();
    find_files(folder, DEEPEST, &mut files)?;
    files.retain(|file| !loader.is_aside(file));
    files.sort();
    let files = files.iter().map(|path| DataFile::on_disk(path)).collect();
    let read = read_files(loader, files)?;
    if read { Ok(()) } else { Err(DatasetError::NoSeatsTable { folder: folder.display().to_string() }) }
}

/// Reads a file that contains tables.
///
/// # Errors
/// If it cannot be read, or has no table that is known.
pub(crate) fn read_container(loader: &mut Loader, path: &Path, container: Container) -> Result<(), DatasetError> {
    let file = DataFile::on_disk(path);
    let parts = super::parts(loader, &file, container)?;
    let names: Vec<String> = parts.iter().map(|part| part.name().to_owned()).collect();
    if read_files(loader, parts)? {
        return Ok(());
    }
    let message = format!(
        "none of the tables in it has a person and a company in its header: {}; name columns with --columns",
        names.join(", ")
    );
    Err(DatasetError::Rejected { file: file.name().to_owned(), line: 1, column: 1, message })
}

/// Reads files whose formats are recognized by their content. Those of one format are read in the given order; of our tables,
/// people and companies come first, and JSON last. Files of no known format are noted as unused. Returns `false` if none was read.
fn read_files(loader: &mut Loader, files: Vec<DataFile>) -> Result<bool, DatasetError> {
    let mut by_format: Vec<(&ImportFormat, Vec<DataFile>)> =
        IMPORT_FORMATS.iter().map(|format| (format, Vec::new())).collect();
    let mut tables: Vec<(Table, DataFile)> = Vec::new();
    let mut documents: Vec<(DataFormat, DataFile)> = Vec::new();
    let mut is_any = false;
    for file in files {
        if let Some(container) = Container::of(&file) {
            let parts = super::parts(loader, &file, container)?;
            is_any |= read_files(loader, parts)?;
            continue;
        }
        let head = file.head();
        let format = head.as_ref().and_then(ImportFormat::detect);
        match by_format.iter_mut().find(|(known, _)| format.is_some_and(|format| format.name == known.name)) {
            Some((_, files)) => files.push(file),
            None => match head.as_ref().and_then(|head| csv::table(head, &loader.columns)) {
                Some(table) => tables.push((table, file)),
                None => match head.and_then(|head| json::format_of(&head, &loader.columns)) {
                    Some(format) => documents.push((format, file)),
                    None => loader.unused.files.push(file.name().to_owned()),
                },
            },
        }
    }
    tables.sort_by_key(|(table, _)| *table);
    by_format.retain(|(_, files)| !files.is_empty());
    is_any |= !tables.is_empty() || !by_format.is_empty() || !documents.is_empty();
    let tables = tables.into_iter().map(|(_, file)| (DataFormat::Csv, file));
    for (format, file) in tables.chain(documents) {
        let (name, text) = open(loader, &file, format)?;
        format.read(loader, &name, text)?;
    }
    by_format.into_iter().try_for_each(|(format, files)| format.read_all(loader, &files))?;
    Ok(is_any)
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

/// The endings of text files, and of table files. Of several files of one table the first is read.
const TEXT_ENDINGS: [&str; 3] = ["csv", "csv.gz", "csv.zst"];
const ENDINGS: [&str; 6] = ["csv", "csv.gz", "csv.zst", "parquet", "arrow", "feather"];

/// Returns all files in a folder that have the name of a table.
pub(crate) fn table_files(folder: &Path) -> Vec<PathBuf> {
    let names = Table::ALL.into_iter().flat_map(|table| ENDINGS.map(|ending| format!("{}.{ending}", table.name())));
    names.map(|name| folder.join(name)).filter(|path| path.symlink_metadata().is_ok()).collect()
}

/// Returns the file of a table: CSV, compressed or not, or columnar. A link that leads nowhere is a file that cannot be
/// read, not one that is absent.
fn table_file(folder: &Path, table: Table) -> Option<PathBuf> {
    file_named(folder, table.name(), &ENDINGS)
}

/// Returns the first file in a folder with this name and one of these endings.
fn file_named(folder: &Path, name: &str, endings: &[&str]) -> Option<PathBuf> {
    let files = endings.iter().map(|ending| folder.join(format!("{name}.{ending}")));
    files.into_iter().find(|path| path.symlink_metadata().is_ok())
}

/// Returns `true` for the name of a file that may hold data, in lower case.
fn is_data(name: &str) -> bool {
    let endings = ["csv", "tsv", "xlsx", "xls", "ods", "jsonl", "ndjson", "parquet", "arrow", "feather"];
    let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(name);
    plain.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

/// Warns of files with the name of a table that are not read: a second file of the table, or a name in other case. Notes
/// other files that may hold data.
fn warn_of_unread_tables(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    let fail = |source| DatasetError::Read { path: folder.display().to_string(), source };
    let read: Vec<PathBuf> = Table::ALL.into_iter().filter_map(|table| table_file(folder, table)).collect();
    let mut unread = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let table = name.split_once('.').filter(|(_, ending)| ENDINGS.contains(ending));
        let is_table = table.is_some_and(|(stem, _)| Table::ALL.iter().any(|table| table.name() == stem));
        if read.contains(&path) || loader.is_aside(&path) || !path.is_file() {
            continue;
        }
        if is_table {
            unread.push(path);
        } else if is_data(&name) && !loader.described.contains_key(&path.display().to_string()) {
            loader.unused.files.push(path.display().to_string());
        }
    }
    loader.unused.files.sort();
    unread.sort();
    for path in unread {
        let file = path.display().to_string();
        let message = "the file is not read: a table is one file, and its name is in lower case".to_owned();
        loader.problems.push(Problem { severity: Severity::Warning, file, line: 1, column: 1, message });
    }
    Ok(())
}

fn read_package(loader: &mut Loader, folder: &Path) -> Result<(), DatasetError> {
    let path = &folder.join(PACKAGE);
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
    describe_columns(loader, folder, &settings);
    loader.apply_settings(&name, &settings)
}

/// Notes the files and columns that a package describes: their maker knows of them.
fn describe_columns(loader: &mut Loader, folder: &Path, package: &serde_json::Map<String, serde_json::Value>) {
    let list =
        |value: Option<&serde_json::Value>| value.and_then(|value| value.as_array()).cloned().unwrap_or_default();
    for resource in list(package.get("resources")) {
        let Some(path) = resource["path"].as_str() else { continue };
        let fields = list(resource["schema"].get("fields"));
        let names = fields.iter().filter_map(|field| Some(field["name"].as_str()?.to_owned()));
        loader.described.insert(folder.join(path).display().to_string(), names.collect());
    }
}
