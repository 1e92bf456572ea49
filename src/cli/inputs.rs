//! The files that an answer is made from, with their checksums, for the head of the JSON.

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use super::data_args::DataArgs;
use crate::output::InputRow;
use interlocks::dataset::InputFile;
use interlocks::graph::BoardGraph;

/// A snapshot that is larger, in bytes, is not read as a whole for its checksum by a command that reads only a part of it.
const LARGE: u64 = 64 << 20;

/// A file that was read, before its checksum is known.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// The path; none for standard input.
    path: Option<PathBuf>,
    rows: Option<u64>,
    built_from: Vec<InputRow>,
    /// `false` for a file that is too large to be read as a whole.
    is_summed: bool,
}

impl ReadFile {
    /// A file with a number of rows.
    pub fn new(path: &Path, rows: Option<u64>) -> ReadFile {
        ReadFile { path: Some(path.to_owned()), rows, built_from: Vec::new(), is_summed: true }
    }

    /// Returns the path; none for standard input.
    pub fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// Returns the row of the file, with its checksum if the file can be read again.
    fn row(self) -> InputRow {
        let path = self.path.as_deref();
        let summed = path.filter(|path| self.is_summed && path.is_file());
        InputRow {
            path: path.map_or_else(|| "standard input".to_owned(), |path| path.display().to_string()),
            sha256: summed.and_then(|path| InputFile::from_path(path).ok()).map(|file| file.sha256),
            rows: self.rows,
            built_from: self.built_from,
        }
    }
}

/// The files of an answer. Their checksums are computed by threads of their own while the answer is.
#[derive(Debug, Default)]
pub struct InputSums {
    files: Vec<JoinHandle<Vec<InputRow>>>,
    /// Files whose checksums are known.
    known: Vec<InputRow>,
}

impl InputSums {
    /// Adds files.
    pub fn add(&mut self, files: Vec<ReadFile>) {
        self.files.push(std::thread::spawn(|| files.into_iter().map(ReadFile::row).collect()));
    }

    /// Adds files whose checksums are known.
    pub fn add_rows(&mut self, rows: &[InputRow]) {
        self.known.extend_from_slice(rows);
    }

    /// Waits for the checksums, and returns a row for each file, in the order in which they were read.
    pub fn rows(&mut self) -> Vec<InputRow> {
        let mut rows: Vec<InputRow> = std::mem::take(&mut self.known);
        for thread in self.files.drain(..) {
            for row in thread.join().unwrap_or_default() {
                // Two datasets may have a file in common.
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
        rows
    }
}

impl DataArgs {
    /// Returns the files that a graph was read from. Of a snapshot of which only a part is read, the checksum may be left out.
    pub fn read_files(&self, graph: &BoardGraph, is_in_part: bool) -> Vec<ReadFile> {
        let about = graph.about();
        let same = self.same.iter().map(|path| ReadFile::new(path, None));
        if self.in_memory.is_some() {
            return same.collect();
        }
        if self.is_snapshot() {
            let is_large = std::fs::metadata(&self.data).is_ok_and(|file| file.len() > LARGE);
            let built_from = about.built_from.iter().map(InputRow::from).collect();
            let is_summed = !(is_in_part && is_large);
            return std::iter::once(ReadFile { built_from, is_summed, ..ReadFile::new(&self.data, None) })
                .chain(same)
                .collect();
        }
        if self.data == Path::new("-") {
            let rows = about.file_rows.first().copied().flatten();
            let piped = ReadFile { path: None, rows, built_from: Vec::new(), is_summed: false };
            return std::iter::once(piped).chain(same).collect();
        }
        let mut files: Vec<ReadFile> = Vec::new();
        for (at, path) in self.paths_read(graph).into_iter().enumerate() {
            let rows = about.file_rows.get(at).copied().flatten();
            match files.iter_mut().find(|file| file.path.as_ref() == Some(&path)) {
                // Parts of a workbook or an archive.
                Some(file) => file.rows = file.rows.zip(rows).map(|(a, b)| a + b),
                None => files.push(ReadFile::new(&path, rows)),
            }
        }
        files.extend(self.data_packages().iter().map(|path| ReadFile::new(path, None)));
        files
    }

    /// Returns the files that a snapshot of a graph is built from, with their checksums; none if one of them cannot be read
    /// again. A snapshot of a snapshot has its files.
    pub fn origin(&self, graph: &BoardGraph) -> Vec<InputFile> {
        if self.is_snapshot() && self.same.is_empty() {
            return graph.about().built_from.clone();
        }
        let summed = |file: ReadFile| {
            let path = file.path.filter(|path| path.is_file())?;
            Some(InputFile { rows: file.rows, ..InputFile::from_path(&path).ok()? })
        };
        self.read_files(graph, false).into_iter().map(summed).collect::<Option<Vec<InputFile>>>().unwrap_or_default()
    }
}
