//! The revenue of both companies: large enough in the last calendar year, and the days left after it.

use crate::figures::{FiscalYear, fiscal_years};
use crate::rulebook::RivalRule;
use crate::{Answer, DatedAnswer};
use interlocks_analysis::ownership::owner_tie;
use interlocks_core::model::{Day, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, Entity, UncertainDays};

/// The days on which the revenue test is met.
#[derive(Debug)]
pub(super) struct Exceeding {
    /// Both exceeded the limit in the calendar year before.
    pub(super) now: DatedAnswer,
    /// The days left after the year in which they first did are over.
    pub(super) due: DatedAnswer,
}

/// Returns the days on which the revenue test of a rule is met; all days if it has none.
pub(super) fn exceeding(graph: &BoardGraph, rule: &RivalRule<'_>, companies: [CompanyIx; 2]) -> Exceeding {
    let always = || DatedAnswer::constant(Answer::Yes);
    if rule.revenue.is_none() {
        return Exceeding { now: always(), due: always() };
    }
    let revenues = companies.map(|company| Revenue::new(graph, rule, company));
    let in_year = |year: i16| revenues.iter().fold(Answer::Yes, |answer, own| answer.and(own.exceeds(year)));
    if graph.is_undated() {
        let newest = revenues.iter().flat_map(Revenue::calendar_years).max();
        let answer = newest.map_or(Answer::Unknown, in_year);
        return Exceeding { now: DatedAnswer::constant(answer), due: always() };
    }
    let mut years: Vec<i16> =
        revenues.iter().flat_map(Revenue::calendar_years).flat_map(|year| [year, year + 1, year + 2]).collect();
    years.sort_unstable();
    years.dedup();
    let (mut now, mut due) = (ByDay::default(), ByDay::default());
    let mut from = Day::MIN;
    for year in years {
        let [Some(first), Some(next)] = [year, year + 1].map(|year| Day::from_ymd(year, 1, 1)) else { continue };
        // Years of which the data has nothing.
        now.add(from, first, Answer::Unknown);
        due.add(from, first, Answer::Yes);
        let until = first.plus(rule.days).min(next);
        now.add(first, next, in_year(year - 1));
        due.add(first, until, in_year(year - 2));
        due.add(until, next, Answer::Yes);
        from = next;
    }
    now.add(from, Day::MAX, Answer::Unknown);
    due.add(from, Day::MAX, Answer::Yes);
    Exceeding { now: now.answer(), due: due.answer() }
}

/// The revenue of a company by calendar year.
#[derive(Debug)]
pub(super) struct Revenue<'r> {
    graph: &'r BoardGraph,
    years: Vec<FiscalYear>,
    currency: &'r str,
    limit: f64,
    /// The company owns others, or is owned: its group may have more revenue than itself.
    has_group: bool,
}

impl<'r> Revenue<'r> {
    pub(super) fn new(graph: &'r BoardGraph, rule: &'r RivalRule<'_>, company: CompanyIx) -> Revenue<'r> {
        let (currency, limit) =
            rule.revenue.as_ref().map_or(("", 0.0), |(currency, limit)| (currency.as_str(), *limit));
        let has_group = graph.ties(Entity::Company(company)).any(|tie| owner_tie(graph, tie).is_some());
        Revenue { graph, years: fiscal_years(graph, company), currency, limit, has_group }
    }

    fn calendar_years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.iter().filter_map(|year| year.end.last.year())
    }

    /// Returns the revenue in the fiscal year that ended in a calendar year.
    pub(super) fn of(&self, year: i16) -> Option<f64> {
        let own =
            self.years.iter().filter(|own| own.end.first.year() == Some(year) && own.end.last.year() == Some(year));
        let rows = own.flat_map(|own| own.rows.iter()).map(|row| self.graph.accounts(*row));
        let stated = rows.filter(|row| is_currency(&row.currency, self.currency)).filter_map(|row| row.total_sales);
        let stated: Vec<f64> = stated.collect();
        stated.first().copied().filter(|first| stated.iter().all(|other| other == first))
    }

    /// Returns yes if the group of the company exceeded the limit in a calendar year. What the company itself sold is known to
    /// be part of that of its group.
    pub(super) fn exceeds(&self, year: i16) -> Answer {
        match self.of(year) {
            Some(revenue) if revenue > self.limit => Answer::Yes,
            Some(_) if !self.has_group => Answer::No,
            _ => Answer::Unknown,
        }
    }
}

/// Returns `true` if accounts state a currency. The Unidad de Fomento has two names; accounts without a currency state none.
fn is_currency(stated: &str, currency: &str) -> bool {
    let code = |text: &str| if text.eq_ignore_ascii_case("UF") { "CLF".to_owned() } else { text.to_uppercase() };
    !stated.is_empty() && code(stated) == code(currency)
}

/// Days by answer.
#[derive(Default)]
struct ByDay {
    yes: Vec<DaySpan>,
    maybe: Vec<DaySpan>,
}

impl ByDay {
    fn add(&mut self, from: Day, to: Day, answer: Answer) {
        let Some(span) = DaySpan::new(from, to) else { return };
        self.yes.extend((answer == Answer::Yes).then_some(span));
        self.maybe.extend((answer != Answer::No).then_some(span));
    }

    fn answer(self) -> DatedAnswer {
        let days = |spans: Vec<DaySpan>| {
            let days: DaySet = spans.into_iter().collect();
            UncertainDays { certain: days.clone(), possible: days }
        };
        DatedAnswer { yes: days(self.yes), maybe: days(self.maybe) }
    }
}
