//! Figures of accounts and deals. The accounts that count on a day are those of the last fiscal year completed by then.

use interlocks_core::model::{Accounts, Day, DayRange};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx, DealIx};

/// The accounts of one company for one fiscal year.
#[derive(Clone, Debug)]
pub(crate) struct FiscalYear {
    /// The days on which the year may have ended. If only a year is stated, it is read as a calendar year.
    pub(crate) end: DayRange,
    pub(crate) rows: Vec<AccountsIx>,
}

/// Returns the fiscal years of a company that have accounts, in their order.
pub(crate) fn fiscal_years(graph: &BoardGraph, company: CompanyIx) -> Vec<FiscalYear> {
    let mut fiscal_years: Vec<FiscalYear> = Vec::new();
    for row in graph.company_accounts(company) {
        let Some(end) = graph.accounts_year_end(row).map(calendar) else { continue };
        match fiscal_years.last_mut() {
            Some(year) if year.end == end => year.rows.push(row),
            _ => fiscal_years.push(FiscalYear { end, rows: vec![row] }),
        }
    }
    fiscal_years
}

/// Returns the last day for a whole calendar year, other ranges unchanged.
fn calendar(end: DayRange) -> DayRange {
    let whole = end.last.plus(1) == end.first.plus_years(1) && end.first.to_string().ends_with("-01-01");
    if whole { DayRange::exactly(end.last) } else { end }
}

/// Returns the amount of a deal in a currency; `None` if no amount, or another currency, is stated.
pub(crate) fn deal_amount(graph: &BoardGraph, deal: DealIx, currency: &str) -> Option<f64> {
    let row = graph.deal(deal);
    let own = row.currency.trim();
    row.amount.filter(|amount| (own.is_empty() || own.eq_ignore_ascii_case(currency)) && amount.is_finite())
}

/// The fiscal years that may be the last one completed on a day.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastYear<'y> {
    pub(crate) candidates: Vec<&'y FiscalYear>,
    /// `true` if the last one may be a year without accounts.
    pub(crate) maybe_other: bool,
}

/// Returns the fiscal years that may be the last one completed before a day.
///
/// A year counts until the next one ends a year later, whether or not the next one has accounts.
pub(crate) fn last_completed(fiscal_years: &[FiscalYear], day: Day) -> LastYear<'_> {
    let surely = fiscal_years.iter().filter(|year| year.end.last < day).map(|year| year.end.last).max();
    let candidates: Vec<&FiscalYear> = fiscal_years
        .iter()
        .filter(|year| year.end.first < day && day <= year.end.last.plus_years(1))
        .filter(|year| surely.is_none_or(|newest| year.end.last >= newest))
        .collect();
    let completed = candidates.iter().any(|year| year.end.last < day);
    let fresh = candidates.iter().map(|year| year.end.first.plus_years(1)).max().is_some_and(|until| day <= until);
    LastYear { candidates, maybe_other: !(completed && fresh) }
}

/// Returns the days on which another year may become the last completed one.
pub(crate) fn change_days(fiscal_years: &[FiscalYear]) -> impl Iterator<Item = Day> + '_ {
    fiscal_years.iter().flat_map(|year| {
        let ends = [year.end.first, year.end.last];
        ends.into_iter().flat_map(|end| [end.plus(1), end.plus_years(1).plus(1)])
    })
}

/// A figure as some rows of accounts state it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StatedFigure {
    /// All rows that state the figure agree.
    Value(f64),
    /// Rows state different figures.
    Conflicting,
    /// The figure is in another currency.
    InCurrency(String),
    /// No row states the figure.
    Missing,
}

impl StatedFigure {
    /// Returns the figure if all rows agree.
    pub(crate) fn value(&self) -> Option<f64> {
        match self {
            StatedFigure::Value(value) => Some(*value),
            StatedFigure::Conflicting | StatedFigure::InCurrency(_) | StatedFigure::Missing => None,
        }
    }
}

/// Returns one figure of some rows in a currency. Rows without a currency are read as being in it.
pub(crate) fn stated_figure(
    graph: &BoardGraph,
    rows: impl Iterator<Item = AccountsIx>,
    currency: &str,
    figure: impl Fn(&Accounts) -> Option<f64>,
) -> StatedFigure {
    let mut found = StatedFigure::Missing;
    for row in rows {
        let accounts = graph.accounts(row);
        let Some(value) = figure(&accounts) else { continue };
        let foreign = !(accounts.currency.is_empty() || accounts.currency.eq_ignore_ascii_case(currency));
        found = match (foreign, found) {
            (true, StatedFigure::Missing) => StatedFigure::InCurrency(accounts.currency),
            (true, found) => found,
            (false, StatedFigure::Value(other)) if other != value => StatedFigure::Conflicting,
            (false, StatedFigure::Conflicting) => StatedFigure::Conflicting,
            (false, _) => StatedFigure::Value(value),
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_core::model::PartialDate;

    fn range(text: &str) -> DayRange {
        calendar(text.parse::<PartialDate>().unwrap().days())
    }

    fn last(ends: &[&str], day: &str) -> (Vec<String>, bool) {
        let fiscal_years: Vec<FiscalYear> =
            ends.iter().map(|end| FiscalYear { end: range(end), rows: Vec::new() }).collect();
        let found = last_completed(&fiscal_years, range(day).first);
        (found.candidates.iter().map(|year| year.end.last.to_string()).collect(), found.maybe_other)
    }

    #[test]
    fn the_last_completed_year_counts_until_the_next_has_ended() {
        let one = |day: &str| (vec![day.to_owned()], false);
        let none = (Vec::new(), true);
        assert_eq!(last(&["2007"], "2007-12-31"), none);
        assert_eq!(last(&["2007"], "2008-01-01"), one("2007-12-31"));
        assert_eq!(last(&["2007"], "2008-12-31"), one("2007-12-31"));
        assert_eq!(last(&["2007"], "2009-01-01"), none);
        assert_eq!(last(&["2007", "2008"], "2008-06-01"), one("2007-12-31"));
        assert_eq!(last(&["2007-09-29", "2008-09-27"], "2008-11-01"), one("2008-09-27"));
        assert_eq!(last(&[], "2008-06-01"), none);
    }

    #[test]
    fn an_end_known_as_a_range_leaves_two_years_open() {
        let (found, other) = last(&["2007-09", "2008-09"], "2008-09-15");
        assert_eq!((found.len(), other), (2, false));
        assert_eq!(last(&["2008-09"], "2008-09-15"), (vec!["2008-09-30".to_owned()], true));
        assert_eq!(last(&["2007-09"], "2008-09-15"), (vec!["2007-09-30".to_owned()], true));
    }
}
