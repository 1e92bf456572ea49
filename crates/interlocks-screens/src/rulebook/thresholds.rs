//! The thresholds of section 8 of the Clayton Act by year.

use super::RulebookError;
use super::rows::rows;
use interlocks_core::model::{Day, DayRange};

/// A pair of thresholds.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    pub year: i16,
    /// The days on which it may have come into force.
    pub effective: DayRange,
    /// Least capital, surplus and undivided profits of each corporation, in USD.
    pub capital: f64,
    /// Least competitive sales of each, in USD.
    pub sales: f64,
    pub source: String,
    /// Recalled, and not read in its text.
    pub recalled: bool,
}

/// What may be in force on a day.
#[derive(Clone, Debug, Default)]
pub struct InForce<'a> {
    /// One, or several where the day of publication is known only as a range. None before the
    /// first of the table.
    pub candidates: Vec<&'a Threshold>,
    /// Whether the table has no pair for the year in question, so that an older one stands in.
    pub stand_in: bool,
}

/// Thresholds in the order of years.
#[derive(Clone, Debug)]
pub struct Thresholds(Vec<Threshold>);

/// Where a row does not say when it came into force: the statute wants publication by the end of
/// January, and the latest known came in March (2019).
const PUBLISHED_BY: (u8, u8) = (3, 31);

impl Thresholds {
    pub fn parse(table: (&str, &str)) -> Result<Thresholds, RulebookError> {
        let needed = ["year", "effective", "capital_surplus_profits_usd", "competitive_sales_usd"];
        let mut all = rows(table, &needed, |row| {
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
                recalled: row.is_recalled(),
            })
        })?;
        all.sort_by_key(|threshold| (threshold.effective.last, threshold.year));
        Ok(Thresholds(all))
    }

    pub fn all(&self) -> &[Threshold] {
        &self.0
    }

    /// A pair may be in force when it may have been published and no later one surely was.
    pub fn on(&self, day: Day) -> InForce<'_> {
        let surely = self.0.iter().rposition(|threshold| threshold.effective.last <= day);
        let maybe = |threshold: &&Threshold| threshold.effective.first <= day && threshold.effective.last > day;
        let later = self.0[surely.map_or(0, |at| at + 1)..].iter().filter(maybe);
        let candidates: Vec<&Threshold> = surely.map(|at| &self.0[at]).into_iter().chain(later).collect();
        let year_of = |day: Day| day.to_string().get(..4).and_then(|year| year.parse::<i16>().ok());
        let newest = candidates.last().map(|threshold| threshold.year);
        // Until the end of March that of the year before may still be the one in force.
        let due = Day::from_ymd(year_of(day).unwrap_or_default(), PUBLISHED_BY.0, PUBLISHED_BY.1);
        let passed = due.is_some_and(|due| day > due);
        let stand_in = newest.zip(year_of(day)).is_some_and(|(newest, year)| newest < year - i16::from(!passed));
        InForce { candidates, stand_in }
    }
}
