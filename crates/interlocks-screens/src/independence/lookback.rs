//! Look-back periods of rules: days after something ended, happened or began.
//!
//! Three years back is the same day three years ago: an event of 1 June 2010 counts up to 1 June 2013, that day included.
//! A person who left on 1 June was last there on 31 May.

use interlocks_core::model::{Day, DayRange, DaySpan, Spell};
use interlocks_graph::UncertainDays;

/// Returns the days after the end of a spell, up to some years after it.
///
/// This is more exact than to extend the spell by the years and take away its own days: for no choice of days is the same
/// spell both over and running on a day.
pub(crate) fn after(spells: impl Iterator<Item = Spell> + Clone, years: i32) -> UncertainDays {
    let possible = |spell: Spell| {
        spell.possible()?;
        let earliest = spell.earliest_end.max(spell.earliest_start.plus(1));
        DaySpan::new(earliest, spell.latest_end.plus_years(years))
    };
    let certain = |spell: Spell| {
        spell.certain()?;
        DaySpan::new(spell.latest_end, spell.earliest_end.plus_years(years))
    };
    UncertainDays {
        certain: spells.clone().filter_map(certain).collect(),
        possible: spells.filter_map(possible).collect(),
    }
}

/// Returns the days from an event up to the same day some years later.
pub(crate) fn event(on: DayRange, years: i32) -> UncertainDays {
    let until = |day: Day| day.plus_years(years).plus(1);
    span(on, until(on.first), until(on.last))
}

/// Returns the days on which more than some years have passed since a day. Exactly this number of years is not more.
pub(crate) fn years_passed_since(since: DayRange, years: i32) -> UncertainDays {
    let from = |day: Day| day.plus_years(years).plus(1);
    span(DayRange::new(from(since.first), from(since.last)), Day::MAX, Day::MAX)
}

/// The time at which an event of a calendar year begins to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearCounts {
    /// After the end of the year.
    WhenOver,
    /// From the event on, in the same year too.
    FromEvent,
}

/// Returns the days on which an event lies in one of the last `years` calendar years.
pub(crate) fn fiscal(on: DayRange, years: i32, begins: YearCounts) -> UncertainDays {
    let from = |day: Day| if begins == YearCounts::WhenOver { new_year(day, 1) } else { day };
    span(DayRange::new(from(on.first), from(on.last)), new_year(on.first, years + 1), new_year(on.last, years + 1))
}

/// Returns the days from an event to the end of its calendar year.
pub(crate) fn rest_of_year(on: DayRange) -> UncertainDays {
    span(on, new_year(on.first, 1), new_year(on.last, 1))
}

/// Returns the days from the first or last of a range to the end that belongs to each.
fn span(from: DayRange, after_first: Day, after_last: Day) -> UncertainDays {
    UncertainDays {
        certain: DaySpan::new(from.last, after_first).into_iter().collect(),
        possible: DaySpan::new(from.first, after_last).into_iter().collect(),
    }
}

/// Returns 1 January some years after the year of a day. `Day::MIN` and `Day::MAX` are returned unchanged.
fn new_year(day: Day, later: i32) -> Day {
    year_of(day).and_then(|year| first_of(year.saturating_add(later))).unwrap_or(day)
}

/// Returns the calendar year of a day, or `None` for `Day::MIN` and `Day::MAX`.
pub(crate) fn year_of(day: Day) -> Option<i32> {
    // A year before the common era has a sign, so the text is cut from the end.
    day.is_calendar().then(|| day.to_string()).and_then(|text| text.get(..text.len() - 6)?.parse().ok())
}

/// Returns the days of a calendar year.
pub(crate) fn days_of_year(year: i32) -> Option<DayRange> {
    Some(DayRange::new(first_of(year)?, first_of(year.checked_add(1)?)?.plus(-1)))
}

fn first_of(year: i32) -> Option<Day> {
    Day::from_ymd(i16::try_from(year).ok()?, 1, 1)
}

#[cfg(test)]
mod tests;
