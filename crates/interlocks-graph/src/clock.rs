//! The time that a question is about.

use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};

/// The time that a question is about: at any time, on one day, or on some day of a window.
///
/// A clock is applied to days that are only partly known ([`UncertainDays`](crate::UncertainDays)) and gives one of
/// three answers:
///
/// | clock | possible | certain |
/// |---|---|---|
/// | `Ever` | there is a possible day | there is a certain day |
/// | `At(range)` | a possible day lies in the range | every day of the range is certain |
/// | `During(window)` | a possible day lies in the window | a certain day lies in the window |
///
/// The day of `At` may itself be known only as a range: `--at 2013` asks about one unknown day of 2013, so the
/// answer is certain only if it is the same for every day of that year. `During` asks about *some* day of
/// the window. No day after the as-of date counts as certain.
///
/// ```
/// use interlocks_core::model::{Certainty, DateError, DaySpan, PartialDate, Spell};
/// use interlocks_graph::{Clock, UncertainDays};
/// let date = |text: &str| text.parse::<PartialDate>().map(|date| date.days());
/// let seat = UncertainDays::from_spell(&Spell::new(date("2011-06")?, date("2013-09-30")?));
/// let on_board = |clock: Clock| clock.holds(&seat.certain, &seat.possible, None);
///
/// assert_eq!(on_board(Clock::Ever), Some(Certainty::Certain));
/// assert_eq!(on_board(Clock::At(date("2012-03-01")?)), Some(Certainty::Certain));
/// assert_eq!(on_board(Clock::At(date("2013")?)), Some(Certainty::Possible)); // some days of 2013, not all
/// assert_eq!(on_board(Clock::During(DaySpan::from(date("2013")?))), Some(Certainty::Certain)); // some day of 2013
/// assert_eq!(on_board(Clock::At(date("2014")?)), None);
/// # Ok::<(), DateError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Any time.
    #[default]
    Ever,
    /// One day, which may be known only as a range of days.
    At(DayRange),
    /// Some day in a window.
    During(DaySpan),
}

impl Clock {
    /// Returns the days that the clock covers, as one span.
    pub fn window(self) -> DaySpan {
        match self {
            Clock::Ever => DaySpan::ALWAYS,
            Clock::At(day) => DaySpan::from(day),
            Clock::During(window) => window,
        }
    }

    /// Returns the certainty that something holds at the clock, if it holds on these certain and possible days.
    ///
    /// Nothing is certain after `as_of`: a seat that is still running is known to run until that day only.
    pub fn holds(self, certain: &DaySet, possible: &DaySet, as_of: Option<Day>) -> Option<Certainty> {
        self.holds_spans(certain.as_slice(), possible.as_slice(), as_of)
    }

    /// [`holds`](Clock::holds) for sets of days given as slices: spans that are disjoint, in order of time, and
    /// separated by at least one day.
    pub fn holds_spans(self, certain: &[DaySpan], possible: &[DaySpan], as_of: Option<Day>) -> Option<Certainty> {
        let meets = |window: DaySpan| move |span: &DaySpan| span.meet(window).is_some();
        let possibly = possible.iter().any(meets(self.window()));
        let until_as_of = DaySpan { from: Day::MIN, to: as_of.map_or(Day::MAX, |day| day.plus(1)) };
        let mut known = certain.iter().filter_map(|span| span.meet(until_as_of));
        let certainly = match self {
            Clock::Ever => known.next().is_some(),
            Clock::At(day) => known.any(|span| span.covers(day)),
            Clock::During(window) => known.any(|span| meets(window)(&span)),
        };
        Certainty::from_parts(possibly, certainly)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Days from 0 to here are listed one by one; all later days are alike.
    const LISTED: i32 = 40;

    /// A set of days that can be asked day by day, to compare with spans.
    #[derive(Clone, Debug)]
    struct Days {
        listed: Vec<bool>,
        /// `true` if all days after the listed ones are in the set.
        runs_on: bool,
    }

    impl Days {
        fn contains(&self, day: i32) -> bool {
            usize::try_from(day).is_ok_and(|at| self.listed.get(at).copied().unwrap_or(self.runs_on))
        }

        fn to_set(&self) -> DaySet {
            let span = |from: i32, to: Day| DaySpan { from: Day::from_number(from), to };
            let listed = (0..LISTED).filter(|day| self.contains(*day));
            let spans = listed.map(|day| span(day, Day::from_number(day + 1)));
            spans.chain(self.runs_on.then(|| span(LISTED, Day::MAX))).collect()
        }
    }

    /// Certain days, and possible days that contain them.
    fn uncertain_days() -> impl Strategy<Value = (Days, Days)> {
        // Runs of equal days are longer than single days, so that whole ranges are certain now and then.
        let runs = prop::collection::vec((0u8..3, 1usize..9), 12);
        (runs, 0u8..3).prop_map(|(runs, open)| {
            let levels = runs.iter().flat_map(|(level, length)| std::iter::repeat_n(*level, *length));
            let mut levels: Vec<u8> = levels.take(LISTED as usize).collect();
            levels.resize(LISTED as usize, 0);
            let days = |least: u8| Days {
                listed: levels.iter().map(|level| *level >= least).collect(),
                runs_on: open >= least,
            };
            (days(2), days(1))
        })
    }

    fn clock() -> impl Strategy<Value = Clock> {
        let day = -5..LISTED + 10;
        let range = (day, 0i32..12).prop_map(|(first, width)| (first, first + width));
        (0u8..5, range).prop_map(|(kind, (first, last))| {
            let (first, last) = (Day::from_number(first), Day::from_number(last));
            match kind {
                0 => Clock::Ever,
                1 => Clock::At(DayRange::new(first, last)),
                2 => Clock::During(DaySpan { from: first, to: last.plus(1) }),
                3 => Clock::During(DaySpan { from: first, to: Day::MAX }),
                _ => Clock::During(DaySpan { from: Day::MIN, to: last.plus(1) }),
            }
        })
    }

    /// The oracle: asks every day.
    fn holds_slowly(clock: Clock, certain: &Days, possible: &Days, as_of: Option<Day>) -> Option<Certainty> {
        let all = -20..LISTED + 100;
        let in_window = |day: &i32| {
            let day = Day::from_number(*day);
            match clock {
                Clock::Ever => true,
                Clock::At(range) => range.first <= day && day <= range.last,
                Clock::During(window) => window.from <= day && day < window.to,
            }
        };
        let is_known = |day: i32| as_of.is_none_or(|as_of| Day::from_number(day) <= as_of);
        let mut days = all.filter(in_window);
        let possibly = days.clone().any(|day| possible.contains(day));
        let certainly = match clock {
            Clock::Ever => days.any(|day| certain.contains(day) && is_known(day)),
            Clock::At(_) => days.all(|day| certain.contains(day) && is_known(day)),
            Clock::During(_) => days.any(|day| certain.contains(day) && is_known(day)),
        };
        Certainty::from_parts(possibly, certainly)
    }

    proptest! {
        #[test]
        fn a_clock_answers_as_asking_every_day_does(
            (certain, possible) in uncertain_days(), clock in clock(), as_of in prop::option::of(-3..LISTED + 9),
        ) {
            let as_of = as_of.map(Day::from_number);
            let expected = holds_slowly(clock, &certain, &possible, as_of);
            let (certain, possible) = (certain.to_set(), possible.to_set());
            prop_assert_eq!(clock.holds(&certain, &possible, as_of), expected);
            prop_assert_eq!(clock.holds_spans(certain.as_slice(), possible.as_slice(), as_of), expected);
        }
    }
}
