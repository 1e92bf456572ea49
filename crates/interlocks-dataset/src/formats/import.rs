//! The description of an import format: how its files are recognized and read.

use std::path::PathBuf;

use super::sniff::Head;
use super::{DataFormat, folder};
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// A format of another program.
pub(crate) struct ImportFormat {
    /// The name, as in `--from`.
    pub word: &'static str,
    /// A short description.
    pub about: &'static str,
    /// Recognizes a file of this format by its name and beginning.
    pub is_it: fn(&Head) -> bool,
    /// Reads a file.
    pub read: fn(&mut Loader, &str, CheckedReader) -> Result<(), DatasetError>,
    /// `true` if files of the format may have very long lines.
    pub long_lines: bool,
    /// `true` if every record repeats the people and companies in it.
    pub repeats: bool,
    /// Reads several files that depend on each other. `None` if files are read one after the other.
    pub together: Option<ReadTogether>,
}

/// Reads several files as one.
type ReadTogether = fn(&mut Loader, &[PathBuf]) -> Result<(), DatasetError>;

/// All import formats of this build.
#[cfg(feature = "formats")]
pub(crate) const IMPORT_FORMATS: &[ImportFormat] = super::foreign::ALL;
/// All import formats of this build: none without the feature `formats`.
#[cfg(not(feature = "formats"))]
pub const IMPORT_FORMATS: &[ImportFormat] = &[];

impl ImportFormat {
    /// Reads files with the settings of the format.
    pub(crate) fn with(
        &self,
        loader: &mut Loader,
        read: impl FnOnce(&mut Loader) -> Result<(), DatasetError>,
    ) -> Result<(), DatasetError> {
        loader.companies_hold_offices = true;
        loader.repeats_expected = self.repeats;
        let read = read(loader);
        loader.repeats_expected = false;
        read
    }

    /// Reads all files of the format in one folder.
    pub(crate) fn read_all(&'static self, loader: &mut Loader, files: &[PathBuf]) -> Result<(), DatasetError> {
        if let Some(together) = self.together {
            return self.with(loader, |loader| together(loader, files));
        }
        files.iter().try_for_each(|path| {
            let (name, text) = folder::open(loader, path, DataFormat::Import(self.word))?;
            DataFormat::Import(self.word).read(loader, &name, text)
        })
    }

    /// Recognizes the format of a file by its beginning and name.
    pub(crate) fn detect(head: &Head) -> Option<&'static ImportFormat> {
        IMPORT_FORMATS.iter().find(|format| (format.is_it)(head))
    }
}
