//! Builds the graph from the tables of a dataset.

use std::sync::Arc;

use rayon::prelude::*;

use super::accounts::AccountsTable;
use super::entities::EntityTable;
use super::grouping::{Grouping, transpose};
use super::ties::{Deals, Ties};
use super::{About, BoardGraph, BuildOptions, Entity};
use interlocks_core::model::{EntityKind, Tie, TieEnd};
use interlocks_core::store::BitPacked;
use interlocks_core::wording::counted;
use interlocks_dataset::tables::Seats;
use interlocks_dataset::{Dataset, Field};

impl BoardGraph {
    /// Builds the graph from a dataset.
    ///
    /// Entities are numbered in the order of their ids, so the graph does not depend on the order of rows. Cost:
    /// O(rows) in parallel, plus a sort of the ids unless they are sorted already.
    pub fn new(data: Dataset, options: BuildOptions) -> BoardGraph {
        let Dataset {
            title,
            as_of,
            people,
            companies,
            mut seats,
            ties,
            deals,
            accounts,
            sources,
            files,
            file_rows,
            problems,
            ..
        } = data;
        let (mut notes, unused, counts, decisions) = (data.notes, data.unused, data.counts, data.decisions);
        let ended = seats.end_with_lives(&people, &companies);
        if ended > 0 {
            let seats = counted(ended, "seat");
            notes.push(format!(
                "{seats} without an earlier end ended with the death of the person or the end of the company"
            ));
        }
        let company_ids = Arc::clone(&companies.ids);
        let is_as_of_guessed = data.is_as_of_guessed && options.as_of.is_none();
        let as_of = options.as_of.or(as_of);
        let about = About {
            title,
            as_of,
            is_as_of_guessed,
            files,
            file_rows,
            built_from: Vec::new(),
            sources,
            decisions,
            counts,
            problems,
            notes,
            unused,
        };
        let ((people, person_numbers), (companies, company_numbers)) =
            rayon::join(|| EntityTable::new(people), || EntityTable::new(companies));
        let mut graph = BoardGraph {
            about,
            undated: options.undated,
            links: options.links,
            people,
            companies,
            ..BoardGraph::default()
        };
        graph.set_seats(seats, person_numbers.as_deref(), company_numbers.as_deref());
        graph.set_ties(ties);
        let number = |row: u32| company_numbers.as_ref().map_or(row, |numbers| numbers[row as usize]);
        let company = |id: &str| company_ids.row(id).map(number);
        graph.deals = Deals::new(deals, company);
        graph.accounts = AccountsTable::new(accounts, company);
        graph
    }

    fn set_seats(&mut self, seats: Seats, people: Option<&[u32]>, companies: Option<&[u32]>) {
        let numbered = |column: &BitPacked, numbers: Option<&[u32]>| {
            let mut values = column.to_vec();
            if let Some(numbers) = numbers {
                values.par_iter_mut().for_each(|value| *value = numbers.get(*value as usize).copied().unwrap_or(0));
            }
            values
        };
        let person = numbered(&seats.person, people);
        let company = numbered(&seats.company, companies);
        let grouping = Grouping::new(self.people.len(), &person, &company, |rows| {
            rows.sort_by(|(_, a), (_, b)| seat_order(&seats, *a as usize, *b as usize));
        });
        drop(person);
        let packed = BitPacked::from_slice(&company);
        drop(company);
        let seats = Seats { person: BitPacked::default(), company: packed, ..seats };
        self.seats = seats.rearranged(|column| grouping.column(column));
        let seat_companies = self.seats.company.to_vec();
        let (offsets, people) = transpose(grouping.offsets(), &seat_companies, self.companies.len());
        self.by_person = BitPacked::from_slice(grouping.offsets());
        self.by_company = BitPacked::from_slice(&offsets);
        self.company_people = BitPacked::from_slice(&people);
    }

    fn set_ties(&mut self, mut ties: Vec<Tie>) {
        let number = |end: &TieEnd| {
            let entity = match end.kind {
                Some(EntityKind::Person) => self.person_number(&end.id).map(Entity::Person),
                _ => self.company_number(&end.id).map(Entity::Company),
            };
            entity.map(|entity| self.entity_number(entity))
        };
        let mut ends = Vec::with_capacity(ties.len());
        // All references were resolved when the dataset was read, so nothing is dropped here.
        ties.retain(|tie| match (number(&tie.from), number(&tie.to)) {
            (Some(from), Some(to)) => {
                ends.push((from, to));
                true
            }
            _ => false,
        });
        self.ties = Ties::new(ties, &ends);
    }
}

/// Orders two seats of one person at one company: by time, then by role, then by everything else that the rows state.
fn seat_order(seats: &Seats, a: usize, b: usize) -> std::cmp::Ordering {
    let spell = |row: usize| seats.dates.spell(seats.start.get(row), seats.end.get(row), None);
    let rest = |row: usize| {
        let text = |field| seats.attributes.text(field, row);
        let role = seats.capacities.get(seats.capacity.get(row)).role;
        let capacity = seats.capacities.get(seats.capacity.get(row));
        let flags = (capacity.board, capacity.executive, capacity.chief, capacity.observer);
        (role, text(Field::Id), text(Field::Source), text(Field::Note), flags)
    };
    // Dates of one meaning may be written in several ways: `2001` and `2001-01-01/2001-12-31`.
    let written = |row: usize| {
        let (start, end) = (seats.dates.start(seats.start.get(row)), seats.dates.end(seats.end.get(row)));
        let text = |field| seats.attributes.text(field, row);
        let dates = (start.map(|date| date.to_string()), end.date().map(ToString::to_string));
        (dates, text(Field::Committee), text(Field::Confidence), seats.attributes.extra(row))
    };
    spell(a).cmp(&spell(b)).then_with(|| rest(a).cmp(&rest(b))).then_with(|| written(a).cmp(&written(b)))
}
