//! Verdicts: from the days of each verdict to the one at the clock of a question.

use serde::Serialize;

use super::{Context, DatedAnswer};
use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};
use interlocks_graph::{Clock, UncertainDays};

/// The verdict of a screen on a case, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// The test of a law, a listing rule or a code is met.
    #[serde(rename = "breach")]
    Breach,
    /// More than the policy of a proxy adviser or an investor allows. That is no breach of law.
    #[serde(rename = "above policy")]
    AbovePolicy,
    /// Not met, but close to it: an observer instead of a director, a year of grace, a day to come.
    #[serde(rename = "watch")]
    Watch,
    /// An input is missing that would decide the test.
    #[serde(rename = "unknown")]
    Unknown,
    /// All inputs that matter are known, and the test is not met.
    #[serde(rename = "clear")]
    Clear,
}

impl Verdict {
    /// Every verdict, in the order of rows.
    pub const ALL: [Verdict; 5] =
        [Verdict::Breach, Verdict::AbovePolicy, Verdict::Watch, Verdict::Unknown, Verdict::Clear];

    /// Returns the name: `breach`, `above policy`, `watch`, `unknown` or `clear`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Breach => "breach",
            Verdict::AbovePolicy => "above policy",
            Verdict::Watch => "watch",
            Verdict::Unknown => "unknown",
            Verdict::Clear => "clear",
        }
    }

    /// Returns `true` if the test is met: a breach, or more than a policy allows.
    pub fn is_met(self) -> bool {
        matches!(self, Verdict::Breach | Verdict::AbovePolicy)
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
    /// The days of the verdict; none if clear, or if it only rests on what is to come.
    pub(crate) days: UncertainDays,
    /// The days after the as-of date on which the test will be met if nothing changes.
    pub(crate) coming: Option<UncertainDays>,
    /// The verdict from then on.
    pub(crate) coming_verdict: Verdict,
}

impl Ruling {
    /// Returns the ruling of a case that is certainly clear.
    pub(crate) fn clear() -> Ruling {
        Ruling::new(Verdict::Clear, true, UncertainDays::default())
    }

    /// Returns a ruling to watch that has no days of its own.
    pub(crate) fn watch() -> Ruling {
        Ruling::new(Verdict::Watch, false, UncertainDays::default())
    }

    /// Returns a ruling without anything to come.
    pub(crate) fn new(verdict: Verdict, certain: bool, days: UncertainDays) -> Ruling {
        Ruling { verdict, certain, days, coming: None, coming_verdict: Verdict::Breach }
    }

    /// Returns the same ruling for a policy: what is above it is no breach of law.
    #[must_use]
    pub(crate) fn of_policy(mut self) -> Ruling {
        if self.verdict == Verdict::Breach {
            self.verdict = Verdict::AbovePolicy;
        }
        self.coming_verdict = Verdict::AbovePolicy;
        self
    }

    /// Returns the first day on which the test will be met, known as a range, if the verdict rests on nothing else.
    pub(crate) fn only_coming(&self) -> Option<DayRange> {
        self.first_coming().filter(|_| !self.days.is_possible())
    }

    /// Returns the first day on which the test will be met if nothing changes, known as a range.
    pub(crate) fn first_coming(&self) -> Option<DayRange> {
        let days = self.coming.as_ref()?;
        let first = days.possible.hull()?;
        let latest = days.certain.hull().map_or(first.to.plus(-1), |certain| certain.from);
        Some(DayRange::new(first.from, latest.max(first.from)))
    }
}

/// A breach where the answer is yes, unknown where a missing input decides.
impl From<&DatedAnswer> for VerdictDays {
    fn from(met: &DatedAnswer) -> VerdictDays {
        VerdictDays { breach: met.yes.clone(), watch: UncertainDays::default(), unknown: met.unknown() }
    }
}

impl VerdictDays {
    /// Returns the days on which the test is met, and may be.
    pub(crate) fn met(&self) -> DatedAnswer {
        DatedAnswer { yes: self.breach.clone(), maybe: self.breach.join(&self.unknown) }
    }

    /// Returns the verdict at the clock of the question; see [`VerdictDays::ruling_at`].
    pub(crate) fn ruling(&self, context: Context<'_>) -> Ruling {
        self.ruling_at(context, context.options.query.clock)
    }

    /// Returns the verdict at a clock.
    ///
    /// A possible breach takes precedence, then unknown (which may be a breach too), then watch. A verdict begins by the as-of
    /// date, also if the clock asks about a later time. A breach that begins after it, in the time that the screen looks ahead
    /// or at the clock, is to watch. Inputs missing after the as-of date do not count at any time.
    pub(crate) fn ruling_at(&self, context: Context<'_>, clock: Clock) -> Ruling {
        let as_of = context.as_of();
        // Asked about a later time, an input that is missing then is missing, and what is to watch then is.
        let begun = |verdict: Verdict, days: &UncertainDays| match verdict.is_met() || clock == Clock::Ever {
            true => begun_by(days, as_of),
            false => days.clone(),
        };
        let by_precedence =
            [(Verdict::Breach, &self.breach), (Verdict::Unknown, &self.unknown), (Verdict::Watch, &self.watch)];
        let window = clock.window();
        let held = by_precedence.into_iter().find_map(|(verdict, days)| {
            let days = begun(verdict, days);
            let certainty = clock.holds(&days.certain, &days.possible, as_of)?;
            Some(Ruling::new(verdict, certainty == Certainty::Certain, days.within(window)))
        });
        let mut ruling = held.unwrap_or_else(Ruling::clear);
        if ruling.verdict != Verdict::Breach {
            ruling.coming = self.coming(context, clock);
        }
        if ruling.verdict == Verdict::Clear && ruling.coming.is_some() {
            ruling = Ruling { coming: ruling.coming, ..Ruling::watch() };
        }
        ruling
    }

    /// Returns the days of a breach that begins after the as-of date.
    fn coming(&self, context: Context<'_>, clock: Clock) -> Option<UncertainDays> {
        let as_of = context.as_of()?;
        let looked_at = match clock {
            Clock::Ever => context.options.ahead.days(as_of)?,
            clock => DaySpan { from: as_of.plus(1), to: Day::MAX }.meet(clock.window())?,
        };
        let later = |days: &DaySet| {
            let begins = |span: &&DaySpan| span.from > as_of && span.meet(looked_at).is_some();
            days.as_slice().iter().filter(begins).copied().collect::<DaySet>()
        };
        let days = UncertainDays { certain: later(&self.breach.certain), possible: later(&self.breach.possible) };
        days.is_possible().then_some(days)
    }
}

impl Context<'_> {
    /// Returns the as-of date; `None` if dates are ignored.
    pub(crate) fn as_of(&self) -> Option<Day> {
        self.graph.as_of().filter(|_| !self.graph.is_undated())
    }

    /// Returns how certain it is that something with these days is the case at the clock of the question. At any time, what only
    /// begins after the as-of date has not happened.
    pub(crate) fn holds(&self, days: &UncertainDays) -> Option<Certainty> {
        let (clock, as_of) = (self.options.query.clock, self.as_of());
        let begun = (clock == Clock::Ever).then(|| begun_by(days, as_of));
        let days = begun.as_ref().unwrap_or(days);
        clock.holds(&days.certain, &days.possible, as_of)
    }
}

/// Returns the spans that begin by a day.
pub(crate) fn begun_by(days: &UncertainDays, last: Option<Day>) -> UncertainDays {
    let Some(last) = last else { return days.clone() };
    let begun = |days: &DaySet| days.as_slice().iter().copied().filter(|span| span.from <= last).collect();
    UncertainDays { certain: begun(&days.certain), possible: begun(&days.possible) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{boards, clock};
    use crate::{Rulebook, ScreenOptions};
    use interlocks_analysis::Query;
    use interlocks_core::model::PartialDate;
    use interlocks_graph::BoardGraph;

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
            let found = ruling_of(&graph, &verdict_days, at);
            assert_eq!((found.verdict, found.certain), (verdict, certain), "{at}");
        }
        let later = VerdictDays { unknown: days("2011..", "2011.."), ..VerdictDays::default() };
        let ruling = |at: &str| ruling_of(&graph, &later, at).verdict;
        assert_eq!((ruling(""), ruling("2012")), (Verdict::Clear, Verdict::Unknown));
    }

    #[test]
    fn a_breach_that_begins_after_the_as_of_date_is_to_watch() {
        let graph = boards(&[("seats", "person,company,start,end\np,c,2001,2010-12-31\n")]);
        let soon = VerdictDays { breach: days("2011-03-01..", "2011-03-01.."), ..VerdictDays::default() };
        let late = VerdictDays { breach: days("2012-03-01..", "2012-03-01.."), ..VerdictDays::default() };
        for (days, at, verdict) in [
            (&soon, "", Verdict::Watch),
            (&late, "", Verdict::Clear),
            (&soon, "2010", Verdict::Clear),
            (&late, "2013", Verdict::Watch),
            (&late, "2011", Verdict::Clear),
        ] {
            let ruling = ruling_of(&graph, days, at);
            assert_eq!((ruling.verdict, ruling.days.is_possible()), (verdict, false), "{at}");
            assert_eq!(ruling.only_coming().is_some(), verdict == Verdict::Watch);
        }
        let first = ruling_of(&graph, &soon, "").first_coming().unwrap();
        assert_eq!((first.first.to_string(), first.is_one_day()), ("2011-03-01".to_owned(), true));
    }

    fn ruling_of(graph: &BoardGraph, days: &VerdictDays, at: &str) -> Ruling {
        let options = ScreenOptions::default().query(Query { clock: clock(at), certain_only: false });
        days.ruling(Context { graph, rules: Rulebook::bundled(), options: &options })
    }
}
