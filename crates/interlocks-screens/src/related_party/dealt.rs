//! A deal, and the days on which it may have been made.

use crate::{Asked, Outcome, Ruling, Verdict};
use interlocks_analysis::Query;
use interlocks_core::model::{DayRange, DaySet, DaySpan};
use interlocks_graph::{BoardGraph, Clock, CompanyIx, DealIx};

/// A deal at the clock of a question.
#[derive(Clone, Copy, Debug)]
pub struct Dealt {
    pub deal: DealIx,
    /// The days asked for on which it may have been made.
    pub days: DaySpan,
    /// The calendar years of those days.
    pub years: DaySpan,
    /// Whether it was surely made within the clock.
    sure: bool,
    clock: Clock,
}

impl Dealt {
    pub fn of(asked: Asked<'_>, deal: DealIx) -> Dealt {
        let window = asked.options.query.clock.window();
        let undated = asked.graph.is_undated();
        let (days, sure, clock) = match asked.graph.deal_days(deal).filter(|_| !undated) {
            Some(range) => {
                let all = DaySpan::from(range);
                let days = all.meet(window).unwrap_or(DaySpan { from: all.from, to: all.from });
                (days, window.covers(range), Clock::At(DayRange::new(days.from, days.to.plus(-1))))
            }
            None if window == DaySpan::ALWAYS => (window, undated, Clock::Ever),
            None => (window, undated, Clock::During(window)),
        };
        let years = DaySet::from(days).whole_years().hull().unwrap_or(days);
        Dealt { deal, days, years, sure, clock }
    }

    /// Whether it may have been made within the clock.
    pub fn is_asked(&self) -> bool {
        self.days.from < self.days.to
    }

    /// The verdict on the day of the deal: certain for every day it may be and every choice of the
    /// dates of rows.
    pub fn ruling(&self, graph: &BoardGraph, outcome: &Outcome) -> Ruling {
        let mut ruling = outcome.ruling(graph, &Query { clock: self.clock, certain_only: false });
        if ruling.verdict != Verdict::Clear && !self.sure {
            ruling.certain = false;
        }
        if !ruling.certain {
            ruling.days.certain = DaySet::default();
        }
        ruling
    }

    /// The different parties.
    pub fn parties(&self, graph: &BoardGraph) -> Vec<CompanyIx> {
        let mut parties: Vec<CompanyIx> = graph.deal_parties(self.deal).collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    }

    /// The amount in USD; none where none, or another currency, is stated.
    pub fn dollars(&self, graph: &BoardGraph) -> Option<f64> {
        let row = graph.deal(self.deal);
        let dollars = row.currency.trim().is_empty() || row.currency.trim().eq_ignore_ascii_case("USD");
        row.amount.filter(|amount| dollars && amount.is_finite())
    }
}
