//! A table of people or of companies.

use super::{Attributes, Places};
use crate::columns::Field;
use crate::ids::{DuplicateRow, Ids};
use interlocks_core::model::{Company, Person, Place};
use interlocks_core::store::{BitPacked, DictColumn, StringColumn};

use std::sync::Arc;

/// People or companies, one per row, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct Entities {
    /// The ids.
    pub ids: Arc<Ids>,
    /// The names; empty where the id is the name.
    pub names: StringColumn,
    /// The other cells.
    pub attributes: Attributes,
    /// The places of the rows.
    pub places: Places,
}

impl Entities {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.ids.texts.len()
    }

    /// Returns `true` if there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ids.texts.is_empty()
    }

    /// Returns the id of a row.
    pub fn id(&self, row: usize) -> &str {
        self.ids.texts.get(row)
    }

    /// Returns the row of an id.
    pub fn row(&self, id: &str) -> Option<u32> {
        self.ids.row(id)
    }

    /// Returns the name of a row; the id if it has no name.
    pub fn name(&self, row: usize) -> &str {
        let name = self.names.get(row);
        if name.is_empty() { self.id(row) } else { name }
    }

    /// Returns the number of each row with the lengths of its name (0 if it has none) and of its id, in bytes. Where ids and
    /// names differ, their lengths nearly always do.
    pub(crate) fn lengths(&self) -> impl Iterator<Item = (usize, (u32, u32))> + '_ {
        self.names.lengths(0, self.len()).zip(self.ids.texts.lengths(0, self.len())).enumerate()
    }

    /// Completes the first row of each id with the name and the cells that only a later row has.
    pub(crate) fn complete(&mut self, repeated: &[DuplicateRow]) {
        if repeated.is_empty() {
            return;
        }
        let lacks = |names: &StringColumn, DuplicateRow { row, first }: &DuplicateRow| {
            names.get(*first as usize).is_empty() && !names.get(*row as usize).is_empty()
        };
        let mut rows: Vec<u32> = (0..self.len() as u32).collect();
        for duplicate in repeated.iter().rev().filter(|duplicate| lacks(&self.names, duplicate)) {
            rows[duplicate.first as usize] = duplicate.row;
        }
        self.names = StringColumn::from_iter(rows.iter().map(|row| self.names.get(*row as usize)));
        self.attributes = std::mem::take(&mut self.attributes).mapped(|column| {
            let mut codes = column.codes.to_vec();
            for &DuplicateRow { row, first } in repeated {
                if column.words.get(codes[first as usize] as usize).is_empty() {
                    codes[first as usize] = codes[row as usize];
                }
            }
            DictColumn { codes: BitPacked::from_slice(&codes), words: column.words }
        });
    }

    /// Returns a row as a person.
    pub fn person(&self, row: usize) -> Person {
        let id = self.id(row).to_owned();
        self.attributes.person(row, id, self.name(row).to_owned(), self.places.get(row))
    }

    /// Returns a row as a company.
    pub fn company(&self, row: usize) -> Company {
        let id = self.id(row).to_owned();
        self.attributes.company(row, id, self.name(row).to_owned(), self.places.get(row))
    }

    /// Returns some rows in the given order.
    #[must_use]
    pub fn reordered(&self, order: &[u32]) -> Entities {
        let texts = |texts: &StringColumn| StringColumn::from_iter(order.iter().map(|row| texts.get(*row as usize)));
        Entities {
            ids: Arc::new(Ids::new(texts(&self.ids.texts)).0),
            names: texts(&self.names),
            attributes: self.attributes.reordered(order),
            places: self.places.clone().mapped(|lines| lines.reordered_wide(order)),
        }
    }
}

impl Attributes {
    /// Returns a row of these columns as a person.
    pub fn person(&self, row: usize, id: String, name: String, place: Place) -> Person {
        Person {
            id,
            name,
            aliases: self.list(Field::Aliases, row),
            birth: self.date(Field::Birth, row),
            death: self.date(Field::Death, row),
            gender: self.string(Field::Gender, row),
            nationality: self.string(Field::Nationality, row),
            sources: self.list(Field::Source, row),
            extra: self.extra(row),
            place,
        }
    }

    /// Returns a row of these columns as a company.
    pub fn company(&self, row: usize, id: String, name: String, place: Place) -> Company {
        Company {
            id,
            name,
            aliases: self.list(Field::Aliases, row),
            country: self.string(Field::Country, row),
            industry: self.string(Field::Industry, row),
            industry_code: self.string(Field::IndustryCode, row),
            industry_scheme: self.string(Field::IndustryScheme, row),
            founded: self.date(Field::Founded, row),
            dissolved: self.date(Field::Dissolved, row),
            listed: self.flag(Field::Listed, row),
            lei: self.string(Field::Lei, row),
            cik: self.string(Field::Cik, row),
            ticker: self.string(Field::Ticker, row),
            isin: self.string(Field::Isin, row),
            number: self.string(Field::Number, row),
            sources: self.list(Field::Source, row),
            extra: self.extra(row),
            place,
        }
    }
}
