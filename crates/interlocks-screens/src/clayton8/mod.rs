//! Section 8 of the Clayton Act (15 U.S.C. 19): nobody may be director or officer of two competing
//! corporations at once, where both are large enough and compete for more than a little.
//!
//! | file | what it answers |
//! |---|---|
//! | `offices.rs` | who holds offices at two companies: one person, an observer, or one firm through several people |
//! | `legs.rs` | the test on one day, from thresholds and accounts |
//! | `days.rs` | on which days it is met, with the year of grace |
//! | `told.rs` | a case in full |
//!
//! Definitions, exceptions and the readings chosen are in docs/rules/clayton8.md.

mod days;
mod legs;
mod offices;
mod told;

use rayon::prelude::*;

use super::competition::Competition;
use super::rulebook::parameter;
use super::{Asked, Case, Outcome, Row, Ruling, Screening, Verdict};
use interlocks_core::model::Day;
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

use days::Readings;
use legs::Dyad;
use offices::{Link, Route};

/// The screen at work.
pub struct Clayton8<'a> {
    asked: Asked<'a>,
    competition: Competition<'a>,
}

impl<'a> Clayton8<'a> {
    pub fn new(asked: Asked<'a>) -> Clayton8<'a> {
        Clayton8 { asked, competition: Competition::new(asked) }
    }

    /// Where dates are ignored, the one day whose thresholds and accounts count.
    fn undated(&self) -> Option<Day> {
        let newest = || self.asked.rules.thresholds().last().map(|threshold| threshold.effective.last);
        let day = self.asked.graph.about().as_of.or_else(newest);
        day.filter(|_| self.asked.graph.is_undated())
    }

    fn outcome(&self, link: &Link, service: &UncertainDays) -> Outcome {
        let dyad = Dyad::new(self.asked.graph, self.asked.rules, link.companies);
        let compete = self.competition.between(link.companies[0], link.companies[1]).days();
        let years = self.asked.rules.number(parameter::GRACE_YEARS) as i32;
        let read = Readings::of(&dyad, &service.meet(&compete).possible, self.undated());
        let outcome = days::outcome(&read, service, &compete, |event| event.plus_years(years));
        if link.route.is_office() {
            return outcome;
        }
        // What would be a breach for an officer is one to watch.
        Outcome {
            breach: UncertainDays::default(),
            watch: outcome.watch.join(&outcome.breach),
            unknown: outcome.unknown,
        }
    }

    /// The verdict on two offices; none where they never were held while the two competed.
    fn ruling(&self, link: &Link) -> Option<Ruling> {
        let Asked { graph, options, .. } = self.asked;
        let service = link.tenure_of(graph);
        let [a, b] = link.companies;
        let together = service.meet(&self.competition.between(a, b).days());
        let query = &options.query;
        query.clock.holds(&together.certain, &together.possible, graph.as_of())?;
        Some(self.outcome(link, &service).ruling(graph, query))
    }

    fn case(&self, link: &Link) -> Option<Case> {
        let ruling = self.ruling(link)?;
        let [a, b] = link.companies;
        let [p, q] = link.people;
        let firm = link.firm.map_or(0, |firm| self.asked.graph.entity_number(firm) + 1);
        Some(Case {
            verdict: ruling.verdict,
            possible: ruling.verdict != Verdict::Clear && !ruling.certain,
            screen: super::Screen::Clayton8,
            test: link.route as u16,
            concerned: [a.number(), b.number(), p.number(), q.number(), firm],
        })
    }

    fn link(&self, case: &Case) -> Link {
        let [a, b, p, q, firm] = case.concerned;
        Link {
            route: Route::ALL[usize::from(case.test)],
            companies: [CompanyIx::new(a), CompanyIx::new(b)],
            people: [PersonIx::new(p), PersonIx::new(q)],
            firm: firm.checked_sub(1).map(|firm| self.asked.graph.entity(firm)),
        }
    }
}

impl Screening for Clayton8<'_> {
    fn cases(&self) -> Vec<Case> {
        let links = offices::links(self.asked.graph, &self.competition);
        links.par_iter().filter_map(|link| self.case(link)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let Link { companies, people, firm, .. } = self.link(case);
        let companies = companies.into_iter().map(Entity::Company);
        companies.chain(people.into_iter().map(Entity::Person)).chain(firm).collect()
    }

    fn tell(&self, case: &Case) -> Row {
        told::row(self, case)
    }
}

#[cfg(test)]
mod tests;
