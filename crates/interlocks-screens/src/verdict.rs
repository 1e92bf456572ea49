//! From days on which a test comes out one way or another to a verdict at a clock.

use serde::Serialize;

use interlocks_analysis::Query;
use interlocks_core::model::{Certainty, Day, DaySpan};
use interlocks_graph::{BoardGraph, Clock, UncertainDays};

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
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Breach => "breach",
            Verdict::Watch => "watch",
            Verdict::Unknown => "unknown",
            Verdict::Clear => "clear",
        }
    }
}

interlocks_core::enum_names!(Verdict, "verdict");

/// The days on which a test comes out in each way; on all other days it is clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub breach: UncertainDays,
    pub watch: UncertainDays,
    pub unknown: UncertainDays,
}

/// A verdict, and the days it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub verdict: Verdict,
    /// Whether it holds for every choice of days inside the stated dates.
    pub certain: bool,
    /// None of what is clear.
    pub days: UncertainDays,
}

impl Outcome {
    /// The verdict at the clock of a question. What may be a breach is one, though only possible;
    /// then comes what is unknown, for it may be one too; at any time only up to the day the data
    /// describes.
    pub fn ruling(&self, graph: &BoardGraph, query: &Query) -> Ruling {
        // What the future will need to be known for is not missing yet.
        let unknown = match (query.clock, graph.as_of()) {
            (Clock::Ever, Some(day)) => self.unknown.within(DaySpan { from: Day::MIN, to: day.plus(1) }),
            _ => self.unknown.clone(),
        };
        let ways = [(Verdict::Breach, &self.breach), (Verdict::Unknown, &unknown), (Verdict::Watch, &self.watch)];
        let window = query.clock.window();
        for (verdict, days) in ways {
            if let Some(certainty) = query.clock.holds(&days.certain, &days.possible, graph.as_of()) {
                let certain = certainty == Certainty::Certain;
                return Ruling { verdict, certain, days: days.within(window) };
            }
        }
        Ruling { verdict: Verdict::Clear, certain: true, days: UncertainDays::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{boards, clock};
    use interlocks_core::model::PartialDate;

    fn days(certain: &str, possible: &str) -> UncertainDays {
        let day = |text: &str| text.parse::<PartialDate>().unwrap().earliest();
        let end = |text: &str| if text.is_empty() { Day::MAX } else { day(text) };
        let span = |text: &str| text.split_once("..").map(|(from, to)| DaySpan { from: day(from), to: end(to) });
        UncertainDays { certain: span(certain).into_iter().collect(), possible: span(possible).into_iter().collect() }
    }

    #[test]
    fn what_may_be_a_breach_comes_before_what_is_only_watched() {
        let graph = boards(&[("seats", "person,company,start,end\np,c,2001,2010-12-31\n")]);
        assert_eq!(graph.as_of().unwrap().to_string(), "2010-12-31");
        let outcome = Outcome {
            breach: days("2005..2006", "2004..2006"),
            watch: days("2001..2008", "2001..2008"),
            unknown: days("", "2007..2008"),
        };
        for (at, verdict, certain) in [
            ("", Verdict::Breach, true),
            ("2005-06", Verdict::Breach, true),
            ("2004-06", Verdict::Breach, false),
            ("2004", Verdict::Breach, false),
            ("2003", Verdict::Watch, true),
            ("2007-06", Verdict::Unknown, false),
            ("2009", Verdict::Clear, true),
        ] {
            let found = outcome.ruling(&graph, &Query { clock: clock(at), certain_only: false });
            assert_eq!((found.verdict, found.certain), (verdict, certain), "{at}");
        }
        let later = Outcome { unknown: days("2011..", "2011.."), ..Outcome::default() };
        let ruling = |at: &str| later.ruling(&graph, &Query { clock: clock(at), certain_only: false }).verdict;
        assert_eq!((ruling(""), ruling("2012")), (Verdict::Clear, Verdict::Unknown));
    }
}
