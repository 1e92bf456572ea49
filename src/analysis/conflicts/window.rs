//! Appointments and deals that lie close together, when neither day need be known.

use super::Lag;
use crate::graph::{BoardGraph, CompanyIx, PersonIx, Stretch};
use crate::model::{Certainty, Day, DayRange, DaySpan, Spans};

/// Kinds of tie that do not bind a person to a company.
const OPPOSED: &[&str] = &["competitor-of", "competitor", "conflict", "dispute"];

/// Whether a kind of tie binds the two, rather than setting them against each other.
pub fn binds(kind: &str) -> bool {
    !OPPOSED.contains(&kind)
}

/// The ranges of days on which a person joined a board: the starts of runs of board seats there
/// whose possible days overlap or touch. A new role on the same board is no joining.
pub fn joinings(graph: &BoardGraph, person: PersonIx, company: CompanyIx) -> Vec<DayRange> {
    let spells: Vec<_> =
        graph.seats_at(person, company).filter(|seat| graph.is_board(*seat)).map(|seat| graph.spell(seat)).collect();
    let runs: Spans = spells.iter().filter_map(|spell| spell.possible()).collect();
    runs.as_slice()
        .iter()
        .filter_map(|run| {
            let inside = spells.iter().filter(|spell| spell.possible().is_some_and(|days| days.meet(*run).is_some()));
            let latest = inside.map(|spell| spell.latest_start).min()?;
            Some(DayRange::new(run.from, latest))
        })
        .collect()
}

/// Whether a person was tied to a company on the day of joining, by seats or by other ties.
pub fn tied<'a>(seats: &Stretch, ties: impl Iterator<Item = &'a Stretch>, day: DayRange) -> Option<Certainty> {
    let window = DaySpan::of(day);
    let held =
        |days: &Stretch| Certainty::from_parts(!days.possible.within(window).is_empty(), days.certain.covers(day));
    ties.map(held).fold(held(seats), Option::max)
}

/// The signed days from one event to the other.
pub fn lag(start: DayRange, deal: DayRange) -> Lag {
    let known = |day: Day| day.is_calendar();
    Lag {
        min: (known(start.last) && known(deal.first)).then(|| deal.first.since(start.last)),
        max: (known(start.first) && known(deal.last)).then(|| deal.last.since(start.first)),
    }
}

/// Whether the lag lies within `window` days before or after.
pub fn inside(lag: Lag, window: i64) -> Option<Certainty> {
    let possible = lag.min.is_none_or(|min| min <= window) && lag.max.is_none_or(|max| max >= -window);
    let certain = lag.min.is_some_and(|min| min >= -window) && lag.max.is_some_and(|max| max <= window);
    Certainty::from_parts(possible, certain && possible)
}

/// The share of all choices of the two days that lie within the window, each day of a range being
/// as likely as any other. None where a day is not known at all, or known within centuries only.
pub fn probability(start: DayRange, deal: DayRange, window: i64) -> Option<f64> {
    const WIDEST: i64 = 100_000;
    if [start.first, start.last, deal.first, deal.last].iter().any(|day| !day.is_calendar()) {
        return None;
    }
    let (starts, deals) = (start.last.since(start.first) + 1, deal.last.since(deal.first) + 1);
    if starts > WIDEST {
        return None;
    }
    let (first, last) = (i64::from(deal.first.number()), i64::from(deal.last.number()));
    let near = |day: i64| (last.min(day + window) - first.max(day - window) + 1).max(0);
    let hits: i64 = (i64::from(start.first.number())..=i64::from(start.last.number())).map(near).sum();
    let share = hits as f64 / (starts as f64 * deals as f64);
    Some((share * 10_000.0).round() / 10_000.0)
}

/// A range of days as text.
pub fn written(days: DayRange) -> String {
    if days.is_one_day() { days.first.to_string() } else { format!("between {} and {}", days.first, days.last) }
}

/// A lag as text.
pub fn lag_written(lag: Lag) -> String {
    match (lag.min, lag.max) {
        (Some(min), Some(max)) if min == max => format!("{min} days"),
        (Some(min), Some(max)) => format!("{min} to {max} days"),
        _ => "an unknown number of days".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_window_asks_every_choice_of_days(a in 0i32..40, wa in 0i32..12, d in 0i32..40, wd in 0i32..12, window in 0i64..20) {
            let range = |first: i32, width: i32| DayRange::new(Day::from_number(first), Day::from_number(first + width));
            let (start, deal) = (range(a, wa), range(d, wd));
            let choices: Vec<bool> = (a..=a + wa)
                .flat_map(|x| (d..=d + wd).map(move |y| i64::from((y - x).abs()) <= window))
                .collect();
            let answer = Certainty::from_parts(choices.contains(&true), !choices.contains(&false));
            prop_assert_eq!(inside(lag(start, deal), window), answer);
            let share = choices.iter().filter(|hit| **hit).count() as f64 / choices.len() as f64;
            prop_assert!((probability(start, deal, window).unwrap() - share).abs() < 1e-4);
        }
    }
}
