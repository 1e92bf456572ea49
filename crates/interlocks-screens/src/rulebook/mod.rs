//! The numbers of rules: thresholds by year, limits by body, parameters. Data, not code.
//!
//! The tables are bundled (`crates/interlocks-screens/rules/`); a folder of tables of the same names replaces those
//! it has. What was recalled, and not read in the text of a rule, is marked, and the mark goes into
//! every answer that rests on it.

mod limits;
mod parameters;
mod rows;
mod thresholds;

use std::path::Path;
use std::sync::LazyLock;

pub use limits::{Counts, Groups, Limit};
pub use parameters::{Parameter, Statute, parameter};
pub use thresholds::{InForce, Threshold};

use parameters::Statutes;
use thresholds::Thresholds;

/// Why a table of rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulebookError {
    #[error("{file}:{line}:{column}: {message}")]
    Row { file: String, line: u64, column: u64, message: String },
    #[error("cannot read {path}: {message}")]
    Read { path: String, message: String },
    #[error("{folder} has none of the tables of rules: {}", FILES.join(", "))]
    NoTable { folder: String },
}

/// The names of the tables.
pub const FILES: [&str; 3] = ["clayton_s8_thresholds.csv", "overboarding_limits.csv", "conflict_rules.csv"];

const BUNDLED: [&str; 3] = [
    include_str!("../../rules/clayton_s8_thresholds.csv"),
    include_str!("../../rules/overboarding_limits.csv"),
    include_str!("../../rules/conflict_rules.csv"),
];

/// A table of rules is a page or two; what is longer is something else.
const LONGEST: u64 = 4 << 20;

/// All tables of rules.
#[derive(Clone, Debug)]
pub struct Rulebook {
    thresholds: Thresholds,
    limits: Vec<Limit>,
    statutes: Statutes,
}

impl Rulebook {
    /// The bundled tables.
    pub fn bundled() -> &'static Rulebook {
        static BOOK: LazyLock<Rulebook> = LazyLock::new(|| {
            // Tests read the bundled tables.
            Rulebook::parse([None, None, None]).unwrap_or_else(|error| unreachable!("bundled rules: {error}"))
        });
        &BOOK
    }

    /// Tables as texts, in the order of [`FILES`], each with its name; those that are not given are
    /// the bundled ones.
    ///
    /// # Errors
    /// The first row that cannot be read, with file, line and column.
    pub fn parse(tables: [Option<(&str, &str)>; 3]) -> Result<Rulebook, RulebookError> {
        let table = |at: usize| tables[at].unwrap_or((FILES[at], BUNDLED[at]));
        Ok(Rulebook {
            thresholds: Thresholds::parse(table(0))?,
            limits: limits::parse(table(1))?,
            statutes: Statutes::parse(table(2), (FILES[2], BUNDLED[2]))?,
        })
    }

    /// The tables of a folder; those it has not are the bundled ones.
    ///
    /// # Errors
    /// When it has none, or one cannot be read.
    pub fn open(folder: &Path) -> Result<Rulebook, RulebookError> {
        let mut texts: [Option<(String, String)>; 3] = [None, None, None];
        for (name, text) in FILES.iter().zip(&mut texts) {
            let path = folder.join(name);
            if !path.exists() {
                continue;
            }
            let failed = |message: String| RulebookError::Read { path: path.display().to_string(), message };
            let size = std::fs::metadata(&path).map_err(|error| failed(error.to_string()))?.len();
            if size > LONGEST {
                return Err(failed(format!("a table of rules is no longer than {} MiB", LONGEST >> 20)));
            }
            let read = std::fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
            *text = Some((path.display().to_string(), read));
        }
        if texts.iter().all(Option::is_none) {
            return Err(RulebookError::NoTable { folder: folder.display().to_string() });
        }
        let borrowed = [0, 1, 2].map(|at| texts[at].as_ref().map(|(name, text)| (name.as_str(), text.as_str())));
        Rulebook::parse(borrowed)
    }

    /// The thresholds of section 8 of the Clayton Act, in the order of years.
    pub fn thresholds(&self) -> &[Threshold] {
        self.thresholds.all()
    }

    /// The thresholds that may be in force on a day; see [`InForce`].
    pub fn thresholds_on(&self, day: interlocks_core::model::Day) -> InForce<'_> {
        self.thresholds.on(day)
    }

    /// The limits on the number of boards, as listed.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// A number of a rule.
    pub fn number(&self, parameter: Parameter) -> f64 {
        self.statutes.number(parameter)
    }

    /// What the table says of a rule; none where it has no such row.
    pub fn statute(&self, id: &str) -> Option<&Statute> {
        self.statutes.get(id)
    }
}

#[cfg(test)]
mod tests;
