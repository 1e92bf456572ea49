//! The two tests of the Act: both above the major-asset threshold, or offices in one area.

use crate::clayton8::days::{Changes, ReadingDays};
use crate::figures::{FiscalYear, change_days, fiscal_years, last_completed, stated_figure};
use crate::rulebook::parameter;
use crate::{Answer, Context, OpenAnswers};
use interlocks_core::model::vocabulary::{CompanyDetail, fold};
use interlocks_core::model::{Day, DaySet};
use interlocks_graph::{BoardGraph, CompanyIx};

/// Two organisations and what the tests ask about them.
#[derive(Debug)]
pub(super) struct Criteria<'a> {
    context: Context<'a>,
    years: [Vec<FiscalYear>; 2],
    /// Yes if the data states the same town for both; otherwise unknown, since an organisation has more than one office.
    pub(super) same_area: Answer,
    /// The first day of the later threshold.
    later: Day,
}

impl<'a> Criteria<'a> {
    pub(super) fn new(context: Context<'a>, companies: [CompanyIx; 2]) -> Criteria<'a> {
        let later = context.rules.day(parameter::DIMIA_FROM).unwrap_or(Day::MIN);
        let years = companies.map(|company| fiscal_years(context.graph, company));
        Criteria { context, years, same_area: same_area(context.graph, companies), later }
    }

    /// Returns the total assets that an organisation may have had at the end of the last year completed by a day.
    pub(super) fn assets(&self, side: usize, day: Day) -> Vec<Option<f64>> {
        let graph = self.context.graph;
        let assets =
            |year: &&FiscalYear| stated_figure(graph, year.rows.iter().copied(), "USD", |row| row.total_assets).value();
        if graph.is_undated() {
            return vec![self.years[side].last().as_ref().and_then(assets)];
        }
        let last = last_completed(&self.years[side], day);
        let mut found: Vec<Option<f64>> = last.candidates.iter().map(assets).collect();
        if last.maybe_other || found.is_empty() {
            found.push(None);
        }
        found
    }

    /// Returns yes if these total assets are above the thresholds of a day.
    fn large(&self, day: Day, [x, y]: [Option<f64>; 2]) -> Answer {
        let rules = self.context.rules;
        let above = |assets: Option<f64>, limit: f64| Answer::from(assets.map(|assets| assets > limit));
        if day >= self.later || self.context.graph.is_undated() {
            let limit = rules.number(parameter::DIMIA_USD);
            return above(x, limit).and(above(y, limit));
        }
        let [one, other] =
            [parameter::DIMIA_USD_BEFORE, parameter::DIMIA_OTHER_USD_BEFORE].map(|limit| rules.number(limit));
        above(x, one).and(above(y, other)).or(above(y, one).and(above(x, other)))
    }

    /// Returns the answers that the readings of a day give to the test of assets.
    pub(super) fn large_on(&self, day: Day) -> Vec<Answer> {
        let mut answers = Vec::new();
        for x in self.assets(0, day) {
            answers.extend(self.assets(1, day).into_iter().map(|y| self.large(day, [x, y])));
        }
        answers
    }

    /// Returns the thresholds of a day.
    pub(super) fn thresholds(&self, day: Day) -> [f64; 2] {
        let later = [parameter::DIMIA_USD, parameter::DIMIA_USD];
        let before = [parameter::DIMIA_USD_BEFORE, parameter::DIMIA_OTHER_USD_BEFORE];
        (if day >= self.later { later } else { before }).map(|limit| self.context.rules.number(limit))
    }

    /// Returns what the tests say on some days.
    pub(super) fn readings(&self, days: &DaySet) -> ReadingDays {
        let accounts: Vec<Day> = self.years.iter().flat_map(|years| change_days(years)).collect();
        let all = accounts.iter().copied().chain([self.later]).collect();
        ReadingDays::read(days, Changes { all, accounts, ..Changes::default() }, |day| {
            let mut open = OpenAnswers::default();
            self.large_on(day).into_iter().for_each(|large| open.add(large.or(self.same_area)));
            open
        })
    }
}

/// Returns yes if the data states the same town for both companies, and no different parts of the country.
fn same_area(graph: &BoardGraph, [a, b]: [CompanyIx; 2]) -> Answer {
    let stated = |company: CompanyIx, detail: CompanyDetail| {
        let texts = graph
            .company_details(detail)
            .map(move |column| column.words.get(column.codes.get(company.index()) as usize));
        texts.map(fold).find(|text| !text.trim().is_empty())
    };
    let same = |detail: CompanyDetail| stated(a, detail).zip(stated(b, detail)).map(|(x, y)| x == y);
    match (same(CompanyDetail::Town), same(CompanyDetail::Subdivision)) {
        (Some(true), None | Some(true)) => Answer::Yes,
        _ => Answer::Unknown,
    }
}
