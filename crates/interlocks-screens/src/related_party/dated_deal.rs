//! A deal, with the days on which it may have been made.

use crate::{Context, Ruling, Verdict, VerdictDays};
use interlocks_core::model::{DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx};

/// A deal at the clock of a question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DatedDeal {
    pub(crate) deal: DealIx,
    /// The days inside the clock on which it may have been made.
    pub(crate) days: DaySpan,
    /// The calendar years of those days.
    pub(crate) years: DaySpan,
    /// `true` if it was certainly made inside the clock.
    certain: bool,
    /// The clock of its days.
    clock: Clock,
}

impl DatedDeal {
    /// Returns a deal at the clock of the question.
    pub(crate) fn new(context: Context<'_>, deal: DealIx) -> DatedDeal {
        let window = context.options.query.clock.window();
        let undated = context.graph.is_undated();
        let (days, certain, clock) = match context.graph.deal_days(deal).filter(|_| !undated) {
            Some(range) => {
                let all = DaySpan::from(range);
                // At any time, a deal that is only made after the as-of date has not happened.
                let known = context.as_of().filter(|_| context.options.query.clock == Clock::Ever);
                let known = known.map_or(window, |last| DaySpan { from: window.from, to: last.plus(1) });
                let days = all.meet(known).unwrap_or(DaySpan { from: all.from, to: all.from });
                (days, known.covers(range), Clock::At(DayRange::new(days.from, days.to.plus(-1))))
            }
            None if window == DaySpan::ALWAYS => (window, undated, Clock::Ever),
            None => (window, undated, Clock::During(window)),
        };
        let years = DaySet::from(days).whole_years().hull().unwrap_or(days);
        DatedDeal { deal, days, years, certain, clock }
    }

    /// Returns `true` if it may have been made inside the clock.
    pub(crate) fn is_asked_about(&self) -> bool {
        self.days.from < self.days.to
    }

    /// Returns the verdict on the day of the deal. It is certain if it holds for every day on which the deal may have been
    /// made and every choice of the dates of rows.
    pub(crate) fn ruling(&self, context: Context<'_>, verdict_days: &VerdictDays) -> Ruling {
        let mut ruling = verdict_days.ruling_at(context, self.clock);
        if ruling.verdict != Verdict::Clear && !self.certain {
            ruling.certain = false;
        }
        if !ruling.certain {
            ruling.days.certain = DaySet::default();
        }
        ruling
    }

    /// Returns the parties whose pairs are compared, each once.
    pub(crate) fn parties(&self, graph: &BoardGraph) -> Vec<CompanyIx> {
        let mut parties = graph.compared_parties(self.deal);
        parties.dedup();
        parties
    }
}
