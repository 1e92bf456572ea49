//! Spells of time whose ends are only partly known, and the three answers to questions on them.

use serde::Serialize;

use super::date::{Day, DayRange};
use super::day_set::DaySpan;

/// How sure an answer is.
///
/// "No" is the absence of a certainty: functions answer `Option<Certainty>`, so that a caller
/// cannot take "possible" for "no" or "unknown" for "no" by accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// True for some choice of days inside the stated dates.
    Possible,
    /// True for every choice of days inside the stated dates.
    Certain,
}

impl Certainty {
    /// The answer from its two halves: true for some choice, true for every choice.
    pub fn from_parts(possible: bool, certain: bool) -> Option<Certainty> {
        match (possible, certain) {
            (_, true) => Some(Certainty::Certain),
            (true, false) => Some(Certainty::Possible),
            (false, false) => None,
        }
    }

    /// Whether it holds for every choice of days.
    pub fn is_certain(self) -> bool {
        self == Certainty::Certain
    }
}

/// A half-open stretch of time, `[start, end)`, each end somewhere in a closed range of days.
///
/// The day someone leaves is not a day on the board, so a hand-over on one day is no overlap.
/// What still runs ends on [`Day::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spell {
    pub earliest_start: Day,
    pub latest_start: Day,
    pub earliest_end: Day,
    pub latest_end: Day,
}

impl Spell {
    /// All days there are: what a seat counts for when dates are ignored.
    pub const ALWAYS: Spell =
        Spell { earliest_start: Day::MIN, latest_start: Day::MIN, earliest_end: Day::MAX, latest_end: Day::MAX };

    /// The spell from a start in one range of days to an end in another.
    pub fn new(start: DayRange, end: DayRange) -> Spell {
        Spell { earliest_start: start.first, latest_start: start.last, earliest_end: end.first, latest_end: end.last }
    }

    /// The days the spell covers for every choice: latest start to earliest end.
    pub fn certain(&self) -> Option<DaySpan> {
        DaySpan::new(self.latest_start, self.earliest_end)
    }

    /// The days the spell covers for some choice: earliest start to latest end.
    pub fn possible(&self) -> Option<DaySpan> {
        DaySpan::new(self.earliest_start, self.latest_end)
    }

    /// The possible days of its start.
    pub fn start(&self) -> DayRange {
        DayRange::new(self.earliest_start, self.latest_start)
    }

    /// The possible days of its end.
    pub fn end(&self) -> DayRange {
        DayRange::new(self.earliest_end, self.latest_end)
    }

    /// Whether it is still running.
    pub fn is_running(&self) -> bool {
        self.earliest_end == Day::MAX
    }

    /// The days both spells cover, as a spell: latest of the starts, earliest of the ends.
    pub fn meet(&self, other: &Spell) -> Spell {
        Spell {
            earliest_start: self.earliest_start.max(other.earliest_start),
            latest_start: self.latest_start.max(other.latest_start),
            earliest_end: self.earliest_end.min(other.earliest_end),
            latest_end: self.latest_end.min(other.latest_end),
        }
    }

    /// Whether two spells share a day.
    ///
    /// Certainly iff max(latest starts) < min(earliest ends), possibly iff
    /// max(earliest starts) < min(latest ends).
    ///
    /// ```
    /// use interlocks_core::model::{Certainty, PartialDate, Spell};
    /// let spell = |a: &str, b: &str| -> Result<Spell, interlocks_core::model::DateError> {
    ///     Ok(Spell::new(a.parse::<PartialDate>()?.days(), b.parse::<PartialDate>()?.days()))
    /// };
    /// let hp = spell("2009-09", "2015-11-01")?;
    /// let hpe = spell("2015-11-01", "2018-04")?;
    /// assert_eq!(hp.overlap(&hpe), None); // a hand-over on one day is no overlap
    /// assert_eq!(hp.overlap(&spell("2015-10", "2016")?), Some(Certainty::Certain));
    /// assert_eq!(hp.overlap(&spell("2015", "2016")?), Some(Certainty::Possible));
    /// # Ok::<(), interlocks_core::model::DateError>(())
    /// ```
    pub fn overlap(&self, other: &Spell) -> Option<Certainty> {
        self.meet(other).existence()
    }

    /// Whether the spell has a day at all: a start and an end known only to the same month may
    /// leave none certain.
    pub fn existence(&self) -> Option<Certainty> {
        Certainty::from_parts(self.possible().is_some(), self.certain().is_some())
    }

    /// Whether the spell covers a day of which only a range is known.
    ///
    /// Certainly iff it covers every day of the range for every choice of its ends.
    pub fn at(&self, day: DayRange) -> Option<Certainty> {
        let possible = self.possible().is_some_and(|span| span.meet(DaySpan::of(day)).is_some());
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

    /// Every choice of start and end, as the set of days it covers (a bit a day).
    fn choices(spell: &Spell) -> Vec<u64> {
        let cover = |from: i32, to: i32| (from..to).fold(0u64, |set, day| set | 1 << day);
        days(spell.start()).flat_map(|from| days(spell.end()).map(move |to| cover(from, to))).collect()
    }

    /// The oracle: ask the question of every choice.
    fn answer(choices: impl Iterator<Item = bool> + Clone) -> Option<Certainty> {
        Certainty::from_parts(choices.clone().any(|held| held), choices.clone().all(|held| held))
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
