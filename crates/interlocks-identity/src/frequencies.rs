//! How common names, days of birth and other values are.
//!
//! A common value says little: two people called Smith are one less often than two called Farthingale. The share of a value is
//! counted in the data, with a table of reference as if it were a thousand more people: so a list of twenty people knows that
//! Smith is common. Records that are one person count less, by the square root of their number, because a person who is listed
//! ten times does not make a rare name common.

use std::collections::HashMap;
use std::sync::LazyLock;

use interlocks_core::model::Day;

use crate::people::{People, Reading};
use crate::words::{NO_WORD, Words};

/// The weight of the table of reference: as many people.
const REFERENCE: f64 = 1_000.0;
/// The share of a family name that the table does not have.
const RARE_FAMILY: f64 = 1e-5;
/// The share of a given name that the table does not have.
const RARE_GIVEN: f64 = 1e-4;
/// The share of a day among births of which nothing is known.
const RARE_DAY: f64 = 1.0 / (365.25 * 45.0);

type Table = HashMap<&'static str, f64>;

static FAMILY_NAMES: LazyLock<Table> = LazyLock::new(|| table(include_str!("../tables/family_names.csv")));
static GIVEN_NAMES: LazyLock<Table> = LazyLock::new(|| table(include_str!("../tables/given_names.csv")));

fn table(text: &'static str) -> Table {
    let lines = text.lines().skip(1).filter_map(|line| line.split_once(','));
    lines.filter_map(|(name, share)| Some((name, share.parse::<f64>().ok()? / 1e6))).collect()
}

/// How often values are met, by number of value.
#[derive(Debug, Default)]
struct Counts {
    counts: Vec<f32>,
    /// The share in the table of reference.
    reference: Vec<f32>,
    all: f64,
    /// The weight of the table of reference: as many people.
    weight: f64,
    /// The logarithms for two people of weight 1, where all weigh 1.
    of_two: Vec<f32>,
}

impl Counts {
    /// Returns the binary logarithm of the share of a value among the people without two of them, of these weights. What is known
    /// of a name because these two have it must not speak against them.
    ///
    /// A name that nobody else has is met again about half as often as a name that one person has (Good, "The population
    /// frequencies of species and the estimation of population parameters", Biometrika 40, 1953); in a short list the table of
    /// reference says more than that.
    fn share(&self, value: usize, own: f64) -> f64 {
        match self.of_two.get(value) {
            Some(share) => f64::from(*share),
            None => self.share_without(value, own),
        }
    }

    fn share_without(&self, value: usize, own: f64) -> f64 {
        let seen = self.all / (self.all + self.weight);
        let others = (f64::from(self.counts[value]) - own).max(0.0) + 0.5 * seen;
        ((others + self.weight * f64::from(self.reference[value])) / (self.all + self.weight)).log2()
    }

    /// Returns the logarithm of the probability that two people share a value, for which a share of reference is given.
    fn any(&self, reference: f64) -> f64 {
        let squares: f64 = self.counts.iter().map(|count| f64::from(*count).powi(2)).sum();
        let own = squares / self.all.max(1.0);
        ((own + self.weight * reference) / (self.all + self.weight)).log2()
    }
}

/// The shares of values.
#[derive(Debug, Default)]
pub(crate) struct Frequencies {
    /// The weights of people; none if each is 1.
    weights: Vec<f32>,
    /// By word: family names and parts of them.
    family: Counts,
    /// By spelling class.
    family_class: Counts,
    /// By word: first given names.
    given: Counts,
    /// By word: middle names.
    middle: Counts,
    /// By letter: first initials.
    initial: Counts,
    days: HashMap<Day, f32>,
    all_days: f64,
    columns: Vec<Counts>,
    /// The logarithms of the probability that two people share a family name, a first given name, a first initial.
    pub any_family: f64,
    pub any_given: f64,
    pub any_initial: f64,
    /// That two people with middle names share the first of them.
    pub any_middle: f64,
}

impl Frequencies {
    /// Counts the values of all people; `weights` are the weights of people, 1 each if there are none.
    pub(crate) fn new(people: &People, weights: Vec<f32>) -> Frequencies {
        let words = &people.words;
        let counts = |len: usize| Counts {
            counts: vec![0.0; len],
            reference: Vec::new(),
            all: 0.0,
            weight: REFERENCE,
            of_two: Vec::new(),
        };
        let mut found = Frequencies {
            family: counts(words.len()),
            family_class: counts(words.class_count()),
            given: counts(words.len()),
            middle: counts(words.len()),
            initial: counts(27),
            columns: people.columns.iter().map(|column| counts(column.values().len())).collect(),
            weights,
            ..Frequencies::default()
        };
        for person in 0..people.len() {
            found.count(people, person);
        }
        found.add_references(words);
        if found.weights.is_empty() {
            let of =
                [&mut found.family, &mut found.family_class, &mut found.given, &mut found.middle, &mut found.initial];
            for counts in of.into_iter().chain(&mut found.columns) {
                counts.of_two = (0..counts.counts.len()).map(|value| counts.share_without(value, 2.0) as f32).collect();
            }
        }
        found
    }

    fn count(&mut self, people: &People, person: usize) {
        let weight = self.weight(person);
        if let Some(birth) = people.birth(person).map(|birth| birth.days).filter(|days| days.is_one_day()) {
            *self.days.entry(birth.first).or_default() += weight as f32;
            self.all_days += weight;
        }
        for (counts, column) in self.columns.iter_mut().zip(&people.columns) {
            let value = column.value(person);
            if value != NO_WORD {
                counts.counts[value as usize] += weight as f32;
                counts.all += weight;
            }
        }
        let Some(reading) = people.readings(person).last() else { return };
        let add = |counts: &mut Counts, value: usize| counts.counts[value] += weight as f32;
        each_family(people, reading, |word| add(&mut self.family, word as usize));
        if reading.family != NO_WORD {
            add(&mut self.family_class, people.words.class(reading.family) as usize);
        }
        let names = people.given(reading);
        if let Some(first) = names.first() {
            add(&mut self.given, *first as usize);
            add(&mut self.initial, usize::from(people.words.initial(*first)));
        }
        for name in names.iter().skip(1) {
            add(&mut self.middle, *name as usize);
            self.middle.all += weight;
        }
        for counts in [&mut self.family, &mut self.family_class, &mut self.given, &mut self.initial] {
            counts.all += weight;
        }
    }

    fn add_references(&mut self, words: &Words) {
        let reference = |table: &Table, rare: f64| -> Vec<f32> {
            (0..words.len() as u32).map(|word| table.get(words.text(word)).copied().unwrap_or(rare) as f32).collect()
        };
        self.family.reference = reference(&FAMILY_NAMES, RARE_FAMILY);
        self.given.reference = reference(&GIVEN_NAMES, RARE_GIVEN);
        self.middle.reference = self.given.reference.clone();
        let mut classes = vec![0f32; words.class_count()];
        for word in 0..words.len() as u32 {
            classes[words.class(word) as usize] += self.family.reference[word as usize];
        }
        self.family_class.reference = classes.into_iter().map(|share| share.max(RARE_FAMILY as f32)).collect();
        self.initial.reference = vec![1.0 / 20.0; 27];
        for counts in &mut self.columns {
            // A column of few values needs no table of reference.
            counts.weight = 50.0;
            counts.reference = vec![0.01; counts.counts.len()];
        }
        self.any_family = self.family.any(0.0008);
        self.any_given = self.given.any(0.008);
        self.any_initial = self.initial.any(0.065);
        self.any_middle = self.middle.any(0.01);
    }

    fn weight(&self, person: usize) -> f64 {
        self.weights.get(person).copied().map_or(1.0, f64::from)
    }

    /// Returns the weight of two people together.
    pub(crate) fn own(&self, a: u32, b: u32) -> f64 {
        self.weight(a as usize) + self.weight(b as usize)
    }

    /// Returns the logarithm of the share of a family name.
    pub(crate) fn family(&self, word: u32, own: f64) -> f64 {
        self.family.share(word as usize, own)
    }

    /// Returns the logarithm of the share of a spelling class of family names.
    pub(crate) fn family_class(&self, class: u32, own: f64) -> f64 {
        self.family_class.share(class as usize, own)
    }

    /// Returns the logarithm of the share of a first given name.
    pub(crate) fn given(&self, word: u32, own: f64) -> f64 {
        self.given.share(word as usize, own)
    }

    /// Returns the logarithm of the share of a middle name among middle names.
    pub(crate) fn middle(&self, word: u32, own: f64) -> f64 {
        self.middle.share(word as usize, own)
    }

    /// Returns the logarithm of the share of a first letter.
    pub(crate) fn initial(&self, letter: u8, own: f64) -> f64 {
        self.initial.share(usize::from(letter), own)
    }

    /// Returns the logarithm of the share of a day among the days of birth.
    pub(crate) fn day(&self, day: Day, own: f64) -> f64 {
        let others = (f64::from(self.days.get(&day).copied().unwrap_or_default()) - own).max(0.0);
        ((others + REFERENCE * RARE_DAY) / (self.all_days + REFERENCE)).log2()
    }

    /// Returns the logarithm of the share of a value of a further column.
    pub(crate) fn column(&self, column: usize, value: u32, own: f64) -> f64 {
        self.columns[column].share(value as usize, own)
    }
}

/// Calls a function for the family name, and for its parts if it has several.
fn each_family(people: &People, reading: &Reading, mut each: impl FnMut(u32)) {
    if reading.family != NO_WORD {
        each(reading.family);
        people.parts(reading).iter().copied().for_each(each);
    }
}
