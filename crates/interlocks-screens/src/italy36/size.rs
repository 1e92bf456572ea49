//! The size test: one of the firms at first, both of them later.

use super::sector::{Measure, measure};
use crate::figures::{FiscalYear, StatedFigure, change_days, fiscal_years, last_completed, stated_figure};
use crate::rulebook::parameter;
use crate::{Answer, Context, DatedAnswer};
use interlocks_core::model::{Accounts, Day, DaySet, DaySpan};
use interlocks_graph::{CompanyIx, UncertainDays};

/// The turnover of a firm, as the law measures it: a part of the total assets of banks and other intermediaries, the premiums
/// of insurers.
#[derive(Debug)]
pub(crate) struct Turnover<'a> {
    context: Context<'a>,
    pub(crate) measure: Measure,
    years: Vec<FiscalYear>,
}

impl<'a> Turnover<'a> {
    pub(crate) fn new(context: Context<'a>, firm: CompanyIx) -> Turnover<'a> {
        Turnover { context, measure: measure(context.graph, firm), years: fiscal_years(context.graph, firm) }
    }

    /// Returns the days on which another figure may begin to count.
    pub(crate) fn change_days(&self) -> impl Iterator<Item = Day> + '_ {
        change_days(&self.years)
    }

    /// Returns the turnover that the firm may have had in the last year completed by a day: one figure, or several if the end
    /// of a year is half known. `None` means a figure that is not stated.
    pub(crate) fn on(&self, day: Day) -> Vec<Option<f64>> {
        let last = last_completed(&self.years, day);
        let mut found: Vec<Option<f64>> = last.candidates.iter().map(|year| self.of(year)).collect();
        if last.maybe_other || found.is_empty() {
            found.push(None);
        }
        found
    }

    fn of(&self, year: &FiscalYear) -> Option<f64> {
        let figure = |of: fn(&Accounts) -> Option<f64>| -> StatedFigure {
            stated_figure(self.context.graph, year.rows.iter().copied(), "EUR", of)
        };
        let of_assets = || {
            let part = self.context.rules.number(parameter::ITALY_BANK_SHARE);
            // Ten times, not a tenth, so that whole amounts stay whole.
            figure(|row| row.total_assets).value().map(|assets| assets / part.recip())
        };
        let of_premiums = || figure(|row| row.premiums).value();
        match self.measure {
            Measure::Assets => of_assets(),
            Measure::Premiums => of_premiums(),
            // It does not matter which measure counts if both give the same.
            Measure::Open => of_assets().filter(|assets| of_premiums() == Some(*assets)),
        }
    }
}

/// Returns the days on which two firms are large enough.
pub(crate) fn large(context: Context<'_>, a: CompanyIx, b: CompanyIx) -> DatedAnswer {
    let Context { rules, .. } = context;
    let later = context.rules.day(parameter::ITALY_LATER_FROM).unwrap_or(Day::MAX);
    let limits = [parameter::ITALY_EUR_BEFORE, parameter::ITALY_EUR_SINCE].map(|limit| rules.number(limit));
    let [of_a, of_b] = [a, b].map(|firm| Turnover::new(context, firm));
    let mut from: Vec<Day> = of_a.change_days().chain(of_b.change_days()).chain([Day::MIN, later]).collect();
    from.sort_unstable();
    from.dedup();
    // Days on which the answer is yes for every choice, yes for some choice, not no for every choice, not no for some.
    let mut spans: [Vec<DaySpan>; 4] = Default::default();
    for (at, &day) in from.iter().enumerate() {
        let span = DaySpan { from: day, to: from.get(at + 1).copied().unwrap_or(Day::MAX) };
        let mut answers = Vec::new();
        for x in of_a.on(day) {
            answers.extend(of_b.on(day).into_iter().map(|y| answer([x, y], day >= later, limits)));
        }
        let all = |least: Answer| answers.iter().all(|answer| *answer >= least);
        let any = |least: Answer| answers.iter().any(|answer| *answer >= least);
        let ways = [all(Answer::Yes), any(Answer::Yes), all(Answer::Unknown), any(Answer::Unknown)];
        for (spans, _) in spans.iter_mut().zip(ways).filter(|(_, holds)| *holds) {
            spans.push(span);
        }
    }
    let [yes, may_yes, maybe, may_maybe] = spans.map(|spans| spans.into_iter().collect::<DaySet>());
    DatedAnswer {
        yes: UncertainDays { certain: yes, possible: may_yes },
        maybe: UncertainDays { certain: maybe, possible: may_maybe },
    }
}

fn answer(turnovers: [Option<f64>; 2], later: bool, [before, since]: [f64; 2]) -> Answer {
    let [a, b] = turnovers;
    if later {
        let above = |figure: Option<f64>| Answer::from(figure.map(|figure| figure > since));
        above(a).and(above(b))
    } else {
        let reaches = |figure: Option<f64>| Answer::from(figure.map(|figure| figure >= before));
        reaches(a).or(reaches(b))
    }
}
