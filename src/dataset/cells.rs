//! One row of a table, by field, and reading single cells.

use crate::model::{Confidence, Ending, Extra, PartialDate, Place};

use super::columns::Field;
use super::problem::{Problem, Problems, Severity};

/// What separates the items of a list that came as a JSON array; in tables it is `;`.
pub(super) const ITEM_SEPARATOR: char = '\u{1f}';

/// One row: its cells by field, the columns nobody knows, and where it stands.
pub(super) struct Row<'a> {
    pub place: Place,
    pub file: &'a str,
    known: [Option<(&'a str, u64)>; Field::COUNT],
    pub extra: Vec<(&'a str, &'a str)>,
}

impl<'a> Row<'a> {
    pub fn new(file: &'a str, place: Place) -> Row<'a> {
        Row { place, file, known: [None; Field::COUNT], extra: Vec::new() }
    }

    /// Puts a cell where it belongs. An empty cell is no cell.
    pub fn set(&mut self, field: Option<Field>, name: &'a str, text: &'a str, column: u64) {
        let text = text.trim();
        match field {
            _ if text.is_empty() => {}
            Some(field) => self.known[field as usize] = Some((text, column)),
            None => self.extra.push((name, text)),
        }
    }

    pub fn is_blank(&self) -> bool {
        self.extra.is_empty() && self.known.iter().all(Option::is_none)
    }

    /// The text of a cell, empty when there is none.
    pub fn text(&self, field: Field) -> &'a str {
        self.known[field as usize].map_or("", |(text, _)| text)
    }

    pub fn string(&self, field: Field) -> String {
        self.text(field).to_owned()
    }

    pub fn column(&self, field: Field) -> u64 {
        self.known[field as usize].map_or(1, |(_, column)| column)
    }

    pub fn extra(&self) -> Extra {
        self.extra.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect()
    }

    pub fn list(&self, field: Field) -> Vec<String> {
        let text = self.text(field);
        let separator = if text.contains(ITEM_SEPARATOR) { ITEM_SEPARATOR } else { ';' };
        text.split(separator).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    pub fn problem(&self, severity: Severity, field: Field, message: String) -> Problem {
        Problem { severity, file: self.file.to_owned(), line: self.place.line, column: self.column(field), message }
    }
}

/// A row being read: cells that cannot be read leave a problem, and an error drops the row.
pub(super) struct Reading<'a, 'b> {
    pub row: &'b Row<'a>,
    pub empty_end: Ending,
    pub problems: &'b mut Problems,
    pub failed: bool,
}

impl Reading<'_, '_> {
    pub fn error(&mut self, field: Field, message: String) {
        self.failed = true;
        self.problems.push(self.row.problem(Severity::Error, field, message));
    }

    pub fn warning(&mut self, field: Field, message: String) {
        self.problems.push(self.row.problem(Severity::Warning, field, message));
    }

    /// A cell that must not be empty.
    pub fn necessary(&mut self, field: Field) -> String {
        let text = self.row.text(field);
        if text.is_empty() {
            self.error(field, format!("no {field}: the cell is empty or the row has too few cells"));
        }
        text.to_owned()
    }

    pub fn date(&mut self, field: Field) -> Option<PartialDate> {
        let text = self.row.text(field);
        if text.is_empty() {
            return None;
        }
        text.parse().map_err(|error| self.error(field, format!("{field}: {error}"))).ok()
    }

    pub fn ending(&mut self) -> Ending {
        match (self.row.text(Field::End), self.row.text(Field::EndStatus)) {
            ("..", _) => Ending::Running,
            ("", "unknown") => Ending::Unknown,
            ("", "ongoing" | "running") => Ending::Running,
            ("", "ended") => Ending::Unknown,
            ("", _) => self.empty_end,
            _ => self.date(Field::End).map_or(Ending::Unknown, Ending::On),
        }
    }

    /// Yes, no, or nothing said.
    pub fn flag(&mut self, field: Field) -> Option<bool> {
        match self.row.text(field).to_lowercase().as_str() {
            "" => None,
            "yes" | "y" | "true" | "t" | "1" | "x" => Some(true),
            "no" | "n" | "false" | "f" | "0" => Some(false),
            other => {
                let shown: String = other.chars().take(40).collect();
                self.warning(field, format!("{field}: '{shown}' is neither yes nor no; taken as not said"));
                None
            }
        }
    }

    pub fn number(&mut self, field: Field) -> Option<f64> {
        let text = self.row.text(field).trim_end_matches('%').trim();
        if text.is_empty() {
            return None;
        }
        let value = text.parse::<f64>().ok().filter(|number| number.is_finite());
        if value.is_none() {
            let shown: String = text.chars().take(40).collect();
            self.warning(field, format!("{field}: '{shown}' is not a number; taken as not said"));
        }
        value
    }

    pub fn confidence(&mut self) -> Option<Confidence> {
        let word = self.row.text(Field::Confidence).to_lowercase();
        let confidence = Confidence::from_word(&word);
        if confidence.is_none() && !word.is_empty() {
            self.warning(Field::Confidence, "confidence: not low, medium or high; taken as not said".to_owned());
        }
        confidence
    }
}
