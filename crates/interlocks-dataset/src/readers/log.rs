//! How many rows a worker has read, and what was wrong with them.

use crate::TableCount;
use crate::problem::{Problem, Problems};

/// Counts and problems of one worker, by block.
#[derive(Debug, Default)]
pub struct Log {
    pub read: u64,
    pub dropped: u64,
    pub problems: Problems,
    /// How many of the listed problems there were at the end of each block.
    marks: Vec<(usize, usize)>,
}

impl Log {
    /// Counts a row that could not even be cut into cells.
    pub fn drop_row(&mut self, problem: Problem) {
        self.read += 1;
        self.dropped += 1;
        self.problems.push(problem);
    }

    pub fn end_block(&mut self, number: usize) {
        self.marks.push((number, self.problems.listed().len()));
    }
}

/// The counts of all workers together, and their problems in the order of rows.
pub fn merged_logs(logs: Vec<Log>) -> (TableCount, Problems) {
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
    (count, Problems::of(blocks.into_iter().flat_map(|(_, problems)| problems), errors, warnings))
}
