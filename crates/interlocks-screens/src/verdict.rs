//! Verdicts: from the days of each verdict to the one at the clock of a question.

use serde::Serialize;

use super::DatedAnswer;
use interlocks_analysis::Query;
use interlocks_core::model::{Certainty, Day, DaySpan};
use interlocks_graph::{BoardGraph, Clock, UncertainDays};

/// The verdict of a screen on a case, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The test of the rule is met.
    Breach,
    /// Not met, but close to it: an observer instead of a director, a year of grace.
    Watch,
    /// An input is missing that would decide the test.
    Unknown,
    /// All inputs that matter are known, and the test is not met.
    Clear,
}

impl Verdict {
    /// Every verdict, in the order of rows.
    pub const ALL: [Verdict; 4] = [Verdict::Breach, Verdict::Watch, Verdict::Unknown, Verdict::Clear];

    /// Returns the name: `breach`, `watch`, `unknown` or `clear`.
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

/// The days of each verdict of a test; on all other days it is clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VerdictDays {
    /// The days of a breach.
    pub(crate) breach: UncertainDays,
    /// The days to watch.
    pub(crate) watch: UncertainDays,
    /// The days on which a missing input decides.
    pub(crate) unknown: UncertainDays,
}

/// A verdict at the clock of a question, with its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// `true` if the verdict holds for every choice of days inside the stated dates.
    pub(crate) certain: bool,
    /// The days of the verdict; none if clear.
    pub(crate) days: UncertainDays,
}

impl Ruling {
    /// Returns the ruling of a case that is certainly clear.
    pub(crate) fn clear() -> Ruling {
        Ruling { verdict: Verdict::Clear, certain: true, days: UncertainDays::default() }
    }
}

/// A breach where the answer is yes, unknown where a missing input decides.
impl From<&DatedAnswer> for VerdictDays {
    fn from(met: &DatedAnswer) -> VerdictDays {
        VerdictDays { breach: met.yes.clone(), watch: UncertainDays::default(), unknown: met.unknown() }
    }
}

impl VerdictDays {
    /// Returns the verdict at the clock of a question.
    ///
    /// A possible breach takes precedence, then unknown (which may be a breach too), then watch. If the clock is *ever*,
    /// inputs missing after the as-of date do not count.
    pub(crate) fn ruling(&self, graph: &BoardGraph, query: &Query) -> Ruling {
        let unknown = match (query.clock, graph.as_of()) {
            (Clock::Ever, Some(day)) => self.unknown.within(DaySpan { from: Day::MIN, to: day.plus(1) }),
            _ => self.unknown.clone(),
        };
        let by_precedence =
            [(Verdict::Breach, &self.breach), (Verdict::Unknown, &unknown), (Verdict::Watch, &self.watch)];
        let window = query.clock.window();
        for (verdict, days) in by_precedence {
            if let Some(certainty) = query.clock.holds(&days.certain, &days.possible, graph.as_of()) {
                let certain = certainty == Certainty::Certain;
                return Ruling { verdict, certain, days: days.within(window) };
            }
        }
        Ruling::clear()
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
        let verdict_days = VerdictDays {
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
            let found = verdict_days.ruling(&graph, &Query { clock: clock(at), certain_only: false });
            assert_eq!((found.verdict, found.certain), (verdict, certain), "{at}");
        }
        let later = VerdictDays { unknown: days("2011..", "2011.."), ..VerdictDays::default() };
        let ruling = |at: &str| later.ruling(&graph, &Query { clock: clock(at), certain_only: false }).verdict;
        assert_eq!((ruling(""), ruling("2012")), (Verdict::Clear, Verdict::Unknown));
    }
}
