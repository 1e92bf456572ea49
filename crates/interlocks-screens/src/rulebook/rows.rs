//! Rows of a table of rules, read by column name.

use super::RulebookError;
use interlocks_core::model::PartialDate;

/// One row, with what errors need to name the place.
pub(super) struct Row<'a> {
    file: &'a str,
    header: &'a csv::StringRecord,
    cells: csv::StringRecord,
    line: u64,
}

/// Reads the rows of a table, given by name and text, that must have some columns.
pub(super) fn rows<'a, T>(
    (file, text): (&'a str, &'a str),
    required: &[&str],
    mut each: impl FnMut(&Row<'_>) -> Result<T, RulebookError>,
) -> Result<Vec<T>, RulebookError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        RulebookError::Row { file: file.to_owned(), line, column: 1, message: format!("not a table: {error}") }
    };
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    if let Some(name) = required.iter().find(|name| !header.iter().any(|own| own == **name)) {
        let message = format!("there is no column '{name}'");
        return Err(RulebookError::Row { file: file.to_owned(), line: 1, column: 1, message });
    }
    let mut read = Vec::new();
    for cells in reader.records() {
        let cells = cells.map_err(|error| broken(&error))?;
        let line = cells.position().map_or(1, csv::Position::line);
        read.push(each(&Row { file, header: &header, cells, line })?);
    }
    Ok(read)
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
        text.parse().map_err(|_| self.error(name, format!("{name}: '{text}' is not a whole number")))
    }

    /// Returns an amount, which must be there.
    pub(super) fn amount(&self, name: &str) -> Result<f64, RulebookError> {
        let text = self.text(name);
        let amount = text.parse::<f64>().ok().filter(|amount| amount.is_finite() && *amount >= 0.0);
        amount.ok_or_else(|| self.error(name, format!("{name}: '{text}' is not an amount")))
    }

    /// Returns `true` if the row was recalled and not read in the text of its source.
    pub(super) fn is_recalled(&self) -> bool {
        self.text("text_seen") != "yes"
    }
}
