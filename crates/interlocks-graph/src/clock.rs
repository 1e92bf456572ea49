//! Which moment a question is about.

use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};

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
    pub fn holds(self, certain: &DaySet, possible: &DaySet, as_of: Option<Day>) -> Option<Certainty> {
        self.holds_spans(certain.as_slice(), possible.as_slice(), as_of)
    }

    /// The same for spans that are disjoint, in order, and do not touch.
    pub fn holds_spans(self, certain: &[DaySpan], possible: &[DaySpan], as_of: Option<Day>) -> Option<Certainty> {
        let meets = |window: DaySpan| move |span: &DaySpan| span.meet(window).is_some();
        let possibly = possible.iter().any(meets(self.window()));
        let known = DaySpan { from: Day::MIN, to: as_of.map_or(Day::MAX, |day| day.plus(1)) };
        let mut known_spans = certain.iter().filter_map(|span| span.meet(known));
        let certainly = match self {
            // A certain stretch after the as-of date is still a certain stretch.
            Clock::Ever => !certain.is_empty(),
            Clock::At(day) => known_spans.any(|span| span.covers(day)),
            Clock::During(window) => known_spans.any(|span| meets(window)(&span)),
        };
        Certainty::from_parts(possibly, certainly)
    }
}
