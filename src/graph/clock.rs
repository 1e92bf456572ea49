//! Which moment a question is about.

use crate::model::{Certainty, Day, DayRange, DaySpan, Spans};

/// The clock of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// Any time.
    #[default]
    Ever,
    /// One day, perhaps known only as a range of days.
    At(DayRange),
    /// Some day in a window.
    During(DaySpan),
}

impl Clock {
    /// The days the clock looks at, as one span.
    pub fn window(self) -> DaySpan {
        match self {
            Clock::Ever => DaySpan::ALWAYS,
            Clock::At(day) => DaySpan::of(day),
            Clock::During(window) => window,
        }
    }

    /// Whether something that covers these days holds at the clock.
    ///
    /// Nothing is certain after `as_of`: what "still runs" is known to run on that day only.
    pub fn holds(self, certain: &Spans, possible: &Spans, as_of: Option<Day>) -> Option<Certainty> {
        let possibly = !possible.within(self.window()).is_empty();
        let known = match as_of {
            Some(day) => certain.within(DaySpan { from: Day::MIN, to: day.plus(1) }),
            None => certain.clone(),
        };
        let certainly = match self {
            // A certain stretch after the as-of date is still a certain stretch.
            Clock::Ever => !certain.is_empty(),
            Clock::At(day) => known.covers(day),
            Clock::During(window) => !known.within(window).is_empty(),
        };
        Certainty::from_parts(possibly, certainly)
    }
}
