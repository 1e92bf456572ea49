//! The different dates of a table, each parsed once.

use interlocks_core::model::{Day, DayRange, Ending, PartialDate, Spell, started_by};
use interlocks_core::store::{Archive, ArchiveError, ArchiveWriter, BitPacked, StringColumn};

/// Dates by number, and the spells between two of them.
///
/// A start is 0 if it is not known, else the number of its date plus 1. An end is 0 if the seat still runs, 1 if the
/// end is not known, else the number of its date plus 2.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    texts: StringColumn,
    ranges: Vec<DayRange>,
}

impl Dates {
    /// The number of an unknown start.
    pub const NO_START: u32 = 0;
    /// The number of the end of a seat that still runs.
    pub const RUNNING: u32 = 0;
    /// The number of an unknown end.
    pub const UNKNOWN: u32 = 1;

    /// Parses dates. A text that is not a date becomes 1970-01-01; no row that is kept has one.
    pub fn new(texts: StringColumn) -> Dates {
        let none = DayRange::exactly(Day::from_number(0));
        let ranges = texts.iter().map(|text| text.parse().map_or(none, |date: PartialDate| date.days())).collect();
        Dates { texts, ranges }
    }

    /// Appends dates; returns the new table and the numbers of the appended ones.
    #[must_use]
    pub fn with(&self, more: &[PartialDate]) -> (Dates, std::ops::Range<u32>) {
        let first = self.texts.len() as u32;
        let written: Vec<String> = more.iter().map(ToString::to_string).collect();
        let texts = StringColumn::from_iter(self.texts.iter().chain(written.iter().map(String::as_str)));
        (Dates::new(texts), first..first + more.len() as u32)
    }

    /// Returns the number of dates.
    pub fn count(&self) -> u32 {
        self.ranges.len() as u32
    }

    /// Returns the number of dates.
    pub fn len(&self) -> u32 {
        self.ranges.len() as u32
    }

    /// Returns `true` if there are no dates.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Returns the number of a start for the number of a date.
    pub const fn start_number(date: u32) -> u32 {
        date + 1
    }

    /// Returns the number of an end for the number of a date.
    pub const fn end_number(date: u32) -> u32 {
        date + 2
    }

    /// Returns the possible days of a start; `None` if it is not known.
    #[inline]
    pub fn start_days(&self, start: u32) -> Option<DayRange> {
        start.checked_sub(1).and_then(|date| self.ranges.get(date as usize)).copied()
    }

    /// Returns the possible days of an end; `None` if the seat still runs or the end is not known.
    #[inline]
    pub fn end_days(&self, end: u32) -> Option<DayRange> {
        end.checked_sub(2).and_then(|date| self.ranges.get(date as usize)).copied()
    }

    /// Returns a start as written.
    pub fn start(&self, start: u32) -> Option<PartialDate> {
        self.texts.get(start.checked_sub(1)? as usize).parse().ok()
    }

    /// Returns an end as written.
    pub fn end(&self, end: u32) -> Ending {
        match end {
            Dates::RUNNING => Ending::Running,
            Dates::UNKNOWN => Ending::Unknown,
            date => self.texts.get(date as usize - 2).parse().map_or(Ending::Unknown, Ending::On),
        }
    }

    /// Returns the spell of a start and an end in a dataset that describes `as_of`: [`Ending::spell`] for numbers.
    #[inline]
    pub fn spell(&self, start: u32, end: u32, as_of: Option<Day>) -> Spell {
        let starts = self.start_days(start);
        let by = |latest: Day| starts.unwrap_or(DayRange::new(Day::MIN, latest));
        match end {
            Dates::RUNNING => Spell::new(started_by(by(Day::MAX), as_of), DayRange::exactly(Day::MAX)),
            Dates::UNKNOWN => {
                let first = starts.map_or(Day::MIN, |days| days.first.plus(1));
                Spell::new(by(Day::MAX), DayRange::new(first, Day::MAX))
            }
            _ => {
                let days = self.end_days(end).unwrap_or(DayRange::exactly(Day::MIN));
                Spell::new(by(days.last.plus(-1)), days)
            }
        }
    }

    /// Writes the dates to an archive.
    pub fn save(&self, prefix: &str, out: &mut ArchiveWriter) {
        let days = |day: fn(&DayRange) -> Day| {
            let biased: Vec<u32> = self.ranges.iter().map(|range| (day(range).number() as u32) ^ (1 << 31)).collect();
            BitPacked::from_slice(&biased)
        };
        out.add_string_column(&format!("{prefix}.words"), &self.texts);
        out.add_bit_packed(&format!("{prefix}.first"), &days(|range| range.first));
        out.add_bit_packed(&format!("{prefix}.last"), &days(|range| range.last));
    }

    /// Reads the dates from an archive.
    ///
    /// # Errors
    /// If they are missing or of the wrong length.
    pub fn load(prefix: &str, archive: &Archive) -> Result<Dates, ArchiveError> {
        let texts = archive.string_column(&format!("{prefix}.words"))?;
        let days = |name: &str| archive.bit_packed(&format!("{prefix}.{name}"));
        let (first, last) = (days("first")?, days("last")?);
        if first.len() != texts.len() || last.len() != texts.len() {
            return Err(ArchiveError::Section(format!("{prefix}.first")));
        }
        let day = |biased: u32| Day::from_number((biased ^ (1 << 31)) as i32);
        let ranges = first.iter().zip(last.iter()).map(|(first, last)| DayRange::new(day(first), day(last)));
        Ok(Dates { ranges: ranges.collect(), texts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_spell_of_two_numbers_is_that_of_the_dates() {
        let texts = ["2001", "2001-05", "2001-05-06", "2003~", "2002/2004", "1999-12-31"];
        let dates = Dates::new(StringColumn::from_iter(texts));
        for as_of in [None, Day::from_ymd(2004, 12, 31)] {
            for start in 0..=texts.len() as u32 {
                for end in 0..texts.len() as u32 + 2 {
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
