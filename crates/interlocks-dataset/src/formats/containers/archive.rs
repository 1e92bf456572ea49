//! The members of a zip archive. They are read from the archive as they are needed, so a large one takes no memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Take};
use std::path::PathBuf;

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::rejected;
use crate::data_file::DataFile;
use crate::error::DatasetError;

/// The most members of an archive.
const MOST_MEMBERS: usize = 10_000;

/// A member of a zip archive: where its bytes are.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    archive: PathBuf,
    start: u64,
    packed: u64,
    is_deflated: bool,
    size: u64,
}

impl Member {
    /// Returns the number of bytes that the archive states for the decompressed member.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Opens the member.
    ///
    /// # Errors
    /// Those of opening the archive.
    pub(crate) fn open(&self) -> io::Result<PackedMember> {
        let mut file = File::open(&self.archive)?;
        file.seek(SeekFrom::Start(self.start))?;
        Ok(PackedMember { bytes: file.take(self.packed), is_deflated: self.is_deflated })
    }
}

/// The bytes of a member as they are in the archive.
pub(crate) struct PackedMember {
    /// The bytes.
    pub bytes: Take<File>,
    /// `true` if they are compressed.
    pub is_deflated: bool,
}

impl PackedMember {
    /// Returns the decompressed bytes.
    pub(crate) fn plain(self) -> Box<dyn Read + Send> {
        if self.is_deflated { Box::new(DeflateDecoder::new(self.bytes)) } else { Box::new(self.bytes) }
    }
}

/// Returns `true` for an archive that is a workbook, by the names of its members.
pub(crate) fn has_sheets(file: &DataFile) -> bool {
    let archive = file.path().and_then(|path| File::open(path).ok()).and_then(|file| ZipArchive::new(file).ok());
    let is_part = |name: &str| ["xl/workbook.xml", "xl/workbook.bin", "mimetype"].contains(&name);
    archive.is_some_and(|archive| archive.file_names().flatten().any(|name| is_part(&name)))
}

/// Returns the members of an archive that may hold data, in the order of their names.
///
/// # Errors
/// If the file is no sound archive, has too many members or encrypted ones.
pub(crate) fn members(file: &DataFile) -> Result<Vec<DataFile>, DatasetError> {
    let Some(path) = file.path() else {
        return Err(rejected(file, "a zip archive inside another is not read; unpack it first"));
    };
    let fail = |source| DatasetError::Read { path: file.name().to_owned(), source };
    let damaged = |error: zip::result::ZipError| rejected(file, format!("not a zip archive, or damaged: {error}"));
    let mut archive = ZipArchive::new(File::open(path).map_err(fail)?).map_err(damaged)?;
    if archive.len() > MOST_MEMBERS {
        return Err(rejected(file, format!("the archive has more than {MOST_MEMBERS} files")));
    }
    let mut found = Vec::new();
    for number in 0..archive.len() {
        let member = archive.by_index_raw(number).map_err(damaged)?;
        let name = member.name().map_err(damaged)?.into_owned();
        let is_hidden =
            name.rsplit('/').next().is_some_and(|last| last.starts_with('.')) || name.starts_with("__MACOSX/");
        if member.is_dir() || is_hidden {
            continue;
        }
        let is_deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            _ => {
                return Err(rejected(
                    file,
                    format!("'{name}' is compressed in a way that is not read; unpack it first"),
                ));
            }
        };
        if member.encrypted() {
            return Err(rejected(file, format!("'{name}' is encrypted; unpack it first")));
        }
        let start =
            member.data_start().ok_or_else(|| rejected(file, format!("'{name}' has no place in the archive")))?;
        let (packed, size) = (member.compressed_size(), member.size());
        let member = Member { archive: path.to_owned(), start, packed, is_deflated, size };
        found.push(DataFile::member(format!("{}#{name}", file.name()), member));
    }
    found.sort_by(|a, b| a.name().cmp(b.name()));
    Ok(found)
}
