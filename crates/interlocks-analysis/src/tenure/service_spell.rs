//! Days of joining and leaving, from spells whose ends are known only in part.

use super::lag::{Lag, days_between, last_day};
use interlocks_core::model::{Day, DayRange, DaySet, DaySpan, Spell};

/// Unbroken service: recorded spells at one place whose possible days overlap or touch.
///
/// A new role taken up where the old one ends is not a joining, so such spells are one service spell. A spell with an
/// unknown end reaches no further than it must: a later spell is then a service spell of its own, and its beginning is
/// only possibly a joining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceSpell {
    records: Vec<SpellOnRecord>,
    possible: DaySet,
    /// Days on which the service spell may begin.
    begins: DaySet,
    /// Days on which it may begin with no other service on the day before.
    pub joined: DaySet,
    /// `true` if the person joined on one of these days for every choice of days.
    pub surely_joined: bool,
    /// First days after the service spell with no other service on them (half open, as spells are).
    pub left: DaySet,
    /// `true` if the person left on one of these days for every choice of days.
    pub surely_left: bool,
}

/// A spell as a row of the data states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SpellOnRecord {
    pub spell: Spell,
    /// `true` if the row counts for sure.
    pub sure: bool,
}

/// Groups recorded spells into service spells, in order of time.
///
/// The days of joining are exact: a day is among them if and only if, for some choice of days, the first spell of the
/// service spell begins on it and nothing else runs on the day before. The days of leaving are exact in the same sense.
pub(crate) fn service_spells(records: impl Iterator<Item = SpellOnRecord>) -> Vec<ServiceSpell> {
    let records: Vec<SpellOnRecord> = records.filter(|record| record.spell.possible().is_some()).collect();
    let runs: DaySet = records.iter().map(|record| reach(&record.spell)).collect();
    runs.as_slice()
        .iter()
        .map(|run| {
            let (own, others): (Vec<SpellOnRecord>, Vec<SpellOnRecord>) =
                records.iter().copied().partition(|record| run.meet(reach(&record.spell)).is_some());
            service_spell(own, &others)
        })
        .collect()
}

fn service_spell(records: Vec<SpellOnRecord>, others: &[SpellOnRecord]) -> ServiceSpell {
    let spells = || records.iter().map(|record| record.spell);
    let surely =
        || records.iter().filter(|record| record.sure && surely_exists(&record.spell)).map(|record| record.spell);
    // No choice of days begins after the latest start of a spell that surely exists.
    let latest = surely().map(|spell| spell.latest_start).min().unwrap_or(Day::MAX);
    let begins: DaySet = spells()
        .map(|spell| DaySpan {
            from: spell.earliest_start,
            to: spell.latest_start.min(spell.latest_end.plus(-1)).min(latest).plus(1),
        })
        .collect();
    let earliest = surely().map(|spell| spell.earliest_end).max().unwrap_or(Day::MIN);
    let ends: DaySet = spells()
        .map(|spell| DaySpan {
            from: spell.earliest_end.max(spell.earliest_start.plus(1)).max(earliest),
            to: spell.latest_end.plus(1),
        })
        .collect();
    let certain: DaySet =
        others.iter().filter(|record| record.sure).filter_map(|record| record.spell.certain()).collect();
    let possible: DaySet = others.iter().filter_map(|record| record.spell.possible()).collect();
    let (joined, left) = (begins.without(&shifted(&certain, 1)), ends.without(&certain));
    let sure = surely().next().is_some();
    let may_run = spells().any(|spell| spell.latest_end == Day::MAX);
    ServiceSpell {
        surely_joined: sure && !begins.meets(&shifted(&possible, 1)),
        surely_left: sure && !may_run && !ends.meets(&possible),
        possible: spells().filter_map(|spell| spell.possible()).collect(),
        records,
        begins,
        joined,
        left,
    }
}

/// Returns the days that a spell covers when service spells are separated: an unknown end reaches no further than it must.
fn reach(spell: &Spell) -> DaySpan {
    let from = if spell.earliest_start == Day::MIN {
        spell.latest_start.min(spell.earliest_end.plus(-1))
    } else {
        spell.earliest_start
    };
    let to = if has_unknown_end(spell) { spell.earliest_end.max(spell.latest_start.plus(1)) } else { spell.latest_end };
    DaySpan::new(from, to).or(spell.possible()).unwrap_or(DaySpan::ALWAYS)
}

fn has_unknown_end(spell: &Spell) -> bool {
    spell.latest_end == Day::MAX && !spell.is_running()
}

/// Returns `true` if a spell has a day for every choice of days. An unknown start or end always leaves a day, because
/// it lies on the far side of the other.
pub(super) fn surely_exists(spell: &Spell) -> bool {
    let has_open_end = spell.earliest_start == Day::MIN || has_unknown_end(spell);
    spell.certain().is_some() || (has_open_end && !spell.is_doubtful)
}

fn shifted(days: &DaySet, by: i32) -> DaySet {
    days.as_slice().iter().map(|span| DaySpan { from: span.from.plus(by), to: span.to.plus(by) }).collect()
}

/// Returns the days from the moment when several facts became true together to a deal on which they were true: the
/// minimum and the maximum over every choice of days. Each side is the service spells of one fact.
///
/// Facts are true together from the latest beginning among them. For each day of the deal the latest possible
/// beginning is found; the minimum lies where a service spell, or the deal, begins.
pub(crate) fn lag_since(sides: &[Vec<ServiceSpell>], deal: DayRange) -> Lag {
    if !(deal.first.is_calendar() && deal.last.is_calendar()) {
        return Lag::default();
    }
    let days = DaySpan::from(deal);
    let mut combinations: Vec<Vec<&ServiceSpell>> = vec![Vec::new()];
    for side in sides {
        let side: Vec<&ServiceSpell> =
            side.iter().filter(|service| !service.possible.within(days).is_empty()).collect();
        combinations = combinations
            .iter()
            .flat_map(|before| side.iter().map(move |service| [&before[..], &[*service][..]].concat()))
            .collect();
    }
    let lags = combinations.iter().filter_map(|together| lag_of(together, deal));
    lags.reduce(Lag::hull).unwrap_or_default()
}

/// Returns the lag of one service spell of each side; `None` if they cannot all cover a day of the deal.
fn lag_of(together: &[&ServiceSpell], deal: DayRange) -> Option<Lag> {
    let days = together.iter().fold(DaySpan::from(deal).into(), |days: DaySet, service| days.meet(&service.possible));
    let hull = days.hull()?;
    let earliest = together.iter().filter_map(|service| service.begins.hull()).map(|begins| begins.from).max()?;
    let starts = together.iter().flat_map(|service| &service.records).map(|record| record.spell.earliest_start);
    let candidates = days.as_slice().iter().map(|span| span.from).chain(starts);
    let min = candidates
        .filter(|day| days.covers(DayRange::exactly(*day)))
        .map(|day| {
            let begun = together.iter().filter_map(|service| service.latest_begin(day)).max();
            begun.and_then(|begun| days_between(begun, day))
        })
        .reduce(|x, y| x.zip(y).map(|(x, y)| x.min(y)));
    Some(Lag::between(min.flatten(), days_between(earliest, last_day(hull))))
}

impl ServiceSpell {
    /// Returns `true` if a recorded spell is part of the service.
    pub(crate) fn includes(&self, record: &SpellOnRecord) -> bool {
        self.records.contains(record)
    }

    /// Returns the recorded spells of the service.
    pub(super) fn spells(&self) -> impl Iterator<Item = Spell> + '_ {
        self.records.iter().map(|record| record.spell)
    }

    /// Returns the days that the service may cover.
    pub(crate) fn possible(&self) -> &DaySet {
        &self.possible
    }

    /// Returns `true` if the service may cover one of some days.
    pub(crate) fn may_cover(&self, days: &DaySet) -> bool {
        self.possible.meets(days)
    }

    /// Returns the latest day on which the service spell may have begun, given that it covers a day.
    fn latest_begin(&self, day: Day) -> Option<Day> {
        let covering = self
            .records
            .iter()
            .map(|record| record.spell)
            .filter(|spell| spell.earliest_start <= day && day < spell.latest_end);
        covering
            .filter_map(|spell| {
                let until = day.min(spell.latest_start).plus(1);
                self.begins.within(DaySpan { from: Day::MIN, to: until }).hull().map(last_day)
            })
            .max()
    }
}

#[cfg(test)]
mod tests {
    //! Joining and leaving against going through every choice of days.

    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    /// A day later than every other day of the test: an end on it is a spell that never ends.
    const NEVER: i32 = 24;

    /// First and last day of the start and of the end; the end may be unknown, and the row may not count.
    #[derive(Clone, Copy, Debug)]
    struct Row {
        start: (i32, i32),
        end: (i32, i32),
        unknown_end: bool,
        sure: bool,
    }

    impl Row {
        fn record(&self) -> SpellOnRecord {
            let days = |(first, last): (i32, i32)| DayRange::new(Day::from_number(first), Day::from_number(last));
            let end = if self.unknown_end {
                DayRange::new(Day::from_number(self.start.0 + 1), Day::MAX)
            } else {
                days(self.end)
            };
            SpellOnRecord { spell: Spell::new(days(self.start), end), sure: self.sure }
        }

        /// Every choice of a start and an end; `None` where the row does not count or has no day.
        fn choices(&self) -> Vec<Option<(i32, i32)>> {
            let mut choices = Vec::new();
            for start in self.start.0..=self.start.1 {
                let ends = if self.unknown_end { start + 1..=NEVER } else { self.end.0..=self.end.1 };
                choices.extend(ends.map(|end| (start < end).then_some((start, end))));
            }
            if !self.sure {
                choices.push(None);
            }
            choices.sort_unstable();
            choices.dedup();
            choices
        }
    }

    fn row() -> impl Strategy<Value = Row> {
        (0i32..12, 0i32..4, 0i32..5, 0i32..4, prop::bool::weighted(0.4), prop::bool::weighted(0.8)).prop_map(
            |(first, wide, length, loose, unknown_end, sure)| {
                let end = (first + length, first + length + loose);
                Row { start: (first, first + wide), end, unknown_end, sure }
            },
        )
    }

    fn numbers(days: &DaySet) -> BTreeSet<i32> {
        let numbers = |span: &DaySpan| span.from.number().max(0)..span.to.number().min(NEVER);
        days.as_slice().iter().flat_map(numbers).collect()
    }

    proptest! {
        #[test]
        fn joining_and_leaving_ask_every_choice_of_days(rows in prop::collection::vec(row(), 1..4)) {
            let rows: Vec<Row> = rows.into_iter().filter(|row| row.record().spell.possible().is_some()).collect();
            let all = rows.iter().fold(vec![Vec::new()], |all, row| {
                let choices = row.choices();
                all.iter().flat_map(|before| choices.iter().map(move |choice| [&before[..], &[*choice]].concat())).collect()
            });
            for service in service_spells(rows.iter().map(Row::record)) {
                let own: Vec<bool> = rows.iter().map(|row| service.records.contains(&row.record())).collect();
                let (mut joined, mut left) = (BTreeSet::new(), BTreeSet::new());
                let (mut surely_joined, mut surely_left) = (true, true);
                for choice in &all {
                    let of = |which: bool| choice.iter().zip(&own).filter(move |(_, own)| **own == which).filter_map(|(spell, _)| *spell);
                    let runs_elsewhere = |day: i32| of(false).any(|(start, end)| (start..end).contains(&day));
                    let begin = of(true).map(|(start, _)| start).min().filter(|day| !runs_elsewhere(day - 1));
                    let end = of(true).map(|(_, end)| end).max().filter(|day| *day < NEVER && !runs_elsewhere(*day));
                    surely_joined &= begin.is_some();
                    surely_left &= end.is_some();
                    joined.extend(begin);
                    left.extend(end);
                }
                prop_assert_eq!(numbers(&service.joined), joined);
                prop_assert_eq!(numbers(&service.left), left);
                prop_assert_eq!((service.surely_joined, service.surely_left), (surely_joined, surely_left));
            }
        }
    }

    #[test]
    fn a_seat_after_one_with_an_unknown_end_is_possibly_a_joining() {
        let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
        let (first, second) = (day(2001, 1, 1), day(2012, 6, 1));
        let unknown = Spell::new(DayRange::exactly(first), DayRange::new(first.plus(1), Day::MAX));
        let running = Spell::new(DayRange::exactly(second), DayRange::exactly(Day::MAX));
        let found = service_spells([unknown, running].map(|spell| SpellOnRecord { spell, sure: true }).into_iter());
        let joined: Vec<(DaySet, bool)> =
            found.into_iter().map(|service| (service.joined, service.surely_joined)).collect();
        let on = |day: Day| DaySet::from(DaySpan::from(DayRange::exactly(day)));
        assert_eq!(joined, [(on(first), true), (on(second), false)]);
    }
}
