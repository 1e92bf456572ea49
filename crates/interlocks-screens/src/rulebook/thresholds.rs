//! The thresholds of section 8 of the Clayton Act by year.

use super::RulebookError;
use super::rows::rows;
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

/// The thresholds that may be in force on a day.
#[derive(Clone, Debug, Default)]
pub struct InForce<'a> {
    /// One pair, or several if the day of publication is known as a range; empty before the first pair of the table.
    pub candidates: Vec<&'a Threshold>,
    /// `true` if the table has no pair for the year, so that an older one is used.
    pub stand_in: bool,
}

/// Thresholds in the order of years.
#[derive(Clone, Debug)]
pub(super) struct Thresholds(Vec<Threshold>);

/// The last day (month, day) on which thresholds are assumed to come into force if a row does not say. The statute requires
/// publication by the end of January; the latest known one was in March (2019).
const PUBLISHED_BY: (u8, u8) = (3, 31);

impl Thresholds {
    pub(super) fn parse(table: (&str, &str)) -> Result<Thresholds, RulebookError> {
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

    pub(super) fn all(&self) -> &[Threshold] {
        &self.0
    }

    /// Returns the pairs in force on a day: those that may have been published, unless a later one certainly was.
    pub(super) fn on(&self, day: Day) -> InForce<'_> {
        let surely = self.0.iter().rposition(|threshold| threshold.effective.last <= day);
        let maybe = |threshold: &&Threshold| threshold.effective.first <= day && threshold.effective.last > day;
        let later = self.0[surely.map_or(0, |at| at + 1)..].iter().filter(maybe);
        let candidates: Vec<&Threshold> = surely.map(|at| &self.0[at]).into_iter().chain(later).collect();
        let year_of = |day: Day| day.to_string().get(..4).and_then(|year| year.parse::<i16>().ok());
        let newest = candidates.last().map(|threshold| threshold.year);
        // Until the end of March the pair of the year before may still be in force.
        let due = Day::from_ymd(year_of(day).unwrap_or_default(), PUBLISHED_BY.0, PUBLISHED_BY.1);
        let passed = due.is_some_and(|due| day > due);
        let stand_in = newest.zip(year_of(day)).is_some_and(|(newest, year)| newest < year - i16::from(!passed));
        InForce { candidates, stand_in }
    }
}
