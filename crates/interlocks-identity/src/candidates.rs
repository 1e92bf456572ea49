//! The pairs of records that may be one person: those that share a key and can reach the line below which nothing is listed.

use std::ops::Range;

use rayon::prelude::*;

use interlocks_core::stop::check;
use interlocks_graph::BoardGraph;

use crate::blocks::{BUCKETS, Block, Buckets, Entry};
use crate::compare::{BirthLevel, Boards, Circles, FamilyLevel, Levels, NameLevels, compare_names};
use crate::frequencies::Frequencies;
use crate::keys::Key;
use crate::model::{Weights, attribute_values, feature, name_values};
use crate::outline::{Outline, Outlines};
use crate::people::{Name, People, Reading};
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

/// Numbers of what was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Work {
    /// The comparisons made.
    pub compared: u64,
    /// The pairs that were passed over because they cannot reach the line.
    pub out_of_reach: u64,
}

/// The candidates of a part of the work.
#[derive(Default)]
struct Found {
    pairs: Vec<Candidate>,
    /// The comparisons made.
    compared: u64,
    /// The pairs of large blocks, and those of them that were looked at.
    of_large: u64,
    looked_at: u64,
}

impl Found {
    fn append(&mut self, mut other: Found) {
        self.pairs.append(&mut other.pairs);
        self.compared += other.compared;
        self.of_large += other.of_large;
        self.looked_at += other.looked_at;
    }
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
        let outlines = Outlines::new(self, &Reach::new(self));
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
            let (mut pairs, done) = self.of_key(key, &outlines);
            found.append(&mut pairs);
            work.push((key, done));
        }
        found.par_sort_unstable_by_key(|candidate: &Candidate| (candidate.a, candidate.b));
        found.dedup_by_key(|candidate| (candidate.a, candidate.b));
        (found, work)
    }

    fn of_key(&self, key: Key, outlines: &Outlines<'_>) -> (Vec<Candidate>, Work) {
        let lists: Vec<Buckets> = (0..self.people.len().div_ceil(1 << 14))
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
                Buckets::new(&entries)
            })
            .collect();
        let parts: Vec<Found> = (0..BUCKETS)
            .into_par_iter()
            .map_init(Vec::new, |copies, bucket| {
                let mut entries: Vec<Entry> = lists.iter().flat_map(|list| list.of(bucket)).copied().collect();
                entries.sort_unstable_by_key(|entry| (entry.key, entry.person));
                let mut found = Found::default();
                for entries in entries.chunk_by(|a, b| a.key == b.key) {
                    check();
                    let is_left_out = key.is_rare() && entries.len() > Key::RARE;
                    if !is_left_out && entries.len() > 1 && entries.iter().any(|entry| entry.is_main) {
                        copies.clear();
                        copies.extend(entries.iter().map(|entry| *outlines.of(entry.person)));
                        self.of_block(key, Block { entries, outlines: copies }, outlines, &mut found);
                    }
                }
                found
            })
            .collect();
        let mut found = Found::default();
        parts.into_iter().for_each(|part| found.append(part));
        let work = Work { compared: found.compared, out_of_reach: found.of_large.saturating_sub(found.looked_at) };
        (found.pairs, work)
    }

    fn of_block(&self, key: Key, block: Block<'_>, outlines: &Outlines<'_>, found: &mut Found) {
        let parts = block.parts();
        if let [part] = parts.as_slice() {
            self.of_part(key, block, part.clone(), outlines, found);
        } else {
            let of_part = |part| {
                let mut found = Found::default();
                self.of_part(key, block, part, outlines, &mut found);
                found
            };
            let parts: Vec<Found> = parts.into_par_iter().map(of_part).collect();
            parts.into_iter().for_each(|part| found.append(part));
        }
        if !block.is_small() {
            found.of_large += block.pairs();
        }
    }

    /// Compares the records of a part of a block with the others. The pairs of a large block that are looked at are within reach.
    fn of_part(&self, key: Key, block: Block<'_>, part: Range<usize>, outlines: &Outlines<'_>, found: &mut Found) {
        let mut circles = Circles::default();
        let is_large = u64::from(!block.is_small());
        block.each_pair(part, |at, other| {
            found.looked_at += is_large;
            let is_first = block.entries[at].person < block.entries[other].person;
            let (x, y) = if is_first { (at, other) } else { (other, at) };
            let (a, b) = (block.entries[x].person, block.entries[y].person);
            let (x, y) = (&block.outlines[x], &block.outlines[y]);
            // Names in the same order were compared before. Another likeness than the other order stays: this key also finds
            // an error in the family name of somebody with two given names.
            let is_done = || match x.is_plain() && y.is_plain() {
                true => x.has_family_of(y),
                false => self.have_one_order(a, b),
            };
            if key == Key::AnyOrder && is_done() {
                return;
            }
            found.compared += 1;
            if outlines.most((a, x), (b, y)) >= self.floor {
                found.pairs.extend(self.compare_outlines((a, x), (b, y), &mut circles));
            }
        });
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

    /// Compares two records of which the outlines are at hand; `None` if their sum stays below the floor.
    fn compare_outlines(
        &self,
        (a, x): (u32, &Outline),
        (b, y): (u32, &Outline),
        circles: &mut Circles,
    ) -> Option<Candidate> {
        let (Some(one), Some(other)) = (x.name(), y.name()) else { return self.compare(a, b, circles) };
        if !self.people.columns.is_empty() {
            return self.compare(a, b, circles);
        }
        let attributes = x.attributes(y);
        let names = self.compare_readings([&one, &other], attributes, self.frequencies.own(a, b));
        self.compare_rest(a, b, attributes, names, circles)
    }

    /// Compares two records; `None` if their sum stays below the floor.
    pub(crate) fn compare(&self, a: u32, b: u32, circles: &mut Circles) -> Option<Candidate> {
        let (x, y) = (a as usize, b as usize);
        let attributes = Levels::of_attributes(self.people, x, y);
        let names = self.best_names(x, y, attributes)?;
        self.compare_rest(a, b, attributes, names, circles)
    }

    /// Compares the boards of two records, and sums up; `None` if the sum stays below the floor.
    fn compare_rest(
        &self,
        a: u32,
        b: u32,
        attributes: Levels,
        names: BestNames,
        circles: &mut Circles,
    ) -> Option<Candidate> {
        let (x, y) = (a as usize, b as usize);
        let columns = self.people.columns.len();
        let BestNames { names, value: name_value, readings, .. } = names;
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
                let (one, other) = (self.people.name(x), self.people.name(y));
                let own = self.compare_readings([&one, &other], attributes, own);
                let BestNames { names, value, sum, .. } = own;
                if best.as_ref().is_none_or(|best| sum > best.sum) {
                    best = Some(BestNames { names, value, readings: (i as u8, j as u8), sum });
                }
            }
        }
        best
    }

    /// Compares two names, and sums up.
    fn compare_readings(&self, [x, y]: [&Name<'_>; 2], attributes: Levels, own: f64) -> BestNames {
        let words = &self.people.words;
        let names = compare_names(words, x, y);
        let (family, given) = name_values(words, self.frequencies, &names, [x, y], attributes, own);
        let (levels, value) = (Levels::default().with_names(&names), family + given);
        BestNames { names, value, readings: (0, 0), sum: self.weights.sum(levels, 0) + value }
    }

    /// Returns the value part of a candidate with other frequencies.
    pub(crate) fn value(&self, candidate: &Candidate) -> i32 {
        let names = candidate.levels.name_levels(candidate.words);
        let own = self.frequencies.own(candidate.a, candidate.b);
        let [x, y] = candidate.readings(self.people).map(|reading| self.people.name(reading));
        let words = &self.people.words;
        let (family, given) = name_values(words, self.frequencies, &names, [&x, &y], candidate.levels, own);
        family + given + attribute_values(self.people, self.frequencies, candidate.levels, candidate.a as usize, own)
    }
}
