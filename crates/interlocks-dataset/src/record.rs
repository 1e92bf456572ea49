//! One row of a table by field, and the parsing of single cells.

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use interlocks_core::model::vocabulary::{DateOrder, WrittenAmount, WrittenDate, read_amount, read_date};
use interlocks_core::model::{Confidence, DateError, Day, Ending, Extra, PartialDate, Place};
use interlocks_core::text::clean_name;

use super::columns::{Assignment, ColumnNames, Field, JoinedField, Table};
use super::problem::{Problem, Severity};
use super::readers::Log;

/// The separator of list items that came as a JSON array; in tables it is `;`.
pub(super) const ITEM_SEPARATOR: char = '\u{1f}';

/// The columns of a table, and the field that each holds.
#[derive(Clone, Debug)]
pub(super) struct Header {
    /// Different for every header.
    pub serial: u64,
    /// The names of the columns, then those of fields that several columns fill.
    pub names: Vec<String>,
    /// The fields of the same.
    pub fields: Vec<Option<Field>>,
    /// The number of columns in the file.
    pub width: usize,
    joined: Vec<JoinedField>,
    implied: Option<(Field, &'static str)>,
    at: [u16; Field::COUNT],
}

impl Header {
    const NOWHERE: u16 = u16::MAX;

    pub(crate) fn new(columns: &ColumnNames, table: Table, mut names: Vec<String>) -> Header {
        let Assignment { mut fields, also, joined, implied } = columns.assign(table, names.iter().map(String::as_str));
        let width = names.len();
        for JoinedField { field, .. } in &joined {
            let part = fields.iter_mut().filter(|own| **own == Some(*field));
            part.for_each(|own| *own = None);
            names.push(field.name().to_owned());
            fields.push(Some(*field));
        }
        let mut header = Header { width, joined, implied, ..Header::with_fields(names, fields) };
        for (field, column) in also {
            header.at[field as usize] = u16::try_from(column).unwrap_or(Header::NOWHERE);
        }
        header
    }

    /// Returns the columns that no field uses.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &str> {
        let is_part = |at: &usize| self.joined.iter().any(|joined| joined.columns.contains(at));
        let unused = (0..self.width).filter(move |at| self.fields[*at].is_none() && !is_part(at));
        unused.map(|at| self.names[at].as_str()).filter(|name| !name.is_empty())
    }

    /// Builds a header from the field of each column; of two columns with one field the last counts.
    pub(crate) fn with_fields(names: Vec<String>, fields: Vec<Option<Field>>) -> Header {
        let mut at = [Header::NOWHERE; Field::COUNT];
        for (column, field) in fields.iter().enumerate() {
            if let (Some(field), Ok(column)) = (field, u16::try_from(column)) {
                at[*field as usize] = column;
            }
        }
        static HEADERS: AtomicU64 = AtomicU64::new(1);
        let serial = HEADERS.fetch_add(1, Ordering::Relaxed);
        Header { serial, width: names.len(), names, fields, joined: Vec::new(), implied: None, at }
    }

    /// Returns the columns of the file that hold a field.
    pub(crate) fn columns_of(&self, field: Field) -> impl Iterator<Item = usize> {
        let own = usize::from(self.at[field as usize]);
        let joined = self.joined.iter().filter(move |joined| joined.field == field);
        let parts = joined.flat_map(|joined| joined.columns.iter().copied());
        (own < self.width).then_some(own).into_iter().chain(parts)
    }

    /// Returns `true` if several columns fill some field.
    pub(crate) fn has_joined(&self) -> bool {
        !self.joined.is_empty()
    }

    /// Returns `true` if some column holds the field, or the headings imply it.
    pub(crate) fn has(&self, field: Field) -> bool {
        self.at[field as usize] != Header::NOWHERE || self.implied.is_some_and(|(implied, _)| implied == field)
    }

    /// Returns `true` for a table of ties that are holdings by its headings.
    pub(crate) fn is_of_holdings(&self) -> bool {
        self.implied.is_some()
    }

    /// Returns the text of a field that the headings imply; empty if they do not.
    fn implied(&self, field: Field) -> &'static str {
        self.implied.filter(|(implied, _)| *implied == field).map_or("", |(_, text)| text)
    }
}

impl JoinedField {
    /// Joins the cells of a row: the parts of a name by blanks, a list as a list.
    fn text<'c>(&self, cell: impl Fn(&usize) -> &'c str) -> String {
        let parts: Vec<&str> = self.columns.iter().map(cell).filter(|part| !part.is_empty()).collect();
        let is_json_list = parts.iter().any(|part| part.contains(ITEM_SEPARATOR));
        match self.field {
            Field::Parties if is_json_list => parts.join(&ITEM_SEPARATOR.to_string()),
            Field::Parties => parts.join(";"),
            _ => parts.join(" "),
        }
    }
}

/// One row: its trimmed cells, and its place.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub place: Place,
    pub file: &'a str,
    pub header: &'a Header,
    pub cells: &'a [&'a str],
    /// The character in the line at which the row begins, for formats without cell numbers (JSON).
    pub character: Option<u64>,
}

impl<'a> Row<'a> {
    /// Returns the row with the fields that several columns fill, as `read` sees it.
    pub(crate) fn with_joined(&self, read: impl FnOnce(&Row<'_>)) {
        let cell = |at: &usize| self.cells.get(*at).copied().unwrap_or("");
        let joined: Vec<String> = self.header.joined.iter().map(|joined| joined.text(cell)).collect();
        let padding = std::iter::repeat_n("", self.header.width.saturating_sub(self.cells.len()));
        let own = self.cells.iter().copied().take(self.header.width);
        let cells: Vec<&str> = own.chain(padding).chain(joined.iter().map(String::as_str)).collect();
        read(&Row { cells: &cells, ..*self });
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.is_empty())
    }

    /// Returns the text of a cell; empty if there is none.
    #[inline]
    pub(crate) fn text(&self, field: Field) -> &'a str {
        let cell = self.cells.get(usize::from(self.header.at[field as usize])).copied();
        cell.unwrap_or_else(|| self.header.implied(field))
    }

    pub(crate) fn string(&self, field: Field) -> String {
        self.text(field).to_owned()
    }

    pub(crate) fn column(&self, field: Field) -> u64 {
        let cell = self.header.at[field as usize];
        match self.character {
            Some(character) => character,
            None if cell == Header::NOWHERE || self.text(field).is_empty() => 1,
            None => u64::from(cell) + 1,
        }
    }

    /// Returns the cells of unknown columns.
    pub(crate) fn extra(&self) -> Extra {
        let columns = self.header.names.iter().zip(&self.header.fields).zip(self.cells);
        let unknown = columns.filter(|((_, field), cell)| field.is_none() && !cell.is_empty());
        unknown.map(|((name, _), cell)| (name.clone(), (*cell).to_owned())).collect()
    }

    pub(crate) fn list(&self, field: Field) -> Vec<String> {
        items(self.text(field))
    }

    pub(crate) fn problem(&self, severity: Severity, field: Field, message: String) -> Problem {
        Problem { severity, file: self.file.to_owned(), line: self.place.line, column: self.column(field), message }
    }
}

/// Splits a cell into the items of its list.
///
/// ```
/// assert_eq!(interlocks_dataset::items("acme; bolt;"), ["acme", "bolt"]);
/// ```
pub fn items(text: &str) -> Vec<String> {
    let separator = if text.contains(ITEM_SEPARATOR) { ITEM_SEPARATOR } else { ';' };
    text.split(separator).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// Parses the cells of a row: an unreadable cell leaves a problem, and an error drops the row.
pub(super) struct RowReader<'a, 'b> {
    pub row: &'b Row<'a>,
    pub empty_end: Ending,
    pub date_order: Option<DateOrder>,
    pub log: &'b mut Log,
    pub failed: bool,
}

impl<'a> RowReader<'a, '_> {
    pub(crate) fn error(&mut self, field: Field, message: String) {
        self.failed = true;
        self.log.problems.push(self.row.problem(Severity::Error, field, message));
    }

    pub(crate) fn warning(&mut self, field: Field, message: String) {
        self.log.problems.push(self.row.problem(Severity::Warning, field, message));
    }

    /// Returns the text of a cell that must not be empty.
    pub(crate) fn required(&mut self, field: Field) -> &'a str {
        self.required_or(field, "")
    }

    /// Returns the text of a cell that must not be empty; the message on an empty one ends with a hint.
    pub(crate) fn required_or(&mut self, field: Field, hint: &str) -> &'a str {
        let text = self.row.text(field);
        if text.is_empty() {
            self.error(field, format!("no {field}: the cell is empty or the row has too few cells{hint}"));
        }
        text
    }

    /// Returns an id without differences that nobody sees.
    pub(crate) fn clean(&mut self, id: &str) -> String {
        let clean = clean_name(id);
        self.log.cleaned += u64::from(matches!(clean, Cow::Owned(_)));
        clean.into_owned()
    }

    /// Returns the id in a cell that must not be empty.
    pub(crate) fn required_id(&mut self, field: Field) -> String {
        let text = self.required(field);
        self.clean(text)
    }

    pub(crate) fn date(&mut self, field: Field) -> Option<PartialDate> {
        let text = self.row.text(field);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(date) => Some(date),
            Err(error) => self.written_date(field, text, error),
        }
    }

    /// Reads a date that is not in the notation of this project; one that nobody can read is unknown.
    fn written_date(&mut self, field: Field, text: &str, error: DateError) -> Option<PartialDate> {
        let Some(written) = read_date(text) else {
            self.warning(field, unread_date(field, &error));
            return None;
        };
        if self.date_order.is_none() && matches!(written, WrittenDate::Ambiguous { .. }) {
            self.warning(field, format!("{field}: {}", ambiguous_date(text)));
        }
        written.date(self.date_order)
    }

    /// Parses the start of a spell: `..` is an unknown earlier day.
    pub(crate) fn start(&mut self) -> Option<PartialDate> {
        if is_unknown_start(self.row.text(Field::Start)) { None } else { self.date(Field::Start) }
    }

    pub(crate) fn ending(&mut self) -> Ending {
        match ending_without_date(self.row.text(Field::End), self.row.text(Field::EndStatus), self.empty_end) {
            Some(ending) => ending,
            None => match self.date(Field::End) {
                Some(date) if is_no_end(date.earliest()) => {
                    self.log.no_ends += 1;
                    Ending::Running
                }
                Some(date) => Ending::On(date),
                None => match read_date(self.row.text(Field::End)) {
                    Some(WrittenDate::Running) => Ending::Running,
                    Some(WrittenDate::NoValue) => self.empty_end,
                    _ => Ending::Unknown,
                },
            },
        }
    }

    /// Parses yes or no; `None` for an empty or unreadable cell.
    pub(crate) fn flag(&mut self, field: Field) -> Option<bool> {
        let read = yes_or_no(self.row.text(field));
        if let Err(shown) = &read {
            self.warning(field, format!("{field}: '{shown}' is not yes or no; ignored"));
        }
        read.unwrap_or_default()
    }

    /// Parses an amount or a share.
    pub(crate) fn number(&mut self, field: Field) -> Option<f64> {
        self.amount(field).map(|amount| amount.value)
    }

    /// Parses an amount, maybe with its currency.
    pub(crate) fn amount(&mut self, field: Field) -> Option<WrittenAmount> {
        let text = self.row.text(field);
        if text.is_empty() {
            return None;
        }
        let amount = read_amount(text);
        if amount.is_none() && read_date(text) != Some(WrittenDate::NoValue) {
            let shown: String = text.chars().take(40).collect();
            self.warning(field, format!("{field}: '{shown}' is not a number; ignored"));
        }
        amount
    }

    pub(crate) fn confidence(&mut self) -> Option<Confidence> {
        let text = self.row.text(Field::Confidence);
        if text.is_empty() {
            return None;
        }
        let confidence = text.to_lowercase().parse::<Confidence>().ok();
        if confidence.is_none() {
            let shown: String = text.chars().take(40).collect();
            self.warning(Field::Confidence, format!("confidence: '{shown}' is not low, medium or high; ignored"));
        }
        confidence
    }
}

/// Returns `true` if a day stands for "no end", as registers write it: 9999-12-31, 2999-12-31, 2099-12-31 and their like.
#[inline]
pub(super) fn is_no_end(day: Day) -> bool {
    day >= NO_END
}

/// 2099-12-31, the first day that stands for "no end".
const NO_END: Day = Day::from_number(47_481);

/// The message on a date that cannot be read.
pub(super) fn unread_date(field: Field, error: &DateError) -> String {
    let hint = if field == Field::End { STILL_RUNS } else { "" };
    format!("{field}: {error}; the date counts as unknown{hint}")
}

/// The hint on an end that cannot be read.
pub(super) const STILL_RUNS: &str = " (leave it empty or write 'present' if the seat is still held)";

/// The message on a date of which day or month may come first.
pub(super) fn ambiguous_date(text: &str) -> String {
    let shown: String = text.chars().take(40).collect();
    format!("'{shown}' may begin with the day or the month, so both are possible; --date-order dmy or mdy settles it")
}

/// Returns a date cell in the notation of this project; empty if it states no date.
pub(super) fn date_text(text: &str, order: Option<DateOrder>) -> Cow<'_, str> {
    match text.parse::<PartialDate>() {
        Ok(_) => Cow::Borrowed(text),
        Err(_) => {
            let date = read_date(text).and_then(|written| written.date(order));
            Cow::Owned(date.map(|date| date.to_string()).unwrap_or_default())
        }
    }
}

/// Returns `true` if the cell `start` states that the start is not known.
#[inline]
pub(super) fn is_unknown_start(start: &str) -> bool {
    start.is_empty() || start == ".."
}

/// Returns the ending that the cells `end` and `end_status` state without a date; `None` if `end` is a date.
#[inline]
pub(super) fn ending_without_date(end: &str, status: &str, empty_end: Ending) -> Option<Ending> {
    match (end, status) {
        ("..", _) => Some(Ending::Running),
        ("", "unknown" | "ended") => Some(Ending::Unknown),
        ("", "ongoing" | "running") => Some(Ending::Running),
        ("", _) => Some(empty_end),
        _ => None,
    }
}

/// Parses yes or no; `None` for an empty text.
///
/// # Errors
/// The beginning of a text that is neither.
pub(super) fn yes_or_no(text: &str) -> Result<Option<bool>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" => Ok(Some(true)),
        "no" | "n" | "false" | "f" | "0" => Ok(Some(false)),
        other => Err(other.chars().take(40).collect()),
    }
}
