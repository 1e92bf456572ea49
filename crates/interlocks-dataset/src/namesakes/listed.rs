//! Names in a table of seats that several people of the people table have: the row may say which of them is meant.

use std::collections::{BTreeMap, HashMap};

use interlocks_core::store::BitPacked;

use super::facts::Facts;
use super::{Described, Rewritten};
use crate::aliases::Aliases;
use crate::columns::Field;
use crate::loader::EntityRegistry;
use crate::readers::SeatTable;
use crate::tables::{Dates, Entities};

/// Lets rows that name several people of a table refer to the one that fits what the row says: its birth, its number. Returns the
/// number of rows that were settled.
pub(crate) fn settle_by_rows(known: &EntityRegistry, tables: &mut [SeatTable], of: Described) -> u64 {
    let column = of.column;
    let texts = tables.iter().filter(|table| table.is_by_hand).flat_map(|table| (column.unresolved)(table).iter());
    let aliases = Aliases::new(&known.entities, texts);
    let mut settled = 0;
    for table in tables.iter_mut().filter(|table| table.is_by_hand) {
        let several: BTreeMap<u32, &[u32]> = (column.unresolved)(table)
            .iter()
            .zip(table.known[column.at]..)
            .filter_map(|(text, reference)| Some((reference, aliases.several(text)?)))
            .collect();
        let new = if several.is_empty() { None } else { settle(&known.entities, table, of, &several, &mut settled) };
        if let Some(new) = new {
            (column.set)(table, BitPacked::from_slice(&new.values), new.column());
        }
    }
    settled
}

fn settle(
    entities: &Entities,
    table: &SeatTable,
    of: Described,
    several: &BTreeMap<u32, &[u32]>,
    settled: &mut u64,
) -> Option<Rewritten> {
    let column = of.column;
    let dates = Dates::new(table.dates.clone());
    let mut new = Rewritten::new((column.references)(table), (column.unresolved)(table));
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    let before = *settled;
    for (row, value) in new.values.iter_mut().enumerate() {
        let Some(candidates) = several.get(value) else { continue };
        let cells = of.apart.iter().map(|field| (*field, table.attributes.text(*field, row)));
        let begun = dates.start_days(table.start.get(row)).map(|start| (start.last, start.first));
        let facts = Facts::read(cells, begun);
        let mut fitting = candidates.iter().filter(|row| !facts.are_apart(&facts_of(entities, of, **row as usize)));
        if let (Some(person), None) = (fitting.next(), fitting.next()) {
            *value = *numbers.entry(*person).or_insert_with(|| {
                new.texts.push(entities.id(*person as usize).to_owned());
                table.known[column.at] + new.texts.len() as u32 - 1
            });
            *settled += 1;
        }
    }
    (*settled > before).then_some(new)
}

/// Returns what a table of people or companies says of one.
fn facts_of(entities: &Entities, of: Described, row: usize) -> Facts {
    let cells = of.apart.iter().map(|field| match field {
        Field::PersonKey | Field::CompanyKey => (*field, entities.id(row)),
        field => (*field, entities.attributes.text(*field, row)),
    });
    Facts::read(cells, None)
}

/// Returns `true` if two rows of a table of people or companies cannot be of one, whatever their ids are.
pub(crate) fn are_apart(entities: &Entities, of: Described, a: usize, b: usize) -> bool {
    let facts = |row: usize| {
        let fields = of.apart.iter().filter(|field| matches!(field, Field::Birth | Field::Death));
        Facts::read(fields.map(|field| (*field, entities.attributes.text(*field, row))), None)
    };
    facts(a).are_apart(&facts(b))
}
