//! A file to read: on disk, or a part of a workbook or of a zip archive.

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::decoding::TextEncoding;
use crate::error::DatasetError;
use crate::formats::Head;
use crate::input::{self, CheckedReader, Limits, NO_LIMIT};

/// A file to read, with its name for messages.
#[derive(Clone, Debug)]
pub(crate) struct DataFile {
    name: String,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Disk(PathBuf),
    /// A sheet of a workbook, as a table of comma-separated values.
    Memory(Arc<[u8]>),
    /// A member of a zip archive.
    #[cfg(feature = "containers")]
    Member(crate::formats::Member),
}

impl DataFile {
    /// Returns a file on disk.
    pub(crate) fn on_disk(path: &Path) -> DataFile {
        DataFile { name: path.display().to_string(), content: Content::Disk(path.to_owned()) }
    }

    /// Returns a part of a file that is in memory.
    pub(crate) fn in_memory(name: String, bytes: Vec<u8>) -> DataFile {
        DataFile { name, content: Content::Memory(bytes.into()) }
    }

    /// Returns a member of a zip archive.
    #[cfg(feature = "containers")]
    pub(crate) fn member(name: String, member: crate::formats::Member) -> DataFile {
        DataFile { name, content: Content::Member(member) }
    }

    /// Returns the name for messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the folder or archive that contains the file.
    pub(crate) fn folder(&self) -> &str {
        self.name.rsplit_once(['/', '\\', '#']).map_or("", |(folder, _)| folder)
    }

    /// Returns the path of a file on disk.
    pub(crate) fn path(&self) -> Option<&Path> {
        match &self.content {
            Content::Disk(path) => Some(path),
            _ => None,
        }
    }

    /// Returns the number of bytes, if it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        match &self.content {
            Content::Disk(path) => std::fs::metadata(path).ok().map(|file| file.len()),
            Content::Memory(bytes) => Some(bytes.len() as u64),
            #[cfg(feature = "containers")]
            Content::Member(member) => Some(member.size()),
        }
    }

    /// Opens the file, compressed or not.
    ///
    /// # Errors
    /// [`DatasetError::Read`] if it cannot be opened.
    pub(crate) fn open(&self, limits: Limits, encoding: Option<TextEncoding>) -> Result<CheckedReader, DatasetError> {
        let fail = |source| DatasetError::Read { path: self.name.clone(), source };
        match &self.content {
            Content::Disk(path) => input::open(path, limits, encoding),
            Content::Memory(bytes) => {
                input::unpack(Box::new(Cursor::new(Arc::clone(bytes))), limits, encoding).map_err(fail)
            }
            #[cfg(feature = "containers")]
            Content::Member(member) => {
                input::unpack_deflated(member.open().map_err(fail)?, limits, encoding).map_err(fail)
            }
        }
    }

    /// Returns the first bytes, decompressed; `None` if they are no text or cannot be read. A pipe has none, because its bytes
    /// would be lost.
    pub(crate) fn head(&self) -> Option<Head> {
        if self.path().is_some_and(|path| !path.is_file()) {
            return None;
        }
        // A sheet is a table, whatever its name.
        let ending = if matches!(self.content, Content::Memory(_)) { ".csv" } else { "" };
        Head::from_stream(&format!("{}{ending}", self.name), self.open(NO_LIMIT, None).ok()?)
    }

    /// Returns the first bytes as they are; none of a pipe, because they would be lost.
    ///
    /// # Errors
    /// Those of reading a file on disk.
    pub(crate) fn first_bytes(&self, count: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match &self.content {
            Content::Disk(path) if !path.is_file() => 0,
            Content::Disk(path) => std::fs::File::open(path)?.take(count).read_to_end(&mut bytes)?,
            Content::Memory(whole) => whole.as_ref().take(count).read_to_end(&mut bytes)?,
            #[cfg(feature = "containers")]
            Content::Member(member) => member.open()?.plain().take(count).read_to_end(&mut bytes)?,
        };
        Ok(bytes)
    }
}
