//! The most that pairs with a record can have: what large blocks pass over by it.

use std::ops::Range;

use rayon::prelude::*;

use crate::candidates::Comparison;
use crate::compare::Levels;
use crate::compare::compare_names;
use crate::model::{MOST_BY_VALUE, Weights, feature, name_values, thousandths};
use crate::people::Reading;
use crate::words::NO_WORD;

/// The most that a pair with each record can have if its births do not agree, in thousandths of a bit.
///
/// A pair has at most what the rarer of its two names gives when all of it agrees.
pub(crate) struct Reach {
    without_birth: Vec<i32>,
}

impl Reach {
    /// Finds what is within the reach of each record.
    pub(crate) fn new(comparison: &Comparison<'_>) -> Reach {
        let base = comparison.weights.prior + comparison.most_by_boards();
        let most = |person| base + most_by_names(comparison, person) + most_by_attributes(comparison, person);
        Reach { without_birth: (0..comparison.people.len() as u32).into_par_iter().map(most).collect() }
    }

    /// Returns the most that a pair with this record can have if its births do not agree.
    pub(crate) fn without_birth(&self, person: u32) -> i32 {
        self.without_birth[person as usize]
    }
}

/// Returns the most that names give to a pair with this record.
fn most_by_names(comparison: &Comparison<'_>, person: u32) -> i32 {
    let Comparison { people, frequencies, .. } = comparison;
    let own = frequencies.own(person, person);
    // Names that agree in part only may give a little more than a common name that agrees in full.
    let in_part = thousandths(MOST_BY_VALUE);
    let names = |reading: &Reading| {
        let name = people.name(reading);
        let same = compare_names(&people.words, &name, &name);
        let (family, given) = name_values(&people.words, frequencies, &same, [&name; 2], Levels::default(), own);
        family.max(in_part) + given.max(in_part)
    };
    let names = people.readings(person as usize).iter().map(names).max().unwrap_or_default();
    names + largest(comparison, feature::FAMILY..feature::BIRTH)
}

/// Returns the most that gender, births that do not agree and further columns give to a pair with this record.
fn most_by_attributes(comparison: &Comparison<'_>, person: u32) -> i32 {
    let weights = comparison.weights;
    most_by_other_births(weights) + weights.largest(feature::GENDER) + most_by_columns(comparison, person as usize)
}

/// Returns the most that births give which do not agree, or of which one is not known.
pub(crate) fn most_by_other_births(weights: &Weights) -> i32 {
    let births = (feature::BIRTH..feature::GENDER).map(|feature| weights.largest_after_first(feature)).max();
    births.unwrap_or_default().max(0)
}

/// Returns the most that further columns give to a pair with a record.
pub(crate) fn most_by_columns(comparison: &Comparison<'_>, person: usize) -> i32 {
    let Comparison { people, frequencies, weights, .. } = comparison;
    let own = frequencies.own(person as u32, person as u32);
    let of_column = |at: usize| {
        let value = match people.columns[at].value(person) {
            NO_WORD => 0,
            value => thousandths(-frequencies.column(at, value, own)),
        };
        weights.largest(feature::COLUMNS + at) + value
    };
    (0..people.columns.len()).map(of_column).sum()
}

fn largest(comparison: &Comparison<'_>, features: Range<usize>) -> i32 {
    features.map(|feature| comparison.weights.largest(feature)).sum()
}
