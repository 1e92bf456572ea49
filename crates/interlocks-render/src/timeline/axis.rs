//! From days to places on the axis, and the ticks between which a reader counts.

use super::Timeline;
use interlocks_core::model::Day;

/// Least distance between two ticks, in user units: a date and some air.
const LEAST_GAP: f64 = 66.0;
/// The shortest stretch of time an axis shows, in days: on less, months make no ticks.
const SHORTEST: i64 = 240;
/// Days a month has on the average of the Gregorian calendar.
const MONTH: f64 = 365.2425 / 12.0;
/// Distances between ticks, in months.
const STEPS: [i64; 14] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 60_000];

/// A linear scale of days.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    /// The first and the last day shown, as numbers.
    first: i64,
    last: i64,
    /// Positions of the ticks.
    pub left: f64,
    pub right: f64,
}

impl Axis {
    /// The axis on which all that is dated has a place; none where nothing is.
    pub(crate) fn new(timeline: &Timeline, left: f64, right: f64) -> Option<Axis> {
        let lanes = timeline.groups.iter().flat_map(|group| &group.lanes);
        let ends = lanes.flat_map(|lane| {
            let spell = lane.spell;
            [spell.earliest_start, spell.latest_start, spell.earliest_end, timeline.last_end(&spell)]
        });
        let marks = timeline.marks.iter().flat_map(|mark| [mark.days.first, mark.days.last]);
        let dated: Vec<Day> = ends.chain(marks).filter(|day| day.is_calendar()).collect();
        let (first, last) = (dated.iter().min()?, dated.iter().max()?);
        let as_of = timeline.as_of.filter(|day| day.is_calendar());
        let (first, last) = (
            i64::from(first.min(&as_of.unwrap_or(*first)).number()),
            i64::from(last.max(&as_of.unwrap_or(*last)).number()),
        );
        let air = ((last - first) / 50).max((SHORTEST - (last - first)) / 2).max(10);
        Some(Axis { first: first - air, last: last + air, left, right })
    }

    /// The axis from one day to another, with room for a few months at least.
    pub(crate) fn between(first: Day, last: Day, left: f64, right: f64) -> Axis {
        let (first, last) = (i64::from(first.number()), i64::from(last.number()));
        let air = ((SHORTEST - (last - first)) / 2).max(0);
        Axis { first: first - air, last: last + air, left, right }
    }

    /// The first and the last day shown, as numbers.
    pub(crate) fn days(&self) -> (i64, i64) {
        (self.first, self.last)
    }

    /// The position of a day; the limits of time are at the ends of the axis.
    pub(crate) fn place(&self, day: Day) -> f64 {
        if day == Day::MIN {
            return self.left;
        }
        if day == Day::MAX {
            return self.right;
        }
        let share = (i64::from(day.number()) - self.first) as f64 / (self.last - self.first).max(1) as f64;
        (self.left + share * (self.right - self.left)).clamp(self.left, self.right)
    }

    /// Beginnings of years, or of months where there is room for them, with their names.
    pub(crate) fn ticks(&self) -> Vec<(f64, String)> {
        self.ticks_apart(LEAST_GAP, LEAST_GAP)
    }

    /// The same, with a least distance between years and one between months.
    pub(crate) fn ticks_apart(&self, years: f64, months_apart: f64) -> Vec<(f64, String)> {
        let months = (self.last - self.first) as f64 / MONTH;
        let wide = (self.right - self.left) / months.max(1.0);
        let gap = |step: i64| if step < 12 { months_apart } else { years };
        let step = STEPS.into_iter().find(|step| *step as f64 * wide >= gap(*step)).unwrap_or(STEPS[STEPS.len() - 1]);
        let month = |day: i64| (day as f64 / MONTH).floor() as i64 + 1970 * 12;
        let (from, to) = ((month(self.first) - 1).div_euclid(step), (month(self.last) + 1).div_euclid(step));
        let tick = |count: i64| {
            let (year, month) = ((count * step).div_euclid(12), (count * step).rem_euclid(12) + 1);
            let day = Day::from_ymd(i16::try_from(year).ok()?, u8::try_from(month).ok()?, 1)?;
            let number = i64::from(day.number());
            let name = if step >= 12 { format!("{year:04}") } else { format!("{year:04}-{month:02}") };
            (self.first <= number && number <= self.last).then(|| (self.place(day), name))
        };
        (from..=to).filter_map(tick).collect()
    }
}
