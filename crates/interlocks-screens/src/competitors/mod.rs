//! Bans on offices at two competitors that are rows of the table of rules: Chile (Decree-Law 211, article 3(d)), Brazil (Law
//! 6404, article 147(3)), Italy (Civil Code, article 2390).
//!
//! | file | content |
//! |---|---|
//! | `revenue.rs` | the days on which the revenue of both is large enough, and the days left after the year of it |
//! | `write_up.rs` | the row of a case |
//!
//! [`RivalRule`] says what a row of the table may state. docs/rules/competitors.md has the readings chosen.

mod revenue;
#[cfg(test)]
mod tests;
mod write_up;

use rayon::prelude::*;

use super::competition::Competition;
use super::control::common_control;
use super::named_offices;
use super::rulebook::RivalRule;
use super::{Answer, Assess, CaseVerdict, Context, DatedAnswer, Row, Screen, VerdictDays};
use interlocks_core::model::{Day, DaySpan};
use interlocks_core::stop::check;
use interlocks_graph::{CompanyIx, Entity, PersonIx, UncertainDays};

use revenue::Exceeding;

/// The screen for one question.
pub(crate) struct Competitors<'a> {
    context: Context<'a>,
    competition: Competition<'a>,
    rules: Vec<RivalRule<'a>>,
}

/// A case: one person at two competitors. The order of fields is the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Case {
    /// The number of the rule.
    rule: usize,
    person: PersonIx,
    companies: [CompanyIx; 2],
}

/// The answers to all that a rule asks about one person at two companies.
struct Test {
    /// The days of both offices, at companies of the jurisdiction.
    offices: DatedAnswer,
    /// Yes if the companies are of the jurisdiction.
    place: Answer,
    compete: UncertainDays,
    /// One company controls the other, or one owner controls both.
    control: DatedAnswer,
    exceeding: Exceeding,
    verdict_days: VerdictDays,
}

impl<'a> Competitors<'a> {
    pub(crate) fn new(context: Context<'a>) -> Competitors<'a> {
        let rules = context.rules.rival_rules().collect();
        Competitors { context, competition: Competition::new(context), rules }
    }

    /// Returns the people with seats at two companies that may compete, with the companies.
    fn pairs(&self) -> Vec<(PersonIx, [CompanyIx; 2])> {
        let Context { graph, .. } = self.context;
        if self.competition.is_empty() {
            return Vec::new();
        }
        let stated: Vec<(CompanyIx, CompanyIx)> = self.competition.stated().collect();
        let mut pairs: Vec<(PersonIx, [CompanyIx; 2])> = stated
            .par_iter()
            .flat_map_iter(|&(a, b)| graph.shared_people(a, b).into_iter().map(move |person| (person, [a, b])))
            .collect();
        if self.competition.presumes() {
            let people = (0..graph.person_count() as u32).into_par_iter().with_min_len(1 << 10).map(PersonIx::new);
            pairs.par_extend(people.flat_map_iter(|person| {
                let presumed = self.competition.presumed_among(graph, person).into_iter();
                presumed.map(move |[a, b]| (person, [a.min(b), a.max(b)]))
            }));
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs
    }

    fn judge(&self, case: Case) -> Option<CaseVerdict<Case>> {
        let rule = self.rules.get(case.rule)?;
        // Cheap questions first: most pairs are of other countries. Of pairs without a country no rule is asked.
        let is_of = case.companies.iter().any(|company| self.is_of(rule, *company) == Answer::Yes);
        if !is_of || self.place(rule, case.companies) == Answer::No {
            return None;
        }
        let test = self.test(rule, case);
        let together = test.offices.maybe.meet(&test.compete);
        self.context.holds(&together)?;
        Some(CaseVerdict::new(&test.verdict_days.ruling(self.context), case))
    }

    /// Returns yes if a rule applies to one of two companies by the country, or to both if it asks for both.
    fn place(&self, rule: &RivalRule<'_>, companies: [CompanyIx; 2]) -> Answer {
        let [a, b] = companies.map(|company| self.is_of(rule, company));
        if rule.both { a.and(b) } else { a.or(b) }
    }

    fn is_of(&self, rule: &RivalRule<'_>, company: CompanyIx) -> Answer {
        Answer::from(self.context.graph.country_reading(company).is_in(rule.jurisdiction))
    }

    /// Returns the days of an office here and one there. The one here is at a company of the jurisdiction.
    fn offices(&self, rule: &RivalRule<'_>, case: Case) -> DatedAnswer {
        let [a, b] = case.companies;
        let graph = self.context.graph;
        let held = |company, offices| named_offices::held(graph, case.person, company, offices);
        let from = |here: CompanyIx, there: CompanyIx| {
            let addressed = if rule.both { Answer::Yes } else { self.is_of(rule, here) };
            DatedAnswer::constant(addressed).and(&held(here, rule.here)).and(&held(there, rule.there))
        };
        from(a, b).or(&from(b, a))
    }

    fn test(&self, rule: &RivalRule<'_>, case: Case) -> Test {
        let [a, b] = case.companies;
        let offices = self.offices(rule, case);
        let place = self.place(rule, case.companies);
        let compete = self.competition.between(a, b).days();
        let control = common_control(self.context.graph, a, b);
        let exceeding = revenue::exceeding(self.context.graph, rule, case.companies);
        let law = DaySpan { from: rule.from.unwrap_or(Day::MIN), to: Day::MAX };
        let both = offices.and(&DatedAnswer::constant(place)).and(&DatedAnswer::known(compete.within(law)));
        let met = both.and(&control.negated()).and(&exceeding.now);
        let due = met.and(&exceeding.due);
        let mut verdict_days = VerdictDays {
            breach: due.yes.clone(),
            watch: met.yes.without(&due.yes),
            unknown: met.unknown().join(&due.unknown()),
        };
        if rule.waiver {
            // The meeting may have allowed it, which no table of the data says.
            let open = due.maybe.join(&verdict_days.unknown);
            verdict_days = VerdictDays { unknown: open, ..VerdictDays::default() };
        }
        Test { offices, place, compete, control, exceeding, verdict_days }
    }
}

impl Assess for Competitors<'_> {
    const SCREEN: Screen = Screen::Competitors;
    type Case = Case;

    fn cases(&self) -> Vec<CaseVerdict<Case>> {
        let pairs = self.pairs();
        let of_pair = |(person, companies): &(PersonIx, [CompanyIx; 2])| -> Vec<CaseVerdict<Case>> {
            check();
            let cases = (0..self.rules.len()).map(|rule| Case { rule, person: *person, companies: *companies });
            cases.filter_map(|case| self.judge(case)).collect()
        };
        pairs.par_iter().flat_map_iter(of_pair).collect()
    }

    fn concerned(&self, case: &Case) -> Vec<Entity> {
        let [a, b] = case.companies;
        vec![Entity::Person(case.person), Entity::Company(a), Entity::Company(b)]
    }

    fn explain(&self, case: &Case) -> Row {
        self.write_up(*case)
    }
}
