//! The days on which the test is met, with the year of grace that section 8(b) gives to a person who was eligible when
//! chosen.

use super::criteria::{Dyad, OpenAnswers};
use crate::{Answer, VerdictDays};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
use interlocks_graph::UncertainDays;

/// The days on which the readings of the figures agree, or differ.
#[derive(Debug, Default)]
pub(crate) struct ReadingDays {
    /// Days on which every reading says prohibited.
    only_yes: DaySet,
    /// Days on which some reading says prohibited.
    yes: DaySet,
    /// Days on which every reading lacks an input.
    only_unknown: DaySet,
    /// Days on which some reading lacks an input.
    unknown: DaySet,
}

impl ReadingDays {
    /// Reads the figures on some days; if dates are ignored, those of one day count for all days.
    pub(crate) fn new(dyad: &Dyad<'_>, days: &DaySet, undated: Option<Day>) -> ReadingDays {
        let mut lists: [Vec<DaySpan>; 4] = Default::default();
        let mut add = |span: DaySpan, open: OpenAnswers| {
            let kinds = [open.only_yes(), open.yes, open.only_unknown(), open.unknown];
            for (list, holds) in lists.iter_mut().zip(kinds) {
                list.extend(holds.then_some(span));
            }
        };
        if dyad.in_commerce() == Answer::No {
            // Whatever the figures are.
            days.as_slice().iter().for_each(|span| add(*span, OpenAnswers { no: true, ..OpenAnswers::default() }));
        } else if dyad.has_no_accounts() {
            days.as_slice().iter().for_each(|span| add(*span, OpenAnswers { unknown: true, ..OpenAnswers::default() }));
        } else if let Some(day) = undated {
            days.as_slice().iter().for_each(|span| add(*span, dyad.open_answers(day)));
        } else {
            let change_days = dyad.change_days();
            for span in days.as_slice() {
                let inside = change_days.iter().copied().filter(|turn| span.from < *turn && *turn < span.to);
                let starts: Vec<Day> = std::iter::once(span.from).chain(inside).chain([span.to]).collect();
                for pair in starts.windows(2) {
                    add(DaySpan { from: pair[0], to: pair[1] }, dyad.open_answers(pair[0]));
                }
            }
        }
        let [only_yes, yes, only_unknown, unknown] = lists.map(DaySet::from_iter);
        ReadingDays { only_yes, yes, only_unknown, unknown }
    }
}

/// Returns the days of each verdict.
///
/// `tenure` are the days on which both offices are held, `compete` those on which the two companies compete. Grace: a
/// person whom the ban did not reach when the later office began stays eligible until `grace` of the day of the event
/// that made the ban apply. With half-known dates the event lies between the first day on which the ban may apply and the
/// first on which it must. If the figures just before are unknown, the event is unknown too, and so is what depends on
/// it.
pub(crate) fn verdict_days(
    readings: &ReadingDays,
    tenure: &UncertainDays,
    compete: &UncertainDays,
    grace: impl Fn(Day) -> Day,
) -> VerdictDays {
    let days = tenure.meet(compete);
    let unknown = readings.unknown.meet(&days.possible);
    let mut verdict_days = VerdictDays {
        unknown: UncertainDays { certain: readings.only_unknown.meet(&days.certain), possible: unknown.clone() },
        ..VerdictDays::default()
    };
    let banned = readings.yes.meet(&days.possible);
    let open = banned.join(&unknown);
    for ban in banned.as_slice() {
        let lead = open.as_slice().iter().find(|run| run.from <= ban.from && ban.from < run.to);
        let Some(chosen) = when_chosen(tenure, ban.from) else { continue };
        let ban = Ban {
            days: UncertainDays {
                certain: readings.only_yes.meet(&days.certain).within(*ban),
                possible: DaySet::from(*ban),
            },
            chosen,
            maybe_since: lead.map_or(ban.from, |run| run.from),
            since: ban.from,
            surely_since: readings.only_yes.meet(&compete.certain).within(*ban).hull().map_or(ban.to, |hull| hull.from),
        };
        ban.add_to(&mut verdict_days, &grace);
    }
    verdict_days
}

/// A span of days on which the ban may apply, and how it may have begun.
#[derive(Debug)]
struct Ban {
    days: UncertainDays,
    /// The days on which the later office may have begun.
    chosen: DayRange,
    /// The first day on which the ban may apply if unknown figures before its first known day are as bad as can be.
    maybe_since: Day,
    /// The first known day of the ban for some choice of dates.
    since: Day,
    /// The first known day of the ban for every choice of dates.
    surely_since: Day,
}

impl Ban {
    /// Adds the days of grace to those to watch, and the rest to the breach.
    fn add_to(&self, verdict_days: &mut VerdictDays, grace: &impl Fn(Day) -> Day) {
        let UncertainDays { certain, possible } = &self.days;
        let from = |day: Day| DaySpan { from: day, to: Day::MAX };
        let until = |day: Day| DaySpan { from: Day::MIN, to: day };
        let never_graced = self.chosen.first >= self.surely_since;
        let always_graced = self.chosen.last < self.since;
        let over = grace(self.surely_since);
        let breach = UncertainDays {
            certain: if never_graced { certain.clone() } else { certain.within(from(over)) },
            possible: if always_graced { possible.within(from(grace(self.since))) } else { possible.clone() },
        };
        verdict_days.breach = verdict_days.breach.join(&breach);
        if never_graced {
            return;
        }
        let (certain, possible) = (certain.clone(), possible.within(until(over)));
        // Grace runs at least until then, whatever the figures before were.
        let known = grace(self.maybe_since);
        let (before_all, maybe_before) = (self.chosen.last < self.maybe_since, self.chosen.first < self.maybe_since);
        let watch = UncertainDays {
            certain: if before_all { certain.within(until(known)) } else { DaySet::default() },
            possible: if self.maybe_since == self.since { possible.clone() } else { possible.within(until(known)) },
        };
        if self.maybe_since == self.since {
            verdict_days.watch = verdict_days.watch.join(&watch);
            return;
        }
        if maybe_before {
            verdict_days.watch = verdict_days.watch.join(&watch);
        }
        let unsettled = if before_all { possible.within(from(known)) } else { possible };
        verdict_days.unknown =
            verdict_days.unknown.join(&UncertainDays { certain: DaySet::default(), possible: unsettled });
    }
}

/// Returns the days on which the tenure that may cover a day may have begun.
fn when_chosen(tenure: &UncertainDays, day: Day) -> Option<DayRange> {
    let possible = tenure.possible.as_slice().iter().find(|span| span.from <= day && day < span.to)?;
    let certain = tenure.certain.as_slice().iter().find(|span| possible.from <= span.from && span.to <= possible.to);
    Some(DayRange::new(possible.from, certain.map_or(Day::MAX, |span| span.from)))
}

#[cfg(test)]
mod tests;
