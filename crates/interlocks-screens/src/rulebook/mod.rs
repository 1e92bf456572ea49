//! The numbers of rules as data: thresholds by year, limits by body, parameters.
//!
//! The tables are bundled (folder `rules` of this crate). A folder with tables of the same names replaces those that it
//! contains. Numbers that were recalled, and not read in the text of a rule, are marked, and every row that rests on one
//! says so.

pub(crate) mod class;
mod folder;
mod limits;
mod parameter_cell;
mod parameters;
mod rivals;
mod rows;
mod thresholds;

use std::path::Path;
use std::sync::LazyLock;

pub use limits::{AllowedIf, Counts, Groups, Limit, Vote};
pub use parameters::{Parameter, Statute, parameter};
pub use rivals::{Offices, RivalRule};
pub use thresholds::{InForce, Standing, Threshold};

use interlocks_core::model::Day;

use folder::FolderTables;
use parameters::Statutes;
use thresholds::Thresholds;

/// The reason why a table of rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    /// A row cannot be read.
    #[error("{file}:{line}:{column}: {message}")]
    Row {
        /// The file, as named by the caller.
        file: String,
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
        /// The problem.
        message: String,
    },
    /// A file cannot be read.
    #[error("cannot read {path}: {message}")]
    Read {
        /// The path.
        path: String,
        /// The reason.
        message: String,
    },
    /// A folder contains none of the tables.
    #[error("{folder} has none of the tables of rules: {}", FILES.join(", "))]
    NoTable {
        /// The folder.
        folder: String,
    },
}

/// The file names of the tables: thresholds, limits, and rules with their parameters.
pub const FILES: [&str; 3] = ["clayton_s8_thresholds.csv", "overboarding_limits.csv", "conflict_rules.csv"];

const BUNDLED: [&str; 3] = [
    include_str!("../../rules/clayton_s8_thresholds.csv"),
    include_str!("../../rules/overboarding_limits.csv"),
    include_str!("../../rules/conflict_rules.csv"),
];

/// All tables of rules.
///
/// ```
/// use interlocks_screens::Rulebook;
/// use interlocks_screens::rulebook::parameter;
///
/// let rules = Rulebook::bundled();
/// assert_eq!(rules.number(parameter::ITALY_DAYS), 90.0);
/// let iss = rules.limits().iter().find(|limit| limit.id == "iss-ceo").unwrap();
/// assert_eq!((iss.most, iss.applies_to.as_str()), (3, "chief executive"));
///
/// // One table of your own; the others are the bundled ones.
/// let limits = "rule_id,body,force,from,to,applies_to,max_total_boards\nhouse,Our house,investor,,,director,4\n";
/// let own = Rulebook::parse([None, Some(("limits.csv", limits)), None])?;
/// assert_eq!(own.limits().len(), 1);
/// # Ok::<(), interlocks_screens::rulebook::RulebookError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rulebook {
    thresholds: Thresholds,
    limits: Vec<Limit>,
    statutes: Statutes,
}

impl Rulebook {
    /// Returns the bundled tables.
    pub fn bundled() -> &'static Rulebook {
        static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
            // Tests read the bundled tables.
            Rulebook::parse([None, None, None]).unwrap_or_else(|error| unreachable!("bundled rules: {error}"))
        });
        &BOOK
    }

    /// Reads tables from texts, in the order of [`FILES`], each with its name. Tables that are not given are the bundled ones.
    ///
    /// Rules that the third table does not have, and numbers that its rows do not state, are the bundled ones.
    ///
    /// # Errors
    /// Returns the first row that cannot be read, with file, line and column.
    pub fn parse(tables: [Option<(&str, &str)>; 3]) -> Result<Rulebook, RulebookError> {
        let table = |at: usize| tables[at].unwrap_or((FILES[at], BUNDLED[at]));
        Ok(Rulebook {
            thresholds: Thresholds::parse(table(0))?,
            limits: limits::parse(table(1))?,
            statutes: Statutes::parse(table(2), (FILES[2], BUNDLED[2]))?,
        })
    }

    /// Reads tables from texts, as [`Rulebook::parse`] does, and adds their rows to the bundled ones. A row with the id (or the
    /// year) of a bundled row takes its place.
    ///
    /// ```
    /// use interlocks_screens::Rulebook;
    ///
    /// let limits = "rule_id,body,force,applies_to,max_total_boards\nhouse,Our house,investor,director,4\n";
    /// let rules = Rulebook::parse_added([None, Some(("limits.csv", limits)), None])?;
    /// assert_eq!(rules.limits().len(), Rulebook::bundled().limits().len() + 1);
    /// # Ok::<(), interlocks_screens::rulebook::RulebookError>(())
    /// ```
    ///
    /// # Errors
    /// Returns the first row that cannot be read, with file, line and column.
    pub fn parse_added(tables: [Option<(&str, &str)>; 3]) -> Result<Rulebook, RulebookError> {
        let (own, bundled) = (Rulebook::parse(tables)?, Rulebook::bundled());
        Ok(Rulebook {
            thresholds: own.thresholds.added_to(&bundled.thresholds),
            limits: limits::added(own.limits, &bundled.limits),
            statutes: own.statutes,
        })
    }

    /// Reads the tables of a folder. Tables that it does not contain are the bundled ones.
    ///
    /// # Errors
    /// Returns an error if the folder contains none of the tables, or one cannot be read.
    pub fn open(folder: &Path) -> Result<Rulebook, RulebookError> {
        Rulebook::parse(FolderTables::read(folder)?.borrowed())
    }

    /// Reads the tables of a folder, and adds their rows to the bundled ones; see [`Rulebook::parse_added`].
    ///
    /// # Errors
    /// Returns an error if the folder contains none of the tables, or one cannot be read.
    pub fn open_added(folder: &Path) -> Result<Rulebook, RulebookError> {
        Rulebook::parse_added(FolderTables::read(folder)?.borrowed())
    }

    /// Returns the bundled tables as they are stored: file name and CSV text.
    pub fn bundled_tables() -> [(&'static str, &'static str); 3] {
        [0, 1, 2].map(|at| (FILES[at], BUNDLED[at]))
    }

    /// Returns the thresholds of section 8 of the Clayton Act, in the order of years.
    pub fn thresholds(&self) -> &[Threshold] {
        self.thresholds.all()
    }

    /// Returns the thresholds that may be in force on a day; see [`InForce`].
    pub fn thresholds_on(&self, day: Day) -> InForce<'_> {
        self.thresholds.on(day)
    }

    /// Returns the days on which the thresholds in force may change, in any order.
    pub(crate) fn threshold_change_days(&self) -> impl Iterator<Item = Day> + '_ {
        self.thresholds.change_days()
    }

    /// Returns the days on which lower thresholds may come into force, in any order.
    pub(crate) fn threshold_fall_days(&self) -> impl Iterator<Item = Day> + '_ {
        self.thresholds.fall_days()
    }

    /// Returns the limits on the number of boards, in the order of the table.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// Returns a number of a rule.
    pub fn number(&self, parameter: Parameter) -> f64 {
        self.statutes.number(parameter)
    }

    /// Returns a day that a rule states as a number, YYYYMMDD; `None` if the number is no date.
    pub(crate) fn day(&self, parameter: Parameter) -> Option<Day> {
        parameters::day(self.number(parameter))
    }

    /// Returns all rules, in the order of the table. Rules of the bundled table that it does not have come last.
    pub fn statutes(&self) -> &[Statute] {
        self.statutes.all()
    }

    /// Returns the bans on offices at two competitors, in the order of the table.
    pub fn rival_rules(&self) -> impl Iterator<Item = RivalRule<'_>> {
        self.statutes.all().iter().filter_map(RivalRule::of)
    }

    /// Returns a rule by its id, or `None` if no table has such a row.
    pub fn statute(&self, id: &str) -> Option<&Statute> {
        self.statutes.get(id)
    }
}

#[cfg(test)]
mod tests;
