//! How far a screen looks past the as-of date.

use std::fmt;
use std::str::FromStr;

use interlocks_core::model::{Day, DaySpan};

/// The time after the as-of date in which a screen looks for what will break a rule if nobody moves: `1y`, `18m`, `6w`, `90d`.
///
/// ```
/// use interlocks_core::model::Day;
/// use interlocks_screens::Ahead;
///
/// let ahead: Ahead = "18m".parse()?;
/// assert_eq!(ahead.to_string(), "18m");
/// let last = Day::from_ymd(2024, 12, 31).map(|day| ahead.last_day(day).to_string());
/// assert_eq!(last.as_deref(), Some("2026-06-30"));
/// assert!("soon".parse::<Ahead>().is_err());
/// # Ok::<(), interlocks_screens::AheadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    number: u16,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Years,
    Months,
    Weeks,
    Days,
}

impl Unit {
    const ALL: [(char, Unit); 4] = [('y', Unit::Years), ('m', Unit::Months), ('w', Unit::Weeks), ('d', Unit::Days)];
}

impl Ahead {
    /// The default, one year.
    pub const ONE_YEAR: Ahead = Ahead { number: 1, unit: Unit::Years };
    /// Does not look ahead.
    pub const NOTHING: Ahead = Ahead { number: 0, unit: Unit::Days };

    /// Returns the last day that is looked at.
    pub fn last_day(self, as_of: Day) -> Day {
        let number = i32::from(self.number);
        match self.unit {
            Unit::Years => as_of.plus_years(number),
            Unit::Months => as_of.plus_months(number).unwrap_or(Day::MAX),
            Unit::Weeks => as_of.plus(number * 7),
            Unit::Days => as_of.plus(number),
        }
    }

    /// Returns the days after the as-of date that are looked at; `None` if there are none.
    pub(crate) fn days(self, as_of: Day) -> Option<DaySpan> {
        DaySpan::new(as_of.plus(1), self.last_day(as_of).plus(1))
    }
}

impl Default for Ahead {
    fn default() -> Ahead {
        Ahead::ONE_YEAR
    }
}

impl fmt::Display for Ahead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = Unit::ALL.iter().find(|(_, unit)| *unit == self.unit).map_or('d', |(letter, _)| *letter);
        write!(f, "{}{unit}", self.number)
    }
}

/// A text that names no time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a time such as 1y, 18m, 6w or 90d")]
pub struct AheadError(String);

impl FromStr for Ahead {
    type Err = AheadError;

    fn from_str(text: &str) -> Result<Ahead, AheadError> {
        let wrong = || AheadError(text.to_owned());
        let (letter, unit) = Unit::ALL.into_iter().find(|(letter, _)| text.ends_with(*letter)).ok_or_else(wrong)?;
        let number = text.strip_suffix(letter).and_then(|number| number.parse().ok()).ok_or_else(wrong)?;
        Ok(Ahead { number, unit })
    }
}
