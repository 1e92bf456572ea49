//! One limit applied at any time: the gravest verdict of any day, without laying out all days.
//!
//! Intervals with the most seats come first, and the search ends when nothing graver can be found.

use crate::overboarding::board_timeline::{BoardTimeline, RankedSeats};
use crate::overboarding::company_sets::{CompanySets, LimitSets};
use crate::overboarding::eligibility::CompanyEligibility;
use crate::overboarding::limit_check::{LimitCheck, Quantifier};
use crate::{Context, Verdict};
use interlocks_core::model::{Day, DaySpan};
use interlocks_graph::Clock;

/// The days that decide, the same for every person and limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Period {
    /// The days up to the as-of date.
    described: DaySpan,
    /// The days that are asked about. At any time, what is to come has not happened.
    pub(super) asked: DaySpan,
    /// The days after the as-of date that the screen looks at.
    ahead: Option<DaySpan>,
    /// `true` if clear cases are wanted.
    clear: bool,
}

impl Period {
    pub(super) fn new(context: Context<'_>) -> Period {
        let (as_of, clock) = (context.as_of(), context.options.query.clock);
        let described = as_of.map_or(DaySpan::ALWAYS, |day| DaySpan { from: Day::MIN, to: day.plus(1) });
        Period {
            described,
            asked: if clock == Clock::Ever { described } else { clock.window() },
            ahead: as_of.and_then(|as_of| context.options.ahead.days(as_of)),
            clear: context.options.wants(Verdict::Clear),
        }
    }
}

/// Results about one person that several limits share.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    company_sets: CompanySets,
    /// The companies that matter under the last limit.
    limit_sets: LimitSets,
    ranked_seats: RankedSeats,
}

impl Scratch {
    /// Begins with another person.
    pub(super) fn begin(&mut self, timeline: &BoardTimeline, eligibility: &CompanyEligibility) {
        self.company_sets.load(timeline, eligibility);
        self.ranked_seats.clear();
    }

    /// Returns the most boards that may count in an interval under the last limit.
    fn most_of(&mut self, timeline: &BoardTimeline, rank: usize) -> usize {
        self.limit_sets.most_of(self.ranked_seats.companies(timeline, rank))
    }
}

/// The search for the gravest verdict on one person under one limit.
pub(super) struct AnyTime<'t> {
    pub(super) period: &'t Period,
    /// The ranked intervals of the person.
    pub(super) timeline: &'t BoardTimeline,
    pub(super) check: LimitCheck<'t>,
    /// The most that one board can weigh.
    pub(super) heaviest: usize,
}

/// The findings of the intervals so far.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    /// A breach for some choice of days.
    breach: bool,
    unknown: bool,
    /// A missing input decides for every choice of days.
    surely_unknown: bool,
    /// A breach that only begins after the as-of date.
    coming: bool,
}

impl AnyTime<'_> {
    /// Returns the verdict, and whether it is only possible; `None` if the limit does not concern the person. The verdict
    /// clear is only returned if clear cases are wanted. Equal to the verdict from all days, laid out.
    pub(super) fn verdict(&self, scratch: &mut Scratch) -> Option<(Verdict, bool)> {
        let limit = self.check.limit;
        // A limit with a market applies only where some company may lie in it.
        if !limit.scopes().all(|scope| scratch.company_sets.any_in(scope)) {
            return None;
        }
        scratch.company_sets.restrict(limit, &mut scratch.limit_sets);
        let LimitSets { counting, eligible, .. } = scratch.limit_sets;
        let (most, least) = (limit.rule.most as usize, limit.rule.least() as usize);
        let met = if limit.rule.is_policy() { Verdict::AbovePolicy } else { Verdict::Breach };
        let mut found = Found::default();
        if eligible * self.heaviest > least {
            let may_be_breached = counting * self.heaviest > most && limit.may_be_breached();
            for (rank, (seats, span)) in self.timeline.ranked().enumerate() {
                if seats * self.heaviest <= least || (found.surely_unknown && !may_be_breached) {
                    break;
                }
                if scratch.most_of(self.timeline, rank) * self.heaviest <= least {
                    continue;
                }
                if self.look_into(&mut found, may_be_breached, rank, span, scratch) {
                    return Some((met, false));
                }
            }
        }
        match found {
            Found { breach: true, .. } => Some((met, true)),
            Found { unknown: true, surely_unknown, .. } => Some((Verdict::Unknown, !surely_unknown)),
            Found { coming: true, .. } => Some((Verdict::Watch, true)),
            _ => (self.period.clear && self.is_worth_a_row(eligible, scratch)).then_some((Verdict::Clear, false)),
        }
    }

    /// Adds what holds in an interval to `found`. Returns `true` if it is a breach for every choice of days.
    fn look_into(
        &self,
        found: &mut Found,
        may_be_breached: bool,
        rank: usize,
        span: DaySpan,
        scratch: &mut Scratch,
    ) -> bool {
        let limit = self.check.limit;
        if !limit.in_force.possible.meets_span(span) {
            return false;
        }
        let active_seats = scratch.ranked_seats.active_seats(self.timeline, rank);
        let above = |quantifier| limit.is_exceeded(self.check.total(active_seats, quantifier), quantifier);
        // What only begins after the as-of date is to come.
        let known = span.meet(self.period.described).filter(|known| limit.in_force.possible.meets_span(*known));
        let Some(known) = known else {
            let coming = self.period.ahead.and_then(|ahead| span.meet(ahead));
            let coming = coming.is_some_and(|coming| limit.in_force.possible.meets_span(coming));
            found.coming |= coming && above(Quantifier::POSSIBLE);
            return false;
        };
        if !above(Quantifier::POSSIBLE_AT_WORST) {
            return false;
        }
        let surely_in_force = limit.in_force.certain.meets_span(known);
        if may_be_breached && above(Quantifier::POSSIBLE) {
            found.breach = true;
            if surely_in_force && above(Quantifier::CERTAIN) {
                return true;
            }
        }
        if !found.breach {
            found.unknown = true;
            found.surely_unknown |= surely_in_force && above(Quantifier::CERTAIN_AT_WORST);
        }
        false
    }

    /// Returns `true` if several boards may count on some day that is asked about. `eligible` is the number of companies
    /// that may count.
    fn is_worth_a_row(&self, eligible: usize, scratch: &mut Scratch) -> bool {
        let limit = self.check.limit;
        let several = limit.several();
        let asked = |span: DaySpan| {
            let asked = span.meet(self.period.asked);
            asked.is_some_and(|days| limit.in_force.possible.meets_span(days))
        };
        let intervals = self.timeline.ranked().enumerate().take_while(|(_, (seats, _))| *seats >= several);
        eligible >= several
            && intervals.filter(|(_, (_, span))| asked(*span)).any(|(rank, _)| {
                if scratch.most_of(self.timeline, rank) < several {
                    return false;
                }
                self.check.counts_several(scratch.ranked_seats.active_seats(self.timeline, rank))
            })
    }
}
