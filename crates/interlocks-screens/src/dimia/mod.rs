//! The Depository Institution Management Interlocks Act (12 U.S.C. 3201 to 3208): no management official of two unaffiliated
//! depository organisations with offices in one area, or that are both above the major-asset threshold.
//!
//! | file | content |
//! |---|---|
//! | `organisations.rs` | the depository organisations of the data |
//! | `criteria.rs` | assets by day, and the area |
//! | `write_up.rs` | the row of a case |
//!
//! docs/rules/dimia.md has the readings chosen.

mod criteria;
mod organisations;
#[cfg(test)]
mod tests;
mod write_up;

use rayon::prelude::*;

use super::clayton8::days::{either, verdict_days};
use super::clayton8::offices::{Choosing, Tenure};
use super::control::common_control;
use super::named_offices::{held, held_spells};
use super::rulebook::{Offices, parameter};
use super::{Answer, Assess, CaseVerdict, Context, DatedAnswer, Row, Screen, VerdictDays};
use interlocks_core::model::{Day, Spell};
use interlocks_core::stop::check;
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

use criteria::Criteria;
use organisations::Organisations;

/// The screen for one question.
pub(crate) struct Dimia<'a> {
    context: Context<'a>,
    organisations: Organisations,
}

/// A case: one person at two organisations. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    person: PersonIx,
    companies: [CompanyIx; 2],
}

/// The answers to all that the Act asks about one person at two organisations.
struct Test<'a> {
    offices: DatedAnswer,
    /// Yes if both are depository organisations of the United States.
    covered: Answer,
    /// One controls the other, or one owner controls both.
    affiliates: DatedAnswer,
    criteria: Criteria<'a>,
    verdict_days: VerdictDays,
}

impl<'a> Dimia<'a> {
    pub(crate) fn new(context: Context<'a>) -> Dimia<'a> {
        Dimia { context, organisations: Organisations::find(context.graph) }
    }

    fn judge(&self, case: Case) -> Option<CaseVerdict<Case>> {
        let test = self.test(case);
        let offices = &test.offices.maybe;
        self.context.holds(offices)?;
        Some(CaseVerdict::new(&test.verdict_days.ruling(self.context), case))
    }

    fn test(&self, case: Case) -> Test<'a> {
        let graph = self.context.graph;
        let [a, b] = case.companies;
        let [x, y] = case.companies.map(|company| held(graph, case.person, company, Offices::Office));
        let offices = x.and(&y);
        let covered = self.organisations.covered(a).and(self.organisations.covered(b));
        let affiliates = common_control(graph, a, b);
        let criteria = Criteria::new(self.context, case.companies);
        let readings = criteria.readings(&offices.maybe.possible);
        let months = self.context.rules.number(parameter::DIMIA_GRACE_MONTHS) as i32;
        let over = |event: Day| event.plus_months(months).map_or(Day::MAX, |day| day.plus(1));
        let spells = case.companies.map(|company| held_spells(graph, case.person, company, Offices::Office));
        let of = |days: &UncertainDays, spells: [&Vec<Spell>; 2]| {
            let choosings = spells.into_iter().flatten().filter_map(Choosing::of_spell).collect();
            verdict_days(&readings, &Tenure { days: days.clone(), choosings }, &UncertainDays::always(), over)
        };
        let [(sure_here, here), (sure_there, there)] = &spells;
        let mut days = of(&offices.maybe, [here, there]);
        if (sure_here, sure_there) != (here, there) {
            days = either(of(&offices.yes, [sure_here, sure_there]), days);
        }
        let asked = DatedAnswer::constant(covered).and(&affiliates.negated());
        let verdict_days = VerdictDays {
            breach: days.breach.meet(&asked.yes),
            watch: days.watch.meet(&asked.yes),
            unknown: days.unknown.meet(&asked.maybe).join(&days.breach.meet(&asked.unknown())),
        };
        Test { offices, covered, affiliates, criteria, verdict_days }
    }
}

impl Assess for Dimia<'_> {
    const SCREEN: Screen = Screen::Dimia;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let graph = self.context.graph;
        let of_company = |company: &CompanyIx| -> Vec<CaseVerdict<Case>> {
            check();
            let a = *company;
            let mut found = Vec::new();
            for person in graph.company_people(a) {
                let mut others: Vec<CompanyIx> =
                    graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
                others.dedup();
                for b in others.into_iter().filter(|b| *b > a && self.organisations.has(*b)) {
                    found.extend(self.judge(Case { person, companies: [a, b] }));
                }
            }
            found
        };
        self.organisations.all().par_iter().flat_map_iter(of_company).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [a, b] = case.companies;
        vec![Entity::Person(case.person), Entity::Company(a), Entity::Company(b)]
    }

    fn explain(&self, case: &Case) -> Row {
        self.write_up(*case)
    }
}
