//! On which days the test is met, with the year of grace that section 8(b) gives to whoever was
//! eligible when chosen.

use super::legs::{Dyad, Open};
use crate::Outcome;
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
use interlocks_graph::UncertainDays;

/// Days by which outcomes the figures leave open on them.
#[derive(Debug, Default)]
pub struct Readings {
    /// Prohibited by every reading; by some; not to be told by any; by some.
    only_yes: DaySet,
    yes: DaySet,
    only_unknown: DaySet,
    unknown: DaySet,
}

impl Readings {
    /// What the figures say on some days; where dates are ignored, that of one day.
    pub fn of(dyad: &Dyad<'_>, days: &DaySet, undated: Option<Day>) -> Readings {
        let mut lists: [Vec<DaySpan>; 4] = Default::default();
        let mut add = |span: DaySpan, open: Open| {
            let kinds = [open.only_yes(), open.yes, open.only_unknown(), open.unknown];
            for (list, holds) in lists.iter_mut().zip(kinds) {
                list.extend(holds.then_some(span));
            }
        };
        if dyad.has_no_accounts() {
            days.as_slice().iter().for_each(|span| add(*span, Open { unknown: true, ..Open::default() }));
        } else if let Some(day) = undated {
            days.as_slice().iter().for_each(|span| add(*span, dyad.open(day)));
        } else {
            let turns = dyad.turns();
            for span in days.as_slice() {
                let inside = turns.iter().copied().filter(|turn| span.from < *turn && *turn < span.to);
                let starts: Vec<Day> = std::iter::once(span.from).chain(inside).chain([span.to]).collect();
                for pair in starts.windows(2) {
                    add(DaySpan { from: pair[0], to: pair[1] }, dyad.open(pair[0]));
                }
            }
        }
        let [only_yes, yes, only_unknown, unknown] = lists.map(DaySet::from_iter);
        Readings { only_yes, yes, only_unknown, unknown }
    }
}

/// On which days the test comes out in which way.
///
/// `service` is when both offices are held, `compete` when the two companies compete. Grace: whoever
/// did not fall under the ban when the later office began stays eligible for until
/// `grace` of the day of the event that brings the ban about. With half-known dates the event lies between the first day on
/// which the ban may, and the first on which it must, have come. Where the figures just before
/// are not known, neither is the event: what depends on it is unknown.
pub fn outcome(
    read: &Readings,
    service: &UncertainDays,
    compete: &UncertainDays,
    grace: impl Fn(Day) -> Day,
) -> Outcome {
    let days = service.meet(compete);
    let unknown = read.unknown.meet(&days.possible);
    let mut outcome = Outcome {
        unknown: UncertainDays { certain: read.only_unknown.meet(&days.certain), possible: unknown.clone() },
        ..Outcome::default()
    };
    let banned = read.yes.meet(&days.possible);
    let open = banned.join(&unknown);
    for ban in banned.as_slice() {
        let lead = open.as_slice().iter().find(|run| run.from <= ban.from && ban.from < run.to);
        let Some(chosen) = when_chosen(service, ban.from) else { continue };
        let ban = Ban {
            days: UncertainDays {
                certain: read.only_yes.meet(&days.certain).within(*ban),
                possible: DaySet::from(*ban),
            },
            chosen,
            maybe_since: lead.map_or(ban.from, |run| run.from),
            since: ban.from,
            surely_since: read.only_yes.meet(&compete.certain).within(*ban).hull().map_or(ban.to, |hull| hull.from),
        };
        ban.rule(&grace, &mut outcome);
    }
    outcome
}

/// A stretch of days on which the ban may hold, and what is known of how it began.
#[derive(Debug)]
struct Ban {
    days: UncertainDays,
    /// The days on which the later office may have begun.
    chosen: DayRange,
    /// The first day on which, for all that is known, the ban may hold; with unknown figures before
    /// its first known day.
    maybe_since: Day,
    /// Its first known day for some choice of dates, and for every choice.
    since: Day,
    surely_since: Day,
}

impl Ban {
    /// Puts the days into the outcome: the year of grace to be watched, the rest a breach.
    fn rule(&self, grace: &impl Fn(Day) -> Day, outcome: &mut Outcome) {
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
        outcome.breach = outcome.breach.join(&breach);
        if never_graced {
            return;
        }
        let (certain, possible) = (certain.clone(), possible.within(until(over)));
        // What is known to lie in grace whatever the figures before were.
        let known = grace(self.maybe_since);
        let (before_all, maybe_before) = (self.chosen.last < self.maybe_since, self.chosen.first < self.maybe_since);
        let watch = UncertainDays {
            certain: if before_all { certain.within(until(known)) } else { DaySet::default() },
            possible: if self.maybe_since == self.since { possible.clone() } else { possible.within(until(known)) },
        };
        if self.maybe_since == self.since {
            outcome.watch = outcome.watch.join(&watch);
            return;
        }
        if maybe_before {
            outcome.watch = outcome.watch.join(&watch);
        }
        let unsettled = if before_all { possible.within(from(known)) } else { possible };
        outcome.unknown = outcome.unknown.join(&UncertainDays { certain: DaySet::default(), possible: unsettled });
    }
}

/// The days on which the service that may cover a day may have begun.
fn when_chosen(service: &UncertainDays, day: Day) -> Option<DayRange> {
    let possible = service.possible.as_slice().iter().find(|span| span.from <= day && day < span.to)?;
    let certain = service.certain.as_slice().iter().find(|span| possible.from <= span.from && span.to <= possible.to);
    Some(DayRange::new(possible.from, certain.map_or(Day::MAX, |span| span.from)))
}

#[cfg(test)]
mod tests;
