//! The amount of a deal, compared with a limit.

use crate::figures::{FiscalYear, deal_amount, fiscal_years, last_completed, stated_figure};
use crate::related_party::dated_deal::DatedDeal;
use crate::wording::name;
use crate::{Answer, Context, Figure};
use interlocks_core::model::vocabulary::phrase;
use interlocks_core::model::{Accounts, DayRange, DaySpan};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, DealIx, Entity};

/// An amount compared with a limit, and what is missing for it.
#[derive(Clone, Debug)]
pub(super) struct Size {
    /// Yes if the amount is above the limit.
    pub(super) above: Answer,
    pub(super) missing: Vec<String>,
    pub(super) figures: Vec<Figure>,
    /// The deals that are taken together.
    pub(super) deals: Vec<DealIx>,
    pub(super) accounts: Vec<AccountsIx>,
}

/// A figure of the last fiscal year completed before a deal, with its rows.
struct LastFigure {
    value: Option<f64>,
    rows: Vec<AccountsIx>,
}

fn last_figure(
    graph: &BoardGraph,
    company: CompanyIx,
    days: DaySpan,
    currency: &str,
    figure: impl Fn(&Accounts) -> Option<f64>,
) -> LastFigure {
    let years = fiscal_years(graph, company);
    let only = |day| -> Option<&FiscalYear> {
        let last = last_completed(&years, day);
        match last.candidates.as_slice() {
            [one] if !last.maybe_other => Some(*one),
            _ => None,
        }
    };
    let range = DayRange::new(days.from, days.to.plus(-1));
    let known = days.from.is_calendar() && days.to.is_calendar();
    let year = only(range.first).zip(only(range.last)).filter(|(first, last)| known && first.end == last.end);
    let rows = year.map(|(year, _)| year.rows.clone()).unwrap_or_default();
    let value = stated_figure(graph, rows.iter().copied(), currency, figure).value();
    LastFigure { value, rows: if value.is_some() { rows } else { Vec::new() } }
}

/// Compares the deals of a company with another in a calendar year with a part of its total assets (AktG s. 111b).
pub(super) fn aktg_size(
    context: Context<'_>,
    dated_deal: &DatedDeal,
    [company, other]: [CompanyIx; 2],
    percent: f64,
) -> Size {
    let graph = context.graph;
    let of = name(graph, Entity::Company(company));
    let mut missing = Vec::new();
    let years = dated_deal.years;
    let is_one_year = years.from.is_calendar() && years.from.plus_years(1) == years.to;
    let (mut deals, mut sum) = (vec![dated_deal.deal], Some(0.0));
    if is_one_year {
        let in_year = |deal: &DealIx| graph.deal_days(*deal).is_some_and(|days| years.covers(days));
        let with_other =
            graph.company_deals(company).filter(|deal| graph.deal_parties(*deal).any(|party| party == other));
        deals = with_other.filter(in_year).collect();
        deals.dedup();
    }
    for deal in &deals {
        let amount = deal_amount(graph, *deal, "EUR");
        if amount.is_none() {
            missing.push(format!("the amount of the deal {} in EUR", graph.deal(*deal).id));
        }
        sum = sum.zip(amount).map(|(sum, amount)| sum + amount);
    }
    let LastFigure { value: assets, rows } =
        last_figure(graph, company, dated_deal.days, "EUR", |own| own.total_assets);
    if assets.is_none() {
        missing.push(format!(
            "the fixed and current assets of {of} in the last annual accounts before the deal, in EUR (total_assets)"
        ));
    }
    let limit = assets.map(|assets| assets * percent / 100.0);
    let above = Answer::from(sum.zip(limit).map(|(sum, limit)| sum > limit));
    let figures = vec![
        Figure::new("deals of the year", sum, "EUR"),
        Figure::new("total assets", assets, "EUR"),
        Figure::new("limit", Some(percent), "percent"),
    ];
    Size { above, missing, figures, deals, accounts: rows }
}

/// Compares a deal with the limits of the Companies Act 2006, s. 191. The net assets are read from the column `capital`.
pub(super) fn uk_size(
    context: Context<'_>,
    dated_deal: &DatedDeal,
    company: CompanyIx,
    [amount_limit, floor, percent]: [f64; 3],
) -> Size {
    let graph = context.graph;
    let of = name(graph, Entity::Company(company));
    let amount = deal_amount(graph, dated_deal.deal, "GBP");
    let LastFigure { value: assets, rows } = last_figure(graph, company, dated_deal.days, "GBP", |own| own.capital);
    let mut missing = Vec::new();
    let above = match (amount, assets) {
        (None, _) => {
            missing.push(format!("the amount of the deal {} in GBP", graph.deal(dated_deal.deal).id));
            Answer::Unknown
        }
        (Some(amount), _) if amount > amount_limit => Answer::Yes,
        (Some(amount), _) if amount <= floor => Answer::No,
        (Some(amount), Some(assets)) => Answer::from(amount > assets * percent / 100.0),
        (Some(_), None) => {
            missing
                .push(format!("the net assets of {of} in the last annual accounts before the deal, in GBP (capital)"));
            Answer::Unknown
        }
    };
    let figures = vec![
        Figure::new("amount", amount, "GBP"),
        Figure::new("limit", Some(amount_limit), "GBP"),
        Figure::new("floor", Some(floor), "GBP"),
        Figure::new("net assets", assets, "GBP"),
        Figure::new("part of the net assets", Some(percent), "percent"),
    ];
    Size { above, missing, figures, deals: vec![dated_deal.deal], accounts: rows }
}

/// Words of kinds of deals on property, and of deals on money.
const PROPERTY: &[&str] =
    &["acquisition", "asset", "assets", "disposal", "land", "lease", "property", "purchase", "sale", "transfer"];
const MONEY: &[&str] = &["credit", "dividend", "donation", "employment", "grant", "guarantee", "loan", "payment"];

/// Returns whether a kind of deal is on a non-cash asset, by its words.
pub(super) fn is_non_cash(kind: &str) -> Answer {
    let phrase = phrase(kind);
    let says = |words: &[&str]| phrase.split(' ').any(|word| words.contains(&word));
    match (says(PROPERTY), says(MONEY)) {
        (true, false) => Answer::Yes,
        (false, true) => Answer::No,
        _ => Answer::Unknown,
    }
}
