//! Seats: one person holding one role at one company for one spell of time.

use super::date::{Day, DayRange, PartialDate};
use super::entity::{Confidence, Extra};
use super::spell::Spell;

/// Where a row was read: the file (an index into the dataset's list of files) and the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub file: u32,
    pub line: u64,
}

/// How a spell of time ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ending {
    /// Over, on a date known at least in part.
    On(PartialDate),
    /// Still running at the as-of date: `..`, or an empty end.
    #[default]
    Running,
    /// Not known: any day after the start, or still running.
    Unknown,
}

impl Ending {
    /// The date of the end, where one is stated.
    pub fn date(&self) -> Option<&PartialDate> {
        match self {
            Ending::On(date) => Some(date),
            Ending::Running | Ending::Unknown => None,
        }
    }

    /// The word for it: `ended`, `ongoing` or `unknown`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Ending::On(_) => "ended",
            Ending::Running => "ongoing",
            Ending::Unknown => "unknown",
        }
    }

    /// The spell from a start (`None`: unknown) to this end, in a dataset that describes `as_of`.
    ///
    /// - An unknown start is any day before the end; before the day after `as_of` where the spell
    ///   still runs.
    /// - An unknown end is any day after the start, or none yet.
    pub fn spell(&self, start: Option<&PartialDate>, as_of: Option<Day>) -> Spell {
        let end = match self {
            Ending::On(date) => date.days(),
            Ending::Running => DayRange::exactly(Day::MAX),
            Ending::Unknown => {
                let first = start.map_or(Day::MIN, |date| date.earliest().plus(1));
                DayRange::new(first, Day::MAX)
            }
        };
        let start = match (start, self) {
            (Some(date), _) => date.days(),
            (None, Ending::On(date)) => DayRange::new(Day::MIN, date.latest().plus(-1)),
            // Running at the as-of date: the start is that day at the latest.
            (None, Ending::Running) => DayRange::new(Day::MIN, as_of.unwrap_or(Day::MAX)),
            (None, Ending::Unknown) => DayRange::new(Day::MIN, Day::MAX),
        };
        Spell::new(start, end)
    }
}

crate::display_name!(Ending);

/// One person holding one role at one company for one spell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seat {
    /// The dataset's own id of the row; may be empty.
    pub id: String,
    pub person: String,
    pub company: String,
    pub role: String,
    pub start: Option<PartialDate>,
    pub end: Ending,
    /// Sits on the board with a vote.
    pub board: bool,
    /// Watches the board without a vote.
    pub observer: bool,
    /// Makes the company the person's home.
    pub executive: bool,
    pub committee: String,
    pub sources: Vec<String>,
    pub confidence: Option<Confidence>,
    pub note: String,
    pub extra: Extra,
    pub place: Place,
}

impl Seat {
    /// The spell of the seat in a dataset that describes `as_of`.
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
    fn what_still_runs_ran_on_the_as_of_day() {
        let as_of = date("2024-12-31").latest();
        let spell = Ending::Running.spell(None, Some(as_of));
        assert_eq!(at(spell, "2024-12-31"), Some(Certainty::Certain));
        assert_eq!(at(spell, "2024-12-30"), Some(Certainty::Possible));
        assert_eq!(Ending::Running.spell(None, None).certain(), None);
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
