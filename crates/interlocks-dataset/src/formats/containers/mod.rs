//! Reads files that contain tables: workbooks with sheets, and zip archives with files.

mod archive;
mod workbook;

use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::loader::Loader;

use super::container::Container;

pub(crate) use archive::{Member, PackedMember, has_sheets};

/// Returns the parts of a container as files.
///
/// # Errors
/// If the container cannot be read.
pub(crate) fn parts(loader: &Loader, file: &DataFile, container: Container) -> Result<Vec<DataFile>, DatasetError> {
    match container {
        Container::Workbook => workbook::sheets(loader, file),
        Container::Zip => archive::members(file),
    }
}

/// Returns the error for a container that cannot be read.
fn rejected(file: &DataFile, message: impl Into<String>) -> DatasetError {
    DatasetError::Rejected { file: file.name().to_owned(), line: 1, column: 1, message: message.into() }
}
