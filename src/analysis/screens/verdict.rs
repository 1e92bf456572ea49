//! From days on which a test comes out one way or another to a verdict at a clock.

use serde::Serialize;

use crate::analysis::query::Query;
use crate::graph::{BoardGraph, Stretch};
use crate::model::Certainty;

/// What a screen answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The test of the rule is met.
    Breach,
    /// Not met, but close enough to keep an eye on: an observer, a year of grace.
    Watch,
    /// An input is missing without which nothing can be said.
    Unknown,
    /// The test was put in full and is not met.
    Clear,
}

impl Verdict {
    /// Every verdict, in the order of answers.
    pub const ALL: [Verdict; 4] = [Verdict::Breach, Verdict::Watch, Verdict::Unknown, Verdict::Clear];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Breach => "breach",
            Verdict::Watch => "watch",
            Verdict::Unknown => "unknown",
            Verdict::Clear => "clear",
        }
    }
}

/// The days on which a test comes out in each way; on all other days it is clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub breach: Stretch,
    pub watch: Stretch,
    pub unknown: Stretch,
}

/// A verdict, and the days it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub verdict: Verdict,
    /// Whether it holds for every choice of days inside the stated dates.
    pub certain: bool,
    /// None of what is clear.
    pub days: Stretch,
}

impl Outcome {
    /// The verdict at the clock of a question. What may be a breach is one, though only possible;
    /// then comes what is unknown, for it may be one too.
    pub fn ruling(&self, graph: &BoardGraph, query: &Query) -> Ruling {
        let ways = [(Verdict::Breach, &self.breach), (Verdict::Unknown, &self.unknown), (Verdict::Watch, &self.watch)];
        let window = query.clock.window();
        for (verdict, days) in ways {
            if let Some(certainty) = query.clock.holds(&days.certain, &days.possible, graph.as_of()) {
                let certain = certainty == Certainty::Certain;
                return Ruling { verdict, certain, days: days.within(window) };
            }
        }
        Ruling { verdict: Verdict::Clear, certain: true, days: Stretch::default() }
    }
}
