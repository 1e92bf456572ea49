//! The pairs of records that may be one person: those that share a key and can reach the line below which nothing is listed.

use rayon::prelude::*;

use interlocks_core::model::DayRange;
use interlocks_graph::BoardGraph;

use crate::compare::{BirthLevel, Boards, Circles, FamilyLevel, Levels, NameLevels, compare_names};
use crate::frequencies::Frequencies;
use crate::keys::Key;
use crate::model::{Weights, attribute_values, feature, name_values};
use crate::people::{People, Reading};
use crate::reach::Reach;
use crate::words::NO_WORD;

/// A pair that was compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub a: u32,
    pub b: u32,
    pub levels: Levels,
    /// The parts of the weight that depend on how common values are, in thousandths of a bit.
    pub value: i32,
    /// The words whose frequency counts: of the family name and of the given name.
    words: [u32; 2],
    /// The numbers of the readings of the names that were compared.
    readings: (u8, u8),
}

impl Candidate {
    /// Returns the readings of the names that were compared.
    pub(crate) fn readings<'p>(&self, people: &'p People) -> [&'p Reading; 2] {
        [(self.a, self.readings.0), (self.b, self.readings.1)]
            .map(|(person, reading)| &people.readings(person as usize)[usize::from(reading)])
    }
}

/// The tables and weights by which two records are compared.
pub(crate) struct Comparison<'a> {
    pub people: &'a People,
    pub graph: &'a BoardGraph,
    pub boards: &'a Boards<'a>,
    pub frequencies: &'a Frequencies,
    pub weights: &'a Weights,
    /// The sum below which a pair is left out.
    pub floor: i32,
}

/// Blocks of fewer records are compared whole.
const SMALL: usize = if cfg!(test) { 2 } else { 32 };

/// Where fewer than one in so many records of a block must be compared with all, each of them is.
const FEW: usize = 8;

/// Numbers of what was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// The comparisons made.
    pub compared: u64,
    /// The pairs that were passed over because they cannot reach the line.
    pub out_of_reach: u64,
}

/// A record in a block.
#[derive(Clone, Copy)]
struct Entry {
    key: u64,
    person: u32,
    /// `false` if two such records need not be compared.
    is_main: bool,
}

/// The two readings of names that agree best.
struct BestNames {
    names: NameLevels,
    /// The part of the weight that depends on how common the names are.
    value: i32,
    readings: (u8, u8),
    /// The weight of the names.
    sum: i32,
}

impl Comparison<'_> {
    /// Returns all candidates, by their records, each once, and how many pairs each key gave.
    pub(crate) fn candidates(&self) -> (Vec<Candidate>, Vec<(Key, Work)>) {
        let reach = Reach::new(self);
        let mut found = Vec::new();
        let mut work = Vec::new();
        for key in Key::ALL {
            let is_idle = match key {
                Key::Board => !self.boards.has_seats(),
                Key::Column | Key::RareValue => self.people.columns.is_empty(),
                _ => false,
            };
            if is_idle {
                continue;
            }
            let (mut pairs, done) = self.of_key(key, &reach);
            found.append(&mut pairs);
            work.push((key, done));
        }
        found.par_sort_unstable_by_key(|candidate: &Candidate| (candidate.a, candidate.b));
        found.dedup_by_key(|candidate| (candidate.a, candidate.b));
        (found, work)
    }

    fn of_key(&self, key: Key, reach: &Reach) -> (Vec<Candidate>, Work) {
        let lists: Vec<Vec<Entry>> = (0..self.people.len().div_ceil(1 << 14))
            .into_par_iter()
            .map(|block| {
                let (mut entries, mut keys) = (Vec::new(), Vec::new());
                for person in block << 14..((block + 1) << 14).min(self.people.len()) {
                    keys.clear();
                    key.of(self.people, self.graph, person, &mut keys);
                    let wanted = self.is_wanted(key, person as u32);
                    entries.extend(keys.iter().map(|own| Entry {
                        key: own.hash,
                        person: person as u32,
                        is_main: own.is_main && wanted,
                    }));
                }
                entries
            })
            .collect();
        let mut entries = lists.concat();
        drop(lists);
        entries.par_sort_unstable_by_key(|entry| (entry.key, entry.person));
        let blocks: Vec<&[Entry]> = entries.chunk_by(|a, b| a.key == b.key).filter(|block| block.len() > 1).collect();
        let of_block = |block: &&[Entry]| {
            let mut pairs = Vec::new();
            let mut work = Work::default();
            if !key.is_rare() || block.len() <= Key::RARE {
                self.of_block(key, block, reach, &mut pairs, &mut work);
            }
            (pairs, work)
        };
        let parts: Vec<(Vec<Candidate>, Work)> = blocks.par_iter().with_min_len(64).map(of_block).collect();
        let mut pairs = Vec::new();
        let mut done = Work::default();
        for (mut part, work) in parts {
            pairs.append(&mut part);
            done.compared += work.compared;
            done.out_of_reach += work.out_of_reach;
        }
        (pairs, done)
    }

    fn of_block(&self, key: Key, block: &[Entry], reach: &Reach, pairs: &mut Vec<Candidate>, work: &mut Work) {
        let mut circles = Circles::default();
        let mut each = |x: u32, y: u32, work: &mut Work| {
            let (a, b) = (x.min(y), x.max(y));
            // Names in the same order were compared before. Another likeness than the other order stays: this key also finds
            // an error in the family name of somebody with two given names.
            if key == Key::AnyOrder && self.have_one_order(a, b) {
                return;
            }
            work.compared += 1;
            pairs.extend(self.compare(a, b, &mut circles));
        };
        if block.len() < SMALL {
            for (at, x) in block.iter().enumerate() {
                let others = block[at + 1..].iter().filter(|y| x.is_main || y.is_main);
                others.for_each(|y| each(x.person, y.person, work));
            }
            return;
        }
        let all = (block.len() as u64 * (block.len() as u64 - 1)) / 2;
        let mut looked_at = 0;
        self.of_large_block(block, reach, |x, y| {
            looked_at += 1;
            each(x, y, work);
        });
        work.out_of_reach += all.saturating_sub(looked_at);
    }

    /// Calls a function for the pairs of a large block that can reach the floor.
    ///
    /// A pair has at most what the rarer of the two names gives when all of it agrees. Records of common names reach the floor only if
    /// their births agree, so they are compared with those of overlapping births alone; the others are compared with each other.
    fn of_large_block(&self, block: &[Entry], reach: &Reach, mut each: impl FnMut(u32, u32)) {
        let main = block.iter().filter(|entry| entry.is_main).count();
        if main * FEW < block.len() {
            return self.of_few(block, reach, each);
        }
        let (mut strong, mut dated) = (Vec::new(), Vec::new());
        for entry in block {
            let is_strong = reach.without_birth(entry.person) >= self.floor;
            if is_strong {
                strong.push(entry);
            }
            if let Some(birth) = self.people.birth(entry.person as usize) {
                dated.push((birth.days, entry, is_strong));
            }
        }
        // Those that need not be compared with each other come last.
        strong.sort_by_key(|entry| !entry.is_main);
        for (at, x) in strong.iter().enumerate().take_while(|(_, x)| x.is_main) {
            strong[at + 1..].iter().for_each(|y| each(x.person, y.person));
        }
        dated.sort_unstable_by_key(|(birth, entry, _)| (birth.first, entry.person));
        for (at, (birth, x, is_strong)) in dated.iter().enumerate() {
            for (_, y, is_other_strong) in dated[at + 1..].iter().take_while(|(other, ..)| other.first <= birth.last) {
                if !(*is_strong && *is_other_strong) && (x.is_main || y.is_main) {
                    each(x.person, y.person);
                }
            }
        }
    }

    /// Calls a function for the pairs of a large block in which few records must be compared with all.
    fn of_few(&self, block: &[Entry], reach: &Reach, mut each: impl FnMut(u32, u32)) {
        let is_strong = |entry: &Entry| reach.without_birth(entry.person) >= self.floor;
        let births: Vec<Option<DayRange>> =
            block.iter().map(|entry| self.people.birth(entry.person as usize).map(|birth| birth.days)).collect();
        for (at, x) in block.iter().enumerate().filter(|(_, x)| x.is_main) {
            for (other, y) in block.iter().enumerate() {
                let is_done = y.is_main && other <= at || x.person == y.person;
                let may_agree = || match (births[at], births[other]) {
                    (Some(a), Some(b)) => a.meets(b),
                    _ => false,
                };
                if !is_done && (is_strong(x) && is_strong(y) || may_agree()) {
                    each(x.person, y.person);
                }
            }
        }
    }

    /// Returns `true` if a record has what a key is for; of two records that share it, one must.
    fn is_wanted(&self, key: Key, person: u32) -> bool {
        match key {
            Key::Initial => self.has_initial(person),
            Key::OneName => self.has_one_name(person),
            _ => true,
        }
    }

    /// Returns the most that boards give.
    pub(crate) fn most_by_boards(&self) -> i32 {
        let most = |feature: usize| self.weights.largest(feature);
        if self.boards.has_seats() { most(feature::BOARDS).max(most(feature::BOARDS_OF_OTHERS)) } else { 0 }
    }

    /// Returns `true` if two records have one reading each, and the family name in one spelling.
    fn have_one_order(&self, a: u32, b: u32) -> bool {
        let ([x], [y]) = (self.people.readings(a as usize), self.people.readings(b as usize)) else { return false };
        let class = |reading: &Reading| (reading.family != NO_WORD).then(|| self.people.words.class(reading.family));
        class(x).is_some() && class(x) == class(y)
    }

    /// Returns `true` if a first given name is an initial.
    fn has_initial(&self, person: u32) -> bool {
        let is_initial = |reading: &Reading| {
            self.people.given(reading).first().is_some_and(|first| self.people.words.is_initial(*first))
        };
        self.people.readings(person as usize).iter().any(is_initial)
    }

    /// Returns `true` if a reading has a family name only, or a given name only.
    fn has_one_name(&self, person: u32) -> bool {
        let is_one = |reading: &Reading| {
            (reading.family == NO_WORD || self.people.given(reading).is_empty()) && !reading.is_organisation()
        };
        self.people.readings(person as usize).iter().any(is_one)
    }

    /// Compares two records; `None` if their sum stays below the floor.
    pub(crate) fn compare(&self, a: u32, b: u32, circles: &mut Circles) -> Option<Candidate> {
        let (x, y) = (a as usize, b as usize);
        let attributes = Levels::of_attributes(self.people, x, y);
        let columns = self.people.columns.len();
        let BestNames { names, value: name_value, readings, .. } = self.best_names(x, y, attributes)?;
        if names.share_nothing() && !(0..columns).any(|column| attributes.column(column) == 1) {
            return None;
        }
        let levels = attributes.with_names(&names);
        let value = name_value + attribute_values(self.people, self.frequencies, levels, x, self.frequencies.own(a, b));
        let sum = self.weights.sum(levels, columns) + value;
        if sum + self.most_by_boards() < self.floor {
            return None;
        }
        let boards = if self.boards.has_seats() { self.boards.compare(x, y, circles) } else { None };
        let levels = levels.with_boards(boards);
        let sum = self.weights.sum(levels, columns) + value;
        let words = [names.family_word, names.given_word];
        (sum >= self.floor).then_some(Candidate { a, b, levels, value, words, readings })
    }

    /// Returns `true` if names, births or generations say that two records are two people.
    pub(crate) fn contradict(&self, a: u32, b: u32) -> bool {
        let levels = Levels::of_attributes(self.people, a as usize, b as usize);
        if levels.birth().1 >= BirthLevel::Near as u8 || levels.gender() == 2 {
            return true;
        }
        let Some(BestNames { names, .. }) = self.best_names(a as usize, b as usize, levels) else { return true };
        names.generation == 3 || names.family == FamilyLevel::Different || names.given.is_contradiction()
    }

    /// Returns the two readings with the greatest weight; `None` if there is nothing to compare.
    fn best_names(&self, a: usize, b: usize, attributes: Levels) -> Option<BestNames> {
        let own = self.frequencies.own(a as u32, b as u32);
        let mut best: Option<BestNames> = None;
        for (i, x) in self.people.readings(a).iter().enumerate().take(200) {
            for (j, y) in self.people.readings(b).iter().enumerate().take(200) {
                if x.is_nobody() || y.is_nobody() {
                    continue;
                }
                let names = compare_names(self.people, x, y);
                let (family, given) = name_values(self.people, self.frequencies, &names, [x, y], attributes, own);
                let (levels, value) = (Levels::default().with_names(&names), family + given);
                let sum = self.weights.sum(levels, 0) + value;
                if best.as_ref().is_none_or(|best| sum > best.sum) {
                    best = Some(BestNames { names, value, readings: (i as u8, j as u8), sum });
                }
            }
        }
        best
    }

    /// Returns the value part of a candidate with other frequencies.
    pub(crate) fn value(&self, candidate: &Candidate) -> i32 {
        let names = candidate.levels.name_levels(candidate.words);
        let own = self.frequencies.own(candidate.a, candidate.b);
        let readings = candidate.readings(self.people);
        let (family, given) = name_values(self.people, self.frequencies, &names, readings, candidate.levels, own);
        family + given + attribute_values(self.people, self.frequencies, candidate.levels, candidate.a as usize, own)
    }
}
