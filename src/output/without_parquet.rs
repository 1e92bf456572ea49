//! What stands for Parquet in a build without the feature `columnar`: the option is refused before anything is computed.

use std::io::{self, Write};

use super::cell::Cell;
use super::table::Column;

/// Nothing: no batch is made.
pub(super) struct Batch;

pub(super) struct ParquetColumns;

impl ParquetColumns {
    pub(super) fn new(_: &[Column]) -> ParquetColumns {
        ParquetColumns
    }

    pub(super) fn batch(&self, _: &[Vec<Cell>]) -> io::Result<Batch> {
        Err(unsupported())
    }
}

pub(super) struct ParquetRows;

impl ParquetRows {
    pub(super) fn new(_: &ParquetColumns, _: &mut dyn Write) -> io::Result<ParquetRows> {
        Err(unsupported())
    }

    pub(super) fn write(&mut self, _: &Batch) -> io::Result<()> {
        Err(unsupported())
    }

    pub(super) fn finish(self) -> io::Result<()> {
        Err(unsupported())
    }
}

fn unsupported() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "this build has no Parquet")
}
