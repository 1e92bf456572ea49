//! Spells whose start and end are only partly known, and the three answers to questions about them.

use serde::Serialize;

use super::day::{Day, DayRange};
use super::day_set::DaySpan;

/// The certainty of an answer about dates that are only partly known.
///
/// Functions return `Option<Certainty>`, where `None` means "no": the statement is false for every choice of days.
/// A caller therefore cannot confuse "possible" with "no" by accident. `Possible < Certain`, and `None` is less than
/// both.
///
/// ```
/// use interlocks_core::model::{Certainty, DateError, PartialDate, Spell};
/// let date = |text: &str| text.parse::<PartialDate>().map(|date| date.days());
/// let seat = Spell::new(date("2011")?, date("2014-06-01")?);
/// assert_eq!(seat.at(date("2012")?), Some(Certainty::Certain)); // every day of 2012
/// assert_eq!(seat.at(date("2011-06-30")?), Some(Certainty::Possible)); // if the start was before July
/// assert_eq!(seat.at(date("2010")?), None);
/// # Ok::<(), DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// True for some choice of days inside the stated dates.
    Possible,
    /// True for every choice of days inside the stated dates.
    Certain,
}

impl Certainty {
    /// Creates the answer from "true for some choice of days" and "true for every choice of days".
    pub fn from_parts(possible: bool, certain: bool) -> Option<Certainty> {
        match (possible, certain) {
            (_, true) => Some(Certainty::Certain),
            (true, false) => Some(Certainty::Possible),
            (false, false) => None,
        }
    }

    /// Returns `true` for [`Certainty::Certain`].
    pub fn is_certain(self) -> bool {
        self == Certainty::Certain
    }
}

/// A half-open period, `[start, end)`, whose start and end each lie somewhere in a closed range of days.
///
/// The day on which a person leaves is not a day on the board, so a successor who starts on that day does not overlap
/// with them. A spell that is still running ends on [`Day::MAX`]; a spell without a known start has
/// `earliest_start` [`Day::MIN`]. The start and the end are independent of each other: any day of the one range
/// may be combined with any day of the other.
///
/// ```
/// use interlocks_core::model::{Certainty, DateError, PartialDate, Spell};
/// let spell = |start: &str, end: &str| -> Result<Spell, DateError> {
///     Ok(Spell::new(start.parse::<PartialDate>()?.days(), end.parse::<PartialDate>()?.days()))
/// };
/// let seat = spell("2011", "2014-06-01")?;
/// let days = seat.certain().unwrap(); // latest start to earliest end
/// assert_eq!((days.from.to_string(), days.to.to_string()), ("2011-12-31".into(), "2014-06-01".into()));
/// let days = seat.possible().unwrap(); // earliest start to latest end
/// assert_eq!((days.from.to_string(), days.to.to_string()), ("2011-01-01".into(), "2014-06-01".into()));
///
/// assert_eq!(seat.overlap(&spell("2012", "2013")?), Some(Certainty::Certain));
/// assert_eq!(seat.overlap(&spell("2009", "2011")?), Some(Certainty::Possible));
/// assert_eq!(seat.overlap(&spell("2014-06-01", "2020")?), None);
/// # Ok::<(), DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spell {
    /// The first day on which it may start.
    pub earliest_start: Day,
    /// The last day on which it may start.
    pub latest_start: Day,
    /// The first day that may be the end, which is excluded.
    pub earliest_end: Day,
    /// The last day that may be the end, which is excluded.
    pub latest_end: Day,
    /// `true` if it is not known whether the spell counts at all, such as the seat of somebody whose role may or may not
    /// be on the board. Then none of its days is certain.
    pub is_doubtful: bool,
}

impl Spell {
    /// All days: the spell of every seat when dates are ignored.
    pub const ALWAYS: Spell = Spell {
        earliest_start: Day::MIN,
        latest_start: Day::MIN,
        earliest_end: Day::MAX,
        latest_end: Day::MAX,
        is_doubtful: false,
    };

    /// Creates the spell from a start in one range of days to an end (excluded) in another.
    pub fn new(start: DayRange, end: DayRange) -> Spell {
        Spell {
            earliest_start: start.first,
            latest_start: start.last,
            earliest_end: end.first,
            latest_end: end.last,
            is_doubtful: false,
        }
    }

    /// Returns the spell with the doubt that it counts at all, or without it.
    #[must_use]
    pub fn doubtful(self, is_doubtful: bool) -> Spell {
        Spell { is_doubtful, ..self }
    }

    /// Returns the days that the spell covers for every choice of days: latest start to earliest end. A doubtful spell has
    /// none.
    pub fn certain(&self) -> Option<DaySpan> {
        if self.is_doubtful { None } else { DaySpan::new(self.latest_start, self.earliest_end) }
    }

    /// Returns the days that the spell covers for some choice of days: earliest start to latest end.
    pub fn possible(&self) -> Option<DaySpan> {
        DaySpan::new(self.earliest_start, self.latest_end)
    }

    /// Returns the possible days of the start.
    pub fn start(&self) -> DayRange {
        DayRange::new(self.earliest_start, self.latest_start)
    }

    /// Returns the possible days of the end.
    pub fn end(&self) -> DayRange {
        DayRange::new(self.earliest_end, self.latest_end)
    }

    /// Returns `true` if the spell is still running.
    pub fn is_running(&self) -> bool {
        self.earliest_end == Day::MAX
    }

    /// Returns the days that both spells cover, as a spell: the later of the starts, the earlier of the ends.
    pub fn meet(&self, other: &Spell) -> Spell {
        Spell {
            earliest_start: self.earliest_start.max(other.earliest_start),
            latest_start: self.latest_start.max(other.latest_start),
            earliest_end: self.earliest_end.min(other.earliest_end),
            latest_end: self.latest_end.min(other.latest_end),
            is_doubtful: self.is_doubtful || other.is_doubtful,
        }
    }

    /// Returns the certainty that two spells share a day.
    ///
    /// Certain iff max(latest starts) < min(earliest ends), possible iff
    /// max(earliest starts) < min(latest ends).
    ///
    /// ```
    /// use interlocks_core::model::{Certainty, PartialDate, Spell};
    /// let spell = |a: &str, b: &str| -> Result<Spell, interlocks_core::model::DateError> {
    ///     Ok(Spell::new(a.parse::<PartialDate>()?.days(), b.parse::<PartialDate>()?.days()))
    /// };
    /// let hp = spell("2009-09", "2015-11-01")?;
    /// let hpe = spell("2015-11-01", "2018-04")?;
    /// assert_eq!(hp.overlap(&hpe), None); // one ends on the day on which the other starts
    /// assert_eq!(hp.overlap(&spell("2015-10", "2016")?), Some(Certainty::Certain));
    /// assert_eq!(hp.overlap(&spell("2015", "2016")?), Some(Certainty::Possible));
    /// # Ok::<(), interlocks_core::model::DateError>(())
    /// ```
    pub fn overlap(&self, other: &Spell) -> Option<Certainty> {
        self.meet(other).existence()
    }

    /// Returns the certainty that the spell has a day at all. If the start and the end are known only to the same
    /// month, it is only possible.
    pub fn existence(&self) -> Option<Certainty> {
        Certainty::from_parts(self.possible().is_some(), self.certain().is_some())
    }

    /// Returns the certainty that the spell covers a day that is known only as a range.
    ///
    /// Certain iff it covers every day of the range for every choice of start and end.
    pub fn at(&self, day: DayRange) -> Option<Certainty> {
        let possible = self.possible().is_some_and(|span| span.meet(DaySpan::from(day)).is_some());
        let certain = self.certain().is_some_and(|span| span.covers(day));
        Certainty::from_parts(possible, certain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LAST: i32 = 24;

    fn range() -> impl Strategy<Value = DayRange> {
        (0..LAST, 0i32..7).prop_map(|(first, width)| {
            DayRange::new(Day::from_number(first), Day::from_number((first + width).min(LAST)))
        })
    }

    fn spell() -> impl Strategy<Value = Spell> {
        (range(), range()).prop_map(|(start, end)| Spell::new(start, end))
    }

    fn days(range: DayRange) -> impl Iterator<Item = i32> + Clone {
        range.first.number()..=range.last.number()
    }

    /// Every choice of start and end, as the set of days that it covers (one bit per day).
    fn choices(spell: &Spell) -> Vec<u64> {
        let cover = |from: i32, to: i32| (from..to).fold(0u64, |set, day| set | 1 << day);
        days(spell.start()).flat_map(|from| days(spell.end()).map(move |to| cover(from, to))).collect()
    }

    /// The oracle: evaluates the question for every choice.
    fn answer(choices: impl Iterator<Item = bool> + Clone) -> Option<Certainty> {
        Certainty::from_parts(choices.clone().any(|holds| holds), choices.clone().all(|holds| holds))
    }

    proptest! {
        #[test]
        fn overlap_asks_every_choice_of_days(a in spell(), b in spell()) {
            let (left, right) = (choices(&a), choices(&b));
            let all = left.iter().flat_map(|x| right.iter().map(move |y| x & y != 0));
            prop_assert_eq!(a.overlap(&b), answer(all));
            prop_assert_eq!(a.overlap(&b), b.overlap(&a));
        }

        #[test]
        fn coverage_of_a_day_asks_every_choice_of_days(a in spell(), day in range()) {
            let spells = choices(&a);
            let all = spells.iter().flat_map(|x| days(day).map(move |d| x >> d & 1 == 1));
            prop_assert_eq!(a.at(day), answer(all));
        }

        #[test]
        fn certain_and_possible_spans_are_the_days_of_every_and_some_choice(a in spell()) {
            let every = choices(&a).into_iter().fold(u64::MAX, |set, days| set & days);
            let some = choices(&a).into_iter().fold(0, |set, days| set | days);
            let set = |span: Option<DaySpan>| span.map_or(0, |s| {
                (s.from.number()..s.to.number()).fold(0u64, |set, day| set | 1 << day)
            });
            prop_assert_eq!(set(a.certain()), every);
            prop_assert_eq!(set(a.possible()), some);
        }
    }
}
