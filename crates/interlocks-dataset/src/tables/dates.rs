//! The different dates of a table, each read once.

use interlocks_core::model::{Day, DayRange, Ending, PartialDate, Spell};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked, StringColumn};

/// Dates by number, and the spells that two numbers make.
///
/// The number of a start is 0 where it is not known and else one more than its date's; that of an
/// end is 0 while it runs, 1 where it is not known, and else two more than its date's.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    words: StringColumn,
    ranges: Vec<DayRange>,
}

impl Dates {
    /// The start that is not known.
    pub const NO_START: u32 = 0;
    /// The end of what still runs.
    pub const RUNNING: u32 = 0;
    /// The end that is not known.
    pub const UNKNOWN: u32 = 1;

    /// Dates by their words. A word that is no date stands for the first day of 1970; no row that
    /// is kept has one.
    pub fn new(words: StringColumn) -> Dates {
        let none = DayRange::exactly(Day::from_number(0));
        let ranges = words.iter().map(|word| word.parse().map_or(none, |date: PartialDate| date.days())).collect();
        Dates { words, ranges }
    }

    /// The dates with more behind them, and the numbers of those.
    #[must_use]
    pub fn with(&self, more: &[PartialDate]) -> (Dates, std::ops::Range<u32>) {
        let first = self.words.len() as u32;
        let written: Vec<String> = more.iter().map(ToString::to_string).collect();
        let words = StringColumn::from_iter(self.words.iter().chain(written.iter().map(String::as_str)));
        (Dates::new(words), first..first + more.len() as u32)
    }

    /// Whether there is no date at all.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The number of a start that is the date with this number.
    pub const fn start_number(date: u32) -> u32 {
        date + 1
    }

    /// The number of an end that is the date with this number.
    pub const fn end_number(date: u32) -> u32 {
        date + 2
    }

    /// The days of a start; none where it is not known.
    #[inline]
    pub fn start_days(&self, start: u32) -> Option<DayRange> {
        start.checked_sub(1).and_then(|date| self.ranges.get(date as usize)).copied()
    }

    /// The days of an end; none where it still runs or is not known.
    #[inline]
    pub fn end_days(&self, end: u32) -> Option<DayRange> {
        end.checked_sub(2).and_then(|date| self.ranges.get(date as usize)).copied()
    }

    /// A start as it was written.
    pub fn start(&self, start: u32) -> Option<PartialDate> {
        self.words.get(start.checked_sub(1)? as usize).parse().ok()
    }

    /// An end as it was written.
    pub fn end(&self, end: u32) -> Ending {
        match end {
            Dates::RUNNING => Ending::Running,
            Dates::UNKNOWN => Ending::Unknown,
            date => self.words.get(date as usize - 2).parse().map_or(Ending::Unknown, Ending::On),
        }
    }

    /// The spell of a start and an end, in a dataset that describes `as_of`; the same as
    /// [`Ending::spell`], from numbers.
    #[inline]
    pub fn spell(&self, start: u32, end: u32, as_of: Option<Day>) -> Spell {
        let starts = self.start_days(start);
        let (ends, latest_start) = match end {
            Dates::RUNNING => (DayRange::exactly(Day::MAX), as_of.unwrap_or(Day::MAX)),
            Dates::UNKNOWN => {
                let first = starts.map_or(Day::MIN, |days| days.first.plus(1));
                (DayRange::new(first, Day::MAX), Day::MAX)
            }
            _ => {
                let days = self.end_days(end).unwrap_or(DayRange::exactly(Day::MIN));
                (days, days.last.plus(-1))
            }
        };
        Spell::new(starts.unwrap_or(DayRange::new(Day::MIN, latest_start)), ends)
    }

    /// Adds the dates to an archive.
    pub fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        let days = |day: fn(&DayRange) -> Day| {
            let biased: Vec<u32> = self.ranges.iter().map(|range| (day(range).number() as u32) ^ (1 << 31)).collect();
            BitPacked::from_slice(&biased)
        };
        out.add_string_column(&format!("{prefix}.words"), &self.words);
        out.add_bit_packed(&format!("{prefix}.first"), &days(|range| range.first));
        out.add_bit_packed(&format!("{prefix}.last"), &days(|range| range.last));
    }

    /// Reads the dates from an archive.
    ///
    /// # Errors
    /// When they are missing or do not fit.
    pub fn load(prefix: &str, archive: &Archive) -> Result<Dates, ArchiveError> {
        let words = archive.string_column(&format!("{prefix}.words"))?;
        let days = |name: &str| archive.bit_packed(&format!("{prefix}.{name}"));
        let (first, last) = (days("first")?, days("last")?);
        if first.len() != words.len() || last.len() != words.len() {
            return Err(ArchiveError::Section(format!("{prefix}.first")));
        }
        let day = |biased: u32| Day::from_number((biased ^ (1 << 31)) as i32);
        let ranges = first.iter().zip(last.iter()).map(|(first, last)| DayRange::new(day(first), day(last)));
        Ok(Dates { ranges: ranges.collect(), words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_spell_of_two_numbers_is_that_of_the_dates() {
        let words = ["2001", "2001-05", "2001-05-06", "2003~", "2002/2004", "1999-12-31"];
        let dates = Dates::new(StringColumn::from_iter(words));
        for as_of in [None, Day::from_ymd(2004, 12, 31)] {
            for start in 0..=words.len() as u32 {
                for end in 0..words.len() as u32 + 2 {
                    let slow = dates.end(end).spell(dates.start(start).as_ref(), as_of);
                    assert_eq!(dates.spell(start, end, as_of), slow, "{start} {end}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_number_panics(start: u32, end: u32) {
            let dates = Dates::new(StringColumn::from_iter(["2001"]));
            let _ = (dates.spell(start, end, None), dates.start(start), dates.end(end));
        }
    }
}
