//! The table of seats.

use super::{Attributes, Capacities, Dates, Places};
use crate::columns::Field;
use interlocks_core::model::{DayRange, Seat};
use interlocks_core::store::{BitPacked, DictColumn};

/// Seats, a row each; people and companies by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Seats {
    pub person: BitPacked,
    pub company: BitPacked,
    /// Numbers in [`Seats::capacities`].
    pub capacity: BitPacked,
    /// Numbers of starts and ends in [`Seats::dates`].
    pub start: BitPacked,
    pub end: BitPacked,
    pub attributes: Attributes,
    pub places: Places,
    pub capacities: Capacities,
    pub dates: Dates,
}

impl Seats {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.company.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.company.is_empty()
    }

    /// Whether any seat states a date.
    pub fn is_dated(&self) -> bool {
        let starts = || self.start.iter().any(|start| start != Dates::NO_START);
        let ends = || self.end.iter().any(|end| end != Dates::RUNNING && end != Dates::UNKNOWN);
        !self.dates.is_empty() && (starts() || ends())
    }

    /// The days that starts, and ends, state.
    pub fn stated_days(&self) -> (impl Iterator<Item = DayRange> + '_, impl Iterator<Item = DayRange> + '_) {
        (
            self.start.iter().filter_map(|start| self.dates.start_days(start)),
            self.end.iter().filter_map(|end| self.dates.end_days(end)),
        )
    }

    /// A row as a seat of a person at a company.
    pub fn seat(&self, row: usize, person: String, company: String) -> Seat {
        let capacity = self.capacities.get(self.capacity.get(row));
        Seat {
            id: self.attributes.string(Field::Id, row),
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

    /// The table with every column rearranged by one function; `person` is left out. Every column
    /// is let go as soon as it was rearranged.
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
