//! The seats of one file, and joining those of several.

use interlocks_core::store::{BitPacked, StringColumn, StringColumnBuilder, merge_texts};

use super::readers::{Part, SeatTable, merge_column};
use super::tables::{Attributes, Capacities, Dates, Places, Seats};

/// The seats of one file with resolved references.
pub(super) struct SeatsPart {
    pub person: BitPacked,
    pub company: BitPacked,
    pub table: SeatTable,
    pub places: Places,
}

impl SeatsPart {
    pub(super) fn without(mut self, rows: &[usize]) -> SeatsPart {
        if rows.is_empty() {
            return self;
        }
        let mut dropped = rows.iter().map(|row| *row as u32).peekable();
        let order: Vec<u32> = (0..self.person.len() as u32).filter(|row| dropped.next_if_eq(row).is_none()).collect();
        let table = &mut self.table;
        for column in [&mut self.person, &mut self.company, &mut table.capacity, &mut table.start, &mut table.end] {
            *column = column.reordered(&order);
        }
        table.attributes = table.attributes.reordered(&order);
        self.places = self.places.mapped(|lines| lines.reordered_wide(&order));
        self
    }

    pub(super) fn into_seats(self) -> Seats {
        let SeatsPart { person, company, table, places } = self;
        Seats {
            person,
            company,
            capacity: table.capacity,
            start: table.start,
            end: table.end,
            attributes: table.attributes,
            places,
            capacities: Capacities::new(table.capacities),
            dates: Dates::new(table.dates),
        }
    }
}

/// Concatenates the seats of several files.
pub(super) fn concat(parts: &[SeatsPart]) -> Seats {
    let merge = |texts: fn(&SeatTable) -> &StringColumn| {
        let lists: Vec<StringColumnBuilder> = parts
            .iter()
            .map(|part| {
                let mut list = StringColumnBuilder::default();
                texts(&part.table).iter().for_each(|text| _ = list.push(text));
                list
            })
            .collect();
        merge_texts(&lists.iter().collect::<Vec<_>>())
    };
    let (capacities, capacities_renumbered) = merge(|table| &table.capacities);
    let (dates, dates_renumbered) = merge(|table| &table.dates);
    let column = |values: fn(&SeatsPart) -> &BitPacked, renumbered: &[Vec<u32>], kept: u32| {
        let columns: Vec<Part<'_>> = parts
            .iter()
            .enumerate()
            .map(|(at, part)| Part {
                rows: part.person.len(),
                codes: Some(values(part)),
                renumbered: renumbered.get(at).map_or(&[], Vec::as_slice),
            })
            .collect();
        merge_column(&columns, kept)
    };
    let attributes: Vec<(&Attributes, usize)> =
        parts.iter().map(|part| (&part.table.attributes, part.person.len())).collect();
    let places = parts.iter().flat_map(|part| (0..part.person.len()).map(|row| part.places.get(row)));
    Seats {
        person: column(|part| &part.person, &[], u32::MAX),
        company: column(|part| &part.company, &[], u32::MAX),
        capacity: column(|part| &part.table.capacity, &capacities_renumbered, 0),
        start: column(|part| &part.table.start, &dates_renumbered, 1),
        end: column(|part| &part.table.end, &dates_renumbered, 2),
        attributes: Attributes::concat(&attributes),
        places: Places::new(places),
        capacities: Capacities::new(capacities),
        dates: Dates::new(dates),
    }
}
