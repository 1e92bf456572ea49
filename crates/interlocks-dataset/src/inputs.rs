//! Checksums of the files that were read, so that others can check that they have the same data: the SHA-256
//! (FIPS 180-4) of each file and of all together.

use std::collections::{BTreeMap, BTreeSet};
#[cfg(feature = "checksums")]
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
#[cfg(feature = "checksums")]
use sha2::{Digest, Sha256};

#[cfg(feature = "checksums")]
use super::error::DatasetError;
use super::input::{self, Limits};
use super::problem::Problem;

/// The longest part of a line that is kept, in bytes.
const LONGEST_LINE: usize = 1 << 14;

/// A file as it is on the disk, compressed or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputFile {
    /// The path.
    pub name: String,
    /// The SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The number of rows, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

impl InputFile {
    /// Computes the checksum of a file.
    ///
    /// # Errors
    /// If it cannot be read.
    #[cfg(feature = "checksums")]
    pub fn from_path(path: &Path) -> Result<InputFile, DatasetError> {
        hash_file(path)
    }
}

/// The files that data was read from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inputs {
    /// The SHA-256 of the one file; for several files, that of the lines that `sha256sum` prints for their names
    /// without folders, sorted by name. `None` if the files are not known.
    pub sha256: Option<String>,
    /// The files, sorted by name without folder, then by path.
    pub files: Vec<InputFile>,
    /// The rows with problems, by file and line, where they could be read again.
    #[serde(skip)]
    pub rows: BTreeMap<(String, u64), String>,
}

impl Inputs {
    /// Computes the checksums of files; their order does not matter.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_dataset::Inputs;
    /// let inputs = Inputs::from_paths(&["datasets/bigtech-boards/seats.csv"])?;
    /// assert_eq!(inputs.sha256, Some(inputs.files[0].sha256.clone()));
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    ///
    /// # Errors
    /// If a file cannot be read.
    #[cfg(feature = "checksums")]
    pub fn from_paths(paths: &[impl AsRef<Path>]) -> Result<Inputs, DatasetError> {
        let mut paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
        paths.sort_by_key(|path| (file_name(path), *path));
        paths.dedup();
        let mut files = Vec::new();
        for path in paths {
            files.push(hash_file(path)?);
        }
        let mut lines = Sha256::new();
        for file in &files {
            lines.update(format!("{}  {}\n", file.sha256, file_name(Path::new(&file.name))));
        }
        let sha256 = match files.as_slice() {
            [] => None,
            [one] => Some(one.sha256.clone()),
            _ => Some(hex(lines)),
        };
        Ok(Inputs { sha256, files, rows: BTreeMap::new() })
    }

    /// Reads the lines with problems again. A line that cannot be read is left out.
    #[must_use]
    pub fn with_problem_rows(mut self, problems: &[Problem], limits: Limits) -> Inputs {
        let mut wanted: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        for problem in problems {
            wanted.entry(&problem.file).or_default().insert(problem.line);
        }
        for file in &self.files {
            let Some(lines) = wanted.get(file.name.as_str()) else { continue };
            let Ok(text) = input::open(Path::new(&file.name), limits, None) else { continue };
            for (line, text) in read_lines(text, lines) {
                self.rows.insert((file.name.clone(), line), text);
            }
        }
        self
    }
}

/// Reads the wanted lines of a text, counted from 1.
fn read_lines(text: impl Read, wanted: &BTreeSet<u64>) -> Vec<(u64, String)> {
    let (mut reader, mut found, mut line) = (BufReader::new(text), Vec::new(), Vec::new());
    let last = wanted.last().copied().unwrap_or(0);
    for number in 1..=last {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(count) if count > 0 => {}
            _ => break,
        }
        if wanted.contains(&number) {
            line.truncate(LONGEST_LINE);
            found.push((number, String::from_utf8_lossy(&line).trim_end().to_owned()));
        }
    }
    found
}

/// Returns the name of a file without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(feature = "checksums")]
fn hash_file(path: &Path) -> Result<InputFile, DatasetError> {
    let name = path.display().to_string();
    let fail = |source| DatasetError::Read { path: path.display().to_string(), source };
    let mut file = File::open(path).map_err(fail)?;
    let (mut digest, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let count = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(fail(error)),
        };
        digest.update(&buffer[..count]);
        bytes += count as u64;
    }
    Ok(InputFile { name, sha256: hex(digest), bytes, rows: None })
}

/// Formats a digest as 64 hexadecimal digits.
#[cfg(feature = "checksums")]
fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(all(test, feature = "checksums"))]
mod tests {
    use super::*;
    use crate::Severity;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn the_sum_of_one_file_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let folder = folder(&[("seats.csv", "abc")]);
        let inputs = Inputs::from_paths(&[folder.path().join("seats.csv")]).unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(inputs.sha256.as_deref(), Some(expected));
        assert_eq!((inputs.files[0].sha256.as_str(), inputs.files[0].bytes), (expected, 3));
        let none: [&str; 0] = [];
        assert_eq!(Inputs::from_paths(&none).unwrap().sha256, None);
        assert!(Inputs::from_paths(&[folder.path().join("none.csv")]).is_err());
    }

    #[test]
    fn the_sum_of_several_is_that_of_the_lines_of_sha256sum_wherever_they_lie() {
        let files = [("a.csv", "abc"), ("b.csv", "")];
        let (here, there) = (folder(&files), folder(&files));
        let of = |folder: &tempfile::TempDir, names: [&str; 2]| {
            Inputs::from_paths(&names.map(|name| folder.path().join(name))).unwrap().sha256
        };
        // printf '%s  a.csv\n%s  b.csv\n' SUM SUM | sha256sum
        let lines = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.csv\n\
                     e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.csv\n";
        let expected = hex(Sha256::new_with_prefix(lines));
        assert_eq!(of(&here, ["a.csv", "b.csv"]), Some(expected.clone()));
        assert_eq!(of(&there, ["b.csv", "a.csv"]), Some(expected.clone()));
        std::fs::rename(there.path().join("b.csv"), there.path().join("c.csv")).unwrap();
        assert_ne!(of(&there, ["a.csv", "c.csv"]), Some(expected));
    }

    #[test]
    fn the_rows_of_problems_are_read_again() {
        let folder = folder(&[("seats.csv", "person,company\nann,acme\n\nbob,beta")]);
        let path = folder.path().join("seats.csv");
        let problem = |line| Problem {
            severity: Severity::Error,
            file: path.display().to_string(),
            line,
            column: 1,
            message: String::new(),
        };
        let inputs = Inputs::from_paths(&[&path]).unwrap();
        let rows = inputs.with_problem_rows(&[problem(4), problem(2), problem(9)], Limits::default()).rows;
        let rows: Vec<(u64, &str)> = rows.iter().map(|((_, line), text)| (*line, text.as_str())).collect();
        assert_eq!(rows, [(2, "ann,acme"), (4, "bob,beta")]);
    }
}
