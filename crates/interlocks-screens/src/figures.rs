//! Which accounts count on a day: those of the last fiscal year completed by then.

use interlocks_core::model::{Accounts, Day, DayRange};
use interlocks_graph::{AccountsIx, BoardGraph, CompanyIx};

/// The rows of one company for one fiscal year.
#[derive(Clone, Debug)]
pub struct Year {
    /// When it may have ended. A year stated as such is taken for a calendar year.
    pub end: DayRange,
    pub rows: Vec<AccountsIx>,
}

/// The fiscal years of a company of which there are accounts, in their order.
pub fn years(graph: &BoardGraph, company: CompanyIx) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for row in graph.company_accounts(company) {
        let Some(end) = graph.accounts_year_end(row).map(calendar) else { continue };
        match years.last_mut() {
            Some(year) if year.end == end => year.rows.push(row),
            _ => years.push(Year { end, rows: vec![row] }),
        }
    }
    years
}

/// A whole calendar year ends on its last day.
fn calendar(end: DayRange) -> DayRange {
    let whole = end.last.plus(1) == end.first.plus_years(1) && end.first.to_string().ends_with("-01-01");
    if whole { DayRange::exactly(end.last) } else { end }
}

/// The years that may be the last completed on a day.
#[derive(Clone, Debug, Default)]
pub struct LastYear<'y> {
    pub candidates: Vec<&'y Year>,
    /// Whether it may be a year of which there are no accounts.
    pub maybe_other: bool,
}

/// The years that may be the last ones completed before a day.
///
/// A year counts until the next has ended a year later, whether or not there are accounts of that.
pub fn last_completed(years: &[Year], day: Day) -> LastYear<'_> {
    let surely = years.iter().filter(|year| year.end.last < day).map(|year| year.end.last).max();
    let candidates: Vec<&Year> = years
        .iter()
        .filter(|year| year.end.first < day && day <= year.end.last.plus_years(1))
        .filter(|year| surely.is_none_or(|newest| year.end.last >= newest))
        .collect();
    let completed = candidates.iter().any(|year| year.end.last < day);
    let fresh = candidates.iter().map(|year| year.end.first.plus_years(1)).max().is_some_and(|until| day <= until);
    LastYear { candidates, maybe_other: !(completed && fresh) }
}

/// The days on which other years become the last completed ones.
pub fn turns(years: &[Year]) -> impl Iterator<Item = Day> + '_ {
    years.iter().flat_map(|year| {
        let ends = [year.end.first, year.end.last];
        ends.into_iter().flat_map(|end| [end.plus(1), end.plus_years(1).plus(1)])
    })
}

/// A figure that some rows state.
#[derive(Clone, Debug, PartialEq)]
pub enum Stated {
    /// Alike by all rows that state it.
    Value(f64),
    /// Differently by several rows.
    Differently,
    /// In another currency than is asked for.
    InCurrency(String),
    /// By none.
    Not,
}

impl Stated {
    /// The figure, where there is one to rely on.
    pub fn value(&self) -> Option<f64> {
        match self {
            Stated::Value(value) => Some(*value),
            Stated::Differently | Stated::InCurrency(_) | Stated::Not => None,
        }
    }
}

/// One figure of some rows in a currency; a row that states no currency is taken to be in it.
pub fn stated(
    graph: &BoardGraph,
    rows: impl Iterator<Item = AccountsIx>,
    currency: &str,
    figure: impl Fn(&Accounts) -> Option<f64>,
) -> Stated {
    let mut found = Stated::Not;
    for row in rows {
        let accounts = graph.accounts(row);
        let Some(value) = figure(&accounts) else { continue };
        let foreign = !(accounts.currency.is_empty() || accounts.currency.eq_ignore_ascii_case(currency));
        found = match (foreign, found) {
            (true, Stated::Not) => Stated::InCurrency(accounts.currency),
            (true, found) => found,
            (false, Stated::Value(other)) if other != value => Stated::Differently,
            (false, Stated::Differently) => Stated::Differently,
            (false, _) => Stated::Value(value),
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
        let years: Vec<Year> = ends.iter().map(|end| Year { end: range(end), rows: Vec::new() }).collect();
        let found = last_completed(&years, range(day).first);
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
