//! Seats: one person holding one role at one company for one spell of time.

use super::date::PartialDate;
use super::day::{Day, DayRange};
use super::entity::{Confidence, Extra};
use super::spell::Spell;

/// Where a row was read: the file (an index into the dataset's list of files) and the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// An index into the dataset's list of files.
    pub file: u32,
    /// The line in the file, counted from 1; 0 if unknown.
    pub line: u64,
}

/// The end of a spell, as a row states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Ended on this date, which may be known only in part.
    On(PartialDate),
    /// Still running at the as-of date: the cell is `..` or empty.
    #[default]
    Running,
    /// Unknown: ended on any day after the start, or still running.
    Unknown,
}

impl Ending {
    /// Returns the date of the end, if one is stated.
    pub fn date(&self) -> Option<&PartialDate> {
        match self {
            Ending::On(date) => Some(date),
            Ending::Running | Ending::Unknown => None,
        }
    }

    /// Returns the name of the variant: `ended`, `ongoing` or `unknown`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Ending::On(_) => "ended",
            Ending::Running => "ongoing",
            Ending::Unknown => "unknown",
        }
    }

    /// Returns the spell from a start (`None` if unknown) to this end, in a dataset whose as-of date is `as_of`.
    ///
    /// - An unknown start is any day before the end.
    /// - A running spell ran on `as_of`. If it may have started by then, it did: no later day is a possible start.
    /// - An unknown end is any day after the earliest start, or not yet reached.
    pub fn spell(&self, start: Option<&PartialDate>, as_of: Option<Day>) -> Spell {
        let end = match self {
            Ending::On(date) => date.days(),
            Ending::Running => DayRange::exactly(Day::MAX),
            Ending::Unknown => {
                let first = start.map_or(Day::MIN, |date| date.earliest().plus(1));
                DayRange::new(first, Day::MAX)
            }
        };
        let stated = start.map(PartialDate::days);
        let start = match (stated, self) {
            (None, Ending::On(date)) => DayRange::new(Day::MIN, date.latest().plus(-1)),
            (stated, Ending::Running) => started_by(stated.unwrap_or(DayRange::new(Day::MIN, Day::MAX)), as_of),
            (stated, Ending::On(_) | Ending::Unknown) => stated.unwrap_or(DayRange::new(Day::MIN, Day::MAX)),
        };
        Spell::new(start, end)
    }
}

crate::display_name!(Ending);

/// Returns the possible starts of a spell that runs on the as-of date: those up to that day, if there are any.
#[inline]
pub fn started_by(starts: DayRange, as_of: Option<Day>) -> DayRange {
    match as_of {
        Some(day) if starts.first <= day => DayRange::new(starts.first, starts.last.min(day)),
        _ => starts,
    }
}

/// A seat: one person holds one role at one company for one spell. Another role or another spell is another seat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seat {
    /// The dataset's own id of the row; may be empty.
    pub id: String,
    /// The id of the person.
    pub person: String,
    /// The id of the record that the seat was stated for, where decisions on identity made it one person with others; else
    /// empty.
    pub record: String,
    /// The id of the company.
    pub company: String,
    /// The role, as stated.
    pub role: String,
    /// The start; `None` if unknown.
    pub start: Option<PartialDate>,
    /// The end.
    pub end: Ending,
    /// `Some(true)` if the seat is on the board, with a vote. `None` if the words for the role do not say it.
    pub board: Option<bool>,
    /// `true` if the seat attends the board without a vote.
    pub observer: bool,
    /// `true` if the seat is an executive office, so that the company is the person's main employer.
    pub executive: bool,
    /// The committee of the board; empty when none is stated.
    pub committee: String,
    /// Ids of the sources of the row.
    pub sources: Vec<String>,
    /// The confidence of the maker of the dataset.
    pub confidence: Option<Confidence>,
    /// Free text.
    pub note: String,
    /// Columns that the reader does not know.
    pub extra: Extra,
    /// Where the row was read.
    pub place: Place,
}

impl Seat {
    /// Returns the spell of the seat in a dataset whose as-of date is `as_of`.
    pub fn spell(&self, as_of: Option<Day>) -> Spell {
        self.end.spell(self.start.as_ref(), as_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Certainty;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    fn at(spell: Spell, text: &str) -> Option<Certainty> {
        spell.at(date(text).days())
    }

    #[test]
    fn an_unknown_start_is_any_day_before_the_end() {
        let spell = Ending::On(date("2012-11-28")).spell(None, None);
        assert_eq!(at(spell, "2012-11-27"), Some(Certainty::Certain));
        assert_eq!(at(spell, "1901"), Some(Certainty::Possible));
        assert_eq!(at(spell, "2012-11-28"), None);
    }

    #[test]
    fn a_running_spell_covers_the_as_of_day() {
        let as_of = date("2024-12-31").latest();
        let spell = Ending::Running.spell(None, Some(as_of));
        assert_eq!(at(spell, "2024-12-31"), Some(Certainty::Certain));
        assert_eq!(at(spell, "2024-12-30"), Some(Certainty::Possible));
        assert_eq!(Ending::Running.spell(None, None).certain(), None);
    }

    #[test]
    fn a_running_spell_that_may_have_started_by_the_as_of_day_did() {
        let as_of = Some(date("2004-06-30").latest());
        let started = |start: &str| Ending::Running.spell(Some(&date(start)), as_of);
        assert_eq!(at(started("2004"), "2004-06-30"), Some(Certainty::Certain));
        assert_eq!(at(started("2004"), "2004-06-29"), Some(Certainty::Possible));
        // A seat that is to start later is not cut.
        assert_eq!(at(started("2004-07"), "2004-06-30"), None);
        assert_eq!(started("2004-07").latest_start, date("2004-07-31").earliest());
        // A stated or unknown end says nothing about the as-of day.
        for end in [Ending::Unknown, Ending::On(date("2005"))] {
            assert_eq!(end.spell(Some(&date("2004")), as_of).latest_start, date("2004").latest());
        }
    }

    #[test]
    fn an_unknown_end_is_not_an_open_seat() {
        let spell = Ending::Unknown.spell(Some(&date("1998-03-01")), Some(date("2024").latest()));
        assert_eq!(at(spell, "1998-03-01"), Some(Certainty::Certain));
        assert_eq!(at(spell, "1998-03-02"), Some(Certainty::Possible));
        assert_eq!(at(spell, "2024"), Some(Certainty::Possible));
        assert_eq!(at(spell, "1998-02"), None);
    }
}
