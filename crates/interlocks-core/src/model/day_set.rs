//! Sets of days as sorted, disjoint, half-open spans.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::date::{Day, DayRange};

/// A half-open stretch of days, `[from, to)`: `to` is the first day that is no longer in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaySpan {
    pub from: Day,
    pub to: Day,
}

impl DaySpan {
    /// All days there are.
    pub const ALWAYS: DaySpan = DaySpan { from: Day::MIN, to: Day::MAX };

    /// The span `[from, to)`, or `None` when no day is in it.
    pub fn new(from: Day, to: Day) -> Option<DaySpan> {
        (from < to).then_some(DaySpan { from, to })
    }

    /// The days of a closed range.
    pub fn of(range: DayRange) -> DaySpan {
        DaySpan { from: range.first, to: range.last.plus(1) }
    }

    /// The days in both.
    pub fn meet(self, other: DaySpan) -> Option<DaySpan> {
        DaySpan::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Whether every day of `range` is in it.
    pub fn covers(self, range: DayRange) -> bool {
        self.from <= range.first && range.last < self.to
    }
}

/// JSON: `{"from": ISO date, "to": ISO date}`, `to` exclusive; null where there is no limit.
impl Serialize for DaySpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("DaySpan", 2)?;
        object.serialize_field("from", &self.from)?;
        object.serialize_field("to", &self.to)?;
        object.end()
    }
}

/// A set of days: disjoint spans in order of time, none touching the next.
///
/// ```
/// use interlocks_core::model::{Day, DaySpan, DaySet};
/// let day = |n| Day::from_number(n);
/// let span = |a, b| DaySpan { from: day(a), to: day(b) };
/// let spans: DaySet = [span(5, 9), span(1, 3), span(3, 4)].into_iter().collect();
/// assert_eq!(spans.as_slice(), [span(1, 4), span(5, 9)]);
/// assert_eq!(spans.days(day(100)), 7);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct DaySet(Vec<DaySpan>);

impl DaySet {
    /// The spans in order of time.
    pub fn as_slice(&self) -> &[DaySpan] {
        &self.0
    }

    /// Whether no day is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first day of the first span and the end of the last.
    pub fn hull(&self) -> Option<DaySpan> {
        Some(DaySpan { from: self.0.first()?.from, to: self.0.last()?.to })
    }

    /// The days in both sets. Linear in the number of spans.
    pub fn meet(&self, other: &DaySet) -> DaySet {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            both.extend(a.meet(**b));
            if a.to <= b.to {
                left.next()
            } else {
                right.next()
            };
        }
        DaySet(both)
    }

    /// The days in either set.
    #[must_use]
    pub fn join(&self, other: &DaySet) -> DaySet {
        self.0.iter().chain(&other.0).copied().collect()
    }

    /// The days of the set that are not in another. Linear in the number of spans.
    #[must_use]
    pub fn without(&self, taken: &DaySet) -> DaySet {
        let mut free = Vec::with_capacity(taken.0.len() + 1);
        let mut from = Day::MIN;
        for span in &taken.0 {
            free.extend(DaySpan::new(from, span.from));
            from = span.to;
        }
        free.extend(DaySpan::new(from, Day::MAX));
        self.meet(&DaySet(free))
    }

    /// Every span longer by some years: the days on which a day of the set lies no further back.
    #[must_use]
    pub fn lasting(&self, years: i32) -> DaySet {
        self.0.iter().map(|span| DaySpan { from: span.from, to: span.to.plus_years(years) }).collect()
    }

    /// The calendar years in which a day of the set lies, whole.
    #[must_use]
    pub fn whole_years(&self) -> DaySet {
        let end = |to: Day| if to == Day::MAX { to } else { to.plus(-1).start_of_year().plus_years(1) };
        self.0.iter().map(|span| DaySpan { from: span.from.start_of_year(), to: end(span.to) }).collect()
    }

    /// The days in both the set and one span.
    pub fn within(&self, window: DaySpan) -> DaySet {
        DaySet(self.0.iter().filter_map(|span| span.meet(window)).collect())
    }

    /// Whether some day is in both sets.
    pub fn meets(&self, other: &DaySet) -> bool {
        !self.meet(other).is_empty()
    }

    /// Whether every day of `range` is in the set.
    pub fn covers(&self, range: DayRange) -> bool {
        self.0.iter().any(|span| span.covers(range))
    }

    /// The number of days in the set up to and including `as_of`: what still runs is counted to
    /// the end of that day. A set without a first day has no length and counts as 0.
    pub fn days(&self, as_of: Day) -> i64 {
        let end = as_of.plus(1);
        let length = |span: &DaySpan| {
            let to = if span.to == Day::MAX { end } else { span.to };
            if span.from == Day::MIN { 0 } else { to.since(span.from).max(0) }
        };
        self.0.iter().map(length).sum()
    }
}

/// The union of any spans in any order.
impl FromIterator<DaySpan> for DaySet {
    fn from_iter<I: IntoIterator<Item = DaySpan>>(spans: I) -> DaySet {
        let mut sorted: Vec<DaySpan> = spans.into_iter().filter(|span| span.from < span.to).collect();
        sorted.sort_unstable();
        let mut union: Vec<DaySpan> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match union.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => union.push(span),
            }
        }
        DaySet(union)
    }
}

impl From<DaySpan> for DaySet {
    fn from(span: DaySpan) -> DaySet {
        DaySet::from_iter([span])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn spans() -> impl Strategy<Value = (DaySet, BTreeSet<i32>)> {
        prop::collection::vec((0i32..40, 0i32..12), 0..6).prop_map(|pairs| {
            let days = pairs.iter().flat_map(|&(from, width)| from..from + width).collect();
            let span = |&(from, width): &(i32, i32)| DaySpan {
                from: Day::from_number(from),
                to: Day::from_number(from + width),
            };
            (pairs.iter().map(span).collect(), days)
        })
    }

    fn days_of(spans: &DaySet) -> BTreeSet<i32> {
        let days = |s: &DaySpan| s.from.number()..s.to.number();
        spans.as_slice().iter().flat_map(days).collect()
    }

    #[test]
    fn a_span_touches_whole_years_but_not_the_one_it_ends_before() {
        let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
        let span = |from, to| DaySpan { from, to };
        let whole = |from, to| DaySet::from(span(from, to)).whole_years();
        assert_eq!(whole(day(2011, 3, 1), day(2011, 3, 2)), span(day(2011, 1, 1), day(2012, 1, 1)).into());
        assert_eq!(whole(day(2011, 3, 1), day(2012, 1, 1)), span(day(2011, 1, 1), day(2012, 1, 1)).into());
        assert_eq!(whole(day(2011, 12, 31), day(2012, 1, 2)), span(day(2011, 1, 1), day(2013, 1, 1)).into());
        assert_eq!(whole(Day::MIN, Day::MAX), DaySpan::ALWAYS.into());
        assert_eq!(whole(day(2012, 2, 29), Day::MAX), span(day(2012, 1, 1), Day::MAX).into());
        assert_eq!(DaySet::default().whole_years(), DaySet::default());
    }

    proptest! {
        #[test]
        fn spans_are_sets_of_days((a, days_a) in spans(), (b, days_b) in spans(), first in 0i32..50, width in 0i32..9) {
            prop_assert_eq!(days_of(&a), days_a.clone());
            prop_assert!(a.as_slice().windows(2).all(|w| w[0].to < w[1].from));
            let both: BTreeSet<i32> = days_a.intersection(&days_b).copied().collect();
            prop_assert_eq!(days_of(&a.meet(&b)), both.clone());
            prop_assert_eq!(a.meets(&b), !both.is_empty());
            prop_assert_eq!(days_of(&a.join(&b)), days_a.union(&days_b).copied().collect::<BTreeSet<i32>>());
            prop_assert_eq!(days_of(&a.without(&b)), days_a.difference(&days_b).copied().collect::<BTreeSet<i32>>());
            prop_assert_eq!(a.days(Day::from_number(1000)), days_a.len() as i64);
            let range = DayRange::new(Day::from_number(first), Day::from_number(first + width));
            prop_assert_eq!(a.covers(range), (first..=first + width).all(|day| days_a.contains(&day)));
        }
    }
}
