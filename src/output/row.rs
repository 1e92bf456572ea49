//! A result as the fields of a row.

use std::fmt::Write;

use super::cell::{Cell, write_spells};
use super::csv_lines::CsvLines;
use super::table::Column;
use super::wording::certainty;
use interlocks::analysis::Named;
use interlocks::model::DaySet;

/// A result that is one row of a table and of CSV.
pub trait Tabular {
    /// The columns, in order.
    const COLUMNS: &'static [Column];

    /// Gives the fields to a row, one for each column. Lists are joined by `; `.
    fn fields(&self, row: &mut Row<'_>);
}

/// Returns the cells of a result, one for each column.
pub fn cells_of<T: Tabular>(result: &T) -> Vec<Cell> {
    let mut cells = Vec::with_capacity(T::COLUMNS.len());
    result.fields(&mut Row { columns: T::COLUMNS, at: 0, sink: Sink::Cells(&mut cells) });
    cells
}

/// Writes a result as a line of CSV. `columns` are those of the result, and further ones that results of its type may have.
pub(super) fn write_csv<T: Tabular>(result: &T, columns: &[Column], lines: &mut CsvLines) {
    result.fields(&mut Row { columns, at: 0, sink: Sink::Csv(lines) });
    lines.end_line();
}

/// A row that takes fields in the order of its columns. A field that nobody will read is not computed.
#[derive(Debug)]
pub struct Row<'a> {
    columns: &'a [Column],
    at: usize,
    sink: Sink<'a>,
}

#[derive(Debug)]
enum Sink<'a> {
    /// All fields, for people and for programs.
    Cells(&'a mut Vec<Cell>),
    /// The fields for programs.
    Csv(&'a mut CsvLines),
}

impl Row<'_> {
    /// Adds a field: `write` appends its text, `cell` is the same as a cell.
    fn add(&mut self, write: impl FnOnce(&mut CsvLines), cell: impl FnOnce() -> Cell) {
        let column = self.columns.get(self.at);
        self.at += 1;
        match &mut self.sink {
            Sink::Cells(cells) => cells.push(cell()),
            Sink::Csv(lines) if column.is_none_or(|column| column.is_for_programs()) => {
                write(lines);
                lines.end_field();
            }
            Sink::Csv(_) => {}
        }
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.add(|lines| lines.push(text), || text.into());
    }

    /// Adds a text that may be absent.
    pub fn optional(&mut self, text: Option<&str>) {
        self.text(text.unwrap_or_default());
    }

    /// Adds a count.
    pub fn count(&mut self, count: usize) {
        // Writing to memory cannot fail.
        self.add(|lines| _ = write!(lines, "{count}"), || count.to_string().into());
    }

    /// Adds a number: all digits for programs, six for people.
    pub fn number(&mut self, number: f64) {
        self.cell(|| Cell::number(number));
    }

    /// Adds a cell that is made if somebody reads it.
    pub fn cell<C: Into<Cell>>(&mut self, make: impl FnOnce() -> C) {
        match &mut self.sink {
            Sink::Cells(_) => self.add(|_| (), || make().into()),
            Sink::Csv(_) => self.add(|lines| lines.push(&make().into().value()), Cell::default),
        }
    }

    /// Adds texts, joined by `; `.
    pub fn list<'a>(&mut self, items: impl Iterator<Item = &'a str> + Clone) {
        let text = items.clone();
        self.add(|lines| lines.push_all(items), || text.collect::<Vec<&str>>().join("; ").into());
    }

    /// Adds texts, joined by `; `, and for people another text.
    pub fn list_shown<'a>(&mut self, items: impl Iterator<Item = &'a str> + Clone, shown: impl FnOnce() -> String) {
        let text = items.clone();
        self.add(|lines| lines.push_all(items), || Cell::new(text.collect::<Vec<&str>>().join("; "), shown()));
    }

    /// Adds certainty: `true` or `false` for programs, `certain` or `possible` for people.
    pub fn certain(&mut self, is_certain: bool) {
        let value = if is_certain { "true" } else { "false" };
        self.add(|lines| lines.push(value), || Cell::new(value, certainty(is_certain)));
    }

    /// Adds spells; see [`Cell::days`].
    pub fn days(&mut self, days: &DaySet) {
        self.add(|lines| write_spells(days, lines), || Cell::days(days.clone()));
    }

    /// Adds two fields: the id of an entity, and its name.
    pub fn named(&mut self, Named { id, name }: &Named) {
        self.text(id);
        self.text(name);
    }

    /// Adds two fields: the ids of entities, and their names.
    pub fn all_named<'a>(&mut self, named: impl IntoIterator<Item = &'a Named, IntoIter: Clone>) {
        let named = named.into_iter();
        self.list(named.clone().map(|one| one.id.as_str()));
        self.list(named.map(|one| one.name.as_str()));
    }
}
