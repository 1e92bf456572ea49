//! The records that are compared: for each person of the data the readings of their names, birth and gender.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::model::vocabulary::fold;
use interlocks_core::model::{Day, DayRange, PartialDate};
use interlocks_core::store::{BitPacked, Interner, StringColumnBuilder};
use interlocks_dataset::Field;
use interlocks_graph::{BoardGraph, Entity, PersonIx};

use crate::compare::{Birth, MOST_COLUMNS};
use crate::name::{NameKind, ParsedName};
use crate::words::{NO_WORD, Words};

/// The people of one unit of work.
const BLOCK: usize = 1 << 14;

/// One reading of one name of a person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// The family name as one word; [`NO_WORD`] if there is none.
    pub family: u32,
    /// Where the words begin: the parts of a family name of several words, then the given names.
    first: u32,
    parts: u8,
    given: u8,
    /// The generation: see [`Generation`](crate::name::Generation).
    pub generation: u8,
    kind: u8,
}

impl Reading {
    /// Returns `true` if the family name has several words.
    pub(crate) fn is_double(&self) -> bool {
        self.parts > 0
    }

    /// Returns `true` for the name of an organisation.
    pub(crate) fn is_organisation(&self) -> bool {
        self.kind == NameKind::Organisation as u8
    }

    /// Returns `true` for a word that names nobody.
    pub(crate) fn is_nobody(&self) -> bool {
        self.kind == NameKind::Nobody as u8
    }
}

/// A name as it is compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'a> {
    /// The family name as one word; [`NO_WORD`] if there is none.
    pub family: u32,
    /// The parts of a family name of several words; none if it is one word.
    pub parts: &'a [u32],
    /// The given names.
    pub given: &'a [u32],
    /// The generation: see [`Generation`](crate::name::Generation).
    pub generation: u8,
    pub is_organisation: bool,
}

/// The records.
#[derive(Debug)]
pub(crate) struct People {
    /// The words of all names.
    pub words: Words,
    readings: Vec<Reading>,
    /// The readings of person `p` are `readings[starts[p]..starts[p + 1]]`.
    starts: Vec<u32>,
    pool: Vec<u32>,
    births: Vec<Option<Birth>>,
    genders: Vec<u8>,
    /// The values of further columns, by column; the value 0 is none.
    pub columns: Vec<Column>,
}

/// A further column that is compared.
#[derive(Debug)]
pub(crate) struct Column {
    /// The heading, as the user gave it.
    pub name: String,
    /// The value of each person; 0 for none.
    codes: BitPacked,
    /// The different values as they are compared, in order.
    values: Vec<String>,
    /// The number of each value of the dictionary in `values`; [`NO_WORD`] for none.
    numbers: Vec<u32>,
}

impl Column {
    /// Returns the number of the value of a person; [`NO_WORD`] if there is none.
    pub(crate) fn value(&self, person: usize) -> u32 {
        self.numbers[self.codes.get(person) as usize]
    }

    /// Returns the different values, by their numbers.
    pub(crate) fn values(&self) -> &[String] {
        &self.values
    }
}

/// The people of a block: their readings, with the numbers of words in the list of the block.
#[derive(Default)]
struct Block {
    words: Interner,
    readings: Vec<Reading>,
    counts: Vec<u32>,
    pool: Vec<u32>,
}

impl Block {
    fn add(&mut self, graph: &BoardGraph, person: PersonIx, aliases: &[String]) {
        let before = self.readings.len();
        let name = graph.name(Entity::Person(person));
        self.add_name(&name);
        for alias in aliases {
            self.add_name(alias);
        }
        self.counts.push((self.readings.len() - before) as u32);
    }

    fn add_name(&mut self, text: &str) {
        let name = ParsedName::new(text);
        // A single word may be a family name or a given name.
        if name.given.is_empty()
            && name.family.len() == 1
            && name.kind == NameKind::Person
            && !text.trim().contains(' ')
        {
            self.add_parsed(&ParsedName { given: name.family.clone(), family: Vec::new(), ..name.clone() });
        }
        self.add_parsed(&name);
    }

    fn add_parsed(&mut self, name: &ParsedName) {
        let first = self.pool.len() as u32;
        let parts = if name.family.len() > 1 { name.family.len().min(200) } else { 0 };
        let family = match name.family.as_slice() {
            [] => NO_WORD,
            [word] => self.words.intern(word),
            words => self.words.intern(&words.concat()),
        };
        for word in name.family.iter().take(parts).chain(name.given.iter().take(200)) {
            let word = self.words.intern(word);
            self.pool.push(word);
        }
        self.readings.push(Reading {
            family,
            first,
            parts: parts as u8,
            given: name.given.len().min(200) as u8,
            generation: name.generation as u8,
            kind: name.kind as u8,
        });
    }
}

impl People {
    /// Takes the people of a graph, with further columns as evidence. Columns that no person has are left out.
    pub(crate) fn new(graph: &BoardGraph, also: &[String]) -> People {
        let len = graph.person_count();
        let aliases = graph.person_column(Field::Aliases.name());
        let blocks: Vec<Block> = (0..len.div_ceil(BLOCK))
            .into_par_iter()
            .map(|block| {
                let mut read = Block::default();
                for row in block * BLOCK..((block + 1) * BLOCK).min(len) {
                    let person = PersonIx::new(row as u32);
                    let others = aliases.filter(|column| !column.get(row).is_empty());
                    let others = others.map(|_| graph.person(person).aliases).unwrap_or_default();
                    read.add(graph, person, &others);
                }
                read
            })
            .collect();
        let columns = also.iter().filter_map(|name| column(graph, name)).take(MOST_COLUMNS).collect();
        let mut people =
            People { columns, births: births(graph), genders: genders(graph), ..People::from_blocks(blocks) };
        people.births.resize(len, None);
        people
    }

    fn from_blocks(blocks: Vec<Block>) -> People {
        let mut lists: Vec<StringColumnBuilder> = Vec::with_capacity(blocks.len());
        let (mut readings, mut starts, mut pool) = (Vec::new(), vec![0u32], Vec::new());
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut reading_ranges: Vec<Range<usize>> = Vec::new();
        for block in blocks {
            let (from, first) = (pool.len(), readings.len());
            readings.extend(block.readings.iter().map(|own| Reading { first: own.first + from as u32, ..*own }));
            for count in block.counts {
                starts.push(starts.last().copied().unwrap_or_default() + count);
            }
            pool.extend(block.pool);
            ranges.push(from..pool.len());
            reading_ranges.push(first..readings.len());
            lists.push(block.words.into_texts());
        }
        let (words, numbers) = Words::new(&lists.iter().collect::<Vec<_>>());
        for ((words, readings_at), numbers) in ranges.into_iter().zip(reading_ranges).zip(numbers) {
            for word in &mut pool[words] {
                *word = numbers[*word as usize];
            }
            for reading in readings[readings_at].iter_mut().filter(|reading| reading.family != NO_WORD) {
                reading.family = numbers[reading.family as usize];
            }
        }
        People { words, readings, starts, pool, births: Vec::new(), genders: Vec::new(), columns: Vec::new() }
    }

    /// Returns the number of people.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the readings of the names of a person.
    pub(crate) fn readings(&self, person: usize) -> &[Reading] {
        &self.readings[self.starts[person] as usize..self.starts[person + 1] as usize]
    }

    /// Returns a reading as it is compared.
    pub(crate) fn name(&self, reading: &Reading) -> Name<'_> {
        Name {
            family: reading.family,
            parts: self.parts(reading),
            given: self.given(reading),
            generation: reading.generation,
            is_organisation: reading.is_organisation(),
        }
    }

    /// Returns the parts of a family name of several words; none if it is one word.
    pub(crate) fn parts(&self, reading: &Reading) -> &[u32] {
        &self.pool[reading.first as usize..][..usize::from(reading.parts)]
    }

    /// Returns the given names.
    pub(crate) fn given(&self, reading: &Reading) -> &[u32] {
        &self.pool[reading.first as usize + usize::from(reading.parts)..][..usize::from(reading.given)]
    }

    /// Returns the birth of a person; `None` if it is not known.
    pub(crate) fn birth(&self, person: usize) -> Option<Birth> {
        self.births[person]
    }

    /// Returns the gender of a person: 1 male, 2 female, 0 unknown.
    pub(crate) fn gender(&self, person: usize) -> u8 {
        self.genders.get(person).copied().unwrap_or_default()
    }
}

fn births(graph: &BoardGraph) -> Vec<Option<Birth>> {
    let Some(column) = graph.person_column(Field::Birth.name()) else { return Vec::new() };
    let date = |text: &str| text.parse::<PartialDate>().ok().map(|date| date.days()).filter(is_birth).map(Birth::new);
    let dates: Vec<Option<Birth>> = column.words.iter().map(date).collect();
    (0..column.codes.len()).map(|row| dates[column.codes.get(row) as usize]).collect()
}

/// Returns `false` for days that stand for an unknown birth, and for ranges of more than twenty years.
fn is_birth(days: &DayRange) -> bool {
    let placeholder = Day::from_ymd(1900, 1, 1);
    Some(days.first) != placeholder && days.width() < 20 * 366
}

fn genders(graph: &BoardGraph) -> Vec<u8> {
    let Some(column) = graph.person_column(Field::Gender.name()) else { return Vec::new() };
    let read: Vec<u8> = column.words.iter().map(|text| gender(&fold(text))).collect();
    (0..column.codes.len()).map(|row| read[column.codes.get(row) as usize]).collect()
}

fn gender(folded: &str) -> u8 {
    match folded.trim() {
        "m" | "male" | "man" | "mann" | "mannlich" | "h" | "homme" | "masculin" | "masculino" | "maschio" | "mr" => 1,
        "f" | "female" | "woman" | "w" | "frau" | "weiblich" | "femme" | "feminin" | "femenino" | "femmina" | "ms"
        | "mrs" => 2,
        _ => 0,
    }
}

/// Returns a further column; values are compared without case, accents and signs.
fn column(graph: &BoardGraph, name: &str) -> Option<Column> {
    let column = graph.person_column(name)?;
    let plain = |text: &str| -> String {
        fold(text).chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect::<String>()
    };
    let texts: Vec<String> =
        column.words.iter().map(|text| plain(text).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let mut values: Vec<String> = texts.iter().filter(|text| !text.is_empty()).cloned().collect();
    values.sort_unstable();
    values.dedup();
    let number = |text: &String| values.binary_search(text).map_or(NO_WORD, |at| at as u32);
    let numbers = texts.iter().map(number).collect();
    Some(Column { name: name.to_owned(), codes: column.codes.clone(), values, numbers })
}
