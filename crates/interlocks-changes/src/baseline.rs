//! Baselines: interlocks, findings and verdicts that somebody has looked at and accepted, with who accepted them and why.
//!
//! A baseline is a table that grows like a ledger. Its rows name rules, ids of people and companies, and deals, so they
//! hold for later data. What becomes graver than it was accepted is no longer covered. See `docs/baseline.md`.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::diff::{Row, RowKind};
use interlocks_analysis::Named;
use interlocks_analysis::conflicts::{Finding, Rule, Severity};
use interlocks_analysis::pairs::Pair;
use interlocks_core::model::PartialDate;
use interlocks_dataset::{DatasetError, LedgerFile, LedgerKind, LedgerRow, LedgerTable, Problem};
use interlocks_screens::{self as screens, Screen, Verdict};

/// The columns of a baseline.
const COLUMNS: [&str; 12] =
    ["what", "rule", "test", "people", "companies", "deal", "owner", "accepted", "certainty", "who", "when", "why"];
const KIND: LedgerKind = LedgerKind { of: "accepted rows", columns: &COLUMNS, needed: COLUMNS.len() };
const WHAT: usize = 0;
const RULE: usize = 1;
const TEST: usize = 2;
const PEOPLE: usize = 3;
const COMPANIES: usize = 4;
const DEAL: usize = 5;
const OWNER: usize = 6;
const ACCEPTED: usize = 7;
const CERTAINTY: usize = 8;
const WHO: usize = 9;
const WHEN: usize = 10;
const WHY: usize = 11;

/// What a row of an answer is about, apart from its dates and its gravity: the same in every run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    what: RowKind,
    /// The rule and its test, the ids of people and companies in order, the deal and the owner.
    cells: [String; 6],
}

/// How grave a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grade {
    /// An interlock, which is neither grave nor not.
    Pair,
    Severity(Severity),
    Verdict(Verdict),
}

impl Grade {
    /// Returns the word in a baseline.
    fn as_str(self) -> &'static str {
        match self {
            Grade::Pair => "yes",
            Grade::Severity(severity) => severity.as_str(),
            Grade::Verdict(verdict) => verdict.as_str(),
        }
    }

    /// Reads the word for a kind of row. The error says what may be written.
    fn parse(what: RowKind, word: &str) -> Result<Grade, String> {
        let word = word.to_lowercase();
        match what {
            RowKind::Conflict => word.parse().map(Grade::Severity).map_err(|error| error.to_string()),
            RowKind::Screen => word.parse().map(Grade::Verdict).map_err(|error| error.to_string()),
            _ if word == "yes" => Ok(Grade::Pair),
            _ => Err(format!("'{word}' is not yes; leave it empty if the interlock is accepted no longer")),
        }
    }

    /// Compares the gravity of two rows of one kind.
    fn graver(self, other: Grade) -> Ordering {
        match (self, other) {
            (Grade::Severity(a), Grade::Severity(b)) => a.cmp(&b),
            // Verdicts are in the order of gravity, the gravest first.
            (Grade::Verdict(a), Grade::Verdict(b)) => b.cmp(&a),
            _ => Ordering::Equal,
        }
    }
}

/// A row of an answer that can be accepted: an interlock, a finding or a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptable {
    key: Key,
    grade: Grade,
    certain: bool,
}

impl Acceptable {
    /// Returns the entry of a row; `None` for seats, ties and deals, which are data and need nobody's consent.
    pub fn of(row: &Row) -> Option<Acceptable> {
        match row {
            Row::Pair(pair) => Some(Acceptable::of_pair(pair)),
            Row::Conflict(finding) => Some(Acceptable::of_finding(finding)),
            Row::Screen(row) => Some(Acceptable::of_verdict(row)),
            Row::Seat(_) | Row::Tie(_) | Row::Deal(_) => None,
        }
    }

    /// Returns the entry of an interlock. Further people who link the two companies make it another one.
    pub fn of_pair(pair: &Pair) -> Acceptable {
        let people = ids(pair.people.iter().map(|link| link.id.as_str()));
        let companies = ids([pair.a.id.as_str(), pair.b.id.as_str()]);
        let cells = [String::new(), String::new(), people, companies, String::new(), String::new()];
        Acceptable { key: Key { what: RowKind::Pair, cells }, grade: Grade::Pair, certain: pair.certain }
    }

    /// Returns the entry of a finding on a deal.
    pub fn of_finding(finding: &Finding) -> Acceptable {
        let owner = finding.stake.as_ref().map_or(String::new(), |stake| stake.owner.id.clone());
        let [people, companies] = [&finding.people, &finding.parties].map(|named| ids_of(named));
        let cells =
            [finding.rule.as_str().to_owned(), String::new(), people, companies, finding.deal.id.clone(), owner];
        let grade = Grade::Severity(finding.severity);
        Acceptable { key: Key { what: RowKind::Conflict, cells }, grade, certain: finding.certain }
    }

    /// Returns the entry of a verdict.
    pub fn of_verdict(row: &screens::Row) -> Acceptable {
        let [people, companies] = [&row.people, &row.companies].map(|named| ids_of(named));
        let deal = row.deal.clone().unwrap_or_default();
        let cells = [row.rule.as_str().to_owned(), row.test.clone(), people, companies, deal, String::new()];
        let grade = Grade::Verdict(row.verdict);
        Acceptable { key: Key { what: RowKind::Screen, cells }, grade, certain: row.certain }
    }
}

fn ids_of(named: &[Named]) -> String {
    ids(named.iter().map(|named| named.id.as_str()))
}

/// Returns ids as a cell: each once, in order, separated by `;`. A cell that was read gives the same text.
fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let mut ids: Vec<&str> = ids.into_iter().flat_map(|id| id.split(';')).map(str::trim).collect();
    ids.retain(|id| !id.is_empty());
    ids.sort_unstable();
    ids.dedup();
    ids.join(";")
}

/// Who accepts something, when and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Who accepts it.
    pub who: String,
    /// The date, as written.
    pub when: String,
    /// Why.
    pub why: String,
}

/// What the last row of a key says.
#[derive(Clone, Copy, Debug)]
struct Accepted {
    /// The gravest that is accepted; `None` if it is accepted no longer.
    grade: Option<Grade>,
    /// `Some(false)` if only a possible row is accepted.
    certain: Option<bool>,
    line: u64,
}

impl Accepted {
    fn covers(&self, row: &Acceptable) -> bool {
        let Some(grade) = self.grade else { return false };
        match row.grade.graver(grade) {
            Ordering::Less => true,
            Ordering::Equal => !(row.certain && self.certain == Some(false)),
            Ordering::Greater => false,
        }
    }
}

/// A file of accepted rows. Of several rows about the same, the last one counts.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::conflicts::{ConflictOptions, conflicts};
/// use interlocks_changes::baseline::{Acceptable, Baseline, Consent};
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// # let folder = std::env::temp_dir().join(format!("interlocks-doc-baseline-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// # let path = folder.join("accepted.csv");
///
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let mut found = conflicts(&graph, &ConflictOptions::default());
/// let consent = Consent { who: "M. Lee".into(), when: "2026-11-30".into(), why: "known".into() };
/// let first = Acceptable::of_finding(&found[0]);
/// Baseline::open_to_add(&path)?.add(&[first], &consent).unwrap();
///
/// let baseline = Baseline::open(&path)?;
/// let left_out = baseline.leave_out(&mut found, |finding| Some(Acceptable::of_finding(finding)));
/// assert!(left_out >= 1);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
#[derive(Debug, Default)]
pub struct Baseline {
    accepted: BTreeMap<Key, Accepted>,
    problems: Vec<Problem>,
    rows: usize,
    file: Option<LedgerFile>,
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, or has no such columns. Faults of single rows are [`problems`](Baseline::problems).
    pub fn open(path: &Path) -> Result<Baseline, DatasetError> {
        let table = KIND.read(path)?;
        let mut baseline = Baseline { rows: table.rows.len(), ..Baseline::default() };
        baseline.problems.clone_from(&table.problems);
        for row in &table.rows {
            RowOfFile { file: &path.display().to_string(), table: &table, row }.read(&mut baseline);
        }
        baseline.problems.sort_by_key(|problem| problem.line);
        Ok(baseline)
    }

    /// Reads a file that rows are to be added to. If there is none, it is created.
    ///
    /// # Errors
    /// Those of [`open`](Baseline::open), and if rows cannot be added to the file.
    pub fn open_to_add(path: &Path) -> Result<Baseline, DatasetError> {
        let file = LedgerFile::open(path, KIND)?;
        Ok(Baseline { file: Some(file), ..Baseline::open(path)? })
    }

    /// Returns what is wrong with rows of the file, in the order of lines. Rows with errors do not count.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Returns the number of rows of the file.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Returns `true` if somebody has accepted a row of an answer, and it has not become graver since: no worse verdict or
    /// severity, and not certain where it was possible.
    pub fn covers(&self, row: &Acceptable) -> bool {
        self.accepted.get(&row.key).is_some_and(|accepted| accepted.covers(row))
    }

    /// Removes the rows that somebody has accepted, and returns their number.
    pub fn leave_out<T>(&self, rows: &mut Vec<T>, entry: impl Fn(&T) -> Option<Acceptable>) -> usize {
        let before = rows.len();
        rows.retain(|row| entry(row).is_none_or(|entry| !self.covers(&entry)));
        before - rows.len()
    }

    /// Accepts rows of an answer: adds those that are not covered yet to the file, and returns their number. Of several rows
    /// about the same, the gravest is added.
    ///
    /// # Errors
    /// If the file cannot be written, or was not opened to add to it.
    pub fn add(&mut self, rows: &[Acceptable], consent: &Consent) -> io::Result<usize> {
        let Some(file) = &self.file else {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file was opened only to be read"));
        };
        let mut lines: Vec<Vec<String>> = Vec::new();
        let mut gravest: BTreeMap<&Key, &Acceptable> = BTreeMap::new();
        let rank = |row: &Acceptable, other: &Acceptable| {
            row.grade.graver(other.grade).then(row.certain.cmp(&other.certain)) == Ordering::Greater
        };
        for row in rows.iter().filter(|row| !self.covers(row)) {
            gravest
                .entry(&row.key)
                .and_modify(|one| {
                    if rank(row, one) {
                        *one = row;
                    }
                })
                .or_insert(row);
        }
        for row in gravest.values() {
            let [rule, test, people, companies, deal, owner] = row.key.cells.clone();
            let certainty = if row.certain { "certain" } else { "possible" };
            let Consent { who, when, why } = consent.clone();
            let [what, grade, certainty] = [row.key.what.as_str(), row.grade.as_str(), certainty].map(str::to_owned);
            lines.push(vec![what, rule, test, people, companies, deal, owner, grade, certainty, who, when, why]);
        }
        if !lines.is_empty() {
            file.add_all(&lines)?;
        }
        self.rows += lines.len();
        for row in gravest.values() {
            let accepted = Accepted { grade: Some(row.grade), certain: Some(row.certain), line: 0 };
            self.accepted.insert(row.key.clone(), accepted);
        }
        Ok(lines.len())
    }
}

/// A row of the file that is being read.
struct RowOfFile<'a> {
    file: &'a str,
    table: &'a LedgerTable,
    row: &'a LedgerRow,
}

impl RowOfFile<'_> {
    fn cell(&self, column: usize) -> &str {
        self.row.cells.get(column).map_or("", String::as_str)
    }

    fn problem(&self, severity: interlocks_dataset::Severity, column: usize, message: String) -> Problem {
        let number = self.table.numbers.get(column).copied().unwrap_or(1);
        Problem { severity, file: self.file.to_owned(), line: self.row.line, column: number, message }
    }

    /// Reads the row into a baseline, or tells what is wrong with it.
    fn read(&self, baseline: &mut Baseline) {
        use interlocks_dataset::Severity::{Error, Warning};
        let read = self.key().and_then(|key| Ok((key.what, self.grade(key.what)?, self.certainty()?, key)));
        let (_, grade, certain, key) = match read {
            Ok(read) => read,
            Err((column, message)) => {
                let problem = self.problem(Error, column, format!("{message}; the row does not count"));
                return baseline.problems.push(problem);
            }
        };
        let lacking = [WHO, WHY].into_iter().find(|column| grade.is_some() && self.cell(*column).is_empty());
        if let Some(column) = lacking {
            let message = "a row that is accepted needs who and why; the row does not count".to_owned();
            return baseline.problems.push(self.problem(Warning, column, message));
        }
        let when = self.cell(WHEN);
        if !when.is_empty()
            && let Err(error) = when.parse::<PartialDate>()
        {
            baseline.problems.push(self.problem(Warning, WHEN, format!("when: {error}; it counts as not stated")));
        }
        let accepted = Accepted { grade, certain, line: self.row.line };
        let before = baseline.accepted.insert(key, accepted);
        if let Some((before, line)) = before.and_then(|before| Some((before.grade?, before.line)))
            && let Some(grade) = grade
            && grade.graver(before) == Ordering::Less
        {
            let message = format!(
                "{} is accepted here, and {} on line {line}; the last row counts",
                grade.as_str(),
                before.as_str()
            );
            baseline.problems.push(self.problem(Warning, ACCEPTED, message));
        }
    }

    /// Reads what the row is about; an error has the column.
    fn key(&self) -> Result<Key, (usize, String)> {
        let what = self.cell(WHAT).to_lowercase();
        let what = match what.parse::<RowKind>() {
            Ok(what @ (RowKind::Pair | RowKind::Conflict | RowKind::Screen)) => what,
            _ => return Err((WHAT, format!("what: '{what}' is not pair, conflict or screen"))),
        };
        let rule = self.cell(RULE).to_lowercase();
        let rule = match what {
            RowKind::Conflict => rule.parse::<Rule>().map(Rule::as_str),
            RowKind::Screen => rule.parse::<Screen>().map(Screen::as_str),
            _ => Ok(""),
        };
        let rule = rule.map_err(|error| (RULE, error.to_string()))?.to_owned();
        let [people, companies] = [PEOPLE, COMPANIES].map(|column| ids([self.cell(column)]));
        if people.is_empty() && companies.is_empty() {
            return Err((PEOPLE, "the row names neither people nor companies".to_owned()));
        }
        let [test, deal, owner] = [TEST, DEAL, OWNER].map(|column| self.cell(column).to_owned());
        Ok(Key { what, cells: [rule, test, people, companies, deal, owner] })
    }

    fn grade(&self, what: RowKind) -> Result<Option<Grade>, (usize, String)> {
        match self.cell(ACCEPTED) {
            "" => Ok(None),
            word => Grade::parse(what, word).map(Some).map_err(|error| (ACCEPTED, format!("accepted: {error}"))),
        }
    }

    fn certainty(&self) -> Result<Option<bool>, (usize, String)> {
        match self.cell(CERTAINTY).to_lowercase().as_str() {
            "" => Ok(None),
            "certain" => Ok(Some(true)),
            "possible" => Ok(Some(false)),
            other => Err((CERTAINTY, format!("certainty: '{other}' is not certain or possible"))),
        }
    }
}

#[cfg(test)]
mod tests;
