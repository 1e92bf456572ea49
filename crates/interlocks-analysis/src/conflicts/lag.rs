//! Signed days between events and a deal, when neither day need be known.

use interlocks_core::model::{Certainty, Day, DayRange, DaySet, DaySpan};

/// Ranges wider than this, centuries, are as good as unknown: nobody's chance is worked out of them.
const WIDEST: i64 = 100_000;

/// The signed days from an event to a deal: the least and the most that the dates allow; none
/// where a date is not known at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

impl Lag {
    /// The lag nearest to zero.
    pub fn nearest(self) -> i64 {
        0i64.max(self.min.unwrap_or(i64::MIN)).min(self.max.unwrap_or(i64::MAX))
    }

    /// The lag that reaches as far as two others together.
    pub fn or(self, other: Lag) -> Lag {
        Lag { min: self.min.zip(other.min).map(|(x, y)| x.min(y)), max: self.max.zip(other.max).map(|(x, y)| x.max(y)) }
    }
}

/// The lag from an event that may lie on any of some days.
pub fn lag(event: &DaySet, deal: DayRange) -> Lag {
    let Some(hull) = event.hull() else { return Lag::default() };
    Lag { min: between(last(hull), deal.first), max: between(hull.from, deal.last) }
}

/// Signed days between two days that are known.
pub fn between(from: Day, to: Day) -> Option<i64> {
    (from.is_calendar() && to.is_calendar()).then(|| to.since(from))
}

/// The last day of a span.
pub fn last(span: DaySpan) -> Day {
    span.to.plus(-1)
}

/// Whether all events lie within `window` days before or after the deal.
pub fn inside(events: &[&DaySet], deal: DayRange, window: i64) -> Option<Certainty> {
    let window = bounded(window);
    let possible = !near(events, deal, window).is_empty();
    let certain = events.iter().all(|event| {
        let Lag { min, max } = lag(event, deal);
        min.is_some_and(|min| min >= -window) && max.is_some_and(|max| max <= window)
    });
    Certainty::from_parts(possible, certain && possible)
}

/// A window wider than the calendar is as wide as the calendar; one below zero holds nothing.
fn bounded(window: i64) -> i64 {
    window.clamp(-1, i64::from(i32::MAX))
}

/// The days of a deal that have a day of each event within the window.
fn near(events: &[&DaySet], deal: DayRange, window: i64) -> DaySet {
    if window < 0 {
        return DaySet::default();
    }
    let days = i32::try_from(window).unwrap_or(i32::MAX);
    let wider = |span: &DaySpan| DaySpan { from: span.from.plus(-days), to: span.to.plus(days) };
    events.iter().fold(DaySpan::from(deal).into(), |left: DaySet, event| {
        left.meet(&event.as_slice().iter().map(wider).collect())
    })
}

/// The share of all choices of days in which every event lies within the window, each day on which
/// an event or the deal may lie being as likely as any other: counted, not sampled.
///
/// None where a day is not known at all, or known within centuries only. Cost: the days of the deal
/// times the spans of the events.
pub fn probability(events: &[&DaySet], deal: DayRange, window: i64) -> Option<f64> {
    let window = bounded(window);
    let mut choices = i128::from(width(&DaySpan::from(deal).into())?);
    for event in events {
        choices *= i128::from(width(event)?);
    }
    let mut hits = 0i128;
    for span in near(events, deal, window).as_slice() {
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
    let share = hits as f64 / choices as f64;
    // Four digits: the dates say no more.
    Some((share * 10_000.0).round() / 10_000.0)
}

/// How many days are in a set, where all are of the calendar and they are not too many.
fn width(days: &DaySet) -> Option<i64> {
    let hull = days.hull()?;
    if !(hull.from.is_calendar() && last(hull).is_calendar()) {
        return None;
    }
    let width: i64 = days.as_slice().iter().map(|span| span.to.since(span.from)).sum();
    (1..=WIDEST).contains(&width).then_some(width)
}

/// Days as text: `2011-06-23`, or `between 2011-06-01 and 2011-06-30`.
pub fn written(days: &DaySet) -> String {
    let Some(hull) = days.hull() else { return "on a day nobody knows".to_owned() };
    match (hull.from.is_calendar(), last(hull).is_calendar()) {
        (true, true) if hull.from == last(hull) => hull.from.to_string(),
        (true, true) => format!("between {} and {}", hull.from, last(hull)),
        (true, false) => format!("on {} or later", hull.from),
        (false, true) => format!("by {}", last(hull)),
        (false, false) => "on a day nobody knows".to_owned(),
    }
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
            prop_assert_eq!(inside(&events, deal, window), answer);
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
        assert_eq!(inside(&[&ever], days(0, 3), 5), Some(Certainty::Possible));
        assert_eq!(lag(&ever, days(0, 3)), Lag::default());
        let wide = DaySet::from(DaySpan::from(days(0, 200_000)));
        assert_eq!(probability(&[&wide], days(0, 3), 5), None);
        assert_eq!(inside(&[&DaySet::default()], days(0, 3), 5), None);
        assert_eq!(inside(&[&ever], days(0, 3), i64::MIN), None);
        assert_eq!(probability(&[&DaySet::from(DaySpan::from(days(0, 3)))], days(9, 3), i64::MAX), Some(1.0));
    }
}
