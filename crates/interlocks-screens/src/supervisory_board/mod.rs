//! Who may not sit on a German supervisory board (AktG s. 100(2) sentence 1 nos. 2 and 4, s. 105(1)).
//!
//! - `de-aktg-100-2-2`: a legal representative of a company that depends on the company.
//! - `de-aktg-100-2-4`: whoever was on the management board of the same listed company in the last two years, unless proposed
//!   by holders of more than 25 % of the votes, which the data cannot tell.
//! - `de-aktg-105`: a member of the management board of the same company.
//!
//! The crossed seats of no. 3 are a test of the screen `cross-directorship`, the number of seats (no. 1) one of
//! `overboarding`. A non-executive seat on the board of a German company counts as one on its supervisory board; if the role
//! does not say so, the member of both boards (s. 105) is an open case.

mod offices;
mod write_up;

#[cfg(test)]
mod tests;

use rayon::prelude::*;

use super::cross::german::is_german;
use super::group::{Relative, subsidiaries};
use super::rulebook::parameter;
use super::{Answer, Assess, CaseVerdict, Context, DatedAnswer, Row, Ruling, Screen, Verdict, VerdictDays};
use interlocks_core::model::vocabulary::{CompanyForm, CompanyName};
use interlocks_core::stop::check;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, PersonIx, UncertainDays};

use offices::{both_boards, former_manager, managing, supervising};

/// A test of the screen. The order of variants is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Test {
    /// A representative of a dependent company.
    Dependent,
    /// A former member of the management board.
    Former,
    /// A member of both boards.
    BothBoards,
}

impl Test {
    /// Returns the id of the rule, which is the name of the test.
    fn id(self) -> &'static str {
        match self {
            Test::Dependent => "de-aktg-100-2-2",
            Test::Former => "de-aktg-100-2-4",
            Test::BothBoards => "de-aktg-105",
        }
    }
}

/// A case. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    test: Test,
    person: PersonIx,
    company: CompanyIx,
    /// The dependent company.
    dependent: Option<CompanyIx>,
}

/// The screen for one question.
pub(crate) struct SupervisoryBoard<'a> {
    context: Context<'a>,
    cooling_years: i32,
    proposal_percent: f64,
}

/// A case with what its verdict rests on.
struct Judged {
    case: Case,
    /// The days on the supervisory board.
    supervising: UncertainDays,
    /// The days of the office that bars from it; for a former office, of the years after it.
    barring: DatedAnswer,
    /// Control over the dependent company.
    control: DatedAnswer,
    /// Whether the company has a supervisory board under this law.
    stock_corporation: Answer,
    /// Whether the shares are listed, where the law asks.
    listed: Answer,
    verdict_days: VerdictDays,
}

impl<'a> SupervisoryBoard<'a> {
    pub(crate) fn new(context: Context<'a>) -> SupervisoryBoard<'a> {
        SupervisoryBoard {
            context,
            cooling_years: context.rules.number(parameter::AKTG_100_YEARS).round().clamp(0.0, 100.0) as i32,
            proposal_percent: context.rules.number(parameter::AKTG_100_PERCENT),
        }
    }

    /// Returns the cases of a German company: its people with an office there or at a company that depends on it.
    fn cases_of(&self, company: CompanyIx) -> Vec<CaseVerdict<Case>> {
        check();
        let graph = self.context.graph;
        if is_german(graph, company) != Answer::Yes {
            return Vec::new();
        }
        let mut cases = Vec::new();
        for Relative { company: dependent, control } in subsidiaries(graph, company) {
            let case = |person| Case { test: Test::Dependent, person, company, dependent: Some(dependent) };
            let people = graph.shared_people(company, dependent).into_iter();
            cases.extend(people.filter_map(|person| self.judge(case(person), control.clone())));
        }
        let always = DatedAnswer::known(UncertainDays::always());
        for person in graph.company_people(company) {
            let mut seats = graph.seats_at(person, company);
            let executive = graph.seats_at(person, company).any(|seat| graph.is_executive(seat));
            if executive && seats.any(|seat| graph.is_board(seat) && !graph.is_executive(seat)) {
                let case = |test| Case { test, person, company, dependent: None };
                let tests = [Test::Former, Test::BothBoards].into_iter();
                cases.extend(tests.filter_map(|test| self.judge(case(test), always.clone())));
            }
        }
        cases
    }

    /// Returns the verdict of a case; `None` if the law does not concern it at the clock of the question.
    fn judge(&self, case: Case, control: DatedAnswer) -> Option<CaseVerdict<Case>> {
        let ruling = self.ruling(&self.judged(case, control));
        // Both offices at no common day are no case.
        (ruling.verdict != Verdict::Clear).then(|| CaseVerdict::new(&ruling, case))
    }

    /// Returns a case with what its verdict rests on, given the days of control over the dependent company.
    fn judged(&self, case: Case, control: DatedAnswer) -> Judged {
        let Case { test, person, company, dependent } = case;
        let graph = self.context.graph;
        let stock_corporation = is_stock_corporation(graph, company);
        let supervising = supervising(graph, person, company);
        let (barring, listed) = match test {
            Test::Dependent => (managing(graph, person, dependent.unwrap_or(company)), Answer::Yes),
            Test::Former => {
                let former = former_manager(graph, person, company, self.cooling_years);
                (former, Answer::from(graph.is_listed(company)))
            }
            Test::BothBoards => (both_boards(graph, person, company), Answer::Yes),
        };
        let open = DatedAnswer::constant(stock_corporation.and(listed));
        let met = DatedAnswer::known(supervising.clone()).and(&barring).and(&control).and(&open);
        let verdict_days = VerdictDays::from(&met);
        Judged { case, supervising, barring, control, stock_corporation, listed, verdict_days }
    }

    /// Returns the days of control over the dependent company of a case.
    fn control(&self, case: Case) -> DatedAnswer {
        let always = DatedAnswer::known(UncertainDays::always());
        let Some(dependent) = case.dependent else { return always };
        let found = subsidiaries(self.context.graph, case.company).into_iter().find(|own| own.company == dependent);
        found.map(|relative| relative.control).unwrap_or_default()
    }

    fn ruling(&self, judged: &Judged) -> Ruling {
        judged.verdict_days.ruling(self.context)
    }
}

/// Returns yes if a German company has a supervisory board under the Stock Corporation Act, and unknown for a company of
/// another form, which may have one.
fn is_stock_corporation(graph: &BoardGraph, company: CompanyIx) -> Answer {
    let form = CompanyName::new(&graph.name(Entity::Company(company))).form;
    match form.map(CompanyForm::class) {
        _ if graph.is_listed(company) == Some(true) => Answer::Yes,
        Some("ag" | "se" | "kgaa") => Answer::Yes,
        _ => Answer::Unknown,
    }
}

impl Assess for SupervisoryBoard<'_> {
    const SCREEN: Screen = Screen::SupervisoryBoard;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let graph = self.context.graph;
        // Without a column of countries no company is known to be German.
        if graph.company_column("country").is_none() {
            return Vec::new();
        }
        let companies: Vec<CompanyIx> = graph.companies().collect();
        companies.par_iter().with_min_len(1024).flat_map_iter(|company| self.cases_of(*company)).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let companies = [Some(case.company), case.dependent].into_iter().flatten().map(Entity::Company);
        [Entity::Person(case.person)].into_iter().chain(companies).collect()
    }

    fn explain(&self, case: &Case) -> Row {
        self.write_up(*case)
    }
}
