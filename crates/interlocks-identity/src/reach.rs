//! The most that a pair can have, told without comparing its names: most pairs that share a key are passed over by it.

use std::ops::Range;

use rayon::prelude::*;

use crate::candidates::Comparison;
use crate::compare::{Levels, compare_names};
use crate::model::{MOST_BY_VALUE, attribute_values, feature, name_values, thousandths};
use crate::people::Reading;
use crate::words::NO_WORD;

/// The sums that pairs with each record can have, in thousandths of a bit.
///
/// A pair has at most what the rarer of its two names gives when all of it agrees, and the most that boards give. Everything else
/// is compared as it is.
pub(crate) struct Reach {
    /// The most with nothing but names and boards, by record.
    names: Vec<i32>,
    /// The most if births do not agree, by record.
    without_birth: Vec<i32>,
}

impl Reach {
    /// Finds what is within the reach of each record.
    pub(crate) fn new(comparison: &Comparison<'_>) -> Reach {
        let people = || (0..comparison.people.len() as u32).into_par_iter();
        let boards = comparison.most_by_boards();
        let names: Vec<i32> =
            people().map(|person| comparison.weights.prior + boards + most_by_names(comparison, person)).collect();
        let without_birth =
            people().map(|person| names[person as usize] + most_by_attributes(comparison, person)).collect();
        Reach { names, without_birth }
    }

    /// Returns the most that a pair with this record can have if its births do not agree.
    pub(crate) fn without_birth(&self, person: u32) -> i32 {
        self.without_birth[person as usize]
    }

    /// Returns the most that a pair can have.
    pub(crate) fn of_pair(&self, comparison: &Comparison<'_>, a: u32, b: u32) -> i32 {
        let Comparison { people, frequencies, weights, .. } = comparison;
        let levels = Levels::of_attributes(people, a as usize, b as usize);
        let attributes = weights.of_attributes(levels, people.columns.len());
        let values = attribute_values(people, frequencies, levels, a as usize, frequencies.own(a, b));
        self.names[a as usize].min(self.names[b as usize]) + attributes + values
    }
}

/// Returns the most that names give to a pair with this record.
fn most_by_names(comparison: &Comparison<'_>, person: u32) -> i32 {
    let Comparison { people, frequencies, .. } = comparison;
    let own = frequencies.own(person, person);
    // Names that agree in part only may give a little more than a common name that agrees in full.
    let in_part = thousandths(MOST_BY_VALUE);
    let names = |reading: &Reading| {
        let same = compare_names(people, reading, reading);
        let (family, given) = name_values(people, frequencies, &same, [reading; 2], Levels::default(), own);
        family.max(in_part) + given.max(in_part)
    };
    let names = people.readings(person as usize).iter().map(names).max().unwrap_or_default();
    names + largest(comparison, feature::FAMILY..feature::BIRTH)
}

/// Returns the most that gender, births that do not agree and further columns give to a pair with this record.
fn most_by_attributes(comparison: &Comparison<'_>, person: u32) -> i32 {
    let Comparison { people, frequencies, weights, .. } = comparison;
    let own = frequencies.own(person, person);
    let births = (feature::BIRTH..feature::GENDER).map(|feature| weights.largest_after_first(feature)).max();
    let values: i32 = (0..people.columns.len())
        .map(|at| match people.columns[at].value(person as usize) {
            NO_WORD => 0,
            value => thousandths(-frequencies.column(at, value, own)),
        })
        .sum();
    births.unwrap_or_default().max(0)
        + weights.largest(feature::GENDER)
        + largest(comparison, feature::COLUMNS..feature::COLUMNS + people.columns.len())
        + values
}

fn largest(comparison: &Comparison<'_>, features: Range<usize>) -> i32 {
    features.map(|feature| comparison.weights.largest(feature)).sum()
}
