//! The roles of seats: how each was read, and a table of roles that says how to read them.

use std::collections::HashMap;
use std::sync::Arc;

use interlocks_core::model::vocabulary::fold;
use serde::Serialize;

use super::formats::csv::separator;
use super::loader::{Loader, shortened};
use super::record::yes_or_no;
use super::tables::{Capacity, Seats};

/// A role as the data writes it, with the number of its seats and how it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoleCount {
    /// The role as written; empty if none is stated.
    pub role: String,
    /// The number of seats.
    pub seats: u64,
    /// `true` for a seat on the board; `None` if the words do not say it.
    pub board: Option<bool>,
    /// `true` for an executive office.
    pub executive: bool,
    /// `true` for an observer of the board.
    pub observer: bool,
}

/// Counts the roles of seats: those of most seats first, then by name.
pub fn count_roles(seats: &Seats) -> Vec<RoleCount> {
    let mut counts = vec![0u64; seats.capacities.iter().count()];
    for number in seats.capacity.iter() {
        if let Some(count) = counts.get_mut(number as usize) {
            *count += 1;
        }
    }
    let role = |(capacity, seats): (Capacity<'_>, u64)| RoleCount {
        role: capacity.role.to_owned(),
        seats,
        board: capacity.board,
        executive: capacity.executive,
        observer: capacity.observer,
    };
    let mut roles: Vec<RoleCount> =
        seats.capacities.iter().zip(counts).filter(|(_, count)| *count > 0).map(role).collect();
    roles.sort_by(|a, b| {
        let key = |role: &RoleCount| (role.role.clone(), role.board, role.executive, role.observer);
        b.seats.cmp(&a.seats).then_with(|| key(a).cmp(&key(b)))
    });
    roles
}

/// The row of a table of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StatedRole {
    /// `Some(None)` for an observer.
    pub board: Option<Option<bool>>,
    pub executive: Option<bool>,
}

/// A table of roles, with columns `role`, `board` and `executive`: it says how roles are to be read.
///
/// `board` is `yes`, `no`, `observer` or empty, and `executive` is `yes`, `no` or empty; what is empty follows from the
/// words. The role `*` stands for all roles of which it is not known whether they are on the board.
///
/// ```
/// use interlocks_dataset::RoleTable;
/// assert!(RoleTable::parse("role,board,executive\nWizard,yes,no\n*,no,\n").is_ok());
/// assert_eq!(RoleTable::parse("role,board\nWizard,perhaps\n").unwrap_err(), "line 2: board: 'perhaps' is not yes or no");
/// ```
#[derive(Clone, Debug, Default)]
pub struct RoleTable(Arc<HashMap<String, StatedRole>>);

/// The role that stands for all unknown ones.
const ANY: &str = "*";

impl RoleTable {
    /// Parses a table with comma, semicolon or tab between the cells.
    ///
    /// # Errors
    /// A sentence that names the line.
    pub fn parse(text: &str) -> Result<RoleTable, String> {
        let separator = separator(text.trim_start().as_bytes());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let columns = reader.headers().map_err(|error| error.to_string())?.clone();
        let place = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        let (Some(role), board, executive) = (place("role"), place("board"), place("executive")) else {
            return Err("line 1: the first line must name the columns role, board and executive".to_owned());
        };
        let mut roles = HashMap::new();
        for record in reader.records() {
            let record = record.map_err(|error| error.to_string())?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or("");
            let flag = |name: &str, text: &str| {
                yes_or_no(text).map_err(|shown| format!("line {line}: {name}: '{shown}' is not yes or no"))
            };
            let board = match cell(board) {
                text if text.eq_ignore_ascii_case("observer") => Some(None),
                text => flag("board", text)?.map(Some),
            };
            let stated = StatedRole { board, executive: flag("executive", cell(executive))? };
            roles.insert(fold(cell(Some(role)).trim()), stated);
        }
        Ok(RoleTable(Arc::new(roles)))
    }

    /// Returns what the table says of a role; `is_unknown` if the words for it do not say whether it is on the board.
    pub(crate) fn get(&self, role: &str, is_unknown: bool) -> Option<StatedRole> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&fold(role.trim())).or_else(|| self.0.get(ANY).filter(|_| is_unknown)).copied()
    }
}

impl Loader {
    /// Warns of each role that does not say whether it is on the board, at its first seat.
    pub(super) fn report_unknown_roles(&mut self, seats: &Seats) {
        let is_unknown: Vec<bool> = seats.capacities.iter().map(|capacity| capacity.board.is_none()).collect();
        if !is_unknown.contains(&true) {
            return;
        }
        let mut met: Vec<Option<(usize, u64)>> = vec![None; is_unknown.len()];
        for (row, number) in seats.capacity.iter().enumerate() {
            if is_unknown.get(number as usize) == Some(&true) {
                let (_, count) = met[number as usize].get_or_insert((row, 0));
                *count += 1;
            }
        }
        let mut met: Vec<(usize, u64, &str)> = met
            .iter()
            .zip(seats.capacities.iter())
            .filter_map(|(met, capacity)| met.map(|(row, count)| (row, count, capacity.role)))
            .collect();
        met.sort_unstable();
        for (row, count, role) in met {
            let (role, seats_of) = (shortened(role), if count == 1 { "1 seat" } else { "seats" });
            let count = if count == 1 { String::new() } else { format!("{count} ") };
            self.warn(
                seats.places.get(row),
                format!(
                    "the role '{role}' does not say whether it is on the board: {count}{seats_of} counted as possible"
                ),
            );
        }
    }
}
