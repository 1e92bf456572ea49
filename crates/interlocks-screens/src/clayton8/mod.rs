//! Section 8 of the Clayton Act (15 U.S.C. 19): no person may be a director or officer of two competing corporations at
//! once, if both are large enough and their competitive sales are not minor.
//!
//! | file | content |
//! |---|---|
//! | `firms.rs` | the people who act for a firm |
//! | `offices.rs` | offices at two companies: held by one person, by an observer, or by several people of one firm |
//! | `links.rs` | finds all of them |
//! | `entity.rs` | banks, partnerships and limited liability companies |
//! | `criteria.rs` | the test on one day, from thresholds and accounts |
//! | `days.rs` | the days on which the test is met, with the year of grace |
//! | `write_up.rs` | the row of a case |
//!
//! Definitions, exceptions and the readings chosen are in docs/rules/clayton8.md.

mod criteria;
pub(crate) mod days;
pub(crate) mod entity;
mod firms;
mod links;
pub(crate) mod offices;
mod write_up;

use rayon::prelude::*;

use super::competition::Competition;
use super::rulebook::parameter;
use super::{Assess, CaseVerdict, Context, Row, Ruling, Screen, VerdictDays};
use interlocks_core::model::Day;
use interlocks_core::stop::check;
use interlocks_graph::{Entity, UncertainDays};

use criteria::Dyad;
use days::{ReadingDays, either};
use offices::{Counted, Link, Route, Tenure};

/// The screen for one question.
pub(crate) struct Clayton8<'a> {
    context: Context<'a>,
    competition: Competition<'a>,
}

impl<'a> Clayton8<'a> {
    pub(crate) fn new(context: Context<'a>) -> Clayton8<'a> {
        Clayton8 { context, competition: Competition::new(context) }
    }

    /// Returns the one day whose thresholds and accounts count, if dates are ignored.
    fn undated(&self) -> Option<Day> {
        let newest = || self.context.rules.thresholds().last().map(|threshold| threshold.effective.last);
        let day = self.context.graph.about().as_of.or_else(newest);
        day.filter(|_| self.context.graph.is_undated())
    }

    /// Returns the days on which two companies compete, and what the figures of each day say.
    fn readings(&self, dyad: &Dyad<'_>, tenure: &UncertainDays) -> (UncertainDays, ReadingDays) {
        let [a, b] = dyad.companies;
        let compete = self.competition.between(a, b).days();
        let readings = ReadingDays::new(dyad, &tenure.meet(&compete).possible, self.undated());
        (compete, readings)
    }

    fn verdict_days(&self, link: &Link) -> VerdictDays {
        let graph = self.context.graph;
        let dyad = Dyad::new(graph, self.context.rules, link.companies);
        let [sure, perhaps, all] =
            [Counted::Sure, Counted::Perhaps, Counted::Observers].map(|counted| link.tenure(graph, counted));
        let (compete, readings) = self.readings(&dyad, &all.days);
        let of = |tenure: &Tenure| days::verdict_days(&readings, tenure, &compete, |event| self.grace_over(event));
        if !link.route.is_office() {
            return only_watched(of(&all));
        }
        let mut days = of(&perhaps);
        if sure != perhaps {
            days = either(of(&sure), days);
        }
        if link.route == Route::Firm {
            days = watched_outside(days, &link.stated_right(graph));
            if perhaps != all {
                let observing = only_watched(of(&all));
                days.watch = days.watch.join(&observing.watch);
                days.unknown = days.unknown.join(&observing.unknown);
            }
        }
        if dyad.are_corporations() { days } else { only_watched(days) }
    }

    /// Returns the first day after the year of grace from an event.
    fn grace_over(&self, event: Day) -> Day {
        let years = self.context.rules.number(parameter::GRACE_YEARS) as i32;
        event.plus_years(years).plus(1)
    }

    /// Returns the verdict on two offices, or `None` if they were never held while the two companies competed.
    fn ruling(&self, link: &Link) -> Option<Ruling> {
        check();
        let Context { graph, .. } = self.context;
        let [a, b] = link.companies;
        let together = link.tenure(graph, Counted::Observers).days.meet(&self.competition.between(a, b).days());
        self.context.holds(&together)?;
        Some(self.verdict_days(link).ruling(self.context))
    }
}

/// Returns the same days with those of a breach to watch.
fn only_watched(days: VerdictDays) -> VerdictDays {
    VerdictDays { breach: UncertainDays::default(), watch: days.watch.join(&days.breach), unknown: days.unknown }
}

/// Returns the same days with those of a breach outside some others to watch.
fn watched_outside(days: VerdictDays, right: &UncertainDays) -> VerdictDays {
    let watch = days.watch.join(&days.breach.without(right));
    VerdictDays { breach: days.breach.meet(right), watch, unknown: days.unknown }
}

impl Assess for Clayton8<'_> {
    const SCREEN: Screen = Screen::Clayton8;
    type Case = Link;

    fn cases(&self) -> Vec<CaseVerdict<Link>> {
        let links = links::links(self.context.graph, &self.competition);
        let judged = links.par_iter().filter_map(|link| Some(CaseVerdict::new(&self.ruling(link)?, *link)));
        judged.collect()
    }

    fn concerned(&self, link: &Link) -> Vec<Entity> {
        let companies = link.companies.into_iter().map(Entity::Company);
        companies.chain(link.people.into_iter().map(Entity::Person)).chain(link.firm).collect()
    }

    fn explain(&self, link: &Link) -> Row {
        write_up::row(self, link)
    }
}

#[cfg(test)]
mod tests;
