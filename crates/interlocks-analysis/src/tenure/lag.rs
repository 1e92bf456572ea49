//! Signed days between events and a deal when either day may be known only in part.

use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};
use interlocks_core::wording::counted;

/// Sets of more days than this (273 years) have no probability: they are as good as unknown.
const MAX_DAYS: i64 = 100_000;

/// Signed days from an event to a deal, positive if the event comes first: the minimum and the maximum that the dates
/// allow; `None` where a date is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lag {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

impl Lag {
    /// Returns the lag closest to zero.
    pub(crate) fn nearest(self) -> i64 {
        0i64.max(self.min.unwrap_or(i64::MIN)).min(self.max.unwrap_or(i64::MAX))
    }

    /// Returns the smallest lag that contains both.
    pub(crate) fn hull(self, other: Lag) -> Lag {
        Lag { min: self.min.zip(other.min).map(|(x, y)| x.min(y)), max: self.max.zip(other.max).map(|(x, y)| x.max(y)) }
    }
}

/// Returns the lag from an event on any of some days to a deal.
pub(crate) fn lag(event: &DaySet, deal: DayRange) -> Lag {
    let Some(hull) = event.hull() else { return Lag::default() };
    Lag { min: days_between(last_day(hull), deal.first), max: days_between(hull.from, deal.last) }
}

/// Returns the signed days between two days, if both are known.
pub(super) fn days_between(from: Day, to: Day) -> Option<i64> {
    (from.is_calendar() && to.is_calendar()).then(|| to.since(from))
}

/// Returns the last day of a span.
pub(crate) fn last_day(span: DaySpan) -> Day {
    span.to.plus(-1)
}

/// Returns how certain it is that all events lie within `window` days before or after the deal.
pub(crate) fn is_within_window(events: &[&DaySet], deal: DayRange, window: i64) -> Option<Certainty> {
    let window = clamped(window);
    let possible = !deal_days_near(events, deal, window).is_empty();
    let certain = events.iter().all(|event| {
        let Lag { min, max } = lag(event, deal);
        min.is_some_and(|min| min >= -window) && max.is_some_and(|max| max <= window)
    });
    Certainty::from_parts(possible, certain && possible)
}

/// Limits a window to the width of the calendar; a negative window contains no day.
fn clamped(window: i64) -> i64 {
    window.clamp(-1, i64::from(i32::MAX))
}

/// Returns the days of a deal that have a day of every event within the window.
fn deal_days_near(events: &[&DaySet], deal: DayRange, window: i64) -> DaySet {
    if window < 0 {
        return DaySet::default();
    }
    let days = i32::try_from(window).unwrap_or(i32::MAX);
    let wider = |span: &DaySpan| DaySpan { from: span.from.plus(-days), to: span.to.plus(days) };
    events.iter().fold(DaySpan::from(deal).into(), |left: DaySet, event| {
        left.meet(&event.as_slice().iter().map(wider).collect())
    })
}

/// Returns the share of all combinations of days in which every event lies within the window, each possible day of an
/// event or of the deal being equally likely. The combinations are counted, not sampled.
///
/// `None` if a date is unknown or has more than [`MAX_DAYS`] possible days. Cost: the days of the deal times the spans
/// of the events.
pub(crate) fn probability(events: &[&DaySet], deal: DayRange, window: i64) -> Option<f64> {
    let window = clamped(window);
    let mut combinations = i128::from(day_count(&DaySpan::from(deal).into())?);
    for event in events {
        combinations *= i128::from(day_count(event)?);
    }
    let mut hits = 0i128;
    for span in deal_days_near(events, deal, window).as_slice() {
        for day in span.from.number()..span.to.number() {
            let around = |event: &&DaySet| -> i128 {
                let (first, end) = (i64::from(day) - window, i64::from(day) + window + 1);
                let inside =
                    |span: &DaySpan| end.min(i64::from(span.to.number())) - first.max(i64::from(span.from.number()));
                event.as_slice().iter().map(|span| i128::from(inside(span).max(0))).sum()
            };
            hits += events.iter().map(around).product::<i128>();
        }
    }
    let share = hits as f64 / combinations as f64;
    // Four digits: the dates are not more precise.
    Some((share * 10_000.0).round() / 10_000.0)
}

/// Returns the number of days in a set if all are calendar days and there are at most [`MAX_DAYS`].
fn day_count(days: &DaySet) -> Option<i64> {
    let hull = days.hull()?;
    if !(hull.from.is_calendar() && last_day(hull).is_calendar()) {
        return None;
    }
    let count: i64 = days.as_slice().iter().map(|span| span.to.since(span.from)).sum();
    (1..=MAX_DAYS).contains(&count).then_some(count)
}

/// Writes signed days as text: `5 to 34 days before`, `between 29 days before and 60 days after`, `on the day of`.
///
/// `words` are those for positive and for negative days.
pub(crate) fn distance_text(min: Option<i64>, max: Option<i64>, [positive, negative]: [&str; 2]) -> String {
    let side = |days: i64| {
        let word = if days < 0 { negative } else { positive };
        format!("{} {word}", counted(days.saturating_abs(), "day"))
    };
    match (min, max) {
        (Some(0), Some(0)) => "on the day of".to_owned(),
        (Some(min), Some(max)) if min == max => side(min),
        (Some(min), Some(max)) if min >= 0 => format!("{min} to {} {positive}", counted(max, "day")),
        (Some(min), Some(max)) if max <= 0 => {
            format!("{} to {} {negative}", -max, counted(min.saturating_abs(), "day"))
        }
        (Some(min), Some(max)) => format!("between {} and {}", side(min), side(max)),
        (Some(min), None) if min >= 0 => format!("{} or more {positive}", counted(min, "day")),
        (Some(min), None) => format!("at most {}", side(min)),
        (None, Some(max)) if max <= 0 => format!("{} or more {negative}", counted(max.saturating_abs(), "day")),
        (None, Some(max)) => format!("at most {}", side(max)),
        (None, None) => "an unknown number of days from".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(first: i32, width: i32) -> DayRange {
        DayRange::new(Day::from_number(first), Day::from_number(first + width))
    }

    proptest! {
        #[test]
        fn the_window_asks_every_choice_of_days(
            starts in prop::collection::vec(prop::collection::vec((0i32..40, 0i32..8), 1..3), 1..3),
            d in 0i32..40, wd in 0i32..12, window in 0i64..20
        ) {
            let deal = days(d, wd);
            let events: Vec<DaySet> = starts.iter().map(|event| {
                event.iter().map(|(first, width)| DaySpan::from(days(*first, *width))).collect()
            }).collect();
            let listed: Vec<Vec<i32>> = events.iter().map(|event| {
                event.as_slice().iter().flat_map(|span| span.from.number()..span.to.number()).collect()
            }).collect();
            let mut choices = Vec::new();
            for day in d..=d + wd {
                let near = |event: &i32| i64::from((day - event).abs()) <= window;
                match &listed[..] {
                    [one] => choices.extend(one.iter().map(near)),
                    [one, two] => choices.extend(one.iter().flat_map(|x| two.iter().map(move |y| near(x) && near(y)))),
                    _ => {}
                }
            }
            let events: Vec<&DaySet> = events.iter().collect();
            let answer = Certainty::from_parts(choices.contains(&true), !choices.contains(&false));
            prop_assert_eq!(is_within_window(&events, deal, window), answer);
            let share = choices.iter().filter(|hit| **hit).count() as f64 / choices.len() as f64;
            prop_assert!((probability(&events, deal, window).unwrap() - share).abs() < 1e-4);
            let lags = || (d..=d + wd).flat_map(|day| listed[0].iter().map(move |event| i64::from(day - event)));
            prop_assert_eq!(lag(events[0], deal), Lag { min: lags().min(), max: lags().max() });
        }
    }

    #[test]
    fn what_nobody_knows_has_no_probability() {
        let ever = DaySet::from(DaySpan::ALWAYS);
        assert_eq!(probability(&[&ever], days(0, 3), 5), None);
        assert_eq!(is_within_window(&[&ever], days(0, 3), 5), Some(Certainty::Possible));
        assert_eq!(lag(&ever, days(0, 3)), Lag::default());
        let wide = DaySet::from(DaySpan::from(days(0, 200_000)));
        assert_eq!(probability(&[&wide], days(0, 3), 5), None);
        assert_eq!(is_within_window(&[&DaySet::default()], days(0, 3), 5), None);
        assert_eq!(is_within_window(&[&ever], days(0, 3), i64::MIN), None);
        assert_eq!(probability(&[&DaySet::from(DaySpan::from(days(0, 3)))], days(9, 3), i64::MAX), Some(1.0));
    }

    #[test]
    fn signed_days_are_written_with_their_direction() {
        let text = |min, max| distance_text(min, max, ["after", "before"]);
        for (min, max, expected) in [
            (Some(0), Some(0), "on the day of"),
            (Some(1), Some(1), "1 day after"),
            (Some(-9), Some(-9), "9 days before"),
            (Some(5), Some(34), "5 to 34 days after"),
            (Some(-34), Some(0), "0 to 34 days before"),
            (Some(-29), Some(60), "between 29 days before and 60 days after"),
            (Some(3), None, "3 days or more after"),
            (Some(-3), None, "at most 3 days before"),
            (None, Some(-1), "1 day or more before"),
            (None, Some(7), "at most 7 days after"),
            (None, None, "an unknown number of days from"),
        ] {
            assert_eq!(text(min, max), expected);
        }
    }
}
