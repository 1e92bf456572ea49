//! A file of decisions that rows are added to, one by one.

use std::io;
use std::path::Path;

use interlocks_core::model::Place;

use super::read::{COLUMNS, DecisionFile, read};
use super::settle::Records;
use super::{Decision, DecisionRow, Decisions};
use crate::LoadOptions;
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::ledger_file::{LedgerFile, LedgerKind};
use crate::problem::{Problem, Problems, Severity};
use crate::tables::Entities;

/// A file of decisions: all columns but `keep` are needed to add to it.
const KIND: LedgerKind = LedgerKind { of: "decisions", columns: &COLUMNS, needed: 7 };

/// A file of decisions that grows like a ledger: rows are added at its end, and nothing that it holds is ever changed.
///
/// ```
/// use interlocks_dataset::{Decision, DecisionLog};
/// # let folder = std::env::temp_dir().join("interlocks-doc-log");
/// # std::fs::create_dir_all(&folder).unwrap();
/// # std::fs::remove_file(folder.join("same.csv")).ok();
/// let mut log = DecisionLog::open(&folder.join("same.csv"))?;
/// let mut row = DecisionLog::row_of(["R7", "A3"], Decision::Unsure);
/// row.who = "M. Lee".to_owned();
/// assert!(log.add(&row).unwrap());
/// assert_eq!(DecisionLog::open(&folder.join("same.csv"))?.last(["A3", "R7"]).unwrap().who, "M. Lee");
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Debug)]
pub struct DecisionLog {
    file: LedgerFile,
    rows: Vec<DecisionRow>,
    problems: Problems,
}

impl DecisionLog {
    /// Opens a file to add rows to it. If there is none, it is created with a header.
    ///
    /// # Errors
    /// [`DatasetError::Rejected`] if the file is no file of decisions, or one at whose end a row would not be read back; the file
    /// stays as it is. [`DatasetError::Read`] if it cannot be read, created or written.
    pub fn open(path: &Path) -> Result<DecisionLog, DatasetError> {
        let file = LedgerFile::open(path, KIND)?;
        let (rows, problems) = rows_of(path)?;
        Ok(DecisionLog { file, rows, problems })
    }

    /// Returns a row for two records that says nothing else.
    pub fn row_of([a, b]: [&str; 2], decision: Decision) -> DecisionRow {
        DecisionRow {
            a: a.min(b).to_owned(),
            b: a.max(b).to_owned(),
            decision,
            probability: None,
            who: String::new(),
            when: String::new(),
            why: String::new(),
            keep: String::new(),
            place: Place::default(),
        }
    }

    /// Returns the rows that could be read, in the order of the file. Of a pair the last row counts.
    pub fn rows(&self) -> &[DecisionRow] {
        &self.rows
    }

    /// Returns the row that counts for a pair.
    pub fn last(&self, [a, b]: [&str; 2]) -> Option<&DecisionRow> {
        let pair = (a.min(b), a.max(b));
        self.rows.iter().rev().find(|row| row.pair() == pair)
    }

    /// Returns the rows of the file that could not be read.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.problems.listed().iter().filter(|problem| problem.severity == Severity::Error)
    }

    /// Adds a row at the end of the file, and returns once it is on disk. A row that says what the row says that counts is not added:
    /// then the result is `false`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&mut self, row: &DecisionRow) -> io::Result<bool> {
        let row = DecisionRow { place: Place::default(), ..row.clone() };
        if self.last([&row.a, &row.b]).is_some_and(|last| last.says_the_same(&row)) {
            return Ok(false);
        }
        let decision = if row.decision == Decision::Open { "" } else { row.decision.as_str() };
        let probability = row.probability.map(|number| format!("{number:.4}")).unwrap_or_default();
        self.file.add(&[&row.a, &row.b, decision, &probability, &row.who, &row.when, &row.why, &row.keep])?;
        self.rows.push(row);
        Ok(true)
    }
}

/// Returns the rows of a file, and what is wrong with it. Ids that the data does not have are no trouble here.
fn rows_of(path: &Path) -> Result<(Vec<DecisionRow>, Problems), DatasetError> {
    let (nobody, before, mut problems) = (Entities::default(), Decisions::default(), Problems::default());
    let records = Records { people: &nobody, companies: &nobody, before: &before };
    let file = DataFile::on_disk(path);
    let DecisionFile { rows, .. } = read(&file, 0, &LoadOptions::default(), &records, &mut problems)?;
    Ok((rows, problems))
}
