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

    /// Returns the number of the month, if the birth is known to the month.
    pub(crate) fn month(self) -> Option<u32> {
        let last = self.days.width() + i64::from(self.day);
        let is_one = last <= i64::from(days_in_month(self.year, self.month));
        is_one.then(|| (i32::from(self.year) * 12 + i32::from(self.month)) as u32)
    }

    /// Returns `true` if two births are certainly [`Apart`](BirthLevel::Apart) or a [`Generation`](BirthLevel::Generation) apart. It looks
    /// at few numbers; what it does not tell has to be compared.
    pub(crate) fn is_far_from(self, other: Birth) -> bool {
        let years = (i32::from(self.year) - i32::from(other.year)).abs();
        // Births of which one is a year are near if the years are next to each other, with days of up to two years between them.
        let is_year_far = years > 3 && years != 10;
        let is_short = self.days.width().max(other.days.width()) <= 366;
        let is_other_day = self.month != other.month || self.day != other.day;
        let is_day = self.days.is_one_day() && other.days.is_one_day();
        is_year_far && is_short && (is_other_day || !is_day)
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

/// Returns the number of days of a month of the Gregorian calendar; 0 if there is no such month.
fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use interlocks_core::model::PartialDate;

    #[test]
    fn births_that_are_far_are_apart() {
        let texts = [
            "1950",
            "1951-06",
            "1951-06-30",
            "1952",
            "1953-12-31",
            "1954-01-01",
            "1961-06-30",
            "1950/1961",
            "1950-12-31/1951-12-31",
            "1960-06",
            "1980",
            "1980-06-30",
        ];
        let births: Vec<Birth> =
            texts.iter().map(|text| Birth::new(text.parse::<PartialDate>().unwrap().days())).collect();
        let mut far = 0;
        for a in &births {
            for b in births.iter().filter(|b| a.is_far_from(**b)) {
                let (_, level) = a.compare(*b);
                assert!(matches!(level, BirthLevel::Apart | BirthLevel::Generation), "{a:?} {b:?}");
                far += 1;
            }
        }
        let months: Vec<bool> = births.iter().map(|birth| birth.month().is_some()).collect();
        let is_month = |text: &&str| text.matches('-').count() > 0 && !text.contains('/');
        assert_eq!(months, texts.iter().map(is_month).collect::<Vec<_>>());
        assert!(far > texts.len() * texts.len() / 3, "{far}");
    }
}
