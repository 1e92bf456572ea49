//! Directors who, by a rule, do not count as independent: NYSE 303A.02(b), Nasdaq 5605(a)(2), and
//! provision 10 of the UK Corporate Governance Code.
//!
//! One verdict for each rule and each seat on a board that is not held by an executive of the company:
//! an executive director claims no independence. A breach is a circumstance by which the rule does
//! not count the director as independent, or doubts it. What no table can say (direct pay, options)
//! is asked for in every row; such a row is never clear.

mod auditors;
mod board;
mod circumstance;
mod committees;
mod employment;
pub(super) mod household;
mod links;
mod lookback;
mod payments;
mod rule;
mod telling;

use rayon::prelude::*;

use super::{Asked, Case, Outcome, Row, Ruling, Screen, Screening, Verdict};
use board::Board;
use circumstance::{Circumstance, Grade, Look, Question};
use household::{Member, family, out_of_office};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};
use rule::Rule;
use telling::Telling;

/// The screen at work.
pub struct Independence<'a> {
    asked: Asked<'a>,
    /// Whether the data has an auditor of any company.
    auditors: bool,
}

impl<'a> Independence<'a> {
    pub fn new(asked: Asked<'a>) -> Independence<'a> {
        let graph = asked.graph;
        let auditors = graph.all_ties().any(|tie| auditors::audit(graph, tie).is_some());
        Independence { asked, auditors }
    }

    /// The rules to which a company is put.
    fn rules(&self, company: CompanyIx) -> Vec<Rule> {
        let graph = self.asked.graph;
        if graph.is_listed(company) == Some(false) {
            return Vec::new();
        }
        Rule::ALL.into_iter().filter(|rule| rule.concerns(graph.country(company))).collect()
    }

    /// The cases of one company.
    fn of_company(&self, company: CompanyIx) -> Vec<Case> {
        let Asked { graph, options, .. } = self.asked;
        let rules = self.rules(company);
        if rules.is_empty() {
            return Vec::new();
        }
        let board = Board::of(graph, company);
        let mut cases = Vec::new();
        for person in graph.company_people(company).filter(|person| self.is_asked_for(*person, company)) {
            let days = out_of_office(graph, person, company);
            if options.query.clock.holds(&days.certain, &days.possible, graph.as_of()).is_none() {
                continue;
            }
            let candidate = Candidate::new(graph, person, days);
            for rule in &rules {
                let ruling = self.weigh(&self.look(&board, &candidate, *rule, false)).0;
                if options.wants(ruling.verdict) {
                    cases.push(Case {
                        verdict: ruling.verdict,
                        possible: !ruling.certain,
                        screen: Screen::Independence,
                        test: rule.number(),
                        concerned: [person.number(), company.number(), 0, 0, 0],
                    });
                }
            }
        }
        cases
    }

    fn is_asked_for(&self, person: PersonIx, company: CompanyIx) -> bool {
        let concerning = &self.asked.options.concerning;
        let concerns = [Entity::Person(person), Entity::Company(company)];
        concerning.is_empty() || concerns.iter().any(|entity| concerning.contains(entity))
    }

    fn look<'l>(&self, board: &'l Board, candidate: &'l Candidate, rule: Rule, telling: bool) -> Look<'l>
    where
        'a: 'l,
    {
        let Candidate { director, family, days } = candidate;
        Look { asked: self.asked, rule, board, director, family, days, auditors: self.auditors, telling }
    }

    /// What is said where nothing settles it: of every director questions stay open that no table
    /// answers.
    fn open(&self, days: &UncertainDays) -> Ruling {
        let open = Outcome { unknown: days.clone(), ..Outcome::default() };
        open.ruling(self.asked.graph, &self.asked.options.query)
    }

    /// What a rule comes to, with the circumstances that may be there at the clock.
    fn weigh(&self, look: &Look<'_>) -> (Ruling, Vec<Circumstance>) {
        let found = circumstances(look);
        let of = |grade: Grade| {
            let graded = found.iter().filter(|circumstance| circumstance.grade == grade);
            graded.fold(UncertainDays::default(), |days, circumstance| days.join(&circumstance.days))
        };
        let outcome = Outcome { breach: of(Grade::Counts), unknown: of(Grade::Untold), watch: of(Grade::Judge) };
        let ruling = outcome.ruling(self.asked.graph, &self.asked.options.query);
        // The open questions would hide whatever there is to watch, and so come last.
        let settled = matches!(ruling.verdict, Verdict::Breach | Verdict::Watch);
        (if settled { ruling } else { self.open(look.days) }, found)
    }
}

/// Somebody on a board who is no executive there.
struct Candidate {
    director: Member,
    family: Vec<Member>,
    /// The days on which they are.
    days: UncertainDays,
}

impl Candidate {
    fn new(graph: &BoardGraph, person: PersonIx, days: UncertainDays) -> Candidate {
        Candidate { director: Member::director(graph, person), family: family(graph, person), days }
    }
}

impl Screening for Independence<'_> {
    fn cases(&self) -> Vec<Case> {
        let companies = 0..self.asked.graph.company_count() as u32;
        companies.into_par_iter().flat_map_iter(|company| self.of_company(CompanyIx::new(company))).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [person, company, ..] = case.concerned;
        vec![Entity::Person(PersonIx::new(person)), Entity::Company(CompanyIx::new(company))]
    }

    fn tell(&self, case: &Case) -> Row {
        let [person, company, ..] = case.concerned;
        let rule = Rule::numbered(case.test);
        let (person, board) = (PersonIx::new(person), Board::of(self.asked.graph, CompanyIx::new(company)));
        let days = out_of_office(self.asked.graph, person, board.company);
        let candidate = Candidate::new(self.asked.graph, person, days);
        let look = self.look(&board, &candidate, rule, true);
        let (ruling, found) = self.weigh(&look);
        Telling { look, ruling, found }.row()
    }
}

/// Everything a rule asks about, in its order.
fn circumstances(look: &Look<'_>) -> Vec<Circumstance> {
    let mut found = Vec::new();
    for question in Question::of(look.rule) {
        match question {
            Question::Employee => employment::employee(look, &mut found),
            Question::Family => employment::family(look, &mut found),
            Question::Auditor => auditors::auditors(look, &mut found),
            Question::PayCommittee => committees::pay_committees(look, &mut found),
            Question::Payments => payments::payments(look, &mut found),
            Question::Business => links::business(look, &mut found),
            Question::CrossDirectorship => links::cross_directorships(look, &mut found),
            Question::Shareholder => links::shareholders(look, &mut found),
            Question::Tenure => employment::tenure(look, &mut found),
            // Told of everybody, and weighed of nobody.
            Question::Pay | Question::Remuneration => {}
        }
    }
    found
}

#[cfg(test)]
mod tests;
