//! The table of seats.

use super::{Attributes, Capacities, Dates, Places};
use crate::columns::Field;
use interlocks_core::model::{DayRange, Seat};
use interlocks_core::store::{BitPacked, DictColumn};

/// Seats, one per row; people and companies are given by their rows.
#[derive(Clone, Debug, Default)]
pub struct Seats {
    /// Rows of people.
    pub person: BitPacked,
    /// Rows of companies.
    pub company: BitPacked,
    /// Numbers in [`Seats::capacities`].
    pub capacity: BitPacked,
    /// Numbers of starts in [`Seats::dates`].
    pub start: BitPacked,
    /// Numbers of ends in [`Seats::dates`].
    pub end: BitPacked,
    /// The other cells.
    pub attributes: Attributes,
    /// The places of the rows.
    pub places: Places,
    /// The different capacities.
    pub capacities: Capacities,
    /// The different dates.
    pub dates: Dates,
}

impl Seats {
    /// Returns the number of seats.
    pub fn len(&self) -> usize {
        self.company.len()
    }

    /// Returns `true` if there are no seats.
    pub fn is_empty(&self) -> bool {
        self.company.is_empty()
    }

    /// Returns `true` if any seat has a date.
    pub fn is_dated(&self) -> bool {
        let starts = || self.start.iter().any(|start| start != Dates::NO_START);
        let ends = || self.end.iter().any(|end| end != Dates::RUNNING && end != Dates::UNKNOWN);
        !self.dates.is_empty() && (starts() || ends())
    }

    /// Returns the different days of the known starts and those of the known ends, in no order that means anything.
    pub fn stated_days(&self) -> (impl Iterator<Item = DayRange> + '_, impl Iterator<Item = DayRange> + '_) {
        let (starts, ends) = (Dates::start_number(self.dates.len()), Dates::end_number(self.dates.len()));
        (
            self.start.distinct(starts as usize).into_iter().filter_map(|start| self.dates.start_days(start)),
            self.end.distinct(ends as usize).into_iter().filter_map(|end| self.dates.end_days(end)),
        )
    }

    /// Returns the seat in a row; the ids of its person and company are given.
    pub fn seat(&self, row: usize, person: String, company: String) -> Seat {
        let capacity = self.capacities.get(self.capacity.get(row));
        Seat {
            id: self.attributes.string(Field::Id, row),
            record: self.attributes.string(Field::Record, row),
            person,
            company,
            role: capacity.role.to_owned(),
            start: self.dates.start(self.start.get(row)),
            end: self.dates.end(self.end.get(row)),
            board: capacity.board,
            observer: capacity.observer,
            executive: capacity.executive,
            committee: self.attributes.string(Field::Committee, row),
            sources: self.attributes.list(Field::Source, row),
            confidence: self.attributes.text(Field::Confidence, row).parse().ok(),
            note: self.attributes.string(Field::Note, row),
            extra: self.attributes.extra(row),
            place: self.places.get(row),
        }
    }

    /// Applies a function to every column except `person`, which becomes empty. Every old column is dropped before
    /// the next one is changed.
    #[must_use]
    pub fn rearranged(self, change: impl Fn(&BitPacked) -> BitPacked) -> Seats {
        let change = |column: BitPacked| change(&column);
        Seats {
            person: BitPacked::default(),
            company: change(self.company),
            capacity: change(self.capacity),
            start: change(self.start),
            end: change(self.end),
            attributes: self.attributes.mapped(|c| DictColumn { codes: change(c.codes), words: c.words }),
            places: self.places.mapped(change),
            capacities: self.capacities,
            dates: self.dates,
        }
    }
}
