//! The readers of tables: a worker reads blocks of rows and keeps the results by block.
//!
//! Several workers may read one table. Their parts are merged in the order of the blocks, so the result does not
//! depend on which worker read which block.

mod columns;
mod dates;
mod entities;
mod log;
mod records;
mod seats;

pub(super) use columns::{Part, merge_column};
pub(super) use entities::{EntityReader, EntityTable, merge_entities};
pub(super) use log::Log;
pub(super) use records::{RecordReader, merge_records};
pub(super) use seats::{SeatReader, SeatTable, merge_seats};

use crate::problem::Problem;
use crate::record::Row;
use crate::remarks::Remarks;
use interlocks_core::model::{Accounts, Deal, Ending, Source, Tie};

pub(super) use columns::MAX_COLUMNS;

/// A reader of any table.
pub(super) enum TableReader {
    Entities(EntityReader),
    Seats(Box<SeatReader>),
    Ties(RecordReader<Tie>),
    Deals(RecordReader<Deal>),
    Accounts(RecordReader<Accounts>),
    Sources(RecordReader<Source>),
}

impl TableReader {
    /// Reads one row; a row of empty cells is ignored.
    #[inline]
    pub(crate) fn row(&mut self, row: &Row<'_>) {
        if row.is_blank() {
            return;
        }
        if row.header.has_joined() {
            row.with_joined(|row| self.whole_row(row));
        } else {
            self.whole_row(row);
        }
    }

    #[inline]
    fn whole_row(&mut self, row: &Row<'_>) {
        match self {
            TableReader::Entities(reader) => reader.row(row),
            TableReader::Seats(reader) => reader.row(row),
            TableReader::Ties(reader) => reader.row(row),
            TableReader::Deals(reader) => reader.row(row),
            TableReader::Accounts(reader) => reader.row(row),
            TableReader::Sources(reader) => reader.row(row),
        }
    }

    fn log(&mut self) -> &mut Log {
        match self {
            TableReader::Entities(reader) => &mut reader.log,
            TableReader::Seats(reader) => &mut reader.log,
            TableReader::Ties(reader) => &mut reader.log,
            TableReader::Deals(reader) => &mut reader.log,
            TableReader::Accounts(reader) => &mut reader.log,
            TableReader::Sources(reader) => &mut reader.log,
        }
    }

    /// Returns `true` if the rows have more columns than a table may have.
    pub(crate) fn has_too_many_columns(&self) -> bool {
        match self {
            TableReader::Entities(reader) => reader.columns.is_full,
            TableReader::Seats(reader) => reader.columns.is_full,
            TableReader::Ties(_) | TableReader::Deals(_) | TableReader::Accounts(_) | TableReader::Sources(_) => false,
        }
    }

    /// Returns the number of names and ids that were cleaned, and that of ends that stand for no end.
    pub(crate) fn counted(&mut self) -> (u64, u64) {
        let log = self.log();
        (log.cleaned, log.no_ends)
    }

    /// Keeps a line that is no row.
    pub(crate) fn add_remark(&mut self, line: u64, text: &str) {
        self.log().remarks.add(line, text);
    }

    /// Takes the lines that are no rows.
    pub(crate) fn take_remarks(&mut self) -> Remarks {
        std::mem::take(&mut self.log().remarks)
    }

    /// Counts a row that could not be split into cells.
    pub(crate) fn drop_row(&mut self, problem: Problem) {
        self.log().drop_row(problem);
    }

    /// Sets the meaning of an empty end for the rows to come.
    pub(crate) fn set_empty_end(&mut self, empty_end: Ending) {
        match self {
            TableReader::Seats(reader) => reader.empty_end = empty_end,
            TableReader::Ties(reader) => reader.empty_end = empty_end,
            TableReader::Entities(_) | TableReader::Deals(_) | TableReader::Accounts(_) | TableReader::Sources(_) => {}
        }
    }

    /// Ends a block: all its rows were read.
    pub(crate) fn end_block(&mut self, number: usize, file: u32) {
        match self {
            TableReader::Entities(reader) => reader.end_block(number, file),
            TableReader::Seats(reader) => reader.end_block(number, file),
            TableReader::Ties(reader) => reader.end_block(number),
            TableReader::Deals(reader) => reader.end_block(number),
            TableReader::Accounts(reader) => reader.end_block(number),
            TableReader::Sources(reader) => reader.end_block(number),
        }
    }
}
