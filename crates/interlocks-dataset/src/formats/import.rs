//! The description of an import format: its name, how its files are recognized, and how they are read.

use super::sniff::Head;
use super::{DataFormat, folder};
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::input::CheckedReader;
use crate::loader::Loader;

/// A format of another program or publisher.
pub(crate) struct ImportFormat {
    /// The name of the format in `--from`.
    pub(crate) name: &'static str,
    /// A short description for the help.
    pub(crate) about: &'static str,
    /// Returns `true` if a file is of this format, judged by its name and its first bytes.
    pub(crate) matches: fn(&Head) -> bool,
    /// Reads one file, given its name for messages and its bytes.
    pub(crate) read: fn(&mut Loader, &str, CheckedReader) -> Result<(), DatasetError>,
    /// `true` if files of the format may have very long lines.
    pub(crate) long_lines: bool,
    /// `true` if every record repeats its people and companies, so that repeated ids are not a problem.
    pub(crate) repeats_entities: bool,
    /// Reads several files as one, for formats whose files are only meaningful together; otherwise `None`.
    pub(crate) read_together: Option<ReadTogether>,
}

/// Reads several files as one data set.
type ReadTogether = fn(&mut Loader, &[DataFile]) -> Result<(), DatasetError>;

/// All import formats of this build.
#[cfg(feature = "formats")]
pub(crate) const IMPORT_FORMATS: &[ImportFormat] = super::foreign::ALL;
/// Without the feature `formats` there are no import formats.
#[cfg(not(feature = "formats"))]
pub(crate) const IMPORT_FORMATS: &[ImportFormat] = &[];

impl ImportFormat {
    /// Calls `read` with the loader set up for files of this format.
    pub(crate) fn with_settings(
        &self,
        loader: &mut Loader,
        read: impl FnOnce(&mut Loader) -> Result<(), DatasetError>,
    ) -> Result<(), DatasetError> {
        loader.companies_hold_offices = true;
        loader.imports = true;
        loader.is_importing = true;
        loader.repeats_expected = self.repeats_entities;
        let read = read(loader);
        loader.repeats_expected = false;
        loader.is_importing = false;
        read
    }

    /// Reads all files of this format in a folder.
    pub(crate) fn read_all(&'static self, loader: &mut Loader, files: &[DataFile]) -> Result<(), DatasetError> {
        if let Some(read_together) = self.read_together {
            return self.with_settings(loader, |loader| read_together(loader, files));
        }
        files.iter().try_for_each(|file| {
            let (name, text) = folder::open(loader, file, DataFormat::Import(self.name))?;
            DataFormat::Import(self.name).read(loader, &name, text)
        })
    }

    /// Returns the format of a file, judged by its first bytes and its name.
    pub(crate) fn detect(head: &Head) -> Option<&'static ImportFormat> {
        IMPORT_FORMATS.iter().find(|format| (format.matches)(head))
    }
}
