//! Reads the rows of a file of decisions.

use interlocks_core::model::{PartialDate, Place};
use interlocks_core::text::clean_name;

use super::settle::Records;
use super::{Decision, DecisionRow};
use crate::LoadOptions;
use crate::columns::HeadingKey;
use crate::data_file::DataFile;
use crate::error::DatasetError;
use crate::formats::csv::{NOT_UTF8, OpenedTable, Quotes, for_each_record};
use crate::loader::shortened;
use crate::problem::{Problem, Problems, Severity};

/// The columns. The first three must exist; other columns are ignored.
pub(super) const COLUMNS: [&str; 8] = ["id_a", "id_b", "decision", "probability", "who", "when", "why", "keep"];
const REQUIRED: usize = 3;
const ID_A: usize = 0;
const ID_B: usize = 1;
const DECISION: usize = 2;
const PROBABILITY: usize = 3;
const WHO: usize = 4;
const WHEN: usize = 5;
const WHY: usize = 6;
const KEEP: usize = 7;

/// The rows of a file, in order.
pub(super) struct DecisionFile {
    pub rows: Vec<DecisionRow>,
    /// The numbers of the columns `decision` and `keep`, from 1, for problems that several rows make together.
    pub decision_column: u64,
    pub keep_column: u64,
}

/// Reads a file, and reports what is wrong with it. `number` is the number of the file in the dataset, `records` the ids in it.
pub(super) fn read(
    file: &DataFile,
    number: u32,
    options: &LoadOptions,
    records: &Records<'_>,
    problems: &mut Problems,
) -> Result<DecisionFile, DatasetError> {
    let name = file.name();
    let mut text = file.open(options.limits, options.encoding)?;
    let encoding = text.encoding();
    let opened = OpenedTable::new(name, &mut text, Quotes::Meant)?;
    let separator = (opened.separator, opened.quotes);
    let columns = columns(name, &opened.names)?;
    let width = opened.names.len();
    let mut reader = DecisionReader { file: name, number, columns, width, records, problems, rows: Vec::new() };
    let mut blocks = opened.blocks(text, name);
    let mut memory = Vec::new();
    while let Some(block) = blocks.next(memory)? {
        for_each_record(&block, separator, name, |line, cells| match cells {
            Ok(cells) => reader.row(line, cells),
            Err(cell) => reader.problem(Severity::Error, line, cell, NOT_UTF8.to_owned()),
        })?;
        memory = block.bytes;
    }
    let rows = reader.rows;
    let column = |column: usize| columns[column].map_or(1, |at| at as u64 + 1);
    if let Some(encoding) = encoding.name() {
        let message = format!(
            "the file is not UTF-8 and was read as {encoding}; if names look wrong, add --encoding, or save it as UTF-8"
        );
        problems.push(Problem { severity: Severity::Warning, file: name.to_owned(), line: 1, column: 1, message });
    }
    Ok(DecisionFile { rows, decision_column: column(DECISION), keep_column: column(KEEP) })
}

/// Returns the cell of each column in a row.
fn columns(file: &str, names: &[String]) -> Result<[Option<usize>; 8], DatasetError> {
    let keys: Vec<HeadingKey> = names.iter().map(|name| HeadingKey::new(name)).collect();
    let columns = COLUMNS.map(|column| keys.iter().position(|key| key.is(column)));
    let Some(missing) = columns.iter().take(REQUIRED).position(Option::is_none) else { return Ok(columns) };
    let found: Vec<String> = names.iter().take(20).map(|name| name.chars().take(40).collect()).collect();
    let message = format!(
        "no column {}: the header has {}; a file of decisions is a table with the columns {}, and {} if you like",
        COLUMNS[missing],
        found.join(", "),
        COLUMNS[..REQUIRED].join(", "),
        COLUMNS[REQUIRED..].join(", "),
    );
    Err(DatasetError::Rejected { file: file.to_owned(), line: 1, column: 1, message })
}

struct DecisionReader<'a> {
    file: &'a str,
    number: u32,
    columns: [Option<usize>; 8],
    width: usize,
    records: &'a Records<'a>,
    problems: &'a mut Problems,
    rows: Vec<DecisionRow>,
}

impl DecisionReader<'_> {
    fn problem(&mut self, severity: Severity, line: u64, cell: usize, message: String) {
        let column = cell as u64 + 1;
        self.problems.push(Problem { severity, file: self.file.to_owned(), line, column, message });
    }

    /// Reports a problem in a column.
    fn tell(&mut self, severity: Severity, line: u64, column: usize, message: String) {
        self.problem(severity, line, self.columns[column].unwrap_or(0), message);
    }

    fn row(&mut self, line: u64, cells: &[&str]) {
        if cells.iter().all(|cell| cell.is_empty()) {
            return;
        }
        if let Some(at) = (self.width..cells.len()).rev().find(|at| !cells[*at].is_empty()) {
            let (have, want) = (cells.len(), self.width);
            let message = format!(
                "the row has {have} cells where the header has {want}; is a separator inside a cell not quoted?"
            );
            return self.problem(Severity::Error, line, at, message);
        }
        let text = |column: usize| self.columns[column].and_then(|at| cells.get(at)).copied().unwrap_or("");
        let [a, b, keep] = [ID_A, ID_B, KEEP].map(|column| clean_name(text(column)).into_owned());
        let [word, probability, who, when, why] = [DECISION, PROBABILITY, WHO, WHEN, WHY].map(text);
        if let Some((column, _)) = [(ID_A, &a), (ID_B, &b)].into_iter().find(|(_, id)| id.is_empty()) {
            let message = format!("{} is empty; a decision names two records", COLUMNS[column]);
            return self.tell(Severity::Error, line, column, message);
        }
        if a == b {
            let message = format!("id_a and id_b are both '{}'; a decision names two records", shortened(&a));
            return self.tell(Severity::Error, line, ID_B, message);
        }
        let Some(decision) = Decision::from_cell(word) else {
            let word = shortened(word);
            let message =
                format!("decision: '{word}' is not same, distinct or unsure; leave it empty while it is open");
            return self.tell(Severity::Error, line, DECISION, message);
        };
        let number = probability.parse::<f64>().ok().filter(|number| (0.0..=1.0).contains(number));
        if number.is_none() && !probability.is_empty() {
            let probability = shortened(probability);
            let message = format!("probability: '{probability}' is not a number from 0 to 1");
            return self.tell(Severity::Error, line, PROBABILITY, message);
        }
        if self.records.kind(&a, &b).is_none() {
            let [a, b] = [&a, &b].map(|id| shortened(id));
            let message = format!("one of '{a}' and '{b}' is a person, the other is a company; they cannot be one");
            return self.tell(Severity::Error, line, ID_B, message);
        }
        for (column, id) in [(ID_A, &a), (ID_B, &b)] {
            if !self.records.has(id) {
                let id = shortened(id);
                let message = format!("no person or company has the id '{id}'; the row is kept for data that has it");
                self.tell(Severity::Warning, line, column, message);
            }
        }
        let lacking = [(WHO, who), (WHY, why)].into_iter().find(|(_, text)| text.is_empty());
        if let (Some((column, _)), Decision::Same | Decision::Distinct) = (lacking, decision) {
            let message = format!("a decision '{decision}' needs who and why; this row does not count");
            return self.tell(Severity::Warning, line, column, message);
        }
        let row = DecisionRow {
            decision,
            probability: number.map(|number| number + 0.0),
            who: who.to_owned(),
            when: self.date(line, when),
            why: why.to_owned(),
            keep: self.keep(line, keep, [&a, &b]),
            place: Place { file: self.number, line },
            a: a.as_str().min(b.as_str()).to_owned(),
            b: a.max(b),
        };
        self.rows.push(row);
    }

    /// Returns a date as written; nothing, with a warning, if it is none.
    fn date(&mut self, line: u64, text: &str) -> String {
        if !text.is_empty()
            && let Err(error) = text.parse::<PartialDate>()
        {
            self.tell(Severity::Warning, line, WHEN, format!("when: {error}; it counts as not stated"));
            return String::new();
        }
        text.to_owned()
    }

    /// Returns the id to keep; nothing, with a warning, if it is none of the pair.
    fn keep(&mut self, line: u64, id: String, pair: [&str; 2]) -> String {
        if !id.is_empty() && !pair.contains(&id.as_str()) {
            let id = shortened(&id);
            self.tell(Severity::Warning, line, KEEP, format!("keep: '{id}' is neither id_a nor id_b; it is ignored"));
            return String::new();
        }
        id
    }
}
