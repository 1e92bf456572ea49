//! The thresholds of section 8 of the Clayton Act by year.

use super::RulebookError;
use super::rows::{Columns, rows};
use interlocks_core::model::{Day, DayRange};

/// The two thresholds of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The year.
    pub year: i16,
    /// The days on which the thresholds may have come into force.
    pub effective: DayRange,
    /// The capital, surplus and undivided profits that each corporation must exceed, in USD.
    pub capital: f64,
    /// The competitive sales that each corporation must reach, in USD.
    pub sales: f64,
    /// The source.
    pub source: String,
    /// `true` if recalled and not read in its text.
    pub recalled: bool,
}

/// The thresholds that are in force on a day: those of one row of the table, or of a year without a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing<'a> {
    /// The row, or the last row before the year without one.
    pub row: &'a Threshold,
    /// The first row after a year without one; `None` if the year has a row, or if the table ends before it.
    pub next: Option<&'a Threshold>,
}

impl Standing<'_> {
    /// Returns the least and the highest capital that may be the threshold.
    pub fn capital(self) -> (f64, f64) {
        self.bounds(|row| row.capital)
    }

    /// Returns the least and the highest competitive sales that may be the threshold.
    pub fn sales(self) -> (f64, f64) {
        self.bounds(|row| row.sales)
    }

    fn bounds(self, figure: impl Fn(&Threshold) -> f64) -> (f64, f64) {
        let (own, next) = (figure(self.row), figure(self.next.unwrap_or(self.row)));
        (own.min(next), own.max(next))
    }
}

/// The thresholds that may be in force on a day.
#[derive(Clone, Debug, Default)]
pub struct InForce<'a> {
    /// One pair, or several if the day of publication is known as a range; empty before the first pair of the table.
    pub candidates: Vec<Standing<'a>>,
    /// `true` if the table has no pair for the year: one between its neighbours, or the last one, stands in for it.
    pub stand_in: bool,
}

/// Thresholds in the order of years.
#[derive(Clone, Debug)]
pub(super) struct Thresholds(Vec<Threshold>);

/// The last day (month, day) on which thresholds are assumed to come into force if a row does not say. The statute requires
/// publication by the end of January; the latest known one was in March (2019).
const PUBLISHED_BY: (u8, u8) = (3, 31);

const COLUMNS: Columns = Columns {
    required: &["year", "effective", "capital_surplus_profits_usd", "competitive_sales_usd"],
    optional: &["source", "note", "text_seen"],
    id: "year",
};

impl Thresholds {
    pub(super) fn parse(table: (&str, &str)) -> Result<Thresholds, RulebookError> {
        let mut all = rows(table, &COLUMNS, |row| {
            let year = row.whole("year")?;
            let wrong = || row.error("year", format!("{year} is not a year"));
            let year = i16::try_from(year).map_err(|_| wrong())?;
            let first = Day::from_ymd(year, 1, 1).ok_or_else(wrong)?;
            let last = Day::from_ymd(year, PUBLISHED_BY.0, PUBLISHED_BY.1).ok_or_else(wrong)?;
            Ok(Threshold {
                year,
                effective: row.date("effective")?.map_or(DayRange::new(first, last), |date| date.days()),
                capital: row.amount("capital_surplus_profits_usd")?,
                sales: row.amount("competitive_sales_usd")?,
                source: row.text("source").to_owned(),
                recalled: row.is_recalled()?,
            })
        })?;
        all.sort_by_key(|threshold| (threshold.effective.last, threshold.year));
        Ok(Thresholds(all))
    }

    /// Returns these rows and those of other years of another table.
    pub(super) fn added_to(mut self, others: &Thresholds) -> Thresholds {
        let years: Vec<i16> = self.0.iter().map(|row| row.year).collect();
        self.0.extend(others.0.iter().filter(|other| !years.contains(&other.year)).cloned());
        self.0.sort_by_key(|threshold| (threshold.effective.last, threshold.year));
        self
    }

    pub(super) fn all(&self) -> &[Threshold] {
        &self.0
    }

    /// Returns the pairs in force on a day: those that may have been published, unless a later one certainly was.
    pub(super) fn on(&self, day: Day) -> InForce<'_> {
        let surely = self.0.iter().rposition(|threshold| threshold.effective.last <= day);
        let maybe = |threshold: &&Threshold| threshold.effective.first <= day && threshold.effective.last > day;
        let later = self.0[surely.map_or(0, |at| at + 1)..].iter().filter(maybe);
        let published = surely.map(|at| {
            let row = &self.0[at];
            // The pair of the next year, which is not known, may be in force from its first day on.
            let next = self.0.get(at + 1).filter(|next| next.year > row.year + 1 && day >= first_day_after(row.year));
            Standing { row, next }
        });
        let candidates: Vec<Standing<'_>> =
            published.into_iter().chain(later.map(|row| Standing { row, next: None })).collect();
        let newest = candidates.last();
        // Until the end of March the pair of the year before may still be in force.
        let year = day.year().unwrap_or_default();
        let passed = Day::from_ymd(year, PUBLISHED_BY.0, PUBLISHED_BY.1).is_some_and(|due| day > due);
        let older = newest.is_some_and(|newest| newest.row.year < year - i16::from(!passed));
        let stand_in = older || candidates.iter().any(|standing| standing.next.is_some());
        InForce { candidates, stand_in }
    }

    /// Returns the days on which lower thresholds than those before may come into force.
    pub(super) fn fall_days(&self) -> impl Iterator<Item = Day> + '_ {
        let falls = self.0.windows(2).filter(|pair| pair[1].capital < pair[0].capital || pair[1].sales < pair[0].sales);
        falls.flat_map(|pair| [pair[1].effective.first, pair[1].effective.last])
    }

    /// Returns the days on which the thresholds in force may change.
    pub(super) fn change_days(&self) -> impl Iterator<Item = Day> + '_ {
        let gaps = self.0.windows(2).filter(|pair| pair[1].year > pair[0].year + 1);
        let published = self.0.iter().flat_map(|threshold| [threshold.effective.first, threshold.effective.last]);
        published.chain(gaps.map(|pair| first_day_after(pair[0].year)))
    }
}

/// Returns the first day of the year after a year.
fn first_day_after(year: i16) -> Day {
    Day::from_ymd(year.saturating_add(1), 1, 1).unwrap_or(Day::MAX)
}
