//! The answer to a leg of a test over time: half-known dates and missing inputs at once.

use super::Answer;
use interlocks_core::model::DaySpan;
use interlocks_graph::UncertainDays;

/// On which days a leg is met, and on which it may be met once a missing input is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DatedAnswer {
    /// Met by what is known.
    pub yes: UncertainDays,
    /// Met, or not to be told.
    pub maybe: UncertainDays,
}

impl DatedAnswer {
    /// A leg of which nothing is missing.
    pub fn known(days: UncertainDays) -> DatedAnswer {
        DatedAnswer { yes: days.clone(), maybe: days }
    }

    /// The same answer on all days.
    pub fn constant(answer: Answer) -> DatedAnswer {
        match answer {
            Answer::Yes => DatedAnswer::known(UncertainDays::always()),
            Answer::No => DatedAnswer::default(),
            Answer::Unknown => DatedAnswer { yes: UncertainDays::default(), maybe: UncertainDays::always() },
        }
    }

    /// Where inputs are missing only what is certain is known: the rest may be.
    pub fn partly(days: UncertainDays) -> DatedAnswer {
        let sure = UncertainDays { certain: days.certain.clone(), possible: days.certain };
        let may = UncertainDays { certain: days.possible.clone(), possible: days.possible };
        DatedAnswer { yes: sure, maybe: may }
    }

    /// Met where both are.
    #[must_use]
    pub fn and(&self, other: &DatedAnswer) -> DatedAnswer {
        DatedAnswer { yes: self.yes.meet(&other.yes), maybe: self.maybe.meet(&other.maybe) }
    }

    /// Met where either is.
    #[must_use]
    pub fn or(&self, other: &DatedAnswer) -> DatedAnswer {
        DatedAnswer { yes: self.yes.join(&other.yes), maybe: self.maybe.join(&other.maybe) }
    }

    /// Met where this is not.
    #[must_use]
    pub fn negated(&self) -> DatedAnswer {
        let always = UncertainDays::always();
        DatedAnswer { yes: always.without(&self.maybe), maybe: always.without(&self.yes) }
    }

    /// The days on which a missing input decides; what is open by dates alone is not among them.
    pub fn unknown(&self) -> UncertainDays {
        let certain = self.maybe.certain.without(&self.yes.possible);
        let open = self.maybe.certain.without(&self.yes.certain);
        UncertainDays { certain, possible: self.maybe.possible.without(&self.yes.possible).join(&open) }
    }

    /// The answer on some day of a span: yes where it may be.
    pub fn answer(&self, days: DaySpan) -> Answer {
        if !self.yes.possible.within(days).is_empty() {
            Answer::Yes
        } else if !self.maybe.possible.within(days).is_empty() {
            Answer::Unknown
        } else {
            Answer::No
        }
    }
}
