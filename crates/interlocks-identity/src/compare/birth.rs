//! Births are compared as ranges of days, at the precision that both have.

use interlocks_core::model::DayRange;

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

/// The birth of a person, as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Birth {
    /// The days on which it may have been.
    pub days: DayRange,
    year: i16,
    month: u8,
    day: u8,
}

impl Birth {
    /// Takes the days on which somebody may have been born.
    pub(crate) fn new(days: DayRange) -> Birth {
        let (year, month, day) = days.first.ymd().unwrap_or_default();
        Birth { days, year, month, day }
    }

    /// Compares two births.
    pub(crate) fn compare(self, other: Birth) -> (Precision, BirthLevel) {
        let precision = match self.days.width().max(other.days.width()) {
            0 => Precision::Day,
            1..=30 => Precision::Month,
            _ => Precision::Year,
        };
        (precision, self.level(other, precision))
    }

    fn level(self, other: Birth, precision: Precision) -> BirthLevel {
        let (a, b) = (self.days, other.days);
        if a.meets(b) {
            return BirthLevel::Same;
        }
        let years = (i32::from(self.year) - i32::from(other.year)).abs();
        if precision == Precision::Day {
            let same = [self.year == other.year, self.month == other.month, self.day == other.day];
            let is_swapped = years == 0 && self.month == other.day && self.day == other.month;
            if is_swapped || same.into_iter().filter(|same| *same).count() == 2 {
                return BirthLevel::OneField;
            }
        }
        let is_near = match precision {
            Precision::Year => {
                let gap = if a.first > b.last { a.first.since(b.last) } else { b.first.since(a.last) };
                gap <= 366 || years == 10
            }
            _ => years == 0 || (years == 1 || years == 10) && self.month == other.month,
        };
        if is_near {
            return BirthLevel::Near;
        }
        if (18..=45).contains(&years) { BirthLevel::Generation } else { BirthLevel::Apart }
    }
}
