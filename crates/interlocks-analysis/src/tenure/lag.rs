//! Signed days between events and a deal when either day may be known only in part.

use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};
use interlocks_core::wording::counted;

/// Signed days from an event to a deal, positive if the event comes first: the minimum and the maximum that the dates
/// allow, `None` where a date is unknown, and the value closest to zero that they allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lag {
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub nearest: i64,
}

impl Lag {
    /// Creates the lag for which every value from the minimum to the maximum is allowed.
    pub(crate) fn between(min: Option<i64>, max: Option<i64>) -> Lag {
        Lag { min, max, nearest: 0i64.max(min.unwrap_or(i64::MIN)).min(max.unwrap_or(i64::MAX)) }
    }

    /// Returns the smallest lag that contains both. Of two values equally close to zero, the one after the event is the
    /// closest.
    pub(crate) fn hull(self, other: Lag) -> Lag {
        let nearest = [self.nearest, other.nearest].into_iter().min_by_key(|days| (days.abs(), *days < 0));
        Lag {
            min: self.min.zip(other.min).map(|(x, y)| x.min(y)),
            max: self.max.zip(other.max).map(|(x, y)| x.max(y)),
            nearest: nearest.unwrap_or_default(),
        }
    }
}

/// Returns the lag from an event on any of some days to a deal.
pub(crate) fn lag(event: &DaySet, deal: DayRange) -> Lag {
    let from =
        |span: &DaySpan| Lag::between(days_between(last_day(*span), deal.first), days_between(span.from, deal.last));
    event.as_slice().iter().map(from).reduce(Lag::hull).unwrap_or_default()
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
        let Lag { min, max, .. } = lag(event, deal);
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
            let lags = || (d..=d + wd).flat_map(|day| listed[0].iter().map(move |event| i64::from(day - event)));
            let nearest = lags().min_by_key(|days| (days.abs(), *days < 0)).unwrap();
            prop_assert_eq!(lag(events[0], deal), Lag { min: lags().min(), max: lags().max(), nearest });
        }
    }

    #[test]
    fn what_nobody_knows_is_possible() {
        let ever = DaySet::from(DaySpan::ALWAYS);
        assert_eq!(is_within_window(&[&ever], days(0, 3), 5), Some(Certainty::Possible));
        assert_eq!(lag(&ever, days(0, 3)), Lag::default());
        assert_eq!(is_within_window(&[&DaySet::default()], days(0, 3), 5), None);
        assert_eq!(is_within_window(&[&ever], days(0, 3), i64::MIN), None);
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
