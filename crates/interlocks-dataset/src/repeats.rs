//! Rows that repeat another row: the same row twice counts once, and an id stands for one row.
//!
//! People and companies are compared when they are read, because their ids are looked up at once. Seats, ties and deals are
//! compared here, after all files are read.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use interlocks_core::model::{Deal, Place, Tie};
use interlocks_core::random::mix64;
use interlocks_core::store::BitPacked;

use super::columns::{Field, Table};
use super::loader::{Loader, shortened};
use super::tables::Seats;

/// A row that has everything in common with an earlier one, or only its id.
struct Repeat {
    row: usize,
    first: usize,
    same: bool,
}

/// A row that is compared with others.
pub(super) trait Comparable: Clone + PartialEq {
    /// The id of the row; empty if it has none.
    fn id(&self) -> &str;
    /// Where the row was read.
    fn place(&self) -> Place;
    /// Sets where the row was read.
    fn set_place(&mut self, place: Place);
    /// Adds enough of the content to a hash that few rows are compared in vain.
    fn hash_content(&self, hasher: &mut DefaultHasher);

    /// Returns `true` if all is the same but the place.
    fn is_same(&self, other: &Self) -> bool {
        let mut moved = self.clone();
        moved.set_place(other.place());
        moved == *other
    }
}

impl Comparable for Tie {
    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self) -> Place {
        self.place
    }

    fn set_place(&mut self, place: Place) {
        self.place = place;
    }

    fn hash_content(&self, hasher: &mut DefaultHasher) {
        (&self.from.id, &self.to.id, &self.kind, self.start, self.end).hash(hasher);
    }
}

impl Comparable for Deal {
    fn id(&self) -> &str {
        &self.id
    }

    fn place(&self) -> Place {
        self.place
    }

    fn set_place(&mut self, place: Place) {
        self.place = place;
    }

    fn hash_content(&self, hasher: &mut DefaultHasher) {
        (&self.parties, &self.kind, self.date).hash(hasher);
    }
}

/// Returns the rows that repeat an earlier one, in order. Rows with an id are compared with the row of that id, others
/// with all others.
fn repeats<T: Comparable>(rows: &[T]) -> Vec<Repeat> {
    let mut by_id: HashMap<&str, usize> = HashMap::new();
    let mut by_content: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if row.id().is_empty() {
            let mut hasher = DefaultHasher::new();
            row.hash_content(&mut hasher);
            let alike = by_content.entry(hasher.finish()).or_default();
            match alike.iter().find(|first| rows[**first].is_same(row)) {
                Some(&first) => found.push(Repeat { row: at, first, same: true }),
                None => alike.push(at),
            }
        } else {
            let first = *by_id.entry(row.id()).or_insert(at);
            if first != at {
                found.push(Repeat { row: at, first, same: rows[first].is_same(row) });
            }
        }
    }
    found
}

/// Returns the rows that are the same as an earlier one but for the place, each with that one.
pub(super) fn same_rows<T: Comparable>(rows: &[T]) -> Vec<(usize, usize)> {
    repeats(rows).into_iter().filter(|repeat| repeat.same).map(|repeat| (repeat.row, repeat.first)).collect()
}

impl Loader {
    /// Drops the rows that repeat an earlier one: with a warning if all is the same, with an error if only the id is.
    pub(super) fn drop_repeated<T: Comparable>(&mut self, table: Table, rows: &mut Vec<T>) {
        let found = repeats(rows);
        if found.is_empty() {
            return;
        }
        let dropped = self.report_repeated(table, &found, |row| (rows[row].place(), rows[row].id().to_owned()));
        let mut dropped = dropped.into_iter().peekable();
        let mut at = 0u32..;
        rows.retain(|_| at.next().is_some_and(|row| dropped.next_if_eq(&row).is_none()));
    }

    /// Drops the seats that repeat an earlier one, as [`Loader::drop_repeated`] does.
    pub(super) fn without_repeated_seats(&mut self, seats: Seats) -> Seats {
        let found = repeated_seats(&seats);
        if found.is_empty() {
            return seats;
        }
        let row = |row: usize| (seats.places.get(row), seats.attributes.string(Field::Id, row));
        let dropped = self.report_repeated(Table::Seats, &found, row);
        let mut dropped = dropped.into_iter().peekable();
        let kept: Vec<u32> = (0..seats.len() as u32).filter(|row| dropped.next_if_eq(row).is_none()).collect();
        let person = seats.person.reordered(&kept);
        Seats { person, ..seats.rearranged(|column| column.reordered(&kept)) }
    }

    /// Reports repeated rows; `row` gives the place and the id of one. Returns those to drop, in order.
    fn report_repeated(&mut self, table: Table, found: &[Repeat], row: impl Fn(usize) -> (Place, String)) -> Vec<u32> {
        let mut dropped = Vec::with_capacity(found.len());
        for repeat in found.iter().filter(|repeat| repeat.same || !self.imports) {
            dropped.push(repeat.row as u32);
        }
        if self.imports {
            if let Some(&first) = dropped.first() {
                let (count, name) = (dropped.len(), table.name());
                self.warn(
                    row(first as usize).0,
                    format!("{count} rows of {name} repeat earlier ones; each counted once"),
                );
            }
            self.count(table).dropped += dropped.len() as u64;
            return dropped;
        }
        for repeat in found {
            let ((place, id), (first, _)) = (row(repeat.row), row(repeat.first));
            let first = self.place_seen_from(first, place);
            let name = if id.is_empty() { "the row".to_owned() } else { format!("'{}'", shortened(&id)) };
            if repeat.same {
                self.warn(place, format!("{name} is the same as {first}; counted once"));
                self.count(table).dropped += 1;
            } else {
                let id = shortened(&id);
                self.reject(table, place, format!("the id '{id}' is already used on {first} with other content"));
            }
        }
        dropped
    }

    /// Writes a place for a message about another: the line, with the file if it is a different one.
    fn place_seen_from(&self, place: Place, from: Place) -> String {
        match self.files.get(place.file as usize) {
            Some(file) if place.file != from.file => format!("{file}:{}", place.line),
            _ => format!("line {}", place.line),
        }
    }
}

/// Returns the seats that repeat an earlier one, in order.
fn repeated_seats(seats: &Seats) -> Vec<Repeat> {
    let ids = seats.attributes.column(Field::Id);
    let has_id = |row: usize| ids.is_some_and(|ids| !ids.get(row).is_empty());
    let mut found = Vec::new();
    if let Some(ids) = ids {
        let mut first_of = vec![u32::MAX; ids.words.len()];
        for (row, code) in ids.codes.iter().enumerate() {
            let Some(first) = first_of.get_mut(code as usize) else { continue };
            if *first == u32::MAX {
                *first = row as u32;
            } else if has_id(row) {
                let first = *first as usize;
                found.push(Repeat { row, first, same: is_same_seat(seats, first, row) });
            }
        }
    }
    let mut alike: HashMap<u64, Vec<usize>> = HashMap::new();
    for (hash, row) in rows_that_may_repeat(seats) {
        if has_id(row) {
            continue;
        }
        let alike = alike.entry(hash).or_default();
        match alike.iter().find(|first| is_same_seat(seats, **first, row)) {
            Some(&first) => found.push(Repeat { row, first, same: true }),
            None => alike.push(row),
        }
    }
    found.sort_unstable_by_key(|repeat| repeat.row);
    found
}

fn is_same_seat(seats: &Seats, a: usize, b: usize) -> bool {
    let columns = [&seats.person, &seats.company, &seats.capacity, &seats.start, &seats.end];
    columns.iter().all(|column| column.get(a) == column.get(b)) && seats.attributes.is_same_row(a, b)
}

/// Rows per task.
const BLOCK: usize = 1 << 16;
/// Hashes are compared in this many parts, each of which fits into a cache.
const PARTS: usize = 1 << 8;
/// Bits of the filter per row.
const BITS_PER_ROW: usize = 16;

/// Returns all seats of which another may have the same person, company, capacity and dates, in order, each with a hash of
/// these.
///
/// A filter has a bit for every hash. Only rows whose bit another row has set can repeat one, and these are few.
fn rows_that_may_repeat(seats: &Seats) -> Vec<(u64, usize)> {
    let blocks: Vec<SortedHashes> = (0..seats.len().div_ceil(BLOCK))
        .into_par_iter()
        .map(|block| SortedHashes::new(&hashes(seats, block), block * BLOCK))
        .collect();
    let mut found: Vec<(u64, usize)> = (0..PARTS).into_par_iter().flat_map_iter(|part| alike(&blocks, part)).collect();
    found.par_sort_unstable_by_key(|(_, row)| *row);
    found
}

/// The hashes of a block of rows, sorted by part.
struct SortedHashes {
    /// Offsets: the entries of part `p` are `entries[starts[p]..starts[p + 1]]`, in the order of rows.
    starts: Vec<u32>,
    /// The lower half of the hash, then the row.
    entries: Vec<u64>,
}

impl SortedHashes {
    fn new(hashes: &[u64], first_row: usize) -> SortedHashes {
        let part = |hash: u64| (hash >> 56) as usize;
        let mut starts = vec![0u32; PARTS + 1];
        hashes.iter().for_each(|hash| starts[part(*hash) + 1] += 1);
        (0..PARTS).for_each(|at| starts[at + 1] += starts[at]);
        let mut next = starts.clone();
        let mut entries = vec![0u64; hashes.len()];
        for (hash, row) in hashes.iter().zip(first_row as u64..) {
            let place = &mut next[part(*hash)];
            entries[*place as usize] = hash << 32 | row;
            *place += 1;
        }
        SortedHashes { starts, entries }
    }

    fn part(&self, part: usize) -> &[u64] {
        &self.entries[self.starts[part] as usize..self.starts[part + 1] as usize]
    }
}

/// Returns the hashes and rows of one part whose hash several rows have.
fn alike(blocks: &[SortedHashes], part: usize) -> Vec<(u64, usize)> {
    let entries = || blocks.iter().flat_map(|block| block.part(part)).copied();
    let bits = (entries().count() * BITS_PER_ROW).next_power_of_two().max(64);
    let bit = |entry: u64| (entry >> 32) as usize & (bits - 1);
    let (mut met, mut met_again) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
    for entry in entries() {
        let (word, mask) = (bit(entry) / 64, 1 << (bit(entry) % 64));
        met_again[word] |= met[word] & mask;
        met[word] |= mask;
    }
    let mut suspects: Vec<u64> =
        entries().filter(|entry| met_again[bit(*entry) / 64] >> (bit(*entry) % 64) & 1 == 1).collect();
    suspects.sort_unstable();
    let groups = suspects.chunk_by(|a, b| a >> 32 == b >> 32).filter(|group| group.len() > 1);
    let hash = |entry: u64| (part as u64) << 32 | entry >> 32;
    groups.flatten().map(|entry| (hash(*entry), (entry & u64::from(u32::MAX)) as usize)).collect()
}

/// Returns the hashes of the seats in a block.
fn hashes(seats: &Seats, block: usize) -> Vec<u64> {
    let (first, len) = (block * BLOCK, (seats.len() - block * BLOCK).min(BLOCK));
    let unpacked = |column: &BitPacked| {
        let mut values = vec![0; len];
        column.unpack(first, &mut values);
        values
    };
    let mut hashes: Vec<u64> = vec![0; len];
    for column in [&seats.person, &seats.company, &seats.capacity, &seats.start, &seats.end] {
        hashes.iter_mut().zip(unpacked(column)).for_each(|(hash, value)| *hash = mix64(*hash ^ u64::from(value)));
    }
    hashes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use crate::{DataFormat, Dataset, LoadOptions, Table};

    fn read(text: &str) -> Dataset {
        let stream = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        Dataset::read(stream, "data.json", DataFormat::Json, &LoadOptions::default()).unwrap()
    }

    fn problems(data: &Dataset) -> Vec<String> {
        data.problems.listed().iter().map(|problem| format!("{} {}", problem.line, problem.message)).collect()
    }

    #[test]
    fn ties_and_deals_count_once_and_an_id_stands_for_one_row() {
        let data = read(
            r#"{"as_of": "2006-12-31", "seats": [
            {"person": "p", "company": "a"}, {"person": "p", "company": "b"}], "ties": [
            {"from": "p", "to": "b", "kind": "owns", "share": "3"},
            {"from": "p", "to": "b", "kind": "owns", "share": "3"},
            {"from": "p", "to": "b", "kind": "owns", "share": "4"},
            {"id": "t", "from": "p", "to": "b", "kind": "owns", "share": "3"},
            {"id": "t", "from": "p", "to": "b", "kind": "owns", "share": "5"}], "deals": [
            {"id": "d", "date": "2003", "parties": "a;b"},
            {"id": "d", "date": "2003", "parties": "a;b"},
            {"id": "d", "date": "2004", "parties": "a;b"}]}"#,
        );
        assert_eq!((data.ties.len(), data.deals.len()), (3, 1));
        assert_eq!(
            problems(&data),
            [
                "4 the row is the same as line 3; counted once",
                "7 the id 't' is already used on line 6 with other content",
                "9 'd' is the same as line 8; counted once",
                "10 the id 'd' is already used on line 8 with other content",
            ]
        );
        let counts = |table| {
            let count = data.count(table);
            (count.read, count.kept, count.dropped)
        };
        assert_eq!((counts(Table::Ties), counts(Table::Deals)), ((5, 3, 2), (3, 1, 2)));
    }

    #[test]
    fn a_founder_and_a_relative_have_no_end_and_the_parent_of_a_company_has() {
        let data = read(
            r#"{"seats": [{"person": "p", "company": "a"}, {"person": "q", "company": "b"}], "ties": [
            {"from": "p", "to": "a", "kind": "founder-of", "start": "2000", "end": "2001"},
            {"from": "p", "to": "q", "kind": "sibling", "end": "2001"},
            {"from": "a", "to": "b", "kind": "parent-of", "end": "2001"},
            {"from": "p", "to": "q", "kind": "spouse", "end": "2001"}]}"#,
        );
        let founder = "2 the end 2001 is ignored: 'founder-of' is a tie without an end";
        assert_eq!(problems(&data), [founder, "3 the end 2001 is ignored: 'sibling' is a tie without an end"]);
        let lasts: Vec<bool> = data.ties.iter().map(|tie| tie.spell(None).is_running()).collect();
        assert_eq!(lasts, [true, true, false, false]);
    }

    proptest! {
        #[test]
        fn as_many_seats_are_kept_as_there_are_different_rows(
            rows in prop::collection::vec((0u8..3, 0u8..3, 0u8..2, 0u8..3, prop::option::weighted(0.3, 0u8..4)), 0..40),
        ) {
            let text: Vec<String> = rows
                .iter()
                .map(|(person, company, role, note, id)| {
                    let role = ["director", "chair"][usize::from(*role)];
                    let id = id.map_or(String::new(), |id| format!(r#""id": "s{id}", "#));
                    format!(r#"{{{id}"person": "p{person}", "company": "c{company}", "role": "{role}", "note": "n{note}"}}"#)
                })
                .collect();
            let data = read(&format!(r#"{{"seats": [{}]}}"#, text.join(",\n")));
            // Oracle: rows with an id by id, others by content.
            let (mut ids, mut contents, mut errors, mut warnings) = (Vec::<(u8, &str)>::new(), BTreeSet::new(), 0, 0);
            for (row, text) in rows.iter().zip(&text) {
                match row.4 {
                    Some(id) => match ids.iter().find(|(known, _)| *known == id) {
                        Some((_, first)) if *first == text => warnings += 1,
                        Some(_) => errors += 1,
                        None => ids.push((id, text)),
                    },
                    None if !contents.insert(text) => warnings += 1,
                    None => {}
                }
            }
            prop_assert_eq!(data.seats.len(), ids.len() + contents.len());
            prop_assert_eq!((data.problems.errors(), data.problems.warnings()), (errors, warnings));
        }
    }
}
