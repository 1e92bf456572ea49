//! How far back a rule looks: days since something ended, happened or began.
//!
//! Three years back is the same day three years ago: what happened on 1 June 2010 is looked at up
//! to 1 June 2013, that day included, and who left on that day was last there on 31 May.

use interlocks_core::model::{Day, DayRange, DaySpan, Spell};
use interlocks_graph::UncertainDays;

/// The days after the end of a spell, up to some years after it.
///
/// Asked of somebody's own former spells, this is more exact than the days of the spell and the
/// years after them without those of the spell: on no choice of days is the same spell over on a
/// day, and running on it.
pub fn after(spells: impl Iterator<Item = Spell> + Clone, years: i32) -> UncertainDays {
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

/// The days from an event on, up to the same day some years later.
pub fn event(on: DayRange, years: i32) -> UncertainDays {
    let until = |day: Day| day.plus_years(years).plus(1);
    span(on, until(on.first), until(on.last))
}

/// The days on which more than some years have gone by since a day. So many years to the day are not
/// more.
pub fn beyond(since: DayRange, years: i32) -> UncertainDays {
    let from = |day: Day| day.plus_years(years).plus(1);
    span(DayRange::new(from(since.first), from(since.last)), Day::MAX, Day::MAX)
}

/// When what happened in a calendar year is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fiscal {
    /// Once the year is over.
    Completed,
    /// From the event on, in the same year too.
    Current,
}

/// The days on which an event lies in one of the last calendar years, so many of them.
pub fn fiscal(on: DayRange, years: i32, kind: Fiscal) -> UncertainDays {
    let from = |day: Day| if kind == Fiscal::Completed { new_year(day, 1) } else { day };
    span(DayRange::new(from(on.first), from(on.last)), new_year(on.first, years + 1), new_year(on.last, years + 1))
}

/// The days from an event to the end of its calendar year.
pub fn rest_of_year(on: DayRange) -> UncertainDays {
    span(on, new_year(on.first, 1), new_year(on.last, 1))
}

/// From the first or last of some days to what follows from each.
fn span(from: DayRange, after_first: Day, after_last: Day) -> UncertainDays {
    UncertainDays {
        certain: DaySpan::new(from.last, after_first).into_iter().collect(),
        possible: DaySpan::new(from.first, after_last).into_iter().collect(),
    }
}

/// New Year's Day some years after that of the year of a day. The limits stay where they are.
fn new_year(day: Day, later: i32) -> Day {
    year_of(day).and_then(|year| first_of(year.saturating_add(later))).unwrap_or(day)
}

/// The calendar year of a day; none of a limit.
pub fn year_of(day: Day) -> Option<i32> {
    // A year before the common era has a sign.
    day.is_calendar().then(|| day.to_string()).and_then(|text| text.get(..text.len() - 6)?.parse().ok())
}

/// The days of a calendar year.
pub fn days_of_year(year: i32) -> Option<DayRange> {
    Some(DayRange::new(first_of(year)?, first_of(year.checked_add(1)?)?.plus(-1)))
}

fn first_of(year: i32) -> Option<Day> {
    Day::from_ymd(i16::try_from(year).ok()?, 1, 1)
}

#[cfg(test)]
mod tests;
