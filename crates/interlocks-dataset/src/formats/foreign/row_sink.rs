//! Rows of our tables, made of what a foreign format says.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use interlocks_core::model::{PartialDate, Place};

use crate::columns::{COLUMNS, ColumnNames, Field, Table, required};
use crate::error::DatasetError;
use crate::loader::Loader;
use crate::problem::{Problem, Severity};
use crate::readers::TableReader;
use crate::record::{Header, ITEM_SEPARATOR, Row};

/// Where something stands in a file, both counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub line: u64,
    pub column: u64,
}

impl At {
    /// The beginning of a line.
    pub fn line(line: u64) -> At {
        At { line, column: 1 }
    }
}

/// Further columns that one table may have, and kinds of things left out that are told apart: a
/// hostile file could have a new one in every line.
const MOST_NAMES: usize = 1 << 10;

/// Characters of the name of a kind that are told.
const LONGEST_KIND: usize = 60;

/// What one worker makes of a foreign file: rows of all tables, and counts of what it could not map.
///
/// A row is cells of fields that our tables know, and further cells under the names of the file,
/// which are kept as they are. Nothing that a file says is dropped without a word: what has no place
/// in a table goes to [`leave_out`](RowSink::leave_out) or [`reject`](RowSink::reject).
pub struct RowSink<'f> {
    file: &'f str,
    number: u32,
    sheets: [Sheet; Table::ALL.len()],
    left_out: LeftOut,
    /// Whether there were more names than are kept: then nothing of the file is.
    is_full: bool,
}

/// What was left out, by kind: how many, and where the first one stands.
type LeftOut = BTreeMap<String, (u64, At)>;

/// A table and its columns so far.
struct Sheet {
    table: Table,
    reader: TableReader,
    header: Header,
    /// The cell of every field the table has.
    fields: [u16; Field::COUNT],
    further: HashMap<String, usize>,
}

const NOWHERE: u16 = u16::MAX;

impl Sheet {
    fn of(table: Table, reader: TableReader) -> Sheet {
        let mut fields = [NOWHERE; Field::COUNT];
        let mut known = Vec::new();
        for column in COLUMNS.iter().filter(|column| column.tables.contains(&table)) {
            fields[column.field as usize] = known.len() as u16;
            known.push(column.field);
        }
        let names = known.iter().map(|field| field.name().to_owned()).collect();
        let header = Header::with_fields(names, known.into_iter().map(Some).collect());
        Sheet { table, reader, header, fields, further: HashMap::new() }
    }

    /// The cell of a further column; none when there are too many.
    fn further(&mut self, name: &str) -> Option<usize> {
        if let Some(cell) = self.further.get(name) {
            return Some(*cell);
        }
        if self.further.len() >= MOST_NAMES {
            return None;
        }
        let cell = self.header.names.len();
        // A name that says something else in our tables must not say it when they are read again.
        let plain = ColumnNames::default();
        let taken = plain.fields(self.table, [name].into_iter())[0].is_some();
        let kept = if taken { format!("{name}_original") } else { name.to_owned() };
        let (mut names, mut fields) = (self.header.names.clone(), self.header.fields.clone());
        names.push(kept);
        fields.push(None);
        self.header = Header::with_fields(names, fields);
        self.further.insert(name.to_owned(), cell);
        Some(cell)
    }
}

impl<'f> RowSink<'f> {
    /// An intake of the rows of a file, which has a number with the loader.
    pub fn of(loader: &Loader, file: &'f str, number: u32) -> RowSink<'f> {
        let sheets = Table::ALL.map(|table| Sheet::of(table, loader.reader(table)));
        RowSink { file, number, sheets, left_out: LeftOut::new(), is_full: false }
    }

    /// Puts a row into a table. A cell without a text is as if it were not there, and of two cells
    /// of one field the first with a text counts. A row without what its table must have is rejected.
    pub fn put(&mut self, table: Table, at: At, known: &[(Field, &str)], further: &[(&str, &str)]) {
        let sheet = &mut self.sheets[table as usize];
        let mut extra: Vec<(usize, &str)> = Vec::with_capacity(further.len());
        let further = further.iter().map(|(name, text)| (*name, text.trim()));
        for (name, text) in further.filter(|(_, text)| !text.is_empty()) {
            match sheet.further(name) {
                Some(cell) => extra.push((cell, text)),
                None => self.is_full = true,
            }
        }
        // A row is worth more than its date: one that nobody can read is kept beside it, and not known.
        let unread: Vec<(Field, &str)> = known.iter().copied().filter(|(field, text)| !is_read(*field, text)).collect();
        for (field, text) in &unread {
            match sheet.further(&format!("{}_unread", field.name())) {
                Some(cell) => extra.push((cell, text.trim())),
                None => self.is_full = true,
            }
        }
        let mut cells = vec![""; sheet.header.names.len()];
        for (field, text) in known.iter().filter(|cell| !unread.contains(cell)) {
            let cell = sheet.fields[*field as usize];
            debug_assert!(cell != NOWHERE, "{table:?} have no {field}");
            if let Some(cell) = cells.get_mut(usize::from(cell)).filter(|cell| cell.is_empty()) {
                *cell = text.trim();
            }
        }
        extra.into_iter().for_each(|(cell, text)| cells[cell] = text);
        let lacks = |field: &Field| cells[usize::from(sheet.fields[*field as usize])].is_empty();
        let missing: Vec<&str> = required(table).iter().filter(|field| lacks(field)).map(|f| f.name()).collect();
        if missing.is_empty() {
            let place = Place { file: self.number, line: at.line };
            let header = &sheet.header;
            sheet.reader.row(&Row { place, file: self.file, header, cells: &cells, character: Some(at.column) });
        } else {
            self.reject(table, at, format!("the row has no {}", missing.join(" and no ")));
        }
        for (field, _) in unread {
            self.leave_out(&format!("a word in place of the {field}, which is no date"), at);
        }
    }

    /// Counts something that no table of ours has a place for: `kind` in the words of the format.
    pub fn leave_out(&mut self, kind: &str, at: At) {
        let shown: String = kind.chars().take(LONGEST_KIND).collect();
        if self.left_out.len() >= MOST_NAMES && !self.left_out.contains_key(&shown) {
            self.is_full = true;
            return;
        }
        let (count, first) = self.left_out.entry(shown).or_insert((0, at));
        *count += 1;
        *first = at.min(*first);
    }

    /// Counts a row of a table that cannot be read, and says why.
    pub fn reject(&mut self, table: Table, at: At, message: String) {
        let problem = self.problem(Severity::Error, at, message);
        self.sheets[table as usize].reader.drop_row(problem);
    }

    /// A problem at a place in the file.
    pub fn problem(&self, severity: Severity, at: At, message: String) -> Problem {
        Problem { severity, file: self.file.to_owned(), line: at.line, column: at.column, message }
    }

    /// Says that a block of the file was read; blocks have numbers in the order of the file.
    pub fn end_block(&mut self, number: usize) {
        for sheet in &mut self.sheets {
            sheet.reader.end_block(number, self.number);
        }
    }

    /// Hands everything that the workers of a file made to the loader.
    ///
    /// # Errors
    /// When the file has more names of columns or kinds of things than are kept. It is the file that is
    /// refused, for what one worker has room for depends on how many there are.
    pub fn hand_over(workers: Vec<RowSink<'_>>, loader: &mut Loader) -> Result<(), DatasetError> {
        RowSink::refuse_too_many(&workers)?;
        let mut tables: [Vec<TableReader>; Table::ALL.len()] = Default::default();
        let mut left_out = LeftOut::new();
        let mut file = "";
        let first = loader.problems.listed().len();
        for worker in workers {
            file = worker.file;
            tables.iter_mut().zip(worker.sheets).for_each(|(readers, sheet)| readers.push(sheet.reader));
            for (kind, (count, at)) in worker.left_out {
                let (all, first) = left_out.entry(kind).or_insert((0, at));
                *all += count;
                *first = at.min(*first);
            }
        }
        // Seats look ids up among those known, so people and companies come first, as in a folder.
        for (table, readers) in Table::ALL.into_iter().zip(tables) {
            loader.add_readers(table, readers);
        }
        for (kind, (count, at)) in left_out {
            let message = match count {
                1 => format!("left out: {kind}, for which there is no place"),
                _ => format!("left out: {kind}, for which there is no place; {count} of them in this file"),
            };
            let At { line, column } = at;
            let problem = Problem { severity: Severity::Warning, file: file.to_owned(), line, column, message };
            loader.problems.push(problem);
        }
        loader.problems.sort_from(first);
        Ok(())
    }

    fn refuse_too_many(workers: &[RowSink<'_>]) -> Result<(), DatasetError> {
        let columns = (0..Table::ALL.len()).map(|table| {
            let names = workers.iter().flat_map(|worker| worker.sheets[table].further.keys());
            names.collect::<HashSet<_>>().len()
        });
        let kinds = workers.iter().flat_map(|worker| worker.left_out.keys()).collect::<HashSet<_>>().len();
        let is_full = workers.iter().any(|worker| worker.is_full);
        match workers.first() {
            Some(worker) if is_full || columns.chain([kinds]).any(|count| count > MOST_NAMES) => {
                let message = format!(
                    "more than {MOST_NAMES} different names of columns, or kinds of things: is this a file of that format?"
                );
                Err(DatasetError::Rejected { file: worker.file.to_owned(), line: 1, column: 1, message })
            }
            _ => Ok(()),
        }
    }
}

/// Whether a cell can be read, as far as it is a date.
fn is_read(field: Field, text: &str) -> bool {
    use Field::{Birth, Death, Dissolved, End, Founded, Start};
    let text = text.trim();
    !matches!(field, Birth | Death | Dissolved | End | Founded | Start)
        || matches!(text, "" | "..")
        || is_plain_date(text.as_bytes())
        || text.parse::<PartialDate>().is_ok()
}

/// Whether a text is a year, a month or one of the first 28 days of a month: most dates are, and are told to be
/// so at once.
fn is_plain_date(text: &[u8]) -> bool {
    let digits = |from: usize, to: usize| text[from..to].iter().all(u8::is_ascii_digit);
    let between = |from: usize, first: &[u8; 2], last: &[u8; 2]| {
        digits(from, from + 2) && (first..=last).contains(&&[text[from], text[from + 1]])
    };
    let year = text.len() >= 4 && digits(0, 4) && text[0] != b'0';
    match text.len() {
        4 => year,
        7 => year && text[4] == b'-' && between(5, b"01", b"12"),
        10 => year && text[4] == b'-' && text[7] == b'-' && between(5, b"01", b"12") && between(8, b"01", b"28"),
        _ => false,
    }
}

/// Items of a list that are looked through one by one.
const FEW: usize = 8;

/// Several texts as one cell, each once.
pub fn list<'t>(items: impl IntoIterator<Item = &'t str>) -> Cow<'t, str> {
    let mut list = Cow::Borrowed("");
    let (mut seen, mut few) = (HashSet::new(), Vec::with_capacity(FEW));
    let mut count = 0;
    for item in items.into_iter().map(str::trim).filter(|item| !item.is_empty()) {
        // Most lists are short, and looking through one of them is quicker than a hash.
        let is_new = if few.len() < FEW { !few.contains(&item) } else { !few.contains(&item) && seen.insert(item) };
        if !is_new {
            continue;
        }
        if few.len() < FEW {
            few.push(item);
        }
        count += 1;
        match count {
            1 if !item.contains(';') => list = Cow::Borrowed(item),
            1 => list = Cow::Owned(format!("{item}{ITEM_SEPARATOR}")),
            _ => {
                let list = list.to_mut();
                if !list.ends_with(ITEM_SEPARATOR) {
                    list.push(ITEM_SEPARATOR);
                }
                list.push_str(item);
            }
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::items;
    use proptest::prelude::*;

    #[test]
    fn an_item_may_have_what_parts_items_in_a_table() {
        assert_eq!(list(["a"]), "a");
        assert_eq!(items(&list(["a;b"])), ["a;b"]);
        assert_eq!(items(&list(["a;b", " c ", "", "a;b"])), ["a;b", "c"]);
        assert_eq!(list([""]), "");
    }

    proptest! {
        #[test]
        fn a_plain_date_is_a_date(text in "[0-9]{4}(-[0-3][0-9]){0,2}|[0-9./-]{0,10}") {
            prop_assert!(!is_plain_date(text.as_bytes()) || text.parse::<PartialDate>().is_ok());
        }

        #[test]
        fn a_list_is_its_items_each_once(given in prop::collection::vec("[a-c;]{0,2}", 0..40)) {
            let mut expected: Vec<&str> = Vec::new();
            for item in given.iter().filter(|item| !item.is_empty()) {
                if !expected.contains(&item.as_str()) {
                    expected.push(item);
                }
            }
            prop_assert_eq!(items(&list(given.iter().map(String::as_str))), expected);
        }
    }
}
