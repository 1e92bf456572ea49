//! Axes: where a value is, and where its ticks are and what they are called.

use std::ops::Range;

use plotters::coord::combinators::{IntoLogRange, LogCoord};
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;

use super::{Axis, Measure};
use crate::text::{Fonts, Style};
use crate::timeline::axis::Axis as Calendar;
use interlocks_core::model::Day;

/// Numbers of ticks that are tried, until their names have room.
const TICKS: [usize; 6] = [8, 6, 5, 4, 3, 2];
/// Least share of an axis between the names of two ticks.
const AIR: f64 = 1.35;

/// Numbers from here on are written as powers of ten.
const LARGE: f64 = 1e9;

/// An axis with its ends and its ticks.
#[derive(Clone)]
pub(crate) struct Scale {
    place: Place,
    first: f64,
    last: f64,
    /// Values and names, in order.
    pub ticks: Vec<(f64, String)>,
}

#[derive(Clone)]
enum Place {
    Linear(RangedCoordf64),
    Log,
}

/// Direction of an axis, and its length in units of the page.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Across(f64),
    Up(f64),
}

impl Scale {
    /// The scale of an axis on which these values have a place.
    pub(crate) fn of(axis: &Axis, values: impl Iterator<Item = f64>, way: Way, fonts: &Fonts, style: Style) -> Scale {
        let values = values.chain(axis.ends.into_iter().flat_map(|(first, last)| [first, last]));
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let room = |ticks: &[(f64, String)]| match way {
            Way::Across(length) => {
                let widest = ticks.iter().map(|(_, name)| fonts.width(name, style)).fold(0.0, f64::max);
                (widest * AIR + style.size) * ticks.len() as f64 <= length
            }
            Way::Up(length) => style.line_height() * 1.6 * ticks.len() as f64 <= length,
        };
        match &axis.measure {
            Measure::Log => Scale::log(low, high, room),
            Measure::Days => Scale::days(low, high, way, fonts, style),
            Measure::Names(names) => {
                let ends = (names.len().max(1) as f64 - 0.5, -0.5);
                Scale::linear(ends, names.iter().enumerate().map(|(at, name)| (at as f64, name.clone())).collect())
            }
            measure => {
                let ends = axis.ends.filter(|ends| *ends == (low, high) && low < high);
                let ends = ends.unwrap_or_else(|| self::ends(measure, low, high));
                let mut tries = TICKS.into_iter().map(|count| numbers(measure, ends, count));
                let ticks = tries.find(|ticks| room(ticks)).unwrap_or_else(|| numbers(measure, ends, 2));
                Scale::linear(ends, ticks)
            }
        }
    }

    fn linear((first, last): (f64, f64), ticks: Vec<(f64, String)>) -> Scale {
        Scale { place: Place::Linear((first..last).into()), first, last, ticks }
    }

    /// From the least to the largest value above zero, with some air; ticks at powers of ten, and between
    /// them where there are few.
    fn log(low: f64, high: f64, room: impl Fn(&[(f64, String)]) -> bool) -> Scale {
        let low = if low > 0.0 { low } else { high.clamp(f64::MIN_POSITIVE, 1.0) };
        let air = (high / low).powf(0.04).max(1.25);
        let (first, last) = (low / air, high.max(low) * air);
        let (from, to) = (first.log10().floor() as i32, last.log10().ceil() as i32);
        let powers = |steps: &[f64], apart: usize| -> Vec<(f64, String)> {
            let decades = (from..=to).filter(|power| power.rem_euclid(apart as i32) == 0);
            let all = decades.flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power)));
            all.filter(|value| first <= *value && *value <= last).map(|value| (value, number(value))).collect()
        };
        let choices: [(&[f64], usize); 6] =
            [(&[1.0, 2.0, 5.0], 1), (&[1.0, 3.0], 1), (&[1.0], 1), (&[1.0], 2), (&[1.0], 3), (&[1.0], 5)];
        let mut tries = choices.into_iter().map(|(steps, apart)| powers(steps, apart));
        let ticks = tries.find(|ticks| room(ticks) && ticks.len() <= 9).unwrap_or_default();
        Scale { place: Place::Log, first, last, ticks }
    }

    /// Days as numbers, from the calendar that timelines use.
    fn days(low: f64, high: f64, way: Way, fonts: &Fonts, style: Style) -> Scale {
        let (Way::Across(length) | Way::Up(length)) = way;
        let day = |value: f64| Day::from_number(value as i32);
        let calendar = Calendar::between(day(low), day(high), 0.0, length);
        let (first, last) = calendar.days();
        let (first, last) = (first as f64, last as f64);
        let back = |place: f64| first + place / length.max(1.0) * (last - first);
        let apart = |name: &str| fonts.width(name, style) * AIR;
        let ticks = calendar.ticks_apart(apart("0000"), apart("0000-00"));
        Scale::linear((first, last), ticks.into_iter().map(|(at, name)| (back(at), name)).collect())
    }

    /// The label of a tick.
    pub(crate) fn name(ticks: &[(f64, String)], value: f64) -> String {
        let near = ticks.iter().min_by(|x, y| (x.0 - value).abs().total_cmp(&(y.0 - value).abs()));
        near.map(|(_, name)| name.clone()).unwrap_or_default()
    }
}

impl Ranged for Scale {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        match &self.place {
            Place::Linear(coordinate) => coordinate.map(value, limit),
            Place::Log => {
                let coordinate: LogCoord<f64> = (self.first..self.last).log_scale().into();
                coordinate.map(value, limit)
            }
        }
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // Lines between ticks tell nothing that the ticks do not.
        if hint.weight().allow_light_points() {
            return Vec::new();
        }
        self.ticks.iter().map(|(value, _)| *value).collect()
    }

    fn range(&self) -> Range<f64> {
        self.first..self.last
    }
}

/// The ends of an axis of numbers: from zero, unless the values lie close together far from it.
fn ends(measure: &Measure, low: f64, high: f64) -> (f64, f64) {
    match measure {
        Measure::Bars => return (low - 0.7, high + 0.7),
        Measure::Whole => {
            let air = (high - low.min(0.0)).max(1.0) * 0.03;
            return (low.min(0.0) - air, high + air);
        }
        Measure::Unit => return (0.0, 1.0),
        _ => {}
    }
    let spread = high - low;
    let air = if spread > 0.0 { spread * 0.08 } else { high.abs().max(1.0) * 0.08 };
    let far = low > 0.0 && spread < low / 2.0 && spread > 0.0;
    if far { (low - air, high + air) } else { (low.min(0.0), high.max(0.0) + air) }
}

/// The library's ticks between two ends.
fn numbers(measure: &Measure, (first, last): (f64, f64), count: usize) -> Vec<(f64, String)> {
    let coordinate: RangedCoordf64 = (first..last).into();
    let whole = matches!(measure, Measure::Bars | Measure::Whole | Measure::Count);
    let ticks: Vec<f64> = coordinate
        .key_points(count)
        .into_iter()
        .filter(|value| !whole || (value - value.round()).abs() < 1e-9)
        .filter(|value| *value >= 0.0 || !whole)
        .collect();
    let share = matches!(measure, Measure::Share | Measure::Unit);
    let step = ticks.windows(2).map(|two| two[1] - two[0]).fold(1.0, f64::min) * if share { 100.0 } else { 1.0 };
    // As many decimals as it takes to tell one tick from the next.
    let decimals = if step > 0.0 { (-(step + 1e-12).log10().floor()).clamp(0.0, 12.0) as usize } else { 0 };
    let name = |value: f64| match (share, decimals) {
        (true, 0) => format!("{}\u{a0}%", number((value * 100.0).round() + 0.0)),
        (true, _) => format!("{:.decimals$}\u{a0}%", value * 100.0 + 0.0),
        (false, 0) => number(value.round() + 0.0),
        (false, _) => format!("{value:.decimals$}"),
    };
    ticks.into_iter().map(|value| (value, name(value))).collect()
}

/// A number with its thousands apart.
pub(crate) fn number(value: f64) -> String {
    if value != 0.0 && value.abs() < 1.0 {
        let decimals = (-value.abs().log10()).ceil().clamp(1.0, 12.0) as usize;
        return if decimals > 4 { format!("{value:.0e}") } else { format!("{value:.decimals$}") };
    }
    if value.abs() >= LARGE {
        return format!("{value:e}");
    }
    let digits = format!("{:.0}", value.abs());
    let mut out = String::from(if value < 0.0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
