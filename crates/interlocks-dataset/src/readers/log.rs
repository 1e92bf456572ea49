//! The counts and problems of one worker.

use crate::TableCount;
use crate::problem::{Problem, Problems};
use crate::remarks::Remarks;

/// Counts and problems of one worker, by block.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub read: u64,
    pub dropped: u64,
    /// Names and ids that were cleaned; see [`clean_name`](interlocks_core::text::clean_name).
    pub cleaned: u64,
    /// Ends such as 9999-12-31, which stand for no end.
    pub no_ends: u64,
    pub problems: Problems,
    /// Lines that are no rows.
    pub remarks: Remarks,
    /// The number of listed problems at the end of each block.
    marks: Vec<(usize, usize)>,
}

impl Log {
    /// Counts a row that could not be split into cells.
    pub(crate) fn drop_row(&mut self, problem: Problem) {
        self.read += 1;
        self.dropped += 1;
        self.problems.push(problem);
    }

    pub(crate) fn end_block(&mut self, number: usize) {
        self.marks.push((number, self.problems.listed().len()));
    }
}

/// Merges the counts of all workers, and their problems in the order of rows.
pub(crate) fn merge_logs(logs: Vec<Log>) -> (TableCount, Problems) {
    let mut count = TableCount::default();
    let mut blocks: Vec<(usize, Vec<Problem>)> = Vec::new();
    let (mut errors, mut warnings) = (0, 0);
    for log in logs {
        count.read += log.read;
        count.dropped += log.dropped;
        (errors, warnings) = (errors + log.problems.errors(), warnings + log.problems.warnings());
        let mut from = 0;
        for (number, to) in log.marks {
            blocks.push((number, log.problems.listed()[from..to].to_vec()));
            from = to;
        }
    }
    blocks.sort_by_key(|(number, _)| *number);
    (count, Problems::from_parts(blocks.into_iter().flat_map(|(_, problems)| problems), errors, warnings))
}
