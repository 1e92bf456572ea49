//! Rows of a table of rules, read by column name.
//!
//! A slip in a table of rules can turn a breach into a clear case, so what is not known is an error: a column, a word, a row
//! with more cells than columns, an id that occurs twice.

use std::collections::HashMap;

use super::RulebookError;
use interlocks_core::model::PartialDate;
use interlocks_core::model::vocabulary::Jurisdiction;

/// The columns of a table.
pub(super) struct Columns {
    /// Those that the table must have.
    pub(super) required: &'static [&'static str],
    /// Those that it may have.
    pub(super) optional: &'static [&'static str],
    /// The column whose texts occur once.
    pub(super) id: &'static str,
}

/// One row, with what errors need to name the place.
pub(super) struct Row<'a> {
    file: &'a str,
    header: &'a csv::StringRecord,
    cells: csv::StringRecord,
    line: u64,
}

/// Reads the rows of a table, given by name and text.
pub(super) fn rows<'a, T>(
    (file, text): (&'a str, &'a str),
    columns: &Columns,
    mut each: impl FnMut(&Row<'_>) -> Result<T, RulebookError>,
) -> Result<Vec<T>, RulebookError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let error = |line: u64, column: usize, message: String| RulebookError::Row {
        file: file.to_owned(),
        line,
        column: column as u64 + 1,
        message,
    };
    let broken = |broken: &csv::Error| {
        error(broken.position().map_or(1, csv::Position::line), 0, format!("not a table: {broken}"))
    };
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    if let Some((column, message)) = columns.fault(&header) {
        return Err(error(1, column, message));
    }
    let (mut read, mut lines) = (Vec::new(), HashMap::new());
    for cells in reader.records() {
        let cells = cells.map_err(|error| broken(&error))?;
        let line = cells.position().map_or(1, csv::Position::line);
        if cells.len() > header.len() {
            let (have, are) = (cells.len(), header.len());
            let message =
                format!("the row has {have} cells, and there are {are} columns; put a text with commas in quotes");
            return Err(error(line, header.len(), message));
        }
        let row = Row { file, header: &header, cells, line };
        let id = row.text(columns.id).to_owned();
        if id.is_empty() {
            return Err(row.error(columns.id, format!("{}: the cell is empty", columns.id)));
        }
        if let Some(before) = lines.insert(id.clone(), line) {
            return Err(row.error(columns.id, format!("{}: '{id}' is in line {before} already", columns.id)));
        }
        read.push(each(&row)?);
    }
    Ok(read)
}

impl Columns {
    /// Returns what is wrong with a header, with the place of the column.
    fn fault(&self, header: &csv::StringRecord) -> Option<(usize, String)> {
        let known: Vec<&str> = self.required.iter().chain(self.optional).copied().collect();
        for (at, name) in header.iter().enumerate() {
            if !known.contains(&name) {
                let meant = meant(name, &known);
                let end = if meant.is_empty() { "." } else { "" };
                let message = format!("this table has no column '{name}'{meant}{end}");
                return Some((at, format!("{message} Its columns are {}", listed(&known))));
            }
            if header.iter().take(at).any(|other| other == name) {
                return Some((at, format!("the column '{name}' is there twice")));
            }
        }
        let missing: Vec<&str> =
            self.required.iter().copied().filter(|name| !header.iter().any(|own| own == *name)).collect();
        let (is, them) = if missing.len() > 1 { ("are", "columns") } else { ("is", "column") };
        let names: Vec<String> = missing.iter().map(|name| format!("'{name}'")).collect();
        (!missing.is_empty()).then(|| (0, format!("there {is} no {them} {}", listed(&names))))
    }
}

/// Returns words as a list: `a, b and c`.
pub(super) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// The most edits between a word and the one that was meant.
const MOST_EDITS: usize = 4;

/// Returns a question for the known word that is nearest to a misspelt one: `; did you mean 'double'?`, or nothing.
pub(super) fn meant(wrong: &str, known: &[&str]) -> String {
    let near = known.iter().map(|word| (strsim::osa_distance(wrong, word), word)).min();
    match near {
        Some((edits, word)) if edits <= (word.chars().count().max(3) / 3).min(MOST_EDITS) => {
            format!("; did you mean '{word}'?")
        }
        _ => String::new(),
    }
}

impl Row<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|own| own == name)
    }

    /// Returns the text of a cell; empty if there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.column(name).and_then(|column| self.cells.get(column)).unwrap_or("")
    }

    /// Returns an error about a cell.
    pub(super) fn error(&self, name: &str, message: String) -> RulebookError {
        let column = self.column(name).map_or(1, |column| column as u64 + 1);
        RulebookError::Row { file: self.file.to_owned(), line: self.line, column, message }
    }

    /// Returns the text of a cell, which must be empty or one of some words.
    pub(super) fn word(&self, name: &str, words: &[&str]) -> Result<&str, RulebookError> {
        match self.text(name) {
            "" => Ok(""),
            text if words.contains(&text) => Ok(text),
            other => Err(self.no_word(name, other, words)),
        }
    }

    /// Returns the error for a word that is none of some.
    pub(super) fn no_word(&self, name: &str, wrong: &str, words: &[&str]) -> RulebookError {
        self.error(name, format!("{name}: '{wrong}' is none of {}{}", listed(words), meant(wrong, words)))
    }

    /// Returns a date, or `None` if the cell is empty.
    pub(super) fn date(&self, name: &str) -> Result<Option<PartialDate>, RulebookError> {
        match self.text(name) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|error| self.error(name, format!("{name}: {error}"))),
        }
    }

    /// Returns a whole number, which must be there.
    pub(super) fn whole(&self, name: &str) -> Result<u32, RulebookError> {
        let text = self.text(name);
        text.parse().map_err(|_| self.error(name, format!("{name}: '{text}' is not a whole number of 0 or more")))
    }

    /// Returns an amount, which must be there.
    pub(super) fn amount(&self, name: &str) -> Result<f64, RulebookError> {
        let text = self.text(name);
        let amount = text.parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0);
        amount.ok_or_else(|| self.error(name, format!("{name}: '{text}' is not an amount")))
    }

    /// Returns `true` if the row was recalled and not read, or read in part, in the text of its source.
    pub(super) fn is_recalled(&self) -> Result<bool, RulebookError> {
        Ok(self.word("text_seen", &["yes", "no", "partly"])? != "yes")
    }
}

/// Returns the jurisdiction of a row: a country or a union of countries, one of `others`, or nothing.
pub(super) fn jurisdiction<'r>(row: &'r Row<'_>, others: &[&str]) -> Result<&'r str, RulebookError> {
    let text = row.text("jurisdiction");
    if text.is_empty() || others.contains(&text) || Jurisdiction::read(text) != Jurisdiction::Unknown {
        return Ok(text);
    }
    let known = if others.is_empty() { " and not EU".to_owned() } else { format!(", EU or {}", others.join(" or ")) };
    Err(row.error("jurisdiction", format!("jurisdiction: '{text}' is no country{known}")))
}
