//! Births are compared as ranges of days, at the precision that both have.

use interlocks_core::model::{Day, DayRange};

/// The precision at which two births can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    /// Both are known to the day.
    Day = 1,
    /// Both are known to the month.
    Month = 2,
    /// One is known to the year or less.
    Year = 3,
}

/// How two births agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BirthLevel {
    /// They may be the same.
    Same = 1,
    /// One field of day, month and year differs, or day and month changed places.
    OneField = 2,
    /// A year or ten apart, or another month of one year.
    Near = 3,
    /// They differ.
    Apart = 4,
    /// They differ by 18 to 45 years, as parents and children do.
    Generation = 5,
}

/// Compares two births.
pub(crate) fn compare_births(a: DayRange, b: DayRange) -> (Precision, BirthLevel) {
    let length = |days: DayRange| days.last.since(days.first) + 1;
    let longest = length(a).max(length(b));
    let precision = match longest {
        1 => Precision::Day,
        2..=31 => Precision::Month,
        _ => Precision::Year,
    };
    (precision, level(a, b, precision))
}

fn level(a: DayRange, b: DayRange, precision: Precision) -> BirthLevel {
    if a.meets(b) {
        return BirthLevel::Same;
    }
    let (x, y) = (fields(a.first), fields(b.first));
    let years = (x.0 - y.0).abs();
    if precision == Precision::Day {
        let same = usize::from(x.0 == y.0) + usize::from(x.1 == y.1) + usize::from(x.2 == y.2);
        if same == 2 || years == 0 && x.1 == y.2 && x.2 == y.1 {
            return BirthLevel::OneField;
        }
    }
    let is_near = match precision {
        Precision::Year => {
            let gap = if a.first > b.last { a.first.since(b.last) } else { b.first.since(a.last) };
            gap <= 366 || years == 10
        }
        _ => years == 0 || (years == 1 || years == 10) && x.1 == y.1,
    };
    if is_near {
        return BirthLevel::Near;
    }
    if (18..=45).contains(&years) { BirthLevel::Generation } else { BirthLevel::Apart }
}

fn fields(day: Day) -> (i32, u8, u8) {
    day.ymd().map_or((0, 0, 0), |(year, month, day)| (i32::from(year), month, day))
}
