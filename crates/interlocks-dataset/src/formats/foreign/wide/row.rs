//! The seats of one row.

use interlocks_core::model::vocabulary::read_role;
use interlocks_core::model::{Day, PartialDate};

use super::super::mode::Mode;
use super::super::row_sink::{Position, RowSink};
use super::layout::{NameColumn, parse_mark};
use super::names::{Joiner, with_role};
use super::panel;
use super::years::Panel;
use crate::columns::{Field, Table, names};

/// The cells that all seats of a row share.
pub(super) struct Shared<'a> {
    pub(super) at: Position,
    pub(super) known: Vec<(Field, &'a str)>,
    pub(super) extra: Vec<(&'a str, &'a str)>,
}

impl<'a> Shared<'a> {
    /// Returns the cells with those of one seat.
    fn with<'b>(&self, own: &[(Field, &'b str)]) -> Shared<'b>
    where
        'a: 'b,
    {
        let known = own.iter().copied().chain(self.known.iter().copied()).collect();
        Shared { at: self.at, known, extra: self.extra.clone() }
    }

    fn push(&self, sink: &mut RowSink<'_>, own: &[(Field, &str)]) {
        let known: Vec<(Field, &str)> = own.iter().chain(&self.known).copied().collect();
        sink.push(Table::Seats, self.at, &known, &self.extra);
    }

    /// Adds a person without a seat, or a company without people.
    fn push_without_seat(&self, sink: &mut RowSink<'_>, of: Mode) {
        let (table, field) = of.table();
        if let Some((_, id)) = self.known.iter().find(|(known, _)| *known == field) {
            // Ids beside the names are no fields of people and companies.
            let own: Vec<Field> = of.described().fields().filter(|own| !names(table, *own).is_empty()).collect();
            let cells = self.known.iter().filter(|(field, _)| own.contains(field)).copied();
            let known: Vec<(Field, &str)> = std::iter::once((Field::Id, *id)).chain(cells).collect();
            sink.push(table, self.at, &known, &self.extra);
        }
    }
}

/// Returns whether somebody in a list of board members may sit on the board by a role that does not say so: a chief
/// executive does, a secretary or an observer does not.
fn may_sit(role: &str) -> bool {
    let read = read_role(role);
    read.board.is_none() || (read.board == Some(false) && read.executive == Some(true))
}

/// A row whose seats are added.
pub(super) struct RowSeats<'r, 'f> {
    pub(super) shared: Shared<'r>,
    /// The year of the row in a panel with several rows per seat; `Some(None)` if it cannot be read.
    pub(super) years: Option<Option<(i16, Option<Day>)>>,
    pub(super) cells: &'r [&'r str],
    pub(super) sink: &'r mut RowSink<'f>,
    pub(super) panel: &'r mut Panel,
}

impl<'r> RowSeats<'r, '_> {
    fn cell(&self, column: usize) -> &'r str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// Adds a seat with these cells. In a panel it is made of several rows.
    pub(super) fn push(&mut self, own: &[(Field, &str)]) {
        match self.years {
            Some(years) => self.panel.add(&self.shared.with(own), years),
            None => self.shared.push(self.sink, own),
        }
    }

    /// Adds a seat for each name in some columns.
    pub(super) fn names(&mut self, of: Mode, columns: &[NameColumn], joiner: Joiner) {
        let (_, other) = of.other().table();
        let mut is_empty = true;
        for column in columns {
            let text = self.cell(column.at);
            let names = if column.is_list { joiner.names(text) } else { vec![text] };
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                is_empty = false;
                if column.is_list && joiner.is_doubtful(name) {
                    let kind = "names with several commas, each read as one name; separate names by ;";
                    self.sink.skip_unused(kind, self.shared.at);
                }
                let (name, stated) = if of == Mode::Companies { with_role(name) } else { (name, None) };
                let role = stated.or(column.role.as_deref()).map(|role| (Field::Role, role));
                let sits = column.is_board && stated.is_some_and(may_sit);
                let board = sits.then_some((Field::Board, "yes"));
                let own: Vec<(Field, &str)> = std::iter::once((other, name)).chain(role).chain(board).collect();
                self.push(&own);
            }
        }
        if is_empty {
            self.shared.push_without_seat(self.sink, of);
        }
    }

    /// Adds a seat for each column with a mark.
    pub(super) fn marks(&mut self, of: Mode, columns: &[usize], header: &[String]) {
        let (_, other) = of.other().table();
        if !columns.iter().any(|column| parse_mark(self.cell(*column)) == Some(true)) {
            self.shared.push_without_seat(self.sink, of);
        }
        for &column in columns {
            match parse_mark(self.cell(column)) {
                Some(true) => self.push(&[(other, header[column].as_str())]),
                Some(false) => {}
                None => {
                    let shown: String = self.cell(column).chars().take(40).collect();
                    let message = format!("'{shown}' is not a mark; use 1 or 0, x or an empty cell, yes or no");
                    self.sink.reject(Table::Seats, self.shared.at, message);
                }
            }
        }
    }

    /// Adds a seat for each run of marks in columns of dates.
    pub(super) fn spells(&mut self, dates: &[(usize, PartialDate)]) {
        let cells = self.cells;
        for spell in panel::spells(dates, |column| cells.get(column).map_or("", |cell| cell.trim())) {
            let inferred = if spell.start_is_first { "start" } else { "" };
            let own = [(Field::Role, spell.role), (Field::Start, &spell.start), (Field::End, &spell.end)];
            let mut extra = self.shared.extra.clone();
            extra.push(("inferred", inferred));
            Shared { at: self.shared.at, known: self.shared.known.clone(), extra }.push(self.sink, &own);
        }
    }
}
