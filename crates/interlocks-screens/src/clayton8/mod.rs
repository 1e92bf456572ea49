//! Section 8 of the Clayton Act (15 U.S.C. 19): no person may be a director or officer of two competing corporations at
//! once, if both are large enough and their competitive sales are not minor.
//!
//! | file | content |
//! |---|---|
//! | `offices.rs` | offices at two companies: held by one person, by an observer, or by several people of one firm |
//! | `criteria.rs` | the test on one day, from thresholds and accounts |
//! | `days.rs` | the days on which the test is met, with the year of grace |
//! | `write_up.rs` | the row of a case |
//!
//! Definitions, exceptions and the readings chosen are in docs/rules/clayton8.md.

mod criteria;
mod days;
mod offices;
mod write_up;

use rayon::prelude::*;

use super::competition::Competition;
use super::rulebook::parameter;
use super::{Assess, CaseVerdict, Context, Row, Ruling, Screen, VerdictDays};
use interlocks_core::model::Day;
use interlocks_graph::{Entity, UncertainDays};

use criteria::Dyad;
use days::ReadingDays;
use offices::Link;

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

    fn verdict_days(&self, link: &Link, tenure: &UncertainDays) -> VerdictDays {
        let dyad = Dyad::new(self.context.graph, self.context.rules, link.companies);
        let compete = self.competition.between(link.companies[0], link.companies[1]).days();
        let years = self.context.rules.number(parameter::GRACE_YEARS) as i32;
        let readings = ReadingDays::new(&dyad, &tenure.meet(&compete).possible, self.undated());
        let days = days::verdict_days(&readings, tenure, &compete, |event| event.plus_years(years));
        if link.route.is_office() {
            return days;
        }
        // A breach for a director or officer is only to watch here.
        VerdictDays { breach: UncertainDays::default(), watch: days.watch.join(&days.breach), unknown: days.unknown }
    }

    /// Returns the verdict on two offices, or `None` if they were never held while the two companies competed.
    fn ruling(&self, link: &Link) -> Option<Ruling> {
        let Context { graph, options, .. } = self.context;
        let tenure = link.tenure_of(graph);
        let [a, b] = link.companies;
        let together = tenure.meet(&self.competition.between(a, b).days());
        let query = &options.query;
        query.clock.holds(&together.certain, &together.possible, graph.as_of())?;
        Some(self.verdict_days(link, &tenure).ruling(self.context))
    }
}

impl Assess for Clayton8<'_> {
    const SCREEN: Screen = Screen::Clayton8;
    type Case = Link;

    fn cases(&self) -> Vec<CaseVerdict<Link>> {
        let links = offices::links(self.context.graph, &self.competition);
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
