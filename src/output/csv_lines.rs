//! Lines of CSV, made field by field in one buffer.

use std::borrow::Cow;
use std::fmt;
use std::io;

use super::layout::printable;

/// Lines of CSV. No field commands a terminal, and no spreadsheet runs a field as a formula.
#[derive(Debug)]
pub struct CsvLines {
    writer: csv::Writer<Vec<u8>>,
    /// The field that is being made.
    field: String,
    /// `true` if the lines go to a terminal; programs get every character.
    for_terminal: bool,
}

impl CsvLines {
    /// Returns no lines yet; `for_terminal` if they are shown on one.
    pub fn new(for_terminal: bool) -> CsvLines {
        let writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        CsvLines { writer, field: String::new(), for_terminal }
    }

    /// Appends to the field.
    pub fn push(&mut self, text: &str) {
        self.field.push_str(text);
    }

    /// Appends texts to the field, joined by `; `.
    pub fn push_all<'a>(&mut self, items: impl Iterator<Item = &'a str>) {
        for (at, item) in items.enumerate() {
            if at > 0 {
                self.push("; ");
            }
            self.push(item);
        }
    }

    /// Ends the field.
    pub fn end_field(&mut self) {
        let printed =
            if self.for_terminal { printable(&self.field).into() } else { Cow::Borrowed(self.field.as_str()) };
        // Writing to memory cannot fail.
        _ = self.writer.write_field(unformula(&printed).as_bytes());
        self.field.clear();
    }

    /// Ends the line.
    pub fn end_line(&mut self) {
        _ = self.writer.write_record(None::<&[u8]>);
    }

    /// Returns the lines.
    ///
    /// # Errors
    /// When they cannot be written to memory.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

impl fmt::Write for CsvLines {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}

/// The characters with which a formula may begin.
const BEGINS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// Returns a cell as text that no spreadsheet runs as a formula: names in data are not commands. In some countries `;`
/// separates cells, so every item of a list is guarded.
fn unformula(cell: &str) -> Cow<'_, str> {
    // Most cells have one item, which begins with a letter or a digit.
    let is_plain = cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric);
    if is_plain && !cell.contains(';') {
        return Cow::Borrowed(cell);
    }
    if !cell.split(';').any(|item| item.trim_start_matches(' ').starts_with(BEGINS)) {
        return Cow::Borrowed(cell);
    }
    let is_number =
        |text: &str| text.parse::<f64>().is_ok() || text.split(" to ").all(|part| part.parse::<f64>().is_ok());
    let guarded = |item: &str| {
        let spaces = item.len() - item.trim_start_matches(' ').len();
        let (space, text) = item.split_at(spaces);
        if text.starts_with(BEGINS) && !is_number(text) { format!("{space}'{text}") } else { item.to_owned() }
    };
    if is_number(cell) {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(cell.split(';').map(guarded).collect::<Vec<String>>().join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_runs_no_cell_and_no_item_of_a_list() {
        for (cell, guarded) in [
            ("=1+1", "'=1+1"),
            ("-5", "-5"),
            ("-5 to 3", "-5 to 3"),
            ("@sum", "'@sum"),
            (" @sum", " '@sum"),
            ("\u{FF1D}cmd", "'\u{FF1D}cmd"),
            ("Acme; =cmd; +1", "Acme; '=cmd; +1"),
            ("2011-06-30/2019-05-30; ../..", "2011-06-30/2019-05-30; ../.."),
        ] {
            assert_eq!(unformula(cell), guarded);
        }
    }

    #[test]
    fn a_terminal_is_not_commanded() {
        let mut lines = CsvLines::new(true);
        lines.push("a\u{1b}[2J");
        lines.end_field();
        lines.end_line();
        let text = String::from_utf8(lines.into_bytes().unwrap()).unwrap();
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}
