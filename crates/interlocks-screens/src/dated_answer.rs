//! A three-valued answer over time: half-known dates and missing inputs at once.

use super::Answer;
use interlocks_core::model::DaySpan;
use interlocks_graph::UncertainDays;

/// The days on which a leg is met, and the days on which it would be met for some value of a missing input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DatedAnswer {
    /// The days on which the leg is met, whatever the missing inputs are.
    pub(crate) yes: UncertainDays,
    /// The days on which the leg is met for some value of the missing inputs; includes `yes`.
    pub(crate) maybe: UncertainDays,
}

impl DatedAnswer {
    /// Returns the answer of a leg that has no missing input.
    pub(crate) fn known(days: UncertainDays) -> DatedAnswer {
        DatedAnswer { yes: days.clone(), maybe: days }
    }

    /// Returns the same answer for all days.
    pub(crate) fn constant(answer: Answer) -> DatedAnswer {
        match answer {
            Answer::Yes => DatedAnswer::known(UncertainDays::always()),
            Answer::No => DatedAnswer::default(),
            Answer::Unknown => DatedAnswer { yes: UncertainDays::default(), maybe: UncertainDays::always() },
        }
    }

    /// Returns the answer of a leg with missing inputs: it is met on certain days, and may be met on possible ones.
    pub(crate) fn partly_known(days: UncertainDays) -> DatedAnswer {
        let yes = UncertainDays { certain: days.certain.clone(), possible: days.certain };
        let maybe = UncertainDays { certain: days.possible.clone(), possible: days.possible };
        DatedAnswer { yes, maybe }
    }

    /// Returns the days on which both are met.
    #[must_use]
    pub(crate) fn and(&self, other: &DatedAnswer) -> DatedAnswer {
        DatedAnswer { yes: self.yes.meet(&other.yes), maybe: self.maybe.meet(&other.maybe) }
    }

    /// Returns the days on which at least one is met.
    #[must_use]
    pub(crate) fn or(&self, other: &DatedAnswer) -> DatedAnswer {
        DatedAnswer { yes: self.yes.join(&other.yes), maybe: self.maybe.join(&other.maybe) }
    }

    /// Returns the days on which this is not met.
    #[must_use]
    pub(crate) fn negated(&self) -> DatedAnswer {
        let always = UncertainDays::always();
        DatedAnswer { yes: always.without(&self.maybe), maybe: always.without(&self.yes) }
    }

    /// Returns the days on which a missing input decides. Days on which only the dates are uncertain are not among them.
    pub(crate) fn unknown(&self) -> UncertainDays {
        let certain = self.maybe.certain.without(&self.yes.possible);
        let open = self.maybe.certain.without(&self.yes.certain);
        UncertainDays { certain, possible: self.maybe.possible.without(&self.yes.possible).join(&open) }
    }

    /// Returns the answer for a span of days: yes if the leg may be met on one of them.
    pub(crate) fn answer(&self, days: DaySpan) -> Answer {
        if !self.yes.possible.within(days).is_empty() {
            Answer::Yes
        } else if !self.maybe.possible.within(days).is_empty() {
            Answer::Unknown
        } else {
            Answer::No
        }
    }
}
