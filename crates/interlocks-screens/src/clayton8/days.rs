//! The days on which the test is met, with the year of grace that section 8(b) gives to a person who was eligible when
//! chosen.

use super::criteria::Dyad;
use super::offices::{Choosing, Tenure};
use crate::OpenAnswers;
use crate::{Answer, VerdictDays};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan};
use interlocks_graph::UncertainDays;

/// The days on which the readings of the figures agree, or differ.
#[derive(Debug, Default)]
pub(crate) struct ReadingDays {
    /// The days that were read.
    read: DaySet,
    /// Days on which every reading says prohibited.
    only_yes: DaySet,
    /// Days on which some reading says prohibited.
    yes: DaySet,
    /// Days on which every reading lacks an input.
    only_unknown: DaySet,
    /// Days on which some reading lacks an input.
    unknown: DaySet,
    /// The days on which lower thresholds may come into force, in order.
    falls: Vec<Day>,
    /// The days on which other accounts may become those that count, in order.
    accounts: Vec<Day>,
}

impl ReadingDays {
    /// Reads the figures on some days; if dates are ignored, those of one day count for all days.
    pub(crate) fn new(dyad: &Dyad<'_>, days: &DaySet, undated: Option<Day>) -> ReadingDays {
        let answers = |day: Day| dyad.open_answers(undated.unwrap_or(day));
        let changes = Changes { all: dyad.change_days(), falls: dyad.fall_days(), accounts: dyad.account_days() };
        let none = || Changes::default();
        if dyad.in_commerce() == Answer::No {
            // Whatever the figures are.
            ReadingDays::read(days, none(), |_| OpenAnswers { no: true, ..OpenAnswers::default() })
        } else if dyad.has_no_accounts() {
            ReadingDays::read(days, none(), |_| OpenAnswers { unknown: true, ..OpenAnswers::default() })
        } else if undated.is_some() {
            ReadingDays::read(days, none(), answers)
        } else {
            ReadingDays::read(days, changes, answers)
        }
    }

    /// Reads the answers on some days.
    pub(crate) fn read(days: &DaySet, mut changes: Changes, answers: impl Fn(Day) -> OpenAnswers) -> ReadingDays {
        for days in [&mut changes.all, &mut changes.falls, &mut changes.accounts] {
            days.sort_unstable();
        }
        let mut lists: [Vec<DaySpan>; 4] = Default::default();
        for span in days.as_slice() {
            let inside = changes.all.iter().copied().filter(|turn| span.from < *turn && *turn < span.to);
            let starts: Vec<Day> = std::iter::once(span.from).chain(inside).chain([span.to]).collect();
            for (from, to) in starts.iter().zip(&starts[1..]) {
                let open = answers(*from);
                let kinds = [open.only_yes(), open.yes, open.only_unknown(), open.unknown];
                for (list, _) in lists.iter_mut().zip(kinds).filter(|(_, holds)| *holds) {
                    list.extend(DaySpan::new(*from, *to));
                }
            }
        }
        let [only_yes, yes, only_unknown, unknown] = lists.map(DaySet::from_iter);
        let Changes { falls, accounts, .. } = changes;
        ReadingDays { read: days.clone(), only_yes, yes, only_unknown, unknown, falls, accounts }
    }

    /// Returns the days before a ban on which a missing input leaves open whether the ban applied already, for the ban that
    /// may apply on a day.
    pub(crate) fn open_before(&self, compete: &UncertainDays, day: Day) -> DaySet {
        let ban = bans(self, compete).into_iter().find(|ban| ban.run.from <= day && day < ban.run.to);
        ban.map_or_else(DaySet::default, |ban| {
            DaySpan::new(ban.maybe_since, ban.run.from).map_or_else(DaySet::default, DaySet::from).meet(&self.unknown)
        })
    }

    /// Returns `true` if both other thresholds and other accounts may have begun the ban that may apply on a day.
    pub(crate) fn has_open_cause(&self, compete: &UncertainDays, day: Day) -> bool {
        let ban = bans(self, compete).into_iter().find(|ban| ban.run.from <= day && day < ban.run.to);
        ban.is_some_and(|ban| ban.cause == Cause::ThresholdsOrAccounts)
    }
}

/// Days on which answers may change, in any order.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// All of them.
    pub(crate) all: Vec<Day>,
    /// Those on which a limit may fall.
    pub(crate) falls: Vec<Day>,
    /// Those on which other accounts may count.
    pub(crate) accounts: Vec<Day>,
}

/// What made a ban apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// A change in the corporation: its accounts, or what it competes with. It gives grace.
    Affairs,
    /// Lower thresholds, which are no change in the corporation.
    Thresholds,
    /// Lower thresholds, or the day on which the two began to compete, whose date leaves it open.
    ThresholdsOrRivalry,
    /// Lower thresholds, or other accounts, at about the same time.
    ThresholdsOrAccounts,
}

/// A span of days on which the ban may apply to two companies, and how it may have begun.
#[derive(Debug)]
struct Ban {
    run: DaySpan,
    /// The first day on which the ban may apply if unknown figures before its first known day are as bad as can be.
    maybe_since: Day,
    /// The days on which the ban applies for every choice of dates. The first day of a span is the last on which it may have
    /// begun.
    certain: DaySet,
    cause: Cause,
}

/// Returns the spans of days on which the ban may apply to two companies.
fn bans(readings: &ReadingDays, compete: &UncertainDays) -> Vec<Ban> {
    let possible = readings.yes.meet(&compete.possible);
    let open = possible.join(&readings.unknown.meet(&compete.possible));
    let certain = readings.only_yes.meet(&compete.certain);
    let bans = possible.as_slice().iter().map(|run| {
        let lead = open.as_slice().iter().find(|open| open.from <= run.from && run.from < open.to);
        let certain = certain.within(*run);
        let latest = certain.hull().map_or(run.to.plus(-1), |hull| hull.from);
        let begun = DayRange::new(run.from, latest.max(run.from));
        // The days on which figures may have made the ban apply, as opposed to the day on which competition or an office began.
        let read_before = readings.read.covers(DayRange::new(begun.first.plus(-1), begun.first));
        let at_first =
            readings.yes.as_slice().iter().map(|span| span.from).filter(|day| *day == begun.first && read_before);
        let later = readings.only_yes.as_slice().iter().map(|span| span.from);
        let turns: Vec<Day> = at_first.chain(later.filter(|day| begun.first < *day && *day <= begun.last)).collect();
        let any = |days: &[Day]| turns.iter().any(|day| days.binary_search(day).is_ok());
        let known_before = DayRange::new(begun.first.plus(-1), begun.last);
        let maybe_since = lead.map_or(run.from, |lead| lead.from);
        let fell = readings.falls.iter().any(|day| maybe_since <= *day && *day <= begun.first);
        let open_fall = maybe_since < run.from && fell;
        let cause = match (any(&readings.falls), any(&readings.accounts)) {
            _ if open_fall => Cause::ThresholdsOrAccounts,
            (false, _) => Cause::Affairs,
            (true, true) => Cause::ThresholdsOrAccounts,
            (true, false) if compete.certain.covers(known_before) => Cause::Thresholds,
            // The two began to compete on that day, or after it.
            (true, false) if !compete.possible.covers(DayRange::exactly(known_before.first)) => Cause::Affairs,
            (true, false) => Cause::ThresholdsOrRivalry,
        };
        Ban { run: *run, maybe_since, certain, cause }
    });
    bans.collect()
}

/// Returns the days of each verdict.
///
/// `tenure` are the days on which both offices are held, `compete` those on which the two companies compete. Grace: a
/// person whom the ban did not reach when they were last chosen stays eligible until the day before `over` of the day of the
/// event that made the ban apply, if that event is a change in a corporation. With half-known dates the event lies between
/// the first day on which the ban may apply and the first on which it must. If the figures just before are unknown, the event
/// is unknown too, and so is what depends on it.
pub(crate) fn verdict_days(
    readings: &ReadingDays,
    tenure: &Tenure,
    compete: &UncertainDays,
    over: impl Fn(Day) -> Day,
) -> VerdictDays {
    let days = tenure.days.meet(compete);
    let mut verdict_days = VerdictDays {
        unknown: UncertainDays {
            certain: readings.only_unknown.meet(&days.certain),
            possible: readings.unknown.meet(&days.possible),
        },
        ..VerdictDays::default()
    };
    for ban in bans(readings, compete) {
        ban.add_to(&mut verdict_days, tenure, &over);
    }
    verdict_days
}

fn from(day: Day) -> DaySpan {
    DaySpan { from: day, to: Day::MAX }
}

fn until(day: Day) -> DaySpan {
    DaySpan { from: Day::MIN, to: day }
}

impl Ban {
    /// Adds the days of grace to those to watch, and the rest to the breach.
    fn add_to(&self, verdict_days: &mut VerdictDays, tenure: &Tenure, over: &impl Fn(Day) -> Day) {
        let held = tenure.days.possible.within(self.run);
        if held.is_empty() {
            return;
        }
        let since = self.run.from;
        let chosen_from = |day: Day, choosing: &&Choosing| choosing.made.last >= day;
        // Held by a choice that may have been made when the ban applied.
        let rechosen = |day: Day| -> DaySet {
            let later = tenure.choosings.iter().filter(|choosing| chosen_from(day, choosing));
            later.map(|choosing| choosing.possible).collect()
        };
        let mut breach = UncertainDays {
            certain: DaySet::default(),
            possible: if matches!(self.cause, Cause::Thresholds | Cause::ThresholdsOrRivalry) {
                held.clone()
            } else {
                held.within(from(over(since))).join(&held.meet(&rechosen(since)))
            },
        };
        // Days on which there is no grace for any choice of dates.
        let mut ended: Vec<DaySpan> = Vec::new();
        for (at, span) in self.certain.as_slice().iter().enumerate() {
            let last_event = span.from;
            ended.extend(from(over(last_event)).meet(*span));
            let always = |choosing: &&Choosing| choosing.made.first >= last_event;
            let chosen = tenure.choosings.iter().filter(always).filter_map(|choosing| choosing.certain);
            let mut certain: Vec<DaySpan> = chosen.filter_map(|certain| certain.meet(*span)).collect();
            certain.extend(from(over(last_event)).meet(*span));
            certain.extend((self.cause == Cause::Thresholds && at == 0).then_some(*span));
            breach.certain = breach.certain.join(&tenure.days.certain.meet(&certain.into_iter().collect()));
        }
        verdict_days.breach = verdict_days.breach.join(&breach);
        if self.cause == Cause::Thresholds {
            return;
        }
        let graced = held.without(&ended.into_iter().collect()).without(&breach.certain);
        // Grace for every choice of dates, and however unknown figures turn out.
        let settled = DaySet::from(until(over(self.maybe_since))).without(&rechosen(self.maybe_since));
        let sure = matches!(self.cause, Cause::Affairs);
        let certain = tenure.days.certain.meet(&self.certain).meet(&settled);
        let watch = UncertainDays {
            certain: if sure { certain } else { DaySet::default() },
            possible: if self.maybe_since == since {
                graced.clone()
            } else {
                graced.within(until(over(self.maybe_since)))
            },
        };
        let unsettled = match self.cause {
            Cause::ThresholdsOrAccounts => graced,
            _ if self.maybe_since == since => DaySet::default(),
            _ => graced.without(&settled),
        };
        if self.cause != Cause::ThresholdsOrAccounts {
            verdict_days.watch = verdict_days.watch.join(&watch);
        }
        verdict_days.unknown =
            verdict_days.unknown.join(&UncertainDays { certain: DaySet::default(), possible: unsettled });
    }
}

/// Returns the days of two readings of the offices, one of which is right: what they say alike, and unknown where one of them
/// may be a breach.
pub(crate) fn either(x: VerdictDays, y: VerdictDays) -> VerdictDays {
    let one = |x: &DaySet, y: &DaySet| x.without(y).join(&y.without(x));
    let surely = |x: &UncertainDays, y: &UncertainDays| x.certain.without(&y.possible);
    let both = |x: &UncertainDays, y: &UncertainDays| x.meet(y);
    let differ = UncertainDays {
        certain: surely(&x.breach, &y.breach).join(&surely(&y.breach, &x.breach)),
        possible: one(&x.breach.possible, &y.breach.possible),
    };
    VerdictDays {
        breach: both(&x.breach, &y.breach),
        watch: UncertainDays {
            certain: x.watch.certain.meet(&y.watch.certain),
            possible: x.watch.possible.join(&y.watch.possible),
        },
        unknown: x.unknown.join(&y.unknown).join(&differ),
    }
}

#[cfg(test)]
mod tests;
