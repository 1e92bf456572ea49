//! Writes files whole or not at all, and bytes to standard output.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use super::error::CliError;
use interlocks::dataset::has_tables_of_others;
use interlocks::graph::BoardGraph;

/// Returns the error for a failed write.
pub fn failed(path: &Path, source: io::Error) -> CliError {
    CliError::Write { path: path.display().to_string(), source }
}

/// Writes a file whole or not at all: first a temporary file beside it, then a rename.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    atomic_write(path, |file| file.write_all(bytes))
}

/// Fills a file with a function, whole or not at all.
pub fn atomic_write(path: &Path, write: impl FnOnce(&mut std::fs::File) -> io::Result<()>) -> Result<(), CliError> {
    interlocks_core::store::atomic_write(path, write).map_err(|source| failed(path, source))?;
    Ok(())
}

/// Writes bytes to standard output.
pub fn print(bytes: &[u8]) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|source| failed(Path::new("standard output"), source))
}

/// The largest list or table beside the data, in bytes.
const LONGEST: u64 = 4 << 20;

/// The largest report, in bytes.
const LONGEST_PAGE: u64 = 256 << 20;

/// Reads a list or a table beside the data. A device without end is not read to its end.
pub fn read_text(path: &Path) -> Result<String, CliError> {
    Ok(read_up_to(path, LONGEST)?.trim_start_matches('\u{feff}').to_owned())
}

/// Reads a report. What is not UTF-8 is no report.
pub fn read_page(path: &Path) -> Result<String, CliError> {
    match read_up_to(path, LONGEST_PAGE) {
        Err(CliError::Read { source, .. }) if source.kind() == io::ErrorKind::InvalidData => Ok(String::new()),
        text => text,
    }
}

fn read_up_to(path: &Path, longest: u64) -> Result<String, CliError> {
    let failed = |source| CliError::Read { path: path.display().to_string(), source };
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(longest + 1).read_to_string(&mut text)).map_err(failed)?;
    if read as u64 > longest {
        return Err(CliError::Usage(format!("{}: the file is larger than {} MiB", path.display(), longest >> 20)));
    }
    Ok(text)
}

/// Returns the error for a file that is there and is not replaced; `other` says what to name in its place.
pub fn is_present(path: &Path, other: &str) -> CliError {
    let shown = path.display();
    CliError::Usage(format!("{shown} is there already; name another {other}, or add --force to replace it"))
}

/// The option that allows a command to replace files that it did not make.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct ReplaceArgs {
    /// Replace files that interlocks did not write
    #[arg(long)]
    force: bool,
}

impl ReplaceArgs {
    /// Refuses a folder with tables of somebody else.
    pub fn check_folder(self, folder: &Path) -> Result<(), CliError> {
        if self.force || !has_tables_of_others(folder) {
            return Ok(());
        }
        let shown = folder.display();
        Err(CliError::Usage(format!(
            "{shown} has tables that interlocks did not write; name another folder, or add --force to replace them"
        )))
    }

    /// Refuses a file that is there: a table does not say who wrote it.
    pub fn check_table(self, path: &Path) -> Result<(), CliError> {
        let is_empty = std::fs::metadata(path).map_or(true, |file| file.is_file() && file.len() == 0);
        if self.force || is_empty {
            return Ok(());
        }
        Err(is_present(path, "file"))
    }

    /// Refuses a file that is there and is no snapshot.
    pub fn check_snapshot(self, path: &Path) -> Result<(), CliError> {
        let is_empty = std::fs::metadata(path).map_or(true, |file| !file.is_file() || file.len() == 0);
        if self.force || is_empty || BoardGraph::is_snapshot(path) {
            return Ok(());
        }
        let shown = path.display();
        Err(CliError::Usage(format!("{shown} is not a snapshot; name another file, or add --force to replace it")))
    }
}
