//! The most that a pair can have, told without comparing its names word by word: most pairs that share a key are passed over by it.

use std::ops::Range;

use rayon::prelude::*;

use crate::candidates::Comparison;
use crate::compare::{FamilyLevel, GivenLevel, Levels, compare_names, generations};
use crate::model::{MOST_BY_VALUE, attribute_values, feature, name_values, thousandths};
use crate::people::Reading;
use crate::words::NO_WORD;

/// The sums that pairs with each record can have, in thousandths of a bit.
///
/// A pair has at most what its names can give, which is told from the first words of both, and the most that boards give. Everything
/// else is compared as it is.
pub(crate) struct Reach {
    /// The prior and the most that boards give.
    base: i32,
    names: Vec<Names>,
    /// The most if births do not agree, by record.
    without_birth: Vec<i32>,
}

/// What the names of a record give to a pair at most.
#[derive(Clone, Copy, Debug)]
struct Names {
    /// Whatever the other names are.
    most: i32,
    /// `None` for a record with several readings, and for an organisation.
    one: Option<OneName>,
}

/// What the one name of a record gives to a pair at most.
#[derive(Clone, Copy, Debug)]
struct OneName {
    family: u32,
    first: u32,
    generation: u8,
    /// With the same family name, and with any other.
    same_family: i32,
    other_family: i32,
    /// With the same first given name, and with any other.
    same_given: i32,
    other_given: i32,
}

impl Reach {
    /// Finds what is within the reach of each record.
    pub(crate) fn new(comparison: &Comparison<'_>) -> Reach {
        let people = || (0..comparison.people.len() as u32).into_par_iter();
        let base = comparison.weights.prior + comparison.most_by_boards();
        let names: Vec<Names> = people().map(|person| Names::new(comparison, person)).collect();
        let without_birth = people()
            .map(|person| base + names[person as usize].most + most_by_attributes(comparison, person))
            .collect();
        Reach { base, names, without_birth }
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
        let (x, y) = (&self.names[a as usize], &self.names[b as usize]);
        let names = match (x.one, y.one) {
            (Some(x), Some(y)) => {
                weights.of(feature::GENERATION, generations(x.generation, y.generation)) + x.most_with(y)
            }
            _ => x.most.min(y.most),
        };
        self.base + names + attributes + values
    }
}

impl Names {
    fn new(comparison: &Comparison<'_>, person: u32) -> Names {
        let Comparison { people, frequencies, .. } = comparison;
        let own = frequencies.own(person, person);
        // Names that agree in part only may give a little more than a common name that agrees in full.
        let in_part = thousandths(MOST_BY_VALUE);
        let names = |reading: &Reading| {
            let same = compare_names(people, reading, reading);
            let (family, given) = name_values(people, frequencies, &same, [reading; 2], Levels::default(), own);
            family.max(in_part) + given.max(in_part)
        };
        let readings = people.readings(person as usize);
        let most = readings.iter().map(names).max().unwrap_or_default();
        let most = most + largest(comparison, feature::FAMILY..feature::BIRTH);
        let one = match readings {
            [reading] if !reading.is_organisation() && !reading.is_nobody() => {
                Some(OneName::new(comparison, reading, own))
            }
            _ => None,
        };
        Names { most, one }
    }
}

impl OneName {
    fn new(comparison: &Comparison<'_>, reading: &Reading, own: f64) -> OneName {
        let Comparison { people, frequencies, weights, .. } = comparison;
        let in_part = thousandths(MOST_BY_VALUE);
        let (words, given) = (&people.words, people.given(reading));
        let family = |level: FamilyLevel| weights.of(feature::FAMILY, level as u8);
        let (mut same_family, mut other_family) = (0, family(FamilyLevel::Different).max(0));
        if reading.family != NO_WORD {
            let value = thousandths(-frequencies.family(reading.family, own));
            let class = thousandths(-frequencies.family_class(words.class(reading.family), own));
            same_family = family(FamilyLevel::Same) + value;
            let reversed = family(FamilyLevel::Reversed) + value;
            let in_parts = family(FamilyLevel::Part).max(family(FamilyLevel::Near)) + in_part;
            other_family = other_family.max(family(FamilyLevel::Class) + class).max(in_parts).max(reversed);
        }
        let level = |level: GivenLevel| weights.of(feature::GIVEN, level as u8);
        let partly = GivenLevel::ALL[GivenLevel::Form as usize..].iter().map(|other| level(*other)).max();
        let mut other_given = (partly.unwrap_or_default() + in_part).max(0);
        let mut same_given = other_given;
        if let Some((&first, middle)) = given.split_first() {
            let value = thousandths(-frequencies.given(first, own));
            let middle_values: i32 = middle.iter().map(|name| thousandths(-frequencies.middle(*name, own)) + 1).sum();
            let all = level(GivenLevel::All) + value + middle_values;
            let same = (GivenLevel::MiddleFits as usize..=GivenLevel::MiddleContradicts as usize)
                .map(|at| level(GivenLevel::ALL[at]) + value)
                .fold(all, i32::max);
            // Two initials are no same name.
            same_given = if words.is_initial(first) { other_given } else { same };
            other_given = other_given.max(all);
        }
        let first = given.first().copied().unwrap_or(NO_WORD);
        OneName {
            family: reading.family,
            first,
            generation: reading.generation,
            same_family,
            other_family,
            same_given,
            other_given,
        }
    }

    /// Returns the most that two names give without their generations.
    fn most_with(self, other: OneName) -> i32 {
        if self.family == other.family && self.family != NO_WORD {
            let is_same = self.first == other.first && self.first != NO_WORD;
            let given =
                if is_same { self.same_given.max(other.same_given) } else { self.other_given.max(other.other_given) };
            return self.same_family.max(other.same_family) + given;
        }
        let given =
            [self.same_given, other.same_given, self.other_given, other.other_given].into_iter().fold(0, i32::max);
        self.other_family.max(other.other_family) + given
    }
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
