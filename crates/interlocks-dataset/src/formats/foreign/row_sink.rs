//! Collects the rows that a foreign format yields, and counts everything it had to skip.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use interlocks_core::model::Place;

use super::stated_dates::{self, is_date};
use crate::columns::{COLUMNS, ColumnNames, Field, Table, required};
use crate::error::DatasetError;
use crate::loader::Loader;
use crate::problem::{Problem, Severity};
use crate::readers::TableReader;
use crate::record::{Header, ITEM_SEPARATOR, Row, STILL_RUNS};

/// A position in a file; line and column are counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line, from 1.
    pub(crate) line: u64,
    /// The column, from 1: a character or a cell, as the format has it.
    pub(crate) column: u64,
}

impl Position {
    /// Returns the beginning of a line.
    pub(crate) fn at_line(line: u64) -> Position {
        Position { line, column: 1 }
    }
}

/// The most extra columns that one table may have, and the most kinds of skipped items that are counted apart:
/// a hostile file could have a new one in every line.
const MAX_NAMES: usize = 1 << 10;

/// The most characters that are kept of the name of a skipped kind.
const MAX_KIND_CHARS: usize = 160;

/// The rows that one worker makes of a foreign file, and counts of what it could not map.
///
/// A row has cells for the fields of our tables, and extra cells under the column names of the file, which are
/// kept unchanged. Nothing in a file is dropped silently: what no table has a field for goes to
/// [`skip`](RowSink::skip), and rows that cannot be read go to [`reject`](RowSink::reject).
pub(crate) struct RowSink<'f> {
    file: &'f str,
    number: u32,
    builders: [TableBuilder; Table::ALL.len()],
    skipped: SkippedCounts,
    /// `true` if there were more names than are kept; the whole file is refused then.
    is_full: bool,
}

/// A kind of data that was not used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Skipped {
    /// Data that the tables have no field for, as the format calls it.
    NoField(String),
    /// Data that does not count, for the reason that its description gives.
    Unused(String),
    /// Texts in a date field that are not dates.
    UnreadDate(Field),
}

/// The number of skipped items by kind, each with the position of the first.
type SkippedCounts = BTreeMap<Skipped, (u64, Position)>;

impl Skipped {
    fn message(&self, count: u64) -> String {
        let many = if count == 1 { String::new() } else { format!(" ({count} in this file)") };
        match self {
            Skipped::NoField(kind) => {
                format!("left out: {kind}{many}, because the data model has no field for them")
            }
            Skipped::Unused(kind) => format!("left out: {kind}{many}"),
            Skipped::UnreadDate(field) => {
                let hint = if *field == Field::End { STILL_RUNS } else { "" };
                format!(
                    "{field}: not a date, treated as unknown{hint}; the text is kept in the column {field}_unread{many}"
                )
            }
        }
    }
}

/// A table that is being built, and its columns so far.
struct TableBuilder {
    table: Table,
    reader: TableReader,
    header: Header,
    /// The cell of every field that the table has.
    fields: [u16; Field::COUNT],
    /// The cells of the extra columns, by their names in the file.
    extra: HashMap<String, usize>,
}

/// The cell of a field that a table does not have.
const NO_CELL: u16 = u16::MAX;

impl TableBuilder {
    fn new(table: Table, reader: TableReader) -> TableBuilder {
        let mut fields = [NO_CELL; Field::COUNT];
        let mut known = Vec::new();
        for column in COLUMNS.iter().filter(|column| column.tables.contains(&table)) {
            fields[column.field as usize] = known.len() as u16;
            known.push(column.field);
        }
        let names = known.iter().map(|field| field.name().to_owned()).collect();
        let header = Header::with_fields(names, known.into_iter().map(Some).collect());
        TableBuilder { table, reader, header, fields, extra: HashMap::new() }
    }

    /// Returns the cell of an extra column, which is added if it is new; `None` if there are too many.
    fn extra_cell(&mut self, name: &str) -> Option<usize> {
        if let Some(cell) = self.extra.get(name) {
            return Some(*cell);
        }
        if self.extra.len() >= MAX_NAMES {
            return None;
        }
        let cell = self.header.names.len();
        // A name with another meaning in our tables must not have that meaning when the data is read again.
        let own = required(self.table).iter().map(|field| field.name());
        let is_own = own.clone().any(|own| own.eq_ignore_ascii_case(name));
        let fields = ColumnNames::default().fields(self.table, own.chain([name]));
        // Ids beside the names stay with the row under their own heading.
        let is_key = |field: &Field| matches!(field, Field::PersonKey | Field::CompanyKey);
        let taken = is_own || fields.last().is_some_and(|field| field.as_ref().is_some_and(|field| !is_key(field)));
        let kept = if taken { format!("{name}_original") } else { name.to_owned() };
        let (mut names, mut fields) = (self.header.names.clone(), self.header.fields.clone());
        names.push(kept);
        fields.push(None);
        self.header = Header::with_fields(names, fields);
        self.extra.insert(name.to_owned(), cell);
        Some(cell)
    }
}

impl<'f> RowSink<'f> {
    /// Creates a sink for the rows of a file, which has a number with the loader.
    pub(crate) fn new(loader: &Loader, file: &'f str, number: u32) -> RowSink<'f> {
        let builders = Table::ALL.map(|table| TableBuilder::new(table, loader.reader(table)));
        RowSink { file, number, builders, skipped: SkippedCounts::new(), is_full: false }
    }

    /// Adds a row to a table.
    ///
    /// An empty cell counts as absent. If one field has several cells, the first that is not empty counts; several
    /// dates are one date, see [`stated_dates::agreed`]. A text in a date field that is not a date is kept in the extra
    /// column `FIELD_unread`, and the date is unknown. Several cells of one extra column are joined. A row that lacks a
    /// field its table requires is rejected.
    pub(crate) fn push(&mut self, table: Table, at: Position, known: &[(Field, &str)], extra: &[(&str, &str)]) {
        // A date that cannot be read does not cost the row.
        let unread: Vec<(Field, &str)> = known
            .iter()
            .copied()
            .filter(|(field, text)| is_date(*field) && !stated_dates::is_readable(text.trim()))
            .collect();
        let dates = agreed_dates(known, &unread);
        let builder = &mut self.builders[table as usize];
        let mut extra_cells: Vec<(usize, Cow<'_, str>)> = Vec::with_capacity(extra.len());
        let names_of_unread: Vec<String> = unread.iter().map(|(field, _)| format!("{}_unread", field.name())).collect();
        let kept = names_of_unread.iter().map(String::as_str).zip(unread.iter().map(|(_, text)| *text));
        for (name, text) in extra.iter().copied().chain(kept) {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let Some(cell) = builder.extra_cell(name) else {
                self.is_full = true;
                continue;
            };
            match extra_cells.iter_mut().find(|known| known.0 == cell) {
                Some((_, joined)) => joined.to_mut().push_str(&format!("; {text}")),
                None => extra_cells.push((cell, Cow::Borrowed(text))),
            }
        }
        let mut cells = vec![""; builder.header.names.len()];
        let agreed = dates.iter().map(|(field, text)| (*field, &**text));
        // A word for "no value" is no date, so that the status of the end counts.
        let says = |(field, text): &(Field, &str)| !is_date(*field) || stated_dates::is_stated(text.trim());
        let stated = known.iter().copied().filter(|cell| !unread.contains(cell) && says(cell));
        for (field, text) in agreed.chain(stated) {
            let cell = builder.fields[field as usize];
            debug_assert!(cell != NO_CELL, "{table:?} have no {field}");
            if let Some(cell) = cells.get_mut(usize::from(cell)).filter(|cell| cell.is_empty()) {
                *cell = text.trim();
            }
        }
        extra_cells.iter().for_each(|(cell, text)| cells[*cell] = text);
        let lacks = |field: &Field| cells[usize::from(builder.fields[*field as usize])].is_empty();
        let missing: Vec<&str> = required(table).iter().filter(|field| lacks(field)).map(|f| f.name()).collect();
        if missing.is_empty() {
            let place = Place { file: self.number, line: at.line };
            let header = &builder.header;
            builder.reader.row(&Row { place, file: self.file, header, cells: &cells, character: Some(at.column) });
        } else {
            self.reject(table, at, format!("the row has no {}", missing.join(" and no ")));
        }
        for (field, _) in unread {
            self.count_skipped(Skipped::UnreadDate(field), at);
        }
    }

    /// Counts data that no table has a field for. `kind` is a plural, in the terms of the format.
    pub(crate) fn skip(&mut self, kind: &str, at: Position) {
        self.count_skipped(Skipped::NoField(shortened_kind(kind)), at);
    }

    /// Counts data that does not count; `kind` is a plural and gives the reason.
    pub(crate) fn skip_unused(&mut self, kind: &str, at: Position) {
        self.count_skipped(Skipped::Unused(shortened_kind(kind)), at);
    }

    fn count_skipped(&mut self, kind: Skipped, at: Position) {
        if self.skipped.len() >= MAX_NAMES && !self.skipped.contains_key(&kind) {
            self.is_full = true;
            return;
        }
        let (count, first) = self.skipped.entry(kind).or_insert((0, at));
        *count += 1;
        *first = at.min(*first);
    }

    /// Rejects a row that cannot be read; the message becomes an error of the file.
    pub(crate) fn reject(&mut self, table: Table, at: Position, message: String) {
        let problem = self.problem(Severity::Error, at, message);
        self.builders[table as usize].reader.drop_row(problem);
    }

    /// Creates a problem at a position in the file.
    pub(crate) fn problem(&self, severity: Severity, at: Position, message: String) -> Problem {
        Problem { severity, file: self.file.to_owned(), line: at.line, column: at.column, message }
    }

    /// Ends a block of the file. Blocks are numbered in the order of the file, so that rows keep that order.
    pub(crate) fn end_block(&mut self, number: usize) {
        for builder in &mut self.builders {
            builder.reader.end_block(number, self.number);
        }
    }

    /// Adds what the workers of a file collected to the loader, with a warning for each skipped kind.
    ///
    /// # Errors
    /// If the file has more column names or skipped kinds than are kept. The limit applies to the file as a whole,
    /// so that the result does not depend on the number of workers.
    pub(crate) fn finish(workers: Vec<RowSink<'_>>, loader: &mut Loader) -> Result<(), DatasetError> {
        RowSink::refuse_too_many(&workers)?;
        let mut tables: [Vec<TableReader>; Table::ALL.len()] = Default::default();
        let mut skipped = SkippedCounts::new();
        let mut file = "";
        let first = loader.problems.listed().len();
        for worker in workers {
            file = worker.file;
            tables.iter_mut().zip(worker.builders).for_each(|(readers, builder)| readers.push(builder.reader));
            for (kind, (count, at)) in worker.skipped {
                let (all, first) = skipped.entry(kind).or_insert((0, at));
                *all += count;
                *first = at.min(*first);
            }
        }
        // Seats refer to people and companies by id, so those are added first, as for a folder.
        for (table, readers) in Table::ALL.into_iter().zip(tables) {
            loader.add_readers(table, readers)?;
        }
        for (kind, (count, Position { line, column })) in skipped {
            let message = kind.message(count);
            let problem = Problem { severity: Severity::Warning, file: file.to_owned(), line, column, message };
            loader.problems.push(problem);
        }
        loader.problems.sort_from(first);
        Ok(())
    }

    fn refuse_too_many(workers: &[RowSink<'_>]) -> Result<(), DatasetError> {
        let columns = (0..Table::ALL.len()).map(|table| {
            let names = workers.iter().flat_map(|worker| worker.builders[table].extra.keys());
            names.collect::<HashSet<_>>().len()
        });
        let kinds = workers.iter().flat_map(|worker| worker.skipped.keys()).collect::<HashSet<_>>().len();
        let is_full = workers.iter().any(|worker| worker.is_full);
        match workers.first() {
            Some(worker) if is_full || columns.chain([kinds]).any(|count| count > MAX_NAMES) => {
                let message = format!(
                    "more than {MAX_NAMES} different column names or kinds of data; is this really a file of that format?"
                );
                Err(DatasetError::Rejected { file: worker.file.to_owned(), line: 1, column: 1, message })
            }
            _ => Ok(()),
        }
    }
}

/// Returns the dates that a row states more than once, each as one date.
fn agreed_dates<'t>(known: &[(Field, &'t str)], unread: &[(Field, &'t str)]) -> Vec<(Field, Cow<'t, str>)> {
    let mut agreed: Vec<(Field, Cow<'t, str>)> = Vec::new();
    let is_stated = |cell: &(Field, &str)| is_date(cell.0) && !cell.1.trim().is_empty() && !unread.contains(cell);
    for (at, (field, _)) in known.iter().enumerate().filter(|(_, cell)| is_stated(cell)) {
        let mut others = known.iter().skip(at + 1).filter(|cell| cell.0 == *field && is_stated(cell));
        if others.next().is_some() && !agreed.iter().any(|one| one.0 == *field) {
            let texts: Vec<&str> =
                known.iter().filter(|cell| cell.0 == *field && is_stated(cell)).map(|cell| cell.1).collect();
            agreed.push((*field, stated_dates::agreed(&texts)));
        }
    }
    agreed
}

/// Returns the words that describe a kind of skipped data, which may contain words of the file; if they are too many, the
/// last whole ones are left out.
fn shortened_kind(kind: &str) -> String {
    let Some((end, _)) = kind.char_indices().nth(MAX_KIND_CHARS) else { return kind.to_owned() };
    let short = kind.get(..end).unwrap_or_default();
    let whole = short.rsplit_once(' ').map_or(short, |(whole, _)| whole);
    format!("{whole} …")
}

/// The most items of a list that are compared one by one.
const MAX_SCANNED: usize = 8;

/// Joins texts into one list cell, without duplicates.
pub(crate) fn list<'t>(items: impl IntoIterator<Item = &'t str>) -> Cow<'t, str> {
    let mut list = Cow::Borrowed("");
    let (mut seen, mut few) = (HashSet::new(), Vec::with_capacity(MAX_SCANNED));
    let mut count = 0;
    for item in items.into_iter().map(str::trim).filter(|item| !item.is_empty()) {
        // Most lists are short, and a linear search in a short list is faster than a hash.
        let is_new =
            if few.len() < MAX_SCANNED { !few.contains(&item) } else { !few.contains(&item) && seen.insert(item) };
        if !is_new {
            continue;
        }
        if few.len() < MAX_SCANNED {
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
    fn an_item_may_contain_the_separator_of_items() {
        assert_eq!(list(["a"]), "a");
        assert_eq!(items(&list(["a;b"])), ["a;b"]);
        assert_eq!(items(&list(["a;b", " c ", "", "a;b"])), ["a;b", "c"]);
        assert_eq!(list([""]), "");
    }

    #[test]
    fn words_for_a_kind_are_not_cut_off() {
        let kind = "addresses and countries of residence of persons with significant control";
        assert_eq!(shortened_kind(kind), kind);
        let long = format!("records of the kind '{}'", "ab ".repeat(1_000));
        assert!(shortened_kind(&long).ends_with("ab …") && shortened_kind(&long).chars().count() < 170);
        assert!(shortened_kind(&"é".repeat(1_000)).chars().count() < 170);
    }

    proptest! {
        #[test]
        fn a_list_has_each_item_once(given in prop::collection::vec("[a-c;]{0,2}", 0..40)) {
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
