//! The tables of rules in a folder.

use std::path::Path;

use super::rows::meant;
use super::{FILES, RulebookError};

/// The largest file that is read as a table of rules, in bytes. Real tables have a page or two.
const LONGEST: u64 = 4 << 20;

/// The tables that a folder contains, in the order of [`FILES`], each with its path and its text.
pub(super) struct FolderTables([Option<(String, String)>; 3]);

impl FolderTables {
    /// Reads the tables of a folder. A file whose name is nearly that of a table is an error, since it would be left out
    /// without a word.
    pub(super) fn read(folder: &Path) -> Result<FolderTables, RulebookError> {
        let mut texts: [Option<(String, String)>; 3] = [None, None, None];
        for (name, text) in FILES.iter().zip(&mut texts) {
            let path = folder.join(name);
            if path.exists() {
                *text = Some((path.display().to_string(), read(&path)?));
            }
        }
        misnamed(folder)?;
        if texts.iter().all(Option::is_none) {
            return Err(RulebookError::NoTable { folder: folder.display().to_string() });
        }
        Ok(FolderTables(texts))
    }

    pub(super) fn borrowed(&self) -> [Option<(&str, &str)>; 3] {
        self.0.each_ref().map(|table| table.as_ref().map(|(name, text)| (name.as_str(), text.as_str())))
    }
}

fn failed(path: &Path, message: String) -> RulebookError {
    RulebookError::Read { path: path.display().to_string(), message }
}

fn read(path: &Path) -> Result<String, RulebookError> {
    let size = std::fs::metadata(path).map_err(|error| failed(path, error.to_string()))?.len();
    if size > LONGEST {
        return Err(failed(path, format!("a table of rules must not be larger than {} MiB", LONGEST >> 20)));
    }
    std::fs::read_to_string(path).map_err(|error| failed(path, error.to_string()))
}

/// Fails if the name of a file is nearly that of a table.
fn misnamed(folder: &Path) -> Result<(), RulebookError> {
    // A folder that cannot be listed, or does not exist, has no table either.
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut wrong: Vec<(String, String)> = names
        .filter(|name| name.ends_with(".csv") && !FILES.contains(&name.as_str()))
        .map(|name| (meant(&name, &FILES), name))
        .filter(|(meant, _)| !meant.is_empty())
        .collect();
    wrong.sort_unstable();
    match wrong.first() {
        Some((meant, name)) => Err(failed(&folder.join(name), format!("no table of rules has this name{meant}"))),
        None => Ok(()),
    }
}
