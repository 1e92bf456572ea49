//! Opens a graph from a path, whatever the path is: a snapshot, a dataset folder, or a file of any known format.

use std::path::{Path, PathBuf};

use interlocks_core::model::PartialDate;
use interlocks_core::store::ArchiveError;
use interlocks_dataset::{Dataset, DatasetError, LoadOptions};

use super::{BoardGraph, BuildOptions};

/// The file name extension of snapshots.
const SNAPSHOT_EXTENSION: &str = "ilk";

/// The reason why a graph cannot be opened.
///
/// Its `Display` is a message for the user that states what happened, in which file, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The data cannot be read.
    #[error(transparent)]
    Data(#[from] DatasetError),
    /// The snapshot cannot be opened.
    #[error("cannot open the snapshot {}: {source}", .path.display())]
    Snapshot {
        /// The path of the snapshot.
        path: PathBuf,
        /// The reason.
        #[source]
        source: ArchiveError,
    },
}

impl BoardGraph {
    /// Opens a snapshot, or reads data of any known format and builds the graph.
    ///
    /// A file is opened as a snapshot if it begins with the bytes that mark one, or if its name ends in `.ilk`, unless
    /// [`LoadOptions::format`] is set. Of a snapshot only a small part is read;
    /// [`check_snapshot`](BoardGraph::check_snapshot) checks all of it. Anything else is read as
    /// [`Dataset::open_all`] does. The as-of date is that of `build`, or else that of `load`. Of the other options of
    /// `load` only [`same`](LoadOptions::same) and how it is read have an effect on a snapshot.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_dataset::LoadOptions;
    /// use interlocks_graph::{BoardGraph, BuildOptions};
    /// let graph = BoardGraph::from_path("datasets/bigtech-boards", &LoadOptions::default(), BuildOptions::default())?;
    /// assert_eq!(graph.seat_count(), 505);
    ///
    /// let error = BoardGraph::from_path("no-such-folder", &LoadOptions::default(), BuildOptions::default()).unwrap_err();
    /// assert_eq!(error.to_string(), "cannot read no-such-folder: there is no such file or folder");
    /// # Ok::<(), interlocks_graph::OpenError>(())
    /// ```
    ///
    /// # Errors
    /// [`OpenError::Snapshot`] if a snapshot cannot be opened, [`OpenError::Data`] if data cannot be read. Problems in
    /// single rows are not errors unless [`LoadOptions::strict`] is set; they are in
    /// [`about`](BoardGraph::about)`().problems`.
    pub fn from_path(path: impl AsRef<Path>, load: &LoadOptions, build: BuildOptions) -> Result<BoardGraph, OpenError> {
        let path = path.as_ref();
        let build = build.as_of(build.as_of.or(load.as_of.as_ref().map(PartialDate::latest)));
        if load.format.is_none() && looks_like_snapshot(path) {
            let fail = |source| OpenError::Snapshot { path: path.to_owned(), source };
            let opened = BoardGraph::open_snapshot(path, build).map_err(fail)?;
            if load.same.is_empty() {
                return Ok(opened);
            }
            opened.check_snapshot().map_err(fail)?;
            return Ok(opened.with_decisions(&load.same, load)?);
        }
        Ok(BoardGraph::new(Dataset::open_all(&[path], load)?, build))
    }
}

/// Returns `true` if a path is a file that has the name or the first bytes of a snapshot.
fn looks_like_snapshot(path: &Path) -> bool {
    let is_named_so = path.extension().is_some_and(|extension| extension == SNAPSHOT_EXTENSION);
    path.is_file() && (is_named_so || BoardGraph::is_snapshot(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_core::model::Day;
    use std::fs;

    fn open(path: &Path) -> Result<BoardGraph, OpenError> {
        BoardGraph::from_path(path, &LoadOptions::default(), BuildOptions::default())
    }

    #[test]
    fn a_snapshot_is_recognised_by_its_first_bytes_or_its_name() {
        let boards = open(Path::new("../../datasets/bigtech-boards")).unwrap();
        let mut bytes = Vec::new();
        boards.save(&mut bytes).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let [named, unnamed] = ["boards.ilk", "boards"].map(|name| folder.path().join(name));
        for path in [&named, &unnamed] {
            fs::write(path, &bytes).unwrap();
            assert_eq!(open(path).unwrap().seat_count(), boards.seat_count());
        }
        let as_of = BuildOptions::default().as_of(Day::from_ymd(2012, 1, 1));
        let earlier = BoardGraph::from_path(&named, &LoadOptions::default(), as_of).unwrap();
        assert_eq!(earlier.as_of(), Day::from_ymd(2012, 1, 1));
    }

    #[test]
    fn the_as_of_date_of_the_load_options_holds_for_a_snapshot_too() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boards.ilk");
        let data = Path::new("../../datasets/bigtech-boards");
        open(data).unwrap().save(&mut fs::File::create(&path).unwrap()).unwrap();
        let load = LoadOptions { as_of: Some("2015-06".parse().unwrap()), ..LoadOptions::default() };
        for path in [data, &path] {
            let graph = BoardGraph::from_path(path, &load, BuildOptions::default()).unwrap();
            assert_eq!(graph.as_of(), Day::from_ymd(2015, 6, 30));
        }
    }

    #[test]
    fn an_error_names_the_file_and_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("boards.ilk");
        fs::write(&path, "person,company\nann,acme\n".repeat(10)).unwrap();
        let message = open(&path).unwrap_err().to_string();
        let start = format!("cannot open the snapshot {}: it is not a snapshot of interlocks", path.display());
        assert!(message.starts_with(&start) && message.contains("interlocks build"), "{message}");

        let mut bytes = Vec::new();
        open(Path::new("../../datasets/southern-women")).unwrap().save(&mut bytes).unwrap();
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        let message = open(&path).unwrap_err().to_string();
        assert!(message.contains("boards.ilk") && message.contains("build"), "{message}");

        let message = open(&folder.path().join("boards.xyz")).unwrap_err().to_string();
        assert!(message.contains("boards.xyz: there is no such file or folder"), "{message}");
    }
}
