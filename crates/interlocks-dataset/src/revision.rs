//! Hypothetical changes to the seats of a dataset.

use std::collections::BTreeSet;
use std::sync::Arc;

use interlocks_core::model::PartialDate;
use interlocks_core::store::{BitPacked, StringColumn};

use super::Dataset;
use super::RoleTable;
use super::ids::Ids;
use super::row_parsers;
use super::tables::{Attributes, Capacity, Dates, Entities, Seats};

/// A seat to be added. Its capacity follows from the role, as when a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSeat {
    /// The id of a person in the dataset, or of one that the revision adds.
    pub person: String,
    /// The id of a company in the dataset, or of one that the revision adds.
    pub company: String,
    /// The role; empty for a director.
    pub role: String,
    /// The start; `None` if it is not known.
    pub start: Option<PartialDate>,
}

/// Changes to the seats of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Revision {
    /// The name that takes the place of a file name for the new seats.
    pub title: String,
    /// The ids of people to be added; the dataset must not have them.
    pub people: Vec<String>,
    /// The ids of companies to be added; the dataset must not have them.
    pub companies: Vec<String>,
    /// The seats to be added.
    pub seats: Vec<NewSeat>,
    /// Rows of seats, and the dates on which they start instead.
    pub starts: Vec<(usize, PartialDate)>,
    /// Rows of seats, and the dates on which they end instead.
    pub ends: Vec<(usize, PartialDate)>,
    /// Rows of seats, and whether they are on the board instead.
    pub boards: Vec<(usize, bool)>,
    /// Rows of seats to be removed.
    pub dropped: Vec<usize>,
}

impl Dataset {
    /// Returns the dataset with its seats revised. Seats of unknown people or companies, and rows that do not exist,
    /// are ignored.
    ///
    /// ```
    /// # std::env::set_current_dir("../..").unwrap();
    /// use interlocks_dataset::{Dataset, NewSeat, Revision};
    /// let boards = Dataset::open("datasets/bigtech-boards")?;
    /// let seat = NewSeat { person: "ann".into(), company: "meta".into(), ..NewSeat::default() };
    /// let revision = Revision { people: vec!["ann".into()], seats: vec![seat], ..Revision::default() };
    /// let revised = boards.revised(&revision);
    /// assert_eq!(revised.seats.len(), 506);
    /// assert_eq!(revised.seat(505).board, Some(true));
    /// # Ok::<(), interlocks_dataset::DatasetError>(())
    /// ```
    #[must_use]
    pub fn revised(mut self, revision: &Revision) -> Dataset {
        self.people = self.people.with(&revision.people);
        self.companies = self.companies.with(&revision.companies);
        let file = self.files.len() as u32;
        self.files.push(revision.title.clone());
        let rows: Vec<(u32, u32, &NewSeat)> = revision
            .seats
            .iter()
            .filter_map(|seat| Some((self.people.row(&seat.person)?, self.companies.row(&seat.company)?, seat)))
            .collect();
        self.seats = self.seats.revised(file, &rows, revision);
        self
    }
}

impl Entities {
    /// Appends rows of which only the ids are known.
    fn with(self, ids: &[String]) -> Entities {
        if ids.is_empty() {
            return self;
        }
        let all = self.ids.texts.iter().chain(ids.iter().map(String::as_str));
        let names = self.names.iter().chain(ids.iter().map(|_| ""));
        Entities {
            ids: Arc::new(Ids::new(StringColumn::from_iter(all)).0),
            names: StringColumn::from_iter(names),
            attributes: Attributes::concat(&[(&self.attributes, self.len()), (&Attributes::default(), ids.len())]),
            places: self.places,
        }
    }
}

impl Seats {
    /// Appends rows, changes some ends, and removes some rows.
    fn revised(self, file: u32, seats: &[(u32, u32, &NewSeat)], revision: &Revision) -> Seats {
        let starts = seats.iter().filter_map(|(_, _, seat)| seat.start);
        let other = revision.starts.iter().chain(&revision.ends).map(|(_, date)| *date);
        let dates: Vec<PartialDate> = starts.chain(other).collect();
        let (dates, mut numbers) = self.dates.with(&dates);
        let new_capacities =
            seats.iter().map(|(_, _, seat)| row_parsers::capacity(&seat.role, "", "", &RoleTable::default()).0);
        let mut capacity = self.capacity.to_vec();
        let other = revision.boards.iter().map(|(row, board)| {
            let number = capacity.get(*row).copied().unwrap_or(u32::MAX);
            Capacity { board: Some(*board), ..self.capacities.get(number) }
        });
        let (capacities, mut added) = self.capacities.with(new_capacities.chain(other));
        let of_seats: Vec<u32> = added.by_ref().take(seats.len()).collect();
        for ((row, _), number) in revision.boards.iter().zip(added) {
            if let Some(capacity) = capacity.get_mut(*row) {
                *capacity = number;
            }
        }
        capacity.extend(of_seats);
        let new_starts: Vec<u32> = seats
            .iter()
            .map(|(_, _, seat)| match seat.start {
                Some(_) => numbers.next().map_or(Dates::NO_START, Dates::start_number),
                None => Dates::NO_START,
            })
            .collect();
        let mut start = self.start.to_vec();
        for ((row, _), number) in revision.starts.iter().zip(&mut numbers) {
            if let Some(start) = start.get_mut(*row) {
                *start = Dates::start_number(number);
            }
        }
        start.extend(new_starts);
        let mut end = self.end.to_vec();
        for ((row, _), number) in revision.ends.iter().zip(numbers) {
            if let Some(end) = end.get_mut(*row) {
                *end = Dates::end_number(number);
            }
        }
        end.resize(end.len() + seats.len(), Dates::RUNNING);
        let more = |column: &BitPacked, more: &mut dyn Iterator<Item = u32>| {
            let mut values = column.to_vec();
            values.extend(more);
            BitPacked::from_slice(&values)
        };
        let whole = Seats {
            person: more(&self.person, &mut seats.iter().map(|seat| seat.0)),
            company: more(&self.company, &mut seats.iter().map(|seat| seat.1)),
            capacity: BitPacked::from_slice(&capacity),
            start: BitPacked::from_slice(&start),
            end: BitPacked::from_slice(&end),
            attributes: Attributes::concat(&[(&self.attributes, self.len()), (&Attributes::default(), seats.len())]),
            places: self.places.with_file(file, seats.len()),
            capacities,
            dates,
        };
        if revision.dropped.is_empty() { whole } else { whole.without(&revision.dropped) }
    }

    fn without(self, dropped: &[usize]) -> Seats {
        let dropped: BTreeSet<usize> = dropped.iter().copied().collect();
        let kept: Vec<u32> = (0..self.len() as u32).filter(|row| !dropped.contains(&(*row as usize))).collect();
        let person = self.person.reordered(&kept);
        let rest = Seats { places: self.places.clone(), ..self };
        let places = rest.places.clone().mapped(|lines| lines.reordered_wide(&kept));
        Seats { person, places, ..rest.rearranged(|column| column.reordered(&kept)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataFormat, LoadOptions};
    use interlocks_core::model::Seat;

    fn data() -> Dataset {
        let text = r#"{"as_of": "2020", "seats": [
            {"id": "s1", "person": "ann", "company": "acme", "role": "director", "start": "2001", "note": "first"},
            {"id": "s2", "person": "bob", "company": "acme", "role": "observer", "start": "2002-05", "end": "2004"},
            {"id": "s3", "person": "bob", "company": "bolt", "role": "chief executive"}]}"#;
        let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        Dataset::read(stream, "boards.json", DataFormat::Json, &LoadOptions::default()).unwrap()
    }

    /// Id, person, company, start, end status, end, board, executive.
    type Fields = (String, String, String, Option<String>, &'static str, Option<String>, Option<bool>, bool);

    fn fields(seat: &Seat) -> Fields {
        let date = |date: Option<&PartialDate>| date.map(ToString::to_string);
        let (start, end) = (date(seat.start.as_ref()), date(seat.end.date()));
        (
            seat.id.clone(),
            seat.person.clone(),
            seat.company.clone(),
            start,
            seat.end.as_str(),
            end,
            seat.board,
            seat.executive,
        )
    }

    #[test]
    fn a_revision_changes_what_it_says_and_nothing_else() {
        let before: Vec<Seat> = data().iter_seats().collect();
        let same: Vec<Seat> = data().revised(&Revision::default()).iter_seats().collect();
        assert_eq!(before, same);
        let seat = |person: &str, company: &str, role: &str, start: Option<&str>| NewSeat {
            person: person.into(),
            company: company.into(),
            role: role.into(),
            start: start.map(|date| date.parse().unwrap()),
        };
        let revision = Revision {
            title: "what if".into(),
            people: vec!["cy".into()],
            companies: vec!["core".into()],
            seats: vec![
                seat("cy", "core", "chair", Some("2010-03")),
                seat("ann", "bolt", "", None),
                seat("eve", "acme", "", None),
            ],
            starts: vec![(2, "2011".parse().unwrap()), (98, "2001".parse().unwrap())],
            ends: vec![(0, "2009-09-09".parse().unwrap()), (99, "2001".parse().unwrap())],
            boards: vec![(2, true)],
            dropped: vec![1, 77],
        };
        let revised = data().revised(&revision);
        let after: Vec<Seat> = revised.iter_seats().collect();
        let some = |text: &str| Some(text.to_owned());
        let row = |id: &str, person: &str, company: &str| (id.to_owned(), person.to_owned(), company.to_owned());
        let (one, three, cy, ann) =
            (row("s1", "ann", "acme"), row("s3", "bob", "bolt"), row("", "cy", "core"), row("", "ann", "bolt"));
        assert_eq!(
            after.iter().map(fields).collect::<Vec<_>>(),
            [
                (one.0, one.1, one.2, some("2001"), "ended", some("2009-09-09"), Some(true), false),
                (three.0, three.1, three.2, some("2011"), "ongoing", None, Some(true), true),
                (cy.0, cy.1, cy.2, some("2010-03"), "ongoing", None, Some(true), false),
                (ann.0, ann.1, ann.2, None, "ongoing", None, Some(true), false),
            ]
        );
        assert_eq!((after[0].note.as_str(), after[0].place), ("first", before[0].place));
        assert_eq!((revised.file(after[2].place), after[2].place.line, after[3].place.line), ("what if", 1, 2));
    }
}
