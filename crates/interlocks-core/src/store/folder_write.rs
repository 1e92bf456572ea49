//! Folders of files that belong together.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::temporary_file::{TemporaryFile, remove_all_abandoned};

/// Replaces files of a folder together.
///
/// Every file is first written to a temporary file in the folder. [`FolderWrite::finish`] then renames all of them. If
/// the process dies before, the old files stay as they were. If it dies during the renames, a file named
/// `.interlocks-unfinished` stays in the folder, and [`is_unfinished`] returns `true` until the files were written
/// again.
///
/// ```
/// use interlocks_core::store::{FolderWrite, is_unfinished};
/// use std::io::Write;
/// let folder = tempfile::tempdir()?;
/// let mut files = FolderWrite::new(folder.path())?;
/// files.add("seats.csv", |file| file.write_all(b"person,company\n"))?;
/// assert!(!folder.path().join("seats.csv").exists());
/// files.finish(&[])?;
/// assert!(folder.path().join("seats.csv").exists() && !is_unfinished(folder.path()));
/// # std::io::Result::Ok(())
/// ```
#[derive(Debug)]
pub struct FolderWrite {
    folder: PathBuf,
    files: Vec<(TemporaryFile, PathBuf)>,
}

/// The file that marks a folder while its files are renamed.
const MARKER: &str = ".interlocks-unfinished";

impl FolderWrite {
    /// Creates the folder if it does not exist, and removes temporary files of processes that were killed.
    ///
    /// # Errors
    /// The folder cannot be created.
    pub fn new(folder: &Path) -> io::Result<FolderWrite> {
        std::fs::create_dir_all(folder)?;
        remove_all_abandoned(folder);
        Ok(FolderWrite { folder: folder.to_owned(), files: Vec::new() })
    }

    /// Writes the new content of a file and returns its size in bytes.
    ///
    /// # Errors
    /// The error of `fill`, or of creating the file.
    pub fn add(&mut self, name: &str, fill: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<u64> {
        let target = self.folder.join(name);
        // A link keeps its place, and the file that it leads to is replaced.
        let target = std::fs::canonicalize(&target).unwrap_or(target);
        let (temporary, size) = TemporaryFile::write(&target, fill)?;
        self.files.push((temporary, target));
        Ok(size)
    }

    /// Removes the files named `stale` and puts the new files in place.
    ///
    /// # Errors
    /// A file cannot be removed or renamed. The folder then stays marked as unfinished.
    pub fn finish(self, stale: &[PathBuf]) -> io::Result<()> {
        let marker = self.folder.join(MARKER);
        File::create(&marker)?.write_all(b"The files in this folder were not all written. Write them again.\n")?;
        for path in stale.iter().filter(|path| self.files.iter().all(|(_, target)| target != *path)) {
            std::fs::remove_file(path)?;
        }
        for (temporary, target) in self.files {
            temporary.rename(&target)?;
        }
        std::fs::remove_file(marker)
    }
}

/// Returns `true` if a process died while it replaced the files of the folder: some are old and some are new.
pub fn is_unfinished(folder: &Path) -> bool {
    folder.join(MARKER).symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_change_together_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["people.csv", "seats.csv", "ties.csv"] {
            std::fs::write(path(name), "old").unwrap();
        }
        let mut files = FolderWrite::new(folder.path()).unwrap();
        files.add("people.csv", |file| file.write_all(b"new")).unwrap();
        assert!(files.add("seats.csv", |_| Err(io::Error::other("disk full"))).is_err());
        drop(files);
        assert_eq!(std::fs::read(path("people.csv")).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);

        let mut files = FolderWrite::new(folder.path()).unwrap();
        for name in ["people.csv", "seats.csv"] {
            files.add(name, |file| file.write_all(b"new")).unwrap();
        }
        files.finish(&[path("ties.csv"), path("seats.csv")]).unwrap();
        assert_eq!(std::fs::read(path("seats.csv")).unwrap(), b"new");
        assert!(!path("ties.csv").exists() && !is_unfinished(folder.path()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn an_error_between_two_renames_leaves_the_mark() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = FolderWrite::new(folder.path()).unwrap();
        files.add("seats.csv", |file| file.write_all(b"new")).unwrap();
        std::fs::create_dir(folder.path().join("seats.csv")).unwrap();
        assert!(files.finish(&[]).is_err());
        assert!(is_unfinished(folder.path()));
    }
}
