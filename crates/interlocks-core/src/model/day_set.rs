//! Sets of days, as sorted, disjoint, half-open spans.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use smallvec::SmallVec;

use super::day::{Day, DayRange};

/// A half-open period of days, `[from, to)`: `to` is the first day after it.
///
/// A person who leaves on a day was not on the board on that day, so two spans of which one ends on the day on
/// which the other begins have no day in common. Output prints `to` too, so the last day is the day before it.
///
/// ```
/// use interlocks_core::model::{Day, DaySpan};
/// let day = |year| Day::from_ymd(year, 1, 1).unwrap();
/// let first = DaySpan::new(day(2001), day(2005)).unwrap();
/// let second = DaySpan::new(day(2005), day(2009)).unwrap();
/// assert_eq!(first.meet(second), None);
/// assert_eq!(DaySpan::new(day(2005), day(2005)), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DaySpan {
    /// The first day.
    pub from: Day,
    /// The first day after the span; [`Day::MAX`] if it has no end.
    pub to: Day,
}

impl DaySpan {
    /// All days.
    pub const ALWAYS: DaySpan = DaySpan { from: Day::MIN, to: Day::MAX };

    /// Creates the span `[from, to)`, or `None` if it has no day.
    #[inline]
    pub fn new(from: Day, to: Day) -> Option<DaySpan> {
        (from < to).then_some(DaySpan { from, to })
    }

    /// Returns the days in both spans (their intersection).
    #[inline]
    pub fn meet(self, other: DaySpan) -> Option<DaySpan> {
        DaySpan::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Returns `true` if the span contains every day of `range`.
    #[inline]
    pub fn covers(self, range: DayRange) -> bool {
        self.from <= range.first && range.last < self.to
    }
}

/// Converts a closed range, whose last day is included, to a half-open span.
///
/// ```
/// use interlocks_core::model::{DaySpan, PartialDate};
/// let june = DaySpan::from("2011-06".parse::<PartialDate>()?.days());
/// assert_eq!((june.from.to_string(), june.to.to_string()), ("2011-06-01".into(), "2011-07-01".into()));
/// # Ok::<(), interlocks_core::model::DateError>(())
/// ```
impl From<DayRange> for DaySpan {
    fn from(range: DayRange) -> DaySpan {
        DaySpan { from: range.first, to: range.last.plus(1) }
    }
}

/// Serializes as `{"from": ISO date, "to": ISO date}`, where `to` is excluded and a limit is null.
impl Serialize for DaySpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("DaySpan", 2)?;
        object.serialize_field("from", &self.from)?;
        object.serialize_field("to", &self.to)?;
        object.end()
    }
}

/// An object with the two days.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for DaySpan {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DaySpan".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let day = generator.subschema_for::<Day>();
        let with = |text: &str| {
            let mut day = day.clone();
            day.insert("description".to_owned(), text.into());
            day
        };
        schemars::json_schema!({
            "type": "object",
            "description": "Days without a gap. `from` is the first of them, and `to` is the day after the last.",
            "properties": {
                "from": with("The first day: YYYY-MM-DD. Null if it is not known."),
                "to": with("The day after the last one: YYYY-MM-DD. Null while it runs, and if the end is not known."),
            },
            "required": ["from", "to"],
        })
    }
}

/// A set of days, stored as disjoint spans in order of time.
///
/// Spans that overlap or follow each other without a gap are merged, so equal sets have equal spans. Intersection
/// ([`meet`](DaySet::meet)), union ([`join`](DaySet::join)) and difference ([`without`](DaySet::without)) return a
/// new set.
///
/// ```
/// use interlocks_core::model::{Day, DaySet, DaySpan};
/// let day = |n| Day::from_number(n);
/// let span = |a, b| DaySpan { from: day(a), to: day(b) };
/// let terms: DaySet = [span(5, 9), span(1, 3), span(3, 4)].into_iter().collect();
/// assert_eq!(terms.as_slice(), [span(1, 4), span(5, 9)]);
/// assert_eq!(terms.days(day(100)), 7);
///
/// let other = DaySet::from(span(3, 6));
/// assert_eq!(terms.meet(&other).as_slice(), [span(3, 4), span(5, 6)]);
/// assert_eq!(terms.join(&other).as_slice(), [span(1, 9)]);
/// assert_eq!(terms.without(&other).as_slice(), [span(1, 3), span(6, 9)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct DaySet(#[cfg_attr(feature = "schema", schemars(with = "Vec<DaySpan>"))] Spans);

/// Most sets have one or two spans. Up to two are stored in place, without an allocation and in the size of a vector.
type Spans = SmallVec<[DaySpan; 2]>;

impl DaySet {
    /// Returns the spans in order of time.
    #[inline]
    pub fn as_slice(&self) -> &[DaySpan] {
        &self.0
    }

    /// Returns `true` if the set has no day.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the span from the first day of the set to its end, without regard to gaps; `None` if it is empty.
    pub fn hull(&self) -> Option<DaySpan> {
        Some(DaySpan { from: self.0.first()?.from, to: self.0.last()?.to })
    }

    /// Returns the days in both sets (their intersection). Linear in the number of spans.
    pub fn meet(&self, other: &DaySet) -> DaySet {
        // Most sets are one span.
        if let ([a], [b]) = (self.as_slice(), other.as_slice()) {
            return DaySet(a.meet(*b).into_iter().collect());
        }
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Spans::new();
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

    /// Returns the days in either set (their union).
    #[must_use]
    pub fn join(&self, other: &DaySet) -> DaySet {
        self.0.iter().chain(other.0.iter()).copied().collect()
    }

    /// Returns the days of this set that are not in the other (their difference). Linear in the number of spans.
    #[must_use]
    pub fn without(&self, other: &DaySet) -> DaySet {
        let mut complement = Spans::with_capacity(other.0.len() + 1);
        let mut from = Day::MIN;
        for span in &other.0 {
            complement.extend(DaySpan::new(from, span.from));
            from = span.to;
        }
        complement.extend(DaySpan::new(from, Day::MAX));
        self.meet(&DaySet(complement))
    }

    /// Extends the end of every span by `years`: returns the days on which the set had a day within the last `years`
    /// years.
    #[must_use]
    pub fn lasting(&self, years: i32) -> DaySet {
        self.0.iter().map(|span| DaySpan { from: span.from, to: span.to.plus_years(years) }).collect()
    }

    /// Returns every day of each calendar year in which the set has a day.
    #[must_use]
    pub fn whole_years(&self) -> DaySet {
        let end = |to: Day| if to == Day::MAX { to } else { to.plus(-1).start_of_year().plus_years(1) };
        self.0.iter().map(|span| DaySpan { from: span.from.start_of_year(), to: end(span.to) }).collect()
    }

    /// Returns the days of the set inside a span.
    pub fn within(&self, window: DaySpan) -> DaySet {
        DaySet(self.0.iter().filter_map(|span| span.meet(window)).collect())
    }

    /// Returns `true` if the sets have a day in common.
    pub fn meets(&self, other: &DaySet) -> bool {
        self.0.iter().any(|span| other.meets_span(*span))
    }

    /// Returns `true` if the set has a day inside a span.
    #[inline]
    pub fn meets_span(&self, span: DaySpan) -> bool {
        self.0.iter().any(|own| own.meet(span).is_some())
    }

    /// Returns `true` if the set contains every day of `range`.
    pub fn covers(&self, range: DayRange) -> bool {
        self.0.iter().any(|span| span.covers(range))
    }

    /// Counts the days of the set up to and including `as_of`. A span without a first day has no length and counts
    /// as 0.
    pub fn days(&self, as_of: Day) -> i64 {
        let end = as_of.plus(1);
        let length = |span: &DaySpan| {
            if span.from == Day::MIN { 0 } else { span.to.min(end).since(span.from).max(0) }
        };
        self.0.iter().map(length).sum()
    }
}

/// Collects the union of any spans in any order.
impl FromIterator<DaySpan> for DaySet {
    fn from_iter<I: IntoIterator<Item = DaySpan>>(spans: I) -> DaySet {
        let mut sorted: Spans = spans.into_iter().filter(|span| span.from < span.to).collect();
        sorted.sort_unstable();
        sorted.dedup_by(|next, last| {
            let joined = next.from <= last.to;
            last.to = if joined { last.to.max(next.to) } else { last.to };
            joined
        });
        DaySet(sorted)
    }
}

impl From<DaySpan> for DaySet {
    fn from(span: DaySpan) -> DaySet {
        DaySet(DaySpan::new(span.from, span.to).into_iter().collect())
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
            let until = days_a.iter().filter(|day| **day <= first).count();
            prop_assert_eq!(a.days(Day::from_number(first)), until as i64);
            let range = DayRange::new(Day::from_number(first), Day::from_number(first + width));
            prop_assert_eq!(a.covers(range), (first..=first + width).all(|day| days_a.contains(&day)));
        }
    }
}
