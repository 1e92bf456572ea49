//! Probabilities of joining and leaving near a deal: every day of a stated range is equally likely, and dates are
//! independent of each other.

use super::service_spell::{ServiceSpell, SpellOnRecord, surely_exists};
use interlocks_core::model::{Day, DayRange, Spell};

/// Ranges of more days than this (273 years) have no probability: they are as good as unknown.
const MAX_DAYS: i64 = 100_000;

/// Returns the probability that a person began a service on some day, was tied to the other party on that day, and the
/// deal lies at most `window` days before or after it.
///
/// `all` are the spells at the place of the service, `tied` those of the ties to the other party. `None` if a date on
/// which it depends is unknown or has more than [`MAX_DAYS`] possible days. Cost: the days of the deal and the window.
pub(crate) fn joining_probability(
    (service, all): (&ServiceSpell, &[SpellOnRecord]),
    tied: &[Spell],
    deal: DayRange,
    window: i64,
) -> Option<f64> {
    let others = spells_outside(service, all);
    let joining = |day: Day| {
        let joined = joined_on(service, &others, day)?;
        if joined == 0.0 { Some(0.0) } else { Some(joined * any(tied, |spell| covers(spell, day))?) }
    };
    Some(rounded(weighted_days(deal, window, &joining)?.into_iter().map(|(share, chance)| share * chance).sum()))
}

/// Returns the probability that a person left one place and joined another, both at most `window` days before or after
/// the deal. `None` as for [`joining_probability`].
pub(crate) fn move_probability(
    (left, all_left): (&ServiceSpell, &[SpellOnRecord]),
    (joined, all_joined): (&ServiceSpell, &[SpellOnRecord]),
    deal: DayRange,
    window: i64,
) -> Option<f64> {
    let (others_left, others_joined) = (spells_outside(left, all_left), spells_outside(joined, all_joined));
    let days = usize::try_from(day_count(deal)?).ok()?;
    let window = usize::try_from(window.min(MAX_DAYS)).ok()?;
    let near = |chance: &dyn Fn(Day) -> Option<f64>| -> Option<Vec<f64>> {
        // For each day of the deal the sum over the window, from running sums.
        let first = deal.first.plus(-(window as i32));
        let mut sums = vec![0.0];
        for at in 0..days + 2 * window {
            sums.push(sums[at] + chance(first.plus(at as i32))?);
        }
        Some((0..days).map(|at| sums[at + 2 * window + 1] - sums[at]).collect())
    };
    let left = near(&|day| left_on(left, &others_left, day))?;
    let joined = near(&|day| joined_on(joined, &others_joined, day))?;
    let sum: f64 = left.iter().zip(&joined).map(|(left, joined)| left * joined).sum();
    Some(rounded(sum / days as f64))
}

/// Returns for every day within the window the share of the deal's days that are near it, and the chance of the day.
fn weighted_days(deal: DayRange, window: i64, chance: &dyn Fn(Day) -> Option<f64>) -> Option<Vec<(f64, f64)>> {
    let days = day_count(deal)?;
    let window = i32::try_from(window.min(MAX_DAYS)).ok().filter(|window| *window >= 0)?;
    let mut weighted = Vec::new();
    let (mut day, end) = (deal.first.plus(-window), deal.last.plus(window));
    while day <= end {
        let near = deal.last.min(day.plus(window)).since(deal.first.max(day.plus(-window))) + 1;
        weighted.push((near as f64 / days as f64, chance(day)?));
        day = day.plus(1);
    }
    Some(weighted)
}

/// Four digits: the dates are not more precise.
fn rounded(share: f64) -> f64 {
    (share.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0
}

/// Returns the number of days of a range; `None` if it is unknown or too wide.
fn day_count(range: DayRange) -> Option<i64> {
    let known = range.first.is_calendar() && range.last.is_calendar();
    known.then(|| range.last.since(range.first) + 1).filter(|days| *days <= MAX_DAYS)
}

fn spells_outside(service: &ServiceSpell, all: &[SpellOnRecord]) -> Vec<Spell> {
    all.iter().filter(|record| !service.includes(record)).map(|record| record.spell).collect()
}

/// Returns the probability that the service begins on a day and no other runs on the day before.
fn joined_on(service: &ServiceSpell, others: &[Spell], day: Day) -> Option<f64> {
    let not_before = |day: Day| none(service.spells(), |spell| has_day_before(spell, day));
    let begins = not_before(day)? - not_before(day.plus(1))?;
    if begins <= 0.0 {
        Some(0.0)
    } else {
        Some(begins * none(others.iter().copied(), |spell| covers(spell, day.plus(-1)))?)
    }
}

/// Returns the probability that the service ends on a day (the first day after it) and no other runs on that day.
fn left_on(service: &ServiceSpell, others: &[Spell], day: Day) -> Option<f64> {
    let over_by = |day: Day| none(service.spells(), |spell| has_day_from(spell, day));
    let ends = over_by(day)? - over_by(day.plus(-1))?;
    if ends <= 0.0 { Some(0.0) } else { Some(ends * none(others.iter().copied(), |spell| covers(spell, day))?) }
}

/// Returns the probability that something is true of none of several independent spells.
fn none(spells: impl Iterator<Item = Spell>, chance: impl Fn(Spell) -> Option<f64>) -> Option<f64> {
    let mut none = Some(1.0);
    for spell in spells {
        match chance(spell) {
            // One that is certain decides, whatever is unknown of the others.
            Some(1.0) => return Some(0.0),
            chance => none = none.zip(chance).map(|(none, chance)| none * (1.0 - chance)),
        }
    }
    none
}

fn any(spells: &[Spell], chance: impl Fn(Spell) -> Option<f64>) -> Option<f64> {
    none(spells.iter().copied(), chance).map(|none| 1.0 - none)
}

/// Returns the probability that a spell covers a day.
fn covers(spell: Spell, day: Day) -> Option<f64> {
    match (by(spell.start(), day), by(spell.end(), day)) {
        (Some(0.0), _) | (_, Some(1.0)) => Some(0.0),
        (started, ended) => Some(started? * (1.0 - ended?)),
    }
}

/// Returns the probability that a spell has a day before a day.
fn has_day_before(spell: Spell, day: Day) -> Option<f64> {
    if surely_exists(&spell) {
        return by(spell.start(), day.plus(-1));
    }
    each_day(spell.start(), |start| if start < day { Some(1.0 - by(spell.end(), start)?) } else { Some(0.0) })
}

/// Returns the probability that a spell has a day on or after a day.
fn has_day_from(spell: Spell, day: Day) -> Option<f64> {
    if surely_exists(&spell) {
        return by(spell.end(), day).map(|ended| 1.0 - ended);
    }
    each_day(spell.end(), |end| if end > day { by(spell.start(), end.plus(-1)) } else { Some(0.0) })
}

/// Returns the probability that a date lies on or before a day; `None` if that depends on an unknown limit.
fn by(date: DayRange, day: Day) -> Option<f64> {
    if day < date.first {
        return Some(0.0);
    }
    if day >= date.last {
        return Some(1.0);
    }
    let days = day_count(date)?;
    Some((day.since(date.first) + 1) as f64 / days as f64)
}

/// Returns the mean of a value over the days of a date.
fn each_day(date: DayRange, value: impl Fn(Day) -> Option<f64>) -> Option<f64> {
    let days = day_count(date)?;
    let mut sum = 0.0;
    for at in 0..days as i32 {
        sum += value(date.first.plus(at))?;
    }
    Some(sum / days as f64)
}

#[cfg(test)]
mod tests {
    //! Probabilities against going through every choice of days.

    use super::*;
    use crate::tenure::service_spells;
    use proptest::prelude::*;

    fn range() -> impl Strategy<Value = (i32, i32)> {
        (0i32..10, 0i32..4).prop_map(|(first, width)| (first, first + width))
    }

    fn days((first, last): (i32, i32)) -> DayRange {
        DayRange::new(Day::from_number(first), Day::from_number(last))
    }

    /// A spell with a day for every choice of days, or one that may have none.
    fn spell() -> impl Strategy<Value = Spell> {
        (range(), 0i32..8, 0i32..4).prop_map(|((first, last), length, loose)| {
            Spell::new(days((first, last)), days((first + length, first + length + loose)))
        })
    }

    fn rows() -> impl Strategy<Value = Vec<SpellOnRecord>> {
        prop::collection::vec(spell(), 1..3).prop_map(|spells| {
            let possible = spells.into_iter().filter(|spell| spell.possible().is_some());
            possible.map(|spell| SpellOnRecord { spell, sure: true }).collect()
        })
    }

    /// Every choice of a start and an end of each spell, as days from and to.
    fn choices(spells: &[Spell]) -> Vec<Vec<(i32, i32)>> {
        spells.iter().fold(vec![Vec::new()], |all, spell| {
            let list = |range: DayRange| range.first.number()..=range.last.number();
            let one: Vec<(i32, i32)> =
                list(spell.start()).flat_map(|from| list(spell.end()).map(move |to| (from, to))).collect();
            all.iter().flat_map(|before| one.iter().map(move |choice| [&before[..], &[*choice]].concat())).collect()
        })
    }

    fn runs(choice: &[(i32, i32)], day: i32) -> bool {
        choice.iter().any(|(from, to)| (*from..*to).contains(&day))
    }

    /// The days of joining and of leaving for a choice of the rows of a service and of others.
    fn events(own: &[(i32, i32)], others: &[(i32, i32)]) -> (Option<i32>, Option<i32>) {
        let real = || own.iter().filter(|(from, to)| from < to);
        let (first, last) = (real().map(|(from, _)| *from).min(), real().map(|(_, to)| *to).max());
        (first.filter(|day| !runs(others, day - 1)), last.filter(|day| !runs(others, *day)))
    }

    /// Divides a choice of all rows into those of a service and the others.
    fn divided(service: &ServiceSpell, all: &[SpellOnRecord], choice: &[(i32, i32)]) -> [Vec<(i32, i32)>; 2] {
        [true, false].map(|own| {
            let rows = all.iter().zip(choice).filter(|(record, _)| service.includes(record) == own);
            rows.map(|(_, choice)| *choice).collect()
        })
    }

    fn spells(records: &[SpellOnRecord]) -> Vec<Spell> {
        records.iter().map(|record| record.spell).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn joining_counts_every_choice_of_days(
            all in rows(), tied in prop::collection::vec(spell(), 1..3), deal in range(), window in 0i64..6,
        ) {
            let (board, ties) = (choices(&spells(&all)), choices(&tied));
            for service in service_spells(all.iter().copied()) {
                let (mut hits, mut count) = (0u64, 0u64);
                for choice in &board {
                    let [own, others] = divided(&service, &all, choice);
                    let (joined, _) = events(&own, &others);
                    for tie in &ties {
                        for day in deal.0..=deal.1 {
                            let near = |joined: i32| i64::from((day - joined).abs()) <= window;
                            hits += u64::from(joined.is_some_and(|joined| near(joined) && runs(tie, joined)));
                            count += 1;
                        }
                    }
                }
                let found = joining_probability((&service, &all), &tied, days(deal), window).unwrap();
                prop_assert!((found - hits as f64 / count as f64).abs() < 1e-4, "{found} {hits} of {count}");
            }
        }

        #[test]
        fn moving_counts_every_choice_of_days(from in rows(), to in rows(), deal in range(), window in 0i64..6) {
            let (leaving, joining) = (choices(&spells(&from)), choices(&spells(&to)));
            for (left, joined) in service_spells(from.iter().copied())
                .iter()
                .flat_map(|left| service_spells(to.iter().copied()).into_iter().map(move |joined| (left, joined)))
            {
                let of = |service: &ServiceSpell, all: &[SpellOnRecord], choices: &[Vec<(i32, i32)>]| -> Vec<_> {
                    choices
                        .iter()
                        .map(|choice| {
                            let [own, others] = divided(service, all, choice);
                            events(&own, &others)
                        })
                        .collect()
                };
                let (leaves, joins) = (of(left, &from, &leaving), of(&joined, &to, &joining));
                let (mut hits, mut count) = (0u64, 0u64);
                for day in deal.0..=deal.1 {
                    let near = |event: Option<i32>| event.is_some_and(|event| i64::from((day - event).abs()) <= window);
                    let left = leaves.iter().filter(|(_, left)| near(*left)).count() as u64;
                    let joined = joins.iter().filter(|(joined, _)| near(*joined)).count() as u64;
                    (hits, count) = (hits + left * joined, count + leaves.len() as u64 * joins.len() as u64);
                }
                let found = move_probability((left, &from), (&joined, &to), days(deal), window).unwrap();
                prop_assert!((found - hits as f64 / count as f64).abs() < 1e-4, "{found} {hits} of {count}");
            }
        }
    }

    #[test]
    fn an_unknown_date_has_a_probability_only_where_it_does_not_matter() {
        let exactly = |day: i32| DayRange::exactly(Day::from_number(day));
        let running = |start: DayRange| Spell::new(start, DayRange::exactly(Day::MAX));
        let chance = |board: Spell, tie: Spell| {
            let all = [SpellOnRecord { spell: board, sure: true }];
            let service = service_spells(all.iter().copied()).remove(0);
            joining_probability((&service, &all), &[tie], days((10, 10)), 5)
        };
        let since_ever = running(DayRange::new(Day::MIN, Day::from_number(8)));
        assert_eq!(chance(running(exactly(9)), since_ever), Some(1.0));
        assert_eq!(chance(running(exactly(7)), since_ever), None);
        assert_eq!(chance(since_ever, running(exactly(0))), None);
        // Outside the window nothing matters.
        assert_eq!(chance(running(exactly(90)), since_ever), Some(0.0));
    }
}
