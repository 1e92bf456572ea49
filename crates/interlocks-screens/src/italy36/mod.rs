//! One person in office at two Italian financial firms that compete: Decree-Law 201/2011, article 36.
//!
//! The holder of both offices has a number of days from the later appointment to choose one
//! (*watch*); after them both lapse (*breach*). Control relations between the firms exempt, and the
//! rule asks for a size of the firms, by their turnover.

mod days;
mod sector;
mod size;
#[cfg(test)]
mod tests;
mod told;

use rayon::prelude::*;

use super::competition::{Competition, Rivalry};
use super::course::DatedAnswer;
use super::rulebook::{Parameter, parameter};
use super::{Answer, Asked, Case, Outcome, Row, Screen, Screening, Verdict};
use interlocks_analysis::ownership::Owners;
use interlocks_core::model::{Day, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, SeatIx, UncertainDays};

use days::{Joint, Term, joint, offices};

/// The screen at work.
pub struct Italy36<'a> {
    asked: Asked<'a>,
    competition: Competition<'a>,
    /// Whether each company is Italian, and whether it is financial.
    standing: Vec<[Answer; 2]>,
    term: Term,
}

/// One person at two companies, with all that the rule asks.
struct Test {
    seats: [Vec<SeatIx>; 2],
    joint: Joint,
    rivalry: Rivalry,
    italian: Answer,
    financial: Answer,
    competing: DatedAnswer,
    /// One controls the other, or one controller both.
    control: DatedAnswer,
    size: DatedAnswer,
    outcome: Outcome,
}

/// A share that only more than half at each step reaches.
const CONTROL_ALONE: f64 = 100.0;

impl<'a> Italy36<'a> {
    pub fn new(asked: Asked<'a>) -> Italy36<'a> {
        let graph = asked.graph;
        let companies: Vec<CompanyIx> = graph.companies().collect();
        let standing = companies
            .par_iter()
            .map(|company| [sector::is_italian(graph, *company), sector::is_financial(graph, *company)])
            .collect();
        let whole = |parameter| asked.rules.number(parameter) as i32;
        let term = Term {
            law: day_of(asked, parameter::ITALY_FROM),
            days: whole(parameter::ITALY_DAYS),
            at_first: whole(parameter::ITALY_DAYS_AT_FIRST),
        };
        Italy36 { asked, competition: Competition::new(asked), standing, term }
    }

    fn standing(&self, company: CompanyIx) -> [Answer; 2] {
        self.standing.get(company.index()).copied().unwrap_or([Answer::Unknown; 2])
    }

    /// The cases of one person: pairs of firms that may be concerned and may compete. Where nothing
    /// is said of competition it is asked only of two that are known to be Italian and financial.
    fn of_person(&self, person: PersonIx) -> Vec<Case> {
        let graph = self.asked.graph;
        let mut firms: Vec<CompanyIx> = graph.person_seats(person).map(|seat| graph.seat_company(seat)).collect();
        firms.dedup();
        firms.retain(|firm| !self.standing(*firm).contains(&Answer::No));
        let mut cases = Vec::new();
        for (at, &a) in firms.iter().enumerate() {
            for &b in &firms[at + 1..] {
                let settled = [a, b].iter().all(|firm| self.standing(*firm) == [Answer::Yes; 2]);
                if settled || self.competition.may_compete(a, b) {
                    cases.extend(self.case(person, a, b));
                }
            }
        }
        cases
    }

    fn case(&self, person: PersonIx, a: CompanyIx, b: CompanyIx) -> Option<Case> {
        let Asked { graph, options, .. } = self.asked;
        let [here, there] = [a, b].map(|firm| offices(graph, graph.seats_at(person, firm)));
        let joint = self.joint(&here, &there);
        if !joint.both.possible.meets(&options.query.clock.window().into()) {
            return None;
        }
        let ruling = self.test(person, a, b).outcome.ruling(graph, &options.query);
        let wanted = ruling.verdict != Verdict::Clear || options.wants(Verdict::Clear);
        wanted.then_some(Case {
            verdict: ruling.verdict,
            possible: !ruling.certain,
            screen: Screen::Italy36,
            test: 0,
            concerned: [person.number(), a.number(), b.number(), 0, 0],
        })
    }

    fn joint(&self, here: &[SeatIx], there: &[SeatIx]) -> Joint {
        let spells =
            |seats: &[SeatIx]| -> Vec<Spell> { seats.iter().map(|seat| self.asked.graph.spell(*seat)).collect() };
        joint(&spells(here), &spells(there), self.term)
    }

    fn test(&self, person: PersonIx, a: CompanyIx, b: CompanyIx) -> Test {
        let graph = self.asked.graph;
        let seats = [a, b].map(|firm| offices(graph, graph.seats_at(person, firm)));
        let joint = self.joint(&seats[0], &seats[1]);
        let both = |at: usize| self.standing(a)[at].and(self.standing(b)[at]);
        let rivalry = self.competition.between(a, b);
        let competing = if rivalry.is_possible() {
            DatedAnswer::known(rivalry.days())
        } else {
            DatedAnswer::constant(Answer::Unknown)
        };
        let control = control(graph, a, b);
        let size = size::large(self.asked, a, b);
        let [italian, financial] = [both(0), both(1)];
        let legs = DatedAnswer::constant(italian.and(financial)).and(&competing).and(&size).and(&control.negated());
        let met = DatedAnswer::known(joint.both.clone()).and(&legs);
        let overdue = DatedAnswer::known(joint.overdue.clone()).and(&legs);
        let outcome =
            Outcome { breach: overdue.yes.clone(), watch: met.yes.without(&overdue.yes), unknown: met.unknown() };
        Test { seats, joint, rivalry, italian, financial, competing, control, size, outcome }
    }
}

/// A date that the rules state as a number, YYYYMMDD.
fn day_of(asked: Asked<'_>, parameter: Parameter) -> Day {
    let number = asked.rules.number(parameter) as u32;
    let part = |value: u32| u8::try_from(value).unwrap_or_default();
    let year = i16::try_from(number / 10_000).unwrap_or_default();
    Day::from_ymd(year, part(number / 100 % 100), part(number % 100)).unwrap_or(Day::MAX)
}

/// When one firm controls the other, or one controller both.
fn control(graph: &BoardGraph, a: CompanyIx, b: CompanyIx) -> DatedAnswer {
    let [of_a, of_b] = [a, b].map(|firm| Owners::find(graph, firm));
    let mut found = DatedAnswer::default();
    for (owners, other) in [(&of_a, b), (&of_b, a)] {
        if let Some(owners) = owners {
            found = found.or(&controls(graph, owners, Entity::Company(other)));
        }
    }
    if let (Some(of_a), Some(of_b)) = (&of_a, &of_b) {
        for owner in graph.entities().filter(|owner| of_a.contains(*owner) && of_b.contains(*owner)) {
            found = found.or(&controls(graph, of_a, owner).and(&controls(graph, of_b, owner)));
        }
    }
    found
}

fn controls(graph: &BoardGraph, owners: &Owners<'_>, owner: Entity) -> DatedAnswer {
    if !owners.contains(owner) {
        return DatedAnswer::default();
    }
    let days = owners.ownership_spells(owner, CONTROL_ALONE).days;
    let (ties, _) = owners.chains(owner, &UncertainDays::always().possible);
    let stated = ties.iter().all(|tie| graph.tie_share(*tie).is_some());
    if stated { DatedAnswer::known(days) } else { DatedAnswer::partly(days) }
}

impl Screening for Italy36<'_> {
    fn cases(&self) -> Vec<Case> {
        let people: Vec<PersonIx> = self.asked.graph.people().collect();
        people.par_iter().with_min_len(1024).flat_map_iter(|person| self.of_person(*person)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [person, a, b, ..] = case.concerned;
        vec![
            Entity::Person(PersonIx::new(person)),
            Entity::Company(CompanyIx::new(a)),
            Entity::Company(CompanyIx::new(b)),
        ]
    }

    fn tell(&self, case: &Case) -> Row {
        self.told(case)
    }
}
