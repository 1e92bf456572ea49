//! Bans on offices at two competitors, as rows of the table of rules state them.
//!
//! A row is such a ban if its parameters have the word `competitors`. Other words of it say the rest:
//!
//! | parameter | meaning |
//! |---|---|
//! | `here:director` | whom the ban addresses: `director`, `chief` (a director or the chief executive) or `office` (a director or an executive) |
//! | `there:office` | the office at the competitor, by the same words |
//! | `where:both` | both companies are of the jurisdiction; `where:here`, the default: the one whose director is addressed |
//! | `revenue_uf>100000` | the yearly revenue that each must exceed, in the currency of the name |
//! | `days=90` | the days after the end of the calendar year in which the revenue was exceeded, in which nothing is due |
//! | `from_day=20170226` | the first day of the ban |
//! | `waiver` | the general meeting may allow it |

use super::parameters::Statute;
use interlocks_core::model::Day;
use interlocks_core::model::vocabulary::Jurisdiction;

/// The offices that a ban is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offices {
    /// A seat on the board.
    Director,
    /// A seat on the board, or that of the chief executive.
    Chief,
    /// A seat on the board, or an executive office.
    Office,
}

/// A ban on offices at two competitors.
#[derive(Clone, Debug)]
pub struct RivalRule<'a> {
    /// The row.
    pub statute: &'a Statute,
    /// The jurisdiction of the companies.
    pub jurisdiction: Jurisdiction,
    /// `true` if both companies must be of the jurisdiction.
    pub both: bool,
    /// The office at the company whose director the ban addresses.
    pub here: Offices,
    /// The office at the competitor.
    pub there: Offices,
    /// The yearly revenue that each must exceed, with its currency.
    pub revenue: Option<(String, f64)>,
    /// The days after the end of the calendar year in which the revenue was exceeded, in which nothing is due.
    pub days: i32,
    /// The first day of the ban.
    pub from: Option<Day>,
    /// `true` if the general meeting may allow it.
    pub waiver: bool,
}

impl<'a> RivalRule<'a> {
    /// Returns the ban that a row states; `None` if it states another rule.
    pub(super) fn of(statute: &'a Statute) -> Option<RivalRule<'a>> {
        let has = |word: &str| statute.words.iter().any(|own| own == word);
        let value = |name: &str| statute.words.iter().find_map(|own| own.strip_prefix(name)?.strip_prefix(':'));
        if !has(WORD) {
            return None;
        }
        let revenue = statute.numbers.iter().find_map(|(name, values)| {
            let currency = name.strip_prefix("revenue_")?;
            Some((currency.to_uppercase(), *values.first()?))
        });
        Some(RivalRule {
            statute,
            jurisdiction: Jurisdiction::read(&statute.jurisdiction),
            both: value("where") == Some("both"),
            here: offices(value("here")),
            there: offices(value("there")),
            revenue,
            days: statute.number("days").unwrap_or_default() as i32,
            from: statute.day("from_day"),
            waiver: has("waiver"),
        })
    }
}

/// The word of a row that states such a ban.
pub(super) const WORD: &str = "competitors";

/// The words for offices.
pub(super) const WORDS: &[&str] = &["director", "chief", "office"];

fn offices(word: Option<&str>) -> Offices {
    match word {
        Some("director") => Offices::Director,
        Some("chief") => Offices::Chief,
        _ => Offices::Office,
    }
}
