//! The size test: one of the firms at first, both of them later.

use crate::figures::{FiscalYear, StatedFigure, change_days, fiscal_years, last_completed, stated_figure};
use crate::rulebook::parameter;
use crate::{Answer, Context, DatedAnswer};
use interlocks_core::model::{Day, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, CompanyIx, UncertainDays};

/// Returns the turnover that a firm may have had in the last year completed by a day: one figure, or several if the end of a
/// year is half known. `None` means a figure that is not stated.
pub(crate) fn turnover(graph: &BoardGraph, years: &[FiscalYear], day: Day) -> Vec<Option<f64>> {
    let last = last_completed(years, day);
    let figure = |year: &&FiscalYear| -> StatedFigure {
        stated_figure(graph, year.rows.iter().copied(), "EUR", |row| row.total_sales)
    };
    let mut found: Vec<Option<f64>> = last.candidates.iter().map(|year| figure(year).value()).collect();
    if last.maybe_other || found.is_empty() {
        found.push(None);
    }
    found
}

/// Returns the days on which two firms are large enough.
pub(crate) fn large(context: Context<'_>, a: CompanyIx, b: CompanyIx) -> DatedAnswer {
    let Context { graph, rules, .. } = context;
    let later = super::day_of(context, parameter::ITALY_LATER_FROM);
    let limits = [parameter::ITALY_EUR_BEFORE, parameter::ITALY_EUR_SINCE].map(|limit| rules.number(limit));
    let [of_a, of_b] = [a, b].map(|firm| fiscal_years(graph, firm));
    let mut from: Vec<Day> = change_days(&of_a).chain(change_days(&of_b)).chain([Day::MIN, later]).collect();
    from.sort_unstable();
    from.dedup();
    // Days on which the answer is yes for every choice, yes for some choice, not no for every choice, not no for some.
    let mut spans: [Vec<DaySpan>; 4] = Default::default();
    for (at, &day) in from.iter().enumerate() {
        let span = DaySpan { from: day, to: from.get(at + 1).copied().unwrap_or(Day::MAX) };
        let mut answers = Vec::new();
        for x in turnover(graph, &of_a, day) {
            answers.extend(turnover(graph, &of_b, day).into_iter().map(|y| answer([x, y], day >= later, limits)));
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
