//! Temporary files beside the files that they replace.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A temporary file in the folder of the file that it replaces. It is removed unless it was renamed.
///
/// Its name has a hash of the name of the target, so that a later write to the same target finds and removes the files
/// of processes that were killed. A lock tells the file of a living process from one that is left over.
#[derive(Debug)]
pub(super) struct TemporaryFile {
    path: PathBuf,
}

/// The temporary files that exist now, for [`remove_temporary_files`].
static EXISTING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

const PREFIX: &str = ".interlocks-";
const SUFFIX: &str = ".tmp";

impl TemporaryFile {
    /// Creates and locks a file with the permissions of an ordinary new file and a name that is not in use.
    fn create(target: &Path) -> io::Result<(TemporaryFile, File)> {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let folder = folder_of(target);
        let prefix = prefix_for(target);
        remove_abandoned(folder, &prefix);
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{prefix}{}-{number}{SUFFIX}", std::process::id()));
            // The file is made and listed at once, so that none is missed by `remove_temporary_files`.
            let mut existing = existing();
            match File::options().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    // Where files cannot be locked, abandoned files are not recognized and stay.
                    let _ = file.try_lock();
                    existing.push(path.clone());
                    return Ok((TemporaryFile { path }, file));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes the new content of a target to a temporary file; also returns its size in bytes.
    pub(super) fn write(
        target: &Path,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> io::Result<(TemporaryFile, u64)> {
        let (temporary, mut file) = TemporaryFile::create(target)?;
        // A file that is replaced keeps its permissions; a new one has those that the process gives.
        if let Ok(old) = std::fs::metadata(target) {
            file.set_permissions(old.permissions())?;
        }
        fill(&mut file)?;
        let size = file.metadata()?.len();
        Ok((temporary, size))
    }

    /// Renames the file to its target, which it replaces.
    pub(super) fn rename(self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // After the rename there is nothing to remove.
        let _ = std::fs::remove_file(&self.path);
        existing().retain(|path| *path != self.path);
    }
}

/// Removes the temporary files of this process. A handler of a signal that ends the process calls it.
///
/// No other is made afterwards: a thread that wants one waits for the end of the process.
pub fn remove_temporary_files() {
    let mut existing = existing();
    for path in existing.drain(..) {
        let _ = std::fs::remove_file(path);
    }
    std::mem::forget(existing);
}

/// Removes the temporary files in a folder that belong to no living process.
pub(super) fn remove_all_abandoned(folder: &Path) {
    remove_abandoned(folder, PREFIX);
}

fn remove_abandoned(folder: &Path, prefix: &str) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_temporary = name.to_str().is_some_and(|name| name.starts_with(prefix) && name.ends_with(SUFFIX));
        if is_temporary && entry.file_type().is_ok_and(|kind| kind.is_file()) && is_abandoned(&entry.path()) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn is_abandoned(path: &Path) -> bool {
    let Ok(file) = File::options().write(true).open(path) else { return false };
    match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock | TryLockError::Error(_)) => false,
    }
}

fn existing() -> MutexGuard<'static, Vec<PathBuf>> {
    EXISTING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the folder of a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the first part of the names of the temporary files of a target. The name itself may be as long as a name
/// can be, so a checksum stands for it.
fn prefix_for(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default();
    format!("{PREFIX}{:08x}-", crc32fast::hash(name.as_encoded_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_left_by_a_dead_process_is_removed_and_one_in_use_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("seats.csv");
        let abandoned = folder.path().join(format!("{}1-0{SUFFIX}", prefix_for(&target)));
        std::fs::write(&abandoned, "half").unwrap();
        let elsewhere = folder.path().join(format!("{}1-0{SUFFIX}", prefix_for(&folder.path().join("other"))));
        std::fs::write(&elsewhere, "half").unwrap();
        let (first, _first_file) = TemporaryFile::create(&target).unwrap();
        assert!(!abandoned.exists() && elsewhere.exists());
        let (second, _second_file) = TemporaryFile::create(&target).unwrap();
        assert!(first.path.exists() && second.path.exists());
        remove_all_abandoned(folder.path());
        assert!(first.path.exists() && !elsewhere.exists());
    }
}
