//! Independence of directors under NYSE 303A.02(b), Nasdaq 5605(a)(2), the codes of governance of several countries, and
//! any other rule that the tables of rules state by its look-backs and limits; see [`rule`].
//!
//! There is one verdict per rule and non-executive seat on a board: executive directors do not claim independence. A
//! breach is a circumstance because of which the rule does not count the director as independent, or doubts it. Inputs
//! that no table contains (direct pay, options) are listed as missing in every row of a rule that asks for them; such a row
//! is never clear.

mod auditors;
mod board;
mod circumstance;
mod committees;
mod employment;
pub(super) mod household;
mod links;
pub(super) mod lookback;
mod payments;
pub(super) mod roles;
mod rule;
mod tenure;
mod write_up;

use rayon::prelude::*;

use super::{Assess, CaseVerdict, Context, Count, Row, Ruling, Screen, Verdict, VerdictDays};
use board::Board;
use circumstance::{Circumstance, Detail, DirectorCheck, Grade, Question};
use household::{Member, family, non_executive_days};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};
use roles::RoleReadings;
use rule::Rule;
use write_up::WriteUp;

/// The screen for one question.
pub(crate) struct Independence<'a> {
    context: Context<'a>,
    /// The rules on independence, in the order of rows.
    rules: Vec<Rule>,
    roles: RoleReadings,
    /// `true` if the data names an auditor of any company.
    auditors: bool,
}

/// A case: one director of one company under one rule. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    /// The place of the rule in [`Independence::rules`].
    rule: usize,
    person: PersonIx,
    company: CompanyIx,
}

impl<'a> Independence<'a> {
    pub(crate) fn new(context: Context<'a>) -> Independence<'a> {
        let graph = context.graph;
        let auditors = graph.all_ties().any(|tie| auditors::audit(graph, tie).is_some());
        Independence { context, rules: Rule::all(context.rules), roles: RoleReadings::new(graph), auditors }
    }

    /// Returns the rules that apply to a company.
    fn rules_of(&self, company: CompanyIx) -> Vec<usize> {
        let graph = self.context.graph;
        if graph.is_listed(company) == Some(false) {
            return Vec::new();
        }
        let country = graph.country_reading(company);
        (0..self.rules.len()).filter(|rule| self.rules[*rule].concerns(country)).collect()
    }

    /// Returns the cases of one company.
    fn cases_of(&self, company: CompanyIx) -> Vec<CaseVerdict<Case>> {
        check();
        let Context { graph, options, .. } = self.context;
        let rules = self.rules_of(company);
        if rules.is_empty() {
            return Vec::new();
        }
        let board = Board::new(graph, company);
        let mut cases = Vec::new();
        for person in graph.company_people(company).filter(|person| self.is_asked_about(*person, company)) {
            let days = non_executive_days(graph, person, company);
            if self.context.holds(&days).is_none() {
                continue;
            }
            let candidate = Candidate::new(graph, person, days);
            for &rule in &rules {
                let days = self.days_under(rule, &candidate, company);
                if self.context.holds(&days).is_none() {
                    continue;
                }
                let ruling = self.assess(&self.check(&board, &candidate, (rule, &days), Detail::Verdict)).0;
                if options.wants(ruling.verdict) {
                    cases.push(CaseVerdict::new(&ruling, Case { rule, person, company }));
                }
            }
        }
        cases
    }

    fn is_asked_about(&self, person: PersonIx, company: CompanyIx) -> bool {
        let concerning = &self.context.options.concerning;
        let concerns = [Entity::Person(person), Entity::Company(company)];
        concerning.is_empty() || concerns.iter().any(|entity| concerning.contains(entity))
    }

    /// Returns the days on which a rule is put to a director.
    fn days_under(&self, rule: usize, candidate: &Candidate, company: CompanyIx) -> UncertainDays {
        let (rule, graph) = (&self.rules[rule], self.context.graph);
        let days = candidate.days.within(rule.days_in_force());
        if rule.is_of_chair() {
            return days.meet(&tenure::chair_days(graph, &self.roles, (candidate.director.person, company)));
        }
        days
    }

    fn check<'l>(
        &'l self,
        board: &'l Board<'l>,
        candidate: &'l Candidate,
        (rule, days): (usize, &'l UncertainDays),
        detail: Detail,
    ) -> DirectorCheck<'l> {
        let Candidate { director, family, .. } = candidate;
        let (context, auditors, rule, roles) = (self.context, self.auditors, &self.rules[rule], &self.roles);
        DirectorCheck { context, rule, roles, board, director, family, days, auditors, detail }
    }

    /// Returns the ruling if no circumstance decides: the questions that no table answers stay open.
    fn open(&self, days: &UncertainDays) -> Ruling {
        let open = VerdictDays { unknown: days.clone(), ..VerdictDays::default() };
        open.ruling(self.context)
    }

    /// Returns the ruling of a rule, with the circumstances that may hold at the clock.
    fn assess(&self, check: &DirectorCheck<'_>) -> (Ruling, Vec<Circumstance>) {
        let found = circumstances(check);
        let of = |grade: Grade| {
            let graded = found.iter().filter(|circumstance| circumstance.grade == grade);
            graded.fold(UncertainDays::default(), |days, circumstance| days.join(&circumstance.days))
        };
        let days =
            VerdictDays { breach: of(Grade::Counts), unknown: of(Grade::MissingInput), watch: of(Grade::BoardJudges) };
        let ruling = days.ruling(self.context);
        // Open questions apply to every director and would hide cases to watch, so they come last.
        let ruling = match ruling.verdict {
            Verdict::Unknown if ruling.coming.is_some() => Ruling { coming: ruling.coming, ..Ruling::watch() },
            Verdict::Breach | Verdict::AbovePolicy | Verdict::Watch => ruling,
            Verdict::Unknown | Verdict::Clear if check.rule.is_never_settled() => self.open(check.days),
            Verdict::Unknown => ruling,
            Verdict::Clear => self.open(&of(Grade::NoData)),
        };
        // If it is not known where the company is, it is not known whether the rule applies.
        let ruling = match ruling.verdict {
            Verdict::Unknown | Verdict::Clear => ruling,
            _ if check.is_of_market() => ruling,
            _ if ruling.only_coming().is_some() => self.open(check.days),
            _ => Ruling::new(Verdict::Unknown, ruling.certain, ruling.days),
        };
        (ruling, found)
    }
}

/// A non-executive director.
struct Candidate {
    director: Member,
    family: Vec<Member>,
    /// The days on the board without being an executive.
    days: UncertainDays,
}

impl Candidate {
    fn new(graph: &BoardGraph, person: PersonIx, days: UncertainDays) -> Candidate {
        Candidate { director: Member::director(graph, person), family: family(graph, person), days }
    }
}

impl Assess for Independence<'_> {
    const SCREEN: Screen = Screen::Independence;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let companies = 0..self.context.graph.company_count() as u32;
        companies.into_par_iter().flat_map_iter(|company| self.cases_of(CompanyIx::new(company))).collect()
    }

    fn tally(&self, wanted: &(dyn Fn(&CaseVerdict<Case>) -> bool + Sync)) -> Count {
        let of_company = |company: u32| Count::of(Self::SCREEN, &self.cases_of(CompanyIx::new(company)), wanted);
        let companies = 0..self.context.graph.company_count() as u32;
        companies.into_par_iter().map(of_company).reduce(|| Count::new(Self::SCREEN), Count::plus)
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        vec![Entity::Person(case.person), Entity::Company(case.company)]
    }

    fn explain(&self, case: &Case) -> Row {
        let graph = self.context.graph;
        let board = Board::new(graph, case.company);
        let days = non_executive_days(graph, case.person, case.company);
        let candidate = Candidate::new(graph, case.person, days);
        let days = self.days_under(case.rule, &candidate, case.company);
        let check = self.check(&board, &candidate, (case.rule, &days), Detail::Full);
        let (ruling, circumstances) = self.assess(&check);
        WriteUp { check, ruling, circumstances }.row()
    }
}

/// Returns all circumstances that a rule asks about, in its order.
fn circumstances(check: &DirectorCheck<'_>) -> Vec<Circumstance> {
    let mut circumstances = Vec::new();
    for question in check.rule.questions() {
        match question {
            Question::Employee => employment::employee(check, &mut circumstances),
            Question::Family => employment::family(check, &mut circumstances),
            Question::Auditor => auditors::auditors(check, &mut circumstances),
            Question::PayCommittee => committees::pay_committees(check, &mut circumstances),
            Question::Payments => payments::payments(check, &mut circumstances),
            Question::Business => links::business(check, &mut circumstances),
            Question::CrossDirectorship => links::cross_directorships(check, &mut circumstances),
            Question::Shareholder => links::shareholders(check, &mut circumstances),
            Question::Tenure => tenure::tenure(check, &mut circumstances),
            // Asked in every row, since no table answers them.
            Question::Pay | Question::Remuneration => {}
        }
    }
    circumstances
}

#[cfg(test)]
mod tests;
