//! The interface of a foreign format: how its files are recognised, and how they are read.

use std::path::PathBuf;

use super::sniff::Head;
use super::{DataFormat, folder};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// A format of others.
pub struct ImportFormat {
    /// The word for it in `--from`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Whether a file is of this format, by its name and its beginning.
    pub matches: fn(&Head) -> bool,
    /// Reads a file.
    pub read: fn(&mut Loader, &str, CheckedReader) -> Result<(), DatasetError>,
    /// Whether files of the format may have very long lines.
    pub long_lines: bool,
    /// Whether every record tells again of the people and companies in it.
    pub repeats_entities: bool,
    /// Reads files that only together say what they say, where the format has such; else one is read after
    /// the other.
    pub read_together: Option<ReadTogether>,
}

/// Reads several files as one.
type ReadTogether = fn(&mut Loader, &[PathBuf]) -> Result<(), DatasetError>;

/// Every foreign format that this build reads.
#[cfg(feature = "formats")]
pub const IMPORT_FORMATS: &[ImportFormat] = super::foreign::ALL;
/// This build was made without the feature `formats`: it reads no foreign format.
#[cfg(not(feature = "formats"))]
pub const IMPORT_FORMATS: &[ImportFormat] = &[];

impl ImportFormat {
    /// Reads in the way that files of the format ask for.
    pub fn with_settings(
        &self,
        loader: &mut Loader,
        read: impl FnOnce(&mut Loader) -> Result<(), DatasetError>,
    ) -> Result<(), DatasetError> {
        loader.companies_hold_offices = true;
        loader.repeats_expected = self.repeats_entities;
        let read = read(loader);
        loader.repeats_expected = false;
        read
    }

    /// Reads all files of the format that lie in one folder.
    pub fn read_all(&'static self, loader: &mut Loader, files: &[PathBuf]) -> Result<(), DatasetError> {
        if let Some(read_together) = self.read_together {
            return self.with_settings(loader, |loader| read_together(loader, files));
        }
        files.iter().try_for_each(|path| {
            let (name, text) = folder::open(loader, path, DataFormat::Import(self.name))?;
            DataFormat::Import(self.name).read(loader, &name, text)
        })
    }

    /// The format of a file, by its content and its name.
    pub fn of_head(head: &Head) -> Option<&'static ImportFormat> {
        IMPORT_FORMATS.iter().find(|format| (format.matches)(head))
    }
}
