//! Reads the small tables, one record per row: ties, deals, accounts, sources.

use crate::TableCount;
use crate::problem::Problems;
use crate::record::{Row, RowReader};
use interlocks_core::model::Ending;
use interlocks_core::model::vocabulary::DateOrder;

use super::log::{Log, merge_logs};

/// Reads the rows of one table into records.
pub(crate) struct RecordReader<T> {
    pub log: Log,
    pub empty_end: Ending,
    date_order: Option<DateOrder>,
    read: fn(&mut RowReader) -> T,
    rows: Vec<T>,
    blocks: Vec<(usize, Vec<T>)>,
}

impl<T> RecordReader<T> {
    pub(crate) fn new(
        read: fn(&mut RowReader) -> T,
        empty_end: Ending,
        date_order: Option<DateOrder>,
    ) -> RecordReader<T> {
        RecordReader { log: Log::default(), empty_end, date_order, read, rows: Vec::new(), blocks: Vec::new() }
    }

    pub(crate) fn row(&mut self, row: &Row<'_>) {
        self.log.read += 1;
        let empty_end = self.empty_end;
        let log = &mut self.log;
        let date_order = self.date_order;
        let mut reading = RowReader { row, empty_end, date_order, log, failed: false };
        let record = (self.read)(&mut reading);
        if reading.failed {
            self.log.dropped += 1;
        } else {
            self.rows.push(record);
        }
    }

    pub(crate) fn end_block(&mut self, number: usize) {
        self.log.end_block(number);
        self.blocks.push((number, std::mem::take(&mut self.rows)));
    }
}

/// Merges the records of all workers, in the order of rows.
pub(crate) fn merge_records<T>(parts: Vec<RecordReader<T>>) -> (Vec<T>, TableCount, Problems) {
    let (mut logs, mut blocks) = (Vec::new(), Vec::new());
    for part in parts {
        logs.push(part.log);
        blocks.extend(part.blocks);
    }
    blocks.sort_by_key(|(number, _)| *number);
    let (count, problems) = merge_logs(logs);
    (blocks.into_iter().flat_map(|(_, rows)| rows).collect(), count, problems)
}
