//! Every choice of days is gone through, with calendar years counted day by day.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use interlocks_core::model::{DaySet, DaySpan};

/// The days asked about: some years around a leap day.
fn day(text: &str) -> Day {
    text.parse::<interlocks_core::model::PartialDate>().unwrap().earliest()
}

fn range() -> impl Strategy<Value = DayRange> {
    // Near the turn of a year, and near a leap day.
    let near = prop_oneof![Just(day("2011-12-28")), Just(day("2012-02-26"))];
    (near, 0i32..10, 0i32..6).prop_map(|(near, at, width)| DayRange::new(near.plus(at), near.plus(at + width)))
}

fn choices(range: DayRange) -> Vec<Day> {
    (range.first.number()..=range.last.number()).map(Day::from_number).collect()
}

/// Days on both sides of whatever may change.
fn clock_day() -> Vec<Day> {
    let mut days = Vec::new();
    for year in 2011..2018 {
        for date in ["01-01", "02-24", "12-22"] {
            let from = day(&format!("{year}-{date}"));
            days.extend((0..20).map(|later| from.plus(later)));
        }
    }
    days
}

/// Year, month and day as they are written.
fn parts(day: Day) -> (i32, String) {
    let text = day.to_string();
    (text[..4].parse().unwrap(), text[5..].to_owned())
}

/// Returns `true` if a day is at most some years after another, by the calendar alone: the 29th of February
/// comes back on the 28th.
fn within_years(event: Day, years: i32, on: Day) -> bool {
    let ((year, date), (other, later)) = (parts(event), parts(on));
    let leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let date = if date == "02-29" && !leap(year + years) { "02-28".to_owned() } else { date };
    event <= on && (other, later) <= (year + years, date)
}

fn agrees(found: &UncertainDays, on: Day, expected: impl Iterator<Item = bool>) -> Result<(), TestCaseError> {
    let expected: BTreeSet<bool> = expected.collect();
    let covers = |spans: &DaySet| spans.covers(DayRange::exactly(on));
    prop_assert_eq!(covers(&found.possible), expected.contains(&true), "possible on {}", on);
    prop_assert_eq!(
        covers(&found.certain),
        expected.contains(&true) && !expected.contains(&false),
        "certain on {}",
        on
    );
    Ok(())
}

proptest! {
    #[test]
    fn an_event_is_looked_at_to_the_same_day_of_a_later_year(on in range(), years in 1i32..5) {
        let found = event(on, years);
        for clock_day in clock_day() {
            agrees(&found, clock_day, choices(on).into_iter().map(|event| within_years(event, years, clock_day)))?;
        }
    }

    #[test]
    fn more_than_some_years_are_over_the_day_after(since in range(), years in 1i32..5) {
        let found = years_passed_since(since, years);
        for clock_day in clock_day() {
            let expected = |start: Day| start <= clock_day && !within_years(start, years, clock_day);
            agrees(&found, clock_day, choices(since).into_iter().map(expected))?;
        }
    }

    #[test]
    fn calendar_years_are_counted_by_their_numbers(on in range(), years in 1i32..4) {
        let (completed, current) = (fiscal(on, years, YearCounts::WhenOver), fiscal(on, years, YearCounts::FromEvent));
        let rest = rest_of_year(on);
        for clock_day in clock_day() {
            let back = |event: Day| parts(clock_day).0 - parts(event).0;
            agrees(&completed, clock_day, choices(on).into_iter().map(|event| (1..=years).contains(&back(event))))?;
            let since = |event: Day| event <= clock_day && (0..=years).contains(&back(event));
            agrees(&current, clock_day, choices(on).into_iter().map(since))?;
            agrees(&rest, clock_day, choices(on).into_iter().map(|event| event <= clock_day && back(event) == 0))?;
        }
    }

    /// Former executives: over, and no more than some years ago, for a start and an end of which each
    /// is a range. What may not have been at all is never certain.
    #[test]
    fn the_end_of_a_spell_is_looked_at_for_some_years(start in range(), end in range(), years in 1i32..4) {
        let spell = Spell::new(start, end);
        let found = after([spell].into_iter(), years);
        // An end is at least one day after its start.
        let pairs: Vec<(Day, Day)> = choices(start)
            .into_iter()
            .flat_map(|from| choices(end).into_iter().map(move |to| (from, to)))
            .collect();
        for clock_day in clock_day() {
            let expected = |(from, to): &(Day, Day)| from < to && *to <= clock_day && clock_day < to.plus_years(years);
            agrees(&found, clock_day, pairs.iter().map(expected))?;
        }
    }

    /// Several spells, on the board and as an executive at once: who is an executive on a day is no
    /// candidate on it, and who was one is looked back at.
    #[test]
    fn nobody_is_a_candidate_and_an_executive_on_one_day(
        spells in prop::collection::vec((range(), range()), 0..3),
        years in 1i32..3,
    ) {
        let spells: Vec<Spell> = spells.into_iter().map(|(a, b)| Spell::new(a, b)).collect();
        let executive = UncertainDays::from_spells(spells.iter().copied());
        let found = UncertainDays::always().without(&executive).meet(&after(spells.iter().copied(), years));
        let ways = |spell: &Spell| -> Vec<(Day, Day)> {
            let ends = choices(spell.end());
            choices(spell.start()).into_iter().flat_map(|from| ends.iter().map(move |to| (from, *to))).collect()
        };
        let one = |(from, to): (Day, Day), on: Day| (from <= on && on < to, from < to && to <= on && on < to.plus_years(years));
        for clock_day in clock_day() {
            // Spells are independent: it is enough to know in which ways each can come out.
            let kinds: Vec<BTreeSet<(bool, bool)>> =
                spells.iter().map(|s| ways(s).into_iter().map(|way| one(way, clock_day)).collect()).collect();
            let mut all: BTreeSet<(bool, bool)> = BTreeSet::from([(false, false)]);
            for kind in kinds {
                all = all.iter().flat_map(|a| kind.iter().map(move |b| (a.0 || b.0, a.1 || b.1))).collect();
            }
            let expected: BTreeSet<bool> = all.into_iter().map(|(running, over)| !running && over).collect();
            let covers = |spans: &DaySet| spans.covers(DayRange::exactly(clock_day));
            prop_assert_eq!(covers(&found.possible), expected.contains(&true), "possible on {}", clock_day);
            // Several spells may make it certain together, where none does alone.
            prop_assert!(!covers(&found.certain) || !expected.contains(&false), "certain on {}", clock_day);
            if spells.len() == 1 {
                prop_assert_eq!(covers(&found.certain), !expected.contains(&false), "certain on {}", clock_day);
            }
        }
    }
}

#[test]
fn limits_of_time_stay_where_they_are() {
    let ever = DayRange::new(Day::MIN, Day::MAX);
    assert_eq!(event(ever, 3), UncertainDays { certain: DaySet::default(), possible: DaySpan::ALWAYS.into() });
    assert_eq!(fiscal(ever, 3, YearCounts::WhenOver).possible, DaySpan::ALWAYS.into());
    assert_eq!(after([Spell::ALWAYS].into_iter(), 3), UncertainDays::default());
    assert_eq!(year_of(Day::MAX), None);
    assert_eq!(year_of(day("0044-03-15")), Some(44));
}
