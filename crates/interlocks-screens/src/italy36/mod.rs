//! One person in office at two Italian financial firms that compete: Decree-Law 201/2011, article 36.
//!
//! The holder of both offices has a number of days from the later appointment to choose one (*watch*); after that both
//! offices lapse (*breach*). Control between the firms exempts, and the rule requires a minimum turnover of the firms.

mod days;
mod sector;
mod size;
#[cfg(test)]
mod tests;
mod write_up;

use rayon::prelude::*;

use super::competition::{Competition, Rivalry};
use super::control::common_control;
use super::rulebook::parameter;
use super::{Answer, Assess, CaseVerdict, Context, DatedAnswer, Row, Screen, Verdict, VerdictDays};
use interlocks_core::model::{Day, Spell};
use interlocks_core::stop::check;
use interlocks_graph::{CompanyIx, Entity, PersonIx, SeatIx};

use days::{Joint, Term, joint, offices};

/// The screen for one question.
pub(crate) struct Italy36<'a> {
    context: Context<'a>,
    competition: Competition<'a>,
    /// By company.
    classifications: Vec<Classification>,
    term: Term,
}

/// The answers that make the law apply to a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Classification {
    italian: Answer,
    financial: Answer,
}

impl Classification {
    const UNKNOWN: Classification = Classification { italian: Answer::Unknown, financial: Answer::Unknown };

    /// Returns yes if the law applies to the company.
    fn applies(self) -> Answer {
        self.italian.and(self.financial)
    }
}

/// A case: one person at two firms. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    person: PersonIx,
    firms: [CompanyIx; 2],
}

/// The answers to all that the rule asks about one person at two firms.
struct PairTest {
    seats: [Vec<SeatIx>; 2],
    joint: Joint,
    rivalry: Rivalry,
    /// Yes if both firms are Italian.
    italian: Answer,
    /// Yes if both firms are financial firms.
    financial: Answer,
    competing: DatedAnswer,
    /// One firm controls the other, or one owner controls both.
    control: DatedAnswer,
    size: DatedAnswer,
    verdict_days: VerdictDays,
}

impl<'a> Italy36<'a> {
    pub(crate) fn new(context: Context<'a>) -> Italy36<'a> {
        let graph = context.graph;
        let companies: Vec<CompanyIx> = graph.companies().collect();
        let classifications = companies
            .par_iter()
            .map(|company| Classification {
                italian: sector::is_italian(graph, *company),
                financial: sector::is_financial(graph, *company),
            })
            .collect();
        let whole = |parameter| context.rules.number(parameter) as i32;
        let term = Term {
            law: context.rules.day(parameter::ITALY_FROM).unwrap_or(Day::MAX),
            days: whole(parameter::ITALY_DAYS),
            at_first: whole(parameter::ITALY_DAYS_AT_FIRST),
        };
        Italy36 { context, competition: Competition::new(context), classifications, term }
    }

    fn classification(&self, company: CompanyIx) -> Classification {
        self.classifications.get(company.index()).copied().unwrap_or(Classification::UNKNOWN)
    }

    /// Returns the cases of one person: pairs of firms to which the law may apply and that may compete. If the data does
    /// not say whether two firms compete, only pairs to which the law certainly applies are returned.
    fn cases_of(&self, person: PersonIx) -> Vec<CaseVerdict<Case>> {
        check();
        let graph = self.context.graph;
        let mut firms: Vec<CompanyIx> = graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
        firms.dedup();
        firms.retain(|firm| self.classification(*firm).applies() != Answer::No);
        let mut cases = Vec::new();
        for (at, &a) in firms.iter().enumerate() {
            for &b in &firms[at + 1..] {
                let settled = [a, b].iter().all(|firm| self.classification(*firm).applies() == Answer::Yes);
                if settled || self.competition.may_compete(a, b) {
                    cases.extend(self.judge(Case { person, firms: [a, b] }));
                }
            }
        }
        cases
    }

    fn judge(&self, case: Case) -> Option<CaseVerdict<Case>> {
        let Context { graph, options, .. } = self.context;
        let [here, there] = case.firms.map(|firm| offices(graph, graph.seats_at(case.person, firm)));
        let joint = self.joint(&here, &there);
        if !joint.both.possible.meets(&options.query.clock.window().into()) {
            return None;
        }
        let ruling = self.test(case).verdict_days.ruling(self.context);
        let wanted = ruling.verdict != Verdict::Clear || options.wants(Verdict::Clear);
        wanted.then_some(CaseVerdict::new(&ruling, case))
    }

    fn joint(&self, here: &[SeatIx], there: &[SeatIx]) -> Joint {
        let spells =
            |seats: &[SeatIx]| -> Vec<Spell> { seats.iter().map(|seat| self.context.graph.spell(*seat)).collect() };
        joint(&spells(here), &spells(there), self.term)
    }

    fn test(&self, case: Case) -> PairTest {
        let graph = self.context.graph;
        let [a, b] = case.firms;
        let seats = case.firms.map(|firm| offices(graph, graph.seats_at(case.person, firm)));
        let joint = self.joint(&seats[0], &seats[1]);
        let [of_a, of_b] = case.firms.map(|firm| self.classification(firm));
        let rivalry = self.competition.between(a, b);
        let competing = if rivalry.is_possible() {
            DatedAnswer::known(rivalry.days())
        } else {
            DatedAnswer::constant(Answer::Unknown)
        };
        let control = common_control(graph, a, b);
        let size = size::large(self.context, a, b);
        let (italian, financial) = (of_a.italian.and(of_b.italian), of_a.financial.and(of_b.financial));
        let legs = DatedAnswer::constant(italian.and(financial)).and(&competing).and(&size).and(&control.negated());
        let met = DatedAnswer::known(joint.both.clone()).and(&legs);
        let overdue = DatedAnswer::known(joint.overdue.clone()).and(&legs);
        let verdict_days =
            VerdictDays { breach: overdue.yes.clone(), watch: met.yes.without(&overdue.yes), unknown: met.unknown() };
        PairTest { seats, joint, rivalry, italian, financial, competing, control, size, verdict_days }
    }
}

impl Assess for Italy36<'_> {
    const SCREEN: Screen = Screen::Italy36;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let people: Vec<PersonIx> = self.context.graph.people().collect();
        people.par_iter().with_min_len(1024).flat_map_iter(|person| self.cases_of(*person)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [a, b] = case.firms;
        vec![Entity::Person(case.person), Entity::Company(a), Entity::Company(b)]
    }

    fn explain(&self, case: &Case) -> Row {
        self.write_up(*case)
    }
}
